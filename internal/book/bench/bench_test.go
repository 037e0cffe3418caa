package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"comity/internal/store"
	"comity/internal/store/sqlite"
)

func TestASmallRunFillsTheReport(t *testing.T) {
	folder := t.TempDir()
	r, err := Run(context.Background(), Options{Acts: 6000, Folder: folder, Short: true, Open: func(context.Context) (store.Store, error) {
		return sqlite.Open(filepath.Join(folder, "book.sqlite"), sqlite.Options{})
	}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Acts != 6000 || len(r.Rates) != 4 || r.Failed != 0 || r.Hashes <= 0 || r.Replay <= 0 {
		t.Errorf("the report says %+v", r)
	}
	for _, x := range r.Rates {
		if x.Book <= 0 || x.Bare <= 0 {
			t.Errorf("a rate is missing: %+v", x)
		}
	}
}

// BenchmarkRecord records single acts by 64 writers: go test -bench Record
// -benchtime 50000x -cpuprofile …
func BenchmarkRecord(b *testing.B) {
	ctx := context.Background()
	for _, bare := range []bool{false, true} {
		b.Run(fmt.Sprintf("bare=%v", bare), func(b *testing.B) {
			folder := b.TempDir()
			if err := NewKey(folder); err != nil {
				b.Fatal(err)
			}
			s, err := sqlite.Open(filepath.Join(folder, "book.sqlite"), sqlite.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			bk, done, err := OpenBook(ctx, s, folder)
			if err != nil {
				b.Fatal(err)
			}
			if err := fill(ctx, bk, 100_000); err != nil {
				b.Fatal(err)
			}
			w := newBare(s)
			var seed atomic.Uint64
			b.SetParallelism(32)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				r := seeded(seed.Add(1))
				for pb.Next() {
					var err error
					if bare {
						rows, _ := bareRows(r, 1)
						err = w.record(rows)
					} else {
						_, err = bk.Record(ctx, call(r, 1))
					}
					if err != nil {
						b.Error(err)
					}
				}
			})
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
			close(w.calls)
			<-w.done
			if err := done(); err != nil {
				b.Fatal(err)
			}
		})
	}
}
