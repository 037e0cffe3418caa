package ui

import (
	"os"
	"regexp"
	"testing"
)

// A class is laid out in one place: a room that takes a name which another has
// would change the other's pages.
func TestAClassIsLaidOutOnce(t *testing.T) {
	css, err := os.ReadFile("asset/comity.css")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^(\.[a-z-]+) \{`).FindAllStringSubmatch(string(css), -1) {
		if seen[m[1]] {
			t.Errorf("%s is laid out twice", m[1])
		}
		seen[m[1]] = true
	}
	if len(seen) < 30 {
		t.Errorf("only %d classes were read", len(seen))
	}
}
