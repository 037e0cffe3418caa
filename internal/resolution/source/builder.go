package source

import (
	"strings"
	"unicode/utf8"
)

// Style is what a source tells about a run of text.
type Style struct {
	Italic bool
	Href   string
}

// Builder puts one Block together from runs. It folds white space: a run of it
// becomes one space, or one tab where a tab was in it, and none stands at
// either end. The zero value is ready.
type Builder struct {
	text   []byte
	white  byte // folded white space that waits for more text
	notes  []Note
	italic []Span
	links  []Link
}

// Write adds s in a style.
func (b *Builder) Write(s string, style Style) {
	s = NFC(s)
	start := -1
	for i := 0; i < len(s); {
		c := s[i]
		if c <= ' ' {
			if c == '\t' || b.white == 0 {
				b.white = ' '
				if c == '\t' {
					b.white = '\t'
				}
			}
			i++
			continue
		}
		j := i + 1
		for j < len(s) && s[j] > ' ' {
			j++
		}
		if b.white != 0 && len(b.text) > 0 {
			b.text = append(b.text, b.white)
		}
		b.white = 0
		if start < 0 {
			start = len(b.text)
		}
		b.text = append(b.text, s[i:j]...)
		i = j
	}
	if start < 0 {
		return
	}
	span := Span{start, len(b.text)}
	if style.Italic {
		if n := len(b.italic); n > 0 && blank(b.text[b.italic[n-1].End:start]) {
			b.italic[n-1].End = span.End
		} else {
			b.italic = append(b.italic, span)
		}
	}
	if style.Href != "" {
		if n := len(b.links); n > 0 && b.links[n-1].Href == style.Href && blank(b.text[b.links[n-1].End:start]) {
			b.links[n-1].End = span.End
		} else {
			b.links = append(b.links, Link{span, style.Href})
		}
	}
}

// Note adds a reference to a footnote at the end of what is written.
func (b *Builder) Note(marker string) {
	b.notes = append(b.notes, Note{At: len(b.text), Marker: marker})
}

// Empty says whether neither text nor a note has been written.
func (b *Builder) Empty() bool { return len(b.text) == 0 && len(b.notes) == 0 }

// Len returns the bytes of text written so far.
func (b *Builder) Len() int { return len(b.text) }

// Last returns the last character written, 0 where there is none or white
// space follows it.
func (b *Builder) Last() rune {
	if b.white != 0 || len(b.text) == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRune(b.text)
	return r
}

// Block returns what was written, with the role given, and empties the Builder.
func (b *Builder) Block(role Role) Block {
	block := Block{Role: role, Text: string(b.text), Notes: b.notes, Italic: b.italic, Links: b.links}
	*b = Builder{text: b.text[:0]}
	return block
}

// NoteMarkers returns the footnote markers in a superscript text: "3", "3, 4",
// "*", "†", "[5]"; nil where it is no marker, as in "th" or "2+".
func NoteMarkers(s string) []string {
	var markers []string
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\u00a0' }) {
		f = strings.TrimSuffix(strings.TrimPrefix(f, "["), "]")
		if f == "" || !marker(f) {
			return nil
		}
		markers = append(markers, f)
	}
	return markers
}

// marker says whether s marks a footnote: up to three digits, one letter, or
// up to three of one sign.
func marker(s string) bool {
	digits := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
	if digits {
		return len(s) <= 3 && s[0] != '0'
	}
	r, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("*†‡§¶#", r) {
		return strings.Trim(s, string(r)) == "" && len(s) <= 3*n
	}
	return n == len(s) && ('a' <= r && r <= 'z')
}

func blank(b []byte) bool {
	return strings.TrimSpace(string(b)) == ""
}

// EndsInUnit says whether what was written ends so that a raised digit behind
// it is a power and no footnote: "km", "m", "10".
func EndsInUnit(b *Builder) bool {
	if b.white != 0 {
		return false
	}
	word := b.text
	for i := len(word) - 1; i >= 0; i-- {
		if c := word[i]; (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			word = word[i+1:]
			break
		}
	}
	switch string(word) {
	case "m", "km", "cm", "mm", "ha", "ft", "CO", "10":
		return true
	}
	return false
}
