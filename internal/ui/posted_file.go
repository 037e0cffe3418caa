package ui

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
)

// postedFile is a file of a posted form: in memory, or at a path while the request
// lasts.
type postedFile struct {
	header *multipart.FileHeader
	bytes  []byte
	path   string
}

// memoryFile is a file in memory.
type memoryFile struct{ *bytes.Reader }

// Close implements io.Closer.
func (memoryFile) Close() error { return nil }

// Files are the names of the fields in which files were posted, in their order.
func (v *Visit) Files() []string {
	return slices.Sorted(maps.Keys(v.files))
}

// FormFile is the first file of a name that was posted, as net/http gives it: after
// [Visit.Posted]. The error is [http.ErrMissingFile] where there is none.
func (v *Visit) FormFile(name string) (multipart.File, *multipart.FileHeader, error) {
	if v.files == nil {
		return v.Request.FormFile(name)
	}
	list := v.files[name]
	if len(list) == 0 {
		return nil, nil, http.ErrMissingFile
	}
	f := list[0]
	if f.path == "" {
		return memoryFile{bytes.NewReader(f.bytes)}, f.header, nil
	}
	open, err := os.Open(f.path)
	return open, f.header, err
}

// keepFile keeps a part's file: the first megabytes of a form in memory, larger ones
// on disk. It stops where stop says so.
func (v *Visit) keepFile(name string, part *multipart.Part, stop func() bool) (err error) {
	f := &postedFile{header: &multipart.FileHeader{Filename: part.FileName(), Header: part.Header}}
	held := int64(inMemory)
	for _, list := range v.files {
		for _, other := range list {
			held -= int64(len(other.bytes))
		}
	}
	var b bytes.Buffer
	from := stopping{part, stop}
	n, err := io.CopyN(&b, from, max(held, 0)+1)
	if err == nil { // there is more
		var disk *os.File
		if disk, err = os.CreateTemp("", "comity-posted-"); err != nil {
			return fmt.Errorf("keep a posted file: %w", err)
		}
		f.path = disk.Name()
		v.files[name] = append(v.files[name], f) // to be dropped, whatever happens
		if _, err = disk.Write(b.Bytes()); err == nil {
			var more int64
			more, err = io.Copy(disk, from)
			n += more
		}
		if closed := disk.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return fmt.Errorf("keep a posted file at %s: %w", filepath.Dir(f.path), err)
		}
		f.header.Size = n
		return nil
	}
	if err != io.EOF { //nolint:errorlint // as io.CopyN gives it
		return fmt.Errorf("read a posted file: %w", err)
	}
	f.header.Size, f.bytes = n, b.Bytes()
	v.files[name] = append(v.files[name], f)
	return nil
}

// DropFiles forgets the files that were posted: when the answer was given.
func (v *Visit) DropFiles() {
	for name, list := range v.files {
		for _, f := range list {
			if f.path != "" {
				_ = os.Remove(f.path) // what is left over the system's own rules for such files take
			}
		}
		delete(v.files, name)
	}
}

// stopping ends a reading before its end.
type stopping struct {
	io.Reader
	stop func() bool
}

// Read implements io.Reader.
func (s stopping) Read(b []byte) (int, error) {
	if s.stop() {
		return 0, errStopped
	}
	return s.Reader.Read(b)
}

var errStopped = fmt.Errorf("%w: it is too long", ErrForm)
