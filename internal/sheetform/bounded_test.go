package sheetform

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// packed is a package of one part.
func packed(t testing.TB, part string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("xl/worksheets/sheet1.xml")
	if err == nil {
		_, err = io.WriteString(f, part)
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatNoProgramOfAPersonWritesIsNotBounded(t *testing.T) {
	for part, want := range map[string]bool{
		"<a>" + strings.Repeat("<c/>", 1000) + strings.Repeat("x", 500_000) + "</a>": true,
		strings.Repeat("<c/>", maxElements+1):                                        false,
		"<t>" + strings.Repeat("x", maxRun+1) + "</t>":                               false,
		strings.Repeat("x", maxRun) + "<t/>":                                         true,
		"<t/>" + strings.Repeat("x", maxRun+1):                                       false,
	} {
		content := packed(t, part)
		if got := Bounded(content); got != want {
			t.Errorf("%d bytes in a package of %d: %t, want %t", len(part), len(content), got, want)
		}
	}
	if !Bounded(many(t, 5000, "oil")) {
		t.Error("a form of 5,000 rows is refused")
	}
}

// TestASmallFileTakesNoMinute reads files of some kilobytes in which thousands of cells
// name one long text.
func TestASmallFileTakesNoMinute(t *testing.T) {
	for _, text := range []string{strings.Repeat("a  \u0301", 100_000), strings.Repeat("port;road;", 50_000), strings.Repeat(" ", 500_000)} {
		content := filled(t, lamps(1), "en", func(x *excelize.File) {
			for row := FirstRow; row < 1000; row++ {
				for col := range 8 {
					_ = x.SetCellValue("Lamps", cell(col+1, row), fmt.Sprintf("@%d@", col))
				}
			}
		})
		content = longer(t, content, "@1@", text)
		began := time.Now()
		if _, faults := lamps(1).Read(content, 1000); faults.N == 0 {
			t.Error("no fault is named")
		}
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("%d bytes took %v", len(content), took)
		}
	}
}

// longer puts a text of any length in the place of another.
func longer(t testing.TB, content []byte, old, text string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	found := false
	for _, e := range z.File {
		f, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(part, []byte(old))
		out, err := w.Create(e.Name)
		if err == nil {
			_, err = out.Write(bytes.ReplaceAll(part, []byte(old), []byte(text)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || !found {
		t.Fatal(err, found)
	}
	return b.Bytes()
}
