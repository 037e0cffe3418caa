package operations

import (
	"context"
	"slices"
	"strconv"

	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/party"
	"comity/internal/treaty"
	"comity/internal/ui"
)

type partiesIn struct {
	endpoint.Paging
	OfTreaty
	When
	State string `query:"state" enum:"signatory,provisional,consented,party,withdrawn,ceased" doc:"Who is this to it alone."`
	Group string `query:"group" maxLength:"64" doc:"Counted with this regional group on the day."`
}

func (o *operations) parties(ctx context.Context, in *partiesIn) (*endpoint.List[PartyStatus], error) {
	i, err := o.find(in.Treaty)
	if err != nil {
		return nil, err
	}
	a, err := o.at(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(a.Register.Parties(i.Code), func(code string) bool {
		s := a.StateOn(i.Code, code, a.day)
		return s == treaty.None || in.State != "" && string(s) != in.State || in.Group != "" && o.group(code, a.day) != in.Group
	})
	codes, after := endpoint.Cut(in.Paging, all, func(c string) string { return c })
	rows := make([]PartyStatus, len(codes))
	for k, code := range codes {
		rows[k] = o.statusRow(a, i.Code, code)
	}
	return endpoint.Listed(ctx, rows, after, notes(a.v)...), nil
}

func (o *operations) statusRow(a *asked, code, who string) PartyStatus {
	s := a.StatusOn(code, who, a.day)
	r := PartyStatus{Treaty: code, Party: who, Name: o.node.PartyName(a.v, who), Group: o.group(who, a.day), State: string(s.State), Since: string(s.From), Until: string(s.Until), Bound: string(s.Bound),
		Rules: ruleRows(a.v, s.Reasons), Doubts: doubtRows(a.v, s.Doubts), Acts: never(s.Acts)}
	if d := s.Signed; d != nil {
		r.Signed, r.Standing, r.Source = string(d.Day), string(d.Standing), d.Reference
	}
	if d := s.Consent; d != nil {
		r.Action, r.Consent, r.Standing, r.Source = string(d.Action), string(d.Day), string(d.Standing), d.Reference
	}
	return r
}

type ofPartyIn struct {
	endpoint.Paging
	When
	Code  string `path:"code" maxLength:"64" doc:"Its code."`
	State string `query:"state" enum:"none,signatory,provisional,consented,party,withdrawn,ceased" doc:"To which it is this alone."`
}

// ofParty is what a party is to each treaty on record.
func (o *operations) ofParty(ctx context.Context, in *ofPartyIn) (*endpoint.List[PartyStatus], error) {
	p := o.node.Parties.ByCode(in.Code)
	if p == nil || p.Type != party.State && p.Type != party.FormerState && p.Type != party.Organization {
		return nil, ui.ErrNotFound
	}
	a, err := o.at(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(a.Loaded(), func(code string) bool { return in.State != "" && string(a.StateOn(code, p.Code, a.day)) != in.State })
	codes, after := endpoint.Cut(in.Paging, all, func(c string) string { return c })
	rows := make([]PartyStatus, len(codes))
	for k, code := range codes {
		rows[k] = o.statusRow(a, code, p.Code)
	}
	return endpoint.Listed(ctx, rows, after, notes(a.v)...), nil
}

type depositsIn struct {
	endpoint.Paging
	OfTreaty
	endpoint.KnownAt
	Party  string `query:"party" maxLength:"64" doc:"Of this party alone."`
	Action string `query:"action" maxLength:"64" doc:"This action alone: a code of the list treaty-action."`
}

// deposits are all acts about a treaty that stood in the record, in its order.
func (o *operations) deposits(ctx context.Context, in *depositsIn) (*endpoint.List[DepositRow], error) {
	i, err := o.find(in.Treaty)
	if err != nil {
		return nil, err
	}
	after := int64(-1)
	if in.After != "" {
		if after, err = strconv.ParseInt(in.After, 10, 64); err != nil {
			return nil, endpoint.BadCursor(in.After)
		}
	}
	m, err := o.moment(ctx, in.KnownAt)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(m.Deposits(i.Code, in.Party), func(d treaty.Deposit) bool {
		return d.Index <= after || in.Action != "" && string(d.Action) != in.Action
	})
	slices.SortFunc(all, func(x, y treaty.Deposit) int { return int(x.Index - y.Index) })
	next := ""
	if len(all) > in.Limit {
		all = all[:in.Limit]
		next = strconv.FormatInt(all[in.Limit-1].Index, 10)
	}
	rows := make([]DepositRow, len(all))
	for k := range all {
		rows[k] = depositRow(&all[k])
	}
	return endpoint.Listed(ctx, rows, next, notes(endpoint.Visit(ctx))...), nil
}

type matrixIn struct {
	endpoint.Paging
	When
	Treaties []string `query:"treaty,explode" maxItems:"200" doc:"These treaties alone, by their codes; without it all on record."`
	Group    string   `query:"group" maxLength:"64" doc:"Counted with this regional group on the day."`
	Missing  bool     `query:"missing" doc:"Those alone that are not bound by all of them."`
}

func (o *operations) matrix(ctx context.Context, in *matrixIn) (*endpoint.List[MatrixRow], error) {
	codes, err := o.some("treaty", in.Treaties)
	if err != nil {
		return nil, err
	}
	a, err := o.at(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	if codes == nil {
		codes = a.Loaded()
	}
	states := o.states(a.day, in.Group)
	var rows []MatrixRow
	for k, cells := range a.Matrix(states, codes, a.day) {
		if in.Missing && !slices.ContainsFunc(cells, func(s treaty.State) bool { return s != treaty.Bound }) {
			continue
		}
		row := MatrixRow{Party: states[k], Name: o.node.PartyName(a.v, states[k]), Group: o.group(states[k], a.day), States: map[string]string{}}
		for c, s := range cells {
			row.States[codes[c]] = string(s)
		}
		rows = append(rows, row)
	}
	rows, after := endpoint.Cut(in.Paging, rows, func(r MatrixRow) string { return r.Party })
	return endpoint.Listed(ctx, rows, after, notes(a.v)...), nil
}

// states are the codes of the States that there are on a day, sorted.
func (o *operations) states(day act.Day, group string) (codes []string) {
	for _, s := range o.node.Parties.All(party.State) {
		if s.Exists.Has(day) && (group == "" || s.GroupOn(day) == group) {
			codes = append(codes, s.Code)
		}
	}
	slices.Sort(codes)
	return codes
}
