package assistance

import (
	"context"

	"comity/internal/act"
	"comity/internal/store"
)

// Request is a request as the tables have it.
type Request struct {
	ID, Act, Audience, Party, Region string
	Index                            int64
	Received                         act.Day
	Reference, Title, Language       string
	Topic, Urgency                   string
	// Status is where it stands for the reader: Stage is for those who appraise.
	Status    Status
	Since     act.Day // see Life.Adjusted
	Target    string
	Open      act.Day // asked since, "" for not
	Suspended act.Day
	diligence string // see Life.diligence; "" for who does not appraise
	Own       bool
	Outcome   Outcome
	Office    string
	Published act.Day
	Cites     []act.Cite
	Body      RequestedBody
}

// Subject is the subject of acts on the request.
func (q *Request) Subject() act.Subject { return Subject(q.ID) }

// Due is the day by which what the request waits for is to be done, "" where there is
// no such day or the State is asked.
func (q *Request) Due(s *Settings) act.Day {
	n := s.Target[q.Target]
	if n == 0 || q.Since == "" || q.Open != "" {
		return ""
	}
	return plus(q.Since, n)
}

const requestColumns = `q.id, q.idx, q.act, q.audience, q.party, q.region, q.received, q.reference, q.title, q.language, q.topic, q.urgency, q.status, q.stage, q.since, q.open, q.suspended, q.diligence, q.own, q.outcome, q.office, q.published`

// scanRequest reads the columns of a request; body and cites where they are read too.
func scanRequest(rows store.Rows, apart bool, more ...any) (*Request, error) {
	q := &Request{}
	var received, status, stage, since, open, suspended, outcome, published string
	err := rows.Scan(append([]any{&q.ID, &q.Index, &q.Act, &q.Audience, &q.Party, &q.Region, &received, &q.Reference, &q.Title, &q.Language, &q.Topic, &q.Urgency,
		&status, &stage, &since, &open, &suspended, &q.diligence, &q.Own, &outcome, &q.Office, &published}, more...)...)
	if err != nil {
		return nil, err
	}
	q.Received, q.Open, q.Suspended, q.Outcome, q.Published = act.Day(received), act.Day(open), act.Day(suspended), Outcome(outcome), act.Day(published)
	q.Status = Status(status)
	l := Life{Status: stageOf(stage), Outcome: q.Outcome}
	if !apart {
		q.diligence = ""
	}
	if apart {
		q.Status, q.Since, q.Target = l.Status, act.Day(since), l.target()
	} else if l.Status == q.Status { // else what is waited for is not known to this reader
		q.Since, q.Target = act.Day(since), l.target()
	}
	return q, nil
}

// loadRequest reads a request for the rules, nil where there is none.
func loadRequest(ctx context.Context, r store.Reader, id string) (q *Request, err error) {
	err = store.Each(ctx, r, `SELECT `+requestColumns+` FROM {assistance_request} AS q WHERE q.id = ?`, []any{id}, func(rows store.Rows) (err error) {
		q, err = scanRequest(rows, true)
		return err
	})
	return q, err
}

// loadSteps reads all steps of a request, in the order of the book.
func loadSteps(ctx context.Context, r store.Reader, id string) (list []Step, err error) {
	err = store.Each(ctx, r, `SELECT idx, act, kind, day, audience, standing, person, corrects, body FROM {assistance_step} WHERE request = ? ORDER BY idx`, []any{id}, func(rows store.Rows) error {
		var s Step
		var day, standing, body string
		if err := rows.Scan(&s.Index, &s.Act, &s.Kind, &day, &s.Audience, &standing, &s.Person, &s.Corrects, &body); err != nil {
			return err
		}
		var o outline
		if err := unpack(body, &o); err != nil {
			return err
		}
		s.Day, s.Standing = act.Day(day), act.Standing(standing)
		s.Reason, s.Outcome, s.Final, s.Forces, s.Until, s.Office = o.Reason != "", o.Outcome, o.Final, o.Forces, o.Review, o.Office
		list = append(list, s)
		return nil
	})
	return list, err
}

// lastBody reads what the last effective step of a kind says, nil where there is none.
func lastBody[T any](ctx context.Context, r store.Reader, id, kind string) (*T, error) {
	steps, err := loadSteps(ctx, r, id)
	if err != nil {
		return nil, err
	}
	last := latest(steps, kind)
	if last == nil {
		return nil, nil
	}
	return bodyOf[T](ctx, r, id, last)
}

// bodyOf reads what a step of a request says.
func bodyOf[T any](ctx context.Context, r store.Reader, id string, s *Step) (*T, error) {
	var body string
	if _, err := store.One(ctx, r, `SELECT body FROM {assistance_step} WHERE request = ? AND idx = ?`, []any{id, s.Index}, &body); err != nil {
		return nil, err
	}
	var b T
	return &b, unpack(body, &b)
}
