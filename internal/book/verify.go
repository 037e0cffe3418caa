package book

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"comity/internal/store"
)

// Check names one thing that Verify looks at.
type Check string

// The checks, in the order in which Verify does them.
const (
	// CheckStore: the store's own structures, pages and indexes.
	CheckStore Check = "store"
	// CheckBytes: headers and bodies are of the exact form, indexes have no
	// gaps, instants never go back, bodies can be opened and read.
	CheckBytes Check = "bytes"
	// CheckHashes: bodies, leaves, nodes and the root.
	CheckHashes Check = "hashes"
	// CheckHead: the head row, its signature, and the last act.
	CheckHead Check = "head"
	// CheckWitness: the witness's heads lie on the book's history.
	CheckWitness Check = "witness"
	// CheckColumns: columns, cites, kinds and calls against the bytes.
	CheckColumns Check = "columns"
	// CheckTables: the projected tables against a replay.
	CheckTables Check = "tables"
)

// Checks lists all checks in their order.
func Checks() []Check {
	return []Check{CheckStore, CheckBytes, CheckHashes, CheckHead, CheckWitness, CheckColumns, CheckTables}
}

// Finding is one fault.
type Finding struct {
	Check Check
	// Act is the index of the act at fault, -1 where it is none in
	// particular.
	Act  int64
	What string
}

// String gives the fault with its place.
func (f Finding) String() string {
	if f.Act >= 0 {
		return fmt.Sprintf("%s: act %d: %s", f.Check, f.Act, f.What)
	}
	return fmt.Sprintf("%s: %s", f.Check, f.What)
}

// Verified says what was looked at.
type Verified struct {
	Acts  int64
	Took  map[Check]time.Duration
	Found int
}

// mostFindings of one check are told one by one; more are counted.
const mostFindings = 100

// Verify looks at what checks name, and tells found each fault. The error is
// one that kept it from looking. progress may be nil.
func (b *Book) Verify(ctx context.Context, checks []Check, found func(Finding), progress func(c Check, done, total int64)) (Verified, error) {
	if progress == nil {
		progress = func(Check, int64, int64) {}
	}
	out := Verified{Took: map[Check]time.Duration{}}
	if err := b.store.Read(ctx, 0, func(v store.View) error { out.Acts = v.At().Size; return nil }); err != nil {
		return out, err
	}
	for _, c := range Checks() {
		if !slices.Contains(checks, c) {
			continue
		}
		began := time.Now()
		r := &report{check: c, found: found}
		err := b.verify(ctx, c, out.Acts, r, func(done int64) { progress(c, done, out.Acts) })
		out.Took[c] = time.Since(began)
		if more := r.count - mostFindings; more > 0 {
			found(Finding{Check: c, Act: -1, What: fmt.Sprintf("%d more faults of this check are not listed", more)})
		}
		out.Found += r.count
		if err != nil {
			// What can't be read is a fault found, not a failure to look.
			if k := store.KindOf(err); k == store.Corrupt {
				found(Finding{Check: c, Act: -1, What: err.Error()})
				out.Found++
				continue
			}
			return out, fmt.Errorf("verify %s: %w", c, err)
		}
	}
	return out, nil
}

// report passes findings on, from several goroutines.
type report struct {
	check Check
	found func(Finding)
	mu    sync.Mutex
	count int
}

func (r *report) at(act int64, format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.count++; r.count <= mostFindings {
		r.found(Finding{Check: r.check, Act: act, What: fmt.Sprintf(format, args...)})
	}
}

func (r *report) all(format string, args ...any) { r.at(-1, format, args...) }

func (b *Book) verify(ctx context.Context, c Check, size int64, r *report, progress func(int64)) error {
	switch c {
	case CheckStore:
		return b.store.Check(ctx, func(s string) { r.all("%s", s) })
	case CheckBytes:
		return b.verifyBytes(ctx, size, r, progress)
	case CheckHashes:
		return b.verifyHashes(ctx, size, r, progress)
	case CheckHead:
		return b.store.Read(ctx, 0, func(v store.View) error {
			st, h, err := load(ctx, v)
			if err != nil {
				return err
			}
			for _, err := range b.checkHead(ctx, v, st, h, nil) {
				r.all("%v", err)
			}
			return nil
		})
	case CheckWitness:
		return b.verifyWitness(ctx, r)
	case CheckColumns:
		return b.verifyColumns(ctx, size, r, progress)
	case CheckTables:
		return b.verifyTables(ctx, r, progress)
	}
	return fmt.Errorf("there is no check %q; there are %q", c, Checks())
}

func (b *Book) verifyWitness(ctx context.Context, r *report) error {
	if b.options.Witness == nil {
		r.all("there is no witness: an older store put back would not be noticed")
		return nil
	}
	if w, ok := b.options.Witness.(interface{ Verify() error }); ok {
		if err := w.Verify(); err != nil {
			r.all("%v", err)
		}
	}
	heads := []Head{}
	if w, ok := b.options.Witness.(interface{ Heads() []Head }); ok {
		heads = w.Heads()
	} else if h, ok := b.options.Witness.Last(); ok {
		heads = append(heads, h)
	}
	return b.store.Read(ctx, 0, func(v store.View) error {
		_, h, err := load(ctx, v)
		if err != nil {
			return err
		}
		if len(heads) == 0 && h.Size > 0 {
			r.all("the witness is empty, and the book has %d acts: it was lost; a new one begins with the next act", h.Size)
		}
		for _, w := range heads {
			if err := witnessed(ctx, v, h, w); err != nil {
				r.all("%v", err)
			}
		}
		return nil
	})
}
