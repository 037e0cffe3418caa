package renewal

// edit is one token of a difference.
type edit struct {
	op    Op
	token string
}

// script is a shortest way from a to b (Myers, "An O(ND) difference algorithm
// and its variations", 1986), deletions before insertions.
func script(a, b []string) []edit {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	out := make([]edit, 0, len(a)+len(b))
	for _, t := range a[:head] {
		out = append(out, edit{Equal, t})
	}
	out = append(out, ordered(middle(a[head:len(a)-tail], b[head:len(b)-tail]))...)
	for _, t := range a[len(a)-tail:] {
		out = append(out, edit{Equal, t})
	}
	return out
}

// mostEdits bounds the work on two texts that have nothing to do with each
// other: beyond it the whole of one is shown as replaced by the other.
const mostEdits = 1200

func middle(a, b []string) []edit {
	n, m := len(a), len(b)
	replaced := func() []edit {
		out := make([]edit, 0, n+m)
		for _, t := range a {
			out = append(out, edit{Delete, t})
		}
		for _, t := range b {
			out = append(out, edit{Insert, t})
		}
		return out
	}
	if n == 0 || m == 0 {
		return replaced()
	}
	limit := min(n+m, mostEdits)
	v := make([]int, 2*limit+2)
	var trace [][]int
	for d := 0; d <= limit; d++ {
		trace = append(trace, append([]int(nil), v[limit-d:limit+d+2]...))
		for k := -d; k <= d; k += 2 {
			var x int
			if k == -d || k != d && v[limit+k-1] < v[limit+k+1] {
				x = v[limit+k+1]
			} else {
				x = v[limit+k-1] + 1
			}
			for x < n && x-k < m && a[x] == b[x-k] {
				x++
			}
			v[limit+k] = x
			if x >= n && x-k >= m {
				return backtrack(a, b, trace, d)
			}
		}
	}
	return replaced()
}

// backtrack walks from the end to the beginning. trace[d] holds the furthest
// points before step d, from diagonal -d to d+1.
func backtrack(a, b []string, trace [][]int, d int) []edit {
	x, y := len(a), len(b)
	var back []edit
	for ; d > 0; d-- {
		v := trace[d]
		at := func(k int) int { return v[k+d] }
		k := x - y
		from := k - 1
		if k == -d || k != d && at(k-1) < at(k+1) {
			from = k + 1
		}
		px := at(from)
		py := px - from
		for x > px && y > py {
			x, y = x-1, y-1
			back = append(back, edit{Equal, a[x]})
		}
		if from == k+1 {
			y--
			back = append(back, edit{Insert, b[y]})
		} else {
			x--
			back = append(back, edit{Delete, a[x]})
		}
		x, y = px, py
	}
	for x > 0 && y > 0 {
		x, y = x-1, y-1
		back = append(back, edit{Equal, a[x]})
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}

// ordered puts deletions before insertions between two equal tokens.
func ordered(edits []edit) []edit {
	out := make([]edit, 0, len(edits))
	var inserts []edit
	for _, e := range edits {
		switch e.op {
		case Insert:
			inserts = append(inserts, e)
		case Delete:
			out = append(out, e)
		default:
			out = append(append(out, inserts...), e)
			inserts = inserts[:0]
		}
	}
	return append(out, inserts...)
}
