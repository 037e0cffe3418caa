package search

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"comity/internal/module"
	"comity/internal/store"
)

// Consumer is the name under which the index follows the book.
const Consumer = "search"

// version rises when the terms or the tables are others than before: the index
// is then emptied, and fed from the book's beginning again.
const version = 2

// Index is the index in a store. See [Open].
type Index struct {
	store   store.Store
	dialect dialect
	answers *answers
}

var common = []string{
	`CREATE TABLE search_doc (number INTEGER PRIMARY KEY, id TEXT NOT NULL, subject TEXT NOT NULL, audience TEXT NOT NULL, idx INTEGER NOT NULL,
  face TEXT NOT NULL, whole TEXT NOT NULL) STRICT`,
	`CREATE UNIQUE INDEX search_doc_id ON search_doc (id)`,
	`CREATE INDEX search_doc_whole ON search_doc (whole)`,
	`CREATE INDEX search_doc_subject ON search_doc (subject, audience)`,
	`CREATE TABLE search_text (number INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL) STRICT`,
	// Documents that were removed, so that an older act does not bring them
	// back when the book is followed again.
	`CREATE TABLE search_gone (id TEXT PRIMARY KEY, idx INTEGER NOT NULL) STRICT`,
}

// Open makes the index in a store whose book's tables are there, or opens it.
// An index made by another version of the analyser is emptied, and the
// book will be followed from its beginning.
func Open(ctx context.Context, s store.Store) (*Index, error) {
	d, err := dialectOf(s)
	if err != nil {
		return nil, err
	}
	x := &Index{store: s, dialect: d, answers: newAnswers()}
	err = s.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`CREATE TABLE IF NOT EXISTS search_index (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT`))
		// How often it was changed; never fewer, so that it outlives the index.
		tx.Queue(store.Do(`CREATE TABLE IF NOT EXISTS search_turn (one INTEGER PRIMARY KEY CHECK (one = 1), turn INTEGER NOT NULL) STRICT`))
		var have int64
		found, err := store.One(ctx, tx, `SELECT version FROM search_index WHERE one = 1`, nil, &have)
		if err != nil {
			return err
		}
		if found && have == version {
			return nil
		}
		for _, q := range d.drop() {
			tx.Queue(store.Do(q))
		}
		for _, t := range []string{"search_doc", "search_text", "search_gone"} {
			tx.Queue(store.Do(`DROP TABLE IF EXISTS ` + t))
		}
		for _, q := range append(append([]string{}, common...), d.create()...) {
			tx.Queue(store.Do(q))
		}
		tx.Queue(turned(),
			store.Do(`INSERT INTO search_index (one, version) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET version = excluded.version`, version),
			store.Do(`DELETE FROM consumer WHERE name = ?`, Consumer))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("open the search index: %w", err)
	}
	return x, nil
}

// Change is what an act does to the index.
type Change = module.Change

// Pair names what an erasure takes away.
type Pair = module.Pair

// Entry is a change with the index of its act in the book.
type Entry struct {
	Index int64
	Change
}

// Apply carries out changes in one transaction, in order. Changes that were
// carried out before, or that later acts have overtaken, do nothing: the book
// may be followed again from any place.
func (x *Index) Apply(ctx context.Context, entries []Entry) error {
	analysed := make([]*terms, len(entries))
	for i, e := range entries {
		if e.Put == nil {
			continue
		}
		if err := check(e.Put); err != nil {
			return err
		}
		t, err := termsOf(e.Put)
		if err != nil {
			return err
		}
		analysed[i] = t
	}
	return x.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(turned())
		w := writer{x: x, tx: tx}
		if _, err := store.One(ctx, tx, `SELECT COALESCE(max(number), 0) FROM search_doc`, nil, &w.last); err != nil {
			return err
		}
		for i, e := range entries {
			var err error
			switch {
			case e.Put != nil:
				err = w.put(ctx, e.Index, e.Put, analysed[i])
			case e.Remove != "":
				err = w.remove(ctx, e.Index, e.Remove)
			case e.Forget != nil:
				err = w.forget(ctx, e.Index, *e.Forget)
			}
			if err != nil {
				return fmt.Errorf("index act %d: %w", e.Index, err)
			}
		}
		return nil
	})
}

// writer changes the tables within one transaction.
type writer struct {
	x    *Index
	tx   store.Tx
	last int64 // the highest number given
}

func (w *writer) put(ctx context.Context, index int64, d *Document, t *terms) error {
	var number, have int64
	found, err := store.One(ctx, w.tx, `SELECT number, idx FROM search_doc WHERE id = ?
		UNION ALL SELECT 0, idx FROM search_gone WHERE id = ? ORDER BY 2 DESC LIMIT 1`, []any{d.ID, d.ID}, &number, &have)
	if err != nil || found && have >= index {
		return err
	}
	if number == 0 {
		w.last++
		number = w.last
	} else if err := w.clear(ctx, number); err != nil {
		return err
	}
	w.tx.Queue(
		store.Do(`INSERT INTO search_doc (number, id, subject, audience, idx, face, whole) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			number, d.ID, d.Subject, d.Audience, index, faceOf(d), cmp.Or(d.Whole, d.ID)),
		store.Do(`INSERT INTO search_text (number, title, body) VALUES (?, ?, ?)`, number, storable(d.Title), storable(d.Text)))
	w.tx.Queue(w.x.dialect.put(number, t)...)
	w.tx.Queue(store.Do(`DELETE FROM search_gone WHERE id = ?`, d.ID))
	return nil
}

// storable leaves out what PostgreSQL does not take as text.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// clear takes a document's rows away.
func (w *writer) clear(ctx context.Context, number int64) error {
	writes, err := w.x.dialect.remove(ctx, w.tx, number)
	if err != nil {
		return err
	}
	w.tx.Queue(writes...)
	w.tx.Queue(
		store.Do(`DELETE FROM search_text WHERE number = ?`, number),
		store.Do(`DELETE FROM search_doc WHERE number = ?`, number))
	return nil
}

func (w *writer) remove(ctx context.Context, index int64, id string) error {
	var number, have int64
	found, err := store.One(ctx, w.tx, `SELECT number, idx FROM search_doc WHERE id = ?`, []any{id}, &number, &have)
	if err != nil || found && have >= index {
		return err
	}
	if found {
		if err := w.clear(ctx, number); err != nil {
			return err
		}
	}
	w.tx.Queue(store.Do(`INSERT INTO search_gone (id, idx) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET idx = excluded.idx WHERE excluded.idx > search_gone.idx`, id, index))
	return nil
}

// forget removes the documents that earlier acts made of a subject for an
// audience.
func (w *writer) forget(ctx context.Context, index int64, p Pair) error {
	var ids []string
	err := store.Each(ctx, w.tx, `SELECT id FROM search_doc WHERE subject = ? AND audience = ? AND idx < ? ORDER BY id`, []any{p.Subject, p.Audience, index}, func(r store.Rows) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := w.remove(ctx, index, id); err != nil {
			return err
		}
	}
	return nil
}

// Store is the store that the index is in.
func (x *Index) Store() store.Store { return x.store }
