package treaty

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

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
	Index      int64  // of the act
	Instrument string // code
	List       string // its number
	AsOf       act.Day
	Hash       string
	Recorded   act.Instant
}

// Lists are the lists taken in, the oldest first; of one treaty, or of all for "".
func Lists(ctx context.Context, r store.Reader, code string) (out []Listed, err error) {
	err = store.Each(ctx, r, `SELECT idx, instrument, list, as_of, hash, recorded FROM {treaty_list} WHERE ? = '' OR instrument = ? ORDER BY idx`,
		[]any{code, strings.ToLower(code)}, func(rows store.Rows) error {
			var l Listed
			var day string
			var at int64
			err := rows.Scan(&l.Index, &l.Instrument, &l.List, &day, &l.Hash, &at)
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
			a, err := agreementOf(name, text, standing)
			out = append(out, a)
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

// Of is the register, as the record is now, of one treaty and of those that its
// rules turn on: for a rule that asks about one, in the middle of a transaction.
func Of(ctx context.Context, r store.Reader, instruments []programme.Instrument, ps Parties, code string) (*Register, error) {
	all := map[string]programme.Instrument{}
	for _, i := range instruments {
		all[i.Code] = i
	}
	var some []programme.Instrument
	var ds []Deposit
	have := map[string]bool{}
	for next := []string{code}; len(next) > 0; next = next[1:] {
		i, ok := all[next[0]]
		if !ok || have[i.Code] {
			continue
		}
		have[i.Code], some = true, append(some, i)
		next = append(next, i.Parent, (&record{Instrument: i}).with())
		of, err := deposits(ctx, r, `WHERE instrument = ? AND replaced = ? ORDER BY idx`, strings.ToLower(i.Code), int64(open))
		if err != nil {
			return nil, err
		}
		ds = append(ds, of...)
	}
	return NewRegister(some, ps, ds), nil
}
