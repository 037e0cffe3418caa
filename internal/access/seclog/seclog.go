// Package seclog has the entries of the security log: who signed in, what was
// refused, what was exported. The log lies apart from the book, since it is
// kept for a time only and is nobody's act. An entry names no person but by
// random id, and never holds a body, a code, a token or a typed name.
package seclog

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"comity/internal/act"
)

// Event is what happened. Events are text, so that a log of a newer program is
// still read.
type Event string

// The events.
const (
	SignedIn      Event = "sign-in"
	SignInRefused Event = "sign-in-refused"
	SignedOut     Event = "sign-out"
	SessionEnded  Event = "session-ended"         // by another session, or by an administrator
	FactorChanged Event = "second-factor-changed" // passkey, password, one-time codes
	RecoveryUsed  Event = "recovery-used"
	Invited       Event = "invited"
	TokenMade     Event = "token-made" // a token for programs
	TokenEnded    Event = "token-ended"
	AccountClosed Event = "account-closed"
	AccountOpened Event = "account-opened" // closed before, and opened again
	TooOften      Event = "too-often"      // a limit was met
	Refused       Event = "refused"        // a policy said no
	Exported      Event = "export"
	LogRead       Event = "log-read" // reading the log is an event too
)

// Events are all events, in the order in which a page lists them.
func Events() []Event {
	return []Event{SignedIn, SignInRefused, SignedOut, SessionEnded, FactorChanged, RecoveryUsed, Invited, TokenMade, TokenEnded,
		AccountClosed, AccountOpened, TooOften, Refused, Exported, LogRead}
}

// Months is how long entries of an event are kept; those not named are kept as
// long as the longest.
type Months map[Event]int

// Usual keeps what shows misuse for two years, and the daily round for half a
// year.
func Usual() Months {
	return Months{
		SignedIn: 6, SignedOut: 6, SessionEnded: 6, TooOften: 6,
		SignInRefused: 12, Refused: 12,
		FactorChanged: 24, RecoveryUsed: 24, Invited: 24, TokenMade: 24, TokenEnded: 24,
		AccountClosed: 24, AccountOpened: 24, Exported: 24, LogRead: 24,
	}
}

// AddressDays is for how many days an address is kept whole; afterwards its
// network alone.
const AddressDays = 30

// Entry is one line of the log.
type Entry struct {
	At     time.Time // UTC
	Event  Event
	Person string // random id, "" where nobody was signed in
	// Address is where the request came from; the zero value where there was none.
	Address netip.Addr
	// Action is the policy's action that was asked for, or how somebody signed in.
	Action string
	// Subject is what it was about, "" for nothing. It is that of a
	// confidential act only by its name.
	Subject act.Subject
	// Policies are the names of those that refused, sorted, as a decision has
	// them.
	Policies []string
	// Rows is how many rows an export held.
	Rows int
}

// Check says what an entry lacks or must not hold: it is made by the program,
// but parts of it come from requests.
func (e *Entry) Check() error {
	switch {
	case e.At.IsZero() || e.At.Location() != time.UTC:
		return fmt.Errorf("an entry of the security log has no instant in UTC; give it one")
	case !word(string(e.Event)):
		return fmt.Errorf("%q is no event of the security log; name one", clip(string(e.Event)))
	case e.Person != "" && !isID(e.Person):
		return fmt.Errorf("an entry of the security log names a person otherwise than by id; a typed name may be a password")
	case len(e.Action) > 64 || strings.Trim(e.Action, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "":
		return fmt.Errorf("%q is no action; give the policy's action or the way of signing in", clip(e.Action))
	case e.Rows < 0:
		return fmt.Errorf("an export of %d rows; give their number", e.Rows)
	}
	if e.Subject != "" {
		if _, err := act.ParseSubject(string(e.Subject)); err != nil {
			return fmt.Errorf("an entry of the security log: %w", err)
		}
	}
	for _, p := range e.Policies {
		if !word(p) {
			return fmt.Errorf("%q is no name of a policy; give those that decided", clip(p))
		}
	}
	return nil
}

// Until is the instant from which the entry is deleted.
func (e *Entry) Until(m Months) time.Time {
	months, ok := m[e.Event]
	if !ok {
		for _, n := range m {
			months = max(months, n)
		}
	}
	return e.At.AddDate(0, months, 0)
}

// Kept is the entry as it is kept at an instant: whole, with its address
// shortened to the network, or, where ok is false, no more.
func (e Entry) Kept(now time.Time, m Months) (kept Entry, ok bool) {
	if !now.Before(e.Until(m)) {
		return Entry{}, false
	}
	if !now.Before(e.At.AddDate(0, 0, AddressDays)) {
		e.Address = Network(e.Address)
	}
	return e, true
}

// Network is an address with its last part zero: /24 for IPv4, /48 for IPv6.
func Network(a netip.Addr) netip.Addr {
	if !a.IsValid() {
		return a
	}
	bits := 48
	if a = a.Unmap().WithZone(""); a.Is4() {
		bits = 24
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Addr{}
	}
	return p.Addr()
}

func word(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func clip(s string) string { return s[:min(len(s), 40)] }

// isID: 36 characters of hex digits and hyphens, as random ids are.
func isID(s string) bool {
	return len(s) == 36 && strings.Trim(s, "0123456789abcdef-") == "" && strings.Count(s, "-") == 4
}
