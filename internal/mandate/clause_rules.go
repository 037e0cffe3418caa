package mandate

import (
	"slices"

	"comity/internal/act"
	"comity/internal/party"
)

// unTypes are the types of parties that are organs and bodies of the United
// Nations, or of its treaties, by what they are.
var unTypes = map[party.Type]bool{party.Organ: true, "commission": true, "conference": true, "subsidiary": true, "department": true, "office": true, "field-office": true}

// unAddressees are codes of the list addressee that stand for its bodies.
var unAddressees = map[string]bool{"UN": true, "REGIONAL-COMMISSIONS": true}

// Bodies are those of a clause's entities whose status the register keeps: the
// Office, the Secretary-General, and organs, bodies and programmes of the United
// Nations. A specialized agency and an organization of States answer to their own
// governing bodies, States and all others to themselves.
func Bodies(parties *party.Registry, entities []string) (bodies []string) {
	for _, e := range entities {
		if !slices.Contains(bodies, e) && isUN(parties, e) {
			bodies = append(bodies, e)
		}
	}
	return bodies
}

func isUN(parties *party.Registry, code string) bool {
	if unAddressees[code] {
		return true
	}
	for range 8 {
		p := parties.ByCode(code)
		if p == nil {
			return false
		}
		if unTypes[p.Type] {
			return true
		}
		code = p.Parent
	}
	return false
}

// CheckStatus says whether a status of a body may be kept for a clause to these
// entities. What States do is theirs to communicate: no status is kept of it.
func CheckStatus(parties *party.Registry, entities []string, of string) error {
	bodies := Bodies(parties, entities)
	switch {
	case len(entities) == 0:
		return says.Refuse("mandate.status-nobody")
	case len(bodies) == 0:
		return says.Refuse("mandate.status-states", "addressees", entities)
	case !slices.Contains(bodies, of):
		return says.Refuse("mandate.status-of", "body", of, "bodies", bodies)
	}
	return nil
}

// Competent says whether an organ may change what another decided: the organ
// itself, or one to which that is subsidiary.
func Competent(parties *party.Registry, deciding, of string) bool {
	for range 8 {
		if of == "" {
			return false
		}
		if of == deciding {
			return true
		}
		p := parties.ByCode(of)
		if p == nil {
			return false
		}
		of = p.Parent
	}
	return false
}

// Effect is what the competent organ made of a mandate.
type Effect string

// The effects of a decision; none leaves the mandate in force.
const (
	InForce    Effect = ""
	Superseded Effect = "superseded"
	Ended      Effect = "ended"
	Amended    Effect = "amended"
)

// Status is one entry of a body's status of a clause.
type Status struct {
	Act       string // id
	Index     int64
	Body      string // whose status
	Code      string // of the list mandate-status
	Day       act.Day
	Corrected bool // by a later act
}

// StatusOn is the status that a body has on a day: of the entries that nothing
// corrected, the last of the latest day. ok is false where there is none.
func StatusOn(entries []Status, body string, day act.Day) (s Status, ok bool) {
	for _, e := range entries {
		if e.Body != body || e.Corrected || e.Day > day {
			continue
		}
		if !ok || e.Day > s.Day || e.Day == s.Day && e.Index > s.Index {
			s, ok = e, true
		}
	}
	return s, ok
}
