package book_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/sqlite"
)

// faultsEnvironment says how many kills of each store a run makes.
const faultsEnvironment = "COMITY_FAULTS"

func faults(t *testing.T, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(faultsEnvironment)); err == nil && n > 0 {
		return n
	}
	if testing.Short() {
		return usual / 4
	}
	t.Logf("%d rounds; all: %s=500 go test ./internal/book -run 'Kill|Flip|Torn' -timeout 30m", usual, faultsEnvironment)
	return usual
}

// victim is what a child process is told: it records until it is killed.
type victim struct {
	SQLite, Postgres, Schema string
	Witness                  string
	Secret, Public           string
	Seed                     uint64
	Step                     string // where it kills itself; "" waits for the parent
	Count                    int64  // at which passing of the step
}

func (v victim) open() (*book.Book, func(), error) {
	var s store.Store
	var err error
	if v.SQLite != "" {
		s, err = sqlite.Open(v.SQLite, sqlite.Options{})
	} else {
		s, err = postgres.Open(ctx, v.Postgres, postgres.Options{Schema: v.Schema, Readers: 2})
	}
	if err != nil {
		return nil, nil, err
	}
	signer, err := note.NewSigner(v.Secret)
	if err != nil {
		return nil, nil, err
	}
	verifier, err := note.NewVerifier(v.Public)
	if err != nil {
		return nil, nil, err
	}
	w, err := book.OpenWitness(v.Witness, verifier)
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	b, err := book.Open(ctx, s, book.Options{Signer: signer, Verifier: verifier, Witness: w, Sealed: booktest.CheckSealed}, booktest.Modules()...)
	if err != nil {
		w.Close()
		s.Close()
		return nil, nil, err
	}
	return b, func() { b.Close(); w.Close(); s.Close() }, nil
}

// keyedCall is the n-th call of a writer, the same whenever it is asked for.
func keyedCall(seed uint64, writer, n int) book.Call {
	r := rand.New(rand.NewPCG(seed, uint64(writer)<<32|uint64(n)))
	c := book.Call{Key: fmt.Sprintf("%d.%d.%d", seed, writer, n), Person: booktest.Persons[0]}
	for range 1 + r.IntN(4) {
		switch r.IntN(3) {
		case 0:
			c.Acts = append(c.Acts, booktest.PayIn(r.IntN(4), int64(1+r.IntN(9))))
		case 1:
			c.Acts = append(c.Acts, booktest.Move(0, 1+r.IntN(3), 1))
		case 2:
			c.Acts = append(c.Acts, booktest.Draft("note.mark", booktest.Note(r.IntN(3)), `{}`))
		}
	}
	return c
}

// victimEnvironment carries a victim to a child process.
const victimEnvironment = "COMITY_TEST_VICTIM"

// die is what a child process does: it records, tells what was acknowledged,
// and is killed.
func die(told string) {
	var v victim
	if err := json.Unmarshal([]byte(told), &v); err != nil {
		fmt.Println("fault", err)
		os.Exit(3)
	}
	b, _, err := v.open()
	if err != nil {
		fmt.Println("fault", err)
		os.Exit(3)
	}
	var passed atomic.Int64
	b.Stop(func(step string) {
		if step == v.Step && passed.Add(1) == v.Count {
			if self, err := os.FindProcess(os.Getpid()); err == nil {
				_ = self.Kill() // SIGKILL
			}
			select {} // the signal may take a moment; nothing more is done
		}
	})
	fmt.Println("open")
	var out sync.Mutex
	for w := range 3 {
		go func() {
			for n := 0; ; n++ {
				if _, err := b.Record(ctx, keyedCall(v.Seed, w, n)); err == nil {
					out.Lock()
					_, _ = os.Stdout.WriteString(fmt.Sprintf("ack %d %d\n", w, n))
					out.Unlock()
				} else if book.CodeOf(err) != book.Conflict {
					fmt.Println("fault", err)
					os.Exit(3)
				}
			}
		}()
	}
	if v.Step == "switch" {
		for {
			if _, err := b.Rebuild(ctx, nil); err != nil {
				fmt.Println("fault", err)
				os.Exit(3)
			}
		}
	}
	select {}
}

var steps = []string{"begin", "appended", "projected", "commit", "committed", "witness", "witnessed", "answer", "switch", ""}

// killed runs a child until it is killed, and returns the calls that were
// acknowledged.
func killed(t *testing.T, v victim, r *rand.Rand) (acked [][2]int) {
	t.Helper()
	told, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimEnvironment+"="+string(told))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	give := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill(); t.Errorf("the step %q was never passed %d times", v.Step, v.Count) })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var w, n int
		switch line := lines.Text(); {
		case line == "open":
			if v.Step == "" {
				time.AfterFunc(time.Duration(r.Int64N(int64(30*time.Millisecond))), func() { _ = cmd.Process.Kill() })
			}
		case strings.HasPrefix(line, "fault"):
			t.Error(line)
		default:
			if _, err := fmt.Sscanf(line, "ack %d %d", &w, &n); err != nil {
				continue // the last line may be cut short: it was not told whole
			}
			acked = append(acked, [2]int{w, n})
		}
	}
	_ = cmd.Wait()
	give.Stop()
	return acked
}

func TestKilledAtEveryStep(t *testing.T) {
	begin := func(t *testing.T, n int) victim {
		secret, public, err := note.GenerateKey(crand{}, "node.example")
		if err != nil {
			t.Fatal(err)
		}
		return victim{Secret: secret, Public: public, Witness: filepath.Join(t.TempDir(), fmt.Sprint("witness", n))}
	}
	t.Run("sqlite", func(t *testing.T) {
		kill(t, faults(t, 40), func(n int) victim {
			v := begin(t, n)
			v.SQLite = filepath.Join(t.TempDir(), "book.sqlite")
			return v
		})
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		kill(t, faults(t, 40), func(n int) victim {
			v := begin(t, n)
			v.Postgres, v.Schema = dsn, pgtest.Schema(t, dsn)
			return v
		})
	})
}

type crand struct{}

func (crand) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return len(b), nil
}

// kill kills children that record in one book, a new one after 20 kills, and
// looks each time at what is left.
func kill(t *testing.T, rounds int, fresh func(n int) victim) {
	var v victim
	total := 0
	for i := range rounds {
		r := rand.New(rand.NewPCG(uint64(i), 1))
		if i%20 == 0 {
			v = fresh(i)
			b, done, err := v.open()
			if err != nil {
				t.Fatal(err)
			}
			record(t, b, booktest.OpenAccount(0), booktest.OpenAccount(1), booktest.OpenAccount(2), booktest.OpenAccount(3), booktest.PayIn(0, 20))
			done()
		}
		v.Seed, v.Step, v.Count = uint64(i), steps[i%len(steps)], 1+r.Int64N(12)
		if v.Step == "switch" {
			v.Count = 1 + r.Int64N(2)
		}
		acked := killed(t, v, r)
		total += len(acked)
		b, done, err := v.open()
		if err != nil {
			t.Fatalf("kill %d at %q: %v", i, v.Step, err)
		}
		size := b.Size()
		for _, a := range acked {
			c := keyedCall(v.Seed, a[0], a[1])
			got, err := b.Record(ctx, c)
			if err != nil || !got.Again || len(got.Acts) != len(c.Acts) {
				t.Errorf("kill %d at %q: the acknowledged call %v is lost: %+v, %v", i, v.Step, a, got, err)
			}
		}
		if b.Size() != size {
			t.Errorf("kill %d at %q: asking again recorded %d acts", i, v.Step, b.Size()-size)
		}
		whole(t, b, size)
		verified(t, b)
		done()
		if t.Failed() {
			t.Fatalf("after kill %d, at passing %d of step %q", i, v.Count, v.Step)
		}
	}
	if total == 0 {
		t.Error("no call was ever acknowledged: the test shows nothing")
	}
	t.Logf("%d kills, %d calls acknowledged before them", rounds, total)
}

// whole checks that every act belongs to a call that is there from its first
// to its last.
func whole(t *testing.T, b *book.Book, size int64) {
	t.Helper()
	covered := int64(5) // the first call has no key
	err := b.Read(ctx, 0, func(v store.View) error {
		return store.Each(ctx, v, `SELECT key, first, count FROM call ORDER BY first`, nil, func(rows store.Rows) error {
			var key string
			var first, count int64
			if err := rows.Scan(&key, &first, &count); err != nil {
				return err
			}
			var seed uint64
			var w, n int
			if _, err := fmt.Sscanf(key, "%d.%d.%d", &seed, &w, &n); err != nil {
				return err
			}
			if want := len(keyedCall(seed, w, n).Acts); first != covered || int(count) != want {
				t.Errorf("the call %s has %d acts from %d, want %d from %d", key, count, first, want, covered)
			}
			covered = first + count
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if covered != size {
		t.Errorf("the calls cover %d acts of %d", covered, size)
	}
}

// A server that dies while calls are recorded, and comes back: calls that
// failed are made again under their key, and none is lost or doubled.
func TestTheServerIsKilled(t *testing.T) {
	pgtest.DSN(t) // skips where there is no PostgreSQL
	c, err := pgtest.Start()
	if err != nil {
		t.Skipf("needs a server of its own to kill: %v", err)
	}
	defer c.Stop()
	o := booktest.Options(t)
	s, err := postgres.Open(ctx, c.DSN, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := booktest.Open(t, s, o)
	record(t, b, booktest.OpenAccount(0), booktest.OpenAccount(1), booktest.OpenAccount(2), booktest.OpenAccount(3), booktest.PayIn(0, 1000))
	stop, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	var wg sync.WaitGroup
	var acked, again atomic.Int64
	for w := range 8 {
		wg.Go(func() {
			for n := 0; stop.Err() == nil; n++ {
				for {
					_, err := b.Record(ctx, keyedCall(9, w, n))
					if err == nil {
						acked.Add(1)
					} else if book.CodeOf(err) == book.Unavailable {
						again.Add(1)
						time.Sleep(20 * time.Millisecond)
						continue
					} else if book.CodeOf(err) != book.Conflict {
						t.Error(err)
					}
					break
				}
			}
		})
	}
	for range 3 {
		time.Sleep(400 * time.Millisecond)
		if err := c.Crash(); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
	if acked.Load() == 0 {
		t.Error("no call was acknowledged")
	}
	t.Logf("%d calls acknowledged, %d made again", acked.Load(), again.Load())
	whole(t, b, b.Size())
	verified(t, b)
}
