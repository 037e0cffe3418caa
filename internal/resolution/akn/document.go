package akn

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"comity/internal/resolution"
)

// Document reads what Write wrote: the head, the paragraphs with their text,
// numbers, italics and notes, the footnotes, and what was uncertain. Phrases,
// citations, clauses and topics are not taken from the markup: they are read
// from the text again, by the same rules as ever. A reader that adds what those
// rules leave uncertain finds it in the list already.
//
// ok is false, with no error, where the XML is Akoma Ntoso of another hand, or
// none at all; a *SyntaxError says where XML of our own is broken.
func Document(name string, data []byte) (doc resolution.Document, ok bool, err error) {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte(`xmlns:comity="`+namespace+`"`)) {
		return doc, false, nil
	}
	s, err := newScanner(name, data)
	if err != nil {
		return doc, false, err
	}
	r := &ownReader{s: s, notes: map[int]resolution.Footnote{}, markers: map[int][]string{}, order: map[int]string{}}
	for {
		t, err := s.next()
		if err != nil {
			return doc, false, err
		}
		switch t {
		case startTag:
			if err := r.start(); err != nil {
				return doc, false, err
			}
		case endTag:
			r.end()
		case text:
			r.text()
		case endOfInput:
			if !r.headed {
				return doc, false, nil
			}
			doc, err := r.finish()
			return doc, err == nil, err
		}
	}
}

// ownFrame is an open element of our own manner.
type ownFrame struct {
	paragraph int // the paragraph whose text stands in <p> here; -1 for none
	note      int // the footnote; -1 for none
	prose     bool
	italic    int // where an emphasis began, in code points; -1 for none
	annex     bool
	recital   bool
	uncertain bool
	marker    bool
}

type ownReader struct {
	s       *scanner
	frames  []ownFrame
	doc     resolution.Document
	headed  bool
	texts   [][]byte
	lengths []int // of texts, in code points
	notes   map[int]resolution.Footnote
	noteBuf []byte
	why     []byte
	of      int // the paragraph that markers are read for
	markers map[int][]string
	order   map[int]string
	italics []placed
}

type placed struct {
	paragraph int
	span      resolution.Span
}

func (r *ownReader) number(attr string) (int, error) {
	v := r.s.attr(attr)
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > 1<<24 {
		return 0, r.s.fault(r.s.begin, "has the %s %.20q in <%s>, which should be a small number", attr, v, r.s.name)
	}
	return n, nil
}

func (r *ownReader) start() error {
	f := ownFrame{paragraph: -1, note: -1, italic: -1}
	if n := len(r.frames); n > 0 {
		f = r.frames[n-1]
		f.italic, f.uncertain, f.marker = -1, false, false
	}
	if id := r.s.attr("comity:id"); id != "" {
		r.open(&f, id)
	}
	switch string(r.s.name) {
	case "attachment":
		f.annex = true
	case "p":
		f.prose = f.paragraph >= 0 || f.note >= 0
	case "num":
		f.prose = false
	case "span":
		if f.prose && f.note < 0 && r.s.attr("class") == "italic" {
			f.italic = r.lengths[f.paragraph]
		}
	case "authorialNote", "note", "noteRef":
		i, err := r.number("comity:note")
		if err != nil {
			return err
		}
		if f.paragraph >= 0 {
			p := &r.doc.Paragraphs[f.paragraph]
			p.NoteSpans = append(p.NoteSpans, resolution.Note{Footnote: i, At: r.lengths[f.paragraph]})
		}
		if string(r.s.name) != "noteRef" {
			f.note, f.prose = i, false
			r.notes[i] = resolution.Footnote{Marker: r.s.attr("marker")}
			r.noteBuf = r.noteBuf[:0]
		}
	case "comity:document":
		r.head()
	case "comity:uncertain":
		f.uncertain = true
		r.why = r.why[:0]
		r.doc.Uncertain = append(r.doc.Uncertain, resolution.Uncertain{Paragraph: r.s.attr("paragraph"), Field: r.s.attr("field")})
	case "comity:italic":
		return r.crossing()
	case "comity:markers":
		i, err := r.number("paragraph")
		if err != nil {
			return err
		}
		r.of = i
		r.markers[i] = []string{}
	case "comity:marker":
		f.marker = true
		r.why = r.why[:0]
	case "comity:order":
		i, err := r.number("paragraph")
		if err != nil {
			return err
		}
		r.order[i] = r.s.attr("id")
	}
	r.frames = append(r.frames, f)
	return nil
}

func (r *ownReader) head() {
	a := r.s.attr
	d := &r.doc
	d.Symbol, d.Title, d.Organ, d.Adopted, d.Meeting = a("symbol"), a("title"), a("organ"), a("adopted"), a("meeting")
	d.AgendaItem, d.Report, d.Language = a("agendaItem"), a("report"), a("language")
	d.Session, _ = strconv.Atoi(a("session"))
	r.headed = true
}

func (r *ownReader) crossing() error {
	var n [3]int
	for i, attr := range []string{"paragraph", "start", "end"} {
		var err error
		if n[i], err = r.number(attr); err != nil {
			return err
		}
	}
	r.italics = append(r.italics, placed{n[0], resolution.Span{n[1], n[2]}})
	f := ownFrame{paragraph: -1, note: -1, italic: -1}
	r.frames = append(r.frames, f)
	return nil
}

// open begins a paragraph.
func (r *ownReader) open(f *ownFrame, id string) {
	p := resolution.Paragraph{ID: id, Part: resolution.Operative, Number: id}
	switch number := r.s.attr("comity:number"); number {
	case "":
	case "-":
		p.Number = ""
	default:
		p.Number = number
	}
	if string(r.s.name) == "container" {
		f.recital = true
	}
	switch {
	case f.annex:
		p.Part = resolution.Annex
	case f.recital:
		p.Part = resolution.Preamble
	}
	f.paragraph, f.prose = len(r.doc.Paragraphs), false
	r.doc.Paragraphs = append(r.doc.Paragraphs, p)
	r.texts = append(r.texts, nil)
	r.lengths = append(r.lengths, 0)
}

func (r *ownReader) text() {
	f := &r.frames[len(r.frames)-1]
	var dst *[]byte
	switch {
	case f.uncertain, f.marker:
		dst = &r.why
	case f.prose && f.note >= 0:
		dst = &r.noteBuf
	case f.prose:
		dst = &r.texts[f.paragraph]
	default:
		return
	}
	before := len(*dst)
	if r.s.cdata {
		*dst = append(*dst, r.s.chars...)
	} else {
		*dst = appendDecoded(*dst, r.s.chars)
	}
	if f.prose && f.note < 0 {
		r.lengths[f.paragraph] += utf8.RuneCount((*dst)[before:])
	}
}

func (r *ownReader) end() {
	f := r.frames[len(r.frames)-1]
	r.frames = r.frames[:len(r.frames)-1]
	switch {
	case f.uncertain:
		r.doc.Uncertain[len(r.doc.Uncertain)-1].Why = string(r.why)
	case f.marker:
		r.markers[r.of] = append(r.markers[r.of], string(r.why))
	case f.italic >= 0:
		p := &r.doc.Paragraphs[f.paragraph]
		p.Emphasis = append(p.Emphasis, resolution.Span{f.italic, r.lengths[f.paragraph]})
	case f.note >= 0 && (string(r.s.name) == "authorialNote" || string(r.s.name) == "note"):
		n := r.notes[f.note]
		n.Text = string(r.noteBuf)
		r.notes[f.note] = n
	}
}

// finish puts the parts together.
func (r *ownReader) finish() (resolution.Document, error) {
	d := &r.doc
	for i := range d.Paragraphs {
		d.Paragraphs[i].Text = string(r.texts[i])
	}
	r.reorder()
	for _, i := range r.italics {
		if i.paragraph < len(d.Paragraphs) {
			p := &d.Paragraphs[i.paragraph]
			p.Emphasis = append(p.Emphasis, i.span)
		}
	}
	d.Footnotes = make([]resolution.Footnote, len(r.notes))
	for i, n := range r.notes {
		if i >= len(r.notes) {
			return *d, r.s.fault(r.s.pos, "numbers a footnote %d and has only %d", i+1, len(r.notes))
		}
		d.Footnotes[i] = n
	}
	for i := range d.Paragraphs {
		p := &d.Paragraphs[i]
		sortSpans(p.Emphasis)
		if m, ok := r.markers[i]; ok {
			p.Footnotes = m
			continue
		}
		p.Footnotes = []string{}
		for _, n := range p.NoteSpans {
			if n.Footnote < len(d.Footnotes) {
				p.Footnotes = append(p.Footnotes, d.Footnotes[n.Footnote].Marker)
			}
		}
	}
	return *d, nil
}

// reorder brings the paragraphs into the order that they were read in, where
// the tree could not keep it.
func (r *ownReader) reorder() {
	if len(r.order) != len(r.doc.Paragraphs) {
		return
	}
	byID := map[string][]int{}
	for i, p := range r.doc.Paragraphs {
		byID[p.ID] = append(byID[p.ID], i)
	}
	out := make([]resolution.Paragraph, 0, len(r.order))
	for i := range r.doc.Paragraphs {
		ids := byID[r.order[i]]
		if len(ids) == 0 {
			return
		}
		out = append(out, r.doc.Paragraphs[ids[0]])
		byID[r.order[i]] = ids[1:]
	}
	r.doc.Paragraphs = out
}

func sortSpans(s []resolution.Span) {
	for i := 1; i < len(s); i++ {
		for j := i; j > 0 && (s[j][0] < s[j-1][0] || s[j][0] == s[j-1][0] && s[j][1] < s[j-1][1]); j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
}
