package booktest

import (
	"context"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

const notesTables = `
CREATE TABLE {note} (
  idx      INTEGER PRIMARY KEY,
  subject  TEXT NOT NULL,
  audience TEXT NOT NULL,
  state    TEXT NOT NULL,
  text     TEXT
) STRICT;
CREATE INDEX {note_subject} ON {note} (subject, idx);
-- what is counted of notes, read and written again by each act
CREATE TABLE {note_count} (
  subject TEXT PRIMARY KEY,
  marks   INTEGER NOT NULL
) STRICT;
`

// Notes is a module whose bodies are for named audiences or sealed.
func Notes() book.Module {
	text := act.Field{Name: "text", Label: "Text", Type: act.Text, Lines: true, Required: true}
	return book.Module{Name: "notes", Tables: notesTables, Kinds: []book.Kind{
		{Shape: act.Shape{Name: "note.write", Version: 1, Title: "Note", Subjects: []string{"note"},
			Audiences: []string{act.AnyNamed, act.Public}, Fields: []act.Field{text}},
			Project: wroteNote, Erased: erasedNote},
		{Shape: act.Shape{Name: "note.seal", Version: 1, Title: "Sealed note", Subjects: []string{"note"},
			Audiences: []string{act.Sealed}, Fields: []act.Field{text}},
			Project: sealedNote, Erased: erasedNote},
		{Shape: act.Shape{Name: "note.mark", Version: 1, Title: "Mark", Subjects: []string{"note"}, Audiences: []string{act.Public}},
			Project: markedNote},
		{Shape: act.Shape{Name: "note.correct", Version: 1, Title: "Correction", Subjects: []string{"note"}, Audiences: []string{act.Public}, Correction: true},
			Project: markedNote},
		{Shape: act.Shape{Name: "note.erase", Version: 1, Title: "Erasure", Subjects: []string{"note"}, Audiences: []string{act.Public},
			Fields: []act.Field{{Name: "audience", Label: "Audience", Type: act.Text, Required: true}}},
			Erases: func(a *act.Act) (act.Subject, string, error) {
				var body struct{ Audience string }
				err := a.Decode(&body)
				return a.Subject, body.Audience, err
			}},
	}}
}

func wroteNote(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body struct{ Text string }
	err := a.Decode(&body)
	return []store.Write{store.Do(`INSERT INTO {note} (idx, subject, audience, state, text) VALUES (?, ?, ?, 'kept', ?)`,
		a.Index, string(a.Subject), a.Audience, body.Text)}, err
}

func sealedNote(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`INSERT INTO {note} (idx, subject, audience, state) VALUES (?, ?, ?, 'sealed')`,
		a.Index, string(a.Subject), a.Audience)}, nil
}

func erasedNote(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`INSERT INTO {note} (idx, subject, audience, state) VALUES (?, ?, ?, 'erased')
		ON CONFLICT (idx) DO UPDATE SET state = 'erased', text = NULL`, a.Index, string(a.Subject), a.Audience)}, nil
}

// markedNote reads its own table, as projectors may: the count so far.
func markedNote(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	var marks int64
	if _, err := store.One(ctx, r, `SELECT marks FROM {note_count} WHERE subject = ?`, []any{string(a.Subject)}, &marks); err != nil {
		return nil, err
	}
	return []store.Write{store.Do(`INSERT INTO {note_count} (subject, marks) VALUES (?, ?) ON CONFLICT (subject) DO UPDATE SET marks = excluded.marks`,
		string(a.Subject), marks+1)}, nil
}
