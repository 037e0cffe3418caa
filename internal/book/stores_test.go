package book_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/sqlite"
)

func TestMain(m *testing.M) {
	if told := os.Getenv(victimEnvironment); told != "" {
		die(told)
	}
	// A check opens a store; -rapid.checks=N asks for more.
	if f := flag.Lookup("rapid.checks"); f != nil {
		_ = f.Value.Set("25")
	}
	os.Exit(pgtest.Main(m))
}

var ctx = context.Background()

// onEachStore runs f on every store; open gives the same store, opened again
// when it was closed.
func onEachStore(t *testing.T, f func(t *testing.T, open func() store.Store)) {
	t.Run("sqlite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "book.sqlite")
		f(t, func() store.Store {
			s, err := sqlite.Open(path, sqlite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			return s
		})
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		schema := pgtest.Schema(t, dsn)
		f(t, func() store.Store {
			s, err := postgres.Open(ctx, dsn, postgres.Options{Schema: schema})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			return s
		})
	})
}

// record records drafts in one call and fails the test when it is refused.
func record(t testing.TB, b *book.Book, drafts ...book.Draft) book.Receipt {
	t.Helper()
	r, err := b.Record(ctx, book.Call{Acts: drafts})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// verified fails the test when any check finds a fault.
func verified(t testing.TB, b *book.Book) {
	t.Helper()
	v, err := b.Verify(ctx, book.Checks(), func(f book.Finding) { t.Error(f) }, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v.Acts != b.Size() {
		t.Errorf("verified %d acts of %d", v.Acts, b.Size())
	}
}
