package akn

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of one XML document. A resolution with all its annexes is below 2 MB
// and nests about 15 elements deep.
const (
	maxSize  = 64 << 20
	maxDepth = 128
	maxAttrs = 64
)

// SyntaxError says what is wrong with an XML document, and on which line.
type SyntaxError struct {
	Name string // of the file
	Line int    // from 1
	What string // a sentence's predicate: "is cut off inside <paragraph>"
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s, line %d: %s", e.Name, e.Line, e.What)
}

// token is what next found.
type token uint8

const (
	startTag token = iota // name, attrs
	endTag                // name
	text                  // chars, undecoded unless cdata
	endOfInput
)

// attr is one attribute: both parts are slices of the input, value undecoded.
type attr struct{ name, value []byte }

// scanner takes well-formed XML apart, token by token. All slices that it hands
// out are parts of the input and stay valid.
type scanner struct {
	file  string
	data  []byte
	pos   int
	begin int // where the current token began

	open  [][]byte // names of the open elements
	close bool     // the start tag just seen was an empty-element tag
	root  bool     // the root element has been seen

	name  []byte // with its prefix, if any
	attrs []attr
	chars []byte
	cdata bool

	linePos, line int // line at linePos, counted on demand
}

func newScanner(file string, data []byte) (*scanner, error) {
	s := &scanner{file: file, data: data, line: 1, attrs: make([]attr, 0, 8), open: make([][]byte, 0, 32)}
	if len(data) > maxSize {
		return nil, s.fault(0, "is %d MB; an Akoma Ntoso document may have %d", len(data)>>20, maxSize>>20)
	}
	if bytes.HasPrefix(data, []byte("\xFE\xFF")) || bytes.HasPrefix(data, []byte("\xFF\xFE")) {
		return nil, s.fault(0, "is UTF-16; save it as UTF-8")
	}
	if at := badByte(data); at >= 0 {
		if data[at] < 0x20 {
			return nil, s.fault(at, "holds the control character 0x%02X, which XML does not allow", data[at])
		}
		return nil, s.fault(at, "is not valid UTF-8")
	}
	s.pos = len(data) - len(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")))
	if bytes.HasPrefix(data[s.pos:], []byte("<?xml")) {
		if err := s.declaration(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// badByte returns the first place that XML 1.0 does not allow: a control
// character, or bytes that are no UTF-8; -1 if there is none.
func badByte(data []byte) int {
	const low, high = 0x2020202020202020, 0x8080808080808080
	for i := 0; i < len(data); {
		if i+8 <= len(data) {
			// Eight bytes at once: the sign bit is set where a byte is below 0x20.
			if x := binary.LittleEndian.Uint64(data[i:]); (x-low)&^x&high == 0 {
				i += 8
				continue
			}
		}
		for end := min(i+8, len(data)); i < end; i++ {
			if b := data[i]; b < 0x20 && b != '\t' && b != '\n' && b != '\r' {
				return i
			}
		}
	}
	for _, bad := range []string{"\uFFFE", "\uFFFF"} {
		if i := bytes.Index(data, []byte(bad)); i >= 0 {
			return i
		}
	}
	if !utf8.Valid(data) {
		for i := 0; i < len(data); {
			r, n := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && n <= 1 {
				return i
			}
			i += n
		}
	}
	return -1
}

// declaration checks <?xml version="1.0" encoding="UTF-8"?>.
func (s *scanner) declaration() error {
	end := bytes.Index(s.data[s.pos:], []byte("?>"))
	if end < 0 {
		return s.fault(s.pos, "is cut off inside the XML declaration")
	}
	decl := s.data[s.pos : s.pos+end]
	if at := bytes.Index(decl, []byte("encoding")); at >= 0 {
		rest := strings.TrimLeft(string(decl[at+len("encoding"):]), " \t\r\n=\"'")
		name, _, _ := strings.Cut(strings.ReplaceAll(rest, "'", `"`), `"`)
		switch strings.ToLower(name) {
		case "utf-8", "utf8", "us-ascii", "ascii":
		default:
			return s.fault(s.pos, "declares the encoding %.40q; save it as UTF-8", name)
		}
	}
	s.pos += end + 2
	return nil
}

// fault is a SyntaxError at a byte of the input.
func (s *scanner) fault(at int, format string, args ...any) error {
	line := 1 + bytes.Count(s.data[:min(at, len(s.data))], []byte{'\n'})
	return &SyntaxError{Name: s.file, Line: line, What: fmt.Sprintf(format, args...)}
}

// lineHere is the line on which the current token began.
func (s *scanner) lineHere() int {
	if s.begin > s.linePos {
		s.line += bytes.Count(s.data[s.linePos:s.begin], []byte{'\n'})
		s.linePos = s.begin
	}
	return s.line
}

// next moves to the next token. Comments and processing instructions are
// checked and passed over.
func (s *scanner) next() (token, error) {
	if s.close {
		s.close = false
		s.open = s.open[:len(s.open)-1]
		return endTag, nil
	}
	for {
		s.begin = s.pos
		if s.pos == len(s.data) {
			return s.finish()
		}
		if s.data[s.pos] != '<' {
			if outside, err := s.charData(); err != nil || !outside {
				return text, err
			}
			continue
		}
		if s.pos+1 == len(s.data) {
			return 0, s.fault(s.pos, "is cut off after a '<'")
		}
		switch s.data[s.pos+1] {
		case '/':
			return endTag, s.endElement()
		case '?':
			if err := s.pass("<?", "?>", "a processing instruction"); err != nil {
				return 0, err
			}
		case '!':
			switch rest := s.data[s.pos:]; {
			case bytes.HasPrefix(rest, []byte("<!--")):
				if err := s.comment(); err != nil {
					return 0, err
				}
			case bytes.HasPrefix(rest, []byte("<![CDATA[")) && len(s.open) > 0:
				return text, s.cdataSection()
			case bytes.HasPrefix(rest, []byte("<!DOCTYPE")):
				return 0, s.fault(s.pos, "holds a document type declaration; Akoma Ntoso needs none, and it is refused because it can expand without end")
			default:
				return 0, s.fault(s.pos, "holds a '<!' that begins neither a comment nor a character section")
			}
		default:
			return startTag, s.startElement()
		}
	}
}

func (s *scanner) finish() (token, error) {
	switch {
	case len(s.open) > 0:
		return 0, s.fault(s.pos, "ends inside <%s>; the file is cut off", s.open[len(s.open)-1])
	case !s.root:
		return 0, s.fault(s.pos, "holds no XML element")
	}
	return endOfInput, nil
}

// charData reads up to the next '<'. Outside the root element only white space
// may stand, and it is passed over.
func (s *scanner) charData() (outside bool, err error) {
	end := bytes.IndexByte(s.data[s.pos:], '<')
	if end < 0 {
		end = len(s.data) - s.pos
	}
	s.chars, s.cdata = s.data[s.pos:s.pos+end], false
	s.pos += end
	if len(s.open) == 0 {
		if t := bytes.TrimLeft(s.chars, " \t\r\n"); len(t) > 0 {
			return false, s.fault(s.pos-len(t), "has text outside its root element; it is no XML document")
		}
		return true, nil
	}
	if bytes.Contains(s.chars, []byte("]]>")) {
		return false, s.fault(s.begin, "holds ']]>' in its text")
	}
	return false, s.checkReferences(s.chars, s.begin)
}

func (s *scanner) cdataSection() error {
	from := s.pos + len("<![CDATA[")
	end := bytes.Index(s.data[from:], []byte("]]>"))
	if end < 0 {
		return s.fault(s.pos, "is cut off inside a character section")
	}
	s.chars, s.cdata = s.data[from:from+end], true
	s.pos = from + end + 3
	return nil
}

func (s *scanner) pass(from, to, what string) error {
	end := bytes.Index(s.data[s.pos+len(from):], []byte(to))
	if end < 0 {
		return s.fault(s.pos, "is cut off inside %s", what)
	}
	s.pos += len(from) + end + len(to)
	return nil
}

func (s *scanner) comment() error {
	body := s.data[s.pos+4:]
	end := bytes.Index(body, []byte("--"))
	if end < 0 {
		return s.fault(s.pos, "is cut off inside a comment")
	}
	if end+2 >= len(body) || body[end+2] != '>' {
		return s.fault(s.pos, "holds a comment with '--' inside")
	}
	s.pos += 4 + end + 3
	return nil
}
