package communication

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comity/internal/paper"
)

// A letter prints, and so does its reminder: in the two languages that are hardest
// to set, and in all six with COMITY_LETTERS, which names a folder to look at them.
func TestALetterIsPrinted(t *testing.T) {
	press, err := paper.Find("")
	if err != nil {
		t.Skip(err)
	}
	c := lampsCall()
	c.Sent = today
	for _, say := range localizers(t) {
		for _, reminder := range []bool{false, true} {
			if os.Getenv("COMITY_LETTERS") == "" && (reminder || say.Lang != "ar" && say.Lang != "zh") {
				continue // a printing takes a second or two
			}
			l := outgoingOf(c, "The <Republic> & co", reminder, say)
			if os.Getenv("COMITY_LETTERS") != "" && !reminder {
				l.Paragraphs = paragraphs(say.Text("communication.template", map[string]string{"Reference": c.Reference, "Deadline": say.Day(c.Deadline), "Rests": "A/RES/69/197#35"}))
			}
			sheet, err := l.sheet(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(sheet.Body), "The &lt;Republic&gt; &amp; co") || sheet.Rtl != (say.Lang == "ar") {
				t.Errorf("%s", sheet.Body)
			}
			pdf, err := press.Print(ctx, sheet)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
				t.Errorf("%q", pdf[:20])
			}
			if dir := os.Getenv("COMITY_LETTERS"); dir != "" {
				name := say.Lang
				if reminder {
					name += "-reminder"
				}
				if err := os.WriteFile(filepath.Join(dir, name+".pdf"), pdf, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
