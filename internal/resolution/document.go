package resolution

// Document is one resolution or decision as read. A composite resolution
// (parts A and B) is several Documents.
type Document struct {
	Symbol     string      `json:"symbol"`      // "A/RES/69/197"; "A/RES/74/198 B" for a part
	Title      string      `json:"title"`       //
	Organ      string      `json:"organ"`       // organ code: GA, ECOSOC, SC, HRC, CCPCJ, CND, CTOC-COP, CAC-COSP
	Session    int         `json:"session"`     // 69; 0 where the text does not say
	Adopted    string      `json:"adopted"`     // ISO 8601 date, "" where the text does not say
	Meeting    string      `json:"meeting"`     // "73rd plenary meeting"
	AgendaItem string      `json:"agenda_item"` // "105"; "72 (b)"
	Report     string      `json:"report"`      // document it was adopted on: "A/69/489"
	Language   string      `json:"language"`    // BCP 47: ar en es fr ru zh
	Paragraphs []Paragraph `json:"paragraphs"`
	Footnotes  []Footnote  `json:"footnotes"`
	Uncertain  []Uncertain `json:"uncertain"`
}

// Part says where in a Document a Paragraph stands.
type Part string

// The parts of a document.
const (
	Preamble  Part = "preamble"
	Operative Part = "operative"
	Annex     Part = "annex"
)

// Paragraph is one entry of a Document: a preambular paragraph, an operative
// paragraph, one sub-paragraph of either, or a paragraph of an annex. With
// sub-paragraphs, "12" holds the chapeau only and "12(a)" is an entry of its own.
type Paragraph struct {
	ID        string   `json:"id"`     // what follows "#" in a cite: "12(a)", "pp3", "op1", "annex1.4"
	Part      Part     `json:"part"`   //
	Number    string   `json:"number"` // as printed without the final stop: "12(a)", "III.7"; "" where none is printed
	Text      string   `json:"text"`   // whole, white space folded, without the number and without footnote markers
	Phrase    string   `json:"phrase"` // the operative (or preambular) phrase that opens it, as printed
	Clauses   []Clause `json:"clauses"`
	Cites     []string `json:"cites"`     // symbols, in order of first appearance, none twice
	Footnotes []string `json:"footnotes"` // markers, in order

	// CiteSpans gives each citation its place in Text. It is how a writer of
	// marked-up text puts the references; it is not part of the JSON.
	CiteSpans []Cite `json:"-"`
	// NoteSpans gives each footnote marker its place in Text (Start == End: the
	// marker itself is not in Text).
	NoteSpans []Note `json:"-"`
	// Emphasis holds the spans of Text that the source prints in italics, where
	// the source says so. Hints for tests and writers, never the only evidence.
	Emphasis []Span `json:"-"`
}

// Span is a place in a Paragraph's Text: Unicode code points, end exclusive.
type Span [2]int

// Cite is one citation found in a text.
type Cite struct {
	Symbol string // full symbol: "A/RES/68/193", "A/RES/69/197#52", "UNTOC#18.15"
	Span   Span
	Rule   string // name of the rule that settled it
}

// Note binds a footnote to a place in a paragraph.
type Note struct {
	Footnote int // index into Document.Footnotes
	At       int // code point of Text before which the marker stood
}

// Footnote is a note of the Document, in the order of their markers' appearance.
type Footnote struct {
	Marker string   `json:"marker"`
	Text   string   `json:"text"`
	Cites  []string `json:"cites"`

	CiteSpans []Cite `json:"-"`
}

// Uncertain is a field that the reading could not settle, with the reason in
// words that tell a person what to look at.
type Uncertain struct {
	Paragraph string `json:"paragraph"` // Paragraph.ID; "" for the document as a whole
	Field     string `json:"field"`
	Why       string `json:"why"`
}
