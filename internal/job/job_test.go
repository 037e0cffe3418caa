package job_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/job"
	"comity/internal/store"
	"comity/internal/store/postgres/pgtest"
)

var ctx = context.Background()

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// onBoth runs f on both stores, which no book uses yet.
func onBoth(t *testing.T, f func(t *testing.T, s store.Store)) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		if err := s.Migrate(ctx, book.Steps()); err != nil {
			t.Fatal(err)
		}
		f(t, s)
	})
}

// clock can be moved.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }
func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	c.t = c.t.Add(d)
	c.mu.Unlock()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAJobsLife(t *testing.T) {
	onBoth(t, func(t *testing.T, s store.Store) {
		c := &clock{t: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
		q := job.New(s, "mail", job.Options{Most: 3, Now: c.now, Backoff: func(n int) time.Duration { return time.Duration(n) * time.Second }})
		take := func() *job.Job {
			t.Helper()
			j, err := q.Take(ctx)
			must(t, err)
			return j
		}
		must(t, q.Add(ctx, "a", []byte("act 1")))
		must(t, q.Add(ctx, "a", []byte("act 1, again")))
		if j, err := job.New(s, "other", job.Options{}).Take(ctx); err != nil || j != nil {
			t.Errorf("another queue's job was taken: %v (%v)", j, err)
		}
		j := take()
		if j == nil || j.ID != "a" || string(j.Payload) != "act 1" || j.Tries != 1 {
			t.Fatalf("took %+v", j)
		}
		if take() != nil {
			t.Error("a leased job was taken")
		}
		must(t, q.Fail(ctx, j, errors.New("the line broke")))
		if err := q.Done(ctx, j); !errors.Is(err, job.ErrLost) {
			t.Errorf("done after it failed: %v", err)
		}
		if take() != nil {
			t.Error("a failed job was taken at once")
		}
		c.pass(time.Second)
		j = take()
		if j == nil || j.Tries != 2 {
			t.Fatalf("second try %+v", j)
		}
		// Its worker dies; another takes it when the lease has run out.
		c.pass(61 * time.Second)
		k := take()
		if k == nil || k.Tries != 3 {
			t.Fatalf("third try %+v", k)
		}
		if err := q.Renew(ctx, j); !errors.Is(err, job.ErrLost) {
			t.Errorf("renewed by who lost it: %v", err)
		}
		must(t, q.Renew(ctx, k))
		must(t, q.Fail(ctx, k, errors.New(strings.Repeat("x", 600))))
		c.pass(time.Hour)
		if take() != nil {
			t.Error("a job was taken after its last try")
		}
		dead, err := q.Dead(ctx)
		if err != nil || len(dead) != 1 || dead[0].ID != "a" || dead[0].Tries != 3 || len([]rune(dead[0].Fault)) != 501 {
			t.Fatalf("set aside: %+v (%v)", dead, err)
		}
		must(t, q.Revive(ctx, "a"))
		j = take()
		if j == nil || j.Tries != 1 {
			t.Fatalf("revived %+v", j)
		}
		must(t, q.Done(ctx, j))
		must(t, q.Add(ctx, "a", nil))
		if take() != nil {
			t.Error("what was done was done again")
		}
		c.pass(8 * 24 * time.Hour)
		must(t, q.Sweep(ctx))
		must(t, q.Add(ctx, "a", nil))
		if take() == nil {
			t.Error("a key is remembered for ever")
		}
	})
}

func TestAWorkerThatAlwaysDiesIsGivenUp(t *testing.T) {
	onBoth(t, func(t *testing.T, s store.Store) {
		c := &clock{t: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
		q := job.New(s, "mail", job.Options{Most: 2, Now: c.now})
		must(t, q.Add(ctx, "a", nil))
		taken := 0
		for range 5 {
			j, err := q.Take(ctx)
			must(t, err)
			if j != nil {
				taken++
			}
			c.pass(2 * time.Minute)
		}
		if dead, err := q.Dead(ctx); err != nil || taken != 2 || len(dead) != 1 {
			t.Errorf("taken %d times, set aside %v (%v)", taken, dead, err)
		}
	})
}

func TestManyWorkersDoEachJobOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s store.Store) {
		q := job.New(s, "mail", job.Options{Pause: 5 * time.Millisecond, Backoff: func(int) time.Duration { return time.Millisecond }})
		const jobs = 60
		must(t, s.Write(ctx, func(tx store.Tx) error {
			for i := range jobs {
				tx.Queue(q.Put(fmt.Sprint(i), nil, 0))
			}
			return nil
		}))
		run, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		var mu sync.Mutex
		tries, done := map[string]int{}, 0
		q.Run(run, 8, func(_ context.Context, j *job.Job) error {
			mu.Lock()
			defer mu.Unlock()
			tries[j.ID]++
			switch {
			case j.ID == "7" && tries[j.ID] == 1:
				panic("at the first try")
			case j.ID == "8" && tries[j.ID] < 3:
				return errors.New("not yet")
			}
			if done++; done == jobs {
				cancel()
			}
			return nil
		})
		if done != jobs || tries["7"] != 2 || tries["8"] != 3 || len(tries) != jobs {
			t.Errorf("%d done, tries %v", done, tries)
		}
		for id, n := range tries {
			if id != "7" && id != "8" && n != 1 {
				t.Errorf("job %s was run %d times", id, n)
			}
		}
	})
}
