package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	fence = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")
	// A word of a command: in quotation marks, or without space.
	word = regexp.MustCompile(`'[^']*'|\S+`)
)

// TestRunningIsTrue follows docs/running.md: it writes the files that the page
// shows, and runs its commands one after the other, each of which must end well.
// What stands for a printed value (an id, a key) is replaced by that value.
func TestRunningIsTrue(t *testing.T) {
	page, err := os.ReadFile("../../docs/running.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	printed := map[string]string{} // by what stands for it
	commands := 0
	for _, block := range fence.FindAllStringSubmatch(string(page), -1) {
		text := block[2]
		if block[1] == "toml" {
			name := strings.TrimPrefix(strings.SplitN(text, "\n", 2)[0], "# ")
			if filepath.Ext(name) != ".toml" {
				t.Fatalf("a file without a name in its first line: %q", text)
			}
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		for line := range strings.Lines(text) {
			commands++
			out := runLine(t, line, printed)
			switch {
			case strings.Contains(line, "book new"):
				_, key, _ := strings.Cut(out, "verifier key: ")
				printed["'comity.example.org+b3b283f9+ARaI8…'"] = key
			case strings.Contains(line, "key identity"):
				printed["age1pq1…"] = out
			case strings.Contains(line, "hold.place") && out != "":
				printed["ID"] = out
			}
		}
	}
	if commands < 15 || len(printed) != 3 {
		t.Errorf("%d commands were run, which printed %d values; the pattern no longer fits the page", commands, len(printed))
	}
}

// runLine runs a line of the page, without its comment, and returns what it
// printed.
func runLine(t *testing.T, line string, printed map[string]string) string {
	t.Helper()
	command, _, _ := strings.Cut(line, " # ")
	command, file, redirected := strings.Cut(command, " > ")
	words := word.FindAllString(command, -1)
	if len(words) < 2 || words[0] != "comity" {
		t.Fatalf("this is no command of comity: %q", line)
	}
	for i, w := range words {
		if v, ok := printed[w]; ok {
			words[i] = strings.TrimSpace(v)
		}
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), words[1:], streams{strings.NewReader(""), &out, &errs}); code != exitFine {
		t.Fatalf("%s ended with %d: %s%s", command, code, &out, &errs)
	}
	if redirected {
		if err := os.WriteFile(strings.TrimSpace(file), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}
