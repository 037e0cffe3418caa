package web

import (
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"comity/internal/access"
	"comity/internal/access/door"
	"comity/internal/access/session"
	"comity/internal/ui"
)

// accountLinks are what a signed-in reader finds under their name.
func (s *Site) accountLinks(v *ui.Visit) []ui.Link {
	links := []ui.Link{{To: "/account", Words: v.Text("account.title")}, {To: "/kinds", Words: v.Text("book.kinds")}}
	if s.Door != nil {
		links = append(links, ui.Link{To: "/accreditations", Words: v.Text("account.accreditations")})
	}
	if s.Door != nil && s.reader(v) == nil {
		links = append(links, ui.Link{To: "/people", Words: v.Text("account.people")})
	}
	if s.Security != nil && overseer(v) {
		links = append(links, ui.Link{To: "/security-log", Words: v.Text("account.security-log")})
	}
	return links
}

// me is who is signed in, as the door knows them.
func (s *Site) me(v *ui.Visit) (door.Signed, error) {
	signed, err := s.Guard.Session(v.Request)
	if err == nil && signed.Who.Person == "" {
		err = ui.ErrSignIn
	}
	return signed, err
}

// account shows the reader what they sign in with, where they are signed in, and
// what they may do.
func (s *Site) account(v *ui.Visit) (ui.Answer, error) {
	me, err := s.me(v)
	if err != nil {
		return nil, err
	}
	return s.accountPage(v, &me, nil, "")
}

func (s *Site) accountPage(v *ui.Visit, me *door.Signed, faults []string, token string) (ui.Answer, error) {
	a := accountOf{Faults: faults, Token: token, Here: me.Session, Fresh: me.Fresh}
	var err error
	if a.Credentials, err = s.Door.Credentials(v.Context(), me.Who.Person); err != nil {
		return nil, err
	}
	if a.Sessions, err = s.Door.Sessions(v.Context(), me.Who.Person); err != nil {
		return nil, err
	}
	if a.Bearers, err = s.Door.Bearers(v.Context(), me.Who.Person); err != nil {
		return nil, err
	}
	a.Roles = s.rolesOf(v, &me.Who)
	status := 0
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return ui.Page{Title: v.Text("account.title"), Lead: me.Name, LeadData: true, Status: status, Body: s.accountView(v, &a)}, nil
}

// accountOf is what the page of an account shows.
type accountOf struct {
	Credentials door.Credentials
	Sessions    []door.OpenSession
	Bearers     []door.Bearer
	Roles       []ui.Fact
	Here        string // the session that reads this
	Fresh       bool
	Faults      []string
	Token       string // a new token, shown once
}

// rolesOf says in words what a person holds, and until when.
func (s *Site) rolesOf(v *ui.Visit, who *access.Who) (facts []ui.Fact) {
	for _, g := range who.Grants {
		if g.Ended == "" {
			facts = append(facts, ui.Fact{Name: v.Text("role." + string(g.Role)), Value: strings.TrimSpace(s.Node.PartyName(v, g.Party) + " " + span(v, string(g.Span.From), string(g.Span.Until))), Link: s.actsOn(v, "role/"+g.ID)})
		}
	}
	for _, a := range who.Accreditations {
		if a.Ended == "" {
			f := ui.Fact{Name: v.Text("account.accreditation"), Value: s.Node.PartyName(v, a.Party) + " · " + a.Function + " " + span(v, string(a.Span.From), string(a.Span.Until)), Link: s.actsOn(v, "accreditation/"+a.ID), Data: true}
			if a.Confirmed == "" {
				f.Marks = []ui.Mark{{Tone: ui.Open, Words: v.Text("word.unconfirmed")}}
			}
			facts = append(facts, f)
		}
	}
	for _, d := range who.Received {
		facts = append(facts, ui.Fact{Name: v.Text("account.delegation"), Value: span(v, string(d.Delegation.Span.From), string(d.Delegation.Span.Until)), Link: s.actsOn(v, "delegation/"+d.Delegation.ID)})
	}
	return facts
}

// changeAccount carries out one of the account's buttons.
func (s *Site) changeAccount(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	me, err := s.me(v)
	if err != nil {
		return nil, err
	}
	ctx, from, which := v.Context(), s.from(v), v.PostFormValue("which")
	said := "said.changed"
	switch v.PostFormValue("deed") {
	case "set":
		step, e := s.Door.BeginEnrolment(ctx, me)
		if e == nil {
			return s.follow(v, step), nil
		}
		err = e
	case "end-session":
		err = s.Door.EndSession(ctx, me.Who.Person, which, me.Who.Person, from)
	case "end-sessions":
		if err = s.Door.EndSessions(ctx, me.Who.Person, me.Who.Person, from); err == nil {
			return signedOut(), nil
		}
	case "recovery":
		codes, e := s.Door.NewRecovery(ctx, me, from)
		if e == nil {
			return stepAnswer{page: ui.Page{Title: v.Text("sign-in.recovery"), Lead: v.Text("sign-in.recovery-lead"), Body: recoveryView(v, codes, "/account")}}, nil
		}
		err = e
	case "remove-passkey":
		id, e := base64.RawURLEncoding.DecodeString(which)
		if e != nil {
			return nil, ui.ErrNotFound
		}
		err = s.Door.RemovePasskey(ctx, me, id, from)
	case "remove-codes":
		err = s.Door.RemoveOneTime(ctx, me, from)
	case "end-token":
		err = s.Door.EndBearer(ctx, me.Who.Person, which, from)
	default:
		return nil, ui.ErrNotFound
	}
	return s.changed(v, &me, err, said)
}

func (s *Site) changed(v *ui.Visit, me *door.Signed, err error, said string) (ui.Answer, error) {
	if err == nil {
		return ui.Redirect{To: "/account", Said: said}, nil
	}
	if door.CodeOf(err) == "sign-in.fresh" {
		return ui.Redirect{To: "/sign-in?again=1&next=/account"}, nil
	}
	var f ui.Form
	if !s.refused(v, &f, "", err) {
		return nil, err
	}
	return s.accountPage(v, me, f.Faults, "")
}

// newToken makes a token for a program, and shows it once.
func (s *Site) newToken(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	me, err := s.me(v)
	if err != nil {
		return nil, err
	}
	until, err := time.Parse(time.DateOnly, v.PostFormValue("until"))
	if err != nil {
		until = time.Time{} // the door says which days it takes
	}
	token, err := s.Door.NewBearer(v.Context(), me, v.PostFormValue("name"), door.Scope(v.PostFormValue("scope")), until, s.from(v))
	if err != nil {
		return s.changed(v, &me, err, "")
	}
	if door.Scope(v.PostFormValue("scope")) == door.CalendarOnly {
		token = s.calendarAddress(token, v.Lang)
	}
	page, err := s.accountPage(v, &me, nil, token)
	return stepAnswer{page: page}, err
}

// tokenForm asks for a new token.
func (s *Site) tokenForm(v *ui.Visit) *ui.Form {
	return &ui.Form{Action: "/account/token", Send: v.Text("account.make-token"), Fields: []ui.Field{
		{Name: "name", Label: v.Text("account.token-name"), Required: true, Max: 80},
		{Name: "scope", Label: v.Text("account.token-scope"), Kind: "choice", Required: true, Value: "read", Options: []ui.Option{{Value: "read", Words: v.Text("account.scope-read")}, {Value: string(door.ReadWrite), Words: v.Text("account.scope-write")}, {Value: string(door.CalendarOnly), Words: v.Text("desk.scope-calendar"), Help: v.Text("desk.scope-calendar-help")}}},
		{Name: "until", Label: v.Text("word.until"), Kind: "day", Required: true, Value: s.Now().AddDate(0, 3, 0).Format(time.DateOnly)},
	}}
}

func methodWord(v *ui.Visit, m session.Method) string { return v.Text("sign-in-method." + string(m)) }
