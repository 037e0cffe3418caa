package custody

import (
	"context"
	"fmt"

	"comity/internal/act"
	"comity/internal/book"
)

// Cited are the blobs that acts name, in their bodies or as what they rest on: what
// a collection of orphans keeps. The zero value has read nothing yet.
type Cited struct {
	at    int64
	files map[act.Hash]bool
}

// Names says whether an act names the file, as far as the book was read.
func (c *Cited) Names(h act.Hash) bool { return c.files[h] }

// Follow reads the acts that were recorded since the last time: all of them the
// first time. Acts whose key is destroyed name nothing. The error says which act
// can't be read; then nothing may be collected.
func (c *Cited) Follow(ctx context.Context, b *book.Book) error {
	if c.files == nil {
		c.files = map[act.Hash]bool{}
	}
	for {
		acts, err := b.Acts(ctx, book.Page{From: c.at, Limit: 2000})
		if err != nil || len(acts) == 0 {
			return err
		}
		for _, a := range acts {
			if err := c.add(b, a); err != nil {
				return fmt.Errorf("find the files of act %d: %w", a.Index, err)
			}
		}
		c.at = acts[len(acts)-1].Index + 1
	}
}

func (c *Cited) add(b *book.Book, a *act.Act) error {
	if a.Source != nil && a.Source.Document != "" {
		h, err := act.ParseHash(a.Source.Document)
		if err != nil {
			return err
		}
		c.files[h] = true
	}
	if a.Clear == nil {
		return nil
	}
	files, err := b.Kind(a.Kind).Files(a.Clear)
	for _, f := range files {
		c.files[f.Blob] = true
	}
	return err
}
