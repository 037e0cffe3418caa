package main

import (
	"context"
	"log/slog"
	"time"

	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/custody"
	"comity/internal/module"
	"comity/internal/store"
)

const (
	firstCollection = 10 * time.Minute // after the start, when the first readers are served
	betweenThem     = 24 * time.Hour
)

// collect removes, once a day until back ends, the files that neither an act nor a
// draft names: what somebody handed in and did not send.
func collect(back context.Context, n *node, parts []module.Module, log *slog.Logger) {
	var cited custody.Cited
	for wait := firstCollection; ; wait = betweenThem {
		select {
		case <-back.Done():
			return
		case <-time.After(wait):
		}
		switch c, err := collectOnce(back, n, parts, &cited); {
		case err != nil && back.Err() == nil:
			log.Error("files that nothing names are not removed", "error", err)
		case c.Files > 0:
			log.Info("removed files that nothing names", "files", c.Files, "bytes", c.Bytes)
		}
	}
}

// collectOnce looks at drafts first and then at acts: what is sent between was in a
// draft, and what is sent later was held as new when it was recorded.
func collectOnce(ctx context.Context, n *node, parts []module.Module, cited *custody.Cited) (c blob.Collected, err error) {
	typed := map[act.Hash]bool{}
	err = n.book.Read(ctx, 0, func(v store.View) error {
		clear(typed)
		for _, m := range parts {
			if m.Keeps == nil {
				continue
			}
			if err := m.Keeps(ctx, v, func(h act.Hash) { typed[h] = true }); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = cited.Follow(ctx, n.book)
	}
	if err != nil {
		return c, err
	}
	return n.blobs.Collect(func(h act.Hash) bool { return typed[h] || cited.Names(h) }, blob.Grace)
}
