package act

import (
	"encoding/json"
	"fmt"
)

// Schema is the JSON Schema (draft 2020-12) of the kind's present version. It
// says all that a schema can: codes of lists, the calendar, the form NFC and
// the 64 KiB are checked by ReadBody alone.
func (s *Shape) Schema() []byte {
	o := objectSchema(s.Fields)
	o["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	o["$id"] = fmt.Sprintf("urn:comity:kind:%s:%d", s.Name, s.Version)
	o["title"] = s.Title
	b, err := json.MarshalIndent(o, "", "  ")
	if err != nil {
		panic(err) // maps of strings, numbers and booleans always encode
	}
	return b
}

func objectSchema(fields []Field) map[string]any {
	props := map[string]any{}
	var required []string
	var conditions []any
	for i := range fields {
		f := &fields[i]
		props[f.Name] = f.schema()
		if f.When == nil {
			if f.Required {
				required = append(required, f.Name)
			}
			continue
		}
		var is []any
		for _, v := range f.When.Is {
			is = append(is, v)
			if v == "true" || v == "false" {
				is = append(is, v == "true")
			}
		}
		c := map[string]any{
			"if": map[string]any{
				"properties": map[string]any{f.When.Field: map[string]any{"enum": is}},
				"required":   []string{f.When.Field},
			},
			"else": map[string]any{"not": map[string]any{"required": []string{f.Name}}},
		}
		if f.Required {
			c["then"] = map[string]any{"required": []string{f.Name}}
		}
		conditions = append(conditions, c)
	}
	o := map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	if len(required) > 0 {
		o["required"] = required
	}
	if len(conditions) > 0 {
		o["allOf"] = conditions
	}
	return o
}

func (f *Field) schema() map[string]any {
	v := f.valueSchema()
	if f.Repeat {
		v = map[string]any{"type": "array", "items": v, "minItems": 1, "maxItems": f.most()}
	}
	v["title"] = f.Label
	return v
}

// Patterns of the string types, as JSON Schema's regular expressions.
const (
	dayPattern     = `^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`
	monthPattern   = `^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])$`
	instantPattern = `^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$`
	decimalPattern = `^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`
	partyPattern   = `^[A-Za-z0-9._~-]{1,64}$`
	placePattern   = `[0-9A-Za-z]+(\([0-9A-Za-z]+\))*`
	citePattern    = `^[^#]{1,80}(#` + placePattern + `(\.` + placePattern + `)*(:[1-9][0-9]{0,3})?)?$`
	langPattern    = `^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`
	mediaPattern   = `^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$`
	hashPattern    = `^sha256:[0-9a-f]{64}$`
)

func (f *Field) valueSchema() map[string]any {
	str := func(pattern string) map[string]any { return map[string]any{"type": "string", "pattern": pattern} }
	switch f.Type {
	case Text:
		return map[string]any{"type": "string", "minLength": 1, "maxLength": f.maxText()}
	case Prose:
		return objectSchema(proseFields(f))
	case Money:
		return objectSchema(moneyFields)
	case File:
		return objectSchema(fileFields)
	case Group:
		o := objectSchema(f.Fields)
		o["minProperties"] = 1
		return o
	case Integer:
		least, most := int64(-MaxInteger), int64(MaxInteger)
		if f.Min != 0 || f.Max != 0 {
			least, most = f.Min, f.Max
		}
		return map[string]any{"type": "integer", "minimum": least, "maximum": most}
	case YesNo:
		return map[string]any{"type": "boolean"}
	case DayOn:
		return str(dayPattern)
	case Month:
		return str(monthPattern)
	case Moment:
		return str(instantPattern)
	case Decimal:
		return str(decimalPattern)
	case Code:
		// x-list names the code list: a schema alone can't hold what changes by day.
		return map[string]any{"type": "string", "minLength": 1, "maxLength": 64, "x-list": f.List}
	case About:
		types := `[a-z][a-z0-9-]*`
		if len(f.Subjects) > 0 {
			types = ""
			for i, t := range f.Subjects {
				if i > 0 {
					types += "|"
				}
				types += t
			}
		}
		return map[string]any{"type": "string", "maxLength": MaxSubject, "pattern": `^(` + types + `)(/[A-Za-z0-9._~-]+)+$`}
	case PartyOf:
		return str(partyPattern)
	case Citing:
		return str(citePattern)
	case hashType:
		return str(hashPattern)
	case mediaType:
		return str(mediaPattern)
	case languageType:
		return str(langPattern)
	}
	return map[string]any{}
}
