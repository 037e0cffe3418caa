package akn

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"

	"comity/internal/resolution/source"
	"comity/internal/testshared"
)

// published calls f for each XML file that the United Nations published, from
// two goroutines.
func published(tb testing.TB, f func(name string, data []byte)) {
	tb.Helper()
	archive, err := zip.OpenReader(testshared.Dir(tb, "resolutions", "unxml-ga-74-78.zip"))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	type file struct {
		name string
		data []byte
	}
	files := make(chan file)
	var work sync.WaitGroup
	for range 2 {
		work.Go(func() {
			for x := range files {
				f(x.name, x.data)
			}
		})
	}
	defer work.Wait()
	defer close(files)
	for _, z := range archive.File {
		if !strings.HasSuffix(z.Name, ".xml") {
			continue
		}
		in, err := z.Open()
		if err != nil {
			tb.Error(err)
			return
		}
		data, err := io.ReadAll(in)
		if err := errors.Join(err, in.Close()); err != nil {
			tb.Error(err)
			return
		}
		files <- file{z.Name, data}
	}
	six, err := filepath.Glob(filepath.Join(testshared.Dir(tb, "resolutions", "six-languages"), "*.xml"))
	if err != nil {
		tb.Error(err)
	}
	for _, path := range six {
		data, err := os.ReadFile(path)
		if err != nil {
			tb.Error(err)
			return
		}
		files <- file{path, data}
	}
}

// TestScannerAgreesWithEncodingXML holds the byte scanner to the standard
// library: the same tokens, names, attributes and text on every file.
func TestScannerAgreesWithEncodingXML(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 75 MB with encoding/xml")
	}
	n := 0
	var mu sync.Mutex
	published(t, func(name string, data []byte) {
		if err := sameTokens(name, data); err != "" {
			t.Errorf("%s: %s", name, err)
		}
		mu.Lock()
		n++
		mu.Unlock()
	})
	t.Logf("%d files", n)
}

// sameTokens says where the two readers part, "" if nowhere. Comments,
// instructions and the split of text into tokens are no difference.
func sameTokens(name string, data []byte) string {
	ours, theirs := new(bytes.Buffer), new(bytes.Buffer)
	s, err := newScanner(name, data)
	if err != nil {
		return err.Error()
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		ours.Reset()
		theirs.Reset()
		more, err := nextOfOurs(s, ours)
		if err != nil {
			return err.Error()
		}
		if err := nextOfTheirs(d, theirs); err != nil && !errors.Is(err, io.EOF) {
			return err.Error()
		}
		if !more && ours.Len() == 0 && len(bytes.TrimSpace(theirs.Bytes())) == 0 {
			return "" // white space after the root element
		}
		if !bytes.Equal(ours.Bytes(), theirs.Bytes()) {
			return "we read " + ours.String() + ", encoding/xml " + theirs.String()
		}
	}
}

// nextOfOurs writes the text up to the next tag, and the tag.
func nextOfOurs(s *scanner, w *bytes.Buffer) (more bool, err error) {
	for {
		t, err := s.next()
		if err != nil {
			return false, err
		}
		switch t {
		case startTag:
			w.WriteString("<")
			w.Write(s.name)
			for _, a := range s.attrs {
				w.WriteString(" " + string(a.name) + "=" + decode(a.value))
			}
			return true, nil
		case endTag:
			w.WriteString("</")
			w.Write(s.name)
			return true, nil
		case text:
			if s.cdata {
				w.Write(s.chars)
			} else {
				w.WriteString(strings.ReplaceAll(decode(bytes.ReplaceAll(s.chars, []byte("\r\n"), []byte("\n"))), "\r", "\n"))
			}
		case endOfInput:
			return false, nil
		}
	}
}

func nextOfTheirs(d *xml.Decoder, w *bytes.Buffer) error {
	full := func(n xml.Name) string {
		if n.Space != "" {
			return n.Space + ":" + n.Local
		}
		return n.Local
	}
	for depth := d.InputOffset(); ; {
		t, err := d.RawToken()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			w.WriteString("<" + full(t.Name))
			for _, a := range t.Attr {
				w.WriteString(" " + full(a.Name) + "=" + a.Value)
			}
			return nil
		case xml.EndElement:
			w.WriteString("</" + full(t.Name))
			return nil
		case xml.CharData:
			if depth > 0 || len(bytes.TrimSpace(t)) > 0 {
				w.Write(t)
			}
		}
	}
}

// TestNoTextIsLost compares all characters of the blocks with all characters of
// the file outside <meta>, as encoding/xml reads them.
func TestNoTextIsLost(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 75 MB with encoding/xml")
	}
	published(t, func(name string, data []byte) {
		src, err := Source(name, data)
		if err != nil {
			t.Error(err)
			return
		}
		var got [256]int
		for _, b := range src.Blocks {
			if b.Role != source.Footnote || isMarker(b.Number, true) && !isMarker(b.Number, false) {
				count(&got, b.Number)
			} else if strings.Contains(name, "Arabic") {
				count(&got, "()")
			}
			if b.Role != source.Footnote {
				for _, n := range b.Notes {
					count(&got, n.Marker)
				}
			}
			count(&got, b.Text)
		}
		// A stop or a dash between number and text belongs to neither.
		got['.'], got['-'] = 0, 0
		want := characters(t, name, data)
		want['.'], want['-'] = 0, 0
		if got != want {
			t.Errorf("%s: blocks have other characters than the file: %v", name, difference(got, want))
		}
	})
}

func difference(got, want [256]int) string {
	var b strings.Builder
	for c := range got {
		if got[c] != want[c] {
			b.WriteString(strings.Trim(string(rune(c)), "\x00"))
			b.WriteString(map[bool]string{true: "+", false: "-"}[got[c] > want[c]])
		}
	}
	return b.String()
}

// count adds up bytes that are not white space.
func count(n *[256]int, s string) {
	for _, f := range strings.Fields(s) {
		for _, c := range []byte(f) {
			n[c]++
		}
	}
}

// characters counts what stands between the tags outside <meta>; a note counts
// its marker in its place.
func characters(t *testing.T, name string, data []byte) (n [256]int) {
	d := xml.NewDecoder(bytes.NewReader(data))
	meta, sup := 0, 0
	var text strings.Builder
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			count(&n, norm.NFC.String(text.String()))
			return n
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if tok.Name.Local == "meta" || meta > 0 {
				meta++
			}
			if tok.Name.Local == "sup" {
				sup++
			}
			if tok.Name.Local == "authorialNote" {
				for _, a := range tok.Attr {
					if a.Name.Local == "marker" {
						count(&n, a.Value)
					}
				}
			}
		case xml.EndElement:
			if meta > 0 {
				meta--
			}
			if tok.Name.Local == "sup" {
				sup--
			}
		case xml.CharData:
			if meta == 0 {
				s := string(tok)
				if sup > 0 {
					s = strings.ReplaceAll(s, ",", "")
				}
				text.WriteString(s)
			}
		}
	}
}

func BenchmarkSource(b *testing.B) {
	var files [][]byte
	size := 0
	var mu sync.Mutex
	published(b, func(_ string, data []byte) {
		mu.Lock()
		files, size = append(files, data), size+len(data)
		mu.Unlock()
	})
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, data := range files {
			if _, err := Source("", data); err != nil {
				b.Fatal(err)
			}
		}
	}
}
