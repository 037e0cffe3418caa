package docx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"comity/internal/resolution/source"
)

// stream reads one part token by token, within the limits.
type stream struct {
	name, part string
	dec        *xml.Decoder
	depth      int
}

// element is the start of an element; namespaces are not told apart.
type element struct {
	local string
	attrs []xml.Attr
}

// attr returns an attribute by its local name.
func (e element) attr(local string) string {
	for _, a := range e.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// on reads a toggle property: <w:i/> and <w:i w:val="true"/> are on.
func (e element) on() bool {
	switch e.attr("val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

func newStream(name, part string, r io.Reader) *stream {
	return &stream{name: name, part: part, dec: xml.NewDecoder(r)}
}

// next returns the next start, end or text. end is true at an end; at the end
// of the part it returns io.EOF.
func (s *stream) next() (e element, text []byte, end bool, err error) {
	for {
		t, err := s.dec.RawToken()
		if errors.Is(err, io.EOF) && s.depth > 0 {
			err = errors.New("it ends before its last element is closed")
		}
		if err != nil {
			return e, nil, false, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if s.depth++; s.depth > source.MaxDepth {
				return e, nil, false, &source.Refused{Name: s.name, Where: s.where(), Why: fmt.Sprintf("more than %d elements stand inside one another", source.MaxDepth)}
			}
			return element{t.Name.Local, t.Attr}, nil, false, nil
		case xml.EndElement:
			if s.depth--; s.depth < 0 {
				return e, nil, false, errors.New("an element is closed that was not opened")
			}
			return element{local: t.Name.Local}, nil, true, nil
		case xml.CharData:
			if len(t) > 0 {
				return e, t, false, nil
			}
		case xml.Directive:
			return e, nil, false, &source.Refused{Name: s.name, Where: s.where(), Why: "it holds a document type declaration, through which entities could be defined", Hint: "save it again with a word processor"}
		}
	}
}

// each calls fn for every element of the part.
func (s *stream) each(fn func(element) error) error {
	for {
		e, text, end, err := s.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case end || text != nil:
		default:
			if err := fn(e); err != nil {
				return err
			}
		}
	}
}

// children calls fn for each child of the element whose start was just read,
// to its end. fn must read its child to its end: by children or skip.
func (s *stream) children(fn func(element) error) error {
	for {
		e, text, end, err := s.next()
		switch {
		case err != nil:
			return err
		case end:
			return nil
		case text != nil:
		default:
			if err := fn(e); err != nil {
				return err
			}
		}
	}
}

// skip reads past the element whose start was just read.
func (s *stream) skip() error {
	for depth := 1; depth > 0; {
		_, text, end, err := s.next()
		switch {
		case err != nil:
			return err
		case end:
			depth--
		case text == nil:
			depth++
		}
	}
	return nil
}

// chars returns the text of the element whose start was just read.
func (s *stream) chars() (string, error) {
	var b []byte
	for depth := 1; depth > 0; {
		_, text, end, err := s.next()
		switch {
		case err != nil:
			return "", err
		case end:
			depth--
		case text != nil:
			b = append(b, text...)
		default:
			depth++
		}
	}
	return string(b), nil
}

func (s *stream) where() string {
	line, _ := s.dec.InputPos()
	return fmt.Sprintf("%s, line %d", s.part, line)
}

// refusal turns an error of the XML reader into one with its place.
func (s *stream) refusal(err error) error {
	var r *source.Refused
	if errors.As(err, &r) {
		if r.Where == "" {
			r.Where = s.part
		}
		return r
	}
	return &source.Refused{Name: s.name, Where: s.where(), Why: "the XML is broken or cut off", Hint: "fetch the document again", Err: err}
}
