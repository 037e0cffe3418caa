package treaty

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/programme"
	"comity/internal/store"
	"comity/internal/treaty/list"
	"comity/internal/ui"
)

// Intake takes files into the record: it shows what would change, and records
// just that.
type Intake struct {
	Book    *book.Book
	Current *Current
	Resolve Resolve
	Person  string  // who enters it, "" for the node
	Today   act.Day // on which it is taken in
	Key     string  // that makes recording a plan twice harmless, "" for none
}

// IntakeOf takes files into a node's record in the name of a person.
func IntakeOf(n *module.Node, person string, today act.Day) *Intake {
	return &Intake{Book: n.Book, Current: CurrentOf(n), Person: person, Today: today, Resolve: func(name string, day act.Day) (string, error) {
		p, err := n.Parties.ByName(name, day)
		if err != nil {
			return "", err
		}
		return p.Code, nil
	}}
}

// MayTakeIn says why a reader may not take files in: nil for who may record what
// was observed of any party about a treaty.
func MayTakeIn(v *ui.Visit) error {
	if !v.Reader.Signed() {
		return ui.ErrSignIn
	}
	for _, kind := range []string{"treaty.deposit", "treaty.correction", "treaty.list"} {
		if !v.May(kind, access.What{Subject: "treaty/x/x", Party: "secretary-general", Standing: act.Observed, Audience: act.Public, Sourced: true}) {
			return ui.ErrNotAllowed
		}
	}
	return nil
}

// Plan is what taking a file in would change.
type Plan struct {
	Kind       list.Kind
	Instrument programme.Instrument
	List       *list.List // nil for a template
	Changes    []Change
	// Drafts are the acts; none where there is nothing to record.
	Drafts []book.Draft
	// Standing is how many of a template's lines the record has already.
	Standing int
	mark     string
}

// ofNumber finds a treaty by the number of its list.
func ofNumber(instruments []programme.Instrument, number string) (programme.Instrument, bool) {
	for _, i := range instruments {
		if i.Number != "" && strings.EqualFold(i.Number, number) {
			return i, true
		}
	}
	return programme.Instrument{}, false
}

// ofCode finds a treaty by its code in either case.
func ofCode(instruments []programme.Instrument, code string) (programme.Instrument, bool) {
	for _, i := range instruments {
		if !i.Group() && strings.EqualFold(i.Code, code) {
			return i, true
		}
	}
	return programme.Instrument{}, false
}

// PlanList compares a list with the record. code names the treaty where the
// list's number does not.
func (in *Intake) PlanList(ctx context.Context, l *list.List, code string, data []byte) (*Plan, error) {
	i, ok := ofNumber(in.Current.instruments, l.Number)
	if code != "" {
		i, ok = ofCode(in.Current.instruments, code)
	}
	bad := func(err error) (*Plan, error) { return nil, list.Faults{{File: l.File, Line: 1, Err: err}} }
	switch {
	case !ok && code != "":
		return bad(says.Refuse("treaty.line-treaty", "treaty", code))
	case !ok && l.Number == "":
		return bad(says.Refuse("treaty.list-no-number"))
	case !ok:
		return bad(says.Refuse("treaty.list-number", "number", l.Number))
	case l.AsOf == "":
		return bad(says.Refuse("treaty.list-no-day"))
	case l.AsOf > in.Today:
		return bad(says.Refuse("treaty.list-ahead", "day", l.AsOf))
	}
	if l.Number == "" {
		l.Number = i.Number
		if l.Number == "" {
			l.Number = i.Code
		}
	}
	p := &Plan{Instrument: i, List: l}
	hash := act.HashOf(data)
	err := in.Book.Read(ctx, 0, func(v store.View) error {
		g, err := in.Current.Register(ctx, v)
		if err != nil {
			return err
		}
		lists, err := Lists(ctx, v, i.Code)
		if err != nil {
			return err
		}
		for _, before := range slices.Backward(lists) {
			if before.List != l.Number {
				continue
			}
			if before.AsOf > l.AsOf {
				return list.Faults{{File: l.File, Line: 1, Err: says.Refuse("treaty.list-older", "day", l.AsOf, "last", before.AsOf)}}
			}
			if before.AsOf == l.AsOf && before.Hash == hash.String() {
				return nil // the very file
			}
			break
		}
		if p.Changes, err = Compare(l, i, g, in.Resolve); err != nil {
			return err
		}
		p.Drafts, err = Drafts(l, i, p.Changes, hash, in.Today)
		return err
	})
	return p, err
}

// Record records what a plan found, all or nothing.
func (in *Intake) Record(ctx context.Context, p *Plan) (book.Receipt, error) {
	if len(p.Drafts) == 0 {
		return book.Receipt{}, nil
	}
	if len(p.Drafts) > book.MostActs {
		return book.Receipt{}, says.Refuse("treaty.file-acts", "have", len(p.Drafts), "most", book.MostActs)
	}
	r, err := in.Book.Record(ctx, book.Call{Key: in.Key, Person: in.Person, Acts: p.Drafts})
	var refused *book.Refusal
	if errors.As(err, &refused) && refused.Act >= 0 && refused.Act < len(p.Drafts) && refused.Code != book.Unavailable {
		d := &p.Drafts[refused.Act]
		return r, fmt.Errorf("%s, day %s: %w", d.Subject, d.Day, err)
	}
	return r, err
}
