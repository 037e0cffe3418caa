package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"comity/internal/access/seclog"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/endpoint"
	"comity/internal/ui"
)

var (
	errNowhere = ui.ErrNotFound
	errBroken  = errors.New("the program broke while it answered")
)

// problem answers an error that was met outside an operation.
func (a *API) problem(w http.ResponseWriter, v *ui.Visit, err error) {
	p := a.sayError(v, err)
	w.Header().Del("ETag")
	w.Header().Set("Content-Type", endpoint.ProblemType)
	challenge(w.Header().Set, p.Code)
	w.WriteHeader(p.Status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(p) // a caller that went away is no fault
}

// challenge says how to be known (RFC 6750).
func challenge(set func(name, value string), code string) {
	switch code {
	case "sign-in":
		set("WWW-Authenticate", `Bearer realm="comity"`)
	case "token":
		set("WWW-Authenticate", `Bearer realm="comity", error="invalid_token"`)
	case "scope":
		set("WWW-Authenticate", `Bearer realm="comity", error="insufficient_scope"`)
	}
}

// sayError says an error in the visitor's language.
func (a *API) sayError(v *ui.Visit, err error) *endpoint.Problem {
	code, status := endpoint.Sort(err)
	if status >= http.StatusInternalServerError {
		a.Log.Error("a call failed", "method", v.Method, "pattern", v.Pattern, "error", err)
	}
	p := a.plain(v, code, status)
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		p.Errors = append(p.Errors, a.tooLong(v, long.Limit))
	}
	var refusal *book.Refusal
	if errors.As(err, &refusal) {
		a.explain(v, p, refusal)
	}
	for _, f := range act.AllFaults(err) {
		p.Errors = append(p.Errors, endpoint.Fault{Code: f.Code, Where: f.Where, Detail: v.Invalid(f)})
	}
	return p
}

func (a *API) plain(v *ui.Visit, code string, status int) *endpoint.Problem {
	return &endpoint.Problem{Type: "urn:comity:problem:" + code, Code: code, Status: status,
		Title: v.Text("api.problem." + code + "-title"), Detail: v.Text("api.problem." + code)}
}

// tooLong says how long a body may be.
func (a *API) tooLong(v *ui.Visit, most int64) endpoint.Fault {
	return endpoint.Fault{Code: "api.too-large", Where: "", Detail: v.Text("api.at-most", map[string]string{"Most": v.Localizer.Number(most >> 20)})}
}

// explain adds what a rule or policy said. What the store said stays in the log,
// and of an act that came between nothing is told to whom it is not open.
func (a *API) explain(v *ui.Visit, p *endpoint.Problem, r *book.Refusal) {
	switch r.Code {
	case book.Unavailable, book.Invalid:
	case book.Stale:
		if r.Later == nil {
			return
		}
		if open, err := a.Node.Open(v.Context(), &v.Reader, v.Today, r.Later); err == nil && open {
			p.Later = &endpoint.Later{ID: r.Later.ID, Index: r.Later.Index, Kind: r.Later.Kind}
		}
	default:
		p.Reason, p.Do = v.Reason(r)
	}
}

// transform makes problems of errors that operations gave, and of those that were
// found in what was sent before one ran.
func (a *API) transform(ctx huma.Context, _ string, value any) (any, error) {
	var p *endpoint.Problem
	v := endpoint.Visit(ctx.Context())
	switch e := value.(type) {
	case *endpoint.Failure:
		p = a.sayError(v, e.Err)
		if p.Code == "denied" {
			a.Guard.Log(v, seclog.Entry{Event: seclog.Refused, Action: "api." + ctx.Operation().OperationID})
		}
	case *huma.ErrorModel:
		p = a.sent(v, ctx.Operation(), e)
	default:
		sheet, is := value.(endpoint.Sheet)
		if is {
			a.Guard.Log(v, seclog.Entry{Event: seclog.Exported, Action: "api." + ctx.Operation().OperationID, Rows: sheet.Len()})
		}
		if is && wantsCSV(ctx.Header("Accept")) {
			ctx.SetHeader("Content-Type", "text/csv; charset=utf-8")
			ctx.SetHeader("Content-Disposition", `attachment; filename="`+ctx.Operation().OperationID+`.csv"`)
		}
		return value, nil
	}
	ctx.SetHeader("Content-Type", endpoint.ProblemType)
	_, w := humago.Unwrap(ctx)
	w.Header().Del("ETag")
	challenge(ctx.SetHeader, p.Code)
	return p, nil
}

// sent says what is wrong with a request that fits no operation's description.
func (a *API) sent(v *ui.Visit, op *huma.Operation, e *huma.ErrorModel) *endpoint.Problem {
	code := map[int]string{http.StatusUnprocessableEntity: "invalid", http.StatusBadRequest: "invalid", http.StatusUnsupportedMediaType: "media",
		http.StatusRequestEntityTooLarge: "too-large", http.StatusRequestTimeout: "slow"}[e.Status]
	if code == "" {
		a.Log.Error("a call failed", "method", v.Method, "pattern", v.Pattern, "error", e.Error())
		return a.plain(v, "failed", http.StatusInternalServerError)
	}
	p := a.plain(v, code, e.Status)
	if e.Status == http.StatusRequestEntityTooLarge {
		p.Errors = append(p.Errors, a.tooLong(v, op.MaxBodyBytes))
	}
	for _, d := range e.Errors {
		if d != nil && len(p.Errors) < 100 {
			p.Errors = append(p.Errors, a.parameterFault(v, op, d))
		}
	}
	return p
}

// parameterFault says what a parameter takes.
func (a *API) parameterFault(v *ui.Visit, op *huma.Operation, d *huma.ErrorDetail) endpoint.Fault {
	f := endpoint.Fault{Code: "api.parameter", Where: d.Location}
	in, name, _ := strings.Cut(d.Location, ".")
	for _, p := range op.Parameters {
		if p.In == in && p.Name == name && p.Schema != nil {
			f.Detail = takes(v, p.Schema)
			return f
		}
	}
	f.Code, f.Detail = "api.unknown-parameter", v.Text("api.takes.unknown")
	return f
}

func asRefusal(err error) (*book.Refusal, bool) {
	var r *book.Refusal
	is := errors.As(err, &r)
	return r, is
}
