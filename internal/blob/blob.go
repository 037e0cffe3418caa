package blob

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"filippo.io/age"

	"comity/internal/act"
	"comity/internal/keyring"
)

// Keys are what a store of blobs needs of a keyring.
type Keys interface {
	Encrypt(ctx context.Context, subject act.Subject, audience string, ad, clear []byte) ([]byte, error)
	Decrypt(ctx context.Context, subject act.Subject, audience string, ad, stored []byte) ([]byte, error)
	Mac(ctx context.Context, purpose string) (func([]byte) [32]byte, error)
}

// Options bound a store of blobs.
type Options struct {
	// Most is the size of one blob at most, in bytes of its content; 0: 1 GiB.
	Most int64
	// Quota is the size of all stored files at most, in bytes; 0: no bound.
	Quota int64
}

// Store keeps blobs in a folder. It may be used by many goroutines.
type Store struct {
	dir     string
	keys    Keys
	options Options
	mac     func([]byte) [32]byte

	mu   sync.Mutex
	used int64 // bytes of stored files and of those being written

	holding sync.Mutex // held where a file is made young, and where an old one is removed
}

// TooLarge says that a blob is longer than one may be.
type TooLarge struct{ Most int64 }

func (e TooLarge) Error() string {
	return fmt.Sprintf("the file is longer than %d bytes, the most that one may have; split it", e.Most)
}

// OverQuota says that the folder has no room left by its quota.
type OverQuota struct{ Used, Quota int64 }

func (e OverQuota) Error() string {
	return fmt.Sprintf("the files take %d of the %d bytes that they may take, and this one does not fit; raise the quota, or let files that no act cites be collected", e.Used, e.Quota)
}

// ErrMissing says that no blob of a name is there.
var ErrMissing = errors.New("there is no file of this hash; restore it from a backup")

// Open opens the store in a folder, and makes it when it is not there.
func Open(ctx context.Context, dir string, keys Keys, o Options) (*Store, error) {
	if o.Most == 0 {
		o.Most = 1 << 30
	}
	s := &Store{dir: dir, keys: keys, options: o}
	for _, d := range []string{dir, s.in("objects"), s.in("tags"), s.in("new")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, fmt.Errorf("open the folder of files: %w; name one that may be written", err)
		}
	}
	var err error
	if s.mac, err = keys.Mac(ctx, "blobs"); err != nil {
		return nil, err
	}
	err = s.Each(func(_ act.Hash, info fs.FileInfo) error {
		s.used += info.Size()
		return nil
	})
	return s, err
}

func (s *Store) in(parts ...string) string {
	return filepath.Join(append([]string{s.dir}, parts...)...)
}

func (s *Store) object(h act.Hash) string {
	name := hex.EncodeToString(h[:])
	return s.in("objects", name[:2], name)
}

// Used is the size of all stored files, in bytes.
func (s *Store) Used() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.used
}

// nodeKey is the pair whose key encrypts public blobs.
const nodeSubject, nodeAudience = "node/blobs", "node"

func pairOf(subject act.Subject, audience string) (act.Subject, string) {
	if audience == act.Public {
		return nodeSubject, nodeAudience
	}
	return subject, audience
}

// wrapped binds a file key to what it is used for.
var wrapped = []byte("comity/blob/v1")

const stanza = "comity"

// ownHead is how a blob begins that the node encrypted.
const ownHead = "age-encryption.org/v1\n-> " + stanza + " 1\n"

// recipient wraps a blob's file key by the data key of (subject, audience).
type recipient struct {
	ctx      context.Context
	keys     Keys
	subject  act.Subject
	audience string
}

// Wrap implements age.Recipient.
func (r recipient) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	b, err := r.keys.Encrypt(r.ctx, r.subject, r.audience, wrapped, fileKey)
	if err != nil {
		return nil, err
	}
	return []*age.Stanza{{Type: stanza, Args: []string{"1"}, Body: b}}, nil
}

// Unwrap implements age.Identity.
func (r recipient) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 || stanzas[0].Type != stanza || len(stanzas[0].Args) != 1 || stanzas[0].Args[0] != "1" {
		return nil, age.ErrIncorrectIdentity
	}
	return r.keys.Decrypt(r.ctx, r.subject, r.audience, wrapped, stanzas[0].Body)
}

// Put stores what r gives and returns its name and the content's size. When it
// returns nil, the file is on disk. Content that the same subject and audience
// already has is not stored again. A sealed blob is stored as the sender
// encrypted it, and must be an age file for post-quantum recipients.
func (s *Store) Put(ctx context.Context, subject act.Subject, audience string, r io.Reader) (h act.Hash, size int64, err error) {
	subject, audience = pairOf(subject, audience)
	f, err := os.CreateTemp(s.in("new"), "blob-")
	if err != nil {
		return h, 0, fmt.Errorf("store a file: %w", err)
	}
	w := newCounted(s, f)
	kept := false
	defer func() {
		f.Close()
		if !kept {
			_ = os.Remove(f.Name())
			w.release()
		}
	}()
	content := sha256.New()
	limited := &limit{r: io.TeeReader(r, content), left: s.options.Most, most: s.options.Most}
	if audience == act.Sealed {
		err = putSealed(w, limited)
	} else {
		err = putEncrypted(w, recipient{ctx, s.keys, subject, audience}, limited)
	}
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return h, 0, fmt.Errorf("store a file: %w", err)
	}
	size = s.options.Most - limited.left
	tag := s.tag(subject, audience, content.Sum(nil))
	if same, ok := s.tagged(tag); ok && audience != act.Sealed && s.readable(ctx, subject, audience, same) {
		return same, size, nil
	}
	w.sum.Sum(h[:0])
	if s.Has(h) { // the same sealed file again
		return h, size, s.renew(h)
	}
	if err := place(f.Name(), s.object(h)); err != nil {
		return h, 0, fmt.Errorf("store a file: %w", err)
	}
	kept = true
	return h, size, s.writeTag(tag, h)
}

func putEncrypted(w io.Writer, to recipient, r io.Reader) error {
	buf := bufio.NewWriterSize(w, 64<<10)
	enc, err := age.Encrypt(buf, to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(enc, r); err != nil {
		return err
	}
	if err := enc.Close(); err != nil {
		return err
	}
	return buf.Flush()
}

func putSealed(w io.Writer, r io.Reader) error {
	head := bufio.NewReaderSize(r, keyring.MaxSealedHeader)
	b, err := head.Peek(keyring.MaxSealedHeader)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if _, err := keyring.CheckSealedHeader(b); err != nil {
		return err
	}
	_, err = io.Copy(w, head)
	return err
}

// place moves a file that is on disk to its name, and that to disk.
func place(from, to string) error {
	dir := filepath.Dir(to)
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		err = syncDir(filepath.Dir(dir))
	} else if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	if err == nil {
		err = os.Rename(from, to)
	}
	if err == nil {
		err = syncDir(dir)
	}
	return err
}

// counted writes, sums and keeps to the quota.
type counted struct {
	store *Store
	sum   hash.Hash
	out   io.Writer
	n     int64
}

func newCounted(s *Store, out io.Writer) *counted {
	return &counted{store: s, sum: sha256.New(), out: out}
}

func (w *counted) Write(b []byte) (int, error) {
	s := w.store
	s.mu.Lock()
	if q := s.options.Quota; q > 0 && s.used+int64(len(b)) > q {
		used := s.used
		s.mu.Unlock()
		return 0, OverQuota{used, q}
	}
	s.used += int64(len(b))
	s.mu.Unlock()
	w.n += int64(len(b))
	w.sum.Write(b)
	return w.out.Write(b)
}

func (w *counted) release() {
	w.store.mu.Lock()
	defer w.store.mu.Unlock()
	w.store.used -= w.n
}

// limit refuses to read more than most bytes.
type limit struct {
	r          io.Reader
	left, most int64
}

func (l *limit) Read(b []byte) (int, error) {
	if l.left < int64(len(b)) {
		b = b[:l.left+1]
	}
	n, err := l.r.Read(b)
	if int64(n) > l.left {
		return 0, TooLarge{l.most}
	}
	l.left -= int64(n)
	return n, err
}

// Has says whether a blob of a name is there.
func (s *Store) Has(h act.Hash) bool {
	_, err := os.Stat(s.object(h))
	return err == nil
}

// Open reads a blob's content, for the subject and audience under which it
// was put. Each chunk is authentic when it is given; the end is given only
// when the whole file agrees with its name. The error is ErrMissing, or wraps
// keyring.ErrErased. A sealed blob comes as it was sent.
func (s *Store) Open(ctx context.Context, subject act.Subject, audience string, h act.Hash) (io.ReadCloser, error) {
	subject, audience = pairOf(subject, audience)
	f, err := os.Open(s.object(h))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the file %s: %w", h, ErrMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("read the file %s: %w", h, err)
	}
	c := &checked{f: f, sum: sha256.New(), want: h}
	in := io.TeeReader(f, c.sum)
	if audience == act.Sealed {
		c.in, c.r = in, in
		return c, nil
	}
	buf := bufio.NewReaderSize(in, 64<<10)
	c.in = buf
	if c.r, err = age.Decrypt(buf, recipient{ctx, s.keys, subject, audience}); err != nil {
		f.Close()
		if errors.Is(err, keyring.ErrErased) {
			return nil, fmt.Errorf("read the file %s: %w", h, keyring.ErrErased)
		}
		return nil, fmt.Errorf("read the file %s: it was altered, or is about something else: %w", h, err)
	}
	return c, nil
}

// checked compares the stored bytes with their name at the end.
type checked struct {
	f    *os.File
	in   io.Reader // stored bytes
	r    io.Reader // content
	sum  hash.Hash
	want act.Hash
	done error
}

func (c *checked) Read(b []byte) (int, error) {
	if c.done != nil {
		return 0, c.done
	}
	n, err := c.r.Read(b)
	if errors.Is(err, io.EOF) {
		if _, e := io.Copy(io.Discard, c.in); e != nil {
			err = e
		} else if !bytes.Equal(c.sum.Sum(nil), c.want[:]) {
			err = fmt.Errorf("the stored file is not %s: it was altered; restore it from a backup", c.want)
		}
	} else if err != nil {
		err = fmt.Errorf("read the file %s: it was altered or cut short; restore it from a backup: %w", c.want, err)
	}
	c.done = err
	return n, err
}

func (c *checked) Close() error { return c.f.Close() }

// Verify reads the stored bytes of a blob and compares them with its name.
func (s *Store) Verify(h act.Hash) error {
	f, err := os.Open(s.object(h))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("verify the file %s: %w", h, ErrMissing)
	}
	if err != nil {
		return fmt.Errorf("verify the file %s: %w", h, err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("verify the file %s: %w", h, err)
	}
	if !bytes.Equal(sum.Sum(nil), h[:]) {
		return fmt.Errorf("verify the file %s: it was altered; restore it from a backup", h)
	}
	return nil
}

// readable says whether a stored blob can still be opened by its key, and
// counts it as new, so that it is not collected before it is cited.
func (s *Store) readable(ctx context.Context, subject act.Subject, audience string, h act.Hash) bool {
	r, err := s.Open(ctx, subject, audience, h)
	if err != nil {
		return false
	}
	r.Close()
	return s.renew(h) == nil
}

// Hold says whether a file is there that the subject and audience can read, and
// counts it as new, so that it is not collected before it is cited. A sealed one
// needs only be there.
func (s *Store) Hold(ctx context.Context, subject act.Subject, audience string, h act.Hash) bool {
	return s.readable(ctx, subject, audience, h)
}

// renew counts a file as new.
func (s *Store) renew(h act.Hash) error {
	s.holding.Lock()
	defer s.holding.Unlock()
	now := time.Now()
	return os.Chtimes(s.object(h), now, now)
}
