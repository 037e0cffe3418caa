package search

import (
	"context"

	"comity/internal/act"
	"comity/internal/module"
)

// Source says what an act does to the index; [module.Sources] puts those of the
// program's modules together.
type Source = module.Source

// Follower is the book, followed from where a consumer stopped.
type Follower interface {
	Follow(ctx context.Context, name string, f func(ctx context.Context, acts []*act.Act) error) error
}

// Follow feeds the index from the book until ctx ends. After an erasure the
// store's files are cleared, so that the terms are in none of them.
func (x *Index) Follow(ctx context.Context, b Follower, source Source) error {
	return b.Follow(ctx, Consumer, func(ctx context.Context, acts []*act.Act) error {
		var entries []Entry
		forgotten := false
		for _, a := range acts {
			changes, err := source(ctx, a)
			if err != nil {
				return err
			}
			for _, c := range changes {
				forgotten = forgotten || c.Forget != nil
				entries = append(entries, Entry{Index: a.Index, Change: c})
			}
		}
		if len(entries) == 0 {
			return nil
		}
		if err := x.Apply(ctx, entries); err != nil {
			return err
		}
		if s, ok := x.store.(interface{ Scrub(context.Context) error }); ok && forgotten {
			return s.Scrub(ctx)
		}
		return nil
	})
}
