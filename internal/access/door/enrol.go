package door

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"comity/internal/access/password"
	"comity/internal/access/recovery"
	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/access/totp"
	"comity/internal/store"
)

// set queues the writes of one credential; a is the account before them.
type set func(tx store.Tx, p *step, a *account) error

// enrol sets a credential in the transaction that finds out whether the ticket
// still lets it, and says how the ceremony goes on. what names the credential
// in the log. others says that all other sessions of the person end.
func (d *Door) enrol(ctx context.Context, ticket session.Token, from From, what string, m session.Method, others bool, do set) (s Step, err error) {
	return d.enrolHash(ctx, hashOf(ticket), ticket, from, what, m, others, do)
}

// enrolHash is enrol where the browser comes back from elsewhere, and holds the
// enrolment's ticket in a cookie of its own.
func (d *Door) enrolHash(ctx context.Context, hash []byte, ticket session.Token, from From, what string, m session.Method, others bool, do set) (s Step, err error) {
	err = d.store.Write(ctx, func(tx store.Tx) error {
		p, a, err := d.enrolmentOf(ctx, tx, hash)
		if err != nil {
			return err
		}
		s = Step{Need: Enrolment, Person: a.person, Ticket: ticket, Until: p.until}
		if p.state.Wipe {
			if err := d.wipe(ctx, tx, a, from); err != nil {
				return err
			}
			p.state.Wipe = false
		}
		if err := do(tx, p, a); err != nil {
			return err
		}
		if err := d.queue(tx, d.entry(seclog.FactorChanged, a.person, what, from)); err != nil {
			return err
		}
		if p.state.By == bySession {
			return d.goOn(ctx, tx, &s, p, m, others, from)
		}
		now, _, err := d.account(ctx, tx, a.person)
		if err != nil {
			return err
		}
		if !d.wayIn(now.has()) {
			w, err := p.put()
			tx.Queue(w)
			return err
		}
		return d.complete(ctx, tx, &s, m, from)
	})
	if err != nil {
		return Step{}, err
	}
	return s, nil
}

// enrolment reads a ticket that lets credentials be set, and what it rests on.
func (d *Door) enrolment(ctx context.Context, r store.Reader, ticket session.Token) (*step, *account, error) {
	return d.enrolmentOf(ctx, r, hashOf(ticket))
}

func (d *Door) enrolmentOf(ctx context.Context, r store.Reader, hash []byte) (*step, *account, error) {
	p, err := d.step(ctx, r, hash, enrolling)
	if err != nil {
		return nil, nil, err
	}
	a, err := d.open(ctx, r, p.person)
	if err != nil {
		return nil, nil, err
	}
	holds := false
	switch p.state.By {
	case byInvitation:
		person, found, err := d.invited(ctx, r, p.state.Invitation)
		if err != nil {
			return nil, nil, err
		}
		holds = found && person == a.person
	case byPassword:
		holds = a.password != "" && len(d.ways(a)) == 0 && d.now().Before(a.enrolUntil)
	case bySession:
		s, _, err := d.sessionRow(ctx, r, p.state.Session)
		if err != nil {
			return nil, nil, err
		}
		holds = s.Alive(d.now(), d.options.Limits) && s.Person == a.person
	}
	if !holds {
		return nil, nil, refuse("sign-in.step")
	}
	return p, a, nil
}

// wipe takes all earlier credentials, sessions and tokens away.
func (d *Door) wipe(ctx context.Context, tx store.Tx, a *account, from From) error {
	for _, table := range []string{"door_recovery", "door_passkey", "door_identity"} {
		tx.Queue(store.Do(`DELETE FROM `+table+` WHERE person = ?`, a.person))
	}
	tx.Queue(
		store.Do(`UPDATE door_account SET password = '', password_set = 0, totp = NULL, totp_step = -1, failures = 0 WHERE person = ?`, a.person),
		store.Do(`UPDATE door_bearer SET ended = ? WHERE person = ? AND ended = 0`, micro(d.now()), a.person))
	a.password, a.totp, a.totpStep, a.recovery, a.passkeys, a.identities = "", nil, -1, 0, nil, nil
	return d.endAll(ctx, tx, a.person, a.person, nil, from)
}

// goOn keeps somebody signed in under a new token.
func (d *Door) goOn(ctx context.Context, tx store.Tx, s *Step, p *step, m session.Method, others bool, from From) error {
	row, _, err := d.sessionRow(ctx, tx, p.state.Session)
	if err != nil {
		return err
	}
	if row.Method == session.Recovery && m != "" { // the second factor is there again
		row.Method = m
	}
	s.Need, s.Ticket, s.Cookie = Nothing, session.Token{}, row.Rotate()
	tx.Queue(p.end(), store.Do(`UPDATE door_session SET hash = ?, method = ?, seen = ? WHERE hash = ?`, row.Hash[:], string(row.Method), micro(d.now()), p.state.Session))
	if others {
		return d.endAll(ctx, tx, row.Person, row.Person, row.Hash[:], from)
	}
	return nil
}

// complete lets a person in for the first time: the invitation is used up.
func (d *Door) complete(ctx context.Context, tx store.Tx, s *Step, m session.Method, from From) error {
	if err := d.endAll(ctx, tx, s.Person, s.Person, nil, from); err != nil {
		return err
	}
	tx.Queue(
		store.Do(`DELETE FROM door_step WHERE person = ?`, s.Person),
		store.Do(`DELETE FROM door_invitation WHERE person = ?`, s.Person),
		store.Do(`UPDATE door_account SET enrol_until = 0 WHERE person = ?`, s.Person))
	s.Need, s.Ticket = Nothing, session.Token{}
	var err error
	s.Cookie, err = d.begin(tx, s.Person, cmp.Or(m, session.Password), from)
	return err
}

// EnrolPassword sets a password. From a session, all other sessions end.
func (d *Door) EnrolPassword(ctx context.Context, ticket session.Token, word string, from From) (Step, error) {
	var names []string
	err := d.read(ctx, func(v store.View) error {
		_, a, err := d.enrolment(ctx, v, ticket)
		if err == nil {
			names, err = d.wordsOf(ctx, v, a)
		}
		return err
	})
	if err != nil {
		return Step{}, err
	}
	hash, err := d.hash(ctx, word, names)
	if err != nil {
		return Step{}, err
	}
	return d.enrol(ctx, ticket, from, "password", "", true, func(tx store.Tx, _ *step, a *account) error {
		tx.Queue(store.Do(`UPDATE door_account SET password = ?, password_set = ? WHERE person = ?`, hash, micro(d.now()), a.person))
		return nil
	})
}

// wordsOf are words that are no password of the person.
func (d *Door) wordsOf(ctx context.Context, r store.Reader, a *account) ([]string, error) {
	words := slices.Clone(a.names)
	var name, mail string
	_, err := store.One(ctx, r, `SELECT name, mail FROM {person} WHERE person = ?`, []any{a.person}, &name, &mail)
	words = append(append(words, name, mail), strings.Fields(name)...)
	return words, err
}

// hash checks and hashes a new password, when its turn has come.
func (d *Door) hash(ctx context.Context, word string, names []string) (string, error) {
	if err := checkNew(word, names); err != nil {
		return "", err
	}
	done, err := d.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return password.Hash(word, d.options.Password)
}

// Offer is a new secret of one-time codes, shown once: as text to type, and as
// the address that the picture holds.
type Offer struct{ Text, URI string }

// BeginOneTime makes a secret of one-time codes. It counts once a code of it
// was typed.
func (d *Door) BeginOneTime(ctx context.Context, ticket session.Token) (o Offer, err error) {
	var a *account
	err = d.read(ctx, func(v store.View) (err error) {
		_, a, err = d.enrolment(ctx, v, ticket)
		return err
	})
	if err != nil {
		return o, err
	}
	secret := totp.NewSecret()
	kept, err := d.keepSecret(ctx, a.person, secret)
	if err != nil {
		return o, err
	}
	err = d.store.Write(ctx, func(tx store.Tx) error {
		p, _, err := d.enrolment(ctx, tx, ticket)
		if err != nil {
			return err
		}
		p.state.TOTP = kept
		w, err := p.put()
		tx.Queue(w)
		return err
	})
	if err != nil {
		return o, err
	}
	return Offer{totp.Text(secret), totp.URI(secret, d.options.Name, a.WebAuthnName())}, nil
}

// FinishOneTime takes a code of the new secret. Where the person has no
// recovery codes, Recovery holds new ones.
func (d *Door) FinishOneTime(ctx context.Context, ticket session.Token, typed string, from From) (Step, error) {
	var kept []byte
	var person string
	err := d.read(ctx, func(v store.View) error {
		p, a, err := d.enrolment(ctx, v, ticket)
		if err == nil {
			kept, person = p.state.TOTP, a.person
		}
		return err
	})
	if err != nil {
		return Step{}, err
	}
	secret, err := d.secretOf(ctx, person, kept)
	if err != nil {
		return Step{}, err
	}
	counter, ok := totp.Verify(secret, typed, d.now(), -1)
	if !ok {
		return Step{}, d.missedEnrolment(ctx, ticket, refuse("sign-in.code"))
	}
	var codes []string
	s, err := d.enrol(ctx, ticket, from, string(OneTimeCode), session.Password, false, func(tx store.Tx, p *step, a *account) error {
		if !slices.Equal(p.state.TOTP, kept) {
			return refuse("sign-in.step")
		}
		p.state.TOTP = nil
		tx.Queue(store.Do(`UPDATE door_account SET totp = ?, totp_step = ?, failures = 0 WHERE person = ?`, kept, counter, a.person))
		if codes = nil; a.recovery == 0 {
			codes = d.newRecovery(tx, a.person)
		}
		return nil
	})
	s.Recovery = codes
	return s, err
}

// missedEnrolment counts a wrong code, and returns the refusal.
func (d *Door) missedEnrolment(ctx context.Context, ticket session.Token, refused *Refusal) error {
	err := d.store.Write(ctx, func(tx store.Tx) error {
		p, err := d.step(ctx, tx, hashOf(ticket), enrolling)
		if err != nil {
			return err
		}
		p.tries++
		w, err := p.put()
		tx.Queue(w)
		return err
	})
	if err != nil {
		return err
	}
	return refused
}

func (d *Door) newRecovery(tx store.Tx, person string) []string {
	codes, hashes := recovery.New()
	tx.Queue(store.Do(`DELETE FROM door_recovery WHERE person = ?`, person))
	for _, h := range hashes {
		tx.Queue(store.Do(`INSERT INTO door_recovery (person, hash) VALUES (?, ?)`, person, h[:]))
	}
	return codes
}

// NewRecovery makes new recovery codes in the place of all earlier ones, for
// somebody who signed in lately and has a second factor.
func (d *Door) NewRecovery(ctx context.Context, s Signed, from From) (codes []string, err error) {
	err = d.change(ctx, s, "recovery", from, func(tx store.Tx, a *account) error {
		if len(d.ways(a)) == 0 {
			return refuse("sign-in.password")
		}
		codes = d.newRecovery(tx, a.person)
		return nil
	})
	return codes, err
}
