package mandate

import (
	"errors"
	"strconv"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// documents lists what is in the register, with its figures.
func (p *pages) documents(v *ui.Visit) (ui.Answer, error) {
	f := DocumentFilter{Organ: v.Query("organ"), Session: v.Number("session", 0), Language: v.Query("text"), Order: DocumentOrder(v.Query("order")), After: v.Query("after"), Limit: min(v.PageSize(), mostPage)}
	var list DocumentPage
	var figures Figures
	err := p.read(v, func(r store.View) (err error) {
		if list, err = Documents(v.Context(), r, f); err != nil {
			return err
		}
		figures, err = FiguresOf(v.Context(), r)
		return err
	})
	if errors.Is(err, ErrCursor) {
		return nil, ui.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	sheet := p.documentSheet(v, list.Documents)
	sheet.Total = list.Total
	if list.Next != "" {
		sheet.Next = v.With("after", list.Next)
	}
	if f.After != "" {
		sheet.Before = v.With("after", "")
	}
	page := ui.Page{Title: v.Text("nav.mandates"), Lead: v.Text("register.lead"), Section: "/mandates", Wide: true, Sheet: sheet,
		Actions: []ui.Link{{To: "/clauses", Words: v.Text("register.clauses")}, {To: "/reports-due", Words: v.Text("register.reports-due")}},
		Body:    p.documentsView(v, figures, p.documentFilters(v, f, figures), sheet)}
	if _, ok := p.may(v, "mandate.imported", act.Public); ok {
		page.Actions = append(page.Actions, ui.Link{To: "/mandates/import", Words: v.Text("register.import"), Main: true})
	}
	if readsProposals(v) {
		page.Actions = append(page.Actions, ui.Link{To: "/proposals", Words: v.Text("register.proposals")})
	}
	return page, nil
}

func (p *pages) documentFilters(v *ui.Visit, f DocumentFilter, figures Figures) *ui.Form {
	form := &ui.Form{Get: true, Send: v.Text("do.filter")}
	organ := ui.Field{Name: "organ", Label: v.Text("register.organ"), Kind: "code", Value: f.Organ}
	for _, c := range figures.Organs {
		organ.Options = append(organ.Options, ui.Option{Value: c.Value, Words: p.node.PartyName(v, c.Value) + " (" + v.Localizer.Number(int64(c.N)) + ")"})
	}
	session := ui.Field{Name: "session", Label: v.Text("register.session"), Kind: "code"}
	if f.Session > 0 {
		session.Value = strconv.Itoa(f.Session)
	}
	for _, c := range figures.Session {
		session.Options = append(session.Options, ui.Option{Value: c.Value, Words: c.Value + " (" + v.Localizer.Number(int64(c.N)) + ")"})
	}
	order := ui.Field{Name: "order", Label: v.Text("do.sort"), Kind: "code", Value: string(f.Order), Blank: v.Text("register.newest"), Options: []ui.Option{
		{Value: "oldest", Words: v.Text("register.oldest")}, {Value: "symbol", Words: v.Text("word.symbol")}, {Value: "title", Words: v.Text("word.title")}}}
	form.Fields = []ui.Field{organ, session, order}
	return form
}

func (p *pages) documentSheet(v *ui.Visit, list []Document) *ui.Sheet {
	s := &ui.Sheet{Name: "mandates", Caption: v.Text("nav.mandates"), Total: -1, Columns: []ui.Column{
		{Name: "symbol", Label: v.Text("word.symbol")}, {Name: "title", Label: v.Text("word.title")}, {Name: "organ", Label: v.Text("register.organ"), Minor: true},
		{Name: "adopted", Label: v.Text("register.adopted"), Minor: true}, {Name: "paragraphs", Label: v.Text("register.operative"), Number: true}, {Name: "clauses", Label: v.Text("register.clauses"), Number: true, Minor: true},
		{Name: "session", Hidden: true}, {Name: "languages", Hidden: true}, {Name: "uncertain", Hidden: true},
	}}
	for i := range list {
		d := &list[i]
		title := ui.Cell{Text: d.Title, Lang: d.Language, Link: documentPage(d.Symbol)}
		if d.Title == "" {
			title = ui.Cell{Text: v.Text("register.text-missing"), Value: ""}
		}
		adopted := ui.Cell{Value: string(d.Adopted)}
		if d.Adopted != "" {
			adopted.Text = v.Localizer.Day(d.Adopted)
		}
		operative := max(d.Operative, d.Outlined)
		s.Rows = append(s.Rows, ui.Row{{Text: d.Symbol, Link: documentPage(d.Symbol)}, title, {Text: p.node.PartyName(v, d.Organ), Value: d.Organ}, adopted,
			{Text: v.Localizer.Number(int64(operative)), Value: operative}, {Text: v.Localizer.Number(int64(d.Clauses)), Value: d.Clauses},
			{Value: d.Session}, {Value: d.Languages}, {Value: d.Uncertain}})
	}
	return s
}

// document shows a resolution as a critical edition: its words in the middle, in the
// margin who is asked what, by when, and what became of it.
func (p *pages) document(v *ui.Visit) (ui.Answer, error) {
	symbol := v.PathValue("symbol")
	var d Document
	var readings []Reading
	var lines []Line
	var citing []Ref
	var more, found bool
	language := v.Query("text")
	if language == "" {
		language = v.Lang
	}
	err := p.read(v, func(r store.View) (err error) {
		if d, readings, found, err = DocumentOf(v.Context(), r, symbol); err != nil {
			return err
		}
		if citing, more, err = CitedBy(v.Context(), r, Ref{Symbol: symbol}, Ref{}, shown); err != nil || !found {
			return err
		}
		lines, err = Contents(v.Context(), r, symbol, language, "", 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !found && len(citing) == 0 {
		return nil, ui.ErrNotFound
	}
	page := ui.Page{Title: symbol, Section: "/mandates", Trail: []ui.Link{{To: "/mandates", Words: v.Text("nav.mandates")}}, Wide: true}
	if !found {
		page.Lead = v.Text("register.not-imported")
		page.Body = p.citedView(v, citing, more)
		return page, nil
	}
	page.Sheet = lineSheet(symbol, lines)
	page.Body = p.documentView(v, &edition{Document: d, Readings: readings, Lines: lines, Citing: citing, MoreCiting: more, Language: language})
	return page, nil
}

// edition is what a document's page shows.
type edition struct {
	Document
	Readings   []Reading
	Lines      []Line
	Citing     []Ref
	MoreCiting bool
	Language   string // asked for
}

// lead is the reading in the language that the lines mostly have.
func (e *edition) lead() *Reading {
	for i := range e.Readings {
		if e.Readings[i].Language == e.Language {
			return &e.Readings[i]
		}
	}
	for i := range e.Readings {
		if e.Readings[i].Language == e.Document.Language {
			return &e.Readings[i]
		}
	}
	return nil
}

// lineSheet gives a document's paragraphs as rows, one a clause.
func lineSheet(symbol string, lines []Line) *ui.Sheet {
	s := &ui.Sheet{Name: act.EscapeName(symbol), Caption: symbol, Columns: []ui.Column{{Name: "paragraph"}, {Name: "part"}, {Name: "number"}, {Name: "language"}, {Name: "text"}, {Name: "summary"}, {Name: "clause"}, {Name: "phrase"}, {Name: "force"}, {Name: "addressees"}, {Name: "action"}, {Name: "conditions"}, {Name: "topics"}, {Name: "deadline"}, {Name: "due"}, {Name: "status"}}}
	for i := range lines {
		l := &lines[i]
		head := ui.Row{{Text: l.Place}, {Text: l.Part}, {Text: l.Number}, {Text: l.In}, {Text: l.Text}, {Text: l.Summary}}
		if len(l.Clauses) == 0 {
			s.Rows = append(s.Rows, append(head, make(ui.Row, 10)...))
		}
		for _, c := range l.Clauses {
			var statuses []string
			for _, st := range c.Statuses {
				statuses = append(statuses, st.Body+" "+st.Code)
			}
			row := append(ui.Row{}, head...)
			s.Rows = append(s.Rows, append(row, ui.Cell{Value: c.Clause}, ui.Cell{Text: c.Phrase}, ui.Cell{Text: c.Force}, ui.Cell{Value: c.Entities}, ui.Cell{Text: c.Action}, ui.Cell{Value: c.Conditions}, ui.Cell{Value: c.Topics}, ui.Cell{Text: c.Deadline}, ui.Cell{Text: string(c.Due.Day)}, ui.Cell{Value: statuses}))
		}
	}
	s.Total = len(s.Rows)
	return s
}
