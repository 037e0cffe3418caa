package communication

import (
	"fmt"
	"slices"

	"comity/internal/act"
)

// MayChange says why a call can't be drafted or worded anew, nil where it can.
// What was sent stands as it was sent.
func (c *Call) MayChange() error {
	if c.Status == Circulated || c.Status == Closed {
		return fmt.Errorf("the call %s was circulated, and stands as it was sent; draft another that refers to it", c.Code)
	}
	return nil
}

// CheckWords says what is wrong with a call's words in one language.
func (c *Call) CheckWords(w *Words) error {
	if !slices.Contains(c.Languages, w.Language) {
		return fmt.Errorf("the call %s is not sent in %s; add the language to the call first", c.Code, w.Language)
	}
	for id, q := range w.Questions {
		asked := c.Question(id)
		switch {
		case asked == nil:
			return fmt.Errorf("the call %s has no question %s; word those that it has", c.Code, id)
		case len(q.Choices) != len(asked.Options):
			return fmt.Errorf("question %s has %d options, and words for %d; word each", id, len(asked.Options), len(q.Choices))
		}
	}
	return nil
}

// MayClear says why a call can't be cleared, nil where it can: in each of its
// languages it has a title, a letter, and words for every question.
func (c *Call) MayClear(person string) error {
	switch {
	case c.Status != Draft:
		return fmt.Errorf("the call %s is %s already; draft it anew to clear it again", c.Code, c.Status)
	case person == c.DraftedBy || slices.Contains(c.WordedBy, person):
		return fmt.Errorf("who wrote the call %s does not clear it; let a colleague do so", c.Code)
	}
	for _, lang := range c.Languages {
		w, ok := c.Words[lang]
		if !ok {
			return fmt.Errorf("the call %s has no words in %s; write them, or take the language out", c.Code, lang)
		}
		for _, q := range c.Questions {
			if w.Questions[q.ID].Text == "" {
				return fmt.Errorf("question %s of the call %s has no words in %s; write them", q.ID, c.Code, lang)
			}
		}
	}
	return nil
}

// MayCirculate says why a call can't be sent to a party on a day, nil where it
// can. before is what was sent to it already, nil for nothing.
func (c *Call) MayCirculate(to string, before *Addressee, day act.Day) error {
	switch {
	case c.Status == Draft:
		return fmt.Errorf("the call %s was not cleared; let a reviewer clear it first", c.Code)
	case c.Status == Closed:
		return fmt.Errorf("the call %s is closed; draft another", c.Code)
	case !slices.Contains(c.Parties, to):
		return fmt.Errorf("%s is not among the addressees of the call %s; name it there, or send it a call of its own", to, c.Code)
	case before != nil:
		return fmt.Errorf("the call %s was sent to %s on %s; send a reminder", c.Code, to, before.Sent)
	case day > c.Deadline:
		return fmt.Errorf("the call %s was to be answered by %s, which has passed; extend it first", c.Code, c.Deadline)
	}
	return nil
}

// MayRemind says why an addressee can't be reminded, nil where it can.
func (c *Call) MayRemind(a *Addressee, day act.Day) error {
	switch {
	case a == nil:
		return fmt.Errorf("the call %s was not sent there; circulate it first", c.Code)
	case c.Status == Closed:
		return fmt.Errorf("the call %s is closed; nobody is reminded of it", c.Code)
	case a.Replies > 0:
		return fmt.Errorf("%s replied on %s; read its reply", a.Party, a.Replied)
	case day < a.Sent:
		return fmt.Errorf("the reminder is of %s, before the call was sent on %s; correct the day", day, a.Sent)
	}
	return nil
}

// MayExtend says why the time to answer can't be extended until a day, nil where
// it can; a is nil for the whole call.
func (c *Call) MayExtend(a *Addressee, until act.Day) error {
	due := c.Deadline
	if a != nil {
		due = c.Due(a)
	}
	switch {
	case c.Status == Closed:
		return fmt.Errorf("the call %s is closed; it has no more time to extend", c.Code)
	case until <= due:
		return fmt.Errorf("there is time until %s already, and %s is not later; give a later day", due, until)
	}
	return nil
}

// MayClose says why a call can't be closed, nil where it can.
func (c *Call) MayClose() error {
	if c.Status != Circulated {
		return fmt.Errorf("the call %s is %s, and only one that was circulated is closed; circulate it, or leave it", c.Code, c.Status)
	}
	return nil
}
