package book

import (
	"errors"
	"fmt"

	"comity/internal/act"
	"comity/internal/store"
)

// MostActs is how many acts one call may hold.
const MostActs = 5000

// Draft is an act as it is handed in. The book adds its index, id, instant and
// hash.
type Draft struct {
	Kind     string
	Subject  act.Subject
	Party    string
	Standing act.Standing
	Source   *act.Source
	Day      act.Day
	Cites    []act.Cite
	Audience string
	// Corrects is "" or the id of an act on the same subject.
	Corrects string
	// Body is JSON by the kind's fields; for the audience "sealed", an age
	// file made by the sender.
	Body []byte
}

// Call is acts that are recorded together or not at all.
type Call struct {
	// Key makes the call repeatable: 1 to 64 printable ASCII characters. The
	// same key by the same person answers as the first time. "" means that
	// the call is not to be repeated.
	Key string
	// Person is the random id of who enters the acts, "" for the node itself.
	Person string
	Acts   []Draft
	// Command is the command of the program whose work the acts record, for
	// kinds that no one enters by themselves; see [act.Shape.Command].
	Command string
	// Seen says, for a subject, the id of the last act on it that the person
	// had seen when editing, "" for none: the call is refused when there is a
	// later one.
	Seen map[act.Subject]string
}

// Receipt says what a call became.
type Receipt struct {
	// Acts are the headers as recorded, in the call's order.
	Acts []act.Header
	// Again says that the call had been recorded before, under the same key.
	Again bool
	// Size is the length of the book with the call in it: a read that must
	// see it names this.
	Size int64
}

// Code sorts refusals. docs/act.md §2.4.
type Code string

// The codes of refusals.
const (
	Invalid     Code = "invalid"     // what and where: Err is act.Faults
	Denied      Code = "denied"      // the person may not do this
	Conflict    Code = "conflict"    // a rule of the kind
	Stale       Code = "stale"       // there is a later act on the subject
	Duplicate   Code = "duplicate"   // the key was used for another call
	TooLarge    Code = "too-large"   // more acts or bytes than one call may have
	Unavailable Code = "unavailable" // the store or witness has a fault
)

// Refusal says why a call was not recorded.
type Refusal struct {
	Code Code
	// Act is the place of the offending act in the call, -1 for the whole.
	Act int
	// What is wrong and what to do, a sentence each.
	What, Do string
	// Later is, for a stale call, the header of the later act.
	Later *act.Header
	// Err is the cause, where there is one.
	Err error
}

// Error gives the sentences.
func (r *Refusal) Error() string {
	s := r.What
	if r.Act >= 0 {
		s = fmt.Sprintf("act %d of the call: %s", r.Act+1, s)
	}
	if r.Do != "" {
		s += "; " + r.Do
	}
	return s
}

// Unwrap returns the cause.
func (r *Refusal) Unwrap() error { return r.Err }

// CodeOf returns the code of the refusal in err's chain, "" for none.
func CodeOf(err error) Code {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

// Refuse makes the refusal that a rule gives: what is wrong, and what to do.
func Refuse(what, do string) error {
	return &Refusal{Code: Conflict, Act: -1, What: what, Do: do}
}

// Deny makes the refusal of an authoriser.
func Deny(what, do string) error {
	return &Refusal{Code: Denied, Act: -1, What: what, Do: do}
}

// refusalOf turns an error met on act i into a refusal.
func refusalOf(i int, err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		c := *r
		if c.Act < 0 {
			c.Act = i
		}
		return &c
	}
	if fs := act.AllFaults(err); fs != nil {
		return &Refusal{Code: Invalid, Act: i, What: err.Error(), Err: err}
	}
	if store.KindOf(err) == store.Broken {
		return &Refusal{Code: Conflict, Act: i, What: "the act breaks a rule of the tables", Err: err}
	}
	return unavailable(err)
}

func unavailable(err error) *Refusal {
	return &Refusal{Code: Unavailable, Act: -1, What: "nothing was recorded: " + err.Error(), Err: err}
}
