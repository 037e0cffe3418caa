//go:build pkcs11

package keyring

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Run with: go test -tags pkcs11 ./internal/keyring
func TestTokenHoldsTheMasterKey(t *testing.T) {
	util, err := exec.LookPath("softhsm2-util")
	if err != nil {
		t.Skip("no softhsm2-util here; install Debian's softhsm2 to run this")
	}
	module := ""
	for _, m := range []string{"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"} {
		if _, err := os.Stat(m); err == nil {
			module = m
			break
		}
	}
	if module == "" {
		t.Skip("softhsm2's library was not found where Debian puts it")
	}
	dir := t.TempDir()
	conf := filepath.Join(dir, "softhsm2.conf")
	if err := os.Mkdir(filepath.Join(dir, "tokens"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(conf, []byte("directories.tokendir = "+filepath.Join(dir, "tokens")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", conf)
	if out, err := exec.Command(util, "--init-token", "--free", "--label", "comity-test", "--pin", "1234", "--so-pin", "5678").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := OpenToken(module, "comity-test", "master", "1234", false); err == nil {
		t.Fatal("a key that is not there was opened")
	}
	m, err := OpenToken(module, "comity-test", "master", "1234", true)
	if err != nil {
		t.Fatal(err)
	}
	wrapped, err := m.Wrap([]byte("0123456789abcdef0123456789abcdef"), []byte("ad"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := OpenToken(module, "comity-test", "master", "1234", false)
	if err != nil || again.ID() != m.ID() {
		t.Fatalf("opened again as %v (%v), was %s", again, err, m.ID())
	}
	key, err := again.Unwrap(wrapped, []byte("ad"))
	if err != nil || !bytes.Equal(key, []byte("0123456789abcdef0123456789abcdef")) {
		t.Fatalf("came back as %q (%v)", key, err)
	}
	if _, err := again.Unwrap(wrapped, []byte("other")); err == nil {
		t.Error("a key was unwrapped in another's place")
	}
	wrapped[len(wrapped)-1] ^= 1
	if _, err := again.Unwrap(wrapped, []byte("ad")); err == nil {
		t.Error("an altered wrapping was opened")
	}
	ring, vault := ringWith(t, m)
	testRing(t, ring, vault)
}
