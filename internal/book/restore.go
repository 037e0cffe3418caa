package book

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/tlog"

	"comity/internal/act"
	"comity/internal/store"
)

// Stored is an act as the store keeps it.
type Stored struct {
	Header, Body []byte
	Salt         []byte    // nil for a public act, and once erased
	Leaf         tlog.Hash // needed where the salt was erased
}

// StoredCall is the row of a call with an idempotency key.
type StoredCall struct {
	Person, Key  string
	First, Count int64
	Digest, Sum  []byte
}

// SignedHead reads the signed head as it is stored.
func (b *Book) SignedHead(ctx context.Context) (h Head, err error) {
	err = b.store.Read(ctx, 0, func(v store.View) error {
		_, h, err = load(ctx, v)
		return err
	})
	h.Origin = originOf(b.options.Signer.Name())
	return h, err
}

// exportPage is how many acts one read takes: no snapshot stands for long.
const exportPage = 1000

// Export hands over the acts before size as they are stored, in order.
func (b *Book) Export(ctx context.Context, size int64, f func(Stored) error) error {
	for at := int64(0); at < size; {
		var page []Stored
		err := b.store.Read(ctx, size, func(v store.View) error {
			page = page[:0]
			return store.Each(ctx, v, `SELECT header, body, salt, leaf FROM act WHERE idx >= ? AND idx < ? ORDER BY idx`, []any{at, min(at+exportPage, size)}, func(r store.Rows) error {
				var s Stored
				var leaf []byte
				if err := r.Scan(&s.Header, &s.Body, &s.Salt, &leaf); err != nil {
					return err
				}
				copy(s.Leaf[:], leaf)
				page = append(page, s)
				return nil
			})
		})
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return fmt.Errorf("read the acts from %d: there are none, though the head has %d; run comity book verify", at, size)
		}
		for _, s := range page {
			if err := f(s); err != nil {
				return err
			}
		}
		at += int64(len(page))
	}
	return nil
}

// ExportCalls hands over the rows of calls whose acts lie before size.
func (b *Book) ExportCalls(ctx context.Context, size int64, f func(StoredCall) error) error {
	person, key := "", ""
	for {
		var page []StoredCall
		err := b.store.Read(ctx, size, func(v store.View) error {
			page = page[:0]
			return store.Each(ctx, v, `SELECT person, key, first, count, digest, sum FROM call WHERE (person, key) > (?, ?) ORDER BY person, key LIMIT ?`,
				[]any{person, key, exportPage}, func(r store.Rows) error {
					var c StoredCall
					if err := r.Scan(&c.Person, &c.Key, &c.First, &c.Count, &c.Digest, &c.Sum); err != nil {
						return err
					}
					page = append(page, c)
					return nil
				})
		})
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		for _, c := range page {
			person, key = c.Person, c.Key
			if c.First+c.Count > size {
				continue
			}
			if err := f(c); err != nil {
				return err
			}
		}
	}
}

// Restore fills an empty store with stored acts and calls, which next and
// nextCall give until io.EOF. Every hash is computed anew, and the tree must
// have the root of the signed head; the head is written last, so that a store
// that was half filled is never taken for a book. The tables are still to be
// made: open the book with Options.Outdated and rebuild. erased says for a
// stored body whether its key was destroyed since; its salt is then left out.
func Restore(ctx context.Context, s store.Store, o Options, head Head, erased func(h *act.Header, body []byte) (bool, error),
	next func() (Stored, error), nextCall func() (StoredCall, error)) error {
	signed, err := OpenHead(head.Note, o.Verifier)
	if err != nil {
		return fmt.Errorf("restore the book: %w", err)
	}
	if err := s.Migrate(ctx, Steps()); err != nil {
		return err
	}
	if err := mustBeEmpty(ctx, s); err != nil {
		return err
	}
	f := &filler{erased: erased, kinds: map[kindVersion]bool{}}
	for done := false; !done; {
		var batch []Stored
		for len(batch) < exportPage && !done {
			switch a, err := next(); {
			case errors.Is(err, io.EOF):
				done = true
			case err != nil:
				return err
			default:
				batch = append(batch, a)
			}
		}
		before := *f
		err := s.Write(ctx, func(tx store.Tx) error {
			*f = before // it may be run again
			for _, a := range batch {
				if err := f.add(tx, a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if f.edge.n != signed.Size || f.edge.root() != signed.Root {
		return &store.Fault{Kind: store.Corrupt, What: fmt.Sprintf("the restored acts are %d with the root %s, the signed head says %d and %s", f.edge.n, f.edge.root(), signed.Size, signed.Root),
			Do: "use another backup"}
	}
	if err := restoreCalls(ctx, s, nextCall); err != nil {
		return err
	}
	return s.Write(ctx, func(tx store.Tx) error {
		// No tables yet: a mark that no program has asks for a rebuild.
		tx.Queue(
			store.Do(`INSERT INTO generation (n, state, mark, tables, size) VALUES (1, 'serving', 'restored', '', 0)`),
			store.Do(`INSERT INTO head (one, size, generation, epoch, instant, root, edge, note) VALUES (1, ?, 1, ?, ?, ?, ?, ?)`,
				signed.Size, signed.Epoch, int64(f.instant), signed.Root[:], f.edge.bytes(), head.Note))
		return nil
	})
}

func restoreCalls(ctx context.Context, s store.Store, next func() (StoredCall, error)) error {
	for done := false; !done; {
		var batch []store.Write
		for len(batch) < exportPage && !done {
			switch c, err := next(); {
			case errors.Is(err, io.EOF):
				done = true
			case err != nil:
				return err
			default:
				batch = append(batch, store.Do(`INSERT INTO call (person, key, first, count, digest, sum) VALUES (?, ?, ?, ?, ?, ?)`, c.Person, c.Key, c.First, c.Count, c.Digest, c.Sum))
			}
		}
		err := s.Write(ctx, func(tx store.Tx) error {
			tx.Queue(batch...)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func mustBeEmpty(ctx context.Context, s store.Store) error {
	return s.Read(ctx, 0, func(v store.View) error {
		for _, q := range []string{`SELECT size FROM head`, `SELECT idx FROM act LIMIT 1`} {
			found, err := store.One(ctx, v, q, nil, new(int64))
			if err != nil {
				return err
			}
			if found {
				return fmt.Errorf("restore the book: %s is not empty; restore into an empty one", s.Describe())
			}
		}
		return nil
	})
}

// filler appends stored acts and computes the tree.
type filler struct {
	edge    edge
	instant act.Instant
	kinds   map[kindVersion]bool
	erased  func(h *act.Header, body []byte) (bool, error)
}

func (f *filler) add(tx store.Tx, s Stored) error {
	bad := func(format string, args ...any) error {
		return &store.Fault{Kind: store.Corrupt, What: fmt.Sprintf("act %d of the backup: %s", f.edge.n, fmt.Sprintf(format, args...)), Do: "use another backup"}
	}
	h, err := act.ParseHeader(s.Header)
	switch {
	case err != nil:
		return bad("%v", err)
	case h.Index != f.edge.n:
		return bad("its header says index %d", h.Index)
	case h.Recorded < f.instant:
		return bad("it was recorded before the act that precedes it")
	case act.HashOf(s.Body) != h.Body:
		return bad("its body is not the one that its header names")
	}
	leaf := s.Leaf
	if h.Audience == act.Public || s.Salt != nil {
		leaf = leafHash(h.Audience, s.Header, s.Salt)
	}
	salt := bytes.Clone(s.Salt)
	if salt != nil && f.erased != nil {
		gone, err := f.erased(h, s.Body)
		if err != nil {
			return err
		}
		if gone {
			salt = nil
		}
	}
	tx.Queue(store.Do(insertAct, h.Index, h.ID, h.Kind, string(h.Subject), h.Audience, int64(h.Recorded), s.Header, s.Body, salt, leaf[:]))
	for _, c := range h.Cites {
		tx.Queue(store.Do(`INSERT INTO cite (cite, idx) VALUES (?, ?)`, string(c), h.Index))
	}
	f.edge.add(leaf, func(n node) {
		tx.Queue(store.Do(`INSERT INTO node (level, n, hash) VALUES (?, ?, ?)`, n.level, n.n, n.hash[:]))
	})
	if kv := (kindVersion{h.Kind, h.Version}); !f.kinds[kv] {
		held := map[kindVersion]bool{kv: true}
		for k := range f.kinds {
			held[k] = true
		}
		f.kinds = held
		tx.Queue(store.Do(`INSERT INTO kind (name, version, first) VALUES (?, ?, ?)`, h.Kind, h.Version, h.Index))
	}
	f.instant = h.Recorded
	return nil
}
