package treaty

import (
	"slices"
	"strings"

	"comity/internal/act"
)

// finish makes of what each party would be, as long as the treaty lasts, what it is:
// a treaty that ends when too few are left ends for all.
func (r *record) finish(ps Parties) {
	r.force.Ended, r.force.EndedBy = r.ended(ps)
	r.lines = r.raw
	if r.force.Ended != "" {
		r.lines, r.course = map[string][]Span{}, map[string][]step{}
		for p, spans := range r.raw {
			r.lines[p] = cutOff(spans, r.force.Ended, r.force.EndedBy)
		}
	}
	for p, spans := range r.lines {
		if r.course[p] != nil {
			continue // as before
		}
		for i, s := range spans {
			if i == 0 || s.State != spans[i-1].State {
				r.course[p] = append(r.course[p], step{s.From, s.State})
			}
		}
	}
}

// ended is the day on which denunciations leave fewer parties than the treaty needs,
// "" where they never do. Parties are counted as for its entry into force.
func (r *record) ended(ps Parties) (day act.Day, why []Reason) {
	if r.Rules == nil || r.Rules.Denunciation == nil || r.Rules.Denunciation.EndsBelow == 0 || r.force.Day == "" {
		return "", nil
	}
	rule := r.Rules.Denunciation
	organizations := r.Rules.Entry != nil && r.Rules.Entry.Organizations
	type change struct {
		day    act.Day
		plus   int
		leaves bool
	}
	var changes []change
	for p, spans := range r.raw {
		if !organizations && organization(ps, p) {
			continue
		}
		for i := range spans {
			was := i > 0 && spans[i-1].State == Bound
			switch is := spans[i].State == Bound; {
			case is && !was:
				changes = append(changes, change{spans[i].From, 1, false})
			case was && !is:
				changes = append(changes, change{spans[i].From, -1, spans[i].State == Left})
			}
		}
	}
	slices.SortFunc(changes, func(a, b change) int { return strings.Compare(string(a.day), string(b.day)) })
	n := 0
	for i := 0; i < len(changes); {
		at, left := changes[i].day, false
		for ; i < len(changes) && changes[i].day == at; i++ {
			n += changes[i].plus
			left = left || changes[i].leaves
		}
		if left && n < rule.EndsBelow {
			c := *rule
			c.Article = rule.EndsIn
			return at, []Reason{{Key: "treaty-ended", Cite: c.Cite(r.Code), N: rule.EndsBelow, Unconfirmed: rule.Unconfirmed}}
		}
	}
	return "", nil
}

// cutOff is what a party is to a treaty that ended: who was bound is bound no longer,
// and who would be later is not.
func cutOff(spans []Span, ended act.Day, why []Reason) (out []Span) {
	for i, s := range spans {
		lasts := i+1 == len(spans) || spans[i+1].From > ended
		switch {
		case s.State != Bound, s.From < ended && !lasts:
			out = append(out, s)
		case s.From < ended:
			end := s
			end.From, end.State, end.Reasons = ended, Left, why
			out = append(out, s, end)
		default:
			s.State, s.Reasons = Left, why
			if i == 0 || spans[i-1].State != Bound && (len(out) == 0 || out[len(out)-1].State != Left) {
				s.State = Consented // it never was
			}
			out = append(out, s)
		}
	}
	return out
}
