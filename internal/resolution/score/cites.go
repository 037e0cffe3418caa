package score

import (
	"slices"
	"strconv"
	"strings"

	"comity/internal/resolution"
	"comity/internal/resolution/akn"
)

// Citations are compared with the links of the published files. A paragraph, or
// a footnote, is one set of acts: letters of parts ("66/235 B"), paragraphs of
// acts and typography are dropped, for links do not carry them.
//
// A link counts where its figures are those of the words that it stands on; some
// have been shuffled. Where a link in a text does not bear its words out, acts
// read in that text and linked nowhere in it count neither way. Treaties and
// references to the document's own paragraphs have no links and are left out; so
// is what "Ibid." stands for, which is read but not printed.
//
// The publisher hardly ever links decisions, or resolutions of lesser organs;
// what is read there counts as wrong in Cites though most of it is right.
// CitesLinkable counts the kinds of symbol that have a link in any file.

// citations compares acts, text by text.
func (s *TextScore) citations(gold akn.Gold, docs []resolution.Document) {
	read, notes := map[string][]string{}, map[string][]string{}
	own := map[string]bool{}
	for i := range docs {
		d := &docs[i]
		own[act(d.Symbol)] = true
		for k := range d.Paragraphs {
			p := &d.Paragraphs[k]
			text := fold(p.Text)
			read[text] = append(read[text], p.Cites...)
		}
		for _, f := range d.Footnotes {
			text := fold(f.Text)
			notes[text] = append(notes[text], f.Cites...)
		}
	}
	for _, d := range gold.Documents {
		for _, p := range d.Paragraphs {
			text := fold(p.Text)
			s.CitesNotFootnotes.Add(s.set(gold.Name, text, p.Links, read[text], own))
		}
		for _, n := range d.Notes {
			text := fold(n.Text)
			s.set(gold.Name, text, n.Links, notes[text], own)
		}
	}
}

// set compares the acts of one text and counts them.
func (s *TextScore) set(file, text string, links []akn.GoldLink, cites []string, own map[string]bool) Rate {
	want, doubtful := map[string]bool{}, false
	for _, l := range links {
		symbols := linkedActs(l.Text, l.Href)
		doubtful = doubtful || len(symbols) == 0 && strings.Contains(l.Href, "undocs.org")
		for _, symbol := range symbols {
			want[symbol] = true
			s.kinds[kind(symbol)] = true
		}
	}
	var sum Rate
	count := func(symbol string, r Rate) {
		sum.Add(r)
		k := s.perKind[kind(symbol)]
		k.Add(r)
		s.perKind[kind(symbol)] = k
		if strings.HasPrefix(symbol, "A/HRC/RES/") {
			s.CitesHumanRights.Add(r)
		}
	}
	have := map[string]bool{}
	for _, c := range cites {
		symbol := act(c)
		if have[symbol] || own[symbol] || !strings.Contains(symbol, "/") || !want[symbol] && !printed(symbol, text) {
			continue
		}
		have[symbol] = true
		switch {
		case want[symbol]:
			count(symbol, Rate{1, 1, 1})
		case !doubtful:
			count(symbol, Rate{0, 0, 1})
			s.Misses = append(s.Misses, Miss{file, "cite", "", symbol + " in: " + text})
		}
	}
	for symbol := range want {
		if !have[symbol] && !own[symbol] {
			count(symbol, Rate{0, 1, 0})
			s.Misses = append(s.Misses, Miss{file, "cite", symbol + " in: " + text, ""})
		}
	}
	s.Cites.Add(sum)
	if bareCouncil(text) {
		s.CitesBareCouncil.Add(sum)
	}
	return sum
}

// printed says whether the last figure of a symbol stands in a text.
func printed(symbol, text string) bool {
	f := figures(symbol)
	return len(f) == 0 || slices.Contains(figures(text), f[len(f)-1])
}

// bareCouncil says whether a text cites an act of "the Council" and nowhere says
// of which.
func bareCouncil(text string) bool {
	for _, noun := range [...]string{"resolution", "decision"} {
		for _, which := range [...]string{"Security ", "Social ", "Rights "} {
			if strings.Contains(text, which+"Council "+noun) {
				return false
			}
		}
	}
	return strings.Contains(text, "Council resolution") || strings.Contains(text, "Council decision")
}

// act brings a symbol to what is compared: without paragraph, letter of a part
// and typography.
func act(symbol string) string {
	symbol, _, _ = strings.Cut(symbol, "#")
	s := strings.ToUpper(strings.NewReplacer(" ", "", "\u00a0", "", "\u2011", "-", "–", "-").Replace(symbol))
	s = strings.TrimSuffix(strings.TrimSuffix(s, "(SUPP)"), "(SUPP.)")
	at := strings.Index(s, "/RES/")
	if at < 0 {
		return s
	}
	head, n := s[:at+len("/RES/")], s[at+len("/RES/"):]
	stroke, open := strings.IndexByte(n, '/'), strings.IndexByte(n, '(')
	switch {
	case stroke >= 0: // 54/237C, 60/1A-B
		end := stroke + 1
		for end < len(n) && n[end] >= '0' && n[end] <= '9' {
			end++
		}
		n = n[:end]
	case open > 0: // 217A(III)
		n = strings.TrimRight(n[:open], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + n[open:]
	}
	return head + n
}

// linkedActs are the acts that a link stands for; none where its words do not
// bear its address out. The words of a document of two organs ("A/70/95-S/2015/420")
// are two acts, of which the address has the first.
func linkedActs(words, href string) []string {
	_, symbol, ok := strings.Cut(href, "undocs.org/")
	if !ok {
		return nil
	}
	symbol = strings.TrimLeft(symbol, "/")
	if language, rest, ok := strings.Cut(symbol, "/"); ok && len(language) == 2 && language == strings.ToLower(language) {
		symbol = rest
	}
	symbol = act(symbol)
	if symbol == "" || symbol[0] < 'A' || symbol[0] > 'Z' {
		return nil
	}
	if first, second, joint := strings.Cut(act(words), "-"); joint && strings.Count(first, "/") >= 2 && strings.Count(second, "/") >= 2 && second[0] >= 'A' {
		return []string{first, second}
	}
	have, want := figures(symbol), figures(words)
	numbered := strings.Contains(symbol, "/RES/")
	switch {
	case len(want) == 0, len(have) < len(want),
		numbered && len(want) < 2 && !strings.Contains(words, "("),
		!numbered && len(have) != len(want),
		strings.Join(have[len(have)-len(want):], ",") != strings.Join(want, ","):
		return nil
	}
	if n, ok := strings.CutPrefix(symbol, "A/RES/"); ok && n[0] >= '0' && n[0] <= '9' && len(want) == 2 && strings.Contains(n, "/") {
		if session, err := strconv.Atoi(want[0]); err != nil || session <= 30 {
			return nil // until 1975 the Assembly's numbers had no stroke: another organ's, linked by habit
		}
	}
	return []string{symbol}
}

func figures(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// kind is a symbol without its figures.
func kind(symbol string) string { return strings.Join(figuresCut(symbol), "9") }

func figuresCut(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r >= '0' && r <= '9' })
}
