// Package testshared finds the real texts, schemas and vectors that tests are
// run on. They lie in a folder shared/data beside the checkout and are no part
// of the repository; where it is absent, the tests that need it are skipped.
package testshared

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the path of shared/data/elem…, a folder or a file, or skips the
// test. COMITY_SHARED_DATA names another place than ../shared/data.
func Dir(tb testing.TB, elem ...string) string {
	tb.Helper()
	for _, root := range roots(tb) {
		path := filepath.Join(append([]string{root}, elem...)...)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	tb.Skipf("shared/data/%s is not beside this checkout; set COMITY_SHARED_DATA to run this test", filepath.Join(elem...))
	return ""
}

// roots are the candidates for shared/data, from the nearest folder up.
func roots(tb testing.TB) []string {
	if named := os.Getenv("COMITY_SHARED_DATA"); named != "" {
		return []string{named}
	}
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	var roots []string
	for {
		roots = append(roots, filepath.Join(dir, "shared", "data"))
		up := filepath.Dir(dir)
		if up == dir {
			return roots
		}
		dir = up
	}
}
