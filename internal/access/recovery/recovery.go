// Package recovery makes the codes with which a person who lost the second
// factor gets in once. They are shown once and stored as hashes.
package recovery

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"

	"comity/internal/access/code"
)

// Count is how many codes a person gets at a time.
const Count = 10

// size is the length of a code in characters of five bits: 80 bits, too many to
// guess, so that a plain hash will do.
const size = 16

// Hash is a code as it is stored.
type Hash [sha256.Size]byte

// New makes a person's codes, "7ZKQ-3M0X-9TRB-HV42", and their hashes in the
// same order. All earlier ones are to be forgotten.
func New() (codes []string, hashes []Hash) {
	for range Count {
		plain := code.New(size)
		codes = append(codes, code.Group(plain))
		hashes = append(hashes, hashOf(plain))
	}
	return codes, hashes
}

func hashOf(plain string) Hash { return sha256.Sum256([]byte("comity/recovery/v1\n" + plain)) }

// Use finds a code among the stored hashes and returns its place, -1 where it
// is none of them. Who calls deletes that hash in the transaction in which it
// lets the person in. All hashes are compared, in the same time.
func Use(typed string, hashes []Hash) int {
	plain, err := read(typed)
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
func Check(typed string) error {
	_, err := read(typed)
	return err
}

// read takes a code as people type it.
func read(typed string) (string, error) {
	plain, ok := code.Read(typed, size)
	if !ok {
		return "", fmt.Errorf("a recovery code has %d letters and digits in groups of four; type it again", size)
	}
	return plain, nil
}
