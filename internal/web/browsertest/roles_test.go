package browsertest

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"comity/internal/i18n"
)

// roles are those as whom the demonstration is read from end to end; "" is the
// public.
var roles = []string{"", "officer", "reviewer", "auditor", "administrator", "mission", "donor"}

// clientOf is a client of the demonstration, signed in as a person of it.
func clientOf(t *testing.T, origin, user string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Timeout: patience, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if user == "" {
		return c
	}
	a, err := c.PostForm(origin+"/sign-in", url.Values{"name": {user}, "password": {user + "-of-the-demonstration"}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if to := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || to != "/" {
		t.Fatalf("signing %s in is answered by %s, %s", user, a.Status, to)
	}
	return c
}

// like says which pages are of one making: where they lie, the kind of act that a
// form is for, and what their query names.
func like(path string) string {
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	parts := strings.Split(u.Path, "/")
	head := parts[:min(2, len(parts))]
	if kind, of := strings.CutPrefix(u.Path, "/acts/new/"); of {
		head = append(slices.Clone(head), kind)
	}
	return fmt.Sprint(head, len(parts), slices.Sorted(maps.Keys(u.Query())), u.Query().Get("as"))
}

// page is a page of the demonstration and as whom it is looked at.
type page struct{ user, path string }

var (
	mainOf  = regexp.MustCompile(`(?s)<main.*</main>`)
	passing = regexp.MustCompile(`name="form-key" value="[^"]*"|/[0-9a-f]{8}-[0-9a-f-]{27}`)
)

// every asks for all views of more pages than a run of all tests has time for.
var every = os.Getenv("COMITY_EVERY_VIEW") != ""

// pagesOfRoles are the pages that the roles come to by links: of those of one making
// one for each role, or two where every view is asked for, and of those that several
// roles are shown alike one.
func pagesOfRoles(t *testing.T, origin string) (list []page) {
	t.Helper()
	seen, public := map[string]bool{}, map[string]bool{}
	most := 1
	if every {
		most = 2
	}
	for _, user := range roles {
		client := clientOf(t, origin, user)
		all, err := Crawl(t.Context(), client, origin, "/", most, like, func(path string) bool { return public[path] })
		if err != nil {
			t.Fatal(err)
		}
		own := 0
		for _, f := range all {
			if user == "" && f.Status < 400 {
				public[f.Path] = true
			}
			if f.Status >= 400 {
				t.Errorf("%s, linked on %s, is answered to %q by %d", f.Path, f.From, user, f.Status)
			}
			if !f.Sample || f.Status >= 300 || !strings.HasPrefix(f.Type, "text/html") {
				continue
			}
			shown := like(f.Path) + passing.ReplaceAllString(mainOf.FindString(read(t, client, origin+f.Path)), "")
			if !seen[shown] {
				seen[shown] = true
				list, own = append(list, page{user, f.Path}), own+1
			}
		}
		t.Logf("%q comes to %d addresses; %d pages are looked at as them", user, len(all), own)
	}
	return list
}

func read(t *testing.T, client *http.Client, address string) string {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	a, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Whoever reads, every page that they come to by links is there, well made in one of
// the six languages by turns, no wider than a telephone, and has no words but the
// catalogue's. COMITY_EVERY_VIEW=1 looks at more pages, in every language; give it
// -timeout 60m.
func TestEveryPageOfEveryRole(t *testing.T) {
	open(t) // or skip
	n, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	b, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	pages := pagesOfRoles(t, n.Address)
	for _, path := range []string{"/search?q=nothing", "/states?group=africa&former=true", "/communications/CU-INV-1/answers"} {
		pages = append(pages, page{"", path})
	}
	if len(pages) < 60 {
		t.Errorf("only %d pages are looked at", len(pages))
	}
	var next int
	var mu sync.Mutex
	take := func() (p page, turn int, ok bool) {
		mu.Lock()
		defer mu.Unlock()
		if ok = next < len(pages); ok {
			p = pages[next]
			next++
		}
		return p, next, ok
	}
	began := time.Now()
	t.Run("tabs", func(t *testing.T) {
		for i := range 2 {
			t.Run(fmt.Sprint(i+1), func(t *testing.T) {
				t.Parallel()
				var tab *Tab
				as := "nobody yet"
				for p, turn, ok := take(); ok; p, turn, ok = take() {
					if p.user != as {
						tab, as = b.Tab(t, n.Address), p.user
						if as != "" {
							signIn(t, tab, "en", as)
						}
					}
					tab.as = as
					tab.inEveryView(p.path, turn)
				}
			})
		}
	})
	t.Logf("%d pages in %s", len(pages), time.Since(began).Round(time.Second))
}

// languagesOf are those in which a page is looked at: one of the six by turns, or
// all, and the language that shows words outside the catalogue.
func languagesOf(turn int) []string {
	langs := i18n.Languages()
	if !every {
		langs = langs[turn%len(langs):][:1]
	}
	return append(slices.Clone(langs), i18n.Pseudo)
}

// inEveryView looks at a page: with axe on a desk in English and on a telephone in
// other languages, at its width in each of its languages, and at its words.
func (tab *Tab) inEveryView(path string, turn int) {
	tab.t.Helper()
	tab.Width(390)
	for _, lang := range languagesOf(turn) {
		if status := tab.Open(withLang(path, lang)); status != http.StatusOK {
			tab.t.Errorf("%s is answered to %q by %d", path, tab.as, status)
			return
		}
		tab.Fits()
		switch {
		case lang == "en":
			tab.Width(1280)
			tab.Fits()
			tab.Accessible()
			tab.Width(390)
		case lang == i18n.Pseudo:
			tab.Catalogued()
		case lang == "ar" || !every:
			tab.Accessible()
		}
		tab.Quiet()
	}
}
