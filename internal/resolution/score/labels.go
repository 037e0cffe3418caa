package score

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"comity/internal/resolution"
)

// Label is one paragraph with the clauses that a person read in it.
type Label struct {
	Doc     string   `json:"doc"` // symbol: "A/RES/69/197"
	Num     string   `json:"num"` // as printed, with its stop: "12.", "12.(a)"
	Text    string   `json:"text"`
	Clauses []Clause `json:"clauses"`
}

// Clause has the fields of a clause that are labelled.
type Clause struct {
	Paragraph  string             `json:"paragraph"`
	Index      int                `json:"index"`
	Phrase     string             `json:"phrase"`
	Verb       string             `json:"verb"`
	Force      resolution.Force   `json:"force"`
	Addressees []string           `json:"addressees"`
	Entities   []string           `json:"entities"`
	Action     string             `json:"action"`
	Conditions []string           `json:"conditions"`
	Deadline   *string            `json:"deadline"`
	Report     *resolution.Report `json:"report"`
	Cites      []string           `json:"cites"`
}

// Number is the paragraph's number without its stop: "12", "12(a)".
func (l Label) Number() string { return number(l.Num) }

// number drops the stops of a printed number, save those between a section and
// a number: "12." is 12, "12.(a)" 12(a), "III.7." III.7.
func number(s string) string {
	s = strings.ReplaceAll(strings.Join(strings.Fields(s), ""), ".(", "(")
	return strings.TrimRight(s, ".")
}

// ReadLabels reads labels from JSON: an array of paragraphs. Unknown fields are
// refused; an error names the file and the line.
func ReadLabels(name string, data []byte) ([]Label, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var labels []Label
	if err := d.Decode(&labels); err != nil {
		at := d.InputOffset()
		var syntax *json.SyntaxError
		var kind *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			at = syntax.Offset
		case errors.As(err, &kind):
			at = kind.Offset
		}
		line := 1 + bytes.Count(data[:min(int(at), len(data))], []byte{'\n'})
		return nil, fmt.Errorf("%s, line %d: the labels cannot be read: %w", name, line, err)
	}
	if d.More() {
		return nil, fmt.Errorf("%s: something follows the array of labels", name)
	}
	for i, l := range labels {
		if l.Text == "" || l.Doc == "" {
			return nil, fmt.Errorf("%s: label %d has no text or no doc", name, i+1)
		}
		for _, c := range l.Clauses {
			if c.Phrase == "" || c.Paragraph == "" {
				return nil, fmt.Errorf("%s: label %d (%s, paragraph %s) has a clause without phrase or paragraph", name, i+1, l.Doc, l.Num)
			}
		}
	}
	return labels, nil
}

// IsLabels says whether a file's first bytes are those of labels, not of a
// document: a JSON array.
func IsLabels(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), " \t\r\n")
	return len(data) > 0 && data[0] == '['
}

// InDocuments reads a label's clauses out of documents that were read whole: the
// paragraph of that symbol and number, or else the paragraph of that document
// with the same text. found is false where the documents have neither.
func InDocuments(docs []resolution.Document) func(Label) (clauses []resolution.Clause, found bool) {
	byPlace := map[string]*resolution.Paragraph{}
	byText := map[string]*resolution.Paragraph{}
	for i := range docs {
		for k := range docs[i].Paragraphs {
			p := &docs[i].Paragraphs[k]
			if p.Part == resolution.Operative {
				byPlace[docs[i].Symbol+"#"+p.Number] = p
			}
			byText[docs[i].Symbol+"#"+fold(p.Text)] = p
		}
	}
	return func(l Label) ([]resolution.Clause, bool) {
		if p := byPlace[l.Doc+"#"+l.Number()]; p != nil && overlap(p.Text, l.Text) > 0.5 {
			return p.Clauses, true
		}
		if p := byText[l.Doc+"#"+fold(l.Text)]; p != nil {
			return p.Clauses, true
		}
		return nil, false
	}
}
