package act

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cite names a provision that an act carries out: "A/RES/69/197#4",
// "UNTOC#18.15", a clause "A/RES/69/197#29:2". docs/act.md §1.4.
type Cite string

// ParseCite checks a cite against the grammar. The error is an Invalid.
func ParseCite(s string) (Cite, error) {
	if !isCite(s) {
		return "", Invalid{Code: "cite.grammar", What: s,
			Why: "a cite is a symbol, or a symbol, # and a place such as 12, 12(a), III.7, pp3, 18.15 or 29:2",
			Do:  "write the symbol as printed and the place without spaces"}
	}
	return Cite(s), nil
}

// Symbol is the part before "#": "A/RES/69/197".
func (c Cite) Symbol() string {
	s, _, _ := strings.Cut(string(c), "#")
	return s
}

// Place is the provision's place without the clause: "29", "12(a)", "" where
// the whole text is cited.
func (c Cite) Place() string {
	_, p, _ := strings.Cut(string(c), "#")
	p, _, _ = strings.Cut(p, ":")
	return p
}

// Clause is the number of the clause in its paragraph, 0 where none is cited.
func (c Cite) Clause() int {
	_, p, _ := strings.Cut(string(c), "#")
	_, n, ok := strings.Cut(p, ":")
	if !ok {
		return 0
	}
	k, _ := strconv.Atoi(n)
	return k
}

// Limits of a cite: characters of its symbol, bytes of its place.
const (
	maxSymbol = 80
	maxPlace  = 60
)

func isCite(s string) bool {
	symbol, place, has := strings.Cut(s, "#")
	if !isSymbol(symbol) {
		return false
	}
	return !has || isPlace(place)
}

func isSymbol(s string) bool {
	if s == "" || s[0] == ' ' || s[len(s)-1] == ' ' || len(s) > 4*maxSymbol {
		return false
	}
	ascii := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf {
			ascii = false
		} else if c < 0x20 || c == 0x7f {
			return false
		}
	}
	if ascii {
		return len(s) <= maxSymbol
	}
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > maxSymbol || !isNFC(s) {
		return false
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// isPlace: PART *("." PART) [":" clause], PART = 1*ALNUM *("(" 1*ALNUM ")").
func isPlace(s string) bool {
	if len(s) > maxPlace {
		return false
	}
	if p, clause, has := strings.Cut(s, ":"); has {
		if !isOrdinal(clause) {
			return false
		}
		s = p
	}
	for {
		part, rest, more := strings.Cut(s, ".")
		if !isPlacePart(part) {
			return false
		}
		if !more {
			return true
		}
		s = rest
	}
}

func isPlacePart(s string) bool {
	n := 0
	for n < len(s) && isAlnum(s[n]) {
		n++
	}
	if n == 0 {
		return false
	}
	for n < len(s) {
		if s[n] != '(' {
			return false
		}
		m := n + 1
		for m < len(s) && isAlnum(s[m]) {
			m++
		}
		if m == n+1 || m >= len(s) || s[m] != ')' {
			return false
		}
		n = m + 1
	}
	return true
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// isOrdinal: a whole number from 1, without leading zeros, at most 9999.
func isOrdinal(s string) bool {
	if s == "" || len(s) > 4 || s[0] == '0' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
