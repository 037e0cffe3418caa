package mandate

import (
	"slices"
	"strings"
)

// noteID is the element of a footnote, by its place among those that are shown.
func noteID(i int) string { return "n" + number(i+1) }

// callID is the element of a marker in a text: of the footnote i, called so often
// before in the paragraph at a place.
func callID(place string, i, times int) string {
	return strings.Join([]string{"call", place, number(i + 1), number(times + 1)}, "-")
}

// noteOf is the place of a marker's footnote among those that are shown, -1 where it
// is not.
func noteOf(notes []NoteBody, marker string) int {
	return slices.IndexFunc(notes, func(n NoteBody) bool { return n.Marker == marker })
}

// noted are the footnotes that a line calls: those that the page shows, unless the
// line is in another language than they.
func (e *edition) noted(l *Line) []NoteBody {
	if r := e.lead(); r != nil && r.Language == l.In {
		return r.Notes
	}
	return nil
}

// called is the element that calls a footnote first, "" where none does.
func (e *edition) called(marker string) string {
	for i := range e.Lines {
		l := &e.Lines[i]
		if slices.ContainsFunc(l.Notes, func(m Marker) bool { return m.Marker == marker }) {
			if n := noteOf(e.noted(l), marker); n >= 0 {
				return callID(anchor(l.Place), n, 0)
			}
		}
	}
	return ""
}
