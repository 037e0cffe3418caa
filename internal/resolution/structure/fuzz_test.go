package structure

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"comity/internal/resolution/source"
)

// seeds hold the traps: a number that a line's end made, footnotes in the middle
// of a paragraph, markers without notes, sections, sub-paragraphs out of order.
var seeds = []string{
	"A/RES/99/1\n\n99/1. Wells\n\nThe General Assembly,\n\nRecalling the year\n1971, and wells,¹\n\n1. Requests wells of\n2005. Wells;\n\n¹ A/99/1.\n\n2. Decides to dig.\n",
	"The General Assembly,\n1. Decides:\n(a) To dig;\n(i) Deep;\n(ii) Wide;\n(b) To rest.\n3rd plenary meeting\n1 May 2011\nAnnex\n1. Spades.\n",
	"Resolution 9/1\nThe Conference of the Parties,\nI\nRecalling spades,\n1. Digs;\nII\n1. Rests.\n",
	"- 1. *Digs* a\n\f2/3\nA/RES/99/1\n- 2. Rests, 7\n\n7 See E/1.\n",
	"إن الجمعية العامة،\nوإذ تشير إلى الآبار،\n1 - تقرر الحفر؛\n",
	"大会，\n回顾水井，\n1. 决定挖掘。\n",
	"(a)(b)(c)\n\n(i)\n(ii)\n1)\n2)\n***\n___\n^1^\n[1]\n",
}

func FuzzRead(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		start := time.Now()
		for _, src := range []source.Source{linesOf(text), parasOf(text)} {
			docs, err := Read(src)
			if err != nil {
				continue
			}
			words := lettersOf(text)
			for _, d := range docs {
				ids := map[string]bool{}
				for _, p := range d.Paragraphs {
					if ids[p.ID] {
						t.Errorf("two paragraphs have the ID %q", p.ID)
					}
					ids[p.ID] = true
					n := utf8.RuneCountInString(p.Text)
					for _, s := range p.NoteSpans {
						if s.At < 0 || s.At > n || s.Footnote < 0 || s.Footnote >= len(d.Footnotes) {
							t.Errorf("%s: note span %v does not lie in the text", p.ID, s)
						}
					}
					for _, s := range p.Emphasis {
						if s[0] < 0 || s[0] > s[1] || s[1] > n {
							t.Errorf("%s: emphasis %v does not lie in the text", p.ID, s)
						}
					}
					for w := range strings.FieldsSeq(p.Text) {
						if l := lettersOf(w); !strings.Contains(words, l) {
							t.Errorf("%s: %q is no part of what was read", p.ID, w)
						}
					}
				}
			}
		}
		if d := time.Since(start); d > time.Second+time.Duration(len(text))*10*time.Microsecond {
			t.Errorf("reading %d bytes took %v", len(text), d)
		}
	})
}

func parasOf(text string) source.Source {
	src := source.Source{Name: "fuzz", Kind: source.HTML}
	for l := range strings.SplitSeq(text, "\n") {
		role := source.Para
		if strings.HasPrefix(l, "#") {
			role = source.Heading
		}
		src.Blocks = append(src.Blocks, source.Block{Role: role, Text: strings.TrimSpace(l)})
	}
	return src
}

// lettersOf keeps the letters of a text, ligatures written out.
func lettersOf(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case ligatures[r] != "":
			b.WriteString(ligatures[r])
		case unicode.IsLetter(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// A long text is read in time that grows with its length.
func TestLongTexts(t *testing.T) {
	for name, unit := range map[string]string{
		"lines":      "Recalling the wells of the plain, and that they were dug by hand in the year of the\n",
		"paragraphs": "%d. Requests the keeper of wells, within existing resources, to dig deeper;\n\n",
		"hyphens":    "wells-\n",
		"notes":      "7 See A/99/1.\n\n",
		"one line":   "wells and more wells, ",
		"labels":     "(a) Wells;\n",
		"stars":      "*wells* and *",
		"markers":    "wells,7 and ",
		"figures":    "7 12 (3) 4,5\n\n",
	} {
		text := "A/RES/99/1\n\nThe General Assembly,\n\n" + strings.Repeat(unit, 4_000_000/len(unit))
		start := time.Now()
		if _, err := Read(linesOf(text)); err != nil {
			t.Log(name, err)
		}
		if d := time.Since(start); d > 15*time.Second {
			t.Errorf("four megabytes of %s took %v", name, d)
		} else {
			t.Logf("four megabytes of %s: %v", name, d)
		}
	}
}

func BenchmarkReadXML(b *testing.B) {
	files := published(b)
	sources := sourcesOf(b, files)
	b.ResetTimer()
	for b.Loop() {
		for _, src := range sources {
			if _, err := Read(src); err != nil {
				b.Fatal(err)
			}
		}
	}
}
