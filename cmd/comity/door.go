package main

import (
	"context"

	"comity/internal/access/door"
	"comity/internal/access/seclog"
)

// openDoor opens the door of a node with its security log. origin is where its
// pages are, "" where none are served.
func (n *node) openDoor(ctx context.Context, origin string, change ...func(*door.Options)) (*door.Door, *seclog.Log, error) {
	log, err := seclog.Open(ctx, n.store, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	o := door.Options{Log: log, Origin: origin, Name: n.verifier.Name()}
	if n.keys != nil {
		o.Keys = n.keys
	}
	for _, c := range change {
		c(&o)
	}
	d, err := door.Open(ctx, n.store, o)
	return d, log, err
}
