package treaty

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/programme"
	"comity/internal/store"
)

// Moment is all that the record said of treaties when the book had a length. It
// is read-only and may be shared.
type Moment struct {
	*Register
	Agreements []Agreement
	Lists      map[string]Listed // the newest of each treaty, by code
	// Size is the book's length.
	Size int64
}

// Loaded are the treaties about which anything is on record, in order.
func (m *Moment) Loaded() (codes []string) {
	for _, code := range m.Instruments() {
		if len(m.records[code].by) > 0 {
			codes = append(codes, code)
		}
	}
	return codes
}

// AsOf is, by treaty, the day of the newest list that was taken in.
func (m *Moment) AsOf() map[string]act.Day {
	out := map[string]act.Day{}
	for code, l := range m.Lists {
		out[code] = l.AsOf
	}
	return out
}

// mostKept is how many earlier moments are kept: a reader who looks at one pages
// through it.
const mostKept = 4

// Moments answers what the record said now, and what it said earlier. What was
// known earlier never changes, so that some of it is kept. It may be used by many
// goroutines.
type Moments struct {
	current     *Current
	instruments []programme.Instrument
	parties     Parties

	mu         sync.Mutex
	generation int64
	now        *Moment
	kept       []*Moment // the last asked for first
}

// NewMoments answers by a register of what the record says now.
func NewMoments(c *Current) *Moments {
	return &Moments{current: c, instruments: c.instruments, parties: c.parties}
}

// MomentsOf is the one that all rooms and faces of a node have together.
func MomentsOf(n *module.Node) *Moments {
	current := CurrentOf(n)
	return module.Shared(n, func() *Moments { return NewMoments(current) })
}

// Now is what the record says in the state that v reads.
func (ms *Moments) Now(ctx context.Context, v store.View) (*Moment, error) {
	at := v.At()
	ms.mu.Lock()
	now, generation := ms.now, ms.generation
	ms.mu.Unlock()
	if now != nil && now.Size == at.Size && generation == at.Generation {
		return now, nil
	}
	g, err := ms.current.Register(ctx, v)
	if err != nil {
		return nil, err
	}
	m, err := moment(ctx, v, g, at.Size)
	if err != nil {
		return nil, err
	}
	ms.mu.Lock()
	ms.turn(at.Generation)
	ms.now = m
	ms.mu.Unlock()
	return m, nil
}

// Known is what the record said when the book had a length.
func (ms *Moments) Known(ctx context.Context, v store.View, length int64) (*Moment, error) {
	at := v.At()
	if length >= at.Size {
		return ms.Now(ctx, v)
	}
	if m := ms.find(at.Generation, length); m != nil {
		return m, nil
	}
	ds, err := deposits(ctx, v, `WHERE idx < ? AND (replaced_by < 0 OR replaced_by >= ?) ORDER BY idx`, length, length)
	if err != nil {
		return nil, err
	}
	m, err := moment(ctx, v, NewRegister(ms.instruments, ms.parties, ds), length)
	if err != nil {
		return nil, err
	}
	ms.mu.Lock()
	defer ms.mu.Unlock()
	ms.turn(at.Generation)
	ms.kept = slices.Insert(ms.kept, 0, m)
	ms.kept = ms.kept[:min(len(ms.kept), mostKept)]
	return m, nil
}

// turn forgets all when the tables were made anew; mu is held.
func (ms *Moments) turn(generation int64) {
	if ms.generation != generation {
		ms.generation, ms.now, ms.kept = generation, nil, nil
	}
}

func (ms *Moments) find(generation, length int64) *Moment {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	if ms.generation != generation {
		return nil
	}
	i := slices.IndexFunc(ms.kept, func(m *Moment) bool { return m.Size == length })
	if i < 0 {
		return nil
	}
	m := ms.kept[i]
	copy(ms.kept[1:i+1], ms.kept[:i])
	ms.kept[0] = m
	return m
}

// moment reads what stands beside the register.
func moment(ctx context.Context, v store.View, g *Register, length int64) (*Moment, error) {
	m := &Moment{Register: g, Lists: map[string]Listed{}, Size: length}
	lists, err := Lists(ctx, v, "")
	if err != nil {
		return nil, err
	}
	for _, l := range lists {
		if l.Index < length && m.Lists[l.Instrument].AsOf <= l.AsOf {
			m.Lists[l.Instrument] = l
		}
	}
	m.Agreements, err = agreementsAt(ctx, v, length)
	return m, err
}

// agreementsAt are the agreements as they were last told of before a length.
func agreementsAt(ctx context.Context, r store.Reader, length int64) (out []Agreement, err error) {
	last := map[string]Agreement{}
	err = store.Each(ctx, r, `SELECT agreement, body, standing FROM {treaty_agreement} WHERE idx < ? ORDER BY idx`, []any{length}, func(rows store.Rows) error {
		var name, text, standing string
		if err := rows.Scan(&name, &text, &standing); err != nil {
			return err
		}
		a, err := agreementOf(name, text, standing)
		last[name] = a
		return err
	})
	for _, a := range last {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b Agreement) int { return strings.Compare(a.Name, b.Name) })
	return out, err
}

func agreementOf(name, text, standing string) (Agreement, error) {
	var b agreementBody
	err := json.Unmarshal([]byte(text), &b)
	return Agreement{Name: name, Title: b.Title.Text, Language: b.Title.Language, Parties: b.Parties, Help: b.Help, From: b.From, Until: b.Until,
		InLieu: b.InLieu, Standing: act.Standing(standing)}, err
}
