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
		return nil, Faults{{file, 1, "the file has more than 16 MiB; this is no list of participants"}}
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
	fault := func(line int, why string) ([]string, int, [][]string, []int, error) {
		return nil, 0, nil, nil, Faults{{file, line, why}}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return fault(i+1, "the line is not UTF-8; save the file in UTF-8")
		}
		if bytes.IndexByte(line, 0) >= 0 {
			return fault(i+1, "the line holds a NUL byte; this is no text")
		}
	}
	data = norm.NFC.Bytes(data)
	if line, why := remarks(data, source, asOf); why != "" {
		return fault(line, why)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment, r.FieldsPerRecord = '#', -1
	for {
		record, err := r.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if heading == nil {
				return fault(1, "the file is empty")
			}
			return heading, at, rows, lines, nil
		case errors.As(err, &parse):
			return fault(parse.Line, parse.Err.Error()+"; mend the quotation marks")
		case err != nil:
			return fault(1, err.Error())
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
func remarks(data []byte, source *string, asOf *act.Day) (line int, why string) {
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
				return n, err.Error()
			}
			*asOf = day
		}
	}
	return 0, ""
}
