package keyring

import (
	"container/list"
	"context"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"comity/internal/act"
)

// ErrErased says that the key of a body was destroyed.
var ErrErased = errors.New("the body was erased: its key was destroyed")

// ErrNoKey says that the vault never had a key of an id.
var ErrNoKey = errors.New("the vault has no such key; put the right vault back")

// KeyID names a data key: 16 random bytes.
type KeyID [16]byte

func (k KeyID) String() string { return hex.EncodeToString(k[:]) }

// ParseKeyID reads what String prints.
func ParseKeyID(s string) (k KeyID, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(k) {
		return k, fmt.Errorf("%q is no id of a data key; it has 32 hex digits", s)
	}
	copy(k[:], b)
	return k, nil
}

// Pair is what one data key serves.
type Pair struct{ Subject, Audience string }

// The stored form of a body for a named audience. docs/act.md §1.2.
const (
	bodyForm  = 0x01
	bodyStart = 1 + len(KeyID{}) + chacha20poly1305.NonceSizeX
)

// BodyKey tells which data key a stored body for a named audience needs.
func BodyKey(stored []byte) (id KeyID, err error) {
	if len(stored) < bodyStart+chacha20poly1305.Overhead || stored[0] != bodyForm {
		return id, errors.New("the stored body has not the form of one for a named audience; the store is damaged")
	}
	copy(id[:], stored[1:])
	return id, nil
}

// Options of a keyring.
type Options struct {
	// Cached is how many opened data keys are kept in memory; 0: 10,000.
	Cached int
	// Fresh is how long a key is used before the vault is asked again, so that
	// a key destroyed by another process stops serving here; 0: 30 seconds.
	Fresh time.Duration
	// Now is the clock; nil is the system's.
	Now func() time.Time
}

// Keyring encrypts and decrypts bodies by the data keys of a vault. It may be
// used by many goroutines.
type Keyring struct {
	vault   *Vault
	options Options

	mu     sync.Mutex
	master Master
	keys   map[KeyID]*list.Element // of *dataKey
	active map[Pair]*list.Element
	recent *list.List // most recently used first

	making sync.Mutex
	wanted []*want
	busy   bool
}

// dataKey is an opened key.
type dataKey struct {
	id      KeyID
	pair    Pair
	aead    cipher.AEAD
	retired bool
	until   time.Time
}

// New joins a master key and a vault.
func New(m Master, v *Vault, o Options) *Keyring {
	if o.Cached == 0 {
		o.Cached = 10_000
	}
	if o.Fresh == 0 {
		o.Fresh = 30 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Keyring{vault: v, options: o, master: m,
		keys: map[KeyID]*list.Element{}, active: map[Pair]*list.Element{}, recent: list.New()}
}

// String keeps keys out of any print.
func (k *Keyring) String() string { return "keyring of " + k.vault.where }

// GoString keeps keys out of %#v.
func (k *Keyring) GoString() string { return k.String() }

// Encrypt returns a body as it is stored for a named audience, under the data
// key of (subject, audience), which is made at first use and on disk before
// Encrypt returns. ad is bound to the body.
func (k *Keyring) Encrypt(ctx context.Context, subject act.Subject, audience string, ad, clear []byte) ([]byte, error) {
	if audience == act.Public || audience == act.Sealed {
		return nil, fmt.Errorf("encrypt a body about %s: the audience %s has no data key", subject, audience)
	}
	d, err := k.activeKey(ctx, Pair{string(subject), audience})
	if err != nil {
		return nil, err
	}
	out := make([]byte, bodyStart, bodyStart+len(clear)+chacha20poly1305.Overhead)
	out[0] = bodyForm
	copy(out[1:], d.id[:])
	nonce := out[1+len(d.id) : bodyStart]
	_, _ = rand.Read(nonce) // never fails
	return d.aead.Seal(out, nonce, clear, ad), nil
}

// Decrypt undoes Encrypt. The error is [ErrErased] when the key was destroyed.
func (k *Keyring) Decrypt(ctx context.Context, subject act.Subject, audience string, ad, stored []byte) ([]byte, error) {
	id, err := BodyKey(stored)
	if err != nil {
		return nil, err
	}
	d, err := k.keyByID(ctx, id)
	if err != nil {
		return nil, err
	}
	if d.pair != (Pair{string(subject), audience}) {
		return nil, fmt.Errorf("the stored body about %s names the key of another subject or audience; the store is damaged", subject)
	}
	clear, err := d.aead.Open(nil, stored[1+len(id):bodyStart], stored[bodyStart:], ad)
	if err != nil {
		return nil, fmt.Errorf("the stored body about %s was altered, or belongs to another act; the store is damaged", subject)
	}
	return clear, nil
}

func (k *Keyring) keyByID(ctx context.Context, id KeyID) (*dataKey, error) {
	if d := k.cached(id); d != nil {
		return d, nil
	}
	r, found, err := k.vault.byID(ctx, id)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fmt.Errorf("open the data key %s: %s: %w", id, k.vault.where, ErrNoKey)
	}
	return k.open(r)
}

func (k *Keyring) activeKey(ctx context.Context, p Pair) (*dataKey, error) {
	k.mu.Lock()
	if e := k.active[p]; e != nil {
		if d := e.Value.(*dataKey); k.options.Now().Before(d.until) {
			k.recent.MoveToFront(e)
			k.mu.Unlock()
			return d, nil
		}
		k.drop(e)
	}
	k.mu.Unlock()
	rows, err := k.provide(ctx, []Pair{p})
	if err != nil {
		return nil, err
	}
	return k.open(rows[0])
}

// Provide makes the data keys of many pairs at once, those that are missing:
// one write to the vault instead of one each.
func (k *Keyring) Provide(ctx context.Context, pairs []Pair) error {
	now := k.options.Now()
	var missing []Pair
	seen := map[Pair]bool{}
	k.mu.Lock()
	for _, p := range pairs {
		e := k.active[p]
		if !seen[p] && (e == nil || !now.Before(e.Value.(*dataKey).until)) {
			missing = append(missing, p)
		}
		seen[p] = true
	}
	k.mu.Unlock()
	if len(missing) == 0 {
		return nil
	}
	rows, err := k.provide(ctx, missing)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if _, err := k.open(r); err != nil {
			return err
		}
	}
	return nil
}

// want is one who waits for keys.
type want struct {
	pairs []Pair
	rows  []row
	err   error
	done  chan struct{}
}

// provide shares one write to the vault among all who wait for keys.
func (k *Keyring) provide(ctx context.Context, pairs []Pair) ([]row, error) {
	w := &want{pairs: pairs, done: make(chan struct{})}
	k.making.Lock()
	k.wanted = append(k.wanted, w)
	leads := !k.busy
	k.busy = true
	k.making.Unlock()
	if leads {
		k.makeKeys()
	}
	select {
	case <-w.done:
		return w.rows, w.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (k *Keyring) makeKeys() {
	for {
		k.making.Lock()
		group := k.wanted
		k.wanted = nil
		if len(group) == 0 {
			k.busy = false
			k.making.Unlock()
			return
		}
		k.making.Unlock()
		var pairs []Pair
		for _, w := range group {
			pairs = append(pairs, w.pairs...)
		}
		// Its own context: one caller's end must not fail the others.
		rows, err := k.vault.provide(context.Background(), pairs, k.options.Now().UnixMicro(), k.mint)
		for _, w := range group {
			if w.err = err; err == nil {
				w.rows, rows = rows[:len(w.pairs)], rows[len(w.pairs):]
			}
			close(w.done)
		}
	}
}

func (k *Keyring) mint(p Pair) (row, error) {
	r := row{pair: p}
	_, _ = rand.Read(r.id[:]) // never fails
	secret := make([]byte, chacha20poly1305.KeySize)
	_, _ = rand.Read(secret)
	m := k.currentMaster()
	var err error
	r.master = m.ID()
	if r.wrapped, err = m.Wrap(secret, wrapData(r.id, p)); err != nil {
		return row{}, fmt.Errorf("wrap a new data key: %w", err)
	}
	return r, nil
}

func (k *Keyring) currentMaster() Master {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.master
}

// wrapData binds a wrapped key to its place in the vault.
func wrapData(id KeyID, p Pair) []byte {
	return []byte("comity/data-key/v1\x00" + id.String() + "\x00" + p.Subject + "\x00" + p.Audience)
}

// open unwraps a row and keeps the key in the cache.
func (k *Keyring) open(r row) (*dataKey, error) {
	if d := k.cached(r.id); d != nil {
		return d, nil
	}
	if r.wrapped == nil {
		return nil, ErrErased
	}
	m := k.currentMaster()
	if r.master != m.ID() {
		return nil, fmt.Errorf("the data key %s was wrapped by the master key %s, this node has %s; give it the right master key", r.id, r.master, m.ID())
	}
	secret, err := m.Unwrap(r.wrapped, wrapData(r.id, r.pair))
	if err != nil {
		return nil, fmt.Errorf("open the data key %s: %w", r.id, err)
	}
	aead, err := chacha20poly1305.NewX(secret)
	clear(secret)
	if err != nil {
		return nil, fmt.Errorf("open the data key %s: it has not 32 bytes; the vault is damaged", r.id)
	}
	d := &dataKey{id: r.id, pair: r.pair, aead: aead, retired: r.retired, until: k.options.Now().Add(k.options.Fresh)}
	k.mu.Lock()
	defer k.mu.Unlock()
	if e := k.keys[d.id]; e != nil {
		k.drop(e)
	}
	e := k.recent.PushFront(d)
	k.keys[d.id] = e
	if !d.retired {
		k.active[d.pair] = e
	}
	for k.recent.Len() > k.options.Cached {
		k.drop(k.recent.Back())
	}
	return d, nil
}

func (k *Keyring) cached(id KeyID) *dataKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.keys[id]
	if e == nil {
		return nil
	}
	d := e.Value.(*dataKey)
	if !k.options.Now().Before(d.until) {
		k.drop(e)
		return nil
	}
	k.recent.MoveToFront(e)
	return d
}

// drop forgets a key; k.mu is held.
func (k *Keyring) drop(e *list.Element) {
	d := e.Value.(*dataKey)
	k.recent.Remove(e)
	delete(k.keys, d.id)
	if k.active[d.pair] == e {
		delete(k.active, d.pair)
	}
}

// Mac gives a keyed digest that only this node can compute, under a data key
// kept for purpose, [a-z-]+.
func (k *Keyring) Mac(ctx context.Context, purpose string) (func([]byte) [32]byte, error) {
	rows, err := k.provide(ctx, []Pair{{"node/" + purpose, "node"}})
	if err != nil {
		return nil, err
	}
	r := rows[0]
	secret, err := k.currentMaster().Unwrap(r.wrapped, wrapData(r.id, r.pair))
	if err != nil {
		return nil, fmt.Errorf("open the data key %s: %w", r.id, err)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "comity/mac/v1\x00"+purpose, sha256.Size)
	clear(secret)
	if err != nil {
		return nil, err
	}
	return func(b []byte) (sum [32]byte) {
		h := hmac.New(sha256.New, key)
		h.Write(b)
		h.Sum(sum[:0])
		return sum
	}, nil
}

// Check opens every living key of the vault with the master key, and calls
// found for each that does not open.
func (k *Keyring) Check(ctx context.Context, found func(string)) error {
	m := k.currentMaster()
	return k.vault.within(ctx, func(tx *sql.Tx) error {
		rows, err := k.vault.list(ctx, tx, nil)
		for _, r := range rows {
			if r.wrapped == nil {
				continue
			}
			if r.master != m.ID() {
				found(fmt.Sprintf("data key %s is wrapped by the master key %s, not by %s", r.id, r.master, m.ID()))
			} else if secret, err := m.Unwrap(r.wrapped, wrapData(r.id, r.pair)); err != nil {
				found(fmt.Sprintf("data key %s: %v", r.id, err))
			} else {
				clear(secret)
			}
		}
		return err
	})
}
