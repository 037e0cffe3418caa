package web

import (
	"strings"

	"comity/internal/access"
	"comity/internal/store"
	"comity/internal/ui"
)

// accreditations lists who acts for a State or an organization of States, on which
// note, and what waits for a second person: as far as the reader may know of it.
func (s *Site) accreditations(v *ui.Visit) (ui.Answer, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	n := v.PageSize()
	var list []access.Accreditation
	names := map[string]string{}
	err := s.Node.Book.Read(v.Context(), 0, func(r store.View) (err error) {
		if list, err = access.Accreditations(v.Context(), r, v.Reader.Audiences, v.Today, v.Query("after"), n); err != nil {
			return err
		}
		for _, a := range list {
			if names[a.Person], err = s.nameFor(v, r, a.Person); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sheet := &ui.Sheet{Name: "accreditations", Caption: v.Text("account.accreditations"), Total: -1, Empty: v.Text("page.empty"), Columns: []ui.Column{
		{Name: "party", Label: v.Text("word.party")}, {Name: "person", Label: v.Text("word.name"), Data: true}, {Name: "authority", Label: v.Text("account.authority"), Data: true}, {Name: "function", Label: v.Text("account.function"), Minor: true, Data: true},
		{Name: "kinds", Label: v.Text("book.kinds"), Minor: true, Data: true}, {Name: "until", Label: v.Text("word.until")}, {Name: "state", Label: v.Text("word.status")},
		{Name: "instruments", Hidden: true}, {Name: "from", Hidden: true}, {Name: "document", Hidden: true}, {Name: "id", Hidden: true},
	}}
	for _, a := range list {
		state := ui.Mark{Tone: ui.Good, Words: v.Text("account.in-force")}
		link := "/accreditations/" + a.ID
		switch {
		case a.Ended != "" || !a.Span.Has(v.Today):
			state = ui.Mark{Tone: ui.Plain, Words: v.Text("account.ended")}
		case a.Confirmed == "":
			state = ui.Mark{Tone: ui.Open, Words: v.Text("account.waits")}
		}
		until := ui.Cell{Value: string(a.Span.Until)}
		if a.Span.Until != "" {
			until.Text = v.Localizer.Day(a.Span.Until)
		}
		sheet.Rows = append(sheet.Rows, ui.Row{{Text: s.Node.PartyName(v, a.Party), Value: a.Party, Link: link}, {Text: names[a.Person]}, {Text: a.Authority}, {Text: a.Function},
			{Text: strings.Join(a.Scope.Kinds, ", "), Value: a.Scope.Kinds}, until, {Value: state.Words, Link: link, Text: state.Words, Marks: []ui.Mark{state}},
			{Value: a.Scope.Instruments}, {Text: string(a.Span.From)}, {Text: a.Document}, {Text: a.ID}})
		row := sheet.Rows[len(sheet.Rows)-1]
		row[6].Marks, row[6].Show = nil, stateLink(link, state)
	}
	if len(list) == n {
		sheet.Next = v.With("after", list[n-1].ID)
	}
	page := ui.Page{Title: v.Text("account.accreditations"), Lead: v.Text("account.accreditations-lead"), Wide: true, Sheet: sheet, Body: ui.SheetView(v, sheet)}
	if len(s.accrediting(v)) > 0 {
		page.Actions = []ui.Link{{To: "/accreditations/new", Words: v.Text("account.record-accreditation"), Main: true}}
	}
	return page, nil
}

// nameFor is a person's name for those who keep the list of people, and the random
// id for others.
func (s *Site) nameFor(v *ui.Visit, r store.Reader, person string) (string, error) {
	for _, code := range v.Reader.Audiences {
		if code == "people" {
			return access.NameOf(v.Context(), r, person)
		}
	}
	return person, nil
}

// personName is what a person is called, "" where the reader may not know it, or
// nobody knows it any more.
func (s *Site) personName(v *ui.Visit, person string) (name string) {
	if !readsPeople(v) {
		return ""
	}
	err := s.Node.Book.Read(v.Context(), 0, func(r store.View) (err error) {
		name, err = access.NameOf(v.Context(), r, person)
		return err
	})
	if err != nil { // the page then shows the id, as it does to others
		return ""
	}
	return name
}
