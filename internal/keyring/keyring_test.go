package keyring

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
)

var ctx = context.Background()

func fileRing(t *testing.T) (*Keyring, *Vault) {
	t.Helper()
	m, err := CreateMaster(filepath.Join(t.TempDir(), "master.key"), "")
	if err != nil {
		t.Fatal(err)
	}
	return ringWith(t, m)
}

func ringWith(t *testing.T, m Master) (*Keyring, *Vault) {
	t.Helper()
	v, err := OpenVault(ctx, filepath.Join(t.TempDir(), "keys.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return New(m, v, Options{}), v
}

func TestBodiesComeBackToTheirPlaceAlone(t *testing.T) {
	ring, vault := fileRing(t)
	testRing(t, ring, vault)
}

func testRing(t *testing.T, ring *Keyring, vault *Vault) {
	clear := []byte(`{"word":"quicksilver"}`)
	stored, err := ring.Encrypt(ctx, "case/1", "staff", []byte("ad"), clear)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(stored, []byte("quicksilver")) {
		t.Fatal("the stored body is in clear")
	}
	// A second keyring, as after a restart, opens it too.
	for _, r := range []*Keyring{ring, New(ring.master, vault, Options{})} {
		got, err := r.Decrypt(ctx, "case/1", "staff", []byte("ad"), stored)
		if err != nil || !bytes.Equal(got, clear) {
			t.Fatalf("came back as %q (%v)", got, err)
		}
	}
	refused := func(what string, err error) {
		t.Helper()
		if err == nil || errors.Is(err, ErrErased) {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err = ring.Decrypt(ctx, "case/2", "staff", []byte("ad"), stored)
	refused("another subject", err)
	_, err = ring.Decrypt(ctx, "case/1", "board", []byte("ad"), stored)
	refused("another audience", err)
	_, err = ring.Decrypt(ctx, "case/1", "staff", []byte("other"), stored)
	refused("another act", err)
	for i := range stored {
		altered := bytes.Clone(stored)
		altered[i] ^= 1
		_, err = ring.Decrypt(ctx, "case/1", "staff", []byte("ad"), altered)
		refused(fmt.Sprintf("byte %d altered", i), err)
	}
	for _, n := range []int{0, 1, 40, len(stored) - 1} {
		_, err = ring.Decrypt(ctx, "case/1", "staff", []byte("ad"), stored[:n])
		refused(fmt.Sprintf("cut at %d", n), err)
	}
	_, err = ring.Encrypt(ctx, "case/1", "public", nil, clear)
	refused("public", err)
}

func TestDestroyedKeysAreGoneFromTheFiles(t *testing.T) {
	ring, vault := fileRing(t)
	stored, err := ring.Encrypt(ctx, "case/1", "staff", nil, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	other, _ := ring.Encrypt(ctx, "case/2", "staff", nil, []byte("{}"))
	id, _ := BodyKey(stored)
	r, _, err := vault.byID(ctx, id)
	if err != nil || !inFiles(t, vault.where, r.wrapped) {
		t.Fatalf("the wrapped key is not where the test looks (%v)", err)
	}
	ids, err := ring.Living(ctx, Pair{"case/1", "staff"})
	if err != nil || len(ids) != 1 || ids[0] != id {
		t.Fatalf("living keys %v (%v), want %s", ids, err, id)
	}
	if err := ring.Destroy(ctx, ids); err != nil {
		t.Fatal(err)
	}
	if inFiles(t, vault.where, r.wrapped) || inFiles(t, vault.where, r.wrapped[:16]) {
		t.Error("the wrapped key is still in the vault's files")
	}
	for _, k := range []*Keyring{ring, New(ring.master, vault, Options{})} {
		if _, err := k.Decrypt(ctx, "case/1", "staff", nil, stored); !errors.Is(err, ErrErased) {
			t.Errorf("after the erasure: %v", err)
		}
		if _, err := k.Decrypt(ctx, "case/2", "staff", nil, other); err != nil {
			t.Errorf("another subject's body: %v", err)
		}
	}
	if err := ring.Destroy(ctx, ids); err != nil {
		t.Errorf("destroying twice: %v", err)
	}
	if err := ring.Destroy(ctx, []KeyID{{1}}); err == nil {
		t.Error("a key that the vault never had was destroyed")
	}
	again, err := ring.Encrypt(ctx, "case/1", "staff", nil, []byte("{}"))
	if fresh, _ := BodyKey(again); err != nil || fresh == id {
		t.Errorf("a new body after the erasure: key %s (%v)", fresh, err)
	}
}

func inFiles(t *testing.T, path string, want []byte) bool {
	t.Helper()
	found := false
	names, err := filepath.Glob(path + "*")
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(b, want)
	}
	return found
}

func TestRetiredKeysReadButDoNotWrite(t *testing.T) {
	ring, vault := fileRing(t)
	stored, _ := ring.Encrypt(ctx, "case/1", "staff", nil, []byte("{}"))
	id, _ := BodyKey(stored)
	if err := ring.Retire(ctx, []KeyID{id}); err != nil {
		t.Fatal(err)
	}
	if _, err := ring.Decrypt(ctx, "case/1", "staff", nil, stored); err != nil {
		t.Error(err)
	}
	for _, k := range []*Keyring{ring, New(ring.master, vault, Options{})} {
		next, err := k.Encrypt(ctx, "case/1", "staff", nil, []byte("{}"))
		if now, _ := BodyKey(next); err != nil || now == id {
			t.Errorf("a retired key wrote (%v)", err)
		}
	}
}

func TestAKeyDestroyedElsewhereStopsServing(t *testing.T) {
	ring, vault := fileRing(t)
	now := time.Now()
	other := New(ring.master, vault, Options{Now: func() time.Time { return now }})
	stored, _ := other.Encrypt(ctx, "case/1", "staff", nil, []byte("{}"))
	id, _ := BodyKey(stored)
	if err := ring.Destroy(ctx, []KeyID{id}); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	if _, err := other.Decrypt(ctx, "case/1", "staff", nil, stored); !errors.Is(err, ErrErased) {
		t.Errorf("a minute later: %v", err)
	}
}

func TestTheMasterKeyCanBeChanged(t *testing.T) {
	ring, vault := fileRing(t)
	old := ring.master
	stored, _ := ring.Encrypt(ctx, "case/1", "staff", nil, []byte("{}"))
	gone, _ := ring.Encrypt(ctx, "case/2", "staff", nil, []byte("{}"))
	goneID, _ := BodyKey(gone)
	if err := ring.Destroy(ctx, []KeyID{goneID}); err != nil {
		t.Fatal(err)
	}
	id, _ := BodyKey(stored)
	before, _, _ := vault.byID(ctx, id)
	if _, err := ring.Rotate(ctx, old); err == nil {
		t.Error("a master key was changed for itself")
	}
	next, err := CreateMaster(filepath.Join(t.TempDir(), "next.key"), "")
	if err != nil {
		t.Fatal(err)
	}
	rot, err := ring.Rotate(ctx, next)
	if err != nil || rot.Keys != 1 || rot.From != old.ID() || rot.To != next.ID() {
		t.Fatalf("rotation %+v (%v)", rot, err)
	}
	if all, err := ring.Rotations(ctx); err != nil || len(all) != 1 || all[0] != rot {
		t.Errorf("the vault tells of the rotations %+v (%v)", all, err)
	}
	for _, k := range []*Keyring{ring, New(next, vault, Options{})} {
		if _, err := k.Decrypt(ctx, "case/1", "staff", nil, stored); err != nil {
			t.Error(err)
		}
		if err := k.Check(ctx, func(f string) { t.Error(f) }); err != nil {
			t.Error(err)
		}
	}
	if _, err := New(old, vault, Options{}).Decrypt(ctx, "case/1", "staff", nil, stored); err == nil || errors.Is(err, ErrErased) || !strings.Contains(err.Error(), old.ID()) {
		t.Errorf("with the old master key: %v", err)
	}
	if inFiles(t, vault.where, before.wrapped) {
		t.Error("the old wrapping is still in the files")
	}
}

func TestManyKeysAtOnce(t *testing.T) {
	ring, vault := fileRing(t)
	var pairs []Pair
	for i := range 2000 {
		pairs = append(pairs, Pair{fmt.Sprintf("case/%d", i%1500), "staff"})
	}
	began := time.Now()
	if err := ring.Provide(ctx, pairs); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Errorf("1,500 keys took %v: not one write for all", d)
	}
	var n int
	if err := vault.db.QueryRow(`SELECT count(*) FROM data_key`).Scan(&n); err != nil || n != 1500 {
		t.Errorf("%d keys (%v), want 1,500", n, err)
	}
}

func TestOneKeyThoughManyAskAtOnce(t *testing.T) {
	ring, vault := fileRing(t)
	other := New(ring.master, vault, Options{}) // as another process
	var wg sync.WaitGroup
	var mu sync.Mutex
	ids := map[KeyID]bool{}
	for i := range 40 {
		wg.Go(func() {
			k := ring
			if i%2 == 1 {
				k = other
			}
			b, err := k.Encrypt(ctx, "case/1", "staff", nil, []byte("{}"))
			id, _ := BodyKey(b)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			ids[id] = true
		})
	}
	wg.Wait()
	if len(ids) != 1 {
		t.Errorf("%d keys serve one subject and audience", len(ids))
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	ring, vault := fileRing(t)
	ring = New(ring.master, vault, Options{Cached: 10})
	var stored [][]byte
	for i := range 50 {
		b, err := ring.Encrypt(ctx, "case/x", fmt.Sprintf("a%d", i), nil, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, b)
	}
	if len(ring.keys) != 10 || len(ring.active) != 10 || ring.recent.Len() != 10 {
		t.Errorf("cached %d, %d, %d; want 10", len(ring.keys), len(ring.active), ring.recent.Len())
	}
	for i, b := range stored {
		if _, err := ring.Decrypt(ctx, "case/x", fmt.Sprintf("a%d", i), nil, b); err != nil {
			t.Error(err)
		}
	}
}

func TestKeyFilesAreKeptApartAndToTheirOwner(t *testing.T) {
	data, safe := t.TempDir(), t.TempDir()
	if _, err := CreateMaster(filepath.Join(data, "m.key"), data); err == nil {
		t.Error("a master key was made inside the data folder")
	}
	if err := os.Symlink(data, filepath.Join(safe, "link")); err != nil {
		t.Fatal(err)
	}
	if _, err := CreateMaster(filepath.Join(safe, "link", "m.key"), data); err == nil {
		t.Error("a master key was made inside the data folder, through a link")
	}
	path := filepath.Join(safe, "m.key")
	m, err := CreateMaster(path, data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CreateMaster(path, data); err == nil {
		t.Error("a master key was written over")
	}
	if again, err := OpenMaster(path, data); err != nil || again.ID() != m.ID() {
		t.Errorf("opened again: %v", err)
	}
	if _, err := OpenMaster(path, safe); err == nil {
		t.Error("a master key inside the data folder was opened")
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenMaster(path, data); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a master key that others may read: %v", err)
	}
	for what, text := range map[string]string{"empty": "", "no header": "AAAA\n", "short": masterHeader + "AAAA\n"} {
		p := filepath.Join(safe, what)
		_ = os.WriteFile(p, []byte(text), 0o600)
		if _, err := OpenMaster(p, data); err == nil || strings.Contains(err.Error(), "AAAA") {
			t.Errorf("%s: %v", what, err)
		}
	}
	secret, _ := os.ReadFile(path)
	if s := fmt.Sprintf("%v %+v %#v %s", m, m, m, m); strings.Contains(s, string(secret[20:40])) || !strings.Contains(s, m.ID()) {
		t.Errorf("printed as %s", s)
	}
}

func TestSigningKeys(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sign.key")
	if _, _, err := CreateSigner(path, "", "no name"); err == nil {
		t.Error("a name with a space was taken")
	}
	s, public, err := CreateSigner(path, "", "node.example.org")
	if err != nil {
		t.Fatal(err)
	}
	again, p, err := OpenSigner(path, "")
	if err != nil || p != public || again.Name() != "node.example.org" || again.KeyHash() != s.KeyHash() {
		t.Errorf("opened again: %v", err)
	}
	b, _ := os.ReadFile(path)
	broken := filepath.Join(dir, "broken.key")
	_ = os.WriteFile(broken, b[:len(b)/2], 0o600)
	if _, _, err := OpenSigner(broken, ""); err == nil || strings.Contains(err.Error(), "PRIVATE") {
		t.Errorf("a broken key: %v", err)
	}
}

func TestSealedBodies(t *testing.T) {
	me, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	you, _ := age.GenerateHybridIdentity()
	for _, size := range []int{0, 1, 64 << 10, 64<<10 + 1, 128 << 10} {
		b, err := Seal(bytes.Repeat([]byte("x"), size), me.Recipient().String(), you.Recipient().String())
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckSealed(b); err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
		for _, n := range []int{0, 10, 21, 22, 100, 1500, 1600} {
			if CheckSealed(b[:n]) == nil {
				t.Errorf("cut at %d of %d: accepted", n, len(b))
			}
		}
	}
	b, _ := Seal([]byte(`{"a":1}`), me.Recipient().String())
	if got, err := Unseal(b, me); err != nil || string(got) != `{"a":1}` {
		t.Errorf("came back as %q (%v)", got, err)
	}
	if _, err := Unseal(b, you); err == nil {
		t.Error("opened by another")
	}
	// A classic recipient is refused: by Seal, and in a body made elsewhere.
	classic, _ := age.GenerateX25519Identity()
	if _, err := Seal(nil, classic.Recipient().String()); err == nil {
		t.Error("sealed to a classic recipient")
	}
	var out bytes.Buffer
	w, _ := age.Encrypt(&out, classic.Recipient())
	_, _ = w.Write([]byte("x"))
	_ = w.Close()
	if err := CheckSealed(out.Bytes()); err == nil || !strings.Contains(err.Error(), "X25519") {
		t.Errorf("classic recipient: %v", err)
	}
	if CheckSealed([]byte(`{"a":1}`)) == nil || CheckSealed(append([]byte("x"), b...)) == nil {
		t.Error("a body in clear was taken for a sealed one")
	}
}

// Whatever the library can open, with post-quantum recipients, has the form.
func FuzzCheckSealed(f *testing.F) {
	me, err := age.GenerateHybridIdentity()
	if err != nil {
		f.Fatal(err)
	}
	b, _ := Seal([]byte("{}"), me.Recipient().String())
	f.Add(b)
	f.Add([]byte(ageIntro + "-> mlkem768x25519 AAAA\nAAAA\n--- AAAA\n"))
	f.Add([]byte(ageIntro + "-> x-grease\n\n--- "))
	f.Fuzz(func(t *testing.T, in []byte) {
		ok := CheckSealed(in) == nil
		_, err := age.ExtractHeader(bytes.NewReader(in))
		if ok && err != nil {
			t.Fatalf("accepted, though the library says %v", err)
		}
		if bytes.Equal(in, b) && !ok {
			t.Fatal("a good body was refused")
		}
	})
}

func BenchmarkEncrypt(b *testing.B) {
	m, _ := newFileMaster(make([]byte, 32))
	v, err := OpenVault(ctx, filepath.Join(b.TempDir(), "keys.sqlite"))
	if err != nil {
		b.Fatal(err)
	}
	defer v.Close()
	k := New(m, v, Options{})
	body := bytes.Repeat([]byte("x"), 400)
	for b.Loop() {
		if _, err := k.Encrypt(ctx, "case/1", "staff", body[:60], body); err != nil {
			b.Fatal(err)
		}
	}
}
