package book

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/store"
)

const (
	// replayBatch is how many acts a replay projects in one transaction: so
	// few that those who record wait some milliseconds only.
	replayBatch = 500
	// dropGrace is how long the tables of a past generation stay for reads
	// that began before the switch.
	dropGrace = 10 * time.Second
)

// Rebuilt says what a rebuild did.
type Rebuilt struct {
	Generation int64
	Acts       int64
	Took       time.Duration
	// Switch is how long those who record had to wait for the last acts and
	// the change of generation.
	Switch time.Duration
}

// Rebuild makes all tables again from the book, while reads and calls go on:
// it replays into the next generation, catches up, and switches. progress may
// be nil; it is told how many acts of how many are done.
func (b *Book) Rebuild(ctx context.Context, progress func(done, total int64)) (Rebuilt, error) {
	if !b.rebuild.TryLock() {
		return Rebuilt{}, errors.New("rebuild the tables: another rebuild or verification is running; wait for it")
	}
	defer b.rebuild.Unlock()
	began := time.Now()
	next, err := b.nextGeneration(ctx)
	if err != nil {
		return Rebuilt{}, err
	}
	at, err := b.catchUp(ctx, next, 0, progress)
	if err != nil {
		return Rebuilt{}, errors.Join(err, b.abandon(next))
	}
	locked := time.Now()
	err = b.store.Write(ctx, func(tx store.Tx) error {
		locked = time.Now()
		if at, err = b.replayRest(ctx, tx, next, at); err != nil {
			return err
		}
		tx.Queue(
			store.Do(`UPDATE generation SET state = 'dropping' WHERE n = ?`, tx.At().Generation),
			store.Do(`UPDATE generation SET state = 'serving', size = ? WHERE n = ?`, at, next),
			store.Do(`UPDATE head SET generation = ? WHERE one = 1`, next))
		b.step("switch")
		return nil
	})
	if err != nil {
		return Rebuilt{}, errors.Join(err, b.abandon(next))
	}
	b.options.Log.Info("tables rebuilt", "generation", next, "acts", at)
	return Rebuilt{Generation: next, Acts: at, Took: time.Since(began), Switch: time.Since(locked)}, nil
}

// nextGeneration makes the empty tables of the next generation, and gives up
// one that was left half built.
func (b *Book) nextGeneration(ctx context.Context) (next int64, err error) {
	err = b.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`UPDATE generation SET state = 'dropping' WHERE state = 'building'`))
		if _, err := store.One(ctx, tx, `SELECT max(n) + 1 FROM generation`, nil, &next); err != nil {
			return err
		}
		b.createTables(tx, next, "building")
		return nil
	})
	return next, err
}

func (b *Book) abandon(generation int64) error {
	ctx := context.Background()
	err := b.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`UPDATE generation SET state = 'dropping' WHERE n = ? AND state = 'building'`, generation))
		return nil
	})
	if err != nil {
		return fmt.Errorf("give up the tables of generation %d: %w", generation, err)
	}
	return nil
}

// catchUp replays acts from index at into a generation, until few are left,
// and returns the index that comes next.
func (b *Book) catchUp(ctx context.Context, generation, at int64, progress func(done, total int64)) (int64, error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	type batch struct {
		acts  []*act.Act
		total int64
		err   error
	}
	ahead := make(chan batch, 2) // one is read while another is written
	go func() {
		defer close(ahead)
		for from := at; ; {
			acts, err := b.Acts(ctx, Page{From: from, Limit: replayBatch, Seen: b.size.Load()})
			total := b.size.Load()
			select {
			case ahead <- batch{acts, total, err}:
			case <-ctx.Done():
				return
			}
			if err != nil || len(acts) < replayBatch {
				return
			}
			from += int64(len(acts))
		}
	}()
	for bt := range ahead {
		if bt.err != nil {
			return at, bt.err
		}
		err := b.store.Write(ctx, func(tx store.Tx) error {
			w := tx.Writing(generation)
			for _, a := range bt.acts {
				if err := b.project(ctx, w, a); err != nil {
					return fmt.Errorf("replay act %d, %s: %w", a.Index, a.Kind, err)
				}
			}
			tx.Queue(store.Do(`UPDATE generation SET size = ? WHERE n = ?`, at+int64(len(bt.acts)), generation))
			return nil
		})
		if err != nil {
			return at, err
		}
		at += int64(len(bt.acts))
		progress(at, max(at, bt.total))
	}
	return at, ctx.Err()
}

// replayRest replays within tx what is left up to its position.
func (b *Book) replayRest(ctx context.Context, tx store.Tx, generation, at int64) (int64, error) {
	var rows []rowBytes
	err := store.Each(ctx, tx, Page{}.selectAct()+`WHERE a.idx >= ? ORDER BY a.idx`, []any{at}, func(r store.Rows) error {
		var row rowBytes
		err := r.Scan(&row.header, &row.body, &row.salt)
		rows = append(rows, row)
		return err
	})
	if err != nil {
		return at, err
	}
	w := tx.Writing(generation)
	for i, r := range rows {
		a, err := b.revive(ctx, r.header, r.body, r.salt)
		if err != nil {
			return at, err
		}
		if err := b.project(ctx, w, a); err != nil {
			return at, fmt.Errorf("replay act %d, %s: %w", at+int64(i), a.Kind, err)
		}
	}
	return at + int64(len(rows)), nil
}

// sweep removes the tables of past generations a while after each switch.
func (b *Book) sweep() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() {
		select {
		case <-b.closing:
			stop()
		case <-ctx.Done():
		}
	}()
	seen := map[int64]time.Time{}
	for {
		select {
		case <-b.closing:
			return
		case <-time.After(dropGrace / 4):
		}
		past, err := b.past(ctx)
		if err != nil {
			b.options.Log.Warn("look for tables of past generations", "error", err)
			continue
		}
		for n, tables := range past {
			if first, ok := seen[n]; !ok {
				seen[n] = time.Now()
			} else if time.Since(first) > dropGrace {
				b.dropping.Lock()
				err := b.drop(ctx, n, tables)
				b.dropping.Unlock()
				if err != nil && ctx.Err() == nil {
					b.options.Log.Warn("remove the tables of a past generation", "generation", n, "error", err)
				}
			}
		}
	}
}

// Drop removes the tables of past generations at once, without the grace that
// a serving node gives to reads that have begun.
func (b *Book) Drop(ctx context.Context) error {
	b.dropping.Lock()
	defer b.dropping.Unlock()
	past, err := b.past(ctx)
	if err != nil {
		return err
	}
	for n, tables := range past {
		if err := b.drop(ctx, n, tables); err != nil {
			return err
		}
	}
	return nil
}

func (b *Book) past(ctx context.Context) (past map[int64][]string, err error) {
	err = b.store.Read(ctx, 0, func(v store.View) error {
		past = map[int64][]string{}
		return store.Each(ctx, v, `SELECT n, tables FROM generation WHERE state = 'dropping'`, nil, func(r store.Rows) error {
			var n int64
			var tables string
			err := r.Scan(&n, &tables)
			past[n] = strings.Fields(tables)
			return err
		})
	})
	return past, err
}

func (b *Book) drop(ctx context.Context, n int64, tables []string) error {
	if err := b.store.Drop(ctx, n, tables); err != nil {
		return err
	}
	return b.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`DELETE FROM generation WHERE n = ? AND state = 'dropping'`, n))
		return nil
	})
}
