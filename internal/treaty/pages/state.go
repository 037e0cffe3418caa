package pages

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/party"
	"comity/internal/treaty"
	"comity/internal/ui"
)

// joins says whether those of a type can be party to a treaty, or could.
func joins(t party.Type) bool {
	return t == party.State || t == party.FormerState || t == party.Organization
}

// ofPage is the address of what a party is to all treaties.
func ofPage(party string) string { return "/treaties/of/" + party }

// of shows what a party is to each treaty on record, on a day.
func (p *pages) of(v *ui.Visit) (ui.Answer, error) {
	who := p.node.Parties.ByCode(v.PathValue("party"))
	if who == nil || !joins(who.Type) {
		return nil, ui.ErrNotFound
	}
	a, err := p.asked(v)
	if err != nil {
		return nil, err
	}
	out := ui.Page{Title: p.node.PartyName(v, who.Code), Lead: v.Text("treaties.of-party-lead"), Section: "/treaties", Wide: true, Status: a.status(), Body: ui.FormView(v, a.form),
		Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}}, Actions: []ui.Link{{To: "/law?a=" + who.Code, Words: v.Text("treaties.of-party-law")}}}
	if a.form.Faulty() {
		return out, nil
	}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	out.Sheet = p.ofSheet(v, r, who.Code, a.day)
	out.Sheet.Notes = append(a.notes(v), v.Text("about.depositary"), v.Text("app.boundary-note"))
	out.Body = listView(v, a.form, out.Sheet)
	return out, nil
}

// partyPart is the register's part of a party's own page; nil where nothing about
// it is on record.
func (p *pages) partyPart(v *ui.Visit, code string) (templ.Component, error) {
	who := p.node.Parties.ByCode(code)
	if who == nil || !joins(who.Type) {
		return nil, nil
	}
	a := asked{day: v.Today, now: true}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	s := p.ofSheet(v, r, code, v.Today)
	if !slices.ContainsFunc(s.Rows, func(row ui.Row) bool { return row[1].Value != string(treaty.None) }) {
		return nil, nil
	}
	s.Notes, s.Home = []string{v.Text("about.depositary")}, ofPage(code)
	return p.partOfParty(v, s, []ui.Link{{To: ofPage(code), Words: v.Text("treaties.of-party-day")}, {To: "/law?a=" + code, Words: v.Text("treaties.of-party-law")}}), nil
}

// ofSheet has a row for each treaty about which anything is on record.
func (p *pages) ofSheet(v *ui.Visit, r *record, party string, day act.Day) *ui.Sheet {
	s := &ui.Sheet{Name: "treaties-" + strings.ToLower(party), Caption: v.Text("treaties.of-party"), Columns: []ui.Column{
		{Name: "treaty", Label: v.Text("word.treaty")}, {Name: "status", Label: v.Text("word.status")}, {Name: "signature", Label: v.Text("word.signature"), Minor: true},
		{Name: "deposit", Label: v.Text("treaties.deposit")}, {Name: "bound_from", Label: v.Text("treaties.bound-from"), Minor: true}, {Name: "list_as_of", Label: v.Text("treaties.list-day"), Minor: true},
		{Name: "code", Hidden: true}, {Name: "action", Hidden: true}, {Name: "rules", Hidden: true}, {Name: "doubts", Hidden: true}, {Name: "acts", Hidden: true},
	}}
	codes := r.Loaded()
	names := map[string]string{}
	for _, code := range codes {
		i, _ := r.Instrument(code)
		names[code], _ = title(v, &i)
	}
	i18n.Sort(v.Localizer, codes, func(code string) string { return names[code] })
	for _, code := range codes {
		i, _ := r.Instrument(code)
		name, lang := title(v, &i)
		st := r.StatusOn(code, party, day)
		status := ui.Cell{Value: string(st.State), Marks: []ui.Mark{stateMark(v, st.State)}}
		unsure := doubts(v, st.Doubts)
		if len(unsure) > 0 {
			status.Marks = append(status.Marks, ui.Mark{Tone: ui.Open, Words: v.Text("treaties.doubtful")})
		}
		row := ui.Row{{Text: name, Lang: lang, Link: page(code, party)}, status, {Value: ""}, {Value: ""}, p.dayCell(v, st.Bound), p.dayCell(v, r.Lists[code].AsOf),
			{Text: code}, {}, {Value: rules(v, st.Reasons)}, {Value: unsure}, {Value: slices.Clone(st.Acts)}}
		if d := st.Signed; d != nil {
			row[2] = p.dayCell(v, d.Day)
			row[2].Link = actPage(d.ID)
		}
		if d := st.Consent; d != nil {
			row[3] = ui.Cell{Text: v.Localizer.Comma(v.Localizer.Day(d.Day), p.node.CodeLabel(v, "treaty-action", string(d.Action))), Value: string(d.Day), Link: actPage(d.ID)}
			row[7] = ui.Cell{Text: string(d.Action)}
		}
		s.Rows = append(s.Rows, row)
	}
	s.Total = len(s.Rows)
	return s
}

// letterWords are what is said in a letter that rests on a treaty as a whole: the
// appeal to join it that paragraph 4 of resolution 69/197 makes, in a language.
func (p *pages) letterWords(lang string, cites []act.Cite) string {
	l := p.words.Localizer(lang)
	var titles []string
	for _, c := range cites {
		if i, ok := p.find(c.Symbol()); ok && c.Place() == "" {
			name := i.Title
			if names := i.In[lang]; len(names) > 0 {
				name = names[0]
			}
			titles = append(titles, name)
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return l.Text("treaties.letter-words", i18n.Args{"Treaty": strings.Join(titles, "; ")})
}
