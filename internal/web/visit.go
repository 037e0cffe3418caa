package web

import (
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"comity/internal/access"
	"comity/internal/access/door"
	"comity/internal/access/session"
	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/ui"
)

// Names of cookies.
const (
	cookieLanguage = "language"
	cookieSession  = "session"
	cookieSaid     = "said"
	cookieStep     = "step" // the ticket of a sign-in that goes over several pages
)

// visit finds language, day and reader of a request.
func (s *Site) visit(w http.ResponseWriter, r *http.Request) (*ui.Visit, error) {
	v := s.stranger(r)
	if v.Query("lang") != "" {
		s.setCookie(w, cookieLanguage, v.Lang, 365*24*time.Hour)
	}
	if s.Door == nil {
		return v, nil
	}
	signed, err := s.signed(r)
	if err != nil || signed.Who.Person == "" {
		return v, err
	}
	s.enter(v, &signed)
	if r.Method == http.MethodGet {
		v.Kept, err = s.kept(r.Context(), w, v)
	}
	return v, err
}

// signed is who the request's session belongs to; the zero value where there is
// none that holds.
func (s *Site) signed(r *http.Request) (door.Signed, error) {
	c, err := r.Cookie(s.cookieName(cookieSession))
	if err != nil || s.Door == nil {
		return door.Signed{}, nil //nolint:nilerr // no cookie: the public
	}
	token, err := session.Parse(c.Value)
	if err != nil {
		return door.Signed{}, nil //nolint:nilerr // not a token of ours: the public
	}
	signed, err := s.Door.Session(r.Context(), token)
	if door.CodeOf(err) != "" {
		return door.Signed{}, nil // it ended
	}
	return signed, err
}

// stranger is a visit of the public.
func (s *Site) stranger(r *http.Request) *ui.Visit {
	chosen := r.URL.Query().Get("lang")
	if chosen == "" {
		if c, err := r.Cookie(cookieLanguage); err == nil {
			chosen = c.Value
		}
	}
	v := &ui.Visit{Request: r, Localizer: s.say[i18n.Negotiate(chosen, r.Header.Get("Accept-Language"))], Today: s.Today(), Demonstration: s.Demonstration}
	v.Reader.Audiences = s.public.on(v.Today, s.Node.Policies)
	v.Reader.May = func(action string, what access.What) access.Decision {
		return s.Node.Policies.May(v.Reader.Who, action, what, v.Today)
	}
	return v
}

// enter makes the visit that of a signed-in reader, in their language unless
// another was chosen here.
func (s *Site) enter(v *ui.Visit, signed *door.Signed) {
	v.Reader.Who, v.Reader.Name, v.Reader.Fresh = signed.Who, signed.Name, signed.Fresh
	v.Reader.Audiences = s.Node.Policies.Reads(signed.Who, v.Today)
	if _, err := v.Cookie(cookieLanguage); err != nil && v.Query("lang") == "" && s.say[signed.Language] != nil {
		v.Localizer = s.say[signed.Language]
	}
}

// publicAudiences keeps what the public may read, which changes with the day
// alone.
type publicAudiences struct{ now atomic.Pointer[dayAudiences] }

type dayAudiences struct {
	day   act.Day
	codes []string
}

func (p *publicAudiences) on(day act.Day, policies *access.Policies) []string {
	if known := p.now.Load(); known != nil && known.day == day {
		return known.codes
	}
	fresh := &dayAudiences{day, policies.Audiences(access.Who{}, day)}
	p.now.Store(fresh)
	return fresh.codes
}

// secure says whether people reach the site over TLS.
func (s *Site) secure() bool { return s.Origin != nil && s.Origin.Scheme == "https" }

// SessionCookie is the name of the cookie by which a site of the origin knows
// who is signed in, for another face beside it.
func SessionCookie(origin *url.URL) string {
	return (&Site{Options: Options{Origin: origin}}).cookieName(cookieSession)
}

// cookieName binds a cookie to this host, where TLS allows that.
func (s *Site) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

func (s *Site) setCookie(w http.ResponseWriter, name, value string, lives time.Duration) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode, MaxAge: int(lives / time.Second)}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}
