package list

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/unicode/norm"
)

// The XML of "Multilateral Treaties Deposited with the Secretary-General" was
// written without a file of it at hand: from the names of its elements in a
// public program that reads them. Names of elements are compared without case;
// what is not a table of participants is passed over.

var (
	superscript = regexp.MustCompile(`(?is)<\s*(superscript|sup)\b[^>]*>.*?<\s*/\s*(superscript|sup)\s*>`)
	anyTag      = regexp.MustCompile(`<[^<>]*>`)
)

// cell cleans the text of a cell: notes in superscript, which come escaped, and
// other tags are taken out.
func cell(s string) string {
	s = anyTag.ReplaceAllString(superscript.ReplaceAllString(s, ""), "")
	return norm.NFC.String(strings.TrimSpace(spaces.ReplaceAllString(strings.ReplaceAll(s, "\u00a0", " "), " ")))
}

// xmlTable gathers the rows of one table.
type xmlTable struct {
	heading []string
	at      int
	rows    [][]string
	lines   []int
}

// reader walks through the XML.
type reader struct {
	list    *List
	path    []string
	tables  []xmlTable
	row     []string
	rowLine int
	text    strings.Builder
	noted   int // depth of elements whose text is a note
}

func (l *List) readXML(data []byte, extra map[string]string) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset.NewReaderLabel
	d.Entity = map[string]string{"nbsp": " "}
	r := &reader{list: l}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := d.InputPos()
		if err != nil {
			var syntax *xml.SyntaxError
			if errors.As(err, &syntax) {
				return one(l.File, syntax.Line, says.Refuse("treaty.file-xml", "why", syntax.Msg))
			}
			return one(l.File, line, says.Refuse("treaty.file-xml", "why", err))
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(r.path) > 100 {
				return one(l.File, line, says.Refuse("treaty.file-deep", "most", 100))
			}
			r.start(strings.ToLower(t.Name.Local), line)
		case xml.EndElement:
			r.end(strings.ToLower(t.Name.Local))
		case xml.CharData:
			if r.noted == 0 {
				r.text.Write(t)
			}
		}
	}
	if len(r.tables) == 0 {
		return one(l.File, 1, says.Refuse("treaty.file-no-table"))
	}
	for i := range r.tables {
		if t := &r.tables[i]; len(t.rows) > 0 || i == len(r.tables)-1 {
			return l.table(t.heading, max(t.at, 1), t.rows, t.lines, extra)
		}
	}
	return nil
}

func (r *reader) in(name string) bool {
	for _, p := range r.path {
		if p == name {
			return true
		}
	}
	return false
}

func (r *reader) start(name string, line int) {
	r.path = append(r.path, name)
	switch name {
	case "participants", "specialtables":
		r.tables = append(r.tables, xmlTable{})
	case "row", "tableheader":
		r.row, r.rowLine = nil, line
	case "entry", "column", "title":
		r.text.Reset()
	case "superscript", "sup", "footnote":
		r.noted++
	case "declaration":
		r.list.Unread++
	}
}

func (r *reader) end(name string) {
	r.path = r.path[:max(0, len(r.path)-1)]
	inTable := r.in("participants") || r.in("specialtables")
	switch name {
	case "superscript", "sup", "footnote":
		r.noted = max(0, r.noted-1)
	case "entry", "column":
		if inTable {
			r.row = append(r.row, cell(r.text.String()))
		}
	case "title":
		if inTable && r.in("tableheader") {
			r.row = append(r.row, cell(r.text.String()))
		}
	case "row", "tableheader":
		if !inTable || len(r.row) == 0 || len(r.tables) == 0 {
			return
		}
		t := &r.tables[len(r.tables)-1]
		if t.heading == nil {
			for i := range r.row {
				r.row[i] = strings.TrimSpace(nameNotes.ReplaceAllString(r.row[i], ""))
			}
			t.heading, t.at = r.row, r.rowLine
		} else {
			t.rows, t.lines = append(t.rows, r.row), append(t.lines, r.rowLine)
		}
		r.row = nil
	}
}
