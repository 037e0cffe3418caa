package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/keyring"
)

var ctx = context.Background()

func ring(t testing.TB) *keyring.Keyring {
	t.Helper()
	m, err := keyring.CreateMaster(filepath.Join(t.TempDir(), "master.key"), "")
	if err != nil {
		t.Fatal(err)
	}
	v, err := keyring.OpenVault(ctx, filepath.Join(t.TempDir(), "keys.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return keyring.New(m, v, keyring.Options{})
}

func open(t testing.TB, k Keys, o Options) *Store {
	t.Helper()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "blobs"), k, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(s *Store, subject act.Subject, audience string, h act.Hash) ([]byte, error) {
	r, err := s.Open(ctx, subject, audience, h)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func TestContentComesBack(t *testing.T) {
	s := open(t, ring(t), Options{})
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{0, 1, 65535, 65536, 65537, 200_000}).Draw(t, "size")
		content := make([]byte, size)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for i := range content {
			content[i] = byte(rng.Uint32())
		}
		audience := rapid.SampledFrom([]string{act.Public, "staff"}).Draw(t, "audience")
		h, n, err := s.Put(ctx, "case/1", audience, bytes.NewReader(content))
		if err != nil || n != int64(size) {
			t.Fatalf("put %d bytes: %d (%v)", size, n, err)
		}
		got, err := read(s, "case/1", audience, h)
		if err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%d bytes came back as %d (%v)", size, len(got), err)
		}
		if err := s.Verify(h); err != nil {
			t.Fatal(err)
		}
	})
}

func TestStoredBytesAreNotTheContent(t *testing.T) {
	s := open(t, ring(t), Options{})
	for _, audience := range []string{act.Public, "staff"} {
		h, _, err := s.Put(ctx, "case/1", audience, bytes.NewReader(bytes.Repeat([]byte("quicksilver"), 100)))
		if err != nil {
			t.Fatal(err)
		}
		b, _ := os.ReadFile(s.object(h))
		if bytes.Contains(b, []byte("quicksilver")) || act.HashOf(b) != h {
			t.Errorf("%s: stored in clear, or under a name that is not its hash", audience)
		}
	}
}

func TestSameContentOnceForEachSubjectAndAudience(t *testing.T) {
	k := ring(t)
	s := open(t, k, Options{})
	put := func(subject act.Subject, audience string) act.Hash {
		t.Helper()
		h, _, err := s.Put(ctx, subject, audience, bytes.NewReader([]byte("same")))
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	first := put("case/1", "staff")
	used := s.Used()
	if put("case/1", "staff") != first || s.Used() != used {
		t.Error("the same content was stored twice")
	}
	if put("case/1", "board") == first || put("case/2", "staff") == first {
		t.Error("content was shared across audiences or subjects")
	}
	if put("case/1", act.Public) != put("case/2", act.Public) {
		t.Error("public content was stored twice")
	}
	// Once the key is destroyed, the same content must be stored anew.
	ids, _ := k.Living(ctx, keyring.Pair{Subject: "case/1", Audience: "staff"})
	if err := k.Destroy(ctx, ids); err != nil {
		t.Fatal(err)
	}
	if _, err := read(s, "case/1", "staff", first); !errors.Is(err, keyring.ErrErased) {
		t.Errorf("after the erasure: %v", err)
	}
	again := put("case/1", "staff")
	if again == first {
		t.Error("an erased file was handed out")
	}
	if got, err := read(s, "case/1", "staff", again); err != nil || string(got) != "same" {
		t.Errorf("stored anew: %q (%v)", got, err)
	}
}

func TestAlteredFilesAreNoticed(t *testing.T) {
	s := open(t, ring(t), Options{})
	content := bytes.Repeat([]byte("x"), 150_000)
	h, _, err := s.Put(ctx, "case/1", "staff", bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	good, _ := os.ReadFile(s.object(h))
	alter := func(what string, b []byte) {
		t.Helper()
		if err := os.WriteFile(s.object(h), b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := read(s, "case/1", "staff", h); err == nil {
			t.Errorf("%s: read without a word", what)
		}
		if s.Verify(h) == nil {
			t.Errorf("%s: verified", what)
		}
	}
	for i := 0; i < len(good); i += 1 + len(good)/50 {
		b := bytes.Clone(good)
		b[i] ^= 1
		alter("a bit flipped", b)
	}
	for _, n := range []int{0, 10, 300, len(good) / 2, len(good) - 1} {
		alter("cut", good[:n])
	}
	alter("longer", append(bytes.Clone(good), 0))
	if _, err := read(s, "case/2", "staff", h); err == nil {
		t.Error("read as another subject's")
	}
	if _, err := read(s, "case/1", "staff", act.Hash{}); !errors.Is(err, ErrMissing) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// watched gives n bytes without holding them, and looks at the heap meanwhile.
type watched struct {
	left int64
	peak uint64
}

func (w *watched) look() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.peak = max(w.peak, m.HeapAlloc)
}

func (w *watched) Read(b []byte) (int, error) {
	if w.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(b)), w.left)
	w.left -= n
	if w.left%(1<<20) < n {
		w.look()
	}
	return int(n), nil
}

func (w *watched) Write(b []byte) (int, error) {
	w.left += int64(len(b))
	if w.left%(1<<20) < int64(len(b)) {
		w.look()
	}
	return len(b), nil
}

func TestNoFileIsHeldInMemory(t *testing.T) {
	s := open(t, ring(t), Options{})
	runtime.GC()
	var start, w watched
	start.look()
	w.left = 64 << 20
	h, _, err := s.Put(ctx, "case/1", "staff", &w)
	if err != nil {
		t.Fatal(err)
	}
	in, err := s.Open(ctx, "case/1", "staff", h)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if n, err := io.Copy(&w, in); err != nil || n != 64<<20 {
		t.Fatalf("%d bytes came back (%v)", n, err)
	}
	if more := int64(w.peak) - int64(start.peak); more > 16<<20 {
		t.Errorf("a file of 64 MiB took %d bytes of memory", more)
	}
}

func TestLimitsAreNamed(t *testing.T) {
	s := open(t, ring(t), Options{Most: 1000, Quota: 4000})
	if _, _, err := s.Put(ctx, "case/1", "staff", bytes.NewReader(make([]byte, 1000))); err != nil {
		t.Errorf("as long as one may be: %v", err)
	}
	used := s.Used()
	_, _, err := s.Put(ctx, "case/1", "staff", bytes.NewReader(make([]byte, 1001)))
	if !errors.As(err, new(TooLarge)) {
		t.Errorf("too long: %v", err)
	}
	for i := byte(1); err == nil || errors.As(err, new(TooLarge)); i++ {
		_, _, err = s.Put(ctx, "case/1", "staff", bytes.NewReader(bytes.Repeat([]byte{i}, 900)))
	}
	if !errors.As(err, new(OverQuota)) || s.Used() > 4000 {
		t.Errorf("over the quota: %v, used %d", err, s.Used())
	}
	broken := io.MultiReader(bytes.NewReader(make([]byte, 100)), failing{})
	before := s.Used()
	if _, _, err := s.Put(ctx, "case/1", "staff", broken); err == nil || s.Used() != before {
		t.Errorf("an upload that broke off: %v, used %d, was %d", err, s.Used(), before)
	}
	left, _ := os.ReadDir(s.in("new"))
	if len(left) != 0 || used == 0 {
		t.Errorf("%d unfinished files were left", len(left))
	}
	again, err := Open(ctx, s.dir, s.keys, Options{})
	if err != nil || again.Used() != s.Used() {
		t.Errorf("counted anew: %d (%v), want %d", again.Used(), err, s.Used())
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line broke") }

func TestOrphansAreCollectedAfterGrace(t *testing.T) {
	s := open(t, ring(t), Options{})
	put := func(content string) act.Hash {
		h, _, err := s.Put(ctx, "case/1", "staff", bytes.NewReader([]byte(content)))
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	cited, orphan, young := put("cited"), put("orphan"), put("young")
	old := time.Now().Add(-2 * Grace)
	for _, h := range []act.Hash{cited, orphan} {
		_ = os.Chtimes(s.object(h), old, old)
	}
	stray := s.in("new", "blob-stray")
	_ = os.WriteFile(stray, []byte("x"), 0o600)
	_ = os.Chtimes(stray, old, old)
	c, err := s.Collect(func(h act.Hash) bool { return h == cited }, Grace)
	if err != nil || c.Files != 1 || c.Bytes == 0 || !s.Has(cited) || s.Has(orphan) || !s.Has(young) {
		t.Errorf("collected %+v (%v)", c, err)
	}
	if _, err := os.Stat(stray); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an unfinished upload was kept")
	}
	tags := 0
	_ = filepath.WalkDir(s.in("tags"), func(_ string, d fs.DirEntry, _ error) error {
		if !d.IsDir() {
			tags++
		}
		return nil
	})
	if tags != 2 {
		t.Errorf("%d tags are left, want 2", tags)
	}
	// Putting the same content again makes an old file young.
	_ = os.Chtimes(s.object(cited), old, old)
	if put("cited") != cited {
		t.Fatal("stored twice")
	}
	if c, _ := s.Collect(func(act.Hash) bool { return false }, Grace); c.Files != 0 {
		t.Error("a file that was just put again was collected")
	}
	if err := s.Remove(cited); err != nil || s.Has(cited) {
		t.Error("not removed", err)
	}
	if err := s.Remove(cited); err != nil {
		t.Error("removing twice:", err)
	}
}

func TestSealedFilesStayTheSenders(t *testing.T) {
	s := open(t, ring(t), Options{})
	me, _ := age.GenerateHybridIdentity()
	sealed, err := keyring.Seal(bytes.Repeat([]byte("secret"), 50_000), me.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	h, n, err := s.Put(ctx, "case/1", act.Sealed, bytes.NewReader(sealed))
	if err != nil || h != act.HashOf(sealed) || n != int64(len(sealed)) {
		t.Fatalf("%s, %d bytes (%v)", h, n, err)
	}
	used := s.Used()
	if _, _, err := s.Put(ctx, "case/1", act.Sealed, bytes.NewReader(sealed)); err != nil || s.Used() != used {
		t.Errorf("put again: %v, used %d, was %d", err, s.Used(), used)
	}
	if got, err := read(s, "case/1", act.Sealed, h); err != nil || !bytes.Equal(got, sealed) {
		t.Errorf("came back otherwise (%v)", err)
	}
	if _, _, err := s.Put(ctx, "case/1", act.Sealed, bytes.NewReader([]byte("in clear"))); err == nil {
		t.Error("a file in clear was taken as sealed")
	}
	// The bodies that name it are closed to the node, so it is no orphan.
	old := time.Now().Add(-2 * Grace)
	_ = os.Chtimes(s.object(h), old, old)
	if c, err := s.Collect(func(act.Hash) bool { return false }, Grace); err != nil || c.Files != 0 || !s.Has(h) {
		t.Errorf("collected %+v (%v)", c, err)
	}
}

func TestStoredBytesCanBePutBack(t *testing.T) {
	k := ring(t)
	a, b := open(t, k, Options{}), open(t, k, Options{})
	h, _, err := a.Put(ctx, "case/1", "staff", bytes.NewReader([]byte("content")))
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Stored(h)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := b.Restore(act.Hash{1}, bytes.NewReader([]byte("other"))); err == nil || b.Used() != 0 {
		t.Error("bytes were put back under another's name")
	}
	if err := b.Restore(h, r); err != nil {
		t.Fatal(err)
	}
	if got, err := read(b, "case/1", "staff", h); err != nil || string(got) != "content" {
		t.Errorf("%q (%v)", got, err)
	}
}

func TestManyPutAtOnce(t *testing.T) {
	s := open(t, ring(t), Options{})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			content := []byte{byte(i % 4)}
			h, _, err := s.Put(ctx, "case/1", "staff", bytes.NewReader(content))
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := read(s, "case/1", "staff", h); err != nil || !bytes.Equal(got, content) {
				t.Errorf("%q (%v)", got, err)
			}
		})
	}
	wg.Wait()
}
