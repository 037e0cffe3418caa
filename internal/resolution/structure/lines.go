package structure

import (
	"strings"
	"unicode/utf8"

	"comity/internal/resolution/source"
)

// gap is what stands between a line and the one before it in the text.
type gap byte

const (
	none    gap = iota // the next printed line
	blank              // one or more empty lines
	newPage            // a page's end, a running head or foot, a footnote; perhaps with empty lines
	apart              // a block of its own by markup
)

// line is one printed line of a source that knows no paragraphs.
type line struct {
	rich
	no      int // line in the file
	gap     gap
	length  int  // in characters
	indent  int  // leading white space
	aside   bool // set aside: furniture or a footnote
	figure  bool // set aside as a figure out of a table
	number  label
	numbers bool // begins like a numbered paragraph
	counted bool // lies on the best path of numbers
	block   int  // index of the source's Block
}

// printed makes lines of the Blocks of Role Line. Other blocks must not be given.
func printed(blocks []source.Block) []line {
	lines := make([]line, 0, len(blocks))
	g := blank
	for i, b := range blocks {
		if b.Role == source.PageBreak {
			g = newPage
			continue
		}
		indent := 0
		for indent < len(b.Text) && (b.Text[indent] == ' ' || b.Text[indent] == '\t') {
			indent++
		}
		if strings.IndexByte(b.Text, '\f') >= 0 {
			g = newPage
		}
		r := fold(rich{b.Text, b.Notes, b.Italic})
		if r.empty() {
			g = max(g, blank)
			continue
		}
		r = unstar(unheading(r))
		if r.empty() {
			continue
		}
		if b.Number != "" { // a number that the source knows apart
			r = join(rich{text: b.Number}, 0, " ", r)
		}
		l := line{rich: r, no: b.Line, gap: g, length: utf8.RuneCountInString(r.text), indent: indent, block: i}
		l.number, l.numbers = readNumber(r.text)
		lines = append(lines, l)
		g = none
	}
	return lines
}

// unheading takes Markdown's mark of a heading from the beginning of a line.
func unheading(r rich) rich {
	n := run(r.text, '#')
	if n == 0 || n > 6 || n == len(r.text) || r.text[n] != ' ' {
		return r
	}
	return cut(r, n+1)
}

// manner is how a text's lines were broken.
type manner struct {
	wrapped bool // lines end where the page does, not where the paragraph does
	spaced  bool // paragraphs are set apart by empty lines
	widths  []int
}

// window is how many lines around a line tell how wide the page is there.
const window = 24

// mannerOf looks at the lines that are not set aside.
func mannerOf(lines []line) manner {
	var m manner
	long, middle, open, blanks, n := 0, 0, 0, 0, 0
	for i := range lines {
		l := &lines[i]
		if l.aside {
			continue
		}
		n++
		if l.gap == blank {
			blanks++
		}
		switch {
		case l.length > 180:
			long++
		case l.length > 45:
			middle++
			if !terminal(l.text) {
				open++
			}
		}
	}
	// Where lines are whole paragraphs many are very long; where pages break
	// them, most end in the middle of a sentence.
	m.wrapped = open > 3*long && open > middle/4
	m.spaced = blanks*6 > n
	m.widths = make([]int, len(lines))
	// the widest line of a window, by a queue of falling lengths
	var queue []int
	next := 0
	for i := range lines {
		for next < len(lines) && next <= i+window {
			if !lines[next].aside {
				for len(queue) > 0 && lines[queue[len(queue)-1]].length <= lines[next].length {
					queue = queue[:len(queue)-1]
				}
				queue = append(queue, next)
			}
			next++
		}
		for len(queue) > 0 && queue[0] < i-window {
			queue = queue[1:]
		}
		if len(queue) > 0 {
			m.widths[i] = lines[queue[0]].length
		}
	}
	return m
}

// fullness says how full line i is, as a share of the page's width there, had
// the next text's first word been put on it too.
func (m *manner) fullness(lines []line, i int, next string) float64 {
	w := m.widths[i]
	if w == 0 {
		return 0
	}
	word := utf8.RuneCountInString(firstWord(next))
	return float64(lines[i].length+1+min(word, 20)) / float64(w)
}

// terminal says whether a text ends as a paragraph may end.
func terminal(text string) bool { return ending(text) > 0 }

// ending classes how a text ends: 2 with a mark that ends a paragraph, 1 with a
// comma, 0 in the middle of a sentence. Footnote markers, quotation marks and
// brackets after the mark are looked through.
func ending(text string) int {
	text = trimMarker(text)
	for text != "" {
		r, n := utf8.DecodeLastRuneInString(text)
		switch r {
		case ';', '.', ':', '?', '!', '。', '；', '：', '؛', '؟', '…':
			return 2
		case ',', '،', '，':
			return 1
		case '”', '"', '’', '»', '*', '_', '」', '』', ' ', ')', '）', ']':
		default:
			return 0
		}
		text = text[:len(text)-n]
	}
	return 0
}

// trimMarker takes a footnote marker from the end of a text: superscript
// digits, or up to three digits behind a mark of punctuation.
func trimMarker(text string) string {
	if n := len(text) - 1; n > 1 && text[n] == ']' { // "[12]"
		if open := strings.LastIndexByte(text, '['); open > 0 && n-open < 5 && open+1 < n && digits(text[open+1:n]) == n-open-1 {
			text = strings.TrimRight(text[:open], " ^")
		}
	}
	t := strings.TrimRight(text, "⁰¹²³⁴⁵⁶⁷⁸⁹*_ ")
	n := len(t)
	for n > 0 && isDigit(t[n-1]) && len(t)-n < 4 {
		n--
	}
	if len(t)-n > 0 && len(t)-n < 4 {
		before := strings.TrimRight(t[:n], " ^[(*")
		if before != "" && strings.ContainsRune(",;.:”\"’)،，；。؛", lastRune(before)) && !decimalPoint(before, t[n:]) &&
			(before[len(before)-1] != '.' || sentenceEnds(before[:len(before)-1])) {
			return before
		}
	}
	return t
}

// decimalPoint says whether a mark and the digits glued to it are a part of a
// number: "0.005", "3,123".
func decimalPoint(before, digits string) bool {
	n := len(before)
	return n > 1 && isDigit(before[n-2]) && (before[n-1] == '.' || before[n-1] == ',' && len(digits) == 3)
}
