package mandate

import (
	"strings"
	"testing"

	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/module"
)

func TestWhatSearchFinds(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	shelf(n)
	_, err := n.do(ana, "proposed", clause("2", 1), `{"proposal":"remove","reason":{"language":"en","text":"A secret reason."}}`)
	n.must(err)
	shorter := strings.Replace(lamps, "3. Invites Member States to contribute to the work of the United Nations Office on Drugs and Crime;\n\n4. Requests", "3. Requests", 1)
	_, err = n.imports(shorter, ImportOptions{Reason: "Paragraph 3 was struck out."})
	n.must(err)
	acts, err := n.book.Acts(ctx, book.Page{Limit: 5000})
	n.must(err)
	all := map[string]*module.Document{}
	source := module.Sources(Module(n.p, n.importer.Parties, n.importer.Lists))
	for _, a := range acts {
		changes, err := source(ctx, a)
		n.must(err)
		for _, c := range changes {
			if c.Put != nil {
				all[c.Put.ID] = c.Put
			}
			delete(all, c.Remove)
			if c.Put != nil && (c.Put.Audience != "public" || strings.Contains(c.Put.Text, "A secret reason")) {
				t.Errorf("%+v", c.Put)
			}
		}
	}
	d := all["paragraph/A_RES_95_7/2#paragraph.en"]
	if d == nil || d.Title != "A/RES/95/7#2" || d.Language != "en" || len(d.Parties) != 1 || d.Parties[0] != "UNODC" || len(d.Topics) == 0 || d.Type != FoundParagraph {
		t.Errorf("%+v", d)
	}
	if d := all["document/A_RES_95_7#document.en"]; d == nil || d.Title != "A/RES/95/7 Keeping of lamps" {
		t.Errorf("%+v", d)
	}
	if d := all["paragraph/A_RES_69_197/4#outline.ar"]; d == nil || d.Language != "ar" || d.Type != FoundOutline {
		t.Errorf("%+v", d)
	}
	if all["paragraph/A_RES_95_7/4#paragraph.en"] != nil {
		t.Error("the paragraph that is no more is found")
	}
	// Texts of 5, 3 and 4 paragraphs; 146 summaries in six languages.
	if len(all) != 3+4+3+5+6*146 {
		t.Errorf("%d things are found", len(all))
	}
}
