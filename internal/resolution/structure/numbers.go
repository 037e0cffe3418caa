package structure

import (
	"unicode"
)

// A line that begins with "12." may be paragraph 12, or the end of a sentence
// that the page's width broke before "2005.". What decides is not the line but
// the whole text: paragraphs run 1, 2, 3 …, so of all candidates those are kept
// that lie on the best path of such runs.

// Weights of the path. A step to the next number is worth more than any single
// fault of a candidate's looks; a number left out costs; to begin again at 1
// costs a little, for sections and annexes do.
const (
	stepGain    = 5
	missingCost = 4
	restartCost = 3
	maxMissing  = 3
)

// countNumbers marks the lines whose numbers lie on the best path.
func countNumbers(lines []line, from int, m *manner, t *tongue) {
	type node struct {
		line, n, total, back int
	}
	var nodes []node
	best := map[int]int{} // number → node with the best path that ends in it
	top := -1             // the best path of all
	prev := -1            // the line before that is not set aside
	for i := from; i < len(lines); i++ {
		l := &lines[i]
		if l.aside {
			continue
		}
		before := prev
		prev = i
		if !l.numbers {
			continue
		}
		own := looks(lines, before, i, m, t)
		n := l.number.n
		total, back := own, -1
		if n > 1 {
			total -= missingCost * (n - 1)
			if n > maxMissing+1 {
				total = own - 60
			}
		}
		for missing := 0; missing <= maxMissing && n-1-missing >= 1; missing++ {
			if k, ok := best[n-1-missing]; ok {
				if v := nodes[k].total + own + stepGain - missing*missingCost; v > total {
					total, back = v, k
				}
			}
		}
		if n == 1 && top >= 0 {
			cost := restartCost
			if before >= 0 && sectionMark(lines[before].text) || before > 0 && sectionMark(lines[before-1].text) {
				cost = 0
			}
			if v := nodes[top].total + own - cost; v > total {
				total, back = v, top
			}
		}
		nodes = append(nodes, node{i, n, total, back})
		k := len(nodes) - 1
		if old, ok := best[n]; !ok || nodes[old].total <= total {
			best[n] = k
		}
		if top < 0 || total >= nodes[top].total {
			top = k
		}
	}
	if top < 0 || nodes[top].total <= 0 {
		return
	}
	for k := top; k >= 0; k = nodes[k].back {
		lines[nodes[k].line].counted = true
	}
}

// looks weighs a candidate by itself.
func looks(lines []line, before, i int, m *manner, t *tongue) int {
	l := &lines[i]
	rest := l.text[l.number.width:]
	first := firstRune(rest)
	v := 1
	switch {
	case rest == "":
		v -= 2
		if i+1 < len(lines) && lines[i+1].gap != none { // a number in a table
			v -= 8
		}
	case unicode.IsUpper(first):
		v += 2
	case unicode.IsLower(first):
		if t.cased {
			v -= 4
		}
	case unicode.IsLetter(first), first == '(', first == '“', first == '"', first == '«', first == '[':
		v++
	default:
		v -= 3
	}
	if t.operative(rest) {
		v += 2
	}
	if isMonth(rest, t) {
		v -= 10
	}
	if l.number.n > 400 {
		v -= 10
	}
	if l.number.bullet {
		v++
	}
	if before < 0 {
		return v
	}
	p := &lines[before]
	switch ending(p.text) {
	case 2:
		v += 2
	case 1:
		v++
	default:
		if l.gap == none && !sectionMark(p.text) {
			v -= 4
			if m.wrapped && m.fullness(lines, before, rest) < 0.7 {
				v += 3 // a heading
			}
		} else {
			v--
		}
	}
	switch l.gap {
	case blank, apart:
		v += 2
	case newPage:
		v++
	case none:
		if m.wrapped && m.fullness(lines, before, rest) < 0.8 {
			v += 2
		}
	}
	return v
}

// sectionMark says whether a text is the number of a section or the heading of
// an annex, after which paragraphs may begin again at 1.
func sectionMark(s string) bool {
	_, _, ok := sectionHeading(s)
	return ok || annexHead(s)
}
