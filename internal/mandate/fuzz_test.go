package mandate

import (
	"encoding/json"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book/booktest"
)

// FuzzImport holds that whatever is read as a resolution is planned without fault,
// and that what is planned are bodies that the book takes.
func FuzzImport(f *testing.F) {
	f.Add([]byte(lamps))
	f.Add([]byte(lampsBefore))
	f.Add([]byte(strings.Replace(lamps, "Requests the Secretary-General", "Requests the Sécrétary-Géneral", 1)))
	f.Add([]byte(strings.Replace(lamps, "2. Requests", "2. (a) Requests", 1)))
	f.Add([]byte(strings.ReplaceAll(lamps, "lamps", "\u0000lamps\u2028")))
	f.Add([]byte("<akomaNtoso"))
	n := newNode(f, booktest.InSQLite(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		plans, err := n.importer.Import(ctx, "x", data, ImportOptions{})
		if err != nil {
			return // it is no resolution
		}
		for _, p := range plans {
			if p.Why != nil {
				continue
			}
			takes(t, n, "mandate.imported", &p.imported)
			if len(p.paragraphs)+1 != p.Acts {
				t.Errorf("%d acts of %d paragraphs", p.Acts, len(p.paragraphs))
			}
			for i := range p.paragraphs {
				takes(t, n, "mandate.paragraph", &p.paragraphs[i].body)
			}
		}
	})
}

// takes fails where a body is none of its kind, for a reason other than a character
// that no text may have.
func takes(t *testing.T, n *node, kind string, body any) {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	_, err = n.book.Kind(kind).ReadBody(raw, "2042-06-01", n.importer.Lists)
	for _, fault := range act.AllFaults(err) {
		if !strings.HasPrefix(fault.Code, "text.control") && !strings.HasPrefix(fault.Code, "body.string") {
			t.Errorf("%s: %v", kind, fault)
		}
	}
}
