package project

import (
	"slices"

	"comity/internal/act"
)

// Status is where a project stands.
type Status string

// The statuses, in their order.
const (
	Concept     Status = "concept"     // the concept note waits for its review
	Returned    Status = "returned"    // it is to be written again
	Declined    Status = "declined"    // it was reviewed and will not be done
	Recommended Status = "recommended" // it waits for clearances
	Cleared     Status = "cleared"     // it waits for the Governments
	Running     Status = "running"
	Ended       Status = "ended"  // closed operationally
	Closed      Status = "closed" // and financially
	Cancelled   Status = "cancelled"
	TakenIn     Status = "taken-in" // known from another system, which keeps its life
	// Erased is what is left of a project whose words were erased.
	Erased Status = "erased"
)

// Statuses are all of them, in their order.
var Statuses = []Status{Concept, Returned, Declined, Recommended, Cleared, Running, Ended, Closed, Cancelled, TakenIn}

// Clearances that a project needs; codes of the list "clearance".
var clearances = []string{"legal", "financial", "evaluation"}

// Step is one step of a project's life, as an act says it.
type Step struct {
	Kind   string // of the act, without "project."
	Person string
	Party  string
	Day    act.Day
	// Which is the clearance, the closure or the outcome of the review.
	Which string
	// Passed says that a clearance was given, or a revision approved.
	Passed bool
	// Reasoned says that a reason stands beside it.
	Reasoned bool
	// Signatories and Ends are what a concept note or a revision says.
	Signatories []string
	Starts      act.Day
	Ends        act.Day
	Number      int // of a revision
}

// Life is a project's way as far as it has come. The zero value has not begun.
type Life struct {
	Status      Status
	Author      string // who wrote the last concept note
	Reviewer    string
	Passed      map[string]string // clearances that were given, and by whom
	Signatories []string
	Signed      map[string]act.Day
	Starts      act.Day
	Ends        act.Day
	Revisions   int    // that were proposed
	Pending     string // who proposed a revision that waits, "" for none
	Since       act.Day
}

// Reporting says whether results and deliveries are recorded of it.
func (l *Life) Reporting() bool {
	return l.Status == Running || l.Status == Ended || l.Status == TakenIn
}

// Waiting are the Governments that have not countersigned.
func (l *Life) Waiting() (codes []string) {
	for _, s := range l.Signatories {
		if l.Signed[s] == "" {
			codes = append(codes, s)
		}
	}
	return codes
}

// Refuse says why a step can't be taken, nil where it can.
func (l *Life) Refuse(s *Step) error {
	want := func(of ...Status) error {
		if !slices.Contains(of, l.Status) {
			return says.Refuse("project.step", "step", s.Kind, "status", string(l.Status))
		}
		return nil
	}
	switch s.Kind {
	case "concept":
		if l.Status == "" {
			return dayOrder(s)
		}
		if err := want(Concept, Returned); err != nil {
			return err
		}
		return dayOrder(s)
	case "reviewed":
		return first(want(Concept), apart(s.Person, l.Author), due(s, s.Which != "recommended"))
	case "cleared":
		if err := first(want(Recommended), apart(s.Person, l.Author), due(s, !s.Passed)); err != nil {
			return err
		}
		if l.Passed[s.Which] != "" {
			return says.Refuse("project.clearance-twice", "clearance", s.Which)
		}
		for _, by := range l.Passed {
			if by == s.Person {
				return says.Deny("project.clearance-self")
			}
		}
		return nil
	case "countersigned":
		switch {
		case !slices.Contains(l.Signatories, s.Party):
			return says.Refuse("project.signatory", "party", s.Party)
		case l.Signed[s.Party] != "":
			return says.Refuse("project.signed-twice", "party", s.Party)
		}
		return want(Cleared)
	case "revised":
		if err := first(want(Running), due(s, true), dayOrder(s)); err != nil {
			return err
		}
		switch {
		case l.Pending != "":
			return says.Refuse("project.revision-pending", "number", l.Revisions)
		case s.Number != l.Revisions+1:
			return says.Refuse("project.revision-number", "number", l.Revisions+1)
		}
		return nil
	case "revision-approved":
		switch {
		case l.Pending == "" || s.Number != l.Revisions:
			return says.Refuse("project.revision-none", "number", s.Number)
		case s.Person == "" || s.Person == l.Pending:
			return says.Deny("project.self")
		}
		return due(s, !s.Passed)
	case "closed":
		return l.refuseClosing(s, want)
	case "cancelled":
		return first(want(Concept, Returned, Recommended, Cleared), due(s, true))
	}
	return nil
}

func (l *Life) refuseClosing(s *Step, want func(...Status) error) error {
	status := Running
	if s.Which == "financial" {
		status = Ended
	}
	switch err := want(status); {
	case err != nil:
		return err
	case l.Pending != "":
		return says.Refuse("project.revision-pending", "number", l.Revisions)
	case s.Which == "financial" && s.Day < l.Since:
		return says.Refuse("project.closing-order", "day", l.Since)
	}
	return nil
}

// Take takes a step that was not refused.
func (l *Life) Take(s *Step) {
	before := l.Status
	switch s.Kind {
	case "concept":
		*l = Life{Status: Concept, Author: s.Person, Passed: map[string]string{}, Signed: map[string]act.Day{}, Signatories: s.Signatories, Starts: s.Starts, Ends: s.Ends}
	case "taken-in":
		l.Status = TakenIn
	case "reviewed":
		l.Status = map[string]Status{"recommended": Recommended, "returned": Returned, "declined": Declined}[s.Which]
		l.Reviewer = s.Person
	case "cleared":
		if !s.Passed {
			l.Status = Returned
			break
		}
		l.Passed[s.Which] = s.Person
		if len(l.Passed) == len(clearances) {
			l.Status = Cleared
			if len(l.Signatories) == 0 {
				l.Status = Running
			}
		}
	case "countersigned":
		l.Signed[s.Party] = s.Day
		if len(l.Waiting()) == 0 {
			l.Status = Running
		}
	case "revised":
		l.Revisions, l.Pending = s.Number, s.Person
	case "revision-approved":
		l.Pending = ""
	case "closed":
		l.Status = map[string]Status{"operational": Ended, "financial": Closed}[s.Which]
	case "cancelled":
		l.Status = Cancelled
	}
	if l.Status != before {
		l.Since = s.Day
	}
}

// LifeOf is the life that steps make, each of which was allowed when it was taken.
func LifeOf(steps []Step) *Life {
	l := &Life{Passed: map[string]string{}, Signed: map[string]act.Day{}}
	for i := range steps {
		l.Take(&steps[i])
	}
	return l
}

// apart: nobody reviews or clears what they wrote themselves.
func apart(person, author string) error {
	if person == "" || person == author {
		return says.Deny("project.self")
	}
	return nil
}

// due: a reason stands where one is due.
func due(s *Step, is bool) error {
	if is && !s.Reasoned {
		return says.Refuse("project.reason")
	}
	return nil
}

func dayOrder(s *Step) error {
	if s.Starts != "" && s.Ends != "" && s.Ends < s.Starts {
		return says.Refuse("project.days", "from", s.Starts, "until", s.Ends)
	}
	return nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
