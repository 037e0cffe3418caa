package treaty

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/store"
)

// rules refuse what can't be. What contradicts earlier evidence can be: it is
// recorded, and shown as disputed.
type rules struct {
	instruments map[string]programme.Instrument // by the name in subjects
	parties     *party.Registry
}

func newRules(instruments []programme.Instrument, parties *party.Registry) *rules {
	r := &rules{instruments: map[string]programme.Instrument{}, parties: parties}
	for _, i := range instruments {
		if !i.Group() {
			r.instruments[strings.ToLower(i.Code)] = i
		}
	}
	return r
}

// Subject is what a party's acts about a treaty are about: "treaty/untoc/FRA";
// without a party, the treaty itself.
func Subject(code, party string) act.Subject {
	s := "treaty/" + strings.ToLower(code)
	if party != "" {
		s += "/" + party
	}
	return act.Subject(s)
}

func refusef(do, format string, args ...any) error {
	return book.Refuse(fmt.Sprintf(format, args...), do)
}

// about finds treaty and party that a subject names.
func (r *rules) about(a *act.Act, withParty bool) (programme.Instrument, error) {
	locals := a.Subject.Locals()
	want := 1
	if withParty {
		want = 2
	}
	if len(locals) != want {
		return programme.Instrument{}, refusef("name it as treaty/untoc/FRA, or treaty/untoc for the treaty itself", "the subject %s has %d parts after its type, not %d", a.Subject, len(locals), want)
	}
	i, ok := r.instruments[locals[0]]
	if !ok {
		return i, refusef("name one that there is, in lower case, or add it to the programme's folder instruments", "the programme has no treaty %q", locals[0])
	}
	if withParty && a.Party != locals[1] {
		return i, refusef("act for the party that the subject names", "the subject is about %s, the act on behalf of %s", locals[1], a.Party)
	}
	return i, nil
}

func (r *rules) deposit(ctx context.Context, v store.Reader, a *act.Act) error {
	i, err := r.about(a, true)
	if err != nil {
		return err
	}
	var b body
	if err := a.Decode(&b); err != nil {
		return err
	}
	if err := r.check(i, a, &b); err != nil {
		return err
	}
	return r.twice(ctx, v, a, &b, "")
}

// check holds a deposit against what can be.
func (r *rules) check(i programme.Instrument, a *act.Act, b *body) error {
	if err := CheckDay(i, b.Action, a.Day); err != nil {
		return refusef("mend the day", "%v", err)
	}
	recorded := act.DayOf(a.Recorded.Time())
	p := r.parties.ByCode(a.Party)
	switch {
	case p == nil:
		return refusef("mend its code", "there is no party %q", a.Party)
	case p.Type != party.State && p.Type != party.FormerState && p.Type != party.Organization:
		return refusef("name a State, or an organization of States", "%s is none of those who join treaties", a.Party)
	case p.Type == party.FormerState && p.Exists.Until != "" && a.Day >= p.Exists.Until:
		return refusef("mend the day, or name the successor", "%s ended on %s and did nothing on %s", a.Party, p.Exists.Until, a.Day)
	case a.Day > recorded:
		return refusef("record it when it has been received", "the day %s has not come yet", a.Day)
	case b.Effective != "" && b.Action == Succession && b.Effective > a.Day:
		return refusef("mend the one or the other", "the succession would be of %s, after its notification of %s", b.Effective, a.Day)
	case b.Depositary != "" && !slices.Contains(i.Depositaries, b.Depositary):
		return refusef("mend its code", "%s is no depositary of %s", b.Depositary, i.Code)
	case b.Withdraws != nil && b.Withdraws.Action == Withdrawal:
		return refusef("record what was withdrawn anew", "a withdrawal is not withdrawn")
	case b.Withdraws != nil && b.Withdraws.Day > a.Day:
		return refusef("mend the one or the other", "it withdraws on %s what was done on %s", a.Day, b.Withdraws.Day)
	}
	for _, code := range []string{b.Against, b.Predecessor} {
		if code != "" && (r.parties.ByCode(code) == nil || code == a.Party) {
			return refusef("mend its code", "there is no other party %q", code)
		}
	}
	for _, c := range b.Provisions {
		if c.Symbol() != i.Code || c.Place() == "" {
			return refusef("write it as "+i.Code+"#18.15", "%s is no provision of %s", c, i.Code)
		}
	}
	return nil
}

// CheckDay says what is impossible in an act of a treaty on a day, as a
// sentence without what to do.
func CheckDay(i programme.Instrument, a Action, day act.Day) error {
	if len(i.Adopted) == len("2000-11-15") && day < act.Day(i.Adopted) {
		return fmt.Errorf("%s was adopted on %s, after the %s of %s", i.Code, i.Adopted, a, day)
	}
	if i.Rules == nil || i.Rules.Signature == nil {
		return nil
	}
	if from := i.Rules.Signature.From; from != "" && day < from {
		return fmt.Errorf("%s was opened for signature on %s, after the %s of %s", i.Code, from, a, day)
	}
	return nil
}

// twice refuses a deposit that stands in the record already; but is the id of
// one that is being replaced.
func (r *rules) twice(ctx context.Context, v store.Reader, a *act.Act, b *body, but string) error {
	standing, err := current(ctx, v, a.Subject)
	if err != nil {
		return err
	}
	var d Deposit
	b.fill(&d)
	for i := range standing {
		s := &standing[i]
		if s.ID != but && s.Action == d.Action && s.Day == a.Day && s.Depositary == d.Depositary && s.Item == d.Item && s.Withdraws == d.Withdraws && s.List == d.List {
			return refusef("nothing is left to do; where it is another one, say so in item", "the record has the %s of %s already, as act %s", d.Action, a.Day, s.ID)
		}
	}
	return nil
}

func (r *rules) correction(ctx context.Context, v store.Reader, a *act.Act) error {
	i, err := r.about(a, true)
	if err != nil {
		return err
	}
	var b struct {
		Struck  bool
		Deposit *body
	}
	if err := a.Decode(&b); err != nil {
		return err
	}
	standing, err := current(ctx, v, a.Subject)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(standing, func(d Deposit) bool { return d.ID == a.Corrects }) {
		return refusef("read the record again", "%s is no deposit that stands in the record about %s", a.Corrects, a.Subject)
	}
	if b.Struck {
		return nil
	}
	if err := r.check(i, a, b.Deposit); err != nil {
		return err
	}
	return r.twice(ctx, v, a, b.Deposit, a.Corrects)
}

func (r *rules) list(ctx context.Context, v store.Reader, a *act.Act) error {
	if _, err := r.about(a, false); err != nil {
		return err
	}
	var b listBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	last, err := lastList(ctx, v, a.Subject.Locals()[0], b.List)
	if err != nil {
		return err
	}
	if b.AsOf < last {
		return refusef("take lists in by their days", "the list is as of %s, and one as of %s has been taken in", b.AsOf, last)
	}
	return nil
}

func (r *rules) instrument(_ context.Context, _ store.Reader, a *act.Act) error {
	_, err := r.about(a, false)
	return err
}

func (r *rules) agreement(_ context.Context, _ store.Reader, a *act.Act) error {
	var b agreementBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if len(a.Subject.Locals()) != 1 {
		return refusef("name it as agreement/NAME", "the subject %s has more than one part after its type", a.Subject)
	}
	if len(b.Parties) < 2 {
		return refusef("name the other parties", "a treaty has at least two parties")
	}
	for k, code := range b.Parties {
		if r.parties.ByCode(code) == nil || slices.Contains(b.Parties[:k], code) {
			return refusef("mend its code", "there is no party %q, or it stands twice", code)
		}
	}
	if b.Until != "" && b.Until <= b.From {
		return refusef("mend the days", "it would be in force on no day")
	}
	for _, c := range b.InLieu {
		if _, ok := r.instruments[strings.ToLower(c.Symbol())]; !ok {
			return refusef("mend its code", "the programme has no treaty %q", c.Symbol())
		}
	}
	return nil
}
