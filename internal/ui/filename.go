package ui

import (
	"path"
	"strings"
)

// FileName is a name that somebody gave to a file, as the name of a file alone: without
// folders, and without the signs that turn the direction of what follows, by which
// "report[U+202E]xslx.exe" is shown as "reportexe.xlsx". "file" where nothing is left.
func FileName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r < ' ', r >= 0x7f && r < 0xa0, r == '\u061c', r == '\u200e', r == '\u200f', r == '\u2028', r == '\u2029',
			r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufffd':
			return -1
		case r == '\\':
			return '/'
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if s = path.Base(s); s == "." || s == ".." || s == "/" {
		return "file"
	}
	return s
}
