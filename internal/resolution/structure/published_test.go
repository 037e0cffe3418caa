package structure

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"testing"

	"comity/internal/resolution"
	"comity/internal/resolution/akn"
	"comity/internal/resolution/source"
	"comity/internal/resolution/wear"
	"comity/internal/testshared"
)

type publishedFile struct {
	name string
	data []byte
}

// published returns the General Assembly's resolutions of the 74th to 78th
// sessions as the United Nations publishes them.
func published(tb testing.TB) []publishedFile {
	tb.Helper()
	r, err := zip.OpenReader(testshared.Dir(tb, "resolutions", "unxml-ga-74-78.zip"))
	if err != nil {
		tb.Fatal(err)
	}
	defer r.Close()
	var files []publishedFile
	for _, f := range r.File {
		if !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		rc, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		data, err := io.ReadAll(rc)
		rc.Close()
		if err != nil {
			tb.Fatal(err)
		}
		files = append(files, publishedFile{path.Base(f.Name), data})
	}
	return files
}

// tally counts what was found, what was there, and what of it agrees.
type tally struct{ right, found, there int }

func (t tally) precision() float64 { return ratio(t.right, t.found) }
func (t tally) recall() float64    { return ratio(t.right, t.there) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func (t tally) String() string {
	return fmt.Sprintf("precision %.5f recall %.5f (%d right, %d found, %d there)", t.precision(), t.recall(), t.right, t.found, t.there)
}

// compareFold is how two texts are made comparable: quotation marks, spaces and
// the like do not count, words, digits and punctuation do.
func compareFold(s string) string {
	return strings.Join(strings.Fields(s), " ")
}

// withoutSection takes "III.B." from a number: whether a heading is a section's
// is a matter in which the markup itself is not of one mind.
func withoutSection(number string) string {
	for {
		section, rest, ok := strings.Cut(number, ".")
		if !ok || strings.Trim(section, "IVXABCDEFGH") != "" {
			return number
		}
		number = rest
	}
}

// scoreboard gathers the agreement with the markup by part.
type scoreboard struct {
	operative, preamble, annex, notes tally
	faults                            []string
}

func (b *scoreboard) add(name string, gold akn.Gold, docs []resolution.Document) {
	there := map[resolution.Part]map[string]int{}
	found := map[resolution.Part]map[string]int{}
	for _, p := range [...]resolution.Part{resolution.Preamble, resolution.Operative, resolution.Annex} {
		there[p], found[p] = map[string]int{}, map[string]int{}
	}
	key := func(part resolution.Part, number, text string) string {
		if part == resolution.Preamble {
			number = ""
		}
		return withoutSection(number) + " | " + compareFold(text)
	}
	for _, d := range gold.Documents {
		for _, p := range d.Paragraphs {
			there[p.Part][key(p.Part, p.Number, p.Text)]++
		}
	}
	for _, d := range docs {
		for _, p := range d.Paragraphs {
			found[p.Part][key(p.Part, p.Number, p.Text)]++
		}
	}
	count := func(part resolution.Part, t *tally) {
		for k, n := range there[part] {
			t.there += n
			t.right += min(n, found[part][k])
			if found[part][k] < n {
				b.faults = append(b.faults, fmt.Sprintf("%s %s missing %s", name, part, clip(k)))
			}
		}
		for k, n := range found[part] {
			t.found += n
			if there[part][k] < n {
				b.faults = append(b.faults, fmt.Sprintf("%s %s extra   %s", name, part, clip(k)))
			}
		}
	}
	count(resolution.Operative, &b.operative)
	count(resolution.Preamble, &b.preamble)
	count(resolution.Annex, &b.annex)
	notes := map[string]int{}
	for _, d := range gold.Documents {
		for _, n := range d.Notes {
			notes[n.Marker+" | "+compareFold(n.Text)]++
			b.notes.there++
		}
	}
	for _, d := range docs {
		unbound := map[string]bool{}
		for _, u := range d.Uncertain {
			if u.Field == "footnotes" && u.Paragraph == "" {
				unbound[strings.Fields(u.Why)[1]] = true
			}
		}
		b.notes.found += len(d.Footnotes)
		for _, f := range d.Footnotes {
			k := f.Marker + " | " + compareFold(f.Text)
			switch {
			case unbound[f.Marker]:
				b.faults = append(b.faults, fmt.Sprintf("%s note unbound %s", name, clip(k)))
			case notes[k] > 0:
				b.notes.right++
			default:
				b.faults = append(b.faults, fmt.Sprintf("%s note extra   %s", name, clip(k)))
				continue
			}
			notes[k]--
		}
	}
	for k, n := range notes {
		if n > 0 {
			b.faults = append(b.faults, fmt.Sprintf("%s note missing %s", name, clip(k)))
		}
	}
}

func clip(s string) string {
	if len(s) > 170 {
		return s[:110] + " … " + s[len(s)-56:]
	}
	return s
}

// dump writes the faults where COMITY_FAULTS names a file, to be looked at.
func (b *scoreboard) dump(t *testing.T) {
	if name := os.Getenv("COMITY_FAULTS"); name != "" {
		if err := os.WriteFile(name, []byte(strings.Join(b.faults, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func linesOf(text string) source.Source {
	return source.Source{Kind: source.Text, Blocks: source.Lines(text)}
}

func TestPublishedXML(t *testing.T) {
	var board scoreboard
	for _, f := range published(t) {
		src, err := akn.Source(f.name, f.data)
		if err != nil {
			t.Fatal(err)
		}
		gold, err := akn.GoldOf(f.name, f.data)
		if err != nil {
			t.Fatal(err)
		}
		docs, err := Read(src)
		if err != nil {
			t.Error(err)
			continue
		}
		board.add(f.name, gold, docs)
	}
	t.Logf("operative %v", board.operative)
	t.Logf("preamble  %v", board.preamble)
	t.Logf("annex     %v", board.annex)
	t.Logf("notes     %v", board.notes)
	board.dump(t)
}

func TestPublishedAsPlainText(t *testing.T) {
	var board scoreboard
	for _, f := range published(t) {
		src, err := akn.Source(f.name, f.data)
		if err != nil {
			t.Fatal(err)
		}
		gold, err := akn.GoldOf(f.name, f.data)
		if err != nil {
			t.Fatal(err)
		}
		docs, err := Read(linesOf(akn.PlainText(src)))
		if err != nil {
			t.Error(f.name, err)
			continue
		}
		board.add(f.name, gold, docs)
	}
	t.Logf("operative %v", board.operative)
	t.Logf("preamble  %v", board.preamble)
	t.Logf("annex     %v", board.annex)
	t.Logf("notes     %v", board.notes)
	board.dump(t)
}

func TestPublishedAsWornText(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		var board scoreboard
		for i, f := range published(t) {
			src, err := akn.Source(f.name, f.data)
			if err != nil {
				t.Fatal(err)
			}
			gold, err := akn.GoldOf(f.name, f.data)
			if err != nil {
				t.Fatal(err)
			}
			text := wear.Text(akn.PlainText(src), seed*10_000+uint64(i))
			docs, err := Read(linesOf(text))
			if err != nil {
				t.Error(f.name, err)
				continue
			}
			board.add(fmt.Sprintf("%s@%d", f.name, seed*10_000+uint64(i)), gold, docs)
		}
		t.Logf("seed %d operative %v", seed, board.operative)
		t.Logf("preamble  %v", board.preamble)
		t.Logf("annex     %v", board.annex)
		t.Logf("notes     %v", board.notes)
		board.dump(t)
	}
}
