package book

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"comity/internal/act"
	"comity/internal/store"
)

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
	// Rule names the rule that refused: "mandate.status-evidence". It is
	// stable: catalogues of translation hang on it. "" where a sentence is said
	// in English alone.
	Rule string
	// Args are the values in What and Do, by name, for a translated sentence.
	Args map[string]string
	// Act is the place of the offending act in the call, -1 for the whole.
	Act int
	// Acts is how many acts the call has, 0 where that is not known.
	Acts int
	// What is wrong and what to do, a sentence each, in English.
	What, Do string
	// Later is, for a stale call, the header of the later act.
	Later *act.Header
	// Err is the cause, where there is one.
	Err error
}

// Error gives the sentences in English.
func (r *Refusal) Error() string {
	s := r.What
	if n := r.Place(); n > 0 {
		s = fmt.Sprintf("act %d of the call: %s", n, s)
	}
	if r.Do != "" {
		s += "; " + r.Do
	}
	return s
}

// Place is which act of several was refused, from 1; 0 for the whole call, and for
// the one act of a call.
func (r *Refusal) Place() int {
	if r.Act < 0 || r.Acts == 1 {
		return 0
	}
	return r.Act + 1
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

// Refuse makes the refusal that a rule gives: what is wrong, and what to do. It is
// said in English to every reader; [Sentences] are said in the reader's language.
func Refuse(what, do string) error {
	return &Refusal{Code: Conflict, Act: -1, What: what, Do: do}
}

// Deny makes the refusal of an authoriser.
func Deny(what, do string) error {
	return &Refusal{Code: Denied, Act: -1, What: what, Do: do}
}

// Sentences are what the rules of a module say, by their codes: what is wrong and
// what to do, in English, with places {{.name}} for values. The catalogues have
// the same in every language, under refusal.CODE.why and refusal.CODE.do.
type Sentences map[string][2]string

// Refuse makes the refusal of a rule of the kind. values are names and values in
// turn: "day", a.Day, "places", []string{"1", "2"}.
func (s Sentences) Refuse(code string, values ...any) error {
	return s.refusal(Conflict, code, values...)
}

// Deny makes the refusal of a rule about who may.
func (s Sentences) Deny(code string, values ...any) error { return s.refusal(Denied, code, values...) }

func (s Sentences) refusal(sort Code, code string, values ...any) *Refusal {
	r := &Refusal{Code: sort, Rule: code, Act: -1, What: s[code][0], Do: s[code][1]}
	if len(values) == 0 {
		return r
	}
	r.Args = make(map[string]string, len(values)/2)
	places := make([]string, 0, len(values))
	for i := 0; i+1 < len(values); i += 2 {
		name, value := fmt.Sprint(values[i]), shown(values[i+1])
		r.Args[name] = value
		places = append(places, "{{."+name+"}}", value)
	}
	fill := strings.NewReplacer(places...)
	r.What, r.Do = fill.Replace(r.What), fill.Replace(r.Do)
	return r
}

// shown writes a value of a sentence: a list with commas, at most 200 characters,
// and what is not seen on a page or obeyed by a terminal as U+FFFD.
func shown(value any) string {
	const most = 200
	text, ok := value.([]string)
	s := strings.Join(text, ", ")
	if !ok {
		s = fmt.Sprint(value)
	}
	if rs := []rune(s); len(rs) > most {
		s = string(rs[:most]) + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// refusalOf turns an error met on act i of n into a refusal; i is -1 for the whole
// call.
func refusalOf(i, n int, err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		c := *r
		if c.Act < 0 {
			c.Act = i
		}
		c.Acts = n
		return &c
	}
	if fs := act.AllFaults(err); fs != nil {
		return &Refusal{Code: Invalid, Act: i, Acts: n, What: err.Error(), Err: err}
	}
	if store.KindOf(err) == store.Broken {
		r = says.refusal(Conflict, "book.tables")
		r.Act, r.Acts, r.Err = i, n, err
		return r
	}
	return unavailable(err)
}

func unavailable(err error) *Refusal {
	return &Refusal{Code: Unavailable, Act: -1, What: "nothing was recorded: " + err.Error(), Err: err}
}
