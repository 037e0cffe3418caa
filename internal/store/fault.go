package store

import (
	"errors"
	"fmt"
)

// Kind sorts faults by what can be done about them.
type Kind string

// The kinds of fault.
const (
	// Full: the disk or quota is used up; nothing was written.
	Full Kind = "full"
	// ReadOnly: the disk or file may not be written.
	ReadOnly Kind = "read-only"
	// Locked: another process holds the store.
	Locked Kind = "locked"
	// Corrupt: the store's bytes are damaged.
	Corrupt Kind = "corrupt"
	// Unsure: the connection was lost while committing; the head says
	// whether the commit happened.
	Unsure Kind = "unsure"
	// Unfit: the store lies where it can't be kept safely, or is newer than
	// this program.
	Unfit Kind = "unfit"
	// Broken: a rule of the tables (unique, not null, check) was broken by a
	// write.
	Broken Kind = "broken"
	// Lost: the connection was lost, nothing was committed.
	Lost Kind = "lost"
	// Failed: any other fault.
	Failed Kind = "failed"
)

// Fault is an error of the store: what was being done, on what, what to do.
type Fault struct {
	Kind Kind
	What string // "write the book's file /var/lib/comity/book.sqlite: the disk is full"
	Do   string // "free space and start again"; may be empty
	Err  error  // the driver's own error; may be nil
}

// Error is What, Do and the driver's words.
func (f *Fault) Error() string {
	s := f.What
	if f.Err != nil {
		s += fmt.Sprintf(" (%v)", f.Err)
	}
	if f.Do != "" {
		s += "; " + f.Do
	}
	return s
}

// Unwrap returns the driver's own error.
func (f *Fault) Unwrap() error { return f.Err }

// KindOf returns the kind of the fault in err's chain, or "" when there is
// none.
func KindOf(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}
