package score

import (
	"slices"
	"strings"

	"comity/internal/resolution"
)

// enough is the overlap of actions from which two clauses match.
const enough = 0.8

// Set is a field with several values.
type Set struct {
	All       Rate `json:"all"`        // clauses that match nothing count
	OfMatched Rate `json:"of_matched"` // matched clauses only
}

// Field is a field with one value.
type Field struct {
	All       Share `json:"all"`
	OfMatched Share `json:"of_matched"`
}

// ClauseScore is how well clauses were read.
type ClauseScore struct {
	Paragraphs int  `json:"paragraphs"`
	NotFound   int  `json:"not_found"` // paragraphs that the reading has not
	Clauses    Rate `json:"clauses"`

	Addressees Set `json:"addressees"`
	Entities   Set `json:"entities"`
	Conditions Set `json:"conditions"`
	Cites      Set `json:"cites"`
	// CitesOfActs leaves out the articles of treaties ("UNTOC#18.15"), which some
	// labels do not give.
	CitesOfActs Set `json:"cites_of_acts"`

	Verb     Field `json:"verb"`
	Force    Field `json:"force"`
	Deadline Field `json:"deadline"`
	Report   Field `json:"report"`

	Misses []Miss `json:"misses,omitempty"`
}

// Clauses scores the clauses of labelled paragraphs. read gives what was read of
// a label's paragraph; found is false where the paragraph itself was not found,
// and its clauses then count as missed.
func Clauses(labels []Label, read func(Label) (clauses []resolution.Clause, found bool)) ClauseScore {
	var s ClauseScore
	for _, l := range labels {
		clauses, found := read(l)
		if !found {
			s.NotFound++
		}
		s.Paragraphs++
		s.paragraph(l, clauses)
	}
	return s
}

func (s *ClauseScore) paragraph(l Label, read []resolution.Clause) {
	where := l.Doc + "#" + l.Number()
	matched := match(l.Clauses, read)
	used := make([]bool, len(read))
	s.Clauses.Gold += len(l.Clauses)
	s.Clauses.Read += len(read)
	for i, g := range l.Clauses {
		if matched[i] < 0 {
			s.missed(where, g)
			continue
		}
		s.Clauses.Hits++
		used[matched[i]] = true
		s.pair(where, g, read[matched[i]])
	}
	for k, c := range read {
		if used[k] {
			continue
		}
		s.Misses = append(s.Misses, Miss{Where: where, What: "clause", Read: c.Phrase + " | " + c.Action})
		s.Addressees.All.Read += len(c.Addressees)
		s.Entities.All.Read += len(c.Entities)
		s.Conditions.All.Read += len(c.Conditions)
		s.Cites.All.Read += len(c.Cites)
		s.CitesOfActs.All.Read += len(acts(c.Cites))
	}
}

// match gives to each gold clause the read one that matches it, or -1. The best
// overlap goes first; among equals the order of reading decides.
func match(gold []Clause, read []resolution.Clause) []int {
	type pair struct {
		g, r    int
		overlap float64
	}
	var pairs []pair
	for g, a := range gold {
		for r, b := range read {
			if fold(a.Phrase) != fold(b.Phrase) || b.Paragraph != "" && number(a.Paragraph) != number(b.Paragraph) {
				continue
			}
			if o := overlap(a.Action, b.Action); o >= enough {
				pairs = append(pairs, pair{g, r, o})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		switch {
		case a.overlap > b.overlap:
			return -1
		case a.overlap < b.overlap:
			return 1
		}
		return 0
	})
	of := make([]int, len(gold))
	for i := range of {
		of[i] = -1
	}
	taken := make([]bool, len(read))
	for _, p := range pairs {
		if of[p.g] < 0 && !taken[p.r] {
			of[p.g], taken[p.r] = p.r, true
		}
	}
	return of
}

// missed counts a gold clause that nothing matches.
func (s *ClauseScore) missed(where string, g Clause) {
	s.Misses = append(s.Misses, Miss{Where: where, What: "clause", Gold: g.Phrase + " | " + g.Action})
	s.Addressees.All.Gold += len(g.Addressees)
	s.Entities.All.Gold += len(g.Entities)
	s.Conditions.All.Gold += len(g.Conditions)
	s.Cites.All.Gold += len(g.Cites)
	s.CitesOfActs.All.Gold += len(acts(g.Cites))
	for _, f := range []*Field{&s.Verb, &s.Force, &s.Deadline, &s.Report} {
		f.All.count(false)
	}
}

// pair counts the fields of two clauses that match.
func (s *ClauseScore) pair(where string, g Clause, r resolution.Clause) {
	set := func(what string, to *Set, gold, read []string) {
		a, b := folded(gold), folded(read)
		rate := Rate{common(a, b), len(a), len(b)}
		to.All.Add(rate)
		to.OfMatched.Add(rate)
		if to != &s.CitesOfActs && rate.Hits < max(rate.Gold, rate.Read) {
			s.Misses = append(s.Misses, Miss{where, what, strings.Join(gold, "; "), strings.Join(read, "; ")})
		}
	}
	set("addressees", &s.Addressees, g.Addressees, r.Addressees)
	set("entities", &s.Entities, g.Entities, r.Entities)
	set("conditions", &s.Conditions, g.Conditions, r.Conditions)
	set("cites", &s.Cites, g.Cites, r.Cites)
	set("cites of acts", &s.CitesOfActs, acts(g.Cites), acts(r.Cites))

	field := func(what string, to *Field, gold, read string) {
		equal := fold(gold) == fold(read)
		to.All.count(equal)
		to.OfMatched.count(equal)
		if !equal {
			s.Misses = append(s.Misses, Miss{where, what, gold, read})
		}
	}
	field("verb", &s.Verb, g.Verb, r.Verb)
	field("force", &s.Force, string(g.Force), string(r.Force))
	field("deadline", &s.Deadline, value(g.Deadline), value(r.Deadline))
	field("report", &s.Report, report(g.Report), report(r.Report))
}

// acts are the symbols among cites that are documents, not treaties.
func acts(cites []string) []string {
	var out []string
	for _, c := range cites {
		if strings.Contains(c, "/") {
			out = append(out, c)
		}
	}
	return out
}

func folded(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = fold(v)
	}
	return out
}

// value tells a missing value from every printed one.
func value(s *string) string {
	if s == nil {
		return "none"
	}
	return "“" + *s + "”"
}

func report(r *resolution.Report) string {
	if r == nil {
		return "none"
	}
	return "to " + value(r.To) + " at " + value(r.At) + " on " + value(r.On)
}
