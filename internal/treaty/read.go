package treaty

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"comity/internal/act"
	"comity/internal/programme"
	"comity/internal/store"
)

const depositColumns = `id, idx, instrument, party, action, day, standing, channel, reference, list, more, known, replaced`

func scanDeposit(rows store.Rows) (Deposit, error) {
	var d Deposit
	var instrument, action, day, standing, more string
	var known, replaced int64
	if err := rows.Scan(&d.ID, &d.Index, &instrument, &d.Party, &action, &day, &standing, &d.Channels, &d.Reference, &d.List, &more, &known, &replaced); err != nil {
		return d, err
	}
	if more != "" {
		var b body
		if err := json.Unmarshal([]byte(more), &b); err != nil {
			return d, fmt.Errorf("read the deposit %s from the tables: %w", d.ID, err)
		}
		b.fill(&d)
	}
	d.Instrument, d.Action, d.Day, d.Standing = strings.ToUpper(instrument), Action(action), act.Day(day), act.Standing(standing)
	d.Known, d.Replaced = act.Instant(known), act.Instant(replaced)
	return d, nil
}

func deposits(ctx context.Context, r store.Reader, where string, args ...any) (out []Deposit, err error) {
	err = store.Each(ctx, r, `SELECT `+depositColumns+` FROM {treaty_deposit} `+where, args, func(rows store.Rows) error {
		d, err := scanDeposit(rows)
		out = append(out, d)
		return err
	})
	return out, err
}

// current are the deposits about a subject that stand in the record.
func current(ctx context.Context, r store.Reader, s act.Subject) ([]Deposit, error) {
	l := s.Locals()
	return deposits(ctx, r, `WHERE instrument = ? AND party = ? AND replaced = ? ORDER BY idx`, l[0], l[1], int64(open))
}

// lastList is the day of the newest list of a number that was taken in, ""
// where none was.
func lastList(ctx context.Context, r store.Reader, instrument, list string) (act.Day, error) {
	var day string
	_, err := store.One(ctx, r, `SELECT as_of FROM {treaty_list} WHERE instrument = ? AND list = ? ORDER BY idx DESC LIMIT 1`, []any{instrument, list}, &day)
	return act.Day(day), err
}

// Listed is a depositary's list that was taken in.
type Listed struct {
	Instrument string // code
	List       string // its number
	AsOf       act.Day
	Hash       string
	Recorded   act.Instant
}

// Lists are the lists taken in, the oldest first; of one treaty, or of all for "".
func Lists(ctx context.Context, r store.Reader, code string) (out []Listed, err error) {
	err = store.Each(ctx, r, `SELECT instrument, list, as_of, hash, recorded FROM {treaty_list} WHERE ? = '' OR instrument = ? ORDER BY idx`,
		[]any{code, strings.ToLower(code)}, func(rows store.Rows) error {
			var l Listed
			var day string
			var at int64
			err := rows.Scan(&l.Instrument, &l.List, &day, &l.Hash, &at)
			l.Instrument, l.AsOf, l.Recorded = strings.ToUpper(l.Instrument), act.Day(day), act.Instant(at)
			out = append(out, l)
			return err
		})
	return out, err
}

// Agreement is a bilateral or regional treaty as the record knows it.
type Agreement struct {
	Name     string
	Title    string
	Language string
	Parties  []string
	Help     []string
	From     act.Day
	Until    act.Day
	InLieu   []act.Cite
	Standing act.Standing
}

// Agreements are those that the record knew at an instant; zero asks for now.
func Agreements(ctx context.Context, r store.Reader, known act.Instant) (out []Agreement, err error) {
	if known == 0 {
		known = open - 1
	}
	err = store.Each(ctx, r, `SELECT agreement, body, standing FROM {treaty_agreement} WHERE known <= ? AND replaced > ? ORDER BY agreement`,
		[]any{int64(known), int64(known)}, func(rows store.Rows) error {
			var name, text, standing string
			if err := rows.Scan(&name, &text, &standing); err != nil {
				return err
			}
			var b agreementBody
			err := json.Unmarshal([]byte(text), &b)
			out = append(out, Agreement{Name: name, Title: b.Title.Text, Language: b.Title.Language, Parties: b.Parties, Help: b.Help, From: b.From, Until: b.Until,
				InLieu: b.InLieu, Standing: act.Standing(standing)})
			return err
		})
	return out, err
}

// KnownAt is the register as the record had it at an instant.
func KnownAt(ctx context.Context, r store.Reader, instruments []programme.Instrument, ps Parties, at act.Instant) (*Register, error) {
	ds, err := deposits(ctx, r, `WHERE known <= ? AND replaced > ? ORDER BY idx`, int64(at), int64(at))
	if err != nil {
		return nil, err
	}
	return NewRegister(instruments, ps, ds), nil
}

// Current keeps the register of what the record says now, and brings it up to
// date with each act. It may be used by many goroutines.
type Current struct {
	instruments []programme.Instrument
	parties     Parties

	mu       sync.Mutex
	at       store.Position
	of       map[string][]Deposit // by instrument, in order
	register *Register
}

// NewCurrent makes a register that is read when it is first asked for.
func NewCurrent(instruments []programme.Instrument, ps Parties) *Current {
	return &Current{instruments: instruments, parties: ps}
}

// Register is the register as of the state that v reads.
func (c *Current) Register(ctx context.Context, v store.View) (*Register, error) {
	at := v.At()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.register != nil && c.at == at {
		return c.register, nil
	}
	if c.register == nil || c.at.Generation != at.Generation || c.at.Size > at.Size {
		of, err := c.all(ctx, v)
		if err != nil {
			return nil, err
		}
		var ds []Deposit
		for _, of := range of {
			ds = append(ds, of...)
		}
		g := NewRegister(c.instruments, c.parties, ds)
		if c.register != nil && c.at.Generation == at.Generation && c.at.Size > at.Size {
			return g, nil // an older state: answered, not kept
		}
		c.at, c.of, c.register = at, of, g
		return g, nil
	}
	// Two queries, each by an index of its own.
	news, err := deposits(ctx, v, `WHERE idx >= ? ORDER BY idx`, c.at.Size)
	if err != nil {
		return nil, err
	}
	gone, err := deposits(ctx, v, `WHERE replaced_by >= ? ORDER BY replaced_by, idx`, c.at.Size)
	if err != nil {
		return nil, err
	}
	news = append(news, gone...)
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
	for code, of := range changed {
		c.of[code] = of
	}
	if len(changed) > 0 {
		c.register = c.register.With(changed)
	}
	c.at = at
	return c.register, nil
}

func (c *Current) all(ctx context.Context, v store.View) (map[string][]Deposit, error) {
	ds, err := deposits(ctx, v, `WHERE replaced = ? ORDER BY idx`, int64(open))
	of := map[string][]Deposit{}
	for _, d := range ds {
		of[d.Instrument] = append(of[d.Instrument], d)
	}
	for _, ds := range of {
		slices.SortFunc(ds, func(a, b Deposit) int { return compare(&a, &b) })
	}
	return of, err
}
