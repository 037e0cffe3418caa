package wear

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const clean = `A/RES/99/7

99/7.	Care of footpaths

The General Assembly,

Recalling its earlier words on footpaths,¹ and noting that they efficiently join villages,

1.	Requests the keeper of footpaths to mend them;²

2.	Decides to walk.

¹ Resolution 98/1.

² A/99/12.
`

func TestSameSeedSameWear(t *testing.T) {
	if first, second := Text(clean, 7), Text(clean, 7); first != second {
		t.Error("the same seed wore the same text in two ways")
	}
	if Text(clean, 7) == Text(clean, 8) {
		t.Error("two seeds wore the text alike")
	}
}

func TestFootnoteMovesIntoTheParagraph(t *testing.T) {
	m := Manner{Width: 30, PageLines: 6, NoteMarker: Spaced, Marker: Glued, Foot: PageOfPages}
	got := m.Text(clean, 1)
	if !strings.Contains(got, "1 Resolution 98/1.") || !strings.Contains(got, "1/6") {
		t.Errorf("no footnote or page number among the lines:\n%s", got)
	}
	if strings.Contains(got, "footpaths,¹") {
		t.Errorf("the marker kept its raised digit:\n%s", got)
	}
}

// Every word of the clean text is in the worn one, but for what hyphens and
// ligatures do to words.
func TestWearLosesNoWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := MannerOf(rapid.Uint64().Draw(t, "seed"))
		m.Hyphenate, m.BreakHyphen, m.Ligatures, m.Asterisks = 0, false, false, false
		got := " " + strings.Join(strings.Fields(m.Text(clean, 3)), " ") + " "
		for _, word := range []string{" footpaths", " villages,", " Requests ", " mend ", " Decides ", " walk. ", "Resolution ", " 98/1. ", "A/99/12. "} {
			if !strings.Contains(got, word) {
				t.Fatalf("%q is lost:\n%s", word, got)
			}
		}
	})
}
