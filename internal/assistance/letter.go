package assistance

import (
	"bytes"
	"context"
	"io"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/paper"
	"comity/internal/ui/docx"
)

const docxType = docx.Type

// writeReply writes a reply as a letter to a State by its formal name, in the language
// of say.
func writeReply(w io.Writer, b *ReplyBody, day act.Day, state string, say *i18n.Localizer) error {
	d := docx.Letter{Language: b.Language}
	if b.Reference != "" {
		d.Paragraph(b.Reference, true, 120)
	}
	d.Paragraph(say.Day(day), false, 240)
	if state != "" {
		d.Paragraph(state, false, 240)
	}
	d.Paragraph(b.Title, true, 240)
	for _, p := range paragraphs(b.Letter) {
		d.Paragraph(p, false, 160)
	}
	return d.Write(w)
}

// printed is a reply as it is printed.
func printed(ctx context.Context, b *ReplyBody, day act.Day, state string, say *i18n.Localizer) (paper.Sheet, error) {
	var out bytes.Buffer
	err := replyPrint(b, say.Day(day), state).Render(ctx, &out)
	return paper.Sheet{Lang: b.Language, Rtl: i18n.Rtl(b.Language), Title: b.Title, Style: docx.PrintStyle, Body: out.Bytes()}, err
}
