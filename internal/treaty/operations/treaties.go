package operations

import (
	"context"
	"slices"

	"comity/internal/endpoint"
	"comity/internal/programme"
	"comity/internal/treaty"
)

type treatiesIn struct {
	endpoint.Paging
	When
	OnRecord bool `query:"on_record" doc:"Those alone about whose participants something is on record."`
}

func (o *operations) treaties(ctx context.Context, in *treatiesIn) (*endpoint.List[TreatyRow], error) {
	a, err := o.at(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	loaded := a.Loaded()
	codes, after := endpoint.Cut(in.Paging, slices.DeleteFunc(a.Instruments(), func(c string) bool { return in.OnRecord && !slices.Contains(loaded, c) }), func(c string) string { return c })
	rows := make([]TreatyRow, len(codes))
	for k, code := range codes {
		i, _ := a.Instrument(code)
		rows[k] = a.treatyRow(&i)
	}
	return endpoint.Listed(ctx, rows, after, notes(a.v)...), nil
}

// treatyRow is a treaty on the day.
func (a *asked) treatyRow(i *programme.Instrument) TreatyRow {
	f := a.Force(i.Code)
	r := TreatyRow{Code: i.Code, Number: i.Number, Parent: i.Parent, Adopted: i.Adopted, Depositaries: never(i.Depositaries), OnRecord: len(a.Register.Parties(i.Code)) > 0,
		InForce: string(f.Day), Ended: string(f.Ended), Rules: ruleRows(a.v, f.Reasons), Doubts: doubtRows(a.v, f.Doubts), ListAsOf: string(a.Lists[i.Code].AsOf),
		States: a.Count(i.Code, treaty.Bound, a.day, treaty.States).N, Parties: a.Count(i.Code, treaty.Bound, a.day, treaty.AllParties).N,
		Signatories: a.Count(i.Code, treaty.Signatory, a.day, treaty.AllParties).N}
	r.Title, r.Language = title(a.v, i)
	if f.Day == "" {
		r.Counted, r.Needed = f.Counted, f.Needed
	}
	return r
}

// OfTreaty names a treaty in an address.
type OfTreaty struct {
	Treaty string `path:"treaty" maxLength:"64" example:"UNTOC" doc:"Its code, in either case."`
}

type treatyIn struct {
	OfTreaty
	When
}

type treatyOut struct{ Body TreatyWhole }

func (o *operations) treaty(ctx context.Context, in *treatyIn) (*treatyOut, error) {
	i, err := o.find(in.Treaty)
	if err != nil {
		return nil, err
	}
	a, err := o.at(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	w := TreatyWhole{TreatyRow: a.treatyRow(&i), English: i.Title, AdoptedBy: i.AdoptedBy, Unconfirmed: never(i.Rules.Unconfirmed()), Offences: []OffenceRow{}, Cooperation: []CooperationRow{}, Reservations: []string{}}
	if i.Rules != nil && i.Rules.Signature != nil {
		w.OpenFrom, w.OpenUntil = string(i.Rules.Signature.From), string(i.Rules.Signature.Until)
	}
	if i.Rules != nil {
		for _, x := range i.Rules.Authorized {
			w.Reservations = append(w.Reservations, string(programme.Rule{Article: x.Provision}.Cite(i.Code)))
		}
	}
	if l := i.Law; l != nil {
		for _, x := range l.Offences {
			w.Offences = append(w.Offences, OffenceRow{x.Code, string(x.Cite(i.Code)), x.Optional, x.Condition, x.Unconfirmed})
		}
		for _, x := range l.Cooperation {
			w.Cooperation = append(w.Cooperation, CooperationRow{x.Help, string(x.Cite(i.Code)), x.Unconfirmed})
		}
	}
	return &treatyOut{w}, nil
}
