package access

import (
	"slices"

	"comity/internal/act"
	"comity/internal/codelist/sheet"
)

// Role is what a person is to the programme. Policies name it.
type Role string

// The roles. Nobody represents a State by a role: that takes an [Accreditation].
const (
	Officer       Role = "officer"       // of headquarters
	FieldOfficer  Role = "field-officer" // of a field office, for the States that the grant names
	Reviewer      Role = "reviewer"      // reads again what others entered
	Certifying    Role = "certifying"    // certifies that money may be spent
	Approving     Role = "approving"     // approves payments
	Auditor       Role = "auditor"       // reads all that is the Office's, writes nothing
	Administrator Role = "administrator" // people and roles, nothing of substance
	Expert        Role = "expert"        // of the reviews of the States that the grant names
	Donor         Role = "donor"         // reads what the money of its party did
	Partner       Role = "partner"       // of an organization
)

var roles = []Role{Officer, FieldOfficer, Reviewer, Certifying, Approving, Auditor, Administrator, Expert, Donor, Partner}

// Known says whether r is one of the roles.
func (r Role) Known() bool { return slices.Contains(roles, r) }

// Staff says whether the role belongs to the secretariat.
func (r Role) Staff() bool { return r.Known() && r != Expert && r != Donor && r != Partner }

// apart are roles that one person can't hold on the same day.
var apart = [][2]Role{
	{Certifying, Approving}, // who certifies a payment does not approve it
	{Auditor, Officer}, {Auditor, FieldOfficer}, {Auditor, Reviewer},
	{Auditor, Certifying}, {Auditor, Approving}, {Auditor, Administrator},
	{Administrator, Certifying}, {Administrator, Approving},
}

// Apart says whether two roles can't be held together.
func Apart(a, b Role) bool {
	return slices.Contains(apart, [2]Role{a, b}) || slices.Contains(apart, [2]Role{b, a})
}

// Grant gives a person a role.
type Grant struct {
	ID     string // the local part of its subject, role/ID
	Person string
	Role   Role
	// Party is the body in whose name the person acts: the Office or a field
	// office, a donor, a partner organization. Never a State's for a role that
	// writes.
	Party string
	// States are those that a field officer works with, or whose review an
	// expert takes part in.
	States []string
	Span   sheet.Span
	// Ended is the day from which it no longer holds, "" while nothing ended it.
	Ended act.Day
}

// InForce says whether the grant holds on a day.
func (g *Grant) InForce(day act.Day) bool { return inForce(g.Person, g.Span, g.Ended, day) }

func inForce(person string, span sheet.Span, ended, day act.Day) bool {
	return person != "" && span.Has(day) && (ended == "" || day < ended)
}

// meet says whether a run of days shares a day with another that is cut at its
// end.
func meet(a sheet.Span, b sheet.Span, bEnded act.Day) bool {
	b = cut(b, bEnded)
	return a.Meets(b) && !empty(a) && !empty(b)
}

func cut(s sheet.Span, ended act.Day) sheet.Span {
	if ended != "" && (s.Until == "" || ended < s.Until) {
		s.Until = ended
	}
	return s
}

func empty(s sheet.Span) bool { return s.Until != "" && s.Until <= s.From }

// within says whether every day of a is a day of b.
func within(a, b sheet.Span) bool {
	return a.From >= b.From && (b.Until == "" || a.Until != "" && a.Until <= b.Until)
}
