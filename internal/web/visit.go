package web

import (
	"net/http"
	"time"

	"comity/internal/endpoint"
	"comity/internal/guard"
	"comity/internal/ui"
)

// Names of cookies, beside those that the guard reads.
const (
	cookieSaid = "said"
	cookieStep = "step" // the ticket of a sign-in that goes over several pages
)

// visit is the request as the guard admitted it; what was chosen and kept for its
// reader is in it.
func (s *Site) visit(w http.ResponseWriter, r *http.Request) (*ui.Visit, error) {
	v := endpoint.Visit(r.Context())
	if v == nil {
		v = s.stranger(r)
	}
	v.Request = r // as the route matched it
	if v.Query("lang") != "" {
		s.setCookie(w, guard.CookieLanguage, v.Lang, 365*24*time.Hour)
	}
	inLength(v)
	var err error
	if r.Method == http.MethodGet && v.Reader.Signed() {
		v.Kept, err = s.kept(r.Context(), w, v)
	}
	return v, err
}

// stranger is a visit of the public.
func (s *Site) stranger(r *http.Request) *ui.Visit { return s.Guard.Stranger(r, guard.Browser) }

func (s *Site) setCookie(w http.ResponseWriter, name, value string, lives time.Duration) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.Guard.Secure(), SameSite: http.SameSiteLaxMode, MaxAge: int(lives / time.Second)}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}
