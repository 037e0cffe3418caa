package book

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Head is what a signed head says: a C2SP tlog-checkpoint with one extension
// line. docs/act.md §2.2.
type Head struct {
	// Origin is the node's name with "/book".
	Origin string
	Size   int64
	Root   tlog.Hash
	Epoch  int64
	// Note is the signed note, text and signatures.
	Note []byte
}

// sign makes the signed note of a head.
func (h Head) sign(signer note.Signer) ([]byte, error) {
	b, err := note.Sign(&note.Note{Text: h.text()}, signer)
	if err != nil {
		return nil, fmt.Errorf("sign the book's head at size %d: %w", h.Size, err)
	}
	return b, nil
}

func (h Head) text() string {
	return h.Origin + "\n" + strconv.FormatInt(h.Size, 10) + "\n" + h.Root.String() + "\nepoch " + strconv.FormatInt(h.Epoch, 10) + "\n"
}

// OpenHead reads a signed head and checks its signature.
func OpenHead(b []byte, verifier note.Verifier) (Head, error) {
	n, err := note.Open(b, note.VerifierList(verifier))
	if err != nil {
		return Head{}, fmt.Errorf("the head's signature does not hold for key %s: %w", verifier.Name(), err)
	}
	return headIn(n.Text, b, verifier.Name())
}

// unverifiedHead reads a signed head without asking who signed it.
func unverifiedHead(b []byte, node string) (Head, error) {
	_, err := note.Open(b, note.VerifierList())
	var unverified *note.UnverifiedNoteError
	if !errors.As(err, &unverified) {
		return Head{}, fmt.Errorf("this is no signed head: %w", err)
	}
	return headIn(unverified.Note.Text, b, node)
}

// headIn reads the text of a head of a node's book.
func headIn(text string, signed []byte, node string) (Head, error) {
	h, err := parseHead(text)
	if err != nil {
		return Head{}, err
	}
	if h.Origin != originOf(node) {
		return Head{}, fmt.Errorf("the head is of %s, not of %s", h.Origin, originOf(node))
	}
	h.Note = signed
	return h, nil
}

// originOf is the origin of a node's book.
func originOf(node string) string { return node + "/book" }

func parseHead(text string) (Head, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || lines[4] != "" {
		return Head{}, fmt.Errorf("a head has four lines (origin, size, root, epoch), this one %d", len(lines)-1)
	}
	h := Head{Origin: lines[0]}
	var err error
	if h.Size, err = parseCount(lines[1]); err != nil {
		return Head{}, fmt.Errorf("the head's size: %w", err)
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Head{}, fmt.Errorf("the head's root %q is no hash", lines[2])
	}
	copy(h.Root[:], root)
	epoch, ok := strings.CutPrefix(lines[3], "epoch ")
	if !ok {
		return Head{}, fmt.Errorf("the head's fourth line %q is no epoch", lines[3])
	}
	if h.Epoch, err = parseCount(epoch); err != nil {
		return Head{}, fmt.Errorf("the head's epoch: %w", err)
	}
	return h, nil
}

func parseCount(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, fmt.Errorf("%q is no count", s)
	}
	return n, nil
}
