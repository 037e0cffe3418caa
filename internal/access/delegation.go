package access

import (
	"fmt"
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
		return fmt.Errorf("a delegation goes from one person to another; name a colleague")
	}
	if err := CheckTerms(d.Scope, d.Span); err != nil {
		return err
	}
	if d.Span.Until == "" || d.Span.Until.Time().Sub(d.Span.From.Time()) > LongestAbsence*24*time.Hour {
		return fmt.Errorf("a delegation ends, after %d days at most; give its end", LongestAbsence)
	}
	for _, k := range d.Scope.Kinds {
		if k != all && !Delegable(k) {
			return fmt.Errorf("%s can't be delegated; it is done in person", k)
		}
	}
	switch {
	case len(base.Accreditations) == 1:
		return checkOnAccreditation(d, &base.Accreditations[0], held)
	case len(base.Grants) == 1:
		return checkOnGrant(d, &base.Grants[0], held)
	}
	return fmt.Errorf("there is no %s to delegate; name a role or accreditation of your own, a delegation is not passed on", d.Base)
}

func checkOnAccreditation(d *Delegation, c *Accreditation, held Who) error {
	switch {
	case c.Person != d.From:
		return fmt.Errorf("%s is not yours to delegate; a delegation is not passed on", d.Base)
	case c.Confirmed == "" || c.Confirmed > d.Span.From || !within(d.Span, cut(c.Span, c.Ended)):
		return fmt.Errorf("the accreditation does not hold on all days of the delegation; shorten the delegation")
	case !d.Scope.Within(c.Scope):
		return fmt.Errorf("the delegation is wider than the accreditation; leave out what it does not cover")
	}
	for i := range held.Accreditations {
		h := &held.Accreditations[i]
		if h.Party == c.Party && h.Confirmed != "" && h.Confirmed <= d.Span.From && within(d.Span, cut(h.Span, h.Ended)) {
			return nil
		}
	}
	return fmt.Errorf("the colleague is not accredited by the same party on all these days; ask the party for a note")
}

func checkOnGrant(d *Delegation, g *Grant, held Who) error {
	switch {
	case g.Person != d.From:
		return fmt.Errorf("%s is not yours to delegate; a delegation is not passed on", d.Base)
	case g.Role == Auditor || g.Role == Administrator || !g.Role.Staff():
		return fmt.Errorf("the role %s is not delegated; have it granted to the colleague", g.Role)
	case !within(d.Span, cut(g.Span, g.Ended)):
		return fmt.Errorf("the role is not held on all days of the delegation; shorten the delegation")
	}
	staff := false
	for i := range held.Grants {
		h := &held.Grants[i]
		if meet(d.Span, h.Span, h.Ended) && Apart(h.Role, g.Role) {
			return fmt.Errorf("the colleague is %s in those days and can't be %s too; choose another", h.Role, g.Role)
		}
		staff = staff || h.Role.Staff() && within(d.Span, cut(h.Span, h.Ended))
	}
	for i := range held.Received {
		h := &held.Received[i]
		if h.Grant != nil && meet(d.Span, h.Span, h.Ended) && Apart(h.Grant.Role, g.Role) {
			return fmt.Errorf("the colleague stands in as %s in those days and can't be %s too; choose another", h.Grant.Role, g.Role)
		}
	}
	if !staff {
		return fmt.Errorf("the colleague is not of the secretariat on all these days; choose another")
	}
	return nil
}
