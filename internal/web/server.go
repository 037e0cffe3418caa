package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"comity/internal/access/door"
	"comity/internal/access/seclog"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/guard"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/search"
	"comity/internal/ui"
)

// Options are what the site is made from.
type Options struct {
	Node    *module.Node
	Modules []module.Module
	// Name is the node's name, as its heads are signed.
	Name string
	// Verifier is the node's public key, which anyone may have.
	Verifier string
	// Door finds out who calls; nil lets nobody sign in.
	Door *door.Door
	// Security is the log of sign-ins, refusals and exports; nil keeps none.
	Security *seclog.Log
	// Keys encrypt what is kept of a form while its reader signs in; nil keeps
	// nothing.
	Keys book.Keys
	// Index is what is searched; nil has no search.
	Index *search.Index
	// Demonstration marks every page.
	Demonstration bool
	// Origin is the address under which people reach the site; cookies are
	// for https alone when it says so.
	Origin *url.URL
	// Proxies are the networks whose header X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// Unlimited leaves the limits on requests out: for measuring.
	Unlimited bool
	// Pause is how long a line may stand still while a body is read; 0 means
	// [guard.DefaultPause].
	Pause time.Duration
	// Guard stands before the pages; nil makes one of these options.
	Guard *guard.Guard
	// Hints are shown on the sign-in page of a demonstration.
	Hints []Hint
	Log   *slog.Logger
	Now   func() time.Time
	// Seen is told of each request that was answered; nil tells nobody.
	Seen func(pattern string, status int, took time.Duration)
}

// NewGuard makes the guard that stands before the pages, for other faces to stand
// behind as well.
func (o *Options) NewGuard() (*guard.Guard, error) {
	g := guard.Options{Policies: o.Node.Policies, Security: o.Security, Origin: o.Origin, Proxies: o.Proxies, Demonstration: o.Demonstration, Unlimited: o.Unlimited,
		Pause: o.Pause, Logger: o.Log, Now: o.Now, Seen: o.Seen}
	if o.Door != nil {
		g.Door = o.Door
	}
	return guard.New(g)
}

// Hint is one invented person of a demonstration, who may be signed in as.
type Hint struct{ Name, Says, Password string }

// Site is the web face. It is an http.Handler.
type Site struct {
	Options
	words    *i18n.Catalogue
	assets   *ui.Assets
	mux      *http.ServeMux
	handler  http.Handler
	pages    []module.Pages
	patterns map[string]bool
}

// New assembles the site.
func New(o Options) (*Site, error) {
	if o.Node == nil || o.Node.Book == nil || o.Node.Policies == nil {
		return nil, errors.New("assemble the site: it needs a node with its book and policies")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	var err error
	if o.Guard == nil {
		if o.Guard, err = o.NewGuard(); err != nil {
			return nil, err
		}
	}
	s := &Site{Options: o, words: o.Guard.Words(), mux: http.NewServeMux(), patterns: map[string]bool{}}
	if s.assets, err = ui.NewAssets(); err != nil {
		return nil, err
	}
	for _, m := range o.Modules {
		if m.Pages != nil {
			s.pages = append(s.pages, m.Pages(o.Node))
		}
	}
	o.Node.SubjectPage = s.subjectPage
	o.Node.CitePage, o.Node.Tasks, o.Node.LetterPage, o.Node.LetterWords = s.citePage, s.tasks, s.letterPage, s.letterWords
	o.Node.TakePages, o.Node.Requests, o.Node.Services = s.takePages, s.requests, s.services
	o.Node.MayEnter = func(v *ui.Visit, kind string) bool {
		k := o.Node.Book.Kind(kind)
		return k != nil && s.mayEnter(v, k)
	}
	s.assets.Missing = func(w http.ResponseWriter, r *http.Request) { s.fault(w, s.stranger(r), ui.ErrNotFound) }
	s.mux.Handle("GET /asset/", s.assets)
	for _, p := range s.pages {
		s.add(p.Routes...)
	}
	s.add(s.own()...)
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(512), gzhttp.CompressionLevel(5))
	if err != nil {
		return nil, err
	}
	other := http.NewCrossOriginProtection()
	if o.Origin != nil { // a proxy before the node may give it another Host
		if err := other.AddTrustedOrigin(o.Origin.Scheme + "://" + o.Origin.Host); err != nil {
			return nil, fmt.Errorf("assemble the site of %s: %w", o.Origin, err)
		}
	}
	other.SetDenyHandler(http.HandlerFunc(s.otherSite))
	s.handler = s.Guard.Watch(s.headers(s.admitted(other.Handler(compress(s.taken())))), s.broken)
	return s, nil
}

// tasks are what waits for the reader in all modules.
func (s *Site) tasks(v *ui.Visit) (list []module.Task, err error) {
	for _, p := range s.pages {
		if p.Tasks == nil {
			continue
		}
		more, err := p.Tasks(v)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	more, err := s.accreditationTasks(v)
	return append(list, more...), err
}

// add puts routes on the site's addresses. Two pages of one address are a fault
// of the program, at which ServeMux panics when it starts.
func (s *Site) add(routes ...ui.Route) {
	for _, r := range routes {
		s.patterns[r.Pattern] = true
		s.mux.HandleFunc(r.Pattern, func(w http.ResponseWriter, q *http.Request) { s.serve(w, q, r.Handle) })
	}
}

// Handle puts another face (the API, health) beside the pages.
func (s *Site) Handle(pattern string, h http.Handler) { s.mux.Handle(pattern, h) }

// ServeHTTP answers one request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// serve makes the visit, asks the page and writes its answer.
func (s *Site) serve(w http.ResponseWriter, r *http.Request, page func(*ui.Visit) (ui.Answer, error)) {
	v, err := s.visit(w, r)
	if err != nil {
		s.fault(w, s.stranger(r), err)
		return
	}
	defer v.DropFiles()
	a, err := page(v)
	if long := new(ui.TooLong); errors.As(err, &long) && s.tooLong(w, v, long) {
		return
	}
	if err != nil {
		s.fault(w, v, err)
		return
	}
	s.write(w, v, a)
}

// Today is the day by which the site judges.
func (s *Site) Today() act.Day { return s.Guard.Today() }

// everythingElse is the route of addresses that no page has.
const everythingElse = "GET /"

// own are the pages that belong to no module.
func (s *Site) own() []ui.Route {
	routes := []ui.Route{
		{Pattern: "GET /{$}", Handle: s.home},
		{Pattern: everythingElse, Handle: func(*ui.Visit) (ui.Answer, error) { return nil, ui.ErrNotFound }},
		{Pattern: "GET /about", Handle: s.about},
		{Pattern: "GET /calendar/{token}", Handle: s.calendar},
		{Pattern: "GET /book", Handle: s.book},
		{Pattern: "GET /book/acts/{id}", Handle: s.act},
		{Pattern: "GET /book/acts/{id}/proof", Handle: s.proof},
		{Pattern: "GET /book/acts/{id}/files/{blob}", Handle: s.actFile},
		{Pattern: "GET /book/check", Handle: s.checkForm},
		{Pattern: "POST /book/check", Handle: s.check},
		{Pattern: "GET /kinds", Handle: s.kinds},
		{Pattern: "GET /acts/new/{kind}", Handle: s.newAct},
		{Pattern: "POST /acts/new/{kind}", Handle: s.recordAct},
		{Pattern: "GET /subjects/{subject...}", Handle: s.subject},
		{Pattern: "GET /parties", Handle: s.parties},
		{Pattern: "GET /states", Handle: s.states},
		{Pattern: "GET /states/{code}", Handle: s.party},
		{Pattern: "GET /parties/{code}", Handle: s.party},
		{Pattern: "GET /lists", Handle: s.lists},
		{Pattern: "GET /lists/{list}", Handle: s.list},
	}
	if s.Door != nil {
		routes = append(routes, s.doorPages()...)
	}
	if s.Index != nil {
		routes = append(routes, ui.Route{Pattern: "GET /search", Handle: s.search})
	}
	return routes
}
