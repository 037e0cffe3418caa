package pages

import (
	"slices"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/treaty"
	"comity/internal/ui"
)

func agreementPage(name string) string { return "/agreements/" + name }

// agreementList lists bilateral and regional treaties: of a State, in force on a day.
func (p *pages) agreementList(v *ui.Visit) (ui.Answer, error) {
	who := ui.Field{Name: "party", Label: v.Text("word.state"), Kind: "code", Value: v.Query("party"), Options: p.stateOptions(v)}
	a, err := p.asked(v, who)
	if err != nil {
		return nil, err
	}
	out := ui.Page{Title: v.Text("agreements.title"), Lead: v.Text("agreements.lead"), Section: "/treaties", Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}}, Wide: true,
		Status: a.status(), Body: ui.FormView(v, a.form)}
	if treaty.MayTakeIn(v) == nil {
		out.Actions = []ui.Link{{To: "/treaties/import", Words: v.Text("take.title")}, {To: "/acts/new/treaty.agreement", Words: v.Text("agreements.enter")}}
	}
	if a.form.Faulty() {
		return out, nil
	}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "agreements", Caption: v.Text("agreements.title"), Empty: v.Text("agreements.none"), Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "parties", Label: v.Text("treaties.parties")}, {Name: "help", Label: v.Text("legal.help"), Minor: true}, {Name: "from", Label: v.Text("word.from")},
		{Name: "until", Label: v.Text("word.until"), Minor: true}, {Name: "standing", Label: v.Text("word.standing"), Minor: true}, {Name: "name", Hidden: true}, {Name: "in_lieu", Hidden: true}}}
	for k := range r.Agreements {
		g := &r.Agreements[k]
		if who.Value != "" && !g.Has(who.Value) || g.From > a.day || g.Until != "" && g.Until <= a.day {
			continue
		}
		s.Rows = append(s.Rows, ui.Row{{Text: g.Title, Lang: foreign(v, g.Language), Link: agreementPage(g.Name)}, {Text: p.someNames(v, g.Parties), Value: slices.Clone(g.Parties)},
			{Text: p.helps(v, g), Value: slices.Clone(g.Help)}, p.dayCell(v, g.From), p.dayCell(v, g.Until), {Text: p.node.CodeLabel(v, "standing", string(g.Standing)), Value: string(g.Standing)},
			{Text: g.Name}, {Value: citeTexts(g.InLieu)}})
	}
	s.Total = len(s.Rows)
	s.Notes = append(a.notes(v), v.Text("agreements.note"))
	out.Sheet, out.Body = s, listView(v, a.form, s)
	return out, nil
}

// mostNames is how many parties a cell names.
const mostNames = 4

func (p *pages) someNames(v *ui.Visit, codes []string) string {
	var names []string
	for _, c := range codes {
		names = append(names, p.node.PartyName(v, c))
	}
	if len(names) <= mostNames {
		return v.And(names...)
	}
	return v.Text("agreements.and-more", map[string]string{"Names": semicolon(v, names[:mostNames]), "N": v.Localizer.Number(int64(len(names) - mostNames))})
}

func (p *pages) helps(v *ui.Visit, g *treaty.Agreement) string {
	var words []string
	for _, h := range g.Help {
		words = append(words, p.node.CodeLabel(v, "legal-help", h))
	}
	return semicolon(v, words)
}

func citeTexts(list []act.Cite) []string {
	out := []string{}
	for _, c := range list {
		out = append(out, string(c))
	}
	return out
}

// agreement shows one bilateral or regional treaty.
func (p *pages) agreement(v *ui.Visit) (ui.Answer, error) {
	a, err := p.asked(v)
	if err != nil {
		return nil, err
	}
	out := ui.Page{Section: "/treaties", Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}, {To: "/agreements", Words: v.Text("agreements.title")}}, Status: a.status()}
	if a.form.Faulty() {
		out.Title, out.Body = v.Text("agreements.title"), ui.FormView(v, a.form)
		return out, nil
	}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	k := slices.IndexFunc(r.Agreements, func(g treaty.Agreement) bool { return g.Name == v.PathValue("name") })
	if k < 0 {
		return nil, ui.ErrNotFound
	}
	g := &r.Agreements[k]
	out.Title, out.TitleLang = g.Title, foreign(v, g.Language)
	state, t := "agreements.in-force", ui.Good
	switch {
	case a.day < g.From:
		state, t = "agreements.not-yet", ui.Open
	case g.Until != "" && a.day >= g.Until:
		state, t = "agreements.ended", ui.Bad
	}
	out.Marks = []ui.Mark{{Tone: t, Words: v.Text(state)}, {Tone: ui.Plain, Words: p.node.CodeLabel(v, "standing", string(g.Standing))}}
	subject := act.Subject("agreement/" + g.Name)
	out.Actions = []ui.Link{{To: "/subjects/" + string(subject), Words: v.Text("agreements.acts")}}
	if v.Reader.Signed() && v.May("treaty.agreement", access.What{Subject: subject, Party: g.Parties[0], Standing: act.Observed, Audience: act.Public, Sourced: true}) {
		out.Actions = append(out.Actions, ui.Link{To: "/acts/new/treaty.agreement?subject=" + string(subject), Words: v.Text("agreements.tell-anew")})
	}
	facts := []ui.Fact{{Name: v.Text("word.code"), Value: g.Name, Data: true}, {Name: v.Text("word.from"), Value: v.Localizer.Day(g.From)}}
	if g.Until != "" {
		facts = append(facts, ui.Fact{Name: v.Text("word.until"), Value: v.Localizer.Day(g.Until)})
	}
	facts = append(facts, ui.Fact{Name: v.Text("legal.help"), Value: p.helps(v, g)})
	if len(g.InLieu) > 0 {
		facts = append(facts, ui.Fact{Name: v.Text("agreements.in-lieu"), Show: p.citesView(g.InLieu)})
	}
	codes := slices.Clone(g.Parties)
	p.sort(v, codes)
	out.Body = p.agreementPageView(v, a.form, facts, codes)
	return out, nil
}
