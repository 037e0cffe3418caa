package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lower brings a word to one width and case, composed (NFKC).
func lower(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	return norm.NFKC.String(strings.ToLower(norm.NFKC.String(s)))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldLetters folds a word to its form and leaves out all that is neither
// letter nor digit.
func foldLetters(s string) string {
	if ascii(s) {
		s = strings.ToLower(s)
		if clean(s) {
			return s
		}
	}
	return unmark(lower(s))
}

func clean(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// unmark takes the marks off a lower-case composed word.
func unmark(s string) string {
	if ascii(s) && clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r >= 0x400 && r < 0x530: // Cyrillic: й is a letter of its own, ё is written е
			if r == 'ё' || r == 'ѐ' {
				r = 'е'
			} else if r == 'ѝ' {
				r = 'и'
			}
			if unicode.IsLetter(r) {
				b.WriteRune(r)
			}
		case r >= 0x600 && r < 0x700:
			if r = foldArabic(r); r != 0 {
				b.WriteRune(r)
			}
		case r < utf8.RuneSelf:
			if c := byte(r); c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				b.WriteByte(c)
			}
		default:
			if t, ok := spelled(r); ok {
				b.WriteString(t)
				continue
			}
			base(&b, r)
		}
	}
	return b.String()
}

// base writes what remains of a composed letter without its marks.
func base(b *strings.Builder, r rune) {
	if unicode.IsDigit(r) {
		b.WriteByte(byte('0' + digitOf(r)))
		return
	}
	var raw [utf8.UTFMax]byte
	n := utf8.EncodeRune(raw[:], r)
	d := norm.NFD.Properties(raw[:n]).Decomposition()
	if d == nil || unicode.In(r, unicode.Hangul, unicode.Katakana, unicode.Hiragana) {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b.WriteRune(r)
		}
		return
	}
	for len(d) > 0 {
		c, n := utf8.DecodeRune(d)
		d = d[n:]
		if unicode.IsLetter(c) {
			b.WriteRune(unicode.ToLower(c))
		}
	}
}

// digitOf is the value of a decimal digit of any script: Unicode keeps each
// ten in a row.
func digitOf(r rune) int {
	v := 0
	for v < 9 && unicode.IsDigit(r-rune(v)-1) && (r-rune(v)-1)>>8 == r>>8 {
		v++
	}
	return v
}

// spelled are letters that are written with others where they can't be typed.
func spelled(r rune) (string, bool) {
	switch r {
	case 'ß':
		return "ss", true
	case 'æ':
		return "ae", true
	case 'œ':
		return "oe", true
	case 'ø':
		return "o", true
	case 'ł':
		return "l", true
	case 'đ', 'ð':
		return "d", true
	case 'þ':
		return "th", true
	case 'ı':
		return "i", true
	}
	return "", false
}

// foldArabic writes the variants of a letter as one and drops vowel signs and
// the tatweel; 0 leaves the rune out.
func foldArabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ئ', 'ی':
		return 'ي'
	case 'ؤ':
		return 'و'
	case 'ة':
		return 'ه'
	case 'ک':
		return 'ك'
	case 'ـ', 'ء':
		return 0
	}
	if r >= '٠' && r <= '٩' {
		return '0' + r - '٠'
	}
	if r >= '۰' && r <= '۹' {
		return '0' + r - '۰'
	}
	if unicode.IsLetter(r) {
		return r
	}
	return 0
}
