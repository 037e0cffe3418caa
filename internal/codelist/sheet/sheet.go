// Package sheet reads the tables in which a programme keeps its plain facts:
// comma-separated values in UTF-8 whose first lines say where the facts come
// from and on which day they were so.
//
//	# source: where the facts come from
//	# as-of: 2026-11-23
//	# any further remark
//	code,from,until,…
//	…
//
// Reading is strict, so that a slip of the hand is found on the line where it
// was made and not in a report a year later.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"comity/internal/act"
)

// MaxBytes is the largest table that is read.
const MaxBytes = 8 << 20

// Sheet is one table.
type Sheet struct {
	File    string  // its path in the programme's folder
	Source  string  // where its facts come from
	AsOf    act.Day // the day on which they were so
	Version int     // of the table, from a line "# version: 1"; 0 where it has none
	Columns []string
	Rows    []Row
}

// Row is one line of a table.
type Row struct {
	File  string
	Line  int // from 1
	cells map[string]string
}

// Get returns the cell of a column, "" where it is empty. A column that the
// table was not asked for is a mistake of the caller and panics.
func (r Row) Get(column string) string {
	cell, ok := r.cells[column]
	if !ok {
		panic("sheet: no column " + column + " was asked for")
	}
	return cell
}

// Errorf makes an error about the row that begins with its file and line.
func (r Row) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", r.File, r.Line, fmt.Errorf(format, args...))
}

// Span reads the columns from and until as days; both may be empty. until is
// the first day on which the row no longer holds.
func (r Row) Span() (Span, error) {
	var s Span
	for _, c := range []struct {
		column string
		day    *act.Day
	}{{"from", &s.From}, {"until", &s.Until}} {
		text := r.Get(c.column)
		if text == "" {
			continue
		}
		day, err := act.ParseDay(text)
		if err != nil {
			return Span{}, r.Errorf("column %q: %w", c.column, err)
		}
		*c.day = day
	}
	if s.From != "" && s.Until != "" && s.Until <= s.From {
		return Span{}, r.Errorf("it ends on %s, no later than it begins on %s; until is the first day after", s.Until, s.From)
	}
	return s, nil
}

// Span is a run of days, from the first to the day before Until. An empty From
// reaches back without limit, an empty Until forward.
type Span struct{ From, Until act.Day }

// Has says whether the day lies in the span. The empty day lies in every span
// that is still open.
func (s Span) Has(day act.Day) bool {
	if day == "" {
		return s.Until == ""
	}
	return (s.From == "" || s.From <= day) && (s.Until == "" || day < s.Until)
}

// Meets says whether the two spans share a day.
func (s Span) Meets(o Span) bool {
	return (s.Until == "" || o.From == "" || o.From < s.Until) &&
		(o.Until == "" || s.From == "" || s.From < o.Until)
}

// Read reads a table that has exactly these columns, in this order. Errors name
// file and line.
func Read(fsys fs.FS, file string, columns ...string) (*Sheet, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, fmt.Errorf("opening table %s: %w", file, err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading table %s: %w", file, err)
	}
	return Parse(file, data, columns...)
}

// Parse reads the bytes of a table; see Read.
func Parse(file string, data []byte, columns ...string) (*Sheet, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%s: the table has more than %d bytes; split it", file, MaxBytes)
	}
	s := &Sheet{File: file, Columns: columns}
	if err := s.head(data); err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	r.FieldsPerRecord = -1
	for first := true; ; first = false {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			if first {
				return nil, fmt.Errorf("%s: the table has no line of column names; its columns are %s", file, strings.Join(columns, ","))
			}
			return s, nil
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			return nil, fmt.Errorf("%s:%d: %w", file, parse.Line, parse.Err)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		line, _ := r.FieldPos(0)
		if first {
			if strings.Join(record, ",") != strings.Join(columns, ",") {
				return nil, fmt.Errorf("%s:%d: the columns are %s; they must be %s", file, line, strings.Join(record, ","), strings.Join(columns, ","))
			}
			continue
		}
		row, err := s.row(line, record)
		if err != nil {
			return nil, err
		}
		s.Rows = append(s.Rows, row)
	}
}

// head reads the remarks above the table.
func (s *Sheet) head(data []byte) error {
	for n := 1; len(data) > 0 && data[0] == '#'; n++ {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		key, value, ok := strings.Cut(strings.TrimSpace(string(line[1:])), ": ")
		if !ok {
			continue
		}
		switch key {
		case "source":
			s.Source = value
		case "as-of":
			day, err := act.ParseDay(value)
			if err != nil {
				return fmt.Errorf("%s:%d: %w", s.File, n, err)
			}
			s.AsOf = day
		case "version":
			version, err := strconv.Atoi(value)
			if err != nil || version < 1 {
				return fmt.Errorf("%s:%d: a version is a number from 1, not %q", s.File, n, value)
			}
			s.Version = version
		}
	}
	if s.Source == "" || s.AsOf == "" {
		return fmt.Errorf("%s:1: a table begins with lines \"# source: …\" and \"# as-of: YYYY-MM-DD\"", s.File)
	}
	return nil
}

func (s *Sheet) row(line int, record []string) (Row, error) {
	row := Row{File: s.File, Line: line, cells: make(map[string]string, len(record))}
	if len(record) != len(s.Columns) {
		return Row{}, row.Errorf("the line has %d cells, the table %d columns", len(record), len(s.Columns))
	}
	for i, cell := range record {
		switch {
		case !utf8.ValidString(cell):
			return Row{}, row.Errorf("column %q is not UTF-8", s.Columns[i])
		case !norm.NFC.IsNormalString(cell):
			return Row{}, row.Errorf("column %q is not in normal form NFC: %q", s.Columns[i], cell)
		case strings.TrimSpace(cell) != cell:
			return Row{}, row.Errorf("column %q begins or ends with a space: %q", s.Columns[i], cell)
		case strings.ContainsFunc(cell, unicode.IsControl):
			return Row{}, row.Errorf("column %q holds a control character: %q", s.Columns[i], cell)
		}
		row.cells[s.Columns[i]] = cell
	}
	return row, nil
}
