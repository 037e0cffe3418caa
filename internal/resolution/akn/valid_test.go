package akn_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"comity/internal/programme"
	"comity/internal/resolution/akn"
	"comity/internal/resolution/reading"
	"comity/internal/testshared"
	"comity/programmes"
)

// TestWrittenIsValid has every published file read with its clauses and written,
// and lets xmllint judge by the schema of Akoma Ntoso. Without xmllint it skips.
func TestWrittenIsValid(t *testing.T) {
	if testing.Short() {
		t.Skip("reads and writes 75 MB")
	}
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed (Debian: apt-get install libxml2-utils)")
	}
	schema := testshared.Dir(t, "akn", "akomantoso30.xsd")
	archive := testshared.Dir(t, "resolutions", "unxml-ga-74-78.zip")
	dir := t.TempDir()
	var paths []string
	put := func(data []byte) {
		path := filepath.Join(dir, fmt.Sprintf("%d.xml", len(paths)))
		paths = append(paths, path)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, data := range akn.InventedForSchema(t) {
		put(data)
	}
	clauses := 0
	r := reader(t)
	err = r.Files(context.Background(), []string{archive}, reading.Options{}, func(res reading.Result) error {
		for _, doc := range res.Documents {
			for _, p := range doc.Paragraphs {
				clauses += len(p.Clauses)
			}
			var b bytes.Buffer
			if err := akn.Write(&b, doc); err != nil {
				t.Error(err)
			}
			put(b.Bytes())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents with %d clauses", len(paths), clauses)
	if len(paths) < 1600 || clauses < 40_000 {
		t.Errorf("too little was written to judge")
	}
	for chunk := range slices.Chunk(paths, 400) {
		out, err := exec.Command(xmllint, append([]string{"--noout", "--nonet", "--schema", schema}, chunk...)...).CombinedOutput()
		if err != nil {
			var faults []string
			for l := range strings.Lines(string(out)) {
				if !strings.HasSuffix(l, " validates\n") && len(faults) < 8 {
					faults = append(faults, l)
				}
			}
			t.Fatalf("%v: %.3000s", err, strings.Join(faults, ""))
		}
	}
}

func reader(t *testing.T) *reading.Reader {
	t.Helper()
	folder, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	p, err := programme.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	r := reading.New(p)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}
