package clause

import (
	"strings"

	"comity/internal/resolution"
)

// Annotate fills the Phrase of every preambular and operative paragraph of an
// English document and the Clauses of the operative ones, and adds to the
// document's Uncertain what could not be settled. CiteSpans must have been
// filled before: they are shared out to the clauses. In another language the
// phrases are those that the source prints in italics, and one Uncertain says
// that clauses are not read.
func (r *Reader) Annotate(doc *resolution.Document) {
	if doc.Language != "" && !strings.HasPrefix(doc.Language, "en") {
		r.foreign(doc)
		return
	}
	ctx := &Context{Organ: doc.Organ, Symbol: doc.Symbol, Year: year(doc.Adopted)}
	organ := r.line(r.full[doc.Organ]) // a Conference of the Parties names its treaty
	ctx.note(organ, len(organ.tokens))
	r.done(organ)
	title := r.line(doc.Title)
	ctx.note(title, len(title.tokens))
	r.done(title)
	open := map[string]*inherited{} // chapeau's number → what it gives
	for i := range doc.Paragraphs {
		p := &doc.Paragraphs[i]
		switch p.Part {
		case resolution.Preamble:
			l := r.line(p.Text)
			p.Phrase = l.slice(0, l.preamble())
			ctx.note(l, len(l.tokens))
			r.done(l)
		case resolution.Operative:
			r.operative(doc, p, ctx, open)
		}
	}
}

// operative reads one operative paragraph of a document.
func (r *Reader) operative(doc *resolution.Document, p *resolution.Paragraph, ctx *Context, open map[string]*inherited) {
	l := r.line(p.Text)
	defer r.done(l)
	key := p.Number
	if key == "" || key[0] == '(' { // under a paragraph without a number
		key = p.ID
	}
	parent := chapeauOf(key, open)
	if o, ok := l.opening(); ok && (parent == nil || o.from == 0) {
		p.Phrase = l.slice(o.from, o.printed)
	}
	w := work{line: l, number: p.ID, cites: p.CiteSpans, ctx: ctx}
	if p.Number != "" {
		w.number = p.Number
	}
	clauses, gives := w.clauses(parent)
	for i := range clauses {
		clauses[i].Paragraph = p.Number
		clauses[i].ID = p.ID + clauses[i].ID[len(w.number):]
	}
	p.Clauses = clauses
	for _, u := range w.uncertain {
		u.Paragraph = p.ID
		doc.Uncertain = append(doc.Uncertain, u)
	}
	if gives != nil {
		open[key] = gives
	}
	ctx.note(l, len(l.tokens))
}

// chapeauOf returns what the nearest chapeau above a number gives: for
// "12(a)(i)" that of "12(a)", else that of "12".
func chapeauOf(number string, open map[string]*inherited) *inherited {
	for {
		cut := strings.LastIndexByte(number, '(')
		if cut <= 0 {
			return nil
		}
		number = strings.TrimSpace(number[:cut])
		if in, ok := open[number]; ok {
			return in
		}
	}
}

// foreign fills what can be filled in a language whose clauses are not read.
func (r *Reader) foreign(doc *resolution.Document) {
	operative := false
	for i := range doc.Paragraphs {
		p := &doc.Paragraphs[i]
		operative = operative || p.Part == resolution.Operative
		if p.Part == resolution.Annex || len(p.Emphasis) == 0 || p.Emphasis[0][0] != 0 {
			continue
		}
		p.Phrase = strings.TrimSpace(codePoints(p.Text, p.Emphasis[0]))
	}
	if operative {
		doc.Uncertain = append(doc.Uncertain, resolution.Uncertain{Field: "clauses",
			Why: "clauses are read in English only; this text is in “" + doc.Language + "”, so its paragraphs have none"})
	}
}

// codePoints returns the text at a span.
func codePoints(text string, s resolution.Span) string {
	from, to, n := len(text), len(text), 0
	for at := range text {
		if n == s[0] {
			from = at
		}
		if n == s[1] {
			to = at
			break
		}
		n++
	}
	if from > to {
		return ""
	}
	return text[from:to]
}

// year returns the year of an ISO date, or 0.
func year(date string) int {
	if len(date) < 4 {
		return 0
	}
	return yearOf(date[:4])
}
