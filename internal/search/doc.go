// Package search finds documents in six languages by their words, for a reader
// who may see some of them.
//
// [comity/internal/search/analyse] cuts texts and queries into terms, the same
// for both; [comity/internal/search/query] reads what a person types. This
// package keeps the terms in ordinary tables of the store, in SQLite's FTS5 or
// PostgreSQL's tsvector, and only asks either which documents have the terms:
// counting, ranking, facets and snippets are in Go, so that both stores give
// the same answer.
//
// The index is fed by following the book and can be thrown away and made again
// from it. Each document has an audience, and whatever a reader's audiences do
// not include is left out in SQL, before anything is counted.
//
// It serves A/RES/69/197 wherever texts, requests and results are to be found
// again. docs/search.md.
package search
