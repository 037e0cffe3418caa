package structure

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"testing"
	"unicode"

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

// atLeast fails the test where a share falls below what is asked of it.
func atLeast(t *testing.T, what string, got tally, want float64) {
	t.Helper()
	if got.precision() < want || got.recall() < want {
		t.Errorf("%s: %v; at least %.4f of both is asked", what, got, want)
	}
}

func (b *scoreboard) report(t *testing.T) {
	t.Helper()
	t.Logf("operative %v", b.operative)
	t.Logf("preamble  %v", b.preamble)
	t.Logf("annex     %v", b.annex)
	t.Logf("notes     %v", b.notes)
	b.dump(t)
}

// readPublished reads every file by the markup and compares it with what the
// source that make gives is read to.
func readPublished(t *testing.T, every int, make func(i int, src source.Source) source.Source) *scoreboard {
	t.Helper()
	var board scoreboard
	for i, f := range published(t) {
		if i%every != 0 {
			continue
		}
		src, err := akn.Source(f.name, f.data)
		if err != nil {
			t.Fatal(err)
		}
		gold, err := akn.GoldOf(f.name, f.data)
		if err != nil {
			t.Fatal(err)
		}
		docs, err := Read(make(i, src))
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		board.add(f.name, gold, docs)
	}
	board.report(t)
	return &board
}

func TestPublishedXML(t *testing.T) {
	b := readPublished(t, 1, func(_ int, src source.Source) source.Source { return src })
	atLeast(t, "operative paragraphs", b.operative, 0.998)
	atLeast(t, "preambular paragraphs", b.preamble, 0.999)
	atLeast(t, "footnotes", b.notes, 0.995)
}

func TestPublishedAsPlainText(t *testing.T) {
	b := readPublished(t, 1, func(_ int, src source.Source) source.Source { return linesOf(akn.PlainText(src)) })
	atLeast(t, "operative paragraphs", b.operative, 0.998)
	atLeast(t, "preambular paragraphs", b.preamble, 0.998)
	atLeast(t, "footnotes", b.notes, 0.995)
}

// TestPublishedAsWornText wears each file in a manner of its own.
func TestPublishedAsWornText(t *testing.T) {
	every := 1
	if testing.Short() {
		every = 7
	}
	for seed := uint64(1); seed <= 2; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			b := readPublished(t, every, func(i int, src source.Source) source.Source {
				return linesOf(wear.Text(akn.PlainText(src), seed*10_000+uint64(i)))
			})
			atLeast(t, "operative paragraphs", b.operative, 0.99)
			atLeast(t, "preambular paragraphs", b.preamble, 0.99)
			atLeast(t, "footnotes", b.notes, 0.97)
		})
	}
}

// TestExtractedFromPDF reads a resolution as an extraction left it: lines that
// begin with list marks, footnotes in the middle of paragraphs and in another
// order, a year that looks like a number, markers that lost their raised place.
func TestExtractedFromPDF(t *testing.T) {
	data, err := os.ReadFile(testshared.Dir(t, "resolutions", "A_RES_69_197.txt"))
	if err != nil {
		t.Fatal(err)
	}
	docs, err := Read(linesOf(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	d := docs[0]
	got := []any{d.Symbol, d.Organ, d.Session, d.Adopted, d.Meeting, d.AgendaItem, d.Report, d.Language, len(docs)}
	want := []any{"A/RES/69/197", "GA", 69, "2014-12-18", "73rd plenary meeting", "105", "A/69/489", "en", 1}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("head: got %v, want %v", got, want)
	}
	preamble, operative := 0, 0
	for _, p := range d.Paragraphs {
		switch p.Part {
		case resolution.Preamble:
			preamble++
			if r := []rune(p.Text); !unicode.IsUpper(r[0]) || !strings.ContainsRune(",.", r[len(r)-1]) {
				t.Errorf("%s begins or ends in the middle of a sentence: %s", p.ID, clip(p.Text))
			}
		case resolution.Operative:
			operative++
			if p.ID != fmt.Sprint(operative) {
				t.Errorf("paragraph %s stands where %d should", p.ID, operative)
			}
			if r := []rune(p.Text); !unicode.IsUpper(r[0]) || !strings.ContainsRune(";.:", r[len(r)-1]) || strings.ContainsAny(p.Text, "⁰¹²³⁴⁵⁶⁷⁸⁹*") || strings.Contains(p.Text, " - ") {
				t.Errorf("paragraph %s is not whole: %s", p.ID, clip(p.Text))
			}
		}
	}
	if preamble != 52 || operative != 53 {
		t.Errorf("%d preambular and %d operative paragraphs, want 52 and 53", preamble, operative)
	}
	if len(d.Footnotes) != 24 || len(d.Uncertain) != 1 || !strings.Contains(d.Uncertain[0].Why, "footnote 18 ") {
		t.Errorf("%d footnotes, doubts %v; want 24 and a doubt about 18 alone", len(d.Footnotes), d.Uncertain)
	}
	bound := map[string][]string{}
	for _, p := range d.Paragraphs {
		bound[p.ID] = p.Footnotes
	}
	for id, notes := range map[string]string{"pp3": "[6]", "pp4": "[7 8]", "pp8": "[9]", "pp14": "[11]", "2": "[1]", "4": "[2 3 4 5]", "6": "[11 22]", "pp40": "[19]"} {
		if fmt.Sprint(bound[id]) != notes {
			t.Errorf("%s has the footnotes %v, want %s", id, bound[id], notes)
		}
	}
}

func sourcesOf(tb testing.TB, files []publishedFile) []source.Source {
	tb.Helper()
	sources := make([]source.Source, len(files))
	for i, f := range files {
		src, err := akn.Source(f.name, f.data)
		if err != nil {
			tb.Fatal(err)
		}
		sources[i] = src
	}
	return sources
}
