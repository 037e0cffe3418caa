package book

import (
	"context"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"comity/internal/store"
)

// edge is the right edge of the Merkle tree of n leaves: the hashes of its
// complete subtrees, largest first, one for each bit of n. RFC 6962 §2.1.
type edge struct {
	n      int64
	hashes [63]tlog.Hash
}

// node is the hash of a complete subtree of 2^level leaves, the n-th.
type node struct {
	level int
	n     int64
	hash  tlog.Hash
}

// add appends a leaf's hash and calls kept for each complete run of 256,
// 65,536, … leaves that it ends.
func (e *edge) add(leaf tlog.Hash, kept func(node)) {
	top := bits.OnesCount64(uint64(e.n))
	h := leaf
	level := 0
	for n := e.n; n&1 == 1; n >>= 1 {
		top--
		h = tlog.NodeHash(e.hashes[top], h)
		level++
		if level%keptLevels == 0 {
			kept(node{level, e.n >> level, h})
		}
	}
	e.hashes[top] = h
	e.n++
}

// keptLevels: inner nodes are stored at every eighth level.
const keptLevels = 8

// root is the tree's root; for an empty book the hash of nothing.
func (e *edge) root() tlog.Hash {
	k := bits.OnesCount64(uint64(e.n))
	if k == 0 {
		h, _ := tlog.TreeHash(0, nil)
		return h
	}
	h := e.hashes[k-1]
	for i := k - 2; i >= 0; i-- {
		h = tlog.NodeHash(e.hashes[i], h)
	}
	return h
}

func (e *edge) bytes() []byte {
	k := bits.OnesCount64(uint64(e.n))
	b := make([]byte, 0, k*tlog.HashSize)
	for _, h := range e.hashes[:k] {
		b = append(b, h[:]...)
	}
	return b
}

func parseEdge(n int64, b []byte) (edge, error) {
	e := edge{n: n}
	k := bits.OnesCount64(uint64(n))
	if len(b) != k*tlog.HashSize {
		return e, fmt.Errorf("the edge of a tree of %d leaves has %d bytes, want %d", n, len(b), k*tlog.HashSize)
	}
	for i := range k {
		copy(e.hashes[i][:], b[i*tlog.HashSize:])
	}
	return e, nil
}

// hashes reads the tree's hashes from leaves and kept nodes; it is a
// tlog.HashReader for one reading.
type hashes struct {
	ctx context.Context
	r   store.Reader
}

// ReadHashes implements tlog.HashReader.
func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		level, n := tlog.SplitStoredHashIndex(x)
		var err error
		if out[i], err = h.subtree(level, n); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// subtree is the hash of the n-th complete subtree of 2^level leaves, made of
// at most 128 stored hashes.
func (h hashes) subtree(level int, n int64) (tlog.Hash, error) {
	base := level / keptLevels * keptLevels
	count := int64(1) << (level - base)
	from := n * count
	var run [1 << (keptLevels - 1)]tlog.Hash
	query, args := `SELECT leaf FROM act WHERE idx >= ? AND idx < ? ORDER BY idx`, []any{from, from + count}
	if base > 0 {
		query, args = `SELECT hash FROM node WHERE level = ? AND n >= ? AND n < ? ORDER BY n`, []any{base, from, from + count}
	}
	i := int64(0)
	err := store.Each(h.ctx, h.r, query, args, func(rows store.Rows) error {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return err
		}
		if len(b) != tlog.HashSize || i >= count {
			return fmt.Errorf("a hash of the tree at level %d has %d bytes", base, len(b))
		}
		copy(run[i][:], b)
		i++
		return nil
	})
	if err != nil {
		return tlog.Hash{}, err
	}
	if i != count {
		return tlog.Hash{}, &store.Fault{Kind: store.Corrupt, What: fmt.Sprintf("the tree lacks hashes at level %d from %d: %d of %d are there", base, from, i, count),
			Do: "run comity book verify"}
	}
	return fold(run[:count]), nil
}

// fold hashes a complete run of 2^k hashes to their root, overwriting them.
func fold(run []tlog.Hash) tlog.Hash {
	for len(run) > 1 {
		half := len(run) / 2
		for i := range half {
			run[i] = tlog.NodeHash(run[2*i], run[2*i+1])
		}
		run = run[:half]
	}
	return run[0]
}
