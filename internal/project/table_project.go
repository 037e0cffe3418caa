package project

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/subject"
)

//go:embed tables.sql
var tables string

// localOf is one part of a subject, "" where it is not there; rules hold that it is.
func localOf(s act.Subject, i int) string {
	if l := s.Locals(); i < len(l) {
		return l[i]
	}
	return ""
}

// pack writes a composite value for a column.
func pack(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "null" || string(b) == "[]" {
		return ""
	}
	return string(b)
}

func unpack(s string, to any) error {
	if s == "" {
		return nil
	}
	return json.Unmarshal([]byte(s), to)
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// erased says whether a project's words were erased: then nothing writes them anew.
func erased(ctx context.Context, r store.Reader, code string) (bool, error) {
	return store.One(ctx, r, `SELECT code FROM {project_project} WHERE code = ? AND status = 'erased'`, []any{code}, new(string))
}

const insertProgramme = `INSERT INTO {project_programme} AS p (code, idx, act, audience, level, title, language, summary, region, office, states, topics, starts, ends, above, cites)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (code) DO UPDATE SET idx = excluded.idx, act = excluded.act, audience = excluded.audience, level = excluded.level, title = excluded.title, language = excluded.language,
		summary = excluded.summary, region = excluded.region, office = excluded.office, states = excluded.states, topics = excluded.topics, starts = excluded.starts, ends = excluded.ends,
		above = excluded.above, cites = excluded.cites WHERE p.idx <= excluded.idx`

func putProgramme(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b ProgrammeBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	out := []store.Write{store.Do(insertProgramme, localOf(a.Subject, 0), a.Index, a.ID, a.Audience, b.Level, b.Title, b.Language, b.Summary, b.Region, b.Office,
		joined(b.States), joined(b.Topics), string(b.From), string(b.Until), joined(b.Above), joined(a.Cites))}
	out = append(out, putAbove(a.Subject, b.Above)...)
	if a.Audience != act.Public {
		return append(out, subject.Remove(a.Subject)...), nil
	}
	return append(out, subject.Put(subject.Entry{ID: a.Subject, Title: b.Title, Language: b.Language, Owner: b.Office, Topics: b.Topics, States: b.States})...), nil
}

func putAbove(child act.Subject, above []act.Subject) []store.Write {
	out := []store.Write{store.Do(`DELETE FROM {project_above} WHERE child = ?`, string(child))}
	for _, p := range above {
		out = append(out, store.Do(`INSERT INTO {project_above} (parent, child) VALUES (?, ?) ON CONFLICT (parent, child) DO NOTHING`, string(p), string(child)))
	}
	return out
}

// eraseProgramme leaves nothing of what the act said, unless a later one said it
// anew for others.
func eraseProgramme(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	var later int64
	found, err := store.One(ctx, r, `SELECT idx FROM {project_programme} WHERE code = ? AND idx > ?`, []any{localOf(a.Subject, 0), a.Index}, &later)
	if err != nil || found {
		return nil, err
	}
	out := []store.Write{store.Do(insertProgramme, localOf(a.Subject, 0), a.Index, a.ID, a.Audience, "", "", "", "", "", "", "", "", "", "", "", "")}
	return append(append(out, putAbove(a.Subject, nil)...), subject.Remove(a.Subject)...), nil
}

const projectColumns = `code, idx, act, audience, open, status, title, language, summary, outcome, office, states, signatories, partners, topics, targets, purposes, markers, locations, above, starts, ends, currency, required, available, spent, cites, source, source_id`

const insertProject = `INSERT INTO {project_project} (` + projectColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (code) DO UPDATE SET idx = excluded.idx, act = excluded.act, audience = excluded.audience, open = excluded.open, status = excluded.status, title = excluded.title, language = excluded.language,
		summary = excluded.summary, outcome = excluded.outcome, office = excluded.office, states = excluded.states, signatories = excluded.signatories, partners = excluded.partners, topics = excluded.topics,
		targets = excluded.targets, purposes = excluded.purposes, markers = excluded.markers, locations = excluded.locations, above = excluded.above, starts = excluded.starts, ends = excluded.ends,
		currency = excluded.currency, required = excluded.required, available = excluded.available, spent = excluded.spent, cites = excluded.cites, source = excluded.source, source_id = excluded.source_id`

// writeProject writes the whole row, and by which States and topics it is found.
func writeProject(p *Project) []store.Write {
	amount := func(n *int64) any {
		if n == nil {
			return nil
		}
		return *n
	}
	out := []store.Write{
		store.Do(insertProject, p.Code, p.Index, p.Act, p.Audience, yes(p.Open), string(p.Status), p.Title, p.Language, p.Summary, p.Outcome, p.Office, joined(p.States), joined(p.Signatories),
			joined(p.Partners), joined(p.Topics), joined(p.Targets), joined(p.Purposes), pack(p.Markers), pack(p.Locations), joined(p.Above), string(p.Starts), string(p.Ends), p.Money.Currency,
			amount(p.Money.Required), amount(p.Money.Available), amount(p.Money.Spent), joined(p.Cites), p.Source, p.SourceID),
		store.Do(`DELETE FROM {project_state} WHERE code = ?`, p.Code),
		store.Do(`DELETE FROM {project_topic} WHERE code = ?`, p.Code),
	}
	for _, s := range p.States {
		out = append(out, store.Do(`INSERT INTO {project_state} (state, code, idx) VALUES (?, ?, ?) ON CONFLICT (state, code) DO NOTHING`, s, p.Code, p.Index))
	}
	for _, t := range p.Topics {
		out = append(out, store.Do(`INSERT INTO {project_topic} (topic, code, idx) VALUES (?, ?, ?) ON CONFLICT (topic, code) DO NOTHING`, t, p.Code, p.Index))
	}
	out = append(out, putAbove(Subject(p.Code), p.Above)...)
	if !p.Everybody() {
		return append(out, subject.Remove(Subject(p.Code))...)
	}
	out = append(out, subject.Put(subject.Entry{ID: Subject(p.Code), Title: p.Title, Language: p.Language, Owner: p.Office, Topics: p.Topics, States: p.States})...)
	for _, g := range p.Above {
		out = append(out, subject.Link(subject.Edge{From: Subject(p.Code), Relation: "part-of", To: g}))
	}
	return out
}

// Everybody says whether it is open to all.
func (p *Project) Everybody() bool {
	return p.Status != Erased && (p.Open || p.Audience == act.Public)
}

func putConcept(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	var b ConceptBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	out := entry(a)
	if gone, err := erased(ctx, r, localOf(a.Subject, 0)); err != nil || gone {
		return out, err
	}
	p := &Project{Code: localOf(a.Subject, 0), Index: a.Index, Act: a.ID, Audience: a.Audience, Status: Concept, Title: b.Title, Language: b.Language, Summary: b.Summary, Office: b.Office,
		States: b.States, Signatories: b.Countersigning(), Partners: b.Partners, Topics: b.Topics, Targets: b.Targets, Purposes: b.Purposes, Markers: b.Markers, Locations: b.Locations,
		Above: b.Above, Starts: b.From, Ends: b.Until, Cites: a.Cites}
	if b.Budget != nil {
		p.Money = Money{Currency: b.Budget.Currency, Required: &b.Budget.Amount}
	}
	return append(out, writeProject(p)...), nil
}

func putTakenIn(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b TakenInBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	p := &Project{Code: localOf(a.Subject, 0), Index: a.Index, Act: a.ID, Audience: a.Audience, Status: TakenIn, Title: b.Title, Language: b.Language, Summary: b.Summary, Outcome: b.Outcome,
		Office: b.Office, States: b.States, Starts: b.From, Ends: b.Until, Cites: a.Cites, Source: b.Source, SourceID: b.ID}
	for i, m := range []*Amount{b.Required, b.Available, b.Spent} {
		if m != nil {
			p.Money.Currency = m.Currency
			*[]**int64{&p.Money.Required, &p.Money.Available, &p.Money.Spent}[i] = &m.Amount
		}
	}
	return writeProject(p), nil
}

// eraseProject leaves the project's code alone: nothing writes it anew.
func eraseProject(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return append(purgeEntry(a), writeProject(&Project{Code: localOf(a.Subject, 0), Status: Erased, Audience: staff[0]})...), nil
}

func eraseStep(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	return eraseProject(ctx, r, a)
}

const insertEntry = `INSERT INTO {project_entry} (idx, about, kind, act, audience, person, party, standing, day, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

func entry(a *act.Act) []store.Write {
	return []store.Write{store.Do(insertEntry, a.Index, string(a.Subject), a.Kind, a.ID, a.Audience, a.Person, a.Party, string(a.Standing), string(a.Day), string(a.Clear))}
}

func purgeEntry(a *act.Act) []store.Write {
	return []store.Write{store.Do(insertEntry+` ON CONFLICT (idx) DO UPDATE SET body = ''`, a.Index, string(a.Subject), a.Kind, a.ID, a.Audience, a.Person, a.Party, string(a.Standing), string(a.Day), "")}
}

func putEntry(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return entry(a), nil
}

func eraseEntry(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return purgeEntry(a), nil
}

// putStep enters a step of a project's life, and the status that it leads to.
func putStep(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	status, err := statusAfter(ctx, r, a)
	return append(entry(a), status...), err
}

// eraseCountersigned: that a Government signed stands in the header; only its words
// go.
func eraseCountersigned(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	status, err := statusAfter(ctx, r, a)
	return append(purgeEntry(a), status...), err
}

// statusAfter writes the status that the steps in the table and this one make.
func statusAfter(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	code := localOf(a.Subject, 0)
	gone, err := erased(ctx, r, code)
	if err != nil || gone {
		return nil, err
	}
	list, err := steps(ctx, r, code, a.Index)
	if err != nil {
		return nil, err
	}
	s, err := stepOf(a.Kind, a.Person, a.Party, a.Day, a.Clear)
	if err != nil {
		return nil, err
	}
	life := LifeOf(append(list, s))
	if a.Clear == nil { // erased afterwards: later steps stand
		later, err := steps(ctx, r, code, -a.Index)
		if err != nil {
			return nil, err
		}
		for i := range later {
			life.Take(&later[i])
		}
	}
	return []store.Write{store.Do(`UPDATE {project_project} SET status = ? WHERE code = ? AND status <> 'taken-in'`, string(life.Status), code)}, nil
}

// decideRevision changes the project as an approved revision says.
func decideRevision(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	var b RevisionApprovedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	out := entry(a)
	p, err := loadProject(ctx, r, localOf(a.Subject, 0))
	if err != nil || p == nil || p.Status == Erased || !b.Approved {
		return out, err
	}
	entries, err := loadEntries(ctx, r, `WHERE about = ? AND kind = 'project.revised' AND idx < ? ORDER BY idx DESC LIMIT 1`, string(a.Subject), a.Index)
	if err != nil || len(entries) == 0 {
		return out, err
	}
	var v RevisedBody
	if err := unpack(entries[0].Body, &v); err != nil {
		return nil, err
	}
	if v.Title != "" {
		p.Title = v.Title
	}
	if v.From != "" {
		p.Starts = v.From
	}
	if v.Until != "" {
		p.Ends = v.Until
	}
	if v.Budget != nil {
		p.Money.Currency, p.Money.Required = v.Budget.Currency, &v.Budget.Amount
	}
	return append(out, writeProject(p)...), nil
}

func announce(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	out := entry(a)
	p, err := loadProject(ctx, r, localOf(a.Subject, 0))
	if err != nil || p == nil || p.Status == Erased {
		return out, err
	}
	p.Open = true
	out = append(out, writeProject(p)...)
	for _, s := range citedSubjects(a.Cites) {
		out = append(out, subject.Link(subject.Edge{From: a.Subject, Relation: "rests-on", To: s}))
	}
	return out, nil
}

// citedSubjects are the subjects of cited texts and paragraphs, each once.
func citedSubjects(cites []act.Cite) (list []act.Subject) {
	for _, c := range cites {
		typ, names := "document", []string{c.Symbol()}
		if c.Place() != "" {
			typ, names = "paragraph", append(names, c.Place())
		}
		if s, err := act.NewSubject(typ, names...); err == nil && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
