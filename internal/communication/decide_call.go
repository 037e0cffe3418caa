package communication

import (
	"context"
	"slices"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/party"
	"comity/internal/store"
)

// rules decide on acts by what the programme knows and the book holds.
type rules struct {
	parties *party.Registry
	// treaties knows the parties to instruments; nil knows none, and then they
	// are named by hand.
	treaties Treaties
}

// Treaties answers who is party to an instrument on a day, by code and sorted;
// known is false where it keeps no such instrument.
type Treaties interface {
	PartiesTo(ctx context.Context, r store.Reader, instrument string, day act.Day) (codes []string, known bool, err error)
}

// withParty is the audience of what a party and the secretariat write to each
// other.
func withParty(code string) string { return access.AudienceFor("with", code) }

// callOf reads the call that an act is about.
func callOf(ctx context.Context, r store.Reader, a *act.Act) (*Call, error) {
	l, err := parts(a.Subject, callType, 1)
	if err != nil {
		return nil, err
	}
	return existing(ctx, r, l[0])
}

func existing(ctx context.Context, r store.Reader, code string) (*Call, error) {
	c, err := loadCall(ctx, r, code)
	if err == nil && c == nil {
		err = says.Refuse("communication.none", "call", code)
	}
	return c, err
}

// AddresseesOf are the parties that a choice names on a day, sorted by code: all
// Member and observer States, or those of a regional group; known is false where
// they are named one by one.
func AddresseesOf(parties *party.Registry, asked Asked, group string, day act.Day) (codes []string, known bool) {
	switch asked {
	case AllStates:
		for _, p := range parties.All(party.State) {
			if s := p.StatusOn(day); s == "member" || s == "observer" {
				codes = append(codes, p.Code)
			}
		}
	case OneGroup:
		for _, p := range parties.InGroup(group, day) {
			codes = append(codes, p.Code)
		}
	default:
		return nil, false
	}
	slices.Sort(codes)
	return codes, true
}

func (ru rules) drafted(ctx context.Context, r store.Reader, a *act.Act) error {
	var b DraftedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	l, err := parts(a.Subject, callType, 1)
	if err != nil {
		return err
	}
	if err := CheckCode(l[0]); err != nil {
		return err
	}
	before, err := loadCall(ctx, r, l[0])
	if err != nil {
		return err
	}
	if before != nil {
		if err := before.MayChange(); err != nil {
			return err
		}
	}
	switch {
	case b.Deadline < a.Day:
		return says.Refuse("communication.deadline-before", "deadline", b.Deadline)
	case !slices.Contains(b.Languages, b.Original):
		return says.Refuse("communication.original", "language", b.Original)
	case len(slices.Compact(slices.Sorted(slices.Values(b.Languages)))) != len(b.Languages):
		return says.Refuse("communication.language-twice")
	}
	if err := ru.addressees(ctx, r, a.Day, &b); err != nil {
		return err
	}
	return CheckQuestions(b.Questions)
}

// addressees holds the list of those asked against what was chosen.
func (ru rules) addressees(ctx context.Context, r store.Reader, day act.Day, b *DraftedBody) error {
	for i, code := range b.Addressees {
		switch p := ru.parties.ByCode(code); {
		case p == nil || withParty(code) == "":
			return says.Refuse("communication.asked-party", "party", code)
		case slices.Contains(b.Addressees[:i], code):
			return says.Refuse("communication.asked-twice", "party", code)
		}
	}
	want, known := AddresseesOf(ru.parties, b.Asked, b.Group, day)
	if b.Asked == PartiesTo && ru.treaties != nil {
		var err error
		if want, known, err = ru.treaties.PartiesTo(ctx, r, b.Instrument, day); err != nil {
			return err
		}
	}
	if !known {
		return nil
	}
	have := slices.Sorted(slices.Values(b.Addressees))
	if !slices.Equal(have, want) {
		return says.Refuse("communication.asked-others", "day", day, "want", len(want), "have", len(have))
	}
	return nil
}

func (ru rules) worded(ctx context.Context, r store.Reader, a *act.Act) error {
	var b WordedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, err := callOf(ctx, r, a)
	if err != nil {
		return err
	}
	if err := c.MayChange(); err != nil {
		return err
	}
	w := b.words()
	if len(w.Questions) != len(b.Questions) {
		return says.Refuse("communication.worded-twice")
	}
	return c.CheckWords(&w)
}

// words are the words that a body gives.
func (b *WordedBody) words() Words {
	w := Words{Language: b.Language, Title: b.Title, Letter: b.Letter, Questions: map[string]QuestionWords{}}
	for _, q := range b.Questions {
		w.Questions[q.ID] = q.QuestionWords
	}
	return w
}

func (ru rules) cleared(ctx context.Context, r store.Reader, a *act.Act) error {
	c, err := callOf(ctx, r, a)
	if err != nil {
		return err
	}
	return c.MayClear(a.Person)
}

// addresseeOf reads the call and the addressee that an act is about, which may
// not have been sent it yet.
func (ru rules) addresseeOf(ctx context.Context, r store.Reader, a *act.Act) (*Call, *Addressee, string, error) {
	l, err := parts(a.Subject, callType, 2)
	if err != nil {
		return nil, nil, "", err
	}
	if want := withParty(l[1]); a.Audience != want || want == "" {
		return nil, nil, "", says.Refuse("communication.audience", "party", l[1], "audience", want)
	}
	c, err := existing(ctx, r, l[0])
	if err != nil {
		return nil, nil, "", err
	}
	to, err := loadAddressee(ctx, r, l[0], l[1])
	return c, to, l[1], err
}

func (ru rules) circulated(ctx context.Context, r store.Reader, a *act.Act) error {
	var b SentBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, before, to, err := ru.addresseeOf(ctx, r, a)
	if err != nil {
		return err
	}
	if p := ru.parties.ByCode(to); p != nil && p.GroupOn(a.Day) != b.Group {
		return says.Refuse("communication.group", "party", to, "want", p.GroupOn(a.Day), "day", a.Day, "have", b.Group)
	}
	return c.MayCirculate(to, before, a.Day)
}

func (ru rules) reminded(ctx context.Context, r store.Reader, a *act.Act) error {
	c, to, _, err := ru.addresseeOf(ctx, r, a)
	if err != nil {
		return err
	}
	return c.MayRemind(to, a.Day)
}

func (ru rules) extended(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ExtendedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if len(a.Subject.Locals()) == 1 {
		if a.Audience != staff[0] {
			return says.Refuse("communication.extend-audience", "audience", staff[0])
		}
		c, err := callOf(ctx, r, a)
		if err != nil {
			return err
		}
		return c.MayExtend(nil, b.Until)
	}
	c, to, _, err := ru.addresseeOf(ctx, r, a)
	switch {
	case err != nil:
		return err
	case to == nil:
		return says.Refuse("communication.not-sent", "call", c.Code)
	}
	return c.MayExtend(to, b.Until)
}

func (ru rules) closed(ctx context.Context, r store.Reader, a *act.Act) error {
	c, err := callOf(ctx, r, a)
	if err != nil {
		return err
	}
	return c.MayClose()
}
