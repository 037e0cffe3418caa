package pages

import (
	"io"
	"net/url"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/calendar"
	"comity/internal/programme"
	"comity/internal/treaty"
	"comity/internal/ui"
)

// entering reads which treaties, days and state of the record a calendar is wanted
// for.
func (p *pages) entering(v *ui.Visit) (a asked, r *record, codes []string, first, last act.Day, err error) {
	if a, err = p.asked(v); err != nil {
		return
	}
	known := a.form.Fields[len(a.form.Fields)-1]
	if r, err = p.record(v, &a); err != nil {
		return
	}
	which := ui.Field{Name: "treaty", Label: v.Text("word.treaty"), Kind: "code", Value: v.Query("treaty")}
	for _, code := range r.Loaded() {
		i, _ := r.Instrument(code)
		name, lang := short(v, &i)
		which.Options = append(which.Options, ui.Option{Value: code, Words: name, Lang: lang})
	}
	until := p.day(v, "to", v.Text("word.until"), act.DayOf(v.Today.Time().AddDate(2, 0, 0)))
	from := p.day(v, "from", v.Text("word.from"), p.newest(r, v.Today))
	a.form = &ui.Form{Get: true, Send: v.Text("do.open"), Fields: []ui.Field{from, until, which, known}}
	first, last = p.read(v, a.form, "from"), p.read(v, a.form, "to")
	if first != "" && last != "" && last < first {
		a.form.Fault("to", v.Text("treaties.days-turned"))
	}
	if i, ok := p.find(which.Value); ok {
		codes = []string{i.Code}
	}
	a.day = last
	return
}

// calendarPage lists the days on which treaties enter into force, as a whole and for
// each party.
func (p *pages) calendarPage(v *ui.Visit) (ui.Answer, error) {
	a, r, codes, first, last, err := p.entering(v)
	if err != nil {
		return nil, err
	}
	file := url.Values{}
	if len(codes) > 0 {
		file.Set("treaty", codes[0])
	}
	out := ui.Page{Title: v.Text("entries.title"), Lead: v.Text("entries.lead"), Section: "/treaties", Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}}, Wide: true, Status: a.status(),
		Body: ui.FormView(v, a.form), Actions: []ui.Link{{To: strings.TrimSuffix("/treaties/calendar.ics?"+file.Encode(), "?"), Words: v.Text("entries.file")}}}
	if a.form.Faulty() {
		return out, nil
	}
	all := r.Entering(first, last, codes...)
	s := &ui.Sheet{Name: "entries-into-force", Caption: v.Text("entries.title"), Total: len(all), Empty: v.Text("entries.none"), Columns: []ui.Column{
		{Name: "day", Label: v.Text("word.date")}, {Name: "treaty", Label: v.Text("word.treaty")}, {Name: "party", Label: v.Text("entries.for")}, {Name: "rules", Label: v.Text("treaties.by-rule"), Minor: true},
		{Name: "code", Hidden: true}, {Name: "doubts", Hidden: true}, {Name: "acts", Hidden: true}}}
	start := min(max(v.Number("after", 0), 0), len(all))
	end := min(start+v.PageSize(), len(all))
	for _, e := range all[start:end] {
		i, _ := r.Instrument(e.Instrument)
		name, lang := short(v, &i)
		party := ui.Cell{Text: v.Text("entries.whole"), Value: ""}
		if e.Party != "" {
			party = p.partyCell(v, e.Instrument, e.Party)
			party.Value = e.Party
		}
		why := rules(v, e.Reasons)
		row := ui.Row{p.dayCell(v, e.Day), {Text: name, Lang: lang, Link: page(i.Code, "")}, party, {Text: semicolon(v, why), Value: why}, {Text: e.Instrument}, {Value: doubts(v, e.Doubts)}, {Value: append([]string{}, e.Acts...)}}
		if len(e.Doubts) > 0 {
			row[0].Marks = []ui.Mark{{Tone: ui.Open, Words: v.Text("treaties.doubtful")}}
		}
		s.Rows = append(s.Rows, row)
	}
	if end < len(all) {
		s.Next = v.With("after", itoa(end))
	}
	if start > 0 {
		s.Before = v.With("after", "")
	}
	s.Notes = append(a.notes(v), v.Text("about.depositary"))
	out.Sheet, out.Body = s, listView(v, a.form, s)
	return out, nil
}

// calendarFile gives the same as a calendar, from a year ago on: what is certain today.
func (p *pages) calendarFile(v *ui.Visit) (ui.Answer, error) {
	a := asked{day: v.Today, now: true}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	var codes []string
	if given := v.Query("treaty"); given != "" {
		i, ok := p.find(given)
		if !ok {
			return nil, ui.ErrNotFound
		}
		codes = []string{i.Code}
	}
	home := p.node.Home(v)
	c := &calendar.Calendar{Name: v.Text("entries.title"), Part: "Treaties", Host: home.Host, Stamp: time.Now()}
	for _, e := range r.Entering(act.DayOf(v.Today.Time().AddDate(-1, 0, 0)), "9999-12-31", codes...) {
		i, _ := r.Instrument(e.Instrument)
		event := calendar.Event{Key: strings.ToLower(strings.TrimSuffix("force-"+e.Instrument+"-"+e.Party, "-")), Day: e.Day, Words: p.entryWords(v, &i, &e),
			More: semicolon(v, append(rules(v, e.Reasons), append(doubts(v, e.Doubts), v.Text("about.depositary"))...))}
		if home.Host != "" {
			event.URL = home.String() + page(e.Instrument, e.Party)
		}
		c.Events = append(c.Events, event)
	}
	return ui.File{Name: "entries-into-force.ics", Type: calendar.Type, Write: func(w io.Writer) error { return c.Write(w) }}, nil
}

func (p *pages) entryWords(v *ui.Visit, i *programme.Instrument, e *treaty.Entering) string {
	name, _ := short(v, i)
	if e.Party == "" {
		return v.Text("entries.event", map[string]string{"Treaty": name})
	}
	return v.Text("entries.event-for", map[string]string{"Treaty": name, "Party": p.node.PartyName(v, e.Party)})
}
