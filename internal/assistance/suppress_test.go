package assistance

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func names(prefix string, n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprint(prefix, i))
	}
	return list
}

// possible are all values that a cell may have for a reader who knows the shown
// cells, that all add up, that no count is below 0, and none above a bound.
func (c *Counts) possible(i, j, bound int) map[int]bool {
	rows, columns := len(c.Rows), len(c.Columns)
	n := make([][]int, rows)
	for r := range n {
		n[r] = make([]int, columns)
	}
	found := map[int]bool{}
	var fill func(at int)
	fits := func() bool {
		for r := range rows + 1 {
			for k := range columns + 1 {
				if r < rows && k < columns || c.Hidden[r][k] {
					continue
				}
				sum := 0
				for a := range rows {
					for b := range columns {
						if (r == rows || a == r) && (k == columns || b == k) {
							sum += n[a][b]
						}
					}
				}
				if sum != c.N[r][k] {
					return false
				}
			}
		}
		return true
	}
	value := func(r, k int) (sum int) {
		for a := range rows {
			for b := range columns {
				if (r == rows || a == r) && (k == columns || b == k) {
					sum += n[a][b]
				}
			}
		}
		return sum
	}
	fill = func(at int) {
		if at == rows*columns {
			if fits() {
				found[value(i, j)] = true
			}
			return
		}
		r, k := at/columns, at%columns
		if !c.Hidden[r][k] {
			n[r][k] = c.N[r][k]
			fill(at + 1)
			return
		}
		for x := 0; x <= bound; x++ {
			n[r][k] = x
			fill(at + 1)
		}
	}
	fill(0)
	return found
}

func TestNoSmallCountCanBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const smallest = 3
		rows, columns := rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(1, 2).Draw(t, "columns")

		c := Tally(names("t", rows), names("g", columns), func(r, k string) int {
			x := rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3, 4, 5}).Draw(t, r+k)
			return x
		})
		c.Suppress(smallest)
		for i := range c.N {
			for j, n := range c.N[i] {
				if n == 0 || n >= smallest {
					continue
				}
				if !c.Hidden[i][j] {
					t.Fatalf("the small count %d at %d,%d is shown", n, i, j)
				}
				can := c.possible(i, j, 8)
				if !can[n] || !can[n+smallest] {
					t.Fatalf("%v hidden %v: the count %d at %d,%d can only be one of %v", c.N, c.Hidden, n, i, j, can)
				}
			}
		}
	})
}

func TestNothingIsHiddenWithoutNeed(t *testing.T) {
	c := Tally(names("t", 3), names("g", 3), func(r, k string) int { return 3 + len(r) + len(k) })
	c.Suppress(3)
	for i := range c.Hidden {
		for j := range c.Hidden[i] {
			if c.Hidden[i][j] {
				t.Errorf("%d,%d is hidden", i, j)
			}
		}
	}
	// One small cell takes three others with it, and no total.
	c = Tally(names("t", 3), names("g", 3), func(r, k string) int {
		if r == "t1" && k == "g1" {
			return 1
		}
		return 9
	})
	c.Suppress(3)
	hidden := 0
	for i := range c.Hidden {
		for j := range c.Hidden[i] {
			if c.Hidden[i][j] {
				hidden++
				if i == 3 || j == 3 {
					t.Errorf("the total %d,%d is hidden", i, j)
				}
			}
		}
	}
	if hidden != 4 {
		t.Errorf("%d cells are hidden, want 4", hidden)
	}
}

func TestALineHidesItsSmallCountsBehindOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SliceOfN(rapid.IntRange(0, 6), 1, 6).Draw(t, "line")
		hidden := SuppressLine(n, 3)
		for i, x := range n {
			if x > 0 && x < 3 {
				room, all := 0, true
				for k, y := range n {
					if k != i && hidden[k] {
						room += y
					}
					all = all && hidden[k]
				}
				if !hidden[i] || room < 3 && !all {
					t.Fatalf("%v hidden %v: %d at %d", n, hidden, x, i)
				}
			}
		}
	})
}
