package book

import (
	"bytes"
	"context"
	"hash/maphash"
	"sync"
	"sync/atomic"

	"comity/internal/act"
	"comity/internal/store"
)

// verifyBytes reads every header and body by the grammar and by its kind.
func (b *Book) verifyBytes(ctx context.Context, size int64, r *report, progress func(int64)) error {
	return b.scan(ctx, size, progress, func(v store.View, from, to int64) error {
		at, last := from, act.Instant(-1<<62)
		if from > 0 {
			var header []byte
			if _, err := store.One(ctx, v, `SELECT header FROM act WHERE idx = ?`, []any{from - 1}, &header); err != nil {
				return err
			}
			if h, err := act.ParseHeader(header); err == nil {
				last = h.Recorded
			}
		}
		return store.Each(ctx, v, `SELECT idx, header, body, salt FROM act WHERE idx >= ? AND idx < ? ORDER BY idx`, []any{from, to}, func(rows store.Rows) error {
			var idx int64
			var header, body, salt []byte
			if err := rows.Scan(&idx, &header, &body, &salt); err != nil {
				return err
			}
			if idx != at {
				r.at(at, "it is missing")
				at = idx
			}
			at++
			h, err := act.ParseHeader(header)
			if err != nil {
				r.at(idx, "its header is damaged: %v", err)
				return nil
			}
			if h.Index != idx {
				r.at(idx, "its header says index %d", h.Index)
			}
			if h.Recorded < last {
				r.at(idx, "it was recorded at %s, before the act before it", h.Recorded)
			}
			last = h.Recorded
			if act.HashOf(body) != h.Body {
				r.at(idx, "its body is not the one that its header names")
			} else if a, err := b.revive(ctx, header, body, salt); err != nil {
				r.at(idx, "%v", err)
			} else if a.Clear != nil {
				if _, err := act.ParseObject(a.Clear); err != nil {
					r.at(idx, "its body can't be read: %v", err)
				}
			}
			return nil
		})
	})
}

// verifyColumns holds the columns, cites, kinds and calls against the bytes.
func (b *Book) verifyColumns(ctx context.Context, size int64, r *report, progress func(int64)) error {
	seed := maphash.MakeSeed()
	cites := func(c string, idx int64) uint64 {
		var h maphash.Hash
		h.SetSeed(seed)
		_, _ = h.WriteString(c)
		_, _ = h.Write([]byte{0, byte(idx), byte(idx >> 8), byte(idx >> 16), byte(idx >> 24), byte(idx >> 32), byte(idx >> 40), byte(idx >> 48)})
		return h.Sum64()
	}
	// The cites are compared as sets, by the sum of their hashes; only when
	// the sums differ are they looked up one by one.
	var want atomic.Uint64
	var mu sync.Mutex
	first := map[kindVersion]int64{}
	err := b.scan(ctx, size, progress, func(v store.View, from, to int64) error {
		seen := map[kindVersion]int64{}
		err := store.Each(ctx, v, `SELECT idx, id, kind, subject, audience, recorded, header FROM act WHERE idx >= ? AND idx < ? ORDER BY idx`, []any{from, to}, func(rows store.Rows) error {
			var idx, recorded int64
			var id, kind, subject, audience string
			var header []byte
			if err := rows.Scan(&idx, &id, &kind, &subject, &audience, &recorded, &header); err != nil {
				return err
			}
			h, err := act.ParseHeader(header)
			if err != nil {
				r.at(idx, "its header is damaged: %v", err)
				return nil
			}
			for _, c := range []struct{ name, column, header string }{
				{"id", id, h.ID}, {"kind", kind, h.Kind}, {"subject", subject, string(h.Subject)}, {"audience", audience, h.Audience},
			} {
				if c.column != c.header {
					r.at(idx, "the column %s says %q, its header %q", c.name, c.column, c.header)
				}
			}
			if act.Instant(recorded) != h.Recorded || h.Index != idx {
				r.at(idx, "the columns say index %d, recorded %s; its header %d, %s", idx, act.Instant(recorded), h.Index, h.Recorded)
			}
			for _, c := range h.Cites {
				want.Add(cites(string(c), idx))
			}
			if kv := (kindVersion{h.Kind, h.Version}); !has(seen, kv) {
				seen[kv] = idx
			}
			return nil
		})
		mu.Lock()
		defer mu.Unlock()
		for kv, idx := range seen {
			if f, ok := first[kv]; !ok || idx < f {
				first[kv] = idx
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return b.store.Read(ctx, size, func(v store.View) error {
		var got uint64
		err := store.Each(ctx, v, `SELECT cite, idx FROM cite ORDER BY cite, idx`, nil, func(rows store.Rows) error {
			var c string
			var idx int64
			if err := rows.Scan(&c, &idx); err != nil {
				return err
			}
			if idx < size {
				got += cites(c, idx)
			} else if idx >= v.At().Size {
				r.all("the cite %s belongs to act %d, which is not in the book", c, idx)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if got != want.Load() {
			if err := verifyCites(ctx, v, size, r); err != nil {
				return err
			}
		}
		if err := verifyKinds(ctx, v, size, first, r); err != nil {
			return err
		}
		return verifyCalls(ctx, v, r)
	})
}

func has(m map[kindVersion]int64, k kindVersion) bool { _, ok := m[k]; return ok }

// verifyCites finds which cites are missing or too many.
func verifyCites(ctx context.Context, v store.View, size int64, r *report) error {
	before := r.count
	for from := int64(0); from < size; from += scanRun {
		want := map[int64][]act.Cite{}
		err := store.Each(ctx, v, `SELECT idx, header FROM act WHERE idx >= ? AND idx < ?`, []any{from, min(from+scanRun, size)}, func(rows store.Rows) error {
			var idx int64
			var header []byte
			if err := rows.Scan(&idx, &header); err != nil {
				return err
			}
			if h, err := act.ParseHeader(header); err == nil && len(h.Cites) > 0 {
				want[idx] = h.Cites
			}
			return nil
		})
		if err != nil {
			return err
		}
		for idx, cs := range want {
			for _, c := range cs {
				found, err := store.One(ctx, v, `SELECT idx FROM cite WHERE cite = ? AND idx = ?`, []any{string(c), idx}, new(int64))
				if err != nil {
					return err
				}
				if !found {
					r.at(idx, "its cite %s is not among the cites", c)
				}
			}
		}
	}
	if r.count == before {
		r.all("there are cites that no act has, or that stand twice")
	}
	return nil
}

func verifyKinds(ctx context.Context, v store.View, size int64, first map[kindVersion]int64, r *report) error {
	err := store.Each(ctx, v, `SELECT name, version, first FROM kind ORDER BY name, version`, nil, func(rows store.Rows) error {
		var kv kindVersion
		var at int64
		if err := rows.Scan(&kv.name, &kv.version, &at); err != nil {
			return err
		}
		if f, ok := first[kv]; at < size && (!ok || f != at) {
			r.at(at, "the list of kinds names it as the first of %s, version %d", kv.name, kv.version)
		}
		delete(first, kv)
		return nil
	})
	for kv, at := range first {
		r.at(at, "its kind %s, version %d, is not in the list of kinds", kv.name, kv.version)
	}
	return err
}

func verifyCalls(ctx context.Context, v store.View, r *report) error {
	return store.Each(ctx, v, `SELECT person, key, first, count, digest, sum FROM call ORDER BY person, key`, nil, func(rows store.Rows) error {
		var person, key string
		var c callRow
		var sum []byte
		if err := rows.Scan(&person, &key, &c.first, &c.count, &c.digest, &sum); err != nil {
			return err
		}
		if !bytes.Equal(sum, c.sum(person, key)) || c.first < 0 || c.count < 1 || c.first+c.count > v.At().Size {
			r.at(c.first, "the row of the call %q, of %d acts, is damaged", key, c.count)
		}
		return nil
	})
}
