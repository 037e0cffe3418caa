package mandate

import (
	"errors"
	"slices"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// filterFields are the fields by which the register of clauses is filtered, in the
// order of the form.
var filterFields = []struct {
	Field Field
	Label string
}{{ByEntity, "word.addressee"}, {ByForce, "register.force"}, {ByTopic, "word.topic"}, {ByStatus, "word.status"}, {ByCondition, "register.condition"}, {ByOffice, "word.responsible"}}

// value is a value of a field in words.
func (p *pages) value(v *ui.Visit, f Field, value string) string {
	switch f {
	case ByEntity:
		return p.entity(v, value)
	case ByForce:
		return p.node.CodeLabel(v, "force", value)
	case ByTopic:
		return p.node.TopicTitle(v, value)
	case ByCondition:
		return p.node.CodeLabel(v, "condition", value)
	case ByStatus:
		if value == NoStatus {
			return v.Text("register.no-status")
		}
		return p.node.CodeLabel(v, "mandate-status", value)
	case ByEffect:
		return p.node.CodeLabel(v, "mandate-effect", value)
	case ByOffice:
		return p.node.PartyName(v, value)
	}
	return value
}

// clauses is the register of clauses.
func (p *pages) clauses(v *ui.Visit) (ui.Answer, error) {
	f := ClauseFilter{Document: v.Query("document"), With: map[Field]string{}, DueBefore: act.Day(v.Query("due-before")), After: v.Query("after"), Limit: min(v.PageSize(), mostPage), Facets: v.As() == ui.HTML}
	for _, field := range append(facetFields, ByReport) {
		if value := v.Query(string(field)); value != "" {
			f.With[field] = value
		}
	}
	var list ClausePage
	err := p.read(v, func(r store.View) (err error) {
		list, err = Clauses(v.Context(), r, f)
		return err
	})
	if errors.Is(err, ErrCursor) {
		return nil, ui.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	sheet := p.clauseSheet(v, list.Clauses)
	sheet.Total = list.Total
	if !list.Exact {
		sheet.Notes = append(sheet.Notes, v.Text("register.more-clauses"))
	}
	if list.Next != "" {
		sheet.Next = v.With("after", list.Next)
	}
	if f.After != "" {
		sheet.Before = v.With("after", "")
	}
	form := &ui.Form{Get: true, Send: v.Text("do.filter")}
	for _, ff := range filterFields {
		field := ui.Field{Name: string(ff.Field), Label: v.Text(ff.Label), Kind: "code", Value: f.With[ff.Field]}
		const most = 60
		for i, c := range list.Facets[ff.Field] {
			if i < most || c.Value == field.Value {
				field.Options = append(field.Options, ui.Option{Value: c.Value, Words: p.value(v, ff.Field, c.Value) + " (" + v.Localizer.Number(int64(c.N)) + ")"})
			}
		}
		if field.Value != "" && len(field.Options) == 0 {
			field.Options = []ui.Option{{Value: field.Value, Words: p.value(v, ff.Field, field.Value)}}
		}
		form.Fields = append(form.Fields, field)
	}
	form.Fields = append(form.Fields, ui.Field{Name: "document", Label: v.Text("word.document"), Kind: "code-line", Value: f.Document, Max: 80})
	return ui.Page{Title: v.Text("register.clauses"), Lead: v.Text("register.clauses-lead"), Section: "/mandates", Trail: []ui.Link{{To: "/mandates", Words: v.Text("nav.mandates")}}, Wide: true, Sheet: sheet, Body: filteredView(v, form, sheet)}, nil
}

func (p *pages) clauseSheet(v *ui.Visit, list []*Clause) *ui.Sheet {
	s := &ui.Sheet{Name: "clauses", Caption: v.Text("register.clauses"), Total: -1, Columns: []ui.Column{
		{Name: "clause", Label: v.Text("word.clause")}, {Name: "action", Label: v.Text("register.action")}, {Name: "addressees", Label: v.Text("word.addressee")},
		{Name: "due", Label: v.Text("word.due"), Minor: true}, {Name: "status", Label: v.Text("word.status")}, {Name: "topics", Label: v.Text("word.topic"), Hidden: true},
		{Name: "force", Hidden: true}, {Name: "phrase", Hidden: true}, {Name: "conditions", Hidden: true}, {Name: "deadline", Hidden: true}, {Name: "responsible", Hidden: true},
	}}
	for _, c := range list {
		var who, statuses []string
		for _, e := range c.Entities {
			who = append(who, p.entity(v, e))
		}
		for _, st := range c.Statuses {
			statuses = append(statuses, st.Body+" "+st.Code)
		}
		due := ui.Cell{Value: string(c.Due.Day)}
		if c.Due.Day != "" {
			due.Text = v.Localizer.Day(c.Due.Day)
		}
		s.Rows = append(s.Rows, ui.Row{{Text: c.Ref.String(), Link: refPage(c.Ref)}, {Text: c.Phrase + " … " + c.Action, Value: c.Action, Show: actionView(c)}, {Text: v.And(who...), Value: c.Entities}, due,
			{Value: statuses, Marks: p.statusMarks(v, c)}, {Value: c.Topics}, {Text: c.Force}, {Text: c.Phrase}, {Value: c.Conditions}, {Text: c.Deadline}, {Text: c.Office}})
	}
	return s
}

// reportsDue lists reports by the day on which they fall due.
func (p *pages) reportsDue(v *ui.Visit) (ui.Answer, error) {
	from := act.Day(v.Query("from"))
	if _, set := v.URL.Query()["from"]; !set {
		from = v.Today
	}
	f := DueFilter{Body: v.Query("body"), From: from, After: v.Query("after"), Limit: min(v.PageSize(), mostPage)}
	var list DuePage
	err := p.read(v, func(r store.View) (err error) {
		list, err = ReportsDue(v.Context(), r, f)
		return err
	})
	if errors.Is(err, ErrCursor) {
		return nil, ui.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "reports-due", Caption: v.Text("register.reports-due"), Total: -1, Columns: []ui.Column{
		{Name: "due", Label: v.Text("word.due")}, {Name: "clause", Label: v.Text("word.clause")}, {Name: "report", Label: v.Text("word.report")},
		{Name: "by", Label: v.Text("register.by"), Minor: true}, {Name: "to", Label: v.Text("register.to")}, {Name: "session", Label: v.Text("register.session"), Number: true, Minor: true}, {Name: "status", Label: v.Text("word.status")},
	}}
	for _, c := range list.Clauses {
		var by []string
		for _, e := range c.Entities {
			by = append(by, p.entity(v, e))
		}
		day := ui.Cell{Text: v.Localizer.Day(c.Due.Day), Value: string(c.Due.Day)}
		if c.Due.Exact == ToSession {
			day.Text = v.Text("register.opens", map[string]string{"Day": day.Text})
		}
		about := c.Report.On
		if about == "" {
			about = c.Action
		}
		session := ui.Cell{Value: c.Due.Session}
		if c.Due.Session > 0 {
			session.Text = v.Localizer.Number(int64(c.Due.Session))
		}
		s.Rows = append(s.Rows, ui.Row{day, {Text: c.Ref.String(), Link: refPage(c.Ref)}, {Text: about, Lang: "en"}, {Text: v.And(by...), Value: c.Entities}, {Text: p.entity(v, c.Due.Body), Value: c.Due.Body}, session, {Marks: p.statusMarks(v, c), Value: len(c.Statuses)}})
	}
	if list.Next != "" {
		s.Next = v.With("after", list.Next)
	}
	if f.After != "" {
		s.Before = v.With("after", "")
	}
	form := &ui.Form{Get: true, Send: v.Text("do.filter"), Fields: []ui.Field{{Name: "from", Label: v.Text("word.from"), Kind: "day", Value: string(from)}}}
	return ui.Page{Title: v.Text("register.reports-due"), Lead: v.Text("register.reports-lead"), Section: "/mandates", Trail: []ui.Link{{To: "/mandates", Words: v.Text("nav.mandates")}}, Wide: true, Sheet: s, Body: filteredView(v, form, s)}, nil
}

// proposals lists what waits for a decision, and below it what was decided, for
// those who read what the secretariat proposes.
func (p *pages) proposals(v *ui.Visit) (ui.Answer, error) {
	switch {
	case !v.Reader.Signed():
		return nil, ui.ErrSignIn
	case !readsProposals(v):
		return nil, ui.ErrNotFound
	}
	var waiting []Entry
	var decided []Decided
	err := p.read(v, func(r store.View) (err error) {
		if waiting, err = Proposals(v.Context(), r, who(v), int64(v.Number("after", -1)), v.PageSize()); err == nil {
			decided, err = DecidedProposals(v.Context(), r, who(v), v.PageSize())
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "proposals", Caption: v.Text("register.proposals"), Total: len(waiting) + len(decided), Empty: v.Text("page.empty"), Columns: []ui.Column{
		{Name: "clause", Label: v.Text("word.clause"), Data: true}, {Name: "proposal", Label: v.Text("register.proposal")}, {Name: "day", Label: v.Text("word.date")}, {Name: "decision", Label: v.Text("register.decision")}, {Name: "decided", Label: v.Text("word.date"), Minor: true},
	}}
	row := func(e *Entry, decision, on ui.Cell) {
		s.Rows = append(s.Rows, ui.Row{{Text: e.Ref.String(), Link: refPage(e.Ref)}, {Text: p.node.CodeLabel(v, "mandate-proposal", e.Code), Value: e.Code, Link: "/book/acts/" + e.Act}, {Text: v.Localizer.Day(e.Day), Value: string(e.Day)}, decision, on})
	}
	_, decides := p.may(v, "mandate.approved", "secretariat")
	for i := range waiting {
		e := &waiting[i]
		d := ui.Cell{Text: v.Text("register.waits"), Value: ""}
		if decides && e.Person != v.Reader.Who.Person {
			d.Text, d.Link = v.Text("register.decide"), "/acts/new/mandate.approved?subject="+string(e.Ref.Subject())+"&proposal="+e.Act
		}
		row(e, d, ui.Cell{})
	}
	for i := range decided {
		d := &decided[i]
		row(&d.Entry, ui.Cell{Text: v.Text("register.decided-" + d.Decision.Code), Value: d.Decision.Code, Link: "/book/acts/" + d.Decision.Act}, ui.Cell{Text: v.Localizer.Day(d.Decision.Day), Value: string(d.Decision.Day)})
	}
	return ui.Page{Title: v.Text("register.proposals"), Lead: v.Text("register.proposals-lead"), Section: "/mandates", Trail: []ui.Link{{To: "/mandates", Words: v.Text("nav.mandates")}}, Wide: true, Sheet: s, Body: ui.SheetView(v, s)}, nil
}

// readsProposals says whether the reader reads what the secretariat proposes.
func readsProposals(v *ui.Visit) bool {
	return v.Reader.Signed() && slices.Contains(v.Reader.Audiences, "secretariat")
}
