package sheetform

import (
	"archive/zip"
	"bytes"
	"io"
)

// What a package may hold before a spreadsheet's reader sees it. That reader makes
// some 200 bytes of memory of each element, and a cell that thousands of others name
// is read as often as it is named: a file of 25 KB can take all of a machine.
const (
	maxElements = 3_000_000 // signs "<" in all parts: 5,000 rows of 20 columns have about 700,000
	maxRun      = 600_000   // bytes between two of them: a cell has at most 32,767 characters
)

// Bounded says whether a spreadsheet's package is one that a person's program writes:
// with no more elements, and no longer text in one place, than forms have. It reads
// each part once and keeps none; what is no package is bounded.
func Bounded(content []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return true // it is refused as no spreadsheet
	}
	elements, left := 0, int64(maxUnzip)
	buffer := make([]byte, 64<<10)
	for i, e := range z.File {
		if i > maxEntries || !boundedPart(e, buffer, &elements, &left) {
			return false
		}
	}
	return true
}

func boundedPart(e *zip.File, buffer []byte, elements *int, left *int64) bool {
	f, err := e.Open()
	if err != nil {
		return true
	}
	defer func() { _ = f.Close() }()
	run := 0
	for {
		n, err := io.ReadFull(f, buffer)
		part := buffer[:n]
		*elements += bytes.Count(part, []byte("<"))
		if *left -= int64(n); *elements > maxElements || *left < 0 {
			return false
		}
		for at := bytes.IndexByte(part, '<'); at >= 0; at = bytes.IndexByte(part, '<') {
			if run+at > maxRun {
				return false
			}
			run, part = 0, part[at+1:]
		}
		if run += len(part); run > maxRun {
			return false
		}
		if err != nil { // its end, or a part that the reader refuses too
			return true
		}
	}
}
