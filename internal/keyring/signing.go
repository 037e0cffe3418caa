package keyring

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// nodeName: what may stand before "/book" in the origin of a signed head.
var nodeName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,99}$`)

// CreateSigner makes the Ed25519 key that signs a node's head, in a file
// outside dataDir that its owner alone may read, and returns the signer and
// the verifier's key, which is public. name is the node's: "comity.example.org".
func CreateSigner(path, dataDir, name string) (note.Signer, string, error) {
	if !nodeName.MatchString(name) {
		return nil, "", fmt.Errorf("make a signing key: %q is no name of a node; use letters, digits, full stops and hyphens, such as comity.example.org", name)
	}
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return nil, "", fmt.Errorf("make a signing key: %w", err)
	}
	if err := writeKeyFile("signing key", path, dataDir, secret+"\n"+public+"\n"); err != nil {
		return nil, "", err
	}
	s, err := note.NewSigner(secret)
	return s, public, err
}

// OpenSigner reads a signing key file: signer, and the verifier's key as text.
func OpenSigner(path, dataDir string) (note.Signer, string, error) {
	text, err := readKeyFile("signing key", path, dataDir)
	if err != nil {
		return nil, "", err
	}
	bad := fmt.Errorf("open the signing key %s: the file is not one that comity key new made; put the right file there", path)
	secret, public, ok := strings.Cut(strings.TrimSuffix(text, "\n"), "\n")
	if !ok {
		return nil, "", bad
	}
	// The library's own errors may quote the key.
	s, err := note.NewSigner(secret)
	if err != nil {
		return nil, "", bad
	}
	v, err := note.NewVerifier(public)
	if err != nil || v.Name() != s.Name() || v.KeyHash() != s.KeyHash() {
		return nil, "", bad
	}
	return s, public, nil
}
