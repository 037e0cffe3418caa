package code

import (
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for range 50 {
		plain := New(20)
		for _, typed := range []string{plain, Group(plain), strings.ToLower(Group(plain)), " " + strings.ReplaceAll(Group(plain), "-", " ") + " ",
			strings.ReplaceAll(plain, "0", "o"), strings.ReplaceAll(plain, "1", "L"), strings.ReplaceAll(plain, "1", "i")} {
			if got, ok := Read(typed, 20); !ok || got != plain {
				t.Errorf("%q is read as %q, %v", typed, got, ok)
			}
		}
	}
	for _, typed := range []string{"", "ABCD", strings.Repeat("A", 19), strings.Repeat("A", 21), strings.Repeat("U", 20), strings.Repeat("é", 20), strings.Repeat("-", 200) + strings.Repeat("A", 20)} {
		if got, ok := Read(typed, 20); ok {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("7ZKQ-3M0X-9TRB-HV42", 16)
	f.Add(strings.Repeat("ſ", 16), 16)
	f.Fuzz(func(t *testing.T, typed string, size int) {
		plain, ok := Read(typed, size)
		if !ok {
			return
		}
		if again, ok := Read(Group(plain), size); !ok || again != plain || len(plain) != size {
			t.Errorf("%q is read as %q, and that as %q", typed, plain, again)
		}
	})
}
