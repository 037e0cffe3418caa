package main

import (
	"net/http"
	"slices"
	"strings"

	"comity/internal/api"
	"comity/internal/web"
)

// faces are the pages and the API, one beside the other behind one guard: the API
// has headers and errors of its own.
type faces struct {
	site *web.Site
	api  *api.API
}

// openFaces assembles both from what the pages are made from. The site shows the
// page that describes the API.
func openFaces(o web.Options) (*faces, error) {
	f := &faces{}
	var err error
	if o.Guard, err = o.NewGuard(); err != nil {
		return nil, err
	}
	if f.api, err = api.New(api.Options{Node: o.Node, Modules: o.Modules, Name: o.Name, Verifier: o.Verifier, Guard: o.Guard, Index: o.Index, Demonstration: o.Demonstration, Log: o.Log}); err != nil {
		return nil, err
	}
	o.Modules = append(slices.Clone(o.Modules), f.api.Module())
	f.site, err = web.New(o)
	return f, err
}

// ServeHTTP hands a request to the face that it is for.
func (f *faces) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/api/") && strings.TrimSuffix(r.URL.Path, "/") != api.Prefix+"/docs" {
		f.api.ServeHTTP(w, r)
		return
	}
	f.site.ServeHTTP(w, r)
}
