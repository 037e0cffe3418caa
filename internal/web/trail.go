package web

import (
	"strings"

	"comity/internal/act"
	"comity/internal/ui"
)

// subjectWords is a subject as people read it, names unescaped:
// "Clause A/RES/69/197, 12(a), 1".
func subjectWords(v *ui.Visit, s act.Subject) string {
	kind, name := subjectParts(v, s)
	return kind + " " + name
}

// subjectParts are the kind of thing that a subject is, in the reader's words, and
// its name, which is data.
func subjectParts(v *ui.Visit, s act.Subject) (kind, name string) {
	kind = v.Label("subject."+s.Type(), s.Type())
	var words []string
	for _, part := range s.Locals() {
		name, err := act.UnescapeName(part)
		if err != nil {
			name = part
		}
		words = append(words, name)
	}
	return kind, strings.Join(words, ", ")
}

// plainRows sets a trail's rows under one another; deeper ones are indented by
// an en space a level, which print and plain text keep.
func plainRows(rows []trailRow) []ui.Fact {
	facts := make([]ui.Fact, len(rows))
	for i, r := range rows {
		facts[i] = r.Fact
		facts[i].Name = strings.Repeat("\u2002", r.Depth) + r.Name
	}
	return facts
}

// fold is a run of a trail's rows: shown, or, under the name of the field that they
// belong to, opened by who wants them.
type fold struct {
	Name  string
	Facts []ui.Fact
}

// mostShown is how many rows a field has before they are folded.
const mostShown = 24

// folds cuts a trail so that a field of very many rows, such as where each word of a
// paragraph was read, does not bury the others.
func folds(rows []trailRow) (list []fold) {
	var shown []trailRow
	flush := func() {
		if len(shown) > 0 {
			list, shown = append(list, fold{Facts: plainRows(shown)}), nil
		}
	}
	for i := 0; i < len(rows); {
		end := i + 1
		for end < len(rows) && rows[end].Depth > rows[i].Depth {
			end++
		}
		if rows[i].Depth == 0 && end-i-1 > mostShown {
			flush()
			list = append(list, fold{Name: rows[i].Name, Facts: plainRows(rows[i+1 : end])})
		} else {
			shown = append(shown, rows[i:end]...)
		}
		i = end
	}
	flush()
	return list
}
