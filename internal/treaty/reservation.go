package treaty

import (
	"strings"

	"comity/internal/act"
	"comity/internal/programme"
)

// Verdict is what became of a reservation by a day.
type Verdict struct {
	// State is one of the constants below.
	State ReservationState
	// Until is the day by which it is decided, where it is pending.
	Until   act.Day
	Reasons []Reason
	Doubts  []Doubt
	// Settlement: it is on the settlement of disputes and touches no cooperation.
	Settlement bool
	// Objections are those received in time, of parties.
	Objections []Deposit
}

// ReservationState is the state of a reservation.
type ReservationState string

// The states of a reservation.
const (
	Permitted  ReservationState = "permitted"  // the treaty allows it: nobody need accept it
	Pending    ReservationState = "pending"    // the time for objections runs
	Accepted   ReservationState = "accepted"   // nobody objected in time
	Objected   ReservationState = "objected"   // some did: it stands towards the others
	Refused    ReservationState = "refused"    // a third objected, or the treaty allows none
	TakenBack  ReservationState = "taken-back" // it was withdrawn
	NotYetMade ReservationState = "not-made"
)

// oneYear is how long others may object: Vienna Convention, article 20(5), 1961
// article 50(3), 1971 article 32(3). From the communication of the reservation;
// its own day stands for that where none other is on record.
const objectionMonths = 12

// ReservationOn applies the treaty's rule to a reservation on a day.
func (g *Register) ReservationOn(d *Deposit, day act.Day) Verdict {
	r := g.records[d.Instrument]
	if r == nil || d.Action != Reservation || d.Day > day {
		return Verdict{State: NotYetMade}
	}
	v := Verdict{Settlement: r.settles(d)}
	if w := r.withdrawn(d); w != nil && w.Day <= day {
		v.State = TakenBack
		return v
	}
	if a := r.authorizes(d); a != nil {
		v.State = Permitted
		v.Reasons = []Reason{{Key: "reservation-authorized", Cite: a.Cite(r.Code), Unconfirmed: a.Unconfirmed}}
		return v
	}
	until := addMonths(d.Day, objectionMonths)
	for i := range r.deposits {
		if o := &r.deposits[i]; o.Action == Objection && o.Against == d.Party && o.Day <= min(day, until) && (len(o.Provisions) == 0 || overlap(o.Provisions, d.Provisions)) {
			if w := r.withdrawn(o); w == nil || w.Day > day {
				v.Objections = append(v.Objections, *o)
			}
		}
	}
	var rule *programme.Reservations
	if r.Rules != nil {
		rule = r.Rules.Reservations
	}
	switch {
	case rule == nil:
		v.Doubts = []Doubt{{Key: "no-rule-reservations"}}
		rule = &programme.Reservations{Kind: programme.ViennaRule, Rule: programme.Rule{Article: "VCLT#20.5"}}
	case rule.Unconfirmed:
		v.Doubts = []Doubt{{Key: "rule-unconfirmed", Cite: rule.Cite(r.Code)}}
	}
	v.Until = until
	reason := Reason{Key: "reservation-" + rule.Kind, Cite: rule.Cite(r.Code), N: objectionMonths, Unconfirmed: rule.Unconfirmed}
	switch rule.Kind {
	case programme.ProhibitedRule:
		v.State, v.Until = Refused, ""
	case programme.OneThirdRule:
		v.State = g.oneThird(r, d, &v, day)
	default:
		v.State = Accepted
		switch {
		case len(v.Objections) > 0:
			v.State = Objected
		case day <= until:
			v.State = Pending
		}
	}
	v.Reasons = []Reason{reason}
	return v
}

// oneThird: permitted unless, by the end of twelve months, a third of those
// that had joined by then objected.
func (g *Register) oneThird(r *record, d *Deposit, v *Verdict, day act.Day) ReservationState {
	if day <= v.Until {
		return Pending
	}
	joined := 0
	for p := range r.by {
		switch g.StateOn(r.Code, p, v.Until) {
		case Bound, Consented:
			if p != d.Party {
				joined++
			}
		}
	}
	objecting := map[string]bool{}
	for i := range v.Objections {
		switch o := &v.Objections[i]; g.StateOn(r.Code, o.Party, v.Until) {
		case Bound, Consented:
			objecting[o.Party] = true
		}
	}
	if joined > 0 && 3*len(objecting) >= joined {
		return Refused
	}
	return Permitted
}

// authorizes finds the entry by which the treaty itself allows all that a
// reservation is about.
func (r *record) authorizes(d *Deposit) (found *programme.Authorized) {
	if r.Rules == nil || len(d.Provisions) == 0 {
		return nil
	}
	for _, c := range d.Provisions {
		var one *programme.Authorized
		for i := range r.Rules.Authorized {
			if a := &r.Rules.Authorized[i]; within(c.Place(), a.Provision) {
				one = a
			}
		}
		if one == nil {
			return nil
		}
		found = one
	}
	return found
}

// settles says whether a reservation is on the settlement of disputes alone.
func (r *record) settles(d *Deposit) bool {
	if d.Matter == "settlement" {
		return true
	}
	a := r.authorizes(d)
	return a != nil && a.Settlement
}

// within says whether a place lies in another, or is it: 66.2 in 66.
func within(place, whole string) bool {
	rest, ok := strings.CutPrefix(place, whole)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '(')
}

func overlap(a, b []act.Cite) bool {
	for _, x := range a {
		for _, y := range b {
			if within(x.Place(), y.Place()) || within(y.Place(), x.Place()) {
				return true
			}
		}
	}
	return len(b) == 0
}
