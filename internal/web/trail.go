package web

import (
	"strings"

	"comity/internal/ui"
)

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
