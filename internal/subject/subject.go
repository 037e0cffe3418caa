package subject

import (
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

// Entry is what the registry knows of one subject. It holds nothing that is
// not public.
type Entry struct {
	ID act.Subject // "treaty/untoc"; its type is the part before the first stroke
	// Title in the language of the tag Language, BCP 47.
	Title, Language string
	Owner           string   // code of the party that answers for it, "" for none
	Topics          []string // codes of the programme's topics, sorted as given
	States          []string // codes of the States that it concerns
}

// Relation is the type of a link: "part-of", "funds", "answers".
type Relation string

// Edge is one link, from one subject to another.
type Edge struct {
	From     act.Subject
	Relation Relation
	To       act.Subject
}

const tables = `
CREATE TABLE {subject} (
  id       TEXT PRIMARY KEY,
  type     TEXT NOT NULL,
  title    TEXT NOT NULL,
  language TEXT NOT NULL,
  owner    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {subject_type} ON {subject} (type, id);
CREATE INDEX {subject_owner} ON {subject} (owner, id);
CREATE TABLE {subject_topic} (
  topic   TEXT NOT NULL,
  subject TEXT NOT NULL,
  place   INTEGER NOT NULL,
  PRIMARY KEY (topic, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX {subject_topic_subject} ON {subject_topic} (subject);
CREATE TABLE {subject_state} (
  state   TEXT NOT NULL,
  subject TEXT NOT NULL,
  place   INTEGER NOT NULL,
  PRIMARY KEY (state, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX {subject_state_subject} ON {subject_state} (subject);
CREATE TABLE {subject_link} (
  source   TEXT NOT NULL,
  relation TEXT NOT NULL,
  target   TEXT NOT NULL,
  PRIMARY KEY (source, relation, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX {subject_link_target} ON {subject_link} (target, relation, source);
`

// Module brings the registry's tables to the book.
func Module() book.Module { return book.Module{Name: "subject", Tables: tables} }

// Put returns the writes that enter a subject, or say anew what is known of
// it; its links stay.
func Put(e Entry) []store.Write {
	id := string(e.ID)
	out := []store.Write{
		store.Do(`INSERT INTO {subject} (id, type, title, language, owner) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET title = excluded.title, language = excluded.language, owner = excluded.owner`,
			id, e.ID.Type(), e.Title, e.Language, e.Owner),
		store.Do(`DELETE FROM {subject_topic} WHERE subject = ?`, id),
		store.Do(`DELETE FROM {subject_state} WHERE subject = ?`, id),
	}
	for i, t := range e.Topics {
		out = append(out, store.Do(`INSERT INTO {subject_topic} (topic, subject, place) VALUES (?, ?, ?) ON CONFLICT (topic, subject) DO NOTHING`, t, id, i))
	}
	for i, s := range e.States {
		out = append(out, store.Do(`INSERT INTO {subject_state} (state, subject, place) VALUES (?, ?, ?) ON CONFLICT (state, subject) DO NOTHING`, s, id, i))
	}
	return out
}

// Link returns the write that links two subjects; a link that is there stays
// as it is.
func Link(e Edge) store.Write {
	return store.Do(`INSERT INTO {subject_link} (source, relation, target) VALUES (?, ?, ?) ON CONFLICT (source, relation, target) DO NOTHING`,
		string(e.From), string(e.Relation), string(e.To))
}

// Unlink returns the write that removes a link.
func Unlink(e Edge) store.Write {
	return store.Do(`DELETE FROM {subject_link} WHERE source = ? AND relation = ? AND target = ?`, string(e.From), string(e.Relation), string(e.To))
}

// Remove returns the writes that leave nothing of a subject: for an erasure.
func Remove(id act.Subject) []store.Write {
	s := string(id)
	return []store.Write{
		store.Do(`DELETE FROM {subject} WHERE id = ?`, s),
		store.Do(`DELETE FROM {subject_topic} WHERE subject = ?`, s),
		store.Do(`DELETE FROM {subject_state} WHERE subject = ?`, s),
		store.Do(`DELETE FROM {subject_link} WHERE source = ? OR target = ?`, s, s),
	}
}
