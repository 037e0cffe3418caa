package list

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"

	"comity/internal/act"
	"comity/internal/sheetform"
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

// AgreementColumns are those of the form for bilateral and regional treaties: a
// name for addresses, and the fields of the kind of act treaty.agreement. A file may
// leave out columns, but for the first six.
var AgreementColumns = []string{"name", "title", "language", "parties", "help", "from", "until", "in_lieu"}

// Kind is what a file holds.
type Kind string

// The kinds of file.
const (
	Participants Kind = "participants" // a depositary's list
	Deposits     Kind = "deposits"     // our own form for deposits
	Agreements   Kind = "agreements"   // our own form for bilateral and regional treaties
)

// KindOf says what the bytes of a file hold, by its heading. A spreadsheet is one of
// our own forms.
func KindOf(data []byte) Kind {
	first := ""
	if isSheet(data) {
		t := Template{}
		if heading, _, _, _, err := t.sheet(data); err == nil {
			first = strings.Join(heading, ",")
		}
		if strings.HasPrefix(first, "name,title") {
			return Agreements
		}
		return Deposits
	}
	for _, line := range bytes.Split(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), []byte("\n")) {
		if !bytes.HasPrefix(line, []byte("#")) {
			first = string(line)
			break
		}
	}
	switch {
	case strings.HasPrefix(first, "instrument,party,action,day"):
		return Deposits
	case strings.HasPrefix(first, "name,title"):
		return Agreements
	}
	return Participants
}

// mostColumns is how many cells the heading of a spreadsheet has at most.
const mostColumns = 100

func isSheet(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// IsTemplate says whether the bytes are of our own form for deposits.
func IsTemplate(data []byte) bool { return KindOf(data) == Deposits }

// ReadTemplate reads a file of our own form for deposits, comma-separated values or
// a spreadsheet's first sheet. The error is Faults.
func ReadTemplate(file string, data []byte) (*Template, error) {
	return readForm(file, data, Columns, 4)
}

// ReadAgreements reads a file of our own form for bilateral and regional treaties,
// likewise.
func ReadAgreements(file string, data []byte) (*Template, error) {
	return readForm(file, data, AgreementColumns, 6)
}

// readForm reads a form that has columns, of which the first so many are needed.
func readForm(file string, data []byte, columns []string, needed int) (*Template, error) {
	if len(data) > MaxBytes {
		return nil, one(file, 1, says.Refuse("treaty.file-large", "most", MaxBytes>>20))
	}
	t := &Template{File: file}
	var heading []string
	var at int
	var rows [][]string
	var lines []int
	var err error
	if isSheet(data) {
		heading, at, rows, lines, err = t.sheet(data)
	} else {
		heading, at, rows, lines, err = table(file, data, &t.Source, &t.AsOf)
	}
	if err != nil {
		return nil, err
	}
	if err := t.read(heading, at, rows, lines, columns, needed); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *Template) read(heading []string, at int, rows [][]string, lines []int, columns []string, needed int) error {
	var faults Faults
	known, have := map[string]bool{}, map[string]bool{}
	for _, c := range columns {
		known[c] = true
	}
	for _, h := range heading {
		switch {
		case !known[h]:
			faults.Add(t.File, at, "", says.Refuse("treaty.file-column", "column", h))
		case have[h]:
			faults.Add(t.File, at, "", says.Refuse("treaty.file-column-twice", "column", h))
		}
		have[h] = true
	}
	for _, c := range columns[:needed] {
		if !have[c] {
			faults.Add(t.File, at, "", says.Refuse("treaty.file-column-missing", "column", c))
		}
	}
	if t.Source == "" || t.AsOf == "" {
		faults.Add(t.File, 1, "", says.Refuse("treaty.file-source"))
	}
	if faults != nil {
		return faults
	}
	for i, cells := range rows {
		e := Entry{Line: lines[i], Values: map[string]string{}}
		if len(cells) != len(heading) {
			faults.Add(t.File, e.Line, "", says.Refuse("treaty.file-cells", "have", len(cells), "want", len(heading)))
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
		faults.Add(t.File, at, "", says.Refuse("treaty.file-empty"))
	}
	return faults.err()
}

// sheet reads the first sheet of a spreadsheet; lines that begin with "#" are
// remarks. Cells are read as they are shown.
func (t *Template) sheet(data []byte) (heading []string, at int, rows [][]string, lines []int, err error) {
	fault := func(line int, err error) ([]string, int, [][]string, []int, error) {
		return nil, 0, nil, nil, one(t.File, line, err)
	}
	if !sheetform.Bounded(data) {
		return fault(1, says.Refuse("treaty.file-large", "most", MaxBytes>>20))
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 4 * MaxBytes, UnzipXMLSizeLimit: MaxBytes, ShortDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return fault(1, says.Refuse("treaty.file-sheet", "why", err))
	}
	defer func() { _ = f.Close() }() // it was only read
	all, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return fault(1, says.Refuse("treaty.file-sheet", "why", err))
	}
	defer func() { _ = all.Close() }()
	for i := 0; all.Next(); i++ {
		row, err := all.Columns()
		if err != nil {
			return fault(i+1, says.Refuse("treaty.file-sheet", "why", err))
		}
		if heading == nil && len(row) > mostColumns {
			return fault(i+1, says.Refuse("treaty.file-cells", "have", len(row), "want", len(Columns)))
		}
		switch {
		case len(row) == 0 || strings.TrimSpace(strings.Join(row, "")) == "":
		case strings.HasPrefix(row[0], "#"):
			if _, err := remarks([]byte(strings.Join(row, " ")), &t.Source, &t.AsOf); err != nil {
				return fault(i+1, err)
			}
		case heading == nil:
			heading, at = row, i+1
		case len(row) > len(heading):
			return fault(i+1, says.Refuse("treaty.file-cells", "have", len(row), "want", len(heading)))
		default: // a spreadsheet leaves empty cells at the end out
			rows, lines = append(rows, append(row, make([]string, len(heading)-len(row))...)), append(lines, i+1)
		}
	}
	if heading == nil {
		return fault(1, says.Refuse("treaty.file-empty"))
	}
	return heading, at, rows, lines, nil
}
