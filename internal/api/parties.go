package api

import (
	"context"

	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/i18n"
	"comity/internal/party"
	"comity/internal/ui"
)

// Party is one of those who can act, on a day.
type Party struct {
	Code   string `json:"code"`
	Type   string `json:"type" example:"state"`
	Name   string `json:"name" doc:"In the language of the request."`
	Lang   string `json:"language" doc:"The language that the name is in."`
	M49    string `json:"m49,omitempty"`
	ISO2   string `json:"iso2,omitempty"`
	ISO3   string `json:"iso3,omitempty"`
	Status string `json:"status,omitempty" enum:"member,observer,non-member" doc:"Of a State, towards the United Nations, on the day."`
	Group  string `json:"group,omitempty" doc:"The regional group with which a Member State is counted on the day."`
	Region string `json:"region,omitempty" doc:"M49 code."`
	From   string `json:"from,omitempty"`
	Until  string `json:"until,omitempty"`
	Parent string `json:"parent,omitempty"`
	Seat   string `json:"seat,omitempty"`
}

// PartyWhole is a party with all its names, and with what came before and after.
type PartyWhole struct {
	Party
	Names       []Name       `json:"names" nullable:"false"`
	Statuses    []Spanned    `json:"statuses" nullable:"false"`
	Groups      []Spanned    `json:"groups" nullable:"false"`
	Successions []Succession `json:"successions" nullable:"false"`
	Unconfirmed bool         `json:"unconfirmed,omitempty" doc:"A fact was not checked against a current list."`
}

// Name is one name of a party.
type Name struct {
	Name  string `json:"name"`
	Lang  string `json:"language"`
	Kind  string `json:"kind" enum:"short,formal,former,former-formal,variant"`
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
}

// Spanned is what held from a day until the day before another.
type Spanned struct {
	Code  string `json:"code"`
	Role  string `json:"role,omitempty"`
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
}

// Succession is one State in the place of another, or beside it.
type Succession struct {
	Predecessor string `json:"predecessor"`
	Successor   string `json:"successor"`
	Day         string `json:"day"`
	Manner      string `json:"manner" enum:"continuation,unification,dissolution,separation"`
}

type partiesIn struct {
	endpoint.Paging
	endpoint.AsOf
	Type string `query:"type" maxLength:"40" doc:"Of this type alone."`
}

type statesIn struct {
	endpoint.Paging
	endpoint.AsOf
	Status string `query:"status" enum:"member,observer,non-member" doc:"Of this status on the day."`
	Group  string `query:"group" maxLength:"64" doc:"Counted with this regional group on the day."`
}

type partyIn struct {
	endpoint.AsOf
	Code string `path:"code" maxLength:"64" doc:"Its code."`
}

type partyOut struct{ Body PartyWhole }

func (a *API) partyOps() {
	endpoint.Op(a.huma, get("parties", "/parties", "parties"), func(ctx context.Context, in *partiesIn) (*endpoint.List[Party], error) {
		return a.partyRows(ctx, in.Paging, in.AsOf, func(p *party.Party, day act.Day) bool {
			return (in.Type == "" || string(p.Type) == in.Type) && p.Exists.Has(day)
		})
	})
	endpoint.Op(a.huma, get("states", "/states", "parties"), func(ctx context.Context, in *statesIn) (*endpoint.List[Party], error) {
		v := endpoint.Visit(ctx)
		return a.partyRows(ctx, in.Paging, in.AsOf, func(p *party.Party, day act.Day) bool {
			state := p.Type == party.State || p.Type == party.FormerState
			return state && p.Exists.Has(day) && (in.Status == "" || p.StatusOn(day) == in.Status) && (in.Group == "" || p.GroupOn(day) == in.Group)
		}, v.Text("app.boundary-note"))
	})
	endpoint.Op(a.huma, get("party", "/parties/{code}", "parties"), a.party)
}

func (a *API) partyRows(ctx context.Context, paging endpoint.Paging, asOf endpoint.AsOf, keep func(*party.Party, act.Day) bool, notes ...string) (*endpoint.List[Party], error) {
	v := endpoint.Visit(ctx)
	day, err := asOf.Day(v.Today)
	if err != nil {
		return nil, err
	}
	var all []Party
	for _, p := range a.Node.Parties.All() {
		if keep(p, day) {
			all = append(all, partyOf(v, p, day))
		}
	}
	rows, after := endpoint.Cut(paging, all, func(p Party) string { return p.Code })
	return endpoint.Listed(ctx, rows, after, notes...), nil
}

func partyOf(v *ui.Visit, p *party.Party, day act.Day) Party {
	out := Party{Code: p.Code, Type: string(p.Type), M49: p.M49, ISO2: p.ISO2, ISO3: p.ISO3, Status: p.StatusOn(day), Group: p.GroupOn(day), Region: p.Region,
		From: string(p.Exists.From), Until: string(p.Exists.Until), Parent: p.Parent, Seat: p.Seat}
	out.Name, out.Lang = p.Short.In(v.Lang)
	if former := p.NameOn(day); former != p.Short.Get(i18n.English) {
		out.Name, out.Lang = former, i18n.English // what lists printed on that day is known in English alone
	}
	return out
}

func (a *API) party(ctx context.Context, in *partyIn) (*partyOut, error) {
	v := endpoint.Visit(ctx)
	day, err := in.Day(v.Today)
	if err != nil {
		return nil, err
	}
	p := a.Node.Parties.ByCode(in.Code)
	if p == nil {
		return nil, ui.ErrNotFound
	}
	out := PartyWhole{Party: partyOf(v, p, day), Names: []Name{}, Statuses: []Spanned{}, Groups: []Spanned{}, Successions: []Succession{}, Unconfirmed: p.Note == "unconfirmed"}
	for _, lang := range i18n.Languages() {
		for _, n := range []struct{ kind, name string }{{"short", p.Short.Get(lang)}, {"formal", p.Formal.Get(lang)}} {
			if n.name != "" {
				out.Names = append(out.Names, Name{Name: n.name, Lang: lang, Kind: n.kind})
			}
		}
	}
	for _, o := range p.Others {
		out.Names = append(out.Names, Name{o.Name, o.Lang, string(o.Kind), string(o.Span.From), string(o.Span.Until)})
	}
	for _, s := range p.Status {
		out.Statuses = append(out.Statuses, Spanned{Code: s.Kind, From: string(s.Span.From), Until: string(s.Span.Until)})
	}
	for _, g := range p.Groups {
		out.Groups = append(out.Groups, Spanned{g.Group, g.Role, string(g.Span.From), string(g.Span.Until)})
	}
	for _, s := range a.Node.Parties.Successions(p.Code) {
		out.Successions = append(out.Successions, Succession{s.Predecessor, s.Successor, string(s.Day), string(s.Manner)})
	}
	return &partyOut{out}, nil
}
