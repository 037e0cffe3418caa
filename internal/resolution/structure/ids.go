package structure

import (
	"strconv"
	"strings"

	"comity/internal/resolution"
)

// restarts says in which rows of sections the numbers begin anew. A row is the
// body's or an annex's sections, or the lettered parts of one section.
type restarts struct {
	sections map[int]bool    // by annex
	letters  map[[2]int]bool // by annex and section
}

func anew(entries []entry) restarts {
	type place struct {
		annex int
		base  string
	}
	first := map[place]entry{}
	r := restarts{map[int]bool{}, map[[2]int]bool{}}
	for _, e := range entries {
		if !e.printed || e.section == 0 && e.letter == 0 {
			continue
		}
		k := place{e.annex, e.base}
		f, ok := first[k]
		switch {
		case !ok:
		case f.section != e.section:
			r.sections[e.annex] = true
		case f.letter != e.letter:
			r.letters[[2]int{e.annex, e.section}] = true
			r.sections[e.annex] = true
		}
		first[k] = e
	}
	return r
}

// prefix writes the section before a number where numbers begin anew.
func (r restarts) prefix(e *entry) string {
	if !e.printed || !r.sections[e.annex] {
		return ""
	}
	p := ""
	if e.section > 0 {
		p = romanText(e.section) + "."
	}
	if e.letter > 0 && r.letters[[2]int{e.annex, e.section}] {
		p += string(rune(e.letter)) + "."
	}
	return p
}

// identify gives each entry its ID and its number as printed.
func identify(entries []entry) (ids, numbers []string, doubts []resolution.Uncertain) {
	restart := anew(entries)
	ids = make([]string, len(entries))
	numbers = make([]string, len(entries))
	taken := make(map[string]int, len(entries))
	for i, e := range entries {
		name := restart.prefix(&e) + e.base
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
