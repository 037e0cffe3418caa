package project

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
	"comity/internal/ui/worldmap"
)

// overview is what a project's page shows.
type overview struct {
	*Project
	Life       *Life
	Ties       []Tied
	Answers    []*answered // requests that the reader may enter
	Measured   []*Measuring
	Deliveries []*Delivery
	Framework  *FrameworkBody
	Programmes []*Programme // that the reader reads, for their titles
	Findings   []*Finding
	Entries    []Entry
	People     string   // who took part in all deliveries, in words
	Waits      []string // what it waits for, in words
	Next       []step
	Points     []worldmap.Point
	Risks      *ui.Sheet // nil where the reader has nothing to do with them
	Documents  *ui.Sheet
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
		if len(o.Above) > 0 {
			if o.Programmes, err = Programmes(v.Context(), r, s); err != nil {
				return err
			}
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

func (p *pages) overview(v *ui.Visit) (ui.Answer, error) {
	o, err := p.gather(v, v.PathValue("code"))
	if errors.Is(err, ui.ErrNotFound) {
		return p.programmeInstead(v)
	}
	if err != nil {
		return nil, err
	}
	known, err := p.answers(v, o.Ties)
	if err != nil {
		return nil, err
	}
	o.Answers = answeredBy(o.Ties, known)
	o.People = people(v, o.Deliveries)
	o.Waits = p.waits(v, o)
	actions := p.actions(v, o)
	o.Next, o.Points = next(actions), p.points(v, o.States, o.Locations)
	about, home := Subject(o.Code), projectPage(o.Code)
	o.Risks, o.Documents = p.shownRegister(v, "risk", about, p.riskSheet(v, about, home, o.Entries)), p.shownRegister(v, "document", about, p.documentSheet(v, about, home, o.Entries))
	sheet := p.deliverySheet(v, o)
	page := ui.Page{Title: o.Title, TitleLang: o.Language, Lead: o.Code, LeadData: true, Section: "/projects", Trail: trail(v), Marks: []ui.Mark{statusMark(v, o.Status)}, Wide: true, Sheet: sheet, Actions: slices.DeleteFunc(actions, func(l ui.Link) bool { return l.Main })}
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
	add("concept.states", "States", p.node.PartyNames(v, o.States))
	add("concept.partners", "Partners", p.node.PartyNames(v, o.Partners))
	add("concept.signatories", "Governments that countersign", p.node.PartyNames(v, o.Signatories))
	for i := len(o.Entries) - 1; i >= 0; i-- {
		var b ConceptBody
		if o.Entries[i].Kind != "project.concept" || json.Unmarshal([]byte(o.Entries[i].Body), &b) != nil {
			continue
		}
		if b.Unsigned != "" {
			list = append(list, ui.Fact{Name: label(v, "concept.unsigned", "Why other Governments do not countersign"), Show: prose(b.Language, b.Unsigned)})
		}
		break
	}
	for _, g := range o.Above {
		list = append(list, programmeFact(v.Label("project.programme", "Programme"), localOf(g, 0), o.Programmes))
	}
	if o.Outcome != "" {
		list = append(list, ui.Fact{Name: label(v, "taken-in.outcome", "Outcome"), Value: o.Outcome, Lang: o.Language})
	}
	add("concept.topics", "Topics", p.node.TopicTitles(v, o.Topics))
	add("concept.targets", "Targets of the Sustainable Development Goals", p.labels(v, "sdg", o.Targets))
	add("concept.purposes", "Purposes of aid", p.labels(v, "purpose", o.Purposes))
	var markers []string
	for _, m := range o.Markers {
		markers = append(markers, p.node.CodeLabel(v, "policy-marker", m.Marker)+": "+p.node.CodeLabel(v, "marker-weight", m.Weight))
	}
	add("concept.markers", "Policy markers", strings.Join(markers, " · "))
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
		list = append(list, v.Text("project.wait-governments", map[string]string{"Which": p.node.PartyNames(v, o.Life.Waiting())}))
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
	s := Subject(o.Code)
	me := v.Reader.Who.Person
	add := func(kind, audience string, main bool) {
		if _, ok := p.may(v, kind, s, audience); ok {
			list = append(list, p.deed(v, kind, s, main))
		}
	}
	switch o.Status {
	case Concept:
		if me != o.Life.Author {
			add("reviewed", staff[0], true)
		}
	case Returned:
		add("concept", staff[0], true)
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
			l := p.deed(v, "countersigned", s, true, "party", state)
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
			add("revision-approved", staff[0], true)
		}
		if !o.Open {
			add("announced", act.Public, true)
		}
	}
	p.approvals(v, o, &list)
	if o.Life.Reporting() {
		if _, ok := p.may(v, "reported", IndicatorSubject(o.Code, "x"), staff[0]); ok {
			list = append(list, ui.Link{To: projectPage(o.Code) + "/form", Words: v.Text("project.form"), Main: true},
				p.deed(v, "delivered", Subject(o.Code), false))
		}
	}
	switch o.Status {
	case Running, Ended, TakenIn:
		add("framework", staff[0], false)
		if _, ok := p.may(v, "indicator", IndicatorSubject(o.Code, "x"), staff[0]); ok {
			list = append(list, p.newIndicator(v, projectPage(o.Code)))
		}
		if _, ok := p.may(v, "evaluated", FindingSubject(o.Code, 1), staff[0]); ok {
			list = append(list, p.deed(v, "evaluated", s, false))
		}
	}
	switch o.Status {
	case Running:
		add("risk", staff[0], false)
		add("document", staff[0], false)
		add("steering", staff[0], false)
		if o.Life.Pending == "" {
			add("revised", staff[0], false)
		}
		add("closed", staff[0], false)
	case Ended:
		add("closed", staff[0], true)
	case Concept, Returned, Recommended, Cleared:
		add("cancelled", staff[0], false)
	}
	return append(list, p.tieLink(v, o.Project, s)...)
}

// mostApprovals is how many reports that wait are named on top of the page.
const mostApprovals = 5

// approvals lead to what the reader can approve: what others reported.
func (p *pages) approvals(v *ui.Visit, o *overview, list *[]ui.Link) {
	n := 0
	if _, ok := p.may(v, "approved", IndicatorSubject(o.Code, "x"), act.Public); !ok || !o.Project.Everybody() {
		return
	}
	for _, m := range o.Measured {
		for _, r := range m.Reports {
			if r.Approved != "" || r.Person == v.Reader.Who.Person || n == mostApprovals {
				continue
			}
			n++
			*list = append(*list, ui.Link{To: deedPage("approved", r.Indicator, "from", string(r.From), "until", string(r.Until)), Words: v.Text("project-do.approved") + "\x00" + isolated(m.Title) + " · " + isolated(days(v, r.From, r.Until)), Main: true})
		}
	}
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
		add(s)
	}
	s := strings.Join(words, " · ")
	if r := []rune(s); len(r) > 240 {
		s = string(r[:240]) + "…"
	}
	return s
}
