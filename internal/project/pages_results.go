package project

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/project/result"
	"comity/internal/ui"
)

// shownValue writes a value in words.
func shownValue(v *ui.Visit, x *result.Value) string {
	switch {
	case x.Number != nil:
		return x.Number.String()
	case x.Numerator != nil && x.Denominator != nil:
		s := x.Numerator.String() + " / " + x.Denominator.String()
		if q, ok := x.Percent(); ok {
			s = q.Rounded(1) + " % (" + s + ")"
		}
		if v.Dir() == "rtl" {
			s = "\u2066" + s + "\u2069" // figures run from left to right
		}
		return s
	case x.Yes != nil:
		return v.Text(map[bool]string{true: "word.yes", false: "word.no"}[*x.Yes])
	case x.Text != "":
		return x.Text
	}
	return v.Text("project.unknown")
}

// shownTotal writes a total, with what it lacks.
func shownTotal(v *ui.Visit, t *result.Total) string {
	s := shownValue(v, &t.Value)
	if t.Why == result.Apart {
		return v.Text("project.apart")
	}
	if t.Missing > 0 && t.Value.Known() {
		s += " · " + v.Text("project.missing", map[string]string{"Number": v.Localizer.Number(int64(t.Missing))})
	}
	return s
}

func (p *pages) resultFacts(v *ui.Visit, m *Measuring) (list []ui.Fact) {
	unit := ""
	written := m.Unit != "" || m.Measure == result.Qualitative // by people, in their language
	if m.Unit != "" {
		unit = " " + isolated(m.Unit) // in a language that need not run as the reader's
	}
	list = append(list, ui.Fact{Name: v.Text("project.actual"), Value: shownTotal(v, &m.Actual) + unit, Data: written})
	if m.Target.Value.Known() {
		list = append(list, ui.Fact{Name: v.Text("project.target"), Value: shownTotal(v, &m.Target) + unit, Data: written})
	}
	if m.Baseline != nil {
		b := m.Baseline.Value()
		list = append(list, ui.Fact{Name: label(v, "indicator.baseline", "Baseline"), Value: shownValue(v, &b) + unit + " · " + isolated(v.Localizer.Day(m.Baseline.Day)), Data: written})
	}
	list = append(list, ui.Fact{Name: label(v, "indicator.measure", "Measure"), Value: p.node.CodeLabel(v, "measure", string(m.Measure)) + " · " + v.Text("project.rules", map[string]string{
		"Periods": p.node.CodeLabel(v, "aggregation", string(m.Periods)), "Places": p.node.CodeLabel(v, "aggregation", string(m.Places)), "Projects": p.node.CodeLabel(v, "aggregation", string(m.Declared.Projects))})})
	if m.Counted > 1 {
		fact(&list, v.Text("project.counted"), v.Localizer.Number(int64(m.Counted-1)), "")
	}
	for _, r := range m.Reports {
		if r.Approved == "" {
			f := ui.Fact{Name: days(v, r.From, r.Until), Value: shownValue(v, &r.Value) + unit, Data: written, Marks: []ui.Mark{{Tone: ui.Open, Words: v.Text("project.not-approved")}}}
			if _, ok := p.may(v, "approved", r.Indicator, act.Public); ok && r.Person != v.Reader.Who.Person {
				f.Link = deedPage("approved", r.Indicator, "from", string(r.From), "until", string(r.Until))
			}
			list = append(list, f)
		}
	}
	return list
}

// full is what a whole bar is: of percentages 100.
func full(m *Measuring) int64 {
	if m.Measure == result.Percentage {
		return 100
	}
	return 0
}

// barLength is a number as a length of a bar, rounded; 0 where there is none.
func barLength(x *result.Value) int64 {
	n := result.Number{}
	if x.Number != nil {
		n = *x.Number
	} else if q, ok := x.Percent(); ok {
		n = q
	}
	i, err := strconv.ParseInt(n.Rounded(0), 10, 64)
	if err != nil {
		return 0
	}
	return i
}

// resultBars are target and result of each period and place, side by side.
func (p *pages) resultBars(v *ui.Visit, m *Measuring) (bars []ui.Bar) {
	if m.Measure != result.Count && m.Measure != result.Percentage {
		return nil
	}
	type of struct {
		result.Period
		place, key string
		value      result.Value
	}
	var list []of
	for _, t := range m.Targets {
		list = append(list, of{t.Period, t.Place, "target", t.Value()})
	}
	for _, r := range m.Reports {
		if r.Approved != "" {
			list = append(list, of{r.Period, r.Place, "actual", r.Value})
		}
	}
	slices.SortStableFunc(list, func(a, b of) int {
		return cmp.Or(strings.Compare(string(a.From), string(b.From)), strings.Compare(string(a.Until), string(b.Until)), strings.Compare(a.place, b.place))
	})
	for i := range list {
		x := &list[i]
		words := days(v, x.From, x.Until)
		if x.place != "" {
			words += " · " + p.node.PartyName(v, x.place)
		}
		bars = append(bars, ui.Bar{Words: words + " · " + v.Text("project."+x.key), N: barLength(&x.value), Shown: shownValue(v, &x.value), Aim: x.key == "target"})
	}
	return bars
}

// pieceBars are the parts of a total, in each disaggregation.
func (p *pages) pieceBars(v *ui.Visit, m *Measuring) (list []ui.Bar) {
	for _, b := range result.Breaks(m.Actual.Pieces) {
		for _, piece := range result.Along(m.Actual.Pieces, b) {
			var words []string
			for d := range strings.SplitSeq(string(b), "+") {
				words = append(words, p.category(v, d, piece.By[d]))
			}
			list = append(list, ui.Bar{Words: strings.Join(words, " · "), N: barLength(&piece.Value), Shown: shownValue(v, &piece.Value)})
		}
	}
	return list
}

var dimensionLists = map[string]string{"sex": "sex", "age": "age-group", "disability": "disability"}

// dimensionName is what a dimension is called; those that indicators declare by words
// are called by them.
func (p *pages) dimensionName(v *ui.Visit, dimension string) string {
	if key, ok := map[string]string{"sex": "Sex", "age": "Age", "disability": "Disability"}[dimension]; ok {
		return label(v, "reported.parts."+dimension, key)
	}
	return dimension
}

func (p *pages) category(v *ui.Visit, dimension, category string) string {
	name := p.dimensionName(v, dimension)
	if category == result.Unknown {
		return v.Localizer.Colon(name, v.Text("project.unknown"))
	}
	if list := dimensionLists[dimension]; list != "" {
		return p.node.CodeLabel(v, list, category)
	}
	return v.Localizer.Colon(name, category)
}
