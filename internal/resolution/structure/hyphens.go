package structure

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// boundPrefixes are parts of words that stand before a hyphen of their own.
var boundPrefixes = set(`non self co cross post anti sub multi inter intra socio pre re ex vice semi mid well
	long short high low full part half all counter extra ultra pan trans macro micro bi tri quasi by under over
	decision law peace capacity so twenty thirty forty fifty sixty seventy eighty ninety one two three four
	five six seven eight nine ten socio gender child human age data land water`)

// seam says how text is joined to what is held: with what between, and whether
// the last character held, a hyphen of the line's end, goes.
func (j *joiner) seam(held, text string) (sep string, drop bool) {
	last, n := utf8.DecodeLastRuneInString(held)
	first := firstRune(text)
	switch {
	case last == '\u2011': // a non-breaking hyphen is a printed one
		return "", false
	case last == '-' || last == '‐':
		before := held[:len(held)-n]
		left := tailWord(before)
		if left == "" || !unicode.IsLetter(first) {
			if unicode.IsDigit(first) && left != "" || unicode.IsDigit(lastRune(before)) {
				return "", false
			}
			return " ", false
		}
		right := headWord(text)
		if unicode.IsUpper(first) {
			return "", false
		}
		if (right == "and" || right == "or" || right == "to") && !strings.HasPrefix(text[len(right):], "-") { // "State- and nation-building"
			return " ", false
		}
		return "", j.softHyphen(left, right)
	case last == '/' && len(held) > 1 && held[len(held)-2] != ' ':
		return "", false
	case last >= 0x3000 && first >= 0x2E80 && last < 0xFF70: // Chinese has no spaces
		return "", false
	}
	return " ", false
}

// softHyphen says whether a hyphen at a line's end was put there by the line's
// end only. The text itself is the evidence: it uses the joined word, or the
// hyphenated one, or the parts.
func (j *joiner) softHyphen(left, right string) bool {
	if j.words == nil {
		j.words = map[string]bool{}
		for i := range j.lines {
			text := j.lines[i].text
			if i > 0 && strings.HasSuffix(j.lines[i-1].text, "-") { // perhaps the rest of a word
				text = text[len(headWord(text)):]
			}
			for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '‑' }) {
				if !strings.HasSuffix(w, "-") {
					j.words[strings.ToLower(strings.ReplaceAll(w, "‑", "-"))] = true
				}
			}
		}
	}
	l, r := strings.ToLower(left), strings.ToLower(right)
	switch {
	case j.words[l+"-"+r]:
		return false
	case j.words[l+r]:
		return true
	case boundPrefixes[l] || j.words[l]:
		return false
	}
	return j.breaksWords() || !j.words[r] && wordEnd(r)
}

// breaksWords says whether the text breaks words at lines' ends, which United
// Nations documents do not: some of its words so broken are known whole.
func (j *joiner) breaksWords() bool {
	if j.soft != 0 {
		return j.soft > 0
	}
	j.soft = -1
	for i := 0; i+1 < len(j.lines); i++ {
		l := strings.TrimSuffix(j.lines[i].text, "-")
		if len(l) == len(j.lines[i].text) {
			continue
		}
		left, right := strings.ToLower(tailWord(l)), strings.ToLower(headWord(j.lines[i+1].text))
		if left != "" && right != "" && !j.words[left] && !boundPrefixes[left] && j.words[left+right] {
			j.soft = 1
			break
		}
	}
	return j.soft > 0
}

// wordEnd says whether letters are the end of an English word and no word
// themselves: "tion", "mentation", "able".
func wordEnd(s string) bool {
	for _, e := range [...]string{"tion", "sion", "cion", "ation", "ition", "ment", "ness", "ity", "ance", "ence", "ative", "itive", "ating", "ated", "ious", "ial", "ional", "ible", "ization", "izing", "ized", "ory", "ically"} {
		if len(s) < len(e)+4 && (strings.HasPrefix(s, e) || strings.HasSuffix(s, e)) {
			return true
		}
	}
	return false
}

// tailWord returns the letters at the end of s.
func tailWord(s string) string {
	i := len(s)
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsLetter(r) {
			break
		}
		i -= n
	}
	return s[i:]
}

// headWord returns the letters at the beginning of s.
func headWord(s string) string {
	for i, r := range s {
		if !unicode.IsLetter(r) {
			return s[:i]
		}
	}
	return s
}
