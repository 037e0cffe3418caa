package act

import (
	"fmt"
	"strings"
)

// ParseHeader reads the bytes that EncodeHeader writes, and no others: one
// spelling, one order, every member, no white space. Errors name the byte
// where the reading stopped, or are Faults of the values.
func ParseHeader(b []byte) (*Header, error) {
	s := scan{src: string(b)} // one copy; the fields are slices of it
	h := &Header{}
	s.skip(`{"index":`)
	h.Index = s.number()
	s.skip(`,"id":`)
	h.ID = s.text()
	s.skip(`,"kind":`)
	h.Kind = s.text()
	s.skip(`,"version":`)
	h.Version = int(s.number())
	s.skip(`,"subject":`)
	h.Subject = Subject(s.text())
	s.skip(`,"party":`)
	h.Party = s.text()
	s.skip(`,"person":`)
	h.Person = s.text()
	s.skip(`,"standing":`)
	h.Standing = Standing(s.text())
	s.skip(`,"source":`)
	if !s.try("null") {
		h.Source = &Source{}
		s.skip(`{"channel":`)
		h.Source.Channel = s.text()
		s.skip(`,"reference":`)
		h.Source.Reference = s.text()
		s.skip(`,"received":`)
		h.Source.Received = Day(s.text())
		s.skip(`,"document":`)
		h.Source.Document = s.text()
		s.skip(`}`)
	}
	s.skip(`,"day":`)
	h.Day = Day(s.text())
	s.skip(`,"recorded":`)
	recorded := s.text()
	s.skip(`,"cites":[`)
	if !s.try("]") {
		for !s.failed {
			h.Cites = append(h.Cites, Cite(s.text()))
			if s.try("]") {
				break
			}
			s.skip(",")
		}
	}
	s.skip(`,"audience":`)
	h.Audience = s.text()
	s.skip(`,"corrects":`)
	h.Corrects = s.text()
	s.skip(`,"body":`)
	body := s.text()
	s.skip(`}`)
	if !s.failed && s.at != len(s.src) {
		s.fail("the end")
	}
	if s.failed {
		return nil, fmt.Errorf("read an act's header: at byte %d %s was expected; the stored bytes are not those of a header", s.at, s.wanted)
	}
	var fs Faults
	var err error
	if h.Recorded, err = ParseInstant(recorded); err != nil {
		fs = append(fs, placed(err, "/recorded")...)
	}
	if h.Body, err = ParseHash(body); err != nil {
		fs = append(fs, placed(err, "/body")...)
	}
	if err := h.Check(); err != nil {
		fs = append(fs, AllFaults(err)...)
	}
	if len(fs) > 0 {
		return nil, fmt.Errorf("read an act's header: %w", fs)
	}
	return h, nil
}

func placed(err error, where string) Faults {
	fs := AllFaults(err)
	for i := range fs {
		fs[i].Where = where
	}
	return fs
}

// scan walks over canonical bytes. After the first failure it stands still.
type scan struct {
	src    string
	at     int
	failed bool
	wanted string
}

func (s *scan) fail(wanted string) {
	if !s.failed {
		s.failed, s.wanted = true, wanted
	}
}

func (s *scan) try(lit string) bool {
	if s.failed || !strings.HasPrefix(s.src[s.at:], lit) {
		return false
	}
	s.at += len(lit)
	return true
}

func (s *scan) skip(lit string) {
	if !s.try(lit) {
		s.fail(lit)
	}
}

// number reads a whole number from 0 to MaxInteger without leading zeros.
func (s *scan) number() int64 {
	from := s.at
	var n int64
	for s.at < len(s.src) && s.src[s.at] >= '0' && s.src[s.at] <= '9' && s.at-from < 17 {
		n = n*10 + int64(s.src[s.at]-'0')
		s.at++
	}
	if s.failed || s.at == from || s.src[from] == '0' && s.at-from > 1 || n > MaxInteger {
		s.at = from
		s.fail("a whole number")
	}
	return n
}

// text reads a string in its one spelling: \" and \\, \u00XX for control
// characters other than NUL, nothing else escaped.
func (s *scan) text() string {
	if !s.try(`"`) {
		s.fail("a string")
		return ""
	}
	from := s.at
	for i := from; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == '"':
			s.at = i + 1
			return s.src[from:i]
		case c == '\\':
			return s.escaped(from, i)
		case c < 0x20:
			s.at = i
			s.fail("a character that is not a control character")
			return ""
		}
	}
	s.at = len(s.src)
	s.fail("the end of the string")
	return ""
}

// escaped goes on from the first backslash, at i.
func (s *scan) escaped(from, i int) string {
	var b strings.Builder
	b.WriteString(s.src[from:i])
	for i < len(s.src) {
		c := s.src[i]
		switch {
		case c == '"':
			s.at = i + 1
			return b.String()
		case c < 0x20:
			s.at = i
			s.fail("a character that is not a control character")
			return ""
		case c != '\\':
			b.WriteByte(c)
			i++
		case strings.HasPrefix(s.src[i:], `\"`), strings.HasPrefix(s.src[i:], `\\`):
			b.WriteByte(s.src[i+1])
			i += 2
		default:
			r, ok := control(s.src[i:])
			if !ok {
				s.at = i
				s.fail(`\", \\ or \u00XX of a control character`)
				return ""
			}
			b.WriteByte(r)
			i += 6
		}
	}
	s.at = len(s.src)
	s.fail("the end of the string")
	return ""
}

// control reads \u00XX of a control character from 01 to 1f.
func control(s string) (byte, bool) {
	if len(s) < 6 || s[:4] != `\u00` || s[4] != '0' && s[4] != '1' {
		return 0, false
	}
	lo := strings.IndexByte(lowerHex, s[5])
	if lo < 0 {
		return 0, false
	}
	c := (s[4]-'0')<<4 | byte(lo)
	return c, c != 0
}
