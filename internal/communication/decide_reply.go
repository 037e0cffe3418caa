package communication

import (
	"context"
	"slices"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/store"
)

// partyOf holds party and audience of an act on a reply to those of its subject.
func partyOf(a *act.Act, code string) error {
	switch {
	case a.Party != code:
		return says.Refuse("communication.reply-party", "state", code, "party", a.Party)
	case a.Audience != withParty(code):
		return says.Refuse("communication.reply-audience", "party", code, "audience", withParty(code))
	}
	return nil
}

// replyOf reads the reply that an act is about.
func replyOf(ctx context.Context, r store.Reader, a *act.Act) (*Reply, error) {
	code, party, n, err := ParseReply(a.Subject)
	if err != nil {
		return nil, err
	}
	p, err := loadReply(ctx, r, code, party, n)
	if err == nil && p == nil {
		err = says.Refuse("communication.reply-none", "party", party, "number", n, "call", code)
	}
	return p, err
}

// heldReply reads the reply that an act is about, once party and audience of the act
// are those of its subject: whoever names others learns nothing of the reply.
func heldReply(ctx context.Context, r store.Reader, a *act.Act) (*Reply, error) {
	_, party, _, err := ParseReply(a.Subject)
	if err == nil {
		err = partyOf(a, party)
	}
	if err != nil {
		return nil, err
	}
	return replyOf(ctx, r, a)
}

// cameOn is the day on which a reply came: that of the act, or on which the
// letter was received.
func cameOn(a *act.Act) act.Day {
	if a.Standing != act.Own && a.Source != nil {
		return a.Source.Received
	}
	return a.Day
}

func (ru rules) replied(ctx context.Context, r store.Reader, a *act.Act) error {
	code, party, n, err := ParseReply(a.Subject)
	if err != nil {
		return err
	}
	if err := partyOf(a, party); err != nil {
		return err
	}
	to, err := loadAddressee(ctx, r, code, party)
	switch {
	case err != nil:
		return err
	case to == nil && a.Standing == act.Own: // a State learns nothing of a call that was not sent to it
		return says.Refuse("communication.not-sent", "call", code)
	}
	c, err := existing(ctx, r, code)
	if err != nil {
		return err
	}
	next := 1
	if to != nil {
		next = to.Replies + 1
	}
	if to != nil && cameOn(a) < to.Sent {
		return says.Refuse("communication.reply-before", "day", cameOn(a), "sent", to.Sent)
	}
	return c.MayReply(to, n, next)
}

func (ru rules) answered(ctx context.Context, r store.Reader, a *act.Act) error {
	var b AnsweredBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	p, err := heldReply(ctx, r, a)
	if err != nil {
		return err
	}
	c, err := existing(ctx, r, p.Code)
	if err != nil {
		return err
	}
	for _, w := range b.Answers {
		if l := w.Bank.Locals(); w.Bank != "" && l[0] != p.Party {
			return says.Refuse("communication.bank-other", "question", w.Question, "other", l[0], "party", p.Party)
		}
	}
	return p.MayAnswer(c, a.Standing, b.Answers)
}

func (ru rules) confirmed(ctx context.Context, r store.Reader, a *act.Act) error {
	p, err := heldReply(ctx, r, a)
	if err != nil {
		return err
	}
	return p.MayConfirm()
}

func (ru rules) translated(ctx context.Context, r store.Reader, a *act.Act) error {
	var b TranslatedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	_, party, _, err := ParseReply(a.Subject)
	switch {
	case err != nil:
		return err
	case b.Official && a.Party != party:
		return says.Refuse("communication.translation-official", "party", party)
	case a.Audience != withParty(party):
		return says.Refuse("communication.translation-audience", "audience", withParty(party))
	}
	p, err := replyOf(ctx, r, a)
	if err != nil {
		return err
	}
	answered, err := answeredOf(ctx, r, p)
	if err != nil {
		return err
	}
	ids := make([]string, len(b.Answers))
	for i, w := range b.Answers {
		ids[i] = w.Question
	}
	return p.MayTranslate(b.Language, ids, answered)
}

func (ru rules) released(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ReleasedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	p, err := heldReply(ctx, r, a)
	if err != nil {
		return err
	}
	answered, err := answeredOf(ctx, r, p)
	if err != nil {
		return err
	}
	sourced := a.Source != nil && a.Source.Document != ""
	return p.MayRelease(b.Extent, b.Questions, answered, b.Quote, sourced, a.Standing)
}

func (ru rules) withdrawn(ctx context.Context, r store.Reader, a *act.Act) error {
	p, err := heldReply(ctx, r, a)
	if err != nil {
		return err
	}
	return p.MayWithdraw()
}

// bankOf holds an act on a bank to the State whose it is.
func bankOf(a *act.Act) error {
	l, err := parts(a.Subject, bankType, 2)
	switch {
	case err != nil:
		return err
	case a.Party != l[0]:
		return says.Refuse("communication.bank-party", "state", l[0], "party", a.Party)
	case a.Audience != access.AudienceFor("own", l[0]):
		return says.Refuse("communication.bank-audience", "audience", access.AudienceFor("own", l[0]))
	}
	return nil
}

func (ru rules) banked(_ context.Context, _ store.Reader, a *act.Act) error {
	var b BankedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if err := bankOf(a); err != nil {
		return err
	}
	w := Answer{Text: b.Text, Value: b.Value, Laws: b.Laws, Figures: b.Figures}
	switch {
	case w.Empty():
		return says.Refuse("communication.bank-empty")
	case b.Until != "" && b.Until < a.Day:
		return says.Refuse("communication.bank-expired", "until", b.Until)
	}
	return nil
}

func (ru rules) bankEnded(ctx context.Context, r store.Reader, a *act.Act) error {
	if err := bankOf(a); err != nil {
		return err
	}
	l := a.Subject.Locals()
	var ended string
	found, err := store.One(ctx, r, `SELECT ended FROM {communication_bank} WHERE party = ? AND name = ?`, []any{l[0], l[1]}, &ended)
	switch {
	case err != nil:
		return err
	case !found || ended != "":
		return says.Refuse("communication.bank-none")
	}
	return nil
}

// summaryOf reads the call and the question that a summary is about.
func summaryOf(ctx context.Context, r store.Reader, a *act.Act) (*Call, string, error) {
	l, err := parts(a.Subject, summaryType, 2)
	if err != nil {
		return nil, "", err
	}
	c, err := existing(ctx, r, l[0])
	if err == nil && c.Question(l[1]) == nil {
		err = says.Refuse("communication.summary-question", "call", l[0], "question", l[1])
	}
	return c, l[1], err
}

func (ru rules) summarized(ctx context.Context, r store.Reader, a *act.Act) error {
	var b SummarizedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, q, err := summaryOf(ctx, r, a)
	if err != nil {
		return err
	}
	if !slices.Contains(c.Languages, b.Language) {
		return says.Refuse("communication.summary-language", "call", c.Code, "language", b.Language)
	}
	rested, err := restedOf(ctx, r, c.Code, q)
	if err != nil {
		return err
	}
	for i, s := range b.Sentences {
		if len(slices.Compact(slices.Sorted(slices.Values(s.Rests)))) != len(s.Rests) {
			return says.Refuse("communication.rests-twice", "sentence", i+1)
		}
	}
	return CheckSentences(b.Sentences, rested)
}

func (ru rules) summaryCleared(ctx context.Context, r store.Reader, a *act.Act) error {
	var b SummaryClearedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, q, err := summaryOf(ctx, r, a)
	if err != nil {
		return err
	}
	s, err := loadSummary(ctx, r, c.Code, q, b.Language)
	switch {
	case err != nil:
		return err
	case s == nil:
		return says.Refuse("communication.summary-none", "question", q, "language", b.Language)
	case s.Cleared != "":
		return says.Refuse("communication.summary-cleared", "day", s.Cleared)
	case s.Person == a.Person:
		return says.Refuse("communication.summary-self")
	}
	rested, err := restedOf(ctx, r, c.Code, q)
	if err != nil {
		return err
	}
	return CheckSentences(s.sentences(), rested)
}
