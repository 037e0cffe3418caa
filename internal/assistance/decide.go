package assistance

import (
	"context"
	"math"
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
	settings *Settings
	parties  *party.Registry
	topics   []Topic
}

// Topic is a topic of the programme, with its title in each language.
type Topic struct {
	Code   string
	Titles map[string]string
}

// In is the topic's title in a language, or in English.
func (t *Topic) In(lang string) string {
	if s := t.Titles[lang]; s != "" {
		return s
	}
	return t.Titles["en"]
}

// stateSteps are those that the State takes, itself or by a letter; the others are
// the Office's.
var stateSteps = []string{"requested", "confirmed", "given", "evaluated", "withdrawn", "published"}

// decide holds a step against the request that it is about.
func (ru rules) decide(ctx context.Context, r store.Reader, a *act.Act) error {
	id, err := idOf(a.Subject)
	if err != nil {
		return err
	}
	s, err := stepOf(a)
	if err != nil {
		return err
	}
	if s.Day > act.DayOf(a.Recorded.Time()) {
		return says.Refuse("assistance.ahead", "day", s.Day)
	}
	q, err := loadRequest(ctx, r, id)
	if err != nil {
		return err
	}
	state := a.Party
	if q != nil {
		state = q.Party
	} else if s.Kind != "requested" {
		return says.Refuse("assistance.none", "subject", a.Subject)
	}
	switch mine := slices.Contains(stateSteps, s.Kind); {
	case mine && a.Party != state && a.Standing == act.Own:
		return says.Refuse("assistance.none", "subject", a.Subject) // whether there is one is not another State's to know
	case mine && a.Party != state:
		return says.Refuse("assistance.party", "state", state, "party", a.Party)
	case !mine && a.Party == state:
		return says.Refuse("assistance.office", "party", a.Party)
	case s.Kind != "published" && s.Audience != Apart && a.Audience != withParty(state):
		return says.Refuse("assistance.audience", "audience", withParty(state))
	}
	steps, err := loadSteps(ctx, r, id)
	if err != nil {
		return err
	}
	for _, o := range steps {
		s.Index = max(s.Index, o.Index+1)
	}
	if err := May(steps, s); err != nil {
		return err
	}
	return ru.said(ctx, r, a, steps, s)
}

// said holds what a step says to what the programme knows and earlier steps said.
func (ru rules) said(ctx context.Context, r store.Reader, a *act.Act, steps []Step, s Step) error {
	switch s.Kind {
	case "requested":
		return ru.requested(ctx, r, a, steps, s)
	case "appraised":
		var b AppraisedBody
		if err := a.Decode(&b); err != nil {
			return err
		}
		return CheckFindings(b.Findings)
	case "drafted":
		var b ReplyBody
		if err := a.Decode(&b); err != nil {
			return err
		}
		return b.check()
	case "replied":
		return replied(ctx, r, a, steps, s)
	case "delivered":
		return rests(ctx, r, a)
	case "cleared":
		if of := before(steps, s, "drafted"); of != nil && of.Person == a.Person && a.Person != "" {
			return says.Deny("assistance.cleared-self")
		}
	case "diligence-cleared":
		if of := before(steps, s, "assessed"); of != nil && of.Person == a.Person && a.Person != "" {
			return says.Deny("assistance.diligence-self")
		}
		if s.Until <= s.Day {
			return says.Refuse("assistance.review-day", "day", s.Until)
		}
	}
	return nil
}

// rests: the deliveries that a delivery of help rests on are in the book, each named
// once.
func rests(ctx context.Context, r store.Reader, a *act.Act) error {
	var b DeliveredBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	for i, s := range b.Deliveries {
		there, err := book.Has(ctx, r, "project.delivered", s, "")
		if err != nil {
			return err
		}
		if !there || slices.Contains(b.Deliveries[:i], s) {
			return says.Refuse("assistance.delivery", "delivery", s)
		}
	}
	return nil
}

// latest is the last effective step of a kind, nil for none.
func latest(steps []Step, kind string) *Step {
	eff := Effective(steps)
	for i := len(eff) - 1; i >= 0; i-- {
		if eff[i].Kind == kind {
			return &eff[i]
		}
	}
	return nil
}

// before is the last effective step of a kind before the place that a new step takes
// by its day, nil for none: a clearance that is dated back clears what stood then, not
// what was drafted since.
func before(steps []Step, s Step, kind string) *Step {
	var last *Step
	eff := Effective(append(slices.Clone(steps), s))
	for i := range eff {
		switch {
		case eff[i].Act == s.Act:
			return last
		case eff[i].Kind == kind:
			last = &eff[i]
		}
	}
	return last
}

// CheckFindings says what is wrong with an appraisal: each criterion is weighed once.
func CheckFindings(list []Finding) error {
	for _, c := range Criteria {
		n := 0
		for _, f := range list {
			if f.Criterion == c {
				n++
			}
		}
		if n != 1 {
			return says.Refuse("assistance.criterion", "criterion", c)
		}
	}
	return nil
}

func (b *ReplyBody) check() error {
	if (b.Outcome == Referred) != (b.Referred != "") {
		return says.Refuse("assistance.referred")
	}
	return nil
}

// replied: what is sent is what was cleared. A correction sets channel, reference and
// the like right; another letter is drafted and cleared anew.
func replied(ctx context.Context, r store.Reader, a *act.Act, steps []Step, s Step) error {
	var b ReplyBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if err := b.check(); err != nil {
		return err
	}
	id, err := idOf(a.Subject)
	if err != nil {
		return err
	}
	of := before(steps, s, "drafted")
	if of == nil {
		return says.Refuse("assistance.reply-other")
	}
	drafted, err := bodyOf[ReplyBody](ctx, r, id, of)
	if err != nil {
		return err
	}
	if drafted == nil || !b.Same(drafted) {
		return says.Refuse("assistance.reply-other")
	}
	return nil
}

func (ru rules) requested(ctx context.Context, r store.Reader, a *act.Act, steps []Step, s Step) error {
	var b RequestedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	p := ru.parties.ByCode(a.Party)
	if p == nil || p.Type != party.State || withParty(a.Party) == "" {
		return says.Refuse("assistance.state", "party", a.Party)
	}
	if a.Corrects != "" {
		switch Live(steps).Status {
		case Submitted, Checked, Appraised, Drafted:
		default:
			return says.Refuse("assistance.too-late")
		}
	}
	if g := p.GroupOn(s.Day); g != b.Group {
		return says.Refuse("assistance.group", "party", a.Party, "group", g, "day", s.Day)
	}
	if err := ru.checkTopics(append([]string{b.Topic}, b.Topics...)); err != nil {
		return err
	}
	if b.Reference == "" {
		return nil
	}
	var other string
	id, err := idOf(a.Subject)
	if err != nil {
		return err
	}
	found, err := store.One(ctx, r, `SELECT id FROM {assistance_request} WHERE party = ? AND reference = ? AND id <> ?`, []any{a.Party, b.Reference, id}, &other)
	if err == nil && found {
		err = says.Refuse("assistance.reference", "party", a.Party, "reference", b.Reference)
	}
	return err
}

func (ru rules) checkTopics(codes []string) error {
	for i, c := range codes {
		if slices.Contains(codes[:i], c) || !slices.ContainsFunc(ru.topics, func(t Topic) bool { return t.Code == c }) {
			return says.Refuse("assistance.topic", "topic", c)
		}
	}
	return nil
}

// published: the State says no more than the request does, and its own evaluation
// only where it made one.
func (ru rules) published(ctx context.Context, r store.Reader, a *act.Act) error {
	if err := ru.decide(ctx, r, a); err != nil {
		return err
	}
	var b PublishedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	id, err := idOf(a.Subject)
	if err != nil {
		return err
	}
	asked, err := lastBody[RequestedBody](ctx, r, id, "requested")
	if err != nil || asked == nil {
		return err
	}
	for _, c := range b.Topics {
		if c != asked.Topic && !slices.Contains(asked.Topics, c) {
			return says.Refuse("assistance.published-more", "code", c)
		}
	}
	for _, c := range b.Help {
		if !slices.Contains(asked.Help, c) {
			return says.Refuse("assistance.published-more", "code", c)
		}
	}
	if b.Met != "" {
		said, err := lastBody[EvaluatedBody](ctx, r, id, "evaluated")
		if err != nil {
			return err
		}
		if said == nil || said.Met != b.Met {
			return says.Refuse("assistance.published-claim")
		}
	}
	return nil
}

// decidePart holds what is said of a network or expert to what the programme knows.
func (ru rules) decidePart(ctx context.Context, r store.Reader, a *act.Act) error {
	l := a.Subject.Locals()
	if len(l) != 1 || !networkForm.MatchString(l[0]) {
		return says.Refuse("assistance.network", "subject", a.Subject)
	}
	var b struct {
		Topics      []string `json:"topics"`
		Members     []string `json:"members"`
		Parties     []string `json:"parties"`
		Coordinator string   `json:"coordinator"`
		Party       string   `json:"party"`
	}
	if err := a.Decode(&b); err != nil {
		return err
	}
	if err := ru.checkTopics(b.Topics); err != nil {
		return err
	}
	for _, list := range [][]string{b.Members, b.Parties, {b.Coordinator}, {b.Party}} {
		for i, code := range list {
			if code != "" && (ru.parties.ByCode(code) == nil || slices.Contains(list[:i], code)) {
				return says.Refuse("assistance.member", "party", code)
			}
		}
	}
	if a.Kind != "assistance.contact" && a.Kind != "assistance.joint" {
		return nil
	}
	var seen string
	found, err := store.One(ctx, r, `SELECT act FROM {assistance_part} WHERE subject = ? AND part = 'network'`, []any{string(a.Subject)}, &seen)
	if err == nil && !found {
		err = says.Refuse("assistance.network-none", "subject", a.Subject)
	}
	return err
}

// About tells the policies who drafted or assessed what an act clears, that nobody
// clears their own, and to whose file a request belongs.
func About(ctx context.Context, r store.Reader, a *act.Act, what *access.What) error {
	if !strings.HasPrefix(a.Kind, "assistance.") || a.Subject.Type() != requestType {
		return nil
	}
	of := map[string]string{"assistance.cleared": "drafted", "assistance.diligence-cleared": "assessed"}[a.Kind]
	id, err := idOf(a.Subject)
	if err != nil || of == "" {
		return err
	}
	steps, err := loadSteps(ctx, r, id)
	if err != nil {
		return err
	}
	s, err := stepOf(a)
	if err != nil {
		return nil //nolint:nilerr // the rules say what is wrong with it
	}
	s.Index = math.MaxInt64
	if last := before(steps, s, of); last != nil {
		what.EnteredBy = last.Person
	}
	return nil
}
