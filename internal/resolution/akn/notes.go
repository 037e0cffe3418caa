package akn

import (
	"strings"
	"unicode/utf8"

	"comity/internal/resolution/source"
)

// openCapture turns text away from the run: into the number that waits for its
// block, or into the marker of a note.
func (r *reader) openCapture(f *frame) {
	inRun := len(r.runs) > 0
	if f.kind == prefaceNumber && inRun && r.s.attr("refersTo") == "#symbol" {
		r.runs[0].symbol = true
	}
	switch {
	case f.kind == prefaceNumber && f.region != preface, f.kind == superscript && !inRun:
		f.kind = inline
	case f.kind == number && inRun && len(r.runs[len(r.runs)-1].buf) > 0:
		f.kind = inline
	case f.kind == superscript:
		r.sup = r.sup[:0]
		r.capture, f.form = &r.sup, true
	default:
		r.flushNumber()
		r.numLine = r.s.lineHere()
		r.capture, f.form = &r.num, true
	}
}

// openNote begins a footnote inside the run that holds its marker.
func (r *reader) openNote() {
	marker := r.s.attr("marker")
	if len(r.runs) == 0 {
		r.begins(source.Para, &frame{region: r.frames[len(r.frames)-1].region})
		r.runs[0].loose = true
	}
	top := &r.runs[len(r.runs)-1]
	top.note(marker)
	note := run{depth: len(r.frames), italic: -1, link: -1, wholly: true}
	note.Role, note.Number, note.Part, note.Line = source.Footnote, marker, top.Part, r.s.lineHere()
	r.runs = append(r.runs, note)
}

func (r *reader) lineBreak(f *frame) {
	if len(r.runs) == 0 {
		return
	}
	top := &r.runs[len(r.runs)-1]
	if f.region != cover || top.wholly {
		top.gap = true
		return
	}
	// The run goes on below as a block of its own.
	next := run{depth: top.depth, loose: top.loose, italic: -1, link: -1}
	next.Role, next.Part, next.Line = top.Role, top.Part, r.s.lineHere()
	r.emit()
	r.runs = append(r.runs, next)
}

func (r *reader) closeForm(kind element) {
	if kind == number || kind == prefaceNumber {
		r.capture = nil
		if len(r.runs) == 1 && len(r.num) > 0 && r.runs[0].Number == "" && r.runs[0].Role != source.Cell {
			r.runs[0].Number = r.takeNumber()
		}
		return
	}
	if len(r.runs) == 0 {
		r.capture = nil
		return
	}
	top := &r.runs[len(r.runs)-1]
	switch kind {
	case superscript:
		r.capture = nil
		r.closeSuperscript(top)
	case emphasis:
		top.closeItalic()
	case anchor:
		top.closeLink()
	}
}

// closeSuperscript takes "7", "2,5", "a" or "*" as markers of notes; anything
// else is text.
func (r *reader) closeSuperscript(top *run) {
	markers := strings.FieldsFunc(string(r.sup), func(c rune) bool { return c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r' })
	for _, m := range markers {
		if !isMarker(m, top.Role == source.Cell) {
			top.write(r.sup)
			return
		}
	}
	for _, m := range markers {
		switch {
		case top.class == "FootnoteText" && len(top.buf) == 0 && top.Number == "":
			top.Role, top.Number = source.Footnote, m // the note of a table
		case top.wholly && len(top.buf) == 0 && m == top.Number:
			// A note that repeats its own marker.
		default:
			top.note(m)
		}
	}
}

// isMarker says whether a superscript can be the marker of a note: up to three
// digits, asterisks and daggers; one letter in a table only, for elsewhere it is
// part of an abbreviation ("nᵒ").
func isMarker(s string, table bool) bool {
	if strings.Trim(s, "*†‡§") == "" {
		return s != ""
	}
	if r, n := utf8.DecodeRuneInString(s); n == len(s) && r >= 'a' && r <= 'z' {
		return table
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) <= 3
}

func (r *reader) closeNote() {
	note := r.runs[len(r.runs)-1]
	r.runs = r.runs[:len(r.runs)-1]
	up := &r.runs[len(r.runs)-1]
	note.dropEmptyBrackets()
	up.after = append(append(up.after, note.finish()), note.after...)
}
