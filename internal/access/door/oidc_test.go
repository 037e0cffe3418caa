package door_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"comity/internal/access/door"
	"comity/internal/access/door/doortest"
	"comity/internal/access/session"
	"comity/internal/book/booktest"
)

func outsideHouse(t *testing.T, change ...func(*door.Provider)) (*house, *doortest.Provider) {
	t.Helper()
	p := doortest.NewProvider(t)
	o := p.Options()
	for _, c := range change {
		c(&o)
	}
	h := newHouse(t, booktest.InSQLite(t), func(d *door.Options) { d.Providers = []door.Provider{o} })
	p.Now = h.clock
	return h, p
}

// byOIDC goes there and comes back.
func (h *house) byOIDC(p *doortest.Provider, enrolment *session.Token) (door.Step, error) {
	h.Helper()
	s, address, err := h.BeginOIDC(ctx, "there", enrolment, here)
	h.must(err)
	state, code := p.Authorize(h, address)
	return h.FinishOIDC(ctx, s.Ticket, state, code, here)
}

func TestByAnAccountElsewhere(t *testing.T) {
	h, p := outsideHouse(t)
	h.must(h.Add(ctx, ana, []string{"somebody@example.org"}, "")) // the provider's mail address links nothing
	_, err := h.byOIDC(p, nil)
	h.refused("sign-in.unlinked", err)

	// By an invitation.
	invitation, _, err := h.Invite(ctx, ana, "", here)
	h.must(err)
	e, err := h.AcceptInvitation(ctx, invitation, here)
	h.must(err)
	s, err := h.byOIDC(p, &e.Ticket)
	h.must(err)
	if who := h.signed(s.Cookie); who.Who.Person != ana || who.Method != session.OIDC {
		t.Errorf("signed in is %+v", who)
	}
	_, err = h.AcceptInvitation(ctx, invitation, here)
	h.refused("sign-in.invitation", err)
	s, err = h.byOIDC(p, nil)
	h.must(err)
	who := h.signed(s.Cookie)
	h.refused("sign-in.last", h.RemoveIdentity(ctx, who, p.URL, "somebody-there", here))

	// By an administrator.
	h.must(h.Add(ctx, bo, []string{"bo"}, ""))
	h.refused("sign-in.linked", h.Link(ctx, bo, p.URL, "somebody-there", ana, here))
	h.must(h.Link(ctx, bo, p.URL, "bo-there", ana, here))
	p.Subject = "bo-there"
	s, err = h.byOIDC(p, nil)
	h.must(err)
	if who := h.signed(s.Cookie); who.Who.Person != bo {
		t.Errorf("signed in is %+v", who)
	}
	h.must(h.Close(ctx, bo, ana, here))
	_, err = h.byOIDC(p, nil)
	h.refused("sign-in.closed", err)
}

// From a session, an account elsewhere is linked and goes on under a new token.
func TestLinkingFromASession(t *testing.T) {
	h, p := outsideHouse(t)
	_, _, cookie := h.settle(ana, "ana")
	e, err := h.BeginEnrolment(ctx, h.signed(cookie))
	h.must(err)
	s, err := h.byOIDC(p, &e.Ticket)
	h.must(err)
	who := h.signed(s.Cookie)
	if who.Method != session.Password {
		t.Errorf("signed in is %+v", who)
	}
	_, err = h.Session(ctx, cookie)
	h.refused("sign-in.ended", err)
	h.must(h.RemoveIdentity(ctx, who, p.URL, "somebody-there", here))
	h.refused("sign-in.gone", h.RemoveIdentity(ctx, who, p.URL, "somebody-there", here))
}

func TestWhatComesBackIsChecked(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*doortest.Provider)
		come  func(state, code string) (string, string)
	}{
		"another state":     {come: func(_, code string) (string, string) { return "x", code }},
		"no code":           {come: func(state, _ string) (string, string) { return state, "" }},
		"another code":      {come: func(state, _ string) (string, string) { return state, "abc" }},
		"a long code":       {come: func(state, _ string) (string, string) { return state, strings.Repeat("a", 5000) }},
		"another key":       {spoil: func(p *doortest.Provider) { p.Wrong = true }},
		"another nonce":     {spoil: change("nonce", "x")},
		"no nonce":          {spoil: change("nonce", "")},
		"for another":       {spoil: change("aud", "somebody-else")},
		"by another":        {spoil: change("iss", "https://evil.example")},
		"run out":           {spoil: change("exp", 1000)},
		"nobody":            {spoil: change("sub", "")},
		"a level too low":   {spoil: change("acr", "low")},
		"without a level":   {spoil: func(p *doortest.Provider) { p.Change = func(m map[string]any) { delete(m, "acr") } }},
		"a subject too big": {spoil: change("sub", strings.Repeat("a", 300))},
	} {
		t.Run(name, func(t *testing.T) {
			h, p := outsideHouse(t, func(o *door.Provider) { o.Levels = []string{"high"} })
			h.must(h.Add(ctx, ana, nil, ""))
			for _, subject := range []string{"somebody-there", "", strings.Repeat("a", 255)} {
				if subject != "" {
					h.must(h.Link(ctx, ana, p.URL, subject, bo, here))
				}
			}
			p.Change = func(m map[string]any) { m["acr"] = "high" }
			_, err := h.byOIDC(p, nil)
			h.must(err)
			if c.spoil != nil {
				c.spoil(p)
			}
			s, address, err := h.BeginOIDC(ctx, "there", nil, here)
			h.must(err)
			state, code := p.Authorize(t, address)
			if c.come != nil {
				state, code = c.come(state, code)
			}
			_, err = h.FinishOIDC(ctx, s.Ticket, state, code, here)
			h.refused("sign-in.outside", err)
			_, err = h.FinishOIDC(ctx, s.Ticket, state, code, here)
			h.refused("sign-in.step", err) // one try
		})
	}
}

func change(claim string, value any) func(*doortest.Provider) {
	return func(p *doortest.Provider) {
		p.Change = func(m map[string]any) {
			m["acr"] = "high"
			m[claim] = value
		}
	}
}

func TestAProviderThatIsAway(t *testing.T) {
	h, p := outsideHouse(t)
	_, _, err := h.BeginOIDC(ctx, "nowhere", nil, here)
	h.refused("sign-in.provider", err)
	p.Close()
	_, _, err = h.BeginOIDC(ctx, "there", nil, here)
	h.refused("sign-in.provider", err)
	if text := fmt.Sprintf("%v %+v %#v", p.Options(), p.Options(), p.Options()); strings.Contains(text, "a secret of the test") {
		t.Errorf("the provider's secret is printed: %s", text)
	}
	for _, o := range []door.Provider{{}, {Code: "A"}, {Code: "a", Issuer: "http://login.example"}, {Code: "a", Issuer: "https://login.example"}} {
		if _, err := door.Open(ctx, booktest.InSQLite(t), door.Options{Log: h.log, Origin: origin, Providers: []door.Provider{o}, Now: time.Now}); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}
