package structure

import (
	"strings"
	"unicode/utf8"

	"comity/internal/resolution"
	"comity/internal/resolution/source"
)

// declaration reads pieces without an enacting formula: a decision, a political
// declaration, the declaration of a Congress. Its body begins behind its title.
// It returns nothing where the text has neither a symbol or number of its own
// nor paragraphs in the manner of such acts.
func declaration(pieces []piece, hints source.Head, t *tongue) []raw {
	begin, titled, symbol := -1, false, hints.Symbol != ""
	openers, acts, numbered, declares := 0, 0, 0, false
	for i := range pieces {
		p := &pieces[i]
		if p.cell {
			continue
		}
		if resolutionSymbol(p.text) != "" && len(p.text) < 80 && begin < 0 {
			symbol = true
		}
		if _, _, _, ok := docTitle(p.text); begin < 0 && (ok && p.number == "" || strings.Contains(p.number, "/")) {
			titled = true
			continue
		}
		body := p.number != "" || t.opener(p.text) == 2 && ending(p.text) > 0 || t.operative(p.text) && ending(p.text) > 0 ||
			ending(p.text) > 0 && utf8.RuneCountInString(p.text) > 80 && !headMark(p.text) && p.text[0] != '['
		if body && begin < 0 {
			begin = i
		}
		switch {
		case begin < 0:
		case p.number != "":
			numbered++
			declares = declares || speaksAsWe(p.text)
			if t.operative(p.text) {
				acts++
			}
		case t.opener(p.text) == 2:
			openers++
		case t.operative(p.text):
			acts++
		default:
			declares = declares || speaksAsWe(p.text)
		}
	}
	if begin < 0 {
		return nil
	}
	organ := organIn(pieces[:min(begin+2, len(pieces))])
	switch {
	case symbol, titled && (numbered > 0 || openers > 0 || acts > 0 || organ != ""):
	case declares && numbered+openers > 1:
	case openers >= 1 && acts >= 1:
	default:
		return nil
	}
	return []raw{{head: pieces[:begin], organ: organ, body: pieces[begin:]}}
}

// speaksAsWe says whether a text speaks as the States assembled do.
func speaksAsWe(s string) bool {
	return hasPrefixOf(s, []string{"We, ", "We ", "Nous, ", "Nous ", "Nosotros, ", "Мы, ", "نحن ", "نحن، ", "我们"})
}

// organIn finds the organ that pieces without an enacting formula speak of: by
// the symbol, else the first that is named.
func organIn(pieces []piece) string {
	for i := range pieces {
		if organ := organOf(resolutionSymbol(pieces[i].text)); organ != "" {
			return organ
		}
	}
	for i := range pieces {
		organ, longest := "", 0
		for _, o := range organNames {
			for _, name := range o.names {
				_, bare, ok := strings.Cut(name, " ") // "General Assembly"
				if ok && len(bare) > longest && strings.Contains(pieces[i].text, bare) {
					organ, longest = o.code, len(bare)
				}
			}
		}
		if organ != "" {
			return organ
		}
	}
	return ""
}

// narrated reads the meeting and its day where a decision tells them: "At its
// 3rd plenary meeting, on 2 May 2019, the General Assembly decided …".
func narrated(doc *resolution.Document, text string, t *tongue) {
	if t != &english || !strings.HasPrefix(text, "At its ") || doc.Meeting != "" {
		return
	}
	doc.Meeting = meetingAt(text)
	if iso, start, _, ok := findDate(text, t); ok && start < 80 && doc.Adopted == "" {
		doc.Adopted = iso
	}
}
