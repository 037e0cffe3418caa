package api

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/danielgtaylor/huma/v2"

	"comity/internal/module"
	"comity/internal/ui"
)

// Module hands the page that describes the API to the site, at /api/v1/docs.
func (a *API) Module() module.Module {
	return module.Module{Pages: func(*module.Node) module.Pages {
		return module.Pages{Routes: []ui.Route{{Pattern: "GET " + Prefix + "/docs", Handle: a.page}}}
	}}
}

// page lists the operations, from their description; it needs no script.
func (a *API) page(v *ui.Visit) (ui.Answer, error) {
	sheet := &ui.Sheet{Name: "operations", Caption: v.Text("api.operations"), Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "method", Label: v.Text("api.method"), Data: true}, {Name: "path", Label: v.Text("api.address"), Data: true}, {Name: "id", Hidden: true}}}
	var parts []templ.Component
	for _, op := range a.all() {
		said := a.sayOperation(v.Localizer, op.Operation)
		sheet.Rows = append(sheet.Rows, ui.Row{{Text: said.Summary, Link: "#" + op.OperationID}, {Text: op.Method}, {Text: Prefix + op.Path}, {Text: op.OperationID}})
		parts = append(parts, inside(ui.Part(op.OperationID, said.Summary), ui.Facts(a.facts(v, op.Method, op.Path, said))))
	}
	sheet.Total = len(sheet.Rows)
	body := append([]templ.Component{
		ui.Facts([]ui.Fact{
			{Name: v.Text("api.openapi"), Value: Prefix + "/openapi.json", Link: Prefix + "/openapi.json", Data: true},
			{Name: v.Text("api.caller"), Value: v.Text("api.caller-how")},
			{Name: v.Text("api.formats"), Value: v.Text("api.formats-how")},
			{Name: v.Text("api.problems"), Value: v.Text("api.problems-how")},
			{Name: v.Text("api.again"), Value: v.Text("api.again-how")},
		}), ui.SheetView(v, sheet)}, parts...)
	return ui.Page{Title: v.Text("api.page-title"), Lead: v.Text("api.lead"), Wide: true, Sheet: sheet, Body: oneAfterAnother(body)}, nil
}

func (a *API) facts(v *ui.Visit, method, path string, op *huma.Operation) []ui.Fact {
	facts := []ui.Fact{{Name: method, NameData: true, Value: Prefix + path, Code: true}}
	for _, p := range op.Parameters {
		name := p.Name
		if p.Required {
			name += " *"
		}
		words := p.Description
		if p.Schema != nil && p.In != "path" {
			words += " " + upper(takes(v, p.Schema)) + "."
		}
		facts = append(facts, ui.Fact{Name: name, NameData: true, Value: words})
	}
	return append(facts, ui.Fact{Name: v.Text("api.example"), Value: a.example(method, path, op), Code: true})
}

// example is a command that asks for the operation.
func (a *API) example(method, path string, op *huma.Operation) string {
	query := url.Values{}
	for _, p := range op.Parameters {
		shown := "1"
		if p.Example != nil {
			shown = fmt.Sprint(p.Example)
		}
		switch {
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", strings.ToUpper(p.Name))
		case p.In == "query" && p.Required:
			query.Set(p.Name, shown)
		}
	}
	address := a.origin() + Prefix + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	if method == "GET" {
		return "curl '" + address + "'"
	}
	return "curl -X " + method + " -H 'Authorization: Bearer $TOKEN' -H 'Idempotency-Key: 1' -H 'Content-Type: application/json' -d @act.json '" + address + "'"
}

func upper(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

func inside(outer, content templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, content), w)
	})
}

func oneAfterAnother(list []templ.Component) templ.Component { return templ.Join(list...) }
