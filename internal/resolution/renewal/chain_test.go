package renewal

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"comity/internal/resolution"
	"comity/internal/resolution/akn"
	"comity/internal/resolution/source"
	"comity/internal/resolution/structure"
	"comity/internal/testshared"
)

// programme are the renewals of the mandate of the crime programme, oldest
// first; the first lies beside the archive as text out of a PDF.
var programme = []string{"74/74_177.xml", "75/75_196", "76/A_RES_76_187", "77/A_RES_77_237", "78/A_RES_78_229"}

func readProgramme(tb testing.TB) []resolution.Document {
	tb.Helper()
	data, err := os.ReadFile(testshared.Dir(tb, "resolutions", "A_RES_69_197.txt"))
	if err != nil {
		tb.Fatal(err)
	}
	src := source.Source{Name: "A_RES_69_197.txt", Kind: source.Text}
	for i, l := range strings.Split(string(data), "\n") {
		src.Blocks = append(src.Blocks, source.Block{Role: source.Line, Text: l, Line: i + 1})
	}
	sources := []source.Source{src}
	z, err := zip.OpenReader(testshared.Dir(tb, "resolutions", "unxml-ga-74-78.zip"))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	for _, name := range programme {
		for _, f := range z.File {
			if !strings.HasPrefix(f.Name, name) {
				continue
			}
			in, err := f.Open()
			if err != nil {
				tb.Fatal(err)
			}
			data, err := io.ReadAll(in)
			if err := errors.Join(err, in.Close()); err != nil {
				tb.Fatal(err)
			}
			src, err := akn.Source(f.Name, data)
			if err != nil {
				tb.Fatal(err)
			}
			sources = append(sources, src)
			break
		}
	}
	var docs []resolution.Document
	for _, src := range sources {
		read, err := structure.Read(src)
		if err != nil || len(read) != 1 {
			tb.Fatalf("%s: %d documents, %v", src.Name, len(read), err)
		}
		docs = append(docs, read[0])
	}
	return docs
}

// TestRenewalsOfTheProgramme compares the real chain: every paragraph is in one
// change, every difference holds, and the duties that one would look for are
// followed back to where they began.
func TestRenewalsOfTheProgramme(t *testing.T) {
	docs := readProgramme(t)
	if len(docs) != 1+len(programme) {
		t.Fatalf("%d documents", len(docs))
	}
	began := time.Now()
	chain := Follow(docs)
	t.Logf("compared in %v", time.Since(began))
	for i, c := range chain.Comparisons {
		t.Logf("%s → %s: %s", c.Old, c.New, c.counts())
		olds, news := 0, 0
		for _, ch := range c.Changes {
			olds, news = olds+len(ch.Old), news+len(ch.New)
			if len(ch.Diff) > 0 {
				if got, ok := Apply(ch.OldText(), ch.Diff); !ok || got != ch.NewText() {
					t.Errorf("%s %s: the shown change does not give the new text", c.New, ids(ch.New))
				}
			}
		}
		if olds != len(docs[i].Paragraphs) || news != len(docs[i+1].Paragraphs) {
			t.Errorf("%s: %d old and %d new paragraphs in changes, the documents have %d and %d", c.New, olds, news, len(docs[i].Paragraphs), len(docs[i+1].Paragraphs))
		}
	}
	first := map[string]int{}
	for _, s := range chain.Since {
		if s.Part == resolution.Operative {
			first[s.First.Symbol]++
		}
	}
	t.Logf("operative paragraphs of %s by the resolution in which they began: %v", docs[len(docs)-1].Symbol, first)
	if first["A/RES/69/197"] < 15 || len(first) < 4 {
		t.Errorf("duties begin in %v; the programme goes back to 69/197", first)
	}
	if path := os.Getenv("COMITY_SHOW_RENEWALS"); path != "" {
		var b bytes.Buffer
		if err := chain.WriteText(&b, Plain); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkFollowTheProgramme(b *testing.B) {
	docs := readProgramme(b)
	for b.Loop() {
		Follow(docs)
	}
}
