package browsertest

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"comity/internal/web/serving"
)

// ownNode is a node as whoever runs Comity makes one: a new book, an
// administrator, an officer with an invitation; served as it is served in earnest,
// so that nobody comes in with a password alone.
type ownNode struct {
	*serving.Node
	verifier   string // the key that the node publishes
	invitation string // of the officer
}

// officerMail is the name by which the officer signs in.
const officerMail = "ines@example.org"

// newNode makes a node and serves it until the test ends.
func newNode(t *testing.T) *ownNode {
	t.Helper()
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	data, keys := filepath.Join(folder, "data"), filepath.Join(folder, "keys")
	comity := func(args ...string) string {
		t.Helper()
		var said, complained bytes.Buffer
		c := exec.CommandContext(t.Context(), program, append(args, "--data", data, "--keys", keys)...)
		c.Stdout, c.Stderr = &said, &complained
		if err := c.Run(); err != nil {
			t.Fatalf("comity %s: %v: %s", strings.Join(args, " "), err, complained.String())
		}
		return said.String()
	}
	n := &ownNode{}
	if n.verifier = regexp.MustCompile(`\S+\+[0-9a-f]{8}\+\S+`).FindString(comity("book", "new", "--name", "story.example.org")); n.verifier == "" {
		t.Fatal("a new book has no verifier key")
	}
	administrator, _, _ := strings.Cut(comity("user", "add", "Tomas Invented", "--mail", "tomas@example.org", "--role", "administrator", "--party", "UNODC"), "\n")
	invited := comity("user", "add", "Ines Invented", "--mail", officerMail, "--role", "officer", "--party", "UNODC", "--person", administrator)
	if m := regexp.MustCompile(`invitation: (\S+)`).FindStringSubmatch(invited); m != nil {
		n.invitation = m[1]
	} else {
		t.Fatalf("adding an officer prints no invitation: %s", invited)
	}
	if n.Node, err = serving.Start(t.Context(), program, []string{"serve", "--listen", "127.0.0.1:0", "--data", data, "--keys", keys, "--log-level", "error"}, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Stop(); err != nil {
			t.Errorf("stop the node: %v", err)
		}
	})
	return n
}
