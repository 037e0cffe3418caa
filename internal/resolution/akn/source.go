package akn

import (
	"bytes"
	"strings"

	"comity/internal/resolution/source"
)

// Source takes Akoma Ntoso apart into blocks in reading order.
//
// The cover and the conclusions give a Para to each printed line; the preface a
// Heading whose Number is the document's number ("74/177.") and whose Text its
// title; the parts of a composite resolution each a Heading with Number "A" and
// perhaps no Text. A numbered heading is a Heading with the number apart. Tables
// give a Cell to each cell that is not empty. The notes of a block follow it. In
// a document that nests its paragraphs, Level is the depth from 2 on; where it
// lays "(a)" beside "12.", as the United Nations does, Level is 0.
//
// An error is a *SyntaxError, or says that the XML is no Akoma Ntoso.
func Source(name string, data []byte) (source.Source, error) {
	r, err := read(name, data, false)
	if err != nil {
		return source.Source{}, err
	}
	return source.Source{Name: name, Kind: source.AKN, Blocks: r.blocks, Head: r.head}, nil
}

// frame is one open element.
type frame struct {
	kind    element
	region  region // of what is inside
	opened  bool   // it opened the run on top
	foreign bool   // of another namespace, or inside one
	form    bool   // it opened an emphasis, or a link
	level   int
	class   string
	name    string
}

// reader builds blocks from tokens.
type reader struct {
	s      *scanner
	frames []frame
	runs   []run // the open block, and the open note inside it
	blocks []source.Block
	head   source.Head

	prefix  []byte // the prefix that the root binds to Akoma Ntoso
	num     []byte // a number that waits for its block
	numLine int
	capture *[]byte // where text goes instead of into a run: a number, a superscript
	sup     []byte
	annexed bool // an annex has begun inside the body
	fresh   bool // an attachment has begun and no block yet

	details bool // keep names and classes, one for each block
	traits  []trait
}

// trait is what a yardstick wants to know of a block beyond source.Block.
type trait struct{ name, class string }

func read(name string, data []byte, details bool) (*reader, error) {
	s, err := newScanner(name, data)
	if err != nil {
		return nil, err
	}
	r := &reader{s: s, details: details, frames: make([]frame, 0, 32), runs: make([]run, 0, 4), blocks: make([]source.Block, 0, 64+len(data)/1500)}
	for {
		t, err := s.next()
		if err != nil {
			return nil, err
		}
		switch t {
		case startTag:
			if len(r.frames) == 0 {
				if err := r.begin(); err != nil {
					return nil, err
				}
			}
			r.start()
		case endTag:
			r.end()
		case text:
			r.text()
		case endOfInput:
			r.flushNumber()
			return r, nil
		}
	}
}

// begin checks the root element.
func (r *reader) begin() error {
	prefix, local := localName(r.s.name)
	if string(local) != "akomaNtoso" {
		return r.s.fault(r.s.begin, "begins with <%.60s>; Akoma Ntoso begins with <akomaNtoso>", r.s.name)
	}
	declaration := "xmlns"
	if len(prefix) > 0 {
		declaration += ":" + string(prefix)
	}
	if ns := r.s.attr(declaration); !akomaNtoso(ns) {
		return r.s.fault(r.s.begin, "has the namespace %.100q, which is not Akoma Ntoso's", ns)
	}
	r.prefix = prefix
	return nil
}

// akomaNtoso tells the namespaces of the standard and of its drafts.
func akomaNtoso(ns string) bool {
	return strings.HasPrefix(ns, "http://docs.oasis-open.org/legaldocml/ns/akn/") ||
		strings.HasPrefix(ns, "http://www.akomantoso.org/")
}

func (r *reader) start() {
	prefix, local := localName(r.s.name)
	var up frame
	if len(r.frames) > 0 {
		up = r.frames[len(r.frames)-1]
	}
	f := frame{region: up.region, level: up.level, class: up.class, name: up.name}
	switch {
	case up.foreign, !bytes.Equal(prefix, r.prefix), len(r.frames) > 0 && r.redeclared():
		f.kind, f.foreign = silent, true
		r.frames = append(r.frames, f)
		return
	case up.kind == metaElement, up.kind == silent:
		f.kind = up.kind
		if f.kind == metaElement {
			r.meta(local)
		}
		r.frames = append(r.frames, f)
		return
	}
	f.kind = meaning(local)
	if reg, ok := regionOf(local); ok {
		r.enter(&f, reg)
	}
	switch f.kind {
	case metaElement, silent, container, sectionLike, block, heading, number, cell, paragraphLike:
		r.closeLoose()
	}
	r.open(&f, local)
	r.frames = append(r.frames, f)
}

// redeclared says whether the element binds the prefix of Akoma Ntoso anew.
func (r *reader) redeclared() bool {
	for _, a := range r.s.attrs {
		if p, l := localName(a.name); string(p) == "xmlns" && bytes.Equal(l, r.prefix) || len(r.prefix) == 0 && string(a.name) == "xmlns" {
			return !akomaNtoso(decode(a.value))
		}
	}
	return false
}

func (r *reader) enter(f *frame, reg region) {
	if f.region == attachment {
		// What an annex holds is annex, whatever its own parts are called.
		if reg == operative || reg == preamble {
			return
		}
	}
	if reg != f.region {
		r.flushNumber()
	}
	f.region = reg
	switch reg {
	case attachment:
		r.fresh = true
	case preface, preamble:
		r.annexed = false
	}
}

// open does what the start of an element asks for.
func (r *reader) open(f *frame, local []byte) {
	switch f.kind {
	case block:
		f.opened = r.begins(source.Para, f)
		if f.opened && string(local) == "crossHeading" {
			top := &r.runs[len(r.runs)-1]
			if r.s.attr("refersTo") == "#preamble" {
				top.Part = preamble.part()
			} else {
				top.Role = source.Heading
			}
		}
	case heading:
		if f.opened = r.begins(source.Heading, f); !f.opened {
			r.runs[len(r.runs)-1].Role = source.Heading
		}
	case cell:
		f.opened = r.begins(source.Cell, f)
	case number, superscript, prefaceNumber:
		r.openCapture(f)
	case noteElement:
		r.openNote()
	case lineBreak:
		r.lineBreak(f)
	case emphasis:
		if len(r.runs) > 0 && (string(local) != "span" || strings.Contains(r.s.attr("class"), "italic")) {
			r.runs[len(r.runs)-1].openItalic()
			f.form = true
		}
	case anchor:
		if len(r.runs) > 0 {
			r.runs[len(r.runs)-1].openLink(r.s.attr("href"))
			f.form = true
		}
	case paragraphLike:
		r.flushNumber()
		f.level++
		f.class = r.s.attr("class")
	case sectionLike:
		r.flushNumber()
	case container:
		switch string(local) {
		case "container", "formula":
			f.name = r.s.attr("name")
		case "sublist", "blockList":
			f.level++
		}
	case inline:
		// <decoration> is a row of asterisks between paragraphs.
		if string(local) == "decoration" && len(r.runs) == 1 {
			r.runs[0].Role = source.Heading
		}
	}
}

// begins opens a run, unless the element stands inside one, where it is a break
// between words only.
func (r *reader) begins(role source.Role, f *frame) bool {
	if len(r.runs) > 0 {
		r.runs[len(r.runs)-1].gap = true
		return false
	}
	part := f.region.part()
	if r.annexed && part == operative.part() {
		part = attachment.part()
	}
	run := run{depth: len(r.frames), italic: -1, link: -1, name: f.name, class: f.class}
	run.Role, run.Part, run.Line = role, part, r.s.lineHere()
	if role == source.Para {
		switch {
		case strings.HasPrefix(f.class, "H"), f.region == preface:
			run.Role = source.Heading
		case f.class == "FootnoteText":
			run.Role = source.Cell
		}
	}
	if f.level > 1 {
		run.Level = f.level
	}
	if role != source.Cell {
		run.Number = r.takeNumber()
	}
	r.runs = append(r.runs, run)
	return true
}

func (r *reader) takeNumber() string {
	n := fold(r.num)
	r.num = r.num[:0]
	return n
}

func fold(b []byte) string {
	var r run
	r.write(b)
	return string(r.buf)
}

// flushNumber makes a heading of a number that no block came for.
func (r *reader) flushNumber() {
	if len(r.num) == 0 || len(r.runs) > 0 {
		return
	}
	var f frame
	if len(r.frames) > 0 {
		f = r.frames[len(r.frames)-1]
	}
	f.level = 0
	line := r.numLine
	if r.begins(source.Heading, &f) {
		r.runs[0].Line = line
		r.emit()
	}
}

func (r *reader) text() {
	chars := r.s.chars
	f := &r.frames[len(r.frames)-1]
	if f.foreign || f.kind == silent || f.kind == metaElement {
		return
	}
	if !r.s.cdata && bytes.IndexByte(chars, '&') >= 0 {
		chars = appendDecoded(nil, chars)
	}
	if r.capture != nil {
		*r.capture = append(*r.capture, chars...)
		return
	}
	if len(r.runs) == 0 {
		if len(bytes.TrimLeft(chars, " \t\r\n")) == 0 {
			return
		}
		r.begins(source.Para, f)
		r.runs[0].loose = true
	}
	r.runs[len(r.runs)-1].write(chars)
}

func (r *reader) end() {
	f := r.frames[len(r.frames)-1]
	r.frames = r.frames[:len(r.frames)-1]
	if f.foreign {
		return
	}
	switch {
	case f.form:
		r.closeForm(f.kind)
	case f.kind == noteElement:
		r.closeNote()
	case f.opened:
		if len(r.runs) > 0 {
			r.emit()
		}
	case f.kind == paragraphLike, f.kind == sectionLike:
		r.closeLoose()
		r.flushNumber()
	case len(r.runs) == 1 && r.runs[0].loose && r.runs[0].depth > len(r.frames):
		r.closeLoose()
	case f.kind == block, f.kind == heading, f.kind == cell:
		if len(r.runs) > 0 {
			r.runs[len(r.runs)-1].gap = true
		}
	}
}

func (r *reader) closeLoose() {
	if len(r.runs) == 1 && r.runs[0].loose {
		r.emit()
	}
}

// emit finishes the run at the bottom and appends its blocks.
func (r *reader) emit() {
	run := &r.runs[0]
	r.runs = r.runs[:0]
	b := run.finish()
	if b.Text == "" && b.Number == "" && len(b.Notes) == 0 {
		return
	}
	if b.Role == source.Para && b.Text == "" && b.Number != "" {
		b.Role = source.Heading // the number of a section, marked as a paragraph
	}
	if run.symbol && r.head.Symbol == "" {
		r.head.Symbol = b.Text
	}
	if b.Role == source.Heading && beginsAnnex(b.Text) && (b.Part == operative.part() || b.Part == attachment.part()) {
		b.Role, b.Part, r.annexed = source.AnnexHead, attachment.part(), true
	}
	if r.fresh && b.Part == attachment.part() {
		r.fresh = false
		if b.Role == source.Heading {
			b.Role = source.AnnexHead
		} else if b.Role != source.AnnexHead {
			r.append(source.Block{Role: source.AnnexHead, Part: b.Part, Line: b.Line}, trait{})
		}
	}
	r.append(b, trait{run.name, run.class})
	for _, note := range run.after {
		r.append(note, trait{})
	}
}

func (r *reader) append(b source.Block, t trait) {
	r.blocks = append(r.blocks, b)
	if r.details {
		r.traits = append(r.traits, t)
	}
	if b.Role == source.Heading && r.head.Title == "" && len(r.frames) > 0 && r.frames[len(r.frames)-1].region == preface {
		r.head.Title = b.Text
	}
}

// beginsAnnex says whether a heading opens an annex: "Annex", "Annexe II",
// "Приложение", "附件一".
func beginsAnnex(text string) bool {
	for _, word := range [...]string{"Annexe", "Annex", "ANNEX", "Anexo", "Приложение", "附件", "المرفق", "مرفق"} {
		if rest, ok := strings.CutPrefix(text, word); ok {
			rest, _, _ = strings.Cut(strings.TrimSpace(rest), " ")
			return len(rest) == 0 || len(strings.Trim(rest, "IVXLC0123456789.")) == 0 || word == "附件" || len(text) > len(word) && text[len(word)] == ' '
		}
	}
	return false
}
