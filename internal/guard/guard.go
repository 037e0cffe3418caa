package guard

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"comity/internal/access"
	"comity/internal/access/door"
	"comity/internal/access/limit"
	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/ui"
)

// Door finds out who calls: door.Door, as far as the guard needs it. A refusal of
// either says that the token opens nothing.
type Door interface {
	// Bearer reads the token of a program.
	Bearer(ctx context.Context, token string) (door.Signed, error)
	// Session reads a session of the pages.
	Session(ctx context.Context, token session.Token) (door.Signed, error)
}

// Options are what a guard is made from.
type Options struct {
	Policies *access.Policies
	// Door finds out who calls; nil knows the public alone.
	Door Door
	// Security is the log of refusals and exports; nil keeps none.
	Security *seclog.Log
	// Origin is the address under which people reach the node; cookies are for
	// https alone when it says so.
	Origin *url.URL
	// Proxies are the networks whose header X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// Demonstration marks visits to a node whose data is invented.
	Demonstration bool
	// Unlimited leaves the limits on requests out: for measuring.
	Unlimited bool
	// Pause is how long a line may stand still while a body is read; 0 means
	// [DefaultPause].
	Pause  time.Duration
	Logger *slog.Logger
	Now    func() time.Time
	// Seen is told of each request that was answered; nil tells nobody.
	Seen func(pattern string, status int, took time.Duration)
}

// Guard may be shared by faces and requests.
type Guard struct {
	Options
	words  *i18n.Catalogue
	say    map[string]*i18n.Localizer
	public atomic.Pointer[dayAudiences]
	limits limits
}

// New makes a guard.
func New(o Options) (*Guard, error) {
	if o.Policies == nil {
		return nil, errors.New("make the guard of a face: it needs the policies")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Pause <= 0 {
		o.Pause = DefaultPause
	}
	g := &Guard{Options: o, say: map[string]*i18n.Localizer{}, limits: newLimits(o.Now)}
	var err error
	if g.words, err = i18n.Load(); err != nil {
		return nil, err
	}
	for _, lang := range append(i18n.Languages(), i18n.Pseudo) {
		g.say[lang] = g.words.Localizer(lang)
	}
	return g, nil
}

// Words are the catalogue that the faces speak from.
func (g *Guard) Words() *i18n.Catalogue { return g.words }

// Say speaks a language of the catalogue, nil for another.
func (g *Guard) Say(lang string) *i18n.Localizer { return g.say[lang] }

// Today is the day by which the faces judge.
func (g *Guard) Today() act.Day { return act.DayOf(g.Now()) }

// Secure says whether people reach the node over TLS.
func (g *Guard) Secure() bool { return g.Origin != nil && g.Origin.Scheme == "https" }

// CookieName binds a cookie to this host, where TLS allows that.
func (g *Guard) CookieName(name string) string {
	if g.Secure() {
		return "__Host-" + name
	}
	return name
}

// Names of cookies that the guard reads.
const (
	CookieSession  = "session"
	CookieLanguage = "language"
)

// Log enters what a reader who is known did into the security log. What the public
// reads is nobody's. A log that fails is told of and stops nobody.
func (g *Guard) Log(v *ui.Visit, e seclog.Entry) {
	if g.Security == nil || !v.Reader.Signed() {
		return
	}
	e.Person, e.Address = v.Reader.Who.Person, g.Address(v.Request)
	if err := g.Security.Append(v.Context(), e); err != nil {
		g.Logger.Error("entering into the security log", "error", err)
	}
}

// Reading says whether a request asks for something and changes nothing.
func Reading(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

type dayAudiences struct {
	day   act.Day
	codes []string
}

// open are the audiences of the public, which change with the day alone.
func (g *Guard) open(day act.Day) []string {
	if known := g.public.Load(); known != nil && known.day == day {
		return known.codes
	}
	fresh := &dayAudiences{day, g.Policies.Audiences(access.Who{}, day)}
	g.public.Store(fresh)
	return fresh.codes
}

// key is whom a request is counted for: its person or, where nobody is known, its
// network. Whoever tries tokens that open nothing is nobody.
func (g *Guard) key(v *ui.Visit) string {
	if p := v.Reader.Who.Person; p != "" {
		return p
	}
	return limit.Network(g.Address(v.Request))
}
