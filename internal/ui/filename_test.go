package ui

import (
	"strings"
	"testing"
)

func TestAFilesNameIsANameAlone(t *testing.T) {
	for given, want := range map[string]string{
		"note.pdf": "note.pdf", "../../etc/passwd": "passwd", `C:\Users\x\note.pdf`: "note.pdf", "..": "file", "": "file", "/": "file", "a/..": "file",
		"report\u202exslx.exe": "reportxslx.exe", "\u2067مذكرة\u2069.pdf": "مذكرة.pdf", "a\r\nX: y.pdf": "aX: y.pdf", "نامه\u200cها.pdf": "نامه\u200cها.pdf", "a\x00b\xff.pdf": "ab.pdf",
	} {
		if got := FileName(given); got != want {
			t.Errorf("%q is %q, want %q", given, got, want)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("../\u202ea\\b.pdf")
	f.Fuzz(func(t *testing.T, s string) {
		got := FileName(s)
		if got == "" || strings.ContainsAny(got, "/\\\r\n\x00\u202e") || FileName(got) != got {
			t.Errorf("%q is %q", s, got)
		}
	})
}
