package endpoint

import (
	"context"

	"comity/internal/ui"
)

type visitKey struct{}

// WithVisit keeps the visit with a request's context.
func WithVisit(ctx context.Context, v *ui.Visit) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

// Visit is the request as an operation sees it: reader, language, day. The face
// has put it there before any operation runs.
func Visit(ctx context.Context) *ui.Visit {
	v, _ := ctx.Value(visitKey{}).(*ui.Visit)
	return v
}
