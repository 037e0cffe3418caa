package main

import (
	"bytes"
	"embed"
	"errors"
	"io"
	"io/fs"
	"path"
	"time"
)

// inventedStates are lines for the tables of parties: States that there are not,
// with codes that ISO 3166 leaves to its users, so that the demonstration puts no
// word into the mouth of one that there is.
//
//go:embed demo/parties
var inventedStates embed.FS

// withInventedStates is a programme's folder with the invented States in it.
type withInventedStates struct{ fs.FS }

// Open implements fs.FS.
func (w withInventedStates) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if err != nil {
		return nil, err
	}
	more, err := inventedStates.ReadFile(path.Join("demo", name))
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	content, err := io.ReadAll(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return &longer{path.Base(name), bytes.NewReader(append(content, more...))}, nil
}

// longer is a file to which lines were added.
type longer struct {
	name string
	*bytes.Reader
}

// Stat implements fs.File.
func (l *longer) Stat() (fs.FileInfo, error) { return longerInfo{l}, nil }

// Close implements fs.File.
func (l *longer) Close() error { return nil }

type longerInfo struct{ l *longer }

func (i longerInfo) Name() string       { return i.l.name }
func (i longerInfo) Size() int64        { return i.l.Reader.Size() }
func (i longerInfo) Mode() fs.FileMode  { return 0o444 }
func (i longerInfo) ModTime() time.Time { return time.Time{} }
func (i longerInfo) IsDir() bool        { return false }
func (i longerInfo) Sys() any           { return nil }
