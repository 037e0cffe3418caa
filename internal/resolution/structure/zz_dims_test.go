package structure

import (
	"comity/internal/resolution/akn"
	"comity/internal/resolution/wear"
	"fmt"
	"os"
	"sort"
	"testing"
)

func TestDims(t *testing.T) {
	if os.Getenv("DIMS") == "" {
		t.Skip()
	}
	type pr struct{ a, b tally }
	m := map[string]*pr{}
	for i, f := range published(t) {
		if i%3 != 0 {
			continue
		}
		src, _ := akn.Source(f.name, f.data)
		gold, _ := akn.GoldOf(f.name, f.data)
		pt := akn.PlainText(src)
		for s := uint64(1); s < 4; s++ {
			seed := s*10000 + uint64(i)
			man := wear.MannerOf(seed)
			docs, err := Read(linesOf(man.Text(pt, seed)))
			if err != nil {
				fmt.Println(err)
				continue
			}
			var b scoreboard
			b.add(f.name, gold, docs)
			for _, k := range []string{fmt.Sprint("width>0 ", man.Width > 0), fmt.Sprint("gaps ", man.Gaps, " w ", man.Width > 0), fmt.Sprint("pagegaps ", man.PageGaps), fmt.Sprint("ff ", man.FormFeed), fmt.Sprint("head ", man.Head), fmt.Sprint("foot ", man.Foot), fmt.Sprint("rule ", man.Rule), fmt.Sprint("marker ", man.Marker), fmt.Sprint("notemarker ", man.NoteMarker), fmt.Sprint("end ", man.NotesAtEnd), fmt.Sprint("shuf ", man.Shuffle), fmt.Sprint("list ", man.ListMarks), fmt.Sprint("aster ", man.Asterisks), fmt.Sprint("lig ", man.Ligatures), fmt.Sprint("dbl ", man.DoubleSpace), fmt.Sprint("indent ", man.Indent), fmt.Sprint("hyph ", man.Hyphenate > 0), fmt.Sprint("brk ", man.BreakHyphen, man.Hyphenate > 0), fmt.Sprint("ragged ", man.Ragged)} {
				x := m[k]
				if x == nil {
					x = &pr{}
					m[k] = x
				}
				x.a.right += b.operative.right
				x.a.there += b.operative.there
				x.a.found += b.operative.found
				x.b.right += b.preamble.right
				x.b.there += b.preamble.there
				x.b.found += b.preamble.found
			}
		}
	}
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	sort.Strings(ks)
	for _, k := range ks {
		fmt.Printf("%-22s op %.4f %.4f  pp %.4f %.4f\n", k, m[k].a.precision(), m[k].a.recall(), m[k].b.precision(), m[k].b.recall())
	}
}
