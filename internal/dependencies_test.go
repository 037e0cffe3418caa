package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Every module that is imported has its reason in docs/dependencies.md, and
// every module named there is imported.
func TestDependenciesAreNamedWithTheirReason(t *testing.T) {
	page, err := os.ReadFile("../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("`([a-z0-9.-]+\\.[a-z]+/[^`]+)`").FindAllStringSubmatch(string(page), -1) {
		named[m[1]] = false
	}
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imp := range file.Imports {
			p, _ := strconv.Unquote(imp.Path.Value)
			if !strings.Contains(strings.Split(p, "/")[0], ".") {
				continue
			}
			found := false
			for module := range named {
				if p == module || strings.HasPrefix(p, module+"/") {
					named[module], found = true, true
				}
			}
			if !found {
				t.Errorf("%s imports %s, which docs/dependencies.md does not name", path, p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for module, used := range named {
		if !used {
			t.Errorf("docs/dependencies.md names %s, which nothing imports", module)
		}
	}
}
