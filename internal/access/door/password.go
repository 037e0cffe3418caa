package door

import (
	"context"

	"comity/internal/access/password"
	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/store"
)

// SignInPassword takes a name and a password. Where they are right the second
// factor follows, or, while there is none and its time has not passed, its
// enrolment. A name that there is not is refused in the same words and the same
// time as a wrong password.
func (d *Door) SignInPassword(ctx context.Context, name, word string, from From) (Step, error) {
	const how = "password"
	if err := d.network(ctx, from, how); err != nil {
		return Step{}, err
	}
	folded, err := fold(name)
	if err != nil {
		folded = "" // of nobody; a key of its own below
	}
	if wait, ok := d.throttle.name.Allow(folded); !ok {
		return Step{}, d.tooOften(ctx, wait, "name "+folded, "", how, from)
	}
	var a *account
	err = d.read(ctx, func(v store.View) error {
		a = nil
		person, err := byName(ctx, v, folded)
		if err != nil {
			return err
		}
		found, ok, err := d.account(ctx, v, person)
		if ok {
			a = found
		}
		return err
	})
	if err != nil {
		return Step{}, err
	}
	right, again, err := d.checkPassword(ctx, a, word)
	if err != nil {
		return Step{}, err
	}
	if !right {
		person := ""
		if a != nil {
			person = a.person
		}
		if err := d.log.Append(ctx, d.entry(seclog.SignInRefused, person, how, from)); err != nil {
			return Step{}, err
		}
		return Step{}, refuse("sign-in.wrong")
	}
	return d.passwordWasRight(ctx, a, folded, again, from)
}

// checkPassword says whether the password is the account's; a is nil for
// nobody. again is a new hash where the stored one has other costs than today's.
func (d *Door) checkPassword(ctx context.Context, a *account, word string) (right bool, again string, err error) {
	done, err := d.turn(ctx)
	if err != nil {
		return false, "", err
	}
	defer done()
	known := a != nil && a.password != ""
	if known {
		// One person has several names. Whoever guesses by all of them is told
		// what they are told of a wrong password: no more, no sooner.
		_, known = d.throttle.person.Allow(a.person)
	}
	if known {
		right, err = password.Verify(word, a.password)
	}
	if !known || err != nil {
		return password.Absent(word, d.options.Password), "", nil
	}
	if right && password.Outdated(a.password, d.options.Password) {
		again, err = password.Hash(word, d.options.Password)
	}
	return right, again, err
}

func (d *Door) passwordWasRight(ctx context.Context, before *account, folded, again string, from From) (s Step, err error) {
	var refused error
	err = d.store.Write(ctx, func(tx store.Tx) error {
		s, refused = Step{}, nil
		a, found, err := d.account(ctx, tx, before.person)
		if err != nil {
			return err
		}
		if !found || a.password != before.password {
			refused = refuse("sign-in.wrong")
			return nil
		}
		if again != "" {
			tx.Queue(store.Do(`UPDATE door_account SET password = ? WHERE person = ?`, again, a.person))
		}
		s = Step{Person: a.person, Ways: d.ways(a)}
		st := state{Name: folded}
		switch {
		case !a.closed.IsZero():
			refused = refuse("sign-in.closed")
			return d.queue(tx, d.entry(seclog.SignInRefused, a.person, "closed", from))
		case d.options.PasswordAlone && len(s.Ways) == 0:
			s.Cookie, err = d.begin(tx, a.person, session.PasswordAlone, from)
			return err
		case len(s.Ways) > 0:
			s.Need = SecondFactor
			return d.queueStep(tx, &s, second, st)
		case d.now().Before(a.enrolUntil):
			s.Need, st.By = Enrolment, byPassword
			return d.queueStep(tx, &s, enrolling, st)
		}
		refused = refuse("sign-in.second")
		return d.queue(tx, d.entry(seclog.SignInRefused, a.person, "second-factor", from))
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Step{}, err
	}
	if s.Need == Nothing {
		d.loosen(s.Person, folded)
	}
	return s, nil
}

// queueStep begins a ceremony and hands its ticket out with s.
func (d *Door) queueStep(tx store.Tx, s *Step, k kind, st state) error {
	p, ticket := d.newStep(k, s.Person, st)
	s.Ticket, s.Until = ticket, p.until
	w, err := p.put()
	tx.Queue(w)
	return err
}

// loosen lets a person who got in begin anew.
func (d *Door) loosen(person, folded string) {
	d.throttle.person.Forget(person)
	d.throttle.second.Forget(person)
	if folded != "" {
		d.throttle.name.Forget(folded)
	}
}
