package communication

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"comity/internal/i18n"
	"comity/internal/store"
)

// composed is a text in the form NFC, without characters that no body takes.
func composed(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0x7f || r == 0xFFFD {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// mostCell is how many characters a cell of a spreadsheet holds.
const mostCell = 32_000

// WriteReplies writes the answers to a call, or to all calls for "", that a reader
// may read, as a spreadsheet: one row an answer. name gives a party's name.
func WriteReplies(ctx context.Context, r store.Reader, s Scope, code string, w io.Writer, say *i18n.Localizer, name func(code string) string) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.SetSheetName("Sheet1", "Answers"); err != nil {
		return err
	}
	out, err := f.NewStreamWriter("Answers")
	if err != nil {
		return err
	}
	head := []any{}
	for _, id := range []string{"word.code", "communication.question-name", "word.party", "word.name", "communication.reply", "communication.value", "communication.text", "word.language", "communication.laws", "communication.figures", "communication.release"} {
		head = append(head, say.Text(id))
	}
	if err := out.SetRow("A1", head); err != nil {
		return err
	}
	row := 1
	yesNo := map[bool]string{true: say.Text("word.yes"), false: say.Text("word.no")}
	names := map[string]string{}
	err = EachAnswer(ctx, r, s, code, func(a *Answered) error {
		row++
		n, ok := names[a.Party]
		if !ok {
			n = name(a.Party)
			names[a.Party] = n
		}
		return out.SetRow(cell(1, row), []any{a.Code, a.Question, a.Party, n, a.Number, cut(a.Value), cut(a.Text), a.Language, cut(strings.Join(lawLines(a.Laws), "\n")), cut(strings.Join(figureLines(a.Figures), "\n")), yesNo[a.Open]})
	})
	if err != nil {
		return err
	}
	// What belongs to every table of States goes with it.
	if err := out.SetRow(cell(1, row+2), []any{say.Text("app.boundary-note")}); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the replies as a spreadsheet: %w", err)
	}
	return f.Write(w)
}

// cut shortens what a cell can't hold; the page and CSV have the whole.
func cut(s string) string {
	if r := []rune(s); len(r) > mostCell {
		return string(r[:mostCell]) + "…"
	}
	return s
}
