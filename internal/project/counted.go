package project

import (
	"context"
	"strings"
	"sync"

	"comity/internal/store"
)

// counted keeps what many readers ask of all projects alike, until the book grows:
// sums and counts look through every project. Readers who may read the same projects
// share an answer.
type counted struct {
	mu   sync.Mutex
	kept map[string]answer
}

type answer struct {
	size  int64
	value any
}

// mostKept bounds how many answers are kept.
const mostKept = 64

// once asks where no answer of the book's present length is kept.
func once[T any](ctx context.Context, c *counted, r store.View, s Scope, name string, ask func(context.Context, store.Reader, Scope) (T, error)) (T, error) {
	_, args := s.projects()
	key := name
	if s.Staff() {
		key += " staff"
	}
	for _, a := range args {
		if words, is := a.(string); is {
			key += " " + strings.TrimSpace(words)
		}
	}
	size := r.At().Size
	c.mu.Lock()
	have, there := c.kept[key]
	c.mu.Unlock()
	if value, is := have.value.(T); there && is && have.size == size {
		return value, nil
	}
	value, err := ask(ctx, r, s)
	if err != nil {
		return value, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= mostKept || c.kept == nil {
		c.kept = map[string]answer{}
	}
	c.kept[key] = answer{size, value}
	return value, nil
}
