package citation_test

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"comity/internal/resolution/akn"
	"comity/internal/resolution/citation"
	"comity/internal/resolution/source"
	"comity/internal/testshared"
)

// The yardstick: in the files that the United Nations publishes, each number of
// an act is a link to its symbol. A link counts where its figures are those of
// the words it stands on ("text-checked"); editors have shuffled some. One block
// of text is one set of acts, and paragraphs in acts, letters of parts and
// typography are dropped, for the links do not carry them reliably. What is
// found and has no link counts as wrong, although most of it is right: the
// publisher hardly ever links decisions nor resolutions of lesser organs. So a
// second count leaves out the kinds of symbol that it never links.

// tally counts one class of acts.
type tally struct{ right, wrong, missed int }

func (c tally) String() string {
	p := float64(c.right) / float64(max(1, c.right+c.wrong))
	r := float64(c.right) / float64(max(1, c.right+c.missed))
	return fmt.Sprintf("right %6d  wrong %5d  missed %4d  precision %.4f  recall %.4f  F1 %.4f", c.right, c.wrong, c.missed, p, r, c.f1())
}

func (c tally) f1() float64 {
	return 2 * float64(c.right) / float64(max(1, 2*c.right+c.wrong+c.missed))
}

// act brings a symbol to what is compared.
func act(symbol string) string {
	symbol, _, _ = strings.Cut(symbol, "#")
	s := strings.ToUpper(strings.NewReplacer(" ", "", "\u00a0", "", "\u2011", "-", "–", "-").Replace(symbol))
	for _, suffix := range []string{"(SUPP)", "(SUPP.)"} {
		s = strings.TrimSuffix(s, suffix)
	}
	if i := strings.Index(s, "/RES/"); i >= 0 {
		number := s[i+len("/RES/"):]
		stroke := strings.IndexByte(number, '/')
		if stroke < 0 { // 217A(III)
			open := strings.IndexByte(number, '(')
			if open > 0 {
				number = strings.TrimRight(number[:open], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + number[open:]
			}
		} else { // 54/237C, 60/1A-B
			end := stroke + 1
			for end < len(number) && number[end] >= '0' && number[end] <= '9' {
				end++
			}
			number = number[:end]
		}
		s = s[:i+len("/RES/")] + number
	}
	return s
}

// figures are the runs of digits of a text.
func figures(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// linked returns the symbols that a link stands for, or nothing where its words
// do not bear its address out.
func linked(words, href string) []string {
	_, symbol, ok := strings.Cut(href, "undocs.org/")
	if !ok {
		return nil
	}
	symbol = strings.TrimLeft(symbol, "/")
	if lang, rest, ok := strings.Cut(symbol, "/"); ok && len(lang) == 2 && lang == strings.ToLower(lang) {
		symbol = rest
	}
	if symbol == "" || symbol[0] < 'A' || symbol[0] > 'Z' && symbol[0] < 'a' {
		return nil
	}
	have, want := figures(act(symbol)), figures(words)
	isNumber := strings.Contains(act(symbol), "/RES")
	if len(want) == 0 || len(have) < len(want) || isNumber && len(want) < 2 && !strings.Contains(words, "(") {
		return nil
	}
	if first, second, joint := strings.Cut(strings.ReplaceAll(words, "–", "-"), "-"); joint && strings.Contains(first, "/") && strings.Contains(second, "/") && second[0] >= 'A' && isWhole(first) {
		return []string{act(first), act(second)} // A/70/95-S/2015/420, whose address is the first
	}
	if strings.Join(have[len(have)-len(want):], ",") != strings.Join(want, ",") || !isNumber && len(have) != len(want) {
		return nil
	}
	if number, ok := strings.CutPrefix(act(symbol), "A/RES/"); ok && len(want) == 2 && !strings.Contains(words, "S-") && !strings.Contains(number, "ES-") {
		if session, err := strconv.Atoi(want[0]); err == nil && session <= 30 {
			return nil // until 1975 the Assembly's numbers had no stroke: a link by habit
		}
	}
	return []string{act(symbol)}
}

// isWhole tells whether what stands before a hyphen is a whole symbol, not
// the A/ES of A/ES-10/794.
func isWhole(first string) bool { return len(figures(first)) > 0 }

// measured is what the reading of some blocks came to.
type measured struct {
	all, linkable, hrc, council tally
	kinds                       map[string]bool // kinds of symbol that are linked anywhere
	examples                    map[string]int
}

func (m *measured) block(r *citation.Reader, b source.Block, ctx citation.Context) {
	gold, doubtful := map[string]bool{}, false
	for _, l := range b.Links {
		symbols := linked(b.Text[l.Start:l.End], l.Href)
		if len(symbols) == 0 {
			doubtful = doubtful || strings.Contains(l.Href, "undocs.org")
		}
		for _, s := range symbols {
			gold[s] = true
		}
	}
	council := strings.Contains(b.Text, "Council resolution") || strings.Contains(b.Text, "Council decision")
	for _, named := range []string{"Security Council ", "Social Council ", "Rights Council "} {
		council = council && !strings.Contains(b.Text, named+"resolution") && !strings.Contains(b.Text, named+"decision")
	}
	count := func(symbol string, add func(*tally)) {
		add(&m.all)
		if m.kinds[kindOf(symbol)] {
			add(&m.linkable)
		}
		if strings.HasPrefix(symbol, "A/HRC/RES/") {
			add(&m.hrc)
		}
		if council {
			add(&m.council)
		}
	}
	found := map[string]bool{}
	for _, c := range r.Find(b.Text, ctx) {
		own := c.Rule == "own-paragraph" || strings.HasPrefix(c.Rule, "treaty") || c.Span[0] == c.Span[1]
		if s := act(c.Symbol); !own && !found[s] {
			found[s] = true
			switch {
			case gold[s]:
				count(s, func(t *tally) { t.right++ })
			case !doubtful: // a link that its words do not bear out tells nothing
				count(s, func(t *tally) { t.wrong++ })
				m.examples["wrong  "+kindOf(s)]++
			}
		}
	}
	for s := range gold {
		if !found[s] {
			count(s, func(t *tally) { t.missed++ })
			m.examples["missed "+kindOf(s)]++
		}
	}
}

// kindOf is a symbol without its figures, for counting what goes wrong.
func kindOf(symbol string) string {
	return strings.Join(strings.FieldsFunc(symbol, func(r rune) bool { return r >= '0' && r <= '9' }), "9")
}

func (m *measured) report(t *testing.T) {
	t.Logf("all            %v", m.all)
	t.Logf("linkable kinds %v", m.linkable)
	t.Logf("Human Rights C %v", m.hrc)
	t.Logf("bare Council   %v", m.council)
	var kinds []string
	for k := range m.examples {
		kinds = append(kinds, k)
	}
	sort.Slice(kinds, func(i, j int) bool {
		if m.examples[kinds[i]] != m.examples[kinds[j]] {
			return m.examples[kinds[i]] > m.examples[kinds[j]]
		}
		return kinds[i] < kinds[j]
	})
	for _, k := range kinds[:min(12, len(kinds))] {
		t.Logf("  %5d %s", m.examples[k], k)
	}
}

// texts are the blocks of a file that say something: paragraphs and footnotes,
// not its masthead.
func texts(t *testing.T, name string, data []byte) []source.Block {
	src, err := akn.Source(name, data)
	if err != nil {
		t.Fatal(err)
	}
	var out []source.Block
	for _, b := range src.Blocks {
		if b.Part != "" || b.Role == source.Footnote {
			out = append(out, b)
		}
	}
	return out
}

// kindsLinked are the kinds of symbol that have a link somewhere in the blocks.
func kindsLinked(blocks []source.Block, kinds map[string]bool) {
	for _, b := range blocks {
		for _, l := range b.Links {
			for _, s := range linked(b.Text[l.Start:l.End], l.Href) {
				kinds[kindOf(s)] = true
			}
		}
	}
}

// session is a file's session by its name: "78/A_RES_78_229.xml", "74_205.xml".
func session(name string) int {
	for _, f := range figures(filepath.Base(name)) {
		if n, err := strconv.Atoi(f); err == nil && n >= 74 && n <= 78 {
			return n
		}
	}
	return 78
}

func TestCitationsAgainstThePublishersLinks(t *testing.T) {
	z, err := zip.OpenReader(testshared.Dir(t, "resolutions", "unxml-ga-74-78.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	r := reader(t)
	m := measured{kinds: map[string]bool{}, examples: map[string]int{}}
	files := map[string][]source.Block{}
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, "_F.xml") {
			continue
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		_ = in.Close()
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = texts(t, f.Name, data)
		kindsLinked(files[f.Name], m.kinds)
	}
	for name, blocks := range files {
		for _, b := range blocks {
			m.block(r, b, citation.Context{Organ: "GA", Session: session(name), Language: "en"})
		}
	}
	t.Logf("%d files", len(files))
	m.report(t)
	if len(files) < 1600 || m.all.f1() < 0.975 || m.linkable.f1() < 0.99 {
		t.Errorf("F1 %.4f (%.4f of linkable kinds) over %d files is below 0.975 (0.99)", m.all.f1(), m.linkable.f1(), len(files))
	}
}

func TestCitationsInSixLanguages(t *testing.T) {
	dir := testshared.Dir(t, "resolutions", "six-languages")
	files, err := filepath.Glob(filepath.Join(dir, "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}
	r := reader(t)
	tags := map[string]string{"Arabic": "ar", "Chinese": "zh", "English": "en", "French": "fr", "Russian": "ru", "Spanish": "es"}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		blocks := texts(t, file, data)
		name := strings.TrimSuffix(filepath.Base(file), ".xml")
		lang := tags[name[strings.LastIndexByte(name, '_')+1:]]
		m := measured{kinds: map[string]bool{}, examples: map[string]int{}}
		kindsLinked(blocks, m.kinds)
		for _, b := range blocks {
			m.block(r, b, citation.Context{Organ: "GA", Session: session(name), Language: lang})
		}
		t.Logf("%-16s %v", name, m.linkable)
		if m.linkable.f1() < 0.97 {
			t.Errorf("%s: F1 %.4f is below 0.97", name, m.linkable.f1())
		}
	}
}
