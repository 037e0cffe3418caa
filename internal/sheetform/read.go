package sheetform

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"comity/internal/act"
	"comity/internal/i18n"
)

// Row is one row that came back: the values of its columns by name. Of SomeOf they
// are codes, one a line; of Day ISO text; of Decimal with a point.
type Row struct {
	Number int // of the sheet, from 1
	sheet  string
	values map[string]string
	at     map[string]int
}

// Get is the value of a column, "" for none.
func (r *Row) Get(name string) string { return r.values[name] }

// Where is the address of a column's cell in the row.
func (r *Row) Where(name string) string { return r.sheet + "!" + cell(r.at[name], r.Number) }

// Read reads a form that came back, at most most rows. It gives all faults at once;
// where there are any, the rows are not to be used.
func (f *Form) Read(content []byte, most int) (rows []*Row, faults Faults) {
	if !checkPackage(content, &faults) {
		return nil, faults
	}
	x, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: 16 << 20, RawCellValue: true})
	if err != nil {
		faults.Add("", "no-spreadsheet", nil)
		return nil, faults
	}
	defer func() { _ = x.Close() }() // nothing was written
	mark := func(row int) string { s, _ := x.GetCellValue(markSheet, cell(1, row)); return s }
	if mark(1) != f.Mark {
		faults.Add("", "other-form", nil)
		return nil, faults
	}
	if mark(2) != strconv.Itoa(f.Version) {
		faults.Add("", "version", i18n.Args{"Has": clipped(mark(2)), "Wants": strconv.Itoa(f.Version)})
		return nil, faults
	}
	for i, want := range f.About {
		if got := mark(4 + i); got != want {
			faults.Add("", "about", i18n.Args{"Has": clipped(got), "Wants": want})
			return nil, faults
		}
	}
	oddities(content, f.Sheet, &faults)
	r := reader{form: f, faults: &faults}
	if p, err := x.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		r.late = *p.Date1904
	}
	rows = r.rows(x, most)
	return rows, faults
}

type reader struct {
	form   *Form
	faults *Faults
	late   bool // days are counted from 1904
	lookup []map[string]string
}

func (r *reader) rows(x *excelize.File, most int) (rows []*Row) {
	f := r.form
	at := make(map[string]int, len(f.Columns))
	for i := range f.Columns {
		c := &f.Columns[i]
		at[c.Name] = i + 1
		words := map[string]string{}
		for _, choice := range c.Choices {
			words[fold(choice.Code)] = choice.Code
		}
		for _, choice := range c.Choices {
			for _, w := range choice.Words {
				words[fold(w)] = choice.Code
			}
		}
		r.lookup = append(r.lookup, words)
	}
	it, err := x.Rows(f.Sheet)
	if err != nil {
		r.faults.Add("", "no-sheet", i18n.Args{"Sheet": f.Sheet})
		return nil
	}
	defer func() { _ = it.Close() }()
	seen := 0
	for n := 1; it.Next(); n++ {
		cells, err := it.Columns()
		if err != nil {
			r.faults.Add(f.Sheet, "no-spreadsheet", nil)
			return nil
		}
		if r.faults.N > mostCounted {
			return rows
		}
		if seen += len(cells); seen > mostCells {
			r.faults.Add("", "too-long", i18n.Args{"Most": strconv.Itoa(MaxBytes >> 20)})
			return rows
		}
		if n == FirstRow-1 {
			for i := range f.Columns {
				if i >= len(cells) || cells[i] != f.Columns[i].Name {
					r.faults.Add(f.Sheet+"!"+cell(i+1, n), "moved", i18n.Args{"Column": f.Columns[i].Label})
					return nil
				}
			}
		}
		if n < FirstRow || !f.answered(cells) {
			continue
		}
		if len(rows) == most {
			r.faults.Add(f.Sheet+"!"+cell(1, n), "too-many", i18n.Args{"Most": strconv.Itoa(most)})
			return rows
		}
		rows = append(rows, r.row(n, cells, at))
	}
	if len(rows) == 0 && r.faults.N == 0 {
		r.faults.Add(f.Sheet, "empty", nil)
	}
	return rows
}

// answered says whether anything stands in a row beside what went out with it.
func (f *Form) answered(cells []string) bool {
	for i, s := range cells {
		if holds(s) && (i >= len(f.Columns) || !f.Columns[i].Ahead) {
			return true
		}
	}
	return false
}

func (r *reader) row(n int, cells []string, at map[string]int) *Row {
	row := &Row{Number: n, sheet: r.form.Sheet, values: make(map[string]string, len(at)), at: at}
	for i, s := range cells {
		if i >= len(r.form.Columns) && holds(s) {
			r.faults.Add(r.form.Sheet+"!"+cell(i+1, n), "outside", nil)
		}
	}
	for i := range r.form.Columns {
		c := &r.form.Columns[i]
		s := ""
		if i < len(cells) && len(cells[i]) > longest(c.Kind) {
			r.faults.Add(row.Where(c.Name), "long", nil)
			continue
		}
		if i < len(cells) {
			s = strings.TrimSpace(composed(cells[i]))
		}
		if s == "" {
			if c.Required {
				r.faults.Add(row.Where(c.Name), "missing", i18n.Args{"Column": c.Label})
			}
			continue
		}
		if v, ok := r.value(c, i, s, row.Where(c.Name)); ok {
			row.values[c.Name] = v
		}
	}
	return row
}

// Bounds of a cell; beyond them it is not looked at.
const (
	mostRunes = 20_000
	mostChars = 16_000 // bytes of what is no text: a list of choices, a day, a number
)

// longest is how many bytes a cell of a kind may have.
func longest(k Kind) int {
	if k == Text {
		return 4 * mostRunes
	}
	return mostChars
}

// holds says whether something stands in a cell.
func holds(s string) bool { return len(s) > 4*mostRunes || strings.TrimSpace(s) != "" }

func (r *reader) value(c *Column, i int, s, where string) (string, bool) {
	quoted := i18n.Args{"Value": clipped(s)}
	switch c.Kind {
	case OfList:
		code, known := r.lookup[i][fold(s)]
		if !known {
			r.faults.Add(where, "choice", quoted)
		}
		return code, known
	case SomeOf:
		var codes []string
		for _, part := range strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(";\n؛；", c) }) {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			code, known := r.lookup[i][fold(part)]
			if !known {
				r.faults.Add(where, "choice", i18n.Args{"Value": clipped(part)})
				return "", false
			}
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
		return strings.Join(codes, "\n"), true
	case Day:
		day, fault := r.day(s)
		if fault != "" {
			r.faults.Add(where, fault, quoted)
		}
		return day, fault == ""
	case Whole:
		if s = westernDigits(s); !wholeNumber.MatchString(s) {
			r.faults.Add(where, "whole", quoted)
			return "", false
		}
	case Decimal:
		n, fault := decimal(s)
		if fault != "" {
			r.faults.Add(where, fault, quoted)
		}
		return n, fault == ""
	case Share:
		return r.share(s, where)
	default:
		if len([]rune(s)) > mostRunes {
			r.faults.Add(where, "long", nil)
			return "", false
		}
	}
	return s, true
}

// decimal reads a number. What may be a thousand or a fraction is neither: "1,200".
func decimal(s string) (number, fault string) {
	s = westernDigits(s)
	if thousands.MatchString(s) {
		return "", "thousands"
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, ",", "."), "\u066b", ".")
	if !decimalNumber.MatchString(s) {
		return "", "decimal"
	}
	return s, ""
}

// share reads how many are of a part: 3, 3/10, or that it is not known.
func (r *reader) share(s, where string) (string, bool) {
	if slices.Contains([]string{NotKnown, "？", "؟"}, s) {
		return NotKnown, true
	}
	top, bottom, two := strings.Cut(s, "/")
	out, fault := decimal(strings.TrimSpace(top))
	if two && fault == "" {
		var under string
		under, fault = decimal(strings.TrimSpace(bottom))
		out += "/" + under
	}
	if fault != "" {
		r.faults.Add(where, fault, i18n.Args{"Value": clipped(s)})
	}
	return out, fault == ""
}

// thousands are numbers of which three digits after a comma, or after a point with a
// nought at the end, may be parted thousands: no spreadsheet writes a number of its
// own so.
var thousands = regexp.MustCompile(`^-?[1-9][0-9]{0,2}(?:[,\x{066B}][0-9]{3}|\.[0-9]{2}0)$`)

var (
	wholeNumber   = regexp.MustCompile(`^(0|[1-9][0-9]{0,14})$`)
	decimalNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?$`)
	serialDay     = regexp.MustCompile(`^[0-9]{1,7}(\.[0-9]+)?$`)
	yearFirst     = regexp.MustCompile(`^([0-9]{3,4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})`)
)

// The years in which the days of forms lie. What is outside them is of another
// calendar: 1447 of the Hijri, 2569 of the Buddhist, 1404 of the Persian one.
const firstYear, lastYear = 1900, 2199

// day reads a day: as ISO text, or as a spreadsheet counts days. fault is "" where it
// is one.
func (r *reader) day(s string) (day, fault string) {
	s = westernDigits(s)
	if d, err := act.ParseDay(s); err == nil {
		if y, _ := strconv.Atoi(s[:4]); y < firstYear || y > lastYear {
			return "", "calendar"
		}
		return string(d), ""
	}
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		if y, _ := strconv.Atoi(m[1]); y < firstYear || y > lastYear {
			return "", "calendar"
		}
		return "", "day"
	}
	if !serialDay.MatchString(s) {
		return "", "day"
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n != math.Trunc(n) && n < 1 {
		return "", "day"
	}
	t, err := excelize.ExcelDateToTime(math.Trunc(n), r.late)
	if err != nil {
		return "", "day"
	}
	if t.Year() < firstYear || t.Year() > lastYear {
		return "", "calendar"
	}
	return string(act.DayOf(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC))), ""
}

// westernDigits turns the digits of Arabic and Persian writing into 0 to 9.
func westernDigits(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '\u0660' && c <= '\u0669':
			return '0' + c - '\u0660'
		case c >= '\u06f0' && c <= '\u06f9':
			return '0' + c - '\u06f0'
		}
		return c
	}, s)
}

func fold(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(s)), " "))
}

// composed is a text in the form NFC, without characters that no body takes.
func composed(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0x7f || r == 0xFFFD {
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "")))
}

// checkPackage looks at the package before anything unpacks it.
func checkPackage(content []byte, faults *Faults) bool {
	if len(content) > MaxBytes {
		faults.Add("", "too-long", i18n.Args{"Most": strconv.Itoa(MaxBytes >> 20)})
		return false
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		faults.Add("", "no-spreadsheet", nil)
		return false
	}
	var size uint64
	for i, e := range z.File {
		name := strings.ToLower(e.Name)
		size += e.UncompressedSize64
		switch {
		case i > maxEntries || size > maxUnzip || e.UncompressedSize64 > maxUnzip:
			faults.Add("", "too-long", i18n.Args{"Most": strconv.Itoa(MaxBytes >> 20)})
		case strings.HasSuffix(name, "vbaproject.bin") || strings.Contains(name, "/macrosheets/") || strings.Contains(name, "/activex/") || strings.Contains(name, "/embeddings/"):
			faults.Add("", "macros", i18n.Args{"Name": clipped(e.Name)})
		case strings.Contains(name, "/externallinks/"):
			faults.Add("", "links", i18n.Args{"Name": clipped(e.Name)})
		default:
			continue
		}
		return false
	}
	if !Bounded(content) {
		faults.Add("", "too-long", i18n.Args{"Most": strconv.Itoa(MaxBytes >> 20)})
		return false
	}
	return true
}

// oddities finds formulas and merged cells of the sheet to fill in, in one pass over
// its XML.
func oddities(content []byte, sheet string, faults *Faults) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return // it was opened before
	}
	name := sheetFile(z, sheet)
	if name == "" {
		return
	}
	f, err := z.Open(name)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	d := xml.NewDecoder(io.LimitReader(f, maxUnzip))
	at := ""
	for {
		t, err := d.RawToken()
		if err != nil {
			return
		}
		start, is := t.(xml.StartElement)
		if !is {
			continue
		}
		switch start.Name.Local {
		case "c":
			at = attribute(start, "r")
		case "f":
			faults.Add(sheet+"!"+at, "formula", nil)
		case "mergeCell":
			faults.Add(sheet+"!"+attribute(start, "ref"), "merged", nil)
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return clipped(a.Value)
		}
	}
	return ""
}

// sheetFile is where the package has the sheet of a name, "" where it has none.
func sheetFile(z *zip.Reader, sheet string) string {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if unmarshal(z, "xl/workbook.xml", &book) != nil || unmarshal(z, "xl/_rels/workbook.xml.rels", &relations) != nil {
		return ""
	}
	for _, s := range book.Sheets {
		for _, r := range relations.List {
			if s.Name == sheet && r.ID == s.ID {
				if strings.HasPrefix(r.Target, "/") {
					return strings.TrimPrefix(r.Target, "/")
				}
				return path.Join("xl", r.Target)
			}
		}
	}
	return ""
}

func unmarshal(z *zip.Reader, name string, v any) error {
	f, err := z.Open(name)
	if err != nil {
		return err
	}
	err = xml.NewDecoder(io.LimitReader(f, 8<<20)).Decode(v)
	return errors.Join(err, f.Close())
}
