package structure

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"comity/internal/resolution/source"
)

// rich is a text with the footnote references and italics that lie in it, at
// byte positions in order.
type rich struct {
	text   string
	notes  []source.Note
	italic []source.Span
}

func (r rich) empty() bool { return r.text == "" }

// plain says that folding would leave s as it is.
func plain(s string) bool {
	if s == "" {
		return true
	}
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ':
			return false
		case c == ' ':
			if s[i+1] == ' ' {
				return false
			}
		case c == 0xC2: // no-break space, soft hyphen, controls
			if i+1 < len(s) && (s[i+1] == 0xA0 || s[i+1] == 0xAD || s[i+1] == 0x85) {
				return false
			}
		case c == 0xE2: // general punctuation: other spaces, line separators
			if i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] <= 0x8B || s[i+2] == 0xA8 || s[i+2] == 0xA9 || s[i+2] == 0xAF) {
				return false
			}
			if i+2 < len(s) && s[i+1] == 0x81 && s[i+2] == 0x9F {
				return false
			}
		case c == 0xE3: // ideographic space
			if i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0x80 {
				return false
			}
		case c == 0xEF: // ligatures, byte order mark
			return false
		}
	}
	return true
}

var ligatures = map[rune]string{'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st"}

// fold makes any run of white space one space, takes away what is not seen
// (soft hyphens, zero-width spaces) and writes ligatures as letters. Notes and
// italics keep their places.
func fold(r rich) rich {
	if plain(r.text) {
		return r
	}
	at := newMapper(r)
	var b strings.Builder
	b.Grow(len(r.text))
	space := true // at the beginning: swallow
	for i, c := range r.text {
		at.reach(i, b.Len())
		switch {
		case c == '\u00AD' || c == '\u200B' || c == '\uFEFF':
		case unicode.IsSpace(c):
			if !space {
				b.WriteByte(' ')
				space = true
			}
		case c >= 'ﬀ' && c <= 'ﬆ':
			b.WriteString(ligatures[c])
			space = false
		case c < ' ':
		default:
			b.WriteRune(c)
			space = false
		}
	}
	at.reach(len(r.text), b.Len())
	text := strings.TrimRight(b.String(), " ")
	return at.result(text)
}

// mapper carries positions from an old text to a new one that is written from
// left to right.
type mapper struct {
	r      rich
	note   int
	bounds []*int
	next   int
}

func newMapper(r rich) *mapper {
	m := &mapper{r: rich{notes: append([]source.Note(nil), r.notes...), italic: append([]source.Span(nil), r.italic...)}}
	for i := range m.r.italic {
		m.bounds = append(m.bounds, &m.r.italic[i].Start, &m.r.italic[i].End)
	}
	return m
}

// reach says that the byte old of the old text stands at the byte now of the new.
func (m *mapper) reach(old, now int) {
	for m.note < len(m.r.notes) && m.r.notes[m.note].At <= old {
		m.r.notes[m.note].At = now
		m.note++
	}
	for m.next < len(m.bounds) && *m.bounds[m.next] <= old {
		*m.bounds[m.next] = now
		m.next++
	}
}

func (m *mapper) result(text string) rich {
	m.r.text = text
	for i := range m.r.notes {
		m.r.notes[i].At = min(m.r.notes[i].At, len(text))
	}
	kept := m.r.italic[:0]
	for _, s := range m.r.italic {
		s.Start, s.End = min(s.Start, len(text)), min(s.End, len(text))
		if s.Start < s.End {
			kept = append(kept, s)
		}
	}
	m.r.italic = kept
	return m.r
}

// cut returns r without its first n bytes.
func cut(r rich, n int) rich {
	if n == 0 {
		return r
	}
	out := rich{text: r.text[n:]}
	for _, x := range r.notes {
		x.At = max(x.At-n, 0)
		out.notes = append(out.notes, x)
	}
	for _, s := range r.italic {
		if s.End > n {
			out.italic = append(out.italic, source.Span{Start: max(s.Start-n, 0), End: s.End - n})
		}
	}
	return out
}

// join appends b to a with sep between; drop bytes are taken from a's end first.
func join(a rich, drop int, sep string, b rich) rich {
	if a.empty() {
		return b
	}
	a.text = a.text[:len(a.text)-drop]
	shift := len(a.text) + len(sep)
	text := a.text + sep + b.text
	for i := range a.notes {
		a.notes[i].At = min(a.notes[i].At, len(a.text))
	}
	for i := range a.italic {
		a.italic[i].End = min(a.italic[i].End, len(a.text))
	}
	for _, x := range b.notes {
		x.At += shift
		a.notes = append(a.notes, x)
	}
	for _, s := range b.italic {
		a.italic = append(a.italic, source.Span{Start: s.Start + shift, End: s.End + shift})
	}
	a.text = text
	return a
}

// unstar takes away the asterisks and underscores with which a text marks
// emphasis, "*Requests*", and keeps their spans as italics. A lone asterisk, a
// footnote's, stays.
func unstar(r rich) rich {
	if strings.IndexByte(r.text, '*') < 0 && strings.IndexByte(r.text, '_') < 0 {
		return r
	}
	type pair struct{ open, close, width int }
	var pairs []pair
	s := r.text
	for i := 0; i < len(s); {
		c := s[i]
		if c != '*' && c != '_' {
			i++
			continue
		}
		w := run(s[i:], c)
		j := i + w
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		opens := w <= 3 && j < len(s) && s[j] != ' ' && (i == 0 || !isWord(before))
		if !opens {
			i = j
			continue
		}
		end := -1
		for k := j; k < len(s) && k-j < 400; k++ {
			if s[k] == c && run(s[k:], c) == w && s[k-1] != ' ' {
				after, _ := utf8.DecodeRuneInString(s[k+w:])
				if k+w == len(s) || c == '*' || !isWord(after) {
					end = k
				}
				break
			}
		}
		if end < 0 {
			i = j
			continue
		}
		pairs = append(pairs, pair{i, end, w})
		i = end + w
	}
	if len(pairs) == 0 {
		return r
	}
	at := newMapper(r)
	var b strings.Builder
	var spans []source.Span
	pos := 0
	for _, p := range pairs {
		for _, mark := range [2]int{p.open, p.close} {
			for pos < mark {
				at.reach(pos, b.Len())
				b.WriteByte(s[pos])
				pos++
			}
			at.reach(pos, b.Len())
			if mark == p.open {
				spans = append(spans, source.Span{Start: b.Len()})
			} else {
				spans[len(spans)-1].End = b.Len()
			}
			for k := 0; k < p.width; k++ {
				at.reach(pos, b.Len())
				pos++
			}
		}
	}
	for pos < len(s) {
		at.reach(pos, b.Len())
		b.WriteByte(s[pos])
		pos++
	}
	at.reach(len(s), b.Len())
	out := at.result(b.String())
	if len(out.italic) == 0 {
		out.italic = spans
	}
	return out
}

func run(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// firstWord returns the first word of s, up to a space or a comma.
func firstWord(s string) string {
	for i, c := range s {
		if c == ' ' || c == ',' || c == '，' || c == ';' || c == ':' {
			return s[:i]
		}
	}
	return s
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func lastRune(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// digits returns how many ASCII digits s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}
