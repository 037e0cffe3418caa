package pages

import (
	"slices"

	"comity/internal/act"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/treaty"
	"comity/internal/ui"
)

// preparing is what a State is told that prepares a deposit.
type preparing struct {
	form   *ui.Form
	notes  []note
	facts  []ui.Fact
	powers []provision
	with   []provision
	title  string
	model  []string // paragraphs of the model instrument
}

// provision is a sentence with the article that it rests on.
type provision struct {
	cite        act.Cite
	says        string
	unconfirmed bool
}

// actions by which one consents, as a model instrument is written for them.
var consents = []treaty.Action{treaty.Ratification, treaty.Acceptance, treaty.Approval, treaty.Accession}

// prepare tells a State that prepares a deposit what it deposits, who signs it, what
// to say with it, and from when it would bind: by the same rules as all else.
func (p *pages) prepare(v *ui.Visit) (ui.Answer, error) {
	i, ok := p.find(v.PathValue("code"))
	who := p.node.Parties.ByCode(v.PathValue("party"))
	if !ok || who == nil || who.Type != party.State && who.Type != party.Organization {
		return nil, ui.ErrNotFound
	}
	a := asked{day: v.Today, now: true}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	day := p.day(v, "day", v.Text("prepare.day"), v.Today)
	f := &ui.Form{Get: true, Send: v.Text("do.open"), Fields: []ui.Field{{Name: "action", Label: v.Text("prepare.action"), Kind: "code", Value: v.Query("action"), Blank: v.Text("prepare.action")}, day}}
	on := p.read(v, f, "day")
	name, lang := title(v, &i)
	out := ui.Page{Title: v.Text("prepare.title") + ": " + p.node.PartyName(v, who.Code), Lead: v.Text("prepare.lead"), Section: "/treaties",
		Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}, {To: page(i.Code, ""), Words: i.Code, Data: true}, {To: page(i.Code, who.Code), Words: p.node.PartyName(v, who.Code)}}}
	if f.Faulty() {
		out.Status, out.Body = 422, ui.FormView(v, f)
		return out, nil
	}
	st := r.StatusOn(i.Code, who.Code, on)
	action := treaty.Action(f.Fields[0].Value)
	if !slices.Contains(consents, action) {
		action = treaty.Accession
		if st.Signed != nil || signable(&i, on) {
			action = treaty.Ratification
		}
	}
	f.Fields[0].Value, f.Fields[0].Blank = string(action), "–"
	for _, c := range consents {
		f.Fields[0].Options = append(f.Fields[0].Options, ui.Option{Value: string(c), Words: p.node.CodeLabel(v, "treaty-action", string(c))})
	}
	x := &preparing{form: f, powers: powers(v), with: p.sayWith(v, &i)}
	x.facts = []ui.Fact{{Name: v.Text("word.treaty"), Value: name, Lang: lang, Link: page(i.Code, "")}, {Name: v.Text("word.status"), Value: v.Text("treaty.state." + string(st.State))}}
	x.facts = append(x.facts, p.effect(v, r, &i, &st, who.Code, action, on)...)
	x.notes = p.hints(v, r, &i, &st, who, on)
	x.title, x.model = p.model(v, &i, who, action)
	out.Body = p.prepareView(v, x)
	return out, nil
}

// signable says whether a treaty is open for signature on a day.
func signable(i *programme.Instrument, day act.Day) bool {
	if i.Rules == nil || i.Rules.Signature == nil {
		return false
	}
	s := i.Rules.Signature
	return (s.From == "" || s.From <= day) && s.Until != "" && day <= s.Until
}

// effect is from when the deposit would bind, and by which rules.
func (p *pages) effect(v *ui.Visit, r *record, i *programme.Instrument, st *treaty.Status, who string, action treaty.Action, on act.Day) (facts []ui.Fact) {
	var to []string
	for _, code := range i.Depositaries {
		to = append(to, p.node.PartyName(v, code))
	}
	if len(to) > 0 {
		facts = append(facts, ui.Fact{Name: v.Text("prepare.to"), Value: semicolon(v, to)})
	}
	if st.State == treaty.Bound {
		return facts
	}
	then := r.If(treaty.Deposit{Instrument: i.Code, Party: who, Action: action, Day: on, Standing: act.Own})
	bound := ui.Fact{Name: v.Text("prepare.would-bind"), Value: v.Text("prepare.unknown-day")}
	for _, s := range then.Timeline(i.Code, who) {
		if s.State == treaty.Bound && s.From >= on {
			bound.Value = v.Localizer.Day(s.From)
			for _, w := range doubts(v, s.Doubts) {
				bound.Marks = append(bound.Marks, ui.Mark{Tone: ui.Open, Words: w})
			}
			return append(facts, bound, ui.Fact{Name: v.Text("treaties.by-rule"), Value: semicolon(v, rules(v, s.Reasons))})
		}
	}
	return append(facts, bound)
}

// hints are what to mind before anything is signed.
func (p *pages) hints(v *ui.Visit, r *record, i *programme.Instrument, st *treaty.Status, who *party.Party, on act.Day) (notes []note) {
	add := func(t ui.Tone, words string) { notes = append(notes, note{t, words}) }
	joining := i.Rules != nil && i.Rules.Joining != nil
	if joining && who.Type == party.Organization && i.Rules.Joining.Organizations == programme.NoOrganizations {
		add(ui.Bad, v.Text("prepare.organization-cannot"))
	}
	switch {
	case st.State == treaty.Bound:
		add(ui.Open, v.Text("prepare.bound-already"))
	case st.Signed != nil:
		add(ui.Note, v.Text("prepare.signed"))
	case signable(i, on):
		add(ui.Note, v.Text("prepare.signing-open", map[string]string{"Day": v.Localizer.Day(i.Rules.Signature.Until)}))
	case i.Rules != nil && i.Rules.Signature != nil:
		add(ui.Note, v.Text("prepare.signing-closed"))
	}
	if joining && i.Rules.Joining.ParentNeeded && r.StateOn(i.Parent, who.Code, on) != treaty.Bound {
		add(ui.Open, v.Text("prepare.parent"))
	}
	return notes
}

// powers are the rules of the Vienna Convention on who signs for a State.
func powers(v *ui.Visit) []provision {
	return []provision{{cite: "VCLT#7.2(a)", says: v.Text("prepare.powers-three")}, {cite: "VCLT#7.1", says: v.Text("prepare.powers-other")}, {cite: "VCLT#8", says: v.Text("prepare.powers-later")}}
}

// sayWith is what a treaty asks, or lets, a State say when it deposits.
func (p *pages) sayWith(v *ui.Visit, i *programme.Instrument) (list []provision) {
	add := func(article, says string, unconfirmed bool) {
		c := programme.Rule{Article: article}.Cite(i.Code)
		if article != "" && !slices.ContainsFunc(list, func(x provision) bool { return x.cite == c && x.says == says }) {
			list = append(list, provision{c, says, unconfirmed})
		}
	}
	if i.Law != nil {
		for k := range i.Law.Cooperation {
			c := &i.Law.Cooperation[k]
			add(c.Informs, v.Text("prepare.says-informs"), c.Unconfirmed)
			add(c.Authority, v.Text("prepare.says-authority"), c.Unconfirmed)
			add(c.Language, v.Text("prepare.says-language"), c.Unconfirmed)
		}
	}
	if i.Rules == nil {
		return list
	}
	for _, x := range i.Rules.Authorized {
		add(x.Article, v.Text("prepare.says-reservation", map[string]string{"Provision": x.Provision}), x.Unconfirmed)
	}
	if t := i.Rules.Territories; t != nil && t.Kind != programme.WholeTerritory {
		add(t.Article, v.Text("prepare.says-territory"), t.Unconfirmed)
	}
	return list
}

// model is an instrument in our own words.
func (p *pages) model(v *ui.Visit, i *programme.Instrument, who *party.Party, action treaty.Action) (string, []string) {
	formal, _ := who.Formal.In(v.Lang)
	if formal == "" {
		formal = p.node.PartyName(v, who.Code)
	}
	name, _ := title(v, i)
	return v.Text("prepare.model-title", map[string]string{"Action": p.node.CodeLabel(v, "treaty-action", string(action))}), []string{
		v.Text("prepare.model-whereas", map[string]string{"Treaty": name, "Adopted": adoptedWords(v, i)}),
		v.Text("prepare.model-"+string(action), map[string]string{"State": formal}),
		v.Text("prepare.model-statements"), v.Text("prepare.model-signed"),
	}
}

// note is a sentence above what it is about.
type note struct {
	tone  ui.Tone
	words string
}
