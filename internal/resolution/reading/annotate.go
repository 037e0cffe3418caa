package reading

import (
	"strings"

	"comity/internal/resolution"
	"comity/internal/resolution/citation"
)

// annotate adds to a document what needs the programme's names: citations,
// clauses, topics.
func (r *Reader) annotate(doc *resolution.Document) {
	ctx := citation.Context{Organ: doc.Organ, Session: doc.Session, Symbol: doc.Symbol, Language: doc.Language}
	for i := range doc.Paragraphs {
		p := &doc.Paragraphs[i]
		ctx.Paragraph = p.ID
		cites, doubts := r.cites.Read(p.Text, ctx)
		p.CiteSpans, p.Cites = cites, citation.Symbols(cites)
		for _, d := range doubts {
			doc.Uncertain = append(doc.Uncertain, resolution.Uncertain{Paragraph: p.ID, Field: "cites", Why: d.Why})
		}
	}
	ctx.Paragraph, ctx.Previous = "", nil
	for i := range doc.Footnotes {
		f := &doc.Footnotes[i]
		f.CiteSpans = r.cites.Find(f.Text, ctx)
		f.Cites = citation.Symbols(f.CiteSpans)
		ctx.Previous = f.CiteSpans
	}
	r.clauses.Annotate(doc)
	r.topics.Annotate(doc)
	doc.Uncertain = once(doc.Uncertain)
	whole(doc)
}

// Paragraph reads the clauses of one operative paragraph that stands alone, of
// the document with the symbol: what "the Office" is, only its own text tells.
func (r *Reader) Paragraph(symbol, number, text string) []resolution.Clause {
	doc := resolution.Document{Symbol: symbol, Language: "en", Paragraphs: []resolution.Paragraph{{ID: number, Part: resolution.Operative, Number: number, Text: text}}}
	for _, o := range r.organs {
		for _, prefix := range o.Prefixes {
			if doc.Organ == "" && strings.HasPrefix(symbol, prefix) {
				doc.Organ = o.Code
			}
		}
	}
	r.annotate(&doc)
	return doc.Paragraphs[0].Clauses
}

// once drops what is said a second time: a document that was read, written and
// read again brings its list along.
func once(list []resolution.Uncertain) []resolution.Uncertain {
	seen := make(map[resolution.Uncertain]bool, len(list))
	out := list[:0]
	for _, u := range list {
		if !seen[u] {
			seen[u] = true
			out = append(out, u)
		}
	}
	return out
}

// whole makes every list of a document a list, be it empty: JSON has no nulls
// where a list belongs.
func whole(doc *resolution.Document) {
	list(&doc.Paragraphs)
	list(&doc.Footnotes)
	list(&doc.Uncertain)
	for i := range doc.Footnotes {
		list(&doc.Footnotes[i].Cites)
	}
	for i := range doc.Paragraphs {
		p := &doc.Paragraphs[i]
		list(&p.Clauses)
		list(&p.Cites)
		list(&p.Footnotes)
		for k := range p.Clauses {
			c := &p.Clauses[k]
			list(&c.Addressees)
			list(&c.Entities)
			list(&c.Conditions)
			list(&c.Cites)
			list(&c.Topics)
			if c.Spans == nil {
				c.Spans = map[string]resolution.Span{}
			}
			if c.Rules == nil {
				c.Rules = map[string]string{}
			}
		}
	}
}

func list[T any](s *[]T) {
	if *s == nil {
		*s = []T{}
	}
}
