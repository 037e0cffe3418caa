package assistance

import (
	"context"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// mostServing is how many requests other rooms are given to choose from.
const mostServing = 200

// served are the statuses in which work on an accepted request begins or goes on.
var served = []Status{Replied, Assigned, Delivered, Evaluated}

// Serving lists the requests of States that were accepted, at least in part, and have
// not ended, the newest first.
func Serving(ctx context.Context, r store.Reader, s Scope, states []string, limit int) ([]*Request, error) {
	if len(states) == 0 {
		return nil, nil
	}
	cond, more := s.requests()
	var args []any
	for _, st := range states {
		args = append(args, st)
	}
	for _, st := range served {
		args = append(args, string(st))
	}
	args = append(append(args, string(Accepted), string(InPart)), more...)
	marks := func(n int) string { return "(?" + strings.Repeat(", ?", n-1) + ")" }
	return wholeRequests(ctx, r, s, `q.party IN `+marks(len(states))+` AND q.status IN `+marks(len(served))+` AND q.outcome IN (?, ?) AND `+cond+` ORDER BY q.idx DESC LIMIT ?`, append(args, limit)...)
}

// Named reads the requests of these names that the reader may read.
func Named(ctx context.Context, r store.Reader, s Scope, ids []string) ([]*Request, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	cond, more := s.requests()
	var args []any
	for _, id := range ids {
		args = append(args, id)
	}
	return wholeRequests(ctx, r, s, `q.id IN (?`+strings.Repeat(", ?", len(ids)-1)+`) AND `+cond+` ORDER BY q.idx`, append(args, more...)...)
}

// wholeRequests reads requests with what they say and rest on.
func wholeRequests(ctx context.Context, r store.Reader, s Scope, where string, args ...any) (list []*Request, err error) {
	err = store.Each(ctx, r, `SELECT `+requestColumns+`, q.cites, q.body FROM {assistance_request} AS q WHERE `+where, args, func(rows store.Rows) error {
		var cites, body string
		q, err := scanRequest(rows, s.Apart, &cites, &body)
		if err != nil {
			return err
		}
		for _, c := range lines(cites) {
			q.Cites = append(q.Cites, act.Cite(c))
		}
		list = append(list, q)
		return unpack(body, &q.Body)
	})
	return list, err
}

// requests are the requests that the reader may enter, as other rooms ask for them.
func (p *pages) requests(v *ui.Visit, asked module.RequestsAsked) (list []module.AssistanceRequest, err error) {
	var found []*Request
	err = p.read(v, func(r store.View) (err error) {
		if len(asked.Subjects) == 0 {
			found, err = Serving(v.Context(), r, scopeOf(v), asked.States, mostServing)
			return err
		}
		var ids []string
		for _, s := range asked.Subjects {
			if id, err := idOf(s); err == nil && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		found, err = Named(v.Context(), r, scopeOf(v), ids)
		return err
	})
	for _, q := range found {
		list = append(list, known(v, q))
	}
	return list, err
}

// known is a request as other rooms know it.
func known(v *ui.Visit, q *Request) module.AssistanceRequest {
	return module.AssistanceRequest{Subject: q.Subject(), State: q.Party, Audience: q.Audience, Title: q.Title, Language: q.Language, Cites: q.Cites,
		Topics: append([]string{q.Topic}, q.Body.Topics...), Mark: statusMark(v, q.Status), Link: requestPage(q.ID),
		Serving: (q.Outcome == Accepted || q.Outcome == InPart) && slices.Contains(served, q.Status)}
}

// services are what other rooms do for a request.
func (p *pages) services(v *ui.Visit, q *Request) ([]*module.Service, error) {
	if p.node.Services == nil {
		return nil, nil
	}
	as := known(v, q)
	return p.node.Services(v, &as)
}

// serving finds what serves a request by its subject, nil where the reader may not
// enter it.
func (o *shown) serving(s act.Subject) *module.Serving {
	for _, x := range o.Services {
		for _, list := range [][]module.Serving{x.Projects, x.Deliveries} {
			for i := range list {
				if list[i].Subject == s {
					return &list[i]
				}
			}
		}
	}
	return nil
}

// servingFact is a subject that a step names: by its title, where the reader may
// enter it.
func (p *pages) servingFact(o *shown, name string, s act.Subject) ui.Fact {
	if x := o.serving(s); x != nil {
		return ui.Fact{Name: name, Value: x.Title, Lang: x.Language, Link: x.Link, Data: true}
	}
	return ui.Fact{Name: name, Value: string(s), Link: p.offerPage(s), Data: true}
}

// chosen offers what serves the request in the form of a step: the deliveries that
// it rests on, or the project that carries the help out.
func (p *pages) chosen(v *ui.Visit, d *deed, field ui.Field) (f ui.Field, shown bool) {
	f = field
	add := func(list []module.Serving) {
		for _, x := range list {
			f.Options = append(f.Options, ui.Option{Value: string(x.Subject), Words: x.Title, Lang: x.Language, Help: x.Words})
		}
	}
	for _, x := range d.Services {
		if f.Name == "deliveries" {
			add(x.Deliveries)
		} else {
			add(x.Projects)
		}
	}
	switch {
	case f.Name == "deliveries":
		f.Kind, f.Max, f.Help = "choices", 0, v.Text("assistance.deliveries-help")
		if len(f.Options) == 1 {
			f.Values = []string{f.Options[0].Value}
		}
		return f, len(f.Options) > 0
	case len(f.Options) > 0:
		f.Kind, f.Max = "code", 0
		f.Value = f.Options[0].Value
		for i := range f.Options {
			f.Options[i].Help = ""
		}
	default:
		f.Kind, f.Help = "code-line", v.Text("assistance.project-help")
	}
	return f, true
}
