package mandate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

// The evidence of a paragraph is every open act that cites it or a clause of it, once,
// the newest first, page by page, however many clauses are cited.
func TestEvidenceIsAllThatCites(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		r := rand.New(rand.NewPCG(1, 2))
		var want []string
		for i := range 160 {
			var cites []act.Cite
			for range 1 + r.IntN(3) {
				c := []act.Cite{"A/RES/95/7#2", act.Cite(fmt.Sprintf("A/RES/95/7#2:%d", 1+r.IntN(90))), "A/RES/95/7#20", "A/RES/95/7#2(a)", "A/RES/95/7#1"}[r.IntN(5)]
				if !slices.Contains(cites, c) {
					cites = append(cites, c)
				}
			}
			audience := []string{act.Public, "secretariat"}[r.IntN(2)]
			id, err := n.do(bo, "", act.Subject(fmt.Sprintf("work/%d", i)), `{}`, citing(cites...), func(d *book.Draft) { d.Kind, d.Audience = "work.done", audience })
			n.must(err)
			if audience == act.Public && slices.ContainsFunc(cites, func(c act.Cite) bool { return c == "A/RES/95/7#2" || len(c) > 13 && c[:13] == "A/RES/95/7#2:" }) {
				want = append(want, id)
			}
		}
		slices.Reverse(want)
		for _, size := range []int{1, 7, 500} {
			var got []string
			n.read(func(v store.View) error {
				for before := int64(0); ; {
					list, more, err := Evidence(ctx, v, Ref{Symbol: "A/RES/95/7", Place: "2"}, everybody, before, size)
					if err != nil {
						return err
					}
					for _, h := range list {
						got, before = append(got, h.ID), h.Index
					}
					if !more {
						return nil
					}
				}
			})
			if !slices.Equal(got, want) {
				t.Errorf("in pages of %d: %d acts, want %d", size, len(got), len(want))
			}
		}
	})
}
