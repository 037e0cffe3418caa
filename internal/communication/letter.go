package communication

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"strings"

	"comity/internal/i18n"
)

// A letter is written as Office Open XML (ISO/IEC 29500, WordprocessingML) by
// ourselves: a paragraph in Arabic needs w:bidi on the paragraph and w:rtl on each
// run, with the fonts and language of complex script.

const (
	docxTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	docxRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	docxHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	docxFoot = `</w:body></w:document>`
)

// docx writes paragraphs.
type docx struct {
	b    strings.Builder
	lang string // of the letter
	rtl  bool
}

// scripts are the tags by which a document names a language.
var docxLanguages = map[string]string{"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}

func (d *docx) paragraph(text string, bold bool, space int) {
	d.b.WriteString(`<w:p><w:pPr>`)
	if d.rtl {
		d.b.WriteString(`<w:bidi/>`)
	}
	d.b.WriteString(`<w:spacing w:after="` + itoa(space) + `"/>`)
	d.b.WriteString(`</w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" w:cs="Times New Roman"/>`)
	if bold {
		d.b.WriteString(`<w:b/><w:bCs/>`)
	}
	d.b.WriteString(`<w:sz w:val="24"/><w:szCs w:val="24"/>`)
	if d.rtl {
		d.b.WriteString(`<w:rtl/>`)
	}
	tag := docxLanguages[d.lang]
	if tag == "" {
		tag = d.lang
	}
	switch {
	case d.rtl:
		d.b.WriteString(`<w:lang w:bidi="` + escaped(tag) + `"/>`)
	case d.lang == "zh":
		d.b.WriteString(`<w:lang w:eastAsia="` + escaped(tag) + `"/>`)
	default:
		d.b.WriteString(`<w:lang w:val="` + escaped(tag) + `"/>`)
	}
	d.b.WriteString(`</w:rPr><w:t xml:space="preserve">` + escaped(text) + `</w:t></w:r></w:p>`)
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes all
	return b.String()
}

// section ends the body: A4, margins of 2.5 cm, lines from the right in Arabic.
func (d *docx) section() {
	d.b.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>`)
	if d.rtl {
		d.b.WriteString(`<w:bidi/>`)
	}
	d.b.WriteString(`</w:sectPr>`)
}

// WriteLetter writes the letter of a call in one of its languages, to a party by
// name ("" for a letter to all), with its questions.
func WriteLetter(w io.Writer, c *Call, lang, to string, say *i18n.Localizer) error {
	words := c.In(lang)
	d := &docx{lang: words.Language, rtl: i18n.Rtl(words.Language)}
	d.paragraph(c.Reference, true, 120)
	if c.Sent != "" {
		d.paragraph(say.Day(c.Sent), false, 240)
	}
	if to != "" {
		d.paragraph(to, false, 240)
	}
	d.paragraph(words.Title, true, 240)
	for _, p := range paragraphs(words.Letter) {
		d.paragraph(p, false, 160)
	}
	if len(c.Questions) > 0 {
		d.paragraph(say.Text("communication.questions"), true, 160)
	}
	for _, q := range c.Questions {
		qw := words.Questions[q.ID]
		line := q.ID + ". " + qw.Text
		if len(q.Provisions) > 0 {
			line += " (" + strings.Join(lines(joined(q.Provisions)), ", ") + ")"
		}
		d.paragraph(line, false, 80)
		for _, o := range qw.Choices {
			d.paragraph("– "+o, false, 40)
		}
	}
	d.section()
	z := zip.NewWriter(w)
	for _, part := range [][2]string{{"[Content_Types].xml", docxTypes}, {"_rels/.rels", docxRels}, {"word/document.xml", docxHead + d.b.String() + docxFoot}} {
		f, err := z.Create(part[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part[1]); err != nil {
			return err
		}
	}
	return z.Close()
}
