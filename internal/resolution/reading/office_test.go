package reading_test

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"comity/internal/resolution"
	"comity/internal/resolution/akn"
	"comity/internal/resolution/reading"
	"comity/internal/testshared"
)

// published opens the published files, by their names in the archive.
func published(tb testing.TB) map[string][]byte {
	tb.Helper()
	z, err := zip.OpenReader(testshared.Dir(tb, "resolutions", "unxml-ga-74-78.zip"))
	if err != nil {
		tb.Fatal(err)
	}
	defer z.Close()
	files := map[string][]byte{}
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			tb.Fatal(err)
		}
		r.Close()
	}
	return files
}

// chosen returns n names, the same ones for the same seed.
func chosen(files map[string][]byte, n int, dice *rand.Rand) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	dice.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names[:min(n, len(names))]
}

// operative lists a gold's operative paragraphs, for comparing.
func operative(g akn.Gold) []string {
	var out []string
	for _, d := range g.Documents {
		for _, p := range d.Paragraphs {
			if p.Part == resolution.Operative {
				out = append(out, p.Number+"\x00"+folded(p.Text))
			}
		}
	}
	return out
}

func operativeOf(docs []resolution.Document) []string {
	var out []string
	for _, d := range docs {
		for _, p := range d.Paragraphs {
			if p.Part == resolution.Operative {
				out = append(out, p.Number+"\x00"+folded(p.Text))
			}
		}
	}
	return out
}

// folded makes texts comparable: white space is one space, and a hyphen that
// must not break is a hyphen, since print does not tell them apart.
func folded(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "\u2011", "-")
}

// overlap counts what two lists have in common, each member once.
func overlap(a, b []string) int {
	count := map[string]int{}
	for _, s := range a {
		count[s]++
	}
	n := 0
	for _, s := range b {
		if count[s] > 0 {
			count[s]--
			n++
		}
	}
	return n
}

// TestWordProcessorsFiles writes 200 published resolutions as flat OpenDocument
// texts, lets LibreOffice make Word, HTML and PDF files of them, and reads these.
func TestWordProcessorsFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes half a minute; run without -short")
	}
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not here; install it with: apt-get install libreoffice-writer-nogui")
	}
	files := published(t)
	dice := rand.New(rand.NewPCG(69, 197))
	dir := t.TempDir()
	keep := os.Getenv("COMITY_OFFICE_DIR") // to look at what went wrong
	if keep != "" {
		dir = keep
	}
	want := map[string][]string{}
	var paths []string
	for _, name := range chosen(files, 200, dice) {
		src, err := akn.Source(name, files[name])
		if err != nil {
			t.Fatal(err)
		}
		gold, err := akn.GoldOf(name, files[name])
		if err != nil {
			t.Fatal(err)
		}
		base := strings.NewReplacer("/", "-", " ", "_").Replace(strings.TrimSuffix(name, ".xml"))
		path := filepath.Join(dir, base+".fodt")
		if err := os.WriteFile(path, []byte(fodt(src, dice)), 0o644); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
		want[base] = operative(gold)
	}
	r := newReader(t)
	for _, kind := range []struct{ suffix, filter string }{
		{"docx", "docx:Office Open XML Text"}, {"html", "html:HTML (StarWriter)"}, {"pdf", "pdf"},
	} {
		t.Run(kind.suffix, func(t *testing.T) {
			for batch := 0; batch < len(paths); batch += 50 {
				args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", kind.filter, "--outdir", dir}, paths[batch:min(batch+50, len(paths))]...)
				if out, err := exec.Command(soffice, args...).CombinedOutput(); err != nil {
					t.Fatalf("soffice: %v\n%s", err, out)
				}
			}
			var made []string
			for _, p := range paths {
				made = append(made, strings.TrimSuffix(p, "fodt")+kind.suffix)
			}
			both, found, sought := 0, 0, 0
			worst := map[string]int{}
			err := r.Files(context.Background(), made, reading.Options{}, func(res reading.Result) error {
				base := strings.TrimSuffix(filepath.Base(res.Name), "."+kind.suffix)
				if res.Err != nil {
					t.Logf("not read: %v", res.Err)
				}
				got := operativeOf(res.Documents)
				n := overlap(want[base], got)
				both, found, sought = both+n, found+len(got), sought+len(want[base])
				if miss := max(len(got), len(want[base])) - n; miss > 0 {
					worst[base] = miss
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			precision, recall := float64(both)/float64(found), float64(both)/float64(sought)
			t.Logf("%s: %d operative paragraphs, precision %.4f, recall %.4f", kind.suffix, sought, precision, recall)
			t.Log(hardest(worst, 8))
			if f1 := 2 * precision * recall / (precision + recall); f1 < 0.985 {
				t.Errorf("F1 is %.4f, below 0.985", f1)
			}
		})
	}
}

// hardest names the files with the most misses.
func hardest(misses map[string]int, n int) string {
	var names []string
	for name := range misses {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		return misses[names[i]] > misses[names[j]] || misses[names[i]] == misses[names[j]] && names[i] < names[j]
	})
	var b strings.Builder
	fmt.Fprintf(&b, "%d files with misses:", len(names))
	for _, name := range names[:min(n, len(names))] {
		fmt.Fprintf(&b, " %s (%d)", name, misses[name])
	}
	return b.String()
}
