package docx

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"comity/internal/resolution/source"
)

// noteCounter numbers footnotes or endnotes in the order of their references.
type noteCounter struct {
	format string
	start  int // 0: begins at 1
	n      int
	cited  []pendingNote
}

// pendingNote is a reference whose text stands in another part.
type pendingNote struct {
	id, marker string
	after      int // blocks that stand before the note's own
	counter    *noteCounter
}

func (c *noteCounter) next() string {
	if c.n == 0 && c.start > 1 {
		c.n = c.start - 1
	}
	c.n++
	return source.Numeral(c.format, c.n)
}

// property reads a child of footnotePr: how notes are numbered.
func (c *noteCounter) property(s *stream) func(element) error {
	return func(e element) error {
		switch e.local {
		case "numFmt":
			c.format = e.attr("val")
		case "numStart":
			c.start, _ = strconv.Atoi(e.attr("val"))
		}
		return s.skip()
	}
}

// notes reads the texts of the notes that the document cites and puts each
// behind the paragraph that cites it.
func (d *document) notes() error {
	var all []pendingNote
	texts := map[*noteCounter]map[string]source.Block{}
	for _, k := range []struct {
		kind, local string
		counter     *noteCounter
	}{{"footnotes", "footnote", &d.footnotes}, {"endnotes", "endnote", &d.endnotes}} {
		if len(k.counter.cited) == 0 {
			continue
		}
		all = append(all, k.counter.cited...)
		found, err := d.noteTexts(d.part(k.kind), k.local)
		if err != nil {
			return err
		}
		texts[k.counter] = found
	}
	if len(all) == 0 {
		return nil
	}
	behind := map[int][]source.Block{}
	for _, n := range all {
		if b, ok := texts[n.counter][n.id]; ok {
			b.Number = n.marker
			behind[n.after] = append(behind[n.after], b)
		}
	}
	out := make([]source.Block, 0, len(d.blocks)+len(all))
	for i, b := range d.blocks {
		out = append(append(out, b), behind[i+1]...)
	}
	d.blocks = out
	return nil
}

// noteTexts reads a part of notes: one block of Role Footnote each, by id.
func (d *document) noteTexts(part, local string) (map[string]source.Block, error) {
	found := map[string]source.Block{}
	side := &document{pack: d.pack, rels: map[string]relation{}, styles: d.styles, numbering: newNumbering(), inNote: true}
	if part != "" {
		rels, err := d.pack.relations(part)
		if err != nil {
			return nil, err
		}
		side.rels = rels
	}
	err := d.pack.open(part, func(s *stream) error {
		return s.each(func(e element) error {
			if e.local != local {
				return nil
			}
			if t := e.attr("type"); t != "" && t != "normal" {
				return s.skip() // the rule above the notes
			}
			side.blocks, side.texts = nil, d.texts
			err := s.children(func(e element) error { return side.block(s, e) })
			side.flush(paragraph{})
			d.texts = side.texts
			found[e.attr("id")] = joined(side.blocks)
			return err
		})
	})
	return found, err
}

// joined makes one footnote of its paragraphs.
func joined(blocks []source.Block) source.Block {
	var all source.Block
	var text strings.Builder
	for i, b := range blocks {
		if i == 0 {
			all = b
			text.WriteString(b.Text)
			continue
		}
		text.WriteByte(' ')
		shift := text.Len()
		text.WriteString(b.Text)
		for _, s := range b.Italic {
			all.Italic = append(all.Italic, source.Span{Start: s.Start + shift, End: s.End + shift})
		}
		for _, l := range b.Links {
			l.Start, l.End = l.Start+shift, l.End+shift
			all.Links = append(all.Links, l)
		}
	}
	all.Text = text.String()
	all.Role, all.Number, all.Level, all.Notes = source.Footnote, "", 0, nil
	return all
}

func eof(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
