package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"comity/internal/i18n"
)

// awaited are addresses that pages lead to already and that are not built yet.
var awaited = []string{"/api/v1/docs"}

// No link leads nowhere.
func TestEveryLinkLeadsToAPage(t *testing.T) {
	served(t)
	all, err := public()
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]int{}
	for _, f := range all {
		routes[f.Pattern]++
		path, _, _ := strings.Cut(f.Path, "?")
		if f.Status >= 400 && !slices.Contains(awaited, path) {
			t.Errorf("%s, linked on %s, answers %d", f.Path, f.From, f.Status)
		}
	}
	if len(routes) < 12 {
		t.Errorf("only %d routes can be come to by links: %v", len(routes), routes)
	}
	t.Logf("%d pages of %d routes", len(all), len(routes))
}

// closely are the pages that are looked at in all six languages: home, a form, a
// table, an error; the others in one language written from each side.
var closely = []string{"GET /{$}", "GET /book/check", "GET /states", "GET /search"}

// Every page is right in every view: nothing that axe finds, nothing wider than
// a phone or a desk, no failed script.
func TestEveryPageIsWellAtEveryWidth(t *testing.T) {
	open(t) // or skip
	type view struct {
		path  string
		langs []string
	}
	var views []view
	for _, f := range samples(t) {
		v := view{f.Path, []string{"en", "ar"}}
		if slices.Contains(closely, f.Pattern) {
			v.langs = i18n.Languages()
		}
		views = append(views, v)
	}
	views = append(views, view{"/nothing-is-here", i18n.Languages()}, view{"/search?q=crime", []string{"en", "ar"}},
		view{"/search?q=%22open", i18n.Languages()}, view{"/states?group=africa&former=true", []string{"en", "ar"}})
	for part := range 2 { // two tabs at once
		t.Run(fmt.Sprintf("tab %d", part+1), func(t *testing.T) {
			t.Parallel()
			tab := open(t)
			for i := part; i < len(views); i += 2 {
				for _, lang := range views[i].langs {
					tab.Open(withLang(views[i].path, lang))
					for _, width := range []int64{390, 1280} {
						tab.Width(width)
						tab.Well()
					}
				}
			}
		})
	}
}

func withLang(path, lang string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + lang
	}
	return path + "?lang=" + lang
}

// In the pseudo-language each sentence of the catalogue stands in brackets; so
// text without them comes from elsewhere, and must be data.
func TestNoTextIsOutsideTheCatalogue(t *testing.T) {
	tab := open(t)
	for _, f := range samples(t) {
		tab.Open(withLang(f.Path, i18n.Pseudo))
		tab.Catalogued()
	}
	for _, path := range []string{"/nothing-is-here", "/search?q=%22open", "/search?q=nothing"} {
		tab.Open(withLang(path, i18n.Pseudo))
		tab.Catalogued()
	}
}
