package assistance

import (
	"context"
	"sync"

	"comity/internal/act"
	"comity/internal/store"
)

// counted keeps the public figures for as long as no act is written: many ask for
// them, and they are counted over all requests.
type counted struct {
	mu      sync.Mutex
	size    int64
	figures *Figures
}

// figures are those of a day in a book of so many acts; they are not to be changed.
func (c *counted) of(ctx context.Context, r store.Reader, ru rules, size int64, day act.Day) (*Figures, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.figures != nil && c.size == size && c.figures.Before == Quarter(day) {
		return c.figures, nil
	}
	f, err := ru.Count(ctx, r, day)
	if err != nil {
		return nil, err
	}
	c.size, c.figures = size, f
	return f, nil
}
