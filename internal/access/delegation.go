package access

import (
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/codelist/sheet"
)

// LongestAbsence is for how many days one delegation holds at most.
const LongestAbsence = 92

// Delegation lets a colleague act in a person's absence.
type Delegation struct {
	ID   string // the local part of its subject, delegation/ID
	From string // the person who is absent
	To   string // the person who acts
	// Base is the subject of the accreditation or role that is delegated,
	// "accreditation/…" or "role/…". It is never a delegation.
	Base  act.Subject
	Scope Scope
	Span  sheet.Span
	Ended act.Day
}

// InForce says whether the delegation itself holds on a day; what it rests on
// must hold too.
func (d *Delegation) InForce(day act.Day) bool { return inForce(d.To, d.Span, d.Ended, day) }

// own are modules whose acts a person does in person only: who is accredited,
// holds a role, delegates, or opens what a State keeps to itself.
var own = []string{"accreditation", "role", "person", "delegation", "release", "erasure", "hold"}

// Delegable says whether a kind of act can be done for somebody absent.
func Delegable(kind string) bool {
	for _, m := range own {
		if strings.HasPrefix(kind, m+".") {
			return false
		}
	}
	return true
}

// CheckDelegation says why a delegation can't be given, nil where it can. base
// is what it rests on, an accreditation or a grant; held are the delegate's own.
func CheckDelegation(d *Delegation, base Who, held Who) error {
	if d.From == "" || d.To == "" || d.From == d.To {
		return says.Refuse("access.delegate-whom")
	}
	if err := CheckTerms(d.Scope, d.Span); err != nil {
		return err
	}
	if d.Span.Until == "" || d.Span.Until.Time().Sub(d.Span.From.Time()) > LongestAbsence*24*time.Hour {
		return says.Refuse("access.delegate-days", "days", LongestAbsence)
	}
	for _, k := range d.Scope.Kinds {
		if k != all && !Delegable(k) {
			return says.Refuse("access.delegate-kind", "kind", k)
		}
	}
	switch {
	case len(base.Accreditations) == 1:
		return checkOnAccreditation(d, &base.Accreditations[0], held)
	case len(base.Grants) == 1:
		return checkOnGrant(d, &base.Grants[0], held)
	}
	return says.Refuse("access.delegate-base", "subject", d.Base)
}

func checkOnAccreditation(d *Delegation, c *Accreditation, held Who) error {
	switch {
	case c.Person != d.From:
		return says.Refuse("access.delegate-own", "subject", d.Base)
	case c.Confirmed == "" || c.Confirmed > d.Span.From || !within(d.Span, cut(c.Span, c.Ended)):
		return says.Refuse("access.delegate-accreditation")
	case !d.Scope.Within(c.Scope):
		return says.Refuse("access.delegate-wider")
	}
	for i := range held.Accreditations {
		h := &held.Accreditations[i]
		if h.Party == c.Party && h.Confirmed != "" && h.Confirmed <= d.Span.From && within(d.Span, cut(h.Span, h.Ended)) {
			return nil
		}
	}
	return says.Refuse("access.delegate-colleague")
}

func checkOnGrant(d *Delegation, g *Grant, held Who) error {
	switch {
	case g.Person != d.From:
		return says.Refuse("access.delegate-own", "subject", d.Base)
	case g.Role == Auditor || g.Role == Administrator || !g.Role.Staff():
		return says.Refuse("access.delegate-role", "role", g.Role)
	case !within(d.Span, cut(g.Span, g.Ended)):
		return says.Refuse("access.delegate-held")
	}
	staff := false
	for i := range held.Grants {
		h := &held.Grants[i]
		if meet(d.Span, h.Span, h.Ended) && Apart(h.Role, g.Role) {
			return says.Refuse("access.delegate-apart", "held", h.Role, "role", g.Role)
		}
		staff = staff || h.Role.Staff() && within(d.Span, cut(h.Span, h.Ended))
	}
	for i := range held.Received {
		h := &held.Received[i]
		if h.Grant != nil && meet(d.Span, h.Span, h.Ended) && Apart(h.Grant.Role, g.Role) {
			return says.Refuse("access.delegate-stand-in", "held", h.Grant.Role, "role", g.Role)
		}
	}
	if !staff {
		return says.Refuse("access.delegate-secretariat")
	}
	return nil
}
