package endpoint

import (
	"context"
	"fmt"

	"comity/internal/act"
	"comity/internal/ui"
)

// List is the answer of an operation that lists: rows, and where there are more,
// the address of the next ones, in the body and as a header.
type List[T any] struct {
	Link string `header:"Link" doc:"The address of the next rows, rel=next."`
	Body Rows[T]
}

// Rows are rows of a list. T is a struct; its members are the columns of the CSV.
type Rows[T any] struct {
	Rows  []T      `json:"rows" nullable:"false" doc:"In the order of their key."`
	Next  string   `json:"next,omitempty" doc:"The address of the next rows; absent after the last."`
	Notes []string `json:"notes,omitempty" nullable:"false" doc:"What belongs to the figures wherever they go."`
}

// Sheet is what can be had as CSV.
type Sheet interface {
	Sheet() *ui.Sheet
	// Len is the number of rows.
	Len() int
}

// Len is the number of rows.
func (r Rows[T]) Len() int { return len(r.Rows) }

// Paging are the parameters of a list. After is the unique key by which rows are
// in order: the last of the page before.
type Paging struct {
	After string `query:"after" maxLength:"2000" doc:"Where the rows before ended; take it from next."`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"How many rows are wanted at most."`
}

// Listed makes the answer of rows; after is the key of the last one where more
// follow, "" otherwise.
func Listed[T any](ctx context.Context, rows []T, after string, notes ...string) *List[T] {
	if rows == nil {
		rows = []T{}
	}
	l := &List[T]{Body: Rows[T]{Rows: rows, Notes: notes}}
	if after != "" {
		l.Body.Next = Visit(ctx).With("after", after)
		l.Link = fmt.Sprintf("<%s>; rel=\"next\"", l.Body.Next)
	}
	return l
}

// Cut takes a page of rows that lie in memory in the order of key.
func Cut[T any](p Paging, all []T, key func(T) string) (rows []T, after string) {
	for _, r := range all {
		if key(r) <= p.After && p.After != "" {
			continue
		}
		if len(rows) == p.Limit {
			return rows, key(rows[len(rows)-1])
		}
		rows = append(rows, r)
	}
	return rows, ""
}

// BadCursor says that what was given as after is no place in the list.
func BadCursor(given string) error {
	return act.Invalid{Code: "api.cursor", Where: "query.after", What: given, Why: "this is no place in the list", Do: "take the address from next, and begin anew where that fails"}
}
