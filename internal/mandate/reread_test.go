package mandate

import (
	"context"
	"testing"

	"comity/internal/book/booktest"
	"comity/internal/resolution"
	"comity/internal/store"
)

// newer reads as another version of the program does: the second paragraph of lamps
// has a clause more, before the one that was there.
type newer struct {
	old interface {
		Read(ctx context.Context, name string, data []byte) ([]resolution.Document, error)
	}
}

func (r newer) Read(ctx context.Context, name string, data []byte) ([]resolution.Document, error) {
	docs, err := r.old.Read(ctx, name, data)
	for i := range docs {
		for k := range docs[i].Paragraphs {
			if p := &docs[i].Paragraphs[k]; p.ID == "2" {
				p.Clauses = append([]resolution.Clause{{Phrase: "Sees", Verb: "see", Force: resolution.State, Action: "something new"}}, p.Clauses...)
			}
		}
	}
	return docs, err
}

func TestANewerProgramReadsAgain(t *testing.T) {
	for cited, want := range map[bool]string{true: "request", false: "state"} {
		n := newNode(t, booktest.InSQLite(t))
		n.taken(lamps)
		if cited {
			_, err := n.do(ana, "assigned", clause("2", 1), `{"office":"UNODC"}`)
			n.must(err)
		}
		size := n.book.Size()
		n.importer.Reader = newer{n.importer.Reader}
		plans, err := n.importer.Import(ctx, "text.txt", []byte(lamps), ImportOptions{})
		n.must(err)
		p := plans[0]
		if p.Outcome != Reread || p.Acts != 2 || len(p.Changes) != 1 || p.Changes[0].Field != "reading" || p.Changes[0].Place != "2" {
			t.Fatalf("%v, %d acts, %+v", p.Outcome, p.Acts, p.Changes)
		}
		_, err = n.importer.Record(ctx, "", "", p)
		n.must(err)
		if n.book.Size() != size+2 {
			t.Errorf("%d acts were recorded", n.book.Size()-size)
		}
		n.read(func(v store.View) error {
			c, err := clauseOf(ctx, v, Ref{"A/RES/95/7", "2", 1})
			if c == nil || c.Force != want || (c.Office == "UNODC") != cited {
				t.Errorf("cited %v: %+v", cited, c)
			}
			return err
		})
		if o, err := n.imports(lamps, ImportOptions{}); err != nil || o[0] != Same {
			t.Errorf("once more: %v, %v", o, err)
		}
		n.verified()
	}
}
