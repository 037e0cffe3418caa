package structure

import (
	"strconv"
	"strings"
	"unicode"
)

// note is a footnote's text as found in the source.
type note struct {
	marker string
	text   string
	at     int // place in the reading order: index of the line or block where it begins
	no     int // line of the file
}

// noteStart is a line that may begin a footnote.
type noteStart struct {
	line   int
	marker string
	n      int // 0 for a marker that is no number
	width  int
	strong bool // a superscript, or markup says so
	score  int
}

// readMarker reads a footnote's marker at the beginning of a line.
func readMarker(r rich) (noteStart, bool) {
	s := r.text
	if len(r.notes) > 0 && r.notes[0].At == 0 {
		n, _ := strconv.Atoi(r.notes[0].Marker)
		return noteStart{marker: r.notes[0].Marker, n: n, strong: true}, true
	}
	if m, w := superscript(s); w > 0 {
		n, _ := strconv.Atoi(m)
		rest := strings.TrimLeft(s[w:], " ")
		return noteStart{marker: m, n: n, width: len(s) - len(rest), strong: true}, true
	}
	if s[0] == '*' {
		w := run(s, '*')
		if w <= 4 && w < len(s) && (s[w] == ' ' || unicode.IsUpper(firstRune(s[w:]))) {
			rest := strings.TrimLeft(s[w:], " ")
			return noteStart{marker: s[:w], width: len(s) - len(rest)}, true
		}
		return noteStart{}, false
	}
	t, bracket := s, byte(0)
	switch {
	case strings.HasPrefix(s, "[^"):
		t, bracket = s[2:], ']'
	case s[0] == '[':
		t, bracket = s[1:], ']'
	case s[0] == '(':
		t, bracket = s[1:], ')'
	case s[0] == '^':
		t, bracket = s[1:], '^'
	}
	w := digits(t)
	if w == 0 || w > 3 || t[0] == '0' {
		return noteStart{}, false
	}
	m, rest := t[:w], t[w:]
	if bracket != 0 {
		if rest == "" || rest[0] != bracket {
			if bracket != '^' || rest == "" || rest[0] != ' ' {
				return noteStart{}, false
			}
		} else {
			rest = strings.TrimPrefix(rest[1:], ":")
		}
	} else {
		switch {
		case strings.HasPrefix(rest, "/ "), strings.HasPrefix(rest, ") "):
			rest = rest[2:]
		case strings.HasPrefix(rest, " "):
		case rest != "" && (unicode.IsUpper(firstRune(rest)) || firstRune(rest) > 0x600):
			// glued: "6See", "6见"
		case strings.HasPrefix(rest, ". ") && w <= 3:
			rest = rest[2:]
		default:
			return noteStart{}, false
		}
	}
	rest = strings.TrimLeft(rest, " ")
	if rest == "" {
		return noteStart{}, false
	}
	n, _ := strconv.Atoi(m)
	return noteStart{marker: m, n: n, width: len(s) - len(rest), strong: bracket == '^' || strings.HasPrefix(s, "[^")}, true
}

// superscript reads superscript digits at the beginning of s.
func superscript(s string) (marker string, width int) {
	for width < len(s) {
		d, w := superDigit(s[width:])
		if w == 0 {
			break
		}
		marker += string(rune('0' + d))
		width += w
		if len(marker) > 3 {
			return "", 0
		}
	}
	return marker, width
}

func superDigit(s string) (d, width int) {
	switch {
	case strings.HasPrefix(s, "¹"):
		return 1, 2
	case strings.HasPrefix(s, "²"):
		return 2, 2
	case strings.HasPrefix(s, "³"):
		return 3, 2
	case len(s) > 2 && s[0] == 0xE2 && s[1] == 0x81 && (s[2] == 0xB0 || s[2] >= 0xB4 && s[2] <= 0xB9):
		return int(s[2] - 0xB0), 3
	}
	return 0, 0
}

// liftNotes sets the footnotes among lines aside and returns them.
func liftNotes(lines []line, from int, m *manner, t *tongue) []note {
	starts := noteStarts(lines, from, m, t)
	begins := map[int]bool{}
	for _, s := range starts {
		begins[s.line] = true
	}
	var notes []note
	seams := &joiner{lines: lines}
	foot := -1                 // the last line of a page that ends in footnotes
	interrupted, seen := "", 0 // the last line of the text above the footnote
	for _, s := range starts {
		l := &lines[s.line]
		if s.line > foot {
			foot = pageEnd(lines, s.line, begins, m, t)
		}
		body := cut(l.rich, s.width).text
		for ; seen < s.line; seen++ {
			if !lines[seen].aside {
				interrupted = lines[seen].text
			}
		}
		open := interrupted != "" && !terminal(interrupted)
		l.aside = true
		end := s.line + 1
		for end < len(lines) && end-s.line < 40 && !begins[end] && !lines[end].aside && lines[end].gap == none {
			if end > foot && !continuesNote(lines, end, m, t, open) {
				break
			}
			sep, drop := seams.seam(body, lines[end].text)
			if drop {
				body = strings.TrimRight(body, "-‐")
			}
			body += sep + lines[end].text
			lines[end].aside = true
			end++
		}
		if end < len(lines) && lines[end].gap < newPage && !begins[end] {
			lines[end].gap = newPage
		}
		notes = append(notes, note{marker: s.marker, text: strings.TrimSpace(body), at: l.block, no: l.no})
	}
	return notes
}

// footLines is how many lines the last footnote of a page may run on.
const footLines = 12

// pageEnd returns the last line of the page in whose foot line i begins a
// footnote, −1 where the page's end is not seen close by or a paragraph begins
// before it: what stands between a page's first footnote and its end is
// footnotes.
func pageEnd(lines []line, i int, begins map[int]bool, m *manner, t *tongue) int {
	if !m.wrapped {
		return -1
	}
	last := i
	for k := i + 1; k < len(lines) && k <= last+footLines; k++ {
		l := &lines[k]
		switch {
		case l.aside, l.gap == newPage:
			return k - 1
		case begins[k]:
			last = k
			continue
		case l.gap != none, l.numbers && t.operative(l.text[l.number.width:]), ending(lines[k-1].text) == 2 && (t.opener(l.text) > 0 || t.operative(l.text)):
			return -1
		}
		if _, ok := readSub(l.text); ok && ending(lines[k-1].text) > 0 {
			return -1
		}
	}
	return -1
}

// continuesNote says whether line i carries on the footnote of the line before.
func continuesNote(lines []line, i int, m *manner, t *tongue, open bool) bool {
	prev, l := &lines[i-1], &lines[i]
	ended := ending(prev.text) == 2 && !abbreviations[tailWord(strings.TrimSuffix(prev.text, "."))]
	if l.numbers && ended {
		return false
	}
	if !ended {
		return m.wrapped || unicode.IsLower(firstRune(l.text))
	}
	if !m.wrapped || m.fullness(lines, i-1, l.text) < 0.86 {
		return false
	}
	if t.opener(l.text) > 0 || t.operative(l.text) {
		return false
	}
	return !open
}

// noteStarts chooses the lines that begin a footnote.
func noteStarts(lines []line, from int, m *manner, t *tongue) []noteStart {
	var all []noteStart
	for i := from; i < len(lines); i++ {
		l := &lines[i]
		if l.aside || l.empty() {
			continue
		}
		if c := l.text[0]; c > ' ' && c < 0x80 && !isDigit(c) && c != '*' && c != '[' && c != '(' && c != '^' && len(l.notes) == 0 {
			continue
		}
		s, ok := readMarker(l.rich)
		if !ok {
			continue
		}
		s.line = i
		all = append(all, s)
	}
	var chosen []noteStart
	last, lastLine := 0, -1
	taken := map[int]bool{}
	calls := calls{lines: lines, tongue: t, at: map[string]call{}, next: from}
	for k := range all {
		s := &all[k]
		l := &lines[s.line]
		rest := l.text[s.width:]
		first := firstRune(rest)
		known := hasPrefixOf(rest, t.noteOpeners) || symbolFirst(rest)
		behindNote := len(chosen) > 0 && lastLine >= s.line-3 && l.gap <= blank
		score := 0
		switch {
		case l.gap != none:
			score += 2
		case behindNote && ending(lines[s.line-1].text) == 2:
			score += 2
		case ending(lines[s.line-1].text) == 0:
			score -= 2
		}
		if known {
			score += 4
		}
		switch {
		case unicode.IsUpper(first), first == '“', first == '"', first == '«', first == '《':
			score++
		case unicode.IsLower(first):
			if t.cased && !strings.HasPrefix(rest, "http") {
				score -= 4
			}
		case first == ',' || first == '.' || first == ')' || first == ';' || first == '-' || first == '–':
			score -= 6
		}
		if isMonth(rest, t) {
			score -= 10
		}
		if ending(l.text) == 2 {
			score++
		}
		switch {
		case s.n == 0:
		case s.n == last+1:
			score += 3
		case taken[s.n] && s.n != 1:
			score -= 3
		case s.n > last+30:
			score -= 4
		}
		if s.n > 0 {
			for j := k + 1; j < len(all) && j <= k+3; j++ {
				if all[j].n == s.n+1 {
					score += 2
					break
				}
			}
		}
		if s.strong {
			score += 4
		}
		if called := calls.before(s.marker, s.line); called > 0 {
			score += called
			if l.gap == none && !behindNote && s.n == last+1 && unicode.IsUpper(first) && pageEnd(lines, s.line, nil, m, t) > 0 {
				score += 2
			}
		}
		if l.numbers { // "12. " is a paragraph's label first of all
			score -= 4
			if !known || t.operative(rest) || l.length > 250 {
				score -= 8
			}
		}
		need := 4
		if l.gap == none && !behindNote {
			need = 6
		}
		if s.n == 0 { // "* The present ..." needs a gap
			need = 3
		}
		if score < need {
			continue
		}
		s.score = score
		chosen = append(chosen, *s)
		if s.n > 0 {
			last = s.n
			taken[s.n] = true
		}
		lastLine = s.line
	}
	return chosen
}

// symbolFirst says whether a text begins with the symbol of a document:
// "E/CN.15/2014/5", "CTOC/COP/2012/7".
func symbolFirst(s string) bool {
	w := firstWord(s)
	return len(w) > 3 && isUpper(w[0]) && strings.IndexByte(w, '/') > 0 && strings.ContainsAny(w, "0123456789")
}

// isMonth says whether a text begins with the name of a month.
func isMonth(text string, t *tongue) bool {
	w := strings.TrimRight(firstWord(text), ".")
	for _, month := range t.months {
		if w == month {
			return true
		}
	}
	return strings.HasPrefix(text, "de ") || strings.HasPrefix(text, "月") || strings.HasPrefix(text, "年") || strings.HasPrefix(text, "日")
}
