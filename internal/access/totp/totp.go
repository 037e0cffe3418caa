// Package totp checks one-time codes by the clock: RFC 6238, over HOTP of
// RFC 4226. It holds no clock and no store.
package totp

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"hash"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Step is how long a code holds, Skew how many steps the two clocks may be
// apart, Digits the length of a code.
const (
	Step   = 30 * time.Second
	Skew   = 1
	Digits = 6
)

// Algorithm is the hash below HMAC.
type Algorithm string

// The algorithms of RFC 6238. Authenticators know SHA1 best, and HMAC with it
// is sound.
const (
	SHA1   Algorithm = "SHA1"
	SHA256 Algorithm = "SHA256"
	SHA512 Algorithm = "SHA512"
)

func (a Algorithm) new() func() hash.Hash {
	switch a {
	case SHA256:
		return sha256.New
	case SHA512:
		return sha512.New
	default:
		return sha1.New
	}
}

// SecretSize is the number of random bytes of a new secret, RFC 4226, §4.
const SecretSize = 20

// NewSecret makes a secret.
func NewSecret() []byte {
	s := make([]byte, SecretSize)
	_, _ = rand.Read(s) // never fails
	return s
}

// Counter is the step in which an instant lies.
func Counter(t time.Time) int64 {
	s := t.Unix()
	if s < 0 {
		return -1
	}
	return s / int64(Step/time.Second)
}

// Code is the code of a step: digits decimal digits, at most 9.
func Code(secret []byte, counter int64, a Algorithm, digits int) string {
	var msg [8]byte
	binary.BigEndian.PutUint64(msg[:], uint64(counter))
	m := hmac.New(a.new(), secret)
	m.Write(msg[:])
	sum := m.Sum(nil)
	at := sum[len(sum)-1] & 15
	n := binary.BigEndian.Uint32(sum[at:]) & 0x7fffffff
	mod := uint32(1)
	for range digits {
		mod *= 10
	}
	return fmt.Sprintf("%0*d", digits, n%mod)
}

// Verify says whether a code is right at an instant, and of which step it is.
// last is the step of the last code that was taken, -1 before the first: that
// code and all before it are refused, so that none is used twice. Who calls
// stores the step in the same transaction in which it lets the person in.
func Verify(secret []byte, code string, now time.Time, last int64) (counter int64, ok bool) {
	code = clean(code)
	found := int64(-1)
	if len(code) != Digits || len(secret) == 0 {
		return last, false
	}
	// Every step is tried, so that the time says nothing.
	for d := int64(-Skew); d <= Skew; d++ {
		c := Counter(now) + d
		if subtle.ConstantTimeCompare([]byte(Code(secret, c, SHA1, Digits)), []byte(code)) == 1 && c >= 0 && c > last && found < 0 {
			found = c
		}
	}
	if found < 0 {
		return last, false
	}
	return found, true
}

// clean takes out the spaces that authenticators show between groups.
func clean(code string) string {
	if len(code) > 32 {
		return ""
	}
	return strings.NewReplacer(" ", "", "\u00a0", "").Replace(code)
}

var encoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// Text is a secret as a person types it in: base32 in groups of four.
func Text(secret []byte) string {
	s := encoding.EncodeToString(secret)
	var b strings.Builder
	for i := 0; i < len(s); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s[i:min(i+4, len(s))])
	}
	return b.String()
}

// ParseSecret reads what Text prints, in either case, with or without spaces.
func ParseSecret(s string) ([]byte, error) {
	bad := fmt.Errorf("this is no secret of a one-time code; type its letters A to Z and digits 2 to 7 again")
	if len(s) > 256 {
		return nil, bad
	}
	b, err := encoding.DecodeString(strings.ToUpper(strings.TrimRight(ungroup(s), "=")))
	if err != nil || len(b) < 10 || len(b) > 64 {
		return nil, bad
	}
	return b, nil
}

func ungroup(s string) string { return strings.NewReplacer(" ", "", "-", "").Replace(s) }

// URI is what an authenticator reads from the picture: issuer is the node's
// name, account the person's, neither with a colon.
func URI(secret []byte, issuer, account string) string {
	issuer, account = strings.ReplaceAll(issuer, ":", " "), strings.ReplaceAll(account, ":", " ")
	q := "secret=" + encoding.EncodeToString(secret) + "&issuer=" + strings.ReplaceAll(url.QueryEscape(issuer), "+", "%20") +
		"&algorithm=SHA1&digits=" + strconv.Itoa(Digits) + "&period=" + strconv.Itoa(int(Step/time.Second))
	return "otpauth://totp/" + url.PathEscape(issuer) + ":" + url.PathEscape(account) + "?" + q
}
