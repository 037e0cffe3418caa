package main

import (
	"context"
	"fmt"
	"time"

	"comity/internal/book"
)

// bookRebuildCommand makes all tables again.
type bookRebuildCommand struct{ nodeFlags }

// Run replays the book and removes the tables of before.
func (c *bookRebuildCommand) Run(ctx context.Context, io streams) error {
	return rebuild(ctx, &c.nodeFlags, io)
}

// upgradeCommand brings a node's store to this program's version.
type upgradeCommand struct{ nodeFlags }

// Run migrates the kernel's tables, and makes the projected ones again.
func (c *upgradeCommand) Run(ctx context.Context, io streams) error {
	n, err := c.open(ctx, nil)
	if err == nil {
		defer n.close()
		_, err = fmt.Fprintf(io.out, "%s is up to date\n", n.store.Describe())
		return err
	}
	return rebuild(ctx, &c.nodeFlags, io)
}

func rebuild(ctx context.Context, f *nodeFlags, io streams) error {
	n, err := f.open(ctx, func(o *book.Options) { o.Outdated = true })
	if err != nil {
		return err
	}
	defer n.close()
	bars := newBars(io.err)
	done, err := n.book.Rebuild(ctx, func(done, total int64) { bars.show("replay", done, total) })
	bars.clear()
	if err != nil {
		return err
	}
	if err := n.book.Drop(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "%d acts replayed in %v; generation %d serves\n", done.Acts, done.Took.Round(time.Millisecond), done.Generation)
	return err
}
