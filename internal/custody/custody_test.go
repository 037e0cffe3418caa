package custody_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"comity/internal/act"
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

func modules() []book.Module { return []book.Module{booktest.Notes(), custody.Module()} }

// node is a book with real keys; now can be set.
type node struct {
	t    *testing.T
	book *book.Book
	keys *keyring.Keyring
	dir  string // of the SQLite store
	now  time.Time
	opts book.Options
}

func newNode(t *testing.T, s store.Store, dir string) *node {
	t.Helper()
	v, err := keyring.OpenVault(ctx, filepath.Join(t.TempDir(), "keys.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	return newNodeWith(t, s, dir, v)
}

func newNodeWith(t *testing.T, s store.Store, dir string, v *keyring.Vault) *node {
	t.Helper()
	t.Cleanup(func() { v.Close() })
	m, err := keyring.CreateMaster(filepath.Join(t.TempDir(), "master.key"), "")
	if err != nil {
		t.Fatal(err)
	}
	n := &node{t: t, keys: keyring.New(m, v, keyring.Options{}), dir: dir, now: time.Date(2020, 1, 31, 0, 0, 0, 0, time.UTC)}
	n.opts = booktest.Options(t)
	n.opts.Keys, n.opts.Authorise, n.opts.Now = n.keys, custody.Guard(nil), func() time.Time { return n.now }
	if n.book, err = book.Open(ctx, s, n.opts, modules()...); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.book.Close() })
	return n
}

func onBoth(t *testing.T, f func(t *testing.T, n *node)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		s, err := sqlite.Open(filepath.Join(dir, "book.sqlite"), sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		f(t, newNode(t, s, dir))
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		s, err := postgres.Open(ctx, dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		v, err := keyring.OpenPostgresVault(ctx, dsn, pgtest.Schema(t, dsn))
		if err != nil {
			t.Fatal(err)
		}
		f(t, newNodeWith(t, s, "", v))
	})
}

// The vault's own properties are proved in its package, on a file; here also in
// PostgreSQL.
func TestKeysInEitherVault(t *testing.T) {
	onBoth(t, func(t *testing.T, n *node) {
		n.write(1, "staff", "quicksilver")
		n.write(1, "board", "obsidian")
		next, err := keyring.CreateMaster(filepath.Join(t.TempDir(), "next.key"), "")
		n.must(err)
		rot, err := n.keys.Rotate(ctx, next)
		n.must(err)
		if all, err := n.keys.Rotations(ctx); err != nil || len(all) != 1 || all[0] != rot || rot.Keys != 2 {
			t.Errorf("rotation %+v; the vault tells of %+v (%v)", rot, all, err)
		}
		n.must(n.keys.Check(ctx, func(fault string) { t.Error(fault) }))
		ids, err := n.keys.Living(ctx, keyring.Pair{Subject: "note/n1", Audience: "staff"})
		n.must(err)
		n.must(n.keys.Destroy(ctx, ids))
		acts, err := n.book.Acts(ctx, book.Page{})
		n.must(err)
		if len(acts) != 2 || !acts[0].Erased || acts[1].Erased || !strings.Contains(string(acts[1].Clear), "obsidian") {
			t.Errorf("after one of two keys was destroyed: %v", acts)
		}
	})
}

const first, second = 0, 1

// do records one public act of a person.
func (n *node) do(person int, kind string, subject act.Subject, body string) error {
	call := book.Call{Person: booktest.Persons[person], Acts: []book.Draft{booktest.Draft(kind, subject, body)}}
	if k := n.book.Kind(kind); k != nil {
		call.Command = k.Command // as the command that carries it out
	}
	_, err := n.book.Record(ctx, call)
	return err
}

func (n *node) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n *node) refused(what, why string, err error) {
	n.t.Helper()
	if err == nil || !strings.Contains(err.Error(), why) {
		n.t.Errorf("%s: %v, want %q", what, err, why)
	}
}

func (n *node) erase(person int, proposal act.Subject) error {
	_, err := custody.Erase(ctx, n.book, n.keys, custody.Erasure{Proposal: proposal, Person: booktest.Persons[person], Party: "XAA", Day: "2026-05-04"})
	return err
}

func (n *node) write(subject int, audience, text string) {
	n.t.Helper()
	_, err := n.book.Record(ctx, book.Call{Acts: []book.Draft{booktest.WriteNote(subject, audience, text)}})
	n.must(err)
}

func (n *node) verified() {
	n.t.Helper()
	if _, err := n.book.Verify(ctx, book.Checks(), func(f book.Finding) { n.t.Error(f) }, nil); err != nil {
		n.t.Fatal(err)
	}
}

func (n *node) texts() (texts []string) {
	n.t.Helper()
	n.must(n.book.Read(ctx, 0, func(v store.View) error {
		texts = nil
		return store.Each(ctx, v, `SELECT COALESCE(text, state) FROM {note} ORDER BY idx`, nil, func(r store.Rows) error {
			var s string
			err := r.Scan(&s)
			texts = append(texts, s)
			return err
		})
	}))
	return texts
}

func proposal(about, audience, rule string) string {
	return fmt.Sprintf(`{"about":%q,"audience":%q,"rule":%q}`, about, audience, rule)
}

func TestErasureTakesRuleNoHoldAndTwoPersons(t *testing.T) {
	onBoth(t, func(t *testing.T, n *node) {
		n.write(1, "staff", "quicksilver")
		n.write(1, "board", "kept for the board")
		n.write(2, "staff", "kept too")
		n.must(n.do(first, "retention.set", "retention/notes", `{"title":"Notes","types":["note"],"months":12}`))
		n.refused("without rule", "no retention rule", n.do(first, "erasure.propose", "erasure/1", proposal("note/n1", "staff", "other")))
		n.refused("public", "public acts are not erased", n.do(first, "erasure.propose", "erasure/1", proposal("note/n1", "public", "notes")))
		n.refused("sealed", "recipients", n.do(first, "erasure.propose", "erasure/1", proposal("note/n1", "sealed", "notes")))
		n.refused("an erasure", "are not erased", n.do(first, "erasure.propose", "erasure/1", proposal("erasure/1", "staff", "notes")))
		n.refused("rule not expired", "kept until 2021-01-31", n.do(first, "erasure.propose", "erasure/1", proposal("note/n1", "staff", "notes")))
		n.now = time.Date(2021, 1, 31, 0, 0, 1, 0, time.UTC)
		n.must(n.do(first, "hold.place", "hold/1", `{"about":"note/n1","reason":"a case"}`))
		n.refused("hold", "legal hold hold/1", n.do(first, "erasure.propose", "erasure/1", proposal("note/n1", "staff", "notes")))
		n.must(n.do(first, "hold.lift", "hold/1", `{"reason":"closed"}`))
		n.refused("lifted twice", "no hold", n.do(first, "hold.lift", "hold/1", `{"reason":"closed"}`))
		n.refused("confirmed, not proposed", "nobody proposed", n.erase(second, "erasure/1"))
		n.must(n.do(first, "erasure.propose", "erasure/1", proposal("note/n1", "staff", "notes")))
		n.refused("one person", "second person", n.erase(first, "erasure/1"))
		n.must(n.do(second, "hold.place", "hold/2", `{"about":"note/n1","reason":"another case"}`))
		n.refused("hold after the proposal", "legal hold hold/2", n.erase(second, "erasure/1"))
		n.must(n.do(second, "hold.lift", "hold/2", `{"reason":"closed"}`))
		n.refused("other than proposed", "not what was proposed", n.do(second, "book.erased", "erasure/1",
			`{"about":"note/n2","audience":"staff","rule":"notes","proposer":"`+booktest.Persons[first]+`"}`))
		if got := n.texts(); got[0] != "quicksilver" {
			t.Fatalf("before the erasure: %q", got)
		}
		n.must(n.erase(second, "erasure/1"))
		n.refused("twice", "carried out", n.do(second, "book.erased", "erasure/1",
			`{"about":"note/n1","audience":"staff","rule":"notes","proposer":"`+booktest.Persons[first]+`"}`))
		n.write(1, "staff", "written after")
		want := "erased|kept for the board|kept too|written after"
		if got := strings.Join(n.texts(), "|"); got != want {
			t.Errorf("after the erasure: %s, want %s", got, want)
		}
		n.verified()
		_, err := n.book.Rebuild(ctx, nil)
		n.must(err)
		if got := strings.Join(n.texts(), "|"); got != want {
			t.Errorf("after a rebuild: %s, want %s", got, want)
		}
		a, err := n.book.Acts(ctx, book.Page{Limit: 1})
		if err != nil || !a[0].Erased || a[0].Clear != nil || a[0].Salt != nil {
			t.Errorf("the erased act: %+v (%v)", a[0], err)
		}
	})
}

// erased writes a word, erases it, and returns the node.
func (n *node) erased(word string) {
	n.t.Helper()
	for range 20 {
		n.write(1, "staff", strings.Repeat(word+" ", 50))
	}
	n.must(n.do(first, "retention.set", "retention/notes", `{"title":"Notes","types":["note"],"months":0}`))
	n.must(n.do(first, "erasure.propose", "erasure/1", proposal("note/n1", "staff", "notes")))
	n.must(n.erase(second, "erasure/1"))
}

func TestErasedWordsAreInNoFile(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(filepath.Join(dir, "book.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n := newNode(t, s, dir)
	n.write(2, "staff", "palimpsest")
	if !found(t, dir, "palimpsest") {
		t.Fatal("a projected word is not where the test looks")
	}
	n.erased("quicksilver")
	if found(t, dir, "quicksilver") {
		t.Error("an erased word is in the store's files")
	}
	_, err = n.book.Rebuild(ctx, nil)
	n.must(err)
	if found(t, dir, "quicksilver") {
		t.Error("after a rebuild, an erased word is in the store's files")
	}
	n.must(n.book.Close())
	n.must(s.Close())
	if found(t, dir, "quicksilver") || !found(t, dir, "palimpsest") {
		t.Error("after closing, an erased word is in the store's files, or another is gone")
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

func TestErasedWordsAreInNoTableFile(t *testing.T) {
	c, err := pgtest.Start() // a server of its own, whose files can be read
	if err != nil {
		t.Skipf("no private PostgreSQL: %v", err)
	}
	defer c.Stop()
	s, err := postgres.Open(ctx, c.DSN, postgres.Options{Schema: "comity"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n := newNode(t, s, "")
	n.write(2, "staff", "palimpsest")
	n.erased("quicksilver")
	conn, err := pgx.Connect(ctx, c.DSN)
	n.must(err)
	defer conn.Close(ctx)
	var folder string
	n.must(conn.QueryRow(ctx, "SHOW data_directory").Scan(&folder))
	base := filepath.Join(folder, "base")
	if _, err := os.Stat(base); err != nil {
		t.Skipf("the server's files can't be read: %v", err)
	}
	if found(t, base, "quicksilver") || !found(t, base, "palimpsest") {
		t.Error("an erased word is in the tables' files, or another is gone")
	}
}

func TestACrashBetweenActAndKeyIsMadeGood(t *testing.T) {
	onBoth(t, func(t *testing.T, n *node) {
		n.write(1, "staff", "quicksilver")
		n.must(n.do(first, "retention.set", "retention/notes", `{"title":"Notes","types":["note"],"months":0}`))
		n.must(n.do(first, "erasure.propose", "erasure/1", proposal("note/n1", "staff", "notes")))
		ids, err := n.keys.Living(ctx, keyring.Pair{Subject: "note/n1", Audience: "staff"})
		n.must(err)
		n.must(n.do(second, "book.erased", "erasure/1", fmt.Sprintf(`{"about":"note/n1","audience":"staff","rule":"notes","proposer":%q,"keys":[%q]}`, booktest.Persons[first], ids[0])))
		// Here the process died: the key lives.
		if gone, err := n.keys.Destroyed(ctx, ids[0]); err != nil || gone {
			t.Fatalf("destroyed %v (%v)", gone, err)
		}
		// A body under the old key comes too late.
		_, err = n.book.Record(ctx, book.Call{Acts: []book.Draft{booktest.WriteNote(1, "staff", "late")}})
		n.refused("under an erased key", "erased while the act was on its way", err)
		if k, err := custody.Enforce(ctx, n.book, n.keys); err != nil || k != 1 {
			t.Errorf("enforced %d (%v)", k, err)
		}
		if gone, err := n.keys.Destroyed(ctx, ids[0]); err != nil || !gone {
			t.Errorf("destroyed %v (%v)", gone, err)
		}
		n.write(1, "staff", "in time")
		if k, err := custody.Enforce(ctx, n.book, n.keys); err != nil || k != 0 {
			t.Errorf("enforced again %d (%v)", k, err)
		}
		n.verified()
	})
}
