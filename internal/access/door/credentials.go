package door

import (
	"context"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"comity/internal/store"
)

// account is the row of a person who may sign in, with all that hangs on it.
type account struct {
	person      string
	password    string
	passwordSet time.Time
	totp        []byte
	totpStep    int64
	failures    int
	enrolUntil  time.Time
	closed      time.Time
	made        time.Time
	recovery    int
	passkeys    []Passkey
	identities  []Identity
	names       []string // as shown, sorted as folded
}

// Passkey is one of a person's passkeys.
type Passkey struct {
	ID         []byte
	Name       string // as the person called it
	Made, Used time.Time
	credential webauthn.Credential
}

// Identity is an account at an OpenID provider.
type Identity struct {
	Issuer, Subject string
	Made, Used      time.Time
}

// Credentials is what a person signs in with, as their page shows it.
type Credentials struct {
	Names       []string
	Password    bool
	PasswordSet time.Time
	OneTime     bool
	Recovery    int // codes left
	Passkeys    []Passkey
	Identities  []Identity
	Closed      time.Time // zero while open
}

// Credentials reads what a person signs in with; there is nothing for one who
// has no account.
func (d *Door) Credentials(ctx context.Context, person string) (c Credentials, err error) {
	err = d.read(ctx, func(v store.View) error {
		a, found, err := d.account(ctx, v, person)
		if err != nil || !found {
			c = Credentials{}
			return err
		}
		c = Credentials{a.names, a.password != "", a.passwordSet, a.totp != nil, a.recovery, a.passkeys, a.identities, a.closed}
		return nil
	})
	return c, err
}

// account reads a person's account. The account of one whose record was erased
// is none.
func (d *Door) account(ctx context.Context, r store.Reader, person string) (*account, bool, error) {
	a := &account{person: person}
	var set, enrol, closed, made int64
	found, err := store.One(ctx, r, `SELECT a.password, a.password_set, a.totp, a.totp_step, a.failures, a.enrol_until, a.closed, a.made
		FROM door_account AS a JOIN {person} AS p ON p.person = a.person WHERE a.person = ? AND p.erased = 0`,
		[]any{person}, &a.password, &set, &a.totp, &a.totpStep, &a.failures, &enrol, &closed, &made)
	if err != nil || !found {
		return nil, false, err
	}
	a.passwordSet, a.enrolUntil, a.closed, a.made = instant(set), instant(enrol), instant(closed), instant(made)
	if _, err := store.One(ctx, r, `SELECT count(*) FROM door_recovery WHERE person = ?`, []any{person}, &a.recovery); err != nil {
		return nil, false, err
	}
	err = store.Each(ctx, r, `SELECT id, key, aaguid, count, flags, transports, name, made, used FROM door_passkey WHERE person = ? ORDER BY made, id`, []any{person}, func(rows store.Rows) error {
		var p Passkey
		var key, aaguid []byte
		var count, made, used int64
		var flags int
		var transports string
		if err := rows.Scan(&p.ID, &key, &aaguid, &count, &flags, &transports, &p.Name, &made, &used); err != nil {
			return err
		}
		p.Made, p.Used = instant(made), instant(used)
		p.credential = webauthn.Credential{ID: p.ID, PublicKey: key, AttestationFormat: "none",
			Flags:         webauthn.NewCredentialFlags(protocol.AuthenticatorFlags(flags)),
			Authenticator: webauthn.Authenticator{AAGUID: aaguid, SignCount: uint32(count)}}
		for t := range strings.FieldsSeq(transports) {
			p.credential.Transport = append(p.credential.Transport, protocol.AuthenticatorTransport(t))
		}
		a.passkeys = append(a.passkeys, p)
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	err = store.Each(ctx, r, `SELECT issuer, subject, made, used FROM door_identity WHERE person = ? ORDER BY issuer, subject`, []any{person}, func(rows store.Rows) error {
		var i Identity
		var made, used int64
		err := rows.Scan(&i.Issuer, &i.Subject, &made, &used)
		i.Made, i.Used = instant(made), instant(used)
		a.identities = append(a.identities, i)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	err = store.Each(ctx, r, `SELECT shown FROM door_name WHERE person = ? ORDER BY folded`, []any{person}, func(rows store.Rows) error {
		var n string
		err := rows.Scan(&n)
		a.names = append(a.names, n)
		return err
	})
	return a, true, err
}

// byName finds whom a folded name belongs to, "" for nobody.
func byName(ctx context.Context, r store.Reader, folded string) (person string, err error) {
	_, err = store.One(ctx, r, `SELECT person FROM door_name WHERE folded = ?`, []any{folded}, &person)
	return person, err
}

// ways are the second factors that follow a password.
func (d *Door) ways(a *account) (ways []Way) {
	if a.totp != nil && d.options.Keys != nil {
		ways = append(ways, OneTimeCode)
	}
	if len(a.passkeys) > 0 && d.passkeys != nil {
		ways = append(ways, PasskeyWay)
	}
	if len(ways) > 0 && a.recovery > 0 {
		ways = append(ways, RecoveryCode)
	}
	return ways
}

// has is what an account has, as far as it decides whether that is enough.
type has struct {
	password, oneTime              bool
	passkeys, verified, identities int // verified passkeys verify their holder
}

// wayIn says whether a person can sign in with what the account has: an account
// elsewhere, a passkey that verifies its holder, or a password with a second
// factor.
func (d *Door) wayIn(h has) bool {
	return h.identities > 0 || h.verified > 0 || h.password && (d.options.PasswordAlone || h.passkeys > 0 || h.oneTime)
}

func (a *account) has() has {
	h := has{password: a.password != "", oneTime: a.totp != nil, passkeys: len(a.passkeys), identities: len(a.identities)}
	for _, p := range a.passkeys {
		if p.credential.Flags.UserVerified {
			h.verified++
		}
	}
	return h
}

// The account as an authenticator knows it.

// WebAuthnID implements [webauthn.User]: the bytes of the random id.
func (a *account) WebAuthnID() []byte {
	id, err := uuid.Parse(a.person)
	if err != nil {
		return nil
	}
	return id[:]
}

// WebAuthnName implements [webauthn.User].
func (a *account) WebAuthnName() string {
	if len(a.names) == 0 {
		return a.person
	}
	return a.names[0]
}

// WebAuthnDisplayName implements [webauthn.User].
func (a *account) WebAuthnDisplayName() string { return a.WebAuthnName() }

// WebAuthnCredentials implements [webauthn.User].
func (a *account) WebAuthnCredentials() []webauthn.Credential {
	list := make([]webauthn.Credential, len(a.passkeys))
	for i, p := range a.passkeys {
		list[i] = p.credential
	}
	return list
}
