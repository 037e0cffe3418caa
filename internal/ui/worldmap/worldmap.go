package worldmap

import (
	_ "embed"
	"fmt"
	"strings"

	"comity/internal/ui"
)

//go:embed shapes.csv
var shapesFile string

// Area is what the map says of one State.
type Area struct {
	Tone  ui.Tone
	Words string // "France: party", shown where the pointer rests
}

// Key is an entry of the legend.
type Key struct {
	Tone  ui.Tone
	Words string
}

// shape is one piece of land: an outline, or a dot.
type shape struct {
	m49  string
	path string
	dot  [2]string
}

var shapes = readShapes(shapesFile)

// within are pieces that the source draws apart and that the maps of the United
// Nations show as parts of a State.
var within = map[string]string{"-1": "196", "-3": "706"}

func readShapes(file string) (list []shape) {
	for line := range strings.Lines(file) {
		id, drawn, ok := strings.Cut(strings.TrimSpace(line), ",")
		if !ok || strings.HasPrefix(line, "#") || id == "m49" {
			continue
		}
		s := shape{m49: id, path: drawn}
		if whole := within[id]; whole != "" {
			s.m49 = whole
		}
		if dot, ok := strings.CutPrefix(drawn, "o"); ok {
			x, y, _ := strings.Cut(dot, " ")
			s.path, s.dot = "", [2]string{x, y}
		}
		list = append(list, s)
	}
	return list
}

// class is the class of a piece of land: of its State's tone, or of land alone.
func class(a Area, known bool) string {
	if !known {
		return "land"
	}
	return fmt.Sprintf("land %s", a.Tone)
}
