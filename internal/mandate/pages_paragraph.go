package mandate

import (
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// paragraph shows all that the register knows of one paragraph: its words, what it
// asks of whom, what became of it, on what evidence, and since when it stands.
func (p *pages) paragraph(v *ui.Visit) (ui.Answer, error) {
	given := v.PathValue("cite")
	cut := strings.LastIndexByte(given, '/')
	if cut <= 0 {
		return nil, ui.ErrNotFound
	}
	ref := Ref{Symbol: given[:cut], Place: given[cut+1:]}
	var found *Paragraph
	var d Document
	var readings []Reading
	err := p.read(v, func(r store.View) (err error) {
		if found, err = ParagraphOf(v.Context(), r, ref, v.Lang, who(v), p.upcast); err != nil || found == nil {
			return err
		}
		d, readings, _, err = DocumentOf(v.Context(), r, ref.Symbol)
		return err
	})
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, ui.ErrNotFound
	}
	view := &paragraphPage{Paragraph: found, Document: d, Evidence: p.evidenceSheet(v, found)}
	view.Text = view.text(v)
	for i := range readings {
		if view.Text != nil && readings[i].Language == view.Text.Language {
			view.Notes = readings[i].notes(view.Text.Notes)
		}
	}
	_, view.MaySet = p.may(v, "mandate.status", act.Public)
	_, view.MayPropose = p.may(v, "mandate.proposed", "secretariat")
	page := ui.Page{Title: d.Symbol + " · " + p.placeWords(v, found.Part, found.Number, found.Place), Lead: d.Title, LeadLang: d.Language, Section: "/mandates", Sheet: view.Evidence, Wide: true,
		Trail: []ui.Link{{To: "/mandates", Words: v.Text("nav.mandates")}, {To: documentPage(d.Symbol) + "#" + anchor(found.Place), Words: d.Symbol}}}
	page.Body = p.paragraphView(v, view)
	return page, nil
}

// paragraphPage is what a paragraph's page shows.
type paragraphPage struct {
	*Paragraph
	Document   Document
	Text       *Text // in the reader's language, or another; nil where there is none
	Notes      []NoteBody
	Evidence   *ui.Sheet
	MaySet     bool
	MayPropose bool
}

// text is the text in the language asked for, the reader's, or the leading one.
func (p *paragraphPage) text(v *ui.Visit) *Text {
	for _, language := range []string{v.Query("text"), v.Lang} {
		for i := range p.Texts {
			if p.Texts[i].Language == language {
				return &p.Texts[i]
			}
		}
	}
	if len(p.Texts) == 0 {
		return nil
	}
	return &p.Texts[0]
}

// notes are the footnotes of the markers, each once.
func (r *Reading) notes(markers []Marker) (list []NoteBody) {
	for _, n := range r.Notes {
		if slices.ContainsFunc(markers, func(m Marker) bool { return m.Marker == n.Marker }) {
			list = append(list, n)
		}
	}
	return list
}

// placeWords names a place as people do: "paragraph 12 (a)", "third preambular
// paragraph".
func (p *pages) placeWords(v *ui.Visit, part, number, place string) string {
	switch {
	case part == "preamble":
		return v.Text("register.preambular", map[string]string{"Number": strings.TrimPrefix(place, "pp")})
	case part == "annex":
		return v.Text("register.annex", map[string]string{"Number": number})
	case number == "":
		return v.Text("register.unnumbered", map[string]string{"Number": strings.TrimPrefix(place, "op")})
	}
	return v.Text("register.paragraph", map[string]string{"Number": number})
}

// evidenceSheet lists the acts that cite the paragraph or a clause of it.
func (p *pages) evidenceSheet(v *ui.Visit, found *Paragraph) *ui.Sheet {
	s := &ui.Sheet{Name: "evidence", Caption: v.Text("word.evidence"), Total: len(found.Evidence), Empty: v.Text("register.no-evidence"), Columns: []ui.Column{
		{Name: "act", Label: v.Text("word.act")}, {Name: "cites", Label: v.Text("register.cites")}, {Name: "party", Label: v.Text("word.party")}, {Name: "standing", Label: v.Text("word.standing")}, {Name: "day", Label: v.Text("word.date")},
		{Name: "id", Hidden: true}, {Name: "kind", Hidden: true}, {Name: "subject", Hidden: true}, {Name: "index", Hidden: true},
	}}
	if found.MoreEvidence {
		s.Total = -1
		s.Notes = []string{v.Text("register.more-evidence")}
	}
	for i := range found.Evidence {
		h := &found.Evidence[i]
		var cites []string
		for _, c := range h.Cites {
			if RefOfCite(c).Symbol == found.Symbol {
				cites = append(cites, c.Place())
			}
		}
		title := h.Kind
		if k := p.node.Book.Kind(h.Kind); k != nil {
			title = v.Label(k.Key(), k.Title)
		}
		if name := nameOf(h.Subject); name != "" {
			title += " · " + name
		}
		s.Rows = append(s.Rows, ui.Row{{Text: title, Link: "/book/acts/" + h.ID}, {Text: strings.Join(cites, ", "), Value: cites}, {Text: p.node.PartyName(v, h.Party), Value: h.Party},
			{Text: p.node.CodeLabel(v, "standing", string(h.Standing)), Value: string(h.Standing)}, {Text: v.Localizer.Day(h.Day), Value: string(h.Day)}, {Text: h.ID}, {Text: h.Kind}, {Text: string(h.Subject)}, {Value: h.Index}})
	}
	return s
}

// nameOf is what an act of another room is about, by its name: one call of many.
// Acts about the paragraph or its clauses need none.
func nameOf(s act.Subject) string {
	switch locals := s.Locals(); {
	case s.Type() == "paragraph" || s.Type() == "clause" || s.Type() == "document":
	case len(locals) > 0:
		if name, err := act.UnescapeName(locals[len(locals)-1]); err == nil {
			return name
		}
	}
	return ""
}

// why says by which rule a field of a clause was read, for those who ask.
func (p *paragraphPage) why(clause int) (list []ReadBody) {
	for i := range p.Read.Clauses {
		if p.Read.Clauses[i].Number == clause {
			list = p.Read.Clauses[i].Read
		}
	}
	return list
}

// entriesOf are what persons said of one clause.
func (p *paragraphPage) entriesOf(clause int) (list []Entry) {
	for _, e := range p.Entries {
		if e.Ref.Clause == clause {
			list = append(list, e)
		}
	}
	return list
}
