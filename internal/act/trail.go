package act

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Line is one line of a printed act: a label, and a value where it has one.
type Line struct {
	Depth int
	Label string // English
	Key   string // of the label's translation; "" where the label is a number
	Value string
	// Language of the value where it is prose, else "".
	Language string
	// List of the value where it is a code, for its name.
	List string
	// Type of the value where it is a field's of the body, else "".
	Type Type
	// File is the file that the value tells of, nil where it is none.
	File *Attached
}

// Attached is a file that an act's body names, as whoever attached it said.
type Attached struct {
	Blob, Name, Type string
	Size             int64 // bytes
}

// Trail renders an act by its declaration, as an auditor reads it: the header,
// then the body's fields in the order of declaration. Clear must be in the
// shape's present version, or nil.
func (s *Shape) Trail(a *Act) ([]Line, error) {
	var t trail
	head := func(name, label, value string) {
		if value != "" {
			t.add(Line{Label: label, Key: "act." + name, Value: value})
		}
	}
	t.add(Line{Label: s.Title, Key: s.Key(), Value: fmt.Sprintf("%s %d", a.Kind, a.Version)})
	head("index", "Place in the book", strconv.FormatInt(a.Index, 10))
	head("id", "Id", a.ID)
	head("subject", "Subject", string(a.Subject))
	head("party", "On behalf of", a.Party)
	head("person", "Entered by", a.Person)
	head("standing", "Standing", string(a.Standing))
	if src := a.Source; src != nil {
		head("source", "Source", strings.TrimSpace(src.Channel+" "+src.Reference))
		head("received", "Received", string(src.Received))
		head("document", "Document", src.Document)
	}
	head("day", "Day", string(a.Day))
	head("recorded", "Recorded", a.Recorded.String())
	for _, c := range a.Cites {
		head("cite", "Cites", string(c))
	}
	head("audience", "Audience", a.Audience)
	head("corrects", "Corrects", a.Corrects)
	head("body", "Body", a.Body.String())
	switch {
	case a.Erased:
		t.add(Line{Label: "The body was erased", Key: "act.erased"})
	case a.Clear == nil:
		t.add(Line{Label: "The body is not open to this reader", Key: "act.closed"})
	default:
		o, err := ParseObject(a.Clear)
		if err != nil {
			return nil, fmt.Errorf("print act %s: %w", a.ID, err)
		}
		t.object(o, s.Fields, 0, s.Key())
	}
	return t.lines, nil
}

type trail struct{ lines []Line }

func (t *trail) add(l Line) { t.lines = append(t.lines, l) }

func (t *trail) object(o Object, fields []Field, depth int, key string) {
	for i := range fields {
		f := &fields[i]
		v, ok := o[f.Name]
		if !ok {
			continue
		}
		k := key + "." + f.Name
		list, repeated := v.([]any)
		if !repeated {
			t.value(f, Line{Depth: depth, Label: f.Label, Key: k}, v, k)
			continue
		}
		t.add(Line{Depth: depth, Label: f.Label, Key: k})
		for n, e := range list {
			t.value(f, Line{Depth: depth + 1, Label: strconv.Itoa(n + 1)}, e, k)
		}
	}
}

// value adds a field's value to its line; key is the field's own, under which
// those of a group stand, also where the line is one of a repetition and has
// none.
func (t *trail) value(f *Field, l Line, v any, key string) {
	o, composite := v.(Object)
	l.Type = f.Type
	switch {
	case composite && f.Type == Money:
		l.Value, l.List = fmt.Sprintf("%v %v in minor units", o["currency"], o["amount"]), "currency"
	case composite && f.Type == Prose:
		l.Value, l.Language = fmt.Sprint(o["text"]), fmt.Sprint(o["language"])
	case composite && f.Type == File:
		l.File = attached(o)
		l.Value = fmt.Sprintf("%v, %v, %v bytes, %v", o["name"], o["type"], o["size"], o["blob"])
	case composite:
		t.add(l)
		t.object(o, f.Fields, l.Depth+1, key)
		return
	default:
		l.Value, l.List = fmt.Sprint(v), f.List
		if f.Type == YesNo {
			l.Value = map[string]string{"true": "yes", "false": "no"}[l.Value]
		}
	}
	t.add(l)
}

func attached(o Object) *Attached {
	var a Attached
	a.Blob, _ = o["blob"].(string)
	a.Name, _ = o["name"].(string)
	a.Type, _ = o["type"].(string)
	a.Size, _ = strconv.ParseInt(fmt.Sprint(o["size"]), 10, 64)
	return &a
}

// Print writes an act as plain text, two spaces a level, lines of a value
// after the first under its beginning.
func (s *Shape) Print(w io.Writer, a *Act) error {
	lines, err := s.Trail(a)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, l := range lines {
		indent := strings.Repeat("  ", l.Depth)
		b.WriteString(indent + l.Label)
		if l.Value != "" {
			b.WriteString(": ")
			if l.Language != "" {
				b.WriteString("[" + l.Language + "] ")
			}
			b.WriteString(strings.ReplaceAll(l.Value, "\n", "\n"+indent+"  "))
		}
		b.WriteByte('\n')
	}
	_, err = io.WriteString(w, b.String())
	return err
}
