package booktest

import (
	"context"
	"path/filepath"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/sqlite"
)

// OnEachStore runs f on a new store of each kind. The package's TestMain is
// [pgtest.Main].
func OnEachStore(t *testing.T, f func(t *testing.T, s store.Store)) {
	t.Run("sqlite", func(t *testing.T) { f(t, InSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, InPostgres(t)) })
}

// InSQLite opens a new store in a file, and closes it when the test ends.
func InSQLite(t testing.TB) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "book.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// InPostgres opens a new store in a schema of its own, and closes it when the
// test ends; the test is skipped where there is no PostgreSQL.
func InPostgres(t testing.TB) *postgres.Store {
	t.Helper()
	dsn := pgtest.DSN(t)
	s, err := postgres.Open(context.Background(), dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// Erasing is a module whose one kind, erasure.test, records erasures without the
// persons and rules that a node asks for.
func Erasing() book.Module {
	return book.Module{Name: "erasing", Kinds: []book.Kind{
		{Shape: act.Shape{Name: "erasure.test", Version: 1, Title: "Erasure", Subjects: []string{"erasure"}, Audiences: []string{act.Public}, Fields: []act.Field{
			{Name: "about", Label: "About", Type: act.About, Required: true}, {Name: "audience", Label: "Audience", Type: act.Text, Required: true},
		}}, Erases: func(a *act.Act) (act.Subject, string, error) {
			var b struct {
				About    act.Subject
				Audience string
			}
			err := a.Decode(&b)
			return b.About, b.Audience, err
		}},
	}}
}
