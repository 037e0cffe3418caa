package mandate

import (
	"slices"
	"strings"
	"unicode"
)

// Numbered is a clause of a paragraph as it stands under its number.
type Numbered struct {
	Number         int // from 1
	Phrase, Action string
	Cited          bool // an act cites it, or is about it: it never changes its number
}

// sameClause is how much of two clauses' words must agree for the one to be a new
// reading of the other: twice what they share, of what they have together.
const sameClause = 0.6

// Renumber gives the clauses of a new reading, in reading order, their numbers:
// 1, 2, 3 … save that a clause that was cited keeps its number for ever. A cited
// clause that the new reading has, by its words, is found again; the number of one
// that it has no more is not given to another.
func Renumber(before []Numbered, fresh []Numbered) []int {
	numbers := make([]int, len(fresh))
	held := map[int]bool{}
	type pair struct {
		cited Numbered
		fresh int
		like  float64
	}
	var pairs []pair
	for _, c := range before {
		if !c.Cited {
			continue
		}
		held[c.Number] = true
		for i, f := range fresh {
			if like := likeness(c, f); like >= sameClause {
				pairs = append(pairs, pair{c, i, like})
			}
		}
	}
	// The most alike find each other first; of those equally alike, those that
	// stand where they stood.
	slices.SortStableFunc(pairs, func(a, b pair) int {
		switch {
		case a.like != b.like:
			return compare(b.like, a.like)
		default:
			return compare(distance(a.cited.Number, a.fresh), distance(b.cited.Number, b.fresh))
		}
	})
	found := map[int]bool{}
	for _, p := range pairs {
		if numbers[p.fresh] == 0 && !found[p.cited.Number] {
			numbers[p.fresh] = p.cited.Number
			found[p.cited.Number] = true
		}
	}
	next := 1
	for i := range numbers {
		if numbers[i] != 0 {
			continue
		}
		for held[next] {
			next++
		}
		numbers[i] = next
		next++
	}
	return numbers
}

func compare[T int | float64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func distance(number, place int) int {
	d := number - 1 - place
	return max(d, -d)
}

// movedNumber is the number of a cited clause that a new reading gives to another
// clause, or that stands twice; 0 when there is none.
func movedNumber(before []Numbered, fresh []Numbered) int {
	seen := map[int]bool{}
	for _, f := range fresh {
		if seen[f.Number] {
			return f.Number
		}
		seen[f.Number] = true
		for _, c := range before {
			if c.Cited && c.Number == f.Number && likeness(c, f) < sameClause {
				return f.Number
			}
		}
	}
	return 0
}

// likeness is the share of words that two clauses have in common, from 0 to 1.
func likeness(a, b Numbered) float64 {
	if a.Phrase == b.Phrase && a.Action == b.Action {
		return 1
	}
	left, right := wordsOf(a), wordsOf(b)
	if len(left)+len(right) == 0 {
		return 0
	}
	count := map[string]int{}
	for _, w := range left {
		count[w]++
	}
	both := 0
	for _, w := range right {
		if count[w] > 0 {
			count[w]--
			both++
		}
	}
	return 2 * float64(both) / float64(len(left)+len(right))
}

func wordsOf(c Numbered) []string {
	return strings.FieldsFunc(strings.ToLower(c.Phrase+" "+c.Action), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
