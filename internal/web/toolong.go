package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"comity/internal/ui"
)

type tooLongKey struct{}

// tooLong answers a form that was too long with the page that has it: what was typed
// is in it, and the limit stands beside the file. It is the page from which the browser
// says it comes or, where it says none, the one at the address to which the form was
// posted. It says false where there is neither; then nothing was answered.
func (s *Site) tooLong(w http.ResponseWriter, v *ui.Visit, long *ui.TooLong) bool {
	if long.Field == "" || v.Context().Value(tooLongKey{}) != nil {
		return false
	}
	for _, at := range []*url.URL{s.cameFrom(v), {Path: v.URL.Path, RawQuery: v.URL.RawQuery}} {
		if at == nil {
			continue
		}
		r := v.WithContext(context.WithValue(v.Context(), tooLongKey{}, long))
		r.Method, r.URL, r.Body, r.PostForm, r.Form, r.MultipartForm = http.MethodGet, at, http.NoBody, long.Values, long.Values, nil
		if _, pattern := s.mux.Handler(r); pattern == "" || pattern == everythingElse {
			continue
		}
		s.mux.ServeHTTP(w, r)
		return true
	}
	return false
}

// cameFrom is the page of this site from which the browser says that it comes, nil
// where it says none. Whatever it says, it is asked for in the reader's own name.
func (s *Site) cameFrom(v *ui.Visit) *url.URL {
	u, err := url.Parse(v.Referer())
	if err != nil || u.Path == "" || u.Host != v.Host && (s.Origin == nil || u.Host != s.Origin.Host) || !ui.Text(u.Path) || len(u.RawQuery) > MaxQuery || !ui.Texts(u.Query()) {
		return nil
	}
	return &url.URL{Path: u.Path, RawQuery: u.RawQuery}
}

// inLength puts what was too long into the visit of the page that shows it.
func inLength(v *ui.Visit) {
	if long, is := v.Context().Value(tooLongKey{}).(*ui.TooLong); is {
		own := *long
		v.Long = &own
	}
}

// shown renders a page's body before what stands around it, to see whether a form of
// it says what was too long; where none does, the page is one that says it.
func (s *Site) shown(v *ui.Visit, p *ui.Page) error {
	var b bytes.Buffer
	if p.Body != nil {
		if err := p.Body.Render(v.Context(), &b); err != nil {
			return err
		}
	}
	p.Sheet = nil // what was asked for is no table
	p.Status = http.StatusRequestEntityTooLarge
	if v.Long.Shown {
		p.Body = templ.Raw(b.String())
		return nil
	}
	p.Title, p.Lead, p.LeadLang, p.LeadData, p.Actions, p.Marks = v.Text("page.too-large-title"), v.Long.Says(v), "", false, nil, nil
	p.Body = faultView(v, "")
	return nil
}
