package structure

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"comity/internal/resolution/source"
)

// piece is a paragraph, a heading or a line of a document's head: what the
// source gives as one, or what lines were joined to.
type piece struct {
	rich
	number  string // printed number without its stop, "" if none
	sub     string // label of a sub-paragraph: "a"
	heading bool   // markup says so
	annex   bool   // markup says that an annex begins
	cell    bool
	part    string // "preamble", "operative", "annex" by markup
	gap     gap
	no      int
	block   int // place in the reading order
}

// joiner makes pieces of lines.
type joiner struct {
	lines   []line
	manner  *manner
	tongue  *tongue
	pieces  []piece
	cur     piece
	buf     []byte
	last    int // last line joined to cur, -1 if none
	lead    bool
	pre     bool // in a preamble
	ladder  ladder
	decimal string          // the last number of several parts, "3.2"
	titled  bool            // the piece at hand stands right behind a section's number
	marked  bool            // a numbered paragraph carried a stray list mark
	soft    int             // more than 0 where the text breaks words at lines' ends, 0 not yet known
	words   map[string]bool // the text's vocabulary, made when a hyphen asks for it
}

// joinLines joins lines to pieces. from is the first line behind the head of
// the first document; before it, lines are joined by the head's own rules.
func joinLines(lines []line, m *manner, t *tongue) []piece {
	j := &joiner{lines: lines, manner: m, tongue: t, last: -1, lead: true}
	for i := range lines {
		if !lines[i].aside {
			j.add(i)
		}
	}
	j.flush()
	return j.pieces
}

// add puts line i where it belongs.
func (j *joiner) add(i int) {
	l := &j.lines[i]
	switch {
	case l.counted:
		j.begin(i)
		r := cut(l.rich, l.number.width)
		j.cur.number = strconv.Itoa(l.number.n)
		j.ladder = nil
		j.lead, j.pre = false, false
		j.marked = j.marked || l.number.bullet
		if s, ok := readSub(r.text); ok && ordinal(s.text, alpha) == 1 {
			j.ladder, _ = j.ladder.climb(s.text, true, "")
			j.cur.sub = s.text
			r = cut(r, s.width)
		}
		j.put(i, r)
		return
	case lettered(l.text):
		j.begin(i)
		j.cur.number = l.text[:1]
		j.put(i, cut(l.rich, 2))
		return
	case j.last < 0:
		j.begin(i)
		j.put(i, l.rich)
		return
	}
	if number, last, width := readDecimal(l.text); width > 0 && !j.lead && (l.gap != none || ending(j.held()) == 2) && follows(j.decimal, number, last) {
		j.begin(i)
		j.cur.number, j.decimal = number, number
		j.ladder = nil
		j.put(i, cut(l.rich, width))
		return
	}
	if s, ok := readSub(l.text); ok && (!j.lead || len(j.ladder) > 0 || opensList(j.held())) {
		if next, ok := j.subBegins(i, s); ok {
			j.begin(i)
			j.ladder = next
			j.cur.sub = s.text
			j.put(i, cut(l.rich, s.width))
			return
		}
	}
	if j.begins(i) {
		j.begin(i)
		j.put(i, l.rich)
		return
	}
	r := l.rich
	if t, bullet := cutBullet(r.text); j.marked && bullet && t != "" && isDigit(t[0]) {
		// An extraction that marks numbered paragraphs as items of a list marks
		// a broken line that begins with a year, too.
		r = cut(r, len(r.text)-len(t))
	}
	j.put(i, r)
}

// begin ends the piece at hand and begins the next with line i.
func (j *joiner) begin(i int) {
	j.flush()
	l := &j.lines[i]
	j.cur = piece{gap: l.gap, no: l.no, block: l.block}
}

func (j *joiner) flush() {
	if j.last < 0 {
		return
	}
	j.cur.text = string(j.buf)
	j.buf = j.buf[:0]
	j.last = -1
	text := j.cur.text
	j.titled = false
	if _, _, ok := formula(text); ok && (j.cur.number == "" || partNumber(j.cur.number)) {
		j.lead, j.pre = false, true
		j.ladder = nil
	} else if j.cur.number == "" && meetingLine(text, j.tongue) {
		j.lead, j.pre = true, false
	} else if j.cur.number == "" && annexHead(text) {
		j.lead, j.pre = false, false
		j.ladder = nil
	} else if _, _, ok := sectionHeading(text); ok && !j.lead && j.cur.number == "" && j.cur.sub == "" {
		j.pre, j.titled = true, true
	}
	j.pieces = append(j.pieces, j.cur)
}

// lettered says whether a line is the letter of a composite resolution's part
// with the enacting formula: "B The General Assembly,".
func lettered(s string) bool {
	if len(s) < 4 || !isUpper(s[0]) || s[1] != ' ' {
		return false
	}
	_, width, ok := formula(s[2:])
	return ok && width == len(s)-2
}

// put appends a text to the piece at hand.
func (j *joiner) put(i int, r rich) {
	if j.last >= 0 {
		held := j.tail(seamLimit)
		sep, drop := j.seam(held, r.text)
		if drop {
			_, n := utf8.DecodeLastRuneInString(held)
			j.buf = j.buf[:len(j.buf)-n]
		}
		j.buf = append(j.buf, sep...)
	}
	shift := len(j.buf)
	for _, x := range r.notes {
		x.At += shift
		j.cur.notes = append(j.cur.notes, x)
	}
	for _, s := range r.italic {
		j.cur.italic = append(j.cur.italic, source.Span{Start: s.Start + shift, End: s.End + shift})
	}
	j.buf = append(j.buf, r.text...)
	j.last = i
}

// heldLimit is how much of the piece at hand is looked at, from its end.
const heldLimit = 600

// seamLimit is how much of the piece at hand the next line is joined by.
const seamLimit = 120

// held returns the text of the piece at hand, its end only where it is long.
func (j *joiner) held() string { return j.tail(heldLimit) }

// tail returns at most so many bytes from the end of the piece at hand.
func (j *joiner) tail(limit int) string {
	from := max(0, len(j.buf)-limit)
	for from > 0 && from < len(j.buf) && !utf8.RuneStart(j.buf[from]) {
		from++
	}
	return string(j.buf[from:])
}

// subBegins says whether the label that opens line i begins a sub-paragraph.
func (j *joiner) subBegins(i int, s sub) (ladder, bool) {
	l := &j.lines[i]
	held := j.held()
	end := ending(held)
	opens := opensList(held)
	following := ""
	if romanValue(s.text) == 1 {
		following = j.followingSub(i)
	}
	next, inRow := j.ladder.climb(s.text, opens, following)
	if !inRow {
		return nil, false
	}
	rest := l.text[s.width:]
	first := firstRune(rest)
	upper := !unicode.IsLower(first)
	if end == 0 {
		held := strings.TrimRight(held, " ")
		for _, w := range [...]string{" and", " or", " et", " ou", " y", " o", " и", " или"} {
			if cut, ok := strings.CutSuffix(held, w); ok && ending(cut) > 0 {
				end = 1
				break
			}
		}
	}
	switch {
	case opens:
		return next, true
	case len(j.ladder) == 0 && len(next) == 1: // a first label that no colon announces
		return next, l.gap != none && end > 0 && upper || end == 2 && upper || !j.manner.wrapped && end > 0
	case end == 2:
		return next, true
	case end == 1:
		return next, l.gap != none || upper || !j.manner.wrapped || j.manner.fullness(j.lines, j.last, l.text) < 0.85
	}
	return next, l.gap == blank && upper
}

// opensList says whether a text announces a list: it ends in a colon or a dash.
func opensList(text string) bool {
	t := trimMarker(text)
	t = strings.TrimRight(t, " *_”\"»")
	return hasSuffixOf(t, ":", "：", "—", "–", " -")
}

func (j *joiner) followingSub(i int) string {
	for k := i + 1; k < len(j.lines) && k < i+80; k++ {
		if l := &j.lines[k]; !l.aside {
			if l.counted {
				return ""
			}
			if s, ok := readSub(l.text); ok {
				return s.text
			}
		}
	}
	return ""
}

// begins weighs whether line i begins a new piece. The evidence: what stands
// between the lines, how the text before ends, how the line opens, and whether
// the line before was left short of the page's width.
func (j *joiner) begins(i int) bool {
	l := &j.lines[i]
	held := j.held()
	t := j.tongue
	if j.lead {
		return j.beginsInHead(i, held)
	}
	if ownLine(held, t) && j.cur.number == "" && j.cur.sub == "" {
		return true
	}
	end := ending(held)
	if (l.gap != none || end > 0) && ownLine(l.text, t) && !unicode.IsLower(firstRune(l.text)) {
		return true
	}
	if _, _, ok := formula(l.text); ok && (l.gap != none || end == 2) {
		return true
	}
	if len(held) < 400 {
		if _, w, ok := formula(held); ok && (w >= len(held) || j.cur.number == "" && j.cur.sub == "") {
			return true
		}
	}
	opener := t.opener(l.text)
	if end == 0 && (opener == 2 || t.operative(l.text) && t.cased) && j.titled {
		return true
	}
	if end == 2 && !j.pre && !terminal(l.text) && !unicode.IsLower(firstRune(l.text)) && j.numberNext(i) {
		return true
	}
	if end == 2 && l.gap == blank && !j.manner.wrapped {
		return true
	}
	score := 0
	switch end {
	case 2:
		score += 2
	case 1:
		if j.pre {
			score++
		} else {
			score -= 2
		}
	default:
		score -= 5
		if l.gap != none && j.cur.number == "" && j.cur.sub == "" && len(held) < 200 && t.opener(held) == 0 {
			score += 4 // a heading
			if l.gap == newPage {
				score += 4
			}
		}
	}
	switch l.gap {
	case blank, apart:
		score += 4
	case newPage:
		if end == 2 {
			score++
		}
	case none:
		if !j.manner.wrapped {
			score += 4
			break
		}
		switch full := j.manner.fullness(j.lines, j.last, l.text); {
		case full < 0.65:
			score += 4
		case full < 0.85:
			score += 3
		case full > 0.95:
			score -= 3
		default:
			score--
		}
		if j.manner.spaced && !j.pre {
			score--
		} else if j.manner.spaced {
			score -= 3
		}
		if t == &chinese && j.manner.fullness(j.lines, j.last, l.text) > 0.93 {
			score -= 2
		}
	}
	first := firstRune(strings.TrimLeft(l.text, "*_“\"«("))
	switch {
	case opener == 2 && j.pre:
		score += 5
	case opener == 1 && j.pre:
		score += 2
	case t.operative(l.text):
		if t != &arabic || end == 2 {
			score += 2
		}
		if j.pre && end > 0 && t != &arabic {
			score += 2
		}
	case unicode.IsLower(first):
		if t.cased || !j.pre {
			score -= 6
		} else {
			score -= 2
		}
	case unicode.IsDigit(first):
		score -= 3
	case unicode.IsPunct(first):
		score--
	}
	return score > 2
}

// numberNext says whether the line behind line i is a numbered paragraph, so that
// line i, which ends in the middle of a sentence, must be a heading.
func (j *joiner) numberNext(i int) bool {
	for k := i + 1; k < len(j.lines) && k < i+30; k++ {
		if !j.lines[k].aside {
			return j.lines[k].counted
		}
	}
	return false
}

// beginsInHead joins the lines of a head: only lines of prose and of a title
// that runs over are joined.
func (j *joiner) beginsInHead(i int, held string) bool {
	l := &j.lines[i]
	if l.gap != none || headMark(l.text) || headMark(held) {
		return true
	}
	if _, _, _, ok := docTitle(l.text); ok {
		return true
	}
	if _, _, ok := formula(l.text); ok {
		return true
	}
	if _, _, _, ok := docTitle(held); ok {
		return false
	}
	if strings.HasPrefix(held, "[") && !strings.Contains(held, "]") {
		return false
	}
	if _, width, ok := formula(held + " " + l.text); ok && width > len(held)+1 {
		return false // a formula that runs over the line
	}
	if _, _, ok := formula(held); ok {
		return true
	}
	return !j.manner.wrapped || ending(held) == 2 || j.manner.fullness(j.lines, j.last, l.text) < 0.8
}

// ownLine says whether a text stands on a line of its own wherever it appears.
func ownLine(s string, t *tongue) bool {
	if _, _, ok := sectionHeading(s); ok {
		return true
	}
	if len(s) > 160 {
		return false
	}
	return annexHead(s) && len(s) < 40 || meetingLine(s, t) || dateLine(s, t) || docHeading(s)
}

func docHeading(s string) bool {
	_, _, _, ok := docTitle(s)
	return ok && !terminal(s)
}
