// Package query reads what a person types into the search field: words,
// "phrases", -exclusions, field filters (type:mandate, party:FRA,PER), the last
// word perhaps still being typed.
package query

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"comity/internal/search/analyse"
)

// Query is a question, analysed.
type Query struct {
	// Concepts are what is asked for, in order.
	Concepts []Concept
	// Without are what must not be in a text.
	Without []Concept
	// Filters all hold.
	Filters []Filter
}

// Concept is one word, one compound or one phrase.
type Concept struct {
	// Text is what was typed, for messages.
	Text string
	// Options are the terms of a single word; any will do.
	Options []analyse.Option
	// Phrases are rows of terms that stand in a text one after another; any
	// will do, as will any of Options.
	Phrases [][]string
	// Together are terms that all must be in a text, as good as any of
	// Options: a run of Chinese characters whose words stand apart.
	Together []string
	// Quoted says that the exact words were asked for.
	Quoted bool
	// Stop says that it only holds a sentence together: it ranks, and is not
	// required beside other words.
	Stop bool
}

// Filter holds where a document has one of the values in a field.
type Filter struct {
	Field  string // one of Fields
	Values []string
	Not    bool
}

// The fields that filter.
const (
	Type     = "type"
	Topic    = "topic"
	Party    = "party"
	Language = "lang"
)

// Fields are the names of the fields, in the order in which they are shown.
func Fields() []string { return []string{Type, Topic, Party, Language} }

// Bounds of a query.
const (
	MaxRunes = 400
	MaxWords = 32
)

// Error says what is wrong with a query, where, and what to do.
type Error struct {
	Code string // "quote", "field", "value", "alone", "long", "empty"
	At   int    // the character, counted from 1; 0 where it is the whole
	What string
	Do   string
}

func (e *Error) Error() string {
	if e.At > 0 {
		return fmt.Sprintf("%s at character %d; %s", e.What, e.At, e.Do)
	}
	return e.What + "; " + e.Do
}

// Parse reads a query; language is the reader's. The error is an [*Error].
func Parse(text, language string) (Query, error) {
	if utf8.RuneCountInString(text) > MaxRunes {
		return Query{}, &Error{Code: "long", What: fmt.Sprintf("a query has at most %d characters", MaxRunes), Do: "leave out what matters least"}
	}
	p := parser{text: text, language: language}
	if err := p.run(); err != nil {
		return Query{}, err
	}
	q := p.q
	switch words := len(q.Concepts) + len(q.Without); {
	case words > MaxWords:
		return Query{}, &Error{Code: "long", What: fmt.Sprintf("a query has at most %d words, this has %d", MaxWords, words), Do: "leave out what matters least"}
	case len(q.Concepts) == 0 && !asks(q.Filters) && (len(q.Without) > 0 || len(q.Filters) > 0):
		return Query{}, &Error{Code: "alone", What: "the query only says what is not wanted", Do: "add a word or a filter for what is wanted"}
	case len(q.Concepts) == 0 && len(q.Filters) == 0:
		return Query{}, &Error{Code: "empty", What: "there is nothing to search for", Do: "write a word, a symbol such as A/RES/69/197, or a filter such as type:mandate"}
	}
	return q, nil
}

func asks(filters []Filter) bool {
	for _, f := range filters {
		if !f.Not {
			return true
		}
	}
	return false
}

type parser struct {
	text     string
	language string
	q        Query
}

// closing are the quotation marks that end what each begins.
func closing(r rune) string {
	switch r {
	case '"', '＂':
		return "\"＂"
	case '“', '”', '„':
		return "”“\""
	case '«':
		return "»"
	case '「':
		return "」"
	case '『':
		return "』"
	}
	return ""
}

func (p *parser) run() error {
	for i := 0; i < len(p.text); {
		r, n := utf8.DecodeRuneInString(p.text[i:])
		if unicode.IsSpace(r) || r == utf8.RuneError {
			i += n
			continue
		}
		not := false
		if (r == '-' || r == '−' || r == '－') && i+n < len(p.text) {
			next, _ := utf8.DecodeRuneInString(p.text[i+n:])
			if !unicode.IsSpace(next) {
				not = true
				i += n
				r, n = next, utf8.RuneLen(next)
				if n < 1 {
					n = 1
				}
			}
		}
		if ends := closing(r); ends != "" {
			begin := i + n
			length := strings.IndexAny(p.text[begin:], ends)
			if length < 0 {
				return &Error{Code: "quote", At: p.at(i), What: "the quotation mark is not closed", Do: "close it, or leave it out"}
			}
			p.phrase(p.text[begin:begin+length], not)
			_, n = utf8.DecodeRuneInString(p.text[begin+length:])
			i = begin + length + n
			continue
		}
		end := i
		for end < len(p.text) {
			r, n := utf8.DecodeRuneInString(p.text[end:])
			if unicode.IsSpace(r) || end > i && closing(r) != "" {
				break
			}
			end += n
		}
		if err := p.word(i, end, not); err != nil {
			return err
		}
		i = end
	}
	return nil
}

func (p *parser) at(i int) int { return utf8.RuneCountInString(p.text[:i]) + 1 }

// word takes what stands between spaces.
func (p *parser) word(i, end int, not bool) error {
	w := p.text[i:end]
	if field, value, ok := strings.Cut(w, ":"); ok && value != "" && !strings.HasPrefix(value, "//") && name(field) {
		return p.filter(i, strings.ToLower(field), value, not)
	}
	tokens, options := analyse.Query(w, p.language)
	for k := 0; k < len(tokens); {
		n := 1
		switch t := tokens[k]; {
		case t.Han:
			for k+n < len(tokens) && tokens[k+n].Han && !tokens[k+n-1].Tail {
				n++
			}
			p.add(hanRun(w, tokens[k:k+n]), not)
		case t.Parts > 1 && compound(tokens[k:k+t.Parts]):
			n = t.Parts
			p.add(joined(w, tokens[k:k+n]), not)
		default:
			c := Concept{Text: w[t.Start:t.End], Options: options[k], Stop: t.Stop}
			if end == len(p.text) && k == len(tokens)-1 && i+t.End == end && t.Kind == analyse.Word && utf8.RuneCountInString(t.Form) >= 3 && !not {
				c.Options = analyse.Prefixed(t, c.Options)
			}
			p.add(c, not)
		}
		k += n
	}
	return nil
}

// compound says that the words of a compound are plain ones.
func compound(tokens []analyse.Token) bool {
	for _, t := range tokens {
		if t.Kind == analyse.Symbol || t.Han {
			return false
		}
	}
	return true
}

// name says that what stands before a colon is meant as a field.
func name(s string) bool {
	if s == "" {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

func (p *parser) add(c Concept, not bool) {
	switch {
	case len(c.Options) == 0 && len(c.Phrases) == 0 && len(c.Together) == 0:
	case not:
		c.Stop = false
		p.q.Without = append(p.q.Without, c)
	default:
		p.q.Concepts = append(p.q.Concepts, c)
	}
}

func (p *parser) filter(i int, field, values string, not bool) error {
	if field == "language" {
		field = Language
	}
	known := false
	for _, f := range Fields() {
		known = known || f == field
	}
	if !known {
		return &Error{Code: "field", At: p.at(i), What: fmt.Sprintf("there is no field %q", field),
			Do: "the fields are " + strings.Join(Fields(), ", ") + "; put the words between quotation marks to find them as they stand"}
	}
	f := Filter{Field: field, Not: not}
	for _, v := range strings.Split(values, ",") {
		if v == "" {
			continue
		}
		v = strings.ToLower(v)
		if !Code(v) {
			return &Error{Code: "value", At: p.at(i), What: fmt.Sprintf("%q can't be the value of the field %s", v, field),
				Do: "values are codes of the letters a to z, digits, and - . _ ~; several are joined by commas"}
		}
		f.Values = append(f.Values, v)
	}
	if f.Values == nil {
		return &Error{Code: "value", At: p.at(i), What: "the field " + field + " has no value", Do: "write it directly after the colon"}
	}
	p.q.Filters = append(p.q.Filters, f)
	return nil
}

// Code says whether s can be a value of a field: 1 to 64 of a-z, 0-9, - . _ ~.
func Code(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_' && c != '~' {
			return false
		}
	}
	return true
}
