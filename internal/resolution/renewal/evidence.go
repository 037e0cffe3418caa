package renewal

import "slices"

// What is left over when the most similar paragraphs are paired is judged by
// more than likeness, which is low where one text is much longer than the
// other. The bounds were set on the leftovers of the crime programme's renewals,
// read one by one; docs/comparing.md gives what they miss.
const (
	leastLike = 0.18 // below it two texts share formulae only
	restLike  = 0.20 // the same, for two paragraphs without a partner
	surelyOne = 0.75 // likeness and share held together, whatever the openings
	opensOne  = 0.55 // the same, where both open alike
	swallowed = 0.52 // the share held of a paragraph that went into another
	opensInto = 0.60 // likeness and share held, where both open with three words,
	opensLong = 0.52 // or with four
	entire    = 0.90 // the share held from which a paragraph went in whole, whatever its sibling
	repeated  = 0.85 // of the share held: what a sibling may hold of it too
)

// held is the share of a text's features, each by its weight, that another text
// has: 1 where the whole of it went into the other.
func held(part, whole vector) float64 {
	shared, all := 0.0, 0.0
	for _, k := range part.keys {
		w := part.weight[k]
		all += w
		if _, ok := whole.weight[k]; ok {
			shared += w
		}
	}
	if all == 0 {
		return 0
	}
	return shared / all
}

// sameOpening counts the words with which both texts begin, without the adverbs
// that only number an act after the one before it. A reference to a resolution
// ends the count: which one it is says more than that there is one.
func sameOpening(a, b []string) int {
	n := 0
	for {
		for len(a) > 0 && furthering(a[0]) {
			a = a[1:]
		}
		for len(b) > 0 && furthering(b[0]) {
			b = b[1:]
		}
		if len(a) == 0 || len(b) == 0 || a[0] != b[0] {
			return n
		}
		switch a[0] {
		case "resolution", "resolutions", "decision", "decisions":
			return n
		}
		n, a, b = n+1, a[1:], b[1:]
	}
}

func furthering(w string) bool { return w == "also" || w == "further" }

// pairRest pairs paragraphs that likeness alone left over.
func (p pairing) pairRest(before, after []text) {
	type candidate struct {
		i, j  int
		score float64
	}
	var rest []candidate
	for i, a := range before {
		if p.toNew[i] >= 0 {
			continue
		}
		for j, b := range after {
			like := p.like[i][j]
			if p.toOld[j] >= 0 || like < restLike {
				continue
			}
			score := like + max(held(a.vector, b.vector), held(b.vector, a.vector))
			if score >= surelyOne || score >= opensOne && sameOpening(a.words, b.words) >= 2 {
				rest = append(rest, candidate{i, j, score})
			}
		}
	}
	slices.SortStableFunc(rest, func(x, y candidate) int {
		switch {
		case x.score > y.score:
			return -1
		case x.score < y.score:
			return 1
		}
		return abs(x.i-x.j) - abs(y.i-y.j)
	})
	for _, c := range rest {
		if p.toNew[c.i] < 0 && p.toOld[c.j] < 0 {
			p.toNew[c.i], p.toOld[c.j] = c.j, c.i
		}
	}
}

// wentInto gives how strongly a paragraph without a partner seems to have gone
// into one that has another partner, the sibling; 0 where it does not. What the
// sibling holds as well is a formula of both, no part of the whole, unless the whole holds all of it.
func wentInto(part, whole, sibling text, like float64) float64 {
	if like < leastLike {
		return 0
	}
	share := held(part.vector, whole.vector)
	if share < entire && held(part.vector, sibling.vector) >= repeated*share {
		return 0
	}
	opening := sameOpening(part.words, whole.words)
	if share >= swallowed || opening >= 3 && like+share >= opensInto || opening >= 4 && like+share >= opensLong {
		return like + share + 0.1*float64(min(opening, 3))
	}
	return 0
}
