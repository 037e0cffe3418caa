package act

import (
	"fmt"

	"github.com/google/uuid"
)

// NewID makes an act's id: a UUIDv7 in lower case. Ids made by one process
// rise. It fails only when the system has no randomness to give.
func NewID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("make an act's id: %w; the system gives no random bytes", err)
	}
	return id.String(), nil
}

// NewPersonID makes the random id that stands for a person in headers: a UUIDv4.
func NewPersonID() (string, error) {
	id, err := uuid.NewRandom()
	if err != nil {
		return "", fmt.Errorf("make a person's id: %w; the system gives no random bytes", err)
	}
	return id.String(), nil
}

// isUUID: 8-4-4-4-12 lower-case hex digits of the given version, RFC 9562.
func isUUID(s string, version byte) bool {
	if len(s) != 36 || s[14] != version {
		return false
	}
	for i := 0; i < 36; i++ {
		c := s[i]
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	switch s[19] {
	case '8', '9', 'a', 'b':
		return true
	}
	return false
}
