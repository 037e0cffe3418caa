package result

import (
	"maps"
	"slices"
	"strings"
)

// Unknown is the category of those of whom it is not known which they are of. It
// is in every dimension.
const Unknown = "unknown"

// Piece is one part of a total: those of one category in each of some dimensions.
type Piece struct {
	By    map[string]string `json:"by"` // dimension to category: "sex" to "female"
	Value Value             `json:"value"`
}

// Break names a disaggregation by its dimensions: "age+sex".
type Break string

func (p *Piece) along() Break {
	return Break(strings.Join(slices.Sorted(maps.Keys(p.By)), "+"))
}

// cell names the categories of a piece in the order of its dimensions.
func (p *Piece) cell() string {
	var b strings.Builder
	for _, d := range slices.Sorted(maps.Keys(p.By)) {
		b.WriteString(p.By[d])
		b.WriteByte('\n')
	}
	return b.String()
}

// Breaks are the disaggregations of which pieces are, sorted.
func Breaks(pieces []Piece) (list []Break) {
	for i := range pieces {
		if a := pieces[i].along(); !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	slices.Sort(list)
	return list
}

// Along are the pieces of one disaggregation, in their order.
func Along(pieces []Piece, b Break) (list []Piece) {
	for i := range pieces {
		if pieces[i].along() == b {
			list = append(list, pieces[i])
		}
	}
	return list
}

// Mismatch says why pieces are not those of their total.
type Mismatch struct {
	Along Break
	// Sum of the pieces that are known, and what they should come to; of a
	// percentage first the numerators, where these differ.
	Sum, Total Number
	Why        MismatchWhy
}

// MismatchWhy is the reason.
type MismatchWhy string

// The reasons.
const (
	NotSame    MismatchWhy = "sum"     // they come to another number and none is left unknown
	Above      MismatchWhy = "above"   // they come to more than the total
	Twice      MismatchWhy = "twice"   // one category stands twice
	NoTotal    MismatchWhy = "total"   // there are pieces of a total that is unknown
	NoPieces   MismatchWhy = "pieces"  // the measure has no parts
	OtherValue MismatchWhy = "measure" // a piece is no value of the measure
)

// Reconcile holds pieces against their total: in each disaggregation they come to
// it, or one of them says that its value is unknown and the others come to no
// more. Nil where they do.
func Reconcile(m Measure, total *Value, pieces []Piece) *Mismatch {
	if len(pieces) == 0 {
		return nil
	}
	if m != Count && m != Percentage {
		return &Mismatch{Why: NoPieces}
	}
	if !total.Known() {
		return &Mismatch{Along: pieces[0].along(), Why: NoTotal}
	}
	for _, b := range Breaks(pieces) {
		seen := map[string]bool{}
		open := false
		var sum, over Number
		for _, p := range Along(pieces, b) {
			switch {
			case seen[p.cell()]:
				return &Mismatch{Along: b, Why: Twice}
			case !p.fits(m):
				return &Mismatch{Along: b, Why: OtherValue}
			}
			seen[p.cell()] = true
			if !p.Value.Known() {
				open = true
				continue
			}
			top, bottom := halves(&p.Value)
			sum, over = sum.Plus(top), over.Plus(bottom)
		}
		top, bottom := halves(total)
		for _, pair := range [][2]Number{{sum, top}, {over, bottom}} {
			switch c := pair[0].Cmp(pair[1]); {
			case c > 0 && top.Sign() >= 0:
				return &Mismatch{b, pair[0], pair[1], Above}
			case c != 0 && !open:
				return &Mismatch{b, pair[0], pair[1], NotSame}
			}
		}
	}
	return nil
}

// fits: a part of a fraction may have a denominator of 0, where nobody was of the
// category.
func (p *Piece) fits(m Measure) bool {
	if m == Percentage && p.Value.Denominator != nil && p.Value.Numerator != nil && p.Value.Denominator.Sign() == 0 {
		return p.Value.Numerator.Sign() == 0 && p.Value.Number == nil && p.Value.Yes == nil && p.Value.Text == ""
	}
	return p.Value.Fits(m)
}

// halves are what is added of a value: a number, or numerator and denominator.
func halves(v *Value) (top, bottom Number) {
	if v.Number != nil {
		return *v.Number, Number{}
	}
	if v.Numerator != nil && v.Denominator != nil {
		return *v.Numerator, *v.Denominator
	}
	return Number{}, Number{}
}

// joined makes a value of halves, of the kind that like is.
func joined(like *Value, top, bottom Number) Value {
	if like.Number != nil {
		return Of(top)
	}
	return Part(top, bottom)
}
