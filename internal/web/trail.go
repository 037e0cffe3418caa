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
	kind = s.Type()
	switch kind {
	case "clause", "document", "paragraph", "treaty":
		kind = v.Text("word." + kind)
	}
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
