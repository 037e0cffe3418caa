package operations

import (
	"context"
	"strconv"

	"comity/internal/act"
	"comity/internal/endpoint"
)

// Between are two days, the first left out of changes and in of entries.
type Between struct {
	From string `query:"from" format:"date" doc:"On this day or later."`
	To   string `query:"to" format:"date" doc:"Up to this day; one to come gives what deposits already made will bring."`
}

// days are the two, with what is not given.
func (b *Between) days(from, to act.Day) (act.Day, act.Day, error) {
	for _, x := range []struct {
		name, given string
		into        *act.Day
	}{{"from", b.From, &from}, {"to", b.To, &to}} {
		if x.given == "" {
			continue
		}
		day, err := act.ParseDay(x.given)
		if err != nil {
			faults := act.AllFaults(err)
			for k := range faults {
				faults[k].Where = "query." + x.name
			}
			return "", "", faults.Err()
		}
		*x.into = day
	}
	return from, to, nil
}

// page cuts rows that lie in the order of days, which have no key of their own,
// by their place.
func page[T any](p endpoint.Paging, all []T) (rows []T, after string, err error) {
	start := 0
	if p.After != "" {
		if start, err = strconv.Atoi(p.After); err != nil || start < 0 {
			return nil, "", endpoint.BadCursor(p.After)
		}
	}
	start = min(start, len(all))
	end := min(start+p.Limit, len(all))
	if end < len(all) {
		after = strconv.Itoa(end)
	}
	return all[start:end], after, nil
}

type changesIn struct {
	endpoint.Paging
	endpoint.KnownAt
	Between
	Treaties []string `query:"treaty,explode" maxItems:"200" doc:"These treaties alone, by their codes."`
	Party    string   `query:"party" maxLength:"64" doc:"Of this party alone."`
}

// changes are who became what between two days, by day.
func (o *operations) changes(ctx context.Context, in *changesIn) (*endpoint.List[TreatyChange], error) {
	codes, err := o.some("treaty", in.Treaties)
	if err != nil {
		return nil, err
	}
	v := endpoint.Visit(ctx)
	from, to, err := in.days("", v.Today)
	if err != nil {
		return nil, err
	}
	m, err := o.moment(ctx, in.KnownAt)
	if err != nil {
		return nil, err
	}
	var all []TreatyChange
	for _, t := range m.Turns(before(from), to, codes...) {
		if in.Party == "" || t.Party == in.Party {
			all = append(all, TreatyChange{string(t.Day), t.Instrument, t.Party, string(t.Was), string(t.Is), never(t.Acts)})
		}
	}
	rows, after, err := page(in.Paging, all)
	if err != nil {
		return nil, err
	}
	return endpoint.Listed(ctx, rows, after, notes(v)...), nil
}

// before is the day before, "" for none.
func before(d act.Day) act.Day {
	if d == "" {
		return ""
	}
	return act.DayOf(d.Time().AddDate(0, 0, -1))
}

type entriesIn struct {
	endpoint.Paging
	endpoint.KnownAt
	Between
	Treaties []string `query:"treaty,explode" maxItems:"200" doc:"These treaties alone, by their codes."`
}

// entries are the days on which treaties enter into force, as a whole and for
// each party; from today on where nothing else is asked.
func (o *operations) entries(ctx context.Context, in *entriesIn) (*endpoint.List[EnteringRow], error) {
	codes, err := o.some("treaty", in.Treaties)
	if err != nil {
		return nil, err
	}
	v := endpoint.Visit(ctx)
	from, to, err := in.days(v.Today, "9999-12-31")
	if err != nil {
		return nil, err
	}
	m, err := o.moment(ctx, in.KnownAt)
	if err != nil {
		return nil, err
	}
	var all []EnteringRow
	for _, e := range m.Entering(from, to, codes...) {
		all = append(all, EnteringRow{string(e.Day), e.Instrument, e.Party, ruleRows(v, e.Reasons), doubtRows(v, e.Doubts), never(e.Acts)})
	}
	rows, after, err := page(in.Paging, all)
	if err != nil {
		return nil, err
	}
	return endpoint.Listed(ctx, rows, after, notes(v)...), nil
}

type agreementsIn struct {
	endpoint.Paging
	endpoint.KnownAt
	Party string `query:"party" maxLength:"64" doc:"To which this State is a party."`
}

func (o *operations) agreements(ctx context.Context, in *agreementsIn) (*endpoint.List[AgreementRow], error) {
	m, err := o.moment(ctx, in.KnownAt)
	if err != nil {
		return nil, err
	}
	var all []AgreementRow
	for k := range m.Agreements {
		g := &m.Agreements[k]
		if in.Party == "" || g.Has(in.Party) {
			all = append(all, agreementRow(g))
		}
	}
	rows, after := endpoint.Cut(in.Paging, all, func(r AgreementRow) string { return r.Name })
	return endpoint.Listed(ctx, rows, after), nil
}
