package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"comity/internal/i18n"
)

// Each type of what search finds, as modules declare them, has a name for people.
func TestWhatSearchFindsHasAName(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`(?m)^\s*Found\w+\s*=\s*"([a-z-]+)"`)
	types := map[string]bool{}
	err = filepath.WalkDir("../../internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range declared.FindAllSubmatch(b, -1) {
			types[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(types) < 15 {
		t.Errorf("only %v are declared; the pattern no longer fits", types)
	}
	listed, err := os.ReadFile("../../docs/search.md")
	if err != nil {
		t.Fatal(err)
	}
	for typ := range types {
		if !strings.Contains(string(listed), "`"+typ+"`") {
			t.Errorf("docs/search.md does not list the type %s", typ)
		}
		if !words.Has("search.type-" + typ) {
			t.Errorf("what search finds as %q has no name in the catalogue", typ)
		}
	}
}
