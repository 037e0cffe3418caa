package recovery

import (
	"slices"
	"strings"
	"testing"

	"comity/internal/access/code"
)

func TestUseOnce(t *testing.T) {
	codes, hashes := New()
	if len(codes) != Count || len(hashes) != Count {
		t.Fatalf("%d codes, %d hashes", len(codes), len(hashes))
	}
	for i, c := range codes {
		if slices.Index(codes, c) != i {
			t.Fatalf("%s twice", c)
		}
		for _, typed := range []string{c, strings.ToLower(c), strings.ReplaceAll(c, "-", ""), strings.ReplaceAll(c, "-", " "),
			strings.ReplaceAll(c, "0", "O"), strings.ReplaceAll(c, "1", "l"), strings.ReplaceAll(c, "1", "I")} {
			if got := Use(typed, hashes); got != i {
				t.Errorf("%s: %d, want %d", typed, got, i)
			}
		}
	}
	left := slices.Delete(slices.Clone(hashes), 3, 4)
	if got := Use(codes[3], left); got != -1 {
		t.Errorf("a used code is still good: %d", got)
	}
	other, _ := New()
	if got := Use(other[0], hashes); got != -1 {
		t.Errorf("another's code is good: %d", got)
	}
	if got := Use("", nil); got != -1 {
		t.Error("nothing is good where there is nothing")
	}
}

func TestForm(t *testing.T) {
	for _, s := range []string{"", "7ZKQ", "7ZKQ-3M0X-9TRB-HV4", "7ZKQ-3M0X-9TRB-HV422", "7ZKQ-3M0X-9TRB-HV4U", "7ZKQ-3M0X-9TRB-HV4é", strings.Repeat("-", 100)} {
		if Check(s) == nil {
			t.Errorf("%q is taken for a code", s)
		}
	}
	if err := Check("7zkq 3mox 9trb hv42"); err != nil {
		t.Error(err)
	}
}

func FuzzUse(f *testing.F) {
	f.Add("7ZKQ-3M0X-9TRB-HV42")
	f.Add("-")
	f.Add(strings.Repeat("ſ", 16))
	f.Fuzz(func(t *testing.T, s string) {
		plain, err := read(s)
		if err != nil {
			return
		}
		if Use(s, []Hash{{}, hashOf(plain)}) != 1 || Use(code.Group(plain), []Hash{hashOf(plain)}) != 0 {
			t.Errorf("%q", s)
		}
	})
}
