// Package communication keeps what States were asked, and what they answered.
//
// A call asks its addressees a questionnaire and rests on the clauses that it
// cites; a reply holds one authority's answers; a State's bank holds answers
// that it cleared once and may use again; a summary is what the secretariat
// makes of the answers to one question, each sentence tied to its replies.
//
// Reading direction: communication.go names the things and their subjects.
// Rules are pure: question.go (what answers a question), call_rules.go (drafted,
// cleared, circulated, reminded, extended, closed), reply_rules.go (who answers,
// confirms, releases, withdraws), summary_rules.go. bodies.go is what the acts
// say, kinds.go declares them, decide_*.go asks the rules with what the book
// holds. tables.sql are the tables, project_*.go how an act changes them,
// read_*.go the questions that the room answers, found.go what search finds.
//
// A reply is read by the State and the secretariat until the State releases it,
// in full or in part; a release that is withdrawn ends for the future.
//
// It serves paragraphs 5, 6, 11 to 13, 16 to 21, 29, 31, 33 to 38, 41, 45, 46
// and 52 of A/RES/69/197. docs/communications.md.
package communication

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate -path .
