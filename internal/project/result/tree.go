package result

import (
	"maps"
	"slices"
)

// Tree says what lies under what: from a programme's indicator to those of the
// programmes and projects that serve it. Something may lie under several.
type Tree map[string][]string

// Under is what lies under a root by any way, each once and sorted, the root among
// them. Ways that lead in a circle end where they began.
func (t Tree) Under(root string) []string {
	seen := map[string]bool{root: true}
	for next := []string{root}; len(next) > 0; {
		at := next[len(next)-1]
		next = next[:len(next)-1]
		for _, child := range t[at] {
			if !seen[child] {
				seen[child] = true
				next = append(next, child)
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Circular says whether an edge from a parent to a child would close a circle.
func (t Tree) Circular(parent, child string) bool {
	return slices.Contains(t.Under(child), parent)
}
