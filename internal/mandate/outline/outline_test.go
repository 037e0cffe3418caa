package outline

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"comity/internal/codelist"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/testshared"
	"comity/programmes"
)

func ours(t *testing.T) (fs.FS, map[string]*Outline) {
	t.Helper()
	fsys, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	list, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]*Outline{}
	for _, o := range list {
		by[o.Symbol] = o
	}
	return fsys, by
}

func TestOutlinesUseKnownCodes(t *testing.T) {
	fsys, outlines := ours(t)
	lists, err := codelist.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	parties, err := party.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	prog, err := programme.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if len(outlines) != 2 {
		t.Fatalf("%d outlines, want two", len(outlines))
	}
	for _, o := range outlines {
		for _, fault := range o.Check(Known{lists, parties, prog}) {
			t.Error(fault)
		}
	}
}

// official are the texts that the outlines are of, by language.
func official(t *testing.T, symbol, lang string) (text string, numbers []string) {
	t.Helper()
	if symbol == "A/RES/69/197" {
		if lang != "en" {
			return "", nil
		}
		data, err := os.ReadFile(testshared.Dir(t, "resolutions", "A_RES_69_197.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^- (\d+)\. `).FindAllSubmatch(data, -1) {
			numbers = append(numbers, string(m[1]))
		}
		// The extraction breaks a line before the year 1971, which then looks
		// like an item of a list; it has no stop and is not matched.
		return string(data), numbers
	}
	name := map[string]string{"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}[lang]
	data, err := os.ReadFile(filepath.Join(testshared.Dir(t, "resolutions", "six-languages"), "78_229__"+name+".xml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`<num[^>]*>\s*(\d+)\.`).FindAllSubmatch(data, -1) {
		numbers = append(numbers, string(m[1]))
	}
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(data), " "), numbers
}

func TestEveryOperativeParagraphHasItsSummary(t *testing.T) {
	_, outlines := ours(t)
	for symbol, want := range map[string]int{"A/RES/69/197": 53, "A/RES/78/229": 93} {
		_, numbers := official(t, symbol, "en")
		if len(numbers) != want {
			t.Errorf("%s: %d numbers were found in the text, want %d", symbol, len(numbers), want)
		}
		var have []string
		for _, p := range outlines[symbol].Paragraphs {
			have = append(have, p.Number)
		}
		if !slices.Equal(have, numbers) {
			t.Errorf("%s: summaries of %v, paragraphs %v", symbol, have, numbers)
		}
	}
}

// words are the words of a text, lower case, without punctuation; a Chinese
// character is a word.
func words(text string) []string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.Is(unicode.Han, r):
			b.WriteString(" " + string(r) + " ")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// runs are all runs of so many words of a text.
func runs(text []string, length int) map[string]bool {
	set := map[string]bool{}
	for i := 0; i+length <= len(text); i++ {
		set[strings.Join(text[i:i+length], " ")] = true
	}
	return set
}

// copied returns the runs of so many words of a summary that a text has too.
func copied(summary []string, text map[string]bool, length int) []string {
	var found []string
	for i := 0; i+length <= len(summary); i++ {
		if s := strings.Join(summary[i:i+length], " "); text[s] {
			found = append(found, s)
		}
	}
	return found
}

func TestCopiedFindsACopy(t *testing.T) {
	text := runs(words("Requests the Office, within its mandate, to help States."), 6)
	if got := copied(words("the office within its mandate to go"), text, 6); len(got) != 1 {
		t.Errorf("a copied run: %q", got)
	}
	if got := copied(words("the office within its own mandate"), text, 6); len(got) != 0 {
		t.Errorf("no copied run: %q", got)
	}
}

func TestSummariesAreOurOwnWords(t *testing.T) {
	_, outlines := ours(t)
	for symbol, o := range outlines {
		for _, lang := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
			text, _ := official(t, symbol, lang)
			if text == "" {
				continue
			}
			run := 6
			if lang == "zh" {
				run = 14
			}
			all := runs(words(text), run)
			for _, p := range o.Paragraphs {
				summary, is := p.In(lang)
				if is != lang {
					continue
				}
				for _, c := range copied(words(summary), all, run) {
					t.Errorf("%s#%s (%s) copies the text: %q", symbol, p.Number, lang, c)
				}
			}
		}
	}
}

// TestForcesAndAddresseesAreThoseOfTheLabels holds each paragraph against
// clauses labelled by hand, where there are labels.
func TestForcesAndAddresseesAreThoseOfTheLabels(t *testing.T) {
	_, outlines := ours(t)
	data, err := os.ReadFile(testshared.Dir(t, "resolutions", "clauses-dev.json"))
	if err != nil {
		t.Fatal(err)
	}
	var labelled []struct {
		Doc, Num string
		Clauses  []struct {
			Force    string
			Entities []string
		}
	}
	if err := json.Unmarshal(data, &labelled); err != nil {
		t.Fatal(err)
	}
	flat := func(force string, to []string) []string {
		if len(to) == 0 {
			return []string{force}
		}
		var pairs []string
		for _, code := range to {
			pairs = append(pairs, force+" "+code)
		}
		return pairs
	}
	set := func(pairs []string) []string {
		slices.Sort(pairs)
		return slices.Compact(pairs)
	}
	checked := 0
	for _, l := range labelled {
		o := outlines[l.Doc]
		if o == nil {
			continue
		}
		checked++
		var want, have []string
		for _, c := range l.Clauses {
			want = append(want, flat(c.Force, c.Entities)...)
		}
		p, _ := o.Find(strings.TrimSuffix(l.Num, "."))
		for _, a := range p.Asks {
			have = append(have, flat(a.Force, a.To)...)
		}
		if want, have := set(want), set(have); !slices.Equal(want, have) {
			t.Errorf("%s#%s: %v, labelled %v", l.Doc, p.Number, have, want)
		}
	}
	if checked != 78 {
		t.Errorf("%d paragraphs were held against labels, want 78", checked)
	}
}

func TestTranslationsSayWhatTheyAre(t *testing.T) {
	_, outlines := ours(t)
	for symbol, o := range outlines {
		for lang, how := range o.Translations {
			if how != "own, unreviewed" {
				t.Errorf("%s in %s is said to be %q", symbol, lang, how)
			}
			for _, p := range o.Paragraphs {
				if text, _ := p.In(lang); text == p.text["en"] {
					t.Errorf("%s#%s is left in English in %s", symbol, p.Number, lang)
				}
			}
		}
	}
	p := Paragraph{text: map[string]string{"en": "A", "fr": "B"}}
	if text, is := p.In("ru"); text != "A" || is != "en" {
		t.Errorf("a missing translation gives %q in %q", text, is)
	}
}

func TestFaultyOutlinesAreRefused(t *testing.T) {
	const good = "symbol = \"S\"\nsource = \"x\"\nas_of = \"2026-11-23\"\n[[paragraph]]\nnumber = \"1\"\ntopics = [\"a\"]\nasks = [{ force = \"state\" }]\ntext = \"b\"\n"
	for _, c := range []struct{ name, main, fr, want string }{
		{"syntax", "symbol = ", "", "mandates/S.toml:1:"},
		{"unknown key", good + "colour = \"red\"\n", "", "unknown key \"paragraph.colour\""},
		{"no source", strings.Replace(good, "source = \"x\"\n", "", 1), "", "needs symbol and source"},
		{"no day", strings.Replace(good, "2026-11-23", "soon", 1), "", "as_of"},
		{"twice", good + good[strings.Index(good, "[["):], "", "mandates/S.toml:9: paragraph \"1\": it is given twice"},
		{"no asks", strings.Replace(good, "{ force = \"state\" }", "", 1), "", "it has no asks"},
		{"long", strings.Replace(good, "\"b\"", "\""+strings.Repeat("b ", 31)+"\"", 1), "", "its text has 31 words"},
		{"unmarked translation", good, "[text]\n1 = \"c\"\n", "how the translation was made"},
		{"of another paragraph", good, "translation = \"own\"\n[text]\n1 = \"c\"\n2 = \"d\"\n", "has no paragraph \"2\""},
		{"untranslated", good, "translation = \"own\"\n", "paragraph \"1\" is not translated"},
	} {
		files := fstest.MapFS{"mandates/S.toml": {Data: []byte(c.main)}}
		if c.fr != "" {
			files["mandates/S.fr.toml"] = &fstest.MapFile{Data: []byte(c.fr)}
		}
		if _, err := Load(files); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Load(fstest.MapFS{"mandates/S.fr.toml": {Data: []byte("translation = \"own\"\n")}}); err == nil {
		t.Error("a translation of nothing was loaded")
	}
}

func TestWrongCodesAreNamedWithTheirLine(t *testing.T) {
	fsys, _ := ours(t)
	lists, _ := codelist.Load(fsys)
	parties, _ := party.Load(fsys)
	o := &Outline{File: "f.toml", AsOf: "2026-11-23", Paragraphs: []Paragraph{{Number: "1", Line: 7, Topics: []string{"x"}, Evidence: []string{"hearsay"},
		Asks: []Ask{{Force: "beg"}, {Force: "state", To: []string{"UNODC"}}, {Force: "call", To: []string{"nobody", "states-parties:NOTHING"}}}}}}
	known := Known{lists, parties, &programme.Programme{Topics: []programme.Topic{{Code: "corruption"}}}}
	var all []string
	for _, fault := range o.Check(known) {
		all = append(all, fault.Error())
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{"no topic \"x\"", "no code \"hearsay\"", "no code \"beg\"", "asks nobody, but names UNODC", "\"nobody\" is no party", "\"states-parties:NOTHING\" is no party", "f.toml:7:"} {
		if !strings.Contains(text, want) {
			t.Errorf("no fault with %q in:\n%s", want, text)
		}
	}
}
