package pdf

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"comity/internal/resolution/source"
)

// noteSize is how much smaller than the body footnotes are at least.
const noteSize = 0.94

// split parts a page into its text and the footnotes at its foot: the lines in
// small type below the last line of the body, of which the first opens a note,
// or goes on with the last page's where that is open.
func (p *page) split(body float64, open bool) (text, foot []line) {
	lowest := math.Inf(1) // baseline of the body's last line
	for _, l := range p.lines {
		if l.h > noteSize*body && l.chars > 0 {
			lowest = min(lowest, l.y)
		}
	}
	for _, l := range p.lines {
		if l.h <= noteSize*body && l.y < lowest {
			foot = append(foot, l)
		} else {
			text = append(text, l)
		}
	}
	first := -1
	for i := range foot {
		if mark, _ := opening(&foot[i], 0); mark != "" {
			first = i
			break
		}
	}
	switch {
	case open && first != 0 && len(foot) > 0:
		return text, foot
	case first < 0:
		return p.lines, nil
	case first > 0: // small type that is no note: a table's, a signature's
		text = append(text, foot[:first]...)
		return text, foot[first:]
	}
	return text, foot
}

// opening returns the marker with which a footnote's first line begins, and the
// line's text behind it. A plain number counts where it is the one that comes
// next, or any where next is 0, and more text follows.
func opening(l *line, next int) (marker, text string) {
	b := l.block()
	if len(b.Notes) > 0 && b.Notes[0].At == 0 && b.Text != "" {
		return b.Notes[0].Marker, b.Text
	}
	word, rest, ok := strings.Cut(b.Text, " ")
	if !ok || rest == "" {
		word, rest = b.Text, ""
	}
	// "3Resolution": a number with the text right behind it.
	if digits := len(word) - len(strings.TrimLeft(word, "0123456789")); digits > 0 && digits < len(word) && digits <= 3 {
		if r, _ := utf8.DecodeRuneInString(word[digits:]); unicode.IsLetter(r) || strings.ContainsRune("“«\"‘[(", r) {
			rest, word = b.Text[digits:], word[:digits]
		}
	}
	if rest == "" {
		return "", b.Text
	}
	word = strings.TrimSuffix(word, ".")
	if n, err := strconv.Atoi(word); err == nil {
		if n > 0 && n < 1000 && (next == 0 || n == next) {
			return word, rest
		}
		return "", b.Text
	}
	if r, _ := utf8.DecodeRuneInString(word); strings.ContainsRune("*†‡§", r) && strings.Trim(word, string(r)) == "" {
		return word, rest
	}
	return "", b.Text
}

// notebook gathers footnotes over the pages.
type notebook struct {
	texts []source.Builder
	marks []string
	at    []int // page
	last  int   // the last number
}

// open says whether the last note may go on: it does not end in a stop.
func (n *notebook) open() bool {
	if len(n.texts) == 0 {
		return false
	}
	return n.texts[len(n.texts)-1].Last() != '.'
}

// read takes a page's footnotes. It returns a place-holder for each new one: a
// Footnote block whose Level counts it, which finish fills.
func (n *notebook) read(foot []line, number int) []source.Block {
	var out []source.Block
	for i := range foot {
		next := n.last + 1
		if i == 0 && !n.open() {
			next = 0
		}
		mark, text := opening(&foot[i], next)
		if mark == "" {
			if len(n.texts) > 0 {
				b := &n.texts[len(n.texts)-1]
				if b.Last() != '-' {
					b.Write(" ", source.Style{})
				}
				b.Write(text, source.Style{})
			}
			continue
		}
		if v, err := strconv.Atoi(mark); err == nil {
			n.last = v
		}
		n.texts = append(n.texts, source.Builder{})
		n.marks = append(n.marks, mark)
		n.at = append(n.at, number)
		n.texts[len(n.texts)-1].Write(text, source.Style{})
		out = append(out, source.Block{Role: source.Footnote, Level: len(n.texts), Page: number})
	}
	return out
}

// finish puts the whole notes where their place-holders stand.
func (n *notebook) finish(blocks []source.Block) []source.Block {
	for i, b := range blocks {
		if b.Role == source.Footnote && b.Level > 0 {
			k := b.Level - 1
			blocks[i] = n.texts[k].Block(source.Footnote)
			blocks[i].Number, blocks[i].Page = n.marks[k], n.at[k]
		}
	}
	return blocks
}
