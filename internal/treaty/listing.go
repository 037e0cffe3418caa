package treaty

import (
	"slices"

	"comity/internal/treaty/list"
)

// Listing is the list of participants that the record comes to, by what it has
// of the lists of a number: one row a party, in the order of codes, facts in
// the order of days. Names are codes.
func (g *Register) Listing(code, number string) []list.Row {
	var out []list.Row
	for _, p := range g.Parties(code) {
		row := list.Row{Name: p}
		for _, d := range g.records[code].by[p] {
			if d.List != number || d.Action == Withdrawal {
				continue
			}
			w := g.records[code].withdrawn(d)
			row.Facts = append(row.Facts, list.Fact{Action: string(d.Action), Day: d.Day, Withdrawn: w != nil && w.Latest})
		}
		if len(row.Facts) > 0 {
			out = append(out, row)
		}
	}
	slices.SortFunc(out, func(a, b list.Row) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return out
}
