// Package source turns the bytes of a document of any kind into Blocks: runs of
// text with what the kind of document tells about them (a list number, a
// footnote, italics). It decides nothing about resolutions.
package source

// Kind is the kind of document, found by its content.
type Kind string

// The kinds that are read.
const (
	Text Kind = "text" // plain text, as PDF extraction leaves it or clean
	AKN  Kind = "akn"  // Akoma Ntoso, as the United Nations publishes it or as package akn writes it
	DOCX Kind = "docx"
	HTML Kind = "html"
	PDF  Kind = "pdf"
)

// Source is one document, taken apart.
type Source struct {
	Name   string // file name, or "archive.zip/75/75_196_E.xml"
	Kind   Kind
	Blocks []Block
	Head   Head     // what the kind of document states about itself; hints only
	Doubts []string // what taking the document apart had to guess, as sentences
}

// Head is what markup states about a document as a whole. The text decides;
// these help where it is silent. All may be "".
type Head struct {
	Symbol, Title, Language, Adopted string
}

// Role is what the source's markup says a Block is.
type Role string

// Roles, from the least to the most that a source can tell.
const (
	Line      Role = "line"      // a printed line; where a paragraph ends is not known
	Para      Role = "para"      // a whole paragraph
	Heading   Role = "heading"   // a heading by markup
	Footnote  Role = "footnote"  // the text of a footnote; Number is its marker
	PageBreak Role = "pagebreak" // no text
	Cell      Role = "cell"      // a cell of a table
	AnnexHead Role = "annexhead" // markup says that an annex begins here
)

// Block is a run of text in reading order.
type Block struct {
	Role   Role
	Text   string // NFC, UTF-8; line breaks inside folded to spaces except for a Line
	Number string // a number that markup gives apart from the text: "12.", "(a)", a footnote's marker
	Level  int    // depth that markup states: 0 unknown or none, 1, 2 ...
	Part   string // "preamble", "operative", "annex" where markup states it, else ""
	Notes  []Note // footnote references inside Text
	Italic []Span // spans in italics
	Links  []Link // hyperlinks: for tests and hints only, they can be wrong
	Line   int    // line in the file (text, XML), 0 where it makes no sense; for messages
	Page   int    // page (PDF), else 0
}

// Span is a place in Block.Text: bytes, end exclusive.
type Span struct{ Start, End int }

// Note is a reference to a footnote. The marker is not in Text.
type Note struct {
	At     int // byte of Text before which the marker stood
	Marker string
}

// Link is a hyperlink over a span of Text.
type Link struct {
	Span
	Href string
}
