// Package mandate is the register of mandates: what resolutions and decisions
// ask, paragraph by paragraph and clause by clause, and what became of it.
//
// Reading direction: mandate.go names documents, paragraphs and clauses and their
// subjects; bodies.go is what the acts say; kinds.go declares them. Rules are
// pure: due.go (when a duty falls due), number.go (a clause that was cited keeps
// its number), clause_rules.go (whose status is kept, who is competent). decide.go asks
// them with what the book holds. tables.sql are the tables, project_*.go how an
// act changes them. plan.go compares a text with what is stored, import.go
// records it, renew.go proposes which earlier paragraph one carries on,
// outlining.go records what the programme says of its mandates in its own words.
// documents.go, paragraph.go, clauses.go, due_reports.go, figures.go are the
// questions that the register answers; found.go is what search finds.
//
// The folder outline loads the programme's own words.
//
// It serves A/RES/69/197 and its successors paragraph by paragraph.
// docs/mandates.md.
package mandate
