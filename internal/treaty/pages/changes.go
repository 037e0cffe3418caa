package pages

import (
	"slices"
	"strconv"

	"comity/internal/act"
	"comity/internal/treaty"
	"comity/internal/ui"
)

// changes lists who became what to which treaty between two days. A day to come
// gives what is certain of it today: deposits made that will bind.
func (p *pages) changes(v *ui.Visit) (ui.Answer, error) {
	a, err := p.asked(v)
	if err != nil {
		return nil, err
	}
	// The two days take the place of the one.
	known := a.form.Fields[len(a.form.Fields)-1]
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	to := p.day(v, "to", v.Text("word.until"), v.Today)
	from := p.day(v, "from", v.Text("treaties.after"), p.newest(r, v.Today))
	which := ui.Field{Name: "treaty", Label: v.Text("word.treaty"), Kind: "code", Value: v.Query("treaty")}
	for _, code := range r.Loaded() {
		i, _ := r.Instrument(code)
		name, lang := short(v, &i)
		which.Options = append(which.Options, ui.Option{Value: code, Words: name, Lang: lang})
	}
	f := &ui.Form{Get: true, Send: v.Text("do.open"), Fields: []ui.Field{from, to, which, known}}
	a.form = f
	first, last := p.read(v, f, "from"), p.read(v, f, "to")
	if first != "" && last != "" && last < first {
		f.Fault("to", v.Text("treaties.days-turned"))
	}
	out := ui.Page{Title: v.Text("treaties.changes"), Lead: v.Text("treaties.changes-lead"), Section: "/treaties", Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}},
		Wide: true, Status: a.status(), Body: ui.FormView(v, f)}
	if f.Faulty() {
		return out, nil
	}
	var codes []string
	if i, ok := p.find(which.Value); ok {
		codes = []string{i.Code}
	}
	a.day = last
	out.Sheet = p.turnSheet(v, r, r.Turns(first, last, codes...))
	out.Sheet.Notes = append(a.notes(v), v.Text("about.depositary"), v.Text("app.boundary-note"))
	out.Body = listView(v, f, out.Sheet)
	return out, nil
}

// newest is a year before the last day of anything on record, and at most a year
// before today: what is newest shows first.
func (p *pages) newest(r *record, today act.Day) act.Day {
	var last act.Day
	for _, code := range r.Loaded() {
		for _, d := range r.Deposits(code, "") {
			last = max(last, d.Day)
		}
	}
	if last == "" || last > today {
		last = today
	}
	return act.DayOf(last.Time().AddDate(-1, 0, 0))
}

// mostTurns is how many changes one page or file holds.
const mostTurns = 10_000

func (p *pages) turnSheet(v *ui.Visit, r *record, turns []treaty.Turn) *ui.Sheet {
	s := &ui.Sheet{Name: "treaty-changes", Caption: v.Text("treaties.changes"), Total: len(turns), Columns: []ui.Column{
		{Name: "day", Label: v.Text("word.date")}, {Name: "treaty", Label: v.Text("word.treaty")}, {Name: "party", Label: v.Text("word.name")}, {Name: "was", Label: v.Text("treaties.was"), Minor: true},
		{Name: "is", Label: v.Text("treaties.became")}, {Name: "code", Hidden: true}, {Name: "acts", Hidden: true},
	}}
	slices.Reverse(turns) // the newest first
	size := v.PageSize()
	start := min(max(v.Number("after", 0), 0), len(turns))
	end := min(start+min(size, mostTurns), len(turns))
	for _, t := range turns[start:end] {
		i, _ := r.Instrument(t.Instrument)
		name, lang := short(v, &i)
		party := p.partyCell(v, t.Instrument, t.Party)
		party.Value = t.Party
		s.Rows = append(s.Rows, ui.Row{p.dayCell(v, t.Day), {Text: name, Lang: lang, Link: page(i.Code, "")}, party, {Text: v.Text("treaty.state." + string(t.Was)), Value: string(t.Was)},
			{Marks: []ui.Mark{stateMark(v, t.Is)}, Value: string(t.Is)}, {Text: t.Instrument}, {Value: slices.Clone(t.Acts)}})
	}
	if end < len(turns) {
		s.Next = v.With("after", itoa(end))
	}
	if start > 0 {
		s.Before = v.With("after", "")
	}
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }
