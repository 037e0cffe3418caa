package project

import (
	"net/url"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// service is what projects do for a request for assistance, as far as the reader may
// enter them, with the ways on from there.
func (p *pages) service(v *ui.Visit, q *module.AssistanceRequest) (*module.Service, error) {
	s := scopeOf(v)
	var list []*Serves
	var hidden int
	err := p.read(v, func(r store.View) (err error) {
		list, hidden, err = ServesRequest(v.Context(), r, s, q.Subject, q.Audience)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &module.Service{}
	for _, x := range list {
		out.Projects = append(out.Projects, module.Serving{Subject: Subject(x.Code), Title: x.Title, Language: x.Language, Link: projectPage(x.Code), Words: x.Code})
		for _, d := range x.Deliveries {
			out.Deliveries = append(out.Deliveries, module.Serving{Subject: d.Subject, Title: d.DeliveryBody.Title, Language: d.DeliveryBody.Language, Link: subjectPage(string(d.Subject)), Words: p.deliveryWords(v, d)})
		}
	}
	onward := p.onward(v, q, list)
	if s.Staff() {
		hidden = 0 // what is left of it was erased
	}
	if len(list)+hidden+len(onward) > 0 {
		out.View = p.serviceView(v, list, hidden, onward)
	}
	return out, nil
}

// onward are the steps that the reader can take for a request: to open a project for
// it, to tie one that is there, to record what a project delivered for it.
func (p *pages) onward(v *ui.Visit, q *module.AssistanceRequest, list []*Serves) (links []ui.Link) {
	if !q.Serving {
		return nil
	}
	if _, ok := p.may(v, "tied", Subject("x"), q.Audience); !ok {
		return nil
	}
	at := "?request=" + url.QueryEscape(string(q.Subject))
	if _, ok := p.may(v, "delivered", DeliverySubject("x", 1), staff[0]); ok {
		for _, x := range list {
			if reporting(x.Status) {
				links = append(links, ui.Link{To: deedPage("delivered", Subject(x.Code), "request", string(q.Subject)), Words: v.Text("project.record-delivery", map[string]string{"Project": x.Title})})
			}
		}
	}
	if _, ok := p.may(v, "concept", Subject("x"), staff[0]); ok {
		links = append(links, ui.Link{To: newPage("concept") + at, Words: v.Text("project.open-for-request")})
	}
	return append(links, ui.Link{To: "/projects/-/tie" + at, Words: v.Text("project.tie-for-request")})
}

// deliveryWords are the kind and days of a delivery.
func (p *pages) deliveryWords(v *ui.Visit, d *Delivery) string {
	return p.node.CodeLabel(v, "delivery", d.DeliveryBody.Kind) + " · " + days(v, d.DeliveryBody.From, d.DeliveryBody.Until)
}

// testWords says how tests before and after went, "" where there were none.
func testWords(v *ui.Visit, t *Tests) string {
	if t == nil {
		return ""
	}
	mark := func(mean string, taken int64) string {
		return v.Text("project.mark", map[string]string{"Mark": mean, "Out": t.Out, "Taken": v.Localizer.Number(taken)})
	}
	words := label(v, "delivered.tests.before_mean", "Mean before") + ": " + mark(t.BeforeMean, t.BeforeTaken)
	if t.AfterMean != "" {
		words += "; " + label(v, "delivered.tests.after_mean", "Mean after") + ": " + mark(t.AfterMean, t.AfterTaken)
	}
	return words
}

// resultWords is what was approved of an indicator, beside its target.
func (p *pages) resultWords(v *ui.Visit, m *Measuring) string {
	s := shownTotal(v, &m.Actual)
	if m.Unit != "" {
		s += " \u2068" + m.Unit + "\u2069" // in a language that need not run as the reader's
	}
	if m.Target.Value.Known() {
		s += " · " + v.Text("project.target") + ": " + shownTotal(v, &m.Target)
	}
	return s
}

// answers are the requests that ties name and that the reader may enter, by their
// subjects; all that is known of the others is their names.
func (p *pages) answers(v *ui.Visit, ties []Tied) (map[act.Subject]*module.AssistanceRequest, error) {
	if len(ties) == 0 || p.node.Requests == nil {
		return nil, nil
	}
	var asked module.RequestsAsked
	for _, t := range ties {
		asked.Subjects = append(asked.Subjects, t.Request)
	}
	list, err := p.node.Requests(v, asked)
	if err != nil {
		return nil, err
	}
	of := map[act.Subject]*module.AssistanceRequest{}
	for i := range list {
		of[list[i].Subject] = &list[i]
	}
	return of, nil
}

// answered is a request with what of the project is tied to it.
type answered struct {
	*module.AssistanceRequest
	Ties []Tied
}

// answeredBy puts ties together by their requests, in the order of the book.
func answeredBy(ties []Tied, known map[act.Subject]*module.AssistanceRequest) (list []*answered) {
	at := map[act.Subject]*answered{}
	for _, t := range ties {
		q := known[t.Request]
		if q == nil {
			continue
		}
		if at[t.Request] == nil {
			at[t.Request] = &answered{AssistanceRequest: q}
			list = append(list, at[t.Request])
		}
		at[t.Request].Ties = append(at[t.Request].Ties, t)
	}
	return list
}

// tieWords says what is tied: the project, or a delivery of it by its number.
func tieWords(v *ui.Visit, t *Tied) string {
	if t.Subject.Type() == deliveryType {
		return v.Text("project.tied-delivery", map[string]string{"Number": localOf(t.Subject, 1)})
	}
	return v.Text("project.tied-project")
}

// servesFacts are what is said of a project on the page of a request that it serves.
func (p *pages) servesFacts(v *ui.Visit, x *Serves) (list []ui.Fact) {
	list = append(list, ui.Fact{Name: v.Text("word.code"), Value: x.Code, Data: true})
	fact(&list, v.Text("project.when"), days(v, x.Starts, x.Ends), "")
	if x.Office != "" {
		fact(&list, label(v, "concept.office", "Office"), p.node.PartyName(v, x.Office), "")
	}
	for _, m := range x.Results {
		list = append(list, ui.Fact{Name: m.Title, NameData: true, Value: p.resultWords(v, m), Data: m.Unit != "",
			Link: subjectPage(string(m.Subject)), Marks: []ui.Mark{{Tone: ui.Good, Words: v.Text("project.approved-result")}}})
	}
	return list
}
