package act

import (
	"fmt"
	"slices"
)

// MaxBody is the length of a body at most, in bytes, before encryption.
const MaxBody = 65_536

// Type is the type of a field.
type Type string

// The types of fields and their JSON. docs/act.md §3.
const (
	Text    Type = "text"    // string, one line, or lines where Lines is set
	Prose   Type = "prose"   // {"language":"fr","text":"…"}
	DayOn   Type = "day"     // "2014-12-18"
	Month   Type = "month"   // "2014-12"
	Moment  Type = "instant" // "2026-11-23T09:30:00.000001Z"
	Integer Type = "integer" // 12, at most 53 bits
	Money   Type = "money"   // {"amount":1250,"currency":"USD"}: minor units, code of the list "currency"
	Decimal Type = "decimal" // "0.875"
	YesNo   Type = "yes-no"  // true, false
	Code    Type = "code"    // string, of the list List
	About   Type = "subject" // string, of a type in Subjects where that is given
	PartyOf Type = "party"   // string, a party's code
	Citing  Type = "cite"    // string
	File    Type = "file"    // {"blob":"sha256:…","name":"…","type":"application/pdf","size":12}
	Group   Type = "group"   // object of Fields
)

// Field is one member of a body.
type Field struct {
	// Name is the JSON key, [a-z][a-z0-9_]*.
	Name string
	// Label is the English name shown beside it; it is translated under the
	// key that Key gives.
	Label string
	Type  Type
	// Required: the field must be there (where When holds).
	Required bool
	// When limits the field to bodies in which another field has a value; the
	// field is refused otherwise. Nil: always.
	When *When
	// Repeat makes it an array of 1 to Most values (0: 100).
	Repeat bool
	Most   int
	// Min and Max bound an integer (both 0: unbounded); Max bounds the
	// characters of text (0: 200 for a line, 20,000 for lines and prose).
	Min, Max int64
	// Lines lets text have more than one line.
	Lines bool
	// List names the code list of a code.
	List string
	// Subjects are the types that a subject may have; none: any.
	Subjects []string
	// Fields of a group.
	Fields []Field
}

// When is the condition under which a field belongs to a body: the field named
// Field, beside it, is a code, text or yes-no ("true", "false") with one of the
// values Is.
type When struct {
	Field string
	Is    []string
}

// Upcaster turns a body of one version into one of the next. It is pure: it
// reads no clock, store, list or network.
type Upcaster func(Object) (Object, error)

// AnyNamed in Shape.Audiences allows every named audience.
const AnyNamed = "*"

// Shape declares a kind of act: what its header and body may say. Who may do
// it, the rule that decides and the tables that follow are declared with it by
// the module.
type Shape struct {
	Name    string // "treaty.deposit"
	Version int    // from 1; rises when Fields change
	Title   string // English: "Deposit of an instrument"
	// Subjects are the types that the act's subject may have, at least one.
	Subjects []string
	// Standings that the act may have; none: all three.
	Standings []Standing
	// Audiences that may be named: "public", "sealed", codes, AnyNamed. At
	// least one; the first is what a form proposes.
	Audiences []string
	// Action is the policy action asked for; "" means Name.
	Action string
	// Command, where it is not "", is the command of the program that records
	// acts of the kind as part of its work: "comity restore". Nobody enters one
	// by itself, in a form, a file or a call from outside.
	Command string
	// Correction: the act corrects another and must name it.
	Correction bool
	Fields     []Field
	// Upcasts[i] turns version i+1 into version i+2: one for each past version.
	Upcasts []Upcaster
}

// Lists answers whether a code stood in a list on a day.
type Lists interface {
	Has(list, code string, day Day) bool
}

// AnyCode is a Lists that holds every code: for tests and for reading what was
// checked when it was written.
type AnyCode struct{}

// Has is always true.
func (AnyCode) Has(string, string, Day) bool { return true }

// Key is the key under which a label is translated: the kind's name and the
// path of fields, joined by full stops; without path, the title's.
func (s *Shape) Key(path ...string) string {
	k := s.Name
	for _, p := range path {
		k += "." + p
	}
	return k
}

// PolicyAction is the action that a policy decides on.
func (s *Shape) PolicyAction() string {
	if s.Action != "" {
		return s.Action
	}
	return s.Name
}

// CheckHeader holds a header against the declaration, beyond its grammar. The
// error is Faults.
func (s *Shape) CheckHeader(h *Header) error {
	var fs Faults
	if h.Kind != s.Name || h.Version != s.Version {
		fs = append(fs, Invalid{Code: "header.version", Where: "/version", What: fmt.Sprintf("%s %d", h.Kind, h.Version),
			Why:  fmt.Sprintf("the program writes %s in version %d", s.Name, s.Version),
			Do:   "write it in that version",
			Args: map[string]string{"kind": s.Name, "version": fmt.Sprint(s.Version)}})
	}
	if !slices.Contains(s.Subjects, h.Subject.Type()) {
		fs = append(fs, wrongSubject("/subject", string(h.Subject), s.Subjects))
	}
	if len(s.Standings) > 0 && !slices.Contains(s.Standings, h.Standing) {
		fs = append(fs, Invalid{Code: "header.standing-kind", Where: "/standing", What: string(h.Standing),
			Why:  fmt.Sprintf("an act of kind %s does not have this standing", s.Name),
			Do:   fmt.Sprintf("choose one of %q", s.Standings),
			Args: map[string]string{"kind": s.Name}})
	}
	if !s.Allows(h.Audience) {
		fs = append(fs, Invalid{Code: "header.audience-kind", Where: "/audience", What: h.Audience,
			Why:  fmt.Sprintf("an act of kind %s is not written for this audience", s.Name),
			Do:   fmt.Sprintf("choose one of %q", s.Audiences),
			Args: map[string]string{"kind": s.Name}})
	}
	if s.Correction && h.Corrects == "" {
		fs = append(fs, Invalid{Code: "header.corrects-missing", Where: "/corrects",
			Why: fmt.Sprintf("an act of kind %s corrects another act", s.Name),
			Do:  "give the id of the act to correct", Args: map[string]string{"kind": s.Name}})
	}
	return fs.Err()
}

// Allows says whether the kind may be written for an audience.
func (s *Shape) Allows(audience string) bool {
	if slices.Contains(s.Audiences, audience) {
		return true
	}
	return audience != Public && audience != Sealed && IsAudience(audience) && slices.Contains(s.Audiences, AnyNamed)
}

func wrongSubject(where, have string, want []string) Invalid {
	return Invalid{Code: "subject.type", Where: where, What: have,
		Why:  fmt.Sprintf("the subject is not of the type %s", orList(want)),
		Do:   "name a subject of that type",
		Args: map[string]string{"types": orList(want)}}
}

func orList(words []string) string {
	out := ""
	for i, w := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			out += " or "
		default:
			out += ", "
		}
		out += w
	}
	return out
}

// CheckDeclaration finds what is wrong with the declaration itself: a fault of
// the program, found when it starts.
func (s *Shape) CheckDeclaration() error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("kind %q is declared wrongly: %s; correct the declaration", s.Name, fmt.Sprintf(format, args...))
	}
	switch {
	case !isKind(s.Name):
		return bad("its name is not module.action in lower case")
	case s.Title == "":
		return bad("it has no title")
	case s.Version < 1:
		return bad("its version is %d, and versions count from 1", s.Version)
	case len(s.Upcasts) != s.Version-1:
		return bad("version %d needs %d upcasters, there are %d", s.Version, s.Version-1, len(s.Upcasts))
	case len(s.Subjects) == 0:
		return bad("it names no type of subject")
	case len(s.Audiences) == 0:
		return bad("it names no audience")
	}
	for _, t := range s.Subjects {
		if !isWord(t) {
			return bad("%q is no type of subject", t)
		}
	}
	for _, a := range s.Audiences {
		if a != AnyNamed && !IsAudience(a) {
			return bad("%q is no audience", a)
		}
	}
	for _, st := range s.Standings {
		if st != Own && st != Communicated && st != Observed {
			return bad("%q is no standing", st)
		}
	}
	for i, up := range s.Upcasts {
		if up == nil {
			return bad("the upcaster from version %d is nil", i+1)
		}
	}
	if err := checkFields(s.Fields, ""); err != nil {
		return bad("%s", err)
	}
	return nil
}

func checkFields(fields []Field, path string) error {
	for i := range fields {
		f := &fields[i]
		at := path + f.Name
		if !isFieldName(f.Name) {
			return fmt.Errorf("field %q is not named [a-z][a-z0-9_]*", at)
		}
		if f.Label == "" {
			return fmt.Errorf("field %q has no label", at)
		}
		if f.Min > f.Max || f.Max > MaxInteger || f.Min < -MaxInteger {
			return fmt.Errorf("field %q is bounded from %d to %d", at, f.Min, f.Max)
		}
		for _, before := range fields[:i] {
			if before.Name == f.Name {
				return fmt.Errorf("field %q stands twice", at)
			}
		}
		if err := checkFieldType(f, at); err != nil {
			return err
		}
		if f.When == nil {
			continue
		}
		// The condition looks back only, so that one pass decides it.
		j := slices.IndexFunc(fields[:i], func(o Field) bool { return o.Name == f.When.Field })
		if j < 0 || len(f.When.Is) == 0 {
			return fmt.Errorf("field %q depends on %q, which does not stand before it, or on no value", at, f.When.Field)
		}
		if o := fields[j]; o.Repeat || o.Type != Code && o.Type != Text && o.Type != YesNo {
			return fmt.Errorf("field %q depends on %q, which is no single code, text or yes-no", at, f.When.Field)
		}
	}
	return nil
}

func checkFieldType(f *Field, at string) error {
	switch f.Type {
	case Code:
		if f.List == "" {
			return fmt.Errorf("field %q is a code of no list", at)
		}
	case Group:
		if len(f.Fields) == 0 {
			return fmt.Errorf("group %q has no fields", at)
		}
		return checkFields(f.Fields, at+".")
	case Text, Prose, DayOn, Month, Moment, Integer, Money, Decimal, YesNo, About, PartyOf, Citing, File:
	default:
		return fmt.Errorf("field %q is of the unknown type %q", at, f.Type)
	}
	if len(f.Fields) > 0 {
		return fmt.Errorf("field %q has fields, but is no group", at)
	}
	return nil
}

func isFieldName(s string) bool {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for i := 1; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}
