// Package session has the value that keeps somebody signed in: a random token
// at the browser, its hash in the store, and when it ends.
package session

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"time"
)

// Size is the number of random bytes of a token.
const Size = 32

// Token is what the browser holds. It is never stored, and prints as nothing.
type Token struct{ b [Size]byte }

// Hash is what the store holds of a token: who reads the store can't sign in.
type Hash [sha256.Size]byte

// NewToken makes a token.
func NewToken() (t Token) {
	_, _ = rand.Read(t.b[:]) // never fails
	return t
}

// Hash is the token's stored form. The token is random, so a plain hash will do.
func (t Token) Hash() Hash {
	return sha256.Sum256(append([]byte("comity/session/v1\n"), t.b[:]...))
}

// Cookie is the token as a cookie's value.
func (t Token) Cookie() string { return base64.RawURLEncoding.EncodeToString(t.b[:]) }

// String hides the token from whatever prints it.
func (Token) String() string { return "[session]" }

// GoString hides it too.
func (Token) GoString() string { return "[session]" }

// LogValue hides it from logs.
func (Token) LogValue() slog.Value { return slog.StringValue("[session]") }

// MarshalText refuses: a token leaves the program as a cookie alone.
func (Token) MarshalText() ([]byte, error) {
	return nil, fmt.Errorf("a session's token is written as a cookie alone; call Cookie")
}

// Parse reads a cookie's value. What Cookie did not make is refused.
func Parse(cookie string) (t Token, err error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(cookie)
	if err != nil || len(b) != Size || len(cookie) != base64.RawURLEncoding.EncodedLen(Size) {
		return t, fmt.Errorf("the session's cookie is damaged; sign in again")
	}
	copy(t.b[:], b)
	return t, nil
}

// Method is how somebody signed in.
type Method string

// The methods.
const (
	Passkey  Method = "passkey"
	OIDC     Method = "oidc"
	Password Method = "password-totp"
	// PasswordAlone is that of a demonstration, which asks for nothing more.
	PasswordAlone Method = "password"
	Recovery      Method = "recovery"
)

// Limits are how long a session lives.
type Limits struct {
	Idle     time.Duration // without a request
	Absolute time.Duration // in all
	// Fresh is how long after signing in a person may do what asks for it
	// anew: a second factor, a key, an erasure.
	Fresh time.Duration
}

// Usual limits: half an hour idle, twelve hours in all, fresh for ten minutes.
func Usual() Limits {
	return Limits{Idle: 30 * time.Minute, Absolute: 12 * time.Hour, Fresh: 10 * time.Minute}
}

// Session is a row of the store.
type Session struct {
	Hash   Hash
	Person string // random id
	Method Method
	Began  time.Time // when the person signed in; a new token keeps it
	Seen   time.Time // of the last request
	Ended  time.Time // signed out or ended by an administrator; zero while not
}

// Begin starts a session, with a token that was never used before.
func Begin(person string, m Method, now time.Time) (Session, Token) {
	t := NewToken()
	return Session{Hash: t.Hash(), Person: person, Method: m, Began: now, Seen: now}, t
}

// Alive says whether the session holds at an instant. A clock that was set
// back ends none.
func (s *Session) Alive(now time.Time, l Limits) bool {
	return s.Person != "" && s.Ended.IsZero() && now.Sub(s.Began) < l.Absolute && now.Sub(s.Seen) < l.Idle
}

// Fresh says whether the person signed in so lately that they need not again.
// Whoever came in by a recovery code must set a second factor first.
func (s *Session) Fresh(now time.Time, l Limits) bool {
	return s.Alive(now, l) && s.Method != Recovery && now.Sub(s.Began) < l.Fresh
}

// Touch notes a request, never an earlier one than noted.
func (s *Session) Touch(now time.Time) {
	if now.After(s.Seen) {
		s.Seen = now
	}
}

// Rotate gives the session a new token, as is done whenever what it may do
// changes; the old one is worth nothing from then on.
func (s *Session) Rotate() Token {
	t := NewToken()
	s.Hash = t.Hash()
	return t
}
