package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"comity/internal/act"
	"comity/internal/backup"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/custody"
	"comity/internal/keyring"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/sqlite"
)

var ctx = context.Background()

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func modules() []book.Module {
	return []book.Module{booktest.Money(2), booktest.Notes(), custody.Module()}
}

// node is a book with keys, blobs and a witness that outlive its store.
type node struct {
	t     *testing.T
	opts  book.Options
	keys  *keyring.Keyring
	dir   string
	store store.Store
	book  *book.Book
	blobs *blob.Store
	me    *age.HybridIdentity
}

func sqliteStore(t *testing.T, dir string) store.Store {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(dir, "book.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func newNode(t *testing.T) *node {
	t.Helper()
	return newNodeIn(t, sqliteStore)
}

func newNodeIn(t *testing.T, open func(*testing.T, string) store.Store) *node {
	t.Helper()
	m, err := keyring.CreateMaster(filepath.Join(t.TempDir(), "master.key"), "")
	if err != nil {
		t.Fatal(err)
	}
	v, err := keyring.OpenVault(ctx, filepath.Join(t.TempDir(), "keys.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	n := &node{t: t, keys: keyring.New(m, v, keyring.Options{}), dir: t.TempDir()}
	n.opts = booktest.Options(t)
	n.opts.Keys, n.opts.Authorise = n.keys, custody.Guard(nil)
	if n.opts.Mac, err = n.keys.Mac(ctx, "calls"); err != nil {
		t.Fatal(err)
	}
	if n.me, err = age.GenerateHybridIdentity(); err != nil {
		t.Fatal(err)
	}
	n.blobs = n.openBlobs(n.dir)
	n.store = open(t, n.dir)
	n.open()
	return n
}

func (n *node) openBlobs(dir string) *blob.Store {
	n.t.Helper()
	b, err := blob.Open(ctx, filepath.Join(dir, "blobs"), n.keys, blob.Options{})
	if err != nil {
		n.t.Fatal(err)
	}
	return b
}

func (n *node) open() {
	n.t.Helper()
	var err error
	if n.book, err = book.Open(ctx, n.store, n.opts, modules()...); err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { n.book.Close() })
}

func (n *node) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n *node) record(c book.Call) book.Receipt {
	n.t.Helper()
	r, err := n.book.Record(ctx, c)
	n.must(err)
	return r
}

func (n *node) fill() {
	n.t.Helper()
	for i := range 30 {
		n.record(book.Call{Key: fmt.Sprintf("key %d", i), Person: booktest.Persons[0], Acts: []book.Draft{
			booktest.OpenAccount(i), booktest.PayIn(i, 100), booktest.WriteNote(i%3, "staff", fmt.Sprintf("quicksilver %d", i)), booktest.WriteNote(i%4, "board", "palimpsest")}})
	}
	n.must(n.book.SetPosition(ctx, "mail", 77))
}

func (n *node) backup() []byte {
	n.t.Helper()
	var out bytes.Buffer
	s, err := backup.Write(ctx, &out, n.book, n.blobs, []age.Recipient{n.me.Recipient()}, nil)
	n.must(err)
	if s.Acts != n.book.Size() {
		n.t.Errorf("backed up %v of %d acts", s, n.book.Size())
	}
	return out.Bytes()
}

// lose closes book and store; the next store is a new one.
func (n *node) lose(s store.Store, dir string) {
	n.t.Helper()
	n.must(n.book.Close())
	n.must(n.store.Close())
	n.store, n.dir, n.blobs = s, dir, n.openBlobs(dir)
}

func (n *node) restore(in []byte, epoch *backup.NewEpoch) (backup.Summary, error) {
	n.t.Helper()
	t := backup.Target{Store: n.store, Options: n.opts, Modules: modules(), Keys: n.keys, Blobs: n.blobs, NewEpoch: epoch}
	return backup.Restore(ctx, bytes.NewReader(in), t, []age.Identity{n.me}, func(f book.Finding) { n.t.Error(f) }, nil)
}

// state is everything that the tables and the acts say.
func (n *node) state() string {
	n.t.Helper()
	var b strings.Builder
	n.must(n.book.Read(ctx, 0, func(v store.View) error {
		b.Reset()
		return store.Each(ctx, v, `SELECT idx, state, COALESCE(text, '') FROM {note} ORDER BY idx`, nil, func(r store.Rows) error {
			var idx int64
			var state, text string
			err := r.Scan(&idx, &state, &text)
			fmt.Fprintln(&b, idx, state, text)
			return err
		})
	}))
	acts, err := n.book.Acts(ctx, book.Page{Limit: 5000})
	n.must(err)
	for _, a := range acts {
		fmt.Fprintf(&b, "%s %s %s %v\n", act.AppendHeader(nil, &a.Header), a.Clear, a.Salt, a.Erased)
	}
	return b.String()
}

func TestARestoredBookIsTheSame(t *testing.T) {
	for _, where := range []string{"sqlite", "postgres"} {
		t.Run(where, func(t *testing.T) {
			n := newNode(t)
			n.fill()
			h, _, err := n.blobs.Put(ctx, "note/n1", "staff", strings.NewReader("evidence"))
			n.must(err)
			want, again := n.state(), book.Call{Key: "key 3", Person: booktest.Persons[0], Acts: []book.Draft{
				booktest.OpenAccount(3), booktest.PayIn(3, 100), booktest.WriteNote(0, "staff", "quicksilver 3"), booktest.WriteNote(3, "board", "palimpsest")}}
			in := n.backup()
			if bytes.Contains(in, []byte("quicksilver")) || bytes.Contains(in, []byte("account.open")) {
				t.Error("the backup is in clear")
			}
			dir := t.TempDir()
			var s store.Store
			if where == "postgres" {
				dsn := pgtest.DSN(t)
				p, err := postgres.Open(ctx, dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)})
				n.must(err)
				t.Cleanup(func() { p.Close() })
				s = p
			} else {
				s = sqliteStore(t, dir)
			}
			n.lose(s, dir)
			sum, err := n.restore(in, nil)
			n.must(err)
			if sum.Acts != 120 || sum.Calls != 30 || sum.Blobs != 1 || sum.Erased != 0 {
				t.Errorf("restored %+v", sum)
			}
			n.open()
			if got := n.state(); got != want {
				t.Errorf("restored as\n%s\nwant\n%s", got, want)
			}
			if r := n.record(again); !r.Again {
				t.Error("a repeated call was recorded twice")
			}
			if at, err := n.book.Position(ctx, "mail"); err != nil || at != 77 {
				t.Errorf("position %d (%v)", at, err)
			}
			r, err := n.blobs.Open(ctx, "note/n1", "staff", h)
			n.must(err)
			defer r.Close()
			if b, err := io.ReadAll(r); err != nil || string(b) != "evidence" {
				t.Errorf("blob %q (%v)", b, err)
			}
			n.record(book.Call{Acts: []book.Draft{booktest.OpenAccount(99)}})
		})
	}
}

func (n *node) erase(subject act.Subject) {
	n.t.Helper()
	raw := fmt.Sprintf(`{"about":%q,"audience":"staff","rule":"notes"}`, subject)
	n.record(book.Call{Person: booktest.Persons[0], Acts: []book.Draft{
		booktest.Draft("retention.set", "retention/notes", `{"title":"Notes","types":["note"],"months":0}`),
		booktest.Draft("erasure.propose", "erasure/1", raw)}})
	_, err := custody.Erase(ctx, n.book, n.keys, custody.Erasure{Proposal: "erasure/1", Person: booktest.Persons[1], Party: "XAA", Day: act.DayOf(time.Now())})
	n.must(err)
}

func TestWhatWasErasedStaysErasedInARestore(t *testing.T) {
	n := newNode(t)
	n.fill()
	h, _, err := n.blobs.Put(ctx, booktest.Note(1), "staff", strings.NewReader(strings.Repeat("quicksilver", 100)))
	n.must(err)
	n.record(book.Call{Acts: []book.Draft{booktest.WriteNote(1, "staff", "obsidian")}})
	old := n.backup()
	n.erase(booktest.Note(1))
	if found(t, n.dir, "obsidian") {
		t.Error("an erased word is in the store's files")
	}
	last, err := n.book.SignedHead(ctx)
	n.must(err)

	dir := t.TempDir()
	n.lose(sqliteStore(t, dir), dir)
	if _, err := n.restore(old, nil); err == nil || !strings.Contains(err.Error(), "--new-epoch") {
		t.Fatalf("an older backup was restored without a word: %v", err)
	}
	sum, err := n.restore(old, &backup.NewEpoch{Reason: "The disk broke", Party: "node"})
	n.must(err)
	if sum.Epoch != 2 || sum.Erased != 11 {
		t.Errorf("restored %+v", sum)
	}
	n.open()
	head, err := n.book.SignedHead(ctx)
	n.must(err)
	if head.Epoch != 2 || head.Size != 123 {
		t.Errorf("head of epoch %d, size %d", head.Epoch, head.Size)
	}
	acts, err := n.book.Acts(ctx, book.Page{From: 121})
	n.must(err)
	if len(acts) != 2 || acts[0].Kind != "book.restored" || acts[1].Kind != "erasure.applied" {
		t.Fatalf("after the restore: %+v", acts)
	}
	if lost := fmt.Sprintf("%d", last.Size); !strings.Contains(string(acts[0].Clear), `"lost":"`+last.Origin+`\u000a`+lost) {
		t.Errorf("the lost head is not named: %s", acts[0].Clear)
	}
	if s := n.state(); strings.Contains(s, "obsidian") || !strings.Contains(s, "quicksilver 0") {
		t.Error("an erased word is read again, or another is gone")
	}
	if _, err := n.blobs.Open(ctx, booktest.Note(1), "staff", h); err == nil {
		t.Error("an erased file is read again")
	}
	n.must(n.book.Close())
	n.must(n.store.Close())
	if found(t, dir, "obsidian") || !found(t, dir, "palimpsest") {
		t.Error("an erased word is in the restored files, or another is gone")
	}
}

func found(t *testing.T, dir, word string) (yes bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		yes = yes || bytes.Contains(b, []byte(word))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return yes
}

func TestDamagedBackupsAreRefused(t *testing.T) {
	n := newNode(t)
	n.fill()
	in := n.backup()
	other, _ := age.GenerateHybridIdentity()
	n.lose(sqliteStore(t, t.TempDir()), t.TempDir())
	try := func(what string, in []byte, id age.Identity) {
		t.Helper()
		dir := t.TempDir()
		s := sqliteStore(t, dir)
		target := backup.Target{Store: s, Options: n.opts, Modules: modules(), Keys: n.keys, Blobs: n.openBlobs(dir)}
		if _, err := backup.Restore(ctx, bytes.NewReader(in), target, []age.Identity{id}, func(book.Finding) {}, nil); err == nil {
			t.Errorf("%s: restored", what)
		}
		if b, err := book.Open(ctx, s, n.opts, modules()...); err == nil {
			b.Close()
			t.Errorf("%s: the half-filled store was opened as a book", what)
		}
	}
	try("another's identity", in, other)
	for i := range 12 {
		at := len(in) * i / 12
		try(fmt.Sprintf("cut at %d of %d", at, len(in)), in[:at], n.me)
		b := bytes.Clone(in)
		b[at] ^= 4
		try(fmt.Sprintf("a bit flipped at %d", at), b, n.me)
	}
	try("not to its end", in[:len(in)-1], n.me)
	try("longer", append(bytes.Clone(in), 'x'), n.me)
}

func TestRestoreIntoABookIsRefused(t *testing.T) {
	n := newNode(t)
	n.fill()
	in := n.backup()
	n.must(n.book.Close())
	if _, err := n.restore(in, nil); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("restored over a book: %v", err)
	}
	n.open()
}

func TestBackupWhileOthersRecord(t *testing.T) {
	n := newNode(t)
	n.fill()
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 1000; ; i++ {
			select {
			case <-stop:
				return
			default:
				if _, err := n.book.Record(ctx, book.Call{Acts: []book.Draft{booktest.OpenAccount(i), booktest.WriteNote(i%5, "staff", "more")}}); err != nil {
					t.Error(err)
					return
				}
			}
		}
	}()
	var out bytes.Buffer
	sum, err := backup.Write(ctx, &out, n.book, n.blobs, []age.Recipient{n.me.Recipient()}, nil)
	close(stop)
	<-done
	n.must(err)
	dir := t.TempDir()
	n.lose(sqliteStore(t, dir), dir)
	got, err := n.restore(out.Bytes(), &backup.NewEpoch{Reason: "A trial", Party: "node"})
	n.must(err)
	if got.Acts != sum.Acts {
		t.Errorf("restored %d acts of %d", got.Acts, sum.Acts)
	}
}

// A restore that was killed leaves acts and no head, which is written last: no
// book opens there, not even where no witness remembers one.
func TestAHalfFilledStoreIsNoBook(t *testing.T) {
	n := newNode(t)
	n.fill()
	n.must(n.book.Close())
	n.must(n.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`DELETE FROM head`))
		return nil
	}))
	n.opts.Witness = nil
	for _, untrusted := range []bool{false, true} {
		o := n.opts
		o.Untrusted = untrusted
		b, err := book.Open(ctx, n.store, o, modules()...)
		if err == nil {
			b.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "broke off before its end") {
			t.Errorf("opened a half filled store, or refused for another reason: %v", err)
		}
	}
}
