package clause

import (
	"unicode"
	"unicode/utf8"

	"comity/internal/resolution"
)

// kind is what a token is.
type kind uint8

const (
	wordToken  kind = iota // letters, digits, hyphens, apostrophes, inner slashes and points
	pauseToken             // , ; : . ! ?
	otherToken             // quotation marks, brackets, dashes, everything else
)

// token is one word or mark of a paragraph.
type token struct {
	word       string // lower case, non-breaking hyphens and spaces made plain
	cp, cpEnd  int32  // code points of the text, half-open
	at, atEnd  int32  // bytes of the text, half-open
	kind       kind
	depth      uint8 // nesting in quotation marks and brackets
	capital    bool  // begins with a capital letter or a digit
	upper      bool  // all capitals, two letters or more: an abbreviation
	info       info
	lexicalLow int32 // offsets into the lower-case buffer while it is built
	lexicalUp  int32
}

// is reports whether the token is one of the given words or marks.
func (t *token) is(words ...string) bool {
	for _, w := range words {
		if t.word == w {
			return true
		}
	}
	return false
}

// has reports whether the lexicon gives the word any of the flags.
func (t *token) has(f flag) bool { return t.info.flags&f != 0 }

// line is a paragraph's text taken apart once; all rules read it.
type line struct {
	text   string
	tokens []token
	lower  []byte
	found  []mention // bodies and instruments named, in order
	reader *Reader
}

// end is a token that stands after the last one.
var end = token{kind: otherToken, depth: 255}

// tok returns token i, or an empty token where there is none.
func (l *line) tok(i int) *token {
	if i < 0 || i >= len(l.tokens) {
		return &end
	}
	return &l.tokens[i]
}

// slice returns the text of tokens [from, to).
func (l *line) slice(from, to int) string {
	if from >= to {
		return ""
	}
	return l.text[l.tokens[from].at:l.tokens[to-1].atEnd]
}

// span returns the place of tokens [from, to) in code points.
func (l *line) span(from, to int) resolution.Span {
	if from >= to {
		return resolution.Span{}
	}
	return resolution.Span{int(l.tokens[from].cp), int(l.tokens[to-1].cpEnd)}
}

// read takes the text apart into tokens and looks each word up.
func (l *line) read(text string) {
	l.text = text
	l.tokens = l.tokens[:0]
	l.lower = l.lower[:0]
	l.found = l.found[:0]
	var cp int32
	depth, quotes := 0, 0
	open := token{}
	inWord := false
	flush := func(at int) {
		if !inWord {
			return
		}
		open.atEnd, open.cpEnd, open.lexicalUp = int32(at), cp, int32(len(l.lower))
		l.tokens = append(l.tokens, open)
		inWord = false
	}
	for at := 0; at < len(text); {
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[at:])
		} else if inWord && 'a' <= r && r <= 'z' { // most of any text
			open.upper = false
			from := at
			for at++; at < len(text) && 'a' <= text[at] && text[at] <= 'z'; at++ {
			}
			l.lower = append(l.lower, text[from:at]...)
			cp += int32(at - from)
			continue
		}
		switch {
		case isWordRune(r), inWord && isJoint(r) && nextIsWord(text[at+size:]), inWord && r == ',' && groupsDigits(text, at):
			if !inWord {
				inWord = true
				open = token{at: int32(at), cp: cp, depth: level(depth, quotes), capital: isCapital(r), upper: true, lexicalLow: int32(len(l.lower))}
			}
			if 'a' <= r && r <= 'z' {
				open.upper = false
			}
			l.lower = appendLower(l.lower, r)
		case isSpace(r):
			flush(at)
		default:
			flush(at)
			mark := token{at: int32(at), atEnd: int32(at + size), cp: cp, cpEnd: cp + 1, kind: otherToken, lexicalLow: int32(len(l.lower))}
			mark.depth = level(depth, quotes)
			switch r {
			case ',', ';', ':', '.', '!', '?':
				mark.kind = pauseToken
			case '(', '[':
				depth++
				mark.depth = level(depth, quotes)
			case ')', ']':
				if depth > 0 {
					depth--
				}
			case '“', '«':
				quotes++
				mark.depth = level(depth, quotes)
			case '”', '»':
				if quotes > 0 {
					quotes--
				}
			}
			l.lower = append(l.lower, text[at:at+size]...)
			mark.lexicalUp = int32(len(l.lower))
			l.tokens = append(l.tokens, mark)
		}
		at += size
		cp++
	}
	flush(len(text))
	words := string(l.lower)
	for i := range l.tokens {
		t := &l.tokens[i]
		t.word = words[t.lexicalLow:t.lexicalUp]
		if t.kind == wordToken {
			t.upper = t.upper && len(t.word) > 1 && t.word[0] > '9'
			t.upper = t.upper && !roman(t.word)
			t.info = l.reader.look(t.word)
		} else if t.word == "," || t.word == "(" || t.word == ")" {
			t.info = l.reader.look(t.word)
		}
	}
	// A mark of opening that is never closed would hide the rest of the text.
	if quotes > 0 || depth > 0 {
		l.unnest()
	}
}

// roman reports whether a lower-case word is a small Roman numeral.
func roman(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] != 'i' && w[i] != 'v' && w[i] != 'x' {
			return false
		}
	}
	return true
}

// unnest forgets nesting from the last opening mark that nothing closes.
func (l *line) unnest() {
	low := l.tokens[len(l.tokens)-1].depth
	for i := len(l.tokens) - 1; i >= 0; i-- {
		if l.tokens[i].depth < low {
			low = l.tokens[i].depth
		}
		l.tokens[i].depth -= low
	}
}

func level(depth, quotes int) uint8 { return uint8(min(depth+quotes, 200)) }

func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0xA0 || r == 0x2009 || r == 0x202F || r == 0x200E || r == 0x200F || r == 0x200B || r == 0xFEFF || r == 0x2060 || (r > 0x7F && unicode.IsSpace(r))
}

func isCapital(r rune) bool {
	return 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || (r > 0x7F && unicode.IsUpper(r))
}

func isWordRune(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return true
	case r < 0x80:
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// isJoint reports whether the rune holds two halves of one word together.
func isJoint(r rune) bool {
	switch r {
	case '-', '\'', '’', '‑', '/', '.', 0xAD:
		return true
	}
	return false
}

// groupsDigits reports whether the comma at byte at parts thousands: "1,074,718".
func groupsDigits(text string, at int) bool {
	if at < 1 || !digitAt(text, at-1) || digitAt(text, at+4) {
		return false
	}
	return digitAt(text, at+1) && digitAt(text, at+2) && digitAt(text, at+3)
}

func digitAt(text string, i int) bool {
	return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9'
}

func nextIsWord(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return isWordRune(r)
}

func appendLower(b []byte, r rune) []byte {
	switch {
	case 'A' <= r && r <= 'Z':
		return append(b, byte(r)+'a'-'A')
	case r < utf8.RuneSelf:
		return append(b, byte(r))
	case r == '‑':
		return append(b, '-')
	case r == '’':
		return append(b, '\'')
	case r == 0xAD:
		return b
	}
	return utf8.AppendRune(b, unicode.ToLower(r))
}
