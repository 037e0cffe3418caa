package api

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/klauspost/compress/gzhttp"

	"comity/internal/guard"
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
	// Guard finds out who calls; it may stand before other faces too.
	Guard *guard.Guard
	// Index is what is searched; nil has no search.
	Index *search.Index
	// Demonstration marks answers whose data is invented.
	Demonstration bool
	Log           *slog.Logger
}

// API is the face. It is an http.Handler for addresses under [Prefix].
type API struct {
	Options
	mux     *http.ServeMux
	huma    huma.API
	handler http.Handler
	salt    string // of this process: programme and program may differ in the next

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
	if o.Guard == nil {
		return nil, errors.New("assemble the API: it needs a guard")
	}
	a := &API{Options: o, mux: http.NewServeMux(), documents: map[string]*document{}, salt: newSalt()}
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
	a.handler = a.Guard.Watch(a.headers(compress(a.admitted(a.mux))), a.broken)
	return a, nil
}

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// origin is the address under which programs reach the node, without a stroke at
// its end, "" where none was named.
func (a *API) origin() string {
	if a.Guard.Origin == nil {
		return ""
	}
	return strings.TrimSuffix(a.Guard.Origin.String(), "/")
}

// config is what the operations stand on: formats, and how problems are said.
func (a *API) config() huma.Config {
	c := huma.Config{OpenAPI: &huma.OpenAPI{OpenAPI: "3.1.0", Info: &huma.Info{Title: "Comity", Version: "1"}},
		Formats: formats(), DefaultFormat: "application/json", Transformers: []huma.Transformer{a.transform}}
	c.Components = &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
		SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}}
	// Everything public is open without a token.
	c.Security = []map[string][]string{{}, {"token": {}}}
	c.AllowAdditionalPropertiesByDefault = true // an answer may gain members
	c.Servers = []*huma.Server{{URL: a.origin() + Prefix}}
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
	a.fileOps()
	a.kindOps()
	a.partyOps()
	a.listOps()
	a.subjectOps()
	if a.Index != nil {
		a.searchOps()
	}
}
