package structure

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"comity/internal/resolution"
)

// entry is a paragraph on its way into a Document.
type entry struct {
	rich
	part    resolution.Part
	annex   int    // 1, 2 … in an annex
	section int    // 1, 2 … in a numbered section
	letter  byte   // 'A', 'B' … in a lettered part of one
	base    string // "12", "pp3", "op1", "p2"
	printed bool   // base is a printed number
	subs    string // "(a)(ii)"
	no      int
	block   int
}

// bodyReader reads the pieces behind an enacting formula.
type bodyReader struct {
	tongue  *tongue
	entries []entry
	part    resolution.Part
	annex   int
	section int
	letter  byte
	pps     int
	ops     int
	free    int // paragraphs without number in the annex at hand
	base    entry
	ladder  ladder
	held    entry // the numbered paragraph before one without a number, and its ladder
	rungs   ladder
	open    bool // behind a section's heading, where a preamble may follow
	ended   bool // behind the line with the meeting
	over    bool // behind the heading of a report's next part: nothing there is the document's
	symbol  string
	meeting string
	date    string
}

// read takes the pieces of one document's body in order.
func (b *bodyReader) read(pieces []piece) {
	b.part = resolution.Preamble
	for i := range pieces {
		p := &pieces[i]
		if p.cell || p.empty() && p.number == "" {
			continue
		}
		b.take(pieces, i)
	}
}

func (b *bodyReader) take(pieces []piece, i int) {
	p := &pieces[i]
	text := p.text
	bare := p.number == "" && p.sub == ""
	if b.over = b.over || len(b.entries) > 0 && reportHeading(p, b.symbol); b.over {
		return
	}
	if p.annex || bare && annexHead(text) && b.annexMayBegin() {
		b.beginAnnex()
		return
	}
	if b.annex == 0 && p.part == string(resolution.Annex) {
		b.beginAnnex()
	}
	if bare {
		if n, letter, ok := sectionHeading(text); ok && b.sectionMayBegin(p, n, letter) {
			b.beginSection(n, letter)
			return
		}
		if meetingLine(text, b.tongue) {
			b.close(text)
			return
		}
		if dateLine(text, b.tongue) {
			if b.ended && b.date == "" || b.date == "" && b.nothingFollows(pieces, i) {
				b.date, _, _, _ = findDate(text, b.tongue)
			}
			b.ended = b.annex == 0
			return
		}
	}
	if p.number != "" && isUpper(p.number[0]) && (p.heading || !terminal(text)) {
		if n, letter, ok := sectionHeading(p.number); ok {
			b.beginSection(n, letter)
			return
		}
	}
	if b.ended && b.annex == 0 && b.annexFollows(p) {
		b.beginAnnex()
	}
	switch {
	case b.ended && b.annex == 0:
	case p.sub != "" && p.number == "":
		b.subParagraph(pieces, i)
	case p.number != "":
		b.numbered(pieces, i)
	case b.isHeading(p):
	default:
		b.unnumbered(pieces, i)
	}
}

// annexMayBegin: an annex stands behind the operative part.
func (b *bodyReader) annexMayBegin() bool { return len(b.entries) > 0 }

// annexFollows: what stands behind the line with the meeting and reads like a
// paragraph is an annex, though no word says so. A record of the vote is none.
func (b *bodyReader) annexFollows(p *piece) bool {
	if p.number != "" {
		return len(p.text) > 20
	}
	return p.sub == "" && ending(p.text) == 2 && utf8.RuneCountInString(p.text) > 60 && p.text[0] != '[' && !hasPrefixOf(p.text, voteMarks)
}

var voteMarks = []string{"In favour", "Against", "Abstaining", "Adopted by", "The voting", "Ont voté", "Pour", "Contre", "Votos", "A favor", "En contra", "Голосовали", "* ", "The delegation", "Subsequently", "After the"}

func (b *bodyReader) beginAnnex() {
	b.annex++
	b.part, b.section, b.letter, b.free, b.ladder, b.open = resolution.Annex, 0, 0, 0, nil, false
	b.base = entry{part: resolution.Annex, annex: b.annex}
}

// sectionMayBegin: sections follow one another in order, or begin again.
func (b *bodyReader) sectionMayBegin(p *piece, n int, letter byte) bool {
	if letter > 0 {
		return letter == 'A' || letter == b.letter+1
	}
	return p.heading || n == 1 || n == b.section+1
}

func (b *bodyReader) beginSection(n int, letter byte) {
	b.open, b.ladder = true, nil
	if letter > 0 {
		b.letter = letter
		return
	}
	b.section, b.letter = n, 0
}

func (b *bodyReader) close(text string) {
	if b.annex > 0 {
		return
	}
	b.ended = true
	if iso, start, end, ok := findDate(text, b.tongue); ok {
		b.date = iso
		text = text[:start] + text[end:]
	}
	if b.meeting == "" {
		b.meeting = strings.Trim(strings.TrimSuffix(strings.TrimSpace(text), "года"), " ,[]*_")
	}
}

// nothingFollows says that behind piece i come no more numbered paragraphs
// before an annex.
func (b *bodyReader) nothingFollows(pieces []piece, i int) bool {
	for _, p := range pieces[i+1:] {
		if p.annex || annexHead(p.text) {
			return true
		}
		if p.number != "" || p.sub != "" {
			return false
		}
	}
	return true
}

func (b *bodyReader) numbered(pieces []piece, i int) {
	p := &pieces[i]
	if b.part == resolution.Preamble {
		b.part = resolution.Operative
	}
	b.open = false
	b.ladder, b.rungs = nil, nil
	b.base = entry{part: b.part, annex: b.annex, section: b.section, letter: b.letter, base: p.number, printed: true}
	if p.sub != "" {
		b.ladder, _ = b.ladder.climb(p.sub, true, following(pieces, i))
	}
	b.emit(p)
}

func (b *bodyReader) subParagraph(pieces []piece, i int) {
	p := &pieces[i]
	if b.part == resolution.Preamble && b.annex == 0 && b.base.base == "" && len(b.entries) == 0 && b.tongue.opener(p.text) != 2 && b.tongue.operative(p.text) {
		b.part = resolution.Operative // "The Economic and Social Council: (a) Takes note …"
	}
	opens := true
	if n := len(b.entries); n > 0 {
		opens = opensList(b.entries[n-1].text)
	}
	if len(b.ladder) == 0 && len(b.rungs) > 0 && ordinal(p.sub, alpha) > 1 {
		if next, inRow := b.rungs.climb(p.sub, false, following(pieces, i)); inRow && len(next) <= len(b.rungs) {
			b.base, b.ladder, b.rungs = b.held, next, nil
			b.emit(p)
			return
		}
	}
	b.ladder, _ = b.ladder.climb(p.sub, opens, following(pieces, i))
	if b.base.base == "" {
		b.base = b.free1()
	}
	b.emit(p)
}

// following returns the label of the next sub-paragraph behind piece i.
func following(pieces []piece, i int) string {
	for k := i + 1; k < len(pieces) && k < i+40; k++ {
		if pieces[k].number != "" {
			return ""
		}
		if pieces[k].sub != "" {
			return pieces[k].sub
		}
	}
	return ""
}

// free1 begins a paragraph without a number, in the part at hand.
func (b *bodyReader) free1() entry {
	e := entry{part: b.part, annex: b.annex}
	switch b.part {
	case resolution.Preamble:
		b.pps++
		e.base = "pp" + strconv.Itoa(b.pps)
	case resolution.Annex:
		b.free++
		e.base = "p" + strconv.Itoa(b.free)
	default:
		b.ops++
		e.base = "op" + strconv.Itoa(b.ops)
	}
	return e
}

func (b *bodyReader) unnumbered(pieces []piece, i int) {
	p := &pieces[i]
	opener := b.tongue.opener(p.text)
	if b.annex == 0 {
		switch {
		case b.part == resolution.Preamble:
			if b.acts(pieces, i, opener) {
				b.part = resolution.Operative
			}
		case b.open && opener > 0 && !b.tongue.operative(p.text),
			p.part == string(resolution.Preamble) && opener > 0,
			opener == 2 && ending(p.text) == 1:
			b.part = resolution.Preamble
		}
	}
	if len(b.ladder) > 0 {
		b.held, b.rungs = b.base, b.ladder
	}
	b.ladder = nil
	b.base = b.free1()
	b.emit(p)
	if b.part == resolution.Operative {
		b.open = false
	}
}

// acts says whether a paragraph without a number, in the preamble, is the first
// of the operative part.
func (b *bodyReader) acts(pieces []piece, i, opener int) bool {
	p := &pieces[i]
	if p.part == string(resolution.Operative) && opener == 0 && !p.heading {
		return true
	}
	if opener == 2 {
		return false
	}
	if len(b.entries) == 0 && told(p, b.tongue) != "" {
		return true
	}
	sure := b.tongue != &arabic && b.tongue != &chinese
	if sure && b.tongue.operative(p.text) {
		return true
	}
	if b.numberAhead(pieces, i) {
		return false
	}
	if b.tongue.operative(p.text) && ending(p.text) != 1 {
		return true
	}
	// the last paragraph before the end, closed by a full stop
	return opener == 0 && hasSuffixOf(strings.TrimRight(trimMarker(p.text), " "), ".", "。", "؛", ";", ":")
}

// numberAhead says whether a numbered paragraph follows in the same section.
func (b *bodyReader) numberAhead(pieces []piece, i int) bool {
	for k := i + 1; k < len(pieces) && k < i+200; k++ {
		p := &pieces[k]
		if reportHeading(p, b.symbol) {
			return false
		}
		if p.number != "" && romanValue(p.number) == 0 {
			return true
		}
		if p.annex || p.number == "" && (annexHead(p.text) || meetingLine(p.text, b.tongue)) {
			return false
		}
		if _, _, ok := sectionHeading(p.text); ok && p.number == "" && p.sub == "" {
			return false
		}
	}
	return false
}

// isHeading says whether a piece without number is a heading, which is no
// paragraph.
func (b *bodyReader) isHeading(p *piece) bool {
	end := ending(p.text)
	opener := b.tongue.opener(p.text)
	switch {
	case p.heading:
		return !(opener > 0 && end > 0 || b.tongue.operative(p.text) && end > 0 && b.tongue != &arabic)
	case end == 1 || end == 2:
		return false
	case opener == 2 && (b.part == resolution.Preamble || b.open):
		return false
	case p.part == string(resolution.Preamble) && b.part == resolution.Preamble:
		return false
	case b.tongue.operative(p.text) && utf8.RuneCountInString(p.text) > 60 && b.tongue != &arabic:
		return false
	case unicode.IsLower(firstRune(p.text)) && b.tongue.cased:
		return false
	}
	return utf8.RuneCountInString(p.text) < 250
}

func (b *bodyReader) emit(p *piece) {
	e := b.base
	e.rich, e.no, e.block = p.rich, p.no, p.block
	e.subs = b.ladder.path()
	b.entries = append(b.entries, e)
}
