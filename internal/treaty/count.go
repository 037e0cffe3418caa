package treaty

import (
	"slices"
	"strings"
	"sync"

	"comity/internal/act"
)

// Counting is a rule of counting; every count names its own. Its message has
// the key "treaty.count." and the rule.
type Counting string

// The rules of counting.
const (
	States     Counting = "states"      // States alone
	AllParties Counting = "all-parties" // States and organizations
)

// Count is how many are in a state on a day, by a rule.
type Count struct {
	Instrument string
	Day        act.Day
	State      State
	Rule       Counting
	N          int
	// Acts are the deposits behind it, the party's code before each; read-only.
	Acts []Evidence
}

// Evidence is who is counted and by which acts.
type Evidence struct {
	Party string
	Acts  []string
}

// Count counts who is in a state to a treaty on a day. A State and one that
// continues it are one.
func (g *Register) Count(code string, state State, day act.Day, rule Counting) Count {
	c := Count{Instrument: code, Day: day, State: state, Rule: rule}
	r := g.records[code]
	if r == nil {
		return c
	}
	if done, ok := r.counts.get(c); ok {
		return done
	}
	counted := map[string]bool{}
	for _, p := range r.names {
		if stateOn(r.course[p], day) != state || rule == States && organization(g.parties, p) {
			continue
		}
		if same := sameState(g.parties, p); !counted[same] {
			counted[same] = true
			c.N++
			c.Acts = append(c.Acts, Evidence{p, g.StatusOn(code, p, day).Acts})
		}
	}
	r.counts.put(c)
	return c
}

// counts keeps what was counted of a record, which never changes: pages count
// the same for each reader.
type counts struct {
	mu   sync.Mutex
	done map[countKey]Count
}

// countKey is what is asked of one treaty.
type countKey struct {
	state State
	day   act.Day
	rule  Counting
}

// mostCounts is how many answers are kept of a treaty: today's, and some of days
// that readers chose.
const mostCounts = 64

func (k *counts) get(c Count) (Count, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	done, ok := k.done[countKey{c.State, c.Day, c.Rule}]
	return done, ok
}

func (k *counts) put(c Count) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.done == nil || len(k.done) >= mostCounts {
		k.done = map[countKey]Count{}
	}
	k.done[countKey{c.State, c.Day, c.Rule}] = c
}

// Matrix is what parties are to treaties on a day: a row a party, a column a
// treaty, in the order given.
func (g *Register) Matrix(parties, codes []string, day act.Day) [][]State {
	out := make([][]State, len(parties))
	cells := make([]State, len(parties)*len(codes))
	for i := range parties {
		out[i], cells = cells[:len(codes):len(codes)], cells[len(codes):]
	}
	for k, code := range codes {
		r := g.records[code]
		for i, p := range parties {
			out[i][k] = None
			if r != nil {
				out[i][k] = stateOn(r.course[p], day)
			}
		}
	}
	return out
}

// Turn is a party's becoming something else to a treaty.
type Turn struct {
	Instrument, Party string
	Day               act.Day
	Was, Is           State
	Acts              []string
}

// Turns are what changes from the day after from to the day to, by day,
// treaty and party; codes and parties narrow it where they are given.
func (g *Register) Turns(from, to act.Day, codes ...string) []Turn {
	var out []Turn
	if len(codes) == 0 {
		codes = g.Instruments()
	}
	for _, code := range codes {
		r := g.records[code]
		if r == nil {
			continue
		}
		for p, spans := range r.lines {
			for i := 1; i < len(spans); i++ {
				if s := &spans[i]; s.From > from && s.From <= to && s.State != spans[i-1].State {
					out = append(out, Turn{code, p, s.From, spans[i-1].State, s.State, s.Acts})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Turn) int {
		for _, c := range []int{strings.Compare(string(a.Day), string(b.Day)), strings.Compare(a.Instrument, b.Instrument)} {
			if c != 0 {
				return c
			}
		}
		return strings.Compare(a.Party, b.Party)
	})
	return out
}

// Growth is how many were bound at the end of each year, from the first in
// which anybody was to the year of the day to.
func (g *Register) Growth(code string, to act.Day, rule Counting) []Count {
	var out []Count
	f := g.Force(code).Day
	if f == "" || f > to {
		return nil
	}
	for year := f.Time().Year(); year <= to.Time().Year(); year++ {
		out = append(out, g.Count(code, Bound, min(addDays(yearDay(year+1), -1), to), rule))
	}
	return out
}

// Missing are those of the parties given that are not bound on a day.
func (g *Register) Missing(code string, of []string, day act.Day) []string {
	var out []string
	for _, p := range of {
		if g.StateOn(code, p, day) != Bound {
			out = append(out, p)
		}
	}
	return out
}
