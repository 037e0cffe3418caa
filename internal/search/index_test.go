package search_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/search"
	"comity/internal/search/query"
	"comity/internal/store"
)

func entry(index int64, d search.Document) search.Entry {
	if d.Audience == "" {
		d.Audience = "public"
	}
	return search.Entry{Index: index, Change: search.Change{Put: &d}}
}

// Feeding the same acts again, in whole or from any place, changes nothing.
func TestFeedingAgainChangesNothing(t *testing.T) {
	onEachStore(t, func(t *testing.T, x *search.Index) {
		feed := []search.Entry{
			entry(1, search.Document{ID: "a", Type: "note", Title: "first court"}),
			entry(2, search.Document{ID: "b", Type: "note", Title: "second court"}),
			entry(3, search.Document{ID: "a", Type: "note", Title: "third court"}),
			{Index: 4, Change: search.Change{Remove: "b"}},
			entry(5, search.Document{ID: "c", Type: "note", Subject: "note/n1", Audience: "desk", Title: "fifth court"}),
			{Index: 6, Change: search.Change{Forget: &search.Pair{Subject: "note/n1", Audience: "desk"}}},
			entry(7, search.Document{ID: "d", Type: "note", Subject: "note/n1", Audience: "desk", Title: "seventh court"}),
		}
		req := search.Request{Query: "court first second third fifth seventh ", Audiences: []string{"public", "desk"}}
		apply(t, x, feed...)
		want := askAs(t, x, req)
		if got := fmt.Sprint(idsOf(want)); got != "[a d]" && got != "[d a]" {
			t.Fatalf("found %s", got)
		}
		for from := range feed {
			apply(t, x, feed[from:]...)
			if got := askAs(t, x, req); !reflect.DeepEqual(got, want) {
				t.Errorf("fed again from %d: %+v, want %+v", from, got, want)
			}
			apply(t, x, feed[from]) // alone, as after a crash
			if got := askAs(t, x, req); !reflect.DeepEqual(got, want) {
				t.Errorf("act %d fed again: %+v, want %+v", from+1, got, want)
			}
		}
	})
}

func TestDocumentsThatCantBeKeptAreRefusedWhole(t *testing.T) {
	_, x := inSQLite(t)
	for name, d := range map[string]search.Document{
		"no ID": {Type: "note"}, "an ID with a space": {ID: "a b", Type: "note"}, "no type": {ID: "a"}, "a type with a colon": {ID: "a", Type: "x:y"},
		"a topic with a space": {ID: "a", Type: "note", Topics: []string{"x y"}}, "a long text": {ID: "a", Type: "note", Text: strings.Repeat("é", 40000)},
		"too many words": {ID: "a", Type: "note", Text: strings.Repeat("a ", 16000)},
	} {
		d.Audience = "public"
		err := x.Apply(ctx, []search.Entry{entry(1, search.Document{ID: "good", Type: "note", Title: "court"}), {Index: 2, Change: search.Change{Put: &d}}})
		if err == nil || !strings.Contains(err.Error(), "; ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r := ask(t, x, "en", "court"); r.Total != 0 {
		t.Errorf("half of a refused feed was kept: %+v", r)
	}
}

// Walking the pages meets each document once, in the order of one long page.
func TestPages(t *testing.T) {
	onEachStore(t, func(t *testing.T, x *search.Index) {
		var docs []search.Document
		for i := range 57 {
			docs = append(docs, search.Document{ID: fmt.Sprintf("d%02d", i), Type: []string{"note", "report"}[i%2], Title: "court " + strings.Repeat("judge ", i%4)})
		}
		put(t, x, docs...)
		for _, q := range []string{"court", "judge court", "type:note"} {
			req := search.Request{Query: q, Audiences: []string{"public"}, Limit: 100}
			want := idsOf(askAs(t, x, req))
			req.Limit = 7
			var got []string
			for page := 0; page < 20; page++ {
				r := askAs(t, x, req)
				if r.Total != len(want) {
					t.Errorf("%q: a page counts %d of %d", q, r.Total, len(want))
				}
				got = append(got, idsOf(r)...)
				if req.After = r.Next; r.Next == "" {
					break
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%q: page by page %v, at once %v", q, got, want)
			}
		}
		next := askAs(t, x, search.Request{Query: "court", Audiences: []string{"public"}, Limit: 7}).Next
		for _, req := range []search.Request{
			{Query: "judge", After: next, Audiences: []string{"public"}}, {Query: "court", After: next, Audiences: []string{"desk"}}, {Query: "court", After: "x!", Audiences: []string{"public"}},
		} {
			var e *query.Error
			if _, err := x.Search(ctx, req); !errors.As(err, &e) || e.Code != "cursor" {
				t.Errorf("%q after another question's page: %v", req.Query, err)
			}
		}
	})
}

func TestFacetsAndSnippets(t *testing.T) {
	onEachStore(t, func(t *testing.T, x *search.Index) {
		put(t, x,
			search.Document{ID: "a", Type: "note", Topics: []string{"x", "y"}, Parties: []string{"FRA"}, Language: "en", Title: "The courts", Text: strings.Repeat("Nothing of it here. ", 40) + "At last a court sits, and the judge asks. " + strings.Repeat("And then no more. ", 40)},
			search.Document{ID: "b", Type: "note", Topics: []string{"x"}, Language: "fr-CH", Title: "La cour", Text: "court"},
			search.Document{ID: "c", Type: "report", Title: "Other"})
		r := ask(t, x, "en", "court ")
		want := "[{type [{note 2}]} {topic [{x 2} {y 1}]} {party [{FRA 1}]} {lang [{en 1} {fr 1}]}]"
		if got := fmt.Sprint(r.Facets); got != want {
			t.Errorf("facets %s, want %s", got, want)
		}
		for _, h := range r.Hits {
			if h.ID != "a" {
				continue
			}
			if m := h.Title.Marks; len(m) != 1 || h.Title.Text[m[0][0]:m[0][1]] != "courts" {
				t.Errorf("the title's marks are %v", m)
			}
			s := h.Snippet
			if !s.Before || !s.After || len(s.Marks) != 1 || s.Text[s.Marks[0][0]:s.Marks[0][1]] != "court" || len(s.Text) > 300 {
				t.Errorf("the snippet is %+v", s)
			}
		}
	})
}

// What was erased is in no file of the store, once it is scrubbed.
func TestErasedTermsLeaveTheFiles(t *testing.T) {
	s, x := inSQLite(t)
	var entries []search.Entry
	for i := range 300 {
		entries = append(entries, entry(int64(i), search.Document{ID: fmt.Sprintf("d%d", i), Subject: "note/other", Type: "note", Title: "An ordinary court", Text: fmt.Sprintf("word%d and others", i)}))
	}
	secret := search.Document{ID: "s", Subject: "note/secret", Audience: "desk", Type: "note", Language: "en",
		Title: "Zyxwvutiform", Text: "The qqkumquat informant lives in Vvlissingen. 暗号暗号 ъъшифротекст"}
	apply(t, x, append(entries, entry(400, secret))...)
	traces := []string{"zyxwvutiform", "qqkumquat", "vvlissingen", "暗号", "ъъшифротекст", "Zyxwvutiform", "kumquat"}
	read := func() []byte {
		var all []byte
		for _, end := range []string{"", "-wal"} {
			b, err := os.ReadFile(s.Path() + end)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			all = append(all, b...)
		}
		return all
	}
	before := read()
	for _, w := range traces[1:4] {
		if !bytes.Contains(before, []byte(w)) {
			t.Errorf("%q is not in the files to begin with", w)
		}
	}
	apply(t, x, search.Entry{Index: 500, Change: search.Change{Forget: &search.Pair{Subject: "note/secret", Audience: "desk"}}})
	if err := s.Scrub(ctx); err != nil {
		t.Fatal(err)
	}
	after := read()
	for _, w := range traces {
		if bytes.Contains(after, []byte(w)) {
			t.Errorf("%q is still in the store's files", w)
		}
	}
	if r := askAs(t, x, search.Request{Query: "qqkumquat", Audiences: []string{"desk", "public"}}); r.Total != 0 {
		t.Errorf("what was erased is found: %+v", r)
	}
	if r := ask(t, x, "en", "court"); r.Total != 300 {
		t.Errorf("of the others %d are found", r.Total)
	}
	if err := s.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`INSERT INTO search_fts (search_fts, rank) VALUES ('integrity-check', 1)`))
		return nil
	}); err != nil {
		t.Errorf("the index is not whole: %v", err)
	}
}

// The index follows the book: notes are found by their audience, and forgotten
// with an erasure.
func TestFollowsTheBook(t *testing.T) {
	onEachStore(t, func(t *testing.T, x *search.Index) {
		b := booktest.Open(t, x.Store(), booktest.Options(t))
		for _, d := range []book.Draft{
			booktest.WriteNote(1, "desk", "the northern court"), booktest.WriteNote(2, act.Public, "the southern court"), booktest.WriteNote(3, "desk", "the western court"),
			booktest.Draft("note.erase", booktest.Note(1), `{"audience":"desk"}`),
		} {
			if _, err := b.Record(ctx, book.Call{Person: booktest.Persons[0], Acts: []book.Draft{d}}); err != nil {
				t.Fatal(err)
			}
		}
		source := func(_ context.Context, a *act.Act) ([]search.Change, error) {
			var body struct{ Text, Audience string }
			switch {
			case a.Erased || a.Clear == nil:
				return nil, nil
			case a.Kind == "note.write":
				err := a.Decode(&body)
				return []search.Change{{Put: &search.Document{ID: a.ID, Subject: string(a.Subject), Audience: a.Audience, Type: "note", Language: "en", Title: body.Text}}}, err
			case a.Kind == "note.erase":
				err := a.Decode(&body)
				return []search.Change{{Forget: &search.Pair{Subject: string(a.Subject), Audience: body.Audience}}}, err
			}
			return nil, nil
		}
		follow, stop := context.WithCancel(ctx)
		done := make(chan error)
		go func() { done <- x.Follow(follow, b, source) }()
		for until := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			at, err := b.Position(ctx, search.Consumer)
			if err != nil || time.Now().After(until) {
				t.Fatal(at, err)
			}
			if at == 4 {
				break
			}
		}
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if r := ask(t, x, "en", "court"); r.Total != 1 || r.Hits[0].Title.Text != "the southern court" {
			t.Errorf("the public found %+v", r)
		}
		if r := askAs(t, x, search.Request{Query: "court", Audiences: []string{"desk"}}); r.Total != 1 || r.Hits[0].Title.Text != "the western court" {
			t.Errorf("the desk found %+v", r)
		}
	})
}
