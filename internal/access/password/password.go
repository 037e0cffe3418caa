// Package password keeps passwords as Argon2id hashes (RFC 9106) with their
// parameters beside them, in the PHC string format, so that parameters can rise
// and old hashes are still checked and then made anew.
package password

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"comity/internal/act"
)

// Params are the costs of one hash.
type Params struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// Recommended are the costs of RFC 9106's second recommended option, §4:
// 64 MiB, three passes, four lanes.
func Recommended() Params { return Params{Memory: 64 * 1024, Time: 3, Threads: 4} }

// Bounds of what Verify takes from a store: a damaged or planted hash must not
// eat the machine.
const (
	mostMemory = 1 << 20 // KiB: 1 GiB
	mostTime   = 16
	mostLanes  = 16
	saltSize   = 16
	keySize    = 32
)

// Shortest and Longest bound a password: characters, and bytes.
const (
	Shortest = 12
	Longest  = 1024
)

// Check says what is wrong with a new password, as an [act.Invalid]; nil where
// it will do. There are no rules of composition: length counts (NIST SP
// 800-63B, §5.1.1). known are words of the person, their name or mail address,
// that it may not be.
func Check(password string, known ...string) error {
	switch {
	case !utf8.ValidString(password):
		return act.Invalid{Code: "password.text", Why: "the password is no valid text", Do: "type it again"}
	case len(password) > Longest:
		return act.Invalid{Code: "password.long", Why: fmt.Sprintf("the password is longer than %d bytes", Longest), Do: "shorten it",
			Args: map[string]string{"most": strconv.Itoa(Longest)}}
	case utf8.RuneCountInString(password) < Shortest:
		return act.Invalid{Code: "password.short", Why: fmt.Sprintf("the password is too short: %d characters at least", Shortest), Do: "take a longer one, such as several words",
			Args: map[string]string{"least": strconv.Itoa(Shortest)}}
	}
	first := password[:utf8Len(password)]
	if strings.ReplaceAll(password, first, "") == "" {
		return act.Invalid{Code: "password.repeated", Why: "the password repeats one character", Do: "take another"}
	}
	folded := strings.ToLower(password)
	for _, k := range known {
		if k != "" && strings.Contains(folded, strings.ToLower(k)) && utf8.RuneCountInString(password)-utf8.RuneCountInString(k) < Shortest/2 {
			return act.Invalid{Code: "password.known", Why: "the password is little more than your name or mail address", Do: "take another"}
		}
	}
	return nil
}

// utf8Len is the length of the first character in bytes.
func utf8Len(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// Hash makes the stored form of a password:
// $argon2id$v=19$m=65536,t=3,p=4$SALT$HASH.
func Hash(password string, p Params) (string, error) {
	if err := p.check(); err != nil {
		return "", err
	}
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	h := hashed{p, salt, nil}
	h.key = h.derive(password, keySize)
	return h.String(), nil
}

// Verify says whether a password is the one of a stored hash. The error is
// about the stored hash alone, and then nobody gets in by it. The comparison
// takes the same time wherever the two differ.
func Verify(password, stored string) (bool, error) {
	h, err := parse(stored)
	if err != nil {
		return false, err
	}
	if len(password) > Longest {
		return false, nil
	}
	return subtle.ConstantTimeCompare(h.derive(password, len(h.key)), h.key) == 1, nil
}

// Absent spends the time of a check where there is no such person, so that
// nobody learns from the time whether there is. It is always false.
func Absent(password string, p Params) bool {
	if len(password) <= Longest && p.check() == nil {
		h := hashed{p, make([]byte, saltSize), nil}
		h.derive(password, keySize)
	}
	return false
}

// Outdated says whether a stored hash has other costs than these and is to be
// made anew at the next sign-in.
func Outdated(stored string, p Params) bool {
	h, err := parse(stored)
	return err != nil || h.params != p || len(h.salt) != saltSize || len(h.key) != keySize
}

type hashed struct {
	params Params
	salt   []byte
	key    []byte
}

// derive works on the password in Unicode's compatible form, so that it is the
// same from every keyboard.
func (h hashed) derive(password string, size int) []byte {
	return argon2.IDKey([]byte(norm.NFKC.String(password)), h.salt, h.params.Time, h.params.Memory, h.params.Threads, uint32(size))
}

func (h hashed) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.params.Memory, h.params.Time, h.params.Threads,
		base64.RawStdEncoding.EncodeToString(h.salt), base64.RawStdEncoding.EncodeToString(h.key))
}

func (p Params) check() error {
	switch {
	case p.Threads < 1 || p.Threads > mostLanes, p.Time < 1 || p.Time > mostTime, p.Memory < 8*uint32(p.Threads) || p.Memory > mostMemory:
		return fmt.Errorf("argon2id with m=%d, t=%d, p=%d is out of bounds; use at most m=%d, t=%d, p=%d", p.Memory, p.Time, p.Threads, mostMemory, mostTime, mostLanes)
	}
	return nil
}

// parse reads what String prints, and nothing else.
func parse(stored string) (h hashed, err error) {
	bad := fmt.Errorf("the stored password is no hash of argon2id; let the person set a new one")
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return h, bad
	}
	costs := strings.Split(parts[3], ",")
	if len(costs) != 3 {
		return h, bad
	}
	var n [3]uint64
	for i, name := range []string{"m=", "t=", "p="} {
		digits, ok := strings.CutPrefix(costs[i], name)
		if !ok {
			return h, bad
		}
		if n[i], err = strconv.ParseUint(digits, 10, 32); err != nil {
			return h, bad
		}
	}
	if n[2] > mostLanes {
		return h, bad
	}
	h.params = Params{uint32(n[0]), uint32(n[1]), uint8(n[2])}
	if err := h.params.check(); err != nil {
		return h, err
	}
	strict := base64.RawStdEncoding.Strict()
	if h.salt, err = strict.DecodeString(parts[4]); err != nil || len(h.salt) < 8 || len(h.salt) > 64 {
		return h, bad
	}
	if h.key, err = strict.DecodeString(parts[5]); err != nil || len(h.key) < keySize || len(h.key) > 64 {
		return h, bad
	}
	if h.String() != stored {
		return h, bad
	}
	return h, nil
}
