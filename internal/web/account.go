package web

import (
	"comity/internal/access"
	"comity/internal/ui"
)

// accountLinks are what a signed-in reader finds under their name.
func (s *Site) accountLinks(v *ui.Visit) []ui.Link {
	links := []ui.Link{{To: "/account", Words: v.Text("account.title")}, {To: "/kinds", Words: v.Text("book.kinds")}}
	if v.Holds(access.Administrator) {
		links = append(links, ui.Link{To: "/people", Words: v.Text("account.people")})
	}
	return links
}
