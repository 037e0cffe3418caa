package pdf

import (
	"math"
	"sort"
	"strings"
	"unicode"

	"comity/internal/resolution/source"
)

// glyph is a printed character: its box in points, y its baseline counted from
// the foot of the page, h the size of its font as printed.
type glyph struct {
	r            rune
	x0, x1, y, h float64
	space        bool // white space stands before it in the file's order
}

// run is a sequence of glyphs on one baseline, in one size, side by side.
type run struct {
	text         string
	x0, x1, y, h float64
	space        bool // white space stands before it
}

// line is what stands on one baseline within one column.
type line struct {
	runs         []run
	x0, x1, y, h float64 // of its main text
	chars        int
}

// page is a page's lines from top to bottom.
type page struct {
	lines  []line
	glyphs int
	number int // 1 for the first
}

// Measures, in sizes of the font unless said otherwise.
const (
	sameLine  = 0.2  // baselines nearer than this are one
	small     = 0.85 // smaller type than this beside larger may be raised
	raisedTop = 0.75 // the highest baseline of a raised digit above its line
	wordGap   = 0.12 // a wider gap parts words
	cellGap   = 1.5  // a wider gap parts columns
	runBreak  = 0.9  // a jump this wide ends a run
)

// lines puts glyphs, in the file's order, into lines.
func lines(glyphs []glyph) []line {
	rs := runs(glyphs)
	// The largest type makes the lines; raised digits find theirs afterwards.
	order := make([]int, len(rs))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return rs[order[a]].h > rs[order[b]].h*1.02 })
	var out []line
	byBase := map[int][]int{} // lines by baseline, in points
	for _, i := range order {
		r := rs[i]
		best, distance := -1, math.Inf(1)
		for at := int(math.Floor(r.y - 1.2*r.h - 12)); at <= int(math.Floor(r.y+1.2*r.h+12)); at++ {
			for _, k := range byBase[at] {
				l := &out[k]
				up := r.y - l.y
				same := math.Abs(up) < sameLine*l.h
				raised := r.h < small*l.h && up > 0 && up < raisedTop*l.h && r.x0 > l.x0-cellGap*l.h && r.x0 < l.x1+cellGap*l.h
				if (same || raised) && math.Abs(up) < distance {
					best, distance = k, math.Abs(up)
				}
			}
		}
		if best < 0 {
			best = len(out)
			out = append(out, line{x0: r.x0, x1: r.x1, y: r.y, h: r.h})
			at := int(math.Floor(r.y))
			byBase[at] = append(byBase[at], best)
		}
		l := &out[best]
		l.runs = append(l.runs, r)
		l.x0, l.x1 = min(l.x0, r.x0), max(l.x1, r.x1)
	}
	for i := range out {
		l := &out[i]
		sort.SliceStable(l.runs, func(a, b int) bool { return l.runs[a].x0 < l.runs[b].x0 })
		if rightToLeft(l.runs) {
			for a, b := 0, len(l.runs)-1; a < b; a, b = a+1, b-1 {
				l.runs[a], l.runs[b] = l.runs[b], l.runs[a]
			}
		}
		l.settle()
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].y > out[b].y })
	return columns(out)
}

// settle works out a line's bounds and the size of most of its text.
func (l *line) settle() {
	heights := map[float64]int{}
	l.x0, l.x1, l.chars = math.Inf(1), math.Inf(-1), 0
	for _, r := range l.runs {
		n := len([]rune(r.text))
		heights[r.h] += n
		l.chars += n
		l.x0, l.x1 = min(l.x0, r.x0), max(l.x1, r.x1)
	}
	most := 0
	for h, n := range heights {
		if n > most || n == most && h > l.h {
			most, l.h = n, h
		}
	}
}

// runs gathers glyphs that follow one another in the file and on the page.
func runs(glyphs []glyph) []run {
	var out []run
	var text []rune
	var cur run
	var last glyph
	end := func() {
		if len(text) > 0 {
			cur.text = string(text)
			out = append(out, cur)
		}
		text = text[:0]
	}
	for _, g := range glyphs {
		jump := min(math.Abs(g.x0-last.x1), math.Abs(last.x0-g.x1))
		if len(text) == 0 || math.Abs(g.y-last.y) > 0.05*g.h || math.Abs(g.h-last.h) > 0.05*g.h || jump > runBreak*g.h {
			end()
			cur = run{x0: g.x0, x1: g.x1, y: g.y, h: g.h, space: g.space}
		} else if g.space || g.x0-last.x1 > wordGap*g.h {
			text = append(text, ' ')
		}
		text = append(text, g.r)
		cur.x0, cur.x1 = min(cur.x0, g.x0), max(cur.x1, g.x1)
		last = g
	}
	end()
	return out
}

// rightToLeft says whether most letters of a line belong to a script that is
// written so.
func rightToLeft(rs []run) bool {
	rtl, ltr := 0, 0
	for _, r := range rs {
		for _, c := range r.text {
			switch {
			case unicode.In(c, unicode.Arabic, unicode.Hebrew):
				rtl++
			case unicode.IsLetter(c):
				ltr++
			}
		}
	}
	return rtl > ltr
}

// columns brings lines that stand side by side in columns into reading order. A
// column's gap runs through several lines at one place near the middle.
func columns(in []line) []line {
	if len(in) == 0 {
		return in
	}
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range in {
		left, right = min(left, l.x0), max(right, l.x1)
	}
	var out []line
	for i := 0; i < len(in); {
		x, end := gutter(in, i, left, right)
		if end == 0 {
			out = append(out, in[i])
			i++
			continue
		}
		var a, b []line
		for _, l := range in[i:end] {
			near, far := l.cut(x)
			if len(near.runs) > 0 {
				a = append(a, near)
			}
			if len(far.runs) > 0 {
				b = append(b, far)
			}
		}
		if rightToLeft(in[i].runs) {
			a, b = b, a
		}
		out = append(append(out, a...), b...)
		i = end
	}
	return out
}

// fewest is the number of lines with text on both sides that make columns.
const fewest = 5

// gutter looks for a gap between columns that begins in line i: its place and
// the line behind its last; 0 where there is none.
func gutter(in []line, i int, left, right float64) (x float64, end int) {
	for _, g := range in[i].gaps() {
		x := (g[0] + g[1]) / 2
		if x < left+0.3*(right-left) || x > left+0.7*(right-left) {
			continue
		}
		both, k, last := 0, i, i
		lo, hi := g[0], g[1]
		for ; k < len(in); k++ {
			l := in[k]
			if l.x1 < hi || l.x0 > lo { // on one side alone
				if l.x1 >= hi && l.x0 < hi || l.x0 <= lo && l.x1 > lo {
					break
				}
				continue
			}
			ok := false
			for _, other := range l.gaps() {
				if a, b := max(lo, other[0]), min(hi, other[1]); b-a > 0.5*l.h {
					lo, hi, ok = a, b, true
				}
			}
			if !ok {
				break
			}
			both, last = both+1, k
		}
		if both >= fewest {
			for last+1 < k && (in[last+1].x1 < hi || in[last+1].x0 > lo) && in[last].y-in[last+1].y < 2*in[last].h {
				last++
			}
			return (lo + hi) / 2, last + 1
		}
	}
	return 0, 0
}

// gaps returns the wide blanks inside a line, from and to.
func (l *line) gaps() [][2]float64 {
	var out [][2]float64
	end := math.Inf(1)
	for _, r := range l.runs {
		if r.x0-end > cellGap*l.h {
			out = append(out, [2]float64{end, r.x0})
		}
		if math.IsInf(end, 1) || r.x1 > end {
			end = r.x1
		}
	}
	return out
}

// cut parts a line at x.
func (l *line) cut(x float64) (near, far line) {
	for _, r := range l.runs {
		if (r.x0+r.x1)/2 < x {
			near.runs = append(near.runs, r)
		} else {
			far.runs = append(far.runs, r)
		}
	}
	near.y, far.y = l.y, l.y
	near.settle()
	far.settle()
	return near, far
}

// block writes a line as a Block: raised digits are references to footnotes.
func (l *line) block() source.Block {
	var b source.Builder
	end := math.Inf(1)
	rtl := rightToLeft(l.runs)
	for _, r := range l.runs {
		raised := r.h < small*l.h && r.y > l.y+0.1*l.h
		if raised {
			if markers := source.NoteMarkers(r.text); markers != nil && !source.EndsInUnit(&b) {
				for _, m := range markers {
					b.Note(m)
				}
				end = r.x1
				continue
			}
		}
		if r.space || rtl || r.x0-end > wordGap*l.h {
			b.Write(" ", source.Style{})
		}
		b.Write(r.text, source.Style{})
		end = r.x1
	}
	return b.Block(source.Line)
}

// text is the line's text without raised digits.
func (l *line) text() string { return strings.TrimSpace(l.block().Text) }
