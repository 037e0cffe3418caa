package book

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"comity/internal/act"
	"comity/internal/keyring"
	"comity/internal/store"
)

//go:embed schema.sql
var schema string

//go:embed ordinary.sql
var ordinary string

// Steps are the kernel's tables and ordinary rows, in the order in which they
// came to be. A step that was once released is never altered.
func Steps() []store.Migration {
	return []store.Migration{{Number: 1, Name: "the book", SQL: schema}, {Number: 2, Name: "ordinary rows", SQL: ordinary}}
}

// Keys encrypts the bodies of acts for named audiences, one key for each
// subject and audience.
type Keys interface {
	// Encrypt returns a body as it is stored; ad is bound to it.
	Encrypt(ctx context.Context, subject act.Subject, audience string, ad, clear []byte) ([]byte, error)
	// Decrypt undoes Encrypt. The error is [ErrErased] when the key was
	// destroyed.
	Decrypt(ctx context.Context, subject act.Subject, audience string, ad, stored []byte) ([]byte, error)
}

// Files are what lies outside the book and is cited by acts.
type Files interface {
	// Hold says whether the file is there for the subject and audience, and keeps
	// it until the act that names it is recorded.
	Hold(ctx context.Context, subject act.Subject, audience string, name act.Hash) bool
}

// ErrErased says that the key of a body was destroyed.
var ErrErased = keyring.ErrErased

// Options are what a book needs besides its store.
type Options struct {
	// Signer signs heads; its name is the node's. Verifier checks them.
	Signer   note.Signer
	Verifier note.Verifier
	// Witness keeps heads outside the store; nil keeps none.
	Witness Witness
	// Keys of named audiences; nil refuses acts for them.
	Keys Keys
	// Mac keys the digests by which a repeated call is compared; nil uses
	// plain SHA-256.
	Mac func([]byte) [32]byte
	// Sealed checks the body of a sealed act; nil refuses sealed acts.
	Sealed func([]byte) error
	// Files are those that acts may name; nil holds every file.
	Files Files
	// Lists are the code lists; nil holds every code.
	Lists act.Lists
	// Authorise refuses, with [Deny], an act that the person may not do. Nil
	// allows all.
	Authorise func(ctx context.Context, r store.Reader, a *act.Act) error
	// Now is the clock; nil is the system's.
	Now func() time.Time
	// Outdated opens a book whose tables were made by other declarations, in
	// order to rebuild them; nothing else may be done with it until then.
	Outdated bool
	// Untrusted opens a book whose head or witness does not hold, in order to
	// find what is wrong; it records nothing.
	Untrusted bool
	// Log takes what happens in the background; nil discards it.
	Log *slog.Logger
}

// Book is one node's book.
type Book struct {
	store   store.Store
	options Options
	reg     *registry
	fault   error // why it records nothing; fixed at Open

	calls   chan *pending
	between chan func()
	closing chan struct{}
	stopped chan struct{} // the writer has ended
	closed  sync.WaitGroup
	once    sync.Once

	state     state // the writer's own
	rebuild   sync.Mutex
	dropping  sync.Mutex
	watchers  watchers
	size      atomic.Int64
	hook      atomic.Pointer[func(step string)] // tests stop the writer here
	unwitness *Head                             // a head that the witness has yet to take
}

// state is where the book stands in the writer's eyes. It is copied when a
// group begins and kept when the group is committed.
type state struct {
	edge       edge
	epoch      int64
	generation int64
	instant    act.Instant
	kinds      map[kindVersion]bool
}

// Open opens the book in a store with the modules that it serves, makes it
// when the store is empty, and checks that head, tree and witness agree.
func Open(ctx context.Context, s store.Store, o Options, modules ...Module) (*Book, error) {
	if o.Signer == nil || o.Verifier == nil {
		return nil, errors.New("open the book: it needs a signing key and its verifier; make them with comity key new")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Lists == nil {
		o.Lists = act.AnyCode{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	reg, err := register(modules)
	if err != nil {
		return nil, err
	}
	if err := s.Migrate(ctx, Steps()); err != nil {
		return nil, err
	}
	b := &Book{store: s, options: o, reg: reg, calls: make(chan *pending, 256), between: make(chan func()), closing: make(chan struct{}), stopped: make(chan struct{})}
	if err := b.begin(ctx); err != nil {
		return nil, err
	}
	if err := b.check(ctx); err != nil {
		if !o.Untrusted {
			return nil, err
		}
		b.fault = err
	}
	b.size.Store(b.state.edge.n)
	b.closed.Go(b.write)
	b.closed.Go(b.sweep)
	return b, nil
}

// Close lets the calls that wait finish and stops the writer. The store and
// the witness are closed by who opened them.
func (b *Book) Close() error {
	b.once.Do(func() { close(b.closing) })
	b.closed.Wait()
	return nil
}

// Size is the number of acts that were recorded when it was last looked at.
func (b *Book) Size() int64 { return b.size.Load() }

// Store is the store that keeps the book.
func (b *Book) Store() store.Store { return b.store }

// Kind returns a kind's declaration, nil when there is none of that name.
func (b *Book) Kind(name string) *Kind { return b.reg.kinds[name] }

// Kinds returns the declarations of all kinds that the book takes, by name.
func (b *Book) Kinds() []*Kind {
	kinds := slices.Collect(maps.Values(b.reg.kinds))
	slices.SortFunc(kinds, func(x, y *Kind) int { return strings.Compare(x.Name, y.Name) })
	return kinds
}

// begin makes an empty book: a head of size 0 and the first tables.
func (b *Book) begin(ctx context.Context) error {
	return b.store.Write(ctx, func(tx store.Tx) error {
		found, err := store.One(ctx, tx, `SELECT size FROM head`, nil, new(int64))
		if err != nil || found {
			return err
		}
		acts, err := store.One(ctx, tx, `SELECT idx FROM act LIMIT 1`, nil, new(int64))
		if err != nil {
			return err
		}
		if acts {
			return &store.Fault{Kind: store.Corrupt, What: b.store.Describe() + " holds acts and no head: a restore or an import broke off before its end",
				Do: "remove that store, and restore or import again"}
		}
		if b.options.Witness != nil {
			if h, ok := b.options.Witness.Last(); ok && h.Size > 0 && !b.options.Untrusted {
				return &store.Fault{Kind: store.Corrupt, What: fmt.Sprintf("%s is empty, but its witness saw a book of %d acts", b.store.Describe(), h.Size),
					Do: "put the store back, or restore it with comity restore --new-epoch"}
			}
		}
		e := edge{}
		h := Head{Origin: originOf(b.options.Signer.Name()), Root: e.root(), Epoch: 1}
		if h.Note, err = h.sign(b.options.Signer); err != nil {
			return err
		}
		root := h.Root
		tx.Queue(store.Do(`INSERT INTO head (one, size, generation, epoch, instant, root, edge, note) VALUES (1, 0, 1, 1, 0, ?, ?, ?)`,
			root[:], e.bytes(), h.Note))
		b.createTables(tx, 1, "serving")
		return nil
	})
}

// createTables makes the tables of a generation, empty.
func (b *Book) createTables(tx store.Tx, generation int64, state string) {
	w := tx.Writing(generation)
	for _, q := range b.reg.ddl {
		w.Queue(store.Do(q))
	}
	tx.Queue(store.Do(`INSERT INTO generation (n, state, mark, tables, size) VALUES (?, ?, ?, ?, 0)`,
		generation, state, b.reg.mark, joinNames(b.reg.tables)))
}

// load reads the head and gives the state that it says.
func load(ctx context.Context, r store.Reader) (st state, h Head, err error) {
	var root, right []byte
	var instant int64
	found, err := store.One(ctx, r, `SELECT size, generation, epoch, instant, root, edge, note FROM head`, nil,
		&h.Size, &st.generation, &st.epoch, &instant, &root, &right, &h.Note)
	if err != nil {
		return st, h, err
	}
	if !found || len(root) != tlog.HashSize {
		return st, h, &store.Fault{Kind: store.Corrupt, What: "the book has no head", Do: "run comity book verify"}
	}
	copy(h.Root[:], root)
	h.Epoch = st.epoch
	st.instant = act.Instant(instant)
	if st.edge, err = parseEdge(h.Size, right); err != nil {
		return st, h, &store.Fault{Kind: store.Corrupt, What: "the head row is damaged: " + err.Error(), Do: "run comity book verify"}
	}
	return st, h, nil
}

// check compares head, tree, last act and witness, without reading the whole
// book.
func (b *Book) check(ctx context.Context) error {
	return b.store.Read(ctx, 0, func(v store.View) error {
		st, h, err := load(ctx, v)
		if err != nil {
			return err
		}
		if st.kinds, err = b.reg.knows(ctx, v); err != nil {
			return err
		}
		b.state = st
		if err := b.checkGeneration(ctx, v, st.generation); err != nil {
			return err
		}
		if faults := b.checkHead(ctx, v, st, h, b.options.Witness); faults != nil {
			return &store.Fault{Kind: store.Corrupt, What: b.store.Describe() + ": " + errors.Join(faults...).Error(),
				Do: "nothing is recorded until this is cleared: run comity book verify"}
		}
		return nil
	})
}

// Outdated says, as an error, that the tables were made by other declarations
// and need a rebuild; nil when they were not.
func (b *Book) Outdated(ctx context.Context) error {
	return b.store.Read(ctx, 0, func(v store.View) error {
		return b.madeHere(ctx, v, v.At().Generation)
	})
}

func (b *Book) checkGeneration(ctx context.Context, v store.View, generation int64) error {
	if b.options.Outdated {
		return nil
	}
	return b.madeHere(ctx, v, generation)
}

// madeHere refuses tables that other declarations made.
func (b *Book) madeHere(ctx context.Context, r store.Reader, generation int64) error {
	var mark string
	found, err := store.One(ctx, r, `SELECT mark FROM generation WHERE n = ? AND state = 'serving'`, []any{generation}, &mark)
	if err != nil {
		return err
	}
	if found && mark == b.reg.mark {
		return nil
	}
	return &store.Fault{Kind: store.Unfit, What: "the tables were made by another version of the program", Do: "run comity upgrade, which makes them again from the book"}
}

// checkHead returns what is wrong with the head: its signature, its tree, the
// last act, and the witness.
func (b *Book) checkHead(ctx context.Context, v store.View, st state, h Head, w Witness) (faults []error) {
	bad := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if root := st.edge.root(); root != h.Root {
		bad("the tree's edge gives the root %s, the head row says %s", root, h.Root)
	}
	signed, err := OpenHead(h.Note, b.options.Verifier)
	switch {
	case err != nil:
		bad("%w", err)
	case signed.Size != h.Size || signed.Root != h.Root || signed.Epoch != h.Epoch:
		bad("the signed head says size %d, root %s, epoch %d; the head row %d, %s, %d", signed.Size, signed.Root, signed.Epoch, h.Size, h.Root, h.Epoch)
	}
	last, recorded := int64(-1), int64(0)
	if _, err := store.One(ctx, v, `SELECT idx, recorded FROM act ORDER BY idx DESC LIMIT 1`, nil, &last, &recorded); err != nil {
		bad("%w", err)
	} else if last != h.Size-1 || act.Instant(recorded) != st.instant {
		bad("the last act has index %d, recorded %s; the head says %d, %s", last, act.Instant(recorded), h.Size-1, st.instant)
	}
	if faults == nil && h.Size > 0 {
		if root, err := tlog.TreeHash(h.Size, hashes{ctx, v}); err != nil {
			bad("%w", err)
		} else if root != h.Root {
			bad("the leaves and nodes give the root %s, the head says %s", root, h.Root)
		}
	}
	if w != nil {
		if last, ok := w.Last(); ok {
			if err := witnessed(ctx, v, h, last); err != nil {
				bad("%w", err)
			}
		}
	}
	return faults
}

// witnessed compares the store's head with the witness's last.
func witnessed(ctx context.Context, v store.View, h, w Head) error {
	switch {
	case w.Epoch > h.Epoch:
		return fmt.Errorf("the witness saw epoch %d, the store is of epoch %d: an older store was put back", w.Epoch, h.Epoch)
	case w.Epoch < h.Epoch:
		return nil // a restore began a new epoch, by an act
	case w.Size > h.Size:
		return fmt.Errorf("the witness saw %d acts, the store has %d: an older store was put back, or acts were lost", w.Size, h.Size)
	}
	root := h.Root
	if w.Size < h.Size {
		var err error
		if root, err = tlog.TreeHash(w.Size, hashes{ctx, v}); err != nil {
			return err
		}
	}
	if root != w.Root {
		return fmt.Errorf("at %d acts the witness saw the root %s, the store has %s: the store is of another history", w.Size, w.Root, root)
	}
	return nil
}

// step tells the tests' hook where the writer is.
func (b *Book) step(name string) {
	if f := b.hook.Load(); f != nil {
		(*f)(name)
	}
}
