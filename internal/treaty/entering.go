package treaty

import (
	"cmp"
	"slices"
	"strings"

	"comity/internal/act"
)

// Entering is the day on which a treaty enters into force, as a whole or for one
// party.
type Entering struct {
	Instrument string
	Party      string // "" for the treaty as a whole
	Day        act.Day
	Reasons    []Reason
	Doubts     []Doubt
	Acts       []string
}

// Entering are the entries into force from a day to another, both in, by day,
// treaty and party, the treaty as a whole first; codes narrow it where they are
// given. Days to come rest on deposits already made.
func (g *Register) Entering(from, to act.Day, codes ...string) (out []Entering) {
	if len(codes) == 0 {
		codes = g.Instruments()
	}
	for _, code := range codes {
		r := g.records[code]
		if r == nil {
			continue
		}
		if f := &r.force; f.Day >= from && f.Day <= to && f.Day != "" {
			out = append(out, Entering{Instrument: code, Day: f.Day, Reasons: f.Reasons, Doubts: f.Doubts})
		}
		for p, spans := range r.lines {
			for i := 1; i < len(spans); i++ {
				s := &spans[i]
				if s.State == Bound && spans[i-1].State != Bound && s.From >= from && s.From <= to {
					out = append(out, Entering{code, p, s.From, s.Reasons, s.Doubts, s.Acts})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Entering) int {
		return cmp.Or(strings.Compare(string(a.Day), string(b.Day)), strings.Compare(a.Instrument, b.Instrument), strings.Compare(a.Party, b.Party))
	})
	return out
}

// Reach is the day up to which something is known of a treaty's parties: that of
// the newest list or of the last deposit. A curve that went on past it would say
// that nobody joined.
func (m *Moment) Reach(code string) act.Day {
	until := m.Lists[code].AsOf
	if r := m.records[code]; r != nil {
		for i := range r.deposits {
			until = max(until, r.deposits[i].Day)
		}
	}
	return until
}

// Has says whether somebody is a party to the agreement.
func (a *Agreement) Has(party string) bool { return slices.Contains(a.Parties, party) }
