package module

import (
	"context"

	"comity/internal/act"
	"comity/internal/store"
)

// KeepsWritten is what [Module.Keeps] of a room is whose drafts are texts: each
// query gives one column, and every file that is named in it is kept.
func KeepsWritten(queries ...string) func(context.Context, store.Reader, func(act.Hash)) error {
	return func(ctx context.Context, r store.Reader, keep func(act.Hash)) error {
		for _, q := range queries {
			err := store.Each(ctx, r, q, nil, func(rows store.Rows) error {
				var text string
				err := rows.Scan(&text)
				for _, h := range act.HashesIn(text) {
					keep(h)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
}
