package result

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Report is what was reported of one indicator for a period and place.
type Report struct {
	Indicator string // of which; a project has several
	Place     string // "" for the whole
	Period    Period
	Value     Value
	Pieces    []Piece
	// Index is that of the act: of two reports on the same the later stands.
	Index int64
}

type key struct {
	indicator, place string
	period           Period
}

func (r *Report) key() key { return key{r.Indicator, r.Place, r.Period} }

// Once leaves each report once, the later one of two on the same, in the order of
// indicator, place and period: by whichever ways a report is reached, it counts
// once.
func Once(lists ...[]Report) []Report {
	byKey := map[key]Report{}
	for _, list := range lists {
		for _, r := range list {
			if before, there := byKey[r.key()]; !there || before.Index <= r.Index {
				byKey[r.key()] = r
			}
		}
	}
	return slices.SortedFunc(maps.Values(byKey), func(a, b Report) int {
		return cmp.Or(strings.Compare(a.Indicator, b.Indicator), strings.Compare(a.Place, b.Place),
			strings.Compare(string(a.Period.From), string(b.Period.From)), strings.Compare(string(a.Period.Until), string(b.Period.Until)))
	})
}

// Total is what reports come to.
type Total struct {
	Value Value
	// Pieces are the parts of the value, by every disaggregation that any report
	// has; in each of them they come to the value, since what a report does not
	// say stands under [Unknown].
	Pieces []Piece
	// Known reports went into it, and Missing ones say that they don't know.
	Known, Missing int
	// Why says why nothing is known of the whole: "" where something is.
	Why Why
}

// Whole says whether nothing is missing.
func (t *Total) Whole() bool { return t.Value.Known() && t.Missing == 0 }

// Fold takes reports together by the indicator's own rules: over periods, then over
// places, then over projects. Reports on the same count once.
func (d *Declared) Fold(reports ...[]Report) Total {
	var overProjects []Total
	for _, ofOne := range runs(Once(reports...), func(r *Report) string { return r.Indicator }) {
		var overPlaces []Total
		for _, inOne := range runs(ofOne, func(r *Report) string { return r.Place }) {
			var overPeriods []Total
			slices.SortStableFunc(inOne, func(a, b Report) int { return strings.Compare(string(a.Period.Until), string(b.Period.Until)) })
			for i := range inOne {
				overPeriods = append(overPeriods, one(&inOne[i]))
			}
			overPlaces = append(overPlaces, d.Together(Periods, overPeriods...))
		}
		overProjects = append(overProjects, d.Together(Places, overPlaces...))
	}
	return d.Together(Projects, overProjects...)
}

// runs parts a sorted list where a name changes.
func runs(list []Report, name func(*Report) string) (out [][]Report) {
	for i := range list {
		if i == 0 || name(&list[i]) != name(&list[i-1]) {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], list[i])
	}
	return out
}

func one(r *Report) Total {
	if !r.Value.Known() {
		return Total{Missing: 1, Why: Unreported}
	}
	return Total{Value: r.Value, Pieces: whole(r.Value, r.Pieces), Known: 1}
}

// Together takes totals together along one axis; of time they stand in its order.
// Taking together what was taken together comes to the same as taking all at once.
func (d *Declared) Together(axis Axis, totals ...Total) Total {
	if len(totals) == 1 {
		return lifted(d, axis, totals[0])
	}
	out := Total{Why: Unreported}
	for _, t := range totals {
		out.Known += t.Known
		out.Missing += t.Missing
	}
	var known []Total
	for _, t := range totals {
		if t.Value.Known() {
			known = append(known, lifted(d, axis, t))
		} else if t.Why == Apart {
			out.Why = Apart // what was not taken together below can't be here
			return out
		}
	}
	rule := d.Along(axis)
	switch {
	case len(known) == 0:
		return out
	case rule == None && len(totals) > 1:
		out.Why = Apart
		return out
	case rule == Last || rule == None:
		last := known[len(known)-1]
		out.Value, out.Pieces, out.Why = last.Value, last.Pieces, ""
		return out
	}
	out.Why = ""
	var top, bottom Number
	for i := range known {
		t, b := halves(&known[i].Value)
		top, bottom = top.Plus(t), bottom.Plus(b)
	}
	out.Value = joined(&known[0].Value, top, bottom)
	out.Pieces = gathered(known)
	return out
}

// lifted makes of yes and no how many of how many, where they are taken together
// so: 1 of 1, or 0 of 1.
func lifted(d *Declared, axis Axis, t Total) Total {
	if d.Along(axis) == Ratio && t.Value.Yes != nil {
		n := Int(0)
		if *t.Value.Yes {
			n = Int(1)
		}
		t.Value = Part(n, Int(1))
	}
	return t
}

// gathered adds the pieces of totals by category, in every disaggregation that any
// of them has. A total that lacks one stands under Unknown with all that it is.
func gathered(totals []Total) (out []Piece) {
	var breaks []Break
	for i := range totals {
		for _, b := range Breaks(totals[i].Pieces) {
			if !slices.Contains(breaks, b) {
				breaks = append(breaks, b)
			}
		}
	}
	slices.Sort(breaks)
	for _, b := range breaks {
		cells := map[string]Piece{}
		add := func(p Piece) {
			if have, there := cells[p.cell()]; there {
				t1, b1 := halves(&have.Value)
				t2, b2 := halves(&p.Value)
				p.Value = joined(&p.Value, t1.Plus(t2), b1.Plus(b2))
			}
			cells[p.cell()] = p
		}
		for i := range totals {
			pieces := Along(totals[i].Pieces, b)
			if len(pieces) == 0 {
				pieces = []Piece{rest(b, totals[i].Value)}
			}
			for _, p := range pieces {
				add(p)
			}
		}
		for _, c := range slices.Sorted(maps.Keys(cells)) {
			out = append(out, cells[c])
		}
	}
	return out
}

// rest is the piece of those of whom nothing is known in any dimension.
func rest(b Break, v Value) Piece {
	by := map[string]string{}
	for d := range strings.SplitSeq(string(b), "+") {
		by[d] = Unknown
	}
	return Piece{By: by, Value: v}
}

// whole gives the pieces of a value that are known, and what they leave of it under
// Unknown: together they are the value.
func whole(v Value, pieces []Piece) (out []Piece) {
	for _, b := range Breaks(pieces) {
		top, bottom := halves(&v)
		left := rest(b, Value{})
		var known []Piece
		for _, p := range Along(pieces, b) {
			if !p.Value.Known() {
				continue
			}
			t, bo := halves(&p.Value)
			top, bottom = top.Minus(t), bottom.Minus(bo)
			if p.cell() == left.cell() {
				left = p // said to be unknown, and how many
				continue
			}
			known = append(known, p)
		}
		if top.Sign() != 0 || bottom.Sign() != 0 {
			t, bo := halves(&left.Value)
			left.Value = joined(&v, t.Plus(top), bo.Plus(bottom))
		}
		if left.Value.Known() {
			known = append(known, left)
		}
		slices.SortFunc(known, func(a, b Piece) int { return strings.Compare(a.cell(), b.cell()) })
		out = append(out, known...)
	}
	return out
}
