package structure

import "strings"

// call is a place in the text that seems to call a footnote.
type call struct {
	line int
	own  int // how much it looks like a marker, see plainMarker; 6 for a raised digit
}

// calls follows the text down the lines and remembers what seems to call a
// footnote, so that a line which begins like one can be asked whether the text
// above it has called for it.
type calls struct {
	lines  []line
	tongue *tongue
	at     map[string]call
	next   int // the first line not yet looked at
}

// callReach is how many lines above a footnote its marker may stand.
const callReach = 120

// before weighs how the text above line i calls the footnote with the marker: 0
// where it does not.
func (c *calls) before(marker string, i int) int {
	for ; c.next < i; c.next++ {
		if !c.lines[c.next].aside {
			c.scan(c.next)
		}
	}
	found, ok := c.at[marker]
	switch {
	case !ok || i-found.line > callReach:
		return 0
	case found.own >= 2:
		return 4
	}
	return 2
}

// scan remembers the markers in line i. The number that the line begins with is
// a footnote's or a paragraph's.
func (c *calls) scan(i int) {
	s := c.lines[i].text
	k := 0
	for k < len(s) && isDigit(s[k]) {
		k++
	}
	if _, w := superscript(s); w > 0 {
		k = w
	}
	for k < len(s) {
		switch b := s[k]; {
		case b == 0xC2 || b == 0xE2:
			m, w := superscript(s[k:])
			if w == 0 {
				k++
				continue
			}
			c.at[m] = call{i, 6}
			k += w
		case isDigit(b):
			w := digits(s[k:])
			if w <= 3 && b != '0' {
				if own, _, _ := plainMarker(s, k, k+w, c.tongue); own >= -1 {
					c.keep(s[k:k+w], i, own)
				}
			} else if y := yearAnd(s[k : k+w]); y > 0 && yearStart(s, k) {
				c.keep(s[k+y:k+w], i, 1)
			}
			k += w
		default:
			k++
		}
	}
}

func (c *calls) keep(marker string, i, own int) {
	if old, ok := c.at[marker]; !ok || own >= old.own || i-old.line > callReach {
		c.at[strings.Clone(marker)] = call{i, own}
	}
}

// yearAnd returns the width of a year to which a footnote's marker of one or two
// digits is glued, "201020", or 0.
func yearAnd(digits string) int {
	if n := len(digits); (n == 5 || n == 6) && (digits[:2] == "19" || digits[:2] == "20") && digits[4] != '0' {
		return 4
	}
	return 0
}

// yearStart says whether the digits at s[k] can be a year: they follow a space,
// or the dash of a span of years.
func yearStart(s string, k int) bool {
	return k == 0 || s[k-1] == ' ' || strings.HasSuffix(s[:k], "–")
}
