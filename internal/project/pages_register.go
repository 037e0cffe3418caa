package project

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/ui"
	"comity/internal/ui/worldmap"
)

// Risk is a risk as it stands, and where that was said.
type Risk struct {
	*Entry
	Body RiskBody
}

// Risks are the risks among the acts on a programme or project, each as it was last
// said; those that are over come last, and the gravest first.
func Risks(entries []Entry) (list []*Risk) {
	at := map[string]*Risk{}
	for i := range entries {
		e := &entries[i]
		r := &Risk{Entry: e}
		if e.Kind != "project.risk" || json.Unmarshal([]byte(e.Body), &r.Body) != nil {
			continue
		}
		if before := at[r.Body.ID]; before != nil {
			*before = *r
			continue
		}
		at[r.Body.ID] = r
		list = append(list, r)
	}
	grave := func(r *Risk) int { return riskLevels[r.Body.Likelihood] * riskLevels[r.Body.Impact] }
	slices.SortStableFunc(list, func(a, b *Risk) int {
		if a.Body.Over != b.Body.Over {
			return map[bool]int{false: -1, true: 1}[a.Body.Over]
		}
		return cmp.Or(cmp.Compare(grave(b), grave(a)), cmp.Compare(a.Body.ID, b.Body.ID))
	})
	return list
}

// riskLevels are the codes of the list "risk-level" in their order.
var riskLevels = map[string]int{"low": 1, "medium": 2, "high": 3}

// Document is a document of a programme or project.
type Document struct {
	*Entry
	Body DocumentBody
}

// Documents are those among the acts on a programme or project, the last first.
func Documents(entries []Entry) (list []*Document) {
	for i := range entries {
		d := &Document{Entry: &entries[i]}
		if d.Kind == "project.document" && json.Unmarshal([]byte(d.Entry.Body), &d.Body) == nil {
			list = append(list, d)
		}
	}
	slices.Reverse(list)
	return list
}

// riskSheet is the register of risks. home is the page that has it alone.
func (p *pages) riskSheet(v *ui.Visit, about act.Subject, home string, entries []Entry) *ui.Sheet {
	list := Risks(entries)
	field := func(name, english string) string { return label(v, "risk."+name, english) }
	s := &ui.Sheet{Name: localOf(about, 0) + "-risks", Caption: v.Text("project.risks"), Home: home + "/risks", Empty: v.Text("project.no-risks"), Total: len(list), Columns: []ui.Column{
		{Name: "risk", Label: field("text", "Risk"), Data: true}, {Name: "id", Label: field("id", "Name"), Data: true, Minor: true}, {Name: "likelihood", Label: field("likelihood", "Likelihood")}, {Name: "impact", Label: field("impact", "Effect")},
		{Name: "mitigation", Label: field("mitigation", "What is done about it"), Data: true}, {Name: "owner", Label: field("owner", "Who answers for it"), Minor: true, Data: true}, {Name: "review", Label: field("review", "To be looked at again")},
		{Name: "over", Hidden: true}, {Name: "audience", Label: v.Text("project.who-reads"), Minor: true}, {Name: "day", Label: v.Text("word.date"), Minor: true}, {Name: "act", Hidden: true}}}
	_, may := p.may(v, "risk", about, staff[0])
	for _, r := range list {
		b := &r.Body
		mark, review := ui.Mark{Tone: ui.Open, Words: v.Text("project.risk-open")}, dayCell(v, b.Review)
		if b.Over {
			mark = ui.Mark{Tone: ui.Plain, Words: v.Text("project.risk-over")}
		} else if b.Review != "" && b.Review < v.Today {
			review.Marks = []ui.Mark{{Tone: ui.Bad, Words: v.Text("project.risk-late")}}
		}
		first := ui.Cell{Text: b.Text, Marks: []ui.Mark{mark}, Link: "/book/acts/" + r.Act}
		if may {
			first.Link = deedPage("risk", about, "id", b.ID)
		}
		s.Rows = append(s.Rows, ui.Row{first, {Text: b.ID}, {Text: p.node.CodeLabel(v, "risk-level", b.Likelihood), Value: b.Likelihood}, {Text: p.node.CodeLabel(v, "risk-level", b.Impact), Value: b.Impact},
			{Text: b.Mitigation}, {Text: b.Owner}, review, {Value: b.Over}, {Text: p.audienceName(v, r.Audience), Value: r.Audience}, dayCell(v, r.Day), {Text: r.Act}})
	}
	return s
}

// documentSheet is the list of documents.
func (p *pages) documentSheet(v *ui.Visit, about act.Subject, home string, entries []Entry) *ui.Sheet {
	list := Documents(entries)
	field := func(name, english string) string { return label(v, "document."+name, english) }
	s := &ui.Sheet{Name: localOf(about, 0) + "-documents", Caption: v.Text("project.documents"), Home: home + "/documents", Empty: v.Text("project.no-documents"), Total: len(list), Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title"), Data: true}, {Name: "kind", Label: field("kind", "Kind")}, {Name: "day", Label: v.Text("word.date")}, {Name: "language", Label: field("language", "Language"), Minor: true},
		{Name: "audience", Label: v.Text("project.who-reads"), Minor: true}, {Name: "file", Label: field("file", "File"), Data: true}, {Name: "note", Label: field("note", "Note"), Minor: true, Data: true}, {Name: "act", Hidden: true}}}
	for _, d := range list {
		b := &d.Body
		file := ui.Cell{}
		if b.File != nil {
			file = ui.Cell{Text: b.File.Name, Link: p.node.FilePage(d.Act, b.File.Blob)}
		}
		language := ui.Cell{}
		if b.Language != "" {
			language = ui.Cell{Text: p.node.CodeLabel(v, "language", b.Language), Value: b.Language}
		}
		s.Rows = append(s.Rows, ui.Row{{Text: b.Title, Lang: b.Language, Link: "/book/acts/" + d.Act}, {Text: p.node.CodeLabel(v, "project-document", b.Kind), Value: b.Kind}, dayCell(v, d.Day), language,
			{Text: p.audienceName(v, d.Audience), Value: d.Audience}, file, {Text: b.Note}, {Text: d.Act}})
	}
	return s
}

// registerRoutes are the pages that have a register alone, for programs and printers.
func (p *pages) registerRoutes() (list []ui.Route) {
	for _, of := range []string{projectType, programmeType} {
		for _, what := range []string{"risks", "documents"} {
			list = append(list, ui.Route{Pattern: "GET /" + of + "s/{code}/" + what, Handle: func(v *ui.Visit) (ui.Answer, error) { return p.register(v, of, what) }})
		}
	}
	return list
}

func (p *pages) register(v *ui.Visit, of, what string) (ui.Answer, error) {
	s := scopeOf(v)
	about := act.Subject(of + "/" + v.PathValue("code"))
	title, language, home := "", "", ""
	var entries []Entry
	err := p.read(v, func(r store.View) error {
		title = ""
		if of == projectType {
			x, err := Find(v.Context(), r, s, v.PathValue("code"))
			if err != nil || x == nil {
				return err
			}
			title, language, home = x.Title, x.Language, projectPage(x.Code)
		} else {
			g, err := FindProgramme(v.Context(), r, s, v.PathValue("code"))
			if err != nil || g == nil {
				return err
			}
			title, language, home = g.Title, g.Language, programmePage(g.Code)
		}
		var err error
		entries, err = Entries(v.Context(), r, s, about)
		return err
	})
	if err != nil {
		return nil, err
	}
	if home == "" {
		return nil, ui.ErrNotFound
	}
	sheet, deed := p.riskSheet(v, about, home, entries), "risk"
	if what == "documents" {
		sheet, deed = p.documentSheet(v, about, home, entries), "document"
	}
	page := ui.Page{Title: sheet.Caption, Lead: title, LeadLang: language, Section: "/projects", Wide: true, Trail: trail(v, ui.Link{To: home, Words: title, Data: true}), Sheet: sheet, Body: ui.SheetView(v, sheet)}
	if _, ok := p.may(v, deed, about, staff[0]); ok {
		page.Actions = append(page.Actions, p.deed(v, deed, about, true))
	}
	return page, nil
}

// next is what the reader can do now and most came for, said on top of the page.
func next(actions []ui.Link) (list []step) {
	for _, l := range actions {
		if l.Main {
			words, of, _ := strings.Cut(l.Words, "\x00")
			list = append(list, step{l.To, words, of})
		}
	}
	return list
}

// step is a link to a step, and of what it is where there are several.
type step struct{ To, Words, Of string }

// deedsWith are what the reader can do with the indicators of a programme or project.
type deedsWith struct{ report, change, reopen bool }

func (p *pages) deedsWith(v *ui.Visit, code string, reporting bool) (d deedsWith) {
	s := IndicatorSubject(code, "x")
	_, d.report = p.may(v, "reported", s, staff[0])
	_, d.change = p.may(v, "indicator", s, staff[0])
	_, d.reopen = p.may(v, "reopened", s, act.Public)
	d.report = d.report && reporting
	return d
}

// links lead to them for one indicator.
func (d deedsWith) links(v *ui.Visit, p *pages, m *Measuring) (list []ui.Link) {
	if d.report {
		list = append(list, p.deed(v, "reported", m.Subject, false))
	}
	if d.change {
		list = append(list, ui.Link{To: deedPage("indicator", m.Subject), Words: v.Text("project.change-indicator")})
	}
	for _, o := range m.Reports {
		if d.reopen && o.Approved != "" {
			list = append(list, ui.Link{To: deedPage("reopened", m.Subject, "from", string(o.From), "until", string(o.Until)), Words: v.Text("project.reopen", i18n.Args{"Period": days(v, o.From, o.Until)})})
		}
	}
	return list
}

// shownRegister is a register, nil where it is empty and the reader writes none.
func (p *pages) shownRegister(v *ui.Visit, kind string, about act.Subject, s *ui.Sheet) *ui.Sheet {
	if _, may := p.may(v, kind, about, staff[0]); len(s.Rows) == 0 && !may {
		return nil
	}
	return s
}

// points are where something is done: places of which the degrees are known there, and
// the States of which no place is.
func (p *pages) points(v *ui.Visit, states []string, places []Location) (list []worldmap.Point) {
	placed := map[string]bool{}
	for _, l := range places {
		lat, err1 := strconv.ParseFloat(l.Latitude, 64)
		lon, err2 := strconv.ParseFloat(l.Longitude, 64)
		if err1 != nil || err2 != nil {
			if l.Name != "" {
				list = p.middle(list, l.State, true, v.Localizer.Comma(isolated(l.Name), p.node.PartyName(v, l.State)))
				placed[l.State] = true
			}
			continue
		}
		x, y := worldmap.At(lat, lon)
		words, named := p.node.PartyName(v, l.State), l.Name != ""
		if named {
			words = v.Localizer.Comma(isolated(l.Name), words)
		}
		list = append(list, worldmap.Point{X: x, Y: y, Words: words, Data: named, Note: l.Latitude + ", " + l.Longitude})
		placed[l.State] = true
	}
	list = slices.CompactFunc(slices.SortedStableFunc(slices.Values(list), func(a, b worldmap.Point) int { return strings.Compare(a.Words+a.Note, b.Words+b.Note) }), func(a, b worldmap.Point) bool { return a == b })
	states = slices.Clone(states)
	i18n.Sort(v.Localizer, states, func(s string) string { return p.node.PartyName(v, s) })
	for _, s := range states {
		if !placed[s] {
			list = p.middle(list, s, false, p.node.PartyName(v, s))
		}
	}
	return list
}

// middle adds a State as a ring in its middle.
func (p *pages) middle(list []worldmap.Point, state string, named bool, words string) []worldmap.Point {
	q := p.parties.ByCode(state)
	if q == nil {
		return list
	}
	if x, y, ok := worldmap.Middle(q.M49); ok {
		list = append(list, worldmap.Point{X: x, Y: y, Words: words, Data: named, State: true, Link: "/states/" + state})
	}
	return list
}

// isolated keeps words of a language that need not run as the reader's apart from
// what stands beside them (Unicode, annex 9).
func isolated(s string) string { return "\u2068" + s + "\u2069" }
