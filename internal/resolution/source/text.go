package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// Decoded is a text in UTF-8 and how its bytes were understood.
type Decoded struct {
	Text     string
	Encoding string // "UTF-8", "UTF-16LE", "windows-1252" ...
	Guessed  bool   // nothing in the bytes says so
}

// Decode turns the bytes of a plain text into UTF-8 in Unicode normal form C.
// A byte order mark or valid UTF-8 settles the encoding; else UTF-16 without a
// mark is known by its zero bytes, and of the one-byte encodings the one is
// taken whose letters make words, which is a guess and says so.
func Decode(name string, data []byte) (Decoded, error) {
	if order, wide := wideOrder(data); wide {
		label := "UTF-16BE"
		if order == unicode.LittleEndian {
			label = "UTF-16LE"
		}
		if len(data)%2 != 0 {
			return Decoded{}, &Refused{Name: name, Where: fmt.Sprintf("byte %d", len(data)), Why: "the text is in " + label + " and ends in the middle of a character", Hint: "it is probably cut off: fetch it again"}
		}
		out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return Decoded{}, &Refused{Name: name, Why: "the text is not valid " + label, Err: err}
		}
		return Decoded{Text: toNFC(out), Encoding: label}, nil
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if utf8.Valid(data) {
		return Decoded{Text: toNFC(data), Encoding: "UTF-8"}, nil
	}
	if nearlyUTF8(data) {
		line := 1 + bytes.Count(data[:firstInvalid(data)], []byte("\n"))
		return Decoded{}, &Refused{Name: name, Where: fmt.Sprintf("line %d", line), Why: "the text is UTF-8 but for some broken bytes", Hint: "save it again as UTF-8"}
	}
	cs, label := guessOneByte(data)
	out, err := cs.NewDecoder().Bytes(data)
	if err != nil {
		return Decoded{}, &Refused{Name: name, Why: "the text cannot be decoded", Hint: "save it as UTF-8", Err: err}
	}
	return Decoded{Text: toNFC(out), Encoding: label, Guessed: true}, nil
}

// FromText takes a plain text apart into its printed lines: one Block of Role
// Line each, empty lines kept, a form feed becoming a PageBreak. A Line keeps
// its white space.
func FromText(name string, data []byte) (Source, error) {
	if len(data) > MaxText {
		return Source{}, TooLarge(name, "", int64(len(data)), MaxText)
	}
	d, err := Decode(name, data)
	if err != nil {
		return Source{}, err
	}
	if i := strings.IndexByte(d.Text, 0); i >= 0 {
		return Source{}, &Refused{Name: name, Where: fmt.Sprintf("line %d", 1+strings.Count(d.Text[:i], "\n")), Why: "a zero byte stands in the text, so it is a binary file", Hint: hintOther}
	}
	if len(d.Text) > MaxLetters {
		return Source{}, TooLarge(name, "", int64(len(d.Text)), MaxLetters)
	}
	if n := 1 + strings.Count(d.Text, "\n") + strings.Count(d.Text, "\f"); n > MaxBlocks {
		return Source{}, TooMany(name, "", n)
	}
	src := Source{Name: name, Kind: Text, Blocks: Lines(d.Text)}
	if d.Guessed {
		src.Doubts = append(src.Doubts, fmt.Sprintf("the text is not UTF-8; it was read as %s, which is a guess: look at accented letters and quotation marks", d.Encoding))
	}
	return src, nil
}

// Lines makes one Block of Role Line of each line of text. Lines end in LF, CR
// LF, CR, NEL or the Unicode line and paragraph separators.
func Lines(text string) []Block {
	blocks := make([]Block, 0, 1+strings.Count(text, "\n"))
	line, start := 1, 0
	add := func(end int) {
		s := text[start:end]
		for {
			before, after, found := strings.Cut(s, "\f")
			if before != "" || !found {
				blocks = append(blocks, Block{Role: Line, Text: before, Line: line})
			}
			if !found {
				return
			}
			blocks = append(blocks, Block{Role: PageBreak, Line: line})
			if after == "" {
				return
			}
			s = after
		}
	}
	for i := 0; i < len(text); i++ {
		w := 0
		switch text[i] {
		case '\n':
			w = 1
		case '\r':
			if w = 1; i+1 < len(text) && text[i+1] == '\n' {
				w = 2
			}
		case 0xC2:
			if strings.HasPrefix(text[i:], "\u0085") {
				w = 2
			}
		case 0xE2:
			if strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029") {
				w = 3
			}
		}
		if w > 0 {
			add(i)
			line++
			i += w - 1
			start = i + 1
		}
	}
	if start < len(text) {
		add(len(text))
	}
	return blocks
}

// NFC returns s in Unicode normal form C. It costs nothing where s is in it.
func NFC(s string) string {
	if norm.NFC.IsNormalString(s) {
		return s
	}
	return norm.NFC.String(s)
}

func toNFC(b []byte) string {
	if norm.NFC.IsNormal(b) {
		return string(b)
	}
	return string(norm.NFC.Bytes(b))
}

// wideOrder says whether data is UTF-16, by its mark or by zero bytes at every
// other place, as text in Latin letters has them.
func wideOrder(data []byte) (unicode.Endianness, bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}) && !bytes.HasPrefix(data, []byte{0xFF, 0xFE, 0, 0}):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return unicode.BigEndian, true
	}
	head := data[:min(len(data), 512)&^1]
	if len(head) < 16 {
		return unicode.BigEndian, false
	}
	even, odd := 0, 0
	for i := 0; i < len(head); i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	half := len(head) / 2
	switch {
	case odd > half*8/10 && even == 0:
		return unicode.LittleEndian, true
	case even > half*8/10 && odd == 0:
		return unicode.BigEndian, true
	}
	return unicode.BigEndian, false
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// nearlyUTF8 says whether far more of the high bytes make valid UTF-8 than not:
// then the text is UTF-8 that was damaged, and another reading would be wrong
// everywhere.
func nearlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > 4*bad
}

// guessOneByte chooses among the one-byte encodings that the six official
// languages were written in. Cyrillic and Arabic texts are mostly high bytes;
// Western ones hold few.
func guessOneByte(data []byte) (encoding.Encoding, string) {
	high, letters := 0, 0
	c1 := false // bytes 80-9F: letters or quotes in Windows code pages, controls in ISO ones
	for _, b := range data {
		switch {
		case b >= 0x80:
			high++
			c1 = c1 || b < 0xA0
		case b|0x20 >= 'a' && b|0x20 <= 'z':
			letters++
		}
	}
	if high <= letters {
		if c1 {
			return charmap.Windows1252, "windows-1252"
		}
		return charmap.ISO8859_1, "ISO-8859-1"
	}
	best, label, score := encoding.Encoding(charmap.Windows1251), "windows-1251", -1
	for _, c := range []struct {
		enc   *charmap.Charmap
		label string
	}{
		{charmap.Windows1251, "windows-1251"}, {charmap.KOI8R, "KOI8-R"}, {charmap.ISO8859_5, "ISO-8859-5"},
		{charmap.Windows1256, "windows-1256"}, {charmap.ISO8859_6, "ISO-8859-6"},
	} {
		if s := frequent(c.enc, data); s > score {
			best, label, score = c.enc, c.label, s
		}
	}
	return best, label
}

// frequent counts the bytes that enc reads as the commonest small letters of
// Russian and the commonest letters of Arabic.
func frequent(enc *charmap.Charmap, data []byte) int {
	n := 0
	for _, b := range data[:min(len(data), 64<<10)] {
		if b >= 0x80 && strings.ContainsRune("оеаинтсрвл"+"المنيوترعد", enc.DecodeByte(b)) {
			n++
		}
	}
	return n
}
