package list

import (
	"errors"
	"fmt"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
)

// Fault is what is wrong on a line of a file.
type Fault struct {
	File string
	Line int
	Of   string // whose line it is, as printed; ""
	// Err says what is wrong and what to do: a refusal of the register, or the
	// faults of an act's shape. Both can be said in six languages.
	Err error
}

func (f Fault) Error() string {
	if f.Of != "" {
		return fmt.Sprintf("%s:%d: %s: %v", f.File, f.Line, f.Of, f.Err)
	}
	return fmt.Sprintf("%s:%d: %v", f.File, f.Line, f.Err)
}

// Unwrap returns what is wrong.
func (f Fault) Unwrap() error { return f.Err }

// Says is what is wrong, in a language, without file and line.
func (f Fault) Says(l *i18n.Localizer) string {
	words := f.Err.Error()
	var r *book.Refusal
	if errors.As(f.Err, &r) {
		words = l.Refusal(r)
	} else if faults := act.AllFaults(f.Err); len(faults) > 0 {
		said := make([]string, len(faults))
		for i, x := range faults {
			said[i] = l.Invalid(x)
		}
		words = strings.Join(said, " ")
	}
	if f.Of != "" {
		return f.Of + ": " + words
	}
	return words
}

// Faults is all that is wrong with a file, in the order of its lines.
type Faults []Fault

func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// most bounds how many faults of a file are told.
const most = 100

// Add tells one more fault, as long as not too many are told.
func (fs *Faults) Add(file string, line int, of string, err error) {
	if len(*fs) < most {
		*fs = append(*fs, Fault{file, line, of, err})
	}
}

func (fs Faults) err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// one is a file with one fault.
func one(file string, line int, err error) error { return Faults{{File: file, Line: line, Err: err}} }
