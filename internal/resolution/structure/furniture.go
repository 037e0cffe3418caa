package structure

import (
	"slices"
	"strings"
	"unicode"
)

// setAsideFurniture marks what belongs to the page and not to the text: running
// heads, page numbers, job numbers, rules. title and symbol are the document's
// own, as far as they are known, in which a running head consists. The next
// line after furniture stands behind a page's end. placed says that the source
// knew where on its page each line stood, and has left out what repeats at the
// pages' edges: then a line that comes again is text.
func setAsideFurniture(lines []line, from int, symbol, title string, placed bool, t *tongue) {
	repeated, keys := make([]bool, len(lines)), make([]string, len(lines))
	if !placed {
		repeated, keys = repeats(lines, from, t)
	}
	title = flat(title)
	feet := make([]bool, len(lines)) // lines that number a page
	if !placed {
		for _, i := range numberedPages(lines, from) {
			lines[i].aside, feet[i] = true, true
		}
	}
	paged := slices.Contains(feet, true) // isolated figures prove no pages
	m := mannerOf(lines)
	for i := from; i < len(lines); i++ {
		l := &lines[i]
		switch {
		case l.aside:
		case pageMark(l.text):
			l.aside = true
			_, _, feet[i] = pageNumber(l.text)
			paged = paged || feet[i]
		case ownSymbol(l.text, symbol, title):
			l.aside = true
			if i > from {
				betweenPages(lines, feet, i, t)
				aboveSymbol(lines, i, &m, t)
			}
		case !bareNumber(l.text) && !amount(l.text):
		case isolated(lines, i) || !placed && bareNumber(l.text) && i+1 < len(lines) && lines[i+1].gap == newPage:
			l.aside, l.figure, feet[i] = true, !bareNumber(l.text), !placed && bareNumber(l.text)
		case !placed && bareNumber(l.text) && interrupts(lines, i, &m):
			l.aside, feet[i] = true, true
		}
	}
	// a line next to furniture or alone between empty lines that comes again
	// and again, or repeats the title
	for range 2 {
		heads := atPageEnds(lines, keys, from, paged)
		for i := from; i < len(lines); i++ {
			l := &lines[i]
			if l.aside || l.length > 400 || l.numbers && !headLike(l.text) {
				continue
			}
			switch end := atPageEnd(lines, i, from); {
			case end && keys[i] != "" && heads[keys[i]]:
				l.aside = true
			case !placed && (end || titleInterrupts(lines, i, &m)) && runningTitle(lines, i, symbol, title):
				l.aside = true
			}
		}
	}
	for i := from; i < len(lines); i++ {
		if repeated[i] && isolated(lines, i) && headLike(lines[i].text) && !lines[i].numbers {
			lines[i].aside = true
		}
	}
	carryGaps(lines)
}

// atPageEnd says whether line i stands next to furniture or to a page's end.
func atPageEnd(lines []line, i, from int) bool {
	return i > from && lines[i-1].aside && !lines[i-1].figure || i+1 < len(lines) && lines[i+1].aside && !lines[i+1].figure ||
		lines[i].gap == newPage || i+1 < len(lines) && lines[i+1].gap == newPage
}

// headLines is how many lines of a running head may stand above the symbol.
const headLines = 3

// betweenPages sets aside what stands between a page's number and the symbol at
// line head, at the top of the next page: no page holds so little text.
func betweenPages(lines []line, feet []bool, head int, t *tongue) {
	first := head
	for first > 0 && head-first < headLines && !lines[first-1].aside && lines[first].gap != newPage {
		first--
	}
	if lines[first].gap != newPage && (first == 0 || !feet[first-1]) {
		return
	}
	for i := first; i < head; i++ {
		if l := &lines[i]; l.length > 160 || !headLike(l.text) || bearing(l.text, t) || l.numbers {
			return
		}
	}
	for i := first; i < head; i++ {
		lines[i].aside = true
	}
}

// aboveSymbol sets the line above the symbol at line head aside where the text
// cannot have put it there: it is cut short in the middle of a sentence, and so
// is no line of a paragraph, and the line before it wants to be continued, and so
// it is no heading.
func aboveSymbol(lines []line, head int, m *manner, t *tongue) {
	if head < 2 || head+1 >= len(lines) || lines[head-1].aside || lines[head-2].aside {
		return
	}
	l, before, next := &lines[head-1], &lines[head-2], lines[head+1].text
	if l.length > 160 || !headLike(l.text) || unicode.IsLower(firstRune(l.text)) || l.numbers || bearing(l.text, t) || ending(before.text) != 0 || before.length < 40 {
		return
	}
	if m.wrapped {
		l.aside = (l.gap != none || m.fullness(lines, head-2, l.text) > 0.85) && m.fullness(lines, head-1, next) < 0.85
	} else {
		l.aside = unicode.IsLower(firstRune(next))
	}
}

// titleInterrupts says whether line i, the title's beginning, stands in the
// middle of a sentence where the text cannot have put it.
func titleInterrupts(lines []line, i int, m *manner) bool {
	if !m.wrapped || i == 0 || i+1 >= len(lines) || lines[i].length < 20 {
		return false
	}
	before := &lines[i-1]
	return !before.aside && ending(before.text) == 0 && before.length > 40 && m.fullness(lines, i-1, lines[i].text) > 0.85 &&
		m.fullness(lines, i, lines[i+1].text) < 0.85
}

// carryGaps lets a line that follows lines set aside know that a page ended.
func carryGaps(lines []line) {
	pending := none
	for i := range lines {
		if lines[i].aside {
			if lines[i].figure {
				pending = max(pending, blank)
			} else {
				pending = newPage
			}
			continue
		}
		lines[i].gap = max(lines[i].gap, pending)
		pending = none
	}
}

// isolated says whether line i stands alone between gaps.
func isolated(lines []line, i int) bool {
	before := i == 0 || lines[i].gap != none || lines[i-1].aside
	after := i+1 == len(lines) || lines[i+1].gap != none || lines[i+1].aside
	return before && after
}

// headLike says whether a text could be a running head: it does not end as a
// sentence does.
func headLike(text string) bool { return !terminal(text) }

// repeats says of each line whether the same words, numbers apart, stand at
// least twice more in the text. It also returns those words, "" for a line that
// can be no running head.
func repeats(lines []line, from int, t *tongue) (repeated []bool, keys []string) {
	keys = make([]string, len(lines))
	count := map[string]int{}
	for i := from; i < len(lines); i++ {
		l := &lines[i]
		if l.length > 160 || l.aside || !headLike(l.text) || unicode.IsLower(firstRune(l.text)) || bearing(l.text, t) {
			continue
		}
		if k := withoutDigits(l.text); len(k) > 3 {
			keys[i] = k
			count[k]++
		}
	}
	repeated = make([]bool, len(lines))
	for i, k := range keys {
		repeated[i] = k != "" && count[k] >= 3
	}
	return repeated, keys
}

// atPageEnds returns the words of those lines that come again, and at pages'
// ends nearly always. paged says that pages are known to end in the text: then
// twice is enough.
func atPageEnds(lines []line, keys []string, from int, paged bool) map[string]bool {
	type places struct{ all, ends int }
	count := map[string]places{}
	for i := from; i < len(lines); i++ {
		if keys[i] == "" {
			continue
		}
		p := count[keys[i]]
		p.all++
		if lines[i].aside || atPageEnd(lines, i, from) {
			p.ends++
		}
		count[keys[i]] = p
	}
	heads := map[string]bool{}
	for k, p := range count {
		if 3*p.ends >= 2*p.all && (p.ends >= 3 || p.ends == 2 && paged) {
			heads[k] = true
		}
	}
	return heads
}

// bearing says whether a line bears the document's structure, so that it may
// come again in a composite resolution: an enacting formula, a meeting, a
// section's or an annex's heading.
func bearing(s string, t *tongue) bool {
	if _, _, ok := formula(s); ok || lettered(s) {
		return true
	}
	return ownLine(s, t)
}

func withoutDigits(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// pageMark knows page numbers, job numbers and the like by their form.
func pageMark(s string) bool {
	if len(s) > 90 {
		return false
	}
	if strings.Trim(s, "_-–—=*.·~ ") == "" && len(s) >= 3 && s != "..." {
		return true
	}
	switch lower := strings.ToLower(s); {
	case lower == "/…", lower == "/...", lower == "/..", lower == "…", lower == "please recycle", lower == "♻", lower == "♲", lower == "page":
		return true
	case strings.HasPrefix(lower, "please recycle"):
		return true
	case strings.HasPrefix(lower, "page "), strings.HasPrefix(lower, "página "), strings.HasPrefix(lower, "стр. "):
		rest := lower[strings.IndexByte(lower, ' ')+1:]
		return pageCount(rest) || ownPageOf(rest)
	}
	fields := strings.Fields(s)
	marks := 0
	for _, f := range fields {
		switch {
		case jobNumber(f), f != "" && pageCount(f) && strings.Contains(f, "/"), f == "♻", f == "♲":
			marks++
		case f == "(E)" || f == "(A)" || f == "(C)" || f == "(F)" || f == "(R)" || f == "(S)" || f == "-" || f == "–" || f == "|":
		case marks > 0 && len(f) <= 6 && digits(f) == len(f): // the job number's date
		case pageCount(f) && len(fields) > 1 && (fields[0] == "-" || fields[0] == "–" || fields[0] == "—"):
			marks++
		default:
			return false
		}
	}
	return marks > 0
}

func ownPageOf(s string) bool {
	a, b, ok := strings.Cut(s, " of ")
	return ok && pageCount(a) && pageCount(b)
}

// pageCount reads "3" or "3/14".
func pageCount(s string) bool {
	n := digits(s)
	if n == 0 || n > 4 {
		return false
	}
	if n == len(s) {
		return true
	}
	rest := s[n:]
	return rest[0] == '/' && digits(rest[1:]) == len(rest)-1 && len(rest) > 1 && len(rest) < 5
}

// jobNumber reads the conference service's numbers: "15-00234", "V.14-01234",
// "GE.16-12345(E)", "*1500234*".
func jobNumber(s string) bool {
	if n := len(s); n > 6 && s[0] == '*' && s[n-1] == '*' && digits(s[1:]) >= 5 {
		return true
	}
	for _, p := range [...]string{"GE.", "V.", "N"} {
		s = strings.TrimPrefix(s, p)
	}
	if n := digits(s); n != 2 || len(s) < 8 || s[2] != '-' && !strings.HasPrefix(s[2:], "‑") {
		return false
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(s[2:], "-"), "‑")
	n := digits(rest)
	return n == 5 && (len(rest) == 5 || rest[5] == '(' || rest[5] == '*')
}

func bareNumber(s string) bool {
	n := digits(s)
	return n > 0 && n == len(s) && n <= 4
}

// amount says whether a line is a figure out of a table's cell: "5 873 652 300",
// "(18 012 700)", "0.005".
func amount(s string) bool {
	return len(s) > 2 && strings.Trim(s, "0123456789 ().,–-−") == "" && strings.ContainsAny(s, "0123456789") && readable(s)
}

// readable: a paragraph's number alone, "12.", is no amount.
func readable(s string) bool {
	_, ok := readNumber(s)
	return !ok
}

// ownSymbol says whether a line is a running head that begins or ends with the
// document's own symbol, alone, with a page number or with words of the title.
func ownSymbol(s, symbol, title string) bool {
	if symbol == "" || len(s) > 400 {
		return false
	}
	rest, ok := strings.CutPrefix(s, symbol)
	if !ok {
		if rest, ok = strings.CutSuffix(s, symbol); !ok {
			return false
		}
	}
	rest = strings.Trim(rest, " *_|-–—")
	if i := strings.LastIndexByte(rest, ' '); i >= 0 && pageCount(rest[i+1:]) {
		rest = strings.TrimRight(rest[:i], " |-–—")
	}
	if rest == "" || pageMark(rest) || pageCount(rest) {
		return true
	}
	return inTitle(rest, title) || headLike(rest) && len(rest) < 12
}

// runningTitle says whether line i repeats the title at the head of a page, from
// its beginning or as what is left of it from the line above. A text that names
// the title does so in a sentence, mostly between quotation marks.
func runningTitle(lines []line, i int, symbol, title string) bool {
	s := lines[i].text
	if ending(s) == 2 || !inTitle(s, title) || strings.HasPrefix(s, "“") {
		return false
	}
	if i > 0 && lines[i-1].aside {
		above := lines[i-1].text
		if symbol != "" {
			above = strings.TrimSuffix(strings.TrimPrefix(above, symbol), symbol)
		}
		if inTitle(above, title) {
			return true
		}
	}
	if !strings.HasPrefix(title, flat(s)) || unicode.IsLower(firstRune(s)) {
		return false
	}
	for k := i - 1; k >= 0 && k > i-6; k-- {
		if lines[k].aside {
			continue
		}
		before := lines[k].text
		return strings.LastIndex(before, "“") <= strings.LastIndex(before, "”")
	}
	return true
}

// inTitle says whether s is a part of the document's title, of some length.
func inTitle(s, title string) bool {
	if title == "" || len(s) < 8 {
		return false
	}
	f := flat(s)
	return len(f) >= 8 && strings.Contains(title, f) && (len(f) > 20 || strings.HasPrefix(title, f) || strings.HasSuffix(title, f))
}

// flat is a text for comparison: lower case, letters and digits only.
func flat(s string) string {
	var b strings.Builder
	for _, r := range s {
		if isWord(r) {
			b.WriteRune(r)
		}
	}
	return strings.ToLower(b.String())
}
