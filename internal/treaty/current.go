package treaty

import (
	"context"
	"slices"
	"sync"

	"comity/internal/module"
	"comity/internal/programme"
	"comity/internal/store"
)

// Current keeps the register of what the record says now, and brings it up to
// date with each act. It may be used by many goroutines.
type Current struct {
	instruments []programme.Instrument
	parties     Parties

	mu sync.Mutex
	at store.Position       // up to which the register is known
	of map[string][]Deposit // by instrument, in order
	state
	past []state // the states before, the newest last: for readings that began then
}

// state is a register and the lengths of the book, first and last, of which it is
// the register.
type state struct {
	register    *Register
	first, last int64
}

// pastStates is how many states before the present one are kept. They share what
// is the same in them.
const pastStates = 4

// NewCurrent makes a register that is read when it is first asked for.
func NewCurrent(instruments []programme.Instrument, ps Parties) *Current {
	return &Current{instruments: instruments, parties: ps}
}

// CurrentOf is the one that all rooms and faces of a node have together.
func CurrentOf(n *module.Node) *Current {
	return module.Shared(n, func() *Current { return NewCurrent(n.Programme.Instruments, n.Parties) })
}

// Register is the register as of the state that v reads.
func (c *Current) Register(ctx context.Context, v store.View) (*Register, error) {
	at := v.At()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.register == nil || c.at.Generation != at.Generation {
		of, g, err := c.read(ctx, v)
		if err != nil {
			return nil, err
		}
		c.at, c.of, c.past, c.state = at, of, nil, state{g, at.Size, at.Size}
		return g, nil
	}
	if at.Size < c.at.Size { // an older state: answered, not kept
		for _, s := range append(slices.Clone(c.past), c.state) {
			if s.first <= at.Size && at.Size <= s.last {
				return s.register, nil
			}
		}
		_, g, err := c.read(ctx, v)
		return g, err
	}
	if at.Size > c.at.Size {
		if err := c.advance(ctx, v, at); err != nil {
			return nil, err
		}
	}
	return c.register, nil
}

// advance takes up what was recorded since. Most acts are about no treaty, which
// one question shows.
func (c *Current) advance(ctx context.Context, v store.View, at store.Position) error {
	var changes, first, last int64
	if _, err := store.One(ctx, v, `SELECT count(*), COALESCE(min(t.n), 0), COALESCE(max(t.n), 0) FROM (
		SELECT idx AS n FROM {treaty_deposit} WHERE idx >= ? UNION ALL SELECT replaced_by AS n FROM {treaty_deposit} WHERE replaced_by >= ?) AS t`,
		[]any{c.at.Size, c.at.Size}, &changes, &first, &last); err != nil {
		return err
	}
	if changes > 0 {
		// Two queries, each by an index of its own.
		news, err := deposits(ctx, v, `WHERE idx >= ? ORDER BY idx`, c.at.Size)
		if err != nil {
			return err
		}
		gone, err := deposits(ctx, v, `WHERE replaced_by >= ? ORDER BY replaced_by, idx`, c.at.Size)
		if err != nil {
			return err
		}
		changed := c.changed(append(news, gone...))
		for code, of := range changed {
			c.of[code] = of
		}
		c.last = first // the act of that index is the first that is not in it
		if c.past = append(c.past, c.state); len(c.past) > pastStates {
			c.past = slices.Delete(c.past, 0, 1)
		}
		c.state = state{register: c.register.With(changed), first: last + 1}
	}
	c.at, c.last = at, at.Size
	return nil
}

// changed are all deposits of the treaties of which some are new or gone.
func (c *Current) changed(news []Deposit) map[string][]Deposit {
	changed := map[string][]Deposit{}
	for _, d := range news {
		of, begun := changed[d.Instrument]
		if !begun {
			of = slices.Clone(c.of[d.Instrument])
		}
		of = slices.DeleteFunc(of, func(o Deposit) bool { return o.ID == d.ID })
		if d.Replaced == open {
			at, _ := slices.BinarySearchFunc(of, d, func(a, b Deposit) int { return compare(&a, &b) })
			of = slices.Insert(of, at, d)
		}
		changed[d.Instrument] = of
	}
	return changed
}

// read reads all deposits that stand, and works the register out.
func (c *Current) read(ctx context.Context, v store.View) (map[string][]Deposit, *Register, error) {
	ds, err := deposits(ctx, v, `WHERE replaced = ? ORDER BY idx`, int64(open))
	if err != nil {
		return nil, nil, err
	}
	of := map[string][]Deposit{}
	for _, d := range ds {
		of[d.Instrument] = append(of[d.Instrument], d)
	}
	for _, ds := range of {
		slices.SortFunc(ds, func(a, b Deposit) int { return compare(&a, &b) })
	}
	return of, NewRegister(c.instruments, c.parties, ds), nil
}
