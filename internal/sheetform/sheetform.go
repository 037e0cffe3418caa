// Package sheetform is a form as a spreadsheet: it goes out with lists to choose from
// and comes back with rows, which are read with every fault in its cell. A form is
// refused whole, and all its faults are named at once.
//
// A hidden sheet says which form it is and in which version, so that another form, or
// an old one, is not read as this one. Macros, links to other files, formulas and
// merged cells are refused: what they say can't be known, or is not where it seems.
package sheetform

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"comity/internal/act"
	"comity/internal/i18n"
)

// Type is the media type of a form.
const Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Bounds of a form that comes back.
const (
	MaxBytes   = 20 << 20
	maxUnzip   = 200 << 20
	maxEntries = 2000
	// MaxFaults is how many faults are named; more are counted.
	MaxFaults = 200
	// mostCounted is after how many faults no further row is read.
	mostCounted = 20_000
	// mostCells is how many cells are read, empty ones before others too: a row whose
	// last column is used has 16,384.
	mostCells = 5_000_000
)

// FirstRow is the first row of what is filled in, counted from 1: above it stand the
// title, the help, the labels and, hidden, the names of the columns.
const FirstRow = 5

const (
	markSheet = "comity"
	listSheet = "lists"
)

// Column is one column of a form.
type Column struct {
	// Name is stable and in English; Label is what the reader sees.
	Name, Label string
	Kind        Kind
	Required    bool
	Width       float64 // in characters; 0 for 18
	// Choices are what can be chosen, of the kinds Choice and Choices.
	Choices []Choice
	// Ahead: the column goes out filled in, for orientation; a row in which nothing
	// else stands is passed over.
	Ahead bool
}

// Kind is what stands in the cells of a column.
type Kind int

// The kinds of cells.
const (
	Text    Kind = iota
	OfList       // one of Choices
	SomeOf       // any of Choices, parted by semicolons or lines
	Day          // of the Gregorian calendar
	Whole        // a whole number, 0 or more
	Decimal      // written with a point or comma
	Share        // a number, two with a stroke between (3/10), or [NotKnown]
)

// NotKnown is what one writes where it is not known how many.
const NotKnown = "?"

// Choice is one code with its words in the languages in which forms go out.
type Choice struct {
	Code  string
	Words []string // the first stands in the list of this form
}

// Form is a form with one sheet to fill in.
type Form struct {
	// Mark names the form: "comity-assistance-request"; Version rises when its
	// columns change.
	Mark    string
	Version int
	Sheet   string // name of the sheet, in English, so that addresses of cells are stable
	Title   string
	Help    string
	Columns []Column
	// About are further marks that must come back as they went out: a project, a period.
	About []string
}

// Label is what the column of a name is called, or the name.
func (f *Form) Label(name string) string {
	for i := range f.Columns {
		if f.Columns[i].Name == name {
			return f.Columns[i].Label
		}
	}
	return name
}

func cell(col, row int) string {
	name, _ := excelize.CoordinatesToCellName(col, row) // columns and rows of ours are in range
	return name
}

// Write writes the form for so many rows, in the language of say, filled with rows of
// texts by column where there are any.
func (f *Form) Write(w io.Writer, say *i18n.Localizer, room int, rows [][]string) (err error) {
	x := excelize.NewFile()
	defer func() {
		if e := x.Close(); err == nil {
			err = e
		}
	}()
	do := func(e error) {
		if err == nil {
			err = e
		}
	}
	do(x.SetSheetName("Sheet1", f.Sheet))
	for _, s := range []string{listSheet, markSheet} {
		_, e := x.NewSheet(s)
		do(e)
	}
	for i, v := range append([]string{f.Mark, strconv.Itoa(f.Version), say.Lang}, f.About...) {
		do(x.SetCellStr(markSheet, cell(1, i+1), v))
	}
	head, e := x.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF3"}}})
	do(e)
	wrap, e := x.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	do(e)
	given, e := x.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Color: "5B6770"}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F3F5F6"}}})
	do(e)
	iso := "yyyy-mm-dd"
	dated, e := x.NewStyle(&excelize.Style{CustomNumFmt: &iso, Alignment: &excelize.Alignment{Vertical: "top"}})
	do(e)
	rtl := i18n.Rtl(say.Lang)
	do(x.SetSheetView(f.Sheet, 0, &excelize.ViewOptions{RightToLeft: &rtl}))
	do(x.SetCellStr(f.Sheet, "A1", f.Title))
	do(x.SetCellStr(f.Sheet, "A2", f.Help))
	do(x.SetCellStyle(f.Sheet, "A1", "A1", head))
	last := FirstRow + room - 1
	for i := range f.Columns {
		c := &f.Columns[i]
		name, e := excelize.ColumnNumberToName(i + 1)
		do(e)
		width := c.Width
		if width == 0 {
			width = 18
		}
		do(x.SetColWidth(f.Sheet, name, name, width))
		label := c.Label
		if c.Required {
			label += " *"
		}
		do(x.SetCellStr(f.Sheet, cell(i+1, FirstRow-2), label))
		do(x.SetCellStr(f.Sheet, cell(i+1, FirstRow-1), c.Name))
		style := wrap
		switch {
		case c.Kind == Day:
			style = dated
		case c.Ahead && c.Kind == Text:
			style = given
		}
		do(x.SetCellStyle(f.Sheet, cell(i+1, FirstRow), cell(i+1, last), style))
		for k, choice := range c.Choices {
			do(x.SetCellStr(listSheet, cell(i+1, k+1), choice.Words[0]))
		}
		if c.Kind == OfList && len(c.Choices) > 0 {
			v := excelize.NewDataValidation(true)
			v.SetSqref(cell(i+1, FirstRow) + ":" + cell(i+1, last))
			v.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", listSheet, name, name, len(c.Choices)))
			do(x.AddDataValidation(f.Sheet, v))
		}
	}
	do(x.SetCellStyle(f.Sheet, cell(1, FirstRow-2), cell(len(f.Columns), FirstRow-2), head))
	do(x.SetRowVisible(f.Sheet, FirstRow-1, false))
	do(x.SetPanes(f.Sheet, &excelize.Panes{Freeze: true, YSplit: FirstRow - 1, TopLeftCell: cell(1, FirstRow), ActivePane: "bottomLeft"}))
	for r, row := range rows {
		for c, text := range row {
			if text != "" {
				do(x.SetCellStr(f.Sheet, cell(c+1, FirstRow+r), text))
			}
		}
	}
	do(x.SetSheetVisible(listSheet, false))
	do(x.SetSheetVisible(markSheet, false))
	if err != nil {
		return fmt.Errorf("write the form %s: %w", f.Mark, err)
	}
	return x.Write(w)
}

// Fault is something wrong with a form that came back: where, and the message that
// says it.
type Fault struct {
	Where string // "Requests!E12", "" for the whole
	ID    string // of the message; "" where Invalid says it
	Args  i18n.Args
	// Invalid is what a body says of the value, nil for none.
	Invalid *act.Invalid
}

// Say puts a fault into the language of say.
func (f *Fault) Say(say *i18n.Localizer) string {
	var words string
	if f.Invalid != nil {
		words = say.Invalid(*f.Invalid)
	} else {
		words = say.Text(f.ID, f.Args)
	}
	if f.Where != "" {
		return f.Where + ": " + words
	}
	return words
}

// Faults are all faults of a form: as many as are named, and how many there are.
type Faults struct {
	List []Fault
	N    int
}

// Add adds a fault; id is that of a message, of this package's without its table.
func (f *Faults) Add(where, id string, args i18n.Args) {
	if !strings.Contains(id, ".") {
		id = "sheet." + id
	}
	if f.N++; len(f.List) < MaxFaults {
		f.List = append(f.List, Fault{Where: where, ID: id, Args: args})
	}
}

// AddInvalid adds what a body says of a value.
func (f *Faults) AddInvalid(where string, fault act.Invalid) {
	if f.N++; len(f.List) < MaxFaults {
		f.List = append(f.List, Fault{Where: where, Invalid: &fault})
	}
}

// clipped is a value as a fault quotes it.
func clipped(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
