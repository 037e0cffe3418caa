package list

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"comity/internal/act"
)

// Columns are those of our own template, in the order in which it is written:
// the instrument's and the party's codes, then the fields of the kind of act
// treaty.deposit. A file may leave out columns, but for the first four.
var Columns = []string{"instrument", "party", "action", "day", "latest", "effective", "depositary", "item", "matter", "provisions", "against", "no_relation",
	"territories", "predecessor", "authority", "languages", "channel", "takes", "language", "text", "withdraws_action", "withdraws_day", "withdraws_item", "unconfirmed"}

// Template is a file of our own form: one line a deposit.
type Template struct {
	File    string
	Source  string
	AsOf    act.Day
	Entries []Entry
}

// Entry is one line; values stand by column.
type Entry struct {
	Line   int
	Values map[string]string
}

// IsTemplate says whether the bytes are of our own form.
func IsTemplate(data []byte) bool {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return true
	}
	for _, line := range bytes.Split(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), []byte("\n")) {
		if !bytes.HasPrefix(line, []byte("#")) {
			return bytes.HasPrefix(line, []byte("instrument,party,action,day"))
		}
	}
	return false
}

// ReadTemplate reads a file of our own form, comma-separated values or a
// spreadsheet's first sheet. The error is Faults.
func ReadTemplate(file string, data []byte) (*Template, error) {
	if len(data) > MaxBytes {
		return nil, Faults{{file, 1, "the file has more than 16 MiB; split it"}}
	}
	t := &Template{File: file}
	var heading []string
	var at int
	var rows [][]string
	var lines []int
	var err error
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		heading, at, rows, lines, err = t.sheet(data)
	} else {
		heading, at, rows, lines, err = table(file, data, &t.Source, &t.AsOf)
	}
	if err != nil {
		return nil, err
	}
	return t, t.read(heading, at, rows, lines)
}

func (t *Template) read(heading []string, at int, rows [][]string, lines []int) error {
	var faults Faults
	known, have := map[string]bool{}, map[string]bool{}
	for _, c := range Columns {
		known[c] = true
	}
	for _, h := range heading {
		switch {
		case !known[h]:
			faults.add(t.File, at, "there is no column %q; the columns are %s", h, strings.Join(Columns, ","))
		case have[h]:
			faults.add(t.File, at, "the column %q stands twice", h)
		}
		have[h] = true
	}
	for _, c := range Columns[:4] {
		if !have[c] {
			faults.add(t.File, at, "the column %q is missing", c)
		}
	}
	if t.Source == "" || t.AsOf == "" {
		faults.add(t.File, 1, "the file does not say where it is from; begin with lines \"# source: …\" and \"# as-of: YYYY-MM-DD\"")
	}
	if faults != nil {
		return faults
	}
	for i, cells := range rows {
		e := Entry{Line: lines[i], Values: map[string]string{}}
		if len(cells) != len(heading) {
			faults.add(t.File, e.Line, "the line has %d cells, the heading %d; mend the line", len(cells), len(heading))
			continue
		}
		for k, cell := range cells {
			if cell = strings.TrimSpace(cell); cell != "" {
				e.Values[heading[k]] = cell
			}
		}
		t.Entries = append(t.Entries, e)
	}
	if len(rows) == 0 {
		faults.add(t.File, at, "the file has no line below its heading")
	}
	return faults.err()
}

// sheet reads the first sheet of a spreadsheet; lines that begin with "#" are
// remarks. Cells are read as they are shown.
func (t *Template) sheet(data []byte) (heading []string, at int, rows [][]string, lines []int, err error) {
	fault := func(line int, format string, args ...any) ([]string, int, [][]string, []int, error) {
		return nil, 0, nil, nil, Faults{{t.File, line, fmt.Sprintf(format, args...)}}
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 4 * MaxBytes, UnzipXMLSizeLimit: MaxBytes, ShortDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return fault(1, "this is no spreadsheet that can be read: %v; save it as XLSX, or as comma-separated values", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	all, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		return fault(1, "the first sheet can't be read: %v", err)
	}
	for i, row := range all {
		switch {
		case len(row) == 0 || strings.TrimSpace(strings.Join(row, "")) == "":
		case strings.HasPrefix(row[0], "#"):
			if _, why := remarks([]byte(strings.Join(row, " ")), &t.Source, &t.AsOf); why != "" {
				return fault(i+1, "%s", why)
			}
		case heading == nil:
			heading, at = row, i+1
		case len(row) > len(heading):
			return fault(i+1, "the line has %d cells, the heading %d; mend the line", len(row), len(heading))
		default: // a spreadsheet leaves empty cells at the end out
			rows, lines = append(rows, append(row, make([]string, len(heading)-len(row))...)), append(lines, i+1)
		}
	}
	if heading == nil {
		return fault(1, "the first sheet is empty")
	}
	return heading, at, rows, lines, nil
}
