package custody_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/custody"
	"comity/internal/store"
)

func TestReadersSeeTheirAudiencesOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, n *node) {
		all := []string{act.Public, "staff", "board", "reviewers"}
		for i := range 40 {
			n.write(i, all[i%len(all)], fmt.Sprint(i))
		}
		rapid.Check(t, func(t *rapid.T) {
			reader := rapid.SliceOfN(rapid.SampledFrom([]string{"staff", "board", "reviewers", "strangers", act.Sealed, "') OR (1=1", act.Public}), 0, 9).Draw(t, "reader")
			where, args := custody.Readable("audience", reader)
			seen := map[string]int{}
			err := n.book.Read(ctx, 0, func(v store.View) error {
				clear(seen)
				return store.Each(ctx, v, `SELECT audience FROM {note} WHERE `+where, args, func(r store.Rows) error {
					var a string
					err := r.Scan(&a)
					seen[a]++
					return err
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range all {
				want := 0
				if a == act.Public || slices.Contains(reader, a) {
					want = 10
				}
				if seen[a] != want {
					t.Fatalf("a reader of %q sees %d rows of %s, want %d", reader, seen[a], a, want)
				}
			}
		})
	})
}
