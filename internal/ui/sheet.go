package ui

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Sheet is a table that is shown, and given as CSV and JSON, from one
// description.
type Sheet struct {
	// Name is the file's name without ending.
	Name    string
	Caption string
	Columns []Column
	Rows    []Row
	// Empty is said where there are no rows; "" says the usual sentence.
	Empty string
	// Total is the number of rows that the filters leave, -1 where it is not
	// counted.
	Total int
	// Next and Before are the addresses of the pages beside this one, "" for
	// none.
	Next, Before string
	// Home is the address at which the rows are had as data where that is not the
	// page's own, without a query.
	Home string
	// Notes are sentences that belong to the figures wherever they go: as-of
	// days, disclaimers, what was left out.
	Notes []string
}

// Column describes the cells of one column.
type Column struct {
	// Name is the key in JSON and the head in CSV; stable, in English.
	Name string
	// Label is what the reader sees.
	Label string
	// Number sets figures to the end of the column.
	Number bool
	// Minor columns are left out on a phone.
	Minor bool
	// Sorted says by which order the rows stand: "up", "down", or "".
	Sorted string
	// SortBy is the address that sorts by this column, "" where none does.
	SortBy string
	// Data marks cells of codes, symbols and proper names, which neither the
	// catalogue nor a browser translates.
	Data bool
	// Hidden columns are in CSV and JSON only.
	Hidden bool
}

// Row is one row; its first cell names it.
type Row []Cell

// Cell is one value of a row.
type Cell struct {
	// Text is what is shown, and what CSV has where Value is nil.
	Text string
	// Value is the value as data where it is not the text: a code, a day, an
	// integer, a list of strings.
	Value any
	// Link is an address, "" for none.
	Link string
	// Lang is the language of the text where it is not the reader's.
	Lang string
	// Marks are shown after the text.
	Marks []Mark
	// Show, where it is set, is shown in place of text and link.
	Show templ.Component
}

// value is the cell as data.
func (c *Cell) value() any {
	if c.Value != nil {
		return c.Value
	}
	return c.Text
}

// WriteCSV writes the sheet as CSV (RFC 4180) with a byte order mark, without
// which spreadsheets misread Arabic and Russian. A text that a spreadsheet
// would take for a formula gets an apostrophe in front.
func (s *Sheet) WriteCSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	record := make([]string, len(s.Columns))
	for i := range s.Columns {
		record[i] = s.Columns[i].Name
	}
	if err := c.Write(record); err != nil {
		return err
	}
	for _, row := range s.Rows {
		for i := range row {
			record[i] = flat(row[i].value())
		}
		if err := c.Write(record[:len(row)]); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// flat is a value as one cell of text.
func flat(v any) string {
	switch v := v.(type) {
	case string:
		return harmless(v)
	case []string:
		return harmless(strings.Join(v, "; "))
	default:
		return fmt.Sprint(v)
	}
}

// harmless keeps a spreadsheet from running a text as a formula (OWASP, CSV
// injection).
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// WriteJSON writes the sheet as one object: its name, notes, the address of the
// next page, and the rows as objects by the columns' names, in their order.
func (s *Sheet) WriteJSON(w io.Writer) error {
	out := bufio.NewWriter(w)
	var one bytes.Buffer
	e := json.NewEncoder(&one)
	e.SetEscapeHTML(false)
	var failed error
	put := func(before string, v any) {
		one.Reset()
		if err := e.Encode(v); err != nil && failed == nil {
			failed = err
		}
		_, _ = out.WriteString(before) // a failed write stays with the writer until Flush
		_, _ = out.Write(bytes.TrimSuffix(one.Bytes(), []byte("\n")))
	}
	put(`{"name":`, s.Name)
	if len(s.Notes) > 0 {
		put(`,"notes":`, s.Notes)
	}
	if s.Next != "" {
		put(`,"next":`, s.Next)
	}
	_, _ = out.WriteString(`,"rows":[`)
	for r, row := range s.Rows {
		if r > 0 {
			_ = out.WriteByte(',')
		}
		comma := "{"
		for i := range row {
			put(comma, s.Columns[i].Name)
			comma = ","
			put(":", row[i].value())
		}
		_ = out.WriteByte('}')
	}
	_, _ = out.WriteString("]}\n")
	return cmp.Or(failed, out.Flush())
}

// as is the address of the sheet in a format.
func (s *Sheet) as(v *Visit, f Format) string {
	if s.Home != "" {
		return s.Home + "?as=" + string(f)
	}
	return v.With("as", string(f), "after", "")
}

// shown are the columns that a page shows, by their place.
func (s *Sheet) shown() (places []int) {
	for i := range s.Columns {
		if !s.Columns[i].Hidden {
			places = append(places, i)
		}
	}
	return places
}
