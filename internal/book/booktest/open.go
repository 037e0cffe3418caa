package booktest

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

// Keys are data keys in memory, one for each subject and audience.
type Keys struct {
	mu   sync.Mutex
	keys map[string]cipher.AEAD
}

// NewKeys returns no keys yet; they are made when first needed.
func NewKeys() *Keys { return &Keys{keys: map[string]cipher.AEAD{}} }

// Encrypt implements [book.Keys].
func (k *Keys) Encrypt(_ context.Context, subject act.Subject, audience string, ad, clear []byte) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	name := string(subject) + " " + audience
	if k.keys[name] == nil {
		var key [32]byte
		_, _ = rand.Read(key[:])
		c, err := aes.NewCipher(key[:])
		if err != nil {
			return nil, err
		}
		if k.keys[name], err = cipher.NewGCM(c); err != nil {
			return nil, err
		}
	}
	nonce := make([]byte, 12)
	_, _ = rand.Read(nonce)
	return k.keys[name].Seal(nonce, nonce, clear, ad), nil
}

// Decrypt implements [book.Keys].
func (k *Keys) Decrypt(_ context.Context, subject act.Subject, audience string, ad, stored []byte) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	c := k.keys[string(subject)+" "+audience]
	if c == nil {
		return nil, book.ErrErased
	}
	if len(stored) < 12 {
		return nil, errors.New("the body is cut short")
	}
	return c.Open(nil, stored[:12], stored[12:], ad)
}

// Destroy forgets a key.
func (k *Keys) Destroy(subject act.Subject, audience string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.keys, string(subject)+" "+audience)
}

// NodeKey makes a node's signing key.
func NodeKey(t testing.TB) (note.Signer, note.Verifier) {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, "node.example")
	if err != nil {
		t.Fatal(err)
	}
	return Signer(t, secret), Verifier(t, public)
}

// Signer reads a signing key.
func Signer(t testing.TB, secret string) note.Signer {
	t.Helper()
	s, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Verifier reads a verifier key.
func Verifier(t testing.TB, public string) note.Verifier {
	t.Helper()
	v, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// CheckSealed takes for sealed what begins as an age file does.
func CheckSealed(b []byte) error {
	if !strings.HasPrefix(string(b), "age-encryption.org/v1\n") {
		return act.Invalid{Code: "body.sealed", Why: "a sealed body is an age file", Do: "encrypt it for its recipients"}
	}
	return nil
}

// Sealed is an invented sealed body.
func Sealed(s string) []byte { return []byte("age-encryption.org/v1\n" + s) }

// Options returns the options of a book of its own, with a witness in the
// test's folder.
func Options(t testing.TB) book.Options {
	t.Helper()
	signer, verifier := NodeKey(t)
	w, err := book.OpenWitness(filepath.Join(t.TempDir(), "witness"), verifier)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return book.Options{Signer: signer, Verifier: verifier, Witness: w, Keys: NewKeys(), Sealed: CheckSealed}
}

// Modules are both example modules.
func Modules() []book.Module { return []book.Module{Money(2), Notes()} }

// Open opens a book of both modules in a store, and closes it with the test.
func Open(t testing.TB, s store.Store, o book.Options) *book.Book {
	t.Helper()
	b, err := book.Open(context.Background(), s, o, Modules()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// Persons are ids of people who enter acts.
var Persons = []string{"9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01", "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e02"}

// Draft is an act of a kind on a subject with a body, public and of its own
// standing unless changed.
func Draft(kind string, subject act.Subject, body string) book.Draft {
	return book.Draft{Kind: kind, Subject: subject, Party: "XAA", Standing: act.Own, Day: "2026-05-04", Audience: act.Public, Body: []byte(body)}
}

// Account and Offer are subjects.
func Account(n int) act.Subject { return act.Subject(fmt.Sprintf("account/a%d", n)) }

// Offer is the subject of an offer.
func Offer(n int) act.Subject { return act.Subject(fmt.Sprintf("offer/o%d", n)) }

// Note is the subject of a note.
func Note(n int) act.Subject { return act.Subject(fmt.Sprintf("note/n%d", n)) }

// OpenAccount opens an account under a number of its own.
func OpenAccount(n int) book.Draft {
	return Draft("account.open", Account(n), fmt.Sprintf(`{"number":"N-%d"}`, n))
}

// PayIn pays into an account.
func PayIn(n int, amount int64) book.Draft {
	return Draft("account.pay-in", Account(n), fmt.Sprintf(`{"amount":%d,"reason":"a gift"}`, amount))
}

// Move moves money between accounts.
func Move(from, to int, amount int64) book.Draft {
	return Draft("account.move", Account(from), fmt.Sprintf(`{"to":%q,"amount":%d}`, Account(to), amount))
}

// WriteNote writes a note for a named audience.
func WriteNote(n int, audience, text string) book.Draft {
	d := Draft("note.write", Note(n), fmt.Sprintf(`{"text":%q}`, text))
	d.Audience = audience
	return d
}
