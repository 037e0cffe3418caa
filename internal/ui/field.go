package ui

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
)

// Field is one input of a form with its label, help and faults.
type Field struct {
	// Name is the name of the posted value.
	Name  string
	Label string
	// Help stands under the label, "" for none.
	Help string
	// HelpLang is the help's language where that need not be the reader's.
	HelpLang string
	// Kind is the control: "line" (the zero value), "lines", "day", "month",
	// "integer", "password", "mail", "code", "search", "file", "yes-no",
	// "choice" (one of few, all seen), "choices" (any of few), "hidden".
	Kind    string
	Value   string
	Values  []string // of "choices"
	Options []Option
	// Listed are suggestions for a line.
	Listed []Option
	// Suggested is the id of the form's [Suggestions] for a line, "" for none.
	Suggested string
	Required  bool
	Max       int64 // characters, or the greatest integer; 0 for none
	Min       int64
	// Autocomplete is HTML's token: "username", "one-time-code".
	Autocomplete string
	// Blank are the words of choosing nothing among a "code": "All" in a form of
	// filters, "" for a dash.
	Blank string
	// Lang is the language of the value where it is known.
	Lang string
	// Accept lists the media types of a file.
	Accept string
	// Faults are what is wrong with the value, in the reader's language.
	Faults []string
}

// Option is one choice.
type Option struct {
	Value, Words string
	Help         string
	Lang         string // of the words, where it is not the reader's
	HelpLang     string // of the help, likewise
}

// ID is the element's id.
func (f *Field) ID() string { return "f-" + strings.NewReplacer(".", "-", " ", "-").Replace(f.Name) }

// describedBy names the elements that describe the input.
func (f *Field) describedBy() string {
	var ids []string
	if f.Help != "" {
		ids = append(ids, f.ID()+"-help")
	}
	if len(f.Faults) > 0 {
		ids = append(ids, f.ID()+"-fault")
	}
	return strings.Join(ids, " ")
}

func (f *Field) chosen(value string) bool {
	if f.Kind != "choices" {
		return f.Value == value
	}
	for _, v := range f.Values {
		if v == value {
			return true
		}
	}
	return false
}

// Form is a form as it is shown: blank, or with what was typed and what is wrong
// with it.
type Form struct {
	// Action is where it is posted; "" is the present address.
	Action string
	// Get makes it a form of filters, whose values stand in the address.
	Get bool
	// Key makes recording it twice harmless; see [NewKey]. "" for none.
	Key    string
	Fields []Field
	// Groups gather some of the fields, in their order.
	Groups []FieldGroup
	// Suggestions are lists that fields name.
	Suggestions []Suggestions
	// Send is the word on the button.
	Send string
	// Cancel is where the reader goes who changes their mind, "" for none.
	Cancel string
	// Faults are those that belong to no field.
	Faults []string
	// Upload allows files.
	Upload bool
	// Most is how much its files may have at most together, in bytes: not more than
	// the page that takes it says to [Visit.Posted]. It is told beside the first
	// file. 0 tells nothing.
	Most int64
	// Danger marks what can't be undone.
	Danger bool
}

// shown is a field as the form shows it.
func (f *Form) shown(v *Visit, i int) *Field {
	field := &f.Fields[i]
	if field.Blank == "" {
		field.Blank = "–"
		if f.Get && !field.Required {
			field.Blank = v.Text("word.all")
		}
	}
	return field
}

// meet shows what was too long for the page in the form that was posted: the limit
// beside the file, and what was typed.
func (f *Form) meet(v *Visit) {
	if v.Long == nil || v.Long.Shown || f.Get {
		return
	}
	if path, _, _ := strings.Cut(cmp.Or(f.Action, v.URL.Path), "?"); path != v.Long.Path {
		return
	}
	v.Long.Shown, v.Long.Limit = true, cmp.Or(f.Most, v.Long.Limit)
	f.Fill(v.Long.Values)
	f.Fault(v.Long.Field, v.Long.Says(v))
}

// limits tell, beside the form's first file, how much may be sent at most.
func (f *Form) limits(v *Visit) {
	first := slices.IndexFunc(f.Fields, func(b Field) bool { return b.Kind == "file" })
	if f.Most == 0 || !f.Upload || first < 0 {
		return
	}
	field := &f.Fields[first]
	field.Help = strings.TrimSpace(field.Help + " " + v.Text("form.most", i18n.Args{"Most": megabytes(v, f.Most)}))
}

// early is what the page's script says of a file that is too large, before it is sent.
func (f *Form) early(v *Visit) string {
	return v.Text("form.too-large-here", i18n.Args{"Most": megabytes(v, f.Most)})
}

func megabytes(v *Visit, bytes int64) string { return v.Localizer.Number(bytes >> 20) }

// Fill sets values that were posted, by name. Of boxes from which several may be
// chosen, none that is ticked posts nothing: then none is chosen.
func (f *Form) Fill(values url.Values) {
	for i := range f.Fields {
		field := &f.Fields[i]
		if field.Kind == "password" || field.Kind == "file" {
			continue // what is secret is typed again; browsers keep no files
		}
		if field.Kind == "choices" {
			field.Values = values[field.Name]
			continue
		}
		if given, ok := values[field.Name]; ok && len(given) > 0 {
			field.Value, field.Values = given[0], given
		}
	}
	if k := values.Get(KeyName); k != "" {
		f.Key = k
	}
}

// Field finds a field by name, nil where there is none.
func (f *Form) Field(name string) *Field {
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			return &f.Fields[i]
		}
	}
	return nil
}

// Fault puts a sentence beside the field of a name, or above the form where
// there is no such field.
func (f *Form) Fault(name, sentence string) {
	if field := f.Field(name); field != nil {
		field.Faults = append(field.Faults, sentence)
		return
	}
	for i := range f.Groups {
		if g := &f.Groups[i]; name != "" && g.Name == name {
			g.Faults = append(g.Faults, sentence)
			return
		}
	}
	f.Faults = append(f.Faults, sentence)
}

// Invalid puts faults found by an act's shape beside their fields: the pointer
// "/budget/amount" belongs to the field "budget.amount", "/reason" to
// "reason.text" where the form has only its parts, or else to the nearest field
// that it lies in.
func (f *Form) Invalid(v *Visit, faults act.Faults) {
	for _, fault := range faults {
		name := strings.ReplaceAll(strings.TrimPrefix(fault.Where, "/"), "/", ".")
		if part := f.part(name); part != "" {
			name = part
		}
		for name != "" && !f.has(name) {
			cut := strings.LastIndexByte(name, '.')
			name = name[:max(cut, 0)]
		}
		f.Fault(name, v.Invalid(fault))
	}
}

// has says whether a field or group has the name.
func (f *Form) has(name string) bool {
	for i := range f.Groups {
		if f.Groups[i].Name == name {
			return true
		}
	}
	return f.Field(name) != nil
}

// part names the field to fill in first of a value that the form asks for in
// parts, "" where it does not: of prose the text, of others the first.
func (f *Form) part(name string) (first string) {
	if name == "" || f.has(name) {
		return ""
	}
	for i := range f.Fields {
		switch field := &f.Fields[i]; {
		case field.Name == name+".text":
			return field.Name
		case first == "" && field.Kind != "hidden" && strings.HasPrefix(field.Name, name+"."):
			first = field.Name
		}
	}
	return first
}

// Faulty says whether anything is wrong with what was typed.
func (f *Form) Faulty() bool {
	if len(f.Faults) > 0 {
		return true
	}
	for i := range f.Groups {
		if len(f.Groups[i].Faults) > 0 {
			return true
		}
	}
	for i := range f.Fields {
		if len(f.Fields[i].Faults) > 0 {
			return true
		}
	}
	return false
}

// KeyName is the name under which a form posts its key.
const KeyName = "form-key"
