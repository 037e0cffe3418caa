package project

import (
	"context"
	"strconv"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/subject"
)

const insertIndicator = `INSERT INTO {project_indicator} AS p (subject, owner, idx, act, audience, measure, body) VALUES (?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (subject) DO UPDATE SET idx = excluded.idx, act = excluded.act, audience = excluded.audience, measure = excluded.measure, body = excluded.body WHERE p.idx <= excluded.idx`

func putIndicator(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b IndicatorBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	s := string(a.Subject)
	out := []store.Write{
		store.Do(insertIndicator, s, localOf(a.Subject, 0), a.Index, a.ID, a.Audience, b.Measure, string(a.Clear)),
		store.Do(`DELETE FROM {project_serves} WHERE child = ?`, s),
	}
	for _, p := range b.Serves {
		out = append(out, store.Do(`INSERT INTO {project_serves} (parent, child) VALUES (?, ?) ON CONFLICT (parent, child) DO NOTHING`, string(p), s))
	}
	return out, nil
}

func eraseIndicator(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	s := string(a.Subject)
	found, err := store.One(ctx, r, `SELECT subject FROM {project_indicator} WHERE subject = ? AND idx > ?`, []any{s, a.Index}, new(string))
	if err != nil || found {
		return nil, err
	}
	return []store.Write{
		store.Do(insertIndicator, s, localOf(a.Subject, 0), a.Index, a.ID, a.Audience, "", ""),
		store.Do(`DELETE FROM {project_serves} WHERE child = ?`, s),
	}, nil
}

func putReport(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b ReportedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	pieces, err := b.Pieces()
	if err != nil {
		return nil, err
	}
	return []store.Write{store.Do(`INSERT INTO {project_report} (indicator, starts, ends, place, owner, idx, act, audience, person, party, standing, value, pieces, note, approved, approver)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')
		ON CONFLICT (indicator, starts, ends, place) DO UPDATE SET idx = excluded.idx, act = excluded.act, audience = excluded.audience, person = excluded.person, party = excluded.party,
			standing = excluded.standing, value = excluded.value, pieces = excluded.pieces, note = excluded.note`,
		string(a.Subject), string(b.From), string(b.Until), b.Place, localOf(a.Subject, 0), a.Index, a.ID, a.Audience, a.Person, a.Party, string(a.Standing),
		pack(b.Value()), pack(pieces), b.Note)}, nil
}

func eraseReport(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`DELETE FROM {project_report} WHERE indicator = ? AND act = ?`, string(a.Subject), a.ID)}, nil
}

func approve(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b PeriodBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return append(entry(a), store.Do(`UPDATE {project_report} SET approved = ?, approver = ? WHERE indicator = ? AND starts = ? AND ends = ?`,
		string(a.Day), a.Person, string(a.Subject), string(b.From), string(b.Until))), nil
}

func reopen(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b PeriodBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return append(entry(a), store.Do(`UPDATE {project_report} SET approved = '', approver = '' WHERE indicator = ? AND starts = ? AND ends = ?`,
		string(a.Subject), string(b.From), string(b.Until))), nil
}

const insertDelivery = `INSERT INTO {project_delivery} AS p (project, n, idx, act, audience, person, party, standing, day, kind, starts, ends, cites, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (project, n) DO UPDATE SET idx = excluded.idx, act = excluded.act, audience = excluded.audience, person = excluded.person, party = excluded.party, standing = excluded.standing,
		day = excluded.day, kind = excluded.kind, starts = excluded.starts, ends = excluded.ends, cites = excluded.cites, body = excluded.body WHERE p.idx <= excluded.idx`

func number(a *act.Act) int {
	n, _ := strconv.Atoi(localOf(a.Subject, 1)) // held by the rule
	return n
}

func putDelivery(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b DeliveredBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	out := []store.Write{store.Do(insertDelivery, localOf(a.Subject, 0), number(a), a.Index, a.ID, a.Audience, a.Person, a.Party, string(a.Standing), string(a.Day), b.Kind,
		string(b.From), string(b.Until), joined(a.Cites), string(a.Clear))}
	if a.Audience != act.Public {
		return append(out, subject.Remove(a.Subject)...), nil
	}
	out = append(out, subject.Put(subject.Entry{ID: a.Subject, Title: b.Title, Language: b.Language, Owner: a.Party, Topics: b.Topics, States: b.States})...)
	out = append(out, subject.Link(subject.Edge{From: a.Subject, Relation: "part-of", To: Subject(localOf(a.Subject, 0))}))
	for _, s := range citedSubjects(a.Cites) {
		out = append(out, subject.Link(subject.Edge{From: a.Subject, Relation: "carries-out", To: s}))
	}
	return out, nil
}

func eraseDelivery(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	found, err := store.One(ctx, r, `SELECT n FROM {project_delivery} WHERE project = ? AND n = ? AND idx > ?`, []any{localOf(a.Subject, 0), number(a), a.Index}, new(int))
	if err != nil || found {
		return nil, err
	}
	return append(subject.Remove(a.Subject), store.Do(insertDelivery, localOf(a.Subject, 0), number(a), a.Index, a.ID, a.Audience, a.Person, a.Party, string(a.Standing), string(a.Day), "", "", "", "", "")), nil
}

const insertTie = `INSERT INTO {project_tie} (idx, subject, request, project, act, audience, note) VALUES (?, ?, ?, ?, ?, ?, ?)`

func tie(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b TiedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return []store.Write{store.Do(insertTie, a.Index, string(a.Subject), string(b.Request), localOf(a.Subject, 0), a.ID, a.Audience, b.Note)}, nil
}

func eraseTie(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(insertTie+` ON CONFLICT (idx) DO UPDATE SET request = '', note = ''`, a.Index, string(a.Subject), "", localOf(a.Subject, 0), a.ID, a.Audience, "")}, nil
}

const insertFinding = `INSERT INTO {project_finding} AS p (owner, n, idx, act, audience, party, day, kind, topics, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (owner, n) DO UPDATE SET idx = excluded.idx, act = excluded.act, audience = excluded.audience, party = excluded.party, day = excluded.day, kind = excluded.kind,
		topics = excluded.topics, body = excluded.body WHERE p.idx <= excluded.idx`

func putFinding(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b EvaluatedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	owner, n := localOf(a.Subject, 0), number(a)
	out := []store.Write{
		store.Do(insertFinding, owner, n, a.Index, a.ID, a.Audience, a.Party, string(a.Day), b.Kind, joined(b.Topics), string(a.Clear)),
		store.Do(`DELETE FROM {project_finding_topic} WHERE owner = ? AND n = ?`, owner, n),
	}
	for _, t := range b.Topics {
		out = append(out, store.Do(`INSERT INTO {project_finding_topic} (topic, idx, owner, n) VALUES (?, ?, ?, ?) ON CONFLICT (topic, idx) DO NOTHING`, t, a.Index, owner, n))
	}
	return out, nil
}

func eraseFinding(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	owner, n := localOf(a.Subject, 0), number(a)
	found, err := store.One(ctx, r, `SELECT n FROM {project_finding} WHERE owner = ? AND n = ? AND idx > ?`, []any{owner, n, a.Index}, new(int))
	if err != nil || found {
		return nil, err
	}
	return []store.Write{store.Do(insertFinding, owner, n, a.Index, a.ID, a.Audience, a.Party, string(a.Day), "", "", ""),
		store.Do(`DELETE FROM {project_finding_topic} WHERE owner = ? AND n = ?`, owner, n)}, nil
}

const insertOffice = `INSERT INTO {project_office} (office, n, idx, act, audience, person, day, purpose, body, agreed, decided, begins, reason, open) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '', 0)
	ON CONFLICT (office, n) DO UPDATE SET idx = excluded.idx, act = excluded.act, person = excluded.person, day = excluded.day, purpose = excluded.purpose, body = excluded.body`

func putOffice(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b OfficeFileBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return append(entry(a), store.Do(insertOffice, localOf(a.Subject, 0), number(a), a.Index, a.ID, a.Audience, a.Person, string(a.Day), b.Purpose, string(a.Clear))), nil
}

func eraseOffice(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return append(purgeEntry(a), store.Do(insertOffice, localOf(a.Subject, 0), number(a), a.Index, a.ID, a.Audience, a.Person, string(a.Day), "", "")), nil
}

func decideOffice(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b OfficeDecidedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	agreed := "no"
	if b.Agreed {
		agreed = "yes"
	}
	return append(entry(a), store.Do(`UPDATE {project_office} SET agreed = ?, decided = ?, begins = ?, reason = ?, open = ? WHERE office = ? AND n = ?`,
		agreed, string(a.Day), string(b.From), b.Reason, yes(a.Audience == act.Public), localOf(a.Subject, 0), number(a))), nil
}

// eraseOfficeDecided: that it was decided stands; how and why go.
func eraseOfficeDecided(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return append(purgeEntry(a), store.Do(`UPDATE {project_office} SET agreed = 'erased', decided = ?, begins = '', reason = '', open = 0 WHERE office = ? AND n = ?`,
		string(a.Day), localOf(a.Subject, 0), number(a))), nil
}
