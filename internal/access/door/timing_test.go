package door_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"comity/internal/access/door"
	"comity/internal/access/password"
	"comity/internal/book/booktest"
)

// What a name that there is and one that there is not take, side by side, with
// the costs of earnest. It asks for a quiet machine, so it runs when it is told:
// COMITY_TIMING=1.
func TestNoTimeTellsWhoIsThere(t *testing.T) {
	if os.Getenv("COMITY_TIMING") == "" {
		t.Skip("takes a minute of a quiet machine; COMITY_TIMING=1 go test ./internal/access/door -run NoTimeTells -v")
	}
	h := newHouse(t, booktest.InSQLite(t), func(o *door.Options) { o.Password = password.Recommended() })
	h.settle(ana, "ana")
	h.must(h.Add(ctx, bo, []string{"bo"}, "")) // has no password
	took := map[string][]time.Duration{}
	for i := range 40 {
		for _, name := range []string{"ana", "bo", "nobody", "no name"} {
			h.pass(time.Hour)
			start := time.Now()
			_, err := h.SignInPassword(ctx, name, "wrong words here", here)
			if i > 0 {
				took[name] = append(took[name], time.Since(start))
			}
			h.refused("sign-in.wrong", err)
		}
	}
	median := func(name string) time.Duration {
		slices.Sort(took[name])
		return took[name][len(took[name])/2]
	}
	there := median("ana")
	for name := range took {
		fmt.Printf("%-8s median %v, 10th %v, 90th %v\n", name, median(name).Round(time.Microsecond), took[name][4].Round(time.Microsecond), took[name][35].Round(time.Microsecond))
		if m := median(name); m < there*9/10 || m > there*11/10 {
			t.Errorf("%s takes %v, one who is there %v", name, m, there)
		}
	}
}

// BenchmarkSession is what each request of somebody who is signed in pays.
func BenchmarkSession(b *testing.B) {
	h := newHouse(b, booktest.InSQLite(b))
	_, _, cookie := h.settle(ana, "ana")
	h.record("role.granted", "role/ana", "secretariat", `{"person":"person/`+ana+`","role":"administrator","party":"UNODC","from":"2026-01-01"}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Session(ctx, cookie); err != nil {
			b.Fatal(err)
		}
	}
}
