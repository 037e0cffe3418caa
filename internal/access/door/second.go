package door

import (
	"bytes"
	"context"
	"errors"

	"comity/internal/access/recovery"
	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/access/totp"
	"comity/internal/act"
	"comity/internal/keyring"
	"comity/internal/store"
)

// mostFailures is how many wrong second factors in a row close the way of
// one-time codes: whoever has the password has then guessed once in some 6,000
// times.
const mostFailures = 50

// SecondFactorCode takes a one-time code, or a recovery code, after the
// password.
func (d *Door) SecondFactorCode(ctx context.Context, ticket session.Token, typed string, from From) (Step, error) {
	if err := d.network(ctx, from, "second-factor"); err != nil {
		return Step{}, err
	}
	var a *account
	err := d.read(ctx, func(v store.View) error {
		p, err := d.step(ctx, v, hashOf(ticket), second)
		if err != nil {
			return err
		}
		a, err = d.open(ctx, v, p.person)
		return err
	})
	if err != nil {
		return Step{}, err
	}
	if wait, ok := d.throttle.second.Allow(a.person); !ok {
		return Step{}, d.tooOften(ctx, wait, "second "+a.person, a.person, "second-factor", from)
	}
	if recovery.Check(typed) == nil {
		return d.finishSecond(ctx, ticket, from, session.Recovery, func(tx store.Tx, a *account) (bool, error) {
			return d.takeRecovery(ctx, tx, a, typed)
		})
	}
	if a.failures >= mostFailures {
		return Step{}, refuse("sign-in.locked")
	}
	secret, err := d.secretOf(ctx, a.person, a.totp)
	if err != nil {
		return Step{}, err
	}
	return d.finishSecond(ctx, ticket, from, session.Password, func(tx store.Tx, now *account) (bool, error) {
		if now.failures >= mostFailures || !bytes.Equal(now.totp, a.totp) {
			return false, nil
		}
		counter, ok := totp.Verify(secret, typed, d.now(), now.totpStep)
		if ok {
			tx.Queue(store.Do(`UPDATE door_account SET totp_step = ? WHERE person = ?`, counter, now.person))
		}
		return ok, nil
	})
}

// open reads the account of a ceremony, which must be open.
func (d *Door) open(ctx context.Context, r store.Reader, person string) (*account, error) {
	a, found, err := d.account(ctx, r, person)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, refuse("sign-in.step")
	case !a.closed.IsZero():
		return nil, refuse("sign-in.closed")
	}
	return a, nil
}

// finishSecond checks in the transaction that lets the person in, and counts
// what was wrong.
func (d *Door) finishSecond(ctx context.Context, ticket session.Token, from From, m session.Method, check func(store.Tx, *account) (bool, error)) (s Step, err error) {
	var refused error
	var name string
	err = d.store.Write(ctx, func(tx store.Tx) error {
		s, refused = Step{}, nil
		p, err := d.step(ctx, tx, hashOf(ticket), second)
		if err != nil {
			return err
		}
		a, err := d.open(ctx, tx, p.person)
		if err != nil {
			return err
		}
		ok, err := check(tx, a)
		if err != nil {
			return err
		}
		if !ok {
			refused = refuse("sign-in.code")
			w, err := p.missed()
			tx.Queue(w, store.Do(`UPDATE door_account SET failures = failures + 1 WHERE person = ?`, a.person))
			if err != nil {
				return err
			}
			return d.queue(tx, d.entry(seclog.SignInRefused, a.person, "second-factor", from))
		}
		tx.Queue(p.end(), store.Do(`UPDATE door_account SET failures = 0 WHERE person = ?`, a.person))
		if m == session.Recovery {
			if err := d.queue(tx, d.entry(seclog.RecoveryUsed, a.person, "recovery", from)); err != nil {
				return err
			}
		}
		name, s.Person = p.state.Name, a.person
		s.Cookie, err = d.begin(tx, a.person, m, from)
		return err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Step{}, err
	}
	d.loosen(s.Person, name)
	return s, nil
}

// takeRecovery uses a recovery code up.
func (d *Door) takeRecovery(ctx context.Context, tx store.Tx, a *account, typed string) (bool, error) {
	var hashes []recovery.Hash
	err := store.Each(ctx, tx, `SELECT hash FROM door_recovery WHERE person = ? ORDER BY hash`, []any{a.person}, func(rows store.Rows) error {
		var b []byte
		err := rows.Scan(&b)
		if len(b) == len(recovery.Hash{}) {
			hashes = append(hashes, recovery.Hash(b))
		}
		return err
	})
	if err != nil {
		return false, err
	}
	at := recovery.Use(typed, hashes)
	if at < 0 {
		return false, nil
	}
	tx.Queue(store.Do(`DELETE FROM door_recovery WHERE person = ? AND hash = ?`, a.person, hashes[at][:]))
	return true, nil
}

// Secrets of one-time codes are encrypted under the key of the person's record,
// which an erasure of the person destroys.

func pair(person string) (act.Subject, string, []byte) {
	return act.Subject("person/" + person), "people", []byte("comity/totp/v1\x00" + person)
}

func (d *Door) keepSecret(ctx context.Context, person string, secret []byte) ([]byte, error) {
	if d.options.Keys == nil {
		return nil, refuse("sign-in.keys")
	}
	subject, audience, ad := pair(person)
	return d.options.Keys.Encrypt(ctx, subject, audience, ad, secret)
}

func (d *Door) secretOf(ctx context.Context, person string, kept []byte) ([]byte, error) {
	switch {
	case d.options.Keys == nil:
		return nil, refuse("sign-in.keys")
	case kept == nil:
		return nil, nil // no code is right
	}
	subject, audience, ad := pair(person)
	secret, err := d.options.Keys.Decrypt(ctx, subject, audience, ad, kept)
	if errors.Is(err, keyring.ErrErased) { // the person was erased, and recorded again since
		return nil, nil
	}
	return secret, err
}
