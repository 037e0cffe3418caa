package pages

import (
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/programme"
	"comity/internal/treaty"
	"comity/internal/ui"
	"comity/internal/ui/worldmap"
)

// instrumentPage is what a treaty's page shows.
type instrumentPage struct {
	*programme.Instrument
	asked
	facts      []ui.Fact
	figures    []ui.Figure
	growth     []ui.Tick
	until      act.Day // to which the curve goes
	areas      map[string]worldmap.Area
	parties    *ui.Sheet
	missing    []group
	statements []statement
	articles   []articleLine
}

// instrument shows one treaty.
func (p *pages) instrument(v *ui.Visit) (ui.Answer, error) {
	i, ok := p.find(v.PathValue("code"))
	if !ok {
		return nil, ui.ErrNotFound
	}
	if v.PathValue("code") != strings.ToLower(i.Code) {
		return ui.Redirect{To: page(i.Code, "")}, nil
	}
	a, err := p.asked(v)
	if err != nil {
		return nil, err
	}
	name, lang := title(v, &i)
	out := ui.Page{Title: name, TitleLang: lang, Section: "/treaties", Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}}, Wide: true, Status: a.status(), Body: ui.FormView(v, a.form),
		Actions: []ui.Link{{To: "/treaties/changes?treaty=" + i.Code, Words: v.Text("treaties.changes")}, {To: "/treaties/calendar?treaty=" + i.Code, Words: v.Text("entries.title")}, {To: "/clauses?entity=states-parties:" + i.Code, Words: v.Text("treaties.mandates")}}}
	if a.form.Faulty() {
		return out, nil
	}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	x := &instrumentPage{Instrument: &i, asked: a}
	x.facts, x.figures = p.facts(v, r, x), p.figures(v, r, x)
	x.growth, x.until = p.growth(v, r, i.Code, a.day)
	x.parties = p.partySheet(v, r, x)
	x.statements = p.statements(r, i.Code, a.day)
	x.articles = p.articles(v, &i)
	if len(r.Parties(i.Code)) > 0 {
		x.missing, x.areas = p.missing(v, r, i.Code, a.day), p.areas(v, r, i.Code, a.day)
	}
	out.Sheet = x.parties
	out.Body = p.instrumentView(v, x)
	return out, nil
}

func adoptedWords(v *ui.Visit, i *programme.Instrument) string {
	if len(i.Adopted) == len("2000-11-15") {
		return v.Localizer.Day(act.Day(i.Adopted))
	}
	return i.Adopted
}

func (p *pages) facts(v *ui.Visit, r *record, x *instrumentPage) (facts []ui.Fact) {
	add := func(id string, f ui.Fact) {
		if f.Value != "" {
			f.Name = v.Text(id)
			facts = append(facts, f)
		}
	}
	i := x.Instrument
	if _, lang := title(v, i); lang != "" || v.Lang != "en" {
		add("treaties.english-title", ui.Fact{Value: i.Title, Lang: "en"})
	}
	add("word.code", ui.Fact{Value: i.Code, Data: true})
	add("treaties.number", ui.Fact{Value: i.Number, Data: true})
	add("register.adopted", ui.Fact{Value: adoptedWords(v, i)})
	if i.AdoptedBy != "" {
		add("treaties.adopted-by", ui.Fact{Value: i.AdoptedBy, Data: true})
	}
	if parent, ok := p.find(i.Parent); ok {
		name, lang := title(v, &parent)
		add("treaties.parent", ui.Fact{Value: name, Lang: lang, Link: page(parent.Code, "")})
	}
	var depositaries []string
	for _, code := range i.Depositaries {
		depositaries = append(depositaries, p.node.PartyName(v, code))
	}
	add("treaties.depositary", ui.Fact{Value: semicolon(v, depositaries)})
	if i.Rules != nil && i.Rules.Signature != nil {
		add("treaties.open-for-signature", ui.Fact{Value: span(v, i.Rules.Signature.From, i.Rules.Signature.Until)})
	}
	force := r.Force(i.Code)
	entry := ui.Fact{Value: v.Localizer.Day(force.Day)}
	if force.Day == "" {
		entry.Value = v.Text("treaties.not-in-force")
		if force.Needed > 0 {
			entry.Value += ": " + v.Text("treaties.counted", map[string]string{"N": v.Localizer.Number(int64(force.Counted)), "Needed": v.Localizer.Number(int64(force.Needed))})
		}
	}
	for _, w := range doubts(v, force.Doubts) {
		entry.Marks = append(entry.Marks, ui.Mark{Tone: ui.Open, Words: w})
	}
	add("word.entry-into-force", entry)
	add("treaties.by-rule", ui.Fact{Value: semicolon(v, rules(v, force.Reasons))})
	if force.Ended != "" {
		add("treaties.ended", ui.Fact{Value: v.Localizer.Day(force.Ended) + " · " + semicolon(v, rules(v, force.EndedBy))})
	}
	add("treaties.rests-on", ui.Fact{Value: r.source(v, i.Code, x.day)})
	return facts
}

// span says from when until when.
func span(v *ui.Visit, from, until act.Day) string {
	switch {
	case from == "" && until == "":
		return ""
	case until == "":
		return v.Text("party.since", map[string]string{"Day": v.Localizer.Day(from)})
	case from == "":
		return v.Text("party.before", map[string]string{"Day": v.Localizer.Day(until)})
	}
	return v.Localizer.Day(from) + " – " + v.Localizer.Day(until)
}

// figures are the counts, each with its rule.
func (p *pages) figures(v *ui.Visit, r *record, x *instrumentPage) (list []ui.Figure) {
	if len(r.Parties(x.Code)) == 0 {
		return nil
	}
	for _, c := range []struct {
		state treaty.State
		rule  treaty.Counting
		words string
	}{{treaty.Bound, treaty.States, "treaties.parties"}, {treaty.Bound, treaty.AllParties, "treaties.parties"}, {treaty.Signatory, treaty.AllParties, "treaties.signatories"}, {treaty.Consented, treaty.AllParties, "treaties.consented"}} {
		n := r.Count(x.Code, c.state, x.day, c.rule).N
		if c.state == treaty.Consented && n == 0 {
			continue
		}
		list = append(list, ui.Figure{Number: v.Localizer.Number(int64(n)), Words: v.Text(c.words), Note: v.Text("treaty.count." + string(c.rule)), Link: "#parties"})
	}
	return list
}

// growth is how many States were parties at the end of each year, as far as the
// record reaches: a curve that went on flat past it would say that nobody joined.
func (p *pages) growth(v *ui.Visit, r *record, code string, day act.Day) (ticks []ui.Tick, until act.Day) {
	until = r.Lists[code].AsOf
	for _, d := range r.Deposits(code, "") {
		until = max(until, d.Day)
	}
	until = min(until, day)
	for _, c := range r.Growth(code, until, treaty.States) {
		ticks = append(ticks, ui.Tick{Words: strconv.Itoa(c.Day.Time().Year()), N: int64(c.N), Shown: v.Localizer.Number(int64(c.N))})
	}
	return ticks, until
}

func (p *pages) partySheet(v *ui.Visit, r *record, x *instrumentPage) *ui.Sheet {
	s := &ui.Sheet{Name: strings.ToLower(x.Code), Caption: v.Text("treaties.parties-table"), Empty: v.Text("treaties.no-record-of"), Columns: []ui.Column{
		{Name: "name", Label: v.Text("word.name")}, {Name: "status", Label: v.Text("word.status")}, {Name: "signature", Label: v.Text("word.signature"), Minor: true},
		{Name: "deposit", Label: v.Text("treaties.deposit")}, {Name: "bound_from", Label: v.Text("treaties.bound-from")}, {Name: "standing", Label: v.Text("word.standing"), Minor: true},
		{Name: "source", Label: v.Text("word.source"), Minor: true, Data: true}, {Name: "code", Hidden: true}, {Name: "group", Hidden: true}, {Name: "action", Hidden: true}, {Name: "since", Hidden: true}, {Name: "until", Hidden: true},
		{Name: "rules", Hidden: true}, {Name: "doubts", Hidden: true}, {Name: "acts", Hidden: true},
	}}
	codes := r.Parties(x.Code)
	p.sort(v, codes)
	for _, code := range codes {
		st := r.StatusOn(x.Code, code, x.day)
		if st.State == treaty.None {
			continue // it did something later only, or withdrew all
		}
		status := ui.Cell{Value: string(st.State), Marks: []ui.Mark{stateMark(v, st.State)}}
		unsure := doubts(v, st.Doubts)
		if len(unsure) > 0 {
			status.Marks = append(status.Marks, ui.Mark{Tone: ui.Open, Words: v.Text("treaties.doubtful")})
		}
		group := ""
		if of := p.node.Parties.ByCode(code); of != nil {
			group = of.GroupOn(x.day)
		}
		row := ui.Row{p.partyCell(v, x.Code, code), status, {Value: ""}, {Value: ""}, p.dayCell(v, st.Bound), {}, {}, {Text: code}, {Text: group}, {}, {Text: string(st.From)}, {Text: string(st.Until)},
			{Value: rules(v, st.Reasons)}, {Value: unsure}, {Value: slices.Clone(st.Acts)}}
		if d := st.Signed; d != nil {
			row[2] = p.dayCell(v, d.Day)
			row[2].Link = actPage(d.ID)
		}
		if d := st.Consent; d != nil {
			row[3] = ui.Cell{Text: v.Localizer.Comma(v.Localizer.Day(d.Day), p.node.CodeLabel(v, "treaty-action", string(d.Action))), Value: string(d.Day), Link: actPage(d.ID)}
			row[5] = ui.Cell{Text: p.node.CodeLabel(v, "standing", string(d.Standing)), Value: string(d.Standing)}
			row[6] = ui.Cell{Text: d.Reference}
			row[9] = ui.Cell{Text: string(d.Action)}
		} else if d := st.Signed; d != nil {
			row[5], row[6] = ui.Cell{Text: p.node.CodeLabel(v, "standing", string(d.Standing)), Value: string(d.Standing)}, ui.Cell{Text: d.Reference}
		}
		s.Rows = append(s.Rows, row)
	}
	s.Total = len(s.Rows)
	s.Notes = append(x.notes(v), r.source(v, x.Code, x.day), v.Text("about.depositary"), v.Text("app.boundary-note"))
	return s
}

// areas are what States are to a treaty on a day, by M49 code, for the map.
func (p *pages) areas(v *ui.Visit, r *record, code string, day act.Day) map[string]worldmap.Area {
	areas := map[string]worldmap.Area{}
	for _, s := range p.states(v, day, "") {
		if state, of := r.StateOn(code, s, day), p.node.Parties.ByCode(s); of.M49 != "" && state != treaty.None {
			areas[of.M49] = worldmap.Area{Tone: tone(state), Words: p.node.PartyName(v, s) + ": " + v.Text("treaty.state."+string(state))}
		}
	}
	return areas
}

// legend is what the map's colours mean.
func legend(v *ui.Visit) []worldmap.Key {
	say := func(states ...treaty.State) string {
		var words []string
		for _, s := range states {
			words = append(words, v.Text("treaty.state."+string(s)))
		}
		return semicolon(v, words)
	}
	return []worldmap.Key{{Tone: tone(treaty.Bound), Words: say(treaty.Bound)}, {Tone: tone(treaty.Signatory), Words: say(treaty.Signatory, treaty.Consented, treaty.Provisional)},
		{Tone: tone(treaty.Left), Words: say(treaty.Left)}, {Tone: ui.Plain, Words: say(treaty.None)}}
}

// group is a regional group with those of it that are not bound.
type group struct {
	words string
	of    int // States in the group
	rows  []missed
	// letter is where a letter to them is drafted, "" where there is none to write.
	letter string
}

type missed struct {
	code, name, lang string
	state            treaty.State
}

// missing are the States that are not bound, by regional group; States in none
// come last.
func (p *pages) missing(v *ui.Visit, r *record, code string, day act.Day) (groups []group) {
	codes := []string{}
	for _, e := range p.node.Lists["group"].On(v.Today) {
		codes = append(codes, e.Code)
	}
	in := map[string][]string{}
	for _, s := range p.states(v, day, "") {
		g := p.node.Parties.ByCode(s).GroupOn(day)
		in[g] = append(in[g], s)
	}
	for _, g := range append(codes, "") {
		one := group{words: p.node.CodeLabel(v, "group", g), of: len(in[g])}
		if g == "" {
			one.words = v.Text("treaties.no-group")
		}
		for _, s := range r.Missing(code, in[g], day) {
			m := missed{code: s, state: r.StateOn(code, s, day)}
			m.name, m.lang = p.name(v, s)
			one.rows = append(one.rows, m)
		}
		one.letter = p.letterTo(v, code, one.rows)
		if one.of > 0 {
			groups = append(groups, one)
		}
	}
	return groups
}

// letterTo is where the letter is drafted that paragraph 4 of resolution 69/197, and
// what renews it, asks of: to States that have not deposited yet, of whoever may
// write. "" for others.
func (p *pages) letterTo(v *ui.Visit, code string, to []missed) string {
	if !v.Reader.Signed() || p.node.LetterPage == nil || len(to) == 0 || p.node.MayEnter != nil && !p.node.MayEnter(v, "communication.drafted") {
		return ""
	}
	l := module.Letter{Cites: []act.Cite{act.Cite(code)}}
	l.Cites = append(slices.Clone(p.node.Programme.Appeals), l.Cites...)
	for _, m := range to {
		if m.state != treaty.Consented {
			l.To = append(l.To, m.code)
		}
	}
	if len(l.To) == 0 {
		return ""
	}
	return p.node.LetterPage(l)
}

// letterToAll is where the letter to all of them is drafted.
func (p *pages) letterToAll(v *ui.Visit, x *instrumentPage) string {
	var all []missed
	for _, g := range x.missing {
		all = append(all, g.rows...)
	}
	return p.letterTo(v, x.Code, all)
}

// statement is a reservation, objection, declaration or notification.
type statement struct {
	treaty.Deposit
	verdict treaty.Verdict // of a reservation
}

// statements are what parties said when they joined or later, by day: what stands
// on the day.
func (p *pages) statements(r *record, code string, day act.Day) (out []statement) {
	for _, party := range r.Parties(code) {
		for _, action := range []treaty.Action{treaty.Reservation, treaty.Objection, treaty.Declaration, treaty.Notification, treaty.TerritorialApplying, treaty.TerritorialExclusion} {
			for _, d := range r.Standing(code, party, action, day) {
				s := statement{Deposit: d}
				if action == treaty.Reservation {
					s.verdict = r.ReservationOn(&d, day)
				}
				out = append(out, s)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b statement) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return out
}
