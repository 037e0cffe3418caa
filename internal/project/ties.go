package project

import (
	"context"
	"slices"

	"comity/internal/act"
	"comity/internal/custody"
	"comity/internal/store"
)

// Tied is a request that a project or delivery answers.
type Tied struct {
	Subject, Request act.Subject
	Act, Note        string
}

// Project is the code of the project that is tied, or of which a delivery is.
func (t *Tied) Project() string { return localOf(t.Subject, 0) }

// TiesOf are the requests that a project and its deliveries answer, as far as the
// reader reads what its States share.
func TiesOf(ctx context.Context, r store.Reader, s Scope, p *Project) (list []Tied, err error) {
	var read []string
	for _, st := range p.States {
		if a := withParty(st); s.set[a] {
			read = append(read, a)
		}
	}
	if len(read) == 0 {
		return nil, nil
	}
	cond, args := custody.Readable("t.audience", read)
	return ties(ctx, r, `t.project = ? AND t.request <> '' AND `+cond, append([]any{p.Code}, args...)...)
}

// TiesTo are the projects and deliveries that answer a request, written for the
// audience of its State and the Office; none where the reader does not belong to it.
func TiesTo(ctx context.Context, r store.Reader, s Scope, request act.Subject, audience string) ([]Tied, error) {
	if !s.set[audience] {
		return nil, nil
	}
	return ties(ctx, r, `t.request = ? AND t.audience = ?`, string(request), audience)
}

func ties(ctx context.Context, r store.Reader, where string, args ...any) (list []Tied, err error) {
	err = store.Each(ctx, r, `SELECT t.subject, t.request, t.act, t.note FROM {project_tie} AS t WHERE `+where+` ORDER BY t.idx`, args, func(rows store.Rows) error {
		var t Tied
		var about, request string
		err := rows.Scan(&about, &request, &t.Act, &t.Note)
		t.Subject, t.Request = act.Subject(about), act.Subject(request)
		list = append(list, t)
		return err
	})
	return list, err
}

// Serves is a project that serves a request, by itself or by deliveries.
type Serves struct {
	*Project
	// Whole: the project is tied, and not deliveries of it alone.
	Whole      bool
	Deliveries []*Delivery // that are tied and that the reader may enter
	Results    []*Measuring
}

// ServesRequest reads what serves a request, as far as the reader may enter it. hidden
// counts the projects that the reader may not.
func ServesRequest(ctx context.Context, r store.Reader, s Scope, request act.Subject, audience string) (list []*Serves, hidden int, err error) {
	all, err := TiesTo(ctx, r, s, request, audience)
	if err != nil {
		return nil, 0, err
	}
	seen := map[string]*Serves{}
	for _, t := range all {
		code := t.Project()
		x, there := seen[code]
		if !there {
			p, err := Find(ctx, r, s, code)
			if err != nil {
				return nil, 0, err
			}
			if p == nil {
				hidden++
			} else {
				x = &Serves{Project: p}
				list = append(list, x)
			}
			seen[code] = x
		}
		if x == nil {
			continue
		}
		if t.Subject.Type() == projectType {
			x.Whole = true
			continue
		}
		d, err := FindDelivery(ctx, r, s, code, localNumber(t.Subject))
		if err != nil {
			return nil, 0, err
		}
		if d != nil {
			x.Deliveries = append(x.Deliveries, d)
		}
	}
	for _, x := range list {
		if x.Results, err = approvedOf(ctx, r, s, x); err != nil {
			return nil, 0, err
		}
	}
	return list, hidden, nil
}

// approvedOf are the indicators of which something was approved: those of the
// project, or of the outputs that its tied deliveries are for.
func approvedOf(ctx context.Context, r store.Reader, s Scope, x *Serves) (list []*Measuring, err error) {
	all, err := MeasuredOf(ctx, r, s, x.Code)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		mine := x.Whole || slices.ContainsFunc(x.Deliveries, func(d *Delivery) bool { return d.DeliveryBody.Output != "" && d.DeliveryBody.Output == m.Result })
		if mine && slices.ContainsFunc(m.Reports, func(o *Report) bool { return o.Approved != "" }) {
			list = append(list, m)
		}
	}
	return list, nil
}
