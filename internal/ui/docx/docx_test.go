package docx

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// A letter is a package whose words are whole, and runs from the right in Arabic.
func TestALetter(t *testing.T) {
	for lang, want := range map[string]string{"ar": `<w:bidi/>`, "fr": `<w:lang w:val="fr-FR"/>`, "zh": `w:eastAsia="zh-CN"`} {
		l := Letter{Language: lang}
		l.Paragraph("Lamps & <keepers>", true, 120)
		var b bytes.Buffer
		if err := l.Write(&b); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		if err != nil || !strings.Contains(string(text), "Lamps &amp; &lt;keepers&gt;") || !strings.Contains(string(text), want) {
			t.Errorf("%s: %s %v", lang, text, err)
		}
	}
}
