package treaty_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"comity/internal/i18n"
)

// Every rule, doubt and reason that an answer may name can be said.
func TestEveryReasonCanBeSaid(t *testing.T) {
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, look := range []struct {
		prefix string
		in     *regexp.Regexp
	}{
		{"treaty.rule.", regexp.MustCompile(`(?:Reason\{|\[\]Reason\{\{)Key: "([a-z-]+)"[,}]`)},
		{"treaty.rule.", regexp.MustCompile(`key, n (?::=|=) "([a-z-]+)"`)},
		{"treaty.rule.", regexp.MustCompile(`\.Key = "([a-z-]+)"`)},
		{"treaty.doubt.", regexp.MustCompile(`(?:Doubt\{|\[\]Doubt\{\{)Key: "([a-z-]+)"`)},
		{"treaty.doubt.", regexp.MustCompile(`\.doubt\([^,]+, "([a-z-]+)"`)},
	} {
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range look.in.FindAllSubmatch(src, -1) {
				n++
				if id := look.prefix + string(m[1]); !catalogue.Has(id) {
					t.Errorf("%s: the catalogues have no %s", f, id)
				}
			}
		}
	}
	for _, id := range []string{"treaty.rule.reservation-vienna", "treaty.rule.reservation-one-third", "treaty.rule.reservation-prohibited", "treaty.rule.territory-whole", "treaty.rule.territory-all-but"} {
		if !catalogue.Has(id) {
			t.Errorf("the catalogues have no %s", id)
		}
	}
	if n < 50 {
		t.Errorf("only %d were looked at", n)
	}
}
