//go:build unix

package reading_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"comity/internal/resolution/reading"
)

// A pipe can be read only once, and a device has no end.
func TestPipesAndDevices(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	go func() {
		_ = os.WriteFile(path, []byte(packed(t, "a.txt", lamps(7), "b.txt", lamps(8))), 0)
	}()
	var got []string
	err := newReader(t).Files(context.Background(), []string{path, "/dev/null", "/dev/zero"}, reading.Options{}, func(r reading.Result) error {
		if r.Err != nil {
			got = append(got, r.Err.Error())
		}
		for _, d := range r.Documents {
			got = append(got, d.Symbol)
		}
		return nil
	})
	want := []string{"A/RES/95/7", "A/RES/95/8", "/dev/null: the file is empty", "/dev/zero: it holds more than"}
	if err != nil || len(got) != len(want) {
		t.Fatalf("%v, %q", err, got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}
