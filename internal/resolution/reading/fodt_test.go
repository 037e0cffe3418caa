package reading_test

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"

	"comity/internal/resolution/source"
)

// fodt writes blocks as a flat OpenDocument text, as somebody might have typed
// them into a word processor: real footnotes, italics, a running head with page
// numbers, and numbers that are by the dice typed by hand or the list's own.
func fodt(src source.Source, dice *rand.Rand) string {
	lists := dice.IntN(2) == 0
	notes := map[int]source.Block{} // footnotes by block
	for i, b := range src.Blocks {
		if b.Role == source.Footnote {
			notes[i] = b
		}
	}
	used := map[int]bool{}
	auto := 0
	var body strings.Builder
	for i, b := range src.Blocks {
		if b.Role == source.Footnote || b.Role == source.PageBreak || b.Text == "" && b.Number == "" {
			continue
		}
		style := "Body"
		switch {
		case b.Role == source.Heading, b.Role == source.AnnexHead:
			style = "Head"
		case strings.HasPrefix(b.Number, "("):
			style = "Sub"
		}
		text := inline(b, func(marker string) string {
			for k := i + 1; k < len(src.Blocks) && k < i+200; k++ {
				if n, ok := notes[k]; ok && !used[k] && n.Number == marker {
					used[k] = true
					label := ""
					if auto++; marker != fmt.Sprint(auto) {
						auto--
						label = fmt.Sprintf(` text:label="%s"`, escape(marker))
					}
					return fmt.Sprintf(`<text:note text:id="ftn%d" text:note-class="footnote"><text:note-citation%s>%s</text:note-citation><text:note-body><text:p text:style-name="Footnote">%s</text:p></text:note-body></text:note>`,
						k, label, escape(marker), inline(n, func(string) string { return "" }))
				}
			}
			return ""
		})
		level, value := listPlace(b.Number)
		switch {
		case b.Number == "" || b.Role == source.Heading:
			if b.Number != "" {
				text = escape(b.Number) + "<text:tab/>" + text
			}
			fmt.Fprintf(&body, `<text:p text:style-name="%s">%s</text:p>`+"\n", style, text)
		case lists && level > 0:
			open, end := "", ""
			for l := 1; l < level; l++ {
				open += "<text:list><text:list-item>"
				end += "</text:list-item></text:list>"
			}
			if level > 1 {
				open = strings.Replace(open, "<text:list>", `<text:list text:style-name="L1">`, 1)
				fmt.Fprintf(&body, `%s<text:list><text:list-item text:start-value="%d"><text:p text:style-name="Item">%s</text:p></text:list-item></text:list>%s`+"\n", open, value, text, end)
			} else {
				fmt.Fprintf(&body, `<text:list text:style-name="L1"><text:list-item text:start-value="%d"><text:p text:style-name="Item">%s</text:p></text:list-item></text:list>`+"\n", value, text)
			}
		default:
			fmt.Fprintf(&body, `<text:p text:style-name="%s"><text:tab/>%s<text:tab/>%s</text:p>`+"\n", style, escape(b.Number), text)
		}
	}
	symbol := src.Head.Symbol
	return strings.NewReplacer("@SYMBOL@", escape(symbol), "@BODY@", body.String()).Replace(fodtFrame)
}

// inline writes a block's text with its italics and notes.
func inline(b source.Block, note func(marker string) string) string {
	type mark struct {
		at   int
		rank int
		text string
	}
	var marks []mark
	for _, s := range b.Italic {
		marks = append(marks, mark{s.Start, 2, `<text:span text:style-name="I">`}, mark{s.End, 0, `</text:span>`})
	}
	for _, n := range b.Notes {
		at := n.At
		for _, s := range b.Italic { // a note inside italics stands behind them
			if s.Start < at && at < s.End {
				at = s.End
			}
		}
		if text := note(n.Marker); text != "" {
			marks = append(marks, mark{at, 1, text})
		}
	}
	sort.SliceStable(marks, func(i, j int) bool {
		return marks[i].at < marks[j].at || marks[i].at == marks[j].at && marks[i].rank < marks[j].rank
	})
	var out strings.Builder
	last := 0
	for _, m := range marks {
		out.WriteString(escape(b.Text[last:m.at]))
		out.WriteString(m.text)
		last = m.at
	}
	out.WriteString(escape(b.Text[last:]))
	return out.String()
}

// listPlace says at which level of a list a number stands, and its value; 0 for
// what no list would print.
func listPlace(number string) (level, value int) {
	var n int
	if _, err := fmt.Sscanf(number, "%d.", &n); err == nil && number == fmt.Sprintf("%d.", n) {
		return 1, n
	}
	if len(number) == 3 && number[0] == '(' && number[2] == ')' && 'a' <= number[1] && number[1] <= 'z' {
		if number[1] == 'i' || number[1] == 'v' || number[1] == 'x' {
			return 0, 0 // a letter or a Roman number
		}
		return 2, int(number[1]-'a') + 1
	}
	return 0, 0
}

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err)
	}
	return strings.ReplaceAll(b.String(), "&#x9;", " ")
}

const fodtFrame = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Serif" svg:font-family="'Liberation Serif'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties style:tab-stop-distance="1.2cm"/><style:text-properties style:font-name="Serif" fo:font-size="10pt" fo:language="en" fo:country="GB"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Footnote" style:family="paragraph"><style:text-properties fo:font-size="8.5pt"/></style:style>
<style:style style:name="Footnote_20_anchor" style:display-name="Footnote anchor" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="Footnote_20_Symbol" style:display-name="Footnote Symbol" style:family="text"/>
<style:style style:name="Header" style:family="paragraph"/>
<text:notes-configuration text:note-class="footnote" text:citation-style-name="Footnote_20_Symbol" text:citation-body-style-name="Footnote_20_anchor" style:num-format="1" text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>
</office:styles>
<office:automatic-styles>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties fo:margin-left="2cm" fo:margin-right="2cm" fo:margin-bottom="0.2cm" fo:text-align="justify"/></style:style>
<style:style style:name="Sub" style:family="paragraph"><style:paragraph-properties fo:margin-left="2.8cm" fo:margin-right="2cm" fo:margin-bottom="0.2cm" fo:text-align="justify"/></style:style>
<style:style style:name="Item" style:family="paragraph"><style:paragraph-properties fo:margin-right="2cm" fo:margin-bottom="0.2cm" fo:text-align="justify"/></style:style>
<style:style style:name="Head" style:family="paragraph"><style:paragraph-properties fo:margin-left="2cm" fo:margin-right="2cm" fo:margin-top="0.3cm" fo:margin-bottom="0.3cm"/><style:text-properties fo:font-weight="bold" fo:font-size="12pt"/></style:style>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="3cm" fo:text-indent="1cm" fo:margin-left="2cm"/></style:list-level-properties></text:list-level-style-number>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="3cm" fo:text-indent="1cm" fo:margin-left="2cm"/></style:list-level-properties></text:list-level-style-number>
</text:list-style>
<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2cm" fo:margin-right="2cm"/><style:header-style/><style:footer-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1">
<style:header><text:p text:style-name="Header">@SYMBOL@</text:p></style:header>
<style:footer><text:p text:style-name="Header"><text:page-number text:select-page="current">1</text:page-number>/<text:page-count>2</text:page-count></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
@BODY@
</office:text></office:body></office:document>
`
