package backup

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"comity/internal/act"
)

// The stream inside the encryption: magic, then frames of a type, a length as
// an unsigned varint, and as many bytes. A list in a frame is its parts, each
// after its length.
const (
	magic = "comity-backup-1\n"

	frameHead     = 'h' // the signed head
	frameBlob     = 'b' // the hash of a blob; its stored bytes follow as frameData
	frameData     = 'd' // part of a blob; an empty one ends it
	frameAct      = 'a' // header, body, salt, leaf
	frameCall     = 'c' // person, key, first, count, digest, sum
	frameConsumer = 'p' // name, position
	frameEnd      = 'z' // counts of acts, calls, blobs

	mostFrame = 1 << 20 // bytes
)

var errCutShort = errors.New("the backup is cut short or damaged; use another")

// writer writes frames.
type writer struct {
	w   *bufio.Writer
	err error
}

func (w *writer) frame(typ byte, parts ...[]byte) error {
	if w.err != nil {
		return w.err
	}
	n := 0
	var lens [6][]byte
	for i, p := range parts {
		lens[i] = binary.AppendUvarint(nil, uint64(len(p)))
		n += len(lens[i]) + len(p)
	}
	_ = w.w.WriteByte(typ) // bufio keeps the first error
	_, _ = w.w.Write(binary.AppendUvarint(nil, uint64(n)))
	for i, p := range parts {
		_, _ = w.w.Write(lens[i])
		_, w.err = w.w.Write(p)
	}
	return w.err
}

// reader reads frames.
type reader struct {
	r   *bufio.Reader
	typ byte
	b   []byte
	ok  bool // typ and b hold a frame that was not taken yet
}

// cutShort keeps err's words and not err: an end of the stream is a fault
// here and must not be taken for io.EOF, since the last frame says where a
// backup ends.
func cutShort(err error) error {
	return fmt.Errorf("%w: %s", errCutShort, err.Error())
}

// peek gives the next frame's type and keeps it.
func (r *reader) peek() (byte, error) {
	if r.ok {
		return r.typ, nil
	}
	typ, err := r.r.ReadByte()
	if err != nil {
		return 0, cutShort(err)
	}
	n, err := binary.ReadUvarint(r.r)
	if err != nil {
		return 0, cutShort(err)
	}
	if n > mostFrame {
		return 0, fmt.Errorf("%w: a frame claims %d bytes, and %d are the most", errCutShort, n, mostFrame)
	}
	if cap(r.b) < int(n) {
		r.b = make([]byte, n)
	}
	r.b = r.b[:n]
	if _, err := io.ReadFull(r.r, r.b); err != nil {
		return 0, cutShort(err)
	}
	r.typ, r.ok = typ, true
	return typ, nil
}

// take gives the parts of the frame that peek showed; nil parts stay nil. They
// belong to the caller.
func (r *reader) take(parts int) ([][]byte, error) {
	r.ok = false
	b := append([]byte(nil), r.b...)
	out := make([][]byte, parts)
	for i := range out {
		n, k := binary.Uvarint(b)
		if k <= 0 || n > uint64(len(b)-k) {
			return nil, errCutShort
		}
		if n > 0 {
			out[i] = b[k : k+int(n) : k+int(n)]
		}
		b = b[k+int(n):]
	}
	if len(b) > 0 {
		return nil, errCutShort
	}
	return out, nil
}

func number(n int64) []byte { return binary.AppendUvarint(nil, uint64(n)) }

func parseNumber(b []byte) (int64, error) {
	n, k := binary.Uvarint(b)
	if k != len(b) || k <= 0 || n > act.MaxInteger {
		return 0, errCutShort
	}
	return int64(n), nil
}

func parseNumbers(parts [][]byte) ([]int64, error) {
	out := make([]int64, len(parts))
	for i, p := range parts {
		var err error
		if out[i], err = parseNumber(p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Summary says what a backup or a restore held.
type Summary struct {
	Acts, Calls, Blobs int64
	Erased             int64 // acts whose keys were destroyed since
	Epoch              int64
	Head               []byte // the signed head of the backup
}

func (s Summary) String() string {
	return fmt.Sprintf("%d acts, %d keys of calls, %d files", s.Acts, s.Calls, s.Blobs)
}
