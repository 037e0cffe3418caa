package book_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/store/sqlite"
)

// smallDisk mounts a disk in memory of the given size; the test is skipped
// where that is not allowed.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("none", folder, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("a small disk can't be mounted (%v); as root: go test ./internal/book -run Disk", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder
}

func TestAFullDiskLosesNothing(t *testing.T) {
	disk := smallDisk(t, "3m")
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	d := &damaged{folder: disk, o: booktest.Options(t)}
	b, done := d.open(t)
	record(t, b, booktest.OpenAccount(0))
	var refusal error
	acked := int64(1)
	for range 100_000 {
		if _, refusal = b.Record(ctx, call(booktest.PayIn(0, 1), booktest.WriteNote(1, "team", strings.Repeat("n", 500)))); refusal != nil {
			break
		}
		acked += 2
	}
	if book.CodeOf(refusal) != book.Unavailable || store.KindOf(refusal) != store.Full || !strings.Contains(refusal.Error(), "full") {
		t.Fatalf("a full disk gave %v", refusal)
	}
	if b.Size() != acked {
		t.Errorf("%d acts were acknowledged, the book has %d", acked, b.Size())
	}
	if acts, err := b.Acts(ctx, book.Page{From: acked - 1}); err != nil || len(acts) != 1 {
		t.Errorf("reads ended with the space: %v", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	record(t, b, booktest.PayIn(0, 1)) // there is space again
	if b.Size() != acked+1 {
		t.Errorf("after space was freed the book has %d acts, want %d", b.Size(), acked+1)
	}
	done()
	copied := d.copyTo(t) // a verification replays, which takes space
	b, done = copied.open(t)
	defer done()
	verified(t, b)
}

func TestAFullDiskOfTheWitness(t *testing.T) {
	disk := smallDisk(t, "64k")
	o := booktest.Options(t)
	w, err := book.OpenWitness(filepath.Join(disk, "witness"), o.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	o.Witness = w
	d := &damaged{folder: t.TempDir(), o: o}
	b, done := d.open(t)
	defer done()
	record(t, b, booktest.OpenAccount(0))
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 56<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	var refused book.Call
	for i := range 1000 {
		c := book.Call{Key: fmt.Sprint(i), Acts: []book.Draft{booktest.PayIn(0, 1)}}
		if _, err = b.Record(ctx, c); err != nil {
			refused = c
			break
		}
	}
	if book.CodeOf(err) != book.Unavailable || !strings.Contains(fmt.Sprint(err), "witness") {
		t.Fatalf("a full disk of the witness gave %v", err)
	}
	if _, err := b.Record(ctx, call(booktest.PayIn(0, 1))); book.CodeOf(err) != book.Unavailable {
		t.Errorf("acts went on without a witness: %v", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	r, err := b.Record(ctx, refused)
	if err != nil || !r.Again {
		t.Errorf("asked again under its key: %+v, %v", r, err)
	}
	if h, ok := w.Last(); !ok || h.Size != b.Size() {
		t.Errorf("the witness saw %d acts of %d", h.Size, b.Size())
	}
	verified(t, b)
}

func TestAReadOnlyDiskIsNamed(t *testing.T) {
	disk := smallDisk(t, "8m")
	d := &damaged{folder: disk, o: booktest.Options(t)}
	b, done := d.open(t)
	record(t, b, booktest.OpenAccount(0))
	done()
	remount := func(flags uintptr) {
		t.Helper()
		if err := syscall.Mount("none", disk, "tmpfs", syscall.MS_REMOUNT|flags, ""); err != nil {
			t.Fatal(err)
		}
	}
	remount(syscall.MS_RDONLY)
	_, _, err := d.tryOpen(d.o)
	remount(0)
	if store.KindOf(err) != store.ReadOnly || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("a read-only disk gave %v", err)
	}
	b, done = d.open(t)
	defer done()
	verified(t, b)
}

func TestTwoProcessesCanNotShareAStore(t *testing.T) {
	secret, public, err := note.GenerateKey(crand{}, "node.example")
	if err != nil {
		t.Fatal(err)
	}
	v := victim{SQLite: filepath.Join(t.TempDir(), "book.sqlite"), Witness: filepath.Join(t.TempDir(), "witness"), Secret: secret, Public: public}
	told, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimEnvironment+"="+string(told))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "open\n" {
		t.Fatalf("the other process said %q, %v", line, err)
	}
	_, err = sqlite.Open(v.SQLite, sqlite.Options{})
	if store.KindOf(err) != store.Locked || !strings.Contains(err.Error(), fmt.Sprintf("process %d", cmd.Process.Pid)) {
		t.Errorf("a store that another process has open gave %v", err)
	}
	_ = cmd.Process.Kill()
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait()
	_, done, err := v.open()
	if err != nil {
		t.Fatalf("after the other process was killed: %v", err)
	}
	done()
}
