package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

// attributes are those that every control shares.
func attributes(f *Field) templ.Attributes {
	a := templ.Attributes{"id": f.ID(), "name": f.Name}
	if by := f.describedBy(); by != "" {
		a["aria-describedby"] = by
	}
	if len(f.Faults) > 0 {
		a["aria-invalid"] = "true"
	}
	if f.Required {
		a["aria-required"] = "true"
	}
	if f.Autocomplete != "" {
		a["autocomplete"] = f.Autocomplete
	}
	if f.Accept != "" {
		a["accept"] = f.Accept
	}
	if len(f.Listed) > 0 {
		a["list"] = f.ID() + "-list"
	}
	if f.Suggested != "" {
		a["list"] = f.Suggested
	}
	switch {
	case f.Kind == "integer":
		a["inputmode"] = "numeric"
	case f.Max > 0:
		a["maxlength"] = strconv.FormatInt(f.Max, 10)
	}
	return a
}

func inputType(f *Field) string {
	switch f.Kind {
	case "day":
		return "date"
	case "month":
		return "month"
	case "password", "search", "file":
		return f.Kind
	case "mail":
		return "email"
	}
	return "text"
}

// inputDir: what people write runs as its first letter says; addresses, days and
// figures run from left to right everywhere.
func inputDir(f *Field) string {
	switch f.Kind {
	case "", "line", "search":
		return "auto"
	}
	return "ltr"
}

func kindClass(f *Field) string {
	if f.Kind == "" {
		return "line"
	}
	return f.Kind
}
