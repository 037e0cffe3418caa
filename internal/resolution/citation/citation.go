// Package citation finds the acts that a text cites and writes each as its full
// symbol: resolutions and decisions by the organ that adopted them, documents by
// their symbol, paragraphs of the text itself ("paragraph 52 above") and of
// other resolutions, articles of named treaties.
//
// A number alone says little: "22/7" is a resolution of whichever body is named
// with it. The reading goes in three steps. Shapes of numbers and symbols are
// found first (number.go, symbol.go), each number with the noun that governs it
// or the list that it continues (noun.go); then each list is given its organ by
// what is printed around it, by the form of the number and by its date
// (organ.go); last, places in those acts are joined to them (place.go,
// article.go). What cannot be settled is a Doubt, never a guess.
package citation

import (
	"sort"
	"strings"
	"unicode/utf8"

	"comity/internal/programme"
	"comity/internal/resolution"
)

// Context is what a text does not say about itself. All fields may be empty;
// what needs them is then left out.
type Context struct {
	Organ     string // code of the organ that speaks: "GA"
	Session   int    // its session: 69
	Symbol    string // the text's own symbol, for "paragraph 52 above": "A/RES/69/197"
	Language  string // BCP 47; "" is read as English
	Paragraph string // ID of the paragraph that is read, for "subparagraph (a) above" and numbers that begin anew: "12", "III.7", "annex1.4"

	// Previous is, for a footnote, what the note before it cites: "Ibid." means
	// that where it is a single act.
	Previous []resolution.Cite
}

// Doubt is a reference that was seen and could not be settled.
type Doubt struct {
	Span resolution.Span // code points
	Why  string          // a sentence for a person
}

// Reader finds citations with the names of one programme's organs and
// instruments. It is read-only and may be shared.
type Reader struct {
	organs   map[string]programme.Organ
	inOrder  []programme.Organ    // as the programme lists them
	names    map[string]wordIndex // organ names, by language
	treaties map[string]wordIndex // instrument names, by language
}

// NewReader makes a Reader for these instruments and organs.
func NewReader(instruments []programme.Instrument, organs []programme.Organ) *Reader {
	r := &Reader{
		organs:   make(map[string]programme.Organ, len(organs)),
		names:    map[string]wordIndex{},
		treaties: map[string]wordIndex{},
		inOrder:  organs,
	}
	for _, o := range organs {
		r.organs[o.Code] = o
		for lang, names := range o.Names {
			for _, name := range names {
				r.index(r.names, lang).add(name, o.Code)
			}
		}
	}
	for _, i := range instruments {
		for _, name := range i.AllNames() {
			r.index(r.treaties, "en").add(name, i.Code)
		}
		for lang, names := range i.In {
			for _, name := range names {
				r.index(r.treaties, lang).add(name, i.Code)
			}
		}
	}
	for _, byLanguage := range []map[string]wordIndex{r.names, r.treaties} {
		for _, index := range byLanguage {
			index.sort()
		}
	}
	return r
}

func (r *Reader) index(m map[string]wordIndex, lang string) wordIndex {
	if m[lang] == nil {
		m[lang] = wordIndex{}
	}
	return m[lang]
}

// Find returns the citations of a text in the order of their places. Spans are
// code points of the text; they never overlap. A member of a range that is not
// itself printed ("paragraphs 3 to 5") has an empty span at the joining word.
func (r *Reader) Find(text string, ctx Context) []resolution.Cite {
	cites, _ := r.Read(text, ctx)
	return cites
}

// Read is Find that also tells what it could not settle.
func (r *Reader) Read(text string, ctx Context) ([]resolution.Cite, []Doubt) {
	if !hasDigit(text) && !hasPlace(text) {
		return nil, nil
	}
	if ctx.Language == "" {
		ctx.Language = "en"
	}
	if len(text) > maxPiece {
		return r.readPieces(text, ctx)
	}
	plain, at := fold(text)
	s := scan{Reader: r, ctx: ctx, text: plain}
	s.numbers()
	s.settle()
	s.places()
	s.articles()
	s.ibid()
	if len(s.hits) == 0 && len(s.doubts) == 0 {
		return nil, nil
	}
	return s.result(at)
}

// maxPiece is the most that is read at once, in bytes. No paragraph of a
// resolution comes near it; a longer text is read piece by piece, so that the
// time stays in proportion to the length.
const maxPiece = 32 << 10

// readPieces reads a long text in pieces, cut at the end of a sentence where
// there is one, else at a space, else anywhere between two characters.
func (r *Reader) readPieces(text string, ctx Context) (cites []resolution.Cite, doubts []Doubt) {
	points := 0
	for len(text) > 0 {
		end := len(text)
		if end > maxPiece {
			end = maxPiece
			for !utf8.RuneStart(text[end]) && end > maxPiece-utf8.UTFMax {
				end--
			}
			if p := strings.LastIndex(text[:end], ". "); p > maxPiece/2 {
				end = p + 2
			} else if p := strings.LastIndexByte(text[:end], ' '); p > maxPiece/2 {
				end = p + 1
			}
		}
		found, open := r.Read(text[:end], ctx)
		for _, c := range found {
			c.Span[0] += points
			c.Span[1] += points
			cites = append(cites, c)
		}
		for _, d := range open {
			d.Span[0] += points
			d.Span[1] += points
			doubts = append(doubts, d)
		}
		points += utf8.RuneCountInString(text[:end])
		text = text[end:]
	}
	return cites, doubts
}

// Symbols returns the symbols of cites in order, none twice: the form of the
// fields cites of a paragraph, a clause and a footnote.
func Symbols(cites []resolution.Cite) []string {
	out := make([]string, 0, len(cites))
	seen := make(map[string]bool, len(cites))
	for _, c := range cites {
		if !seen[c.Symbol] {
			seen[c.Symbol] = true
			out = append(out, c.Symbol)
		}
	}
	return out
}

// scan is the reading of one text.
type scan struct {
	*Reader
	ctx    Context
	text   string // folded: see fold
	hits   []hit
	groups []group
	doubts []doubt

	mentions    []mention // organs named in text, once looked for
	lookedFor   bool
	instruments []mention // instruments named in text, once looked for
	lookedForI  bool
}

// hit is a reference that was found. Offsets are bytes of scan.text.
type hit struct {
	start, end int
	symbol     string // "" until settled
	rule       string
	number     number
	organ      string // code of the organ, once settled
	group      int    // index into scan.groups; -1 for a symbol
	// phrase is where the noun phrase of the reference begins ("its
	// resolution 60/1"); a place "paragraph 3 of" joins to it.
	phrase int
	// place says that the hit is already a place in an act.
	place bool
}

type doubt struct {
	start, end int
	why        string
}

// ibid reads "Ibid." as the single act of the note before.
func (s *scan) ibid() {
	if len(s.hits) > 0 || len(s.ctx.Previous) != 1 || !strings.HasPrefix(s.text, "Ibid") {
		return
	}
	if strings.Contains(s.text, "vol.") || strings.Contains(s.text, "No.") {
		return // of a series of treaties or of records: another volume, not the same act
	}
	s.hits = append(s.hits, hit{start: 0, end: len("Ibid"), symbol: s.ctx.Previous[0].Symbol, rule: "ibid", group: -1})
}

// result turns hits into cites: in order, settled ones only, none over another.
func (s *scan) result(at *offsets) ([]resolution.Cite, []Doubt) {
	sort.SliceStable(s.hits, func(i, j int) bool { return s.hits[i].start < s.hits[j].start })
	cites := make([]resolution.Cite, 0, len(s.hits))
	end := 0
	for _, h := range s.hits {
		if h.symbol == "" || h.start < end {
			continue
		}
		end = h.end
		cites = append(cites, resolution.Cite{Symbol: h.symbol, Span: at.span(h.start, h.end), Rule: h.rule})
	}
	sort.SliceStable(s.doubts, func(i, j int) bool { return s.doubts[i].start < s.doubts[j].start })
	var doubts []Doubt
	at.rewind()
	for _, d := range s.doubts {
		doubts = append(doubts, Doubt{Span: at.span(d.start, d.end), Why: d.why})
	}
	return cites, doubts
}
