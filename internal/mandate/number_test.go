package mandate

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestACitedClauseKeepsItsNumber(t *testing.T) {
	cited := func(n int, phrase, action string) Numbered { return Numbered{n, phrase, action, true} }
	plain := func(n int, phrase, action string) Numbered { return Numbered{n, phrase, action, false} }
	read := func(phrase, action string) Numbered { return Numbered{Phrase: phrase, Action: action} }
	for name, x := range map[string]struct {
		before, fresh []Numbered
		want          []int
	}{
		"a first reading": {nil, []Numbered{read("Notes", "the report"), read("requests", "to go on")}, []int{1, 2}},
		"none was cited":  {[]Numbered{plain(1, "requests", "to go on")}, []Numbered{read("Notes", "the report"), read("requests", "to go on")}, []int{1, 2}},
		"a clause is read before the cited one": {[]Numbered{cited(1, "requests", "to go on")},
			[]Numbered{read("Notes", "the report"), read("requests", "to go on")}, []int{2, 1}},
		"the cited one is read in other words": {[]Numbered{plain(1, "Notes", "the report of the Secretary-General"), cited(2, "requests", "to continue to give technical help to States")},
			[]Numbered{read("requests", "to continue to give technical help")}, []int{2}},
		"the cited one is read no more": {[]Numbered{cited(1, "Decides", "to meet in May")},
			[]Numbered{read("Notes", "the report"), read("requests", "to go on")}, []int{2, 3}},
		"two that read alike stay where they were": {[]Numbered{cited(1, "urges", "to go on"), cited(2, "urges", "to go on")},
			[]Numbered{read("urges", "to go on"), read("urges", "to go on")}, []int{1, 2}},
		"nothing is read": {[]Numbered{cited(1, "Decides", "to meet in May")}, nil, []int{}},
	} {
		if got := Renumber(x.before, x.fresh); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
}

func TestAMovedNumberIsNamed(t *testing.T) {
	before := []Numbered{{1, "Decides", "to meet in May", true}, {2, "Notes", "the report", false}}
	if n := movedNumber(before, []Numbered{{2, "Decides", "to meet in May", false}, {1, "Notes", "the report", false}}); n != 1 {
		t.Errorf("%d was named, want 1", n)
	}
	if n := movedNumber(before, []Numbered{{3, "Decides", "to meet", false}, {3, "Notes", "the report", false}}); n != 3 {
		t.Errorf("%d was named, want 3", n)
	}
	if n := movedNumber(before, []Numbered{{1, "Decides", "to meet in early May", false}, {2, "Stresses", "a thing", false}}); n != 0 {
		t.Errorf("%d was named, want none", n)
	}
}

// Whatever is read, however often, and whatever is cited in between, a clause that
// was cited stands under its number or under none.
func TestNumbersLastThroughReadings(t *testing.T) {
	clause := rapid.Custom(func(t *rapid.T) Numbered {
		return Numbered{Phrase: rapid.SampledFrom([]string{"Requests", "Notes", "urges"}).Draw(t, "phrase"),
			Action: rapid.StringMatching(`([a-d]{1,2} ){0,6}`).Draw(t, "action")}
	})
	rapid.Check(t, func(t *rapid.T) {
		promised := map[int]Numbered{} // as it was when it was first cited
		var standing []Numbered        // of the last reading, and what it held on to
		for range rapid.IntRange(1, 6).Draw(t, "readings") {
			fresh := rapid.SliceOfN(clause, 0, 6).Draw(t, "fresh")
			for i, n := range Renumber(standing, fresh) {
				fresh[i].Number = n
			}
			if n := movedNumber(standing, fresh); n != 0 {
				t.Fatalf("%d was moved: %v to %v", n, standing, fresh)
			}
			for _, s := range standing { // what is cited and read no more stays as it was
				if s.Cited && !slices.ContainsFunc(fresh, func(f Numbered) bool { return f.Number == s.Number }) {
					fresh = append(fresh, s)
				}
			}
			for _, f := range fresh { // numbers are given without waste
				if _, ok := promised[f.Number]; !ok && f.Number > len(promised)+len(fresh) {
					t.Fatalf("number %d of %v", f.Number, fresh)
				}
			}
			for i := range fresh {
				f := &fresh[i]
				if _, ok := promised[f.Number]; ok {
					f.Cited = true
					continue
				}
				if rapid.Bool().Draw(t, "cite") {
					f.Cited, promised[f.Number] = true, *f
				}
			}
			for n := range promised {
				if !slices.ContainsFunc(fresh, func(f Numbered) bool { return f.Number == n }) {
					t.Fatalf("%d is gone: %v", n, fresh)
				}
			}
			standing = fresh
		}
	})
}
