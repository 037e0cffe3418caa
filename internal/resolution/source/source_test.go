package source_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"comity/internal/resolution/source"
)

const sample = "The Assembly of Examples,\n\n1. Requests the Office to count “reports” — and naïve ones;\n"

func zipped(t testing.TB, members map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range members {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wide(s string) string {
	out, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(s)
	return out
}

func TestTheKindIsFoundByContent(t *testing.T) {
	for _, c := range []struct {
		name string
		data string
		kind source.Kind
	}{
		{"plain text", sample, source.Text},
		{"text in UTF-16 without a mark", wide(sample), source.Text},
		{"text that begins with an angle bracket", "<5 States spoke.\n", source.Text},
		{"text that begins like a bitmap", "BMs and MZ are abbreviations", source.Text},
		{"AKN", `<akomaNtoso xmlns="x"><statement/></akomaNtoso>`, source.AKN},
		{"AKN with prolog, comment and prefix", "<?xml version='1.0'?>\n<!-- x --><akn:akomaNtoso xmlns:akn='x'/>", source.AKN},
		{"XML cut off in its declaration", "<?xml version='1.0'", source.AKN},
		{"XML with a DTD", "<?xml version='1.0'?><!DOCTYPE akomaNtoso [<!ENTITY a 'b'>]><akomaNtoso/>", source.AKN},
		{"HTML", "<!DOCTYPE html>\n<html><body>x", source.HTML},
		{"XHTML", "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'><html/>", source.HTML},
		{"a piece of HTML", "\n <div class=a><p>Requests", source.HTML},
		{"HTML in UTF-16", "\xff\xfe" + wide("<html><body><p>1."), source.HTML},
		{"PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", source.PDF},
		{"PDF behind a few stray bytes", "\n\n%PDF-1.4\n", source.PDF},
		{"DOCX", string(zipped(t, map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})), source.DOCX},
		{"ZIP", string(zipped(t, map[string]string{"a.xml": "<akomaNtoso/>"})), source.ZIP},
	} {
		kind, err := source.Sniff(c.name, []byte(c.data))
		if err != nil || kind != c.kind {
			t.Errorf("%s: read as %q, %v; want %q", c.name, kind, err, c.kind)
		}
	}
}

func TestOtherKindsAreRefusedWithTheReason(t *testing.T) {
	for _, c := range []struct{ name, data, why string }{
		{"empty", "", "empty"},
		{"white", " \n\t\r\n", "nothing but white space"},
		{"png", "\x89PNG\r\n\x1a\n....", "PNG"},
		{"rtf", `{\rtf1\ansi Requests}`, "RTF"},
		{"gzip", "\x1f\x8b\x08\x00abc", "gzip"},
		{"xlsx", string(zipped(t, map[string]string{"xl/workbook.xml": "<workbook/>"})), "XLSX"},
		{"odt", string(zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text"})), "OpenDocument"},
		{"doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + wide("WordDocument"), "old Word"},
		{"locked.docx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + wide("EncryptedPackage"), "encrypted"},
		{"cut.zip", string(zipped(t, map[string]string{"a.xml": "<akomaNtoso/>"}))[:40], "cannot be opened"},
		{"binary", "abc\x00\x01\x02def", "binary"},
		{"controls", strings.Repeat("a\x01\x02", 40), "control characters"},
		{"svg", "<svg xmlns='x'/>", "SVG"},
		{"iati", "<?xml version='1.0'?><iati-activities/>", "<iati-activities>"},
	} {
		_, err := source.Sniff(c.name, []byte(c.data))
		var r *source.Refused
		if !errors.As(err, &r) {
			t.Errorf("%s: got %v, want a refusal", c.name, err)
			continue
		}
		if !strings.Contains(err.Error(), c.why) || !strings.HasPrefix(err.Error(), c.name) {
			t.Errorf("%s: %q does not name the file and say %q", c.name, err, c.why)
		}
	}
}

func TestTextIsDecodedFromWhatItWasWrittenIn(t *testing.T) {
	encode := func(c *charmap.Charmap, s string) string {
		out, err := c.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	russian := "Генеральная Ассамблея, напоминая о своих решениях, просит Генерального секретаря представить доклад"
	arabic := "إن الجمعية العامة تطلب إلى الأمين العام أن يقدم تقريرا عن تنفيذ هذا القرار إلى الدول الأعضاء"
	french := "L’Assemblée générale prie le Secrétaire général de présenter un rapport à sa session"
	for _, c := range []struct {
		data, want, encoding string
		guessed              bool
	}{
		{sample, sample, "UTF-8", false},
		{"\uFEFF" + sample, sample, "UTF-8", false},
		{"e\u0301tat", "état", "UTF-8", false},
		{"\xff\xfe" + wide(sample), sample, "UTF-16LE", false},
		{wide(sample), sample, "UTF-16LE", false},
		{encode(charmap.Windows1252, french), french, "windows-1252", true},
		{encode(charmap.ISO8859_1, "présenter à sa session"), "présenter à sa session", "ISO-8859-1", true},
		{encode(charmap.Windows1251, russian), russian, "windows-1251", true},
		{encode(charmap.KOI8R, russian), russian, "KOI8-R", true},
		{encode(charmap.ISO8859_5, russian), russian, "ISO-8859-5", true},
		{encode(charmap.Windows1256, arabic), arabic, "windows-1256", true},
		{encode(charmap.ISO8859_6, arabic), arabic, "ISO-8859-6", true},
	} {
		d, err := source.Decode("x", []byte(c.data))
		if err != nil || d.Text != c.want || d.Encoding != c.encoding || d.Guessed != c.guessed {
			t.Errorf("%s: got %q in %s (guessed %v), %v", c.encoding, d.Text, d.Encoding, d.Guessed, err)
		}
	}
}

func TestDamagedTextIsRefused(t *testing.T) {
	for name, data := range map[string]string{
		"broken UTF-8":  strings.Repeat("état général\n", 9) + "rapport \xe9\n",
		"halved UTF-16": "\xff\xfe" + wide(sample) + "x",
	} {
		if d, err := source.Decode(name, []byte(data)); err == nil {
			t.Errorf("%s was read as %s", name, d.Encoding)
		} else if !strings.Contains(err.Error(), "line 10") && !strings.Contains(err.Error(), "byte ") {
			t.Errorf("%s: %q names no place", name, err)
		}
	}
}

func TestLinesKeepEveryPrintedLine(t *testing.T) {
	got := source.Lines("a\r\nb\r\r  c\u2028d\fe\n\n\ff")
	want := []source.Block{
		{Role: source.Line, Text: "a", Line: 1},
		{Role: source.Line, Text: "b", Line: 2},
		{Role: source.Line, Text: "", Line: 3},
		{Role: source.Line, Text: "  c", Line: 4},
		{Role: source.Line, Text: "d", Line: 5},
		{Role: source.PageBreak, Line: 5},
		{Role: source.Line, Text: "e", Line: 5},
		{Role: source.Line, Text: "", Line: 6},
		{Role: source.PageBreak, Line: 7},
		{Role: source.Line, Text: "f", Line: 7},
	}
	if len(got) != len(want) {
		t.Fatalf("got %d blocks %+v, want %d", len(got), got, len(want))
	}
	for i := range want {
		if got[i].Role != want[i].Role || got[i].Text != want[i].Text || got[i].Line != want[i].Line {
			t.Errorf("block %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestALongTextIsRefused(t *testing.T) {
	_, err := source.FromText("long.txt", bytes.Repeat([]byte("word "), source.MaxText/5+1))
	if err == nil || !strings.Contains(err.Error(), "33 MB") && !strings.Contains(err.Error(), "32 MB") {
		t.Errorf("got %v, want a refusal that names the sizes", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(wide(sample)))
	f.Add([]byte("\xfe\xff\x00a\x00"))
	f.Add([]byte("\xcf\xd2\xc9\xc2\xc5\xd4 \f\f\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if kind, err := source.Sniff("x", data); err == nil && kind == "" {
			t.Error("no kind and no error")
		}
		src, err := source.FromText("x", data)
		if err != nil {
			return
		}
		last := 0
		for _, b := range src.Blocks {
			if b.Line < last || strings.ContainsAny(b.Text, "\n\r\f") {
				t.Fatalf("block out of order or not one line: %+v", b)
			}
			last = b.Line
		}
	})
}

func TestNumberFormats(t *testing.T) {
	for _, c := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"}, {"lowerLetter", 2, "b"}, {"lowerLetter", 28, "bb"}, {"upperLetter", 3, "C"}, {"lowerRoman", 14, "xiv"},
		{"upperRoman", 49, "XLIX"}, {"russianLower", 3, "в"}, {"chineseCounting", 21, "二十一"}, {"chineseCounting", 10, "十"},
		{"chicago", 2, "†"}, {"chicago", 5, "**"}, {"none", 3, ""}, {"somethingNew", 3, "3"}, {"lowerRoman", -4, "-4"},
	} {
		if got := source.Numeral(c.format, c.n); got != c.want {
			t.Errorf("Numeral(%s, %d) = %q, want %q", c.format, c.n, got, c.want)
		}
	}
}
