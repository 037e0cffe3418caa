package structure

import (
	"os"
	"strings"
	"testing"

	"comity/internal/resolution"
	"comity/internal/resolution/akn"
	"comity/internal/resolution/wear"
	"comity/internal/testshared"
)

// TestSixLanguages reads two resolutions in the six official languages, from
// their markup, as plain text, and worn.
func TestSixLanguages(t *testing.T) {
	for _, doc := range []struct {
		number           string
		operative, notes int
	}{{"77_237", 85, 48}, {"78_229", 93, 53}} {
		for lang, name := range map[string]string{"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"} {
			file := doc.number + "__" + name + ".xml"
			data, err := os.ReadFile(testshared.Dir(t, "resolutions", "six-languages", file))
			if err != nil {
				t.Fatal(err)
			}
			src, err := akn.Source(file, data)
			if err != nil {
				t.Fatal(err)
			}
			plain := akn.PlainText(src)
			check := func(kind string, docs []resolution.Document, err error) {
				if err != nil {
					t.Errorf("%s, %s: %v", file, kind, err)
					return
				}
				operative, bound := 0, map[int]bool{}
				for _, p := range docs[0].Paragraphs {
					if p.Part == resolution.Operative && !strings.Contains(p.Number, "(") {
						operative++
					}
					for _, n := range p.NoteSpans {
						bound[n.Footnote] = true
					}
				}
				if operative != doc.operative || len(bound) != doc.notes || docs[0].Language != lang || len(docs) != 1 {
					t.Errorf("%s, %s: %d operative paragraphs (want %d), %d footnotes bound (want %d), language %s", file, kind, operative, doc.operative, len(bound), doc.notes, docs[0].Language)
				}
				if docs[0].Adopted == "" || docs[0].Meeting == "" || docs[0].AgendaItem == "" || docs[0].Report == "" || docs[0].Organ != "GA" {
					t.Errorf("%s, %s: adopted %q, meeting %q, agenda item %q, report %q, organ %q", file, kind, docs[0].Adopted, docs[0].Meeting, docs[0].AgendaItem, docs[0].Report, docs[0].Organ)
				}
			}
			docs, err := Read(src)
			check("markup", docs, err)
			docs, err = Read(linesOf(plain))
			check("plain text", docs, err)
			for seed := uint64(1); seed <= 3; seed++ {
				docs, err = Read(linesOf(wear.Text(plain, seed)))
				if err != nil {
					t.Error(err)
				}
				n := 0
				for _, p := range docs[0].Paragraphs {
					if p.Part == resolution.Operative {
						n++
					}
				}
				t.Logf("%s worn by %d: %d operative, %d notes, %d doubts", file, seed, n, len(docs[0].Footnotes), len(docs[0].Uncertain))
			}
		}
	}
}
