package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comity/internal/store"
	"comity/internal/store/sqlite"
	"comity/internal/store/storetest"
)

func open(t *testing.T) store.Store {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "a book?", "%41.sqlite"), sqlite.Options{})
	if err == nil {
		t.Fatal("a store was made in a folder that is not there")
	}
	s, err = sqlite.Open(filepath.Join(t.TempDir(), "a book? %41#.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(s.Path()); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the store's file: %v, %v", info.Mode(), err)
		}
	})
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestASecondOpeningIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "book.sqlite")
	s, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(path, sqlite.Options{}); store.KindOf(err) != store.Locked {
		t.Errorf("a second opening gave %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err = sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatalf("after closing: %v", err)
	}
	s.Close()
}

func TestAFileThatIsNoStoreIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "book.sqlite")
	if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := sqlite.Open(path, sqlite.Options{}); store.KindOf(err) != store.Corrupt {
		if err == nil {
			s.Close()
		}
		t.Errorf("got %v", err)
	}
}

// What no kill of a process can show: that a commit is on disk when it
// returns, and that what is deleted is overwritten.
func TestDurability(t *testing.T) {
	s := open(t)
	if err := s.Migrate(context.Background(), storetest.Steps); err != nil {
		t.Fatal(err)
	}
	err := s.Write(context.Background(), func(tx store.Tx) error {
		for pragma, want := range map[string]int64{"synchronous": 2, "secure_delete": 1, "trusted_schema": 0} {
			var got int64
			if _, err := store.One(context.Background(), tx, "PRAGMA "+pragma, nil, &got); err != nil || got != want {
				t.Errorf("%s is %d, want %d: %v", pragma, got, want, err)
			}
		}
		var mode string
		if _, err := store.One(context.Background(), tx, "PRAGMA journal_mode", nil, &mode); err != nil || mode != "wal" {
			t.Errorf("the journal's mode is %q: %v", mode, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
