package book

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"comity/internal/store"
)

// scanRun is how many acts one worker reads at a time: whole runs of 256.
const scanRun = 16 * 256

// scan calls f for each run of acts, of several at once on snapshots of their
// own, and tells progress how many acts are done. The book only grows, so that
// runs below size are the same on every snapshot.
func (b *Book) scan(ctx context.Context, size int64, progress func(int64), f func(v store.View, from, to int64) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var next, done atomic.Int64
	var once sync.Once
	var first error
	var wg sync.WaitGroup
	for range max(2, min(4, runtime.GOMAXPROCS(0))) {
		wg.Go(func() {
			for ctx.Err() == nil {
				from := next.Add(scanRun) - scanRun
				if from >= size {
					return
				}
				to := min(from+scanRun, size)
				err := b.store.Read(ctx, size, func(v store.View) error { return f(v, from, to) })
				if err != nil {
					once.Do(func() { first = err; stop() })
					return
				}
				progress(done.Add(to - from))
			}
		})
	}
	wg.Wait()
	if first == nil {
		first = ctx.Err()
	}
	return first
}
