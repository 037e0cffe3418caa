package project

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// mostToTie is how many projects one chooses among, maxPosted the length of a form
// without files at most, in bytes.
const (
	mostToTie = 300
	maxPosted = 1 << 20
)

// requestOf reads the request that an address names, as the reader may enter it: nil
// where it names none.
func (p *pages) requestOf(v *ui.Visit) (*module.AssistanceRequest, error) {
	s := act.Subject(v.Query("request"))
	if s == "" {
		return nil, nil
	}
	if p.node.Requests == nil {
		return nil, ui.ErrNotFound
	}
	list, err := p.node.Requests(v, module.RequestsAsked{Subjects: []act.Subject{s}})
	switch {
	case err != nil:
		return nil, err
	case len(list) != 1:
		return nil, ui.ErrNotFound
	}
	return &list[0], nil
}

// requestsFor are the requests of States that one can tie to, with those that are
// named already, whatever became of them.
func (p *pages) requestsFor(v *ui.Visit, states []string, named ...act.Subject) (list []module.AssistanceRequest, err error) {
	if p.node.Requests == nil || len(states) == 0 {
		return nil, nil
	}
	if list, err = p.node.Requests(v, module.RequestsAsked{States: states}); err != nil {
		return nil, err
	}
	if len(named) > 0 {
		more, err := p.node.Requests(v, module.RequestsAsked{Subjects: named})
		if err != nil {
			return nil, err
		}
		for _, q := range more {
			if !slices.ContainsFunc(list, func(o module.AssistanceRequest) bool { return o.Subject == q.Subject }) {
				list = append(list, q)
			}
		}
	}
	return slices.DeleteFunc(list, func(q module.AssistanceRequest) bool {
		_, ok := p.may(v, "tied", Subject("x"), q.Audience)
		return !ok || !slices.Contains(states, q.State)
	}), nil
}

// requestField is a list of requests to choose from.
func (p *pages) requestField(v *ui.Visit, list []module.AssistanceRequest, value string) ui.Field {
	f := ui.Field{Name: "request", Label: label(v, "tied.request", "Request"), Help: v.Text("project.tie-help"), Kind: "code", Value: value, Blank: v.Text("project.no-request")}
	for i := range list {
		q := &list[i]
		f.Options = append(f.Options, ui.Option{Value: string(q.Subject), Words: p.node.PartyName(v, q.State) + " · " + q.Title + " · " + q.Mark.Words})
	}
	return f
}

// tieDraft ties a project or delivery to a request, for its State and the Office.
func (p *pages) tieDraft(v *ui.Visit, s act.Subject, q *module.AssistanceRequest, note string) (book.Draft, error) {
	party, ok := p.may(v, "tied", s, q.Audience)
	if !ok {
		return book.Draft{}, ui.ErrNotAllowed
	}
	body, err := json.Marshal(TiedBody{Request: q.Subject, Note: note})
	return book.Draft{Kind: "project.tied", Subject: s, Party: party, Standing: act.Own, Day: v.Today, Audience: q.Audience, Body: body}, err
}

// typed is one posted value, trimmed, its lines ended by a line feed.
func typed(v *ui.Visit, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(v.PostFormValue(name), "\r\n", "\n"))
}

// formPage shows a form, with 422 where something is wrong with it.
func formPage(v *ui.Visit, title string, t []ui.Link, f *ui.Form) ui.Page {
	page := ui.Page{Title: title, Section: "/projects", Trail: t, Body: ui.FormView(v, f)}
	if f.Faulty() {
		page.Status = http.StatusUnprocessableEntity
	}
	return page
}

// record records drafts for a form; shown is true when the form now says what is
// wrong, and nothing was recorded.
func (p *pages) record(v *ui.Visit, f *ui.Form, list ...book.Draft) (shown bool, err error) {
	if f.Faulty() {
		return true, nil
	}
	if _, err = p.node.Record(v.Context(), v, f.Key, list...); err == nil {
		return false, nil
	}
	if module.Refused(v, f, err, map[string]string{"/day": "act.day", "/cites": "act.cites", "/subject": "code"}) {
		return true, nil
	}
	return false, err
}

// asKept fills a form with what was typed before the session ended.
func asKept(v *ui.Visit, f *ui.Form) {
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
}

// tying is a request, or a project, that is to be tied.
type tying struct {
	request  *module.AssistanceRequest
	projects []*Project // to choose from, where the request is given
	subject  act.Subject
	x        *Project // where the project is given
	requests []module.AssistanceRequest
}

// toTie reads what the form of a tie is about: /projects/-/tie?request= chooses the
// project, /projects/CODE/tie the request, and with ?delivery= for one delivery.
func (p *pages) toTie(v *ui.Visit) (*tying, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	t := &tying{}
	var err error
	if t.request, err = p.requestOf(v); err != nil {
		return nil, err
	}
	s, code := scopeOf(v), v.PathValue("code")
	if code == "" {
		if t.request == nil {
			return nil, ui.ErrNotFound
		}
		if _, ok := p.may(v, "tied", Subject("x"), t.request.Audience); !ok {
			return nil, ui.ErrNotAllowed
		}
		return t, p.read(v, func(r store.View) (err error) {
			list, _, err := Projects(v.Context(), r, s, Filter{State: t.request.State}, 0, mostToTie)
			t.projects = slices.DeleteFunc(list, func(x *Project) bool { return !tieable(x.Status) })
			return err
		})
	}
	var ties []Tied
	err = p.read(v, func(r store.View) (err error) {
		if t.x, err = Find(v.Context(), r, s, code); err != nil || t.x == nil {
			return cmp.Or(err, ui.ErrNotFound)
		}
		t.subject = Subject(code)
		if n := v.Query("delivery"); n != "" {
			t.subject = act.Subject(deliveryType + "/" + code + "/" + n)
			d, err := FindDelivery(v.Context(), r, s, code, localNumber(t.subject))
			if err != nil || d == nil {
				return cmp.Or(err, ui.ErrNotFound)
			}
		}
		ties, err = TiesOf(v.Context(), r, s, t.x)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(t.x.States) == 0 || !slices.ContainsFunc(t.x.States, func(st string) bool { _, ok := p.may(v, "tied", t.subject, withParty(st)); return ok }) {
		return nil, ui.ErrNotAllowed
	}
	var named []act.Subject
	done := map[act.Subject]bool{}
	for _, x := range ties {
		named = append(named, x.Request)
		done[x.Request] = done[x.Request] || x.Subject == t.subject
	}
	t.requests, err = p.requestsFor(v, t.x.States, named...)
	t.requests = slices.DeleteFunc(t.requests, func(q module.AssistanceRequest) bool { return done[q.Subject] })
	return t, err
}

// tieable says whether a project in this state can serve a request.
func tieable(s Status) bool {
	return !slices.Contains([]Status{Declined, Cancelled, Closed, Erased}, s)
}

func (p *pages) tieFormOf(v *ui.Visit, t *tying) *ui.Form {
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("project.tie")}
	if t.x == nil {
		field := ui.Field{Name: "project", Label: v.Text("project.which-project"), Help: v.Text("project.tie-help"), Kind: "code", Required: true}
		for _, x := range t.projects {
			field.Options = append(field.Options, ui.Option{Value: x.Code, Words: x.Code + " · " + x.Title + " · " + statusMark(v, x.Status).Words})
		}
		if len(field.Options) == 1 {
			field.Value = field.Options[0].Value
		}
		f.Fields, f.Cancel = append(f.Fields, field), t.request.Link
	} else {
		field := p.requestField(v, t.requests, "")
		field.Required, field.Blank = true, ""
		if len(field.Options) == 1 {
			field.Value = field.Options[0].Value
		}
		f.Fields, f.Cancel = append(f.Fields, field), cmp.Or(subjectPage(string(t.subject)), projectPage(t.x.Code))
	}
	f.Fields = append(f.Fields, ui.Field{Name: "note", Label: label(v, "tied.note", "Note"), Kind: "lines", Max: 20_000})
	return f
}

func (p *pages) tiePage(v *ui.Visit, t *tying, f *ui.Form) ui.Page {
	if t.x == nil {
		page := formPage(v, v.Text("project.tie-for-request"), trail(v, ui.Link{To: t.request.Link, Words: t.request.Title, Data: true}), f)
		if len(t.projects) == 0 {
			page.Body = ui.Empty(v.Text("project.none-to-tie", map[string]string{"State": p.node.PartyName(v, t.request.State)}))
			page.Actions = []ui.Link{{To: newPage("concept") + "?request=" + string(t.request.Subject), Words: v.Text("project.open-for-request"), Main: true}}
		}
		return page
	}
	page := formPage(v, v.Text("project.tie-to-request"), trail(v, ui.Link{To: projectPage(t.x.Code), Words: t.x.Title, Data: true}), f)
	if len(t.requests) == 0 {
		page.Body = ui.Empty(v.Text("project.no-request-to-tie"))
	}
	return page
}

func (p *pages) tieForm(v *ui.Visit) (ui.Answer, error) {
	t, err := p.toTie(v)
	if err != nil {
		return nil, err
	}
	f := p.tieFormOf(v, t)
	asKept(v, f)
	return p.tiePage(v, t, f), nil
}

func (p *pages) recordTie(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxPosted); err != nil {
		return nil, err
	}
	t, err := p.toTie(v)
	if err != nil {
		return nil, err
	}
	f := p.tieFormOf(v, t)
	f.Fill(v.PostForm)
	s, q := t.subject, t.request
	var back string
	if t.x == nil {
		code := typed(v, "project")
		if !slices.ContainsFunc(t.projects, func(x *Project) bool { return x.Code == code }) {
			f.Fault("project", v.Text("project.choose"))
			return p.tiePage(v, t, f), nil
		}
		s, back = Subject(code), q.Link
	} else {
		at := slices.IndexFunc(t.requests, func(o module.AssistanceRequest) bool { return string(o.Subject) == typed(v, "request") })
		if at < 0 {
			f.Fault("request", v.Text("project.choose"))
			return p.tiePage(v, t, f), nil
		}
		q, back = &t.requests[at], subjectPage(string(s))
	}
	draft, err := p.tieDraft(v, s, q, typed(v, "note"))
	if err != nil {
		return nil, err
	}
	shown, err := p.record(v, f, draft)
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.tiePage(v, t, f), nil
	}
	return ui.Redirect{To: back, Said: "said.recorded"}, nil
}

// tieLink leads to the form that ties a project or delivery to a request, where the
// reader may.
func (p *pages) tieLink(v *ui.Visit, x *Project, s act.Subject) []ui.Link {
	may := slices.ContainsFunc(x.States, func(st string) bool { _, ok := p.may(v, "tied", s, withParty(st)); return ok })
	if !may || !tieable(x.Status) {
		return nil
	}
	to := projectPage(x.Code) + "/tie"
	if s.Type() == deliveryType {
		to += "?delivery=" + localOf(s, 1)
	}
	return []ui.Link{{To: to, Words: v.Text("project.tie-to-request")}}
}
