package operations

import (
	"context"

	"comity/internal/endpoint"
	"comity/internal/treaty"
)

type countIn struct {
	OfTreaty
	When
	State string `query:"state" enum:"signatory,provisional,consented,party,withdrawn,ceased" default:"party" doc:"Who is counted: who is this to it."`
	Rule  string `query:"rule" enum:"states,all-parties" default:"states" doc:"By which rule of counting: States alone, or States and organizations."`
}

type countOut struct{ Body CountWhole }

// count is a figure with the acts behind it.
func (o *operations) count(ctx context.Context, in *countIn) (*countOut, error) {
	i, err := o.find(in.Treaty)
	if err != nil {
		return nil, err
	}
	a, err := o.at(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	c := a.Count(i.Code, treaty.State(in.State), a.day, treaty.Counting(in.Rule))
	w := CountWhole{TreatyCount: countRow(&c), Says: a.v.Text("treaty.count." + in.Rule), ListAsOf: string(a.Lists[i.Code].AsOf), Evidence: make([]CountedRow, len(c.Acts)), Notes: notes(a.v)}
	for k, e := range c.Acts {
		w.Evidence[k] = CountedRow{e.Party, never(e.Acts)}
	}
	return &countOut{w}, nil
}

func countRow(c *treaty.Count) TreatyCount {
	return TreatyCount{c.Instrument, string(c.Day), string(c.State), string(c.Rule), c.N}
}

type growthIn struct {
	endpoint.Paging
	OfTreaty
	When
	Rule string `query:"rule" enum:"states,all-parties" default:"states" doc:"By which rule of counting: States alone, or States and organizations."`
}

// growth is how many were bound at the end of each year, as far as the record
// reaches.
func (o *operations) growth(ctx context.Context, in *growthIn) (*endpoint.List[TreatyCount], error) {
	i, err := o.find(in.Treaty)
	if err != nil {
		return nil, err
	}
	a, err := o.at(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	var all []TreatyCount
	for _, c := range a.Growth(i.Code, min(a.Reach(i.Code), a.day), treaty.Counting(in.Rule)) {
		all = append(all, countRow(&c))
	}
	rows, after := endpoint.Cut(in.Paging, all, func(r TreatyCount) string { return r.Day })
	return endpoint.Listed(ctx, rows, after, notes(a.v)...), nil
}

type gapsIn struct {
	endpoint.Paging
	OfTreaty
	When
}

// gaps are the States that are not bound, by regional group; none is ranked.
func (o *operations) gaps(ctx context.Context, in *gapsIn) (*endpoint.List[GapRow], error) {
	i, err := o.find(in.Treaty)
	if err != nil {
		return nil, err
	}
	a, err := o.at(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	groups := []string{}
	for _, e := range o.node.Lists["group"].On(a.v.Today) {
		groups = append(groups, e.Code)
	}
	of := map[string][]string{}
	for _, s := range o.states(a.day, "") {
		g := o.group(s, a.day)
		of[g] = append(of[g], s)
	}
	var rows []GapRow
	for _, g := range append(groups, "") {
		if len(of[g]) == 0 {
			continue
		}
		row := GapRow{Group: g, Name: a.v.Text("treaties.no-group"), States: len(of[g]), Missing: never(a.Register.Missing(i.Code, of[g], a.day))}
		if g != "" {
			row.Name = o.node.CodeLabel(a.v, "group", g)
		}
		row.Bound = row.States - len(row.Missing)
		rows = append(rows, row)
	}
	return endpoint.Listed(ctx, rows, "", append([]string{a.v.Text("treaties.missing-note"), a.v.Text("word.as-of", map[string]string{"Day": a.v.Localizer.Day(a.day)})}, notes(a.v)...)...), nil
}
