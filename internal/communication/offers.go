package communication

import (
	"context"
	"slices"

	"comity/internal/act"
	"comity/internal/store"
)

// Outcome is what became of an offer.
type Outcome string

// The outcomes; codes of the list "offer-outcome".
const (
	Taken Outcome = "taken"
	Left  Outcome = "left"
)

// OfferedLaw is the type of offer that the laws of any answer are.
const OfferedLaw = "law"

// Offered are the types as which an answer is offered to registers: what its
// question asks for, and the laws that it names.
func Offered(q *Question, a *Answer) (types []string) {
	if q.Offer != "" && !a.Empty() {
		types = append(types, q.Offer)
	}
	if len(a.Laws) > 0 && q.Offer != OfferedLaw {
		types = append(types, OfferedLaw)
	}
	return types
}

// Offer is an answer that is offered to a register: a fact that a State
// communicated, with the reply as its source.
type Offer struct {
	Type string
	*Answered
	Provisions []act.Cite
	Standing   act.Standing // of the reply
	Confirmed  act.Day
	Source     *act.Source
	Outcome    Outcome // "" while it waits
	Act        string  // that took it
	Settled    act.Day
}

// MaySettle says why an offer can't be settled so, nil where it can. held are the
// types as which the answer is offered, settled whether this one was.
func MaySettle(b *SettledBody, held []string, settled bool) error {
	switch {
	case !slices.Contains(held, b.Type):
		return says.Refuse("communication.offer-none", "question", b.Question, "type", b.Type)
	case settled:
		return says.Refuse("communication.offer-settled", "question", b.Question)
	case b.Outcome == Taken && b.Act == "":
		return says.Refuse("communication.offer-act", "act", b.Act)
	}
	return nil
}

func (ru rules) settled(ctx context.Context, r store.Reader, a *act.Act) error {
	var b SettledBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	p, err := replyOf(ctx, r, a)
	if err != nil {
		return err
	}
	if a.Audience != p.Audience {
		return says.Refuse("communication.audience", "party", p.Party, "audience", p.Audience)
	}
	offers, err := offersOf(ctx, r, NewScope([]string{p.Audience}), p.Code)
	if err != nil {
		return err
	}
	var held []string
	done := false
	for _, o := range offers {
		if o.Party == p.Party && o.Number == p.Number && o.Question == b.Question {
			held = append(held, o.Type)
			done = done || o.Type == b.Type && o.Outcome != ""
		}
	}
	if err := MaySettle(&b, held, done); err != nil {
		return err
	}
	if b.Outcome == Taken {
		var seen string
		found, err := store.One(ctx, r, `SELECT id FROM act WHERE id = ?`, []any{b.Act}, &seen)
		if err != nil || !found {
			return errorOr(err, says.Refuse("communication.offer-act", "act", b.Act))
		}
	}
	return nil
}

func errorOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// offersOf are the answers to a call that are offered to registers, as far as the
// reader may read them, by question, party and reply.
func offersOf(ctx context.Context, r store.Reader, s Scope, code string) (list []*Offer, err error) {
	c, err := loadCall(ctx, r, code)
	if err != nil || c == nil {
		return nil, err
	}
	replies, err := loadReplies(ctx, r, `WHERE p.code = ?`, code)
	if err != nil {
		return nil, err
	}
	at := map[act.Subject]*Reply{}
	for _, p := range replies {
		at[p.Subject()] = p
	}
	type place struct {
		subject        act.Subject
		question, kind string
	}
	offers := map[place]*Offer{}
	err = EachAnswer(ctx, r, s, code, func(a *Answered) error {
		q, p := c.Question(a.Question), at[ReplySubject(a.Code, a.Party, a.Number)]
		if q == nil || p == nil {
			return nil
		}
		for _, t := range Offered(q, &a.Answer) {
			o := &Offer{Type: t, Answered: a, Provisions: q.Provisions, Standing: p.Standing, Confirmed: p.Confirmed}
			if s.Reads(a.Audience) {
				o.Source = p.Source
			}
			list = append(list, o)
			offers[place{p.Subject(), a.Question, t}] = o
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = store.Each(ctx, r, `SELECT party, n, question, type, day, outcome, act FROM {communication_settled} WHERE code = ? ORDER BY idx`, []any{code}, func(rows store.Rows) error {
		var party, question, kind, day, outcome, id string
		var n int
		err := rows.Scan(&party, &n, &question, &kind, &day, &outcome, &id)
		if o := offers[place{ReplySubject(code, party, n), question, kind}]; o != nil && err == nil {
			o.Outcome, o.Act, o.Settled = Outcome(outcome), id, act.Day(day)
		}
		return err
	})
	return list, err
}
