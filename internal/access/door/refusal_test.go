package door

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/i18n"
)

// Every refusal is said in six languages, in English as here; so are events and
// methods.
func TestEveryRefusalHasItsSentence(t *testing.T) {
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	english := c.Localizer(i18n.English)
	for code, s := range sentences {
		for i, part := range []string{".why", ".do"} {
			id := "refusal." + code + part
			if !c.Has(id) {
				t.Errorf("%s is missing in the catalogue", id)
			} else if got := english.Text(id, i18n.Args{"until": "{{.until}}"}); got != s[i] {
				t.Errorf("%s is %q in the catalogue, %q here", id, got, s[i])
			}
		}
		if got := c.Localizer("fr").Invalid(refuse(code).Invalid); got == refuse(code).Error() || strings.Contains(strings.ReplaceAll(got, "⟦until⟧", ""), "⟦") {
			t.Errorf("%s is said in French as %q", code, got)
		}
	}
	for _, e := range seclog.Events() {
		if !c.Has("security-event." + string(e)) {
			t.Errorf("the event %s has no name in the catalogue", e)
		}
	}
	for _, m := range []session.Method{session.Passkey, session.OIDC, session.Password, session.PasswordAlone, session.Recovery} {
		if !c.Has("sign-in-method." + string(m)) {
			t.Errorf("the method %s has no name in the catalogue", m)
		}
	}
}

func TestEveryCodeInTheSourceHasASentence(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{notAccepted: true}
	for _, f := range files {
		source, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:refuse\(|sentences\[)"([a-z.-]+)"`).FindAllSubmatch(source, -1) {
			used[string(m[1])] = true
			if s, ok := sentences[string(m[1])]; !ok || s[0] == "" || s[1] == "" {
				t.Errorf("%s refuses by the code %s, which has no sentence", f, m[1])
			}
		}
	}
	for code := range sentences {
		if !used[code] {
			t.Errorf("nothing refuses by the code %s", code)
		}
	}
}
