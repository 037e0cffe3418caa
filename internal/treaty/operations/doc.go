// Package operations are the treaty register and the finder of legal bases for
// programs: thin over the reads of treaty and treaty/law, open to everybody, for
// a day of the law (as_of) and a state of the record (known_at).
//
// operations.go registers them and reads the moment that is asked for; treaties.go
// answers about treaties, parties.go about who is bound, figures.go gives counts
// with the acts behind them, days.go what happens on which day, legal.go legal
// bases, intake.go takes files in. rows.go has the shapes of answers.
package operations
