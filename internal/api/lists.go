package api

import (
	"context"
	"slices"
	"strings"

	"comity/internal/codelist"
	"comity/internal/endpoint"
	"comity/internal/ui"
)

// CodeList is a list from which coded fields take their codes.
type CodeList struct {
	List    string `json:"list"`
	Version int    `json:"version"`
	AsOf    string `json:"as_of" doc:"The day of its source."`
	Source  string `json:"source"`
	Codes   int    `json:"codes" doc:"How many codes it has, past ones with them."`
}

// Code is one code of a list.
type Code struct {
	Code   string `json:"code"`
	Label  string `json:"label" doc:"In the language of the request."`
	Lang   string `json:"language"`
	Parent string `json:"parent,omitempty"`
	From   string `json:"from,omitempty"`
	Until  string `json:"until,omitempty" doc:"The first day on which it holds no more."`
}

type listIn struct {
	endpoint.Paging
	endpoint.AsOf
	List string `path:"list" maxLength:"64" doc:"Its name."`
}

func (a *API) listOps() {
	endpoint.Op(a.huma, get("lists", "/lists", "lists"), func(ctx context.Context, p *endpoint.Paging) (*endpoint.List[CodeList], error) {
		var all []CodeList
		for _, name := range a.Node.Lists.Names() {
			l := a.Node.Lists[name]
			all = append(all, CodeList{name, l.Version, string(l.AsOf), l.Source, len(l.Entries)})
		}
		rows, after := endpoint.Cut(*p, all, func(l CodeList) string { return l.List })
		return endpoint.Listed(ctx, rows, after), nil
	})
	endpoint.Op(a.huma, get("codes", "/lists/{list}", "lists"), a.codes)
}

// codes gives those that hold on a day: each once, in the order of the codes.
func (a *API) codes(ctx context.Context, in *listIn) (*endpoint.List[Code], error) {
	v := endpoint.Visit(ctx)
	day, err := in.Day(v.Today)
	if err != nil {
		return nil, err
	}
	l := a.Node.Lists[in.List]
	if l == nil {
		return nil, ui.ErrNotFound
	}
	on := l.On(day)
	slices.SortFunc(on, func(x, y codelist.Entry) int { return strings.Compare(x.Code, y.Code) })
	all := make([]Code, len(on))
	for i, e := range on {
		all[i] = Code{Code: e.Code, Parent: e.Parent, From: string(e.Span.From), Until: string(e.Span.Until)}
		all[i].Label, all[i].Lang = e.Label(v.Lang)
	}
	rows, after := endpoint.Cut(in.Paging, all, func(c Code) string { return c.Code })
	return endpoint.Listed(ctx, rows, after), nil
}
