package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store/sqlite"
)

// A proof is checked with the file and the node's key alone, and a bent one
// does not pass.
func TestBookCheck(t *testing.T) {
	ctx := context.Background()
	secret, public, err := note.GenerateKey(rand.Reader, "node.example")
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "book.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := booktest.Open(t, s, book.Options{Signer: booktest.Signer(t, secret), Verifier: booktest.Verifier(t, public)})
	r, err := b.Record(ctx, book.Call{Acts: []book.Draft{booktest.OpenAccount(1), booktest.PayIn(1, 5)}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.Prove(ctx, r.Acts[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	b.Close()
	good := p.Encode()
	bent := bytes.Replace(good, []byte("index 1"), []byte("index 0"), 1)
	for name, c := range map[string]struct {
		file []byte
		code int
		says string
	}{
		"sound": {good, exitFine, "act 1, account.pay-in of 2026-05-04 on account/a1"},
		"bent":  {bent, exitFaults, "does not hold"},
		"cut":   {good[:len(good)/2], exitFaults, "does not hold"},
	} {
		file := filepath.Join(t.TempDir(), "proof")
		if err := os.WriteFile(file, c.file, 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		code := run(ctx, []string{"book", "check", "--key", public, file}, streams{strings.NewReader(""), &out, &errs})
		if code != c.code || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: exit code %d, %s%s", name, code, &out, &errs)
		}
	}
}
