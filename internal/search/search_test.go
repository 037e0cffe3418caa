package search_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"comity/internal/book"
	"comity/internal/search"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/sqlite"
)

func TestMain(m *testing.M) {
	// A check writes to a store; -rapid.checks=N asks for more.
	if f := flag.Lookup("rapid.checks"); f != nil {
		_ = f.Value.Set("20")
	}
	os.Exit(pgtest.Main(m))
}

var ctx = context.Background()

func inSQLite(t testing.TB) (*sqlite.Store, *search.Index) {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "book.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, opened(t, s)
}

func opened(t testing.TB, s store.Store) *search.Index {
	t.Helper()
	if err := s.Migrate(ctx, book.Steps()); err != nil {
		t.Fatal(err)
	}
	x, err := search.Open(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// onEachStore runs f on an empty index in every store.
func onEachStore(t *testing.T, f func(t *testing.T, x *search.Index)) {
	t.Run("sqlite", func(t *testing.T) {
		_, x := inSQLite(t)
		f(t, x)
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		s, err := postgres.Open(ctx, dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		f(t, opened(t, s))
	})
}

// put indexes documents as acts 0, 1, …, public where nothing is said.
func put(t testing.TB, x *search.Index, docs ...search.Document) {
	t.Helper()
	entries := make([]search.Entry, len(docs))
	for i := range docs {
		d := docs[i]
		if d.Audience == "" {
			d.Audience = "public"
		}
		entries[i] = search.Entry{Index: int64(i), Change: search.Change{Put: &d}}
	}
	apply(t, x, entries...)
}

func apply(t testing.TB, x *search.Index, entries ...search.Entry) {
	t.Helper()
	if err := x.Apply(ctx, entries); err != nil {
		t.Fatal(err)
	}
}

// ask asks as one of the public.
func ask(t testing.TB, x *search.Index, language, text string) search.Result {
	t.Helper()
	return askAs(t, x, search.Request{Query: text, Language: language, Audiences: []string{"public"}})
}

func askAs(t testing.TB, x *search.Index, req search.Request) search.Result {
	t.Helper()
	r, err := x.Search(ctx, req)
	if err != nil {
		t.Fatalf("%q: %v", req.Query, err)
	}
	return r
}

func idsOf(r search.Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return out
}
