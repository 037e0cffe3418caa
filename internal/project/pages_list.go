package project

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/ui"
	"comity/internal/ui/worldmap"
)

// list shows the register of projects, with what they need, have and have spent.
func (p *pages) list(v *ui.Visit) (ui.Answer, error) {
	f := Filter{Status: Status(v.Query("status")), State: v.Query("state"), Topic: v.Query("topic"), Office: v.Query("office"), Under: v.Query("programme")}
	if f.Status != "" && !slices.Contains(Statuses, f.Status) {
		f.Status = ""
	}
	order := Order(v.Query("order"))
	if !slices.Contains(Orders, order) {
		order = ByTitle
	}
	var projects []*Project
	var next string
	var total int
	var sums []Sums
	var programmes []*Programme
	s := scopeOf(v)
	err := p.read(v, func(r store.View) (err error) {
		codes, err := p.sums.Codes(v.Context(), r, s, f, v.Query("q"), order, v.Localizer)
		if err != nil {
			return err
		}
		total = len(codes)
		if projects, next, err = Page(v.Context(), r, s, codes, v.Query("after"), v.PageSize()); err != nil || v.As() != ui.HTML {
			return err
		}
		if programmes, err = Programmes(v.Context(), r, s); err != nil || f != (Filter{}) {
			return err
		}
		sums, err = once(v.Context(), &p.sums, r, s, "sums", SumsOf)
		return err
	})
	if err != nil {
		return nil, err
	}
	sheet := p.projectSheet(v, projects)
	sheet.Total = total
	for i := range sheet.Columns {
		switch c := &sheet.Columns[i]; {
		case c.Name == string(order) && order == ByRequired:
			c.Sorted = "down"
		case c.Name == string(order):
			c.Sorted = "up"
		}
	}
	if next != "" {
		sheet.Next = v.With("after", next)
	}
	page := ui.Page{Title: v.Text("nav.projects"), Lead: v.Text("project.lead"), Section: "/projects", Wide: true, Sheet: sheet}
	if _, ok := p.may(v, "concept", Subject("x"), staff[0]); ok {
		page.Actions = append(page.Actions, ui.Link{To: newPage("concept"), Words: v.Text("project.new"), Main: true}, ui.Link{To: newPage("programme"), Words: v.Text("project.new-programme")})
	}
	page.Body = listView(v, p.links(v), p.filters(v, &f, order, programmes), p.figures(v, sums), sheet)
	return page, nil
}

// links lead to the room's other lists.
func (p *pages) links(v *ui.Visit) []ui.Link {
	return []ui.Link{{To: "/projects/-/programmes", Words: v.Text("project.programmes")}, {To: "/projects/-/map", Words: v.Text("project.map")},
		{To: "/projects/-/lessons", Words: v.Text("project.lessons")}, {To: "/projects/-/offices", Words: v.Text("project.offices")}}
}

func (p *pages) filters(v *ui.Visit, f *Filter, order Order, programmes []*Programme) *ui.Form {
	form := &ui.Form{Get: true, Send: v.Text("do.filter"), Fields: []ui.Field{
		{Name: "status", Label: v.Text("word.status"), Kind: "code", Value: string(f.Status)},
		{Name: "state", Label: v.Text("word.state"), Kind: "code", Value: f.State},
		{Name: "topic", Label: v.Text("word.topic"), Kind: "code", Value: f.Topic},
	}}
	for _, s := range Statuses {
		form.Fields[0].Options = append(form.Fields[0].Options, ui.Option{Value: string(s), Words: v.Text("project.status-" + string(s))})
	}
	for _, q := range p.parties.All("state") {
		form.Fields[1].Options = append(form.Fields[1].Options, ui.Option{Value: q.Code, Words: p.node.PartyName(v, q.Code)})
	}
	words := func(o ui.Option) string { return o.Words }
	i18n.Sort(v.Localizer, form.Fields[1].Options, words)
	if p.programme != nil {
		for _, t := range p.programme.Topics {
			form.Fields[2].Options = append(form.Fields[2].Options, ui.Option{Value: t.Code, Words: p.node.TopicTitle(v, t.Code)})
		}
		i18n.Sort(v.Localizer, form.Fields[2].Options, words)
	}
	if len(programmes) > 0 {
		field := ui.Field{Name: "programme", Label: v.Label("project.programme", "Programme"), Kind: "code", Value: f.Under}
		for _, g := range programmes {
			field.Options = append(field.Options, ui.Option{Value: g.Code, Words: g.Title, Lang: g.Language})
		}
		form.Fields = append(form.Fields, field)
	}
	by := ui.Field{Name: "order", Label: v.Text("project.order"), Kind: "code", Value: string(order), Required: true}
	for _, o := range Orders {
		by.Options = append(by.Options, ui.Option{Value: string(o), Words: v.Text("project.order-" + string(o))})
	}
	form.Fields = append([]ui.Field{{Name: "q", Label: v.Text("project.find"), Kind: "search", Value: v.Query("q"), Max: 200}}, append(form.Fields, by)...)
	return form
}

// figures are the sums by currency, never of several currencies together.
func (p *pages) figures(v *ui.Visit, sums []Sums) (list []ui.Figure) {
	for _, s := range sums {
		list = append(list, ui.Figure{Number: v.Localizer.Number(int64(s.Projects)), Words: v.Text("project.in-currency", map[string]string{"Currency": s.Currency})})
		for _, f := range []struct {
			known        Known
			key, english string
		}{{s.Required, "required", "Required"}, {s.Available, "available", "Available"}, {s.Spent, "spent", "Spent"}} {
			figure := ui.Figure{Number: roughly(v, f.known.Sum, s.Currency), Words: label(v, "taken-in."+f.key, f.english)}
			if f.known.Missing > 0 && f.known.Sum != nil {
				figure.Note = v.Text("project.missing", map[string]string{"Number": v.Localizer.Number(int64(f.known.Missing))})
			}
			list = append(list, figure)
		}
	}
	return list
}

func (p *pages) projectSheet(v *ui.Visit, projects []*Project) *ui.Sheet {
	s := &ui.Sheet{Name: "projects", Caption: v.Text("nav.projects"), Empty: v.Text("project.none"), Total: -1, Notes: []string{v.Text("app.boundary-note")}, Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "code", Label: v.Text("word.code"), Data: true, Minor: true}, {Name: "status", Label: v.Text("word.status")}, {Name: "states", Label: label(v, "concept.states", "States"), Minor: true},
		{Name: "from", Label: label(v, "concept.from", "From"), Minor: true}, {Name: "until", Label: label(v, "concept.until", "Until"), Minor: true},
		{Name: "currency", Hidden: true}, {Name: "required", Label: label(v, "taken-in.required", "Required"), Number: true, Minor: true}, {Name: "available", Hidden: true}, {Name: "spent", Label: label(v, "taken-in.spent", "Spent"), Number: true, Minor: true},
		{Name: "office", Hidden: true}, {Name: "topics", Hidden: true}, {Name: "source", Hidden: true}, {Name: "source_id", Hidden: true}, {Name: "act", Hidden: true}}}
	for _, x := range projects {
		available := moneyCell(v, x.Money.Available, x.Money.Currency)
		s.Rows = append(s.Rows, ui.Row{{Text: x.Title, Link: projectPage(x.Code), Lang: x.Language}, {Text: x.Code}, {Text: "", Value: string(x.Status), Marks: []ui.Mark{statusMark(v, x.Status)}},
			{Text: p.shortStates(v, x.States), Value: x.States}, dayCell(v, x.Starts), dayCell(v, x.Ends), {Text: x.Money.Currency}, moneyCell(v, x.Money.Required, x.Money.Currency), available,
			moneyCell(v, x.Money.Spent, x.Money.Currency), {Text: x.Office}, {Value: x.Topics}, {Text: x.Source}, {Text: x.SourceID}, {Text: x.Act}})
	}
	return s
}

// shortStates names at most three.
func (p *pages) shortStates(v *ui.Visit, codes []string) string {
	if len(codes) <= 3 {
		return p.node.PartyNames(v, codes)
	}
	return v.Text("project.states-more", map[string]string{"First": p.node.PartyName(v, codes[0]), "Number": v.Localizer.Number(int64(len(codes) - 1))})
}

// places shows where projects are: a map and its table.
func (p *pages) places(v *ui.Visit) (ui.Answer, error) {
	var counts []StateCount
	err := p.read(v, func(r store.View) (err error) {
		counts, err = once(v.Context(), &p.sums, r, scopeOf(v), "states", ByState)
		return err
	})
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "projects-by-state", Caption: v.Text("project.map"), Total: len(counts), Empty: v.Text("page.empty"), Notes: []string{v.Text("project.by-state-note"), v.Text("app.boundary-note")}, Columns: []ui.Column{
		{Name: "state", Label: v.Text("word.state")}, {Name: "code", Label: v.Text("word.code"), Hidden: true}, {Name: "projects", Label: v.Text("nav.projects"), Number: true}}}
	areas := map[string]worldmap.Area{}
	for _, c := range counts {
		name := p.node.PartyName(v, c.State)
		s.Rows = append(s.Rows, ui.Row{{Text: name, Link: "/states/" + c.State}, {Text: c.State}, {Text: v.Localizer.Number(int64(c.N)), Value: c.N, Link: "/projects?state=" + c.State}})
		if q := p.parties.ByCode(c.State); q != nil && q.M49 != "" {
			areas[q.M49] = worldmap.Area{Tone: shade(c.N), Words: name + ": " + v.Localizer.Number(int64(c.N))}
		}
	}
	i18n.Sort(v.Localizer, s.Rows, func(r ui.Row) string { return r[0].Text })
	return ui.Page{Title: v.Text("project.map"), Section: "/projects", Trail: trail(v), Wide: true, Sheet: s,
		Body: mapView(v, areas, []worldmap.Key{{Tone: ui.Open, Words: v.Text("project.shade-few")}, {Tone: ui.Good, Words: v.Text("project.shade-many")}}, s)}, nil
}

// shade is that of a State with so many projects; it tells how much is done, and
// ranks nobody.
func shade(projects int) ui.Tone {
	if projects < 10 {
		return ui.Open
	}
	return ui.Good
}

// programmes lists them.
func (p *pages) programmes(v *ui.Visit) (ui.Answer, error) {
	var list []*Programme
	err := p.read(v, func(r store.View) (err error) {
		list, err = Programmes(v.Context(), r, scopeOf(v))
		return err
	})
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "programmes", Caption: v.Text("project.programmes"), Total: len(list), Empty: v.Text("page.empty"), Columns: []ui.Column{{Name: "title", Label: v.Text("word.title")}, {Name: "code", Label: v.Text("word.code"), Data: true},
		{Name: "level", Label: label(v, "programme.level", "Level")}, {Name: "office", Label: label(v, "programme.office", "Office"), Minor: true}, {Name: "from", Label: label(v, "programme.from", "From"), Minor: true}, {Name: "until", Label: label(v, "programme.until", "Until"), Minor: true}}}
	for _, g := range list {
		s.Rows = append(s.Rows, ui.Row{{Text: g.Title, Link: programmePage(g.Code), Lang: g.Language}, {Text: g.Code}, {Text: p.node.CodeLabel(v, "programme-level", g.Level), Value: g.Level},
			{Text: p.node.PartyName(v, g.Office), Value: g.Office}, dayCell(v, g.Starts), dayCell(v, g.Ends)})
	}
	page := ui.Page{Title: v.Text("project.programmes"), Section: "/projects", Trail: trail(v), Sheet: s, Body: ui.SheetView(v, s)}
	if _, ok := p.may(v, "programme", ProgrammeSubject("x"), act.Public); ok {
		page.Actions = append(page.Actions, ui.Link{To: newPage("programme"), Words: v.Text("project.new-programme"), Main: true})
	}
	return page, nil
}

// lessons are what evaluations found, by topic.
func (p *pages) lessons(v *ui.Visit) (ui.Answer, error) {
	var list []*Finding
	var next int64
	topic, kind := v.Query("topic"), v.Query("kind")
	err := p.read(v, func(r store.View) (err error) {
		list, next, err = Findings(v.Context(), r, scopeOf(v), "", topic, kind, int64(v.Number("before", 0)), v.PageSize())
		return err
	})
	if err != nil {
		return nil, err
	}
	s := p.findingSheet(v, list)
	if next > 0 {
		s.Next = v.With("before", itoa(int(next)))
	}
	f := &ui.Form{Get: true, Send: v.Text("do.filter"), Fields: []ui.Field{{Name: "topic", Label: v.Text("word.topic"), Kind: "code", Value: topic},
		{Name: "kind", Label: label(v, "evaluated.kind", "Kind"), Kind: "code", Value: kind, Options: p.node.Options(v, "finding")}}}
	if p.programme != nil {
		for _, t := range p.programme.Topics {
			f.Fields[0].Options = append(f.Fields[0].Options, ui.Option{Value: t.Code, Words: p.node.TopicTitle(v, t.Code)})
		}
	}
	return ui.Page{Title: v.Text("project.lessons"), Section: "/projects", Trail: trail(v), Sheet: s, Wide: true, Body: filteredView(v, f, s)}, nil
}

func (p *pages) findingSheet(v *ui.Visit, list []*Finding) *ui.Sheet {
	s := &ui.Sheet{Name: "findings", Caption: v.Text("project.lessons"), Total: -1, Columns: []ui.Column{{Name: "text", Label: label(v, "evaluated.text", "Text")}, {Name: "kind", Label: label(v, "evaluated.kind", "Kind")},
		{Name: "evaluation", Label: label(v, "evaluated.evaluation", "Evaluation"), Minor: true}, {Name: "response", Label: label(v, "evaluated.response", "Response of the management"), Minor: true},
		{Name: "topics", Label: v.Text("word.topic"), Minor: true}, {Name: "of", Label: v.Text("word.project"), Data: true}, {Name: "day", Label: v.Text("word.date"), Minor: true}, {Name: "act", Hidden: true}}}
	for _, f := range list {
		owner := localOf(f.Subject, 0)
		s.Rows = append(s.Rows, ui.Row{{Text: f.Body.Text, Lang: f.Body.Language, Link: "/book/acts/" + f.Act}, {Text: p.node.CodeLabel(v, "finding", f.Body.Kind), Value: f.Body.Kind}, {Text: f.Body.Evaluation, Lang: f.Body.Language},
			{Text: f.Body.Response, Lang: f.Body.Language}, {Text: p.node.TopicTitles(v, f.Body.Topics), Value: f.Body.Topics}, {Text: owner, Link: projectPage(owner)}, dayCell(v, f.Day), {Text: f.Act}})
	}
	return s
}

// offices are the files on opening and closing offices.
func (p *pages) offices(v *ui.Visit) (ui.Answer, error) {
	var list []*OfficeFile
	s := scopeOf(v)
	err := p.read(v, func(r store.View) (err error) {
		list, err = Offices(v.Context(), r, s, "")
		return err
	})
	if err != nil {
		return nil, err
	}
	sheet := &ui.Sheet{Name: "offices", Caption: v.Text("project.offices"), Total: len(list), Empty: v.Text("project.no-offices"), Columns: []ui.Column{{Name: "office", Label: label(v, "concept.office", "Office")}, {Name: "purpose", Label: label(v, "office-file.purpose", "Opening or closing")},
		{Name: "status", Label: v.Text("word.status")}, {Name: "from", Label: label(v, "office-decided.from", "From")}, {Name: "reason", Label: v.Text("word.reason"), Minor: true}, {Name: "lacks", Label: v.Text("project.lacks"), Minor: true}, {Name: "act", Hidden: true}}}
	for _, f := range list {
		lacks := p.lacks(v, f)
		office := localOf(f.Subject, 0)
		row := ui.Row{{Text: p.node.PartyName(v, office), Value: office, Link: officePage(f.Subject)}, {Text: p.node.CodeLabel(v, "office-file", f.Body.Purpose), Value: f.Body.Purpose}, {Value: f.Agreed, Marks: []ui.Mark{officeMark(v, f)}}, dayCell(v, f.From),
			{Text: f.Reason}, {Text: strings.Join(lacks, " · "), Value: lacks}, {Text: f.Act}}
		if _, ok := p.may(v, "office-file", f.Subject, staff[0]); ok && len(lacks) > 0 {
			row[5].Link = deedPage("office-file", f.Subject)
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	page := ui.Page{Title: v.Text("project.offices"), Lead: v.Text("project.offices-lead"), Section: "/projects", Trail: trail(v), Sheet: sheet, Body: ui.SheetView(v, sheet)}
	if _, ok := p.may(v, "office-file", OfficeSubject("x", 1), staff[0]); ok {
		page.Actions = append(page.Actions, ui.Link{To: newPage("office-file"), Words: v.Text("project.new-office"), Main: true})
	}
	return page, nil
}

// card is the room's part of the home page: projects that run.
func (p *pages) card(v *ui.Visit) (templ.Component, error) {
	var list []*Project
	err := p.read(v, func(r store.View) (err error) {
		list, _, err = Projects(v.Context(), r, scopeOf(v), Filter{Status: Running}, 0, 5)
		return err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return p.cardView(v, list), nil
}
