package communication

import (
	"encoding/json"
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
	// Offer is what its answers are offered to registers as, a code of the list
	// "offer"; "" offers nothing but the laws that they name.
	Offer string `json:"offer,omitempty"`
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
		return says.Refuse("communication.question-name", "question", q.ID)
	case !slices.Contains(Types, q.Type):
		return says.Refuse("communication.question-type", "question", q.ID, "type", q.Type, "types", typeNames())
	case q.Type == act.Code && len(q.Options) < 2:
		return says.Refuse("communication.question-options", "question", q.ID)
	case q.Type != act.Code && (len(q.Options) > 0 || q.Several):
		return says.Refuse("communication.question-no-choice", "question", q.ID)
	}
	for i, o := range q.Options {
		if !questionForm.MatchString(o) || slices.Contains(q.Options[:i], o) {
			return says.Refuse("communication.question-option", "question", q.ID, "option", o)
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
			return says.Refuse("communication.question-twice", "question", list[i].ID)
		}
		seen[list[i].ID] = true
	}
	return nil
}

var wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})$`)

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
		return says.Refuse("communication.answer-words", "question", q.ID)
	case q.Required && a.Empty():
		return says.Refuse("communication.answer-required", "question", q.ID)
	case len(values) > 1 && !q.Several:
		return says.Refuse("communication.answer-several", "question", q.ID, "have", len(values))
	}
	field := act.Field{Name: "value", Label: "Value", Type: q.Type}
	if q.Type == act.Code {
		field.List = "options"
	}
	shape := act.Shape{Name: "call.answer", Version: 1, Title: "Answer", Fields: []act.Field{field}}
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			return says.Refuse("communication.answer-twice", "question", q.ID, "value", v)
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
			return says.Refuse("communication.answer-yes-no", "question", q.ID, "value", clipped(v))
		}
	case act.Integer:
		if !wholeNumber.MatchString(v) {
			return says.Refuse("communication.answer-integer", "question", q.ID, "value", clipped(v))
		}
	default:
		raw, _ = json.Marshal(v) // text can't fail
	}
	body := append(append([]byte(`{"value":`), raw...), '}')
	_, err := shape.ReadBody(body, "9999-12-31", optionList(q.Options))
	if faults := act.AllFaults(err); len(faults) > 0 {
		return q.wrongValue(shape.Fields[0].Type, clipped(v))
	}
	return err
}

// wrongValue says that a value is none of a type.
func (q *Question) wrongValue(t act.Type, v string) error {
	switch t {
	case act.DayOn:
		return says.Refuse("communication.answer-day", "question", q.ID, "value", v)
	case act.Month:
		return says.Refuse("communication.answer-month", "question", q.ID, "value", v)
	case act.Code:
		return says.Refuse("communication.answer-choice", "question", q.ID, "value", v)
	case act.Integer:
		return says.Refuse("communication.answer-integer", "question", q.ID, "value", v)
	default:
		return says.Refuse("communication.answer-decimal", "question", q.ID, "value", v)
	}
}

func clipped(s string) string {
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
