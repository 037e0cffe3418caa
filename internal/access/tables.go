package access

import (
	"context"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// Columns of days are "" where there is none; first_day and end_day are those
// of the body, ended is the day of the act that ended it. Lists of codes are
// joined by a space. A row whose body was erased has person, or from_person,
// "" and holds on no day.
const tables = `
CREATE TABLE {person} (
  person   TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  mail     TEXT NOT NULL,
  language TEXT NOT NULL,
  erased   INTEGER NOT NULL
) STRICT;
CREATE TABLE {role_grant} (
  grant_id  TEXT PRIMARY KEY,
  audience  TEXT NOT NULL,
  person    TEXT NOT NULL,
  role      TEXT NOT NULL,
  party     TEXT NOT NULL,
  states    TEXT NOT NULL,
  first_day TEXT NOT NULL,
  end_day   TEXT NOT NULL,
  ended     TEXT NOT NULL
) STRICT;
CREATE INDEX {role_grant_person} ON {role_grant} (person, grant_id);
CREATE INDEX {role_grant_role} ON {role_grant} (role, grant_id);
CREATE TABLE {accreditation} (
  accreditation_id TEXT PRIMARY KEY,
  audience    TEXT NOT NULL,
  person      TEXT NOT NULL,
  party       TEXT NOT NULL,
  authority   TEXT NOT NULL,
  mission     INTEGER NOT NULL,
  function    TEXT NOT NULL,
  kinds       TEXT NOT NULL,
  instruments TEXT NOT NULL,
  first_day   TEXT NOT NULL,
  end_day     TEXT NOT NULL,
  document    TEXT NOT NULL,
  recorder    TEXT NOT NULL,
  recorded    TEXT NOT NULL,
  confirmer   TEXT NOT NULL,
  confirmed   TEXT NOT NULL,
  ended       TEXT NOT NULL
) STRICT;
CREATE INDEX {accreditation_person} ON {accreditation} (person, accreditation_id);
CREATE INDEX {accreditation_party} ON {accreditation} (party, accreditation_id);
CREATE TABLE {delegation} (
  delegation_id TEXT PRIMARY KEY,
  audience    TEXT NOT NULL,
  from_person TEXT NOT NULL,
  person      TEXT NOT NULL,
  base        TEXT NOT NULL,
  kinds       TEXT NOT NULL,
  instruments TEXT NOT NULL,
  first_day   TEXT NOT NULL,
  end_day     TEXT NOT NULL,
  ended       TEXT NOT NULL
) STRICT;
CREATE INDEX {delegation_person} ON {delegation} (person, delegation_id);
-- what an owner released: bodies about a subject for one audience are open to
-- another too
CREATE TABLE {release} (
  release_id TEXT PRIMARY KEY,
  audience   TEXT NOT NULL,
  party      TEXT NOT NULL,
  about      TEXT NOT NULL,
  kept       TEXT NOT NULL,
  open_to    TEXT NOT NULL,
  first_day  TEXT NOT NULL,
  end_day    TEXT NOT NULL,
  ended      TEXT NOT NULL
) STRICT;
CREATE INDEX {release_about} ON {release} (about, kept, release_id);
`

type projector = func(context.Context, store.Reader, *act.Act) ([]store.Write, error)

// local is the part of a subject after its type: the id of its row.
func local(s act.Subject) string {
	_, id, _ := strings.Cut(string(s), "/")
	return id
}

func join(codes []string) string { return strings.Join(codes, " ") }

// recordedOn is the day on which an act was written, whatever day it states.
func recordedOn(a *act.Act) act.Day { return act.DayOf(a.Recorded.Time()) }

type personBody struct{ Name, Mail, Language string }

func recordPerson(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b personBody
	err := a.Decode(&b)
	return []store.Write{store.Do(`INSERT INTO {person} (person, name, mail, language, erased) VALUES (?, ?, ?, ?, 0)
		ON CONFLICT (person) DO UPDATE SET name = excluded.name, mail = excluded.mail, language = excluded.language, erased = 0`,
		local(a.Subject), b.Name, b.Mail, b.Language)}, err
}

func erasePerson(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`INSERT INTO {person} (person, name, mail, language, erased) VALUES (?, '', '', '', 1)
		ON CONFLICT (person) DO UPDATE SET name = '', mail = '', language = '', erased = 1`, local(a.Subject))}, nil
}

type grantBody struct {
	Person      act.Subject
	Role        Role
	Party       string
	States      []string
	From, Until act.Day
}

func grantRole(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b grantBody
	err := a.Decode(&b)
	return []store.Write{store.Do(`INSERT INTO {role_grant} (grant_id, audience, person, role, party, states, first_day, end_day, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')`,
		local(a.Subject), a.Audience, local(b.Person), string(b.Role), b.Party, join(b.States), string(b.From), string(b.Until))}, err
}

func eraseGrant(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`INSERT INTO {role_grant} (grant_id, audience, person, role, party, states, first_day, end_day, ended) VALUES (?, ?, '', '', '', '', '', '', '')
		ON CONFLICT (grant_id) DO UPDATE SET person = '', role = '', party = '', states = '', first_day = '', end_day = ''`, local(a.Subject), a.Audience)}, nil
}

type accreditationBody struct {
	Person      act.Subject
	Authority   string
	Mission     bool
	Function    string
	Kinds       []string
	Instruments []string
	From, Until act.Day
}

const accreditationColumns = `accreditation_id, audience, party, recorder, recorded, document, person, authority, mission, function, kinds, instruments, first_day, end_day, confirmer, confirmed, ended`

func accredit(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b accreditationBody
	err := a.Decode(&b)
	mission := 0
	if b.Mission {
		mission = 1
	}
	return []store.Write{store.Do(`INSERT INTO {accreditation} (`+accreditationColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '')`,
		local(a.Subject), a.Audience, a.Party, a.Person, string(recordedOn(a)), noteOf(a),
		local(b.Person), b.Authority, mission, b.Function, join(b.Kinds), join(b.Instruments), string(b.From), string(b.Until))}, err
}

// noteOf is the hash of the document that an act rests on, "" for none.
func noteOf(a *act.Act) string {
	if a.Source == nil {
		return ""
	}
	return a.Source.Document
}

func eraseAccreditation(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`INSERT INTO {accreditation} (`+accreditationColumns+`) VALUES (?, ?, ?, ?, ?, ?, '', '', 0, '', '', '', '', '', '', '', '')
		ON CONFLICT (accreditation_id) DO UPDATE SET person = '', authority = '', mission = 0, function = '', kinds = '', instruments = '', first_day = '', end_day = ''`,
		local(a.Subject), a.Audience, a.Party, a.Person, string(recordedOn(a)), noteOf(a))}, nil
}

// confirm writes what stands in the header, so it is the same once erased.
func confirm(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`UPDATE {accreditation} SET confirmer = ?, confirmed = ? WHERE accreditation_id = ?`, a.Person, string(recordedOn(a)), local(a.Subject))}, nil
}

type delegationBody struct {
	Base        act.Subject
	To          act.Subject
	Kinds       []string
	Instruments []string
	From, Until act.Day
}

func delegate(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b delegationBody
	err := a.Decode(&b)
	return []store.Write{store.Do(`INSERT INTO {delegation} (delegation_id, audience, from_person, person, base, kinds, instruments, first_day, end_day, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
		local(a.Subject), a.Audience, a.Person, local(b.To), string(b.Base), join(b.Kinds), join(b.Instruments), string(b.From), string(b.Until))}, err
}

func eraseDelegation(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`INSERT INTO {delegation} (delegation_id, audience, from_person, person, base, kinds, instruments, first_day, end_day, ended) VALUES (?, ?, ?, '', '', '', '', '', '', '')
		ON CONFLICT (delegation_id) DO UPDATE SET person = '', base = '', kinds = '', instruments = '', first_day = '', end_day = ''`, local(a.Subject), a.Audience, a.Person)}, nil
}

type releaseBody struct {
	About       act.Subject
	To          string
	From, Until act.Day
}

func release(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b releaseBody
	err := a.Decode(&b)
	return []store.Write{store.Do(`INSERT INTO {release} (release_id, audience, party, about, kept, open_to, first_day, end_day, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')`,
		local(a.Subject), a.Audience, a.Party, string(b.About), AudienceFor(kept, a.Party), b.To, string(b.From), string(b.Until))}, err
}

// kept is the group of audiences of what a party keeps to itself.
const kept = "own"

func eraseRelease(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`INSERT INTO {release} (release_id, audience, party, about, kept, open_to, first_day, end_day, ended) VALUES (?, ?, ?, '', '', '', '', '', '')
		ON CONFLICT (release_id) DO UPDATE SET about = '', kept = '', open_to = '', first_day = '', end_day = ''`, local(a.Subject), a.Audience, a.Party)}, nil
}

// end writes the day from which a row no longer holds: the act's own, but
// never one that had passed when it was written. It stands in the header, so it
// is the same once erased.
func end(table, key string) projector {
	sql := `UPDATE {` + table + `} SET ended = ? WHERE ` + key + ` = ?`
	return func(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
		return []store.Write{store.Do(sql, string(max(a.Day, recordedOn(a))), local(a.Subject))}, nil
	}
}
