package docx

import (
	"strconv"
	"strings"

	"comity/internal/resolution/source"
)

// document is the reading of one document's text.
type document struct {
	pack      *pack
	rels      map[string]relation
	styles    map[string]*style
	numbering *numbering

	footnotes, endnotes noteCounter

	build  source.Builder
	blocks []source.Block
	texts  int // bytes of text so far

	inNote    bool // the part read holds notes: references inside are not followed
	cells     int  // tables that are open
	field     []bool
	first     string // relation of the first page's header
	firstPage bool   // it is for the first page only
	heads     []source.Block
	pending   []pendingNote // references in the paragraph being read
}

// paragraph is what a paragraph's properties say.
type paragraph struct {
	style   string
	num     string // numbering instance; "0" takes the style's away
	ilvl    int
	outline int
	joined  bool // its mark is deleted: the next paragraph goes on from it
}

// run is what a run's properties say.
type run struct {
	style                 string
	italic, super, hidden *bool
}

// read reads the main part, then the notes it cites and its first header.
func (d *document) read(main string) error {
	if err := d.pack.open(main, d.body); err != nil {
		return err
	}
	d.flush(paragraph{}) // a document may end inside a joined paragraph
	if err := d.notes(); err != nil {
		return err
	}
	if h := d.rels[d.first].target; h != "" {
		side := &document{pack: d.pack, rels: map[string]relation{}, styles: d.styles, numbering: newNumbering(), inNote: true}
		if err := d.pack.open(h, side.body); err != nil {
			return err
		}
		side.flush(paragraph{})
		d.heads = side.blocks
	}
	return nil
}

// all returns the blocks in reading order: the masthead that stands in the
// first page's header, then the text.
func (d *document) all() []source.Block { return append(d.heads, d.blocks...) }

// body reads a part that holds paragraphs at whatever depth.
func (d *document) body(s *stream) error {
	for {
		e, text, end, err := s.next()
		switch {
		case err != nil:
			return eof(err)
		case end || text != nil:
			continue
		}
		if err := d.block(s, e); err != nil {
			return err
		}
	}
}

// block reads an element that may hold paragraphs.
func (d *document) block(s *stream, e element) error {
	switch e.local {
	case "p":
		return d.paragraph(s)
	case "tbl":
		d.cells++
		err := s.children(func(e element) error { return d.row(s, e) })
		d.cells--
		return err
	case "del", "moveFrom", "drawing", "pict", "object", "Fallback", "txbxContent", "sectPrChange", "tblPrChange", "sdtPr", "tblGrid", "tblPr", "tcPr":
		return s.skip()
	case "sectPr":
		return s.children(func(e element) error {
			switch e.local {
			case "headerReference":
				// The masthead of the first section, on the first page.
				if kind := e.attr("type"); kind == "first" && !d.firstPage || d.first == "" && kind != "even" {
					d.first, d.firstPage = e.attr("id"), kind == "first"
				}
			case "footnotePr":
				return s.children(d.footnotes.property(s))
			}
			return s.skip()
		})
	}
	return s.children(func(e element) error { return d.block(s, e) })
}

// row reads a table's row, which a tracked change may have deleted.
func (d *document) row(s *stream, e element) error {
	if e.local != "tr" {
		return d.block(s, e)
	}
	deleted := false
	return s.children(func(e element) error {
		switch {
		case e.local == "trPr":
			return s.children(func(e element) error {
				deleted = deleted || e.local == "del"
				return s.skip()
			})
		case deleted:
			return s.skip()
		}
		return d.block(s, e)
	})
}

// paragraph reads one paragraph and adds its block.
func (d *document) paragraph(s *stream) error {
	var p paragraph
	err := s.children(func(e element) error {
		if e.local == "pPr" {
			return d.paragraphProperties(s, &p)
		}
		return d.inline(s, e, p, "")
	})
	if err != nil || p.joined {
		return err
	}
	d.flush(p)
	return d.room(s)
}

// room refuses a document that has grown past the limits.
func (d *document) room(s *stream) error {
	if d.texts > source.MaxText {
		return source.TooLarge(s.name, s.where(), int64(d.texts), source.MaxText)
	}
	if len(d.blocks) > source.MaxBlocks {
		return source.TooMany(s.name, s.where(), len(d.blocks))
	}
	return nil
}

// flush ends the paragraph being built.
func (d *document) flush(p paragraph) {
	if d.build.Empty() {
		d.pending = nil
		return
	}
	role := source.Para
	switch {
	case d.cells > 0:
		role = source.Cell
	case p.outline > 0 || d.heading(p.style):
		role = source.Heading
	}
	number, depth := d.number(p)
	d.texts += d.build.Len() + 64
	b := d.build.Block(role)
	b.Number, b.Level = number, depth
	// A superscript mark that opens a paragraph makes it a footnote typed by hand.
	if !d.inNote && len(b.Notes) > 0 && b.Notes[0].At == 0 && len(d.pending) == 0 && b.Text != "" && number == "" {
		b.Role, b.Number, b.Notes = source.Footnote, b.Notes[0].Marker, b.Notes[1:]
	}
	d.blocks = append(d.blocks, b)
	for _, n := range d.pending {
		n.after = len(d.blocks)
		n.counter.cited = append(n.counter.cited, n)
	}
	d.pending = nil
}

// number counts the paragraph where it belongs to a list.
func (d *document) number(p paragraph) (string, int) {
	id, at := p.num, p.ilvl
	if id == "" {
		d.up(p.style, func(st *style) bool {
			if st.num != "" {
				id, at = st.num, st.ilvl
			}
			return id != ""
		})
		if in := d.numbering.instances[id]; in != nil {
			if l := d.numbering.lists[in.list]; l != nil {
				for i, lvl := range l.levels {
					if lvl.style != "" && lvl.style == p.style {
						at = i
					}
				}
			}
		}
	}
	if id == "" || id == "0" {
		return "", 0
	}
	return d.numbering.next(id, at), at + 1
}

func (d *document) paragraphProperties(s *stream, p *paragraph) error {
	return s.children(func(e element) error {
		switch e.local {
		case "pStyle":
			p.style = e.attr("val")
		case "outlineLvl":
			if n, err := strconv.Atoi(e.attr("val")); err == nil && n < 9 {
				p.outline = n + 1
			}
		case "numPr":
			return s.children(func(e element) error {
				switch e.local {
				case "ilvl":
					p.ilvl, _ = strconv.Atoi(e.attr("val"))
				case "numId":
					p.num = e.attr("val")
				}
				return s.skip()
			})
		case "rPr":
			return s.children(func(e element) error {
				p.joined = p.joined || e.local == "del" || e.local == "moveFrom"
				return s.skip()
			})
		case "sectPr":
			return d.block(s, e)
		}
		return s.skip()
	})
}

// inline reads what may stand inside a paragraph.
func (d *document) inline(s *stream, e element, p paragraph, href string) error {
	switch e.local {
	case "r":
		return d.run(s, p, href)
	case "del", "moveFrom", "drawing", "pict", "object", "Fallback", "pPr", "sdtPr", "rPr":
		return s.skip()
	case "hyperlink":
		if r, ok := d.rels[e.attr("id")]; ok {
			href = r.target
		}
	case "t": // mathematics: m:r is read as a run, other texts are not text
		return s.skip()
	}
	return s.children(func(e element) error { return d.inline(s, e, p, href) })
}

// run reads a run of text with one formatting.
func (d *document) run(s *stream, p paragraph, href string) error {
	var r run
	var custom *pendingNote // a reference whose own mark follows in the run
	write := func(text string) {
		if d.hidden(r, p) || len(d.field) > 0 && !d.field[len(d.field)-1] {
			return
		}
		if custom != nil {
			if m := strings.TrimSpace(text); m != "" {
				custom.marker = m
				d.build.Note(m)
				d.pending = append(d.pending, *custom)
				custom = nil
			}
			return
		}
		if d.superscript(r, p) {
			if markers := source.NoteMarkers(text); markers != nil && !unit(&d.build) {
				for _, m := range markers {
					d.build.Note(m)
				}
				return
			}
		}
		d.build.Write(text, source.Style{Italic: d.italic(r, p), Href: href})
	}
	return s.children(func(e element) error {
		switch e.local {
		case "rPr":
			return runProperties(s, &r)
		case "t":
			text, err := s.chars()
			write(text)
			return err
		case "tab", "ptab":
			write("\t")
		case "br", "cr":
			write(" ")
		case "noBreakHyphen":
			write("\u2011")
		case "sym":
			if c, err := strconv.ParseUint(e.attr("char"), 16, 32); err == nil && (c < 0xE000 || c > 0xF8FF) {
				write(string(rune(c)))
			}
		case "fldChar":
			d.fieldChar(e.attr("fldCharType"))
		case "footnoteReference", "endnoteReference":
			if d.inNote {
				break
			}
			counter := &d.footnotes
			if e.local == "endnoteReference" {
				counter = &d.endnotes
			}
			n := pendingNote{id: e.attr("id"), counter: counter}
			if custom = nil; e.attr("customMarkFollows") != "" && e.on() && e.attr("customMarkFollows") != "0" {
				custom = &n
				break
			}
			n.marker = counter.next()
			d.build.Note(n.marker)
			d.pending = append(d.pending, n)
		case "AlternateContent", "Choice", "ruby", "rubyBase":
			return s.children(func(e element) error { return d.inline(s, e, p, href) })
		}
		return s.skip()
	})
}

// fieldChar follows a complex field: its instruction is not text, its result is.
func (d *document) fieldChar(kind string) {
	switch n := len(d.field); {
	case kind == "begin" && n < source.MaxDepth:
		d.field = append(d.field, false)
	case kind == "separate" && n > 0:
		d.field[n-1] = true
	case kind == "end" && n > 0:
		d.field = d.field[:n-1]
	}
}

func runProperties(s *stream, r *run) error {
	return s.children(func(e element) error {
		on := e.on()
		switch e.local {
		case "rStyle":
			r.style = e.attr("val")
		case "i":
			r.italic = &on
		case "vanish":
			r.hidden = &on
		case "vertAlign":
			on = e.attr("val") == "superscript"
			r.super = &on
		}
		return s.skip()
	})
}

func (d *document) italic(r run, p paragraph) bool {
	if r.italic != nil {
		return *r.italic
	}
	return d.toggle(r.style, p.style, func(st *style) *bool { return st.italic })
}

func (d *document) superscript(r run, p paragraph) bool {
	if r.super != nil {
		return *r.super
	}
	return d.toggle(r.style, p.style, func(st *style) *bool { return st.super })
}

func (d *document) hidden(r run, p paragraph) bool {
	if r.hidden != nil {
		return *r.hidden
	}
	return d.toggle(r.style, p.style, func(st *style) *bool { return st.hidden })
}

// unit says whether what was written ends so that a raised digit is a power,
// not a footnote: "10", "m", "km".
func unit(b *source.Builder) bool {
	return source.EndsInUnit(b)
}
