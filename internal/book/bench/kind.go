// Package bench measures a book of a million acts, and beside it the same rows
// written bare, in the same run, on the same store, grouped alike.
package bench

import (
	"context"
	"fmt"
	"math/rand/v2"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

// subjects is how many subjects the acts are about.
const subjects = 200_000

// module has the one kind that is measured: a public act with a citation and
// one projected row.
func module() book.Module {
	return book.Module{Name: "bench",
		Tables: `CREATE TABLE {bench_row} (idx INTEGER PRIMARY KEY, subject TEXT NOT NULL, amount INTEGER NOT NULL, text TEXT NOT NULL) STRICT;`,
		Kinds: []book.Kind{{
			Shape: act.Shape{Name: "bench.entry", Version: 1, Title: "Entry", Subjects: []string{"bench"}, Audiences: []string{act.Public},
				Fields: []act.Field{
					{Name: "amount", Label: "Amount", Type: act.Integer, Required: true},
					{Name: "text", Label: "Text", Type: act.Text, Required: true},
				}},
			Project: func(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
				var body struct {
					Amount int64
					Text   string
				}
				if err := a.Decode(&body); err != nil {
					return nil, err
				}
				return []store.Write{store.Do(insertRow, a.Index, string(a.Subject), body.Amount, body.Text)}, nil
			},
		}}}
}

const (
	insertRow = `INSERT INTO {bench_row} (idx, subject, amount, text) VALUES (?, ?, ?, ?)`
	text      = "an entry of about a hundred characters, as a line in a register of requests and answers would have it"
	person    = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01"
)

// draft is one act, on a subject and with a citation drawn from r.
func draft(r *rand.Rand) book.Draft {
	return book.Draft{Kind: "bench.entry", Subject: act.Subject(fmt.Sprintf("bench/s%06d", r.IntN(subjects))), Party: "XAA", Standing: act.Own,
		Day: "2026-05-04", Audience: act.Public, Cites: []act.Cite{act.Cite(fmt.Sprintf("A/RES/69/197#%d", 1+r.IntN(50)))},
		Body: fmt.Appendf(nil, `{"amount":%d,"text":%q}`, r.IntN(1_000_000), text)}
}

func call(r *rand.Rand, n int) book.Call {
	c := book.Call{Person: person, Acts: make([]book.Draft, n)}
	for i := range c.Acts {
		c.Acts[i] = draft(r)
	}
	return c
}
