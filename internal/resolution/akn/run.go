package akn

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"comity/internal/resolution/source"
)

// run is a block under construction.
type run struct {
	source.Block
	buf     []byte
	gap     bool // white space waits to be written before the next character
	depth   int  // elements open where the run began
	loose   bool // text without a block element of its own
	wholly  bool // the text of a note
	symbol  bool // the document's symbol
	italics int  // how many emphasis elements are open
	italic  int  // where the open emphasis began in buf; -1 before its first character
	link    int  // as italic, for the open link
	href    string
	linked  bool
	// after holds the notes whose markers stand in this run.
	after []source.Block
	name  string // @name of the container around it
	class string // @class of the paragraph around it
}

// write appends text with its white space folded.
func (r *run) write(chars []byte) {
	for i := 0; i < len(chars); {
		if isSpace(chars[i]) {
			r.gap = true
			i++
			continue
		}
		if chars[i] >= 0x80 {
			if c, n := utf8.DecodeRune(chars[i:]); wideSpace(c) {
				r.gap = true
				i += n
				continue
			}
		}
		j := i + 1
		for j < len(chars) && !isSpace(chars[j]) && (chars[j] < 0xC2 || !spaceAt(chars[j:])) {
			j++
		}
		r.put(chars[i:j])
		i = j
	}
}

// put appends a word, after the space that waits.
func (r *run) put(word []byte) {
	if r.gap && len(r.buf) > 0 {
		r.buf = append(r.buf, ' ')
	}
	r.gap = false
	if r.italics > 0 && r.italic < 0 {
		r.italic = len(r.buf)
	}
	if r.linked && r.link < 0 {
		r.link = len(r.buf)
	}
	r.buf = append(r.buf, word...)
}

// spaceAt says whether a space of more than one byte stands at the beginning.
func spaceAt(b []byte) bool {
	switch b[0] {
	case 0xC2, 0xE1, 0xE2, 0xE3:
		r, _ := utf8.DecodeRune(b)
		return wideSpace(r)
	}
	return false
}

// wideSpace tells the spaces outside ASCII: no-break, en, em, thin, ideographic
// and their like. The paragraph's text has plain spaces in their place.
func wideSpace(r rune) bool {
	switch {
	case r == 0xA0, r == 0x1680, r >= 0x2000 && r <= 0x200A, r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F, r == 0x3000, r == 0x85:
		return true
	}
	return false
}

func (r *run) openItalic() {
	if r.italics++; r.italics == 1 {
		r.italic = -1
	}
}

func (r *run) closeItalic() {
	if r.italics--; r.italics > 0 || r.italic < 0 {
		return
	}
	// Emphasis that the markup breaks in two is one phrase.
	if n := len(r.Italic) - 1; n >= 0 && len(strings.TrimSpace(string(r.buf[r.Italic[n].End:r.italic]))) == 0 {
		r.Italic[n].End = len(r.buf)
	} else {
		r.Italic = append(r.Italic, source.Span{Start: r.italic, End: len(r.buf)})
	}
	r.italic = -1
}

func (r *run) openLink(href string) { r.linked, r.link, r.href = true, -1, href }

func (r *run) closeLink() {
	if r.linked && r.link >= 0 && r.href != "" {
		r.Links = append(r.Links, source.Link{Span: source.Span{Start: r.link, End: len(r.buf)}, Href: r.href})
	}
	r.linked = false
}

func (r *run) note(marker string) {
	r.Notes = append(r.Notes, source.Note{At: len(r.buf), Marker: marker})
}

// dropEmptyBrackets cuts the "()" that Arabic files leave at the beginning of a
// note whose marker, printed "(1)", has gone into an attribute.
func (r *run) dropEmptyBrackets() { r.drop("()") }

// dropSeparator cuts what some files leave at the beginning of a text whose
// number stands in <num>: the dash of "1 - ", the stop of "1.1. ".
func (r *run) dropSeparator() {
	if r.Number == "" {
		return
	}
	for _, s := range [...]string{". ", "- ", "– "} {
		r.drop(s)
	}
}

// drop cuts a prefix and the space after it off the text.
func (r *run) drop(prefix string) {
	if !bytes.HasPrefix(r.buf, []byte(prefix)) {
		return
	}
	cut := len(prefix)
	for cut < len(r.buf) && r.buf[cut] == ' ' {
		cut++
	}
	r.buf = r.buf[cut:]
	back := func(at *int) { *at = max(*at-cut, 0) }
	for i := range r.Italic {
		back(&r.Italic[i].Start)
		back(&r.Italic[i].End)
	}
	for i := range r.Links {
		back(&r.Links[i].Start)
		back(&r.Links[i].End)
	}
	for i := range r.Notes {
		back(&r.Notes[i].At)
	}
}

// finish makes the block of the run. Text that is not in normal form C is
// brought there piece by piece between the places that spans and notes hold.
func (r *run) finish() source.Block {
	r.dropSeparator()
	b := r.Block
	if norm.NFC.IsNormal(r.buf) {
		b.Text = string(r.buf)
		return b
	}
	places := make([]*int, 0, 16)
	for i := range b.Italic {
		places = append(places, &b.Italic[i].Start, &b.Italic[i].End)
	}
	for i := range b.Links {
		places = append(places, &b.Links[i].Start, &b.Links[i].End)
	}
	for i := range b.Notes {
		places = append(places, &b.Notes[i].At)
	}
	moved := make([]int, len(places))
	for i, p := range places {
		moved[i] = len(norm.NFC.Bytes(r.buf[:*p]))
	}
	b.Text = string(norm.NFC.Bytes(r.buf))
	for i, p := range places {
		*p = min(moved[i], len(b.Text))
	}
	return b
}
