package assistance

import "slices"

// Counts is a table of counts by row and column, with its totals, of which cells are
// left out so that no small number is told, nor can be found from the rest.
type Counts struct {
	Rows, Columns []string
	// N has a further row and column, the totals; N[len(Rows)][len(Columns)] is that
	// of all.
	N [][]int
	// Hidden are the cells that are not shown.
	Hidden [][]bool
}

// Tally makes a table with its totals from counts by row and column.
func Tally(rows, columns []string, n func(row, column string) int) *Counts {
	c := &Counts{Rows: rows, Columns: columns}
	for range len(rows) + 1 {
		c.N = append(c.N, make([]int, len(columns)+1))
		c.Hidden = append(c.Hidden, make([]bool, len(columns)+1))
	}
	for i, r := range rows {
		for j, k := range columns {
			x := n(r, k)
			c.N[i][j] = x
			c.N[i][len(columns)] += x
			c.N[len(rows)][j] += x
			c.N[len(rows)][len(columns)] += x
		}
	}
	return c
}

// Suppress hides each count from 1 to smallest-1 (primary), and as many others as
// it takes that every one of these could be smallest larger for all that the shown
// cells tell (complementary): nobody can work it out, nor even that it is small.
//
// The shown cells leave the hidden ones free to move along circles of the table:
// up in one, down in the next of its column, up in the next of that row. With the
// totals as a further row and column of opposite sign all rows and columns add up to
// nothing, and the totals need no rule of their own. The circle that hides least is
// taken for each; a circle through the totals is always there.
func (c *Counts) Suppress(smallest int) {
	var small [][2]int
	for i := range c.N {
		for j, n := range c.N[i] {
			if n > 0 && n < smallest {
				c.Hidden[i][j] = true
				small = append(small, [2]int{i, j})
			}
		}
	}
	for _, at := range small {
		for _, p := range c.circle(at[0], at[1], smallest) {
			c.Hidden[p[0]][p[1]] = true
		}
	}
}

// total says whether a cell counts with the opposite sign: the totals of one row or
// column do, that of all does not.
func (c *Counts) total(i, j int) bool { return (i == len(c.Rows)) != (j == len(c.Columns)) }

// room is how much a cell may rise (up) or fall in the sense in which rows and
// columns add up to nothing, as far as a reader knows: a count is never below 0.
func (c *Counts) room(i, j int, up bool) int {
	if up == c.total(i, j) {
		return c.N[i][j]
	}
	return 1 << 30
}

// price is what hiding a cell costs the reader.
func (c *Counts) price(i, j int) int {
	switch {
	case c.Hidden[i][j]:
		return 0
	case i == len(c.Rows) && j == len(c.Columns):
		return 100_000_000
	case i == len(c.Rows) || j == len(c.Columns):
		return 1_000_000 + c.N[i][j]
	}
	return 100 + c.N[i][j]
}

// circle finds the cells of the cheapest circle along which a cell can be larger by
// n, by Dijkstra's way over rows and columns.
func (c *Counts) circle(i, j, n int) (cells [][2]int) {
	rows, columns := len(c.Rows)+1, len(c.Columns)+1
	// In the sense of signs, a total grows as its cell falls. A rise of (i,j) is made
	// good in column j by a fall at (r,j), in row r by a rise at (r,k), … to row i.
	rises := !c.total(i, j)
	const far = 1 << 40
	cost := make([]int, rows+columns) // rows first
	back := make([]int, rows+columns)
	done := make([]bool, rows+columns)
	for k := range cost {
		cost[k], back[k] = far, -1
	}
	start, end := rows+j, i
	if !rises {
		start, end = i, rows+j
	}
	cost[start] = 0
	for {
		at := -1
		for k := range cost {
			if !done[k] && cost[k] < far && (at < 0 || cost[k] < cost[at]) {
				at = k
			}
		}
		if at < 0 || at == end {
			break
		}
		done[at] = true
		next, count := 0, rows // from a column to rows, by falls
		if at < rows {
			next, count = rows, columns // from a row to columns, by rises
		}
		for k := next; k < next+count; k++ {
			r, col := k, at-rows
			if at < rows {
				r, col = at, k-rows
			}
			if r == i && col == j || c.room(r, col, at < rows) < n {
				continue
			}
			if p := cost[at] + c.price(r, col); p < cost[k] {
				cost[k], back[k] = p, at
			}
		}
	}
	for at := end; back[at] >= 0; at = back[at] {
		r, col := back[at], at-rows
		if at < rows {
			r, col = at, back[at]-rows
		}
		cells = append(cells, [2]int{r, col})
	}
	slices.Reverse(cells)
	return cells
}

// SuppressLine hides small counts of a line whose sum is known, and as many others,
// the smallest first, as it takes that none can be found from the sum.
func SuppressLine(n []int, smallest int) (hidden []bool) {
	hidden = make([]bool, len(n))
	for i, x := range n {
		hidden[i] = x > 0 && x < smallest
	}
	for i, x := range n {
		if x == 0 || x >= smallest {
			continue
		}
		others := 0
		for k, y := range n {
			if k != i && hidden[k] {
				others += y
			}
		}
		for others < smallest {
			next := -1
			for k, y := range n {
				if !hidden[k] && y > 0 && (next < 0 || y < n[next]) {
					next = k
				}
			}
			if next < 0 {
				for k := range hidden { // there is nothing to hide behind: the line is not shown
					hidden[k] = true
				}
				return hidden
			}
			hidden[next] = true
			others += n[next]
		}
	}
	return hidden
}
