package structure

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sectionNumber reads a text that is nothing but the number of a section:
// "III", "III.", "Section III".
func sectionNumber(s string) (int, bool) {
	if len(s) > 24 {
		return 0, false
	}
	s = strings.Trim(s, "*_ ")
	for _, w := range [...]string{"Section ", "SECTION ", "Sección ", "Раздел ", "第"} {
		s = strings.TrimPrefix(s, w)
	}
	s = strings.TrimRight(s, ". :")
	if s == "" || s[0] >= 'a' && s[0] <= 'z' {
		return 0, false
	}
	n := romanValue(s)
	return n, n > 0
}

// sectionHeading reads the heading of a section: "III", "III. Title", "III
// Title", or of a lettered part, "A", "A. Title". It returns the Roman number or
// the letter.
func sectionHeading(s string) (n int, letter byte, ok bool) {
	if n, ok := sectionNumber(s); ok {
		return n, 0, true
	}
	if len(s) > 500 || s == "" || !isUpper(s[0]) {
		return 0, 0, false
	}
	if len(s) == 1 && s[0] <= 'K' {
		return 0, s[0], true
	}
	label, title, found := strings.Cut(s, " ")
	stopped := strings.HasSuffix(label, ".")
	label = strings.TrimSuffix(label, ".")
	if !found || !unicode.IsUpper(firstRune(strings.TrimLeft(title, "*_“\""))) || terminal(title) {
		return 0, 0, false
	}
	if v := romanValue(label); v > 0 && isUpper(label[0]) {
		return v, 0, true
	}
	if len(label) == 1 && label[0] <= 'K' && (stopped || label[0] > 'A') {
		return 0, label[0], true
	}
	return 0, 0, false
}

// annexHead says whether a text is the heading of an annex: "Annex", "Annex II",
// with or without a title behind it.
func annexHead(s string) bool {
	t := strings.TrimLeft(s, "*_ ")
	for _, l := range [...]*tongue{&english, &french, &spanish, &russian, &arabic, &chinese} {
		for _, w := range l.annex {
			if rest, ok := strings.CutPrefix(t, w); ok && annexRest(rest) {
				return true
			}
		}
	}
	return false
}

// annexRest looks at what follows the word "Annex".
func annexRest(rest string) bool {
	rest = strings.Trim(rest, "*_ ")
	if rest == "" {
		return true
	}
	if terminal(rest) && utf8.RuneCountInString(rest) > 12 {
		return false
	}
	w := strings.Trim(firstWord(rest), ".:*_–-—)(")
	if w == "" || romanValue(w) > 0 || digits(w) == len(w) || len(w) == 1 && unicode.IsUpper(rune(w[0])) {
		return true
	}
	if hasPrefixOf(rest, []string{"一", "二", "三", "四", "五", "الأول", "الثاني", "الثالث", "الرابع", "الخامس"}) {
		return true
	}
	r := firstRune(w)
	return unicode.IsUpper(r) && len(rest) < 300
}

// meetingLine says whether a text closes a resolution: "73rd plenary meeting",
// "14-е пленарное заседание", alone or with the date.
func meetingLine(s string, t *tongue) bool {
	if len(s) > 120 || s == "" {
		return false
	}
	s = strings.Trim(s, "*_ []")
	lead := firstRune(s)
	if !unicode.IsDigit(lead) && lead != '第' && !strings.HasPrefix(s, "الجلسة") {
		return false
	}
	if end := ending(s); end != 0 {
		return false
	}
	for _, w := range t.meeting {
		if i := strings.Index(s, w); i >= 0 {
			return utf8.RuneCountInString(s[:i]) < 40
		}
	}
	return false
}

// dateLine says whether a text is a date and nothing else.
func dateLine(s string, t *tongue) bool {
	if len(s) > 60 || s == "" || !unicode.IsDigit(firstRune(s)) {
		return false
	}
	_, start, end, ok := findDate(s, t)
	return ok && start == 0 && strings.Trim(s[end:], " .*_года") == ""
}

// docTitle says whether a text begins a resolution by its number and title:
// "69/197. Strengthening …", "Resolution 9/1", "2014/20. …", "S-32/1. …". It
// returns the number and the title behind it.
func docTitle(s string) (number, title string, decision, ok bool) {
	t := strings.TrimLeft(s, "*_# ")
	worded := false
	for _, w := range [...]string{"Resolution ", "RESOLUTION ", "Decision ", "DECISION ", "Draft resolution ", "Draft decision ", "Résolution ", "Décision ", "Resolución ", "Decisión ", "Резолюция ", "Решение ", "القرار ", "المقرر ", "第"} {
		if rest, found := strings.CutPrefix(t, w); found {
			decision = strings.Contains(strings.ToLower(w), "d") && strings.HasPrefix(strings.ToLower(strings.TrimPrefix(w, "Draft ")), "d") || w == "Решение " || w == "المقرر "
			t, worded = rest, true
			break
		}
	}
	n := 0
	slash := false
	for n < len(t) {
		c := t[n]
		if c == '/' {
			if slash || n == 0 {
				return "", "", false, false
			}
			slash = true
		} else if !isDigit(c) && !(c >= 'A' && c <= 'Z' && n < 4) && !(c == '-' && n > 0 && n < 4) {
			break
		}
		n++
	}
	number, rest := t[:n], t[n:]
	if !slash || digits(number[strings.IndexByte(number, '/')+1:]) == 0 {
		if worded { // "Resolution 2467 (2019)"
			if d := digits(t); d >= 1 && d <= 4 && len(t) >= d+7 && t[d] == ' ' && t[d+1] == '(' && digits(t[d+2:]) == 4 && t[d+6] == ')' {
				return t[:d+7], strings.Trim(t[d+7:], " .*_"), decision, true
			}
		}
		return "", "", false, false
	}
	// composite parts: "74/250 A", "75/101 A and B"
	if len(rest) > 1 && rest[0] == ' ' && rest[1] >= 'A' && rest[1] <= 'Z' && (len(rest) == 2 || rest[2] == '.') {
		number, rest = number+rest[:2], rest[2:]
	}
	trimmed := strings.TrimLeft(rest, "*_ ")
	switch {
	case trimmed == "":
		return number, "", decision, worded
	case strings.HasPrefix(trimmed, ".") || strings.HasPrefix(trimmed, ":") || strings.HasPrefix(trimmed, "号"):
		title = strings.Trim(strings.TrimLeft(trimmed, ".:号"), " *_")
		return number, title, decision, true
	case worded && unicode.IsUpper(firstRune(trimmed)) && !terminal(trimmed):
		return number, strings.Trim(trimmed, " *_"), decision, true
	case firstRune(trimmed) > 0x600 && strings.HasPrefix(rest, " "): // Arabic and Chinese print no stop
		return number, strings.Trim(trimmed, " *_"), decision, true
	}
	return "", "", false, false
}
