package mandate

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Marker is where a paragraph calls a footnote.
type Marker struct {
	Marker string `json:"marker" doc:"As printed; the document's footnotes have the same."`
	At     int    `json:"at" doc:"The character of the text before which it stands, from 0; -1 where that is not known."`
}

// placed says whether the markers of a body have places as they should: each its own,
// in order and within the text, or none.
func placed(b *ParagraphBody) bool {
	if len(b.FootnotePlaces) == 0 {
		return true
	}
	at := b.FootnotePlaces
	return len(at) == len(b.Footnotes) && slices.IsSorted(at) && at[0] >= 0 && at[len(at)-1] <= utf8.RuneCountInString(b.Text)
}

// markersOf are the markers of a body, whose places may be unknown.
func markersOf(b *ParagraphBody) (list []Marker) {
	for i, m := range b.Footnotes {
		at := -1
		if i < len(b.FootnotePlaces) {
			at = b.FootnotePlaces[i]
		}
		list = append(list, Marker{m, at})
	}
	return list
}

// joinMarkers writes markers in one column.
func joinMarkers(list []Marker) string {
	lines := make([]string, len(list))
	for i, m := range list {
		lines[i] = strconv.Itoa(m.At) + " " + m.Marker
	}
	return join(lines)
}

func splitMarkers(s string) (list []Marker) {
	for _, line := range split(s) {
		at, marker, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(at)
		if err != nil {
			n = -1
		}
		list = append(list, Marker{marker, n})
	}
	return list
}

// run is a piece of a paragraph's text, or a marker between two.
type run struct {
	Text   string
	Phrase bool   // the phrase that the paragraph begins with
	Marker string // "" for text
	Times  int    // the marker was there so often before
}

// runs cuts a text at its phrase and its markers. Markers whose place is not known
// stand at the end.
func runs(text, phrase string, markers []Marker) (list []run) {
	letters := []rune(text)
	first := 0
	if strings.HasPrefix(text, phrase) {
		first = utf8.RuneCountInString(phrase)
	}
	at := 0
	until := func(to int) {
		for at < to {
			end := to
			if at < first {
				end = min(to, first)
			}
			list = append(list, run{Text: string(letters[at:end]), Phrase: at < first})
			at = end
		}
	}
	times := map[string]int{}
	for _, m := range markers {
		to := len(letters)
		if m.At >= 0 {
			to = min(m.At, to)
		}
		until(to)
		list = append(list, run{Marker: m.Marker, Times: times[m.Marker]})
		times[m.Marker]++
	}
	until(len(letters))
	return list
}
