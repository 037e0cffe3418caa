package search_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/search"
)

// What a reader may not see leaves no trace in the answer: it is the answer of
// an index that never had it.
func TestHiddenDocumentsLeaveNoTrace(t *testing.T) {
	words := strings.Fields("court judge treaty letter A/RES/69/197 суд судья محكمة القاضي 法院 法官 l'État the of anti-corruption")
	audiences := []string{"public", "mission-fra", "desk"}
	onEachStore(t, func(t *testing.T, x *search.Index) {
		run := int64(0)
		rapid.Check(t, func(r *rapid.T) {
			run++
			var all, visible []search.Entry
			reader := rapid.SliceOfDistinct(rapid.SampledFrom(audiences), func(s string) string { return s }).Draw(r, "reader")
			for i := range rapid.IntRange(1, 12).Draw(r, "documents") {
				d := &search.Document{ID: fmt.Sprintf("d%d", i), Audience: rapid.SampledFrom(audiences).Draw(r, "audience"), Type: "note",
					Whole:  rapid.SampledFrom([]string{"", "w1", "w2"}).Draw(r, "whole"),
					Topics: []string{rapid.SampledFrom([]string{"x", "y"}).Draw(r, "topic")}, Language: rapid.SampledFrom([]string{"fr", "en"}).Draw(r, "language"),
					Title: strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 3).Draw(r, "title"), " "),
					Text:  strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(r, "text"), " ")}
				e := search.Entry{Index: run * 1000, Change: search.Change{Put: d}}
				all = append(all, e)
				if slices.Contains(reader, d.Audience) {
					visible = append(visible, e)
				}
			}
			req := search.Request{Query: strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(r, "query"), " "), Language: "fr", Audiences: reader, Limit: 100}
			answer := func(entries []search.Entry, at int64) search.Result {
				for i := range 12 {
					apply(t, x, search.Entry{Index: at, Change: search.Change{Remove: fmt.Sprintf("d%d", i)}})
				}
				for i := range entries {
					entries[i].Index = at + 1
				}
				apply(t, x, entries...)
				return askAs(t, x, req)
			}
			with := answer(all, run*1000)
			without := answer(visible, run*1000+10)
			if !reflect.DeepEqual(with, without) {
				r.Fatalf("%q, for %v:\n%+v\nwithout what is hidden:\n%+v", req.Query, reader, with, without)
			}
		})
	})
}

func TestNobodyFindsNothing(t *testing.T) {
	onEachStore(t, func(t *testing.T, x *search.Index) {
		put(t, x, search.Document{ID: "a", Type: "note", Title: "court"})
		for _, audiences := range [][]string{nil, {}, {""}, {"Public"}, {"pub%"}} {
			r := askAs(t, x, search.Request{Query: "court", Audiences: audiences})
			if r.Total != 0 || len(r.Hits) != 0 || r.Facets != nil || r.Next != "" {
				t.Errorf("%q found %+v", audiences, r)
			}
		}
	})
}

// A document whose audience changes is seen by the new one only.
func TestAudienceChanges(t *testing.T) {
	onEachStore(t, func(t *testing.T, x *search.Index) {
		d := search.Document{ID: "a", Type: "note", Title: "court", Audience: "desk"}
		apply(t, x, search.Entry{Index: 3, Change: search.Change{Put: &d}})
		if r := ask(t, x, "en", "court"); r.Total != 0 {
			t.Errorf("the public found %+v", r)
		}
		open := d
		open.Audience = "public"
		apply(t, x, search.Entry{Index: 5, Change: search.Change{Put: &open}})
		if r := ask(t, x, "en", "court"); r.Total != 1 {
			t.Errorf("released, the public found %+v", r)
		}
		if r := askAs(t, x, search.Request{Query: "court", Audiences: []string{"desk"}}); r.Total != 0 {
			t.Errorf("released, the desk's audience still found %+v", r)
		}
	})
}
