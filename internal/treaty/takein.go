package treaty

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/programme"
	"comity/internal/store"
	"comity/internal/treaty/list"
)

// Intake takes files into the record: it shows what would change, and records
// just that.
type Intake struct {
	Book    *book.Book
	Current *Current
	Resolve Resolve
	Person  string  // who enters it, "" for the node
	Today   act.Day // on which it is taken in
}

// Plan is what taking a file in would change.
type Plan struct {
	Instrument programme.Instrument
	List       *list.List // nil for a template
	Changes    []Change
	// Drafts are the acts; none where there is nothing to record.
	Drafts []book.Draft
	// Standing is how many of a template's lines the record has already.
	Standing int
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
	switch {
	case !ok && code != "":
		return nil, fmt.Errorf("the programme has no treaty %q; name one that there is", code)
	case !ok && l.Number == "":
		return nil, fmt.Errorf("%s does not say of which treaty it is; name the treaty's code", l.File)
	case !ok:
		return nil, fmt.Errorf("the programme has no treaty of the number %s; name the treaty's code, or give the number in its file", l.Number)
	case l.AsOf == "":
		return nil, fmt.Errorf("%s does not say of which day it is; give the list's own day", l.File)
	case l.AsOf > in.Today:
		return nil, fmt.Errorf("%s would be as of %s, which has not come yet; mend the list's own day", l.File, l.AsOf)
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
				return list.Faults{{File: l.File, Line: 1, Why: fmt.Sprintf("the list is as of %s, and one as of %s has been taken in; take lists in by their days", l.AsOf, before.AsOf)}}
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
		return book.Receipt{}, fmt.Errorf("the file makes %d acts, and %d can be recorded together; split it", len(p.Drafts), book.MostActs)
	}
	r, err := in.Book.Record(ctx, book.Call{Person: in.Person, Acts: p.Drafts})
	var refused *book.Refusal
	if errors.As(err, &refused) && refused.Act >= 0 && refused.Act < len(p.Drafts) && refused.Code != book.Unavailable {
		d := &p.Drafts[refused.Act]
		return r, fmt.Errorf("%s, day %s: %w", d.Subject, d.Day, err)
	}
	return r, err
}
