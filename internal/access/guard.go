package access

import (
	"context"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

// About lets a module say more of what an act is about than its header does:
// owner, instruments, who entered what is confirmed.
type About func(ctx context.Context, r store.Reader, a *act.Act, what *What) error

// Guard is the hook by which the book asks who may: for each act it loads the
// person as of the day of writing and asks the policies. An act without a
// person is the node's own; whoever takes calls from outside must have found
// who calls before they reach the book. about may be nil.
func (p *Policies) Guard(modules []book.Module, about About) func(context.Context, store.Reader, *act.Act) error {
	actions := map[string]string{}
	for _, m := range modules {
		for i := range m.Kinds {
			actions[m.Kinds[i].Name] = m.Kinds[i].PolicyAction()
		}
	}
	return func(ctx context.Context, r store.Reader, a *act.Act) error {
		who := Who{Node: true}
		if a.Person != "" {
			var err error
			if who, err = LoadWho(ctx, r, a.Person); err != nil {
				return err
			}
		}
		what := Of(&a.Header)
		if checks(a.Kind) {
			var header []byte
			found, err := store.One(ctx, r, `SELECT header FROM act WHERE subject = ? AND kind <> ? ORDER BY idx DESC LIMIT 1`, []any{string(a.Subject), a.Kind}, &header)
			if err != nil {
				return err
			}
			if found {
				h, err := act.ParseHeader(header)
				if err != nil {
					return err
				}
				what.EnteredBy = h.Person
			}
		}
		if about != nil {
			if err := about(ctx, r, a, &what); err != nil {
				return err
			}
		}
		action := actions[a.Kind]
		if action == "" {
			action = a.Kind
		}
		if d := p.May(who, action, what, recordedOn(a)); !d.Allowed {
			return book.Deny(strings.TrimSuffix(d.Says, "."), "ask an administrator, or the party, who may")
		}
		return nil
	}
}

// Of is what an act is about as far as its header tells: a treaty's subject
// names the instrument, "treaty/untoc/FRA".
func Of(h *act.Header) What {
	w := What{Subject: h.Subject, Party: h.Party, Standing: h.Standing, Audience: h.Audience, Sourced: h.Source != nil && h.Source.Document != ""}
	if h.Subject.Type() == "treaty" {
		w.Instruments = []string{h.Subject.Locals()[0]}
	}
	return w
}

// checks says whether a kind of act checks what somebody entered: then the
// person of the last other act on the subject is who entered it, unless the
// module says otherwise.
func checks(kind string) bool {
	switch kind[strings.LastIndexByte(kind, '.')+1:] {
	case "confirm", "confirmed", "review", "reviewed", "certify", "certified", "approve", "approved":
		return true
	}
	return false
}
