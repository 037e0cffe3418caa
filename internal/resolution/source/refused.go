package source

import (
	"errors"
	"fmt"
	"strings"
)

// Refused says why a document was not read: what was given, where the fault
// stands, what is wrong and what to do about it. Nothing of a refused document
// is used.
type Refused struct {
	Name  string // file name, or "archive.zip/75/75_196_E.xml"
	Where string // "line 12", "page 3", "word/document.xml"; "" for the whole
	Why   string // "the file is empty"
	Hint  string // what to do; "" where nothing can be done
	Err   error  // the cause, where another error stands behind it
}

// Error is the refusal as one sentence, the hint behind a semicolon.
func (r *Refused) Error() string {
	var b strings.Builder
	b.WriteString(r.Name)
	if r.Where != "" {
		b.WriteString(", ")
		b.WriteString(r.Where)
	}
	b.WriteString(": ")
	b.WriteString(r.Why)
	if r.Err != nil {
		fmt.Fprintf(&b, " (%v)", r.Err)
	}
	if r.Hint != "" {
		b.WriteString("; ")
		b.WriteString(r.Hint)
	}
	return b.String()
}

// Unwrap returns the cause.
func (r *Refused) Unwrap() error { return r.Err }

// Refusal returns err as a Refused. An error of another type becomes one that
// bears the name and the error's own words.
func Refusal(name string, err error) *Refused {
	var r *Refused
	if errors.As(err, &r) {
		return r
	}
	return &Refused{Name: name, Why: err.Error()}
}
