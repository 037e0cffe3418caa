package act

import (
	"errors"
	"strings"
)

// Invalid is one fault in what a client handed in. Faces show Why and Do, or
// translate them by Code with Args.
type Invalid struct {
	// Code names the rule that was broken: "subject.grammar", "body.unknown".
	// It is stable: catalogues of translation hang on it.
	Code string
	// Where is the place as a JSON pointer: "/subject", "/amount/currency".
	// "" means the whole.
	Where string
	// What is the offending value, shortened.
	What string
	// Why and Do are a sentence each, in English: what is wrong, what to do.
	Why, Do string
	// Args are the values in Why and Do, by name, for a translated sentence.
	Args map[string]string
}

func (v Invalid) Error() string {
	var b strings.Builder
	if v.Where != "" {
		b.WriteString(visible(v.Where))
		b.WriteByte(' ')
	}
	if v.What != "" {
		b.WriteString(quote(v.What))
	}
	if b.Len() > 0 {
		s := strings.TrimRight(b.String(), " ")
		b.Reset()
		b.WriteString(s)
		b.WriteString(": ")
	}
	b.WriteString(v.Why)
	if v.Do != "" {
		b.WriteString("; ")
		b.WriteString(v.Do)
	}
	return b.String()
}

// Faults is every fault found in one reading, in the order of the input.
type Faults []Invalid

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, v := range f {
		lines[i] = v.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find a single Invalid in the list.
func (f Faults) Unwrap() []error {
	errs := make([]error, len(f))
	for i, v := range f {
		errs[i] = v
	}
	return errs
}

// Err is the list as an error, or nil when it is empty.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// AllFaults gives every fault that err carries, nil when it carries none.
func AllFaults(err error) Faults {
	var fs Faults
	if errors.As(err, &fs) {
		return fs
	}
	var one Invalid
	if errors.As(err, &one) {
		return Faults{one}
	}
	return nil
}

// quote shows a value in an error: in quotation marks, made visible.
func quote(s string) string { return `"` + visible(s) + `"` }

// visible shows text from outside: cut at 60 bytes, and whatever a terminal
// obeys instead of showing it (control characters, marks that turn the direction
// of writing), and broken UTF-8, as U+FFFD.
func visible(s string) string {
	const most = 60
	cut := ""
	if len(s) > most {
		n := most
		for n > 0 && s[n]&0xC0 == 0x80 {
			n--
		}
		s, cut = s[:n], "…"
	}
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x2028 || r == 0x2029 {
			return '\uFFFD'
		}
		return r
	}, s) + cut
}
