package treaty

import (
	"slices"

	"comity/internal/act"
	"comity/internal/programme"
)

// Reach says whether a treaty holds for a territory of a party.
type Reach string

// The answers.
const (
	Reaches    Reach = "reaches"
	Excluded   Reach = "excluded"
	NotReached Reach = "not-reached" // the party itself is not bound, or nothing extends it
)

// TerritoryOn says whether a treaty holds for a territory of a party on a day:
// the last declaration about it, else the treaty's rule. Names are compared as
// they were declared.
func (g *Register) TerritoryOn(code, party, territory string, day act.Day) (Reach, []Reason, []Doubt) {
	r := g.records[code]
	if r == nil || g.StateOn(code, party, day) != Bound {
		return NotReached, []Reason{{Key: "not-bound"}}, nil
	}
	var last *Deposit
	for _, d := range r.by[party] {
		from := max(d.Day, d.Effective)
		if d.Action != TerritorialApplying && d.Action != TerritorialExclusion || from > day || !slices.Contains(d.Territories, territory) {
			continue
		}
		if w := r.withdrawn(d); w != nil && w.Day <= day {
			continue
		}
		last = d
	}
	switch {
	case last != nil && last.Action == TerritorialApplying:
		return Reaches, []Reason{{Key: "territory-declared"}}, nil
	case last != nil:
		return Excluded, []Reason{{Key: "territory-excluded"}}, nil
	}
	if r.Rules == nil || r.Rules.Territories == nil {
		return Reaches, []Reason{{Key: "territory-whole", Cite: "VCLT#29"}}, []Doubt{{Key: "no-rule-territories"}}
	}
	t := r.Rules.Territories
	reason := []Reason{{Key: "territory-" + t.Kind, Cite: t.Cite(code), Unconfirmed: t.Unconfirmed}}
	switch t.Kind {
	case programme.DeclaredOnly:
		reason[0].Key = "territory-declared-only"
		return NotReached, reason, nil
	case programme.AllButConsent:
		return Reaches, reason, []Doubt{{Key: "territory-consent", Cite: t.Cite(code)}}
	}
	return Reaches, reason, nil
}
