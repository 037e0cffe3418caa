// Package clause reads one paragraph of a resolution into its clauses: one
// operative act each, with whom it addresses, what it asks, under which
// conditions and by when. docs/clauses.md says what a clause is and names the
// rules.
//
// The text is taken apart into tokens once (token.go) and each word looked up
// in a lexicon of drafting English (lexicon.go). On the tokens stands a small
// grammar:
//
//	phrase.go    the operative phrase at a place: "Also requests", "expresses its concern about"
//	preamble.go  the preambular phrase
//	boundary.go  where a further clause begins
//	ask.go       where addressees end and the action begins
//	noun.go      a list of addressees, split into its members
//	entity.go    addressees as codes; "the Office" as the body named earlier
//	condition.go, deadline.go
//	report.go    a duty to report; inform.go its other forms
//	annotate.go  all paragraphs of a document: sub-paragraphs and their chapeau
//
// Everything is pure and runs in time linear in the text.
package clause
