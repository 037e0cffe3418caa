// Package code makes codes that people read, copy and type: Crockford's base32
// in groups of four, "7ZKQ-3M0X-9TRB-HV42", five bits a character.
package code

import (
	"crypto/rand"
	"strings"
)

// alphabet is Crockford's base32: without I, L, O and U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// longest bounds what Read looks at, in bytes.
const longest = 128

// New makes a random code of size characters, plain, without hyphens.
func New(size int) string {
	b := make([]byte, size)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = alphabet[b[i]&31]
	}
	return string(b)
}

// Group writes a plain code in groups of four.
func Group(plain string) string {
	var b strings.Builder
	for i := 0; i < len(plain); i += 4 {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(plain[i:min(i+4, len(plain))])
	}
	return b.String()
}

// Read takes a code of size characters as people type it, in either case, with
// or without hyphens and spaces, O for 0, I and L for 1, and returns it plain.
func Read(typed string, size int) (plain string, ok bool) {
	if len(typed) > longest {
		return "", false
	}
	var b strings.Builder
	for _, c := range []byte(strings.ToUpper(typed)) {
		switch c {
		case '-', ' ':
			continue
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		if strings.IndexByte(alphabet, c) < 0 {
			return "", false
		}
		b.WriteByte(c)
	}
	return b.String(), b.Len() == size
}
