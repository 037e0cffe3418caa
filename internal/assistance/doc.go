// Package assistance carries a State's request for help from its draft to its end:
// asked for, completed, appraised, answered, assigned, delivered, evaluated by the
// State, closed.
//
// A request is confidential between the State and the Office. Its subject is drawn
// at random, so that nothing that names it names the State; the State publishes by
// an act of its own, or nobody does. The appraisal stands apart, for those who
// appraise. Everybody sees counts alone, with small cells left out.
//
// Reading direction: assistance.go names the things. Rules are pure: life.go (which
// step follows which), clock.go (how long each may take, with the time left out in
// which the State is asked), suppress.go (what counts may be shown), match.go (who
// might help, and why). bodies.go is what acts say, kinds.go declares them,
// decide.go asks the rules with what the book holds. tables.sql are the tables,
// project.go how an act changes them, read.go the questions that the room answers.
//
// It serves paragraphs 8, 11, 14, 15, 18, 22, 25 to 27, 31 to 33, 39, 40, 43 to 45
// and 47 of A/RES/69/197. docs/assistance.md.
package assistance

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate -path .
