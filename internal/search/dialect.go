package search

import (
	"context"
	"fmt"
	"strings"

	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/sqlite"
)

// dialect is what the two stores say differently about the terms.
type dialect interface {
	// create are the statements that make what holds the terms.
	create() []string
	// drop are the statements that remove it.
	drop() []string
	// put writes the terms of a document that has none.
	put(number int64, t *terms) []store.Write
	// remove takes out the terms of a document.
	remove(ctx context.Context, r store.Reader, number int64) ([]store.Write, error)
	// match is the condition that a document "d" answers the question, with
	// the tables that it needs and its argument.
	match(w where, titles bool) (tables, condition, arg string)
	// newest is the number of a document, as the column by which match can
	// walk backwards.
	newest() string
}

// dialectOf knows the two stores.
func dialectOf(s store.Store) (dialect, error) {
	switch s.(type) {
	case *sqlite.Store:
		return inSQLite{}, nil
	case *postgres.Store:
		return inPostgres{}, nil
	}
	return nil, fmt.Errorf("open the search index: %s is neither SQLite nor PostgreSQL; use one of them", s.Describe())
}

const termTable = `CREATE TABLE search_term (number INTEGER PRIMARY KEY, title TEXT NOT NULL, title_stem TEXT NOT NULL, title_extra TEXT NOT NULL,
  body TEXT NOT NULL, body_stem TEXT NOT NULL, body_extra TEXT NOT NULL, tags TEXT NOT NULL`

// inSQLite keeps the terms in an FTS5 index over search_term. secure-delete
// takes a removed document's terms out of the index at once, instead of
// marking them as gone.
type inSQLite struct{}

func (inSQLite) create() []string {
	return []string{
		termTable + `) STRICT`,
		`CREATE VIRTUAL TABLE search_fts USING fts5(` + columns + `, content='search_term', content_rowid='number',
  tokenize="ascii tokenchars './-~+:_'", prefix='3', columnsize=0)`,
		`INSERT INTO search_fts (search_fts, rank) VALUES ('secure-delete', 1)`,
	}
}

func (inSQLite) drop() []string {
	return []string{`DROP TABLE IF EXISTS search_fts`, `DROP TABLE IF EXISTS search_term`}
}

func (inSQLite) put(number int64, t *terms) []store.Write {
	args := append([]any{number}, t.args()...)
	return []store.Write{
		store.Do(`INSERT INTO search_term (number, `+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, args...),
		store.Do(`INSERT INTO search_fts (rowid, `+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, args...),
	}
}

// remove gives FTS5 the very terms that it was given: they are kept, because
// an analyser that has changed since would give others.
func (inSQLite) remove(ctx context.Context, r store.Reader, number int64) ([]store.Write, error) {
	var t terms
	found, err := store.One(ctx, r, `SELECT `+columns+` FROM search_term WHERE number = ?`, []any{number},
		&t.title, &t.titleStem, &t.titleExtra, &t.body, &t.bodyStem, &t.bodyExtra, &t.tags)
	if err != nil || !found {
		return nil, err
	}
	return []store.Write{
		store.Do(`INSERT INTO search_fts (search_fts, rowid, `+columns+`) VALUES ('delete', ?, ?, ?, ?, ?, ?, ?, ?)`, append([]any{number}, t.args()...)...),
		store.Do(`DELETE FROM search_term WHERE number = ?`, number),
	}, nil
}

func (inSQLite) match(w where, titles bool) (tables, condition, arg string) {
	return `search_fts AS f CROSS JOIN search_doc AS d ON d.number = f.rowid`, `search_fts MATCH ?`, fts5(w, titles)
}

func (inSQLite) newest() string { return `f.rowid` }

// inPostgres keeps the terms as a tsvector beside them. It is written as
// PostgreSQL prints it, so that no parser or dictionary of the server has a
// say.
type inPostgres struct{}

func (inPostgres) create() []string {
	return []string{
		termTable + `, vector TSVECTOR NOT NULL) STRICT`,
		`CREATE INDEX search_term_vector ON search_term USING gin (vector)`,
	}
}

func (inPostgres) drop() []string { return []string{`DROP TABLE IF EXISTS search_term`} }

func (inPostgres) put(number int64, t *terms) []store.Write {
	args := append([]any{number}, t.args()...)
	return []store.Write{store.Do(`INSERT INTO search_term (number, `+columns+`, vector) VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(CAST(? AS text) AS tsvector))`,
		append(args, t.vector)...)}
}

func (inPostgres) remove(_ context.Context, _ store.Reader, number int64) ([]store.Write, error) {
	return []store.Write{store.Do(`DELETE FROM search_term WHERE number = ?`, number)}, nil
}

func (inPostgres) match(w where, titles bool) (tables, condition, arg string) {
	return `search_term AS f JOIN search_doc AS d ON d.number = f.number`, `f.vector @@ CAST(CAST(? AS text) AS tsquery)`, tsquery(w, titles)
}

func (inPostgres) newest() string { return `d.number` }

// list is "(?, ?, …)" for n arguments, n rounded up to a power of two so that
// few statements are prepared: the caller repeats its last argument.
func list(n int) (marks string, padded int) {
	padded = 1
	for padded < n {
		padded *= 2
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?, ", padded), ", ") + ")", padded
}
