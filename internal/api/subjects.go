package api

import (
	"context"

	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/store"
	"comity/internal/subject"
	"comity/internal/ui"
)

// Subject is what acts are about, as the registry has it: nothing in it is
// confidential.
type Subject struct {
	Subject  string   `json:"subject"`
	Type     string   `json:"type"`
	Title    string   `json:"title"`
	Language string   `json:"language,omitempty"`
	Owner    string   `json:"owner,omitempty"`
	Topics   []string `json:"topics" nullable:"false"`
	States   []string `json:"states" nullable:"false"`
}

// SubjectWhole is a subject with its links.
type SubjectWhole struct {
	Subject
	Links []Link `json:"links" nullable:"false"`
}

// Link is one link between two subjects.
type Link struct {
	From     string `json:"from"`
	Relation string `json:"relation"`
	To       string `json:"to"`
}

type subjectsIn struct {
	endpoint.Paging
	Type  string `query:"type" maxLength:"64" doc:"Of this type alone."`
	Owner string `query:"owner" maxLength:"64" doc:"That this party answers for."`
	Topic string `query:"topic" maxLength:"64" doc:"About this topic."`
	State string `query:"state" maxLength:"64" doc:"That concern this State."`
}

type subjectIn struct {
	Subject string `path:"subject" doc:"What it is called; its strokes may be written as they are."`
}

type subjectOut struct{ Body SubjectWhole }

func (a *API) subjectOps() {
	endpoint.Op(a.huma, get("subjects", "/subjects", "book"), a.subjects)
	endpoint.Op(a.huma, get("subject", "/subjects/{subject}", "book"), a.subject)
}

func subjectOf(e *subject.Entry) Subject {
	return Subject{string(e.ID), e.ID.Type(), e.Title, e.Language, e.Owner, texts(e.Topics), texts(e.States)}
}

func (a *API) subjects(ctx context.Context, in *subjectsIn) (*endpoint.List[Subject], error) {
	var rows []Subject
	after := ""
	err := a.Node.Book.Read(ctx, 0, func(v store.View) error {
		rows, after = nil, ""
		ids, err := subject.List(ctx, v, subject.Filter{Type: in.Type, Owner: in.Owner, Topic: in.Topic, State: in.State, After: act.Subject(in.After), Limit: in.Limit + 1})
		if err != nil {
			return err
		}
		if len(ids) > in.Limit {
			ids = ids[:in.Limit]
			after = string(ids[in.Limit-1])
		}
		for _, id := range ids {
			e, found, err := subject.Get(ctx, v, id)
			if err != nil {
				return err
			}
			if found {
				rows = append(rows, subjectOf(&e))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return endpoint.Listed(ctx, rows, after), nil
}

func (a *API) subject(ctx context.Context, in *subjectIn) (*subjectOut, error) {
	id, err := act.ParseSubject(in.Subject)
	if err != nil {
		return nil, ui.ErrNotFound
	}
	out := SubjectWhole{Links: []Link{}}
	err = a.Node.Book.Read(ctx, 0, func(v store.View) error {
		out.Links = []Link{}
		e, found, err := subject.Get(ctx, v, id)
		if err == nil && !found {
			err = ui.ErrNotFound
		}
		if err != nil {
			return err
		}
		out.Subject = subjectOf(&e)
		edges, err := subject.Links(ctx, v, id)
		for _, l := range edges {
			out.Links = append(out.Links, Link{string(l.From), string(l.Relation), string(l.To)})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &subjectOut{out}, nil
}
