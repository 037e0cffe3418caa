package book_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/store/sqlite"
)

// damaged is a book in a SQLite file that is closed, and what it needs to be
// opened again after something was done to the file.
type damaged struct {
	folder string
	o      book.Options
	size   int64
}

func (d *damaged) path() string { return filepath.Join(d.folder, "book.sqlite") }

func newDamaged(t *testing.T) *damaged {
	t.Helper()
	d := &damaged{folder: t.TempDir(), o: booktest.Options(t)}
	b, done := d.open(t)
	record(t, b, booktest.OpenAccount(0), booktest.OpenAccount(1), booktest.PayIn(0, 1000))
	for i := range 30 {
		acts := []book.Draft{booktest.Move(0, 1, 1), booktest.WriteNote(i%3, "team", fmt.Sprint("note ", i)), booktest.PayIn(1, 2)}
		acts[0].Cites = append(acts[0].Cites, "A/RES/69/197#4")
		if _, err := b.Record(ctx, book.Call{Key: fmt.Sprint(i), Acts: acts}); err != nil {
			t.Fatal(err)
		}
	}
	var many []book.Draft
	for range 250 {
		many = append(many, booktest.PayIn(1, 1))
	}
	record(t, b, many...)
	record(t, b, booktest.Draft("note.erase", booktest.Note(2), `{"audience":"team"}`))
	d.o.Keys.(*booktest.Keys).Destroy(booktest.Note(2), "team")
	d.size = b.Size()
	done()
	return d
}

func (d *damaged) open(t *testing.T) (*book.Book, func()) {
	t.Helper()
	b, done, err := d.tryOpen(d.o)
	if err != nil {
		t.Fatal(err)
	}
	return b, done
}

func (d *damaged) tryOpen(o book.Options) (*book.Book, func(), error) {
	s, err := sqlite.Open(d.path(), sqlite.Options{Readers: 2})
	if err != nil {
		return nil, nil, err
	}
	b, err := book.Open(ctx, s, o, booktest.Modules()...)
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	return b, func() { b.Close(); s.Close() }, nil
}

// look opens the book as verify does, and returns all faults in words.
func (d *damaged) look() (found []string) {
	o := d.o
	o.Untrusted, o.Outdated = true, true
	b, done, err := d.tryOpen(o)
	if err != nil {
		return []string{err.Error()}
	}
	defer done()
	_, err = b.Verify(ctx, book.Checks(), func(f book.Finding) { found = append(found, f.String()) }, nil)
	if err != nil {
		found = append(found, err.Error())
	}
	return found
}

// copyTo copies the closed book's files.
func (d *damaged) copyTo(t *testing.T) *damaged {
	t.Helper()
	c := &damaged{folder: t.TempDir(), o: d.o, size: d.size}
	copyFile(t, d.path(), c.path())
	return c
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// content prints every row that a reader of the book can come to see.
func (d *damaged) content(t *testing.T) string {
	t.Helper()
	s, err := sqlite.Open(d.path(), sqlite.Options{Readers: 1})
	if err != nil {
		return err.Error()
	}
	defer s.Close()
	var out strings.Builder
	err = s.Read(ctx, 0, func(v store.View) error {
		for _, table := range []string{"head", "act", "cite", "node", "kind", "call", "{account}", "{movement}", "{offer}", "{note}", "{note_count}"} {
			err := store.Each(ctx, v, `SELECT * FROM `+table+` ORDER BY 1, 2`, nil, func(r store.Rows) error {
				row := make([]any, len(r.Columns()))
				dest := make([]any, len(row))
				for i := range row {
					dest[i] = &row[i]
				}
				err := r.Scan(dest...)
				fmt.Fprintf(&out, "%s %q %q\n", table, r.Columns(), row)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err.Error()
	}
	return out.String()
}

func TestAFlippedBitIsNamedOrHarmless(t *testing.T) {
	d := newDamaged(t)
	if found := d.look(); found != nil {
		t.Fatalf("the sound book has faults: %q", found)
	}
	if b, done := d.open(t); b.Size() != d.size {
		t.Fatal(b.Size())
	} else {
		if err := b.Drop(ctx); err != nil {
			t.Fatal(err)
		}
		done()
	}
	sound := d.content(t)
	whole, err := os.ReadFile(d.path())
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	n := faults(t, 60)
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 2))
		bent := bytes.Clone(whole)
		at, bit := r.IntN(len(bent)), r.IntN(8)
		bent[at] ^= 1 << bit
		c := &damaged{folder: t.TempDir(), o: d.o}
		if err := os.WriteFile(c.path(), bent, 0o600); err != nil {
			t.Fatal(err)
		}
		changed := c.content(t) != sound
		found := c.look()
		if found != nil {
			named++
		} else if changed {
			t.Errorf("bit %d of byte %d of %d was flipped, a reader sees it, and no check does", bit, at, len(bent))
		}
		os.RemoveAll(c.folder)
	}
	t.Logf("%d of %d flipped bits were named; the others lie where nothing is read", named, n)
	if named == 0 {
		t.Error("no fault was named: the test shows nothing")
	}
}

// Damage done through SQL, which no page structure betrays.
func TestEachCheckNamesItsFault(t *testing.T) {
	sound := newDamaged(t)
	for name, c := range map[string]struct {
		sql   string
		check book.Check
		says  string
	}{
		"a body":              {`UPDATE act SET body = '{}' WHERE idx = 2`, book.CheckHashes, "act 2"},
		"a header":            {`UPDATE act SET header = replace(header, 'account/a1', 'account/a0') WHERE idx = 8`, book.CheckHashes, "act 8"},
		"a leaf":              {`UPDATE act SET leaf = zeroblob(32) WHERE idx = 7`, book.CheckHashes, "act 7"},
		"an act is gone":      {`DELETE FROM act WHERE idx = 9`, book.CheckHashes, "act 9"},
		"a salt is gone":      {`UPDATE act SET salt = NULL WHERE idx = 4`, book.CheckHashes, "act 4"},
		"a node":              {`UPDATE node SET hash = zeroblob(32)`, book.CheckHashes, "level 8"},
		"the root":            {`UPDATE head SET root = zeroblob(32)`, book.CheckHead, "root"},
		"the edge":            {`UPDATE head SET edge = zeroblob(length(edge))`, book.CheckHead, "edge"},
		"the note":            {`UPDATE head SET note = replace(note, 'epoch 1', 'epoch 2')`, book.CheckHead, "signature"},
		"the instant":         {`UPDATE head SET instant = instant + 1`, book.CheckHead, "recorded"},
		"a column":            {`UPDATE act SET subject = 'account/a9' WHERE idx = 1`, book.CheckColumns, "act 1"},
		"a cite is gone":      {`DELETE FROM cite WHERE idx = 3`, book.CheckColumns, "act 3"},
		"a cite too many":     {`INSERT INTO cite VALUES ('UNTOC', 1)`, book.CheckColumns, "cites"},
		"a kind":              {`UPDATE kind SET first = 2 WHERE name = 'account.open'`, book.CheckColumns, "account.open"},
		"a call":              {`UPDATE call SET count = 2 WHERE key = '3'`, book.CheckColumns, "\"3\""},
		"a row is changed":    {`UPDATE g1_account SET balance = balance + 1 WHERE name = 'account/a0'`, book.CheckTables, "account/a0"},
		"a row is gone":       {`DELETE FROM g1_movement WHERE idx = 2`, book.CheckTables, "movement"},
		"a row too many":      {`INSERT INTO g1_offer VALUES ('offer/x', 1, 'open')`, book.CheckTables, "offer/x"},
		"the generation":      {`UPDATE generation SET mark = 'x'`, book.CheckTables, "other declarations"},
		"acts are cut off":    {`DELETE FROM act WHERE idx > 300`, book.CheckHead, "index 300"},
		"another time's head": {`UPDATE head SET size = 5`, book.CheckHead, ""},
	} {
		d := sound.copyTo(t)
		s, err := sqlite.Open(d.path(), sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = s.Write(ctx, func(tx store.Tx) error { tx.Queue(store.Do(cast(c.sql))); return nil })
		s.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all := strings.Join(d.look(), "\n")
		if !strings.Contains(all, string(c.check)+":") && !strings.Contains(all, "damaged") || !strings.Contains(all, c.says) {
			t.Errorf("%s: the faults named are\n%s", name, all)
		}
	}
}

// cast lets replace work on BLOB columns, which it reads as text.
func cast(sql string) string {
	for _, column := range []string{"header", "note"} {
		if open := column + " = replace(" + column; strings.Contains(sql, open) {
			sql = strings.Replace(sql, open, column+" = CAST(replace("+column, 1)
			sql = strings.Replace(sql, "')", "') AS BLOB)", 1)
		}
	}
	return strings.Replace(sql, "body = '{}'", "body = CAST('{}' AS BLOB)", 1)
}

func TestAnOlderStorePutBackIsRefused(t *testing.T) {
	d := newDamaged(t)
	older := d.copyTo(t)
	b, done := d.open(t)
	record(t, b, booktest.PayIn(0, 1))
	done()
	if _, _, err := older.tryOpen(d.o); store.KindOf(err) != store.Corrupt || !strings.Contains(err.Error(), "older store was put back") {
		t.Errorf("an older store was opened: %v", err)
	}
	if all := strings.Join(older.look(), "\n"); !strings.Contains(all, "witness: the witness saw") {
		t.Errorf("the faults named are\n%s", all)
	}
	// It may be looked at, but takes no acts.
	o := d.o
	o.Untrusted = true
	b, done, err := older.tryOpen(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Record(ctx, call(booktest.PayIn(0, 1))); book.CodeOf(err) != book.Unavailable {
		t.Errorf("a book that is not trusted took an act: %v", err)
	}
	done()
	// Another history, as long as the one that the witness saw.
	o = d.o
	o.Witness = nil
	if b, done, err = older.tryOpen(o); err != nil {
		t.Fatal(err)
	}
	record(t, b, booktest.PayIn(1, 1))
	done()
	if _, _, err := older.tryOpen(d.o); store.KindOf(err) != store.Corrupt || !strings.Contains(err.Error(), "another history") {
		t.Errorf("another history was opened: %v", err)
	}
	// The store is gone: an empty one does not pass for it.
	empty := &damaged{folder: t.TempDir(), o: d.o}
	if _, _, err := empty.tryOpen(d.o); store.KindOf(err) != store.Corrupt || !strings.Contains(err.Error(), "is empty") {
		t.Errorf("an empty store was opened: %v", err)
	}
}

func TestALostWitnessIsNamed(t *testing.T) {
	d := newDamaged(t)
	w, err := book.OpenWitness(filepath.Join(t.TempDir(), "witness"), d.o.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	d.o.Witness = w
	if all := strings.Join(d.look(), "\n"); !strings.Contains(all, "it was lost") {
		t.Errorf("the faults named are %q", all)
	}
	b, done := d.open(t)
	defer done()
	record(t, b, booktest.PayIn(0, 1))
	if h, ok := w.Last(); !ok || h.Size != d.size+1 {
		t.Errorf("the new witness holds %+v", h)
	}
}

func TestTheWitnessFile(t *testing.T) {
	o := booktest.Options(t)
	path := filepath.Join(t.TempDir(), "witness")
	w, err := book.OpenWitness(path, o.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	o.Witness = w
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "book.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := booktest.Open(t, s, o)
	for i := range 5 {
		record(t, b, booktest.OpenAccount(i))
	}
	b.Close()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := func(b []byte) (int64, error) {
		t.Helper()
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := book.OpenWitness(path, o.Verifier)
		if err != nil {
			return 0, err
		}
		defer w.Close()
		h, _ := w.Last()
		return h.Size, nil
	}
	if n, err := last(whole); n != 5 || err != nil {
		t.Errorf("the witness saw %d acts: %v", n, err)
	}
	for cut := 1; cut < 150; cut += 7 { // a crash amid the last entry
		if n, err := last(whole[:len(whole)-cut]); n != 4 || err != nil {
			t.Errorf("cut by %d bytes, the witness saw %d acts: %v", cut, n, err)
		}
	}
	if n, err := last(append(bytes.Clone(whole[:len(whole)-100]), make([]byte, 100)...)); n != 4 || err != nil { // lengthened, not yet written
		t.Errorf("filled up with zero bytes, the witness saw %d acts: %v", n, err)
	}
	entries := bytes.SplitAfter(whole, []byte("\n--\n"))
	for name, other := range map[string][]byte{
		"CRLF":          bytes.ReplaceAll(whole, []byte("\n"), []byte("\r\n")),
		"another text":  []byte("Dear Sir, the witness is on holiday.\n"),
		"a long tail":   append(bytes.Clone(whole), bytes.Repeat([]byte("x"), 5000)...),
		"older at last": append(bytes.Clone(whole), entries[1]...),
	} {
		if _, err := last(other); store.KindOf(err) != store.Corrupt {
			t.Errorf("%s was opened: %v", name, err)
		}
		if left, err := os.ReadFile(path); err != nil || !bytes.Equal(left, other) {
			t.Errorf("%s did not stay as it was: %v", name, err)
		}
	}
	if _, err := book.OpenWitness(t.TempDir(), o.Verifier); store.KindOf(err) != store.Corrupt {
		t.Errorf("a folder was opened as a witness: %v", err)
	}
	bent := bytes.Clone(whole)
	bent[len(bent)/2] ^= 4
	if _, err := last(bent); store.KindOf(err) != store.Corrupt || !strings.Contains(err.Error(), "line") {
		t.Errorf("a bent witness was opened: %v", err)
	}
}

// A start checks the signatures of the newest heads alone, so that it takes no
// longer for a file that has grown; one of the others that is damaged is found by
// a verification.
func TestAnOldHeadOfTheWitnessIsVerified(t *testing.T) {
	o := booktest.Options(t)
	path := filepath.Join(t.TempDir(), "witness")
	w, err := book.OpenWitness(path, o.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	o.Witness = w
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "book.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := booktest.Open(t, s, o)
	defer b.Close()
	for i := range 70 {
		record(t, b, booktest.OpenAccount(i))
	}
	if err := errors.Join(w.Verify(), w.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	entries := bytes.SplitAfter(whole, []byte("\n--\n"))
	// bend changes the root in one entry, which stays a head by its form.
	bend := func(at int) []byte {
		out := slices.Clone(entries)
		lines := bytes.Split(out[at], []byte("\n"))
		root := []byte(base64.StdEncoding.EncodeToString(make([]byte, 32)))
		lines[2] = root
		out[at] = bytes.Join(lines, []byte("\n"))
		return bytes.Join(out, nil)
	}
	for at, opens := range map[int]bool{0: false, 2: true, 69: false} {
		if err := os.WriteFile(path, bend(at), 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := book.OpenWitness(path, o.Verifier)
		if opens && err == nil {
			err = w.Verify()
			w.Close()
		} else if opens || err == nil {
			t.Fatalf("entry %d bent: opened %v", at, err)
		}
		if line := fmt.Sprintf("line %d:", 1+7*at); store.KindOf(err) != store.Corrupt || !strings.Contains(err.Error(), line) {
			t.Errorf("entry %d bent: %v does not name %s", at, err, line)
		}
	}
}

func TestATornLastPage(t *testing.T) {
	d := newDamaged(t)
	// The write-ahead log of a live store, cut at any byte: either the book
	// is as it was acknowledged, or the loss is named.
	b, done := d.open(t)
	for range 5 {
		record(t, b, booktest.PayIn(0, 1))
	}
	main, err := os.ReadFile(d.path())
	if err != nil {
		t.Fatal(err)
	}
	wal, err := os.ReadFile(d.path() + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	done()
	size := d.size + 5
	try := func(main, wal []byte) (int64, error) {
		t.Helper()
		c := &damaged{folder: t.TempDir(), o: d.o}
		if err := os.WriteFile(c.path(), main, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(c.path()+"-wal", wal, 0o600); err != nil {
			t.Fatal(err)
		}
		b, done, err := c.tryOpen(d.o)
		if err != nil {
			return 0, err
		}
		defer done()
		verified(t, b)
		return b.Size(), nil
	}
	if n, err := try(main, wal); n != size || err != nil {
		t.Fatalf("the copy has %d acts, want %d: %v", n, size, err)
	}
	// A commit that was never finished: its frames are passed over.
	for _, tail := range []int{1, 24, 1000, 4120} {
		if n, err := try(main, append(bytes.Clone(wal), wal[32:32+min(tail, len(wal)-32)]...)); n != size || err != nil {
			t.Errorf("with %d bytes of an unfinished commit: %d acts, %v", tail, n, err)
		}
	}
	// Disks that lose what they said they had: named, never passed over.
	for cut := 1; cut < 5000; cut += 611 {
		if _, err := try(main, wal[:len(wal)-cut]); store.KindOf(err) != store.Corrupt {
			t.Errorf("with %d bytes of the last commit gone: %v", cut, err)
		}
	}
	whole, err := os.ReadFile(d.path())
	if err != nil {
		t.Fatal(err)
	}
	c := &damaged{folder: t.TempDir(), o: d.o}
	for _, cut := range []int{1, 100, 4096, 5000} {
		if err := os.WriteFile(c.path(), whole[:len(whole)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if found := c.look(); found == nil {
			t.Errorf("the file lacks its last %d bytes, and no fault is named", cut)
		}
	}
}
