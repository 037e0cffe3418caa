package communication

import (
	"context"
	"slices"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/subject"
)

// AnnouncedBody says publicly that a call was made, which everybody may read:
// communication.announced. It is what a paragraph shows as evidence.
type AnnouncedBody struct {
	Reference  string  `json:"reference"`
	Titles     []Prose `json:"titles"`
	Asked      Asked   `json:"asked"`
	Addressees int     `json:"addressees"`
	Deadline   act.Day `json:"deadline"`
}

// Prose is a field of the type prose.
type Prose struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

func (ru rules) announcing() book.Kind {
	return book.Kind{Shape: act.Shape{Name: "communication.announced", Version: 1, Title: "Announcement of a call", Subjects: []string{callType}, Audiences: []string{act.Public}, Standings: own, Fields: []act.Field{
		required(line("reference", "Reference number")),
		{Name: "titles", Label: "Title", Type: act.Prose, Max: 200, Repeat: true, Most: 10, Required: true},
		required(act.Field{Name: "asked", Label: "Who is asked", Type: act.Code, List: "asked"}),
		{Name: "addressees", Label: "Number of addressees", Type: act.Integer, Min: 1, Max: MostAddressees, Required: true},
		required(act.Field{Name: "deadline", Label: "To be answered by", Type: act.DayOn}),
	}}, Decide: ru.announced, Project: announce}
}

// announced: what it says is what the call says, and the call is open.
func (ru rules) announced(ctx context.Context, r store.Reader, a *act.Act) error {
	var b AnnouncedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, err := callOf(ctx, r, a)
	switch {
	case err != nil:
		return err
	case !c.Open:
		return says.Refuse("communication.announce-open", "call", c.Code)
	case c.Status != Circulated:
		return says.Refuse("communication.announce-status", "call", c.Code)
	case b.Reference != c.Reference || b.Asked != c.Asked || b.Addressees != len(c.Parties) || b.Deadline != c.Deadline:
		return says.Refuse("communication.announce-differs", "call", c.Code)
	}
	for _, t := range b.Titles {
		if w, ok := c.Words[t.Language]; !ok || w.Title != t.Text {
			return says.Refuse("communication.announce-title", "call", c.Code, "language", t.Language)
		}
	}
	var seen string
	found, err := store.One(ctx, r, `SELECT id FROM {subject} WHERE id = ?`, []any{string(a.Subject)}, &seen)
	if err == nil && found {
		err = says.Refuse("communication.announce-twice", "call", c.Code)
	}
	return err
}

// announce enters the call among the subjects, with what it rests on.
func announce(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b AnnouncedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	e := subject.Entry{ID: a.Subject, Owner: a.Party}
	for i, t := range b.Titles {
		if i == 0 || t.Language == "en" {
			e.Title, e.Language = t.Text, t.Language
		}
	}
	out := subject.Put(e)
	var to []act.Subject
	for _, c := range a.Cites {
		if s := citedSubject(c); s != "" && !slices.Contains(to, s) {
			to = append(to, s)
			out = append(out, subject.Link(subject.Edge{From: a.Subject, Relation: "rests-on", To: s}))
		}
	}
	return out, nil
}

// citedSubject is the subject of a cited text or paragraph of one, "" where none
// can be named.
func citedSubject(c act.Cite) act.Subject {
	typ, names := "document", []string{c.Symbol()}
	if c.Place() != "" {
		typ, names = "paragraph", append(names, c.Place())
	}
	s, err := act.NewSubject(typ, names...)
	if err != nil {
		return ""
	}
	return s
}
