package backup_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"comity/internal/act"
	"comity/internal/backup"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/custody"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
)

// Words are written, erased, backed up and restored at random; what was erased
// is in no table, act or file afterwards, and all else that the backup holds is.
func TestErasedWordsNeverComeBack(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		erasedWords(t, 6, sqliteStore, func(*testing.T) {}, func(dir string) string { return dir })
	})
	t.Run("postgres", func(t *testing.T) {
		c, err := pgtest.Start() // a server of its own, whose files can be read
		if err != nil {
			t.Skipf("no private PostgreSQL: %v", err)
		}
		defer c.Stop()
		conn, err := pgx.Connect(ctx, c.DSN)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(ctx)
		var folder string
		if err := conn.QueryRow(ctx, "SHOW data_directory").Scan(&folder); err != nil {
			t.Fatal(err)
		}
		base := filepath.Join(folder, "base")
		if _, err := os.ReadDir(base); err != nil {
			t.Skipf("the server's files can't be read: %v", err)
		}
		schemas := 0
		open := func(t *testing.T, _ string) store.Store {
			schemas++
			s, err := postgres.Open(ctx, c.DSN, postgres.Options{Schema: fmt.Sprint("words", schemas)})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			return s
		}
		flush := func(t *testing.T) {
			if _, err := conn.Exec(ctx, "CHECKPOINT"); err != nil {
				t.Fatal(err)
			}
		}
		erasedWords(t, 3, open, flush, func(string) string { return base })
	})
}

// erasedWords runs the property on one kind of store: open opens an empty one,
// flush brings its tables to their files, files says where these lie.
func erasedWords(t *testing.T, seeds uint64, open func(*testing.T, string) store.Store, flush func(*testing.T), files func(dir string) string) {
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 7))
			n := newNodeIn(t, open)
			n.record(book.Call{Person: booktest.Persons[0], Acts: []book.Draft{
				booktest.Draft("retention.set", "retention/notes", `{"title":"Notes","types":["note"],"months":0}`)}})
			type pair struct {
				subject  int
				audience string
			}
			living, saved := map[pair][]string{}, map[string]bool{}
			var erased []string
			var in []byte
			for step := range 60 {
				p := pair{rng.IntN(3), []string{"staff", "board"}[rng.IntN(2)]}
				switch k := rng.IntN(20); {
				case k < 15 || step < 5:
					word := fmt.Sprintf("quicksilver-%d-%03d", seed, step)
					n.record(book.Call{Acts: []book.Draft{booktest.WriteNote(p.subject, p.audience, word)}})
					living[p] = append(living[p], word)
				case k < 17:
					name := act.Subject(fmt.Sprintf("erasure/%d", step))
					n.record(book.Call{Person: booktest.Persons[0], Acts: []book.Draft{booktest.Draft("erasure.propose", name,
						fmt.Sprintf(`{"about":%q,"audience":%q,"rule":"notes"}`, booktest.Note(p.subject), p.audience))}})
					_, err := custody.Erase(ctx, n.book, n.keys, custody.Erasure{Proposal: name, Person: booktest.Persons[1], Party: "XAA", Day: "2026-05-04"})
					n.must(err)
					erased = append(erased, living[p]...)
					delete(living, p)
				case k < 18:
					_, err := n.book.Rebuild(ctx, nil)
					n.must(err)
				default:
					in, saved = n.backup(), map[string]bool{}
					for _, words := range living {
						for _, w := range words {
							saved[w] = true
						}
					}
				}
			}
			if in == nil {
				in = n.backup()
			}
			look := func(when string) {
				t.Helper()
				n.must(n.book.Close())
				n.must(n.store.Close())
				flush(t)
				for _, w := range erased {
					if found(t, files(n.dir), w) {
						t.Errorf("%s: %s was erased, and is in the store's files", when, w)
					}
				}
				for p, words := range living { // or the search would prove nothing
					if when == "before the restore" && !found(t, files(n.dir), words[0]) {
						t.Errorf("%s is in the tables for %v, and not found in the store's files", words[0], p)
					}
				}
			}
			look("before the restore")
			n.dir = t.TempDir()
			n.store, n.blobs = open(t, n.dir), n.openBlobs(n.dir)
			_, err := n.restore(in, &backup.NewEpoch{Reason: "A trial", Party: "node"})
			n.must(err)
			n.open()
			acts, err := n.book.Acts(ctx, book.Page{Limit: 5000})
			n.must(err)
			var read []string
			for _, a := range acts {
				if a.Kind == "note.write" && a.Clear != nil {
					var body struct{ Text string }
					n.must(a.Decode(&body))
					read = append(read, body.Text)
				}
			}
			for w := range saved {
				if !slices.Contains(erased, w) && !slices.Contains(read, w) {
					t.Errorf("%s was not erased, and is lost", w)
				}
			}
			for _, w := range erased {
				if slices.Contains(read, w) {
					t.Errorf("%s was erased, and is read again", w)
				}
			}
			look("after the restore")
		})
	}
}
