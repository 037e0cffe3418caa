package module

import (
	"context"
	"slices"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// Open says whether the body of an act is open to a reader on a day: by its
// audience, or because the owner of what it is about released it.
func (n *Node) Open(ctx context.Context, r *ui.Reader, day act.Day, h *act.Header) (open bool, err error) {
	if slices.Contains(r.Audiences, h.Audience) {
		return true, nil
	}
	if h.Audience == act.Sealed {
		return false, nil
	}
	err = n.Book.Read(ctx, 0, func(v store.View) error {
		to, err := access.ReleasedTo(ctx, v, h.Subject, h.Audience, day)
		open = slices.ContainsFunc(to, func(code string) bool { return slices.Contains(r.Audiences, code) })
		return err
	})
	return open, err
}

// Asked says which acts are wanted, in the order of the book. What is "" is not
// asked for.
type Asked struct {
	Subject act.Subject
	Cite    act.Cite
	Kind    string
	Party   string
	// From is the first index that is wanted, Below the first that is not: the
	// length of the book that was known.
	From, Below int64
	Limit       int
}

// Looked is how many places of the book one question looks through at most,
// where neither subject nor cite leads to the acts.
const Looked = 20_000

// Heads reads the headers of acts that are open to a reader on a day; the store
// leaves out the others before anything is taken. next is the index from which
// to go on, -1 at the end; a page may have fewer acts than are wanted, or none,
// and still go on.
func (n *Node) Heads(ctx context.Context, r *ui.Reader, day act.Day, q Asked) (heads []*act.Header, next int64, err error) {
	err = n.Book.Read(ctx, 0, func(v store.View) error {
		heads, next, err = readHeads(ctx, v, r, day, q)
		return err
	})
	return heads, next, err
}

func readHeads(ctx context.Context, v store.View, r *ui.Reader, day act.Day, q Asked) (heads []*act.Header, next int64, err error) {
	end, more := q.Below, false
	if q.Subject == "" && q.Cite == "" && q.From+Looked < end {
		end, more = q.From+Looked, true
	}
	sql, args := question(r, day, q)
	chunk := q.Limit + 1
	if q.Party != "" {
		chunk = max(chunk, 1000) // parties stand in headers alone
	}
	for from := q.From; from < end; {
		read := 0
		full := false
		err := store.Each(ctx, v, sql, append(slices.Clone(args), from, end, chunk), func(rows store.Rows) error {
			read++
			var header []byte
			if err := rows.Scan(&header); err != nil || full {
				return err
			}
			h, err := act.ParseHeader(header)
			if err != nil {
				return err
			}
			from = h.Index + 1
			if q.Party != "" && h.Party != q.Party {
				return nil
			}
			if len(heads) == q.Limit {
				next, full = h.Index, true
				return nil
			}
			heads = append(heads, h)
			return nil
		})
		if err != nil || full {
			return heads, next, err
		}
		if read < chunk {
			break
		}
	}
	if more {
		return heads, end, nil
	}
	return heads, -1, nil
}

// question is the statement without its last three arguments: from, below, limit.
func question(r *ui.Reader, day act.Day, q Asked) (sql string, args []any) {
	open, args := access.Filter("a.subject", "a.audience", r.Audiences, day)
	from, where := `act AS a`, []string{open}
	place := `a.idx`
	if q.Cite != "" {
		from += ` JOIN cite AS c ON c.idx = a.idx`
		where, args = append(where, `c.cite = ?`), append(args, string(q.Cite))
		place = `c.idx`
	}
	if q.Subject != "" {
		where, args = append(where, `a.subject = ?`), append(args, string(q.Subject))
	}
	if q.Kind != "" {
		where, args = append(where, `a.kind = ?`), append(args, q.Kind)
	}
	return `SELECT a.header FROM ` + from + ` WHERE ` + strings.Join(where, " AND ") + ` AND ` + place + ` >= ? AND ` + place + ` < ? ORDER BY ` + place + ` LIMIT ?`, args
}

// Head reads the header of the act with the id where it is open to the reader on
// the day; nil where it is not, and where there is none, by the same question.
func (n *Node) Head(ctx context.Context, r *ui.Reader, day act.Day, id string) (h *act.Header, err error) {
	open, args := access.Filter("a.subject", "a.audience", r.Audiences, day)
	return n.head(ctx, `a.id = ? AND `+open, append([]any{id}, args...))
}

// Last reads the header of the last act on a subject that is open to the reader
// on the day, nil where there is none.
func (n *Node) Last(ctx context.Context, r *ui.Reader, day act.Day, subject act.Subject) (*act.Header, error) {
	open, args := access.Filter("a.subject", "a.audience", r.Audiences, day)
	return n.head(ctx, `a.subject = ? AND `+open, append([]any{string(subject)}, args...))
}

func (n *Node) head(ctx context.Context, where string, args []any) (h *act.Header, err error) {
	err = n.Book.Read(ctx, 0, func(v store.View) error {
		h = nil
		var header []byte
		found, err := store.One(ctx, v, `SELECT a.header FROM act AS a WHERE `+where+` ORDER BY a.idx DESC LIMIT 1`, args, &header)
		if err != nil || !found {
			return err
		}
		h, err = act.ParseHeader(header)
		return err
	})
	return h, err
}
