package endpoint

import (
	"encoding/json"
	"reflect"
	"strings"

	"comity/internal/ui"
)

// Sheet gives the rows as a sheet, whose columns are the members of T by their
// JSON names; members of a struct inside stand after its name and a low line.
func (r Rows[T]) Sheet() *ui.Sheet {
	s := &ui.Sheet{Notes: r.Notes, Next: r.Next, Total: -1}
	columns(reflect.TypeFor[T](), "", func(name string) { s.Columns = append(s.Columns, ui.Column{Name: name}) })
	for i := range r.Rows {
		row := make(ui.Row, 0, len(s.Columns))
		cells(reflect.ValueOf(r.Rows[i]), reflect.TypeFor[T](), func(v any) { row = append(row, ui.Cell{Value: v}) })
		s.Rows = append(s.Rows, row)
	}
	return s
}

// inside says whether a member is a struct whose members are columns.
func inside(t reflect.Type) (reflect.Type, bool) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t, t.Kind() == reflect.Struct && !reflect.PointerTo(t).Implements(reflect.TypeFor[json.Marshaler]())
}

func member(f reflect.StructField) (name string, ok bool) {
	name, _, _ = strings.Cut(f.Tag.Get("json"), ",")
	return name, f.IsExported() && name != "-"
}

func columns(t reflect.Type, before string, add func(string)) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, ok := member(f)
		if !ok {
			continue
		}
		if in, is := inside(f.Type); is {
			if f.Anonymous && name == "" {
				columns(in, before, add)
			} else {
				columns(in, before+name+"_", add)
			}
			continue
		}
		add(before + name)
	}
}

// cells walks as columns does; v may be invalid, for a pointer that is nil.
func cells(v reflect.Value, t reflect.Type, add func(any)) {
	for i := range t.NumField() {
		f := t.Field(i)
		if _, ok := member(f); !ok {
			continue
		}
		var value reflect.Value
		if v.IsValid() {
			value = v.Field(i)
		}
		if in, is := inside(f.Type); is {
			if value.IsValid() && value.Kind() == reflect.Pointer {
				value = value.Elem()
			}
			cells(value, in, add)
			continue
		}
		add(flat(value))
	}
}

// flat is a member as a cell: a number, a boolean or a text as it is, a list of
// texts, and JSON for the rest.
func flat(v reflect.Value) any {
	if !v.IsValid() {
		return ""
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return flat(v.Elem())
	case reflect.Slice, reflect.Map:
		if v.Len() == 0 {
			return ""
		}
		if v.Type().Elem().Kind() == reflect.String && v.Kind() == reflect.Slice {
			list := make([]string, v.Len())
			for i := range list {
				list[i] = v.Index(i).String()
			}
			return list
		}
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		return ""
	}
	return string(b)
}
