package project

import (
	"fmt"
	"net/url"
	"slices"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// What a form ties to a State's request for assistance: a project that is opened for
// it, or a delivery. The tie is an act of its own beside that of the form, for the
// State and the Office alone; both are recorded or neither.

// deedRequests reads the requests that the form's act can be tied to, and the one that
// the address names.
func (p *pages) deedRequests(v *ui.Visit, d *deed) (err error) {
	if d.kind != "delivered" && (d.kind != "concept" || !d.fresh) {
		return nil
	}
	if d.request, err = p.requestOf(v); err != nil {
		return err
	}
	if d.request != nil {
		if _, ok := p.may(v, "tied", d.subject, d.request.Audience); !ok {
			return ui.ErrNotAllowed
		}
	}
	switch {
	case d.kind == "concept" && d.request != nil:
		d.requests = []module.AssistanceRequest{*d.request}
	case d.kind == "delivered" && d.stands == nil:
		var ties []Tied
		s := scopeOf(v)
		if err = p.read(v, func(r store.View) (err error) { ties, err = TiesOf(v.Context(), r, s, d.project); return err }); err != nil {
			return err
		}
		var named []act.Subject
		for _, t := range ties {
			if t.Subject == Subject(d.project.Code) {
				d.tied = append(d.tied, t.Request)
			}
			named = append(named, t.Request)
		}
		d.requests, err = p.requestsFor(v, d.project.States, named...)
	}
	return err
}

// request asks which request the act serves.
func (b *deedForm) request() {
	if len(b.d.requests) == 0 {
		return
	}
	f := b.requestField(b.v, b.d.requests, b.x.Get("act.request"))
	f.Name = "act.request"
	if b.d.kind == "concept" {
		f.Kind, f.Value = "hidden", string(b.d.request.Subject)
	}
	b.add(f)
}

// prefilled fills in what the request says already. Its words are not: what is
// written of a project will be open to everybody one day, and the request need not be.
func (p *pages) prefilled(v *ui.Visit, d *deed, x url.Values) error {
	q := d.request
	if q == nil && len(d.tied) == 1 { // the project is there for one request
		for i := range d.requests {
			if d.requests[i].Subject == d.tied[0] {
				q = &d.requests[i]
			}
		}
	}
	if q == nil || d.stands != nil {
		return nil
	}
	x.Set("act.request", string(q.Subject))
	x.Set("states", q.State)
	if d.kind != "concept" {
		return nil
	}
	x.Set("signatories", q.State)
	x["topics"] = q.Topics
	x.Set("act.cites", joined(q.Cites))
	x.Set("from", string(v.Today))
	x.Set("office", d.party)
	return p.read(v, func(r store.View) error {
		code, err := freeCode(func(code string) (bool, error) { return codeTaken(v, r, code) }, q.State, v.Today)
		x.Set("act.name", code)
		return err
	})
}

// freeCode proposes a code: the State's, the year, and the first number that is free.
func freeCode(taken func(string) (bool, error), state string, today act.Day) (string, error) {
	for n := 1; n < 1000; n++ {
		code := fmt.Sprintf("%s-%s-%02d", state, string(today)[:4], n)
		is, err := taken(code)
		if err != nil || !is {
			return code, err
		}
	}
	return "", nil
}

func codeTaken(v *ui.Visit, r store.Reader, code string) (bool, error) {
	return store.One(v.Context(), r, `SELECT code FROM {project_project} WHERE code = ? UNION ALL SELECT code FROM {project_programme} WHERE code = ?`, []any{code, code}, new(string))
}

// deedTie is the tie that goes with the form's act, none where no request is chosen.
func (p *pages) deedTie(v *ui.Visit, d *deed, f *ui.Form, x url.Values) ([]book.Draft, error) {
	name := x.Get("act.request")
	if name == "" {
		return nil, nil
	}
	at := slices.IndexFunc(d.requests, func(q module.AssistanceRequest) bool { return string(q.Subject) == name })
	if at < 0 {
		f.Fault("act.request", v.Text("project.choose"))
		return nil, nil
	}
	tie, err := p.tieDraft(v, d.subject, &d.requests[at], "")
	return []book.Draft{tie}, err
}
