package communication

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/sheetform"
)

// A questionnaire goes out as a spreadsheet and comes back as one. A hidden sheet
// says of which call it is and which questions it asks, so that a form from
// another call, or of questions that were changed, is not read as this one's.

const (
	formSheet  = "Reply"
	markSheet  = "comity"
	formMark   = "comity-questionnaire/1"
	firstRow   = 8        // of the questions
	maxForm20  = 20 << 20 // bytes of a form that comes back
	maxUnzip   = 200 << 20
	maxEntries = 2000
)

// Columns of a form.
const (
	colID = iota + 1
	colProvisions
	colQuestion
	colValue
	colText
	colLaws
	colFigures
)

// digest names the questions of a call: their names, types and options.
func (c *Call) digest() string {
	b, _ := json.Marshal(c.Questions) // plain values can't fail
	sum := sha256.Sum256(append([]byte("comity/questionnaire/v1\n"+c.Code+"\n"), b...))
	return hex.EncodeToString(sum[:16])
}

func cell(col, row int) string {
	name, _ := excelize.CoordinatesToCellName(col, row) // columns and rows of ours are in range
	return name
}

// WriteForm writes the questionnaire of a call as a spreadsheet in a language.
func WriteForm(w io.Writer, c *Call, say *i18n.Localizer) (err error) {
	words := c.In(say.Lang)
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	var failed error
	do := func(err error) {
		if failed == nil {
			failed = err
		}
	}
	do(f.SetSheetName("Sheet1", formSheet))
	_, err = f.NewSheet(markSheet)
	do(err)
	for i, v := range []string{formMark, c.Code, c.digest(), words.Language} {
		do(f.SetCellStr(markSheet, cell(1, i+1), v))
	}
	do(f.SetSheetVisible(markSheet, false))
	wrap, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	do(err)
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	do(err)
	rtl := i18n.Rtl(words.Language)
	do(f.SetSheetView(formSheet, 0, &excelize.ViewOptions{RightToLeft: &rtl}))
	for col, width := range map[string]float64{"A": 10, "B": 18, "C": 50, "D": 20, "E": 60, "F": 30, "G": 30} {
		do(f.SetColWidth(formSheet, col, col, width))
	}
	text := func(col, row int, s string, style int) {
		do(f.SetCellStr(formSheet, cell(col, row), s))
		do(f.SetCellStyle(formSheet, cell(col, row), cell(col, row), style))
	}
	text(1, 1, words.Title, head)
	text(1, 2, c.Reference, wrap)
	text(1, 3, say.Text("account.authority"), head)
	text(1, 4, say.Text("communication.original"), head)
	text(3, 4, words.Language, wrap)
	text(1, 5, say.Text("communication.form-help", i18n.Args{"Deadline": say.Day(c.Deadline)}), wrap)
	for i, id := range []string{"question-name", "provisions", "questions", "value", "text", "laws", "figures"} {
		text(i+1, firstRow-1, say.Text("communication."+id), head)
	}
	text(colLaws, firstRow-2, say.Text("communication.laws-help"), wrap)
	text(colFigures, firstRow-2, say.Text("communication.figures-help"), wrap)
	for i := range c.Questions {
		q, row := &c.Questions[i], firstRow+i
		text(colID, row, q.ID, wrap)
		text(colProvisions, row, strings.Join(lines(joined(q.Provisions)), "\n"), wrap)
		qw := words.Questions[q.ID]
		text(colQuestion, row, strings.TrimSpace(qw.Text+"\n"+qw.Help), wrap)
		do(f.SetCellStyle(formSheet, cell(colValue, row), cell(colFigures, row), wrap))
		if list := choices(q, qw, say); len(list) > 0 && !q.Several {
			v := excelize.NewDataValidation(true)
			v.SetSqref(cell(colValue, row))
			if v.SetDropList(list) == nil { // too long for a list in place: typed by hand
				do(f.AddDataValidation(formSheet, v))
			}
		} else if q.Several {
			text(colQuestion, row, strings.TrimSpace(qw.Text+"\n"+strings.Join(list, "; ")), wrap)
		}
	}
	if failed != nil {
		return fmt.Errorf("write the questionnaire of the call %s: %w", c.Code, failed)
	}
	return f.Write(w)
}

// choices are what may stand as the value of a question, in words.
func choices(q *Question, w QuestionWords, say *i18n.Localizer) []string {
	switch q.Type {
	case act.YesNo:
		return []string{say.Text("word.yes"), say.Text("word.no")}
	case act.Code:
		if len(w.Choices) == len(q.Options) {
			return w.Choices
		}
		return q.Options
	}
	return nil
}

// FormFault is something wrong with a form that came back: where, and the message
// that says it.
type FormFault struct {
	Where string // "Reply!E12", "" for the whole
	ID    string // of the message
	Args  i18n.Args
	// Err is the rule's refusal that the message hands on as "Why", nil for none.
	Err error
}

// Error says it in English, for logs.
func (f FormFault) Error() string { return fmt.Sprint(f.Where, " ", f.ID, f.Args, f.Err) }

// Form is a form that came back.
type Form struct {
	Authority, Language string
	Answers             []Answer
}

func oneFault(id string, args i18n.Args) []FormFault {
	return []FormFault{{ID: "communication.form-" + id, Args: args}}
}

// ReadForm reads a form that came back. It is refused whole, with each fault in
// its place: macros, another call's form, questions that were changed, formulas,
// and values that don't fit their question. words finds yes and no in any language.
func ReadForm(content []byte, c *Call, words []*i18n.Localizer) (*Form, []FormFault) {
	if faults := checkPackage(content); faults != nil {
		return nil, faults
	}
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip, RawCellValue: true})
	if err != nil {
		return nil, oneFault("no-spreadsheet", nil)
	}
	defer func() { _ = f.Close() }() // nothing was written
	mark := func(row int) string { s, _ := f.GetCellValue(markSheet, cell(1, row)); return s }
	switch {
	case mark(1) != formMark:
		return nil, oneFault("no-form", nil)
	case mark(2) != c.Code:
		return nil, oneFault("other-call", i18n.Args{"Other": clipped(mark(2)), "Call": c.Code})
	case mark(3) != c.digest():
		return nil, oneFault("other-questions", i18n.Args{"Call": c.Code})
	}
	r := formReader{file: f, call: c, words: words}
	out := &Form{Authority: strings.TrimSpace(r.value(3, 3)), Language: strings.TrimSpace(r.value(3, 4))}
	if out.Authority == "" {
		r.fault(3, 3, "no-authority", nil)
	}
	for i := range c.Questions {
		row := firstRow + i
		q := &c.Questions[i]
		if id := strings.TrimSpace(r.value(colID, row)); id != q.ID {
			r.fault(colID, row, "moved", i18n.Args{"Question": q.ID})
			continue
		}
		if a := r.answer(q, row); !a.Empty() || q.Required {
			if err := q.CheckAnswer(&a); err != nil {
				r.wrong(colValue, row, q, err)
			}
			if !a.Empty() {
				out.Answers = append(out.Answers, a)
			}
		}
	}
	return out, r.faults
}

// FormCall is the code of the call that a form says it is of, "" where it is none of
// ours.
func FormCall(content []byte) string {
	if checkPackage(content) != nil {
		return ""
	}
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip, RawCellValue: true})
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // nothing was written
	if mark, _ := f.GetCellValue(markSheet, cell(1, 1)); mark != formMark {
		return ""
	}
	code, _ := f.GetCellValue(markSheet, cell(1, 2))
	return code
}

// checkPackage looks at the package before anything unpacks it.
func checkPackage(content []byte) []FormFault {
	if len(content) > maxForm20 {
		return oneFault("too-long", i18n.Args{"Most": strconv.Itoa(maxForm20 >> 20)})
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return oneFault("no-spreadsheet", nil)
	}
	var size uint64
	for i, e := range z.File {
		name := strings.ToLower(e.Name)
		size += e.UncompressedSize64
		switch {
		case i > maxEntries || size > maxUnzip:
			return oneFault("too-long", i18n.Args{"Most": strconv.Itoa(maxForm20 >> 20)})
		case strings.HasSuffix(name, "vbaproject.bin") || strings.Contains(name, "/macrosheets/") || strings.Contains(name, "/activex/") || strings.Contains(name, "/embeddings/"):
			return oneFault("macros", i18n.Args{"Name": clipped(e.Name)})
		case strings.Contains(name, "/externallinks/"):
			return oneFault("links", i18n.Args{"Name": clipped(e.Name)})
		}
	}
	if !sheetform.Bounded(content) { // anybody can send one by mail
		return oneFault("too-long", i18n.Args{"Most": strconv.Itoa(maxForm20 >> 20)})
	}
	return nil
}

type formReader struct {
	file   *excelize.File
	call   *Call
	words  []*i18n.Localizer
	faults []FormFault
}

func (r *formReader) fault(col, row int, id string, args i18n.Args) {
	if len(r.faults) < 100 {
		r.faults = append(r.faults, FormFault{Where: formSheet + "!" + cell(col, row), ID: "communication.form-" + id, Args: args})
	}
}

// wrong hands on what a rule says of an answer.
func (r *formReader) wrong(col, row int, q *Question, err error) {
	n := len(r.faults)
	if r.fault(col, row, "wrong", i18n.Args{"Question": q.ID}); len(r.faults) > n {
		r.faults[n].Err = err
	}
}

// value is what stands in a cell. A formula is a fault: what it says can't be
// known without computing it.
func (r *formReader) value(col, row int) string {
	if formula, err := r.file.GetCellFormula(formSheet, cell(col, row)); err == nil && formula != "" {
		r.fault(col, row, "formula", nil)
		return ""
	}
	s, err := r.file.GetCellValue(formSheet, cell(col, row))
	if err != nil {
		return ""
	}
	return composed(strings.ReplaceAll(s, "\r\n", "\n"))
}

func (r *formReader) answer(q *Question, row int) Answer {
	a := Answer{Question: q.ID, Text: strings.TrimSpace(r.value(colText, row)), Value: r.coded(q, strings.TrimSpace(r.value(colValue, row)))}
	var err error
	if a.Laws, err = readLaws(filled(r.value(colLaws, row))); err != nil {
		r.wrong(colLaws, row, q, err)
	}
	if a.Figures, err = readFigures(filled(r.value(colFigures, row))); err != nil {
		r.wrong(colFigures, row, q, err)
	}
	if q.Type == act.Text && a.Value != "" { // words were put in the narrow column
		a.Text, a.Value = strings.TrimSpace(a.Value+"\n"+a.Text), ""
	}
	return a
}

// filled are the lines of a cell that hold something.
func filled(s string) (list []string) {
	for _, l := range lines(s) {
		if l = strings.TrimSpace(l); l != "" {
			list = append(list, l)
		}
	}
	return list
}

// coded turns words into the value of their question: yes into true, the words of
// an option into its code. What is none of these is left for the rule to refuse.
func (r *formReader) coded(q *Question, s string) string {
	switch q.Type {
	case act.YesNo:
		for _, w := range r.words {
			switch {
			case strings.EqualFold(s, w.Text("word.yes")), strings.EqualFold(s, "TRUE"), s == "1":
				return "true"
			case strings.EqualFold(s, w.Text("word.no")), strings.EqualFold(s, "FALSE"), s == "0":
				return "false"
			}
		}
	case act.Code:
		parts := []string{s}
		if q.Several {
			parts = strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(";\n؛；", c) })
		}
		for i, part := range parts {
			part = strings.TrimSpace(part)
			for _, w := range r.call.Words {
				if at := slices.IndexFunc(w.Questions[q.ID].Choices, func(s string) bool { return strings.EqualFold(s, part) }); at >= 0 && at < len(q.Options) {
					part = q.Options[at]
				}
			}
			parts[i] = part
		}
		return strings.Join(parts, "\n")
	case act.Decimal:
		return strings.ReplaceAll(s, ",", ".")
	}
	return s
}
