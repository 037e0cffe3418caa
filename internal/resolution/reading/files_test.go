package reading_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"comity/internal/resolution"
	"comity/internal/resolution/reading"
	"comity/internal/resolution/source"
	"comity/internal/testshared"
)

// lamps is an invented resolution with a number of its own.
func lamps(n int) string {
	return fmt.Sprintf("Resolution adopted by the General Assembly on 4 May 2041\n\n95/%d. Lamps\n\nThe General Assembly,\n\n1. Requests Member States to count the lamps;\n\n2. Decides to light them.\n", n)
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func packed(t *testing.T, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err == nil {
			_, err = w.Write([]byte(members[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestResultsComeInTheirOrder(t *testing.T) {
	dir := t.TempDir()
	one := write(t, dir, "z.txt", lamps(1))
	write(t, dir, "many/b.txt", lamps(3))
	write(t, dir, "many/a/deep.txt", lamps(2))
	write(t, dir, "many/.hidden", "x")
	archive := write(t, dir, "c.zip", packed(t, "m/2.txt", lamps(4), "m/", "", "m/1.txt", lamps(5), "__MACOSX/x", "x", "bad.txt", ""))
	r := newReader(t)
	var got []string
	err := r.Files(context.Background(), []string{one, filepath.Join(dir, "many"), archive, "-", filepath.Join(dir, "nowhere")},
		reading.Options{Workers: 4, Stdin: strings.NewReader(packed(t, "in.txt", lamps(6)))}, func(res reading.Result) error {
			s := strings.TrimPrefix(res.Name, dir+"/")
			for _, d := range res.Documents {
				s += " " + d.Symbol
			}
			if res.Err != nil {
				s += " !"
			}
			got = append(got, s)
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"z.txt A/RES/95/1", "many/a/deep.txt A/RES/95/2", "many/b.txt A/RES/95/3", "c.zip/m/2.txt A/RES/95/4", "c.zip/m/1.txt A/RES/95/5", "c.zip/bad.txt !",
		"standard input/in.txt A/RES/95/6", "nowhere !"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestManyReadAsOne(t *testing.T) {
	dir := t.TempDir()
	for i := range 60 {
		write(t, dir, fmt.Sprintf("%03d.txt", i), lamps(i+1))
	}
	r := newReader(t)
	read := func(workers int) []string {
		var out []string
		err := r.Files(context.Background(), []string{dir}, reading.Options{Workers: workers, Render: func(res *reading.Result) ([]byte, error) {
			return json.Marshal(res.Documents)
		}}, func(res reading.Result) error {
			if res.Documents != nil {
				t.Error("the documents of a rendered result are kept")
			}
			out = append(out, string(res.Rendered))
			return res.Err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if d := cmp.Diff(read(1), read(8)); d != "" {
		t.Error(d)
	}
}

func TestABatchStops(t *testing.T) {
	dir := t.TempDir()
	for i := range 50 {
		write(t, dir, fmt.Sprintf("%03d.txt", i), lamps(i+1))
	}
	r := newReader(t)
	full := errors.New("the disk is full")
	n := 0
	if err := r.Files(context.Background(), []string{dir}, reading.Options{}, func(reading.Result) error {
		if n++; n == 3 {
			return full
		}
		return nil
	}); !errors.Is(err, full) || n != 3 {
		t.Errorf("got %v after %d results, want the error of the third", err, n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	n = 0
	if err := r.Files(ctx, []string{dir}, reading.Options{}, func(reading.Result) error {
		if n++; n == 2 {
			cancel()
		}
		return nil
	}); !errors.Is(err, context.Canceled) || n > 3 {
		t.Errorf("got %v after %d results, want a stop", err, n)
	}
}

// TestABatchHoldsFewDocuments counts the documents that are held at once: a slow
// consumer must slow the readers down.
func TestABatchHoldsFewDocuments(t *testing.T) {
	dir := t.TempDir()
	for i := range 100 {
		write(t, dir, fmt.Sprintf("%03d.txt", i), lamps(i+1))
	}
	var held, most atomic.Int64
	r := newReader(t)
	opts := reading.Options{Workers: 2, Read: func(context.Context, string, []byte) ([]resolution.Document, error) {
		most.Store(max(most.Load(), held.Add(1)))
		return nil, nil
	}}
	err := r.Files(context.Background(), []string{dir}, opts, func(reading.Result) error {
		runtime.Gosched()
		held.Add(-1)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if most.Load() > 16 {
		t.Errorf("%d documents were held at once", most.Load())
	}
}

func TestEveryRefusalNamesItsDocument(t *testing.T) {
	r := newReader(t)
	for name, data := range map[string]string{
		"empty": "", "prose.txt": "Nothing in here was ever adopted.", "cut.xml": "<akomaNtoso><statement>", "in.zip": packed(t, "a", "b"),
		"x.html": "<p>Hello", "x.docx": packed(t, "word/document.xml", "<w:document><w:body>"), "x.pdf": "%PDF-1.7",
	} {
		_, err := r.Read(context.Background(), name, []byte(data))
		var refused *source.Refused
		if !errors.As(err, &refused) || !strings.HasPrefix(err.Error(), name) || refused.Why == "" {
			t.Errorf("%s: %v names not the document or not the reason", name, err)
		}
	}
}

func TestAGuessedEncodingIsReported(t *testing.T) {
	r := newReader(t)
	docs, err := r.Read(context.Background(), "x.txt", []byte(strings.ReplaceAll(lamps(1), "Lamps", "Lamp\xe9s")))
	if err != nil {
		t.Fatal(err)
	}
	if len(docs[0].Uncertain) == 0 || docs[0].Uncertain[0].Field != "text" || !strings.Contains(docs[0].Title, "Lampés") {
		t.Errorf("title %q, uncertain %+v", docs[0].Title, docs[0].Uncertain)
	}
}

// TestPublishedFilesAreRead reads all of them; no list in the JSON is null.
func TestPublishedFilesAreRead(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 1,646 files; run without -short")
	}
	path := testshared.Dir(t, "resolutions", "unxml-ga-74-78.zip")
	r := newReader(t)
	files, docs := 0, 0
	err := r.Files(context.Background(), []string{path}, reading.Options{Render: func(res *reading.Result) ([]byte, error) {
		return json.Marshal(res.Documents)
	}}, func(res reading.Result) error {
		if res.Err != nil {
			t.Error(res.Err)
		}
		for _, list := range []string{`"clauses":null`, `"cites":null`, `"topics":null`, `"addressees":null`, `"footnotes":null`, `"uncertain":null`, `"spans":null`} {
			if bytes.Contains(res.Rendered, []byte(list)) {
				t.Errorf("%s: %s in the JSON", res.Name, list)
			}
		}
		files++
		docs += bytes.Count(res.Rendered, []byte(`{"symbol":`))
		return nil
	})
	if err != nil || files != 1646 || docs < files {
		t.Errorf("%d files, %d documents, %v", files, docs, err)
	}
}

// silent is a standard input that never says anything, as an idle terminal.
type silent struct{ gone chan struct{} }

func (s silent) Read([]byte) (int, error) { <-s.gone; return 0, io.EOF }

func TestAStopDoesNotWaitForInput(t *testing.T) {
	in := silent{make(chan struct{})}
	defer close(in.gone)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	err := newReader(t).Files(ctx, []string{"-"}, reading.Options{Stdin: in}, func(reading.Result) error { return nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a stop", err)
	}
}

// TestALargeDocumentWaitsForItsTurn lets each document be delivered slowly: no
// two large ones may be held at once.
func TestALargeDocumentWaitsForItsTurn(t *testing.T) {
	dir := t.TempDir()
	for i := range 12 {
		write(t, dir, fmt.Sprintf("%02d.txt", i), strings.Repeat(" ", (i%2)*(1<<20+1))+"x")
	}
	var held, most atomic.Int64
	opts := reading.Options{Workers: 4, Read: func(_ context.Context, _ string, data []byte) ([]resolution.Document, error) {
		if len(data) > 1<<20 {
			most.Store(max(most.Load(), held.Add(1)))
		}
		return nil, nil
	}}
	n := 0
	err := newReader(t).Files(context.Background(), []string{dir}, opts, func(r reading.Result) error {
		time.Sleep(2 * time.Millisecond)
		if n%2 == 1 {
			held.Add(-1)
		}
		n++
		return r.Err
	})
	if err != nil || n != 12 || most.Load() != 1 {
		t.Errorf("%d documents, %v, %d large ones at once", n, err, most.Load())
	}
}

func TestWhatIsLongIsRefused(t *testing.T) {
	r := newReader(t)
	for name, data := range map[string]string{
		"text": lamps(1) + strings.Repeat("lamps and lenses and ", source.MaxLetters/20), "lines": lamps(1) + strings.Repeat("x\n", source.MaxBlocks),
		"pages": lamps(1) + strings.Repeat("x\f", source.MaxBlocks), "carriage returns": lamps(1) + strings.Repeat("x\r", source.MaxBlocks),
		"html": "<p>" + lamps(1) + strings.Repeat("<p>x", source.MaxBlocks+1), "long html": "<p>" + lamps(1) + strings.Repeat("<p>"+strings.Repeat("lamps ", 5000), source.MaxLetters/30000+1),
	} {
		_, err := r.Read(context.Background(), name, []byte(data))
		var refused *source.Refused
		if !errors.As(err, &refused) || !strings.Contains(refused.Why, "are read") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
