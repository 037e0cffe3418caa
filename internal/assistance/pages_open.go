package assistance

import (
	"slices"

	"github.com/a-h/templ"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/party"
	"comity/internal/store"
	"comity/internal/ui"
	"comity/internal/ui/worldmap"
)

// mostPublic is how many published requests the first page shows.
const mostPublic = 50

// open is what everybody sees: what States published, and counts that name none.
func (p *pages) open(v *ui.Visit) (ui.Answer, error) {
	var figures *Figures
	var list []*Public
	size := p.node.Book.Size()
	err := p.read(v, func(r store.View) (err error) {
		if figures, err = p.counts.of(v.Context(), r, p.rules, size, v.Today); err != nil {
			return err
		}
		list, err = Published(v.Context(), r, mostPublic)
		return err
	})
	if err != nil {
		return nil, err
	}
	s := p.countSheet(v, figures)
	page := ui.Page{Title: v.Text("assistance.title"), Lead: v.Text("assistance.lead"), Section: "/assistance", Wide: true, Sheet: s, Body: p.openView(v, figures, p.worldOf(v, figures), s, list)}
	if len(p.states(v, "requested")) > 0 {
		page.Actions = append(page.Actions, ui.Link{To: "/assistance/mine", Words: v.Text("assistance.mine"), Main: true}, ui.Link{To: "/assistance/new", Words: v.Text("assistance.new")})
	}
	if p.staff(v) {
		page.Actions = append(page.Actions, ui.Link{To: "/assistance/queue", Words: v.Text("assistance.queue"), Main: true}, ui.Link{To: "/assistance/experts", Words: v.Text("assistance.experts")})
	}
	page.Actions = append(page.Actions, ui.Link{To: "/assistance/networks", Words: v.Text("assistance.networks")})
	return page, nil
}

// countCell is a count, or that it is left out.
func countCell(v *ui.Visit, c *Counts, i, j int) ui.Cell {
	if c.Hidden[i][j] {
		return ui.Cell{Text: "…", Value: ""}
	}
	return ui.Cell{Text: v.Localizer.Number(int64(c.N[i][j])), Value: c.N[i][j]}
}

// countSheet is the table of counts by topic and regional group. Rows of nothing but
// zeros are left out.
func (p *pages) countSheet(v *ui.Visit, f *Figures) *ui.Sheet {
	c := f.Counts
	s := &ui.Sheet{Name: "assistance-counts", Caption: v.Text("assistance.by-topic-group"), Total: -1, Empty: v.Text("assistance.no-counts"), Columns: []ui.Column{{Name: "topic", Label: v.Text("word.topic")}},
		Notes: []string{v.Text("assistance.counts-before", map[string]string{"Day": v.Localizer.Day(f.Before)}), v.Text("assistance.counts-note", map[string]string{"Smallest": v.Localizer.Number(int64(p.settings.Smallest))})}}
	for _, g := range groups {
		s.Columns = append(s.Columns, ui.Column{Name: g, Label: p.node.CodeLabel(v, "group", g), Number: true})
	}
	s.Columns = append(s.Columns, ui.Column{Name: "total", Label: v.Text("word.total"), Number: true})
	row := func(i int, name ui.Cell) {
		r := ui.Row{name}
		some := false
		for j := range c.N[i] {
			r = append(r, countCell(v, c, i, j))
			some = some || c.N[i][j] > 0
		}
		if some {
			s.Rows = append(s.Rows, r)
		}
	}
	for i, t := range c.Rows {
		row(i, ui.Cell{Text: p.node.TopicTitle(v, t), Value: t})
	}
	row(len(c.Rows), ui.Cell{Text: v.Text("word.total"), Value: "total"})
	return s
}

func (p *pages) topicBars(v *ui.Visit, f *Figures) (list []ui.Bar) {
	c, last := f.Counts, len(f.Counts.Columns)
	for i, t := range c.Rows {
		if n := c.N[i][last]; n > 0 && !c.Hidden[i][last] {
			list = append(list, ui.Bar{Words: p.node.TopicTitle(v, t), N: int64(n), Shown: v.Localizer.Number(int64(n))})
		}
	}
	return list
}

func (p *pages) yearTicks(v *ui.Visit, f *Figures) (list []ui.Tick) {
	for _, y := range f.Years {
		if !y.Hidden {
			list = append(list, ui.Tick{Words: y.Year, N: int64(y.N), Shown: v.Localizer.Number(int64(y.N))})
		}
	}
	return list
}

// shade is the tone of the map by the number of requests of a regional group.
func shade(n int) ui.Tone {
	switch {
	case n == 0:
		return ui.Plain
	case n < 10:
		return ui.Open
	}
	return ui.Good
}

// worldOf colours each State by the count of its regional group, never by its own;
// nil where no count of a group is shown.
func (p *pages) worldOf(v *ui.Visit, f *Figures) templ.Component {
	c := f.Counts
	last := len(c.Rows)
	if !slices.ContainsFunc(groups, func(g string) bool {
		j := slices.Index(groups, g)
		return c.N[last][j] > 0 && !c.Hidden[last][j]
	}) {
		return nil
	}
	areas := map[string]worldmap.Area{}
	at := map[string]int{}
	for j, g := range groups {
		at[g] = j
	}
	for _, q := range p.parties.All(party.State) {
		g := q.GroupOn(v.Today)
		j, in := at[g]
		if !in || q.M49 == "" {
			continue
		}
		n, words := 0, v.Text("assistance.left-out")
		if !c.Hidden[last][j] {
			n = c.N[last][j]
			words = v.Localizer.Number(int64(n))
		}
		areas[q.M49] = worldmap.Area{Tone: shade(n), Words: p.node.CodeLabel(v, "group", g) + ": " + words}
	}
	legend := []worldmap.Key{{Tone: ui.Open, Words: v.Text("assistance.shade-few")}, {Tone: ui.Good, Words: v.Text("assistance.shade-many")}}
	return worldmap.View(v, v.Text("assistance.by-group"), areas, legend)
}

// offerPage is where an offer of another room is looked at.
func (p *pages) offerPage(s act.Subject) string {
	if p.node.SubjectPage == nil {
		return "/subjects/" + string(s)
	}
	return p.node.SubjectPage(string(s))
}

// because gives the reasons of a suggestion in a sentence.
func (p *pages) because(v *ui.Visit, why []Why) string {
	var list []string
	for _, w := range why {
		var words []string
		for _, c := range w.Codes {
			switch w.ID {
			case "topic":
				c = p.node.TopicTitle(v, c)
			case "help":
				c = p.node.CodeLabel(v, "help", c)
			case "language":
				c = p.node.CodeLabel(v, "language", c)
			case "state":
				c = p.node.PartyName(v, c)
			}
			words = append(words, c)
		}
		list = append(list, v.Text("assistance.why-"+w.ID, i18n.Args{"What": v.Localizer.And(words...)}))
	}
	return joinedWords(list)
}

func joinedWords(list []string) (s string) {
	for i, w := range list {
		if i > 0 {
			s += " · "
		}
		s += w
	}
	return s
}
