package akn

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"comity/internal/resolution"
	"comity/internal/resolution/source"
)

// Gold is what the markup of a published file says about the paragraphs, as a
// yardstick for readers of the same text without markup. It is made without
// package structure: only elements, attributes and printed numbers count.
type Gold struct {
	Name      string
	Head      source.Head
	Documents []GoldDocument // several for a composite resolution
}

// GoldDocument is one resolution of a file.
type GoldDocument struct {
	Part       string // "A", "B" in a composite resolution, else ""
	Paragraphs []GoldParagraph
	Notes      []GoldNote
}

// GoldParagraph is one paragraph by the markup.
type GoldParagraph struct {
	Part      resolution.Part
	Number    string // composed as resolution.Paragraph.Number: "12(a)", "III.7"
	Text      string // folded, without its number and without markers
	Italic    string // the phrase in italics that opens it, "" where there is none
	Container string // container/@name: the preambular phrase
	Links     []GoldLink
	Notes     []string // markers in order
	Line      int
}

// GoldLink is a hyperlink and the words that it stands on.
type GoldLink struct{ Text, Href string }

// GoldNote is a footnote.
type GoldNote struct {
	Marker, Text string
	Links        []GoldLink
}

// GoldOf reads the yardstick out of a published file. Errors are those of Source.
func GoldOf(name string, data []byte) (Gold, error) {
	r, err := read(name, data, true)
	if err != nil {
		return Gold{}, err
	}
	g := Gold{Name: name, Head: r.head}
	var numbers numbering
	doc := GoldDocument{}
	for i, b := range r.blocks {
		switch b.Role {
		case source.Heading, source.AnnexHead:
			if b.Part == "" && len(doc.Paragraphs) > 0 {
				g.Documents = append(g.Documents, numbers.finish(doc))
				doc, numbers = GoldDocument{}, numbering{}
			}
			if b.Part == "" && len(b.Number) == 1 {
				doc.Part = b.Number
			}
			numbers.heading(b)
		case source.Footnote:
			doc.Notes = append(doc.Notes, GoldNote{b.Number, b.Text, goldLinks(b)})
		case source.Para:
			if b.Part == "" || r.traits[i].name == "enactingFormula" || b.Text == "" || isCaption(b) {
				continue
			}
			doc.Paragraphs = append(doc.Paragraphs, goldParagraph(b, r.traits[i].name, &numbers))
		}
	}
	g.Documents = append(g.Documents, numbers.finish(doc))
	return g, nil
}

// isCaption says whether a block marked as a paragraph is a heading or a row of
// asterisks: no number, no italics, no mark at its end, or no letter at all.
func isCaption(b source.Block) bool {
	if strings.IndexFunc(b.Text, unicode.IsLetter) < 0 {
		return true
	}
	end, _ := utf8.DecodeLastRuneInString(b.Text)
	number, _ := leadingEnumerator(b.Text)
	if label := strings.TrimSuffix(b.Number, "."); label != "" && strings.Trim(label, "IVXABCDEFGH") == "" {
		number = "" // the number of a section
	} else if b.Number != "" {
		return false
	}
	return b.Part == operative.part() && number == "" && len(b.Italic) == 0 && len(b.Notes) == 0 &&
		(unicode.IsLetter(end) || unicode.IsDigit(end))
}

func goldParagraph(b source.Block, container string, numbers *numbering) GoldParagraph {
	number, text, cut := b.Number, b.Text, 0
	if number == "" {
		number, text = leadingEnumerator(b.Text)
		cut = len(b.Text) - len(text)
	}
	p := GoldParagraph{Part: resolution.Part(b.Part), Text: text, Container: container, Links: goldLinks(b), Line: b.Line}
	if len(b.Italic) > 0 && b.Italic[0].Start <= cut {
		p.Italic = strings.TrimSpace(b.Text[max(b.Italic[0].Start, cut):max(b.Italic[0].End, cut)])
	}
	for _, n := range b.Notes {
		p.Notes = append(p.Notes, n.Marker)
	}
	p.Number = numbers.paragraph(p.Part, number, b.Level)
	return p
}

func goldLinks(b source.Block) []GoldLink {
	var links []GoldLink
	for _, l := range b.Links {
		links = append(links, GoldLink{b.Text[l.Start:l.End], l.Href})
	}
	return links
}

// leadingEnumerator cuts "(a) " or "12. " off the beginning of a text.
func leadingEnumerator(text string) (number, rest string) {
	first, rest, ok := strings.Cut(text, " ")
	if !ok {
		return "", text
	}
	if strings.HasPrefix(first, "(") && strings.HasSuffix(first, ")") && len(first) > 2 && len([]rune(first)) <= 7 {
		return first, rest
	}
	if n := strings.TrimRight(first, ".\u200E\u200F"); n != first && n != "" && len(n) <= 3 && strings.Trim(n, "0123456789") == "" {
		return first, rest
	}
	return "", text
}
