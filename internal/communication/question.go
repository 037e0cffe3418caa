package communication

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"comity/internal/act"
)

// Question is one field of a questionnaire.
type Question struct {
	ID string `json:"id"` // [a-z0-9]{1,12}: "3a"
	// Type is one of Types.
	Type     act.Type `json:"type"`
	Required bool     `json:"required,omitempty"`
	// Provisions are the articles or clauses that it asks about.
	Provisions []act.Cite `json:"provisions,omitempty"`
	// Options are the codes of a choice; Several lets more than one be chosen.
	Options []string `json:"options,omitempty"`
	Several bool     `json:"several,omitempty"`
}

// Types are the types that a question may have; codes of the list "answer-type".
var Types = []act.Type{act.Text, act.YesNo, act.Code, act.Integer, act.Decimal, act.DayOn, act.Month}

// Answer is what a reply says to one question. Beside any value may stand words,
// laws, figures and files.
type Answer struct {
	Question string `json:"question"`
	// Text is the answer in words, in the reply's language.
	Text string `json:"text,omitempty"`
	// Value is the answer to a question of another type than text: "true",
	// "12", "2042-05-01", the code of a choice; several, one a line.
	Value   string   `json:"value,omitempty"`
	Laws    []Law    `json:"laws,omitempty"`
	Figures []Figure `json:"figures,omitempty"`
	Files   []File   `json:"files,omitempty"`
	// Bank names the entry of the State's bank that was used, "" for none.
	Bank act.Subject `json:"bank,omitempty"`
}

// Law is a law that an answer names.
type Law struct {
	Title string `json:"title"`
	Place string `json:"place,omitempty"` // article or section
	Day   string `json:"day,omitempty"`
}

// Figure is a number that an answer gives.
type Figure struct {
	Name   string `json:"name"`
	Value  string `json:"value"` // decimal
	Unit   string `json:"unit,omitempty"`
	Period string `json:"period,omitempty"`
	Source string `json:"source,omitempty"`
}

// Empty says whether an answer says nothing.
func (a *Answer) Empty() bool {
	return strings.TrimSpace(a.Text) == "" && a.Value == "" && len(a.Laws) == 0 && len(a.Figures) == 0 && len(a.Files) == 0
}

// CheckDeclared says what is wrong with a question of a questionnaire.
func (q *Question) CheckDeclared() error {
	switch {
	case !questionForm.MatchString(q.ID):
		return fmt.Errorf("%q is no name of a question; write up to 12 small letters and digits, as in 3a", q.ID)
	case !slices.Contains(Types, q.Type):
		return fmt.Errorf("question %s is of the type %q, which no answer has; choose one of %s", q.ID, q.Type, typeNames())
	case q.Type == act.Code && len(q.Options) < 2:
		return fmt.Errorf("question %s offers a choice of fewer than two; name its options", q.ID)
	case q.Type != act.Code && (len(q.Options) > 0 || q.Several):
		return fmt.Errorf("question %s has options and is no choice; leave them out, or make it one", q.ID)
	}
	for i, o := range q.Options {
		if !questionForm.MatchString(o) || slices.Contains(q.Options[:i], o) {
			return fmt.Errorf("question %s: %q is no code of an option, or stands twice; write small letters and digits", q.ID, o)
		}
	}
	return nil
}

func typeNames() string {
	names := make([]string, len(Types))
	for i, t := range Types {
		names[i] = string(t)
	}
	return strings.Join(names, ", ")
}

// CheckQuestions says what is wrong with a questionnaire.
func CheckQuestions(list []Question) error {
	seen := map[string]bool{}
	for i := range list {
		if err := list[i].CheckDeclared(); err != nil {
			return err
		}
		if seen[list[i].ID] {
			return fmt.Errorf("question %s stands twice; name one of them otherwise", list[i].ID)
		}
		seen[list[i].ID] = true
	}
	return nil
}

var wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,15})$`)

// optionList answers for the options of one question, as a code list.
type optionList []string

// Has implements act.Lists.
func (o optionList) Has(_, code string, _ act.Day) bool { return slices.Contains(o, code) }

// Values are the values of an answer, one for each line.
func (a *Answer) Values() []string { return lines(a.Value) }

// CheckAnswer holds an answer against its question, by the rules that fields of
// acts have. The error is a sentence.
func (q *Question) CheckAnswer(a *Answer) error {
	values := a.Values()
	switch {
	case q.Type == act.Text && a.Value != "":
		return fmt.Errorf("question %s is answered in words; write them as its text", q.ID)
	case q.Required && a.Empty():
		return fmt.Errorf("question %s is to be answered; answer it", q.ID)
	case len(values) > 1 && !q.Several:
		return fmt.Errorf("question %s takes one value, here are %d; choose one", q.ID, len(values))
	}
	field := act.Field{Name: "value", Label: "Value", Type: q.Type}
	if q.Type == act.Code {
		field.List = "options"
	}
	shape := act.Shape{Name: "call.answer", Version: 1, Title: "Answer", Fields: []act.Field{field}}
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			return fmt.Errorf("question %s: %q is chosen twice; choose it once", q.ID, v)
		}
		if err := q.checkValue(&shape, v); err != nil {
			return err
		}
	}
	decimal := act.Shape{Name: "call.figure", Version: 1, Title: "Figure", Fields: []act.Field{{Name: "value", Label: "Value", Type: act.Decimal}}}
	for _, f := range a.Figures {
		if err := q.checkValue(&decimal, f.Value); err != nil {
			return err
		}
	}
	return nil
}

func (q *Question) checkValue(shape *act.Shape, v string) error {
	raw := json.RawMessage(v)
	switch shape.Fields[0].Type {
	case act.YesNo:
		if v != "true" && v != "false" {
			return fmt.Errorf("question %s: %q is neither yes nor no; write true or false", q.ID, clipped(v))
		}
	case act.Integer:
		if !wholeNumber.MatchString(v) {
			return fmt.Errorf("question %s: %q is no whole number; write it in digits", q.ID, clipped(v))
		}
	default:
		raw, _ = json.Marshal(v) // text can't fail
	}
	body := append(append([]byte(`{"value":`), raw...), '}')
	_, err := shape.ReadBody(body, "9999-12-31", optionList(q.Options))
	if faults := act.AllFaults(err); len(faults) > 0 {
		return fmt.Errorf("question %s: %q: %s; %s", q.ID, clipped(v), faults[0].Why, faults[0].Do)
	}
	return err
}

func clipped(s string) string {
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
