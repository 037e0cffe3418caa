package door

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"comity/internal/access/password"
	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/act"
	"comity/internal/store"
)

//go:embed tables.sql
var tables string

// Steps are the tables of credentials and sessions, in a series of their own.
func Steps() []store.Migration {
	return []store.Migration{{Series: "door", Number: 1, Name: "credentials and sessions", SQL: tables}}
}

// Keys encrypts what must be read again: the node's keyring.
type Keys interface {
	Encrypt(ctx context.Context, subject act.Subject, audience string, ad, clear []byte) ([]byte, error)
	Decrypt(ctx context.Context, subject act.Subject, audience string, ad, stored []byte) ([]byte, error)
}

// Options are what a door needs besides its store.
type Options struct {
	// Log takes what matters; it lies in the same store.
	Log *seclog.Log
	// Keys keeps secrets of one-time codes; nil where the node has no master
	// key: then there are passkeys, and no one-time codes.
	Keys Keys
	// Origin is where the pages are, "https://comity.example.org", without a
	// path; Origins are further ones. Passkeys belong to its host: where it has
	// no name but a number, or there is no origin, there are none.
	Origin  string
	Origins []string
	// Name is what the node is called in authenticators.
	Name string
	// Providers are OpenID providers by which people sign in.
	Providers []Provider
	// HTTP reaches them; nil is a client that waits ten seconds.
	HTTP *http.Client
	// Limits of sessions; zero is [session.Usual].
	Limits session.Limits
	// Password are the costs of new hashes; zero is [password.Recommended].
	Password password.Params
	// PasswordAlone lets a password in without a second factor: for a
	// demonstration on the machine itself, and nowhere else.
	PasswordAlone bool
	// Now is the clock; nil is the system's.
	Now func() time.Time
}

// From is where a request comes from.
type From struct {
	Address netip.Addr
	// Device is what the browser says of itself; at most 200 bytes are kept.
	Device string
}

// Door keeps credentials and sessions. It may be used by many goroutines.
type Door struct {
	store     store.Store
	log       *seclog.Log
	options   Options
	passkeys  *webauthn.WebAuthn
	throttle  throttle
	providers map[string]*provider
	touched   touches
	hashing   chan struct{} // a place for each password that is hashed at once
}

// Open opens the door of a store whose book is there, and makes its tables
// where there are none.
func Open(ctx context.Context, s store.Store, o Options) (*Door, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Limits == (session.Limits{}) {
		o.Limits = session.Usual()
	}
	if o.Password == (password.Params{}) {
		o.Password = password.Recommended()
	}
	if o.HTTP == nil {
		o.HTTP = &http.Client{Timeout: 10 * time.Second}
	}
	if o.Log == nil {
		return nil, fmt.Errorf("open the door: it has no security log; open one in the same store")
	}
	d := &Door{store: s, log: o.Log, options: o, hashing: make(chan struct{}, hashesAtOnce), touched: newTouches()}
	d.throttle = newThrottle(d.now)
	var err error
	if d.passkeys, err = relyingParty(o); err != nil {
		return nil, err
	}
	if d.providers, err = providersOf(o); err != nil {
		return nil, err
	}
	if err := s.Migrate(ctx, Steps()); err != nil {
		return nil, fmt.Errorf("open the door: %w", err)
	}
	return d, nil
}

// Passkeys says whether people can have passkeys here.
func (d *Door) Passkeys() bool { return d.passkeys != nil }

// relyingParty is what passkeys are made for; nil where there are none.
func relyingParty(o Options) (*webauthn.WebAuthn, error) {
	if o.Origin == "" {
		return nil, nil
	}
	u, err := url.Parse(o.Origin)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("open the door: %q is no origin of pages; write https:// and the host", o.Origin)
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return nil, nil
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: o.Name, RPOrigins: append([]string{strings.TrimSuffix(o.Origin, "/")}, o.Origins...),
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementPreferred, UserVerification: protocol.VerificationPreferred},
	})
	if err != nil {
		return nil, fmt.Errorf("open the door for passkeys: %w", err)
	}
	return w, nil
}

// now is the instant, as the store keeps it.
func (d *Door) now() time.Time { return d.options.Now().UTC().Truncate(time.Microsecond) }

// entry begins an entry of the security log.
func (d *Door) entry(e seclog.Event, person, how string, from From) seclog.Entry {
	return seclog.Entry{At: d.now(), Event: e, Person: person, Action: how, Address: from.Address}
}

// entryOf is the entry of what somebody else did to a person's account; by is
// "" for the node.
func (d *Door) entryOf(e seclog.Event, person, by, how string, from From) seclog.Entry {
	out := d.entry(e, by, how, from)
	if by != person {
		out.Subject = act.Subject("person/" + person)
	}
	return out
}

// queue enters what happened in a transaction.
func (d *Door) queue(tx store.Tx, entries ...seclog.Entry) error {
	for _, e := range entries {
		w, err := d.log.Write(e)
		if err != nil {
			return err
		}
		tx.Queue(w)
	}
	return nil
}

func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}
