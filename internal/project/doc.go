// Package project keeps programmes and projects: what is to be done, for whom, who
// agreed to it, what was delivered, with what result, and what was learnt.
//
// A programme holds projects and other programmes, and a project may stand under
// several. A project begins as a concept note, is reviewed, cleared in law, money
// and evaluation by three persons, countersigned by its Governments, revised, and
// closed twice. What an indicator measures and how it is aggregated is declared;
// what was reported for a period is approved by another person and then locked.
//
// Reading direction: project.go names the things and their subjects. Rules are
// pure: life.go (the way of a project), the Check functions of decide_*.go (periods,
// locks, parts, offices); the arithmetic is in the room result. bodies.go is what the
// acts say, kinds.go declares them, decide_*.go asks the rules with what the book
// holds. tables.sql are the tables, table_*.go how an act changes them, read.go and
// load.go the questions that the room answers, found.go what search finds.
//
// pages_*.go are its pages. A step is taken on a form of its own: deed.go says which
// there are, deed_read.go reads what stands, deed_form.go, deed_field.go and
// deed_parts.go ask for what the kind declares, deed_post.go and deed_files.go take it.
// form_sheet.go is the spreadsheet of an office, forms.go gives it and takes it back.
//
// It serves paragraphs 8, 11, 14, 18, 22, 25, 31, 32, 33, 39, 40, 43, 45 and 47 of
// A/RES/69/197. docs/projects.md.
package project

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate -path .
