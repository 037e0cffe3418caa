// Package doortest has what tests of signing in need on the other side: an
// authenticator in software, and an OpenID provider on this machine.
package doortest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"testing"
)

// Authenticator is a passkey in software: one ES256 credential, as a security
// key or a phone has it. Its fields may be set to make it misbehave.
type Authenticator struct {
	ID     []byte
	Origin string // what the browser says it is at
	RPID   string // for whom it signs
	Handle []byte // the user handle that it keeps
	Count  uint32 // rises by one with each signature; 0 and Still stays 0
	Still  bool
	// Unverified: it is touched, and asks for no PIN or finger.
	Unverified bool
	// Challenge, where set, is signed in the place of the one that was asked.
	Challenge string

	key *ecdsa.PrivateKey
}

// NewAuthenticator makes one that works at an origin, "https://node.example".
func NewAuthenticator(t testing.TB, origin, rpID string) *Authenticator {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &Authenticator{ID: make([]byte, 32), Origin: origin, RPID: rpID, key: k}
	_, _ = rand.Read(a.ID)
	return a
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// question is what both ceremonies ask, as far as an authenticator looks.
type question struct {
	PublicKey struct {
		Challenge string
		User      struct{ ID string }
	} `json:"publicKey"`
}

func (a *Authenticator) read(t testing.TB, options []byte) (q question) {
	t.Helper()
	if err := json.Unmarshal(options, &q); err != nil {
		t.Fatalf("the question is no JSON: %v", err)
	}
	if a.Challenge != "" {
		q.PublicKey.Challenge = a.Challenge
	}
	return q
}

func (a *Authenticator) client(typ, challenge string) []byte {
	b, _ := json.Marshal(map[string]any{"type": typ, "challenge": challenge, "origin": a.Origin, "crossOrigin": false})
	return b
}

// data is the authenticator data: whose, flags, count.
func (a *Authenticator) data(more byte) []byte {
	hash := sha256.Sum256([]byte(a.RPID))
	flags := byte(0x01) | more // present
	if !a.Unverified {
		flags |= 0x04
	}
	if !a.Still {
		a.Count++
	}
	return binary.BigEndian.AppendUint32(append(hash[:], flags), a.Count)
}

// Create answers navigator.credentials.create.
func (a *Authenticator) Create(t testing.TB, options []byte) []byte {
	t.Helper()
	q := a.read(t, options)
	handle, err := base64.RawURLEncoding.DecodeString(q.PublicKey.User.ID)
	if err != nil {
		t.Fatal(err)
	}
	a.Handle = handle
	data := a.data(0x40)                                                                // has credential data
	data = append(data, make([]byte, 16)...)                                            // AAGUID
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(a.ID))), a.ID...)      //
	x, y := a.key.X.FillBytes(make([]byte, 32)), a.key.Y.FillBytes(make([]byte, 32))    //nolint:staticcheck // the coordinates are what COSE holds
	data = append(data, 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20)     // COSE: EC2, ES256, P-256, x
	data = append(append(append(data, x...), 0x22, 0x58, 0x20), y...)                   // y
	object := append([]byte{0xa3, 0x63}, "fmt"...)                                      // CBOR map of three
	object = append(append(object, 0x64), "none"...)                                    //
	object = append(append(append(object, 0x67), "attStmt"...), 0xa0)                   //
	object = append(append(object, 0x68), "authData"...)                                //
	object = append(append(object, 0x59, byte(len(data)>>8), byte(len(data))), data...) // byte string
	return a.answer(map[string]any{"clientDataJSON": b64(a.client("webauthn.create", q.PublicKey.Challenge)), "attestationObject": b64(object),
		"transports": []string{"internal", "hybrid"}})
}

// Get answers navigator.credentials.get.
func (a *Authenticator) Get(t testing.TB, options []byte) []byte {
	t.Helper()
	q := a.read(t, options)
	client := a.client("webauthn.get", q.PublicKey.Challenge)
	data := a.data(0)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.Handle)})
}

func (a *Authenticator) answer(response map[string]any) []byte {
	b, err := json.Marshal(map[string]any{"id": b64(a.ID), "rawId": b64(a.ID), "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{}, "response": response})
	if err != nil {
		panic(fmt.Sprintf("encode an answer: %v", err))
	}
	return b
}
