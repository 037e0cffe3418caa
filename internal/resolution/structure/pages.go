package structure

import (
	"strconv"
	"strings"
)

// A page's number is often a line of nothing but digits, and so can be a cell of
// a table. What tells them apart is the row: pages are numbered 1, 2, 3 …, with a
// page of text between two numbers.

const (
	// pageChars is the least text, in characters, that stands between the
	// numbers of two pages.
	pageChars = 400
	// pagesMissing is how many pages in a row may lack a number.
	pagesMissing = 4
)

// pageNumber reads a line that numbers a page: "3", "3/14", "Page 3", "- 3 -",
// "15-00234 3/14". bare says that it is digits and nothing else.
func pageNumber(s string) (n int, bare, ok bool) {
	if len(s) > 90 {
		return 0, false, false
	}
	if bareNumber(s) {
		n, _ = strconv.Atoi(s)
		return n, true, n > 0 && n < 1000
	}
	if !pageMark(s) {
		return 0, false, false
	}
	for f := range strings.FieldsSeq(s) {
		if f = strings.Trim(f, "-–—|[]"); pageCount(f) {
			n, _ = strconv.Atoi(f[:digits(f)])
			return n, false, n > 0
		}
	}
	return 0, false, false
}

// numberedPages says which lines of bare digits number pages: those on the best
// path of rising page numbers, other forms of page numbers counted in.
func numberedPages(lines []line, from int) []int {
	type node struct{ line, back, total, count, at int }
	var nodes []node
	best := map[int]int{}
	at, top := 0, -1
	for i := range lines {
		l := &lines[i]
		at += l.length
		if l.length > 40 {
			continue
		}
		n, bare, ok := pageNumber(l.text)
		if !ok || bare && i < from {
			continue
		}
		own := 1
		if !bare {
			own = 3
		}
		k := node{line: i, back: -1, total: own - n/2, count: 1, at: at}
		for step := 1; step <= pagesMissing+1; step++ {
			b, ok := best[n-step]
			if !ok || at-nodes[b].at < pageChars*step {
				continue
			}
			if v := nodes[b].total + own + 3 - 2*step; v > k.total {
				k.total, k.back, k.count = v, b, nodes[b].count+1
			}
		}
		nodes = append(nodes, k)
		if b, ok := best[n]; !ok || nodes[b].total < k.total {
			best[n] = len(nodes) - 1
		}
		if top < 0 || nodes[top].total < k.total {
			top = len(nodes) - 1
		}
	}
	if top < 0 || nodes[top].count < 2 {
		return nil
	}
	var out []int
	for k := top; k >= 0; k = nodes[k].back {
		if i := nodes[k].line; bareNumber(lines[i].text) {
			out = append(out, i)
		}
	}
	return out
}

// interrupts says whether line i, digits and nothing else, stands in the middle
// of a sentence where the page's width cannot have put it: behind a full line
// that more would have followed on its own line.
func interrupts(lines []line, i int, m *manner) bool {
	if i == 0 || !m.wrapped || lines[i-1].aside || lines[i-1].gap == newPage && lines[i-1].length < 20 {
		return false
	}
	p := &lines[i-1]
	return ending(p.text) == 0 && p.length > 40 && m.fullness(lines, i-1, "") > 0.75
}
