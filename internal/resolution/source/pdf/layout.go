package pdf

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"comity/internal/resolution/source"
)

// layout puts the pages' lines into blocks.
func layout(pages []page) []source.Block {
	dropRunning(pages)
	body := bodySize(pages)
	var out []source.Block
	notes := notebook{}
	for i := range pages {
		p := &pages[i]
		if i > 0 {
			out = append(out, source.Block{Role: source.PageBreak, Page: p.number})
		}
		text, foot := p.split(body, notes.open())
		usual := leading(text)
		for k, l := range text {
			if k > 0 {
				if step := text[k-1].y - l.y; step > 1.35*usual || step < -l.h {
					out = append(out, source.Block{Role: source.Line, Page: p.number})
				}
			}
			b := l.block()
			b.Page = p.number
			out = append(out, b)
		}
		out = append(out, notes.read(foot, p.number)...)
	}
	return notes.finish(out)
}

// bodySize is the height of the type that most characters are in.
func bodySize(pages []page) float64 {
	count := map[int]int{} // by tenths of a point
	for _, p := range pages {
		for _, l := range p.lines {
			count[int(math.Round(l.h*10))] += l.chars
		}
	}
	best, most := 0, 0
	for h, n := range count {
		if n > most || n == most && h > best {
			best, most = h, n
		}
	}
	return float64(best) / 10
}

// leading is the usual distance between two lines of one paragraph: of all
// distances that are neither nil nor a gap, the one that the lower third stays
// below.
func leading(in []line) float64 {
	var steps []float64
	for i := 1; i < len(in); i++ {
		if d := in[i-1].y - in[i].y; d > 0.5*in[i].h && d < 3*in[i].h {
			steps = append(steps, d)
		}
	}
	if len(steps) == 0 {
		if len(in) == 0 {
			return math.Inf(1)
		}
		return 1.3 * in[0].h
	}
	sort.Float64s(steps)
	return steps[len(steps)/3]
}

// dropRunning leaves out running heads and feet: what stands at the top or foot
// of several pages at one height and says the same, digits apart; and page
// numbers that stand alone there.
func dropRunning(pages []page) {
	const edge = 4 // lines at either end that may be running ones
	type place struct {
		text string
		y    int
	}
	seen := map[place]int{}
	spots := func(p *page) []int {
		ys := make([]int, len(p.lines))
		for i := range ys {
			ys[i] = i
		}
		sort.Slice(ys, func(a, b int) bool { return p.lines[ys[a]].y > p.lines[ys[b]].y })
		if len(ys) > 2*edge {
			ys = append(ys[:edge:edge], ys[len(ys)-edge:]...)
		}
		return ys
	}
	key := func(l *line) place { return place{digitsOff(l.text()), int(math.Round(l.y / 4))} }
	for i := range pages {
		once := map[place]bool{}
		for _, k := range spots(&pages[i]) {
			if at := key(&pages[i].lines[k]); !once[at] {
				once[at] = true
				seen[at]++
			}
		}
	}
	for i := range pages {
		p := &pages[i]
		drop := map[int]bool{}
		for _, k := range spots(p) {
			l := &p.lines[k]
			at := key(l)
			n := max(seen[at], seen[place{at.text, at.y - 1}], seen[place{at.text, at.y + 1}])
			outer := true // nothing but running lines stands beyond it
			for j := range p.lines {
				if o := &p.lines[j]; j != k && !drop[j] && (l.y > 500 && o.y > l.y+1 || l.y <= 500 && o.y < l.y-1) && seen[key(o)] < 2 {
					outer = false
				}
			}
			switch {
			case n >= 2 && outer && len([]rune(at.text)) < 120 && (i > 0 || pageNumber(l.text())):
				drop[k] = true
			case outer && len(pages) > 1 && pageNumber(l.text()):
				drop[k] = true
			}
		}
		kept := p.lines[:0]
		for j, l := range p.lines {
			if !drop[j] {
				kept = append(kept, l)
			}
		}
		p.lines = kept
	}
}

// digitsOff writes text with each number as "#".
func digitsOff(s string) string {
	var b strings.Builder
	in := false
	for _, r := range s {
		if digit := '0' <= r && r <= '9'; digit {
			if !in {
				b.WriteByte('#')
			}
			in = true
			continue
		}
		in = false
		b.WriteRune(r)
	}
	return b.String()
}

// pageNumber says whether s is one: "3", "3/14", "- 3 -", "page 3 of 14".
func pageNumber(s string) bool {
	s = strings.ToLower(strings.Trim(s, "-–— []|"))
	s = strings.TrimPrefix(s, "page ")
	for _, sep := range []string{"/", " of "} {
		if a, b, ok := strings.Cut(s, sep); ok {
			return number(a) && number(b)
		}
	}
	return number(s)
}

func number(s string) bool {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return err == nil && n > 0 && n < 5000
}
