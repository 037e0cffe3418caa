package book

import (
	"context"
	"sync"
	"time"

	"comity/internal/act"
	"comity/internal/store"
)

// watchers are woken by each commit of this process.
type watchers struct {
	mu   sync.Mutex
	next chan struct{}
}

func (w *watchers) wait() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == nil {
		w.next = make(chan struct{})
	}
	return w.next
}

func (w *watchers) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next != nil {
		close(w.next)
		w.next = nil
	}
}

// followPause is how long a follower waits at most before it looks for acts
// that another process recorded.
const followPause = time.Second

// Follow hands the acts of the book to f in order, in batches, from where the
// consumer of that name stopped, a new one from the beginning; then it waits
// for more, until ctx ends. The position is stored after f returns nil, so f
// may be given the same acts again after a crash and must bear that.
func (b *Book) Follow(ctx context.Context, name string, f func(ctx context.Context, acts []*act.Act) error) error {
	at, err := b.Position(ctx, name)
	if err != nil {
		return err
	}
	for {
		more := b.watchers.wait()
		acts, err := b.Acts(ctx, Page{From: at, Limit: 500})
		if err != nil {
			return err
		}
		if len(acts) == 0 {
			select {
			case <-more:
			case <-time.After(followPause):
			case <-ctx.Done():
				return ctx.Err()
			}
			continue
		}
		if err := f(ctx, acts); err != nil {
			return err
		}
		at = acts[len(acts)-1].Index + 1
		if err := b.SetPosition(ctx, name, at); err != nil {
			return err
		}
	}
}

// Position is the index of the next act that the consumer wants; 0 for a new
// one.
func (b *Book) Position(ctx context.Context, name string) (at int64, err error) {
	err = b.store.Read(ctx, 0, func(v store.View) error {
		_, err := store.One(ctx, v, `SELECT position FROM consumer WHERE name = ?`, []any{name}, &at)
		return err
	})
	return at, err
}

// SetPosition stores the index of the next act that the consumer wants.
func (b *Book) SetPosition(ctx context.Context, name string, at int64) error {
	return b.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`INSERT INTO consumer (name, position) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = excluded.position`, name, at))
		return nil
	})
}
