// Package storetest is the suite that every store passes.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"comity/internal/store"
)

// Steps are a small set of kernel's tables for the suite.
var Steps = []store.Migration{
	{Number: 1, Name: "head", SQL: `
-- the row that says where the book stands
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, generation INTEGER NOT NULL) STRICT;
CREATE TABLE thing (k INTEGER PRIMARY KEY, s TEXT NOT NULL, b BLOB, f REAL, t TEXT, n INTEGER) STRICT;
CREATE UNIQUE INDEX thing_s ON thing (s);
INSERT INTO head (one, size, generation) VALUES (1, 0, 1);
`},
	{Number: 2, Name: "generations", SQL: `
CREATE TABLE g1_row (a TEXT NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
CREATE TABLE g2_row (a TEXT NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
CREATE TABLE g2_list (a TEXT NOT NULL, b INTEGER NOT NULL) STRICT;
`},
}

// Run runs the suite; open gives the same empty store, opened anew each time
// it is called with the same test.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for name, f := range map[string]func(*testing.T, func(*testing.T) store.Store){
		"migrates once, refuses newer and altered steps": migrates,
		"values come back as they went in":               values,
		"a failed write leaves nothing":                  atomic1,
		"try undoes its own writes only":                 try,
		"queued writes are seen by the next query":       queued,
		"a snapshot stands still":                        snapshot,
		"writers take turns":                             turns,
		"braces name a generation":                       generations,
		"text sorts by bytes":                            sorts,
		"the common subset of SQL":                       subset,
		"a context that ends":                            contexts,
		"answers inside answers":                         nested,
	} {
		t.Run(name, func(t *testing.T) { f(t, open) })
	}
}

var ctx = context.Background()

func ready(t *testing.T, open func(*testing.T) store.Store) store.Store {
	t.Helper()
	s := open(t)
	if err := s.Migrate(ctx, Steps); err != nil {
		t.Fatal(err)
	}
	return s
}

func migrates(t *testing.T, open func(*testing.T) store.Store) {
	s := open(t)
	for range 2 {
		if err := s.Migrate(ctx, Steps); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Migrate(ctx, Steps[:1]); store.KindOf(err) != store.Unfit {
		t.Errorf("an older program opened a newer store: %v", err)
	}
	altered := []store.Migration{Steps[0], Steps[1]}
	altered[0].SQL += "\nCREATE TABLE more (a INTEGER) STRICT;"
	if err := s.Migrate(ctx, altered); store.KindOf(err) != store.Unfit {
		t.Errorf("an altered step passed: %v", err)
	}
	broken := append(append([]store.Migration{}, Steps...), store.Migration{Number: 3, Name: "broken", SQL: `
CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE half (a INTEGER) STRICT;`})
	if err := s.Migrate(ctx, broken); err == nil {
		t.Error("a broken step passed")
	}
	// Another series is numbered by itself, and neither knows of the other.
	others := []store.Migration{{Series: "other", Number: 1, Name: "one", SQL: `CREATE TABLE other_one (a INTEGER) STRICT;`}}
	for range 2 {
		if err := s.Migrate(ctx, others); err != nil {
			t.Fatal(err)
		}
	}
	others = append(others, store.Migration{Series: "other", Number: 2, Name: "two", SQL: `CREATE TABLE other_two (a INTEGER) STRICT;`})
	if err := s.Migrate(ctx, others); err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(ctx, others[:1]); store.KindOf(err) != store.Unfit {
		t.Errorf("an older program opened a newer series: %v", err)
	}
	if err := s.Migrate(ctx, Steps); err != nil {
		t.Errorf("a series stood in the way of the book's steps: %v", err)
	}
	if err := s.Migrate(ctx, append([]store.Migration{others[0]}, Steps[1])); err == nil {
		t.Error("steps of two series passed as one")
	}
	err := s.Read(ctx, store.Latest, func(v store.View) error {
		_, err := store.One(ctx, v, `SELECT count(*) FROM half`, nil, new(int64))
		return err
	})
	if err == nil {
		t.Error("a broken step left a table")
	}
}

func values(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	type row struct {
		k int64
		s string
		b []byte
		f float64
		t *string
		n *int64
	}
	text, number := "é中\x01'\"?{x}", int64(-1<<63)
	rows := []row{
		{1, "", []byte{}, 0, nil, nil},
		{2, text, []byte{0, 1, 0xff}, -1.5, &text, &number},
		{1<<63 - 1, "long", bytes.Repeat([]byte{7}, 70000), 1e300, nil, &number},
	}
	err := s.Write(ctx, func(tx store.Tx) error {
		for _, r := range rows {
			var tt, nn any
			if r.t != nil {
				tt = *r.t
			}
			if r.n != nil {
				nn = *r.n
			}
			tx.Queue(store.Do(`INSERT INTO thing (k, s, b, f, t, n) VALUES (?, ?, ?, ?, ?, ?)`, r.k, r.s, r.b, r.f, tt, nn))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Read(ctx, 0, func(v store.View) error {
		for _, want := range rows {
			var got row
			found, err := store.One(ctx, v, `SELECT k, s, b, f, t, n FROM thing WHERE k = ?`, []any{want.k}, &got.k, &got.s, &got.b, &got.f, &got.t, &got.n)
			if err != nil || !found {
				return fmt.Errorf("row %d: %v %w", want.k, found, err)
			}
			if got.s != want.s || !bytes.Equal(got.b, want.b) || got.b == nil || got.f != want.f ||
				(got.t == nil) != (want.t == nil) || got.t != nil && *got.t != *want.t ||
				(got.n == nil) != (want.n == nil) || got.n != nil && *got.n != *want.n {
				t.Errorf("row %d came back as %+v", want.k, got)
			}
		}
		var a any
		var yes bool
		var none []byte
		if _, err := store.One(ctx, v, `SELECT s, k = ?, NULL FROM thing WHERE k = ?`, []any{1, 1}, &a, new(any), &none); err != nil || a != "" || none != nil {
			t.Errorf("any: %v %v %v", a, none, err)
		}
		if _, err := store.One(ctx, v, `SELECT CASE WHEN k = ? THEN 1 ELSE 0 END FROM thing WHERE k = ?`, []any{1, 1}, &yes); err != nil || !yes {
			t.Errorf("yes or no: %v %v", yes, err)
		}
		if _, err := store.One(ctx, v, `SELECT t FROM thing WHERE k = ?`, []any{1}, new(string)); err == nil {
			t.Error("NULL was read into a string")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func count(t *testing.T, s store.Store, sql string) (n int64) {
	t.Helper()
	err := s.Read(ctx, 0, func(v store.View) error {
		_, err := store.One(ctx, v, sql, nil, &n)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const insert = `INSERT INTO thing (k, s) VALUES (?, ?)`

func atomic1(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	mine := errors.New("refused")
	if err := s.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(insert, 1, "a"))
		return mine
	}); !errors.Is(err, mine) {
		t.Errorf("the error was lost: %v", err)
	}
	if err := s.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(insert, 1, "a"), store.Do(insert, 1, "b"), store.Do(insert, 2, "c"))
		return nil
	}); store.KindOf(err) != store.Broken {
		t.Errorf("a broken rule gave %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = s.Write(ctx, func(tx store.Tx) error {
			tx.Queue(store.Do(insert, 1, "a"))
			if err := tx.Flush(ctx); err != nil {
				t.Error(err)
			}
			panic("a fault in a projector")
		})
	}()
	if n := count(t, s, `SELECT count(*) FROM thing`); n != 0 {
		t.Errorf("%d rows stayed", n)
	}
	if err := s.Write(ctx, func(tx store.Tx) error { tx.Queue(store.Do(insert, 1, "a")); return nil }); err != nil {
		t.Errorf("the store is not fit after failures: %v", err)
	}
}

func try(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	err := s.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(insert, 1, "a"))
		if err := tx.Try(ctx, func() error { tx.Queue(store.Do(insert, 2, "b")); return nil }); err != nil {
			return err
		}
		if err := tx.Try(ctx, func() error { tx.Queue(store.Do(insert, 3, "a")); return nil }); store.KindOf(err) != store.Broken {
			t.Errorf("an inner fault gave %v", err)
		}
		mine := errors.New("no")
		if err := tx.Try(ctx, func() error {
			tx.Queue(store.Do(insert, 4, "d"))
			return tx.Try(ctx, func() error { tx.Queue(store.Do(insert, 5, "e")); return mine })
		}); !errors.Is(err, mine) {
			t.Errorf("an inner error gave %v", err)
		}
		if err := tx.Try(ctx, func() error {
			_, err := store.One(ctx, tx, `SELECT nothing FROM nowhere`, nil, new(int64))
			return err
		}); err == nil {
			t.Error("a query of nothing passed")
		}
		tx.Queue(store.Do(insert, 6, "f"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, `SELECT sum(k) FROM thing`); n != 9 {
		t.Errorf("the sum of keys is %d, want 9", n)
	}
}

func queued(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	if err := s.Write(ctx, func(tx store.Tx) error {
		for i := range 500 {
			tx.Queue(store.Do(insert, i, fmt.Sprint("s", i)))
			if i%100 != 0 {
				continue
			}
			var n int
			if _, err := store.One(ctx, tx, `SELECT count(*) FROM thing`, nil, &n); err != nil || n != i+1 {
				t.Errorf("after %d writes %d rows are seen: %v", i+1, n, err)
			}
		}
		tx.Queue(store.Do(insert, 0, "again"))
		if _, err := store.One(ctx, tx, `SELECT count(*) FROM thing`, nil, new(int)); store.KindOf(err) != store.Broken {
			t.Errorf("a query after a broken write gave %v", err)
		}
		return errors.New("undo")
	}); err == nil {
		t.Error("no error")
	}
}

func snapshot(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	write := func(k int) {
		t.Helper()
		if err := s.Write(ctx, func(tx store.Tx) error {
			tx.Queue(store.Do(insert, k, fmt.Sprint(k)), store.Do(`UPDATE head SET size = size + 1`))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	write(1)
	err := s.Read(ctx, 1, func(v store.View) error {
		if v.At().Size != 1 {
			t.Errorf("size %d, want 1", v.At().Size)
		}
		write(2)
		var n int
		_, err := store.One(ctx, v, `SELECT count(*) FROM thing`, nil, &n)
		if n != 1 {
			t.Errorf("a later write is seen: %d rows", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Read(ctx, 2, func(v store.View) error {
		if v.At().Size != 2 {
			t.Errorf("size %d, want 2", v.At().Size)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func turns(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	var wg sync.WaitGroup
	var inside, reads atomic.Int32
	for i := range 8 {
		wg.Go(func() {
			for j := range 10 {
				err := s.Write(ctx, func(tx store.Tx) error {
					if inside.Add(1) != 1 {
						t.Error("two writers at once")
					}
					defer inside.Add(-1)
					var n int64
					if _, err := store.One(ctx, tx, `SELECT size FROM head`, nil, &n); err != nil {
						return err
					}
					tx.Queue(store.Do(`UPDATE head SET size = ?`, n+1), store.Do(insert, i*100+j, fmt.Sprint(i, ".", j)))
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range 10 {
				err := s.Read(ctx, 0, func(v store.View) error {
					var n int64
					_, err := store.One(ctx, v, `SELECT count(*) FROM thing`, nil, &n)
					if n != v.At().Size {
						t.Errorf("%d rows at size %d", n, v.At().Size)
					}
					reads.Add(1)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := count(t, s, `SELECT size FROM head`); n != 80 {
		t.Errorf("size %d, want 80", n)
	}
}

func generations(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	if err := s.Write(ctx, func(tx store.Tx) error {
		for i := range 450 {
			tx.Queue(store.Do(`INSERT INTO {row} (a, b) VALUES (?, ?)`, "x", i))
			tx.Writing(2).Queue(store.Do(`INSERT INTO {row} (a, b) VALUES (?, ?)`, "y", i),
				store.Do(`INSERT INTO {list} (a, b) VALUES (?, ?)`, "y", i))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, `SELECT count(*) FROM {row} WHERE a = 'x'`); n != 450 {
		t.Errorf("%d rows in the present generation", n)
	}
	if err := s.Read(ctx, 0, func(v store.View) error {
		var n int
		_, err := store.One(ctx, v.In(2), `SELECT count(*) FROM {row} WHERE a = 'y'`, nil, &n)
		if n != 450 {
			t.Errorf("%d rows in the next generation", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`UPDATE head SET generation = 2`))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, `SELECT count(*) FROM {row} WHERE a = 'y'`); n != 450 {
		t.Errorf("%d rows after the switch", n)
	}
	for range 2 { // the second time there is nothing left to drop
		if err := s.Drop(ctx, 1, []string{"row", "list"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Drop(ctx, 2, []string{"list"}); err != nil {
		t.Fatal(err)
	}
	err := s.Read(ctx, 0, func(v store.View) error {
		_, err := store.One(ctx, v.In(1), `SELECT count(*) FROM {row}`, nil, new(int))
		return err
	})
	if err == nil {
		t.Error("the old generation is still there")
	}
}

func sorts(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	if err := s.Write(ctx, func(tx store.Tx) error {
		for i, w := range []string{"b", "a", "B", "é", "Z", "_", "中", "~"} {
			tx.Queue(store.Do(insert, i, w))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	got := ""
	if err := s.Read(ctx, 0, func(v store.View) error {
		return store.Each(ctx, v, `SELECT s FROM thing ORDER BY s`, nil, func(r store.Rows) error {
			var w string
			err := r.Scan(&w)
			got += w
			return err
		})
	}); err != nil || got != "BZ_ab~é中" {
		t.Errorf("sorted as %q: %v", got, err)
	}
}

func subset(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	err := s.Write(ctx, func(tx store.Tx) error {
		for i := range 3 {
			tx.Queue(store.Do(insert, i, fmt.Sprint("s", i)))
		}
		var k int64
		for _, q := range []string{
			`INSERT INTO thing (k, s) VALUES (1, 'x') ON CONFLICT (k) DO UPDATE SET s = excluded.s RETURNING k`,
			`INSERT INTO thing (k, s) VALUES (7, 's2') ON CONFLICT (s) DO UPDATE SET n = 5 RETURNING k`,
			`WITH a AS (SELECT k FROM thing WHERE k > 0) SELECT count(*) FROM a`,
			`SELECT max(r) FROM (SELECT row_number() OVER (ORDER BY k) AS r FROM thing) AS w`,
			`SELECT count(*) FILTER (WHERE k > 0) FROM thing`,
			`SELECT count(*) FROM thing WHERE (k, s) >= (1, 'a')`,
			`SELECT count(*) FROM thing WHERE t IS NOT DISTINCT FROM n || ''`,
			`SELECT k FROM thing ORDER BY n NULLS LAST, k DESC LIMIT 1`,
			`DELETE FROM thing WHERE k = 1 RETURNING k`,
		} {
			if _, err := store.One(ctx, tx, q, nil, &k); err != nil {
				t.Errorf("%s: %v", q, err)
			}
		}
		var all string
		if _, err := store.One(ctx, tx, `SELECT string_agg(s, ',' ORDER BY k) FROM thing`, nil, &all); err != nil || all != "s0,s2" {
			t.Errorf("string_agg gave %q: %v", all, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func contexts(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Read(ended, 0, func(v store.View) error {
		_, err := store.One(ended, v, `SELECT count(*) FROM thing`, nil, new(int))
		return err
	}); err == nil {
		t.Error("a read with an ended context passed")
	}
	slow, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	err := s.Read(slow, 0, func(v store.View) error {
		_, err := store.One(slow, v, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000000) SELECT count(*) FROM n`, nil, new(int))
		return err
	})
	if err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("a slow read went on for %v: %v", time.Since(began), err)
	}
	if n := count(t, s, `SELECT count(*) FROM thing`); n != 0 {
		t.Error("the store is not fit after an ended read")
	}
}

func nested(t *testing.T, open func(*testing.T) store.Store) {
	s := ready(t, open)
	if err := s.Write(ctx, func(tx store.Tx) error {
		for i := range 3 {
			tx.Queue(store.Do(insert, i, fmt.Sprint("s", i)))
		}
		// An answer is closed before the next query; Each and One do so.
		for range 2 {
			var keys []int64
			if err := store.Each(ctx, tx, `SELECT k FROM thing ORDER BY k`, nil, func(r store.Rows) error {
				var k int64
				err := r.Scan(&k)
				keys = append(keys, k)
				return err
			}); err != nil || len(keys) != 3 {
				return fmt.Errorf("%d keys: %w", len(keys), err)
			}
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}
