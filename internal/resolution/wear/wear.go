// Package wear ages a clean text the way an extraction from PDF does: lines are
// broken at the page's width, pages end in the middle of a paragraph, running
// heads, page numbers and job numbers stand between the lines, footnotes move to
// the foot of their page, their markers lose their raised position, list marks
// and asterisks appear, ligatures and hyphens come and go.
//
// What it does is settled by a seed, so that a fault found can be made again. It
// knows nothing of the reader that is tried on its results.
package wear

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Manner is how one document is worn. The zero value breaks no lines and adds
// nothing but page ends.
type Manner struct {
	Width       int     // characters of a line, 0 for a paragraph a line
	Ragged      int     // by how many characters lines fall short, at most
	PageLines   int     // lines of a page
	Gaps        bool    // an empty line between paragraphs
	PageGaps    int     // empty lines around a page's end
	FormFeed    bool    // a form feed at the page's end
	Head        Head    // what stands at the head of each page but the first
	Foot        Foot    // what stands at the foot of each page
	FootTight   bool    // the foot follows the text on the next line, whatever PageGaps says
	Rule        bool    // a line of underscores above the footnotes
	Marker      Marker  // footnote markers in the text
	NoteMarker  Marker  // the same at the footnotes' own beginnings
	NoteGaps    bool    // an empty line between footnotes
	NotesAtEnd  bool    // footnotes gathered at the text's end, not at the page's foot
	Shuffle     bool    // footnotes of a page in another order
	ListMarks   bool    // "- 46." for "46."
	Asterisks   bool    // emphasis around the first word of some paragraphs
	Ligatures   bool    // ﬁ for fi
	DoubleSpace bool    // two spaces here and there
	Indent      int     // spaces before the first line of a paragraph
	Hyphenate   float64 // share of lines' ends where a long word is broken with a hyphen
	BreakHyphen bool    // lines may break behind a printed hyphen
}

// Head is the manner of running heads.
type Head int

// Running heads. HeadsInTurn draws one of the others for each page.
const (
	NoHead Head = iota
	SymbolHead
	SymbolAndPage
	SymbolAndTitle
	TitleHead    // the title's beginning, or two lines of it
	SentenceHead // a sentence that has nothing to do with the text, then the symbol
	HouseHead    // the organization's name on one line, the symbol on the next
	HeadsInTurn  // another one on each page
	headCount
)

// Foot is the manner of pages' feet.
type Foot int

// Feet. FeetInTurn draws one of the others for each page.
const (
	NoFoot      Foot = iota
	PageOfPages      // "3/14"
	JobAndPage       // "15-00234 3/14"
	DashedPage       // "- 3 -"
	LonePage         // "3" between empty lines
	BarePage         // "3" on the next line
	WordedPage       // "Page 3"
	FeetInTurn
	footCount
)

// Marker is the manner in which footnote markers are printed.
type Marker int

// Markers. MixedMarkers draws one of the first four for each.
const (
	Raised       Marker = iota // "⁹"
	Spaced                     // " 9"
	Glued                      // "9"
	RaisedSpaced               // " ⁹"
	MixedMarkers
	Bracketed // "[9]"
	Careted   // "^9"
	markerCount
)

// MannerOf draws a manner from a seed.
func MannerOf(seed uint64) Manner {
	r := rand.New(rand.NewPCG(seed, 0x9E3779B97F4A7C15))
	m := Manner{
		PageLines: 28 + r.IntN(30), Gaps: r.IntN(3) > 0, PageGaps: r.IntN(4), FormFeed: r.IntN(3) == 0,
		Head: Head(r.IntN(int(headCount))), Foot: Foot(r.IntN(int(footCount))), FootTight: r.IntN(3) == 0,
		Rule: r.IntN(2) == 0, Marker: Marker(r.IntN(int(markerCount))), NoteGaps: r.IntN(3) == 0,
		NotesAtEnd: r.IntN(6) == 0, Shuffle: r.IntN(4) == 0, ListMarks: r.IntN(3) == 0, Asterisks: r.IntN(4) == 0,
		Ligatures: r.IntN(4) == 0, DoubleSpace: r.IntN(4) == 0, Indent: r.IntN(3) * 2, BreakHyphen: r.IntN(2) == 0,
	}
	switch own := []Marker{Raised, Spaced, Glued}; m.Marker {
	case Bracketed, Careted:
		m.NoteMarker = m.Marker
	default:
		m.NoteMarker = own[r.IntN(len(own))]
	}
	if r.IntN(6) > 0 {
		m.Width = 60 + r.IntN(51)
		m.Ragged = r.IntN(3)
		m.PageLines = 35 + r.IntN(20)
	} else {
		m.Gaps = true
		m.PageLines = 10 + r.IntN(12)
	}
	if r.IntN(5) == 0 {
		m.Hyphenate = 0.03
	}
	return m
}

// Text wears a clean text, one paragraph a line, footnotes as lines that begin
// with raised digits, by the manner of seed.
func Text(clean string, seed uint64) string { return MannerOf(seed).Text(clean, seed) }

// Text wears a clean text. seed settles what is left to chance.
func (m Manner) Text(clean string, seed uint64) string {
	w := &worn{Manner: m, rand: rand.New(rand.NewPCG(seed, 1)), notes: map[string][]string{}}
	paragraphs := w.sort(clean)
	w.symbol, w.title = headOf(paragraphs)
	w.job = strconv.Itoa(10+w.rand.IntN(15)) + "-" + strconv.Itoa(10000+w.rand.IntN(89999))
	for _, p := range paragraphs {
		w.paragraph(p)
	}
	w.page()
	w.footnotes()
	return w.out.String()
}

// worn is a text that is being worn.
type worn struct {
	Manner
	rand    *rand.Rand
	out     strings.Builder
	notes   map[string][]string // footnotes not yet printed, by marker
	waiting []string            // markers whose footnotes belong on this page
	held    []string            // lines of the page
	symbol  string
	title   string
	job     string
	number  int // of the page
}

// sort takes the footnotes out of a clean text and returns the paragraphs.
func (w *worn) sort(clean string) []string {
	var out []string
	for p := range strings.SplitSeq(clean, "\n") {
		p = strings.TrimSpace(p)
		if p == "" || strings.Trim(p, "_") == "" {
			continue
		}
		if marker, rest := raised(p); marker != "" {
			w.notes[marker] = append(w.notes[marker], strings.TrimSpace(rest))
			continue
		}
		out = append(out, p)
	}
	return out
}

// headOf finds the symbol and the title for the running head.
func headOf(paragraphs []string) (symbol, title string) {
	for i, p := range paragraphs {
		if i > 25 {
			break
		}
		if strings.Contains(p, "/RES/") && len(p) < 40 && symbol == "" {
			symbol = p
		}
		if number, rest, ok := strings.Cut(p, ".\t"); ok && strings.Contains(number, "/") && title == "" {
			title = rest
		}
	}
	return symbol, title
}

// raised reads raised digits at the beginning of s.
func raised(s string) (marker, rest string) {
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		d := strings.IndexRune("⁰¹²³⁴⁵⁶⁷⁸⁹", r)
		if d < 0 {
			break
		}
		marker += strconv.Itoa(utf8.RuneCountInString("⁰¹²³⁴⁵⁶⁷⁸⁹"[:d]))
		s = s[n:]
	}
	return marker, s
}

func raise(digits string) string {
	var b strings.Builder
	for _, c := range digits {
		if c < '0' || c > '9' {
			b.WriteRune(c)
			continue
		}
		b.WriteRune([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[c-'0'])
	}
	return b.String()
}
