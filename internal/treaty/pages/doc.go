// Package pages are the pages of the treaty register and of the finder of legal
// bases: thin over the reads of treaty and treaty/law, open to everybody.
//
// pages.go hands them over, asked.go reads for which day and which state of the
// record a page is wanted. Each other file is a page: all treaties (list.go), one
// of them (instrument.go with its articles, statements and who is missing), one
// party of one (party.go), States and treaties (matrix.go), changes between two
// days (changes.go), legal bases (legal.go), and the part of the home page
// (card.go). docs/treaties.md tells by which rules they answer.
package pages

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate -path .
