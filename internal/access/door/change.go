package door

import (
	"bytes"
	"context"
	"slices"

	"comity/internal/access/password"
	"comity/internal/access/seclog"
	"comity/internal/store"
)

func checkNew(word string, names []string) error { return password.Check(word, names...) }

// change alters the credentials of somebody who signed in lately; a way in must
// be left.
func (d *Door) change(ctx context.Context, s Signed, what string, from From, do func(store.Tx, *account) error) error {
	if !s.Fresh || s.Session == "" {
		return refuse("sign-in.fresh")
	}
	return d.store.Write(ctx, func(tx store.Tx) error {
		a, err := d.open(ctx, tx, s.Who.Person)
		if err != nil {
			return err
		}
		if err := do(tx, a); err != nil {
			return err
		}
		now, _, err := d.account(ctx, tx, a.person)
		if err != nil {
			return err
		}
		if !d.wayIn(now.has()) {
			return refuse("sign-in.last")
		}
		return d.queue(tx, d.entry(seclog.FactorChanged, a.person, what, from))
	})
}

// RemovePasskey forgets one of the person's passkeys.
func (d *Door) RemovePasskey(ctx context.Context, s Signed, id []byte, from From) error {
	return d.change(ctx, s, "passkey", from, func(tx store.Tx, a *account) error {
		if !slices.ContainsFunc(a.passkeys, func(p Passkey) bool { return bytes.Equal(p.ID, id) }) {
			return refuse("sign-in.gone")
		}
		tx.Queue(store.Do(`DELETE FROM door_passkey WHERE id = ? AND person = ?`, id, a.person))
		return nil
	})
}

// RenamePasskey gives one of the person's passkeys another name.
func (d *Door) RenamePasskey(ctx context.Context, s Signed, id []byte, name string, from From) error {
	if !isLabel(name) {
		return refuse("sign-in.label")
	}
	return d.change(ctx, s, "passkey", from, func(tx store.Tx, a *account) error {
		if !slices.ContainsFunc(a.passkeys, func(p Passkey) bool { return bytes.Equal(p.ID, id) }) {
			return refuse("sign-in.gone")
		}
		tx.Queue(store.Do(`UPDATE door_passkey SET name = ? WHERE id = ? AND person = ?`, name, id, a.person))
		return nil
	})
}

// RemoveOneTime ends one-time codes.
func (d *Door) RemoveOneTime(ctx context.Context, s Signed, from From) error {
	return d.change(ctx, s, string(OneTimeCode), from, func(tx store.Tx, a *account) error {
		if a.totp == nil {
			return refuse("sign-in.gone")
		}
		tx.Queue(store.Do(`UPDATE door_account SET totp = NULL, totp_step = -1 WHERE person = ?`, a.person))
		return nil
	})
}

// RemoveIdentity unlinks an account at an OpenID provider.
func (d *Door) RemoveIdentity(ctx context.Context, s Signed, issuer, subject string, from From) error {
	return d.change(ctx, s, "oidc", from, func(tx store.Tx, a *account) error {
		if !slices.ContainsFunc(a.identities, func(i Identity) bool { return i.Issuer == issuer && i.Subject == subject }) {
			return refuse("sign-in.gone")
		}
		tx.Queue(store.Do(`DELETE FROM door_identity WHERE issuer = ? AND subject = ? AND person = ?`, issuer, subject, a.person))
		return nil
	})
}
