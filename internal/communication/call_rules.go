package communication

import (
	"slices"

	"comity/internal/act"
)

// MayChange says why a call can't be drafted or worded anew, nil where it can.
// What was sent stands as it was sent.
func (c *Call) MayChange() error {
	if c.Status == Circulated || c.Status == Closed {
		return says.Refuse("communication.sent-already", "call", c.Code)
	}
	return nil
}

// CheckWords says what is wrong with a call's words in one language.
func (c *Call) CheckWords(w *Words) error {
	if !slices.Contains(c.Languages, w.Language) {
		return says.Refuse("communication.words-language", "call", c.Code, "language", w.Language)
	}
	for id, q := range w.Questions {
		asked := c.Question(id)
		switch {
		case asked == nil:
			return says.Refuse("communication.words-question", "call", c.Code, "question", id)
		case len(q.Choices) != len(asked.Options):
			return says.Refuse("communication.words-options", "question", id, "want", len(asked.Options), "have", len(q.Choices))
		}
	}
	return nil
}

// MayClear says why a call can't be cleared, nil where it can: in each of its
// languages it has a title, a letter, and words for every question.
func (c *Call) MayClear(person string) error {
	switch {
	case c.Status != Draft:
		return says.Refuse("communication.clear-draft", "call", c.Code)
	case person == c.DraftedBy || slices.Contains(c.WordedBy, person):
		return says.Refuse("communication.clear-self", "call", c.Code)
	}
	for _, lang := range c.Languages {
		w, ok := c.Words[lang]
		if !ok {
			return says.Refuse("communication.words-none", "call", c.Code, "language", lang)
		}
		for _, q := range c.Questions {
			if w.Questions[q.ID].Text == "" {
				return says.Refuse("communication.question-unworded", "question", q.ID, "call", c.Code, "language", lang)
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
		return says.Refuse("communication.send-draft", "call", c.Code)
	case c.Status == Closed:
		return says.Refuse("communication.send-closed", "call", c.Code)
	case !slices.Contains(c.Parties, to):
		return says.Refuse("communication.send-other", "party", to, "call", c.Code)
	case before != nil:
		return says.Refuse("communication.send-twice", "call", c.Code, "party", to, "day", before.Sent)
	case day > c.Deadline:
		return says.Refuse("communication.send-late", "call", c.Code, "deadline", c.Deadline)
	}
	return nil
}

// MayRemind says why an addressee can't be reminded, nil where it can.
func (c *Call) MayRemind(a *Addressee, day act.Day) error {
	switch {
	case a == nil:
		return says.Refuse("communication.not-sent", "call", c.Code)
	case c.Status == Closed:
		return says.Refuse("communication.remind-closed", "call", c.Code)
	case a.Replies > 0:
		return says.Refuse("communication.remind-replied", "party", a.Party, "day", a.Replied)
	case day < a.Sent:
		return says.Refuse("communication.remind-before", "day", day, "sent", a.Sent)
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
		return says.Refuse("communication.extend-closed", "call", c.Code)
	case until <= due:
		return says.Refuse("communication.extend-earlier", "due", due, "until", until)
	}
	return nil
}

// MayClose says why a call can't be closed, nil where it can.
func (c *Call) MayClose() error {
	if c.Status != Circulated {
		return says.Refuse("communication.close-status", "call", c.Code)
	}
	return nil
}
