package treaty_test

import (
	"fmt"
	"testing"

	"comity/internal/act"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/treaty"
)

// A reading that began before an act is answered as the record was then, from
// what is kept, while later readings have the act.
func TestAReadingHasTheRegisterOfItsOwnState(t *testing.T) {
	onBoth(t, func(n *node) {
		ratify := func(party string) {
			_, err := n.do("treaty.deposit", "UNTOC", party, "2004-05-06", `{"action":"ratification"}`)
			n.must(err)
		}
		parties := func(v store.View) string {
			g, err := n.current.Register(ctx, v)
			n.must(err)
			return fmt.Sprint(g.Parties("UNTOC"))
		}
		ratify("FRA")
		n.must(n.book.Read(ctx, 0, func(first store.View) error {
			was := parties(first)
			ratify("PER")
			return n.book.Read(ctx, 0, func(second store.View) error {
				if now := parties(second); now != "[FRA PER]" || was != "[FRA]" {
					t.Errorf("%s before the act, %s after it", was, now)
				}
				if again := parties(first); again != was {
					t.Errorf("a reading that began before the act had %s, and has %s after it", was, again)
				}
				return nil
			})
		}))
	})
}

// The register of one treaty and those that it turns on says of it what the
// register of all does.
func TestTheRegisterOfOneTreatyIsThatOfAll(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	ds, parties, codes := many(1600)
	for i, d := range ds {
		if i%9 != 0 {
			_, _ = n.do("treaty.deposit", d.Instrument, d.Party, "2008-03-01", `{"action":"accession"}`) // some treaties are closed to it
		}
	}
	all, bound := n.register(), 0
	for _, code := range codes {
		n.must(n.book.Read(ctx, 0, func(v store.View) error {
			one, err := treaty.Of(ctx, v, carried.p.Instruments, carried.parties, code)
			n.must(err)
			for _, p := range parties {
				for _, day := range []act.Day{"1990-01-01", "2010-06-01", "2026-01-01"} {
					a, b := all.StatusOn(code, p, day).State, one.StatusOn(code, p, day).State
					if a != b {
						t.Errorf("%s to %s on %s: %s of all, %s of one", p, code, day, a, b)
					}
					if a == treaty.Bound {
						bound++
					}
				}
			}
			return nil
		}))
	}
	if bound < 20 {
		t.Errorf("only %d are bound: the test shows little", bound)
	}
}
