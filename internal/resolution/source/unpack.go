package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Member opens a member of an archive for reading. The reader ends in a refusal
// once the member turns out larger than limit bytes or packed more tightly than
// any text is. Its size as the archive states it is not believed.
func Member(archive string, f *zip.File, limit int64) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, &Refused{Name: archive, Where: f.Name, Why: "the member is encrypted", Hint: "pack it without a password"}
	}
	if f.UncompressedSize64 > uint64(limit) {
		return nil, TooLarge(archive, f.Name, int64(min(f.UncompressedSize64, 1<<62)), limit)
	}
	r, err := f.Open()
	if err != nil {
		hint := "fetch it again"
		if errors.Is(err, zip.ErrAlgorithm) {
			hint = "pack it by the usual method (deflate)"
		}
		return nil, &Refused{Name: archive, Where: f.Name, Why: "the member cannot be unpacked", Hint: hint, Err: err}
	}
	return &member{ReadCloser: r, archive: archive, file: f, limit: limit}, nil
}

// AppendMember reads a member whole, within limit bytes, and appends it to buf.
func AppendMember(buf []byte, archive string, f *zip.File, limit int64) ([]byte, error) {
	r, err := Member(archive, f, limit)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	// The stated size is a hint at most.
	buf = slices.Grow(buf, int(min(f.UncompressedSize64, 4<<20))+512)
	for {
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, len(buf))
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case err == io.EOF:
			return buf, nil
		case err != nil:
			return nil, err
		}
	}
}

type member struct {
	io.ReadCloser
	archive string
	file    *zip.File
	limit   int64
	n       int64
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.ReadCloser.Read(p)
	m.n += int64(n)
	switch packed := int64(m.file.CompressedSize64); {
	case m.n > m.limit:
		return 0, TooLarge(m.archive, m.file.Name, m.n, m.limit)
	case m.n > ratioFrom && m.n > MaxRatio*max(packed, 1):
		return 0, &Refused{
			Name: m.archive, Where: m.file.Name,
			Why:  fmt.Sprintf("the member unpacks to more than %d times its size, as a ZIP bomb does", MaxRatio),
			Hint: "look where it came from before opening it",
		}
	case err != nil && err != io.EOF:
		return n, &Refused{Name: m.archive, Where: m.file.Name, Why: "the member is damaged", Hint: "fetch it again", Err: err}
	}
	return n, err
}
