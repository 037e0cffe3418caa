package web

import (
	"slices"

	"github.com/a-h/templ"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/ui"
)

// home shows the programme at a glance: what one can do here, each module's
// figures, and what was recorded last.
func (s *Site) home(v *ui.Visit) (ui.Answer, error) {
	var cards []templ.Component
	for _, p := range s.pages {
		for _, card := range p.Cards {
			c, err := card(v)
			if err != nil {
				return nil, err
			}
			if c != nil {
				cards = append(cards, c)
			}
		}
	}
	latest, err := s.latest(v, 8)
	if err != nil {
		return nil, err
	}
	deeds := []ui.Link{}
	for _, p := range s.pages {
		if p.Section.To != "" {
			deeds = append(deeds, ui.Link{To: p.Section.To, Words: v.Text(p.Section.Key + "-deed")})
		}
		for _, d := range p.Deeds {
			deeds = append(deeds, ui.Link{To: d.To, Words: v.Text(d.Key + "-deed")})
		}
	}
	deeds = append(deeds, ui.Link{To: "/states", Words: v.Text("nav.states-deed")}, ui.Link{To: "/book", Words: v.Text("nav.book-deed")})
	return ui.Page{Section: "/", Wide: true, Body: s.homeView(v, deeds, cards, latest)}, nil
}

// latest are the newest acts that are open to the reader, of the last few
// thousand: where much is confidential, what is not lies further back. Mostly the
// very last will do, so that few are read first.
func (s *Site) latest(v *ui.Visit, n int) (open []*act.Act, err error) {
	end := s.Node.Book.Size()
	for _, run := range [...]int64{24, 276, 900, 1800} {
		from := max(end-run, 0)
		if from == end {
			break
		}
		acts, err := s.Node.Book.Acts(v.Context(), book.Page{From: from, Limit: int(end - from), Headers: true})
		if err != nil {
			return nil, err
		}
		for _, a := range slices.Backward(acts) {
			if slices.Contains(v.Reader.Audiences, a.Audience) {
				if open = append(open, a); len(open) == n {
					return open, nil
				}
			}
		}
		end = from
	}
	return open, nil
}

// about says what this is, on what terms, and how its record can be checked.
func (s *Site) about(v *ui.Visit) (ui.Answer, error) {
	return ui.Page{Title: v.Text("nav.about"), Lead: v.Text("about.lead"), Body: s.aboutView(v)}, nil
}
