package structure

import (
	"strconv"
	"strings"

	"comity/internal/resolution"
)

// anew says of each row of sections, the body's and each annex's, whether its
// numbers begin anew in a later section.
func anew(entries []entry) map[int]bool {
	type place struct {
		annex int
		base  string
	}
	first := map[place]int{}
	out := map[int]bool{}
	for _, e := range entries {
		if !e.printed || e.section == 0 {
			continue
		}
		k := place{e.annex, e.base}
		if s, ok := first[k]; !ok {
			first[k] = e.section
		} else if s != e.section {
			out[e.annex] = true
		}
	}
	return out
}

// identify gives each entry its ID and its number as printed.
func identify(entries []entry) (ids, numbers []string, doubts []resolution.Uncertain) {
	restart := anew(entries)
	ids = make([]string, len(entries))
	numbers = make([]string, len(entries))
	taken := make(map[string]int, len(entries))
	for i, e := range entries {
		name := e.base
		if e.section > 0 && (e.printed || e.part == resolution.Annex) && restart[e.annex] {
			name = romanText(e.section) + "." + name
		}
		if e.printed {
			numbers[i] = name + e.subs
		} else {
			numbers[i] = e.subs
		}
		id := name + e.subs
		if e.part == resolution.Annex {
			id = "annex" + strconv.Itoa(e.annex) + "." + id
		}
		taken[id]++
		if n := taken[id]; n > 1 {
			second := id + "~" + strconv.Itoa(n)
			for taken[second] > 0 {
				n++
				second = id + "~" + strconv.Itoa(n)
			}
			taken[second]++
			doubts = append(doubts, resolution.Uncertain{Paragraph: second, Field: "number",
				Why: strings.TrimSpace("a paragraph with the same number " + numbers[i] + " stands earlier in the document" + where(e.no))})
			id = second
		}
		ids[i] = id
	}
	return ids, numbers, doubts
}

func where(line int) string {
	if line == 0 {
		return ""
	}
	return " (line " + strconv.Itoa(line) + ")"
}
