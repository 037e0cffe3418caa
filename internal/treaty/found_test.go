package treaty_test

import (
	"slices"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/module"
	"comity/internal/treaty"
)

// A treaty is found by its names in each language, a declaration by its words, and
// what was struck is found no more.
func TestWhatIsFound(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	_, err := n.intake().TakeProgramme(ctx, carried.files, carried.lists)
	n.must(err)
	id, err := n.do("treaty.deposit", "UNTOC", "FRA", "2004-01-01", `{"action":"declaration","text":{"language":"fr","text":"Un texte inventé sur les lampes."}}`)
	n.must(err)
	correction, err := n.do("treaty.correction", "UNTOC", "FRA", "2004-01-01", `{"reason":"x","struck":false,"deposit":{"action":"declaration","text":{"language":"fr","text":"Un autre texte."}}}`, corrects(id))
	n.must(err)
	_, err = n.do("treaty.agreement", "", "FRA", "1990-01-01", bodies["treaty.agreement"][0], func(d *book.Draft) { d.Subject = "agreement/fra-per" })
	n.must(err)
	have := map[string]*module.Document{}
	find := treaty.Module(carried.p.Instruments, carried.parties).Found
	var all []*act.Act
	for from := int64(0); from < n.book.Size(); {
		acts, err := n.book.Acts(ctx, book.Page{From: from, Limit: 1000})
		n.must(err)
		all, from = append(all, acts...), from+int64(len(acts))
	}
	for _, a := range all {
		changes, err := find(ctx, a)
		n.must(err)
		for _, c := range changes {
			if c.Remove != "" {
				delete(have, c.Remove)
			}
			if c.Put != nil {
				have[c.Put.ID] = c.Put
			}
		}
	}
	if d := have["treaty/untoc#fr"]; d == nil || d.Title != "Convention des Nations Unies contre la criminalité transnationale organisée" || d.Type != treaty.FoundTreaty {
		t.Errorf("the treaty in French: %+v", d)
	}
	if d := have["treaty/untoc#en"]; d == nil || d.Audience != "public" {
		t.Errorf("the treaty in English: %+v", d)
	}
	if have["treaty/untoc/FRA#"+id] != nil {
		t.Error("what was corrected is still found")
	}
	if d := have["treaty/untoc/FRA#"+correction]; d == nil || d.Text != "Un autre texte." || !slices.Equal(d.Parties, []string{"FRA"}) {
		t.Errorf("the declaration: %+v", d)
	}
	if d := have["agreement/fra-per"]; d == nil || !slices.Equal(d.Parties, []string{"FRA", "PER"}) {
		t.Errorf("the agreement: %+v", d)
	}
}
