// Package recovery makes the codes with which a person who lost the second
// factor gets in once. They are shown once and stored as hashes.
package recovery

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"strings"
)

// Count is how many codes a person gets at a time.
const Count = 10

// size is the length of a code in characters of five bits: 80 bits, too many to
// guess, so that a plain hash will do.
const size = 16

// alphabet is Crockford's base32: without I, L, O and U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Hash is a code as it is stored.
type Hash [sha256.Size]byte

// New makes a person's codes, "7ZKQ-3M0X-9TRB-HV42", and their hashes in the
// same order. All earlier ones are to be forgotten.
func New() (codes []string, hashes []Hash) {
	for range Count {
		b := make([]byte, size)
		_, _ = rand.Read(b) // never fails
		for i := range b {
			b[i] = alphabet[b[i]&31]
		}
		codes = append(codes, group(string(b)))
		hashes = append(hashes, hashOf(string(b)))
	}
	return codes, hashes
}

func group(s string) string {
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

func hashOf(plain string) Hash { return sha256.Sum256([]byte("comity/recovery/v1\n" + plain)) }

// Use finds a code among the stored hashes and returns its place, -1 where it
// is none of them. Who calls deletes that hash in the transaction in which it
// lets the person in. All hashes are compared, in the same time.
func Use(code string, hashes []Hash) int {
	plain, err := read(code)
	if err != nil {
		return -1
	}
	h, found := hashOf(plain), -1
	for i := range hashes {
		if subtle.ConstantTimeCompare(h[:], hashes[i][:]) == 1 {
			found = i
		}
	}
	return found
}

// Check says what is wrong with the form of a code, before it is looked for.
func Check(code string) error {
	_, err := read(code)
	return err
}

// read takes a code as people type it: in either case, with or without
// hyphens and spaces, O for 0, I and L for 1.
func read(code string) (string, error) {
	bad := fmt.Errorf("a recovery code has %d letters and digits in groups of four; type it again", size)
	if len(code) > 64 {
		return "", bad
	}
	var b strings.Builder
	for _, c := range []byte(strings.ToUpper(code)) {
		switch c {
		case '-', ' ':
			continue
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		if strings.IndexByte(alphabet, c) < 0 {
			return "", bad
		}
		b.WriteByte(c)
	}
	if b.Len() != size {
		return "", bad
	}
	return b.String(), nil
}
