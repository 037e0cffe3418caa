package communication

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"strings"

	"comity/internal/i18n"
	"comity/internal/paper"
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

// outgoing is a letter of a call, as it is written in either form.
type outgoing struct {
	Language, Reference, Day, To, Title string
	Paragraphs                          []string
	Heading                             string // of the questions
	Questions                           []outgoingQuestion
}

type outgoingQuestion struct {
	Text    string
	Choices []string
}

// outgoingOf is the letter of a call in one of its languages, to a party by name
// ("" for all), with its questions; or the reminder of it, without.
func outgoingOf(c *Call, to string, reminder bool, say *i18n.Localizer) *outgoing {
	words := c.In(say.Lang)
	l := &outgoing{Language: words.Language, Reference: c.Reference, To: to, Title: words.Title, Heading: say.Text("communication.questions")}
	if c.Sent != "" {
		l.Day = say.Day(c.Sent)
	}
	if reminder {
		l.Day = ""
		l.Title = say.Text("communication.reminder-title", i18n.Args{"Title": words.Title})
		l.Paragraphs = paragraphs(say.Text("communication.template-reminder", i18n.Args{"Reference": c.Reference, "Sent": say.Day(c.Sent), "Deadline": say.Day(c.Deadline)}))
		return l
	}
	l.Paragraphs = paragraphs(words.Letter)
	for _, q := range c.Questions {
		qw := words.Questions[q.ID]
		text := q.ID + ". " + qw.Text
		if len(q.Provisions) > 0 {
			text += " (" + strings.Join(lines(joined(q.Provisions)), ", ") + ")"
		}
		l.Questions = append(l.Questions, outgoingQuestion{text, qw.Choices})
	}
	return l
}

// WriteLetter writes a letter as DOCX.
func (l *outgoing) WriteLetter(w io.Writer) error {
	d := &docx{lang: l.Language, rtl: i18n.Rtl(l.Language)}
	d.paragraph(l.Reference, true, 120)
	for _, p := range []string{l.Day, l.To} {
		if p != "" {
			d.paragraph(p, false, 240)
		}
	}
	d.paragraph(l.Title, true, 240)
	for _, p := range l.Paragraphs {
		d.paragraph(p, false, 160)
	}
	if len(l.Questions) > 0 {
		d.paragraph(l.Heading, true, 160)
	}
	for _, q := range l.Questions {
		d.paragraph(q.Text, false, 80)
		for _, o := range q.Choices {
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

// letterStyle prints a letter as DOCX has it: A4, margins of 2.5 cm. The fonts are
// those of the machine; for each script the first that it has.
const letterStyle = `@page{size:A4;margin:25mm}body{font:12pt/1.45 "Times New Roman","Noto Serif","Liberation Serif","DejaVu Serif",serif;margin:0}
:lang(ar){font-family:"Noto Naskh Arabic","Amiri","Times New Roman","DejaVu Sans",serif;line-height:1.7}
:lang(zh){font-family:"Noto Serif CJK SC","Source Han Serif SC","SimSun","Noto Sans CJK SC","WenQuanYi Zen Hei",serif}
h1,h2{font-size:12pt;font-weight:bold;margin:1em 0 .6em;break-after:avoid}p{margin:0 0 .6em;orphans:3;widows:3}.reference{font-weight:bold}.question{margin-block-end:.3em}.choice{margin:0;margin-inline-start:1.5em}`

// sheet is the letter as it is printed.
func (l *outgoing) sheet(ctx context.Context) (paper.Sheet, error) {
	var b bytes.Buffer
	err := letterPrint(l).Render(ctx, &b)
	return paper.Sheet{Lang: l.Language, Rtl: i18n.Rtl(l.Language), Title: l.Reference, Style: letterStyle, Body: b.Bytes()}, err
}
