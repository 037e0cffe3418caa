package renewal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/resolution"
)

// document makes a document of operative paragraphs 1, 2 … ; a text that begins
// with "pp " is preambular.
func document(symbol string, texts ...string) resolution.Document {
	d := resolution.Document{Symbol: symbol}
	op, pp := 0, 0
	for _, t := range texts {
		if rest, ok := strings.CutPrefix(t, "pp "); ok {
			pp++
			d.Paragraphs = append(d.Paragraphs, resolution.Paragraph{ID: fmt.Sprintf("pp%d", pp), Part: resolution.Preamble, Text: rest})
			continue
		}
		op++
		n := fmt.Sprint(op)
		d.Paragraphs = append(d.Paragraphs, resolution.Paragraph{ID: n, Number: n, Part: resolution.Operative, Text: t})
	}
	return d
}

const (
	lights  = "Requests the Harbour Council to repair the lights of the northern mole before the winter;"
	pilots  = "Invites coastal States to train pilots in the use of the new charts and to share their experience;"
	buoys   = "Urges owners of vessels to report every buoy that drifts, with its number and its place;"
	storage = "Encourages ports to store grain in dry sheds above the line of the spring tide;"
	thanks  = "Expresses its gratitude to the keepers who stayed at their posts in the great storm;"
)

func TestClasses(t *testing.T) {
	before := document("A/RES/1/1", lights, pilots, buoys, thanks)
	after := document("A/RES/2/1",
		"Requests the Harbour Council and the owners to repair the lights of the northern mole before the summer;",
		buoys,
		storage,
		pilots,
	)
	c := Compare(before, after)
	var got []string
	for _, ch := range c.Changes {
		got = append(got, fmt.Sprintf("%s %s→%s %v", ch.Class, ids(ch.Old), ids(ch.New), ch.Moved))
	}
	want := []string{"amended 1→1 false", "kept 3→2 false", "new →3 false", "kept 2→4 true", "dropped 4→ false"}
	if !slices.Equal(got, want) {
		// Which of two that changed places has moved is free.
		want[1], want[3] = "kept 3→2 true", "kept 2→4 false"
		if !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
	}
	if marked := Marked(c.Changes[0].Diff, Plain); marked != "Requests the Harbour Council {+and the owners+} to repair the lights of the northern mole before the [-winter-] {+summer+};" {
		t.Errorf("got %s", marked)
	}
	if c.Count[Kept] != 2 || c.Count[New] != 1 {
		t.Errorf("%v", c.Count)
	}
}

func TestMergedAndSplit(t *testing.T) {
	both := "Requests the Harbour Council to repair the lights of the northern mole before the winter, and invites coastal States to train pilots in the use of the new charts and to share their experience;"
	c := Compare(document("1", lights, pilots, buoys), document("2", both, buoys))
	if ch := c.Changes[0]; ch.Class != Merged || ids(ch.Old) != "1 + 2" || ids(ch.New) != "1" || c.Count[Dropped] != 0 {
		t.Errorf("%+v", c.Changes)
	}
	c = Compare(document("2", both, buoys), document("1", lights, pilots, buoys))
	if ch := c.Changes[0]; ch.Class != Split || ids(ch.New) != "1 + 2" || c.Count[New] != 0 {
		t.Errorf("%+v", c.Changes)
	}
}

func TestPartsAreNotCompared(t *testing.T) {
	c := Compare(document("1", lights), document("2", "pp "+lights))
	if c.Count[Dropped] != 1 || c.Count[New] != 1 {
		t.Errorf("%v", c.Count)
	}
}

func TestSinceWhenADutyStands(t *testing.T) {
	chain := Follow([]resolution.Document{
		document("A/RES/1/1", thanks, lights),
		document("A/RES/2/1", lights, pilots),
		document("A/RES/3/1", strings.Replace(pilots, "coastal States", "Member States", 1), lights),
	})
	var got []string
	for _, s := range chain.Since {
		got = append(got, fmt.Sprintf("%s since %s#%s, in these words since %s#%s", s.Place.ID, s.First.Symbol, s.First.Number, s.Unchanged.Symbol, s.Unchanged.Number))
	}
	want := []string{"1 since A/RES/2/1#2, in these words since A/RES/3/1#1", "2 since A/RES/1/1#2, in these words since A/RES/1/1#2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	var b bytes.Buffer
	if err := chain.WriteText(&b, Plain); err != nil || !strings.Contains(b.String(), "[-coastal-] {+Member+} States") || !strings.Contains(b.String(), "A/RES/2/1#2, in these words since A/RES/3/1#1") {
		t.Errorf("%v\n%s", err, b.String())
	}
	if out, err := json.Marshal(chain); err != nil || bytes.Contains(out, []byte("null")) {
		t.Errorf("%v %s", err, out)
	}
	if c := Follow(nil); len(c.Since) != 0 {
		t.Errorf("%+v", c)
	}
}

func TestDiff(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"", "a b", "{+a b+}"},
		{"a b", "", "[-a b-]"},
		{"Also requests States;", "Requests States.", "[-Also requests-] {+Requests+} States[-;-]{+.+}"},
		{"to act, and to report;", "to act;", "to act[-, and to report-];"},
		{"the same  text", "the same\ntext", "the same text"},
	} {
		if got := Marked(Diff(c.before, c.after), Plain); got != c.want {
			t.Errorf("%q to %q: got %q, want %q", c.before, c.after, got, c.want)
		}
	}
	if _, ok := Apply("another text", Diff("a text", "b text")); ok {
		t.Error("a difference was applied to a text that it was not made of")
	}
}

var word = rapid.SampledFrom([]string{"requests", "the", "Office", "to", "report,", "States", "and", ";", "lights.", "海", "(a)", "—", "…,;"})

func sentence(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(word, 0, 30).Draw(t, name), rapid.SampledFrom([]string{" ", "  ", "\n"}).Draw(t, "gap"))
}

// The shown change, applied to the old text, gives the new one.
func TestDifferenceLeadsFromOldToNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := sentence(t, "a"), sentence(t, "b")
		diff := Diff(a, b)
		got, ok := Apply(a, diff)
		if want := strings.Join(strings.Fields(b), " "); !ok || got != want {
			t.Fatalf("%q by %q gives %q, %v; want %q", a, diff, got, ok, want)
		}
		if slices.Equal(strings.Fields(a), strings.Fields(b)) && slices.ContainsFunc(diff, func(p Piece) bool { return p.Op != Equal }) {
			t.Fatalf("equal texts differ by %q", diff)
		}
	})
}

// The edit script is as short as that of the textbook's table.
func TestDifferenceIsShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := tokens(sentence(t, "a")), tokens(sentence(t, "b"))
		edits := 0
		for _, e := range script(a, b) {
			if e.op != Equal {
				edits++
			}
		}
		if want := len(a) + len(b) - 2*longestCommon(a, b); edits != want {
			t.Fatalf("%d edits, the shortest way has %d", edits, want)
		}
	})
}

func longestCommon(a, b []string) int {
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			above := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

// Every paragraph of old and new is in exactly one change, of the right class;
// the change's difference leads from its old text to its new; what is the same
// in both stays kept wherever it stands; and the result is always the same.
func TestEveryParagraphIsInOneChange(t *testing.T) {
	stock := []string{lights, pilots, buoys, storage, thanks, lights + " " + pilots, strings.Replace(buoys, "number", "name", 1), "", "One."}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) resolution.Document {
			texts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(stock), rapid.Custom(func(t *rapid.T) string { return sentence(t, "s") })), 0, 9).Draw(t, name)
			return document(name, texts...)
		}
		before, after := draw("old"), draw("new")
		c := Compare(before, after)
		seenOld, seenNew := map[string]int{}, map[string]int{}
		kept := 0
		for _, ch := range c.Changes {
			for _, p := range ch.Old {
				seenOld[p.ID]++
			}
			for _, p := range ch.New {
				seenNew[p.ID]++
			}
			o, n := len(ch.Old), len(ch.New)
			fits := map[Class]bool{Kept: o == 1 && n == 1, Amended: o == 1 && n == 1, Merged: o > 1 && n == 1, Split: o == 1 && n > 1, Dropped: o == 1 && n == 0, New: o == 0 && n == 1}
			if !fits[ch.Class] {
				t.Fatalf("%s of %d and %d", ch.Class, o, n)
			}
			if ch.Class == Kept {
				kept++
				if ch.OldText() != ch.NewText() {
					t.Fatalf("kept, but %q is not %q", ch.OldText(), ch.NewText())
				}
			} else if o > 0 && n > 0 {
				if got, ok := Apply(ch.OldText(), ch.Diff); !ok || got != ch.NewText() {
					t.Fatalf("%q by the change gives %q, want %q", ch.OldText(), got, ch.NewText())
				}
			}
		}
		for _, p := range before.Paragraphs {
			if seenOld[p.ID] != 1 {
				t.Fatalf("old %s is in %d changes", p.ID, seenOld[p.ID])
			}
		}
		for _, p := range after.Paragraphs {
			if seenNew[p.ID] != 1 {
				t.Fatalf("new %s is in %d changes", p.ID, seenNew[p.ID])
			}
		}
		if want := same(before, after); kept != want {
			t.Fatalf("%d kept, %d texts are in both", kept, want)
		}
		again, _ := json.Marshal(Compare(before, after))
		if first, _ := json.Marshal(c); !bytes.Equal(first, again) {
			t.Fatal("the same documents compare otherwise")
		}
	})
}

// same counts the texts that two documents share.
func same(a, b resolution.Document) int {
	left, n := map[string]int{}, 0
	for _, p := range a.Paragraphs {
		left[strings.Join(strings.Fields(p.Text), " ")]++
	}
	for _, p := range b.Paragraphs {
		if k := strings.Join(strings.Fields(p.Text), " "); left[k] > 0 {
			left[k]--
			n++
		}
	}
	return n
}

func BenchmarkCompareHundred(b *testing.B) {
	var old, renewed []string
	for i := range 100 {
		base := fmt.Sprintf("Requests the Office number %d of district %d to keep the %d lights of its coast in repair, to train %d pilots, and to report to the Council in the year %d on what it has done, with %s", i, i*7, i*3, i+5, 2000+i, storage)
		old = append(old, base+pilots+buoys)
		renewed = append(renewed, strings.Replace(base, "report", "submit a report", 1)+pilots+thanks)
	}
	x, y := document("1", old...), document("2", renewed...)
	for b.Loop() {
		Compare(x, y)
	}
}
