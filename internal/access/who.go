package access

import "comity/internal/act"

// Who is a person with all that they hold, in force or not. The zero value is
// the public.
type Who struct {
	Person string // random id, "" for the public and for the node
	// Node: it is the node itself, which records what nobody enters.
	Node           bool
	Grants         []Grant
	Accreditations []Accreditation
	// Received are delegations to the person.
	Received []Received
}

// Received is a delegation with what it rests on: one of the two.
type Received struct {
	Delegation
	Grant         *Grant
	Accreditation *Accreditation
}

// acts says whether the delegation lets its receiver do a deed on a day: both
// it and what it rests on hold, and the deed is of a kind that is delegated.
func (r *Received) acts(kind string, instruments []string, day act.Day) bool {
	if !r.InForce(day) || !Delegable(kind) || !r.Scope.Covers(kind, instruments...) {
		return false
	}
	switch {
	case r.Accreditation != nil:
		return r.Accreditation.Person == r.From && r.Accreditation.InForce(day) && r.Accreditation.Scope.Covers(kind, instruments...)
	case r.Grant != nil:
		return r.Grant.Person == r.From && r.Grant.InForce(day)
	}
	return false
}

// held is what holds for one deed on one day: the sets that policies see.
type held struct {
	roles      map[Role]bool
	offices    []string // bodies of the secretariat in whose name the person acts
	serves     []string // States that a field officer works with
	reviews    []string // States whose review an expert takes part in
	donates    []string // donors for whom the person reads
	partners   []string // organizations for whom the person acts
	accredited []string // parties for whom the person may do this deed
}

// holds resolves roles, accreditations and delegations.
func (w *Who) holds(kind string, instruments []string, day act.Day) held {
	h := held{roles: map[Role]bool{}}
	for i := range w.Grants {
		if g := &w.Grants[i]; g.Person == w.Person && g.InForce(day) {
			h.grant(g)
		}
	}
	for i := range w.Accreditations {
		if c := &w.Accreditations[i]; c.Person == w.Person && c.InForce(day) && c.Scope.Covers(kind, instruments...) {
			h.accredited = append(h.accredited, c.Party)
		}
	}
	for i := range w.Received {
		r := &w.Received[i]
		switch {
		case r.To != w.Person || !r.acts(kind, instruments, day):
		case r.Grant != nil:
			h.grant(r.Grant)
		default:
			h.accredited = append(h.accredited, r.Accreditation.Party)
		}
	}
	return h
}

func (h *held) grant(g *Grant) {
	if !g.Role.Known() {
		return
	}
	h.roles[g.Role] = true
	// A grant's party and States serve that role alone.
	switch g.Role {
	case FieldOfficer:
		h.serves = append(h.serves, g.States...)
	case Expert:
		h.reviews = append(h.reviews, g.States...)
	case Donor:
		h.donates = append(h.donates, g.Party)
	case Partner:
		h.partners = append(h.partners, g.Party)
	}
	if g.Role.Staff() && g.Party != "" {
		h.offices = append(h.offices, g.Party)
	}
}

// Sign says who the person is in the eyes of a party on a day.
func (w *Who) Sign(party string, day act.Day) Sign {
	s := Sign{Person: w.Person}
	for i := range w.Grants {
		g := &w.Grants[i]
		s.Staff = s.Staff || g.Person == w.Person && g.Role.Staff() && g.InForce(day)
	}
	for i := range w.Accreditations {
		c := &w.Accreditations[i]
		s.Mission = s.Mission || c.Person == w.Person && c.Mission && c.Party == party && c.InForce(day)
	}
	return s
}
