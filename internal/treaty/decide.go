package treaty

import (
	"context"
	"slices"
	"strings"

	"comity/internal/act"
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

// about finds treaty and party that a subject names.
func (r *rules) about(a *act.Act, withParty bool) (programme.Instrument, error) {
	locals := a.Subject.Locals()
	want := 1
	if withParty {
		want = 2
	}
	if len(locals) != want {
		return programme.Instrument{}, says.Refuse("treaty.subject-parts", "subject", a.Subject, "have", len(locals), "want", want)
	}
	i, ok := r.instruments[locals[0]]
	if !ok {
		return i, says.Refuse("treaty.none", "treaty", locals[0])
	}
	if withParty && a.Party != locals[1] {
		return i, says.Refuse("treaty.behalf", "subject", locals[1], "party", a.Party)
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

// checkDeposit holds a deposit of a party and day against what can be; today is the
// day on which it is recorded.
func checkDeposit(ps Parties, i programme.Instrument, code string, day, today act.Day, b *body) error {
	if err := tooEarly(i, b.Action, day); err != nil {
		return err
	}
	p := ps.ByCode(code)
	switch {
	case p == nil:
		return says.Refuse("treaty.party", "party", code)
	case p.Type != party.State && p.Type != party.FormerState && p.Type != party.Organization:
		return says.Refuse("treaty.joins", "party", code)
	case p.Type == party.FormerState && p.Exists.Until != "" && day >= p.Exists.Until:
		return says.Refuse("treaty.ended", "party", code, "until", p.Exists.Until, "day", day)
	case day > today:
		return says.Refuse("treaty.ahead", "day", day)
	case b.Effective != "" && b.Action == Succession && b.Effective > day:
		return says.Refuse("treaty.succession", "effective", b.Effective, "day", day)
	case b.Depositary != "" && !slices.Contains(i.Depositaries, b.Depositary):
		return says.Refuse("treaty.depositary", "depositary", b.Depositary, "treaty", i.Code)
	case b.Withdraws != nil && b.Withdraws.Action == Withdrawal:
		return says.Refuse("treaty.withdrawal")
	case b.Withdraws != nil && b.Withdraws.Day > day:
		return says.Refuse("treaty.withdraws-later", "day", day, "done", b.Withdraws.Day)
	}
	for _, other := range []string{b.Against, b.Predecessor} {
		if other != "" && (ps.ByCode(other) == nil || other == code) {
			return says.Refuse("treaty.other-party", "party", other)
		}
	}
	for _, c := range b.Provisions {
		if c.Symbol() != i.Code || c.Place() == "" {
			return says.Refuse("treaty.provision", "cite", c, "treaty", i.Code)
		}
	}
	return nil
}

// CheckDay says what is impossible in an act of a treaty on a day.
func CheckDay(i programme.Instrument, a Action, day act.Day) error { return tooEarly(i, a, day) }

// tooEarly refuses what was done before a treaty was there to be joined.
func tooEarly(i programme.Instrument, a Action, day act.Day) error {
	if len(i.Adopted) == len("2000-11-15") && day < act.Day(i.Adopted) {
		return says.Refuse("treaty.before-adoption", "treaty", i.Code, "from", i.Adopted, "action", a, "day", day)
	}
	if i.Rules == nil || i.Rules.Signature == nil {
		return nil
	}
	if from := i.Rules.Signature.From; from != "" && day < from {
		return says.Refuse("treaty.before-opening", "treaty", i.Code, "from", from, "action", a, "day", day)
	}
	return nil
}

func (r *rules) check(i programme.Instrument, a *act.Act, b *body) error {
	return checkDeposit(r.parties, i, a.Party, a.Day, act.DayOf(a.Recorded.Time()), b)
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
			return says.Refuse("treaty.twice", "action", d.Action, "day", a.Day, "act", s.ID)
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
		return says.Refuse("treaty.correction", "act", a.Corrects, "subject", a.Subject)
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
		return says.Refuse("treaty.list-older", "day", b.AsOf, "last", last)
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
		return says.Refuse("treaty.agreement-name", "subject", a.Subject)
	}
	return checkAgreement(r.parties, r.instruments, &b)
}

// checkAgreement holds an agreement against what can be; instruments are by the name
// in subjects.
func checkAgreement(ps Parties, instruments map[string]programme.Instrument, b *agreementBody) error {
	if len(b.Parties) < 2 {
		return says.Refuse("treaty.agreement-parties")
	}
	for k, code := range b.Parties {
		if ps.ByCode(code) == nil || slices.Contains(b.Parties[:k], code) {
			return says.Refuse("treaty.agreement-party", "party", code)
		}
	}
	if b.Until != "" && b.Until <= b.From {
		return says.Refuse("treaty.agreement-days")
	}
	for _, c := range b.InLieu {
		if _, ok := instruments[strings.ToLower(c.Symbol())]; !ok {
			return says.Refuse("treaty.lieu", "treaty", c.Symbol())
		}
	}
	return nil
}
