package pages

import (
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/treaty"
	"comity/internal/treaty/law"
	"comity/internal/ui"
)

// legal is the finder of legal bases. What is asked stands in the address and
// nowhere else: no case, no name, nothing that is kept.
func (p *pages) legal(v *ui.Visit) (ui.Answer, error) {
	states := p.stateOptions(v)
	a, err := p.asked(v,
		ui.Field{Name: "a", Label: v.Text("legal.asks"), Kind: "code", Value: v.Query("a"), Options: states, Required: true},
		ui.Field{Name: "b", Label: v.Text("legal.asked"), Kind: "code", Value: v.Query("b"), Options: states, Required: true},
		ui.Field{Name: "offence", Label: v.Text("legal.offence"), Kind: "code", Value: v.Query("offence"), Options: p.options(v, "offence"), Required: true},
		ui.Field{Name: "help", Label: v.Text("legal.help"), Kind: "code", Value: v.Query("help"), Options: p.options(v, "legal-help"), Required: true})
	if err != nil {
		return nil, err
	}
	a.form.Send = v.Text("legal.find")
	out := ui.Page{Title: v.Text("nav.law"), Lead: v.Text("legal.lead"), Section: "/treaties", Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}}, Wide: true}
	q := law.Query{A: v.Query("a"), B: v.Query("b"), Offence: v.Query("offence"), Help: a.form.Field("help").Value, Day: a.day}
	answered := q.B != "" || q.Offence != "" || v.Query("help") != "" // a State's page leads here with that State alone
	if answered {
		p.checkQuery(v, a.form, q)
	}
	out.Status = a.status()
	if !answered || a.form.Faulty() {
		out.Body = legalFormView(v, a.form)
		return out, nil
	}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	sources := law.Sources{Register: r.Register, Agreements: r.Agreements, AsOf: map[string]act.Day{},
		Within: func(o, whole string) bool { return p.node.Lists["offence"].Within(o, whole, a.day) }}
	for code, l := range r.Lists {
		sources.AsOf[code] = l.AsOf
	}
	found := law.Find(sources, q)
	out.Sheet = p.legalSheet(v, &found)
	out.Sheet.Notes = append(append(a.notes(v), p.notLoaded(v, &found)...), v.Text("about.depositary"))
	out.Body = p.legalView(v, &legalPage{Answer: &found, asked: a, record: r, notes: out.Sheet.Notes})
	return out, nil
}

// legalPage is an answer with what it was drawn from.
type legalPage struct {
	*law.Answer
	asked
	record *record
	notes  []string
}

func (p *pages) stateOptions(v *ui.Visit) (options []ui.Option) {
	for _, code := range p.states(v, v.Today, "") {
		name, lang := p.name(v, code)
		options = append(options, ui.Option{Value: code, Words: name, Lang: lang})
	}
	return options
}

// options are a list's codes; those within another stand under it.
func (p *pages) options(v *ui.Visit, list string) (options []ui.Option) {
	for _, e := range p.node.Lists[list].On(v.Today) {
		words := p.node.CodeLabel(v, list, e.Code)
		if e.Parent != "" {
			words = "\u2003" + words
		}
		options = append(options, ui.Option{Value: e.Code, Words: words})
	}
	return options
}

// checkQuery puts what is wrong with a question beside its field.
func (p *pages) checkQuery(v *ui.Visit, f *ui.Form, q law.Query) {
	for _, x := range []struct{ name, value string }{{"a", q.A}, {"b", q.B}} {
		if s := p.node.Parties.ByCode(x.value); s == nil || s.Type != "state" {
			f.Fault(x.name, v.Text("legal.choose-state"))
		}
	}
	if q.A == q.B && q.A != "" {
		f.Fault("b", v.Text("legal.same-state"))
	}
	for _, x := range []struct{ name, list, value string }{{"offence", "offence", q.Offence}, {"help", "legal-help", q.Help}} {
		if !p.node.Lists.Has(x.list, x.value, q.Day) {
			f.Fault(x.name, v.Text("legal.choose"))
		}
	}
}

// notLoaded says what the answer lacks.
func (p *pages) notLoaded(v *ui.Visit, a *law.Answer) (notes []string) {
	for _, key := range a.NotLoaded {
		notes = append(notes, v.Text("law.not-loaded."+key))
	}
	return notes
}

// legalSheet is the answer as rows for a spreadsheet or a program.
func (p *pages) legalSheet(v *ui.Visit, a *law.Answer) *ui.Sheet {
	s := &ui.Sheet{Name: "legal-bases", Caption: v.Text("nav.law"), Total: -1, Columns: []ui.Column{{Name: "kind"}, {Name: "treaty"}, {Name: "provision"}, {Name: "party"}, {Name: "day"}, {Name: "says"}, {Name: "act"}}}
	add := func(kind, treaty string, at act.Cite, party string, day act.Day, says, id string) {
		s.Rows = append(s.Rows, ui.Row{{Text: kind}, {Text: treaty}, {Text: string(at)}, {Text: party}, {Text: string(day)}, {Text: says}, {Text: id}})
	}
	for i := range a.Bases {
		b := &a.Bases[i]
		kind := "basis"
		if b.Conditional {
			kind = "basis-if-serious-crime"
		}
		add(kind, b.Instrument, "", a.A, b.A.From, v.Text("treaty.state."+string(b.A.State)), "")
		add(kind, b.Instrument, "", a.B, b.B.From, v.Text("treaty.state."+string(b.B.State)), "")
		for _, o := range b.Offences {
			add("offence", b.Instrument, o.Cite, "", "", o.Code, "")
		}
		for _, x := range b.Articles {
			add("article", b.Instrument, x.Cite, "", "", v.Text("law.article."+x.Key), "")
		}
		for _, d := range b.Displaced {
			kind := "displaced"
			if d.InLieu {
				kind = "applied-in-stead"
			}
			add(kind, b.Instrument, d.From, "", "", string(d.To)+" "+d.Agreement, "")
		}
		for _, t := range []struct{ party, takes string }{{a.A, b.TakesA}, {a.B, b.TakesB}} {
			if t.takes != "" {
				add("takes-as-basis", b.Instrument, "", t.party, "", t.takes, "")
			}
		}
		for k := range b.Declared {
			d := &b.Declared[k]
			add("declared", b.Instrument, "", d.Party, d.Day, p.declared(v, d), d.ID)
		}
		for k := range b.Statements {
			st := &b.Statements[k]
			kind := string(st.Action) + "-not-bearing"
			if st.Bears {
				kind = string(st.Action) + "-bearing"
			}
			add(kind, b.Instrument, "", st.Party, st.Day, st.Text, st.ID)
		}
	}
	for i := range a.Agreements {
		add("agreement", a.Agreements[i].Name, "", "", a.Agreements[i].From, a.Agreements[i].Title, "")
	}
	for _, x := range a.Absent {
		add("no-basis", x.Instrument, x.Cite, "", "", p.why(v, &x), "")
	}
	return s
}

// why says why a treaty is no basis.
func (p *pages) why(v *ui.Visit, x *law.Absent) string {
	return v.Text("law.why."+x.Why, i18n.Args{"Cite": string(x.Cite)})
}

// treatyName is a treaty's title with the language that it is in, "" for the
// reader's.
func (p *pages) treatyName(v *ui.Visit, code string) (name, lang string) {
	if i, ok := p.find(code); ok {
		return title(v, &i)
	}
	return code, ""
}

// offenceWords say an offence with its limits.
func (p *pages) offenceWords(v *ui.Visit, o *law.Offence) string {
	words := []string{p.node.CodeLabel(v, "offence", o.Code)}
	if o.Optional {
		words = append(words, v.Text("legal.optional"))
	}
	if o.Condition != "" {
		words = append(words, p.node.CodeLabel(v, "offence-condition", o.Condition))
	}
	return semicolon(v, words)
}

// basisFacts say since when the two are bound, and what each said of the treaty as
// a legal basis.
func (p *pages) basisFacts(v *ui.Visit, x *legalPage, b *law.Basis) (facts []ui.Fact) {
	for _, s := range []struct {
		status treaty.Status
		takes  string
	}{{b.A, b.TakesA}, {b.B, b.TakesB}} {
		f := ui.Fact{Name: p.node.PartyName(v, s.status.Party), Value: span(v, s.status.From, ""), Link: page(b.Instrument, s.status.Party)}
		if s.takes != "" {
			f.Marks = append(f.Marks, ui.Mark{Tone: ui.Note, Words: v.Text("legal.takes-" + s.takes)})
		}
		for _, w := range doubts(v, s.status.Doubts) {
			f.Marks = append(f.Marks, ui.Mark{Tone: ui.Open, Words: w})
		}
		facts = append(facts, f)
	}
	return append(facts, ui.Fact{Name: v.Text("treaties.rests-on"), Value: x.record.source(v, b.Instrument, x.asked.day)})
}

func basisMarks(v *ui.Visit, b *law.Basis) (marks []ui.Mark) {
	if b.Conditional {
		marks = append(marks, ui.Mark{Tone: ui.Open, Words: v.Text("legal.conditional")})
	}
	if b.Unconfirmed {
		marks = append(marks, ui.Mark{Tone: ui.Open, Words: v.Text("word.unconfirmed")})
	}
	return marks
}

// displacement says which paragraphs give way to which agreement.
func displacement(v *ui.Visit, d *law.Displacement) string {
	key := "legal.gives-way"
	if d.InLieu {
		key = "legal.in-stead"
	}
	return v.Text(key, i18n.Args{"From": string(d.From), "To": string(d.To), "Treaty": d.Agreement, "By": string(d.By)})
}

func anchorOf(code string) string { return "basis-" + strings.ToLower(code) }

// bearing says whether a statement bears on the help that is wanted.
func bearing(v *ui.Visit, s *law.Statement) ui.Mark {
	if s.Bears {
		return ui.Mark{Tone: ui.Open, Words: v.Text("legal.bears")}
	}
	return ui.Mark{Tone: ui.Plain, Words: v.Text("legal.bears-not")}
}
