package backup

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/custody"
	"comity/internal/keyring"
	"comity/internal/store"
)

// Target is what a backup is restored to.
type Target struct {
	Store   store.Store // empty
	Options book.Options
	Modules []book.Module // with custody's
	// Keys tell what was erased since the backup; nil when the node has none.
	Keys  *keyring.Keyring
	Blobs *blob.Store // nil passes the blobs over
	// NewEpoch allows a restore that loses acts which the witness saw.
	NewEpoch *NewEpoch
}

// NewEpoch is what the act that begins the epoch says.
type NewEpoch struct {
	Reason string
	Person string // "" for the node itself
	Party  string
}

// muted is a witness that is told of heads and asked for none: a restore is
// allowed to differ from what it saw, by the act that the restore records.
type muted struct{ book.Witness }

func (muted) Last() (book.Head, bool) { return book.Head{}, false }

// Restore fills the target's empty store from a backup, makes the tables,
// applies erasures again, begins a new epoch where that is asked for, and
// verifies everything. found is called for each fault of that verification; any
// fault is an error too. A restore that fails leaves a store that no book opens.
func Restore(ctx context.Context, in io.Reader, t Target, identities []age.Identity, found func(book.Finding), progress func(done, total int64)) (Summary, error) {
	s, err := restore(ctx, in, &t, identities, found, progress)
	if err != nil {
		return s, fmt.Errorf("restore the backup: %w", err)
	}
	return s, nil
}

func restore(ctx context.Context, in io.Reader, t *Target, identities []age.Identity, found func(book.Finding), progress func(done, total int64)) (s Summary, err error) {
	r, err := openStream(in, identities)
	if err != nil {
		return s, err
	}
	parts, err := r.expect(frameHead, 1)
	if err != nil {
		return s, err
	}
	head, err := book.OpenHead(parts[0], t.Options.Verifier)
	if err != nil {
		return s, err
	}
	f := &filling{r: r, t: t, s: &s, total: head.Size, progress: progress, gone: map[keyring.Pair][]string{}}
	before := func() error { return restoreBlobs(r, t.Blobs, &s) }
	return s, t.fill(ctx, f, head, before, f.act, f.call, found)
}

// fill compares head and witness, and fills the store.
func (t *Target) fill(ctx context.Context, f *filling, head book.Head, before func() error, next func() (book.Stored, error), nextCall func() (book.StoredCall, error), found func(book.Finding)) error {
	f.s.Head, f.s.Epoch = head.Note, head.Epoch
	last, epoch, err := t.compare(head)
	if err != nil {
		return err
	}
	if err := before(); err != nil {
		return err
	}
	erased := func(h *act.Header, body []byte) (bool, error) { return f.erased(ctx, h, body) }
	if err := book.Restore(ctx, t.Store, t.Options, head, erased, next, nextCall); err != nil {
		return err
	}
	return t.finish(ctx, f, last, epoch, found)
}

func openStream(in io.Reader, identities []age.Identity) (*reader, error) {
	dec, err := age.Decrypt(bufio.NewReaderSize(in, 256<<10), identities...)
	if err != nil {
		return nil, fmt.Errorf("open its encryption: %w", err)
	}
	zip, err := gzip.NewReader(dec)
	if err != nil {
		return nil, errors.Join(errCutShort, err)
	}
	r := &reader{r: bufio.NewReaderSize(zip, 256<<10)}
	b := make([]byte, len(magic))
	if _, err := io.ReadFull(r.r, b); err != nil || string(b) != magic {
		return nil, errors.Join(errors.New("this is no backup of a book that this program reads"), err)
	}
	return r, nil
}

func (r *reader) expect(typ byte, parts int) ([][]byte, error) {
	have, err := r.peek()
	if err != nil {
		return nil, err
	}
	if have != typ {
		return nil, errCutShort
	}
	return r.take(parts)
}

// compare refuses a backup that lacks what the witness saw, unless a new epoch
// is asked for. It returns the witness's last head, and the epoch to begin, 0
// for none.
func (t *Target) compare(head book.Head) (last book.Head, epoch int64, err error) {
	if t.Options.Witness != nil {
		last, _ = t.Options.Witness.Last()
	}
	loses := last.Epoch > head.Epoch || last.Epoch == head.Epoch && (last.Size > head.Size || last.Size == head.Size && last.Root != head.Root)
	if t.NewEpoch == nil {
		if loses {
			return last, 0, fmt.Errorf("the witness saw %d acts in epoch %d, the backup has %d acts of epoch %d: what lies between would be lost; look for a newer backup, or restore with --new-epoch",
				last.Size, last.Epoch, head.Size, head.Epoch)
		}
		return last, 0, nil
	}
	return last, max(last.Epoch, head.Epoch) + 1, nil
}

func restoreBlobs(r *reader, blobs *blob.Store, s *Summary) error {
	for {
		typ, err := r.peek()
		if err != nil {
			return err
		}
		if typ != frameBlob {
			return nil
		}
		parts, err := r.take(1)
		if err != nil {
			return err
		}
		var h act.Hash
		if len(parts[0]) != len(h) {
			return errCutShort
		}
		copy(h[:], parts[0])
		data := &blobReader{r: r}
		if blobs != nil {
			if err := blobs.Restore(h, data); err != nil {
				return err
			}
		}
		// What is there already is not read.
		if _, err := io.Copy(io.Discard, data); err != nil {
			return err
		}
		s.Blobs++
	}
}

// blobReader reads the parts of one blob.
type blobReader struct {
	r    *reader
	left []byte
	done bool
}

func (b *blobReader) Read(p []byte) (int, error) {
	for len(b.left) == 0 {
		if b.done {
			return 0, io.EOF
		}
		parts, err := b.r.expect(frameData, 1)
		if err != nil {
			return 0, err
		}
		b.left = parts[0]
		b.done = len(b.left) == 0
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}

// filling hands acts and calls over, and notes what was erased since.
type filling struct {
	r        *reader
	t        *Target
	s        *Summary
	total    int64
	progress func(done, total int64)
	// gone has the keys that were destroyed after the backup was made: an act
	// that was erased before has no salt in it.
	gone      map[keyring.Pair][]string
	consumers []consumer
}

type consumer struct {
	name string
	at   int64
}

func (f *filling) act() (a book.Stored, err error) {
	typ, err := f.r.peek()
	if err != nil {
		return a, err
	}
	if typ != frameAct {
		return a, io.EOF
	}
	parts, err := f.r.take(4)
	if err != nil {
		return a, err
	}
	if len(parts[3]) != len(a.Leaf) {
		return a, errCutShort
	}
	a.Header, a.Body, a.Salt = parts[0], parts[1], parts[2]
	copy(a.Leaf[:], parts[3])
	f.s.Acts++
	if f.progress != nil && f.s.Acts%1000 == 0 {
		f.progress(f.s.Acts, f.total)
	}
	return a, nil
}

// call gives the calls, then takes the positions and the end.
func (f *filling) call() (c book.StoredCall, err error) {
	for {
		typ, err := f.r.peek()
		if err != nil {
			return c, err
		}
		switch typ {
		case frameCall:
			parts, err := f.r.take(6)
			if err != nil {
				return c, err
			}
			numbers, err := parseNumbers(parts[2:4])
			f.s.Calls++
			return book.StoredCall{Person: string(parts[0]), Key: string(parts[1]), First: numbers0(numbers, 0), Count: numbers0(numbers, 1), Digest: parts[4], Sum: parts[5]}, err
		case frameConsumer:
			parts, err := f.r.take(2)
			if err != nil {
				return c, err
			}
			at, err := parseNumber(parts[1])
			if err != nil {
				return c, err
			}
			f.consumers = append(f.consumers, consumer{string(parts[0]), at})
		case frameEnd:
			return c, f.end()
		default:
			return c, errCutShort
		}
	}
}

func numbers0(n []int64, i int) int64 {
	if i < len(n) {
		return n[i]
	}
	return 0
}

func (f *filling) end() error {
	parts, err := f.r.take(3)
	if err != nil {
		return err
	}
	n, err := parseNumbers(parts)
	if err != nil {
		return err
	}
	if n[0] != f.s.Acts || n[1] != f.s.Calls || n[2] != f.s.Blobs {
		return fmt.Errorf("it says %d acts, %d calls and %d files, and has %d, %d and %d: %w", n[0], n[1], n[2], f.s.Acts, f.s.Calls, f.s.Blobs, errCutShort)
	}
	if _, err := f.r.r.ReadByte(); !errors.Is(err, io.EOF) {
		return errors.Join(errCutShort, err)
	}
	return io.EOF
}

// erased says whether an act's key was destroyed, and keeps count.
func (f *filling) erased(ctx context.Context, h *act.Header, body []byte) (bool, error) {
	switch h.Audience {
	case act.Public, act.Sealed:
		return false, nil
	}
	if f.t.Keys == nil {
		return false, fmt.Errorf("act %d is for the audience %s, and the node has no keys; give it its master key and vault", h.Index, h.Audience)
	}
	id, err := keyring.BodyKey(body)
	if err != nil {
		return false, fmt.Errorf("act %d: %w", h.Index, err)
	}
	destroyed, err := f.t.Keys.Destroyed(ctx, id)
	if err != nil {
		return false, fmt.Errorf("act %d: %w", h.Index, err)
	}
	if !destroyed {
		return false, nil
	}
	f.s.Erased++
	p := keyring.Pair{Subject: string(h.Subject), Audience: h.Audience}
	if !slices.Contains(f.gone[p], id.String()) {
		f.gone[p] = append(f.gone[p], id.String())
	}
	return true, nil
}

// finish makes the tables, records what the restore did, and verifies.
func (t *Target) finish(ctx context.Context, f *filling, last book.Head, epoch int64, found func(book.Finding)) error {
	o := t.Options
	if o.Witness != nil {
		o.Witness = muted{o.Witness}
	}
	o.Outdated = true
	err := t.with(ctx, o, func(b *book.Book) error {
		_, err := b.Rebuild(ctx, nil)
		return err
	})
	if err != nil {
		return err
	}
	o.Outdated = false
	err = t.with(ctx, o, func(b *book.Book) error {
		if epoch > 0 {
			if err := t.beginEpoch(ctx, b, f.s, last, epoch); err != nil {
				return err
			}
		}
		if err := applyErasures(ctx, b, f.gone); err != nil {
			return err
		}
		for _, c := range f.consumers {
			if err := b.SetPosition(ctx, c.name, c.at); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	// With its own witness and nothing muted, as it will serve.
	return t.with(ctx, t.Options, func(b *book.Book) error {
		v, err := b.Verify(ctx, book.Checks(), found, nil)
		if err == nil && v.Found > 0 {
			err = fmt.Errorf("the restored book has %d faults; use another backup", v.Found)
		}
		return err
	})
}

func (t *Target) with(ctx context.Context, o book.Options, f func(*book.Book) error) error {
	b, err := book.Open(ctx, t.Store, o, t.Modules...)
	if err != nil {
		return err
	}
	return errors.Join(f(b), b.Close())
}

func (t *Target) beginEpoch(ctx context.Context, b *book.Book, s *Summary, last book.Head, epoch int64) error {
	body := map[string]any{"epoch": epoch, "reason": t.NewEpoch.Reason, "restored": strings.TrimSpace(string(s.Head))}
	if last.Note != nil {
		body["lost"] = strings.TrimSpace(string(last.Note))
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	now := time.Now
	if t.Options.Now != nil {
		now = t.Options.Now
	}
	_, err = b.Record(ctx, book.Call{Person: t.NewEpoch.Person, Command: custody.RestoreCommand, Acts: []book.Draft{{Kind: "book.restored", Subject: "book/" + act.Subject(act.EscapeName(t.Options.Signer.Name())),
		Party: t.NewEpoch.Party, Standing: act.Own, Day: act.DayOf(now()), Audience: act.Public, Body: raw}}})
	s.Epoch = epoch
	return err
}

// applyErasures records again the erasures that the backup does not hold.
func applyErasures(ctx context.Context, b *book.Book, gone map[keyring.Pair][]string) error {
	var drafts []book.Draft
	for p, keys := range gone {
		raw, err := json.Marshal(custody.ErasureBody{About: act.Subject(p.Subject), Audience: p.Audience, Keys: keys})
		if err != nil {
			return err
		}
		name, err := act.NewPersonID()
		if err != nil {
			return err
		}
		drafts = append(drafts, book.Draft{Kind: "erasure.applied", Subject: act.Subject("erasure/" + name), Party: "node", Standing: act.Own,
			Day: act.DayOf(time.Now()), Audience: act.Public, Body: dropEmpty(raw)})
	}
	slices.SortFunc(drafts, func(a, b book.Draft) int { return strings.Compare(string(a.Body), string(b.Body)) })
	for part := range slices.Chunk(drafts, book.MostActs) {
		if _, err := b.Record(ctx, book.Call{Command: custody.RestoreCommand, Acts: part}); err != nil {
			return fmt.Errorf("apply erasures again: %w", err)
		}
	}
	return nil
}

// dropEmpty takes the members out that this kind does not have.
func dropEmpty(raw []byte) []byte {
	return []byte(strings.Replace(string(raw), `"rule":"",`, "", 1))
}
