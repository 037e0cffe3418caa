package book_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/sqlite"
)

// drafts are acts of all kinds over few subjects, lawful or not.
func drafts(small int) *rapid.Generator[book.Draft] {
	return rapid.Custom(func(t *rapid.T) book.Draft {
		n, m := rapid.IntRange(0, small).Draw(t, "n"), rapid.IntRange(0, small).Draw(t, "m")
		amount := rapid.Int64Range(1, 50).Draw(t, "amount")
		text := rapid.StringMatching(`[a-zé中 "\\]{0,12}`).Draw(t, "text") + "."
		var d book.Draft
		switch rapid.IntRange(0, 11).Draw(t, "kind") {
		case 0:
			d = booktest.Draft("account.open", booktest.Account(n), fmt.Sprintf(`{"number":"N-%d"}`, m))
		case 1, 2:
			d = booktest.PayIn(n, amount)
		case 3, 4:
			d = booktest.Move(n, m, amount)
		case 5:
			d = booktest.Draft("offer.make", booktest.Offer(n), fmt.Sprintf(`{"amount":%d}`, amount))
		case 6:
			d = booktest.Draft("offer.accept", booktest.Offer(n), `{}`)
		case 7:
			d = booktest.Draft("offer.withdraw", booktest.Offer(n), `{}`)
		case 8:
			d = booktest.WriteNote(n, rapid.SampledFrom([]string{"team", "board", act.Public}).Draw(t, "audience"), text)
		case 9:
			d = booktest.Draft("note.seal", booktest.Note(n), "")
			d.Audience, d.Body = act.Sealed, booktest.Sealed(text)
		case 10:
			d = booktest.Draft("note.mark", booktest.Note(n), ` { } `)
		case 11:
			d = booktest.Draft("note.erase", booktest.Note(n), `{"audience":"team"}`)
		}
		for range rapid.IntRange(0, 2).Draw(t, "cites") {
			d.Cites = append(d.Cites, act.Cite(fmt.Sprintf("A/RES/69/197#%d", 1+len(d.Cites)+m)))
		}
		if rapid.Bool().Draw(t, "communicated") {
			d.Standing = act.Communicated
			d.Source = &act.Source{Channel: "note-verbale", Reference: "№ " + text, Received: "2026-05-03"}
		}
		return d
	})
}

func calls(t *rapid.T, most int) []book.Call {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) book.Call {
		c := book.Call{Person: rapid.SampledFrom(append(booktest.Persons, "")).Draw(t, "person"), Acts: rapid.SliceOfN(drafts(4), 1, 4).Draw(t, "acts")}
		if rapid.Bool().Draw(t, "keyed") {
			c.Key = fmt.Sprint("key ", rapid.IntRange(0, 20).Draw(t, "key"))
		}
		return c
	}), 1, most).Draw(t, "calls")
}

// newBook opens a new book for one check of a property.
func newBook(t *rapid.T, T *testing.T, open func(*testing.T) (store.Store, func())) (*book.Book, *booktest.Keys, func()) {
	s, drop := open(T)
	signer, verifier := booktest.NodeKey(T)
	keys := booktest.NewKeys()
	b, err := book.Open(ctx, s, book.Options{Signer: signer, Verifier: verifier, Keys: keys, Sealed: booktest.CheckSealed}, booktest.Modules()...)
	if err != nil {
		t.Fatal(err)
	}
	return b, keys, func() { b.Close(); s.Close(); drop() }
}

// onFreshStores runs f on each kind of store, with a way to open new ones.
func onFreshStores(t *testing.T, f func(t *testing.T, open func(*testing.T) (store.Store, func()))) {
	t.Run("sqlite", func(t *testing.T) {
		folder, n := t.TempDir(), 0
		f(t, func(t *testing.T) (store.Store, func()) {
			n++
			s, err := sqlite.Open(filepath.Join(folder, fmt.Sprint(n)), sqlite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return s, func() {}
		})
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		schema, n := pgtest.Schema(t, dsn), 0
		f(t, func(t *testing.T) (store.Store, func()) {
			n++
			name := fmt.Sprint(schema, "_", n)
			s, err := postgres.Open(ctx, dsn, postgres.Options{Schema: name})
			if err != nil {
				t.Fatal(err)
			}
			return s, func() { pgtest.DropSchema(t, dsn, name) }
		})
	})
}

// dump prints all projected tables, row by row.
func dump(t *rapid.T, b *book.Book) string {
	var out strings.Builder
	err := b.Read(ctx, 0, func(v store.View) error {
		out.Reset()
		for _, q := range []string{
			`SELECT name || ' ' || number || ' ' || balance || ' ' || opened FROM {account} ORDER BY name`,
			`SELECT idx || ' ' || account || ' ' || amount || ' ' || COALESCE(reason, '-') FROM {movement} ORDER BY idx, account`,
			`SELECT name || ' ' || amount || ' ' || state FROM {offer} ORDER BY name`,
			`SELECT idx || ' ' || subject || ' ' || audience || ' ' || state || ' ' || COALESCE(text, '-') FROM {note} ORDER BY idx`,
			`SELECT subject || ' ' || marks FROM {note_count} ORDER BY subject`,
		} {
			out.WriteString(q + "\n")
			err := store.Each(ctx, v, q, nil, func(r store.Rows) error {
				var s string
				err := r.Scan(&s)
				out.WriteString(s + "\n")
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// destroy does what whoever erases does once the act is recorded. A repeated
// call finds its keys gone, and those of later bodies are none of its business.
func destroy(keys *booktest.Keys, r book.Receipt) {
	if r.Again {
		return
	}
	for _, h := range r.Acts {
		if h.Kind == "note.erase" {
			keys.Destroy(h.Subject, "team")
		}
	}
}

func TestTablesEqualAReplayWhateverIsRecorded(t *testing.T) {
	onFreshStores(t, func(T *testing.T, open func(*testing.T) (store.Store, func())) {
		rapid.Check(T, func(t *rapid.T) {
			b, keys, done := newBook(t, T, open)
			defer done()
			for _, c := range calls(t, 12) {
				r, err := b.Record(ctx, c)
				if err == nil {
					destroy(keys, r)
				} else if code := book.CodeOf(err); code != book.Conflict && code != book.Duplicate {
					t.Fatalf("%v: %v", c, err)
				}
			}
			before := dump(t, b)
			if _, err := b.Verify(ctx, book.Checks()[1:], func(f book.Finding) {
				if f.Check != book.CheckWitness {
					t.Error(f)
				}
			}, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := b.Rebuild(ctx, nil); err != nil {
				t.Fatal(err)
			}
			if after := dump(t, b); after != before {
				t.Errorf("before a rebuild:\n%s\nafter:\n%s", before, after)
			}
		})
	})
}

func TestGroupedEqualsOneByOne(t *testing.T) {
	onFreshStores(t, func(T *testing.T, open func(*testing.T) (store.Store, func())) {
		rapid.Check(T, func(t *rapid.T) {
			grouped, _, done := newBook(t, T, open)
			defer done()
			all := calls(t, 24)
			for i := range all { // an erasure's key is destroyed after its act: not in this property
				for j, d := range all[i].Acts {
					if d.Kind == "note.erase" {
						all[i].Acts[j] = booktest.PayIn(1, 1)
					}
				}
				all[i].Key = ""
			}
			receipts := make([]book.Receipt, len(all))
			errs := make([]error, len(all))
			var wg sync.WaitGroup
			start := make(chan struct{})
			for i, c := range all {
				wg.Go(func() {
					<-start
					receipts[i], errs[i] = grouped.Record(context.Background(), c)
				})
			}
			close(start)
			wg.Wait()
			first := map[int64]int{} // index of a call's first act → call
			for i, r := range receipts {
				if errs[i] == nil {
					first[r.Acts[0].Index] = i
				} else if book.CodeOf(errs[i]) != book.Conflict {
					t.Fatal(errs[i])
				}
			}
			single, _, done := newBook(t, T, open)
			defer done()
			for at := int64(0); at < grouped.Size(); {
				i, ok := first[at]
				if !ok {
					t.Fatalf("no call has the act %d first", at)
				}
				r, err := single.Record(ctx, all[i])
				if err != nil {
					t.Fatalf("one by one: %v", err)
				}
				if r.Acts[0].Index != at {
					t.Fatalf("one by one the act is %d, grouped %d", r.Acts[0].Index, at)
				}
				at += int64(len(r.Acts))
			}
			if a, b := dump(t, grouped), dump(t, single); a != b {
				t.Errorf("grouped:\n%s\none by one:\n%s", a, b)
			}
		})
	})
}
