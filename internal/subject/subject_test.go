package subject_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/sqlite"
	"comity/internal/subject"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var ctx = context.Background()

func TestRegistry(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		s, err := sqlite.Open(filepath.Join(t.TempDir(), "book.sqlite"), sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		registry(t, s)
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		s, err := postgres.Open(ctx, dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)})
		if err != nil {
			t.Fatal(err)
		}
		registry(t, s)
	})
}

// registry enters subjects by the projector of a module of its own, as modules
// do.
func registry(t *testing.T, s store.Store) {
	t.Cleanup(func() { s.Close() })
	treaty := subject.Entry{ID: "treaty/x", Title: "An invented treaty", Language: "en", Owner: "XAA", Topics: []string{"corruption", "assets"}, States: []string{"XBB", "XAA"}}
	project := subject.Entry{ID: "project/p1", Title: "An invented project", Language: "en", Owner: "XAA", Topics: []string{"assets"}}
	link := subject.Edge{From: "project/p1", Relation: "carries-out", To: "treaty/x"}
	step := func(n string, writes func() []store.Write) book.Kind {
		return book.Kind{Shape: act.Shape{Name: "registry." + n, Version: 1, Title: n, Subjects: []string{"treaty"}, Audiences: []string{act.Public}},
			Project: func(context.Context, store.Reader, *act.Act) ([]store.Write, error) { return writes(), nil }}
	}
	m := book.Module{Name: "registry", Kinds: []book.Kind{
		step("enter", func() []store.Write {
			return append(append(subject.Put(treaty), subject.Put(project)...), subject.Link(link), subject.Link(link))
		}),
		step("change", func() []store.Write {
			changed := treaty
			changed.Title, changed.Topics = "Another title", []string{"assets"}
			return subject.Put(changed)
		}),
		step("unlink", func() []store.Write { return []store.Write{subject.Unlink(link)} }),
		step("remove", func() []store.Write { return append([]store.Write{subject.Link(link)}, subject.Remove("treaty/x")...) }),
	}}
	b, err := book.Open(ctx, s, booktest.Options(t), subject.Module(), m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	do := func(kind string) {
		t.Helper()
		if _, err := b.Record(ctx, book.Call{Acts: []book.Draft{booktest.Draft("registry."+kind, "treaty/x", `{}`)}}); err != nil {
			t.Fatal(err)
		}
	}
	look := func(f func(store.View)) {
		t.Helper()
		if err := b.Read(ctx, 0, func(v store.View) error { f(v); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	list := func(v store.View, f subject.Filter, want ...act.Subject) {
		t.Helper()
		got, err := subject.List(ctx, v, f)
		if err != nil || len(got) != len(want) || len(want) > 0 && !cmp.Equal(got, want) {
			t.Errorf("%+v lists %v, want %v: %v", f, got, want, err)
		}
	}
	do("enter")
	look(func(v store.View) {
		got, found, err := subject.Get(ctx, v, "treaty/x")
		if err != nil || !found || !cmp.Equal(got, treaty) {
			t.Errorf("the treaty reads %+v, %v", got, err)
		}
		list(v, subject.Filter{}, "project/p1", "treaty/x")
		list(v, subject.Filter{Type: "treaty"}, "treaty/x")
		list(v, subject.Filter{Topic: "assets", Owner: "XAA"}, "project/p1", "treaty/x")
		list(v, subject.Filter{Topic: "assets", State: "XBB"}, "treaty/x")
		list(v, subject.Filter{Limit: 1}, "project/p1")
		list(v, subject.Filter{Limit: 1, After: "project/p1"}, "treaty/x")
		list(v, subject.Filter{State: "XZZ"})
		for _, id := range []act.Subject{"treaty/x", "project/p1"} {
			if links, err := subject.Links(ctx, v, id); err != nil || !cmp.Equal(links, []subject.Edge{link}) {
				t.Errorf("%s is linked by %v, %v", id, links, err)
			}
		}
	})
	do("change")
	look(func(v store.View) {
		got, _, err := subject.Get(ctx, v, "treaty/x")
		if err != nil || got.Title != "Another title" || !cmp.Equal(got.Topics, []string{"assets"}) || !cmp.Equal(got.States, treaty.States) {
			t.Errorf("the changed treaty reads %+v, %v", got, err)
		}
		list(v, subject.Filter{Topic: "corruption"})
	})
	do("unlink")
	look(func(v store.View) {
		if links, err := subject.Links(ctx, v, "treaty/x"); err != nil || links != nil {
			t.Errorf("still linked by %v, %v", links, err)
		}
	})
	do("remove")
	look(func(v store.View) {
		if _, found, err := subject.Get(ctx, v, "treaty/x"); found || err != nil {
			t.Errorf("the removed treaty is there: %v", err)
		}
		if links, err := subject.Links(ctx, v, "project/p1"); err != nil || links != nil {
			t.Errorf("links to what is gone: %v, %v", links, err)
		}
	})
	if _, err := b.Verify(ctx, []book.Check{book.CheckTables}, func(f book.Finding) { t.Error(f) }, nil); err != nil {
		t.Error(err)
	}
}
