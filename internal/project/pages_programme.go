package project

import (
	"slices"

	"comity/internal/store"
	"comity/internal/ui"
	"comity/internal/ui/worldmap"
)

// programmeOverview is what a programme's page shows.
type programmeOverview struct {
	*Programme
	Below     []*Programme
	Projects  []*Project
	Measured  []*Measuring
	Framework *FrameworkBody
	Entries   []Entry
	People    string
	Points    []worldmap.Point
	Risks     *ui.Sheet
	Documents *ui.Sheet
}

func (p *pages) programmePage(v *ui.Visit) (ui.Answer, error) {
	o := &programmeOverview{}
	s := scopeOf(v)
	var next int64
	var deliveries []*Delivery
	var all []*Programme
	err := p.read(v, func(r store.View) (err error) {
		if o.Programme, err = FindProgramme(v.Context(), r, s, v.PathValue("code")); err != nil || o.Programme == nil {
			return err
		}
		if all, err = Programmes(v.Context(), r, s); err != nil {
			return err
		}
		o.Below = slices.DeleteFunc(slices.Clone(all), func(g *Programme) bool { return !slices.Contains(g.Above, ProgrammeSubject(o.Code)) })
		if o.Projects, next, err = Projects(v.Context(), r, s, Filter{Under: o.Code}, int64(v.Number("before", 0)), v.PageSize()); err != nil {
			return err
		}
		if o.Measured, err = MeasuredOf(v.Context(), r, s, o.Code); err != nil {
			return err
		}
		if o.Framework, err = frameworkOf(v.Context(), r, o.Code, &s); err != nil {
			return err
		}
		if o.Entries, err = Entries(v.Context(), r, s, ProgrammeSubject(o.Code)); err != nil {
			return err
		}
		deliveries = nil
		if codes := codesOf(o.Projects); len(codes) > 0 && len(codes) <= mostSpans {
			deliveries, err = deliveriesOf(v.Context(), r, s, codes)
		}
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
	fact(&facts, label(v, "programme.states", "States"), p.node.PartyNames(v, o.States), "")
	fact(&facts, label(v, "programme.topics", "Topics"), p.node.TopicTitles(v, o.Topics), "")
	for _, g := range o.Above {
		facts = append(facts, programmeFact(label(v, "programme.above", "Part of the programmes"), localOf(g, 0), all))
	}
	var places []Location
	for _, x := range o.Projects {
		places = append(places, x.Locations...)
	}
	about, home := ProgrammeSubject(o.Code), programmePage(o.Code)
	if o.Points = p.points(v, o.States, places); next == 0 && len(o.Projects) <= mostSpans { // else they would not be all
		o.People = people(v, deliveries)
	}
	o.Risks, o.Documents = p.shownRegister(v, "risk", about, p.riskSheet(v, about, home, o.Entries)), p.shownRegister(v, "document", about, p.documentSheet(v, about, home, o.Entries))
	sheet := p.projectSheet(v, o.Projects)
	if next > 0 {
		sheet.Next = v.With("before", itoa(int(next)))
	}
	page := ui.Page{Title: o.Title, TitleLang: o.Language, Lead: o.Code, LeadData: true, Section: "/projects", Wide: true, Trail: trail(v, ui.Link{To: "/projects/-/programmes", Words: v.Text("project.programmes")}), Sheet: sheet, Body: p.programmeView(v, o, facts, sheet)}
	for _, kind := range []string{"programme", "steering", "framework", "risk", "document"} {
		if _, ok := p.may(v, kind, ProgrammeSubject(o.Code), staff[0]); ok {
			page.Actions = append(page.Actions, p.deed(v, kind, ProgrammeSubject(o.Code), false))
		}
	}
	if _, ok := p.may(v, "indicator", IndicatorSubject(o.Code, "x"), staff[0]); ok {
		page.Actions = append(page.Actions, p.newIndicator(v, programmePage(o.Code)))
	}
	return page, nil
}

// programmeFact names a programme by its title, where the reader reads it, and leads
// to it.
func programmeFact(name, code string, programmes []*Programme) ui.Fact {
	f := ui.Fact{Name: name, Value: code, Link: programmePage(code), Data: true}
	if i := slices.IndexFunc(programmes, func(g *Programme) bool { return g.Code == code }); i >= 0 {
		f.Value, f.Lang = programmes[i].Title, programmes[i].Language
	}
	return f
}

// outputWords are the name and the words of an output, as a framework has it.
func outputWords(f *FrameworkBody, id string) string {
	if f != nil {
		for _, r := range f.Results {
			if r.ID == id && id != "" {
				return id + " " + r.Text
			}
		}
	}
	return id
}

func activitySpans(v *ui.Visit, f *FrameworkBody) (list []ui.Span) {
	for _, a := range f.Activities {
		list = append(list, ui.Span{Words: a.Output + " · " + a.Title, Lang: f.Language, From: a.From, Until: a.Until, Shown: days(v, a.From, a.Until)})
	}
	return list
}

func codesOf(projects []*Project) (codes []any) {
	for _, x := range projects {
		codes = append(codes, x.Code)
	}
	return codes
}

// mostSpans is how many projects a programme's page draws.
const mostSpans = 40

// projectSpans are the projects whose days are known, as many as are drawn.
func projectSpans(v *ui.Visit, projects []*Project) (list []ui.Span) {
	for _, x := range projects {
		if x.Starts != "" && x.Ends >= x.Starts && len(list) < mostSpans {
			list = append(list, ui.Span{Words: x.Title, Lang: x.Language, Link: projectPage(x.Code), From: x.Starts, Until: x.Ends, Shown: days(v, x.Starts, x.Ends)})
		}
	}
	return list
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
