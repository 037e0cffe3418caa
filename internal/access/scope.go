package access

import (
	"slices"
	"strings"
)

// Scope is what a person may do under an accreditation or a delegation.
type Scope struct {
	// Kinds of act: a kind ("treaty.deposit"), all of a module ("treaty.*"),
	// "read" for what the party shares and keeps, or "*" for every kind.
	// "*" does not contain "read", which a note must grant by its name.
	Kinds []string
	// Instruments are codes of instruments, or "*" for all.
	Instruments []string
}

const all = "*"

// Covers says whether the scope contains a kind of act on some instruments;
// without instruments, the kind alone decides.
func (s Scope) Covers(kind string, instruments ...string) bool {
	if !slices.ContainsFunc(s.Kinds, func(k string) bool { return contains(k, kind) }) {
		return false
	}
	if slices.Contains(s.Instruments, all) {
		return true
	}
	for _, i := range instruments {
		if !slices.Contains(s.Instruments, i) {
			return false
		}
	}
	return true
}

// Within says whether s is nowhere wider than o.
func (s Scope) Within(o Scope) bool {
	for _, k := range s.Kinds {
		if !slices.ContainsFunc(o.Kinds, func(w string) bool { return contains(w, k) }) {
			return false
		}
	}
	if slices.Contains(o.Instruments, all) {
		return true
	}
	for _, i := range s.Instruments {
		if !slices.Contains(o.Instruments, i) {
			return false
		}
	}
	return true
}

// contains says whether the pattern w contains the kind or pattern k.
func contains(w, k string) bool {
	switch {
	case w == k:
		return true
	case k == Read:
		return false
	case w == all:
		return true
	}
	module, ok := strings.CutSuffix(w, ".*")
	return ok && strings.HasPrefix(k, module+".")
}

// isPattern says whether k may stand in Kinds.
func isPattern(k string) bool {
	if k == all || k == Read {
		return true
	}
	parts := strings.Split(k, ".")
	if len(parts) < 2 || len(k) > 64 {
		return false
	}
	for i, p := range parts {
		if p == all && i == len(parts)-1 {
			continue
		}
		if p == "" || p[0] < 'a' || p[0] > 'z' || strings.Trim(p, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return true
}

// isInstrument says whether i may stand in Instruments: a word as it stands in
// subjects, without space.
func isInstrument(i string) bool {
	return i == all || i != "" && len(i) <= 64 && strings.Trim(i, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == ""
}
