package door

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/store"
)

// longestAnswer bounds what an authenticator may answer, in bytes.
const longestAnswer = 64 << 10

// BeginPasskey asks for any passkey of this node. options are what the browser's
// navigator.credentials.get takes, as JSON.
func (d *Door) BeginPasskey(ctx context.Context, from From) (s Step, options []byte, err error) {
	if d.passkeys == nil {
		return Step{}, nil, refuse("sign-in.no-passkeys")
	}
	if err := d.network(ctx, from, "passkey"); err != nil {
		return Step{}, nil, err
	}
	asked, data, err := d.passkeys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Step{}, nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	var st state
	if options, st.Passkey, err = pack(asked, data); err != nil {
		return Step{}, nil, err
	}
	err = d.store.Write(ctx, func(tx store.Tx) error { return d.queueStep(tx, &s, passkeyOnly, st) })
	return s, options, err
}

// BeginSecondPasskey asks for a passkey of the person after the password.
func (d *Door) BeginSecondPasskey(ctx context.Context, ticket session.Token) (options []byte, err error) {
	if d.passkeys == nil {
		return nil, refuse("sign-in.no-passkeys")
	}
	err = d.store.Write(ctx, func(tx store.Tx) error {
		p, err := d.step(ctx, tx, hashOf(ticket), second)
		if err != nil {
			return err
		}
		a, err := d.open(ctx, tx, p.person)
		if err != nil {
			return err
		}
		asked, data, err := d.passkeys.BeginLogin(a)
		if err != nil {
			return refuse(notAccepted) // there is none
		}
		if options, p.state.Passkey, err = pack(asked, data); err != nil {
			return err
		}
		w, err := p.put()
		tx.Queue(w)
		return err
	})
	return options, err
}

func pack(asked any, data *webauthn.SessionData) (options, kept []byte, err error) {
	if options, err = json.Marshal(asked); err == nil {
		kept, err = json.Marshal(data)
	}
	return options, kept, err
}

// FinishPasskey takes the browser's answer, as JSON, to either question.
func (d *Door) FinishPasskey(ctx context.Context, ticket session.Token, answer []byte, from From) (Step, error) {
	if err := d.network(ctx, from, "passkey"); err != nil {
		return Step{}, err
	}
	var p *step
	err := d.read(ctx, func(v store.View) (err error) {
		p, err = d.step(ctx, v, hashOf(ticket), passkeyOnly, second)
		return err
	})
	if err != nil {
		return Step{}, err
	}
	a, used, err := d.checkPasskey(ctx, p, answer)
	if CodeOf(err) == notAccepted {
		return Step{}, d.missedPasskey(ctx, ticket, from)
	}
	if err != nil {
		return Step{}, err
	}
	return d.letIn(ctx, ticket, p, a, used, from)
}

// notAccepted is the code of whatever is wrong with an answer: which it was is
// for nobody to learn.
const notAccepted = "sign-in.passkey"

// checkPasskey holds an answer against the question.
func (d *Door) checkPasskey(ctx context.Context, p *step, answer []byte) (*account, *webauthn.Credential, error) {
	var data webauthn.SessionData
	if d.passkeys == nil || p.state.Passkey == nil || len(answer) > longestAnswer || json.Unmarshal(p.state.Passkey, &data) != nil {
		return nil, nil, refuse(notAccepted)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, nil, refuse(notAccepted)
	}
	person := p.person
	if p.kind == passkeyOnly {
		id, err := uuid.FromBytes(parsed.Response.UserHandle)
		if err != nil {
			return nil, nil, refuse(notAccepted)
		}
		person = id.String()
	}
	var a *account
	err = d.read(ctx, func(v store.View) error {
		found, ok, err := d.account(ctx, v, person)
		if a = nil; ok && found.closed.IsZero() {
			a = found
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if a == nil {
		return nil, nil, refuse(notAccepted)
	}
	var used *webauthn.Credential
	if p.kind == passkeyOnly {
		_, used, err = d.passkeys.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return a, nil }, data, parsed)
	} else {
		used, err = d.passkeys.ValidateLogin(a, data, parsed)
	}
	if err != nil || used.Authenticator.CloneWarning {
		return nil, nil, refuse(notAccepted)
	}
	return a, used, nil
}

func (d *Door) missedPasskey(ctx context.Context, ticket session.Token, from From) error {
	err := d.store.Write(ctx, func(tx store.Tx) error {
		p, err := d.step(ctx, tx, hashOf(ticket), passkeyOnly, second)
		if err != nil {
			return err
		}
		w, err := p.missed()
		tx.Queue(w)
		if err != nil {
			return err
		}
		return d.queue(tx, d.entry(seclog.SignInRefused, p.person, "passkey", from))
	})
	if err != nil {
		return err
	}
	return refuse(notAccepted)
}

// letIn begins the session of a passkey that was accepted; the question is used
// up, and the passkey's counter must not have moved meanwhile.
func (d *Door) letIn(ctx context.Context, ticket session.Token, asked *step, before *account, used *webauthn.Credential, from From) (s Step, err error) {
	var refused error
	err = d.store.Write(ctx, func(tx store.Tx) error {
		s, refused = Step{}, nil
		p, err := d.step(ctx, tx, hashOf(ticket), asked.kind)
		if err != nil {
			return err
		}
		if string(p.state.Passkey) != string(asked.state.Passkey) {
			return refuse("sign-in.step")
		}
		a, err := d.open(ctx, tx, before.person)
		if err != nil {
			return err
		}
		still := false
		for _, k := range a.passkeys {
			still = still || string(k.ID) == string(used.ID) && (used.Authenticator.SignCount == 0 || k.credential.Authenticator.SignCount < used.Authenticator.SignCount)
		}
		if !still {
			refused = refuse(notAccepted)
			w, err := p.missed()
			tx.Queue(w)
			return err
		}
		tx.Queue(p.end(),
			store.Do(`UPDATE door_passkey SET count = ?, flags = ?, used = ? WHERE id = ?`, int64(used.Authenticator.SignCount), int(used.Flags.ProtocolValue()), micro(d.now()), used.ID),
			store.Do(`UPDATE door_account SET failures = 0 WHERE person = ?`, a.person))
		s.Person = a.person
		s.Cookie, err = d.begin(tx, a.person, session.Passkey, from)
		return err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Step{}, err
	}
	d.loosen(s.Person, asked.state.Name)
	return s, nil
}

// BeginPasskeyEnrolment makes the question that navigator.credentials.create
// takes, as JSON.
func (d *Door) BeginPasskeyEnrolment(ctx context.Context, ticket session.Token) (options []byte, err error) {
	if d.passkeys == nil {
		return nil, refuse("sign-in.no-passkeys")
	}
	err = d.store.Write(ctx, func(tx store.Tx) error {
		p, a, err := d.enrolment(ctx, tx, ticket)
		if err != nil {
			return err
		}
		var known []protocol.CredentialDescriptor
		if !p.state.Wipe {
			for _, c := range a.WebAuthnCredentials() {
				known = append(known, c.Descriptor())
			}
		}
		asked, data, err := d.passkeys.BeginRegistration(a, webauthn.WithExclusions(known))
		if err != nil {
			return fmt.Errorf("ask for a new passkey: %w", err)
		}
		if options, p.state.Passkey, err = pack(asked, data); err != nil {
			return err
		}
		w, err := p.put()
		tx.Queue(w)
		return err
	})
	return options, err
}

// FinishPasskeyEnrolment takes the browser's answer, as JSON, and the name that
// the person gives the passkey.
func (d *Door) FinishPasskeyEnrolment(ctx context.Context, ticket session.Token, answer []byte, name string, from From) (Step, error) {
	name = strings.TrimSpace(name)
	if !isLabel(name) {
		return Step{}, refuse("sign-in.label")
	}
	var p *step
	var a *account
	err := d.read(ctx, func(v store.View) (err error) {
		p, a, err = d.enrolment(ctx, v, ticket)
		return err
	})
	if err != nil {
		return Step{}, err
	}
	made := d.checkNewPasskey(p, a, answer)
	if made == nil {
		return Step{}, d.missedEnrolment(ctx, ticket, refuse(notAccepted))
	}
	var codes []string
	s, err := d.enrol(ctx, ticket, from, "passkey", session.Passkey, false, func(tx store.Tx, now *step, a *account) error {
		if string(now.state.Passkey) != string(p.state.Passkey) {
			return refuse("sign-in.step")
		}
		now.state.Passkey = nil
		taken, err := store.One(ctx, tx, `SELECT person FROM door_passkey WHERE id = ?`, []any{made.ID}, new(string))
		if err != nil {
			return err
		}
		if taken {
			return refuse(notAccepted)
		}
		transports := make([]string, len(made.Transport))
		for i, t := range made.Transport {
			transports[i] = string(t)
		}
		aaguid := made.Authenticator.AAGUID
		if aaguid == nil {
			aaguid = []byte{}
		}
		tx.Queue(store.Do(`INSERT INTO door_passkey (id, person, key, aaguid, count, flags, transports, name, made, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
			made.ID, a.person, made.PublicKey, aaguid, int64(made.Authenticator.SignCount), int(made.Flags.ProtocolValue()), strings.Join(transports, " "), name, micro(d.now())))
		if codes = nil; a.recovery == 0 && a.password != "" {
			codes = d.newRecovery(tx, a.person)
		}
		return nil
	})
	s.Recovery = codes
	return s, err
}

// checkNewPasskey holds an answer against the question; nil where it does not
// hold.
func (d *Door) checkNewPasskey(p *step, a *account, answer []byte) *webauthn.Credential {
	var data webauthn.SessionData
	if d.passkeys == nil || p.state.Passkey == nil || len(answer) > longestAnswer || json.Unmarshal(p.state.Passkey, &data) != nil {
		return nil
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil
	}
	made, err := d.passkeys.CreateCredential(a, data, parsed)
	if err != nil || len(made.ID) > 1023 || len(made.Transport) > 16 {
		return nil
	}
	for _, t := range made.Transport { // said by the browser, joined by a space
		if t == "" || len(t) > 20 || strings.Trim(string(t), "abcdefghijklmnopqrstuvwxyz-") != "" {
			return nil
		}
	}
	return made
}
