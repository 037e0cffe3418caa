package pages

import (
	"slices"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/party"
	"comity/internal/treaty"
	"comity/internal/ui"
)

// party shows one party's course about one treaty: what it was on each day and by
// which rule, and every act behind it.
func (p *pages) party(v *ui.Visit) (ui.Answer, error) {
	i, ok := p.find(v.PathValue("code"))
	who := p.node.Parties.ByCode(v.PathValue("party"))
	if !ok || who == nil {
		return nil, ui.ErrNotFound
	}
	a, err := p.asked(v)
	if err != nil {
		return nil, err
	}
	name, lang := title(v, &i)
	out := ui.Page{Title: p.node.PartyName(v, who.Code), Lead: name, LeadLang: lang, Section: "/treaties", Status: a.status(), Body: ui.FormView(v, a.form),
		Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}, {To: page(i.Code, ""), Words: i.Code, Data: true}}}
	if a.form.Faulty() {
		return out, nil
	}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	st := r.StatusOn(i.Code, who.Code, a.day)
	if (who.Type == party.State || who.Type == party.Organization) && st.State != treaty.Bound {
		out.Actions = []ui.Link{{To: page(i.Code, who.Code) + "/deposit", Words: v.Text("prepare.title")}}
	}
	if p.mayEnter(v, i.Code, who.Code) {
		out.Actions = append(out.Actions, ui.Link{To: "/acts/new/treaty.deposit?subject=" + string(treaty.Subject(i.Code, who.Code)), Words: v.Text("treaties.enter")})
	}
	out.Marks = []ui.Mark{stateMark(v, st.State)}
	facts := []ui.Fact{{Name: v.Text("word.as-of", map[string]string{"Day": v.Localizer.Day(a.day)}), Value: v.Text("treaty.state." + string(st.State))}}
	add := func(id, value string) {
		if value != "" {
			facts = append(facts, ui.Fact{Name: v.Text(id), Value: value})
		}
	}
	add("treaties.bound-from", p.dayCell(v, st.Bound).Text)
	add("treaties.by-rule", semicolon(v, rules(v, st.Reasons)))
	add("treaties.doubtful", semicolon(v, doubts(v, st.Doubts)))
	add("treaties.rests-on", r.source(v, i.Code, a.day))
	out.Sheet = p.depositSheet(v, r.Deposits(i.Code, who.Code), i.Code+"-"+who.Code)
	out.Sheet.Notes = append(a.notes(v), v.Text("about.depositary"), v.Text("app.boundary-note"))
	out.Body = partyView(v, a.form, facts, p.course(v, r.Timeline(i.Code, who.Code)), out.Sheet)
	return out, nil
}

// mayEnter says whether the reader may record what the party did: in its own name, or
// as what it communicated or as what was observed.
func (p *pages) mayEnter(v *ui.Visit, code, who string) bool {
	for _, st := range []act.Standing{act.Own, act.Communicated, act.Observed} {
		if v.Reader.Signed() && v.May("treaty.deposit", access.What{Subject: treaty.Subject(code, who), Party: who, Standing: st, Audience: act.Public, Sourced: st != act.Own, Instruments: []string{strings.ToLower(code)}}) {
			return true
		}
	}
	return false
}

// turn is one run of days in a party's course.
type turn struct {
	from  string
	mark  ui.Mark
	rules string
}

// course is what a party was, from the first day on which it was anything.
func (p *pages) course(v *ui.Visit, spans []treaty.Span) (out []turn) {
	for _, s := range spans {
		if s.From == "" && s.State == treaty.None {
			continue
		}
		out = append(out, turn{p.dayCell(v, s.From).Text, stateMark(v, s.State), semicolon(v, append(rules(v, s.Reasons), doubts(v, s.Doubts)...))})
	}
	return out
}

// depositSheet lists acts about a treaty.
func (p *pages) depositSheet(v *ui.Visit, list []treaty.Deposit, name string) *ui.Sheet {
	s := &ui.Sheet{Name: strings.ToLower(name), Caption: v.Text("treaties.acts"), Total: len(list), Empty: v.Text("page.empty"), Columns: []ui.Column{
		{Name: "day", Label: v.Text("word.date")}, {Name: "action", Label: v.Text("treaties.done")}, {Name: "about", Label: v.Text("treaties.about")}, {Name: "standing", Label: v.Text("word.standing")},
		{Name: "source", Label: v.Text("word.source"), Data: true}, {Name: "act", Hidden: true}, {Name: "text", Hidden: true}, {Name: "depositary", Hidden: true},
	}}
	for k := range list {
		d := &list[k]
		var about []string
		if d.Action == treaty.Withdrawal {
			about = append(about, p.node.CodeLabel(v, "treaty-action", string(d.Withdraws.Action))+" "+v.Localizer.Day(d.Withdraws.Day))
		}
		if d.Matter != "" {
			about = append(about, p.node.CodeLabel(v, "treaty-matter", d.Matter))
		}
		for _, c := range d.Provisions {
			about = append(about, string(c))
		}
		if w := p.declared(v, d); w != "" {
			about = append(about, w)
		}
		row := ui.Row{p.dayCell(v, d.Day), {Text: p.node.CodeLabel(v, "treaty-action", string(d.Action)), Value: string(d.Action), Link: actPage(d.ID)}, {Text: semicolon(v, about), Value: slices.Clone(about)},
			{Text: p.node.CodeLabel(v, "standing", string(d.Standing)), Value: string(d.Standing)}, {Text: d.Reference}, {Text: d.ID}, {Text: d.Text}, {Text: d.Depositary}}
		if d.Latest {
			row[0].Text = v.Text("treaties.by-day", map[string]string{"Day": row[0].Text})
		}
		if d.Unconfirmed {
			row[1].Marks = []ui.Mark{{Tone: ui.Open, Words: v.Text("word.unconfirmed")}}
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}
