package act

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestTOMLThatIsNoDraft(t *testing.T) {
	for _, c := range []struct{ in, fault string }{
		{"a = 1.5", "number.integer /a"},
		{"a = nan", "number.integer /a"},
		{"[[b]]\n[[b]]\nc = [2026-01-01T00:00:00Z]", "day.calendar /b/1/c/0"},
		{"a = 10:00:00", "day.calendar /a"},
		{"a = ", "draft.toml "},
		{"a = 1\na = 2", "draft.toml "},
		{"[a]\n[a]", "draft.toml "},
		{"a = \"\xff\"", "draft.toml "},
		{"a = \"\x00\"", "draft.toml "},
		{"\x00\x01", "draft.toml "},
		{"a=" + strings.Repeat("[", 60_000), "draft.toml "},
		{"a=" + strings.Repeat("{a=", 60_000), "draft.toml "},
		{strings.Repeat("a.", 60_000) + "a=1", "draft.toml "},
		{"[" + strings.Repeat("a . ", 60_000) + "a]", "draft.toml "},
		{"a='''\n" + strings.Repeat("\n", MaxInput) + "'''", "body.long "},
	} {
		_, err := FromTOML([]byte(c.in))
		fs := AllFaults(err)
		if len(fs) != 1 || fs[0].Code+" "+fs[0].Where != c.fault {
			t.Errorf("%.60q gave %v, want %s", c.in, err, c.fault)
		}
	}
	_, err := FromTOML([]byte("a = 1\n# [[[[\nb = \"\"\"\n\n\"\"\"\nc = " + strings.Repeat("[", 17)))
	if err == nil || !strings.Contains(err.Error(), "line 6:") {
		t.Errorf("the line of what is too deep is not named: %v", err)
	}
}

// What only looks nested is read.
func TestTOMLThatLooksDeep(t *testing.T) {
	deep := strings.Repeat("[{", 40)
	many := strings.Repeat(`"a.b", `, 90)
	for _, in := range []string{
		"a = '" + deep + "'", `a = "\"` + deep + `"`, "a = 1 # " + deep, "a = '''\n" + deep + "\n'''", "a = \"\"\"\n\\\"\"\"" + deep + "\"\"\"",
		"a = [" + many + "]", strings.Repeat("[[a]]\nb.c.d = {e = [1]}\n", 90), strings.Repeat("[", 14) + "",
	} {
		if line := tomlTooDeep([]byte(in)); line != 0 {
			t.Errorf("%.60q is too deep in line %d", in, line)
		}
	}
	// Signs that JSON need not escape count once.
	out, err := FromTOML([]byte("a = '" + strings.Repeat("<&>", 1000) + "'"))
	if err != nil || len(out) > 3100 {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

func FuzzFromTOML(f *testing.F) {
	f.Add([]byte(draftTOML))
	f.Add([]byte("a.b.'c d'.\"e\\\"\" = [{x=1}, {x=-2}, ]\n[[t]]\nd = 2026-01-01\nm = '''\n'''''"))
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := FromTOML(in)
		if err != nil {
			if AllFaults(err) == nil {
				t.Errorf("%v is no fault of the input", err)
			}
			return
		}
		if !json.Valid(out) {
			t.Errorf("%s is no JSON", out)
		}
	})
}

// A fault prints nothing that a terminal obeys.
func TestFaultsPrintPlainly(t *testing.T) {
	s := helpShape()
	_, err := s.ReadBody([]byte(`{"\u001b[2J\u202e`+strings.Repeat("k", 500)+`":1,"title":"\u009b31m\u2066","need":"training"}`), "2026-01-01", fewCodes{})
	if err == nil {
		t.Fatal("it was read")
	}
	for _, r := range err.Error() {
		if r != '\n' && (r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x202e || r == 0x2066) {
			t.Errorf("%q prints U+%04X", err, r)
		}
	}
	if n := len(err.Error()); n > 1500 {
		t.Errorf("the faults of a long key take %d bytes", n)
	}
}
