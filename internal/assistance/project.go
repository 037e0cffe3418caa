package assistance

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/subject"
)

// projectStep keeps a step, and says anew where the request stands.
func projectStep(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	id, err := idOf(a.Subject)
	if err != nil {
		return nil, err
	}
	s, err := stepOf(a)
	if err != nil {
		return nil, err
	}
	steps, err := loadSteps(ctx, r, id)
	if err != nil {
		return nil, err
	}
	source := ""
	if a.Source != nil {
		source = pack(a.Source)
	}
	out := []store.Write{store.Do(`INSERT INTO {assistance_step} (request, idx, act, kind, day, audience, standing, person, corrects, source, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, a.Index, a.ID, s.Kind, string(s.Day), a.Audience, string(a.Standing), a.Person, a.Corrects, source, string(a.Clear))}
	if s.Kind == "requested" {
		more, err := putRequest(a, id, s)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return append(out, stands(id, append(steps, s))), nil
}

func putRequest(a *act.Act, id string, s Step) ([]store.Write, error) {
	var b RequestedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	out := []store.Write{
		store.Do(`INSERT INTO {assistance_request} (id, idx, act, audience, party, region, received, entered, reference, title, language, topic, urgency, status, stage, since, open, suspended, diligence, own, outcome, office, published, cites, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '', '', '', 0, '', '', '', ?, ?)
			ON CONFLICT (id) DO UPDATE SET act = excluded.act, region = excluded.region, received = excluded.received, reference = excluded.reference, title = excluded.title, language = excluded.language,
				topic = excluded.topic, urgency = excluded.urgency, cites = excluded.cites, body = excluded.body`,
			id, a.Index, a.ID, a.Audience, a.Party, b.Group, string(s.Day), string(act.DayOf(a.Recorded.Time())), b.Reference, b.Title, b.Language, b.Topic, b.Urgency, joined(a.Cites), string(a.Clear)),
		store.Do(`DELETE FROM {assistance_tag} WHERE request = ?`, id),
	}
	tags := map[string]bool{}
	for _, t := range append(append([]string{"topic:" + b.Topic}, prefixed("topic:", b.Topics)...), prefixed("help:", b.Help)...) {
		if !tags[t] {
			tags[t] = true
			out = append(out, store.Do(`INSERT INTO {assistance_tag} (tag, idx, request) SELECT ?, idx, id FROM {assistance_request} WHERE id = ?`, t, id))
		}
	}
	return out, nil
}

func prefixed(prefix string, list []string) (out []string) {
	for _, s := range list {
		out = append(out, prefix+s)
	}
	return out
}

// stands writes where a request stands after its steps.
func stands(id string, steps []Step) store.Write {
	l := Live(steps)
	open := ""
	if l.Open {
		open = string(l.OpenSince)
	}
	return store.Do(`UPDATE {assistance_request} SET status = ?, stage = ?, since = ?, open = ?, suspended = ?, diligence = ?, own = ?, outcome = ?, office = ?, published = ? WHERE id = ?`,
		string(l.Shared), string(l.stage()), string(l.Adjusted()), open, string(l.Suspended), l.diligence(), yes(l.Own), string(l.Outcome), l.Office, string(l.Published), id)
}

// stage tells replies apart by what follows them, since each waits for something else.
func (l *Life) stage() Status {
	if l.Status == Replied && l.target() != "assign" {
		return Status("replied-" + l.target())
	}
	return l.Status
}

// stageOf turns a stage of the tables into the status of a request.
func stageOf(stage string) Status {
	s, _, _ := strings.Cut(stage, "-")
	return Status(s)
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// eraseStep leaves nothing of a step; without its request nothing is left of that
// either, and what other audiences have of it stands by itself.
func eraseStep(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	id, err := idOf(a.Subject)
	if err != nil {
		return nil, err
	}
	out := []store.Write{store.Do(`DELETE FROM {assistance_step} WHERE request = ? AND idx = ?`, id, a.Index)}
	if a.Kind == "assistance.requested" {
		return append(out, store.Do(`DELETE FROM {assistance_request} WHERE id = ?`, id), store.Do(`DELETE FROM {assistance_tag} WHERE request = ?`, id)), nil
	}
	steps, err := loadSteps(ctx, r, id)
	if err != nil {
		return nil, err
	}
	var left []Step
	for _, s := range steps {
		if s.Index != a.Index {
			left = append(left, s)
		}
	}
	return append(out, stands(id, left)), nil
}

// projectPublished keeps the step, and enters the request among the subjects that
// everybody may know of.
func projectPublished(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	out, err := projectStep(ctx, r, a)
	if err != nil {
		return nil, err
	}
	var b PublishedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	out = append(out, subject.Put(subject.Entry{ID: a.Subject, Title: b.Title.Text, Language: b.Title.Language, Owner: a.Party, Topics: b.Topics, States: []string{a.Party}})...)
	seen := map[act.Subject]bool{}
	for _, c := range a.Cites {
		if s := citedSubject(c); s != "" && !seen[s] {
			seen[s] = true
			out = append(out, subject.Link(subject.Edge{From: a.Subject, Relation: "rests-on", To: s}))
		}
	}
	return out, nil
}

// citedSubject is the subject of a cited text or paragraph of one, "" where none
// can be named.
func citedSubject(c act.Cite) act.Subject {
	typ, list := "document", []string{c.Symbol()}
	if c.Place() != "" {
		typ, list = "paragraph", append(list, c.Place())
	}
	s, err := act.NewSubject(typ, list...)
	if err != nil {
		return ""
	}
	return s
}

// projectPart keeps what is said of a network or expert. Of some only the last
// stands; of others all, but those that are corrected.
func projectPart(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	part := strings.TrimPrefix(a.Kind, "assistance.")
	var out []store.Write
	switch {
	case part == "network" || part == "expert":
		out = append(out, store.Do(`DELETE FROM {assistance_part} WHERE subject = ? AND part = ?`, string(a.Subject), part))
	case a.Corrects != "":
		out = append(out, store.Do(`DELETE FROM {assistance_part} WHERE subject = ? AND part = ? AND act = ?`, string(a.Subject), part, a.Corrects))
	}
	out = append(out, store.Do(`INSERT INTO {assistance_part} (subject, part, idx, act, audience, day, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		string(a.Subject), part, a.Index, a.ID, a.Audience, string(a.Day), string(a.Clear)))
	if part != "network" {
		return out, nil
	}
	var b NetworkBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return append(out, subject.Put(subject.Entry{ID: a.Subject, Title: b.Title.Text, Language: b.Title.Language, Owner: b.Coordinator, Topics: b.Topics, States: b.Members})...), nil
}

// erasePart leaves nothing of it, nor of what it took the place of.
func erasePart(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	part := strings.TrimPrefix(a.Kind, "assistance.")
	if part == "network" || part == "expert" {
		return []store.Write{store.Do(`DELETE FROM {assistance_part} WHERE subject = ? AND part = ? AND idx <= ?`, string(a.Subject), part, a.Index)}, nil
	}
	return []store.Write{store.Do(`DELETE FROM {assistance_part} WHERE subject = ? AND part = ? AND (idx = ? OR act = ?)`, string(a.Subject), part, a.Index, a.Corrects)}, nil
}

// pack writes a composite value; nothing is "".
func pack(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "null" || string(b) == "[]" {
		return ""
	}
	return string(b)
}

// unpack reads a composite value of a column; "" is none.
func unpack[T any](column string, v *T) error {
	if column == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(column), v); err != nil {
		return fmt.Errorf("read a column of the tables of assistance: %w", err)
	}
	return nil
}
