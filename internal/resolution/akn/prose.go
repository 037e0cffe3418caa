package akn

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"comity/internal/resolution"
)

// inlineMark is an inline element over a span of a paragraph.
type inlineMark struct {
	resolution.Span
	name   string // "italic", "ref", or the name of a clause's field
	symbol string // of a "ref"
	eID    string
}

// prose is a paragraph's text with the marks that nest in it.
type prose struct {
	marks    []inlineMark
	crossing []resolution.Span // italics that cross another mark
}

// fields of a clause that are marked in the text, in the order in which they
// are given room where spans cross. Cites go first: a reference is worth most.
var fields = []string{"phrase", "addressees", "action", "deadline", "conditions", "report_to", "report_at", "report_on"}

// inlineName is the name of the inline element for the field of a span:
// "addressees.1" is an addressee.
func inlineName(key string) string {
	field, _, _ := strings.Cut(key, ".")
	switch field {
	case "addressees":
		return "addressee"
	case "conditions":
		return "condition"
	}
	return strings.ReplaceAll(key, ".", "_")
}

// marksOf gives the marks of a paragraph that nest, outermost first at one place.
func marksOf(p *resolution.Paragraph) prose {
	var out prose
	length := utf8.RuneCountInString(p.Text)
	add := func(m inlineMark) bool {
		if m.Span[0] < 0 || m.Span[0] >= m.Span[1] || m.Span[1] > length {
			return false
		}
		for _, o := range out.marks {
			if crosses(m.Span, o.Span) || m.name == "ref" && o.name == "ref" && overlaps(m.Span, o.Span) {
				return false
			}
			if o.name == m.name && o.Span == m.Span {
				return true // two clauses share it
			}
		}
		out.marks = append(out.marks, m)
		return true
	}
	for _, c := range p.CiteSpans {
		add(inlineMark{Span: c.Span, name: "ref", symbol: c.Symbol})
	}
	for _, field := range fields {
		for _, c := range p.Clauses {
			for _, key := range spanKeys(c, field) {
				add(inlineMark{Span: c.Spans[key], name: inlineName(key)})
			}
		}
	}
	for _, s := range p.Emphasis {
		if !add(inlineMark{Span: s, name: "italic"}) {
			out.crossing = append(out.crossing, s)
		}
	}
	slices.SortStableFunc(out.marks, func(a, b inlineMark) int {
		if a.Span[0] != b.Span[0] {
			return a.Span[0] - b.Span[0]
		}
		return b.Span[1] - a.Span[1]
	})
	return out
}

// spanKeys are the keys of a clause's spans for a field, in order: "deadline",
// or "addressees.0", "addressees.1" …
func spanKeys(c resolution.Clause, field string) []string {
	var keys []string
	for key := range c.Spans {
		if key == field || strings.HasPrefix(key, field+".") || strings.ReplaceAll(key, ".", "_") == field {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return keys
}

func crosses(a, b resolution.Span) bool {
	return a[0] < b[0] && b[0] < a[1] && a[1] < b[1] || b[0] < a[0] && a[0] < b[1] && b[1] < a[1]
}

func overlaps(a, b resolution.Span) bool { return a[0] < b[1] && b[0] < a[1] }

// href points to the act that is cited: to a paragraph of this document by its
// eId, to anything else by its address.
func (w *writer) href(symbol string) string {
	if doc, place, ok := strings.Cut(symbol, "#"); ok && doc == w.doc.Symbol {
		for i := range w.doc.Paragraphs {
			if w.doc.Paragraphs[i].ID == place {
				return "#" + w.eIDs[i]
			}
		}
	}
	return address(symbol)
}

// address is where an act that is cited can be read: the United Nations' address
// of a document symbol, or Comity's of a treaty's article.
func address(symbol string) string {
	doc, place, _ := strings.Cut(symbol, "#")
	if strings.Contains(doc, "/") {
		u := url.URL{Scheme: "https", Host: "undocs.org", Path: "/" + doc}
		if place != "" {
			u.Fragment = "para_" + place
		}
		return u.String()
	}
	u := url.URL{Path: "/treaties/" + strings.ToLower(doc), Fragment: place}
	return u.String()
}

// prose writes a paragraph's text with its marks and notes.
func (w *writer) writeProse(i int) {
	p := &w.doc.Paragraphs[i]
	marks := w.prose[i].marks
	at := byteOffsets(p.Text)
	var open []inlineMark
	next, note, pos := 0, 0, 0
	upTo := func(cp int) {
		if b := at(cp); b > pos {
			w.raw(escape(p.Text[pos:b]))
			pos = b
		}
	}
	notes := slices.Clone(p.NoteSpans)
	slices.SortStableFunc(notes, func(a, b resolution.Note) int { return a.At - b.At })
	for {
		// The next event: an element ends, a note stands, an element begins.
		const never = int(^uint(0) >> 1)
		ends, begins, noted := never, never, never
		if len(open) > 0 {
			ends = open[len(open)-1].Span[1]
		}
		if note < len(notes) {
			noted = notes[note].At
		}
		if next < len(marks) {
			begins = marks[next].Span[0]
		}
		switch {
		case ends <= noted && ends <= begins && ends < never:
			upTo(ends)
			w.end(elementOf(open[len(open)-1].name))
			open = open[:len(open)-1]
		case noted <= begins && noted < never:
			upTo(noted)
			w.note(notes[note])
			note++
		case begins < never:
			upTo(begins)
			w.begin(marks[next])
			open = append(open, marks[next])
			next++
		default:
			w.raw(escape(p.Text[pos:]))
			return
		}
	}
}

func elementOf(name string) string {
	switch name {
	case "italic":
		return "span"
	case "ref":
		return "ref"
	}
	return "inline"
}

func (w *writer) begin(m inlineMark) {
	switch m.name {
	case "italic":
		w.tag("span", "class", "italic")
	case "ref":
		w.tag("ref", "href", w.href(m.symbol))
	default:
		w.tag("inline", "name", m.name, "eId", m.eID)
	}
}

// note writes a footnote where its marker stands for the first time, and a
// reference to it later.
func (w *writer) note(n resolution.Note) {
	if n.Footnote < 0 || n.Footnote >= len(w.doc.Footnotes) {
		return
	}
	f := w.doc.Footnotes[n.Footnote]
	index := strconv.Itoa(n.Footnote)
	id := "authorialNote_" + strconv.Itoa(n.Footnote+1)
	if w.ids[id] {
		w.tag("noteRef/", "href", "#"+id, "marker", f.Marker, "comity:note", index)
		return
	}
	w.ids[id] = true
	w.tag("authorialNote", "eId", id, "marker", f.Marker, "placement", "bottom", "comity:note", index)
	w.tag("p")
	pos := 0
	at := byteOffsets(f.Text)
	for _, c := range f.CiteSpans {
		from, to := at(c.Span[0]), at(c.Span[1])
		if from < pos || to <= from {
			continue
		}
		w.raw(escape(f.Text[pos:from]))
		w.element("ref", f.Text[from:to], "href", w.href(c.Symbol))
		pos = to
	}
	w.raw(escape(f.Text[pos:]))
	w.end("p")
	w.end("authorialNote")
}

// byteOffsets turns code points of a text into bytes; beyond its end is its end.
func byteOffsets(text string) func(int) int {
	if utf8.RuneCountInString(text) == len(text) {
		return func(cp int) int { return max(0, min(cp, len(text))) }
	}
	offsets := make([]int, 0, len(text))
	for i := range text {
		offsets = append(offsets, i)
	}
	return func(cp int) int {
		if cp >= len(offsets) {
			return len(text)
		}
		return offsets[max(cp, 0)]
	}
}
