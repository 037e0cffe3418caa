package book

import (
	"context"

	"comity/internal/act"
	"comity/internal/store"
)

// Page says which acts are wanted, in the order of the book.
type Page struct {
	// From is the first index that is wanted.
	From int64
	// Limit is how many are wanted at most; 0 means 100, more than 5,000 is
	// 5,000.
	Limit int
	// Seen is a length of the book that must have been seen: see Receipt.Size.
	Seen int64
	// Headers leaves bodies unread and unopened.
	Headers bool
}

func (p Page) limit() int {
	switch {
	case p.Limit <= 0:
		return 100
	case p.Limit > 5000:
		return 5000
	default:
		return p.Limit
	}
}

// selectAct begins a question for acts: headers alone are read where no more is
// asked for.
func (p Page) selectAct() string {
	if p.Headers {
		return `SELECT a.header FROM act AS a `
	}
	return `SELECT a.header, a.body, a.salt FROM act AS a `
}

// Acts reads acts by index. Bodies are opened with the node's keys: who may
// see them is for the caller to decide.
func (b *Book) Acts(ctx context.Context, p Page) ([]*act.Act, error) {
	return b.page(ctx, p, p.selectAct()+`WHERE a.idx >= ? ORDER BY a.idx LIMIT ?`, p.From, p.limit())
}

// OnSubject reads the acts on a subject.
func (b *Book) OnSubject(ctx context.Context, subject act.Subject, p Page) ([]*act.Act, error) {
	return b.page(ctx, p, p.selectAct()+`WHERE a.subject = ? AND a.idx >= ? ORDER BY a.idx LIMIT ?`, string(subject), p.From, p.limit())
}

// Citing reads the acts that cite exactly c, a symbol or a place in it.
func (b *Book) Citing(ctx context.Context, c act.Cite, p Page) ([]*act.Act, error) {
	return b.page(ctx, p, p.selectAct()+`JOIN cite AS c ON c.idx = a.idx WHERE c.cite = ? AND c.idx >= ? ORDER BY c.idx LIMIT ?`, string(c), p.From, p.limit())
}

// ByID reads the act of an id; nil when there is none.
func (b *Book) ByID(ctx context.Context, id string, seen int64) (*act.Act, error) {
	acts, err := b.page(ctx, Page{Seen: seen}, Page{}.selectAct()+`WHERE a.id = ?`, id)
	if err != nil || len(acts) == 0 {
		return nil, err
	}
	return acts[0], nil
}

// Read runs f on one snapshot of the tables, whose size is at least seen. f
// may be run again from its start after a passing fault.
func (b *Book) Read(ctx context.Context, seen int64, f func(store.View) error) error {
	return b.store.Read(ctx, seen, f)
}

type rowBytes struct{ header, body, salt []byte }

func (b *Book) page(ctx context.Context, p Page, query string, args ...any) ([]*act.Act, error) {
	var rows []rowBytes
	err := b.store.Read(ctx, p.Seen, func(v store.View) error {
		rows = rows[:0]
		return store.Each(ctx, v, query, args, func(r store.Rows) error {
			var row rowBytes
			into := []any{&row.header, &row.body, &row.salt}
			if p.Headers {
				into = into[:1]
			}
			err := r.Scan(into...)
			rows = append(rows, row)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	acts := make([]*act.Act, len(rows))
	for i, r := range rows {
		if p.Headers {
			h, err := act.ParseHeader(r.header)
			if err != nil {
				return nil, err
			}
			acts[i] = &act.Act{Header: *h}
			continue
		}
		if acts[i], err = b.revive(ctx, r.header, r.body, r.salt); err != nil {
			return nil, err
		}
	}
	return acts, nil
}

// Has says whether the book has an act of a kind on a subject, for an audience, ""
// for any: for the rules of a room whose subjects are linked to another's.
func Has(ctx context.Context, r store.Reader, kind string, subject act.Subject, audience string) (bool, error) {
	return store.One(ctx, r, `SELECT idx FROM act WHERE subject = ? AND kind = ? AND (? = '' OR audience = ?) ORDER BY idx LIMIT 1`, []any{string(subject), kind, audience, audience}, new(int64))
}
