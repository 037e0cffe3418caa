package custody

import (
	"slices"
	"strings"

	"comity/internal/act"
)

// Readable is the condition that keeps a query to the rows that a reader of the
// named audiences may see: column holds a row's audience. Public rows are
// always among them; sealed ones never are, since nothing of a sealed body is
// in a table. It belongs into the query itself, before counts, facets, search
// and export, never behind them. The condition stands in parentheses; its
// arguments come in the place of its question marks.
func Readable(column string, audiences []string) (condition string, args []any) {
	named := []string{act.Public}
	for _, a := range audiences {
		if a != act.Sealed && act.IsAudience(a) {
			named = append(named, a)
		}
	}
	slices.Sort(named)
	named = slices.Compact(named)
	// Few lengths, so that few statements are prepared.
	n := 1
	for n < len(named) {
		n *= 2
	}
	for i := range n {
		args = append(args, named[min(i, len(named)-1)])
	}
	return "(" + column + " IN (?" + strings.Repeat(", ?", n-1) + "))", args
}
