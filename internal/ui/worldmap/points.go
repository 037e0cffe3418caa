package worldmap

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Point is a place on a map of places.
type Point struct {
	X, Y float64 // in the map's units
	// Words say what is there, Lang their language where that need not be the
	// reader's.
	Words, Lang string
	// Data marks words that nobody translates.
	Data bool
	// Note stands after the words: coordinates, or that a State is meant.
	Note string
	Link string
	// State: no place is known but the State; the point is in its middle.
	State bool
}

// At is where degrees lie on the map, by the projection Equal Earth (Šavrič,
// Patterson and Jenny, 2018), as the shapes do.
func At(latitude, longitude float64) (x, y float64) {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	const width = 2 * 2.70663 // of the projected world
	m := math.Sqrt(3) / 2
	l := math.Asin(m * math.Sin(latitude*math.Pi/180))
	l2 := l * l
	l6 := l2 * l2 * l2
	px := longitude * math.Pi / 180 * math.Cos(l) / (m * (a1 + 3*a2*l2 + l6*(7*a3+9*a4*l2)))
	py := l * (a1 + a2*l2 + l6*(a3+a4*l2))
	return 500 + px/width*1000, 243 - py/width*1000
}

// Middle is a point in the largest piece of a State's land, by its code of M49; false
// where the map has none.
func Middle(m49 string) (x, y float64, ok bool) {
	largest := -1.0
	for _, s := range shapes {
		if s.m49 != m49 {
			continue
		}
		if s.path == "" {
			x, _ = strconv.ParseFloat(s.dot[0], 64)
			y, _ = strconv.ParseFloat(s.dot[1], 64)
			return x, y, true
		}
		for piece := range strings.SplitSeq(s.path, "M") {
			if x0, y0, x1, y1, is := box(piece); is && (x1-x0)*(y1-y0) > largest {
				largest, x, y, ok = (x1-x0)*(y1-y0), (x0+x1)/2, (y0+y1)/2, true
			}
		}
	}
	return x, y, ok
}

// box is the smallest box around a piece: a point, then relative steps.
func box(piece string) (x0, y0, x1, y1 float64, ok bool) {
	from, steps, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(piece), "z"), "l")
	var x, y float64
	for i, list := range [2]string{from, steps} {
		numbers := strings.Fields(list)
		for k := 0; k+1 < len(numbers); k += 2 {
			dx, err1 := strconv.ParseFloat(numbers[k], 64)
			dy, err2 := strconv.ParseFloat(numbers[k+1], 64)
			if err1 != nil || err2 != nil {
				return 0, 0, 0, 0, false
			}
			if x, y = x+dx, y+dy; i == 0 {
				x0, y0, x1, y1, ok = x, y, x, y, true
			}
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		}
	}
	return x0, y0, x1, y1, ok
}

// Land is the land of the world as one piece, without any boundary in it: a picture
// behind points. internal/ui/asset/land.svg is this.
func Land() string {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 440"><path fill="#9aa3a8" stroke="#9aa3a8" stroke-width=".6" stroke-linejoin="round" d="`)
	for _, s := range shapes {
		b.WriteString(s.path)
	}
	b.WriteString(`"/></svg>` + "\n")
	return b.String()
}

// frame is the part of the map that shows all points with room around them, at least
// a fifth of the world's width, in the map's proportions: left, top, width.
func frame(points []Point) (x, y, w float64) {
	if len(points) == 0 {
		return 0, 0, 1000
	}
	x0, y0, x1, y1 := points[0].X, points[0].Y, points[0].X, points[0].Y
	for _, p := range points {
		x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
	}
	const least, room, proportion = 220.0, 1.35, 0.44
	w = min(max((x1-x0)*room, (y1-y0)*room/proportion, least), 1000)
	x = min(max((x0+x1)/2-w/2, 0), 1000-w)
	y = min(max((y0+y1)/2-w*proportion/2, 0), 440-w*proportion)
	return x, y, w
}

func viewBox(points []Point) string {
	x, y, w := frame(points)
	return fmt.Sprintf("%.0f %.0f %.0f %.0f", x, y, w, w*0.44)
}

// unit is a length on the page, in thousandths of the picture's width.
func unit(points []Point, n float64) string {
	_, _, w := frame(points)
	return strconv.FormatFloat(w*n/1000, 'f', 2, 64)
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// beside puts the number of a point, set in 12 units, to its right, or to its left at
// the picture's edge, as large in every frame.
func beside(p *Point, points []Point) string {
	x, _, w := frame(points)
	at := p.X + w*0.012
	if p.X > x+w*0.93 {
		at = p.X - w*0.03
	}
	return fmt.Sprintf("translate(%.1f %.1f) scale(%.3f)", at, p.Y, w*0.026/12)
}
