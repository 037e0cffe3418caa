package seclog_test

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"comity/internal/access/seclog"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/store/postgres/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var ctx = context.Background()

const person = "00000000-0000-4000-8000-000000000001"

type clock struct{ now time.Time }

func onEachStore(t *testing.T, f func(t *testing.T, l *seclog.Log, c *clock)) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		if err := s.Migrate(ctx, book.Steps()); err != nil {
			t.Fatal(err)
		}
		err := s.Write(ctx, func(tx store.Tx) error { // a read needs a book's head
			tx.Queue(store.Do(`INSERT INTO head (one, size, generation, epoch, instant, root, edge, note) VALUES (1, 0, 1, 1, 0, ?, ?, ?)`, []byte{}, []byte{}, []byte{}))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c := &clock{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
		l, err := seclog.Open(ctx, s, nil, func() time.Time { return c.now })
		if err != nil {
			t.Fatal(err)
		}
		f(t, l, c)
	})
}

// all reads the whole log by pages of a size, and checks that none comes twice.
func all(t *testing.T, l *seclog.Log, f seclog.Filter) (out []seclog.Entry) {
	t.Helper()
	for pages := 0; ; pages++ {
		p, err := l.Read(ctx, "", f)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range p.Entries {
			if e.Event != seclog.LogRead {
				out = append(out, e)
			}
		}
		if p.Next == "" {
			return out
		}
		f.After = p.Next
		if pages > 200 {
			t.Fatal("the pages do not end")
		}
	}
}

func TestTheLogIsKeptReadAndPruned(t *testing.T) {
	onEachStore(t, func(t *testing.T, l *seclog.Log, c *clock) {
		whole := seclog.Entry{Event: seclog.Exported, Person: person, Address: netip.MustParseAddr("198.51.100.77"), Action: "read", Subject: "treaty/untoc", Policies: []string{"a", "b-c"}, Rows: 12}
		if err := l.Append(ctx, whole); err != nil {
			t.Fatal(err)
		}
		for i := range 25 {
			c.now = c.now.Add(time.Duration(i%3) * time.Hour) // several at one instant
			if err := l.Append(ctx, seclog.Entry{Event: seclog.SignedIn, Action: fmt.Sprintf("n%d", i)}, seclog.Entry{Event: "of-a-newer-program"}); err != nil {
				t.Fatal(err)
			}
		}
		got := all(t, l, seclog.Filter{Most: 7})
		if len(got) != 51 {
			t.Fatalf("%d entries, want 51", len(got))
		}
		for i := 1; i < len(got); i++ {
			if got[i].At.After(got[i-1].At) {
				t.Errorf("entry %d is later than the one before", i)
			}
		}
		last := got[50]
		whole.At = last.At
		if fmt.Sprintf("%+v", last) != fmt.Sprintf("%+v", whole) {
			t.Errorf("read is %+v, want %+v", last, whole)
		}
		if n := len(all(t, l, seclog.Filter{Event: seclog.SignedIn})); n != 25 {
			t.Errorf("%d sign-ins", n)
		}
		if n := len(all(t, l, seclog.Filter{Person: person})); n != 1 {
			t.Errorf("%d of the person", n)
		}
		if n := len(all(t, l, seclog.Filter{From: whole.At.Add(time.Second), Until: c.now})); n == 0 || n >= 50 {
			t.Errorf("%d between", n)
		}

		c.now = whole.At.AddDate(0, 0, seclog.AddressDays)
		if e := all(t, l, seclog.Filter{Person: person})[0]; e.Address.String() != "198.51.100.0" {
			t.Errorf("after 30 days the address is %s", e.Address)
		}
		if err := l.Prune(ctx); err != nil {
			t.Fatal(err)
		}
		c.now = whole.At // even if the clock went back it is gone
		if e := all(t, l, seclog.Filter{Person: person})[0]; e.Address.String() != "198.51.100.0" {
			t.Errorf("a pruning left the address %s", e.Address)
		}
		c.now = whole.At.AddDate(0, 7, 0)
		if n := len(all(t, l, seclog.Filter{Event: seclog.SignedIn})); n != 0 {
			t.Errorf("%d sign-ins are shown after seven months", n)
		}
		if err := l.Prune(ctx); err != nil {
			t.Fatal(err)
		}
		c.now = whole.At.AddDate(0, 1, 0)
		if n := len(all(t, l, seclog.Filter{Event: seclog.SignedIn})); n != 0 {
			t.Errorf("a pruning left %d sign-ins", n)
		}
		if n := len(all(t, l, seclog.Filter{})); n != 26 {
			t.Errorf("a pruning left %d entries, want those kept for two years", n)
		}
		c.now = whole.At.AddDate(2, 1, 0)
		if err := l.Prune(ctx); err != nil {
			t.Fatal(err)
		}
		if n := len(all(t, l, seclog.Filter{})); n != 0 {
			t.Errorf("after two years %d are left", n)
		}
	})
}

func TestWhatIsNoEntryIsRefused(t *testing.T) {
	onEachStore(t, func(t *testing.T, l *seclog.Log, _ *clock) {
		if err := l.Append(ctx, seclog.Entry{Event: seclog.SignInRefused, Person: "ana@example.org"}); err == nil || !strings.Contains(err.Error(), "otherwise than by id") {
			t.Errorf("a typed name: %v", err)
		}
		if _, err := l.Read(ctx, "", seclog.Filter{After: "nonsense"}); err == nil {
			t.Error("a cursor that is none was taken")
		}
	})
}
