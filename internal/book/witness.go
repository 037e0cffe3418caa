package book

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/store"
)

// Witness remembers signed heads outside the store, so that a store that was
// put back is noticed.
type Witness interface {
	// Append hands over the newest head; it is kept when this returns, and
	// on disk a second later at most.
	Append(h Head) error
	// Last returns the newest head, and false when there is none.
	Last() (Head, bool)
}

// FileWitness is a file of signed heads. docs/act.md §2.2.
type FileWitness struct {
	path     string
	verifier note.Verifier

	mu    sync.Mutex
	file  *os.File
	size  int64
	heads []Head // of the first of each epoch, and the newest
	dirty bool
	fault error
	stop  chan struct{}
	done  chan struct{}
}

const (
	// witnessEnd closes each head in the file; a note has no such line.
	witnessEnd = "--\n"
	// witnessKeeps is how many of the newest heads a compaction keeps.
	witnessKeeps = 64
	// witnessMost is the size in bytes at which the file is compacted.
	witnessMost = 1 << 20
)

// OpenWitness opens the witness file at path, and makes it when it is not
// there. A last entry that a crash cut short is dropped; any other entry that
// is no head of the node is an error. Signatures are checked of the heads that
// are kept; the others serve for nothing any more, and [FileWitness.Verify]
// checks them too.
func OpenWitness(path string, verifier note.Verifier) (*FileWitness, error) {
	w := &FileWitness{path: path, verifier: verifier, stop: make(chan struct{}), done: make(chan struct{})}
	b, err := w.read()
	if err != nil {
		return nil, err
	}
	entries, whole, err := w.entries(b)
	if err != nil {
		return nil, err
	}
	for i, e := range entries {
		if i > 0 && i < len(entries)-witnessKeeps && e.head.Epoch == entries[i-1].head.Epoch {
			continue
		}
		if _, err := OpenHead(e.head.Note, verifier); err != nil {
			return nil, w.wrong(e.line, err.Error())
		}
		w.heads = append(w.heads, e.head)
	}
	if w.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, w.failed("open", err)
	}
	if err := w.file.Truncate(int64(whole)); err != nil {
		w.file.Close()
		return nil, w.failed("write", err)
	}
	w.size = int64(whole)
	go w.syncing()
	return w, nil
}

// witnessEntry is a head with the line of the file on which it begins. Its
// signature has not been checked.
type witnessEntry struct {
	line int
	head Head
}

// entries cuts the file into its heads, in their order, and says how many bytes
// they take: less than all where a crash cut the last one short.
func (w *FileWitness) entries(b []byte) (list []witnessEntry, whole int, err error) {
	for line, rest := 1, b; len(rest) > 0; {
		text, after, found := bytes.Cut(rest, []byte("\n"+witnessEnd))
		if !found {
			if !beginsHead(rest, w.verifier.Name()) {
				return nil, 0, w.wrong(line, "this is no head of the node, and none that was cut short")
			}
			break
		}
		e := witnessEntry{line: line}
		if e.head, err = unverifiedHead(append(bytes.Clone(text), '\n'), w.verifier.Name()); err != nil {
			return nil, 0, w.wrong(line, err.Error())
		}
		if n := len(list); n > 0 && (e.head.Epoch < list[n-1].head.Epoch || e.head.Epoch == list[n-1].head.Epoch && e.head.Size < list[n-1].head.Size) {
			return nil, 0, w.wrong(line, "an older head stands behind a newer one")
		}
		list = append(list, e)
		line += bytes.Count(e.head.Note, []byte("\n")) + 1
		whole = len(b) - len(after)
		rest = after
	}
	return list, whole, nil
}

// Verify reads the file again and checks the signature of every head in it, of
// those too that a start passes over.
func (w *FileWitness) Verify() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	b, err := w.read()
	if err != nil {
		return err
	}
	entries, _, err := w.entries(b)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if _, err := OpenHead(e.head.Note, w.verifier); err != nil {
			return w.wrong(e.line, err.Error())
		}
	}
	return nil
}

// read reads the file whole, nothing when there is none.
func (w *FileWitness) read() ([]byte, error) {
	info, err := os.Stat(w.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, w.failed("read", err)
	case !info.Mode().IsRegular():
		return nil, w.wrong(0, "it is no ordinary file")
	case info.Size() > 16*witnessMost:
		return nil, w.wrong(0, fmt.Sprintf("it has %d bytes, far more than a witness grows to", info.Size()))
	}
	b, err := os.ReadFile(w.path)
	if err != nil {
		return nil, w.failed("read", err)
	}
	return b, nil
}

// beginsHead reports whether tail is what a crash can leave of an entry: the
// beginning of a head of the node, short, perhaps filled up with zero bytes.
func beginsHead(tail []byte, name string) bool {
	tail = bytes.TrimRight(tail, "\x00")
	begin := []byte(originOf(name) + "\n")
	n := min(len(tail), len(begin))
	return len(tail) <= 4096 && bytes.Equal(tail[:n], begin[:n])
}

// wrong says that the file is not this node's witness. It is left as it is: it
// may be the only evidence that an older store was put back.
func (w *FileWitness) wrong(line int, why string) error {
	at := w.path
	if line > 0 {
		at = fmt.Sprintf("%s, line %d", w.path, line)
	}
	return &store.Fault{Kind: store.Corrupt, What: "the witness " + at + ": " + why,
		Do: "put the right witness file back; if it is lost, keep this one aside, run comity book verify and start with a new one"}
}

// keep remembers h, and forgets what neither begins an epoch nor is recent.
func (w *FileWitness) keep(h Head) {
	w.heads = append(w.heads, h)
	if len(w.heads) > 4*witnessKeeps {
		w.heads = w.pruned()
	}
}

func (w *FileWitness) pruned() []Head {
	var out []Head
	for i, h := range w.heads {
		if i == 0 || h.Epoch != w.heads[i-1].Epoch || i >= len(w.heads)-witnessKeeps {
			out = append(out, h)
		}
	}
	return out
}

// Append implements [Witness].
func (w *FileWitness) Append(h Head) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fault != nil {
		return w.fault
	}
	entry := append(bytes.Clone(h.Note), witnessEnd...)
	if n, err := w.file.WriteAt(entry, w.size); err != nil {
		if n > 0 { // nothing half written stays to be read as an entry
			_ = w.file.Truncate(w.size)
		}
		return w.failed("write", err)
	}
	w.size += int64(len(entry))
	w.dirty = true
	w.keep(h)
	if w.size > witnessMost {
		if err := w.compact(); err != nil {
			return err
		}
	}
	return nil
}

// compact writes the heads worth keeping to a new file and puts it in place.
func (w *FileWitness) compact() error {
	w.heads = w.pruned()
	var b bytes.Buffer
	for _, h := range w.heads {
		b.Write(h.Note)
		b.WriteString(witnessEnd)
	}
	temp := w.path + ".new"
	f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return w.failed("compact", err)
	}
	_, err = f.Write(b.Bytes())
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = os.Rename(temp, w.path)
	}
	if err != nil {
		f.Close()
		return w.failed("compact", err)
	}
	w.file.Close()
	w.file, w.size, w.dirty = f, int64(b.Len()), false
	if d, err := os.Open(filepath.Dir(w.path)); err == nil {
		_ = d.Sync() // a lost rename leaves the longer file, which serves as well
		d.Close()
	}
	return nil
}

// Last implements [Witness].
func (w *FileWitness) Last() (Head, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.heads) == 0 {
		return Head{}, false
	}
	return w.heads[len(w.heads)-1], true
}

// Heads returns the heads that are remembered: the first of each epoch and
// the newest, oldest first.
func (w *FileWitness) Heads() []Head {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]Head(nil), w.heads...)
}

// syncing brings what was appended to disk, at most a second later.
func (w *FileWitness) syncing() {
	defer close(w.done)
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-w.stop:
			return
		case <-tick.C:
			w.sync()
		}
	}
}

func (w *FileWitness) sync() {
	w.mu.Lock()
	f, dirty := w.file, w.dirty
	w.dirty = false
	w.mu.Unlock()
	if !dirty {
		return
	}
	if err := f.Sync(); err != nil && !errors.Is(err, os.ErrClosed) {
		w.mu.Lock()
		w.fault = w.failed("bring to disk", err)
		w.mu.Unlock()
	}
}

// Close brings the file to disk and closes it.
func (w *FileWitness) Close() error {
	select {
	case <-w.stop:
		return nil
	default:
	}
	close(w.stop)
	<-w.done
	w.sync()
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.file.Close(); w.fault == nil && err != nil {
		return err
	}
	return w.fault
}

func (w *FileWitness) failed(doing string, err error) error {
	return &store.Fault{Kind: store.Failed, What: doing + " the witness file " + w.path + " failed", Err: err,
		Do: "see that its disk has space and may be written"}
}
