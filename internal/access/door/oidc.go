package door

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/store"
)

// Provider is an OpenID provider by which people sign in. Who somebody is rests
// on its issuer and their subject there, which an administrator or the person
// linked; a mail address alone proves nothing.
type Provider struct {
	Code     string // stands in addresses: [a-z0-9-]+
	Title    string // what people call it
	Issuer   string // "https://login.example.org"
	ClientID string
	Secret   string // "" for a public client
	// Redirect is the page to which the provider sends people back.
	Redirect string
	// Levels are the acr values of which a sign-in there must have one; none
	// takes any, and then the provider answers for a second factor.
	Levels []string
}

// String keeps the secret out of any print.
func (p Provider) String() string { return "provider " + p.Code }

// GoString keeps it out of %#v.
func (p Provider) GoString() string { return p.String() }

// provider is one that is asked for its metadata when it is first needed.
type provider struct {
	Provider
	mu       sync.Mutex
	found    *oidc.Provider
	verifier *oidc.IDTokenVerifier
}

func providersOf(o Options) (map[string]*provider, error) {
	all := map[string]*provider{}
	for _, p := range o.Providers {
		u, err := url.Parse(p.Issuer)
		switch {
		case p.Code == "" || strings.Trim(p.Code, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
			return nil, fmt.Errorf("open the door: %q is no code of a provider; use lower-case letters, digits and hyphens", p.Code)
		case all[p.Code] != nil:
			return nil, fmt.Errorf("open the door: there are two providers %s; name one otherwise", p.Code)
		case err != nil || u.Host == "" || u.Scheme != "https" && u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost":
			return nil, fmt.Errorf("open the door: the issuer of the provider %s is no https address; correct it", p.Code)
		case p.ClientID == "" || p.Redirect == "":
			return nil, fmt.Errorf("open the door: the provider %s has no client or no page to come back to; name them", p.Code)
		}
		all[p.Code] = &provider{Provider: p}
	}
	return all, nil
}

// Providers lists code and title of the OpenID providers, as configured.
func (d *Door) Providers() []Provider {
	out := make([]Provider, len(d.options.Providers))
	for i, p := range d.options.Providers {
		out[i] = Provider{Code: p.Code, Title: p.Title}
	}
	return out
}

// ready asks the provider for its metadata, once.
func (d *Door) ready(ctx context.Context, code string) (*provider, *oauth2.Config, error) {
	p := d.providers[code]
	if p == nil {
		return nil, nil, refuse("sign-in.provider")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		// Its keys are fetched later, when this request has long ended.
		found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), d.options.HTTP), p.Issuer)
		if err != nil {
			return nil, nil, refuse("sign-in.provider")
		}
		p.found, p.verifier = found, found.Verifier(&oidc.Config{ClientID: p.ClientID, Now: d.options.Now})
	}
	return p, &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.Secret, Endpoint: p.found.Endpoint(), RedirectURL: p.Redirect, Scopes: []string{oidc.ScopeOpenID}}, nil
}

// derived is a value of a sign-in elsewhere that is made from the ticket, which
// the browser alone holds, so that the store needs to keep none of them.
func derived(ticket session.Token, what string) string {
	m := hmac.New(sha256.New, []byte(ticket.Cookie()))
	m.Write([]byte("comity/oidc/v1\x00" + what))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// BeginOIDC sends somebody to an OpenID provider: to sign in, or, with the
// ticket of an enrolment, to link their account there. The browser keeps the
// step's ticket in a cookie and goes to the address.
func (d *Door) BeginOIDC(ctx context.Context, code string, enrolment *session.Token, from From) (s Step, address string, err error) {
	if err := d.network(ctx, from, "oidc"); err != nil {
		return Step{}, "", err
	}
	_, config, err := d.ready(ctx, code)
	if err != nil {
		return Step{}, "", err
	}
	st := state{Provider: code}
	err = d.store.Write(ctx, func(tx store.Tx) error {
		s = Step{}
		if enrolment != nil {
			_, a, err := d.enrolment(ctx, tx, *enrolment)
			if err != nil {
				return err
			}
			s.Person, st.Enrolment = a.person, hashOf(*enrolment)
		}
		return d.queueStep(tx, &s, outside, st)
	})
	if err != nil {
		return Step{}, "", err
	}
	return s, config.AuthCodeURL(derived(s.Ticket, "state"), oidc.Nonce(derived(s.Ticket, "nonce")), oauth2.S256ChallengeOption(derived(s.Ticket, "pkce"))), nil
}

// FinishOIDC takes what the provider sent the browser back with: code is ""
// where it refused. state must be the ticket's.
func (d *Door) FinishOIDC(ctx context.Context, ticket session.Token, stateValue, code string, from From) (Step, error) {
	if err := d.network(ctx, from, "oidc"); err != nil {
		return Step{}, err
	}
	// The ceremony ends here, whatever comes of it: a code is tried once.
	var p *step
	var refused error
	err := d.store.Write(ctx, func(tx store.Tx) (err error) {
		refused = nil
		if p, err = d.step(ctx, tx, hashOf(ticket), outside); err != nil {
			return err
		}
		tx.Queue(p.end())
		if code == "" || len(code) > 4096 || subtle.ConstantTimeCompare([]byte(stateValue), []byte(derived(ticket, "state"))) != 1 {
			refused = refuse("sign-in.outside")
			return d.queue(tx, d.entry(seclog.SignInRefused, p.person, "oidc", from))
		}
		return nil
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Step{}, err
	}
	token, err := d.exchange(ctx, ticket, p.state.Provider, code)
	if err != nil {
		if e := d.log.Append(ctx, d.entry(seclog.SignInRefused, p.person, "oidc", from)); e != nil {
			return Step{}, e
		}
		return Step{}, err
	}
	if p.state.Enrolment != nil {
		return d.link(ctx, p, token, from)
	}
	return d.linkedIn(ctx, token, from)
}

// exchange trades the code for who somebody is there.
func (d *Door) exchange(ctx context.Context, ticket session.Token, code, value string) (*oidc.IDToken, error) {
	p, config, err := d.ready(ctx, code)
	if err != nil {
		return nil, err
	}
	ctx = oidc.ClientContext(ctx, d.options.HTTP)
	got, err := config.Exchange(ctx, value, oauth2.VerifierOption(derived(ticket, "pkce")))
	if err != nil {
		return nil, refuse("sign-in.outside")
	}
	raw, _ := got.Extra("id_token").(string)
	token, err := p.verifier.Verify(ctx, raw)
	if err != nil || token.Subject == "" || len(token.Subject) > 255 || subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(derived(ticket, "nonce"))) != 1 {
		return nil, refuse("sign-in.outside")
	}
	if len(p.Levels) > 0 {
		var claims struct {
			Level string `json:"acr"`
		}
		if err := token.Claims(&claims); err != nil || !slices.Contains(p.Levels, claims.Level) {
			return nil, refuse("sign-in.outside")
		}
	}
	return token, nil
}

// linkedIn signs in whoever an account elsewhere is linked to.
func (d *Door) linkedIn(ctx context.Context, token *oidc.IDToken, from From) (s Step, err error) {
	var refused error
	err = d.store.Write(ctx, func(tx store.Tx) error {
		s, refused = Step{}, nil
		var person string
		found, err := store.One(ctx, tx, `SELECT person FROM door_identity WHERE issuer = ? AND subject = ?`, []any{token.Issuer, token.Subject}, &person)
		if err != nil {
			return err
		}
		var a *account
		if found {
			if a, found, err = d.account(ctx, tx, person); err != nil {
				return err
			}
		}
		switch {
		case !found:
			refused = refuse("sign-in.unlinked")
			return d.queue(tx, d.entry(seclog.SignInRefused, "", "oidc", from))
		case !a.closed.IsZero():
			refused = refuse("sign-in.closed")
			return d.queue(tx, d.entry(seclog.SignInRefused, person, "closed", from))
		}
		tx.Queue(store.Do(`UPDATE door_identity SET used = ? WHERE issuer = ? AND subject = ?`, micro(d.now()), token.Issuer, token.Subject))
		s.Person = person
		s.Cookie, err = d.begin(tx, person, session.OIDC, from)
		return err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Step{}, err
	}
	return s, nil
}

// link joins an account elsewhere to the person of an enrolment.
func (d *Door) link(ctx context.Context, p *step, token *oidc.IDToken, from From) (Step, error) {
	return d.enrolHash(ctx, p.state.Enrolment, session.Token{}, from, "oidc", session.OIDC, false, func(tx store.Tx, _ *step, a *account) error {
		return d.putIdentity(ctx, tx, a.person, token.Issuer, token.Subject)
	})
}

func (d *Door) putIdentity(ctx context.Context, tx store.Tx, person, issuer, subject string) error {
	var other string
	found, err := store.One(ctx, tx, `SELECT person FROM door_identity WHERE issuer = ? AND subject = ?`, []any{issuer, subject}, &other)
	if err != nil {
		return err
	}
	if found && other != person {
		return refuse("sign-in.linked")
	}
	tx.Queue(store.Do(`INSERT INTO door_identity (issuer, subject, person, made, used) VALUES (?, ?, ?, ?, 0) ON CONFLICT (issuer, subject) DO NOTHING`,
		issuer, subject, person, micro(d.now())))
	return nil
}
