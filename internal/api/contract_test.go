package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"comity/internal/book/booktest"
	"comity/internal/i18n"
)

type description struct {
	OpenAPI string
	Info    struct{ Title, Description string }
	Paths   map[string]map[string]struct {
		OperationID string
		Summary     string
		Tags        []string
		Parameters  []struct {
			Name, In, Description string
			Required              bool
			Schema                map[string]any
		}
		Responses map[string]struct{ Content map[string]any }
	}
	Components struct{ Schemas map[string]any }
}

func described(n *node, lang string) (d description, raw string) {
	n.Helper()
	a := n.get(public, "/openapi.json", "Accept-Language", lang)
	n.read(a, http.StatusOK, &d)
	return d, string(a.Body)
}

var reference = regexp.MustCompile(`"\$ref":"#/components/schemas/([^"]+)"`)

func TestEveryOperationIsDescribed(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	for _, lang := range i18n.Languages() {
		d, raw := described(n, lang)
		if d.OpenAPI != "3.1.0" || d.Info.Title == "" || strings.Contains(raw, "⟦") {
			t.Errorf("in %s the description is %q, %q, or lacks a sentence", lang, d.OpenAPI, d.Info.Title)
		}
		seen := map[string]bool{}
		for path, item := range d.Paths {
			for method, op := range item {
				if op.Summary == "" || op.OperationID == "" || len(op.Tags) == 0 || seen[op.OperationID] {
					t.Errorf("%s: %s %s has no title, id or tag of its own", lang, method, path)
				}
				seen[op.OperationID] = true
				for _, p := range op.Parameters {
					if p.Description == "" || p.Schema == nil {
						t.Errorf("%s: %s %s does not say what %s is", lang, method, path, p.Name)
					}
				}
				if op.Responses["default"].Content["application/problem+json"] == nil {
					t.Errorf("%s %s does not say how it fails", method, path)
				}
			}
		}
		for _, m := range reference.FindAllStringSubmatch(raw, -1) {
			if d.Components.Schemas[m[1]] == nil {
				t.Errorf("the schema %s is named and not given", m[1])
			}
		}
		if lang != "en" && strings.Contains(raw, "How many rows are wanted at most") {
			t.Errorf("in %s parameters are left in English", lang)
		}
	}
}

// TestEveryListIsPaged: what answers rows takes a cursor and a limit, and is CSV too.
func TestEveryListIsPaged(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	for i := range 3 {
		n.note(fmt.Sprint(i), "public", "One of several")
		n.do(officer, "thing.named", fmt.Sprintf("thing/t%d", i), "public", `{}`)
	}
	d, _ := described(n, "en")
	lists := 0
	for path, item := range d.Paths {
		op, is := item["get"]
		if !is || op.Responses["200"].Content["text/csv"] == nil {
			continue
		}
		lists++
		has := func(name string) bool {
			return slices.ContainsFunc(op.Parameters, func(p struct {
				Name, In, Description string
				Required              bool
				Schema                map[string]any
			},
			) bool {
				return p.Name == name
			})
		}
		if !has("after") || !has("limit") {
			t.Errorf("%s lists without a cursor", path)
		}
		address := strings.ReplaceAll(path, "{list}", "standing")
		if op.OperationID == "search" || op.Tags[0] == "mandates" || op.Tags[0] == "treaties" {
			continue // walked where they have something to show
		}
		whole := n.all(officer, address+"?limit=1000")
		if len(whole) < 2 {
			t.Errorf("%s gives %d rows, too few to see an order", address, len(whole))
		}
		keys := map[string]bool{}
		key := func(r row) string { b, _ := json.Marshal(r); return string(b) }
		for _, r := range whole {
			keys[key(r)] = true
		}
		if paged := n.all(officer, address+"?limit=2"); fmt.Sprint(paged) != fmt.Sprint(whole) || op.OperationID == "acts" && len(keys) != len(whole) {
			t.Errorf("%s gives other rows page by page", address)
		}
		a := n.get(officer, address+"?limit=1000", "Accept", "text/csv, application/json;q=0.5")
		if a.Header.Get("Content-Type") != "text/csv; charset=utf-8" || strings.Count(string(a.Body), "\r\n") < len(whole)+1 {
			t.Errorf("%s as CSV is %s with %d lines, want %d", address, a.Header.Get("Content-Type"), strings.Count(string(a.Body), "\r\n"), len(whole)+1)
		}
	}
	if lists < 8 {
		t.Errorf("the description has %d lists", lists)
	}
}

// TestEveryErrorIsAProblem asks each operation for what it does not take.
func TestEveryErrorIsAProblem(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	d, _ := described(n, "en")
	for path, item := range d.Paths {
		for method, op := range item {
			if method != "get" {
				continue
			}
			address := regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(path, "nothing-of-this-name")
			for _, accept := range []string{"", "text/csv", "application/xml", "*/*"} {
				p := n.problem(n.get(public, address+"?no-such=1", "Accept", accept), 422, "invalid")
				if len(p.Errors) == 0 || p.Errors[0].Where != "query.no-such" {
					t.Errorf("%s does not name the parameter: %+v", path, p)
				}
			}
			for _, given := range op.Parameters {
				if given.In == "query" && given.Schema["type"] == "integer" {
					for _, lang := range i18n.Languages() {
						p := n.problem(n.get(public, address+"?"+given.Name+"=-1", "Accept-Language", lang), 422, "invalid")
						named := slices.IndexFunc(p.Errors, func(f fault) bool { return f.Where == "query."+given.Name })
						if named < 0 || lang != "en" && strings.Contains(p.Errors[named].Detail, "whole number") {
							t.Errorf("%s in %s: %+v", path, lang, p)
						}
					}
				}
			}
			if strings.Contains(path, "{") {
				n.problem(n.get(public, address), 404, "not-found")
			}
		}
	}
	n.problem(n.get(public, "/nothing"), 404, "not-found")
	n.problem(n.get(public, ""), 404, "not-found")
	a := n.as(officer, http.MethodDelete, "/api/v1/acts", "")
	n.problem(a, 405, "method")
	if got := a.Header.Get("Allow"); got != "GET, HEAD, POST" {
		t.Errorf("allowed are %q", got)
	}
	a = n.get("nobody's", "/programme")
	n.problem(a, 401, "token")
	if !strings.Contains(a.Header.Get("WWW-Authenticate"), "invalid_token") {
		t.Errorf("it is not said how to be known: %q", a.Header.Get("WWW-Authenticate"))
	}
	n.problem(n.get(public, "/programme", "Authorization", "Basic eDp5"), 401, "token")
	n.problem(n.get(public, "/search?q=%22"), 422, "invalid")
	n.problem(n.get(public, "/acts?subject=x"), 422, "invalid")
	n.problem(n.get(public, "/acts?cite=%23"), 422, "invalid")
	n.problem(n.get(public, "/acts?after=x"), 422, "invalid")
	n.problem(n.get(public, "/acts?known_at=yesterday"), 422, "invalid")
	n.problem(n.get(public, "/acts?known_at=99999"), 422, "invalid")
	n.problem(n.get(public, "/states?as_of=2026-02-30"), 422, "invalid")
	n.problem(n.get(public, "/states?status=none"), 422, "invalid")
}
