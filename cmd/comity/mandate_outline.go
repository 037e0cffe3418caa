package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"comity/internal/act"
	"comity/internal/mandate"
)

// mandateOutlineCommand records what the programme says of its mandates.
type mandateOutlineCommand struct{ nodeFlags }

// Run records what the book has not, or has otherwise.
func (c *mandateOutlineCommand) Run(ctx context.Context, io streams) (err error) {
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	recorded, err := n.outline(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "%s recorded\n", howMany(recorded, "paragraph"))
	return err
}

// outline records what the programme's folder says of its mandates in its own
// words, where the book does not have it yet.
func (n *node) outline(ctx context.Context) (int, error) {
	return mandate.Outline(ctx, n.book, n.program.Files, n.program.Programme, act.DayOf(time.Now()))
}
