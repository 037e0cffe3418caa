package door

import (
	"context"
	"maps"
	"sync"
	"time"

	"comity/internal/access/session"
	"comity/internal/store"
)

// touches are the last uses of sessions and tokens that are not in the store
// yet: a request does not wait for a disk to say that it came.
type touches struct {
	mu   *sync.Mutex
	seen map[session.Hash]time.Time
}

func newTouches() touches { return touches{&sync.Mutex{}, map[session.Hash]time.Time{}} }

func (t touches) note(hash []byte, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if h := session.Hash(hash); now.After(t.seen[h]) {
		t.seen[h] = now
	}
}

func (t touches) last(hash []byte) time.Time {
	if len(hash) != len(session.Hash{}) {
		return time.Time{}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.seen[session.Hash(hash)]
}

// Flush writes down when sessions and tokens were last used.
func (d *Door) Flush(ctx context.Context) error {
	d.touched.mu.Lock()
	seen := maps.Clone(d.touched.seen)
	d.touched.mu.Unlock()
	if len(seen) == 0 {
		return nil
	}
	err := d.store.Write(ctx, func(tx store.Tx) error {
		for h, at := range seen {
			tx.Queue(store.Do(`UPDATE door_session SET seen = ? WHERE hash = ? AND seen < ?`, micro(at), h[:], micro(at)),
				store.Do(`UPDATE door_bearer SET used = ? WHERE hash = ? AND used < ?`, micro(at), h[:], micro(at)))
		}
		return nil
	})
	if err != nil {
		return err // for the next time
	}
	d.touched.mu.Lock()
	defer d.touched.mu.Unlock()
	for h, at := range seen {
		if d.touched.seen[h].Equal(at) {
			delete(d.touched.seen, h)
		}
	}
	return nil
}

const (
	flushEvery = 15 * time.Second
	pruneEvery = 10 * time.Minute
)

// Run flushes and prunes until ctx ends, and flushes a last time. failed is told
// what went wrong; it goes on.
func (d *Door) Run(ctx context.Context, failed func(error)) {
	flush, prune := time.NewTicker(flushEvery), time.NewTicker(pruneEvery)
	defer flush.Stop()
	defer prune.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer stop()
			if err := d.Flush(last); err != nil {
				failed(err)
			}
			return
		case <-flush.C:
			err = d.Flush(ctx)
		case <-prune.C:
			err = d.Prune(ctx)
		}
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}

// Prune forgets what serves no more: ceremonies and invitations that ran out,
// sessions and tokens a day after their end, all rows of people whose record
// was erased, and what the security log has kept long enough.
func (d *Door) Prune(ctx context.Context) error {
	if err := d.Flush(ctx); err != nil {
		return err
	}
	now := d.now()
	day := micro(now.Add(-24 * time.Hour))
	err := d.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(
			store.Do(`DELETE FROM door_step WHERE until <= ?`, micro(now)),
			store.Do(`DELETE FROM door_invitation WHERE until <= ?`, micro(now)),
			store.Do(`DELETE FROM door_session WHERE (ended <> 0 AND ended < ?) OR began < ? OR seen < ?`, day,
				micro(now.Add(-24*time.Hour-d.options.Limits.Absolute)), micro(now.Add(-24*time.Hour-d.options.Limits.Idle))),
			store.Do(`DELETE FROM door_bearer WHERE (ended <> 0 AND ended < ?) OR until < ?`, day, day))
		for _, table := range tablesOfPeople {
			tx.Queue(store.Do(`DELETE FROM ` + table + ` WHERE person IN (SELECT person FROM {person} WHERE erased = 1)`))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.log.Prune(ctx)
}

// tablesOfPeople have a column person. The security log names people by random
// id alone, and keeps that.
var tablesOfPeople = []string{"door_account", "door_name", "door_recovery", "door_passkey", "door_identity", "door_session", "door_step", "door_invitation", "door_bearer"}
