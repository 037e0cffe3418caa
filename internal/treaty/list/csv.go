package list

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"comity/internal/act"
)

// Read reads a list from the bytes of a file, XML or comma-separated values. extra
// gives meanings to headings that are not known: words in lower case to codes
// of actions. The error is Faults.
func Read(file string, data []byte, extra map[string]string) (*List, error) {
	l := &List{File: file}
	if len(data) > MaxBytes {
		return nil, one(file, 1, says.Refuse("treaty.file-large", "most", MaxBytes>>20))
	}
	l.named()
	var err error
	if trimmed := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n"); bytes.HasPrefix(trimmed, []byte("<")) {
		err = l.readXML(data, extra)
	} else {
		err = l.readCSV(data, extra)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

func (l *List) readCSV(data []byte, extra map[string]string) error {
	heading, at, rows, lines, err := table(l.File, data, &l.Source, &l.AsOf)
	if err != nil {
		return err
	}
	return l.table(heading, at, rows, lines, extra)
}

// table reads comma-separated values in UTF-8, with remarks "# source: …" and
// "# as-of: …" above. A byte order mark is passed over.
func table(file string, data []byte, source *string, asOf *act.Day) (heading []string, at int, rows [][]string, lines []int, err error) {
	fault := func(line int, err error) ([]string, int, [][]string, []int, error) {
		return nil, 0, nil, nil, one(file, line, err)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return fault(i+1, says.Refuse("treaty.file-utf8"))
		}
		if bytes.IndexByte(line, 0) >= 0 {
			return fault(i+1, says.Refuse("treaty.file-nul"))
		}
	}
	data = norm.NFC.Bytes(data)
	if line, err := remarks(data, source, asOf); err != nil {
		return fault(line, err)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment, r.FieldsPerRecord = '#', -1
	for {
		record, err := r.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if heading == nil {
				return fault(1, says.Refuse("treaty.file-empty"))
			}
			return heading, at, rows, lines, nil
		case errors.As(err, &parse):
			return fault(parse.Line, says.Refuse("treaty.file-quotes", "why", parse.Err))
		case err != nil:
			return fault(1, says.Refuse("treaty.file-quotes", "why", err))
		}
		line, _ := r.FieldPos(0)
		if heading == nil {
			heading, at = record, line
			continue
		}
		rows, lines = append(rows, record), append(lines, line)
	}
}

// remarks reads the lines above a table that begin with "#".
func remarks(data []byte, source *string, asOf *act.Day) (line int, err error) {
	for n := 1; len(data) > 0 && data[0] == '#'; n++ {
		text, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		key, value, _ := strings.Cut(strings.TrimSpace(string(text[1:])), ":")
		switch value = strings.TrimSpace(value); key {
		case "source":
			*source = value
		case "as-of":
			day, err := act.ParseDay(value)
			if err != nil {
				return n, says.Refuse("treaty.file-day", "given", value)
			}
			*asOf = day
		}
	}
	return 0, nil
}
