package act

import (
	"crypto/sha256"
	"encoding/hex"
)

// Hash is a SHA-256, printed as "sha256:" and 64 lower-case hex digits.
type Hash [sha256.Size]byte

const hashPrefix = "sha256:"

// HashOf is the hash of stored bytes.
func HashOf(b []byte) Hash { return sha256.Sum256(b) }

func (h Hash) String() string {
	return string(h.append(make([]byte, 0, len(hashPrefix)+2*len(h))))
}

func (h Hash) append(b []byte) []byte {
	return hex.AppendEncode(append(b, hashPrefix...), h[:])
}

// ParseHash reads what String prints, and nothing else. The error is an Invalid.
func ParseHash(s string) (Hash, error) {
	var h Hash
	if !isHash(s) {
		return h, Invalid{Code: "hash.form", What: s,
			Why: "this is no SHA-256",
			Do:  "write sha256: and 64 hex digits in lower case"}
	}
	_, _ = hex.Decode(h[:], []byte(s[len(hashPrefix):]))
	return h, nil
}

func isHash(s string) bool {
	if len(s) != len(hashPrefix)+64 || s[:len(hashPrefix)] != hashPrefix {
		return false
	}
	for i := len(hashPrefix); i < len(s); i++ {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
