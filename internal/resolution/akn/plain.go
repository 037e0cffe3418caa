package akn

import (
	"strings"

	"comity/internal/resolution/source"
)

// PlainText writes a source as a person would paste it: a paragraph to a line,
// its number and a tab before it, footnote markers in superscript digits, and
// the notes after the text that they belong to, each with its marker. The parts
// of a composite resolution each have their notes after them.
func PlainText(src source.Source) string {
	var w strings.Builder
	var notes []source.Block
	body := false
	flush := func() {
		if len(notes) == 0 {
			return
		}
		w.WriteString("__________________\n\n")
		for _, n := range notes {
			w.WriteString(superscripted(n.Number))
			w.WriteByte(' ')
			w.WriteString(n.Text)
			w.WriteString("\n\n")
		}
		notes = notes[:0]
	}
	for _, b := range src.Blocks {
		switch b.Role {
		case source.Footnote:
			notes = append(notes, b)
			continue
		case source.Heading, source.AnnexHead:
			if b.Part == "" && body {
				flush()
				body = false
			}
		}
		body = body || b.Part != ""
		if b.Number == "" && b.Text == "" {
			continue
		}
		if b.Number != "" {
			w.WriteString(b.Number)
			switch section := b.Part != "" && b.Role == source.Heading && !strings.HasSuffix(b.Number, "."); {
			case b.Text == "":
			case section: // "III" is printed on a line above its heading
				w.WriteString("\n\n")
			default:
				w.WriteByte('\t')
			}
		}
		writeMarked(&w, b)
		w.WriteString("\n\n")
	}
	flush()
	return w.String()
}

// writeMarked writes the text with its markers in their places.
func writeMarked(w *strings.Builder, b source.Block) {
	at := 0
	for _, n := range b.Notes {
		w.WriteString(b.Text[at:n.At])
		w.WriteString(superscripted(n.Marker))
		at = n.At
	}
	w.WriteString(b.Text[at:])
}

// superscripted raises digits; other markers (asterisks, letters) stay.
func superscripted(marker string) string {
	raised := [...]rune{'⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'}
	var w strings.Builder
	for _, c := range marker {
		if c >= '0' && c <= '9' {
			w.WriteRune(raised[c-'0'])
			continue
		}
		w.WriteRune(c)
	}
	return w.String()
}
