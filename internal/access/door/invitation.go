package door

import (
	"context"
	"crypto/sha256"
	"time"

	"comity/internal/access/code"
	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/store"
)

// invitationSize is the length of an invitation's code: 100 bits.
const invitationSize = 20

// LifeOfInvitation is how long an invitation holds.
const LifeOfInvitation = 7 * 24 * time.Hour

func invitationHash(plain string) []byte {
	h := sha256.Sum256([]byte("comity/invitation/v1\n" + plain))
	return h[:]
}

// Invite makes an invitation for a person who has an account, and returns its
// code, which is shown once. An earlier one is worth nothing from then on. With
// it the person sets first credentials, or new ones in the place of all that
// they had. by is who invites, "" for the node.
func (d *Door) Invite(ctx context.Context, person, by string, from From) (typed string, until time.Time, err error) {
	plain := code.New(invitationSize)
	until = d.now().Add(LifeOfInvitation)
	err = d.store.Write(ctx, func(tx store.Tx) error {
		_, found, err := d.account(ctx, tx, person)
		if err != nil {
			return err
		}
		if !found {
			return refuse("sign-in.gone")
		}
		tx.Queue(store.Do(`DELETE FROM door_invitation WHERE person = ?`, person),
			store.Do(`INSERT INTO door_invitation (hash, person, by_id, made, until) VALUES (?, ?, ?, ?, ?)`,
				invitationHash(plain), person, by, micro(d.now()), micro(until)))
		return d.queue(tx, d.entryOf(seclog.Invited, person, by, "", from))
	})
	return code.Group(plain), until, err
}

// AcceptInvitation takes an invitation's code as it was typed, and begins the
// enrolment. The invitation holds until that is complete, so that a line which
// broke costs nothing; then it is used up.
func (d *Door) AcceptInvitation(ctx context.Context, typed string, from From) (s Step, err error) {
	if err := d.network(ctx, from, "invitation"); err != nil {
		return Step{}, err
	}
	plain, ok := code.Read(typed, invitationSize)
	if !ok {
		return Step{}, refuse("sign-in.invitation")
	}
	var refused error
	err = d.store.Write(ctx, func(tx store.Tx) error {
		s, refused = Step{}, nil
		hash := invitationHash(plain)
		person, found, err := d.invited(ctx, tx, hash)
		if err != nil {
			return err
		}
		if !found {
			refused = refuse("sign-in.invitation")
			return d.queue(tx, d.entry(seclog.SignInRefused, "", "invitation", from))
		}
		if _, err := d.open(ctx, tx, person); err != nil {
			return err
		}
		s = Step{Need: Enrolment, Person: person}
		return d.queueStep(tx, &s, enrolling, state{By: byInvitation, Wipe: true, Invitation: hash})
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Step{}, err
	}
	return s, nil
}

// invited finds whom an invitation is for, while it holds.
func (d *Door) invited(ctx context.Context, r store.Reader, hash []byte) (person string, found bool, err error) {
	var until int64
	found, err = store.One(ctx, r, `SELECT person, until FROM door_invitation WHERE hash = ?`, []any{hash}, &person, &until)
	return person, found && d.now().Before(instant(until)), err
}

// BeginEnrolment lets somebody who is signed in set one credential: when they
// signed in lately, or lately by a recovery code.
func (d *Door) BeginEnrolment(ctx context.Context, s Signed) (Step, error) {
	lately := s.Fresh || s.Method == session.Recovery && d.now().Sub(s.Began) < d.options.Limits.Fresh
	if !lately || s.Session == "" {
		return Step{}, refuse("sign-in.fresh")
	}
	out := Step{Need: Enrolment, Person: s.Who.Person}
	err := d.store.Write(ctx, func(tx store.Tx) error {
		if _, err := d.open(ctx, tx, s.Who.Person); err != nil {
			return err
		}
		return d.queueStep(tx, &out, enrolling, state{By: bySession, Session: s.hash})
	})
	if err != nil {
		return Step{}, err
	}
	return out, nil
}
