package search

import (
	"strings"
	"unicode/utf8"

	"comity/internal/search/analyse"
	"comity/internal/search/query"
)

// Marked is text with what was found in it.
type Marked struct {
	Text string
	// Marks are byte ranges of Text, in order, apart from one another.
	Marks [][2]int
	// Before and After say that the text goes on there.
	Before, After bool
}

// snippetRunes is about how long a snippet is.
const snippetRunes = 220

// marker finds the terms of a query in a text.
type marker struct{ c *counter }

func newMarker(q *query.Query) marker { return marker{newCounter(q)} }

// place is a token that was found, and for which concept.
type place struct {
	start, end int
	concept    int
	stop       bool
}

func (m marker) places(text, language string) []place {
	tokens := analyse.Text(text, language)
	concept := make([]int, len(tokens))
	for i := range concept {
		concept[i] = -1
	}
	forms, stems := make([]string, len(tokens)), make([]string, len(tokens))
	for i, t := range tokens {
		forms[i], stems[i] = t.Form, emptyPlace
		if t.Stem != "" {
			stems[i] = analyse.StemMark + t.Stem
		}
		terms := []string{forms[i], stems[i]}
		for _, e := range t.Extra {
			terms = append(terms, analyse.ExtraMark+e)
		}
		for _, term := range terms {
			for _, w := range m.c.terms[term] {
				concept[i] = w.concept
			}
			for _, p := range m.c.prefixes {
				if strings.HasPrefix(term, p.text) {
					concept[i] = p.concept
				}
			}
		}
	}
	for _, p := range m.c.phrases {
		for _, row := range [][]string{forms, stems} {
			for at := range row {
				if phraseAt(row, at, p.terms) {
					for k := range p.terms {
						concept[at+k] = p.concept
					}
				}
			}
		}
	}
	var out []place
	for i, c := range concept {
		if c >= 0 {
			out = append(out, place{tokens[i].Start, tokens[i].End, c, tokens[i].Stop})
		}
	}
	return out
}

// mark is a whole text with its marks.
func (m marker) mark(text, language string) Marked {
	return Marked{Text: text, Marks: spans(m.places(text, language), 0, len(text))}
}

// spans are the places between two bytes, counted from the first; those that
// touch are one. Function words are marked only beside others.
func spans(places []place, from, to int) [][2]int {
	var out [][2]int
	for i, p := range places {
		if p.start < from || p.end > to {
			continue
		}
		beside := i > 0 && p.start-places[i-1].end <= 1 || i+1 < len(places) && places[i+1].start-p.end <= 1
		if p.stop && !beside {
			continue
		}
		if n := len(out); n > 0 && p.start-from <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], p.end-from)
			continue
		}
		out = append(out, [2]int{p.start - from, p.end - from})
	}
	return out
}

// snippet is the part of a text that has the most of what was found.
func (m marker) snippet(text, language string) Marked {
	if utf8.RuneCountInString(text) <= snippetRunes+40 {
		return m.mark(text, language)
	}
	places := m.places(text, language)
	width := len(text) * snippetRunes / utf8.RuneCountInString(text) // in bytes, about
	from, best := 0, -1
	for i, p := range places {
		seen := map[int]bool{}
		value := 0
		for _, o := range places[i:] {
			if o.end > p.start+width*3/4 {
				break
			}
			if !o.stop {
				value++
			}
			if !seen[o.concept] && !o.stop {
				seen[o.concept] = true
				value += 10
			}
		}
		if value > best {
			best, from = value, p.start
		}
	}
	from = wordStart(text, max(0, from-width/4))
	to := from + width
	if to >= len(text) {
		to = len(text)
	} else {
		to = wordStart(text, to)
	}
	cut := strings.TrimRight(text[from:to], " \n\t")
	return Marked{Text: cut, Marks: spans(places, from, from+len(cut)), Before: from > 0, After: to < len(text)}
}

// wordStart is the start of a word at or shortly before i; where there are no
// spaces, the start of a character.
func wordStart(text string, i int) int {
	if i == 0 {
		return 0
	}
	for i < len(text) && i > 0 && !utf8.RuneStart(text[i]) {
		i--
	}
	for k := i; k > 0 && i-k < 40; k-- {
		if c := text[k-1]; c == ' ' || c == '\n' {
			return k
		}
	}
	return i
}
