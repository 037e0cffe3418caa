package structure

import (
	"strings"
	"testing"

	"comity/internal/resolution/akn"
	"comity/internal/resolution/source"
)

// TestHeads compares what the first page says with what the markup states.
func TestHeads(t *testing.T) {
	var symbol, title, adopted, meeting, item, report, doubts, docs int
	say := func(format string, args ...any) {
		if testing.Verbose() {
			t.Logf(format, args...)
		}
	}
	for _, f := range published(t) {
		src, err := akn.Source(f.name, f.data)
		if err != nil {
			t.Fatal(err)
		}
		read, err := Read(linesOf(akn.PlainText(src)))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, d := range read {
			docs++
			base, _, _ := strings.Cut(src.Head.Symbol, " ")
			if strings.HasPrefix(d.Symbol, base) && d.Organ == "GA" && d.Session > 0 {
				symbol++
			} else {
				say("%s: symbol %q, head %q, organ %q, session %d", f.name, d.Symbol, src.Head.Symbol, d.Organ, d.Session)
			}
			if d.Adopted == src.Head.Adopted {
				adopted++
			} else {
				say("%s: adopted %q, head %q", f.name, d.Adopted, src.Head.Adopted)
			}
			if d.Title == src.Head.Title || len(read) > 1 && d.Title != "" {
				title++
			} else {
				say("%s: title %q, head %q", f.name, d.Title, src.Head.Title)
			}
			if d.Meeting != "" {
				meeting++
			} else {
				say("%s: no meeting", f.name)
			}
			if d.AgendaItem != "" {
				item++
			} else {
				say("%s: no agenda item", f.name)
			}
			if d.Report != "" {
				report++
			} else {
				say("%s: no report", f.name)
			}
			for _, u := range d.Uncertain {
				if u.Field != "footnotes" {
					doubts++
					say("%s: %v", f.name, u)
				}
			}
		}
	}
	t.Logf("%d documents: symbol %d, title %d, adopted %d, meeting %d, agenda item %d, report %d right; %d doubts", docs, symbol, title, adopted, meeting, item, report, doubts)
	for what, n := range map[string]int{"symbols": symbol, "titles": title, "days of adoption": adopted, "meetings": meeting, "agenda items": item} {
		if n*100 < docs*97 {
			t.Errorf("%s: %d of %d right", what, n, docs)
		}
	}
}

// A head that states nothing but what markup knows is filled from it.
func TestHeadFromMarkup(t *testing.T) {
	docs, err := Read(source.Source{Kind: source.AKN, Head: source.Head{Symbol: "A/RES/99/50", Title: "Wells", Adopted: "2044-05-02"}, Blocks: []source.Block{
		{Role: source.Para, Text: "The General Assembly,"},
		{Role: source.Para, Number: "1.", Text: "Digs wells."},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if d := docs[0]; d.Symbol != "A/RES/99/50" || d.Title != "Wells" || d.Adopted != "2044-05-02" || d.Session != 99 || len(d.Uncertain) != 0 {
		t.Errorf("read %q, %q, %q, session %d, doubts %v", d.Symbol, d.Title, d.Adopted, d.Session, d.Uncertain)
	}
}
