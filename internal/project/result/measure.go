package result

// Measure is what an indicator measures; codes of the list "measure".
type Measure string

// The measures.
const (
	Count       Measure = "number"      // a number
	Percentage  Measure = "percentage"  // a numerator and its denominator, never a percentage alone
	YesNo       Measure = "yes-no"      // whether something is so
	Qualitative Measure = "qualitative" // words
)

// Rule says how reports are taken together along one axis; codes of the list
// "aggregation". It is declared for each indicator and axis, and never assumed.
type Rule string

// The rules.
const (
	Sum   Rule = "sum"   // numbers are added
	Last  Rule = "last"  // the last that is known stands, along time alone
	Ratio Rule = "ratio" // numerators and denominators are added; of yes and no, how many of how many
	None  Rule = "none"  // they are not taken together
)

// Axis is a direction in which reports are taken together.
type Axis string

// The axes, in the order in which they are folded.
const (
	Periods  Axis = "periods"
	Places   Axis = "places"
	Projects Axis = "projects"
)

// Declared is how an indicator says that it is measured and aggregated.
type Declared struct {
	Measure  Measure
	Periods  Rule
	Places   Rule
	Projects Rule
	// Cumulative: what is reported for a period counts from the beginning, and
	// so holds what earlier periods reported.
	Cumulative bool
}

// Along is the rule of an axis.
func (d *Declared) Along(a Axis) Rule {
	switch a {
	case Periods:
		return d.Periods
	case Places:
		return d.Places
	default:
		return d.Projects
	}
}

// Wrong names what is wrong with a declaration: the axis, and why. Why is "" where
// nothing is wrong.
type Wrong struct {
	Axis Axis
	Rule Rule
	Why  Why
}

// Why is a reason why a declaration or a total is not as one would have it.
type Why string

// The reasons.
const (
	Unsuited   Why = "unsuited"   // the rule does not suit the measure
	OnlyInTime Why = "in-time"    // last is a rule of time alone
	Running    Why = "running"    // what counts from the beginning is never added over periods
	Apart      Why = "apart"      // the indicator says that they are not taken together
	Unreported Why = "unreported" // nothing is known
)

var suited = map[Measure][]Rule{
	Count:       {Sum, Last, None},
	Percentage:  {Ratio, Last, None},
	YesNo:       {Ratio, Last, None},
	Qualitative: {Last, None},
}

// Check finds what is wrong with the declaration.
func (d *Declared) Check() Wrong {
	for _, axis := range []Axis{Periods, Places, Projects} {
		rule := d.Along(axis)
		fits := false
		for _, r := range suited[d.Measure] {
			fits = fits || r == rule
		}
		switch {
		case !fits:
			return Wrong{axis, rule, Unsuited}
		case rule == Last && axis != Periods:
			return Wrong{axis, rule, OnlyInTime}
		case d.Cumulative && axis == Periods && rule != Last && rule != None:
			return Wrong{axis, rule, Running}
		}
	}
	return Wrong{}
}
