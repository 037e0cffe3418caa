package mandate

import (
	"sort"

	"golang.org/x/text/unicode/norm"

	"comity/internal/act"
	"comity/internal/resolution"
)

// composed is a document whose texts are in Unicode's composed form, as acts have
// them; the places of its fields follow.
func composed(d *resolution.Document) {
	one := func(s *string) { *s = norm.NFC.String(*s) }
	for _, s := range []*string{&d.Symbol, &d.Title, &d.Meeting, &d.AgendaItem, &d.Report} {
		one(s)
	}
	for i := range d.Footnotes {
		one(&d.Footnotes[i].Text)
		one(&d.Footnotes[i].Marker)
	}
	for i := range d.Uncertain {
		one(&d.Uncertain[i].Why)
	}
	for i := range d.Paragraphs {
		p := &d.Paragraphs[i]
		if norm.NFC.IsNormalString(p.Text) {
			continue
		}
		text, moved := compose(p.Text)
		p.Text = text
		one(&p.Phrase)
		for k := range p.NoteSpans {
			p.NoteSpans[k].At = moved(p.NoteSpans[k].At)
		}
		for k := range p.Clauses {
			composeClause(&p.Clauses[k], moved)
		}
	}
}

func composeClause(c *resolution.Clause, moved func(int) int) {
	one := func(s *string) {
		if s != nil {
			*s = norm.NFC.String(*s)
		}
	}
	one(&c.Phrase)
	one(&c.Action)
	one(c.Deadline)
	if c.Report != nil {
		one(c.Report.To)
		one(c.Report.At)
		one(c.Report.On)
	}
	for i := range c.Addressees {
		one(&c.Addressees[i])
	}
	for f, s := range c.Spans {
		c.Spans[f] = resolution.Span{moved(s[0]), moved(s[1])}
	}
	for i := range c.Topics {
		s := &c.Topics[i].Span
		s[0], s[1] = moved(s[0]), moved(s[1])
	}
}

// compose gives a text in composed form, and where each of its code points went.
// One inside what became a single character goes to that character's start.
func compose(text string) (string, func(int) int) {
	var out []byte
	var before, after []int // code points at the start of each piece
	var it norm.Iter
	it.InitString(norm.NFC, text)
	b, a, at := 0, 0, 0
	for !it.Done() {
		before, after = append(before, b), append(after, a)
		piece := it.Next()
		b += len([]rune(text[at:it.Pos()]))
		a += len([]rune(string(piece)))
		at = it.Pos()
		out = append(out, piece...)
	}
	return string(out), func(i int) int {
		k := sort.SearchInts(before, i+1) - 1
		switch {
		case i >= b:
			return a
		case k < 0:
			return 0
		}
		return after[k]
	}
}

// citable leaves of what a text cites that which acts can cite.
func citable(cites []string) (out []string) {
	for _, c := range cites {
		if _, err := act.ParseCite(c); err == nil {
			out = append(out, c)
		}
	}
	return out
}
