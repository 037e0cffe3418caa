package bench

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/book"
	"comity/internal/store"
)

// Options of a run.
type Options struct {
	// Acts are in the book before anything is measured.
	Acts int
	// Folder keeps witness and keys; it must be empty.
	Folder string
	// Open opens the empty store; it is called again after a close.
	Open func(ctx context.Context) (store.Store, error)
	// Short takes a tenth of the measurements.
	Short bool
	// Say is told what is going on, a line each; may be nil.
	Say func(format string, args ...any)
	// Idle runs a process that opens the book as it lies and reports on
	// itself; nil leaves memory and start out.
	Idle func(ctx context.Context) (Idle, error)
}

// Idle is what a process says of itself that has opened a book and waits.
type Idle struct {
	Start  time.Duration `json:"start_ns"`
	Memory int64         `json:"memory_bytes"` // resident
	Acts   int64         `json:"acts"`
}

// Rate compares the book with the bare rows.
type Rate struct {
	Writers int     `json:"writers"`
	Acts    int     `json:"acts_a_call"`
	Book    float64 `json:"book_acts_per_second"`
	Bare    float64 `json:"bare_acts_per_second"`
	Of      float64 `json:"book_of_bare"`
}

// Report is what was measured.
type Report struct {
	Store   string  `json:"store"`
	Acts    int64   `json:"acts_before"`
	Filling float64 `json:"filling_acts_per_second"`
	Rates   []Rate  `json:"rates"`

	Hashes  float64 `json:"hash_verification_acts_per_second"`
	Replay  float64 `json:"replay_acts_per_second"`
	Switch  float64 `json:"rebuild_switch_ms"`
	Reads   int64   `json:"reads_while_rebuilding"`
	PerSec  float64 `json:"reads_per_second_while_rebuilding"`
	Failed  int64   `json:"reads_failed_while_rebuilding"`
	Slowest float64 `json:"slowest_read_ms_while_rebuilding"`

	Idle *Idle `json:"idle,omitempty"`
}

// Run fills a book and measures it.
func Run(ctx context.Context, o Options) (*Report, error) {
	if o.Acts < 1 {
		return nil, fmt.Errorf("a book of %d acts can't be measured; ask for one at least", o.Acts)
	}
	if o.Say == nil {
		o.Say = func(string, ...any) {}
	}
	if err := NewKey(o.Folder); err != nil {
		return nil, err
	}
	s, err := o.Open(ctx)
	if err != nil {
		return nil, err
	}
	b, done, err := OpenBook(ctx, s, o.Folder)
	if err != nil {
		s.Close()
		return nil, err
	}
	r := &Report{Store: s.Describe()}
	err = measure(ctx, o, s, b, r)
	if e := done(); err == nil {
		err = e
	}
	if e := s.Close(); err == nil {
		err = e
	}
	if err == nil && o.Idle != nil {
		o.Say("start and idle memory")
		var idle Idle
		if idle, err = o.Idle(ctx); err == nil {
			r.Idle = &idle
		}
	}
	return r, err
}

func measure(ctx context.Context, o Options, s store.Store, b *book.Book, r *Report) error {
	began := time.Now()
	if err := fill(ctx, b, o.Acts); err != nil {
		return err
	}
	r.Acts = b.Size()
	r.Filling = float64(o.Acts) / time.Since(began).Seconds()
	o.Say("%d acts in calls of %d: %.0f/s", r.Acts, book.MostActs, r.Filling)
	for _, c := range []struct{ writers, acts, calls int }{{1, 1, 2000}, {32, 1, 30_000}, {64, 1, 40_000}, {1, 1000, 40}} {
		if o.Short {
			c.calls /= 10
		}
		rate, err := compare(ctx, s, b, c.writers, c.acts, c.calls)
		if err != nil {
			return err
		}
		r.Rates = append(r.Rates, rate)
		o.Say("%d writers, %d acts a call: %.0f acts/s, bare %.0f/s, %.2f of it", c.writers, c.acts, rate.Book, rate.Bare, rate.Of)
	}
	v, err := b.Verify(ctx, []book.Check{book.CheckHashes}, func(book.Finding) {}, nil)
	if err != nil {
		return err
	}
	if v.Found > 0 {
		return fmt.Errorf("the measured book has %d faults", v.Found)
	}
	r.Hashes = float64(v.Acts) / v.Took[book.CheckHashes].Seconds()
	o.Say("hashes: %.0f acts/s", r.Hashes)
	if err := rebuild(ctx, b, r); err != nil {
		return err
	}
	o.Say("replay: %.0f acts/s, switch %.1f ms, %d reads (%.0f/s), %d failed, the slowest %.1f ms", r.Replay, r.Switch, r.Reads, r.PerSec, r.Failed, r.Slowest)
	return b.Drop(ctx)
}

// fill records n acts in the largest calls, prepared by two at a time.
func fill(ctx context.Context, b *book.Book, n int) error {
	var wg sync.WaitGroup
	var once sync.Once
	var first error
	var next atomic.Int64
	for w := range 2 {
		wg.Go(func() {
			r := seeded(uint64(w))
			for {
				from := next.Add(book.MostActs) - book.MostActs
				if from >= int64(n) {
					return
				}
				if _, err := b.Record(ctx, call(r, min(book.MostActs, n-int(from)))); err != nil {
					once.Do(func() { first = err; next.Store(int64(n)) })
				}
			}
		})
	}
	wg.Wait()
	return first
}

// rounds is how often book and bare take turns, so that a slow minute of the
// machine slows both.
const rounds = 4

func compare(ctx context.Context, s store.Store, b *book.Book, writers, acts, calls int) (Rate, error) {
	var tookBook, tookBare time.Duration
	n := 0
	for round := range rounds {
		bareRun := newBare(s)
		prepared := make(chan []bareRow, calls/rounds)
		draw := seeded(uint64(writers*1000 + 100 + round))
		for range calls / rounds {
			rows, err := bareRows(draw, acts)
			if err != nil {
				return Rate{}, err
			}
			prepared <- rows
		}
		close(prepared)
		took, err := writersTake(writers, func(int) func() (bool, error) {
			return func() (bool, error) {
				rows, more := <-prepared
				if !more {
					return false, nil
				}
				return true, bareRun.record(rows)
			}
		})
		if err != nil {
			return Rate{}, err
		}
		tookBare += took
		if err := bareRun.close(ctx); err != nil {
			return Rate{}, err
		}
		drafted := make(chan book.Call, calls/rounds)
		r := seeded(uint64(writers*1000 + 200 + round))
		for range calls / rounds {
			drafted <- call(r, acts)
		}
		close(drafted)
		took, err = writersTake(writers, func(int) func() (bool, error) {
			return func() (bool, error) {
				c, more := <-drafted
				if !more {
					return false, nil
				}
				_, err := b.Record(ctx, c)
				return true, err
			}
		})
		if err != nil {
			return Rate{}, err
		}
		tookBook += took
		n += calls / rounds * acts
	}
	rate := Rate{Writers: writers, Acts: acts, Book: float64(n) / tookBook.Seconds(), Bare: float64(n) / tookBare.Seconds()}
	rate.Of = rate.Book / rate.Bare
	return rate, nil
}

// writersTake runs writers at once until each says that there is no more.
func writersTake(writers int, writer func(n int) func() (more bool, err error)) (time.Duration, error) {
	var wg sync.WaitGroup
	var once sync.Once
	var first error
	began := time.Now()
	for n := range writers {
		wg.Go(func() {
			step := writer(n)
			for {
				more, err := step()
				if err != nil {
					once.Do(func() { first = err })
				}
				if !more || err != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return time.Since(began), first
}

// rebuild makes the tables again under 200 reads a second.
func rebuild(ctx context.Context, b *book.Book, r *Report) error {
	stop := make(chan struct{})
	var wg sync.WaitGroup
	var slowest atomic.Int64
	var reads, failed atomic.Int64
	var firstFault atomic.Value
	read := func(n int64) {
		defer wg.Done()
		began := time.Now()
		err := b.Read(ctx, 0, func(v store.View) error {
			found, err := store.One(ctx, v, `SELECT amount FROM {bench_row} WHERE idx = ?`, []any{n * 7919 % r.Acts}, new(int64))
			if err == nil && !found {
				err = fmt.Errorf("a row is missing")
			}
			return err
		})
		if err != nil {
			failed.Add(1)
			firstFault.CompareAndSwap(nil, err)
		}
		for took := int64(time.Since(began)); ; {
			old := slowest.Load()
			if took <= old || slowest.CompareAndSwap(old, took) {
				break
			}
		}
	}
	began := time.Now()
	wg.Go(func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				// A tick that a busy machine swallowed is made up for.
				for due := int64(time.Since(began) / (5 * time.Millisecond)); reads.Load() < due; {
					wg.Add(1)
					go read(reads.Add(1))
				}
			}
		}
	})
	done, err := b.Rebuild(ctx, nil)
	elapsed := time.Since(began).Seconds()
	time.Sleep(200 * time.Millisecond) // reads go on after the switch
	close(stop)
	wg.Wait()
	if err != nil {
		return err
	}
	r.Replay = float64(done.Acts) / done.Took.Seconds()
	r.Switch = float64(done.Switch) / 1e6
	r.Reads, r.Failed, r.Slowest = reads.Load(), failed.Load(), float64(slowest.Load())/1e6
	r.PerSec = float64(r.Reads) / elapsed
	if f, ok := firstFault.Load().(error); ok {
		return fmt.Errorf("%d of %d reads failed while the tables were rebuilt, the first: %w", r.Failed, r.Reads, f)
	}
	return nil
}

const nodeName = "bench.example"

// NewKey makes the signing key of a bench's book in its folder.
func NewKey(folder string) error {
	secret, public, err := note.GenerateKey(rand.Reader, nodeName)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "signing.key"), []byte(secret), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "verifier.key"), []byte(public), 0o600)
}

// OpenBook opens the book of a bench; done closes it and its witness, not the
// store.
func OpenBook(ctx context.Context, s store.Store, folder string) (b *book.Book, done func() error, err error) {
	secret, err := os.ReadFile(filepath.Join(folder, "signing.key"))
	if err != nil {
		return nil, nil, err
	}
	public, err := os.ReadFile(filepath.Join(folder, "verifier.key"))
	if err != nil {
		return nil, nil, err
	}
	signer, err := note.NewSigner(string(secret))
	if err != nil {
		return nil, nil, err
	}
	verifier, err := note.NewVerifier(string(public))
	if err != nil {
		return nil, nil, err
	}
	w, err := book.OpenWitness(filepath.Join(folder, "witness"), verifier)
	if err != nil {
		return nil, nil, err
	}
	if b, err = book.Open(ctx, s, book.Options{Signer: signer, Verifier: verifier, Witness: w}, module()); err != nil {
		w.Close()
		return nil, nil, err
	}
	return b, func() error {
		b.Close()
		return w.Close()
	}, nil
}

// Work does what a node does in its first minute: some calls and some reads.
func Work(ctx context.Context, b *book.Book) error {
	r := seeded(7)
	for range 200 {
		if _, err := b.Record(ctx, call(r, 1)); err != nil {
			return err
		}
		if _, err := b.OnSubject(ctx, draft(r).Subject, book.Page{}); err != nil {
			return err
		}
		if _, err := b.Acts(ctx, book.Page{From: r.Int64N(b.Size()), Limit: 50}); err != nil {
			return err
		}
	}
	return nil
}
