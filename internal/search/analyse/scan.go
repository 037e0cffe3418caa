package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// class is what a rune is to the scanner.
type class uint8

const (
	gap class = iota
	latin
	cyrillic
	arabic
	other // letters of further scripts
	digit
	han
	mark // combining marks and invisible characters: part of the word before
	apostrophe
	hyphen
	slash
	point
	comma
)

// letters of one script hold a word together; digits go with any.
func (c class) word() bool { return c >= latin && c <= digit }

func classOf(r rune) class {
	if r < utf8.RuneSelf {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			return latin
		case r >= '0' && r <= '9':
			return digit
		case r == '\'':
			return apostrophe
		case r == '-':
			return hyphen
		case r == '/' || r == '_':
			return slash
		case r == '.':
			return point
		case r == ',':
			return comma
		}
		return gap
	}
	if r >= 0xFF01 && r <= 0xFF5E { // full-width ASCII
		return classOf(r - 0xFEE0)
	}
	switch r {
	case '’', 'ʼ', '‘', '′':
		return apostrophe
	case '‐', '‑':
		return hyphen
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u200e', '\u200f', '\u061c', 'ـ':
		return mark
	case '٫':
		return point
	case '٬':
		return comma
	case '々', '〇':
		return han
	}
	switch {
	case unicode.Is(unicode.M, r):
		return mark
	case unicode.IsDigit(r), unicode.Is(unicode.No, r), unicode.Is(unicode.Nl, r):
		return digit
	case !unicode.IsLetter(r):
		return gap
	case unicode.Is(unicode.Latin, r):
		return latin
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.Is(unicode.Arabic, r):
		return arabic
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo), r == 'ー':
		return han
	}
	return other
}

// piece is a run of letters of one script and digits.
type piece struct {
	start, end int
	script     class // digit when it has no letter
	digits     bool  // has a digit
	runes      int
	before     class // the connector before it inside the chunk; gap for the first
}

type scanner struct {
	text  string
	latin string
	stem  *stemmer
	out   []Token
}

func (s *scanner) run() {
	for i := 0; i < len(s.text); {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		if r == utf8.RuneError && n == 1 {
			i++
			continue
		}
		switch c := classOf(r); {
		case c == han:
			i = s.hanRun(i)
		case c.word():
			i = s.chunk(i)
		default:
			i += n
		}
	}
}

// hanRun takes characters of a script without spaces: each with its
// neighbour, and the last alone.
func (s *scanner) hanRun(i int) int {
	var ends [64]int
	marks := ends[:0]
	start := i
	for i < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		c := classOf(r)
		if c == mark && len(marks) > 0 {
			i += n
			marks[len(marks)-1] = i
			continue
		}
		if c != han {
			break
		}
		i += n
		marks = append(marks, i)
	}
	at := start
	for k := range marks {
		end := marks[min(k+1, len(marks)-1)]
		form := foldLetters(s.text[at:end])
		if form != "" {
			s.out = append(s.out, Token{Form: cut(form), Start: at, End: end, Han: true, Tail: k == len(marks)-1})
		}
		at = marks[k]
	}
	return i
}

// chunk takes pieces joined by single connectors, and says what they make.
func (s *scanner) chunk(i int) int {
	var room [16]piece
	pieces := room[:0]
	before := gap
	for {
		p, end := s.piece(i)
		p.before = before
		pieces = append(pieces, p)
		i = end
		if i >= len(s.text) {
			break
		}
		r, n := utf8.DecodeRuneInString(s.text[i:])
		c := classOf(r)
		if c.word() { // another script: no connector between
			before = gap
			continue
		}
		if c < apostrophe {
			break
		}
		next, _ := utf8.DecodeRuneInString(s.text[i+n:])
		nc := classOf(next)
		if !nc.word() || !s.joins(c, p, nc, i+n) {
			break
		}
		before = c
		i += n
	}
	s.make(pieces)
	return i
}

// joins says whether a connector after p holds on to what follows at next.
func (s *scanner) joins(c class, p piece, next class, at int) bool {
	switch c {
	case point:
		if next == digit {
			return true
		}
		return p.runes == 1 && p.script != digit && s.single(at) // U.N.
	case comma:
		return p.script == digit && next == digit
	}
	return true
}

// single says that one letter alone stands at i.
func (s *scanner) single(i int) bool {
	_, n := utf8.DecodeRuneInString(s.text[i:])
	r, _ := utf8.DecodeRuneInString(s.text[i+n:])
	c := classOf(r)
	return !c.word() && c != mark
}

func (s *scanner) piece(i int) (piece, int) {
	p := piece{start: i, script: digit}
	for i < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		c := classOf(r)
		if c == mark {
			i += n
			continue
		}
		if !c.word() || c != digit && p.script != digit && c != p.script {
			break
		}
		if c == digit {
			p.digits = true
		} else {
			p.script = c
		}
		p.runes++
		i += n
	}
	p.end = i
	return p, i
}

// make turns the pieces of a chunk into tokens.
func (s *scanner) make(pieces []piece) {
	for len(pieces) > 0 {
		n := 1 // pieces up to the next change of script
		for n < len(pieces) && pieces[n].before != gap {
			n++
		}
		s.group(pieces[:n])
		pieces = pieces[n:]
	}
}

func (s *scanner) group(g []piece) {
	slashes, digits, onlyDigits, letters := 0, false, true, true
	for i, p := range g {
		if i > 0 && p.before == slash {
			slashes++
		}
		digits = digits || p.digits
		onlyDigits = onlyDigits && p.script == digit && (i == 0 || p.before == point || p.before == comma)
		letters = letters && p.runes == 1 && p.script != digit && (i == 0 || p.before == point)
	}
	switch {
	case slashes > 0 && digits && len(g) <= maxParts:
		s.symbol(g)
	case onlyDigits:
		s.number(g)
	case letters && len(g) > 1: // U.N.
		s.word(piece{start: g[0].start, end: g[len(g)-1].end, script: g[0].script})
	default:
		s.compound(g)
	}
}

// maxParts bounds the parts of a symbol; what has more is taken for words.
const maxParts = 12

// symbol keeps "A/RES/69/197" whole, with each part and each ending
// ("69/197") as further terms.
func (s *scanner) symbol(g []piece) {
	parts := make([]string, 0, len(g))
	var whole strings.Builder
	var from []int // where each part between slashes begins in whole
	for i, p := range g {
		f := foldLetters(s.text[p.start:p.end])
		switch {
		case i == 0:
			from = append(from, 0)
		case p.before == slash:
			whole.WriteByte('/')
			from = append(from, whole.Len())
		case p.before == point || p.before == comma:
			whole.WriteByte('.')
		case p.before == hyphen:
			whole.WriteByte('-')
		}
		whole.WriteString(f)
		parts = append(parts, f)
	}
	w := whole.String()
	t := Token{Form: cut(w), Start: g[0].start, End: g[len(g)-1].end, Kind: Symbol}
	for _, i := range from[1:] {
		t.add(w[i:])
	}
	for _, p := range parts {
		t.add(p)
	}
	s.put(t)
}

// add gives the token a further term, once.
func (t *Token) add(term string) {
	term = cut(term)
	if term == "" || term == StemMark || term == t.Form || term == StemMark+t.Stem {
		return
	}
	for _, e := range t.Extra {
		if e == term {
			return
		}
	}
	t.Extra = append(t.Extra, term)
}

func (s *scanner) put(t Token) {
	if t.Form != "" {
		s.out = append(s.out, t)
	}
}

// number drops what groups thousands ("3,000", "1.500.000" when every group
// has three digits) and writes a decimal comma as a point.
func (s *scanner) number(g []piece) {
	grouped := len(g) > 1
	for _, p := range g[1:] {
		grouped = grouped && p.runes == 3
	}
	var b strings.Builder
	for i, p := range g {
		if i > 0 && !grouped {
			b.WriteByte('.')
		}
		b.WriteString(foldLetters(s.text[p.start:p.end]))
	}
	form := b.String()
	t := Token{Form: cut(form), Start: g[0].start, End: g[len(g)-1].end, Kind: Number}
	if grouped && len(g) == 2 && g[1].before == point { // 1.500 may be a decimal
		t.add(foldLetters(s.text[g[0].start:g[0].end]) + "." + foldLetters(s.text[g[1].start:g[1].end]))
	}
	s.put(t)
}

// compound takes words joined by hyphens, slashes and apostrophes apart, and
// remembers how they look as one word.
func (s *scanner) compound(g []piece) {
	first := len(s.out)
	var joined strings.Builder
	parts := 0
	for i := 0; i < len(g); i++ {
		p := g[i]
		if i+1 < len(g) && g[i+1].before == apostrophe {
			next := g[i+1]
			switch {
			case elides(foldLetters(s.text[p.start:p.end])):
				s.word(p) // l'État: the article stands alone, and is no compound
				if n := len(s.out); n > first {
					s.out[n-1].Stop = true
				}
				first, parts = len(s.out), 0
				joined.Reset()
				continue
			case strings.EqualFold(s.text[next.start:next.end], "s"):
				p.end = next.end // the State's
				i++
				before := len(s.out)
				s.possessive(p, next)
				if len(s.out) > before {
					joined.WriteString(s.out[len(s.out)-1].Form)
					parts++
				}
				continue
			default: // O'Brien, don't
				p.end = next.end
				i++
			}
		}
		before := len(s.out)
		s.word(p)
		if len(s.out) > before {
			joined.WriteString(s.out[len(s.out)-1].Form)
			parts++
		}
	}
	if parts > 1 && len(s.out)-first == parts {
		s.out[first].Parts = parts
		s.out[first].add(joined.String())
	}
}

// elides names the words that French (and names in other languages: d'Ivoire)
// cut short before a vowel.
func elides(form string) bool {
	switch form {
	case "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "nell":
		return true
	}
	return false
}

// possessive takes "State's" as "State", to the end of the 's.
func (s *scanner) possessive(p, tail piece) {
	cut := tail.start
	for cut > p.start {
		r, n := utf8.DecodeLastRuneInString(s.text[p.start:cut])
		cut -= n
		if classOf(r) == apostrophe {
			break
		}
	}
	end := p.end
	p.end = cut
	before := len(s.out)
	s.word(p)
	if len(s.out) > before {
		s.out[len(s.out)-1].End = end
	} else {
		s.put(Token{Form: "s", Start: tail.start, End: end, Stop: true})
	}
}
