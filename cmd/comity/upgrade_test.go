package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"comity/internal/store"
	"comity/internal/store/sqlite"
)

// A book whose tables another version of the program made is backed up, exported
// and proved, but takes no act until it is upgraded.
func TestUpgrade(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx := context.Background()
	try := func(in string, args ...string) (int, string) {
		t.Helper()
		var out, errs bytes.Buffer
		code := run(ctx, args, streams{strings.NewReader(in), &out, &errs})
		return code, out.String() + errs.String()
	}
	must := func(in string, args ...string) string {
		t.Helper()
		code, said := try(in, args...)
		if code != exitFine {
			t.Fatalf("%q ended with %d: %s", args, code, said)
		}
		return strings.TrimSpace(said)
	}
	const person = `{"subject":"person/9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01","party":"UNODC","standing":"own","day":"2026-05-04","audience":"people","body":{"name":"Ada Example","language":"en"}}`
	must("", "book", "new", "--name", "node.example")
	id := must(person, "act", "new", "person.recorded", "--file", "-")
	to := must("", "key", "identity", "--out", "identity")

	s, err := sqlite.Open(filepath.Join("comity-data", "book.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`UPDATE generation SET mark = 'of another program'`))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	must("", "backup", "--to", to, "book.backup")
	must("", "book", "export", "-o", "whole.jsonl")
	must("", "book", "prove", id)
	if said := must("", "act", "show", id); !strings.Contains(said, "Ada Example") {
		t.Errorf("shown: %s", said)
	}
	if code, said := try(person, "act", "new", "person.recorded", "--file", "-"); code != exitFailed || !strings.Contains(said, "run comity upgrade") {
		t.Errorf("an act was entered, or refused for another reason: %d, %s", code, said)
	}
	if code, said := try("", "doctor"); code != exitFaults || !strings.Contains(said, "run comity upgrade") {
		t.Errorf("the doctor does not name it: %d, %s", code, said)
	}
	must("", "upgrade")
	if said := must("", "book", "verify"); !strings.Contains(said, "1 acts, 0 faults") {
		t.Error(said)
	}
}
