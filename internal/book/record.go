package book

import (
	"context"
	"errors"
	"runtime"
	"time"

	"comity/internal/store"
)

// Limits of a group of calls that share a commit.
const (
	groupActs  = MostActs
	groupCalls = 512
	groupTime  = 25 * time.Millisecond
)

// Record records a call, together or not at all, and returns when it is on
// disk and the witness has the head. The error is a [Refusal], or the
// context's when it ended while the call waited: then the call may have been
// recorded, and asking again with the same key tells.
func (b *Book) Record(ctx context.Context, c Call) (Receipt, error) {
	if b.fault != nil {
		return Receipt{}, unavailable(b.fault)
	}
	p, err := b.prepare(ctx, &c)
	if err != nil {
		return Receipt{}, err
	}
	select {
	case b.calls <- p:
	case <-ctx.Done():
		return Receipt{}, ctx.Err()
	case <-b.closing:
		return Receipt{}, unavailable(errors.New("the book is closing"))
	}
	select {
	case a := <-p.answer:
		return a.receipt, a.err
	case <-ctx.Done():
		return Receipt{}, ctx.Err()
	case <-b.stopped:
	}
	select {
	case a := <-p.answer:
		return a.receipt, a.err
	default: // it came after the last group
		return Receipt{}, unavailable(errors.New("the book is closing"))
	}
}

// write is the one writer: it takes the calls that wait, as many as one group
// may hold, and commits them.
func (b *Book) write() {
	defer close(b.stopped)
	var group []*pending
	last := 0 // calls in the group before
	for {
		if len(group) == 0 {
			select {
			case p := <-b.calls:
				group = append(group, p)
			case f := <-b.between:
				f()
				continue
			case <-b.closing:
				b.drain()
				return
			}
		}
		group = b.gather(group, last)
		last = len(group)
		group = b.commit(group)
	}
}

// gather adds the calls that wait to group. Those who were answered a moment
// ago may be about to call again: it yields to them while calls still come,
// but never sleeps.
func (b *Book) gather(group []*pending, last int) []*pending {
	acts := 0
	for _, p := range group {
		acts += len(p.acts)
	}
	for idle := 0; ; {
		select {
		case p := <-b.calls:
			group = append(group, p)
			if acts += len(p.acts); acts >= groupActs || len(group) >= groupCalls {
				return group
			}
			idle = 0
			continue
		default:
		}
		if len(group) >= last || idle == 3 {
			return group
		}
		idle++
		runtime.Gosched()
	}
}

// pause runs f between two groups, while nothing is written.
func (b *Book) pause(ctx context.Context, f func()) error {
	done := make(chan struct{})
	select {
	case b.between <- func() { defer close(done); f() }:
		<-done
		return nil
	case <-b.closing:
		return errors.New("the book is closing")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// drain refuses the calls that came after the closing.
func (b *Book) drain() {
	for {
		select {
		case p := <-b.calls:
			p.answer <- answer{err: unavailable(errors.New("the book is closing"))}
		default:
			return
		}
	}
}

// errAgain ends a transaction in which one call of several failed after it had
// written; the group is then done again under savepoints.
var errAgain = errors.New("do the group again")

// commit decides and records a group in one transaction, answers its calls,
// and returns those that it left for the next.
func (b *Book) commit(group []*pending) (rest []*pending) {
	if err := b.rewitness(); err != nil {
		return refuseAll(group, err)
	}
	ctx := context.Background()
	apart := false
	for tries := 0; ; tries++ {
		g := &groupWriter{b: b, group: group, apart: apart}
		b.step("begin")
		err := b.store.Write(ctx, g.run)
		b.step("committed")
		if !apart && (errors.Is(err, errAgain) || store.KindOf(err) == store.Broken) {
			apart = true
			continue
		}
		if store.KindOf(err) == store.Unsure {
			done, e := b.happened(ctx, g)
			if e == nil && !done && tries < 3 {
				continue
			}
			if e == nil && done {
				err = nil
			}
		}
		if err != nil && !errors.Is(err, errNothing) {
			return refuseAll(group, err)
		}
		if err == nil {
			b.state = g.state
			b.size.Store(g.state.edge.n)
			if err := b.witness(g.head); err != nil {
				for _, p := range g.taken {
					if p.refused == nil {
						p.refused = &Refusal{Code: Unavailable, Act: -1, Err: err, What: "the call was recorded, but the witness could not be told: " + err.Error(),
							Do: "repair that, and ask again with the same key"}
					}
				}
			}
			b.watchers.wake()
		}
		b.step("answer")
		for _, p := range g.taken {
			if p.refused != nil {
				p.answer <- answer{err: p.refused}
			} else {
				p.answer <- answer{receipt: p.receipt}
			}
		}
		return g.left
	}
}

func refuseAll(group []*pending, err error) []*pending {
	r := unavailable(err)
	for _, p := range group {
		p.answer <- answer{err: r}
	}
	return nil
}

// happened asks the store whether a commit whose answer was lost took place.
func (b *Book) happened(ctx context.Context, g *groupWriter) (done bool, err error) {
	id := ""
	for _, p := range g.taken {
		if p.wrote && p.refused == nil {
			id = p.acts[0].ID
			break
		}
	}
	for range 20 {
		err = b.store.Write(ctx, func(tx store.Tx) error { // on the primary
			done, err = store.One(ctx, tx, `SELECT idx FROM act WHERE id = ?`, []any{id}, new(int64))
			return err
		})
		if err == nil {
			return done, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return false, err
}

// witness hands the head over; one that could not be is kept for later.
func (b *Book) witness(h Head) error {
	b.step("witness")
	if b.options.Witness == nil {
		return nil
	}
	if err := b.options.Witness.Append(h); err != nil {
		b.unwitness = &h
		return err
	}
	b.step("witnessed")
	return nil
}

func (b *Book) rewitness() error {
	if b.unwitness == nil {
		return nil
	}
	if err := b.options.Witness.Append(*b.unwitness); err != nil {
		return err
	}
	b.unwitness = nil
	return nil
}
