package i18n

import (
	"fmt"
	"strings"
)

// Message is one sentence of a language, in the plural forms that it has; Other
// alone where it counts nothing. Places for values stand as {{.Name}}.
type Message struct {
	ID                               string
	Zero, One, Two, Few, Many, Other string
}

// form is where a plural form of CLDR's name is kept, nil for another name.
func (m *Message) form(name string) *string {
	switch name {
	case "zero":
		return &m.Zero
	case "one":
		return &m.One
	case "two":
		return &m.Two
	case "few":
		return &m.Few
	case "many":
		return &m.Many
	case "other":
		return &m.Other
	}
	return nil
}

// plural is the name of the form that a language takes with a whole number, by
// the rules of the Unicode CLDR for cardinals.
func plural(lang string, n int) string {
	if n < 0 {
		n = -n
	}
	switch lang {
	case "ar":
		switch {
		case n == 0:
			return "zero"
		case n == 1:
			return "one"
		case n == 2:
			return "two"
		case n%100 >= 3 && n%100 <= 10:
			return "few"
		case n%100 >= 11:
			return "many"
		}
	case "ru":
		switch tens := n % 100; {
		case n%10 == 1 && tens != 11:
			return "one"
		case n%10 >= 2 && n%10 <= 4 && (tens < 12 || tens > 14):
			return "few"
		}
		return "many"
	case "fr", "es":
		switch {
		case n == 1 || n == 0 && lang == "fr":
			return "one"
		case n != 0 && n%1_000_000 == 0:
			return "many"
		}
	case "zh":
	default: // English, and what is made of it
		if n == 1 {
			return "one"
		}
	}
	return "other"
}

// fill puts values into the places of a text. A place without a value shows its
// name in brackets, so that it is seen.
func fill(text string, value func(name string) (string, bool)) string {
	at := strings.Index(text, "{{.")
	if at < 0 {
		return text
	}
	var b strings.Builder
	for ; at >= 0; at = strings.Index(text, "{{.") {
		b.WriteString(text[:at])
		name, rest, _ := strings.Cut(text[at+len("{{."):], "}}")
		if v, ok := value(name); ok {
			b.WriteString(v)
		} else {
			b.WriteString("⟦" + name + "⟧")
		}
		text = rest
	}
	b.WriteString(text)
	return b.String()
}

// gather makes messages of what a catalogue says, each under the names of the
// tables in which it stands, joined by full stops. A table that has a plural form
// is one message.
func gather(into *[]*Message, id string, said any) error {
	switch said := said.(type) {
	case string:
		*into = append(*into, &Message{ID: id, Other: said})
		return nil
	case map[string]any:
		m := &Message{ID: id}
		forms := 0
		for name, text := range said {
			if f := m.form(name); f != nil {
				if s, ok := text.(string); ok {
					*f = s
					forms++
				}
			}
		}
		switch {
		case forms == len(said) && forms > 0:
			*into = append(*into, m)
			return nil
		case forms > 0:
			return fmt.Errorf("the table %q has plural forms beside other sentences; a sentence by the name of a plural form can't be told from one", id)
		}
		for name, in := range said {
			within := name
			if id != "" {
				within = id + "." + name
			}
			if err := gather(into, within, in); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("%q is %v, which is no text", id, said)
}

// closed finds a place that is written otherwise than {{.Name}}.
func closed(m *Message) error {
	for _, text := range spelled(m) {
		for rest := text; ; {
			_, after, found := strings.Cut(rest, "{{")
			if !found {
				break
			}
			name, next, closed := strings.Cut(after, "}}")
			if !closed || len(name) < 2 || name[0] != '.' || strings.ContainsAny(name, "{ ") {
				return fmt.Errorf("the sentence %q has a place that is not written {{.Name}}", m.ID)
			}
			rest = next
		}
	}
	return nil
}
