package mandate

import (
	"fmt"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

func TestHowAClauseStood(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		sizes := []int64{n.book.Size()}
		do := func(kind, body string, change ...func(*book.Draft)) string {
			id, err := n.do(ana, kind, clause("2", 1), body, change...)
			n.must(err)
			sizes = append(sizes, n.book.Size())
			return id
		}
		do("status", `{"of":"UNODC","status":"in-progress"}`, on("2042-01-01"))
		do("assigned", `{"office":"UNODC"}`, on("2042-02-01"))
		wrong := do("status", `{"of":"UNODC","status":"spent"}`, on("2042-03-01"))
		do("status", `{"of":"UNODC","status":"no-indication"}`, on("2042-04-01"), correctingAct(wrong))
		do("changed", `{"effect":"ended","by":"A/RES/96/1","since":"2042-05-01"}`, on("2042-05-02"), citing("A/RES/96/1"))
		for _, x := range []struct {
			day   act.Day
			known int
			want  string
		}{
			{"2041-12-31", 5, "[]  "},
			{"2042-01-01", 5, "[{UNODC in-progress}]  "},
			{"2042-02-01", 5, "[{UNODC in-progress}] UNODC "},
			{"2042-03-01", 5, "[{UNODC in-progress}] UNODC "}, // as it is known now
			{"2042-03-01", 3, "[{UNODC spent}] UNODC "},       // as it was known then
			{"2042-04-01", 5, "[{UNODC no-indication}] UNODC "},
			{"2042-05-01", 5, "[{UNODC no-indication}] UNODC ended"},
			{"2042-05-01", 4, "[{UNODC no-indication}] UNODC "},
			{"2042-05-01", 0, "[]  "},
		} {
			n.read(func(v store.View) error {
				s, err := StandOf(ctx, v, Ref{"A/RES/95/7", "2", 1}, x.day, sizes[x.known])
				if got := fmt.Sprint(s.Statuses, " ", s.Office, " ", s.Effect); got != x.want {
					t.Errorf("on %s, known after %d: %q, want %q", x.day, x.known, got, x.want)
				}
				return err
			})
		}
	})
}
