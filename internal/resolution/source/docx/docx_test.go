package docx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/internal/resolution/source"
	"comity/internal/resolution/source/docx"
)

// word packs parts into a DOCX. A body is wrapped into its document.
func word(t testing.TB, body string, parts ...string) []byte {
	t.Helper()
	const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	all := map[string]string{
		"_rels/.rels":       `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": "<w:document " + ns + "><w:body>" + body + "</w:body></w:document>",
		"word/_rels/document.xml.rels": `<Relationships><Relationship Id="r2" Type="http://x/numbering" Target="numbering.xml"/>
			<Relationship Id="r3" Type="http://x/styles" Target="/word/styles.xml"/><Relationship Id="r4" Type="http://x/footnotes" Target="footnotes.xml"/>
			<Relationship Id="r5" Type="http://x/header" Target="header1.xml"/><Relationship Id="r6" Type="http://x/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>`,
	}
	for i := 0; i < len(parts); i += 2 {
		all[parts[i]] = parts[i+1]
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range all {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// shown writes blocks as "role number|text" with footnote markers in brackets
// and italics between underscores.
func shown(blocks []source.Block) []string {
	var out []string
	for _, b := range blocks {
		marks := map[int]string{}
		for _, s := range b.Italic {
			marks[s.Start] += "_"
			marks[s.End] = "_" + marks[s.End]
		}
		for _, n := range b.Notes {
			marks[n.At] += "[" + n.Marker + "]"
		}
		var t strings.Builder
		for i := 0; i <= len(b.Text); i++ {
			t.WriteString(marks[i])
			if i < len(b.Text) {
				t.WriteByte(b.Text[i])
			}
		}
		out = append(out, fmt.Sprintf("%s %s|%s", b.Role, b.Number, t.String()))
	}
	return out
}

const numberingPart = `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7">
	<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
	<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
	<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl></w:abstractNum>
	<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
	<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>`

func numbered(num, level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, num, text)
}

func para(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

func TestParagraphsAsWordPrintsThem(t *testing.T) {
	italics := `<w:styles xmlns:w="w"><w:style w:styleId="Base"><w:rPr><w:i/></w:rPr></w:style>
		<w:style w:styleId="Sub"><w:basedOn w:val="Base"/></w:style>
		<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
		<w:style w:styleId="Num"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
		<w:style w:styleId="Raised"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>`
	footnotes := `<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>----</w:t></w:r></w:p></w:footnote>
		<w:footnote w:id="4"><w:p><w:r><w:footnoteRef/><w:tab/><w:t>See </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>Annals</w:t></w:r></w:p><w:p><w:r><w:t>Second part.</w:t></w:r></w:p></w:footnote>
		<w:footnote w:id="9"><w:p><w:r><w:t>Ibid.</w:t></w:r></w:p></w:footnote></w:footnotes>`
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"numbers typed by hand", `<w:p><w:r><w:tab/><w:t>1.</w:t><w:tab/></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>Requests </w:t></w:r><w:r><w:t>the Office;</w:t></w:r></w:p>`,
			[]string{"para |1.\t_Requests_ the Office;"}},
		{"real numbering with levels", numbered(1, 0, "one") + numbered(1, 1, "a") + numbered(1, 1, "b") + numbered(1, 2, "i") + numbered(1, 0, "two") + numbered(1, 1, "a again"),
			[]string{"para 1.|one", "para (a)|a", "para (b)|b", "para (i)|i", "para 2.|two", "para (a)|a again"}},
		{"two instances count on, an override begins anew", numbered(1, 0, "one") + numbered(2, 0, "new") + numbered(2, 0, "two") + numbered(1, 0, "on"),
			[]string{"para 1.|one", "para 1.|new", "para 2.|two", "para 3.|on"}},
		{"numbering by style, switched off by hand", `<w:p><w:pPr><w:pStyle w:val="Num"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>` +
			`<w:p><w:pPr><w:pStyle w:val="Num"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>y</w:t></w:r></w:p>`,
			[]string{"para 1.|x", "para |y"}},
		{"italics by style and off again", `<w:p><w:pPr><w:pStyle w:val="Sub"/></w:pPr><w:r><w:t>Noting</w:t></w:r><w:r><w:rPr><w:i w:val="0"/></w:rPr><w:t> that</w:t></w:r></w:p>`,
			[]string{"para |_Noting_ that"}},
		{"footnotes by reference", `<w:p><w:r><w:t>Rules,</w:t></w:r><w:r><w:footnoteReference w:id="4"/></w:r><w:r><w:t xml:space="preserve"> and</w:t></w:r><w:r><w:footnoteReference w:id="9"/></w:r></w:p>` + para("next"),
			[]string{"para |Rules,[1] and[2]", "footnote 1|See _Annals_ Second part.", "footnote 2|Ibid.", "para |next"}},
		{"a footnote with its own mark", `<w:p><w:r><w:t>Title</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="9"/><w:t>*</w:t></w:r></w:p>`,
			[]string{"para |Title[*]", "footnote *|Ibid."}},
		{"footnotes typed by hand", `<w:p><w:r><w:t>Rules</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Raised"/></w:rPr><w:t>3</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>` +
			`<w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r><w:r><w:t> Resolution 1/1.</w:t></w:r></w:p>`,
			[]string{"para |Rules[3].", "footnote 3|Resolution 1/1."}},
		{"a power is no footnote", `<w:p><w:r><w:t>40 km</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>`,
			[]string{"para |40 km2"}},
		{"revisions as accepted", `<w:p><w:r><w:t>Urges </w:t></w:r><w:del><w:r><w:delText>some</w:delText></w:r></w:del><w:ins><w:r><w:t>all</w:t></w:r></w:ins><w:r><w:t> States</w:t></w:r></w:p>`,
			[]string{"para |Urges all States"}},
		{"a deleted paragraph mark joins", `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Urges </w:t></w:r></w:p>` + para("States"),
			[]string{"para |Urges States"}},
		{"deleted numbered paragraphs are not counted", `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>` + numbered(1, 0, "kept"),
			[]string{"para 1.|kept"}},
		{"tables and a deleted row", `<w:tbl><w:tr><w:tc>` + para("United Nations") + `</w:tc><w:tc>` + para("A/RES/1/1") + `</w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc>` + para("gone") + `</w:tc></w:tr></w:tbl>`,
			[]string{"cell |United Nations", "cell |A/RES/1/1"}},
		{"text boxes are passed over", `<w:p><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:drawing><w:t>text</w:t></w:r></w:p>`,
			[]string{"para |text"}},
		{"fields: the result, not the instruction", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>seen</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`,
			[]string{"para |seen"}},
		{"hidden text, hyphens, breaks", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>anti</w:t><w:noBreakHyphen/><w:t>corruption</w:t><w:br/><w:t>now</w:t><w:softHyphen/></w:r></w:p>`,
			[]string{"para |anti\u2011corruption now"}},
		{"a heading, and the masthead in the first header", `<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Annex</w:t></w:r></w:p><w:sectPr><w:headerReference w:type="even" r:id="r9"/><w:headerReference w:type="first" r:id="r5"/></w:sectPr>`,
			[]string{"para |A/RES/1/2", "heading |Annex"}},
		{"content controls and moved text", `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>` + para("kept") + `</w:sdtContent></w:sdt><w:p><w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>new</w:t></w:r></w:moveTo></w:p>`,
			[]string{"para |kept", "para |new"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := word(t, c.body, "word/numbering.xml", numberingPart, "word/styles.xml", italics, "word/footnotes.xml", footnotes,
				"word/header1.xml", `<w:hdr xmlns:w="w">`+para("A/RES/1/2")+`</w:hdr>`)
			src, err := docx.Read("x.docx", data)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, shown(src.Blocks)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestLinksKeepTheirTarget(t *testing.T) {
	src, err := docx.Read("x", word(t, `<w:p><w:r><w:t xml:space="preserve">See </w:t></w:r><w:hyperlink r:id="r6"><w:r><w:t>1/2</w:t></w:r></w:hyperlink></w:p>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []source.Link{{Span: source.Span{Start: 4, End: 7}, Href: "https://example.org/"}}
	if d := cmp.Diff(want, src.Blocks[0].Links); d != "" {
		t.Error(d)
	}
}

func TestBadDocumentsAreRefusedWithTheirPlace(t *testing.T) {
	deep := strings.Repeat("<w:sdt>", 300) + strings.Repeat("</w:sdt>", 300)
	bomb := "<w:p><w:r><w:t>" + strings.Repeat(" ", 20<<20) + "</w:t></w:r></w:p>"
	good := word(t, para("x"))
	for _, c := range []struct {
		name string
		data []byte
		why  string
	}{
		{"truncated archive", good[:len(good)/2], "cut off"},
		{"truncated XML", word(t, "", "word/document.xml", "<w:document>\n<w:body><w:p>"), "word/document.xml, line 2"},
		{"no document", word(t, "", "_rels/.rels", "<Relationships/>", "word/document.xml", ""), ""},
		{"entities", word(t, "", "word/document.xml", `<!DOCTYPE w [<!ENTITY a "b">]><w:document>&a;</w:document>`), "document type declaration"},
		{"too deep", word(t, deep), "stand inside one another"},
		{"bomb", word(t, bomb), "ZIP bomb"},
		{"many bombs", word(t, para("x"), "word/styles.xml", "<a>"+strings.Repeat("x", 65<<20)+"</a>"), "no more than 64 MB"},
	} {
		src, err := docx.Read("x.docx", c.data)
		var r *source.Refused
		if c.why == "" { // an empty document is no fault of the reader's
			if err != nil || len(src.Blocks) > 0 {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if !errors.As(err, &r) || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: got %v, want a refusal that says %q", c.name, err, c.why)
		}
	}
}

// FuzzRead gives the main part of a document; the archive around it is sound,
// so that the fuzzing reaches the text.
func FuzzRead(f *testing.F) {
	f.Add([]byte(para("x")), []byte(numberingPart))
	f.Add([]byte(numbered(1, 0, "one")+numbered(1, 8, "deep")), []byte(numberingPart))
	f.Add([]byte(`<w:p><w:r><w:footnoteReference w:id="1"/><w:fldChar w:fldCharType="end"/></w:r></w:p><w:tbl><w:tr>`), []byte(`<w:lvl w:ilvl="99"/>`))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "&b;">]>&a;`), []byte(`<w:abstractNum><w:numStyleLink w:val=""/>`))
	f.Fuzz(func(t *testing.T, body, numbering []byte) {
		src, err := docx.Read("x", word(t, string(body), "word/numbering.xml", string(numbering)))
		if err != nil {
			var r *source.Refused
			if !errors.As(err, &r) || r.Why == "" {
				t.Fatalf("an error that is no refusal: %v", err)
			}
			return
		}
		for _, b := range src.Blocks {
			for _, n := range b.Notes {
				if n.At < 0 || n.At > len(b.Text) {
					t.Fatalf("note outside its text: %+v", b)
				}
			}
		}
	})
}

// FuzzArchive gives the bytes of the file itself.
func FuzzArchive(f *testing.F) {
	f.Add(word(f, para("x")))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := docx.Read("x", data); err != nil {
			var r *source.Refused
			if !errors.As(err, &r) {
				t.Fatalf("an error that is no refusal: %v", err)
			}
		}
	})
}
