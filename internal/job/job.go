// Package job runs work apart from the request that asked for it: mail,
// imports, collections. Jobs are ordinary rows of the store, so that one is
// handed in by the transaction that needs it, and both stores serve.
//
// A job is taken under a lease, is tried again later when it fails or its
// worker dies, and is set aside after a number of tries, with its fault. The
// same key is done once while its row is kept; a worker may still die after
// the work and before the row says so, so handlers bear being run again.
package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"comity/internal/act"
	"comity/internal/store"
)

// Job is one piece of work. Payload names things by id; a confidential body has
// no place in it.
type Job struct {
	ID      string
	Payload []byte
	Tries   int // with this one
	lease   string
}

// Dead is a job that was set aside.
type Dead struct {
	ID    string
	Tries int
	Fault string
}

// Options of a queue. The zero value serves.
type Options struct {
	Lease   time.Duration                 // how long a worker has before another may take it; 0: a minute. It is renewed while the worker lives
	Most    int                           // tries before a job is set aside; 0: 10
	Backoff func(tries int) time.Duration // wait after a failure; nil: 1 s doubled each time, up to an hour, and up to half of it more by chance
	Keep    time.Duration                 // how long keys of what was done are remembered; 0: 7 days
	Pause   time.Duration                 // between looks at an empty queue; 0: a second
	Now     func() time.Time              // nil: the system's clock
	Log     *slog.Logger                  // nil: nothing is logged
}

// Queue is one kind of work.
type Queue struct {
	store store.Store
	name  string
	o     Options
}

// New gives the queue of a name in a store, whose tables the book has made.
func New(s store.Store, name string, o Options) *Queue {
	if o.Lease == 0 {
		o.Lease = time.Minute
	}
	if o.Most == 0 {
		o.Most = 10
	}
	if o.Backoff == nil {
		o.Backoff = backoff
	}
	if o.Keep == 0 {
		o.Keep = 7 * 24 * time.Hour
	}
	if o.Pause == 0 {
		o.Pause = time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Queue{s, name, o}
}

func backoff(tries int) time.Duration {
	wait := time.Hour
	if tries < 13 {
		wait = min(wait, time.Second<<(tries-1))
	}
	return wait + rand.N(wait/2+1)
}

// Put is the write that hands a job in, for a transaction that needs it. A key
// that the queue remembers is not handed in again.
func (q *Queue) Put(key string, payload []byte, after time.Duration) store.Write {
	now := q.o.Now()
	if payload == nil {
		payload = []byte{}
	}
	return store.Do(`INSERT INTO job (queue, id, state, due, made, tries, lease, fault, payload) VALUES (?, ?, 'waiting', ?, ?, 0, '', '', ?) ON CONFLICT (queue, id) DO NOTHING`,
		q.name, key, now.Add(after).UnixMicro(), now.UnixMicro(), payload)
}

// Add hands a job in by itself.
func (q *Queue) Add(ctx context.Context, key string, payload []byte) error {
	return q.write(ctx, q.Put(key, payload, 0))
}

func (q *Queue) write(ctx context.Context, w ...store.Write) error {
	return q.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(w...)
		return nil
	})
}

// Take leases the job that has been due longest; nil when none is.
func (q *Queue) Take(ctx context.Context) (j *Job, err error) {
	lease, err := act.NewPersonID()
	if err != nil {
		return nil, err
	}
	now := q.o.Now().UnixMicro()
	// Looked at first, so that an empty queue costs no write.
	found := false
	err = q.store.Read(ctx, 0, func(v store.View) error {
		found, err = store.One(ctx, v, `SELECT due FROM job WHERE queue = ? AND state = 'waiting' AND due <= ? ORDER BY due, id LIMIT 1`, []any{q.name, now}, new(int64))
		return err
	})
	if err != nil || !found {
		return nil, err
	}
	err = q.store.Write(ctx, func(tx store.Tx) error {
		j = &Job{lease: lease}
		var tries int64
		found, err := store.One(ctx, tx, `SELECT id, payload, tries FROM job WHERE queue = ? AND state = 'waiting' AND due <= ? ORDER BY due, id LIMIT 1`,
			[]any{q.name, now}, &j.ID, &j.Payload, &tries)
		if err != nil || !found {
			j = nil
			return err
		}
		j.Tries = int(tries) + 1
		if j.Tries > q.o.Most { // its worker died at the last try
			tx.Queue(store.Do(`UPDATE job SET state = 'dead', fault = 'the worker died' WHERE queue = ? AND id = ?`, q.name, j.ID))
			j = nil
			return nil
		}
		tx.Queue(store.Do(`UPDATE job SET due = ?, lease = ?, tries = ? WHERE queue = ? AND id = ?`, now+q.o.Lease.Microseconds(), lease, j.Tries, q.name, j.ID))
		return nil
	})
	return j, err
}

// ErrLost says that a job's lease ran out and another worker may have it.
var ErrLost = errors.New("the lease of the job ran out")

// held runs w when the lease still is the job's.
func (q *Queue) held(ctx context.Context, j *Job, w store.Write) error {
	return q.store.Write(ctx, func(tx store.Tx) error {
		found, err := store.One(ctx, tx, `SELECT due FROM job WHERE queue = ? AND id = ? AND state = 'waiting' AND lease = ?`, []any{q.name, j.ID, j.lease}, new(int64))
		if err == nil && !found {
			err = ErrLost
		}
		if err == nil {
			tx.Queue(w)
		}
		return err
	})
}

// Renew lengthens the lease.
func (q *Queue) Renew(ctx context.Context, j *Job) error {
	return q.held(ctx, j, store.Do(`UPDATE job SET due = ? WHERE queue = ? AND id = ?`, q.o.Now().Add(q.o.Lease).UnixMicro(), q.name, j.ID))
}

// Done ends a job; its key is remembered for a time.
func (q *Queue) Done(ctx context.Context, j *Job) error {
	return q.held(ctx, j, store.Do(`UPDATE job SET state = 'done', due = ?, payload = ?, fault = '' WHERE queue = ? AND id = ?`, q.o.Now().UnixMicro(), []byte{}, q.name, j.ID))
}

// Fail has a job tried again later, or sets it aside after its last try.
func (q *Queue) Fail(ctx context.Context, j *Job, fault error) error {
	s := []rune(fault.Error())
	if len(s) > 500 {
		s = append(s[:500], '…')
	}
	if j.Tries >= q.o.Most {
		return q.held(ctx, j, store.Do(`UPDATE job SET state = 'dead', lease = '', fault = ? WHERE queue = ? AND id = ?`, string(s), q.name, j.ID))
	}
	return q.held(ctx, j, store.Do(`UPDATE job SET due = ?, lease = '', fault = ? WHERE queue = ? AND id = ?`,
		q.o.Now().Add(q.o.Backoff(j.Tries)).UnixMicro(), string(s), q.name, j.ID))
}

// Dead lists the jobs that were set aside.
func (q *Queue) Dead(ctx context.Context) (dead []Dead, err error) {
	err = q.store.Read(ctx, 0, func(v store.View) error {
		dead = nil
		return store.Each(ctx, v, `SELECT id, tries, fault FROM job WHERE queue = ? AND state = 'dead' ORDER BY id`, []any{q.name}, func(r store.Rows) error {
			var d Dead
			err := r.Scan(&d.ID, &d.Tries, &d.Fault)
			dead = append(dead, d)
			return err
		})
	})
	return dead, err
}

// Revive has a job that was set aside tried again from the start.
func (q *Queue) Revive(ctx context.Context, id string) error {
	return q.write(ctx, store.Do(`UPDATE job SET state = 'waiting', due = ?, tries = 0, lease = '' WHERE queue = ? AND id = ? AND state = 'dead'`, q.o.Now().UnixMicro(), q.name, id))
}

// Sweep forgets the keys of what was done long ago.
func (q *Queue) Sweep(ctx context.Context) error {
	return q.write(ctx, store.Do(`DELETE FROM job WHERE queue = ? AND state = 'done' AND due < ?`, q.name, q.o.Now().Add(-q.o.Keep).UnixMicro()))
}

// Run works the queue with a number of workers until ctx ends; those who work
// then finish. A handler that fails or panics has its job tried again later.
func (q *Queue) Run(ctx context.Context, workers int, handle func(ctx context.Context, j *Job) error) {
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				j, err := q.Take(ctx)
				if err != nil && ctx.Err() == nil {
					q.o.Log.Error("a job could not be taken", "queue", q.name, "error", err)
				}
				if j != nil {
					q.work(ctx, j, handle)
					continue
				}
				select {
				case <-ctx.Done():
				case <-time.After(q.o.Pause):
				}
			}
		})
	}
	wg.Wait()
}

func (q *Queue) work(ctx context.Context, j *Job, handle func(context.Context, *Job) error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	renewed := make(chan struct{})
	stop := make(chan struct{})
	go func() {
		defer close(renewed)
		for {
			select {
			case <-stop:
				return
			case <-time.After(q.o.Lease / 3):
				if err := q.Renew(ctx, j); errors.Is(err, ErrLost) {
					cancel() // another has it
					return
				}
			}
		}
	}()
	err := handled(ctx, j, handle)
	close(stop)
	<-renewed
	if err == nil {
		err = q.Done(ctx, j)
	} else {
		q.o.Log.Warn("a job failed", "queue", q.name, "job", j.ID, "try", j.Tries, "error", err)
		err = q.Fail(ctx, j, err)
	}
	if err != nil {
		q.o.Log.Error("a job's end could not be noted", "queue", q.name, "job", j.ID, "error", err)
	}
}

func handled(ctx context.Context, j *Job, handle func(context.Context, *Job) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the handler of job %s failed: %v", j.ID, p)
		}
	}()
	return handle(ctx, j)
}
