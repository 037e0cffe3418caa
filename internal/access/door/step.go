package door

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"comity/internal/access/session"
	"comity/internal/store"
)

// Need is what a sign-in still asks for.
type Need string

// What a sign-in may need.
const (
	// Nothing: the person is signed in, Cookie is the session's.
	Nothing Need = ""
	// SecondFactor: one of Ways, shown with the Ticket.
	SecondFactor Need = "second-factor"
	// Enrolment: credentials are to be set, with the Ticket.
	Enrolment Need = "enrolment"
)

// Way is one kind of second factor.
type Way string

// The ways.
const (
	OneTimeCode  Way = "totp"
	PasskeyWay   Way = "passkey"
	RecoveryCode Way = "recovery"
)

// Step says where a ceremony stands.
type Step struct {
	Need   Need
	Person string
	// Cookie is the token of the session that began, or that goes on under a
	// new token. It is set where Need is Nothing.
	Cookie session.Token
	// Ticket is what the browser holds until then: a token of the same make,
	// worth nothing as a session.
	Ticket session.Token
	// Until is when the ticket runs out.
	Until time.Time
	// Ways are the second factors that the person has.
	Ways []Way
	// Recovery are new recovery codes, shown once.
	Recovery []string
}

// kind of a ceremony.
type kind string

const (
	second      kind = "second"  // the password was right
	enrolling   kind = "enrol"   // may set credentials
	passkeyOnly kind = "passkey" // a passkey was asked for
	outside     kind = "oidc"    // was sent to an OpenID provider
	lifeOfStep       = 15 * time.Minute
	lifeOfEnrol      = time.Hour
	mostTries        = 5
)

// state is what a ceremony carries from page to page.
type state struct {
	Name string `json:"name,omitempty"` // as folded, whose throttle a success loosens
	// By is what an enrolment rests on: invitation, password, session.
	By         string          `json:"by,omitempty"`
	Wipe       bool            `json:"wipe,omitempty"` // the first credential takes the place of all earlier ones
	Session    []byte          `json:"session,omitempty"`
	TOTP       []byte          `json:"totp,omitempty"` // encrypted
	Passkey    json.RawMessage `json:"passkey,omitempty"`
	Provider   string          `json:"provider,omitempty"`
	Enrolment  []byte          `json:"enrolment,omitempty"` // hash of the ticket for which an account is linked
	Invitation []byte          `json:"invitation,omitempty"`
}

const (
	byInvitation = "invitation"
	byPassword   = "password"
	bySession    = "session"
)

type step struct {
	hash   []byte
	kind   kind
	person string
	until  time.Time
	tries  int
	state  state
}

func hashOf(t session.Token) []byte {
	h := t.Hash()
	return h[:]
}

// newStep makes a ceremony with its ticket.
func (d *Door) newStep(k kind, person string, s state) (*step, session.Token) {
	life := lifeOfStep
	if k == enrolling {
		life = lifeOfEnrol
	}
	t := session.NewToken()
	return &step{hash: hashOf(t), kind: k, person: person, until: d.now().Add(life), state: s}, t
}

// put writes a ceremony, new or as it is now.
func (s *step) put() (store.Write, error) {
	b, err := json.Marshal(s.state)
	return store.Do(`INSERT INTO door_step (hash, kind, person, until, tries, state) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET tries = excluded.tries, state = excluded.state`,
		s.hash, string(s.kind), s.person, micro(s.until), s.tries, b), err
}

func (s *step) end() store.Write { return store.Do(`DELETE FROM door_step WHERE hash = ?`, s.hash) }

// step reads the ceremony of a ticket; one that there is not, that ran out, that
// is of another kind or was tried too often is refused alike.
func (d *Door) step(ctx context.Context, r store.Reader, hash []byte, kinds ...kind) (*step, error) {
	s := &step{hash: hash}
	var k string
	var until int64
	var raw []byte
	found, err := store.One(ctx, r, `SELECT kind, person, until, tries, state FROM door_step WHERE hash = ?`, []any{hash}, &k, &s.person, &until, &s.tries, &raw)
	if err != nil {
		return nil, err
	}
	s.kind, s.until = kind(k), instant(until)
	if !found || !d.now().Before(s.until) || s.tries >= mostTries {
		return nil, refuse("sign-in.step")
	}
	for _, want := range kinds {
		if s.kind == want {
			if err := json.Unmarshal(raw, &s.state); err != nil {
				return nil, fmt.Errorf("read a sign-in that was begun: %w; begin again", err)
			}
			return s, nil
		}
	}
	return nil, refuse("sign-in.step")
}

// missed counts a try that failed; a passkey's challenge is not asked twice.
func (s *step) missed() (store.Write, error) {
	if s.kind == passkeyOnly {
		return s.end(), nil
	}
	s.tries++
	s.state.Passkey = nil
	return s.put()
}

// read runs f on the newest state of the store.
func (d *Door) read(ctx context.Context, f func(store.View) error) error {
	return d.store.Read(ctx, store.Latest, f)
}
