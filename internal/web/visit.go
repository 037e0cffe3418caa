package web

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/ui"
)

// Door finds out who calls, and shows the way in.
type Door interface {
	// Who reads the session of a cookie's value; the zero value is the public.
	Who(ctx context.Context, cookie string) (Caller, error)
}

// Caller is who a session belongs to.
type Caller struct {
	Person string // random id; "" for the public
	Name   string
	Fresh  bool
}

// Names of cookies.
const (
	cookieLanguage = "language"
	cookieSession  = "session"
	cookieSaid     = "said"
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
	c, err := r.Cookie(s.cookieName(cookieSession))
	if err != nil || c.Value == "" {
		return v, nil //nolint:nilerr // no cookie: the public
	}
	caller, err := s.Door.Who(r.Context(), c.Value)
	if err != nil || caller.Person == "" {
		return v, err
	}
	if err := s.enter(r.Context(), v, caller); err != nil {
		return v, err
	}
	if r.Method == http.MethodGet {
		v.Kept, err = s.kept(r.Context(), w, v)
	}
	return v, err
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

// enter makes the visit that of a signed-in reader.
func (s *Site) enter(ctx context.Context, v *ui.Visit, c Caller) error {
	var who access.Who
	err := s.Node.Book.Read(ctx, 0, func(r store.View) (err error) {
		who, err = access.LoadWho(ctx, r, c.Person)
		return err
	})
	if err != nil {
		return err
	}
	v.Reader.Who, v.Reader.Name, v.Reader.Fresh = who, c.Name, c.Fresh
	v.Reader.Audiences = s.Node.Policies.Audiences(who, v.Today)
	return nil
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
