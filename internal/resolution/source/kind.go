package source

import (
	"archive/zip"
	"bytes"
	"strings"
	"unicode/utf8"
)

// ZIP is the kind of an archive of documents; it is opened, not read.
const ZIP Kind = "zip"

// other names kinds of document that are not read, by how their bytes begin.
var other = []struct {
	magic, what string
}{
	{"\x89PNG\r\n\x1a\n", "a PNG picture"},
	{"\xff\xd8\xff", "a JPEG picture"},
	{"GIF87a", "a GIF picture"},
	{"GIF89a", "a GIF picture"},
	{"II*\x00", "a TIFF picture"},
	{"MM\x00*", "a TIFF picture"},
	{"BM", "a bitmap picture"},
	{"RIFF", "a sound, film or WebP file"},
	{"OggS", "a sound file"},
	{"ID3", "a sound file"},
	{"{\\rtf", "a rich text file (RTF)"},
	{"%!PS", "a PostScript file"},
	{"\x1f\x8b", "a gzip archive"},
	{"BZh", "a bzip2 archive"},
	{"\xfd7zXZ\x00", "an xz archive"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive"},
	{"Rar!\x1a\x07", "a RAR archive"},
	{"\x28\xb5\x2f\xfd", "a zstd archive"},
	{"\x7fELF", "a program"},
	{"MZ", "a program"},
	{"SQLite format 3\x00", "a database"},
	{"PAR1", "a Parquet table"},
	{"wOFF", "a font"},
}

// hintOther tells what to do with a kind that is not read.
const hintOther = "give the resolution as text, XML, DOCX, HTML or PDF"

// Sniff finds the kind of a document by its content; its name is used in
// messages only. It refuses what is empty, binary or of a kind that is not read.
func Sniff(name string, data []byte) (Kind, error) {
	refuse := func(why, hint string) (Kind, error) {
		return "", &Refused{Name: name, Why: why, Hint: hint}
	}
	if len(data) == 0 {
		return refuse("the file is empty", "fetch it again")
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")), bytes.HasPrefix(data, []byte("PK\x07\x08")):
		return sniffZIP(name, data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return sniffOLE(name, data)
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return PDF, nil
	}
	for _, o := range other {
		if bytes.HasPrefix(data, []byte(o.magic)) && (!wordLike(o.magic) || bytes.IndexByte(data[:min(len(data), 512)], 0) >= 0) {
			return refuse("it is "+o.what+", not a text", hintOther)
		}
	}
	if _, wide := wideOrder(data); wide {
		head, err := Decode(name, data[:min(len(data)&^1, 4096)])
		if err != nil {
			return "", err
		}
		return sniffText(name, []byte(head.Text))
	}
	head := data[:min(len(data), 16<<10)]
	if i := bytes.IndexByte(head, 0); i >= 0 {
		return refuse("it is a binary file (a zero byte stands near its beginning)", hintOther)
	}
	if controls(head) > len(head)/50 {
		return refuse("it is a binary file (it is full of control characters)", hintOther)
	}
	return sniffText(name, data)
}

// sniffText tells markup from plain text.
func sniffText(name string, data []byte) (Kind, error) {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\uFEFF")), " \t\r\n\f")
	if len(head) == 0 {
		return "", &Refused{Name: name, Why: "the file holds nothing but white space", Hint: "fetch it again"}
	}
	if head[0] != '<' {
		return Text, nil
	}
	root := rootElement(head[:min(len(head), 64<<10)])
	switch {
	case root == "!doctype html", htmlElements[root]:
		return HTML, nil
	case root == "akomantoso", strings.HasPrefix(root, "!"), root == "" && bytes.HasPrefix(head, []byte("<?xml")):
		return AKN, nil // its reader says what is wrong with it, and in which line
	case root == "":
		return Text, nil
	}
	what := "XML with the root element <" + root + ">"
	switch root {
	case "svg":
		what = "a picture (SVG)"
	case "office:document":
		what = "a flat OpenDocument file"
	case "w:worddocument", "pkg:package":
		what = "a flat Word XML file"
	case "rss", "feed":
		what = "a news feed"
	}
	return "", &Refused{Name: name, Why: "it is " + what + ", not a resolution in Akoma Ntoso", Hint: hintOther}
}

// htmlElements are elements with which a fragment of HTML may begin.
var htmlElements = map[string]bool{
	"html": true, "head": true, "body": true, "title": true, "meta": true, "div": true, "p": true, "table": true, "article": true,
	"section": true, "main": true, "h1": true, "h2": true, "h3": true, "ol": true, "ul": true, "span": true,
	"center": true, "font": true, "b": true, "i": true, "em": true, "strong": true, "a": true, "pre": true, "br": true, "hr": true,
}

// rootElement returns the lower-cased name of the first element, or the first
// words of a document type ("!doctype html"), or "" where neither comes.
func rootElement(b []byte) string {
	for {
		b = bytes.TrimLeft(b, " \t\r\n\f")
		if len(b) == 0 || b[0] != '<' {
			return ""
		}
		var end string
		switch {
		case bytes.HasPrefix(b, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(b, []byte("<?")):
			end = "?>"
		default:
			b = b[1:]
			n := bytes.IndexFunc(b, func(r rune) bool { return strings.ContainsRune(" \t\r\n/>", r) })
			if n < 0 {
				n = len(b)
			}
			name := strings.ToLower(string(b[:n]))
			if name == "!doctype" {
				if w := bytes.Fields(b[n:min(len(b), n+40)]); len(w) > 0 {
					name += " " + strings.ToLower(strings.TrimRight(string(w[0]), ">["))
				}
				return name
			}
			if name == "" || !(name[0] == '!' || 'a' <= name[0] && name[0] <= 'z') || !utf8.ValidString(name) {
				return ""
			}
			if _, local, ok := strings.Cut(name, ":"); ok && local == "akomantoso" {
				return local
			}
			return name
		}
		_, rest, ok := bytes.Cut(b, []byte(end))
		if !ok {
			return ""
		}
		b = rest
	}
}

// sniffZIP opens an archive and tells what it is.
func sniffZIP(name string, data []byte) (Kind, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", &Refused{Name: name, Why: "it begins like a ZIP archive but cannot be opened", Hint: "it is probably cut off: fetch it again", Err: err}
	}
	return SniffArchive(name, z)
}

// SniffArchive tells a DOCX from other documents that are archives, and these
// from an archive of documents.
func SniffArchive(name string, z *zip.Reader) (Kind, error) {
	what := ""
	for _, f := range z.File {
		switch {
		case strings.HasPrefix(f.Name, "word/document") && strings.HasSuffix(f.Name, ".xml"):
			return DOCX, nil
		case f.Name == "xl/workbook.xml" || f.Name == "xl/workbook.bin":
			what = "a spreadsheet (XLSX)"
		case f.Name == "ppt/presentation.xml":
			what = "a presentation (PPTX)"
		case f.Name == "mimetype":
			what = "an OpenDocument or EPUB file"
		case f.Name == "META-INF/MANIFEST.MF":
			what = "a Java archive"
		}
		if what != "" {
			return "", &Refused{Name: name, Why: "it is " + what + ", not a text", Hint: hintOther}
		}
	}
	return ZIP, nil
}

// sniffOLE tells what an OLE compound file holds. Names of its streams are in
// UTF-16.
func sniffOLE(name string, data []byte) (Kind, error) {
	has := func(s string) bool {
		wide := make([]byte, 0, 2*len(s))
		for i := range len(s) {
			wide = append(wide, s[i], 0)
		}
		return bytes.Contains(data, wide)
	}
	switch {
	case has("EncryptedPackage"):
		return "", &Refused{Name: name, Why: "the document is encrypted", Hint: "save it without a password"}
	case has("WordDocument"):
		return "", &Refused{Name: name, Why: "it is an old Word file (DOC)", Hint: "save it as DOCX"}
	case has("Workbook"):
		return "", &Refused{Name: name, Why: "it is an old spreadsheet (XLS), not a text", Hint: hintOther}
	}
	return "", &Refused{Name: name, Why: "it is an OLE file of an unknown kind", Hint: hintOther}
}

// wordLike says whether a text might begin with s too.
func wordLike(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > 'z' }) < 0
}

// controls counts control characters that no text holds.
func controls(b []byte) int {
	n := 0
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1b || c == 0x7f {
			n++
		}
	}
	return n
}
