package assistance

import (
	"io"

	"comity/internal/act"
	"comity/internal/i18n"
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
