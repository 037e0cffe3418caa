package akn

import (
	"bytes"
	"unicode/utf8"
)

// nameByte tells the bytes of an XML name: bit 1 may begin one, bit 2 may follow.
// Bytes of multi-byte characters are let through.
var nameByte = func() (t [256]uint8) {
	for b := range t {
		switch c := byte(b); {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c == ':', c >= 0x80:
			t[b] = 3
		case c >= '0' && c <= '9', c == '-', c == '.':
			t[b] = 2
		}
	}
	return
}()

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// takeName reads an XML name at i; it is empty where none stands.
func (s *scanner) takeName(i int) []byte {
	if i >= len(s.data) || nameByte[s.data[i]]&1 == 0 {
		return nil
	}
	j := i + 1
	for j < len(s.data) && nameByte[s.data[j]] != 0 {
		j++
	}
	return s.data[i:j]
}

func (s *scanner) space(i int) int {
	for i < len(s.data) && isSpace(s.data[i]) {
		i++
	}
	return i
}

// startElement reads a start tag or an empty-element tag with its attributes.
func (s *scanner) startElement() error {
	name := s.takeName(s.pos + 1)
	if name == nil {
		return s.fault(s.pos, "holds a '<' that begins no tag; a literal one is written &lt;")
	}
	switch {
	case len(s.open) == 0 && s.root:
		return s.fault(s.pos, "has a second root element <%s>", name)
	case len(s.open) >= maxDepth:
		return s.fault(s.pos, "nests elements more than %d deep", maxDepth)
	}
	s.root, s.name = true, name
	s.attrs = s.attrs[:0]
	i := s.pos + 1 + len(name)
	for {
		at := i
		i = s.space(i)
		if i >= len(s.data) {
			return s.fault(s.pos, "is cut off inside the tag <%s", name)
		}
		switch c := s.data[i]; {
		case c == '>':
			s.pos = i + 1
			s.open = append(s.open, name)
			return nil
		case c == '/':
			if i+1 >= len(s.data) || s.data[i+1] != '>' {
				return s.fault(i, "has a stray '/' in the tag <%s>", name)
			}
			s.pos, s.close = i+2, true
			s.open = append(s.open, name)
			return nil
		case at == i:
			return s.fault(i, "lacks a space before an attribute of <%s>", name)
		}
		var err error
		if i, err = s.attribute(i); err != nil {
			return err
		}
	}
}

// attribute reads name="value" at i and returns where it ends.
func (s *scanner) attribute(i int) (int, error) {
	name := s.takeName(i)
	if name == nil {
		return 0, s.fault(i, "has something that is no attribute in the tag <%s>", s.name)
	}
	eq := s.space(i + len(name))
	if eq >= len(s.data) || s.data[eq] != '=' {
		return 0, s.fault(i, "has the attribute %s without a value in <%s>", name, s.name)
	}
	q := s.space(eq + 1)
	if q >= len(s.data) || s.data[q] != '"' && s.data[q] != '\'' {
		return 0, s.fault(i, "has the attribute %s without quotation marks in <%s>", name, s.name)
	}
	end := bytes.IndexByte(s.data[q+1:], s.data[q])
	if end < 0 {
		return 0, s.fault(i, "is cut off inside the attribute %s of <%s>", name, s.name)
	}
	value := s.data[q+1 : q+1+end]
	if bytes.IndexByte(value, '<') >= 0 {
		return 0, s.fault(i, "has a '<' in the attribute %s of <%s>", name, s.name)
	}
	if err := s.checkReferences(value, q+1); err != nil {
		return 0, err
	}
	if len(s.attrs) == maxAttrs {
		return 0, s.fault(i, "has more than %d attributes in <%s>", maxAttrs, s.name)
	}
	for _, a := range s.attrs {
		if bytes.Equal(a.name, name) {
			return 0, s.fault(i, "has the attribute %s twice in <%s>", name, s.name)
		}
	}
	s.attrs = append(s.attrs, attr{name, value})
	return q + 1 + end + 1, nil
}

// endElement reads an end tag and checks that it closes the innermost element.
func (s *scanner) endElement() error {
	name := s.takeName(s.pos + 2)
	i := s.space(s.pos + 2 + len(name))
	switch {
	case i >= len(s.data):
		return s.fault(s.pos, "is cut off inside an end tag")
	case name == nil || s.data[i] != '>':
		return s.fault(s.pos, "has a malformed end tag")
	case len(s.open) == 0:
		return s.fault(s.pos, "closes <%s>, which is not open", name)
	case !bytes.Equal(name, s.open[len(s.open)-1]):
		return s.fault(s.pos, "closes <%s> where <%s> is open", name, s.open[len(s.open)-1])
	}
	s.open = s.open[:len(s.open)-1]
	s.name, s.pos = name, i+1
	return nil
}

// attr returns the decoded value of an attribute of the current start tag.
func (s *scanner) attr(name string) string {
	for _, a := range s.attrs {
		if string(a.name) == name {
			return decode(a.value)
		}
	}
	return ""
}

// checkReferences refuses every & that is not one of the five named references
// or a numeric one to a character that XML allows. at is where raw stands.
func (s *scanner) checkReferences(raw []byte, at int) error {
	for i := 0; ; {
		n := bytes.IndexByte(raw[i:], '&')
		if n < 0 {
			return nil
		}
		i += n
		_, size := reference(raw[i:])
		if size == 0 {
			return s.fault(at+i, "has the reference %.20q, which is none of &amp; &lt; &gt; &quot; &apos; or a character's number", raw[i:])
		}
		i += size
	}
}

// reference decodes the reference that raw begins with, '&' included, and its
// size in bytes; 0 where it is none.
func reference(raw []byte) (r rune, size int) {
	end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
	if end < 2 {
		return 0, 0
	}
	switch name := raw[1:end]; string(name) {
	case "amp":
		return '&', end + 1
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "quot":
		return '"', end + 1
	case "apos":
		return '\'', end + 1
	default:
		if name[0] != '#' {
			return 0, 0
		}
		r, ok := charNumber(name[1:])
		if !ok {
			return 0, 0
		}
		return r, end + 1
	}
}

// charNumber reads the number of a character reference: "233", "xE9".
func charNumber(s []byte) (rune, bool) {
	base := rune(10)
	if len(s) > 0 && s[0] == 'x' {
		base, s = 16, s[1:]
	}
	if len(s) == 0 {
		return 0, false
	}
	var r rune
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case base == 16 && c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case base == 16 && c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		if r = r*base + rune(c); r > utf8.MaxRune {
			return 0, false
		}
	}
	return r, allowed(r)
}

// allowed says whether XML 1.0 allows the character (its production Char).
func allowed(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r >= 0xD800 && r < 0xE000, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return r <= utf8.MaxRune
}

// decode replaces references. Line ends are left: what reads a value folds them.
func decode(raw []byte) string {
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	return string(appendDecoded(nil, raw))
}

func appendDecoded(dst, raw []byte) []byte {
	for {
		n := bytes.IndexByte(raw, '&')
		if n < 0 {
			return append(dst, raw...)
		}
		dst = append(dst, raw[:n]...)
		r, size := reference(raw[n:])
		dst = utf8.AppendRune(dst, r)
		raw = raw[n+max(size, 1):]
	}
}
