// Package docx writes letters as Office Open XML (ISO/IEC 29500, WordprocessingML) by
// ourselves: a paragraph in Arabic needs w:bidi on the paragraph and w:rtl on each
// run, with the fonts and language of complex script.
package docx

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"comity/internal/i18n"
)

// Type is the media type of what [Letter.Write] writes.
const Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

const (
	types = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	rels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	foot = `</w:body></w:document>`
)

// Letter is a letter in one language (BCP 47), written paragraph by paragraph.
type Letter struct {
	Language string
	b        strings.Builder
}

// languages are the tags by which a document names a language.
var languages = map[string]string{"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}

// Paragraph adds a paragraph with so much space after it, in twentieths of a point.
func (d *Letter) Paragraph(text string, bold bool, space int) {
	rtl := i18n.Rtl(d.Language)
	d.b.WriteString(`<w:p><w:pPr>`)
	if rtl {
		d.b.WriteString(`<w:bidi/>`)
	}
	d.b.WriteString(`<w:spacing w:after="` + strconv.Itoa(space) + `"/>`)
	d.b.WriteString(`</w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" w:cs="Times New Roman"/>`)
	if bold {
		d.b.WriteString(`<w:b/><w:bCs/>`)
	}
	d.b.WriteString(`<w:sz w:val="24"/><w:szCs w:val="24"/>`)
	if rtl {
		d.b.WriteString(`<w:rtl/>`)
	}
	tag := languages[d.Language]
	if tag == "" {
		tag = d.Language
	}
	switch {
	case rtl:
		d.b.WriteString(`<w:lang w:bidi="` + escaped(tag) + `"/>`)
	case d.Language == "zh":
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
func (d *Letter) section() string {
	s := `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>`
	if i18n.Rtl(d.Language) {
		s += `<w:bidi/>`
	}
	return s + `</w:sectPr>`
}

// Write writes the letter as a file.
func (d *Letter) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, part := range [][2]string{{"[Content_Types].xml", types}, {"_rels/.rels", rels}, {"word/document.xml", head + d.b.String() + d.section() + foot}} {
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

// PrintStyle prints a letter of HTML as DOCX has it: A4, margins of 2.5 cm. The fonts are
// those of the machine; for each script the first that it has.
const PrintStyle = `@page{size:A4;margin:25mm}body{font:12pt/1.45 "Times New Roman","Noto Serif","Liberation Serif","DejaVu Serif",serif;margin:0}
:lang(ar){font-family:"Noto Naskh Arabic","Amiri","Times New Roman","DejaVu Sans",serif;line-height:1.7}
:lang(zh){font-family:"Noto Serif CJK SC","Source Han Serif SC","SimSun","Noto Sans CJK SC","WenQuanYi Zen Hei",serif}
h1,h2{font-size:12pt;font-weight:bold;margin:1em 0 .6em;break-after:avoid}p{margin:0 0 .6em;orphans:3;widows:3}.reference{font-weight:bold}.question{margin-block-end:.3em}.choice{margin:0;margin-inline-start:1.5em}`
