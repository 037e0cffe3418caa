package backup_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"comity/internal/act"
	"comity/internal/backup"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/custody"
)

// Words are written, erased, backed up and restored at random; what was erased
// is in no table, act or file afterwards, and all else that the backup holds is.
func TestErasedWordsNeverComeBack(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 7))
			n := newNode(t)
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
				for _, w := range erased {
					if found(t, n.dir, w) {
						t.Errorf("%s: %s was erased, and is in the store's files", when, w)
					}
				}
			}
			look("before the restore")
			n.dir = t.TempDir()
			n.store, n.blobs = sqliteStore(t, n.dir), n.openBlobs(n.dir)
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
