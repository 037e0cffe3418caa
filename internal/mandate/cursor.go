package mandate

import (
	"encoding/base64"
	"errors"
	"strings"
)

// ErrCursor says that a cursor is none that a list gave.
var ErrCursor = errors.New("this is no place in the list; begin at its start")

// page bounds.
const (
	usualPage = 50
	mostPage  = 500
)

func limit(n int) int {
	switch {
	case n <= 0:
		return usualPage
	case n > mostPage:
		return mostPage
	}
	return n
}

// cursor is the place after a row, by the keys that the list is sorted by.
func cursor(list string, keys ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(list + "\x1f" + strings.Join(keys, "\x1f")))
}

// uncursor gives the keys of a cursor of the list; nil for the list's start.
func uncursor(list, s string, keys int) ([]string, error) {
	if s == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, ErrCursor
	}
	parts := strings.Split(string(raw), "\x1f")
	if len(parts) != keys+1 || parts[0] != list || strings.ContainsRune(string(raw), 0) || strings.ToValidUTF8(string(raw), "") != string(raw) {
		return nil, ErrCursor
	}
	return parts[1:], nil
}
