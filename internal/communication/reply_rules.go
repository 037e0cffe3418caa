package communication

import (
	"slices"

	"comity/internal/act"
)

// MayReply says why a party can't reply to a call, nil where it can. next is the
// number that its next reply has. A reply that comes late is taken, and shown as
// late.
func (c *Call) MayReply(a *Addressee, number, next int) error {
	switch {
	case c.Status != Circulated && c.Status != Closed:
		return says.Refuse("communication.not-circulated", "call", c.Code)
	case a == nil:
		return says.Refuse("communication.not-sent", "call", c.Code)
	case number != next:
		return says.Refuse("communication.reply-next", "party", a.Party, "number", next)
	}
	return nil
}

// Late says whether a reply came after the day by which it was due.
func (c *Call) Late(a *Addressee, came act.Day) bool { return came > c.Due(a) }

// MayAnswer says why answers can't be written into a reply with a standing, nil
// where they can. What a State says itself no officer writes over.
func (r *Reply) MayAnswer(c *Call, standing act.Standing, answers []Answer) error {
	if standing != act.Own && r.Own() {
		return says.Refuse("communication.states-word", "number", r.Number, "party", r.Party)
	}
	for i := range answers {
		a := &answers[i]
		q := c.Question(a.Question)
		if q == nil {
			return says.Refuse("communication.no-question", "call", c.Code, "question", a.Question)
		}
		if slices.ContainsFunc(answers[:i], func(b Answer) bool { return b.Question == a.Question }) {
			return says.Refuse("communication.answered-twice", "question", a.Question)
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
		return says.Refuse("communication.confirm-own", "number", r.Number, "party", r.Party)
	case r.Confirmed != "":
		return says.Refuse("communication.confirm-twice", "number", r.Number, "party", r.Party, "day", r.Confirmed)
	case !r.Answered:
		return says.Refuse("communication.confirm-empty", "number", r.Number, "party", r.Party)
	}
	return nil
}

// MayRelease says why a reply can't be released so, nil where it can. answered
// are its questions that have an answer. What the secretariat records of a
// State's word on release rests on the letter that says it.
func (r *Reply) MayRelease(extent Extent, questions, answered []string, quote bool, sourced bool, standing act.Standing) error {
	switch {
	case standing != act.Own && !sourced:
		return says.Refuse("communication.release-sourced")
	case (extent == Part || extent == Quoted) && len(questions) == 0:
		return says.Refuse("communication.release-part")
	case extent != Part && extent != Quoted && len(questions) > 0:
		return says.Refuse("communication.release-questions")
	case extent == Never && quote:
		return says.Refuse("communication.release-never")
	case extent == Quoted && !quote:
		return says.Refuse("communication.release-quote")
	case extent != Never && len(answered) == 0:
		return says.Refuse("communication.release-empty", "number", r.Number, "party", r.Party)
	}
	for _, q := range questions {
		if !slices.Contains(answered, q) {
			return says.Refuse("communication.release-unanswered", "number", r.Number, "party", r.Party, "question", q)
		}
	}
	return nil
}

// MayWithdraw says why a release can't be withdrawn, nil where it can.
func (r *Reply) MayWithdraw() error {
	if r.Extent != Full && r.Extent != Part && r.Extent != Quoted {
		return says.Refuse("communication.withdraw-none", "number", r.Number, "party", r.Party)
	}
	return nil
}

// MayTranslate says why a translation into a language can't be kept, nil where it
// can.
func (r *Reply) MayTranslate(language string, questions, answered []string) error {
	if language == r.Language {
		return says.Refuse("communication.translate-same", "number", r.Number, "party", r.Party, "language", language)
	}
	for _, q := range questions {
		if !slices.Contains(answered, q) {
			return says.Refuse("communication.translate-unanswered", "number", r.Number, "party", r.Party, "question", q)
		}
	}
	return nil
}
