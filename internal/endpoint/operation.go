package endpoint

import (
	"context"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Sheeted marks, in an operation's metadata, that its answer is a list, which can
// be had as CSV.
const Sheeted = "sheeted"

// Op registers an operation. Every error that f gives becomes a [Problem]; a
// parameter that the operation does not have is refused, since one that is
// misspelt would silently widen what is asked for.
func Op[I, O any](a huma.API, o huma.Operation, f func(context.Context, *I) (*O, error)) {
	if o.Responses == nil {
		o.Responses = map[string]*huma.Response{}
	}
	o.Responses["default"] = Problems(a)
	o.RejectUnknownQueryParameters = true
	if o.MaxBodyBytes > 0 {
		o.Middlewares = append(huma.Middlewares{inLength(a, o.MaxBodyBytes)}, o.Middlewares...)
	}
	list := isList[O]()
	if list {
		if o.Metadata == nil {
			o.Metadata = map[string]any{}
		}
		o.Metadata[Sheeted] = true
	}
	huma.Register(a, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := f(ctx, in)
		if err != nil {
			return nil, &Failure{err}
		}
		return out, nil
	})
	if list {
		o.Responses[strconv.Itoa(http.StatusOK)].Content["text/csv"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
}

func isList[O any]() bool {
	f, has := reflect.TypeFor[O]().FieldByName("Body")
	return has && f.Type.Implements(reflect.TypeFor[Sheet]())
}

// Problems documents that every operation may answer with a [Problem].
func Problems(a huma.API) *huma.Response {
	return &huma.Response{
		Description: "A problem (RFC 9457), in the language of the request.",
		Content: map[string]*huma.MediaType{
			ProblemType: {Schema: a.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")},
		},
	}
}

// Fail answers an operation with an error before it runs: for middleware.
func Fail(a huma.API, ctx huma.Context, err error) {
	f := &Failure{err}
	said, failed := a.Transform(ctx, strconv.Itoa(f.GetStatus()), f)
	if failed != nil {
		panic(failed) // the face answers it
	}
	ctx.SetStatus(f.GetStatus())
	_ = a.Marshal(ctx.BodyWriter(), ProblemType, said) // a caller that went away is no fault
}

// inLength refuses what says itself that it is longer than the operation takes,
// before anything of it is read.
func inLength(a huma.API, most int64) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if r, _ := humago.Unwrap(ctx); r.ContentLength >= most {
			Fail(a, ctx, &http.MaxBytesError{Limit: most})
			return
		}
		next(ctx)
	}
}
