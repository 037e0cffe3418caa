package search_test

import (
	"fmt"
	"testing"

	"comity/internal/search"
)

// An answer that is kept is the answer, and none is kept beyond a change of the
// index: not of another's documents, not of one that was taken out.
func TestAnAnswerIsKeptUntilTheIndexChanges(t *testing.T) {
	onEachStore(t, func(t *testing.T, x *search.Index) {
		put := func(index int64, id, audience, text string) {
			t.Helper()
			d := &search.Document{ID: id, Subject: "x/" + id, Audience: audience, Type: "document", Language: "en", Title: "Title " + id, Text: text}
			if err := x.Apply(ctx, []search.Entry{{Index: index, Change: search.Change{Put: d}}}); err != nil {
				t.Fatal(err)
			}
		}
		ids := func(audiences ...string) string {
			t.Helper()
			out := ""
			for range 2 { // the second time from what is kept, for the public
				r, err := x.Search(ctx, search.Request{Query: "harbour", Language: "en", Audiences: audiences})
				if err != nil {
					t.Fatal(err)
				}
				again := fmt.Sprint(r.Total)
				for _, h := range r.Hits {
					again += " " + h.ID
				}
				if out != "" && again != out {
					t.Errorf("asked again: %s, before %s", again, out)
				}
				out = again
			}
			return out
		}
		want := func(got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("found %s, want %s", got, want)
			}
		}
		put(1, "a", "public", "a harbour")
		want(ids("public"), "1 a")
		put(2, "b", "secretariat", "another harbour")
		want(ids("public"), "1 a")
		want(ids("public", "secretariat"), "2 a b")
		want(ids("public"), "1 a")
		put(3, "c", "public", "the third harbour")
		want(ids("public"), "2 a c")
		if err := x.Apply(ctx, []search.Entry{{Index: 4, Change: search.Change{Remove: "a"}}}); err != nil {
			t.Fatal(err)
		}
		want(ids("public"), "1 c")
	})
}
