package blob

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"comity/internal/act"
)

// tag is a keyed digest of content, subject and audience: it finds the same
// content again, and tells nothing to who has the folder without the keys.
func (s *Store) tag(subject act.Subject, audience string, content []byte) string {
	sum := s.mac(append([]byte("comity/blob-tag/v1\x00"+string(subject)+"\x00"+audience+"\x00"), content...))
	return hex.EncodeToString(sum[:])
}

func (s *Store) tagged(tag string) (h act.Hash, ok bool) {
	if len(tag) != 2*len(h) {
		return h, false
	}
	b, err := os.ReadFile(s.in("tags", tag[:2], tag))
	if err != nil || len(b) != len(h) {
		return h, false
	}
	copy(h[:], b)
	return h, s.Has(h)
}

// writeTag remembers where content lies. A tag that a crash loses or tears
// costs a second copy, no more.
func (s *Store) writeTag(tag string, h act.Hash) error {
	path := s.in("tags", tag[:2], tag)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("store a file's tag: %w", err)
	}
	if err := os.WriteFile(path, h[:], 0o600); err != nil {
		return fmt.Errorf("store a file's tag: %w", err)
	}
	return nil
}

// Each calls f for every stored blob.
func (s *Store) Each(f func(h act.Hash, info fs.FileInfo) error) error {
	return filepath.WalkDir(s.in("objects"), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		h, ok := hashNamed(d.Name())
		if !ok {
			return nil // not ours; left alone
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // collected meanwhile
		}
		if err != nil {
			return err
		}
		return f(h, info)
	})
}

func hashNamed(name string) (h act.Hash, ok bool) {
	raw, err := hex.DecodeString(name)
	if err != nil || len(raw) != len(h) {
		return h, false
	}
	copy(h[:], raw)
	return h, true
}

// Grace is how long a blob that no act cites is kept.
const Grace = 24 * time.Hour

// Collected is what Collect removed.
type Collected struct {
	Files int
	Bytes int64
}

// Collect removes the blobs that cited does not name and that were last put or
// held longer ago than grace, what uploads left unfinished for as long, and tags
// that lead nowhere. Sealed ones stay: the bodies that name them are closed to
// the node.
func (s *Store) Collect(cited func(act.Hash) bool, grace time.Duration) (c Collected, err error) {
	before := time.Now().Add(-grace)
	err = s.Each(func(h act.Hash, info fs.FileInfo) error {
		if cited(h) || info.ModTime().After(before) {
			return nil
		}
		if own, err := s.own(h); err != nil || !own {
			return err
		}
		gone, err := s.removeOld(h, before)
		if gone {
			c.Files++
			c.Bytes += info.Size()
		}
		return err
	})
	if err != nil {
		return c, fmt.Errorf("collect files that no act cites: %w", err)
	}
	unfinished, err := os.ReadDir(s.in("new"))
	for _, d := range unfinished {
		if info, e := d.Info(); e == nil && info.ModTime().Before(before) {
			err = errors.Join(err, os.Remove(s.in("new", d.Name())))
		}
	}
	err = errors.Join(err, filepath.WalkDir(s.in("tags"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if _, ok := s.tagged(d.Name()); !ok {
			return os.Remove(path)
		}
		return nil
	}))
	if err != nil {
		return c, fmt.Errorf("collect what uploads left behind: %w", err)
	}
	return c, nil
}

// own says whether the node encrypted a blob itself.
func (s *Store) own(h act.Hash) (bool, error) {
	f, err := os.Open(s.object(h))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, len(ownHead))
	_, err = io.ReadFull(f, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return false, nil // cut short: for who verifies
	}
	return string(head) == ownHead, err
}

// removeOld removes a blob unless it was held meanwhile.
func (s *Store) removeOld(h act.Hash, before time.Time) (gone bool, err error) {
	s.holding.Lock()
	defer s.holding.Unlock()
	info, err := os.Stat(s.object(h))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || info.ModTime().After(before) {
		return false, err
	}
	return true, s.remove(h, info.Size())
}

// Remove removes a blob, as its erasure asks. One that is not there is no
// fault.
func (s *Store) Remove(h act.Hash) error {
	info, err := os.Stat(s.object(h))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = s.remove(h, info.Size())
	}
	if err != nil {
		return fmt.Errorf("remove the file %s: %w", h, err)
	}
	return nil
}

func (s *Store) remove(h act.Hash, size int64) error {
	if err := os.Remove(s.object(h)); err != nil {
		return err
	}
	s.mu.Lock()
	s.used -= size
	s.mu.Unlock()
	return syncDir(filepath.Dir(s.object(h)))
}

// Stored opens a blob's stored bytes as they are, for a backup.
func (s *Store) Stored(h act.Hash) (io.ReadCloser, error) { return os.Open(s.object(h)) }

// Restore puts stored bytes back under their name, which they must have.
func (s *Store) Restore(h act.Hash, r io.Reader) (err error) {
	if s.Has(h) {
		return s.Verify(h)
	}
	f, err := os.CreateTemp(s.in("new"), "blob-")
	if err != nil {
		return fmt.Errorf("put the file %s back: %w", h, err)
	}
	defer func() {
		f.Close()
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	w := newCounted(s, f)
	if _, err = io.Copy(w, r); err == nil {
		err = f.Sync()
	}
	if err == nil {
		var have act.Hash
		if w.sum.Sum(have[:0]); have != h {
			err = fmt.Errorf("its bytes have the hash %s; they were altered", have)
		}
	}
	if err == nil {
		err = place(f.Name(), s.object(h))
	}
	if err != nil {
		w.release()
		return fmt.Errorf("put the file %s back: %w", h, err)
	}
	return nil
}

// syncDir brings names in a folder to disk. Windows has no such call, and
// keeps names by its journal.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	return errors.Join(err, d.Close())
}
