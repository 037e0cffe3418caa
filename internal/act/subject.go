package act

import (
	"fmt"
	"strings"
)

// MaxSubject is the length of a subject at most, in bytes.
const MaxSubject = 200

// Subject is what an act is about: "type/local[/local…]", for example
// "treaty/untoc/FRA" or "document/A_RES_69_197". docs/act.md §1.3.
type Subject string

// NewSubject builds a subject from its type and names from outside, each of
// which is escaped. The error is an Invalid.
func NewSubject(typ string, names ...string) (Subject, error) {
	var b strings.Builder
	b.WriteString(typ)
	for _, n := range names {
		b.WriteByte('/')
		b.WriteString(EscapeName(n))
	}
	return ParseSubject(b.String())
}

// ParseSubject checks a subject against the grammar. The error is an Invalid.
func ParseSubject(s string) (Subject, error) {
	if len(s) > MaxSubject {
		return "", Invalid{Code: "subject.long", What: s,
			Why:  fmt.Sprintf("a subject has at most %d bytes, this one has %d", MaxSubject, len(s)),
			Do:   "shorten its last part",
			Args: map[string]string{"most": fmt.Sprint(MaxSubject), "have": fmt.Sprint(len(s))}}
	}
	if !isSubject(s) {
		return "", Invalid{Code: "subject.grammar", What: s,
			Why: "a subject is type/name or type/name/name, the type in lower case, names of letters, digits and . _ ~ -",
			Do:  "write / in a name as _, and any other byte as ~ and its two hex digits"}
	}
	return Subject(s), nil
}

func isSubject(s string) bool {
	slash := strings.IndexByte(s, '/')
	if slash < 0 || !isWord(s[:slash]) {
		return false
	}
	rest := s[slash+1:]
	for {
		part, more, found := strings.Cut(rest, "/")
		if part == "." || part == ".." || !isName(part) {
			return false
		}
		if !found {
			return true
		}
		rest = more
	}
}

// Type is the part before the first slash: "treaty".
func (s Subject) Type() string {
	t, _, _ := strings.Cut(string(s), "/")
	return t
}

// Locals are the parts after the type, as written.
func (s Subject) Locals() []string {
	_, rest, ok := strings.Cut(string(s), "/")
	if !ok {
		return nil
	}
	return strings.Split(rest, "/")
}

// Names are the parts after the type as they were outside, unescaped.
func (s Subject) Names() ([]string, error) {
	locals := s.Locals()
	names := make([]string, len(locals))
	for i, l := range locals {
		n, err := UnescapeName(l)
		if err != nil {
			return nil, err
		}
		names[i] = n
	}
	return names, nil
}

const upperHex = "0123456789ABCDEF"

// EscapeName writes a name from outside as a part of a subject: "/" becomes
// "_", and "_", "~" and any byte outside [A-Za-z0-9.-] become ~XX. The names
// "." and ".." are escaped whole, since they would change the meaning of a path.
func EscapeName(name string) string {
	dots := name == "." || name == ".."
	var b strings.Builder
	b.Grow(len(name) + 8)
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c == '/':
			b.WriteByte('_')
		case c == '.' && dots || c == '_' || c == '~' || !nameByte[c]:
			b.WriteByte('~')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// UnescapeName undoes EscapeName. A part that EscapeName could not have made
// is refused with an Invalid.
func UnescapeName(part string) (string, error) {
	bad := func() (string, error) {
		return "", Invalid{Code: "subject.escape", What: part,
			Why: "the part of the subject is not an escaped name",
			Do:  "write ~ only before the two upper-case hex digits of a byte that needs it"}
	}
	var b strings.Builder
	b.Grow(len(part))
	for i := 0; i < len(part); i++ {
		switch c := part[i]; {
		case c == '_':
			b.WriteByte('/')
		case c == '~':
			if i+2 >= len(part) {
				return bad()
			}
			hi, lo := strings.IndexByte(upperHex, part[i+1]), strings.IndexByte(upperHex, part[i+2])
			if hi < 0 || lo < 0 {
				return bad()
			}
			b.WriteByte(byte(hi<<4 | lo))
			i += 2
		default:
			b.WriteByte(c)
		}
	}
	name := b.String()
	if EscapeName(name) != part {
		return bad()
	}
	return name, nil
}

// nameByte says which bytes may stand in a part of a subject, a party's code.
var nameByte = func() (t [256]bool) {
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-32] = true, true
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = true
	}
	for _, c := range "._~-" {
		t[c] = true
	}
	return t
}()

// isName: [A-Za-z0-9._~-]+
func isName(s string) bool {
	for i := 0; i < len(s); i++ {
		if !nameByte[s[i]] {
			return false
		}
	}
	return s != ""
}

// isWord: [a-z][a-z0-9-]*
func isWord(s string) bool {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for i := 1; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// isKind: words joined by full stops, two or more, at most 64 bytes.
func isKind(s string) bool {
	if len(s) > 64 {
		return false
	}
	parts := 0
	for {
		part, rest, more := strings.Cut(s, ".")
		if !isWord(part) {
			return false
		}
		parts++
		if !more {
			return parts > 1
		}
		s = rest
	}
}
