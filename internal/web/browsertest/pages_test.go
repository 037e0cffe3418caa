package browsertest

import (
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

// An error is as well made as any page, in every language.
func TestErrorsAreWell(t *testing.T) {
	tab := open(t)
	for _, path := range []string{"/nothing-is-here", "/search?q=%22open"} {
		for _, lang := range append(i18n.Languages(), i18n.Pseudo) {
			tab.Open(withLang(path, lang))
			for _, width := range []int64{390, 1280} {
				tab.Width(width)
				tab.Well()
			}
		}
		tab.Catalogued()
	}
}

func withLang(path, lang string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + lang
	}
	return path + "?lang=" + lang
}
