package access

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"comity/internal/act"
	"comity/internal/codelist/sheet"
	"comity/internal/party"
	"comity/internal/store"
)

// rules decide on acts of access beyond what policies say.
type rules struct{ parties *party.Registry }

// state says whether a party acts by accredited people only.
func (ru rules) state(code string) bool {
	p := ru.parties.ByCode(code)
	return p != nil && (p.Type == party.State || p.Type == party.FormerState || p.Type == party.Organization)
}

func (ru rules) person(_ context.Context, _ store.Reader, a *act.Act) error {
	id := local(a.Subject)
	if u, err := uuid.Parse(id); err != nil || u.Version() != 4 || u.String() != id {
		return says.Refuse("access.person-id", "subject", a.Subject)
	}
	return nil
}

// recorded refuses a person who was not recorded, or was erased.
func recorded(ctx context.Context, r store.Reader, person act.Subject) error {
	var erased int
	found, err := store.One(ctx, r, `SELECT erased FROM {person} WHERE person = ?`, []any{local(person)}, &erased)
	if err == nil && (!found || erased == 1) {
		return says.Refuse("access.person-unknown", "subject", person)
	}
	return err
}

// fresh refuses a subject that has a row already, or an id in several parts.
func fresh(ctx context.Context, r store.Reader, a *act.Act, table, key string) error {
	if len(a.Subject.Locals()) != 1 {
		return says.Refuse("access.name-parts", "subject", a.Subject)
	}
	found, err := store.One(ctx, r, `SELECT `+key+` FROM {`+table+`} WHERE `+key+` = ?`, []any{local(a.Subject)}, new(string))
	if err == nil && found {
		return says.Refuse("access.name-taken", "subject", a.Subject)
	}
	return err
}

// sameAudience holds further acts on a subject to the audience of the first, so
// that all of them are erased together. The subject must be there, and not be
// ended from an earlier day.
func sameAudience(ctx context.Context, r store.Reader, a *act.Act, table, key string) error {
	var audience, ended string
	found, err := store.One(ctx, r, `SELECT audience, ended FROM {`+table+`} WHERE `+key+` = ?`, []any{local(a.Subject)}, &audience, &ended)
	switch {
	case err != nil:
		return err
	case !found || audience != a.Audience: // alike: who does not read it learns nothing of it
		return says.Refuse("access.none", "subject", a.Subject, "audience", a.Audience)
	case ended != "":
		return says.Refuse("access.ended", "subject", a.Subject, "day", ended)
	}
	return nil
}

func (ru rules) grant(ctx context.Context, r store.Reader, a *act.Act) error {
	var b grantBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	g := Grant{ID: local(a.Subject), Person: local(b.Person), Role: b.Role, Party: b.Party, States: b.States, Span: sheet.Span{From: b.From, Until: b.Until}}
	if err := fresh(ctx, r, a, "role_grant", "grant_id"); err != nil {
		return err
	}
	if err := recorded(ctx, r, b.Person); err != nil {
		return err
	}
	if a.Person == "" {
		return ru.first(ctx, r, g, recordedOn(a))
	}
	if a.Person == g.Person {
		return says.Deny("access.role-self")
	}
	who, err := LoadWho(ctx, r, g.Person)
	if err != nil {
		return err
	}
	return ru.checkGrant(&g, who)
}

// first lets the node grant the first administrator, while there is none.
func (ru rules) first(ctx context.Context, r store.Reader, g Grant, day act.Day) error {
	if g.Role != Administrator {
		return says.Refuse("access.role-first")
	}
	there, err := grants(ctx, r, `role = ?`, string(Administrator))
	if err != nil {
		return err
	}
	if slices.ContainsFunc(there, func(g Grant) bool { return g.InForce(day) }) {
		return says.Refuse("access.role-administrator")
	}
	return ru.checkGrant(&g, Who{})
}

// checkGrant: a known role, in the name of a body that it can be in the name
// of, apart from what the person holds on the same days.
func (ru rules) checkGrant(g *Grant, who Who) error {
	p := ru.parties.ByCode(g.Party)
	switch {
	case !g.Role.Known():
		return says.Refuse("access.role-unknown", "role", string(g.Role))
	case empty(g.Span):
		return says.Refuse("access.role-days")
	case g.Party != "" && p == nil:
		return says.Refuse("access.party-unknown", "party", g.Party)
	case g.Party == "" && g.Role != Expert:
		return says.Refuse("access.role-body", "role", g.Role)
	case ru.state(g.Party) && g.Role != Donor && g.Role != Expert:
		return says.Refuse("access.role-state", "party", g.Party)
	case (g.Role == FieldOfficer || g.Role == Expert) != (len(g.States) > 0):
		return says.Refuse("access.role-states")
	}
	for _, s := range g.States {
		if !ru.state(s) {
			return says.Refuse("access.state-unknown", "state", s)
		}
	}
	for i := range who.Grants {
		h := &who.Grants[i]
		if meet(g.Span, h.Span, h.Ended) && Apart(h.Role, g.Role) {
			return says.Refuse("access.role-apart", "held", h.Role, "role", g.Role)
		}
	}
	for i := range who.Received {
		d := &who.Received[i]
		if d.Grant != nil && meet(g.Span, d.Span, d.Ended) && Apart(d.Grant.Role, g.Role) {
			return says.Refuse("access.role-stand-in", "held", d.Grant.Role, "role", g.Role)
		}
	}
	return nil
}

func (ru rules) endGrant(ctx context.Context, r store.Reader, a *act.Act) error {
	return sameAudience(ctx, r, a, "role_grant", "grant_id")
}

func (ru rules) accredit(ctx context.Context, r store.Reader, a *act.Act) error {
	var b accreditationBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if !ru.state(a.Party) {
		return says.Refuse("access.accredit-party", "party", a.Party)
	}
	if want := AudienceFor("with", a.Party); a.Audience != want {
		return says.Refuse("access.accredit-audience", "audience", want)
	}
	if err := recorded(ctx, r, b.Person); err != nil {
		return err
	}
	who, err := LoadWho(ctx, r, a.Person)
	if err != nil {
		return err
	}
	c := Accreditation{Person: local(b.Person), Party: a.Party, Mission: b.Mission, Scope: Scope{b.Kinds, b.Instruments},
		Span: sheet.Span{From: b.From, Until: b.Until}, Document: noteOf(a), Recorder: a.Person}
	if err := CheckRecording(&c, who.Sign(a.Party, recordedOn(a))); err != nil {
		return err
	}
	return fresh(ctx, r, a, "accreditation", "accreditation_id")
}

func (ru rules) confirm(ctx context.Context, r store.Reader, a *act.Act) error {
	var b struct{ Document string }
	if err := a.Decode(&b); err != nil {
		return err
	}
	if err := sameAudience(ctx, r, a, "accreditation", "accreditation_id"); err != nil {
		return err
	}
	list, err := accreditations(ctx, r, `accreditation_id = ?`, local(a.Subject))
	if err != nil {
		return err
	}
	c := &list[0]
	if c.Person == "" {
		return says.Refuse("access.accredit-erased", "subject", a.Subject)
	}
	if c.Party != a.Party {
		return says.Refuse("access.accredit-other", "subject", a.Subject, "party", c.Party)
	}
	day := recordedOn(a)
	var signs [2]Sign
	for i, id := range []string{c.Recorder, a.Person} {
		who, err := LoadWho(ctx, r, id)
		if err != nil {
			return err
		}
		signs[i] = who.Sign(a.Party, day)
	}
	return CheckConfirmation(c, signs[0], signs[1], b.Document)
}

func (ru rules) endAccreditation(ctx context.Context, r store.Reader, a *act.Act) error {
	if err := sameAudience(ctx, r, a, "accreditation", "accreditation_id"); err != nil {
		return err
	}
	list, err := accreditations(ctx, r, `accreditation_id = ?`, local(a.Subject))
	if err == nil && list[0].Party != a.Party {
		return says.Refuse("access.accredit-other", "subject", a.Subject, "party", list[0].Party)
	}
	return err
}

func (ru rules) delegate(ctx context.Context, r store.Reader, a *act.Act) error {
	var b delegationBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	base, err := loadBase(ctx, r, b.Base)
	if err != nil {
		return err
	}
	held, err := LoadWho(ctx, r, local(b.To))
	if err != nil {
		return err
	}
	d := Delegation{ID: local(a.Subject), From: a.Person, To: local(b.To), Base: b.Base, Scope: Scope{b.Kinds, b.Instruments}, Span: sheet.Span{From: b.From, Until: b.Until}}
	if err := CheckDelegation(&d, base, held); err != nil {
		return err
	}
	if d.Span.From < recordedOn(a) {
		return says.Refuse("access.delegate-past", "day", recordedOn(a))
	}
	var want, of string
	if len(base.Accreditations) == 1 {
		of = base.Accreditations[0].Party
		want = AudienceFor("with", of)
	} else {
		want, of = "secretariat", base.Grants[0].Party
	}
	if a.Party != of {
		return says.Refuse("access.delegate-party", "subject", b.Base, "party", of)
	}
	if a.Audience != want {
		return says.Refuse("access.delegate-audience", "audience", want)
	}
	return fresh(ctx, r, a, "delegation", "delegation_id")
}

func (ru rules) endDelegation(ctx context.Context, r store.Reader, a *act.Act) error {
	if err := sameAudience(ctx, r, a, "delegation", "delegation_id"); err != nil {
		return err
	}
	list, err := delegations(ctx, r, `delegation_id = ?`, local(a.Subject))
	if err != nil || list[0].From == a.Person || list[0].To == a.Person {
		return err
	}
	who, err := LoadWho(ctx, r, a.Person)
	if err != nil {
		return err
	}
	day := recordedOn(a)
	if slices.ContainsFunc(who.Grants, func(g Grant) bool { return g.Role == Administrator && g.InForce(day) }) {
		return nil
	}
	return says.Deny("access.delegate-end")
}

func (ru rules) release(ctx context.Context, r store.Reader, a *act.Act) error {
	var b releaseBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	own := AudienceFor(kept, a.Party)
	switch {
	case !ru.state(a.Party):
		return says.Refuse("access.release-party", "party", a.Party)
	case !act.IsAudience(b.To) || b.To == act.Sealed || b.To == own:
		return says.Refuse("access.release-to", "audience", b.To)
	case empty(sheet.Span{From: b.From, Until: b.Until}):
		return says.Refuse("access.release-days")
	case b.From < recordedOn(a):
		return says.Refuse("access.release-past", "day", recordedOn(a))
	}
	return fresh(ctx, r, a, "release", "release_id")
}

func (ru rules) endRelease(ctx context.Context, r store.Reader, a *act.Act) error {
	if err := sameAudience(ctx, r, a, "release", "release_id"); err != nil {
		return err
	}
	var owner string
	_, err := store.One(ctx, r, `SELECT party FROM {release} WHERE release_id = ?`, []any{local(a.Subject)}, &owner)
	if err == nil && owner != a.Party {
		return says.Refuse("access.release-other", "subject", a.Subject, "party", owner)
	}
	return err
}
