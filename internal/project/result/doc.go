// Package result is the arithmetic of results: what an indicator measures, what
// was reported of it in which period and place, and how such reports are taken
// together over periods, places and projects. It is pure: no store, no clock.
//
// Reading direction: number.go (exact decimals), measure.go (what an indicator
// measures and how it declares that it is aggregated), value.go, part.go
// (disaggregation), fold.go (taking together), tree.go (what lies under what).
//
// Four rules hold everywhere, and tests hold them:
//   - What is unknown is never nothing: a sum says how many reports it lacks.
//   - A percentage is taken together by its numerators and denominators.
//   - The parts of a total, with the part "unknown", are the total.
//   - A report counts once, by whichever ways it is reached.
package result
