package act

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Form is what a page or a prompt needs to ask for an act of a kind.
type Form struct {
	Kind       string
	Version    int
	Title, Key string // English, and the key of its translation
	Action     string // policy action: who may not do it is not shown it
	Subjects   []string
	Standings  []Standing
	Audiences  []string
	Correction bool
	Inputs     []Input
}

// Input is one field of a form.
type Input struct {
	// Name is the path of the posted value: "budget.amount"; in a repetition
	// the place comes after the field: "steps.0.name".
	Name       string
	Label, Key string
	// Control is what to draw: line, lines, prose, day, month, instant,
	// integer, money, decimal, yes-no, code, subject, party, cite, file, group.
	Control  string
	Required bool
	When     *When
	Repeat   bool
	Most     int // values of a repetition, at most
	Min, Max int64
	List     string
	Subjects []string
	Inputs   []Input // of a group, and the parts of prose, money and files
}

// Form derives the form from the declaration.
func (s *Shape) Form() Form {
	standings := s.Standings
	if len(standings) == 0 {
		standings = []Standing{Own, Communicated, Observed}
	}
	return Form{Kind: s.Name, Version: s.Version, Title: s.Title, Key: s.Key(), Action: s.PolicyAction(),
		Subjects: s.Subjects, Standings: standings, Audiences: s.Audiences, Correction: s.Correction,
		Inputs: inputs(s.Fields, "", s.Key())}
}

func inputs(fields []Field, path, key string) []Input {
	list := make([]Input, len(fields))
	for i := range fields {
		f := &fields[i]
		in := Input{Name: path + f.Name, Label: f.Label, Key: key + "." + f.Name, Control: f.control(),
			Required: f.Required, When: f.When, Repeat: f.Repeat, Min: f.Min, Max: f.Max, List: f.List, Subjects: f.Subjects}
		if f.Repeat {
			in.Most = f.most()
		}
		if f.Type == Text {
			in.Max = f.maxText()
		}
		in.Inputs = inputs(f.parts(), in.Name+".", f.partsKey(in.Key))
		list[i] = in
	}
	return list
}

func (f *Field) control() string {
	switch {
	case f.Type == Text && f.Lines:
		return "lines"
	case f.Type == Text:
		return "line"
	default:
		return string(f.Type)
	}
}

// parts are the fields inside a composite value, nil for a simple one.
func (f *Field) parts() []Field {
	switch f.Type {
	case Group:
		return f.Fields
	case Prose:
		return proseFields(f)
	case Money:
		return moneyFields
	case File:
		return fileFields
	}
	return nil
}

// partsKey begins the keys of the parts: those of a group are its own, an
// amount is called the same in all money.
func (f *Field) partsKey(key string) string {
	if f.Type == Group {
		return key
	}
	return "act." + string(f.Type)
}

// FormBody turns posted values into JSON for ReadBody, by the declaration.
// Fields left blank are left out; lines end with a line feed; text is composed
// (NFC). What does not fit its type is passed on as it was typed, so that
// ReadBody names it in its place. Amounts of money are minor units, unless
// minor says how many decimals a currency has; then "12.50" is understood.
func (s *Shape) FormBody(values map[string][]string, minor func(currency string) (decimals int, ok bool)) []byte {
	r := formReader{values, minor}
	out, _ := r.object(nil, s.Fields, "")
	return out
}

type formReader struct {
	values map[string][]string
	minor  func(string) (int, bool)
}

func (r *formReader) get(name string) string {
	v := r.values[name]
	if len(v) == 0 {
		return ""
	}
	s := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(v[0])
	return norm.NFC.String(strings.TrimSpace(s))
}

// object appends an object and says whether it holds anything.
func (r *formReader) object(b []byte, fields []Field, path string) ([]byte, bool) {
	b = append(b, '{')
	some := false
	for i := range fields {
		f := &fields[i]
		value, ok := r.field(f, path+f.Name)
		if !ok {
			continue
		}
		if some {
			b = append(b, ',')
		}
		some = true
		b = append(appendString(b, f.Name), ':')
		b = append(b, value...)
	}
	return append(b, '}'), some
}

func (r *formReader) field(f *Field, name string) ([]byte, bool) {
	if !f.Repeat {
		return r.value(f, name)
	}
	list := []byte{'['}
	some := false
	add := func(v []byte) {
		if some {
			list = append(list, ',')
		}
		some = true
		list = append(list, v...)
	}
	// Either many values under one name, or the place after the name.
	if many := r.values[name]; len(many) > 0 && f.parts() == nil {
		for _, v := range many {
			one := formReader{map[string][]string{name: {v}}, r.minor}
			if v, ok := one.value(f, name); ok {
				add(v)
			}
		}
	}
	for i := range f.most() + 1 { // one too many is passed on and refused
		if v, ok := r.value(f, name+"."+strconv.Itoa(i)); ok {
			add(v)
		}
	}
	return append(list, ']'), some
}

func (r *formReader) value(f *Field, name string) ([]byte, bool) {
	if f.Type == Money {
		return r.money(name)
	}
	if parts := f.parts(); parts != nil {
		if f.Type == Prose && r.get(name+".text") == "" {
			return nil, false // a language alone says nothing
		}
		return r.object(nil, parts, name+".")
	}
	s := r.get(name)
	if s == "" {
		return nil, false
	}
	switch f.Type {
	case Integer:
		if isNumber(s) {
			return []byte(s), true
		}
	case YesNo:
		switch s {
		case "true", "on", "yes", "1":
			return []byte("true"), true
		case "false", "no", "0":
			return []byte("false"), true
		}
	}
	return appendString(nil, s), true
}

func (r *formReader) money(name string) ([]byte, bool) {
	amount, currency := r.get(name+".amount"), r.get(name+".currency")
	if amount == "" {
		return nil, false // a currency alone says nothing
	}
	if r.minor != nil {
		if decimals, ok := r.minor(currency); ok {
			amount = toMinor(amount, decimals)
		}
	}
	b := []byte(`{"amount":`)
	if isNumber(amount) {
		b = append(b, amount...)
	} else {
		b = appendString(b, amount)
	}
	if currency != "" {
		b = appendString(append(b, `,"currency":`...), currency)
	}
	return append(b, '}'), true
}

// toMinor turns "12.5" into "1250" for two decimals. What is no decimal number,
// or is finer than the currency, comes back as it was.
func toMinor(s string, decimals int) string {
	if !isDecimal(s) {
		return s
	}
	whole, part, _ := strings.Cut(s, ".")
	if len(part) > decimals {
		return s
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	digits := strings.TrimLeft(whole+part+strings.Repeat("0", decimals-len(part)), "0")
	if digits == "" {
		return "0"
	}
	return sign + digits
}

// isNumber: a whole number as JSON writes it.
func isNumber(s string) bool {
	t := strings.TrimPrefix(s, "-")
	return len(s) < 20 && allDigits(t) && (len(t) == 1 || t[0] != '0')
}
