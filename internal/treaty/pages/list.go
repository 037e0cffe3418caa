package pages

import (
	"cmp"
	"slices"

	"comity/internal/i18n"
	"comity/internal/programme"
	"comity/internal/treaty"
	"comity/internal/ui"
)

// list shows all treaties: when adopted, since when in force by which rule, how
// many parties by which rule of counting, and how old what is known of them is.
func (p *pages) list(v *ui.Visit) (ui.Answer, error) {
	a, err := p.asked(v)
	if err != nil {
		return nil, err
	}
	out := ui.Page{Title: v.Text("nav.treaties"), Lead: v.Text("treaties.lead"), Section: "/treaties", Wide: true, Status: a.status(), Body: ui.FormView(v, a.form),
		Actions: []ui.Link{{To: "/treaties/matrix", Words: v.Text("treaties.matrix")}, {To: "/treaties/changes", Words: v.Text("treaties.changes")}, {To: "/treaties/calendar", Words: v.Text("entries.title")}, {To: "/agreements", Words: v.Text("agreements.title")}, {To: "/law", Words: v.Text("nav.law")}}}
	if treaty.MayTakeIn(v) == nil {
		out.Actions = append(out.Actions, ui.Link{To: "/treaties/import", Words: v.Text("take.title")})
	}
	if a.form.Faulty() {
		return out, nil
	}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	out.Sheet = p.listSheet(v, r, &a)
	out.Body = listView(v, a.form, out.Sheet)
	return out, nil
}

func (p *pages) listSheet(v *ui.Visit, r *record, a *asked) *ui.Sheet {
	s := &ui.Sheet{Name: "treaties", Caption: v.Text("nav.treaties"), Columns: []ui.Column{
		{Name: "treaty", Label: v.Text("word.treaty")}, {Name: "adopted", Label: v.Text("register.adopted"), Minor: true}, {Name: "in_force", Label: v.Text("word.entry-into-force")},
		{Name: "in_force_rule", Label: v.Text("treaties.by-rule"), Minor: true}, {Name: "states", Label: v.Text("treaties.parties-states"), Number: true},
		{Name: "states_and_organizations", Label: v.Text("treaties.parties-all"), Number: true}, {Name: "signatories", Label: v.Text("treaties.signatories"), Number: true, Minor: true},
		{Name: "list_as_of", Label: v.Text("treaties.list-day")}, {Name: "code", Hidden: true}, {Name: "in_force_doubts", Hidden: true}, {Name: "number", Hidden: true},
	}}
	var all []programme.Instrument
	for _, code := range r.Instruments() {
		i, _ := r.Instrument(code)
		all = append(all, i)
	}
	loaded := r.Loaded()
	i18n.Sort(v.Localizer, all, func(i programme.Instrument) string { name, _ := title(v, &i); return name })
	slices.SortStableFunc(all, func(x, y programme.Instrument) int { return cmp.Compare(rank(loaded, x.Code), rank(loaded, y.Code)) })
	for k := range all {
		i := &all[k]
		force := r.Force(i.Code)
		since, why := p.dayCell(v, force.Day), rules(v, force.Reasons)
		row := ui.Row{treatyCell(v, i), p.adopted(v, i), since, {Text: semicolon(v, why), Value: why}, {}, {}, {}, p.dayCell(v, r.Lists[i.Code].AsOf),
			{Text: i.Code}, {Value: doubts(v, force.Doubts)}, {Text: i.Number}}
		if !slices.Contains(loaded, i.Code) {
			row[2], row[3] = ui.Cell{Text: v.Text("treaties.no-record"), Value: ""}, ui.Cell{Value: []string{}}
			s.Rows = append(s.Rows, row)
			continue
		}
		if len(force.Doubts) > 0 && force.Day != "" {
			row[2].Marks = []ui.Mark{{Tone: ui.Open, Words: v.Text("treaties.doubtful")}}
		}
		if force.Day == "" {
			row[2].Text = v.Text("treaties.not-in-force")
		}
		row[4] = numberCell(v, r.Count(i.Code, treaty.Bound, a.day, treaty.States).N)
		row[5] = numberCell(v, r.Count(i.Code, treaty.Bound, a.day, treaty.AllParties).N)
		row[6] = numberCell(v, r.Count(i.Code, treaty.Signatory, a.day, treaty.AllParties).N)
		if r.Lists[i.Code].AsOf == "" {
			row[7].Text = v.Text("word.none")
		}
		s.Rows = append(s.Rows, row)
	}
	s.Total = len(s.Rows)
	s.Notes = append(a.notes(v), v.Text("treaties.signatories-note"), v.Text("about.depositary"), v.Text("app.boundary-note"))
	return s
}

// rank puts what is on record before what is not.
func rank(loaded []string, code string) int {
	if slices.Contains(loaded, code) {
		return 0
	}
	return 1
}

// adopted is the day, or the year where the day is not known here.
func (p *pages) adopted(v *ui.Visit, i *programme.Instrument) ui.Cell {
	return ui.Cell{Text: adoptedWords(v, i), Value: i.Adopted}
}
