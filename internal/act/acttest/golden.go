// Package acttest holds kinds to what they once promised: a body that was
// written is read for ever.
package acttest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"comity/internal/act"
)

// golden is the file of one version of a kind, KIND.vN.json.
type golden struct {
	Kind    string            `json:"kind"`
	Version int               `json:"version"`
	Fields  []field           `json:"fields"`
	Bodies  []json.RawMessage `json:"bodies"`
	// Next has the bodies as version N+1 reads them; it stands in a file of
	// its own, KIND.vN-vN+1.json, written when that version is made.
}

// field is a field's declaration without its label, which may change freely.
type field struct {
	Name     string    `json:"name"`
	Type     act.Type  `json:"type"`
	Required bool      `json:"required,omitempty"`
	When     *act.When `json:"when,omitempty"`
	Repeat   bool      `json:"repeat,omitempty"`
	Most     int       `json:"most,omitempty"`
	Min      int64     `json:"min,omitempty"`
	Max      int64     `json:"max,omitempty"`
	Lines    bool      `json:"lines,omitempty"`
	List     string    `json:"list,omitempty"`
	Subjects []string  `json:"subjects,omitempty"`
	Fields   []field   `json:"fields,omitempty"`
}

func declared(fields []act.Field) []field {
	var out []field
	for _, f := range fields {
		out = append(out, field{f.Name, f.Type, f.Required, f.When, f.Repeat, f.Most, f.Min, f.Max, f.Lines, f.List, f.Subjects, declared(f.Fields)})
	}
	return out
}

// WriteGolden is the environment variable that lets Golden write files that
// are missing. It never writes over one.
const WriteGolden = "COMITY_GOLDEN"

// Golden fails when a kind's fields change without a new version, when a
// version has no golden file in dir, and when a body of any version is not
// read as it was. examples are bodies of the present version, used when its
// file is written: run the test with COMITY_GOLDEN=write once, look at the
// files, commit them.
func Golden(t testing.TB, dir string, s *act.Shape, examples ...string) {
	t.Helper()
	for _, fault := range check(dir, s, examples, os.Getenv(WriteGolden) == "write") {
		t.Error(fault)
	}
}

func check(dir string, s *act.Shape, examples []string, write bool) (faults []error) {
	bad := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("kind %s: "+format, append([]any{s.Name}, args...)...))
	}
	if err := s.CheckDeclaration(); err != nil {
		return []error{err}
	}
	if write {
		if err := writeMissing(dir, s, examples); err != nil {
			return []error{err}
		}
	}
	for v := 1; v <= s.Version; v++ {
		var g golden
		if err := load(fileOf(dir, s, v), &g); err != nil {
			bad("version %d: %w", v, err)
			continue
		}
		if len(g.Bodies) == 0 {
			bad("version %d: its golden file has no body", v)
		}
		if v == s.Version {
			want, _ := json.Marshal(g.Fields)
			have, _ := json.Marshal(declared(s.Fields))
			if !bytes.Equal(want, have) {
				bad("its fields changed, its version did not; raise Version, add an upcaster, and run once with %s=write\nnow  %s\nthen %s", WriteGolden, have, want)
			}
		}
		if v < s.Version {
			checkStep(dir, s, v, g.Bodies, bad)
		}
		for i, b := range g.Bodies {
			stored := compact(b)
			present, err := s.Upcast(v, stored)
			if err != nil {
				bad("version %d, body %d: %w", v, i+1, err)
				continue
			}
			again, err := s.ReadBody(present, "9999-12-31", act.AnyCode{})
			if err != nil || !bytes.Equal(again, present) {
				bad("version %d, body %d is read as %s, which is no body of version %d (%v)", v, i+1, present, s.Version, err)
			}
		}
	}
	return faults
}

// checkStep holds an upcaster to what it gave when it was made.
func checkStep(dir string, s *act.Shape, v int, bodies []json.RawMessage, bad func(string, ...any)) {
	var next []json.RawMessage
	if err := load(stepOf(dir, s, v), &next); err != nil {
		bad("from version %d: %w", v, err)
		return
	}
	if len(next) != len(bodies) {
		bad("from version %d: %d bodies became %d", v, len(bodies), len(next))
		return
	}
	for i, b := range bodies {
		got, err := step(s, v, b)
		if err != nil || !bytes.Equal(got, sorted(next[i])) {
			bad("version %d, body %d becomes %s, it was %s (%v)", v, i+1, got, next[i], err)
		}
	}
}

func step(s *act.Shape, v int, body []byte) ([]byte, error) {
	o, err := act.ParseObject(body)
	if err == nil {
		o, err = s.Step(v, o)
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(o)
}

func writeMissing(dir string, s *act.Shape, examples []string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	g := golden{Kind: s.Name, Version: s.Version, Fields: declared(s.Fields)}
	for _, e := range examples {
		b, err := s.ReadBody([]byte(e), "9999-12-31", act.AnyCode{})
		if err != nil {
			return fmt.Errorf("an example of kind %s: %w", s.Name, err)
		}
		g.Bodies = append(g.Bodies, b)
	}
	if err := create(fileOf(dir, s, s.Version), g); err != nil {
		return err
	}
	for v := 1; v < s.Version; v++ {
		var old golden
		if load(fileOf(dir, s, v), &old) != nil {
			continue // named by check
		}
		var next []json.RawMessage
		for _, b := range old.Bodies {
			n, err := step(s, v, b)
			if err != nil {
				return err
			}
			next = append(next, n)
		}
		if err := create(stepOf(dir, s, v), next); err != nil {
			return err
		}
	}
	return nil
}

func fileOf(dir string, s *act.Shape, v int) string {
	return filepath.Join(dir, fmt.Sprintf("%s.v%d.json", s.Name, v))
}

func stepOf(dir string, s *act.Shape, v int) string {
	return filepath.Join(dir, fmt.Sprintf("%s.v%d-v%d.json", s.Name, v, v+1))
}

func load(path string, v any) error {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no golden file %s; run once with %s=write, look at it, commit it", path, WriteGolden)
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("golden file %s: %w", path, err)
	}
	return nil
}

// create writes a file that is not there yet.
func create(path string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.Write(append(b, '\n'))
	return errors.Join(err, f.Close())
}

func compact(b []byte) []byte {
	var out bytes.Buffer
	if json.Compact(&out, b) != nil {
		return b
	}
	return out.Bytes()
}

func sorted(b []byte) []byte {
	o, err := act.ParseObject(b)
	if err != nil {
		return b
	}
	out, _ := json.Marshal(o)
	return out
}
