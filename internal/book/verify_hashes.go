package book

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"math/bits"
	"slices"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"comity/internal/act"
	"comity/internal/store"
)

// verifyHashes hashes every body and leaf again, and from the leaves all nodes
// and the root.
func (b *Book) verifyHashes(ctx context.Context, size int64, r *report, progress func(int64)) error {
	runs := make([]tlog.Hash, size/256)
	var rest []tlog.Hash // leaves after the last whole run
	var bare unsalted
	err := b.scan(ctx, size, progress, func(v store.View, from, to int64) error {
		leaves := make([]tlog.Hash, 0, scanRun)
		at := from
		err := store.Each(ctx, v, `SELECT idx, header, body, salt, leaf FROM act WHERE idx >= ? AND idx < ? ORDER BY idx`, []any{from, to}, func(rows store.Rows) error {
			var idx int64
			var header, body, salt, kept []byte
			if err := rows.Scan(&idx, &header, &body, &salt, &kept); err != nil {
				return err
			}
			for ; at < idx; at++ {
				r.at(at, "it is missing")
				leaves = append(leaves, tlog.Hash{})
			}
			at++
			leaves = append(leaves, b.verifyLeaf(idx, header, body, salt, kept, r, &bare))
			return nil
		})
		if err != nil {
			return err
		}
		for ; at < to; at++ {
			r.at(at, "it is missing")
			leaves = append(leaves, tlog.Hash{})
		}
		for i := 0; i+256 <= len(leaves); i += 256 {
			runs[(from+int64(i))/256] = fold(leaves[i : i+256])
		}
		if to == size {
			rest = leaves[len(leaves)/256*256:]
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := b.verifyUnsalted(ctx, &bare, r); err != nil {
		return err
	}
	return b.store.Read(ctx, size, func(v store.View) error { return verifyTree(ctx, v, size, runs, rest, r) })
}

// verifyLeaf returns the hash of an act's leaf, made again where it can be.
func (b *Book) verifyLeaf(idx int64, header, body, salt, kept []byte, r *report, bare *unsalted) (leaf tlog.Hash) {
	audience, named, ok := headerTail(header)
	if !ok {
		r.at(idx, "the end of its header is damaged")
	} else if named != act.HashOf(body) {
		r.at(idx, "its body is not the one that its header names")
	}
	if string(audience) != act.Public && salt == nil && ok {
		bare.add(idx, header) // nothing is left to make the leaf of
		copy(leaf[:], kept)
		return leaf
	}
	leaf = leafHash(string(audience), header, salt)
	if !bytes.Equal(leaf[:], kept) {
		r.at(idx, "its leaf is not the hash of its header")
	}
	return leaf
}

// headerTail reads audience and body hash from the fixed end of a header's
// bytes; the hash of the leaf vouches for the rest.
func headerTail(h []byte) (audience []byte, body act.Hash, ok bool) {
	const end, mark = len(`","body":"sha256:"}`) + 64, `,"audience":"`
	if len(h) < end {
		return nil, body, false
	}
	digest := h[len(h)-66 : len(h)-2]
	if _, err := hex.Decode(body[:], digest); err != nil || !bytes.HasPrefix(h[len(h)-end:], []byte(`","body":"sha256:`)) {
		return nil, body, false
	}
	i := bytes.LastIndex(h, []byte(mark))
	if i < 0 {
		return nil, body, false
	}
	audience, _, ok = bytes.Cut(h[i+len(mark):], []byte{'"'})
	return audience, body, ok
}

// unsalted collects acts that are not public and have no salt any more.
type unsalted struct {
	mu   sync.Mutex
	acts []*act.Header
}

func (u *unsalted) add(idx int64, header []byte) {
	h, err := act.ParseHeader(header)
	if err != nil {
		h = &act.Header{}
	}
	h.Index = idx
	u.mu.Lock()
	u.acts = append(u.acts, h)
	u.mu.Unlock()
}

// verifyUnsalted holds the acts without a salt against the acts that record
// erasures.
func (b *Book) verifyUnsalted(ctx context.Context, bare *unsalted, r *report) error {
	if len(bare.acts) == 0 {
		return nil
	}
	type target struct{ subject, audience string }
	erased := map[target]int64{} // by the act of this index
	for _, k := range b.reg.kinds {
		if k.Erases == nil {
			continue
		}
		acts, err := b.page(ctx, Page{}, Page{}.selectAct()+`WHERE a.kind = ? ORDER BY a.idx`, k.Name)
		if err != nil {
			return err
		}
		for _, a := range acts {
			subject, audience, err := k.Erases(a)
			if err != nil {
				r.at(a.Index, "it erases, but does not say what: %v", err)
				continue
			}
			t := target{string(subject), audience}
			erased[t] = max(erased[t], a.Index) // several kinds may erase
		}
	}
	slices.SortFunc(bare.acts, func(a, b *act.Header) int { return int(a.Index - b.Index) })
	for _, h := range bare.acts {
		if by, ok := erased[target{string(h.Subject), h.Audience}]; !ok || by < h.Index {
			r.at(h.Index, "its salt is gone, and no act erased %s for the audience %s", h.Subject, h.Audience)
		}
	}
	return nil
}

// verifyTree compares nodes and root with those made of the leaves.
func verifyTree(ctx context.Context, v store.View, size int64, runs, rest []tlog.Hash, r *report) error {
	want := map[string]tlog.Hash{}
	key := func(level int, n int64) string { return fmt.Sprintf("level %d, number %d", level, n) }
	var top edge // of the runs, as if they were leaves
	for i, h := range runs {
		want[key(keptLevels, int64(i))] = h
		top.add(h, func(n node) { want[key(n.level+keptLevels, n.n)] = n.hash })
	}
	err := store.Each(ctx, v, `SELECT level, n, hash FROM node ORDER BY level, n`, nil, func(rows store.Rows) error {
		var level int
		var n int64
		var hash []byte
		if err := rows.Scan(&level, &n, &hash); err != nil {
			return err
		}
		if level < keptLevels || level > 56 || (n+1)<<level > size {
			if (n+1)<<min(level, 56) > v.At().Size {
				r.all("the node at %s lies outside the tree", key(level, n))
			}
			return nil // of acts that came after this began
		}
		if h, ok := want[key(level, n)]; !ok || !bytes.Equal(h[:], hash) {
			r.all("the node at %s, over the acts from %d, is not the hash of what is below it", key(level, n), n<<level)
		}
		delete(want, key(level, n))
		return nil
	})
	if err != nil {
		return err
	}
	for k := range want {
		r.all("the node at %s is missing", k)
	}
	var low edge
	for _, h := range rest {
		low.add(h, func(node) {})
	}
	root := top.root()
	switch {
	case len(rest) > 0 && len(runs) > 0:
		// The rest hangs right of the runs' complete subtrees.
		root = low.root()
		for i := bits.OnesCount64(uint64(top.n)) - 1; i >= 0; i-- {
			root = tlog.NodeHash(top.hashes[i], root)
		}
	case len(rest) > 0:
		root = low.root()
	}
	_, h, err := load(ctx, v)
	if err != nil {
		return err
	}
	if h.Size == size && h.Root != root {
		r.all("the acts give the root %s, the head says %s", root, h.Root)
	} else if h.Size > size {
		if at, err := tlog.TreeHash(size, hashes{ctx, v}); err != nil {
			return err
		} else if at != root {
			r.all("the acts up to %d give the root %s, the tree %s", size, root, at)
		}
	}
	return nil
}
