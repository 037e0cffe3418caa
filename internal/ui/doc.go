// Package ui is what pages are made of: the visit of one reader, the answers
// that a page may give, the shell around it, and the components inside it
// (sheets, fields, figures, charts).
//
// A module writes a page as a function of the visit:
//
//	func (p pages) document(v *ui.Visit) (ui.Answer, error)
//
// and hands it over as a [Route]. What a page needs of HTTP is here; sessions,
// headers, compression and errors are the web face's business. Every page works
// without JavaScript; every [Sheet] is also CSV and JSON at the same address.
//
// Components are templ files; their generated code is committed. After a change
// run go generate ./internal/ui.
package ui

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate -path .
