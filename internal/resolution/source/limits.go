package source

import "fmt"

// Limits of what is read. The longest resolutions run to some 500 KB of text
// and 2 MB of markup; the limits stand well above that and well below what
// would harm a laptop.
const (
	MaxFile     = 128 << 20 // bytes of one file as it lies on disk
	MaxText     = 32 << 20  // bytes of one plain text or one HTML or XML document
	MaxUnpacked = 64 << 20  // bytes of all parts of one DOCX, unpacked
	MaxRatio    = 200       // unpacked to packed bytes of one member of an archive, past ratioFrom
	MaxMembers  = 100_000   // members of an archive
	MaxDepth    = 256       // elements inside one another
	MaxLetters  = 4 << 20   // bytes of one document's text, markup taken off
	MaxBlocks   = 100_000   // lines or paragraphs of one document
	MaxPages    = 5_000     // pages of one PDF

	ratioFrom = 8 << 20 // a member below this size may be packed as tightly as it likes
)

// Bounded refuses a document whose text is longer than what is read.
func (s *Source) Bounded() error {
	if n := len(s.Blocks); n > MaxBlocks {
		return TooMany(s.Name, "", n)
	}
	sum := 0
	for i := range s.Blocks {
		if sum += len(s.Blocks[i].Text); sum > MaxLetters {
			return &Refused{Name: s.Name, Why: fmt.Sprintf("its text is longer than the %s that are read", Megabytes(MaxLetters)), Hint: hintLong}
		}
	}
	return nil
}

// hintLong tells what to do with what is too long.
const hintLong = "give the resolution's own text, not a collection"

// TooMany refuses a document of n lines or paragraphs.
func TooMany(name, where string, n int) *Refused {
	return &Refused{Name: name, Where: where, Why: fmt.Sprintf("it has %d lines or paragraphs, and no more than %d are read", n, MaxBlocks), Hint: hintLong}
}

// Megabytes writes n bytes for a message.
func Megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)>>10)
	}
	return fmt.Sprintf("%d MB", (n+1<<20-1)>>20)
}

// TooLarge refuses a document of n bytes of which only limit are read.
func TooLarge(name, where string, n, limit int64) *Refused {
	return &Refused{
		Name: name, Where: where,
		Why:  fmt.Sprintf("it holds %s, and no more than %s are read", Megabytes(n), Megabytes(limit)),
		Hint: hintLong,
	}
}
