package api

import (
	"fmt"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/ui"
)

// takes says in the reader's language what a parameter takes.
func takes(v *ui.Visit, s *huma.Schema) string {
	switch {
	case s.Type == huma.TypeInteger && s.Minimum != nil && s.Maximum != nil:
		return v.Text("api.takes.integer", map[string]string{"Least": number(*s.Minimum), "Most": number(*s.Maximum)})
	case len(s.Enum) > 0:
		words := make([]string, len(s.Enum))
		for i, e := range s.Enum {
			words[i] = fmt.Sprint(e)
		}
		return v.Text("api.takes.one-of", map[string]string{"Values": v.Or(words...)})
	case s.Type == huma.TypeBoolean:
		return v.Text("api.takes.one-of", map[string]string{"Values": v.Or("true", "false")})
	case s.Format == "date":
		return v.Text("refusal.day.calendar.do")
	case s.MaxLength != nil:
		return v.Text("api.takes.text", map[string]string{"Most": strconv.Itoa(*s.MaxLength)})
	}
	return v.Text("api.takes.form")
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
