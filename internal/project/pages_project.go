package project

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/project/result"
	"comity/internal/store"
	"comity/internal/ui"
)

// overview is what a project's page shows.
type overview struct {
	*Project
	Life       *Life
	Ties       []Tied
	Measured   []*Measuring
	Deliveries []*Delivery
	Framework  *FrameworkBody
	Findings   []*Finding
	Entries    []Entry
	People     string   // who took part in all deliveries, in words
	Waits      []string // what it waits for, in words
}

// gather reads all that the page shows.
func (p *pages) gather(v *ui.Visit, code string) (o *overview, err error) {
	s := scopeOf(v)
	err = p.read(v, func(r store.View) (err error) {
		o = &overview{}
		if o.Project, err = Find(v.Context(), r, s, code); err != nil || o.Project == nil {
			return err
		}
		list, err := steps(v.Context(), r, code)
		if err != nil {
			return err
		}
		if o.Life = LifeOf(list); o.Status == TakenIn {
			o.Life.Status = TakenIn
		}
		if o.Ties, err = TiesOf(v.Context(), r, s, o.Project); err != nil {
			return err
		}
		if o.Measured, err = MeasuredOf(v.Context(), r, s, code); err != nil {
			return err
		}
		if o.Deliveries, err = Deliveries(v.Context(), r, s, code); err != nil {
			return err
		}
		if o.Framework, err = frameworkOf(v.Context(), r, code, &s); err != nil {
			return err
		}
		if o.Findings, _, err = Findings(v.Context(), r, s, code, "", "", 0, 100); err != nil {
			return err
		}
		o.Entries, err = Entries(v.Context(), r, s, Subject(code))
		return err
	})
	if err == nil && o.Project == nil {
		return nil, ui.ErrNotFound
	}
	return o, err
}

// programmeInstead leads to a programme of the code: of an indicator or a finding the
// subject does not say whose it is.
func (p *pages) programmeInstead(v *ui.Visit) (ui.Answer, error) {
	var g *Programme
	err := p.read(v, func(r store.View) (err error) {
		g, err = FindProgramme(v.Context(), r, scopeOf(v), v.PathValue("code"))
		return err
	})
	if err == nil && g == nil {
		err = ui.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return ui.Redirect{To: programmePage(g.Code)}, nil
}

func (p *pages) overview(v *ui.Visit) (ui.Answer, error) {
	o, err := p.gather(v, v.PathValue("code"))
	if errors.Is(err, ui.ErrNotFound) {
		return p.programmeInstead(v)
	}
	if err != nil {
		return nil, err
	}
	o.People = people(v, o.Deliveries)
	o.Waits = p.waits(v, o)
	sheet := p.deliverySheet(v, o)
	page := ui.Page{Title: o.Title, TitleLang: o.Language, Lead: v.Named(o.Code), Section: "/projects", Trail: trail(v), Marks: []ui.Mark{statusMark(v, o.Status)}, Wide: true, Sheet: sheet, Actions: p.actions(v, o)}
	page.Body = p.projectView(v, o, p.facts(v, o), sheet)
	return page, nil
}

// fact adds a fact whose value is not blank.
func fact(list *[]ui.Fact, name, value, link string) {
	if value != "" {
		*list = append(*list, ui.Fact{Name: name, Value: value, Link: link})
	}
}

func (p *pages) facts(v *ui.Visit, o *overview) (list []ui.Fact) {
	add := func(key, english, value string) { fact(&list, label(v, key, english), value, "") }
	fact(&list, v.Text("project.when"), days(v, o.Starts, o.Ends), "")
	if o.Office != "" {
		add("concept.office", "Office", p.node.PartyName(v, o.Office))
	}
	add("concept.states", "States", p.partyNames(v, o.States))
	add("concept.partners", "Partners", p.partyNames(v, o.Partners))
	for _, g := range o.Above {
		fact(&list, v.Label("project.programme", "Programme"), v.Named(localOf(g, 0)), programmePage(localOf(g, 0)))
	}
	if o.Outcome != "" {
		list = append(list, ui.Fact{Name: label(v, "taken-in.outcome", "Outcome"), Value: o.Outcome, Lang: o.Language})
	}
	add("concept.topics", "Topics", p.topicNames(v, o.Topics))
	add("concept.targets", "Targets of the Sustainable Development Goals", p.labels(v, "sdg", o.Targets))
	add("concept.purposes", "Purposes of aid", p.labels(v, "purpose", o.Purposes))
	var markers []string
	for _, m := range o.Markers {
		markers = append(markers, p.node.CodeLabel(v, "policy-marker", m.Marker)+": "+p.node.CodeLabel(v, "marker-weight", m.Weight))
	}
	add("concept.markers", "Policy markers", strings.Join(markers, " · "))
	var places []string
	for _, l := range o.Locations {
		place := p.node.PartyName(v, l.State)
		if l.Name != "" {
			place = l.Name + ", " + place
		}
		if l.Latitude != "" {
			place += " (" + l.Latitude + ", " + l.Longitude + ")"
		}
		places = append(places, place)
	}
	add("concept.locations", "Locations", strings.Join(places, " · "))
	if o.Money.Currency != "" {
		add("taken-in.required", "Required", sum(v, o.Money.Required, o.Money.Currency))
		if o.Source != "" {
			add("taken-in.available", "Available", sum(v, o.Money.Available, o.Money.Currency))
			add("taken-in.spent", "Spent", sum(v, o.Money.Spent, o.Money.Currency))
		}
	}
	return list
}

// waits says what the project waits for, to whoever reads of it.
func (p *pages) waits(v *ui.Visit, o *overview) (list []string) {
	s := scopeOf(v)
	if !s.Staff() {
		return nil
	}
	switch o.Status {
	case Concept:
		list = append(list, v.Text("project.wait-review"))
	case Recommended:
		var open []string
		for _, c := range clearances {
			if o.Life.Passed[c] == "" {
				open = append(open, p.node.CodeLabel(v, "clearance", c))
			}
		}
		list = append(list, v.Text("project.wait-clearances", map[string]string{"Which": strings.Join(open, " · ")}))
	case Cleared:
		list = append(list, v.Text("project.wait-governments", map[string]string{"Which": p.partyNames(v, o.Life.Waiting())}))
	}
	if o.Life.Pending != "" {
		list = append(list, v.Text("project.wait-revision", map[string]string{"Number": itoa(o.Life.Revisions)}))
	}
	for _, m := range o.Measured {
		for _, r := range m.Reports {
			if r.Approved == "" {
				return append(list, v.Text("project.wait-reports"))
			}
		}
	}
	return list
}

// actions are what the reader may do with the project as it stands.
func (p *pages) actions(v *ui.Visit, o *overview) (list []ui.Link) {
	s, cites := Subject(o.Code), joined(o.Cites)
	me := v.Reader.Who.Person
	add := func(kind, audience string, main bool, pairs ...string) {
		if _, ok := p.may(v, kind, s, audience); ok {
			list = append(list, p.deed(v, kind, s, main, pairs...))
		}
	}
	switch o.Status {
	case Concept:
		if me != o.Life.Author {
			add("reviewed", staff[0], true)
		}
	case Returned:
		add("concept", staff[0], true, "cites", cites)
	case Recommended:
		done := me == o.Life.Author
		for _, by := range o.Life.Passed {
			done = done || by == me
		}
		if !done {
			add("cleared", staff[0], true)
		}
	case Cleared:
		for _, state := range p.signs(v, o.Code, o.Life.Waiting()) {
			l := p.deed(v, "countersigned", s, true)
			l.Words += " · " + p.node.PartyName(v, state)
			list = append(list, l)
		}
		if scope := scopeOf(v); scope.Staff() {
			if _, ok := p.may(v, "framework", s, staff[0]); ok {
				list = append(list, p.deed(v, "countersigned", s, false))
			}
		}
	case Running:
		if o.Life.Pending != "" && o.Life.Pending != me {
			add("revision-approved", staff[0], true, "number", itoa(o.Life.Revisions))
		}
		if !o.Open {
			add("announced", act.Public, true, "cites", cites)
		}
	}
	if o.Life.Reporting() {
		if _, ok := p.may(v, "reported", IndicatorSubject(o.Code, "x"), staff[0]); ok {
			list = append(list, ui.Link{To: projectPage(o.Code) + "/form", Words: v.Text("project.form"), Main: true},
				p.deed(v, "delivered", DeliverySubject(o.Code, p.nextDelivery(o)), false, "cites", cites))
		}
	}
	switch o.Status {
	case Running, Ended, TakenIn:
		add("framework", staff[0], false)
		if _, ok := p.may(v, "indicator", IndicatorSubject(o.Code, "x"), staff[0]); ok {
			list = append(list, ui.Link{To: "/acts/new/project.indicator?subject=indicator/" + o.Code + "/", Words: v.Label("project.indicator", "Indicator")})
		}
		if _, ok := p.may(v, "evaluated", FindingSubject(o.Code, 1), staff[0]); ok {
			list = append(list, p.deed(v, "evaluated", FindingSubject(o.Code, len(o.Findings)+1), false))
		}
	}
	switch o.Status {
	case Running:
		add("risk", staff[0], false)
		add("document", staff[0], false)
		add("steering", staff[0], false)
		if o.Life.Pending == "" {
			add("revised", staff[0], false, "number", itoa(o.Life.Revisions+1))
		}
		add("closed", staff[0], false, "closure", "operational")
	case Ended:
		add("closed", staff[0], false, "closure", "financial")
	}
	return list
}

func (p *pages) nextDelivery(o *overview) int {
	n := 0
	for _, d := range o.Deliveries {
		n = max(n, d.Number())
	}
	return n + 1
}

// people says who took part in deliveries, by sex; those of unknown sex are named.
func people(v *ui.Visit, list []*Delivery) string {
	var women, men, other, unknown int64
	for _, d := range list {
		for _, x := range d.DeliveryBody.Participants {
			women, men, other, unknown = women+x.Women, men+x.Men, other+x.Other, unknown+x.Unknown
		}
	}
	if women+men+other+unknown == 0 {
		return ""
	}
	n := v.Localizer.Number
	return v.Text("project.people", map[string]string{"All": n(women + men + other + unknown), "Women": n(women), "Men": n(men), "Other": n(other), "Unknown": n(unknown)})
}

func (p *pages) deliverySheet(v *ui.Visit, o *overview) *ui.Sheet {
	s := &ui.Sheet{Name: o.Code, Caption: v.Text("project.deliveries"), Total: len(o.Deliveries), Empty: v.Text("project.no-deliveries"), Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "kind", Label: label(v, "delivered.kind", "Kind")}, {Name: "number", Label: label(v, "revised.number", "Number"), Hidden: true},
		{Name: "from", Label: label(v, "delivered.from", "From")}, {Name: "until", Label: label(v, "delivered.until", "Until"), Minor: true}, {Name: "states", Label: label(v, "delivered.states", "States"), Minor: true},
		{Name: "output", Label: label(v, "delivered.output", "For the output"), Minor: true, Data: true}, {Name: "participants", Label: label(v, "delivered.participants", "Participants"), Number: true},
		{Name: "women", Hidden: true}, {Name: "men", Hidden: true}, {Name: "other", Hidden: true}, {Name: "sex_unknown", Hidden: true}, {Name: "standing", Label: v.Text("word.standing"), Minor: true}, {Name: "act", Hidden: true}}}
	for _, d := range o.Deliveries {
		b := &d.DeliveryBody
		var all, women, men, other, unknown int64
		for i := range b.Participants {
			x := &b.Participants[i]
			all, women, men, other, unknown = all+x.All(), women+x.Women, men+x.Men, other+x.Other, unknown+x.Unknown
		}
		many := ui.Cell{}
		if all > 0 {
			many = ui.Cell{Text: v.Localizer.Number(all), Value: all}
		}
		s.Rows = append(s.Rows, ui.Row{{Text: b.Title, Lang: b.Language, Link: subjectPage(string(d.Subject))}, {Text: p.node.CodeLabel(v, "delivery", b.Kind), Value: b.Kind}, {Value: d.Number()},
			dayCell(v, b.From), dayCell(v, b.Until), {Text: p.shortStates(v, b.States), Value: b.States}, {Text: b.Output}, many, {Value: women}, {Value: men}, {Value: other}, {Value: unknown},
			{Text: p.node.CodeLabel(v, "standing", string(d.Standing)), Value: string(d.Standing)}, {Text: d.Act}})
	}
	return s
}

// delivery shows one.
func (p *pages) delivery(v *ui.Visit) (ui.Answer, error) {
	n, err := strconv.Atoi(v.PathValue("number"))
	if err != nil {
		return nil, ui.ErrNotFound
	}
	var d *Delivery
	var x *Project
	s := scopeOf(v)
	err = p.read(v, func(r store.View) (err error) {
		if x, err = Find(v.Context(), r, s, v.PathValue("code")); err != nil || x == nil {
			return err
		}
		d, err = FindDelivery(v.Context(), r, s, x.Code, n)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case x == nil:
		return nil, ui.ErrNotFound
	case d == nil: // a form leads here before the delivery is recorded
		return ui.Redirect{To: projectPage(x.Code)}, nil
	}
	b := &d.DeliveryBody
	var facts []ui.Fact
	fact(&facts, v.Text("project.when"), days(v, b.From, b.Until), "")
	fact(&facts, label(v, "delivered.states", "States"), p.partyNames(v, b.States), "")
	fact(&facts, label(v, "delivered.place", "Place"), b.Place, "")
	fact(&facts, label(v, "delivered.topics", "Topics"), p.topicNames(v, b.Topics), "")
	fact(&facts, label(v, "delivered.output", "For the output"), b.Output, "")
	for _, c := range d.Cites {
		fact(&facts, v.Text("project.asked"), string(c), p.citePage(c))
	}
	if t := b.Tests; t != nil {
		fact(&facts, label(v, "delivered.tests.before_mean", "Mean before"), v.Text("project.mark", map[string]string{"Mark": t.BeforeMean, "Out": t.Out, "Taken": v.Localizer.Number(t.BeforeTaken)}), "")
		if t.AfterMean != "" {
			fact(&facts, label(v, "delivered.tests.after_mean", "Mean after"), v.Text("project.mark", map[string]string{"Mark": t.AfterMean, "Out": t.Out, "Taken": v.Localizer.Number(t.AfterTaken)}), "")
		}
	}
	var bars []ui.Bar
	for i := range b.Participants {
		q := &b.Participants[i]
		words := v.Localizer.Number(q.All())
		for _, k := range []struct {
			key, english string
			n            int64
		}{{"women", "Women", q.Women}, {"men", "Men", q.Men}, {"other", "Others", q.Other}, {"unknown", "Sex unknown", q.Unknown}} {
			if k.n > 0 {
				words += " · " + label(v, "delivered.participants."+k.key, k.english) + " " + v.Localizer.Number(k.n)
			}
		}
		bars = append(bars, ui.Bar{Words: q.Institution, Lang: b.Language, N: q.All(), Shown: words})
	}
	return ui.Page{Title: b.Title, TitleLang: b.Language, Lead: p.node.CodeLabel(v, "delivery", b.Kind), Section: "/projects", Trail: trail(v, ui.Link{To: projectPage(x.Code), Words: x.Title, Data: true}),
		Body: p.deliveryView(v, d, facts, bars)}, nil
}

// programmeOverview is what a programme's page shows.
type programmeOverview struct {
	*Programme
	Below     []*Programme
	Projects  []*Project
	Measured  []*Measuring
	Framework *FrameworkBody
	Entries   []Entry
}

func (p *pages) programmePage(v *ui.Visit) (ui.Answer, error) {
	o := &programmeOverview{}
	s := scopeOf(v)
	var next int64
	err := p.read(v, func(r store.View) (err error) {
		if o.Programme, err = FindProgramme(v.Context(), r, s, v.PathValue("code")); err != nil || o.Programme == nil {
			return err
		}
		all, err := Programmes(v.Context(), r, s)
		if err != nil {
			return err
		}
		o.Below = slices.DeleteFunc(all, func(g *Programme) bool { return !slices.Contains(g.Above, ProgrammeSubject(o.Code)) })
		if o.Projects, next, err = Projects(v.Context(), r, s, Filter{Under: o.Code}, int64(v.Number("before", 0)), v.PageSize()); err != nil {
			return err
		}
		if o.Measured, err = MeasuredOf(v.Context(), r, s, o.Code); err != nil {
			return err
		}
		if o.Framework, err = frameworkOf(v.Context(), r, o.Code, &s); err != nil {
			return err
		}
		o.Entries, err = Entries(v.Context(), r, s, ProgrammeSubject(o.Code))
		return err
	})
	if err != nil {
		return nil, err
	}
	if o.Programme == nil {
		return nil, ui.ErrNotFound
	}
	var facts []ui.Fact
	fact(&facts, label(v, "programme.level", "Level"), p.node.CodeLabel(v, "programme-level", o.Level), "")
	fact(&facts, v.Text("project.when"), days(v, o.Starts, o.Ends), "")
	fact(&facts, label(v, "programme.office", "Office"), p.node.PartyName(v, o.Office), "")
	fact(&facts, label(v, "programme.states", "States"), p.partyNames(v, o.States), "")
	fact(&facts, label(v, "programme.topics", "Topics"), p.topicNames(v, o.Topics), "")
	for _, g := range o.Above {
		fact(&facts, label(v, "programme.above", "Part of the programmes"), v.Named(localOf(g, 0)), programmePage(localOf(g, 0)))
	}
	for _, c := range o.Cites {
		fact(&facts, v.Text("project.asked"), string(c), p.citePage(c))
	}
	sheet := p.projectSheet(v, o.Projects)
	if next > 0 {
		sheet.Next = v.With("before", itoa(int(next)))
	}
	page := ui.Page{Title: o.Title, TitleLang: o.Language, Lead: v.Named(o.Code), Section: "/projects", Wide: true, Trail: trail(v, ui.Link{To: "/projects/-/programmes", Words: v.Text("project.programmes")}), Sheet: sheet, Body: p.programmeView(v, o, facts, sheet)}
	for _, kind := range []string{"programme", "steering", "framework", "document"} {
		if _, ok := p.may(v, kind, ProgrammeSubject(o.Code), staff[0]); ok {
			page.Actions = append(page.Actions, p.deed(v, kind, ProgrammeSubject(o.Code), false))
		}
	}
	if _, ok := p.may(v, "indicator", IndicatorSubject(o.Code, "x"), staff[0]); ok {
		page.Actions = append(page.Actions, ui.Link{To: "/acts/new/project.indicator?subject=indicator/" + o.Code + "/", Words: v.Label("project.indicator", "Indicator")})
	}
	return page, nil
}

func activitySpans(v *ui.Visit, f *FrameworkBody) (list []ui.Span) {
	for _, a := range f.Activities {
		list = append(list, ui.Span{Words: a.Output + " · " + a.Title, Lang: f.Language, From: a.From, Until: a.Until, Shown: days(v, a.From, a.Until)})
	}
	return list
}

// projectSpans are the projects whose days are known, at most 40.
func projectSpans(v *ui.Visit, projects []*Project) (list []ui.Span) {
	for _, x := range projects {
		if x.Starts != "" && x.Ends >= x.Starts && len(list) < 40 {
			list = append(list, ui.Span{Words: x.Title, Lang: x.Language, Link: projectPage(x.Code), From: x.Starts, Until: x.Ends, Shown: days(v, x.Starts, x.Ends)})
		}
	}
	return list
}

func (p *pages) kindTitle(v *ui.Visit, kind string) string {
	if k := p.node.Book.Kind(kind); k != nil {
		return v.Label(k.Key(), k.Title)
	}
	return kind
}

// entryWords are the few words of an act that tell it from others of its kind.
func (p *pages) entryWords(v *ui.Visit, e *Entry) string {
	var b struct {
		Outcome, Clearance, Closure, Title, Reason, Note, Text, Authority, ID string
		Number                                                                int
		Passed, Approved                                                      *bool
	}
	if json.Unmarshal([]byte(e.Body), &b) != nil {
		return ""
	}
	var words []string
	add := func(s string) {
		if s != "" {
			words = append(words, s)
		}
	}
	for list, code := range map[string]string{"project-review": b.Outcome, "clearance": b.Clearance, "closure": b.Closure} {
		if code != "" {
			add(p.node.CodeLabel(v, list, code))
		}
	}
	if b.Number > 0 {
		add(itoa(b.Number))
	}
	for _, yes := range []*bool{b.Passed, b.Approved} {
		if yes != nil {
			add(v.Text(map[bool]string{true: "word.yes", false: "word.no"}[*yes]))
		}
	}
	if e.Kind == "project.countersigned" {
		add(p.node.PartyName(v, e.Party))
	}
	for _, s := range []string{b.Title, b.Authority, b.Text, b.Reason, b.Note} {
		if s != "" {
			add(v.Named(s))
		}
	}
	s := strings.Join(words, " · ")
	if r := []rune(s); len(r) > 240 {
		s = string(r[:240]) + "…"
	}
	return s
}

// shownValue writes a value in words.
func shownValue(v *ui.Visit, x *result.Value) string {
	switch {
	case x.Number != nil:
		return x.Number.String()
	case x.Numerator != nil && x.Denominator != nil:
		s := x.Numerator.String() + " / " + x.Denominator.String()
		if q, ok := x.Percent(); ok {
			s = q.Rounded(1) + " % (" + s + ")"
		}
		return s
	case x.Yes != nil:
		return v.Text(map[bool]string{true: "word.yes", false: "word.no"}[*x.Yes])
	case x.Text != "":
		return v.Named(x.Text)
	}
	return v.Text("project.unknown")
}

// shownTotal writes a total, with what it lacks.
func shownTotal(v *ui.Visit, t *result.Total) string {
	s := shownValue(v, &t.Value)
	if t.Why == result.Apart {
		return v.Text("project.apart")
	}
	if t.Missing > 0 && t.Value.Known() {
		s += " · " + v.Text("project.missing", map[string]string{"Number": v.Localizer.Number(int64(t.Missing))})
	}
	return s
}

func (p *pages) resultFacts(v *ui.Visit, m *Measuring) (list []ui.Fact) {
	unit := ""
	if m.Unit != "" {
		unit = " \u2068" + v.Named(m.Unit) + "\u2069" // in a language that need not run as the reader's
	}
	list = append(list, ui.Fact{Name: v.Text("project.actual"), Value: shownTotal(v, &m.Actual) + unit})
	if m.Target.Value.Known() {
		list = append(list, ui.Fact{Name: v.Text("project.target"), Value: shownTotal(v, &m.Target) + unit})
	}
	if m.Baseline != nil {
		b := m.Baseline.Value()
		list = append(list, ui.Fact{Name: label(v, "indicator.baseline", "Baseline"), Value: shownValue(v, &b) + unit + " · " + v.Localizer.Day(m.Baseline.Day)})
	}
	list = append(list, ui.Fact{Name: label(v, "indicator.measure", "Measure"), Value: p.node.CodeLabel(v, "measure", string(m.Measure)) + " · " + v.Text("project.rules", map[string]string{
		"Periods": p.node.CodeLabel(v, "aggregation", string(m.Periods)), "Places": p.node.CodeLabel(v, "aggregation", string(m.Places)), "Projects": p.node.CodeLabel(v, "aggregation", string(m.Declared.Projects))})})
	if m.Counted > 1 {
		fact(&list, v.Text("project.counted"), v.Localizer.Number(int64(m.Counted-1)), "")
	}
	for _, r := range m.Reports {
		if r.Approved == "" {
			f := ui.Fact{Name: days(v, r.From, r.Until), Value: shownValue(v, &r.Value) + unit, Marks: []ui.Mark{{Tone: ui.Open, Words: v.Text("project.not-approved")}}}
			if _, ok := p.may(v, "approved", r.Indicator, act.Public); ok && r.Person != v.Reader.Who.Person {
				f.Link = newAct("approved", r.Indicator, "from", string(r.From), "until", string(r.Until))
			}
			list = append(list, f)
		}
	}
	return list
}

// barLength is a number as a length of a bar, rounded; 0 where there is none.
func barLength(x *result.Value) int64 {
	n := result.Number{}
	if x.Number != nil {
		n = *x.Number
	} else if q, ok := x.Percent(); ok {
		n = q
	}
	i, err := strconv.ParseInt(n.Rounded(0), 10, 64)
	if err != nil {
		return 0
	}
	return i
}

// resultBars are target and result of each period and place, side by side.
func (p *pages) resultBars(v *ui.Visit, m *Measuring) (bars []ui.Bar) {
	if m.Measure != result.Count && m.Measure != result.Percentage {
		return nil
	}
	type of struct {
		result.Period
		place, key string
		value      result.Value
	}
	var list []of
	for _, t := range m.Targets {
		list = append(list, of{t.Period, t.Place, "target", t.Value()})
	}
	for _, r := range m.Reports {
		if r.Approved != "" {
			list = append(list, of{r.Period, r.Place, "actual", r.Value})
		}
	}
	slices.SortStableFunc(list, func(a, b of) int {
		return cmp.Or(strings.Compare(string(a.From), string(b.From)), strings.Compare(string(a.Until), string(b.Until)), strings.Compare(a.place, b.place))
	})
	for i := range list {
		x := &list[i]
		words := days(v, x.From, x.Until)
		if x.place != "" {
			words += " · " + p.node.PartyName(v, x.place)
		}
		bars = append(bars, ui.Bar{Words: words + " · " + v.Text("project."+x.key), N: barLength(&x.value), Shown: shownValue(v, &x.value)})
	}
	return bars
}

// pieceBars are the parts of a total, in each disaggregation.
func (p *pages) pieceBars(v *ui.Visit, m *Measuring) (list []ui.Bar) {
	for _, b := range result.Breaks(m.Actual.Pieces) {
		for _, piece := range result.Along(m.Actual.Pieces, b) {
			var words []string
			for d := range strings.SplitSeq(string(b), "+") {
				words = append(words, p.category(v, d, piece.By[d]))
			}
			list = append(list, ui.Bar{Words: strings.Join(words, " · "), N: barLength(&piece.Value), Shown: shownValue(v, &piece.Value)})
		}
	}
	return list
}

var dimensionLists = map[string]string{"sex": "sex", "age": "age-group", "disability": "disability"}

func (p *pages) category(v *ui.Visit, dimension, category string) string {
	name := dimension
	if key, ok := map[string]string{"sex": "Sex", "age": "Age", "disability": "Disability"}[dimension]; ok {
		name = label(v, "reported.parts."+dimension, key)
	}
	if category == result.Unknown {
		return name + ": " + v.Text("project.unknown")
	}
	if list := dimensionLists[dimension]; list != "" {
		return p.node.CodeLabel(v, list, category)
	}
	return name + ": " + category
}
