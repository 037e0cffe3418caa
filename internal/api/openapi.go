package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/endpoint"
	"comity/internal/i18n"
)

// document is the description of the API in one language.
type document struct {
	bytes []byte
	tag   string
}

// openapi gives the description in the caller's language.
func (a *API) openapi(w http.ResponseWriter, r *http.Request) {
	v := endpoint.Visit(r.Context())
	d, err := a.describe(v.Lang)
	if err != nil {
		a.problem(w, v, err)
		return
	}
	h := w.Header()
	h.Set("ETag", d.tag)
	if r.Header.Get("If-None-Match") == d.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
	_, _ = w.Write(d.bytes) // a caller that went away is no fault
}

// describe makes the description in a language, once.
func (a *API) describe(lang string) (*document, error) {
	a.described.Lock()
	defer a.described.Unlock()
	if d := a.documents[lang]; d != nil {
		return d, nil
	}
	o := *a.huma.OpenAPI()
	say := a.Guard.Say(lang)
	info := *o.Info
	info.Title, info.Description = say.Text("api.title", i18n.Args{"Programme": a.Node.Programme.Title}), say.Text("api.lead")
	o.Info = &info
	o.Paths = map[string]*huma.PathItem{}
	for path, item := range a.huma.OpenAPI().Paths {
		said := *item
		for _, op := range []**huma.Operation{&said.Get, &said.Post, &said.Put, &said.Patch, &said.Delete} {
			if *op != nil {
				*op = a.sayOperation(say, *op)
			}
		}
		o.Paths[path] = &said
	}
	b, err := json.Marshal(&o)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	d := &document{b, `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
	a.documents[lang] = d
	return d, nil
}

// sayOperation is an operation with its title and parameters in a language.
func (a *API) sayOperation(say *i18n.Localizer, op *huma.Operation) *huma.Operation {
	said := *op
	said.Summary = say.Text("api.op." + op.OperationID)
	said.Parameters = make([]*huma.Param, len(op.Parameters))
	for i, p := range op.Parameters {
		q := *p
		q.Description = a.parameter(say, op, p)
		if p.Schema != nil {
			shape := *p.Schema
			shape.Description = ""
			q.Schema = &shape
		}
		said.Parameters[i] = &q
	}
	return &said
}

// parameter says what a parameter is for: in the words for this operation, or in
// those that many operations share, or as the operation itself does, in English.
func (a *API) parameter(say *i18n.Localizer, op *huma.Operation, p *huma.Param) string {
	name := strings.ToLower(p.Name)
	for _, id := range []string{"api.param." + op.OperationID + "-" + name, "api.param." + name} {
		if a.Guard.Words().Has(id) {
			return say.Text(id)
		}
	}
	return p.Description
}

// tidy takes out of the description what is described and never answered.
func (a *API) tidy() {
	schemas := a.huma.OpenAPI().Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
}

// textual documents that an operation answers plain text.
func textual(op huma.Operation) huma.Operation {
	op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"text/plain": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	return op
}

// operation is one as it is shown.
type operation struct {
	Method, Path string
	*huma.Operation
}

// all are the operations by tag, address and method.
func (a *API) all() (list []operation) {
	o := a.huma.OpenAPI()
	for _, path := range slices.Sorted(maps.Keys(o.Paths)) {
		item := o.Paths[path]
		for _, m := range []struct {
			method string
			op     *huma.Operation
		}{{http.MethodGet, item.Get}, {http.MethodPost, item.Post}, {http.MethodPut, item.Put}, {http.MethodPatch, item.Patch}, {http.MethodDelete, item.Delete}} {
			if m.op != nil {
				list = append(list, operation{m.method, path, m.op})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y operation) int { return strings.Compare(strings.Join(x.Tags, " "), strings.Join(y.Tags, " ")) })
	return list
}
