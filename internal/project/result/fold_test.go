package result_test

import (
	"testing"

	"comity/internal/project/result"
)

func num(s string) result.Number {
	n, err := result.ParseNumber(s)
	if err != nil {
		panic(err)
	}
	return n
}

func number(s string) result.Value      { return result.Of(num(s)) }
func fraction(a, b string) result.Value { return result.Part(num(a), num(b)) }
func year(y string) result.Period {
	return result.Period{From: actDay(y + "-01-01"), Until: actDay(y + "-12-31")}
}
func sexed(f, m string) []result.Piece {
	return []result.Piece{{By: map[string]string{"sex": "female"}, Value: number(f)}, {By: map[string]string{"sex": "male"}, Value: number(m)}}
}

var summed = result.Declared{Measure: result.Count, Periods: result.Sum, Places: result.Sum, Projects: result.Sum}

func is(t *testing.T, got result.Total, want result.Value) {
	t.Helper()
	if !got.Value.Same(&want) {
		t.Errorf("it comes to %+v, want %+v", shown(got.Value), shown(want))
	}
}

func shown(v result.Value) string {
	switch {
	case v.Number != nil:
		return v.Number.String()
	case v.Numerator != nil && v.Denominator != nil:
		return v.Numerator.String() + "/" + v.Denominator.String()
	case v.Yes != nil:
		return map[bool]string{true: "yes", false: "no"}[*v.Yes]
	case v.Text != "":
		return v.Text
	}
	return "unknown"
}

// The first fault: what counts from the beginning is added over periods. 50 people
// by the first year and 120 by the second are 120 people, not 170.
func TestWhatCountsFromTheBeginningIsNotAdded(t *testing.T) {
	running := result.Declared{Measure: result.Count, Periods: result.Sum, Places: result.Sum, Projects: result.Sum, Cumulative: true}
	if w := running.Check(); w.Axis != result.Periods || w.Why != result.Running {
		t.Errorf("such a declaration is taken: %+v", w)
	}
	running.Periods = result.Last
	if w := running.Check(); w.Why != "" {
		t.Errorf("a right declaration is refused: %+v", w)
	}
	is(t, running.Fold([]result.Report{
		{Indicator: "a", Period: year("2041"), Value: number("50")}, {Indicator: "a", Period: year("2042"), Value: number("120")},
		{Indicator: "b", Period: year("2041"), Value: number("7")},
	}), number("127"))
	is(t, summed.Fold([]result.Report{{Indicator: "a", Period: year("2041"), Value: number("50")}, {Indicator: "a", Period: year("2042"), Value: number("70")}}), number("120"))
}

// The second: percentages are averaged. 1 of 2 and 90 of 100 are 91 of 102, not 70
// in a hundred.
func TestAPercentageIsTheRatioOfSums(t *testing.T) {
	d := result.Declared{Measure: result.Percentage, Periods: result.Ratio, Places: result.Ratio, Projects: result.Ratio}
	got := d.Fold([]result.Report{{Indicator: "a", Period: year("2041"), Value: fraction("1", "2")}, {Indicator: "b", Period: year("2041"), Value: fraction("90", "100")}})
	is(t, got, fraction("91", "102"))
	if p, _ := got.Value.Percent(); p.Rounded(2) != "89.22" {
		t.Errorf("it is %s in a hundred", p)
	}
	d.Projects = result.Sum
	if w := d.Check(); w.Why != result.Unsuited {
		t.Errorf("percentages are added: %+v", w)
	}
}

// The third: disaggregation is lost in the roll-up. What one project does not say
// stands under unknown, so that the parts still are the whole.
func TestDisaggregationIsKept(t *testing.T) {
	got := summed.Fold([]result.Report{
		{Indicator: "a", Period: year("2041"), Value: number("30"), Pieces: sexed("20", "10")},
		{Indicator: "b", Period: year("2041"), Value: number("12")},
		{Indicator: "c", Period: year("2041"), Value: number("9"), Pieces: []result.Piece{{By: map[string]string{"sex": "female"}, Value: number("4")}, {By: map[string]string{"sex": "male"}}}},
		{Indicator: "d", Period: year("2041"), Value: number("5"), Pieces: []result.Piece{{By: map[string]string{"age": "under-18"}, Value: number("5")}}},
	})
	is(t, got, number("56"))
	want := map[string]string{"sex=female": "24", "sex=male": "10", "sex=unknown": "22", "age=under-18": "5", "age=unknown": "51"}
	for _, p := range got.Pieces {
		for d, c := range p.By {
			if want[d+"="+c] != shown(p.Value) {
				t.Errorf("%s %s is %s, want %q", d, c, shown(p.Value), want[d+"="+c])
			}
			delete(want, d+"="+c)
		}
	}
	if len(want) > 0 {
		t.Errorf("lost: %v", want)
	}
}

// The fourth: a parent counts a child twice. A project of two programmes under one
// counts once for it, and once for each of the two.
func TestADiamondCountsOnce(t *testing.T) {
	tree := result.Tree{"top": {"left", "right"}, "left": {"p", "q"}, "right": {"q", "r"}, "r": {"top"}}
	reports := map[string][]result.Report{}
	for name, n := range map[string]string{"p": "1", "q": "10", "r": "100"} {
		reports[name] = []result.Report{{Indicator: name, Period: year("2041"), Value: number(n)}}
	}
	for root, want := range map[string]string{"top": "111", "left": "11", "p": "1"} {
		var lists [][]result.Report
		for _, at := range tree.Under(root) {
			lists = append(lists, reports[at])
		}
		is(t, summed.Fold(lists...), number(want))
	}
	if !tree.Circular("p", "top") || tree.Circular("top", "p") {
		t.Error("circles are not told from ways")
	}
	is(t, summed.Fold(reports["q"], reports["q"], reports["p"]), number("11"))
	corrected := []result.Report{{Indicator: "q", Period: year("2041"), Value: number("12"), Index: 5}}
	is(t, summed.Fold(corrected, reports["q"]), number("12"))
}

func TestUnknownIsNeverNothing(t *testing.T) {
	open := result.Report{Indicator: "b", Period: year("2041")}
	got := summed.Fold([]result.Report{{Indicator: "a", Period: year("2041"), Value: number("3")}, open})
	if is(t, got, number("3")); got.Whole() || got.Missing != 1 || got.Known != 1 {
		t.Errorf("a sum does not say what it lacks: %+v", got)
	}
	if got = summed.Fold([]result.Report{open}); got.Value.Known() || got.Why != result.Unreported {
		t.Errorf("nothing known comes to %s", shown(got.Value))
	}
	if got = summed.Fold(); got.Value.Known() || got.Whole() {
		t.Errorf("no reports come to %s", shown(got.Value))
	}
	d := result.Declared{Measure: result.Count, Periods: result.None, Places: result.Sum, Projects: result.Sum}
	got = d.Fold([]result.Report{{Indicator: "a", Period: year("2041"), Value: number("3")}, {Indicator: "a", Period: year("2042"), Value: number("4")}, {Indicator: "b", Period: year("2042"), Value: number("4")}})
	if got.Value.Known() || got.Why != result.Apart {
		t.Errorf("what is not taken together comes to %s, %q", shown(got.Value), got.Why)
	}
}

func TestYesAndNoBecomeHowManyOfHowMany(t *testing.T) {
	yes, no := true, false
	d := result.Declared{Measure: result.YesNo, Periods: result.Last, Places: result.Ratio, Projects: result.Ratio}
	got := d.Fold([]result.Report{
		{Indicator: "a", Period: year("2041"), Value: result.Value{Yes: &no}}, {Indicator: "a", Period: year("2042"), Value: result.Value{Yes: &yes}},
		{Indicator: "b", Period: year("2041"), Value: result.Value{Yes: &no}}, {Indicator: "c", Period: year("2041")},
	})
	if is(t, got, fraction("1", "2")); got.Missing != 1 {
		t.Errorf("the one that did not say is lost: %+v", got)
	}
}

func TestPartsReconcile(t *testing.T) {
	total, twelve := number("30"), number("12")
	negative := number("-5")
	for name, c := range map[string]struct {
		measure result.Measure
		total   result.Value
		pieces  []result.Piece
		want    result.MismatchWhy
	}{
		"they come to it":        {result.Count, total, sexed("20", "10"), ""},
		"one is unknown":         {result.Count, total, []result.Piece{{By: map[string]string{"sex": "female"}, Value: twelve}, {By: map[string]string{"sex": "unknown"}}}, ""},
		"they come to less":      {result.Count, total, sexed("20", "9"), result.NotSame},
		"they come to more":      {result.Count, total, sexed("20", "11"), result.Above},
		"more, with one unknown": {result.Count, total, append(sexed("20", "11"), result.Piece{By: map[string]string{"sex": "unknown"}}), result.Above},
		"one stands twice":       {result.Count, total, append(sexed("10", "10"), result.Piece{By: map[string]string{"sex": "male"}, Value: number("10")}), result.Twice},
		"of an unknown total":    {result.Count, result.Value{}, sexed("1", "2"), result.NoTotal},
		"of words":               {result.Qualitative, result.Value{Text: "well"}, sexed("1", "2"), result.NoPieces},
		"of a loss":              {result.Count, negative, sexed("-2", "-3"), ""},
		"fractions":              {result.Percentage, fraction("3", "9"), []result.Piece{{By: map[string]string{"sex": "female"}, Value: fraction("3", "5")}, {By: map[string]string{"sex": "male"}, Value: fraction("0", "4")}}, ""},
		"fractions that don't":   {result.Percentage, fraction("3", "9"), []result.Piece{{By: map[string]string{"sex": "female"}, Value: fraction("3", "5")}, {By: map[string]string{"sex": "male"}, Value: fraction("0", "3")}}, result.NotSame},
		"nobody of the category": {result.Percentage, fraction("3", "9"), []result.Piece{{By: map[string]string{"sex": "female"}, Value: fraction("3", "9")}, {By: map[string]string{"sex": "male"}, Value: fraction("0", "0")}}, ""},
		"a number of a fraction": {result.Percentage, fraction("3", "9"), sexed("1", "2"), result.OtherValue},
	} {
		m := result.Reconcile(c.measure, &c.total, c.pieces)
		if m == nil && c.want != "" || m != nil && m.Why != c.want {
			t.Errorf("%s: %+v, want %q", name, m, c.want)
		}
	}
}

func TestValuesFitTheirMeasure(t *testing.T) {
	yes, zero, minus := true, num("0"), num("-1")
	for name, c := range map[string]struct {
		v    result.Value
		m    result.Measure
		fits bool
	}{
		"unknown": {result.Value{}, result.Count, true}, "a number": {number("-3.5"), result.Count, true},
		"a number for a percentage": {number("50"), result.Percentage, false}, "a fraction": {fraction("1", "3"), result.Percentage, true},
		"of nothing": {result.Value{Numerator: &zero, Denominator: &zero}, result.Percentage, false}, "half a fraction": {result.Value{Numerator: &zero}, result.Percentage, false},
		"a loss of some": {result.Value{Numerator: &minus, Denominator: &zero}, result.Percentage, false}, "yes": {result.Value{Yes: &yes}, result.YesNo, true},
		"yes and words": {result.Value{Yes: &yes, Text: "x"}, result.YesNo, false}, "words": {result.Value{Text: "x"}, result.Qualitative, true}, "words for a number": {result.Value{Text: "x"}, result.Count, false},
	} {
		if got := c.v.Fits(c.m); got != c.fits {
			t.Errorf("%s fits %s: %v", name, c.m, got)
		}
	}
}

func TestNumbersAreExact(t *testing.T) {
	sum := num("0.1").Plus(num("0.2"))
	if sum.String() != "0.3" || !sum.Equal(num("0.30")) {
		t.Errorf("0.1 and 0.2 are %s", sum)
	}
	big := num("12345678901234567890123456789.000000001")
	if got := big.Plus(num("0.000000009")).String(); got != "12345678901234567890123456789.00000001" {
		t.Errorf("a long number is %s", got)
	}
	third, _ := num("1").Over(num("3"))
	if third.String() != "0.333333333333" || third.Times(num("3")).String() != "1" {
		t.Errorf("a third is %s", third)
	}
	if _, ok := num("1").Over(num("0")); ok {
		t.Error("something was divided by nothing")
	}
	for _, s := range []string{"", "1e9", "1/3", "0x10", "١٢", "1,5", "--1", ".", "1.2.3", "NaN", "12345678901234567890123456789012345678901"} {
		if n, err := result.ParseNumber(s); err == nil {
			t.Errorf("%q is read as %s", s, n)
		}
	}
}
