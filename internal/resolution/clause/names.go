package clause

// Body is one body or actor that clauses address: its code for
// Clause.Entities and the names that texts give it.
type Body struct {
	Code  string
	Names []string
}

// Instrument is one treaty: its code and the names that texts give it.
type Instrument struct {
	Code  string
	Names []string
}

// mention is a body or an instrument named in a line: tokens [from, to).
type mention struct {
	from, to   int
	code       string
	instrument bool
}

// names finds names of several words, longest first: a trie whose edges are
// numbers of words.
type names struct {
	words map[string]int32 // word → number
	next  map[edge]int32   // (node, word) → node
	ends  map[int32]name   // node → what ends here
	nodes int32
}

type edge struct{ node, word int32 }

type name struct {
	code       string
	instrument bool
}

func (n *names) add(words []string, what name) {
	if len(words) == 0 {
		return
	}
	node := int32(0)
	for _, w := range words {
		id, ok := n.words[w]
		if !ok {
			id = int32(len(n.words) + 1)
			n.words[w] = id
		}
		e := edge{node, id}
		to, ok := n.next[e]
		if !ok {
			n.nodes++
			to = n.nodes
			n.next[e] = to
		}
		node = to
	}
	if _, taken := n.ends[node]; !taken {
		n.ends[node] = what
	}
}

// find fills l.found with the longest names from left to right. Words inside
// brackets and quotation marks count too: an abbreviation in brackets is a name.
func (n *names) find(l *line) {
	for i := 0; i < len(l.tokens); {
		id := l.tokens[i].info.name
		if id == 0 {
			i++
			continue
		}
		best, to := n.longest(l, i)
		if to == 0 || !l.tokens[i].capital && !best.instrument && l.lowerName(i, to) || n.cuts(l, i, to) {
			i++
			continue
		}
		l.found = append(l.found, mention{i, to, best.code, best.instrument})
		if best.instrument {
			i = to
			continue
		}
		// A body's name may hold an instrument's: "Conference of the Parties to ..."
		for i++; i < to; i++ {
			if what, end := n.longest(l, i); end > 0 && end <= to && what.instrument {
				l.found = append(l.found, mention{i, end, what.code, true})
				i = end - 1
			}
		}
	}
}

// cuts reports whether the name [i, to) ends inside a longer one that begins in
// it: "secretariat of the United Nations" in "secretariat of the United Nations
// Conference on Trade and Development".
func (n *names) cuts(l *line, i, to int) bool {
	for j := i + 1; j < to; j++ {
		if _, end := n.longest(l, j); end > to {
			return true
		}
	}
	return false
}

// longest returns the longest name that begins at token i and the token after
// it, or 0.
func (n *names) longest(l *line, i int) (name, int) {
	node, best, to := int32(0), name{}, 0
	for j := i; j < len(l.tokens); j++ {
		t := &l.tokens[j]
		if t.info.name == 0 {
			break
		}
		next, ok := n.next[edge{node, t.info.name}]
		if !ok {
			break
		}
		node = next
		if what, ok := n.ends[node]; ok {
			best, to = what, j+1
		}
	}
	return best, to
}

// lowerName reports whether no word of [from, to) has a capital: "the general
// assembly of the association" is no name of a body.
func (l *line) lowerName(from, to int) bool {
	for i := from; i < to; i++ {
		if l.tokens[i].capital {
			return false
		}
	}
	return true
}

// mentionAt returns the longest mention that begins at token i.
func (l *line) mentionAt(i int) (mention, bool) {
	if n := l.lastMention(i); n >= 0 && l.found[n].from == i {
		return l.found[n], true
	}
	return mention{}, false
}

// lastMention returns the index of the last mention that begins at token i or
// before, or -1.
func (l *line) lastMention(i int) int {
	low, high := 0, len(l.found)
	for low < high {
		if mid := (low + high) / 2; l.found[mid].from <= i {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low - 1
}
