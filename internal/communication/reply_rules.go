package communication

import (
	"fmt"
	"slices"

	"comity/internal/act"
)

// MayReply says why a party can't reply to a call, nil where it can. next is the
// number that its next reply has. A reply that comes late is taken, and shown as
// late.
func (c *Call) MayReply(a *Addressee, number, next int) error {
	switch {
	case c.Status != Circulated && c.Status != Closed:
		return fmt.Errorf("the call %s was not circulated; there is nothing to answer yet", c.Code)
	case a == nil:
		return fmt.Errorf("the call %s was not sent to this party; circulate it there first", c.Code)
	case number != next:
		return fmt.Errorf("the next reply of %s has the number %d; write that", a.Party, next)
	}
	return nil
}

// Late says whether a reply came after the day by which it was due.
func (c *Call) Late(a *Addressee, came act.Day) bool { return came > c.Due(a) }

// MayAnswer says why answers can't be written into a reply with a standing, nil
// where they can. What a State says itself no officer writes over.
func (r *Reply) MayAnswer(c *Call, standing act.Standing, answers []Answer) error {
	if standing != act.Own && r.Own() {
		return fmt.Errorf("reply %d of %s stands as the State's own word; ask its accredited people to change it", r.Number, r.Party)
	}
	for i := range answers {
		a := &answers[i]
		q := c.Question(a.Question)
		if q == nil {
			return fmt.Errorf("the call %s has no question %q; answer those that it has", c.Code, a.Question)
		}
		if slices.ContainsFunc(answers[:i], func(b Answer) bool { return b.Question == a.Question }) {
			return fmt.Errorf("question %s is answered twice; answer it once", a.Question)
		}
		if err := q.CheckAnswer(a); err != nil {
			return err
		}
	}
	return nil
}

// MayConfirm says why a reply can't be confirmed, nil where it can.
func (r *Reply) MayConfirm() error {
	switch {
	case r.Standing == act.Own:
		return fmt.Errorf("reply %d of %s is the State's own act; it needs no confirmation", r.Number, r.Party)
	case r.Confirmed != "":
		return fmt.Errorf("reply %d of %s was confirmed on %s; there is nothing left to confirm", r.Number, r.Party, r.Confirmed)
	case !r.Answered:
		return fmt.Errorf("reply %d of %s has no answers yet; enter them first", r.Number, r.Party)
	}
	return nil
}

// MayRelease says why a reply can't be released so, nil where it can. answered
// are its questions that have an answer. What the secretariat records of a
// State's word on release rests on the letter that says it.
func (r *Reply) MayRelease(extent Extent, questions, answered []string, quote bool, sourced bool, standing act.Standing) error {
	switch {
	case standing != act.Own && !sourced:
		return fmt.Errorf("a State's release rests on its own act or its letter; give the letter with its document")
	case extent == Part && len(questions) == 0:
		return fmt.Errorf("a release in part names the questions that it opens; name them")
	case extent != Part && len(questions) > 0:
		return fmt.Errorf("only a release in part names questions; leave them out")
	case extent == Never && quote:
		return fmt.Errorf("what is never released is not quoted; leave one of the two out")
	case extent != Never && len(answered) == 0:
		return fmt.Errorf("reply %d of %s has no answers to release; answer first", r.Number, r.Party)
	}
	for _, q := range questions {
		if !slices.Contains(answered, q) {
			return fmt.Errorf("reply %d of %s has no answer to question %s; release what was answered", r.Number, r.Party, q)
		}
	}
	return nil
}

// MayWithdraw says why a release can't be withdrawn, nil where it can.
func (r *Reply) MayWithdraw() error {
	if r.Extent != Full && r.Extent != Part {
		return fmt.Errorf("reply %d of %s is not released; there is nothing to withdraw", r.Number, r.Party)
	}
	return nil
}

// MayTranslate says why a translation into a language can't be kept, nil where it
// can.
func (r *Reply) MayTranslate(language string, questions, answered []string) error {
	if language == r.Language {
		return fmt.Errorf("reply %d of %s is in %s; a translation is into another language", r.Number, r.Party, language)
	}
	for _, q := range questions {
		if !slices.Contains(answered, q) {
			return fmt.Errorf("reply %d of %s has no answer to question %s to translate; leave it out", r.Number, r.Party, q)
		}
	}
	return nil
}
