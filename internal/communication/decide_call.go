package communication

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
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

// refuse turns a sentence, "what is wrong; what to do", into a refusal.
func refuse(err error) error {
	if err == nil {
		return nil
	}
	what, do, _ := strings.Cut(err.Error(), "; ")
	return book.Refuse(what, do)
}

func refusef(format string, args ...any) error { return refuse(fmt.Errorf(format, args...)) }

// withParty is the audience of what a party and the secretariat write to each
// other.
func withParty(code string) string { return access.AudienceFor("with", code) }

// callOf reads the call that an act is about.
func callOf(ctx context.Context, r store.Reader, a *act.Act) (*Call, error) {
	l, err := parts(a.Subject, callType, 1)
	if err != nil {
		return nil, refuse(err)
	}
	return existing(ctx, r, l[0])
}

func existing(ctx context.Context, r store.Reader, code string) (*Call, error) {
	c, err := loadCall(ctx, r, code)
	if err == nil && c == nil {
		err = refusef("there is no call %s; draft it first", code)
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
		return refuse(err)
	}
	if err := CheckCode(l[0]); err != nil {
		return refuse(err)
	}
	before, err := loadCall(ctx, r, l[0])
	if err != nil {
		return err
	}
	if before != nil {
		if err := before.MayChange(); err != nil {
			return refuse(err)
		}
	}
	switch {
	case b.Deadline < a.Day:
		return refusef("the call is to be answered by %s, before the day of its draft; give a later day", b.Deadline)
	case !slices.Contains(b.Languages, b.Original):
		return refusef("the call is drafted in %s, which is not among its languages; add it", b.Original)
	case len(slices.Compact(slices.Sorted(slices.Values(b.Languages)))) != len(b.Languages):
		return refusef("a language stands twice; name each once")
	}
	if err := ru.addressees(ctx, r, a.Day, &b); err != nil {
		return err
	}
	return refuse(CheckQuestions(b.Questions))
}

// addressees holds the list of those asked against what was chosen.
func (ru rules) addressees(ctx context.Context, r store.Reader, day act.Day, b *DraftedBody) error {
	for i, code := range b.Addressees {
		switch p := ru.parties.ByCode(code); {
		case p == nil || withParty(code) == "":
			return refusef("%q is no party that can be asked; give the code of a State or organization", code)
		case slices.Contains(b.Addressees[:i], code):
			return refusef("%s stands twice among the addressees; name it once", code)
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
		return refusef("on %s these are %d addressees, and the act names %d others; name those, or choose named parties", day, len(want), len(have))
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
		return refuse(err)
	}
	w := b.words()
	if len(w.Questions) != len(b.Questions) {
		return refusef("a question is worded twice; word each once")
	}
	return refuse(c.CheckWords(&w))
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
	return refuse(c.MayClear(a.Person))
}

// addresseeOf reads the call and the addressee that an act is about, which may
// not have been sent it yet.
func (ru rules) addresseeOf(ctx context.Context, r store.Reader, a *act.Act) (*Call, *Addressee, string, error) {
	l, err := parts(a.Subject, callType, 2)
	if err != nil {
		return nil, nil, "", refuse(err)
	}
	if want := withParty(l[1]); a.Audience != want || want == "" {
		return nil, nil, "", refusef("what is written to %s is for the audience %s; choose that", l[1], want)
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
		return refusef("%s is counted with the group %q on %s, and the act says %q; give that", to, p.GroupOn(a.Day), a.Day, b.Group)
	}
	return refuse(c.MayCirculate(to, before, a.Day))
}

func (ru rules) reminded(ctx context.Context, r store.Reader, a *act.Act) error {
	c, to, _, err := ru.addresseeOf(ctx, r, a)
	if err != nil {
		return err
	}
	return refuse(c.MayRemind(to, a.Day))
}

func (ru rules) extended(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ExtendedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if len(a.Subject.Locals()) == 1 {
		if a.Audience != staff[0] {
			return refusef("the extension of a whole call is written for the secretariat; choose the audience %s", staff[0])
		}
		c, err := callOf(ctx, r, a)
		if err != nil {
			return err
		}
		return refuse(c.MayExtend(nil, b.Until))
	}
	c, to, code, err := ru.addresseeOf(ctx, r, a)
	switch {
	case err != nil:
		return err
	case to == nil:
		return refusef("the call %s was not sent to %s; circulate it first", c.Code, code)
	}
	return refuse(c.MayExtend(to, b.Until))
}

func (ru rules) closed(ctx context.Context, r store.Reader, a *act.Act) error {
	c, err := callOf(ctx, r, a)
	if err != nil {
		return err
	}
	return refuse(c.MayClose())
}
