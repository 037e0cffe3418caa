package api

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/endpoint"
)

// formats are those in which answers are written. What is asked for as CSV and is
// no list is a problem, in JSON.
func formats() map[string]huma.Format {
	plain := func(w io.Writer, v any) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		return e.Encode(v)
	}
	return map[string]huma.Format{
		"application/json": {Marshal: plain, Unmarshal: json.Unmarshal},
		"text/csv": {Unmarshal: json.Unmarshal, Marshal: func(w io.Writer, v any) error {
			if s, is := v.(endpoint.Sheet); is {
				return s.Sheet().WriteCSV(w)
			}
			return plain(w, v)
		}},
		endpoint.ProblemType: {Marshal: plain, Unmarshal: json.Unmarshal},
	}
}

// accepting leaves of the header Accept what the operation can give: CSV where it
// lists, and JSON.
func (a *API) accepting(ctx huma.Context, next func(huma.Context)) {
	accept := "application/json"
	if list, _ := ctx.Operation().Metadata[endpoint.Sheeted].(bool); list && wantsCSV(ctx.Header("Accept")) {
		accept = "text/csv"
	}
	next(accepted{ctx, accept})
}

type inner huma.Context

type accepted struct {
	inner
	accept string
}

// Header implements huma.Context.
func (c accepted) Header(name string) string {
	if name == "Accept" {
		return c.accept
	}
	return c.inner.Header(name)
}

// Unwrap gives the context below.
func (c accepted) Unwrap() huma.Context { return c.inner }

// wantsCSV says whether CSV is wanted more than JSON.
func wantsCSV(accept string) bool {
	csv, other := 0.0, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		kind, rest, _ := strings.Cut(part, ";")
		weight := 1.0
		for p := range strings.SplitSeq(rest, ";") {
			if q, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
				if n, err := strconv.ParseFloat(q, 64); err == nil {
					weight = n
				}
			}
		}
		switch strings.ToLower(strings.TrimSpace(kind)) {
		case "text/csv":
			csv = max(csv, weight)
		case "application/json":
			other = max(other, weight)
		}
	}
	return csv > other
}
