package structure

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is a printed number at the beginning of a text: "12.", "- 46.", "١ -".
type label struct {
	n      int
	width  int  // bytes of the text that the label takes, white space after it included
	bullet bool // a stray list mark stands before it
}

// decimal reads up to three digits, European or Arabic-Indic. It returns their
// value and width in bytes.
func decimal(s string) (n, width int) {
	count := 0
	for width < len(s) {
		c := s[width]
		switch {
		case isDigit(c):
			n = n*10 + int(c-'0')
			width++
		case c == 0xD9 && width+1 < len(s) && s[width+1] >= 0xA0 && s[width+1] <= 0xA9:
			n = n*10 + int(s[width+1]-0xA0)
			width += 2
		case c == 0xDB && width+1 < len(s) && s[width+1] >= 0xB0 && s[width+1] <= 0xB9:
			n = n*10 + int(s[width+1]-0xB0)
			width += 2
		default:
			return n, width
		}
		if count++; count > 3 {
			return 0, 0
		}
	}
	return n, width
}

// cutBullet takes a stray list mark from the beginning of s.
func cutBullet(s string) (string, bool) {
	t := strings.TrimLeft(s, "*_ ")
	for _, mark := range [...]string{"- ", "– ", "— ", "• ", "· ", "+ ", "> "} {
		if rest, ok := strings.CutPrefix(t, mark); ok {
			return strings.TrimLeft(rest, " *_"), true
		}
	}
	if len(t) > 1 && t[0] == '-' && isDigit(t[1]) {
		return t[1:], true
	}
	return t, len(t) < len(s) && strings.HasPrefix(s, "* ")
}

// readNumber reads the number of a paragraph at the beginning of s.
func readNumber(s string) (label, bool) {
	if s == "" || s[0] > '9' && s[0] < 0x80 && s[0] != '_' && s[0] != '\\' {
		return label{}, false
	}
	t, bullet := cutBullet(s)
	n, w := decimal(t)
	if w == 0 || n == 0 {
		return label{}, false
	}
	rest := t[w:]
	rest = strings.TrimPrefix(rest, "\\") // Markdown's escape of "1."
	rest = strings.TrimLeft(rest, "*_")
	spaced := strings.TrimLeft(rest, " ")
	stop := false
	for _, end := range [...]string{".-", ".", "．", "、", ")", "- ", "– ", "— ", "ـ "} {
		if after, ok := strings.CutPrefix(spaced, end); ok {
			if end == ")" && len(spaced) < len(rest) || strings.HasPrefix(after, ".") {
				return label{}, false
			}
			// "1-2" and "3.5" are no labels
			if len(after) > 0 && isDigit(after[0]) {
				return label{}, false
			}
			rest, stop = after, true
			break
		}
	}
	if !stop {
		return label{}, false
	}
	rest = strings.TrimLeft(rest, " ")
	return label{n: n, width: len(s) - len(rest), bullet: bullet}, true
}

// readDecimal reads a number of several parts at the beginning of s, "3.2", as
// plans of action have them. It returns the number, its last part and the width
// with white space.
func readDecimal(s string) (number string, last, width int) {
	parts := 0
	for width < len(s) {
		n := digits(s[width:])
		if n == 0 || n > 2 || s[width] == '0' {
			break
		}
		parts++
		last = 0
		for _, c := range s[width : width+n] {
			last = last*10 + int(c-'0')
		}
		width += n
		if width >= len(s) || s[width] != '.' {
			break
		}
		width++
	}
	number = strings.TrimSuffix(s[:width], ".")
	if parts < 2 || parts > 4 || width >= len(s) || s[width] != ' ' {
		return "", 0, 0
	}
	rest := strings.TrimLeft(s[width:], " ")
	if r, _ := utf8.DecodeRuneInString(rest); !unicode.IsUpper(r) && r != '.' {
		return "", 0, 0
	}
	return number, last, len(s) - len(rest)
}

// follows says whether a number of several parts comes next after another: "3.2"
// after "3.1", or the first of its row.
func follows(before, number string, last int) bool {
	row := number[:strings.LastIndexByte(number, '.')]
	if last == 1 {
		return true
	}
	i := strings.LastIndexByte(before, '.')
	return i > 0 && before[:i] == row && before[i+1:] == strconv.Itoa(last-1)
}

// subKind is the row that a sub-paragraph's label belongs to.
type subKind byte

const (
	alpha subKind = 'a' // a b … z aa bb; also the Cyrillic and Arabic letters in their order
	roman subKind = 'i'
	digit subKind = '1'
)

// sub is a sub-paragraph's label, "(a)", "b)", "(ii)".
type sub struct {
	text  string // "a", "ii", "أ"
	width int
}

// readSub reads the label of a sub-paragraph at the beginning of s.
func readSub(s string) (sub, bool) {
	t := strings.TrimLeft(s, "*_")
	if b, ok := cutBullet(t); ok {
		t = b
	}
	open := false
	for _, o := range [...]string{"(", "（", "‘", "'"} {
		if rest, ok := strings.CutPrefix(t, o); ok {
			t, open = rest, true
			break
		}
	}
	t = strings.TrimLeft(t, "*_")
	end := -1
	width := 0
	for i, c := range t {
		if i > 10 {
			return sub{}, false
		}
		if c == ')' || c == '）' || (open && (c == '’' || c == '\'')) {
			end, width = i, i+utf8.RuneLen(c)
			break
		}
		if c == '*' || c == '_' {
			continue
		}
		if !isWord(c) && c != 'ـ' {
			return sub{}, false
		}
	}
	if end <= 0 {
		return sub{}, false
	}
	text := strings.Trim(t[:end], "*_ـ")
	if text == "" || ordinal(text, alpha) == 0 && ordinal(text, roman) == 0 && ordinal(text, digit) == 0 {
		return sub{}, false
	}
	if !open && ordinal(text, digit) > 0 { // "1)" numbers paragraphs
		return sub{}, false
	}
	rest := strings.TrimLeft(t[width:], " *_")
	return sub{text: text, width: len(s) - len(rest)}, true
}

const (
	cyrillic = "абвгдежзиклмнопрстуфхцчшщэюя"
	abjad    = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
)

// ordinal returns the place of a label in its row from 1, or 0.
func ordinal(text string, kind subKind) int {
	switch kind {
	case roman:
		return romanValue(text)
	case digit:
		n, w := decimal(text)
		if w != len(text) {
			return 0
		}
		return n
	}
	first, size := utf8.DecodeRuneInString(text)
	repeat := 1
	for rest := text[size:]; rest != ""; rest = rest[size:] {
		r, n := utf8.DecodeRuneInString(rest)
		if r != first || n != size {
			return 0
		}
		repeat++
	}
	if repeat > 3 {
		return 0
	}
	switch {
	case first >= 'a' && first <= 'z':
		return int(first-'a') + 1 + 26*(repeat-1)
	case first >= 'A' && first <= 'Z':
		return int(first-'A') + 1 + 26*(repeat-1)
	}
	for _, row := range [...]string{cyrillic, abjad} {
		if i := strings.IndexRune(row, first); i >= 0 {
			return utf8.RuneCountInString(row[:i]) + 1 + utf8.RuneCountInString(row)*(repeat-1)
		}
	}
	if first == 'ا' {
		return 1
	}
	return 0
}

// romanValue reads a Roman number up to 99, in one case, or returns 0.
func romanValue(s string) int {
	if s == "" || len(s) > 8 {
		return 0
	}
	value := func(c byte) int {
		switch c | 0x20 {
		case 'i':
			return 1
		case 'v':
			return 5
		case 'x':
			return 10
		case 'l':
			return 50
		}
		return 0
	}
	lower := s[0] >= 'a'
	n := 0
	for i := 0; i < len(s); i++ {
		v := value(s[i])
		if v == 0 || (s[i] >= 'a') != lower {
			return 0
		}
		if i+1 < len(s) && value(s[i+1]) > v {
			n -= v
		} else {
			n += v
		}
	}
	if n <= 0 || romanText(n) != strings.ToUpper(s) {
		return 0
	}
	return n
}

func romanText(n int) string {
	var b strings.Builder
	for _, d := range [...]struct {
		v int
		s string
	}{{90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= d.v {
			b.WriteString(d.s)
			n -= d.v
		}
	}
	return b.String()
}

// ladder follows the labels of sub-paragraphs down and up their levels.
type ladder []rung

type rung struct {
	kind  subKind
	upper bool
	n     int
	text  string
}

// path writes the ladder as it stands: "(a)(ii)".
func (l ladder) path() string {
	var b strings.Builder
	for _, r := range l {
		b.WriteByte('(')
		b.WriteString(r.text)
		b.WriteByte(')')
	}
	return b.String()
}

// climb places the label text. opens says that the text before ends in a colon,
// so that a deeper level may begin; following is the label that comes next in
// the text, "" if none is known. It returns the new ladder and whether the label
// is next in a row. If it is not, the ladder returned is the best guess.
func (l ladder) climb(text string, opens bool, following string) (ladder, bool) {
	upper := text[0] >= 'A' && text[0] <= 'Z'
	deeper := func(kind subKind, n int) ladder {
		return append(append(ladder(nil), l...), rung{kind, upper, n, text})
	}
	first := subKind(0)
	for _, kind := range [...]subKind{roman, digit, alpha} {
		if ordinal(text, kind) == 1 && !l.has(kind, upper) {
			first = kind
			break
		}
	}
	for depth := len(l) - 1; depth >= 0; depth-- {
		r := l[depth]
		n := ordinal(text, r.kind)
		if n != r.n+1 || r.upper != upper {
			continue
		}
		// "(i)" after "(h)": the ninth letter or the first of a row beneath
		if first != 0 && depth == len(l)-1 && (following == "ii" || following == "II" || opens && following != "j") {
			return deeper(first, 1), true
		}
		up := append(ladder(nil), l[:depth+1]...)
		up[depth] = rung{r.kind, r.upper, n, text}
		return up, true
	}
	if first != 0 {
		return deeper(first, 1), true
	}
	for depth := len(l) - 1; depth >= 0; depth-- {
		if n := ordinal(text, l[depth].kind); n > 0 && l[depth].upper == upper {
			up := append(ladder(nil), l[:depth+1]...)
			up[depth] = rung{l[depth].kind, upper, n, text}
			return up, false
		}
	}
	for _, kind := range [...]subKind{alpha, roman, digit} {
		if n := ordinal(text, kind); n > 0 {
			return deeper(kind, n), false
		}
	}
	return l, false
}

func (l ladder) has(kind subKind, upper bool) bool {
	for _, r := range l {
		if r.kind == kind && r.upper == upper {
			return true
		}
	}
	return false
}
