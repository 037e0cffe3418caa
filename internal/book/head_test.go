package book

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func FuzzParseHead(f *testing.F) {
	f.Add("node.example/book\n12\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nepoch 1\n")
	f.Add("x\n0\n\nepoch 01\n")
	f.Fuzz(func(t *testing.T, text string) {
		if h, err := parseHead(text); err == nil && h.text() != text {
			t.Errorf("%q was read and written as %q", text, h.text())
		}
	})
}

// The edge gives the root that RFC 6962 defines, and keeps the nodes of whole
// runs of 256.
func TestEdgeIsTheTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1500).Draw(t, "leaves")
		var stored []tlog.Hash
		reader := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
			out := make([]tlog.Hash, len(at))
			for i, x := range at {
				out[i] = stored[x]
			}
			return out, nil
		})
		var e edge
		for i := range n {
			leaf := tlog.RecordHash([]byte{byte(i), byte(i >> 8)})
			hashes, err := tlog.StoredHashesForRecordHash(i, leaf, reader)
			if err != nil {
				t.Fatal(err)
			}
			stored = append(stored, hashes...)
			e.add(leaf, func(k node) {
				if k.hash != stored[tlog.StoredHashIndex(k.level, k.n)] {
					t.Errorf("the node at level %d, number %d", k.level, k.n)
				}
			})
		}
		want, err := tlog.TreeHash(n, reader)
		if err != nil || e.root() != want {
			t.Errorf("%d leaves: root %s, want %s, %v", n, e.root(), want, err)
		}
		back, err := parseEdge(n, e.bytes())
		if err != nil || back.root() != want {
			t.Errorf("%d leaves: the edge read back has the root %s, %v", n, back.root(), err)
		}
	})
}

func TestTheWitnessIsCompacted(t *testing.T) {
	secret, public, err := note.GenerateKey(rand.Reader, "node.example")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "witness")
	w, err := OpenWitness(path, verifier)
	if err != nil {
		t.Fatal(err)
	}
	const heads = 9000
	for i := range int64(heads) {
		h := Head{Origin: "node.example/book", Size: i, Epoch: 1 + i/4000}
		if h.Note, err = h.sign(signer); err != nil {
			t.Fatal(err)
		}
		if err := w.Append(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > witnessMost+1000 {
		t.Errorf("the file has %d bytes: %v", info.Size(), err)
	}
	if w, err = OpenWitness(path, verifier); err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	begins := map[int64]int64{}
	for _, h := range w.Heads() {
		if first, ok := begins[h.Epoch]; !ok || h.Size < first {
			begins[h.Epoch] = h.Size
		}
	}
	if last, ok := w.Last(); !ok || last.Size != heads-1 {
		t.Errorf("the last head is of %d acts", last.Size)
	}
	if len(begins) != 3 || begins[1] != 0 || begins[2] != 4000 || begins[3] != 8000 {
		t.Errorf("the epochs begin at %v", begins)
	}
}

func TestEdgeKeepsNodesAtEveryEighthLevel(t *testing.T) {
	var e edge
	kept := map[int]int{}
	var last node
	for i := range 1 << 16 {
		e.add(tlog.RecordHash([]byte{byte(i), byte(i >> 8)}), func(n node) { kept[n.level]++; last = n })
	}
	if len(kept) != 2 || kept[8] != 256 || kept[16] != 1 || last.hash != e.root() {
		t.Errorf("kept %v of 65,536 leaves", kept)
	}
}
