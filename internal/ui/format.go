package ui

import (
	"strconv"
	"strings"
)

// accepted reads an Accept header: the better loved of CSV, JSON and HTML; HTML
// where none is named, since that is what people get.
func accepted(header string) Format {
	best, weight := HTML, -1.0
	for part := range strings.SplitSeq(header, ",") {
		kind, rest, _ := strings.Cut(part, ";")
		f, known := map[string]Format{"text/html": HTML, "application/xhtml+xml": HTML, "text/csv": CSV, "application/json": JSON}[strings.ToLower(strings.TrimSpace(kind))]
		if !known {
			continue
		}
		w := 1.0
		for p := range strings.SplitSeq(rest, ";") {
			if q, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
				if n, err := strconv.ParseFloat(q, 64); err == nil {
					w = n
				}
			}
		}
		if w > weight {
			best, weight = f, w
		}
	}
	return best
}
