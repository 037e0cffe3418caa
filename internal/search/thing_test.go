package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/search"
)

func languages(whole string, texts ...string) (docs []search.Document) {
	for i := 0; i+1 < len(texts); i += 2 {
		docs = append(docs, search.Document{ID: whole + "#" + texts[i], Subject: whole, Whole: whole, Type: "outline", Topics: []string{"x"}, Language: texts[i], Title: "A/RES/1/1", Text: texts[i+1]})
	}
	return docs
}

// What there is in several languages is one hit: in the reader's language where that
// has the words, and with the others beside it.
func TestAThingIsFoundOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, x *search.Index) {
		put(t, x, languages("a/1", "en", "Help with lamps and oil", "fr", "Aide pour les lampes", "ru", "Помощь с лампами")...)
		put(t, x, languages("a/2", "en", "Help with boats")...)
		put(t, x, search.Document{ID: "a/1#secret", Subject: "a/1", Whole: "a/1", Audience: "desk", Type: "outline", Language: "zh", Title: "A/RES/1/1", Text: "灯"})
		for _, c := range []struct {
			lang, query    string
			total          int
			shown, showing string // of the first
			also           []string
		}{
			{"fr", "A/RES/1/1 lampes ", 1, "a/1#fr", "fr", []string{"en", "ru"}},
			{"ru", "A/RES/1/1 ", 2, "a/1#ru", "ru", []string{"en", "fr"}},
			{"ru", "oil ", 1, "a/1#en", "en", []string{"fr", "ru"}},
			{"es", "type:outline", 2, "a/2#en", "en", nil},
			{"fr", "help ", 2, "a/2#en", "en", nil},
		} {
			r := ask(t, x, c.lang, c.query)
			if r.Total != c.total || len(r.Hits) != c.total {
				t.Errorf("%s %q: %d of %d", c.lang, c.query, len(r.Hits), r.Total)
				continue
			}
			i := slices.IndexFunc(r.Hits, func(h search.Hit) bool { return h.ID == c.shown })
			if i < 0 || r.Hits[i].Language != c.showing || !slices.Equal(r.Hits[i].Also, c.also) {
				t.Errorf("%s %q: %+v", c.lang, c.query, r.Hits)
			}
		}
	})
}

// However things are cut into texts: each is on one page once, and a facet counts
// what the question finds when it has the value as a filter.
func TestFacetsCountThings(t *testing.T) {
	words := []string{"lamp", "oil", "boat", "лампа", "huile"}
	tags := []string{"en", "fr", "ru"}
	onEachStore(t, func(t *testing.T, x *search.Index) {
		run := int64(0)
		rapid.Check(t, func(r *rapid.T) {
			run++
			var entries []search.Entry
			for i := range 16 {
				entries = append(entries, search.Entry{Index: run * 1000, Change: search.Change{Remove: fmt.Sprintf("d%d", i)}})
			}
			for i := range rapid.IntRange(1, 16).Draw(r, "documents") {
				d := &search.Document{ID: fmt.Sprintf("d%d", i), Subject: "s", Audience: "public", Type: rapid.SampledFrom([]string{"paragraph", "outline"}).Draw(r, "type"),
					Whole:  fmt.Sprintf("w%d", rapid.IntRange(0, 6).Draw(r, "whole")),
					Topics: rapid.SliceOfDistinct(rapid.SampledFrom([]string{"x", "y"}), func(s string) string { return s }).Draw(r, "topics"), Language: rapid.SampledFrom(tags).Draw(r, "language"),
					Text: strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 6).Draw(r, "text"), " ")}
				entries = append(entries, search.Entry{Index: run*1000 + 1, Change: search.Change{Put: d}})
			}
			apply(t, x, entries...)
			reader := rapid.SampledFrom(tags).Draw(r, "reader")
			q := rapid.SampledFrom([]string{"lamp ", "oil boat ", "лампа ", "type:paragraph", "topic:x"}).Draw(r, "query")
			whole := ask(t, x, reader, q)
			var got []string
			req := search.Request{Query: q, Language: reader, Audiences: []string{"public"}, Limit: 2}
			for {
				page := askAs(t, x, req)
				if page.Total != whole.Total {
					r.Fatalf("%d in all, and %d on a page", whole.Total, page.Total)
				}
				for _, h := range page.Hits {
					got = append(got, h.ID)
				}
				if req.After = page.Next; page.Next == "" {
					break
				}
			}
			if once := slices.Clone(got); len(got) != whole.Total || len(slices.Compact(slices.Sorted(slices.Values(once)))) != len(got) {
				r.Fatalf("%d things on pages as %v", whole.Total, got)
			}
			if whole.Loose {
				return // with a filter it may be another question
			}
			for _, f := range whole.Facets {
				for _, c := range f.Values {
					if n := ask(t, x, reader, q+" "+f.Field+":"+c.Value).Total; n != c.Count {
						r.Fatalf("%s %s is counted %d times and found %d times", f.Field, c.Value, c.Count, n)
					}
				}
			}
		})
	})
}
