package module

import (
	"context"
	"errors"
	"io"

	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/keyring"
	"comity/internal/ui"
)

// OpenFile opens a file that an act names: one of its body, or the document that it
// rests on. Whether the act is open to the reader was asked before. The error is
// [ui.ErrNotFound] where the act names no such file, or this node has it no more.
func (n *Node) OpenFile(ctx context.Context, a *act.Act, name string) (*act.Attached, io.ReadCloser, error) {
	file, err := n.attached(a, name)
	if err != nil {
		return nil, nil, err
	}
	hash, err := act.ParseHash(file.Blob)
	if err != nil || n.Blobs == nil {
		return nil, nil, ui.ErrNotFound
	}
	content, err := n.Blobs.Open(ctx, a.Subject, a.Audience, hash)
	if errors.Is(err, blob.ErrMissing) || errors.Is(err, keyring.ErrErased) {
		err = ui.ErrNotFound
	}
	if err != nil {
		return nil, nil, err
	}
	return file, content, nil
}

// attached finds a file among those that an act names.
func (n *Node) attached(a *act.Act, name string) (*act.Attached, error) {
	if a.Source != nil && a.Source.Document == name && name != "" {
		return &act.Attached{Blob: name, Name: "document-" + a.ID}, nil
	}
	lines, err := n.Book.Kind(a.Kind).Trail(a)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		if l.File != nil && l.File.Blob == name {
			return l.File, nil
		}
	}
	return nil, ui.ErrNotFound
}
