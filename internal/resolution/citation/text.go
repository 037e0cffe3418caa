package citation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"comity/internal/resolution"
)

// hasDigit tells whether text has a Western or Arabic-Indic digit. Without one
// it cites a place at most.
func hasDigit(text string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c-'0' <= 9 {
			return true
		}
		if (c == 0xD9 || c == 0xDB) && i+1 < len(text) {
			if d := text[i+1]; c == 0xD9 && d >= 0xA0 && d <= 0xA9 || c == 0xDB && d >= 0xB0 && d <= 0xB9 {
				return true
			}
		}
	}
	return false
}

// hasPlace tells whether text without a digit can still point to an act: by
// "Ibid.", a lettered subparagraph or an article in Roman numerals.
func hasPlace(text string) bool {
	return strings.HasPrefix(text, "Ibid") || strings.Contains(text, "rticle ") || strings.Contains(text, "ubparagraph (")
}

// fold writes Arabic-Indic digits as Western ones, odd spaces as a space, odd
// hyphens as a hyphen, and leaves out marks that have no width. The offsets lead
// from bytes of what it returns to code points of text.
func fold(text string) (string, *offsets) {
	if !needsFold(text) {
		return text, &offsets{text: text}
	}
	var b strings.Builder
	b.Grow(len(text))
	at := &offsets{}
	n := 0
	for _, r := range text {
		switch {
		case r >= '٠' && r <= '٩':
			r = '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			r = '0' + r - '۰'
		case r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == '\u2007' || r == '\t' || r == '\n' || r == '\r':
			r = ' '
		case r == '\u2010' || r == '\u2011':
			r = '-'
		case r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff' ||
			r >= '\u200c' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
			if at.kept == nil {
				at.kept = make([]int32, n, utf8.RuneCountInString(text)+1)
				for i := range at.kept {
					at.kept[i] = int32(i)
				}
			}
			n++
			continue
		}
		if at.kept != nil {
			at.kept = append(at.kept, int32(n))
		}
		n++
		b.WriteRune(r)
	}
	if at.kept != nil {
		at.kept = append(at.kept, int32(n))
	}
	at.text = b.String()
	return at.text, at
}

// needsFold is quick to say no: what fold changes begins with one of few bytes.
func needsFold(text string) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case 0xC2, 0xD9, 0xDB, 0xEF, '\t', '\n', '\r':
			return true
		case 0xE2:
			if i+2 < len(text) && (text[i+1] == 0x80 && text[i+2] != 0x93 && text[i+2] != 0x94 && text[i+2] < 0x98 || text[i+1] == 0x80 && text[i+2] > 0xA6 || text[i+1] == 0x81) {
				return true
			}
		}
	}
	return false
}

// offsets turns bytes of a folded text into code points of the original, going
// forwards.
type offsets struct {
	text  string
	kept  []int32 // original code point of each folded one, or nil where equal
	at, n int     // a byte and its code point
}

func (o *offsets) rewind() { o.at, o.n = 0, 0 }

func (o *offsets) point(b int) int {
	if b < o.at {
		o.rewind()
	}
	o.n += utf8.RuneCountInString(o.text[o.at:b])
	o.at = b
	if o.kept != nil {
		return int(o.kept[o.n])
	}
	return o.n
}

func (o *offsets) span(start, end int) resolution.Span {
	from := o.point(start)
	if end == start {
		return resolution.Span{from, from}
	}
	// The last code point's own place plus one: marks dropped after it stay out.
	_, size := utf8.DecodeLastRuneInString(o.text[start:end])
	return resolution.Span{from, o.point(end-size) + 1}
}

func isDigit(c byte) bool { return c-'0' <= 9 }
func isUpper(c byte) bool { return c-'A' <= 'Z'-'A' }
func isLower(c byte) bool { return c-'a' <= 'z'-'a' }
func isAlnum(c byte) bool { return isDigit(c) || isUpper(c) || isLower(c) }

// letterAt tells whether a letter of any script begins at byte i.
func letterAt(text string, i int) bool {
	if i < 0 || i >= len(text) {
		return false
	}
	if c := text[i]; c < utf8.RuneSelf {
		return isUpper(c) || isLower(c)
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

// letters returns the end of the run of letters at byte i.
func letters(text string, i int) int {
	for letterAt(text, i) {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return i
}

// letterBefore tells whether a letter of any script ends at byte i.
func letterBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return unicode.IsLetter(r)
}

// skipSpace returns the first byte at or after i that is no space.
func skipSpace(text string, i int) int {
	for i < len(text) && text[i] == ' ' {
		i++
	}
	return i
}

// trimSpace returns the end of text[:i] without its spaces.
func trimSpace(text string, i int) int {
	for i > 0 && text[i-1] == ' ' {
		i--
	}
	return i
}

// wordBefore returns the bounds of the run of non-space, non-bracket characters
// that ends at or before i (spaces between are skipped).
func wordBefore(text string, i int) (start, end int) {
	end = trimSpace(text, i)
	start = end
	for start > 0 {
		c := text[start-1]
		if c == ' ' || c == '(' || c == '[' || c == '"' {
			break
		}
		start--
	}
	return start, end
}
