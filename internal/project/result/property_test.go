package result_test

import (
	"fmt"
	"math/rand"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/project/result"
)

func actDay(s string) act.Day { return act.Day(s) }

var categories = []string{"female", "male", result.Unknown}

// drawn are reports of some indicators in some places and years, with and without
// parts, and some that say that they don't know.
func drawn(t *rapid.T, measure result.Measure) (list []result.Report) {
	whole := rapid.IntRange(0, 1000)
	for i := range rapid.IntRange(0, 4).Draw(t, "indicators") {
		for place := range rapid.IntRange(1, 3).Draw(t, "places") {
			for y := range rapid.IntRange(1, 3).Draw(t, "years") {
				r := result.Report{Indicator: fmt.Sprint("i", i), Place: fmt.Sprint("p", place), Period: year(fmt.Sprint(2040 + y)), Index: int64(i)}
				if rapid.IntRange(0, 4).Draw(t, "unknown") == 0 {
					list = append(list, r)
					continue
				}
				top, bottom := result.Int(0), result.Int(0)
				some := rapid.Bool().Draw(t, "parts")
				for _, c := range categories {
					a := rapid.IntRange(0, 500).Draw(t, "a")
					b := a + whole.Draw(t, "b") + 1
					v := result.Of(result.Int(int64(a)))
					if measure == result.Percentage {
						v = result.Part(result.Int(int64(a)), result.Int(int64(b)))
					}
					top, bottom = top.Plus(result.Int(int64(a))), bottom.Plus(result.Int(int64(b)))
					if some && rapid.IntRange(0, 5).Draw(t, "left") > 0 {
						r.Pieces = append(r.Pieces, result.Piece{By: map[string]string{"sex": c}, Value: v})
					} else if some {
						r.Pieces = append(r.Pieces, result.Piece{By: map[string]string{"sex": c}})
					}
				}
				r.Value = result.Of(top)
				if measure == result.Percentage {
					r.Value = result.Part(top, bottom)
				}
				if m := result.Reconcile(measure, &r.Value, r.Pieces); m != nil {
					t.Fatalf("what was drawn does not reconcile: %+v", m)
				}
				list = append(list, r)
			}
		}
	}
	return list
}

func declared(t *rapid.T) result.Declared {
	if rapid.Bool().Draw(t, "percentage") {
		return result.Declared{Measure: result.Percentage, Periods: rapid.SampledFrom([]result.Rule{result.Ratio, result.Last}).Draw(t, "periods"), Places: result.Ratio, Projects: result.Ratio}
	}
	return result.Declared{Measure: result.Count, Periods: rapid.SampledFrom([]result.Rule{result.Sum, result.Last}).Draw(t, "periods"), Places: result.Sum, Projects: result.Sum}
}

func same(t *rapid.T, what string, a, b result.Total) {
	t.Helper()
	if text(a) != text(b) {
		t.Fatalf("%s: %s, want %s", what, text(a), text(b))
	}
}

func text(t result.Total) string {
	s := fmt.Sprint(shown(t.Value), " ", t.Known, " ", t.Missing, " ", t.Why)
	for _, p := range t.Pieces {
		s += fmt.Sprint(" ", p.By, shown(p.Value))
	}
	return s
}

// The order of reports makes no difference, nor that some are handed over twice.
func TestOrderAndRepetitionMakeNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := declared(t)
		list := drawn(t, d.Measure)
		want := d.Fold(list)
		shuffled := append([]result.Report{}, list...)
		rand.New(rand.NewSource(int64(rapid.IntRange(0, 1<<30).Draw(t, "seed")))).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		same(t, "in another order", d.Fold(shuffled), want)
		if len(list) > 0 {
			n := rapid.IntRange(0, len(list)).Draw(t, "again")
			same(t, "some twice", d.Fold(list, shuffled[:n]), want)
		}
	})
}

// Projects taken together in groups, and the groups then, come to the same as all
// at once; so do places.
func TestGroupsOfGroupsComeToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := declared(t)
		list := drawn(t, d.Measure)
		byProject := map[string][]result.Report{}
		var order []string
		for _, r := range list {
			if byProject[r.Indicator] == nil {
				order = append(order, r.Indicator)
			}
			byProject[r.Indicator] = append(byProject[r.Indicator], r)
		}
		if len(order) == 0 {
			return
		}
		cut := rapid.IntRange(0, len(order)).Draw(t, "cut")
		var left, right, all []result.Total
		for i, name := range order {
			one := d.Fold(byProject[name])
			all = append(all, one)
			if i < cut {
				left = append(left, one)
			} else {
				right = append(right, one)
			}
		}
		want := d.Fold(list)
		same(t, "project by project", d.Together(result.Projects, all...), want)
		if len(left) > 0 && len(right) > 0 {
			same(t, "in two groups", d.Together(result.Projects, d.Together(result.Projects, left...), d.Together(result.Projects, right...)), want)
		}
	})
}

// The parts of a total are the total, and what is unknown adds nothing and is
// counted.
func TestPartsAreTheWholeAndUnknownIsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := declared(t)
		list := drawn(t, d.Measure)
		got := d.Fold(list)
		if got.Value.Known() {
			if m := result.Reconcile(d.Measure, &got.Value, got.Pieces); m != nil {
				t.Fatalf("the parts are not the whole: %+v of %s", m, text(got))
			}
		}
		known := 0
		for _, r := range list {
			if r.Value.Known() {
				known++
			}
		}
		if got.Known != known || got.Missing != len(list)-known {
			t.Fatalf("%d known and %d missing, want %d and %d", got.Known, got.Missing, known, len(list)-known)
		}
		if known == 0 && got.Value.Known() {
			t.Fatalf("nothing is known and it comes to %s", shown(got.Value))
		}
	})
}

// Whatever hangs under a root by whatever ways counts once.
func TestEachReportCountsOnceInAnyTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := result.Tree{}
		n := rapid.IntRange(1, 8).Draw(t, "nodes")
		for i := range n {
			for range rapid.IntRange(0, 3).Draw(t, "edges") {
				tree[fmt.Sprint(i)] = append(tree[fmt.Sprint(i)], fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, "to")))
			}
		}
		reached := map[string]bool{}
		var walk func(string)
		walk = func(at string) {
			if !reached[at] {
				reached[at] = true
				for _, c := range tree[at] {
					walk(c)
				}
			}
		}
		walk("0")
		var lists [][]result.Report
		for _, at := range tree.Under("0") {
			lists = append(lists, []result.Report{{Indicator: at, Value: number("1")}})
		}
		if got := summed.Fold(lists...); shown(got.Value) != fmt.Sprint(len(reached)) {
			t.Fatalf("%d hang under the root and %s are counted", len(reached), shown(got.Value))
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"0", "-12.50", "1e9", "1/0", "", "0.0000000000000000000000000000000000001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := result.ParseNumber(s)
		if err != nil {
			return
		}
		again, err := result.ParseNumber(n.String())
		if len(n.String()) <= 40 && (err != nil || !again.Equal(n)) {
			t.Errorf("%q is read as %s, which is read as %s: %v", s, n, again, err)
		}
	})
}
