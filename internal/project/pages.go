package project

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// pages are the room's pages on a node.
type pages struct {
	rules
	node  *module.Node
	words *i18n.Catalogue // for forms in languages that are not the reader's
	sums  counted
}

func (ru rules) pages(n *module.Node) module.Pages {
	words, err := i18n.Load()
	if err != nil {
		panic(err) // embedded, and held by a test
	}
	p := &pages{rules: ru, node: n, words: words}
	return module.Pages{
		Section: module.Section{To: "/projects", Key: "nav.projects"},
		Routes: slices.Concat(p.deedRoutes(), p.registerRoutes(), []ui.Route{
			{Pattern: "GET /projects", Handle: p.list},
			{Pattern: "GET /projects/-/map", Handle: p.places},
			{Pattern: "GET /projects/-/programmes", Handle: p.programmes},
			{Pattern: "GET /projects/-/lessons", Handle: p.lessons},
			{Pattern: "GET /projects/-/offices", Handle: p.offices},
			{Pattern: "GET /projects/-/offices/{code}/{number}", Handle: p.office},
			{Pattern: "GET /programmes/{code}", Handle: p.programmePage},
			{Pattern: "GET /projects/-/tie", Handle: p.tieForm},
			{Pattern: "POST /projects/-/tie", Handle: p.recordTie},
			{Pattern: "GET /projects/{code}/tie", Handle: p.tieForm},
			{Pattern: "POST /projects/{code}/tie", Handle: p.recordTie},
			{Pattern: "GET /projects/{code}", Handle: p.overview},
			{Pattern: "GET /projects/{code}/deliveries/{number}", Handle: p.delivery},
			{Pattern: "GET /projects/{code}/form.xlsx", Handle: p.formFile},
			{Pattern: "GET /projects/{code}/form", Handle: p.formForm},
			{Pattern: "POST /projects/{code}/form", Handle: p.takeForm},
		}),
		Cards:   []module.Card{p.card},
		Subject: subjectPage,
		Tasks:   p.tasks,
		Service: p.service,
		Party:   p.partyOffices,
	}
}

// subjectPage is the page of a subject of the room, "" for another's.
func subjectPage(s string) string {
	about := act.Subject(s)
	l := about.Locals()
	switch about.Type() {
	case programmeType:
		if len(l) == 1 {
			return programmePage(l[0])
		}
	case projectType:
		if len(l) == 1 {
			return projectPage(l[0])
		}
	case deliveryType:
		if len(l) == 2 {
			return projectPage(l[0]) + "/deliveries/" + url.PathEscape(l[1])
		}
	case indicatorType, findingType:
		if len(l) == 2 {
			return projectPage(l[0]) + "#" + about.Type() + "-" + l[1]
		}
	case officeType:
		if len(l) == 2 {
			return officePage(about)
		}
	}
	return ""
}

func projectPage(code string) string { return "/projects/" + url.PathEscape(code) }

func programmePage(code string) string { return "/programmes/" + url.PathEscape(code) }

// read runs f on one snapshot.
func (p *pages) read(v *ui.Visit, f func(store.View) error) error {
	return p.node.Book.Read(v.Context(), 0, f)
}

func scopeOf(v *ui.Visit) Scope { return NewScope(v.Reader.Audiences) }

// may says whether the reader may do something in the name of a body for which they
// hold a role, and of which; "" where they may not.
func (p *pages) may(v *ui.Visit, kind string, s act.Subject, audience string) (party string, ok bool) {
	try := func(code string) bool {
		return code != "" && v.May("project."+kind, access.What{Subject: s, Party: code, Standing: act.Own, Audience: audience})
	}
	for _, g := range v.Reader.Who.Grants {
		if try(g.Party) {
			return g.Party, true
		}
	}
	for _, d := range v.Reader.Who.Received {
		if d.Grant != nil && try(d.Grant.Party) {
			return d.Grant.Party, true
		}
	}
	return "", false
}

// signs says for which of the Governments the reader may countersign.
func (p *pages) signs(v *ui.Visit, code string, states []string) (list []string) {
	for _, s := range states {
		if v.May("project.countersigned", access.What{Subject: Subject(code), Party: s, Standing: act.Own, Audience: withParty(s)}) {
			list = append(list, s)
		}
	}
	return list
}

// label is what a field of a kind is called.
func label(v *ui.Visit, key, english string) string { return v.Label("project."+key, english) }

// deed is a link to the form of a kind, with what the deed is called.
func (p *pages) deed(v *ui.Visit, kind string, s act.Subject, main bool, pairs ...string) ui.Link {
	words := p.kindTitle(v, "project."+kind)
	if id := "project-do." + kind; p.words.Has(id) {
		words = v.Text(id)
	}
	return ui.Link{To: deedPage(kind, s, pairs...), Words: words, Main: main}
}

var tones = map[Status]ui.Tone{Concept: ui.Plain, Returned: ui.Note, Declined: ui.Plain, Recommended: ui.Note, Cleared: ui.Note, Running: ui.Open, Ended: ui.Good, Closed: ui.Good, Cancelled: ui.Plain, TakenIn: ui.Plain}

func statusMark(v *ui.Visit, s Status) ui.Mark {
	return ui.Mark{Tone: tones[s], Words: v.Text("project.status-" + string(s))}
}

func sum(v *ui.Visit, n *int64, currency string) string {
	if n == nil {
		return v.Text("project.unknown")
	}
	return v.Localizer.Money(*n, i18n.Decimals(currency), currency)
}

func moneyCell(v *ui.Visit, n *int64, currency string) ui.Cell {
	if n == nil {
		return ui.Cell{Text: v.Text("project.unknown"), Value: ""}
	}
	return ui.Cell{Text: sum(v, n, currency), Value: exactly(*n, currency)}
}

func dayCell(v *ui.Visit, d act.Day) ui.Cell {
	if d == "" {
		return ui.Cell{}
	}
	return ui.Cell{Text: v.Localizer.Day(d), Value: string(d)}
}

// days writes a run of days.
func days(v *ui.Visit, from, until act.Day) string {
	switch {
	case from == "" && until == "":
		return ""
	case until == "":
		return v.Text("project.since", map[string]string{"From": v.Localizer.Day(from)})
	case from == "":
		return v.Localizer.Day(until)
	}
	return v.Text("project.days", map[string]string{"From": v.Localizer.Day(from), "Until": v.Localizer.Day(until)})
}

func (p *pages) labels(v *ui.Visit, list string, codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = c + " " + p.node.CodeLabel(v, list, c)
	}
	return strings.Join(names, " · ")
}

func trail(v *ui.Visit, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{To: "/projects", Words: v.Text("nav.projects")}}, more...)
}

func itoa(n int) string { return strconv.Itoa(n) }
