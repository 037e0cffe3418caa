package assistance

import (
	"context"
	"fmt"
	"io"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/sheetform"
	"comity/internal/store"
)

// Taking is what a form of requests that came back comes to.
type Taking struct {
	// Rows are the requests of the form, Known those that are in the book as they are.
	Rows, Known int
	// Faults are all that is wrong with it, each in its cell; then there are no drafts.
	Faults sheetform.Faults
	// Drafts are the acts of the requests that are not in the book yet.
	Drafts []book.Draft
}

// Intake reads forms of requests where there are no pages: at the command line.
type Intake struct{ p *pages }

// NewIntake makes an intake of a node, by the settings and topics that its room has.
func NewIntake(s *Settings, n *module.Node) *Intake {
	return &Intake{newRules(s, n.Parties, n.Programme).on(n)}
}

// Read reads a form for a State: its own where source is nil, else one that came with
// a letter. Nothing is recorded.
func (in *Intake) Read(ctx context.Context, content []byte, state, lang string, source *act.Source, today act.Day) (*Taking, error) {
	q := in.p.parties.ByCode(state)
	if q == nil || q.Type != party.State {
		return nil, fmt.Errorf("read a form of requests: %q is no State; give the code of one, as FRA", state)
	}
	standing := act.Own
	if source != nil {
		standing = act.Communicated
	}
	return in.p.reads(ctx, in.p.sheet(in.p.words.Localizer(lang), today), q, content, standing, source, today)
}

// Blank writes the form in a language.
func (in *Intake) Blank(w io.Writer, lang string, today act.Day) error {
	say := in.p.words.Localizer(lang)
	return in.p.sheet(say, today).Write(w, say, 200, nil)
}

// Say puts a fault into a language.
func (in *Intake) Say(lang string, f *sheetform.Fault) string {
	return f.Say(in.p.words.Localizer(lang))
}

// Due is the day by which what a request waits for is due, "" where nothing is.
func (in *Intake) Due(q *Request) act.Day { return q.Due(in.p.settings) }

// Late are the requests in which what the Office does is late.
func (in *Intake) Late(ctx context.Context, r store.Reader, s Scope, day act.Day, limit int) ([]*Request, error) {
	return Late(ctx, r, s, in.p.settings, day, limit)
}

// reads reads a form for a State.
func (p *pages) reads(ctx context.Context, f *sheetform.Form, q *party.Party, content []byte, standing act.Standing, source *act.Source, today act.Day) (*Taking, error) {
	on := act.Day("")
	if source != nil {
		on = source.Received
	}
	list, faults := readRequests(f, &p.node.Book.Kind("assistance.requested").Shape, p.node.Lists, q, content, today, on)
	t := &Taking{Rows: len(list), Faults: faults}
	if faults.N > 0 {
		return t, nil
	}
	fresh := list
	err := p.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		t.Faults = sheetform.Faults{}
		fresh, err = unknown(ctx, r, q.Code, list, &t.Faults)
		return err
	})
	if err == nil && t.Faults.N == 0 {
		t.Known = len(list) - len(fresh)
		t.Drafts = sentDrafts(fresh, q.Code, standing, source)
	}
	return t, err
}
