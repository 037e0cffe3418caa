package web

import (
	"net/http"
	"net/url"

	"comity/internal/ui"
)

// toSignIn sends the public to the sign-in page, from which they come back. What
// they had typed into a form is kept for them.
func (s *Site) toSignIn(w http.ResponseWriter, v *ui.Visit) {
	back := v.URL.RequestURI()
	if v.Method == http.MethodPost {
		s.keep(w, v)
		back = v.URL.Path
	}
	s.write(w, v, ui.Redirect{To: "/sign-in?next=" + url.QueryEscape(back)})
}
