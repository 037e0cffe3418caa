package web

import (
	"cmp"
	"errors"
	"net/url"
	"strings"

	"comity/internal/i18n"
	"comity/internal/search"
	"comity/internal/search/query"
	"comity/internal/ui"
)

// search finds what is open to the reader.
func (s *Site) search(v *ui.Visit) (ui.Answer, error) {
	q := strings.TrimSpace(v.Query("q"))
	p := ui.Page{Title: v.Text("nav.search"), Section: "/search"}
	f := &ui.Form{Get: true, Send: v.Text("do.search"), Fields: []ui.Field{{Name: "q", Label: v.Text("search.words"), Help: v.Text("search.help"), Kind: "search", Value: q, Max: 400}}}
	if q == "" {
		p.Body = s.searchView(v, f, nil, nil)
		return p, nil
	}
	r, err := s.Index.Search(v.Context(), search.Request{Query: q, Language: v.Lang, Audiences: v.Reader.Audiences, After: v.Query("after"), Limit: min(v.PageSize(), 100) / 4})
	var wrong *query.Error
	if errors.As(err, &wrong) {
		f.Fault("q", v.Text("search.unreadable"))
		p.Body, p.Status = s.searchView(v, f, nil, nil), 422
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	sheet := &ui.Sheet{Name: "search", Caption: v.Text("nav.search"), Total: r.Total, Columns: []ui.Column{{Name: "title"}, {Name: "id"}, {Name: "type"}, {Name: "language"}, {Name: "also"}, {Name: "snippet"}}}
	for _, h := range r.Hits {
		sheet.Rows = append(sheet.Rows, ui.Row{{Text: h.Title.Text}, {Text: h.ID}, {Text: h.Type}, {Text: h.Language}, {Text: strings.Join(h.Also, " ")}, {Text: h.Snippet.Text}})
	}
	if r.Next != "" {
		sheet.Next = v.With("after", r.Next)
	}
	p.Sheet = sheet
	p.Body = s.searchView(v, f, &r, sheet)
	return p, nil
}

// hitPage is the page of a hit: its subject's.
func (s *Site) hitPage(h search.Hit) string { return s.subjectPage(h.Subject) }

// hitIn is the page of a hit with its text in another language: that of the text alone
// where the page can show it, else all of the page.
func (s *Site) hitIn(h search.Hit, lang string) string {
	value := "lang"
	to := s.hitPage(h)
	for _, p := range s.pages {
		if p.Subject != nil && p.Subject(h.Subject) == to {
			value = cmp.Or(p.Texts, value)
			break
		}
	}
	path, place, _ := strings.Cut(to, "#")
	mark := "?"
	if strings.Contains(path, "?") {
		mark = "&"
	}
	path += mark + value + "=" + url.QueryEscape(lang)
	if place != "" {
		path += "#" + place
	}
	return path
}

// languageName is what a language calls itself, or its code.
func languageName(lang string) string { return cmp.Or(i18n.Name(lang), lang) }

// piece is a run of a marked text.
type piece struct {
	Text  string
	Found bool
}

// pieces cuts a marked text at its marks.
func pieces(m search.Marked) (list []piece) {
	at := 0
	for _, mark := range m.Marks {
		list = append(list, piece{Text: m.Text[at:mark[0]]}, piece{m.Text[mark[0]:mark[1]], true})
		at = mark[1]
	}
	return append(list, piece{Text: m.Text[at:]})
}

func (s *Site) facetLabel(v *ui.Visit, field, value string) string {
	switch field {
	case "topic":
		if t, ok := s.Node.Programme.Topic(value); ok {
			title, _ := t.In(v.Lang)
			return v.Named(title)
		}
	case "party":
		if list := s.Node.Lists["addressee"]; list != nil {
			if _, ok := list.Find(value, v.Today); ok {
				return s.Node.CodeLabel(v, "addressee", value)
			}
		}
		return s.Node.PartyName(v, value)
	case "type":
		return v.Text("search.type-" + value)
	case "lang":
		return s.Node.CodeLabel(v, "language", value)
	}
	return value
}
