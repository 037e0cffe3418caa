package browsertest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Found is a page that a reader can come to by links.
type Found struct {
	Path    string
	Pattern string // of the route that answered, as the node's log names it
	Status  int
	Type    string // media type
	From    string // the page that first led to it
	// Sample marks the first pages of each route; the others are alike.
	Sample bool
}

// mostPages bounds a crawl; who comes to it learns so by an error.
const mostPages = 5000

// Crawl follows every link from start on, asking one page after the other. It
// stays on the site, and changes no language. pattern gives the route that
// answered the request just made, for a path. Of the pages of one route it opens as
// many as each allows, and of a route with other names in its query again as many;
// the others it asks for, unless known, which may be nil, says that they were asked
// for before; then pattern must go by the path alone.
func Crawl(ctx context.Context, client *http.Client, origin, start string, each int, pattern func(path string) string, known func(path string) bool) ([]Found, error) {
	var found []Found
	queue := []Found{{Path: start}}
	seen := map[string]bool{start: true}
	taken := map[string]int{}
	for len(queue) > 0 {
		if len(found) >= mostPages {
			return found, fmt.Errorf("crawl %s: it has more than %d pages", origin, mostPages)
		}
		f := queue[0]
		queue = queue[1:]
		if known != nil && known(f.Path) && taken[pattern(f.Path)+" "+queryNames(f.Path)] >= each {
			continue
		}
		links, err := visit(ctx, client, origin, &f)
		if err != nil {
			return found, err
		}
		f.Pattern = pattern(f.Path)
		key := f.Pattern + " " + queryNames(f.Path)
		taken[key]++
		f.Sample = taken[key] <= each
		found = append(found, f)
		if !f.Sample {
			continue
		}
		for _, l := range links {
			if !seen[l] {
				seen[l] = true
				queue = append(queue, Found{Path: l, From: f.Path})
			}
		}
	}
	return found, nil
}

// visit opens one page and gives its links.
func visit(ctx context.Context, client *http.Client, origin string, f *Found) ([]string, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, origin+f.Path, http.NoBody)
	if err != nil {
		return nil, err
	}
	a, err := client.Do(q)
	if err != nil {
		return nil, fmt.Errorf("crawl %s: %w", f.Path, err)
	}
	defer func() { _ = a.Body.Close() }()
	f.Status, f.Type = a.StatusCode, a.Header.Get("Content-Type")
	if to := a.Header.Get("Location"); to != "" {
		return within(a.Request.URL, origin, to), nil
	}
	if !strings.HasPrefix(f.Type, "text/html") {
		_, err := io.Copy(io.Discard, a.Body)
		return nil, err
	}
	return linksOf(a.Body, a.Request.URL, origin)
}

// linksOf gives the addresses, within the site, that a page leads to.
func linksOf(page io.Reader, base *url.URL, origin string) (links []string, err error) {
	z := html.NewTokenizer(page)
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() == io.EOF { //nolint:errorlint // the tokenizer gives io.EOF itself
				return links, nil
			}
			return links, z.Err()
		case html.StartTagToken, html.SelfClosingTagToken:
			if t := z.Token(); t.Data == "a" {
				for _, a := range t.Attr {
					if a.Key == "href" {
						links = append(links, within(base, origin, a.Val)...)
					}
				}
			}
		}
	}
}

// within gives an address as a path with its query, none where it leads away
// from the site or only to the same page in another language.
func within(base *url.URL, origin, href string) []string {
	u, err := base.Parse(href)
	if err != nil || u.Scheme+"://"+u.Host != origin || u.Query().Has("lang") {
		return nil
	}
	return []string{u.RequestURI()}
}

// queryNames are the names in an address's query, in order.
func queryNames(path string) string {
	_, query, _ := strings.Cut(path, "?")
	values, _ := url.ParseQuery(query) // what can't be read has no names
	var names []string
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, "&")
}
