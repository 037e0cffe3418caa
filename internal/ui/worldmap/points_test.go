package worldmap

import (
	"math"
	"os"
	"testing"
)

// The picture behind points is made of the shapes, and has no boundary in it.
// COMITY_LAND=write makes it anew.
func TestTheLandIsOfTheShapes(t *testing.T) {
	const file = "../asset/land.svg"
	if os.Getenv("COMITY_LAND") == "write" {
		if err := os.WriteFile(file, []byte(Land()), 0o644); err != nil { //nolint:gosec // it is part of the sources
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != Land() {
		t.Error("the picture is not of the shapes: COMITY_LAND=write go test ./internal/ui/worldmap")
	}
}

func TestPlacesLieWhereTheirStateIs(t *testing.T) {
	for m49, place := range map[string][2]float64{"076": {-10, -53}, "404": {0.5, 38}, "276": {51, 10}, "356": {22, 79}, "036": {-25, 134}} {
		x, y := At(place[0], place[1])
		mx, my, ok := Middle(m49)
		if !ok || math.Hypot(x-mx, y-my) > 25 {
			t.Errorf("%s: the place lies at %.0f %.0f, the State at %.0f %.0f", m49, x, y, mx, my)
		}
	}
	if _, _, ok := Middle("000"); ok {
		t.Error("the map has a State 000")
	}
	if x, y := At(0, 0); x != 500 || y != 243 {
		t.Errorf("the origin lies at %v %v", x, y)
	}
}

func TestTheFrameHoldsAllPoints(t *testing.T) {
	for _, points := range [][]Point{nil, {{X: 500, Y: 200}}, {{X: 1, Y: 1}, {X: 999, Y: 439}}, {{X: 990, Y: 10}}, {{X: 300, Y: 20}, {X: 310, Y: 430}}} {
		x, y, w := frame(points)
		if x < 0 || y < 0 || x+w > 1000.001 || y+w*0.44 > 440.001 {
			t.Errorf("%v: the frame %v %v %v leaves the map", points, x, y, w)
		}
		for _, p := range points {
			if p.X < x || p.X > x+w || p.Y < y || p.Y > y+w*0.44 {
				t.Errorf("%v lies outside %v %v %v", p, x, y, w)
			}
		}
	}
}
