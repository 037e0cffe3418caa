package renewal

import (
	"math"
	"slices"
)

// vector is a text as weighted features.
type vector struct {
	weight map[string]float64 // its squares sum up to 1
	keys   []string           // of weight, sorted: sums come out the same each time
}

// corpus weighs the terms of all texts that are compared.
type corpus struct {
	documents int
	frequency map[string]int
}

// features are a text's words and its pairs of neighbouring words.
func features(words []string) map[string]int {
	f := make(map[string]int, 2*len(words))
	for i, w := range words {
		f[w]++
		if i > 0 {
			f[words[i-1]+" "+w]++
		}
	}
	return f
}

func newCorpus(texts [][]string) *corpus {
	c := &corpus{documents: len(texts), frequency: map[string]int{}}
	for _, t := range texts {
		for f := range features(t) {
			c.frequency[f]++
		}
	}
	return c
}

// vector weighs the features of a text: rare ones count more, repeated ones a
// little more than single ones.
func (c *corpus) vector(words []string) vector {
	f := features(words)
	v := vector{weight: make(map[string]float64, len(f))}
	sum := 0.0
	keys := make([]string, 0, len(f))
	for k := range f {
		keys = append(keys, k)
	}
	slices.Sort(keys) // the same sum, whatever the order of the map
	v.keys = keys
	for _, k := range keys {
		w := (1 + math.Log(float64(f[k]))) * math.Log(1+float64(c.documents)/float64(max(1, c.frequency[k])))
		v.weight[k] = w
		sum += w * w
	}
	if sum > 0 {
		norm := math.Sqrt(sum)
		for k := range v.weight {
			v.weight[k] /= norm
		}
	}
	return v
}

// index finds by a feature the texts that have it, so that comparing one text
// with all others is the work of what they share.
type index map[string][]posting

type posting struct {
	text   int
	weight float64
}

func newIndex(vectors []vector) index {
	ix := index{}
	for i, v := range vectors {
		for k, w := range v.weight {
			ix[k] = append(ix[k], posting{i, w})
		}
	}
	return ix
}

// likeness gives how like v is to each of the n texts of the index, from 0 to 1.
func (ix index) likeness(v vector, n int) []float64 {
	out := make([]float64, n)
	for k, w := range v.weight {
		for _, p := range ix[k] {
			out[p.text] += w * p.weight
		}
	}
	for i := range out {
		out[i] = math.Round(out[i]*1e6) / 1e6 // the order of a map must not show
	}
	return out
}

// alike is the likeness from which two paragraphs are the same one, amended.
// Judged on the renewals of the crime programme's mandate: above 0.45 all pairs
// without another partner are the same paragraph, at 0.35 about two in three,
// below 0.3 few.
const alike = 0.35

// pairing is an assignment of old to new paragraphs of one part.
type pairing struct {
	toNew []int // by old: its new, or -1
	toOld []int // by new
	like  [][]float64
}

// pairUp assigns old to new paragraphs. Equal texts go together first, in the
// order in which they stand; then the most similar pair, and so on down to
// alike. No paragraph would then rather change partners with another that
// would rather have it: the assignment is stable.
func pairUp(before, after []text) pairing {
	p := pairing{toNew: filled(len(before)), toOld: filled(len(after)), like: make([][]float64, len(before))}
	byText := map[string][]int{}
	for j, t := range after {
		byText[t.folded] = append(byText[t.folded], j)
	}
	for i, t := range before {
		if js := byText[t.folded]; len(js) > 0 {
			p.toNew[i], p.toOld[js[0]] = js[0], i
			byText[t.folded] = js[1:]
		}
	}
	vectors := make([]vector, len(after))
	for j := range after {
		vectors[j] = after[j].vector
	}
	ix := newIndex(vectors)
	type candidate struct {
		i, j int
		like float64
	}
	var candidates []candidate
	for i := range before {
		p.like[i] = ix.likeness(before[i].vector, len(after))
		for j, like := range p.like[i] {
			if like >= alike && p.toNew[i] < 0 && p.toOld[j] < 0 {
				candidates = append(candidates, candidate{i, j, like})
			}
		}
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		switch {
		case a.like != b.like:
			if a.like > b.like {
				return -1
			}
			return 1
		case abs(a.i-a.j) != abs(b.i-b.j): // of equals, the one nearer its place
			return abs(a.i-a.j) - abs(b.i-b.j)
		case a.i != b.i:
			return a.i - b.i
		}
		return a.j - b.j
	})
	for _, c := range candidates {
		if p.toNew[c.i] < 0 && p.toOld[c.j] < 0 {
			p.toNew[c.i], p.toOld[c.j] = c.j, c.i
		}
	}
	p.pairRest(before, after)
	return p
}

func abs(n int) int { return max(n, -n) }

func filled(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}
