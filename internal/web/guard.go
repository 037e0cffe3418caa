package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"comity/internal/act"
	"comity/internal/guard"
	"comity/internal/ui"
)

// policy lets a page use its own style sheet, script and pictures and nothing
// else; no script stands in a page.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers sets what every answer carries.
func (s *Site) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		if s.Guard.Secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000") // a year: what was reached over TLS once is not asked for without
		}
		next.ServeHTTP(w, r)
	})
}

// MaxForm is the length of a form at most, in bytes, without files.
const MaxForm = 1 << 20

// MaxQuery is the length of a query at most, in bytes as sent: many links of a
// page repeat the query, so that a long one would make the page larger many times
// over.
const MaxQuery = 8 << 10

// taken answers in the reader's language what no route takes: a form sent to a page
// that has none, or to no page at all.
func (s *Site) taken() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := s.mux.Handler(r); pattern != "" {
			s.mux.ServeHTTP(w, r)
			return
		}
		v := s.stranger(r)
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			other := *r
			other.Method = method
			if _, pattern := s.mux.Handler(&other); pattern != "" && pattern != everythingElse {
				allowed = append(allowed, method)
			}
		}
		if allowed == nil {
			s.fault(w, v, ui.ErrNotFound)
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		s.write(w, v, ui.Page{Title: v.Text("page.method-title"), Lead: v.Text("page.method"), Status: http.StatusMethodNotAllowed, Body: faultView(v, "")})
	})
}

// admitted finds out who calls, and slows who calls too often; what the pages are
// made of is nobody's, and not counted.
func (s *Site) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/asset/") && ui.Text(r.URL.Path) && r.URL.RawQuery == "" {
			next.ServeHTTP(w, r)
			return
		}
		v, _, err := s.Guard.Admit(r, guard.Browser)
		var often *guard.Often
		var unreadable act.Invalid
		switch {
		case errors.As(err, &often):
			often.Say(w.Header())
			s.write(w, v, ui.Page{Title: v.Text("page.too-often-title"), Lead: v.Text("page.too-often"), Status: http.StatusTooManyRequests, Body: faultView(v, "")})
		case errors.As(err, &unreadable):
			s.refuse(w, r, "page.invalid", http.StatusBadRequest)
		case err != nil:
			s.fault(w, v, err)
		case len(r.URL.RawQuery) > MaxQuery:
			s.refuse(w, r, "page.too-large", http.StatusRequestURITooLong)
		default:
			guard.Serve(next, w, r, v)
		}
	})
}

// refuse turns away an address that no page of the site has.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, id string, status int) {
	plain := *r // links of the page lead home, not back to such an address
	plain.Method, plain.URL = http.MethodGet, &url.URL{Path: "/"}
	v := s.stranger(&plain)
	s.write(w, v, ui.Page{Title: v.Text(id + "-title"), Lead: v.Text(id), Status: status, Body: faultView(v, "")})
}

// broken answers a request that broke the program.
func (s *Site) broken(w http.ResponseWriter, r *http.Request) {
	v := s.stranger(r)
	s.write(w, v, ui.Page{Title: v.Text("page.failed-title"), Lead: v.Text("page.failed"), Status: http.StatusInternalServerError, Body: faultView(v, "")})
}
