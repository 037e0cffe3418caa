package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenProviders(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	put("secret", "abc\n")
	list, err := openProviders(put("good.toml", "[[provider]]\ncode = \"un\"\ntitle = \"The organization\"\nissuer = \"https://login.example\"\nclient-id = \"comity\"\nsecret-file = \"secret\"\nlevels = [\"high\"]\n"), "https://node.example/")
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	if p := list[0]; p.Code != "un" || p.Secret != "abc" || p.ClientID != "comity" || p.Redirect != "https://node.example/sign-in/with/un/back" || p.Levels[0] != "high" {
		t.Errorf("the provider is %+v, to %s", p, p.Redirect)
	}
	if list, err := openProviders("", ""); list != nil || err != nil {
		t.Errorf("no file: %v, %v", list, err)
	}
	for text, want := range map[string]string{
		"[[provider]]\nsecret = \"abc\"\n":                      `no setting "provider.secret"`,
		"[[provider]]\ncode = \"un\"\nsecret-file = \"away\"\n": "secret of the provider un",
		"[[provider\n": "reading the providers",
	} {
		if _, err := openProviders(put("bad.toml", text), ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
