package html

import (
	"strconv"
	"strings"

	"comity/internal/resolution/source"
)

// text reads text between tags.
func (r *reader) text(s string) {
	n := len(r.stack)
	if r.skipping() || n > 0 && r.stack[n-1].tag == "title" && r.inHead(s) {
		return
	}
	if strings.TrimSpace(s) != "" {
		r.broken = false
	}
	if n > 0 && r.stack[n-1].pre {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				r.flushAs(source.Line)
			}
			r.write(line)
		}
		return
	}
	r.write(strings.ReplaceAll(s, "\t", " ")) // a page's tabs only lay out its source
}

// inHead takes a page's title.
func (r *reader) inHead(s string) bool {
	if r.head.Title == "" {
		r.head.Title = strings.Join(strings.Fields(s), " ")
	}
	return true
}

// write adds text in the style of the innermost element.
func (r *reader) write(s string) {
	var e element
	if n := len(r.stack); n > 0 {
		e = r.stack[n-1]
	}
	if r.anchor != nil {
		r.anchor.pieces = append(r.anchor.pieces, piece{s, e.italic, e.raised})
		return
	}
	if e.raised {
		if markers := source.NoteMarkers(s); markers != nil && !source.EndsInUnit(&r.build) {
			if r.build.Empty() && r.marker == "" {
				r.marker = markers[0]
				return
			}
			for _, m := range markers {
				r.build.Note(m)
			}
			return
		}
	}
	r.build.Write(s, source.Style{Italic: e.italic})
}

// flush ends the block being built.
func (r *reader) flush() { r.flushAs(source.Para) }

func (r *reader) flushAs(role source.Role) {
	r.closeAnchor()
	r.broken = false
	marker := r.marker
	r.marker = ""
	if r.build.Empty() && role != source.Line {
		return // ids met so far belong to the block that comes
	}
	if n := len(r.stack); n > 0 && r.stack[n-1].pre {
		role = source.Line
	}
	inCell, note := false, false
	for i := len(r.stack) - 1; i >= 0; i-- {
		switch t := r.stack[i].tag; {
		case t == "td" || t == "th":
			inCell = true
		case role == source.Para && len(t) == 2 && t[0] == 'h' && '1' <= t[1] && t[1] <= '6':
			role = source.Heading
		}
		note = note || r.stack[i].note
	}
	if inCell && role == source.Para {
		role = source.Cell
	}
	if !note {
		r.note = -1
	}
	b := r.build.Block(role)
	b.Line = r.line
	r.texts += len(b.Text) + 64
	switch {
	case note && marker == "" && r.note >= 0: // the note's next paragraph
		r.more[r.note] = append(r.more[r.note], b.Text)
		return
	case marker != "" && b.Text != "":
		b.Role, b.Number = source.Footnote, marker
		r.note = len(r.blocks)
	case r.number != "":
		b.Number, b.Level, r.number = r.number, r.depth, ""
	}
	r.blocks = append(r.blocks, b)
	r.blockID = append(r.blockID, r.ids)
	r.ids = nil
}

// item counts an item of the innermost list.
func (r *reader) item(value string) {
	r.depth, r.number = 0, ""
	var in *list
	for _, e := range r.stack {
		if e.list != nil {
			in = e.list
			r.depth++
		}
	}
	if in == nil || in.kind == "" {
		return
	}
	n := atoi(value, in.next)
	in.next = n + 1
	switch in.kind {
	case "a":
		r.number = "(" + source.Numeral("lowerLetter", n) + ")"
	case "i":
		r.number = "(" + source.Numeral("lowerRoman", n) + ")"
	case "A":
		r.number = source.Numeral("upperLetter", n) + "."
	case "I":
		r.number = source.Numeral("upperRoman", n) + "."
	default:
		r.number = strconv.Itoa(n) + "."
	}
}

func listKind(attr, css string) string {
	switch attr {
	case "a", "A", "i", "I":
		return attr
	}
	_, kind, _ := strings.Cut(css, "list-style-type:")
	kind, _, _ = strings.Cut(kind, ";")
	switch kind {
	case "lower-alpha", "lower-latin":
		return "a"
	case "upper-alpha", "upper-latin":
		return "A"
	case "lower-roman":
		return "i"
	case "upper-roman":
		return "I"
	case "none", "disc", "circle", "square":
		return ""
	}
	return "1"
}

func atoi(s string, or int) int {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && -1<<20 < n && n < 1<<20 {
		return n
	}
	return or
}
