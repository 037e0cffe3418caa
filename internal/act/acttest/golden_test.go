package acttest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comity/internal/act"
)

func first() *act.Shape {
	return &act.Shape{Name: "help.ask", Version: 1, Title: "Request for help", Subjects: []string{"request"}, Audiences: []string{act.Public},
		Fields: []act.Field{{Name: "title", Label: "Title", Type: act.Text, Required: true}, {Name: "people", Label: "People", Type: act.Integer}}}
}

// second renames title to name.
func second() *act.Shape {
	s := first()
	s.Version, s.Fields[0].Name = 2, "name"
	s.Upcasts = []act.Upcaster{func(o act.Object) (act.Object, error) {
		title, ok := o["title"].(string)
		if !ok {
			return nil, errors.New("it has no title")
		}
		next := act.Object{"name": title}
		if n, ok := o["people"]; ok {
			next["people"] = n
		}
		return next, nil
	}}
	return s
}

func TestABodyIsReadForEver(t *testing.T) {
	dir := t.TempDir()
	fine := func(what string, s *act.Shape, write bool, examples ...string) {
		t.Helper()
		if faults := check(dir, s, examples, write); faults != nil {
			t.Errorf("%s: %v", what, faults)
		}
	}
	wrong := func(what, want string, s *act.Shape) {
		t.Helper()
		faults := check(dir, s, nil, false)
		if len(faults) == 0 || !strings.Contains(errors.Join(faults...).Error(), want) {
			t.Errorf("%s: %v, want %q", what, faults, want)
		}
	}
	wrong("no golden file", "no golden file", first())
	fine("first written", first(), true, `{"title":"T","people":3}`, `{"title":"U"}`)
	fine("first read", first(), false)

	relabelled := first()
	relabelled.Fields[0].Label = "Name"
	fine("a label may change", relabelled, false)
	changed := first()
	changed.Fields[0].Max = 100
	wrong("fields changed", "its version did not", changed)

	wrong("second without file", "no golden file", second())
	fine("second written", second(), true, `{"name":"V"}`)
	fine("second read", second(), false)

	lossy := second()
	lossy.Upcasts[0] = func(o act.Object) (act.Object, error) { return act.Object{"name": o["title"]}, nil }
	wrong("an upcaster changed", "becomes", lossy)
	failing := second()
	failing.Upcasts[0] = func(act.Object) (act.Object, error) { return nil, errors.New("no") }
	wrong("an upcaster fails", "no", failing)

	// Writing again never replaces what was promised.
	fine("write again", second(), true, `{"name":"another"}`)
	b, err := os.ReadFile(filepath.Join(dir, "help.ask.v2.json"))
	if err != nil || strings.Contains(string(b), "another") {
		t.Errorf("a golden file was written over (%v): %s", err, b)
	}
}
