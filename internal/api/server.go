package api

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/klauspost/compress/gzhttp"

	"comity/internal/access/limit"
	"comity/internal/access/seclog"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/search"
)

// Prefix is where the API lies.
const Prefix = "/api/v1"

// Options are what the API is made from.
type Options struct {
	Node    *module.Node
	Modules []module.Module
	// Name is the node's name, as its heads are signed, and Verifier its public key.
	Name, Verifier string
	// Origin is the address under which programs reach the node, without a stroke
	// at its end; "" leaves it out of the description.
	Origin string
	// Door finds out who calls; nil knows the public alone.
	Door Door
	// Cookie is the name of the session's cookie, by which pages read; "" for none.
	Cookie string
	// Security is the log of refusals and exports; nil keeps none.
	Security *seclog.Log
	// Index is what is searched; nil has no search.
	Index *search.Index
	// Address says where a request comes from; nil takes the peer.
	Address func(*http.Request) netip.Addr
	// Demonstration marks answers whose data is invented.
	Demonstration bool
	// Unlimited leaves the limits on requests out: for measuring.
	Unlimited bool
	Log       *slog.Logger
	Now       func() time.Time
	// Seen is told of each request that was answered; nil tells nobody.
	Seen func(pattern string, status int, took time.Duration)
}

// API is the face. It is an http.Handler for addresses under [Prefix].
type API struct {
	Options
	words   *i18n.Catalogue
	say     map[string]*i18n.Localizer
	mux     *http.ServeMux
	huma    huma.API
	handler http.Handler
	salt    string // of this process: programme and program may differ in the next
	public  atomic.Pointer[dayAudiences]
	reads   *limit.Limiter
	writes  *limit.Limiter

	described sync.Mutex
	documents map[string]*document // by language
}

// New assembles the API.
func New(o Options) (*API, error) {
	if o.Node == nil || o.Node.Book == nil || o.Node.Policies == nil {
		return nil, errors.New("assemble the API: it needs a node with its book and policies")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Address == nil {
		o.Address = peer
	}
	a := &API{Options: o, mux: http.NewServeMux(), say: map[string]*i18n.Localizer{}, documents: map[string]*document{}, salt: newSalt(),
		reads:  &limit.Limiter{Every: time.Second / 20, Burst: 200, Now: o.Now},
		writes: &limit.Limiter{Every: time.Second / 5, Burst: 50, Now: o.Now}}
	var err error
	if a.words, err = i18n.Load(); err != nil {
		return nil, err
	}
	for _, lang := range append(i18n.Languages(), i18n.Pseudo) {
		a.say[lang] = a.words.Localizer(lang)
	}
	a.huma = humago.NewWithPrefix(paths{a.mux}, Prefix, a.config())
	a.huma.UseMiddleware(a.accepting)
	a.operations()
	for _, m := range o.Modules {
		if m.API != nil {
			m.API(o.Node, a.huma)
		}
	}
	a.tidy()
	a.mux.HandleFunc("GET "+Prefix+"/openapi.json", a.openapi)
	a.mux.HandleFunc("/", a.nowhere)
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(512), gzhttp.CompressionLevel(5))
	if err != nil {
		return nil, err
	}
	a.handler = a.watched(a.headers(compress(a.entered(a.mux))))
	return a, nil
}

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// config is what the operations stand on: formats, and how problems are said.
func (a *API) config() huma.Config {
	c := huma.Config{OpenAPI: &huma.OpenAPI{OpenAPI: "3.1.0", Info: &huma.Info{Title: "Comity", Version: "1"}},
		Formats: formats(), DefaultFormat: "application/json", Transformers: []huma.Transformer{a.transform}}
	c.Components = &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
		SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}}
	// Everything public is open without a token.
	c.Security = []map[string][]string{{}, {"token": {}}}
	c.AllowAdditionalPropertiesByDefault = true // an answer may gain members
	c.Servers = []*huma.Server{{URL: a.Origin + Prefix}}
	return c
}

// paths is the mux as operations are put on it: a subject at the end of an address
// has strokes of its own.
type paths struct{ *http.ServeMux }

// HandleFunc implements humago.Mux.
func (p paths) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	if before, is := strings.CutSuffix(pattern, "/{subject}"); is {
		pattern = before + "/{subject...}"
	}
	p.ServeMux.HandleFunc(pattern, handler)
}

// operations registers those that belong to no module.
func (a *API) operations() {
	a.aboutOps()
	a.bookOps()
	a.recordOps()
	a.kindOps()
	a.partyOps()
	a.listOps()
	a.subjectOps()
	if a.Index != nil {
		a.searchOps()
	}
}
