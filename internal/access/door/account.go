package door

import (
	"context"
	"fmt"
	"strings"
	"time"

	"comity/internal/access/seclog"
	"comity/internal/store"
)

// These are what an administrator does, at the command line or on a page that
// has asked the policies. Whose person is recorded in the book may have an
// account; the account gives no role.

// enrolWithin is for how long whoever knows a password that an administrator
// set may set the first second factor.
const enrolWithin = 7 * 24 * time.Hour

// Check says, before a person is recorded, whether Add would take names and
// password; person is "" for one who is not recorded yet.
func (d *Door) Check(ctx context.Context, person string, names []string, word string) error {
	for _, n := range names {
		if _, err := fold(n); err != nil {
			return fmt.Errorf("%.80q: %w", n, err)
		}
		if holder, err := d.Find(ctx, n); err != nil {
			return err
		} else if holder != "" && holder != person {
			return fmt.Errorf("%.80q: %w", n, refuse("sign-in.taken"))
		}
	}
	if word != "" {
		return checkNew(word, names)
	}
	return nil
}

// Add opens an account for a person of the book, named by each of names when
// signing in: mail addresses, or user names. word is a first password, "" for
// none; a person without one is invited. Added again, it adds names.
func (d *Door) Add(ctx context.Context, person string, names []string, word string) error {
	folded := make([]string, len(names))
	for i, n := range names {
		var err error
		if folded[i], err = fold(n); err != nil {
			return err
		}
	}
	hash := ""
	if word != "" {
		var err error
		if hash, err = d.hash(ctx, word, names); err != nil {
			return err
		}
	}
	return d.store.Write(ctx, func(tx store.Tx) error {
		var erased int
		found, err := store.One(ctx, tx, `SELECT erased FROM {person} WHERE person = ?`, []any{person}, &erased)
		if err != nil {
			return err
		}
		if !found || erased != 0 {
			return fmt.Errorf("open an account: the book records no person %s; record the person first", person)
		}
		now := d.now()
		tx.Queue(store.Do(`INSERT INTO door_account (person, password, password_set, totp, totp_step, failures, enrol_until, closed, made) VALUES (?, '', 0, NULL, -1, 0, 0, 0, ?)
			ON CONFLICT (person) DO NOTHING`, person, micro(now)))
		for i, f := range folded {
			holder, err := byName(ctx, tx, f)
			if err != nil {
				return err
			}
			if holder != "" && holder != person {
				return refuse("sign-in.taken")
			}
			tx.Queue(store.Do(`INSERT INTO door_name (folded, shown, person) VALUES (?, ?, ?) ON CONFLICT (folded) DO UPDATE SET shown = excluded.shown`, f, strings.TrimSpace(names[i]), person))
		}
		if hash != "" {
			tx.Queue(store.Do(`UPDATE door_account SET password = ?, password_set = ?, enrol_until = ? WHERE person = ? AND password = ''`, hash, micro(now), micro(now.Add(enrolWithin)), person))
			return d.queue(tx, d.entryOf(seclog.FactorChanged, person, "", "password", From{}))
		}
		return nil
	})
}

// RemoveName takes a name for signing in away.
func (d *Door) RemoveName(ctx context.Context, person, name string) error {
	folded, err := fold(name)
	if err != nil {
		return err
	}
	return d.store.Write(ctx, func(tx store.Tx) error {
		holder, err := byName(ctx, tx, folded)
		if err != nil {
			return err
		}
		if holder != person || person == "" {
			return refuse("sign-in.gone")
		}
		tx.Queue(store.Do(`DELETE FROM door_name WHERE folded = ?`, folded))
		return nil
	})
}

// Find returns whose name it is, "" for nobody's.
func (d *Door) Find(ctx context.Context, name string) (person string, err error) {
	folded, err := fold(name)
	if err != nil {
		return "", nil //nolint:nilerr // what is no name is nobody's
	}
	err = d.read(ctx, func(v store.View) (err error) {
		person, err = byName(ctx, v, folded)
		return err
	})
	return person, err
}

// Close closes an account: nobody signs in to it, its sessions and tokens end.
// The person's roles are acts and end by acts. by is who closes it, "" for the
// node.
func (d *Door) Close(ctx context.Context, person, by string, from From) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		a, found, err := d.account(ctx, tx, person)
		if err != nil {
			return err
		}
		if !found {
			return refuse("sign-in.gone")
		}
		if !a.closed.IsZero() {
			return nil
		}
		now := micro(d.now())
		tx.Queue(
			store.Do(`UPDATE door_account SET closed = ? WHERE person = ?`, now, person),
			store.Do(`UPDATE door_bearer SET ended = ? WHERE person = ? AND ended = 0`, now, person),
			store.Do(`DELETE FROM door_step WHERE person = ?`, person),
			store.Do(`DELETE FROM door_invitation WHERE person = ?`, person))
		if err := d.endAll(ctx, tx, person, by, nil, from); err != nil {
			return err
		}
		return d.queue(tx, d.entryOf(seclog.AccountClosed, person, by, "", from))
	})
}

// Reopen opens a closed account again, with the credentials that it had.
func (d *Door) Reopen(ctx context.Context, person, by string, from From) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		a, found, err := d.account(ctx, tx, person)
		if err != nil {
			return err
		}
		if !found {
			return refuse("sign-in.gone")
		}
		if a.closed.IsZero() {
			return nil
		}
		tx.Queue(store.Do(`UPDATE door_account SET closed = 0, failures = 0 WHERE person = ?`, person))
		return d.queue(tx, d.entryOf(seclog.AccountOpened, person, by, "", from))
	})
}

// Link joins an account at an OpenID provider to a person: what an
// administrator does who knows both.
func (d *Door) Link(ctx context.Context, person, issuer, subject, by string, from From) error {
	if issuer == "" || subject == "" || len(issuer) > 255 || len(subject) > 255 {
		return fmt.Errorf("link an account: issuer and subject are what the provider gives, at most 255 bytes each; look them up there")
	}
	return d.store.Write(ctx, func(tx store.Tx) error {
		if _, err := d.open(ctx, tx, person); err != nil {
			return err
		}
		if err := d.putIdentity(ctx, tx, person, issuer, subject); err != nil {
			return err
		}
		return d.queue(tx, d.entryOf(seclog.FactorChanged, person, by, "oidc", from))
	})
}

// Listed is one account in the list of those who may sign in.
type Listed struct {
	Person    string
	Name      string // of the person, as the book's table has it
	Names     []string
	Ready     bool // can sign in
	Invited   time.Time
	Closed    time.Time
	LastBegan time.Time // of the sessions that are still known
}

// Accounts lists all accounts by person, in two questions.
func (d *Door) Accounts(ctx context.Context) (list []Listed, err error) {
	err = d.read(ctx, func(v store.View) error {
		list = nil
		at := map[string]int{}
		// 4 is WebAuthn's flag that the holder was verified.
		err := store.Each(ctx, v, `SELECT a.person, p.name, CASE WHEN a.password = '' THEN 0 ELSE 1 END, CASE WHEN a.totp IS NULL THEN 0 ELSE 1 END, a.enrol_until, a.closed,
			COALESCE((SELECT count(*) FROM door_passkey AS k WHERE k.person = a.person), 0),
			COALESCE((SELECT count(*) FROM door_passkey AS k WHERE k.person = a.person AND k.flags & 4 <> 0), 0),
			COALESCE((SELECT count(*) FROM door_identity AS i WHERE i.person = a.person), 0),
			COALESCE((SELECT max(until) FROM door_invitation AS i WHERE i.person = a.person), 0),
			COALESCE((SELECT max(began) FROM door_session AS s WHERE s.person = a.person), 0)
			FROM door_account AS a JOIN {person} AS p ON p.person = a.person WHERE p.erased = 0 ORDER BY a.person`, nil, func(rows store.Rows) error {
			var l Listed
			var h has
			var enrol, closed, invited, began int64
			if err := rows.Scan(&l.Person, &l.Name, &h.password, &h.oneTime, &enrol, &closed, &h.passkeys, &h.verified, &h.identities, &invited, &began); err != nil {
				return err
			}
			l.Invited, l.LastBegan, l.Closed = instant(invited), instant(began), instant(closed)
			l.Ready = closed == 0 && (d.wayIn(h) || h.password && d.now().Before(instant(enrol)))
			at[l.Person] = len(list)
			list = append(list, l)
			return nil
		})
		if err != nil {
			return err
		}
		return store.Each(ctx, v, `SELECT person, shown FROM door_name ORDER BY person, folded`, nil, func(rows store.Rows) error {
			var person, shown string
			err := rows.Scan(&person, &shown)
			if i, ok := at[person]; ok {
				list[i].Names = append(list[i].Names, shown)
			}
			return err
		})
	})
	return list, err
}
