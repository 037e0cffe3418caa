package party

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"comity/internal/act"
)

// AmbiguousName is the error for a name that is several parties' on a day.
type AmbiguousName struct {
	Name       string
	Day        act.Day
	Candidates []*Party // by code, at least two
}

func (e *AmbiguousName) Error() string {
	codes := make([]string, len(e.Candidates))
	for i, p := range e.Candidates {
		codes[i] = fmt.Sprintf("%s (%s)", p.Short.Get("en"), p.Code)
	}
	return fmt.Sprintf("the name %q can mean %s; write the full name or the code", e.Name, strings.Join(codes, " or "))
}

// UnknownName is the error for a name that no party has.
type UnknownName struct {
	Name string
	Near []*Party // those whose names are written much like it, the nearest first
}

func (e *UnknownName) Error() string {
	if len(e.Near) == 0 {
		return fmt.Sprintf("no party is called %q; write the name as United Nations lists do, or the code", e.Name)
	}
	names := make([]string, len(e.Near))
	for i, p := range e.Near {
		names[i] = fmt.Sprintf("%s (%s)", p.Short.Get("en"), p.Code)
	}
	return fmt.Sprintf("no party is called %q; is it %s?", e.Name, strings.Join(names, " or "))
}

// ByName finds the party that a list or a text of a day calls so, in any of the
// six languages; case, accents, brackets, articles and the order of the words
// count for nothing. A name that has been given up, or that came later, still
// finds its party as long as it is nobody else's; where several have had it,
// the day decides, and a party's own name goes before a variant. The error is
// *AmbiguousName or *UnknownName.
func (r *Registry) ByName(name string, day act.Day) (*Party, error) {
	key := fold(name)
	found := r.byName()[key]
	if len(found) == 0 || key == "" {
		return nil, &UnknownName{Name: name, Near: r.near(key)}
	}
	for _, decide := range []func(named) bool{
		func(n named) bool { return n.own && n.span.Has(day) },
		func(n named) bool { return n.span.Has(day) && n.party.Exists.Has(day) },
		func(n named) bool { return n.own },
	} {
		if len(parties(found)) == 1 {
			break
		}
		if fewer := slices.DeleteFunc(slices.Clone(found), func(n named) bool { return !decide(n) }); len(fewer) > 0 {
			found = fewer
		}
	}
	if ps := parties(found); len(ps) > 1 {
		return nil, &AmbiguousName{Name: name, Day: day, Candidates: ps}
	}
	return found[0].party, nil
}

// parties are those that the names belong to, each once, by code.
func parties(names []named) []*Party {
	var ps []*Party
	for _, n := range names {
		if !slices.Contains(ps, n.party) {
			ps = append(ps, n.party)
		}
	}
	slices.SortFunc(ps, func(a, b *Party) int { return strings.Compare(a.Code, b.Code) })
	return ps
}

// near are the parties, at most three, one of whose names differs from the key
// by no more than a quarter of its letters.
func (r *Registry) near(key string) []*Party {
	letters := []rune(key)
	if len(letters) < 4 || len(letters) > 80 {
		return nil
	}
	most := min(3, len(letters)/4)
	type guess struct {
		party *Party
		far   int
	}
	var guesses []guess
	for other, names := range r.byName() {
		if d := utf8.RuneCountInString(other) - len(letters); d > most || -d > most {
			continue
		}
		if far := distance(letters, []rune(other)); far <= most {
			for _, n := range names {
				guesses = append(guesses, guess{n.party, far})
			}
		}
	}
	slices.SortFunc(guesses, func(a, b guess) int {
		return cmp.Or(cmp.Compare(a.far, b.far), strings.Compare(a.party.Code, b.party.Code))
	})
	var ps []*Party
	for _, g := range guesses {
		if !slices.Contains(ps, g.party) && len(ps) < 3 {
			ps = append(ps, g.party)
		}
	}
	return ps
}

// distance is the number of letters to put in, take out or change, a swap of
// neighbours counting as one, that makes b of a.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
