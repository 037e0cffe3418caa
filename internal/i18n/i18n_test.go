package i18n

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"golang.org/x/text/number"
	"pgregory.net/rapid"

	"comity/internal/act"
)

func load(tb testing.TB) *Catalogue {
	tb.Helper()
	c, err := Load()
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func TestTheCataloguesAreWhole(t *testing.T) {
	for _, fault := range load(t).Faults() {
		t.Error(fault)
	}
}

// TestEveryRuleThatRefusesHasItsSentence reads the codes of rules out of the
// kernel's own source: a new rule without a translated sentence fails here.
func TestEveryRuleThatRefusesHasItsSentence(t *testing.T) {
	c := load(t)
	code := regexp.MustCompile(`(?:Code: |bad\(|must\()"([a-z0-9]+\.[a-z0-9-]+)"`)
	entries, err := os.ReadDir("../act")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile("../act/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllSubmatch(source, -1) {
			found++
			for _, part := range []string{".why", ".do"} {
				if id := "refusal." + string(m[1]) + part; !c.Has(id) {
					t.Errorf("%s uses the code %s; write %s into catalogue/refusal.*.toml", e.Name(), m[1], id)
				}
			}
		}
	}
	if found < 40 {
		t.Errorf("%d codes were found in the source; the pattern no longer fits it", found)
	}
}

// TestEverySectionSaysWhatOneDoesThere reads the sections and deeds that modules
// give the site out of their source: the home page leads to each by a sentence.
func TestEverySectionSaysWhatOneDoesThere(t *testing.T) {
	c := load(t)
	section := regexp.MustCompile(`module\.(?:Section|Deed)\{To: "[^"]*", Key: "([^"]+)"`)
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := filepath.Glob("../*/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range append(files, deeper...) {
		source, err := os.ReadFile(file) //nolint:gosec // our own source
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range section.FindAllSubmatch(source, -1) {
			found++
			if id := string(m[1]) + "-deed"; !c.Has(id) {
				t.Errorf("%s has the section %s; write %s into the catalogues", file, m[1], id)
			}
		}
	}
	if found < 5 {
		t.Errorf("%d sections were found in the source; the pattern no longer fits it", found)
	}
}

func TestTheCheckFindsWhatIsWrong(t *testing.T) {
	base := map[string]string{
		"ar": `a = "ألف {{.X}}"` + "\n[n]\nzero=\"لا\"\none=\"واحد\"\ntwo=\"اثنان\"\nfew=\"{{.Count}} ك\"\nmany=\"{{.Count}} ك\"\nother=\"{{.Count}} ك\"",
		"en": `a = "a {{.X}}"` + "\n[n]\none=\"{{.Count}} thing\"\nother=\"{{.Count}} things\"",
		"es": `a = "un {{.X}}"` + "\n[n]\none=\"{{.Count}} cosa\"\nmany=\"{{.Count}} de cosas\"\nother=\"{{.Count}} cosas\"",
		"fr": `a = "un {{.X}}"` + "\n[n]\none=\"{{.Count}} chose\"\nmany=\"{{.Count}} de choses\"\nother=\"{{.Count}} choses\"",
		"ru": `a = "а {{.X}}"` + "\n[n]\none=\"{{.Count}} вещь\"\nfew=\"{{.Count}} вещи\"\nmany=\"{{.Count}} вещей\"\nother=\"{{.Count}} вещи\"",
		"zh": `a = "甲 {{.X}}"` + "\n[n]\nother=\"{{.Count}}件\"",
	}
	faults := func(lang, old, new, same string) []string {
		files := fstest.MapFS{"same.toml": {Data: []byte(same)}}
		for l, text := range base {
			if l == lang {
				text = strings.Replace(text, old, new, 1)
			}
			files["x."+l+".toml"] = &fstest.MapFile{Data: []byte(text)}
		}
		c, err := Read(files)
		if err != nil {
			t.Fatal(err)
		}
		return c.Faults()
	}
	if f := faults("", "", "", ""); len(f) != 0 {
		t.Fatalf("a whole catalogue is faulted: %q", f)
	}
	for _, c := range []struct{ name, lang, old, new, same, want string }{
		{"missing", "fr", `a = "un {{.X}}"`, "", "", "fr: a: the sentence is missing (it stands in x.en.toml)"},
		{"extra", "fr", `a = `, "b = \"b\"\na = ", "", "fr: b: there is no such sentence"},
		{"left in English", "fr", "un {{.X}}", "a {{.X}}", "", "fr: a: it is left in English"},
		{"wrongly marked", "", "", "", `fr = ["a"]`, "fr: a: same.toml says"},
		{"marked and gone", "", "", "", `fr = ["z"]`, "fr: z: same.toml names"},
		{"Arabic without few", "ar", "few=\"{{.Count}} ك\"\n", "", "", `ar: n: the plural form "few" is missing`},
		{"Russian without many", "ru", "many=\"{{.Count}} вещей\"\n", "", "", `ru: n: the plural form "many" is missing`},
		{"Chinese with one", "zh", "other", "one=\"一件\"\nother", "", `zh: n: the plural form "one" is not used`},
		{"place lost", "es", "{{.X}}", "X", "", `es: a: the form "other" has lost the place {{.X}}`},
		{"count lost", "ru", "few=\"{{.Count}} вещи\"", "few=\"вещи\"", "", `ru: n: the form "few" has lost the place {{.Count}}`},
		{"place misspelled", "es", "{{.X}}", "{{.X}} {{.Y}}", "", `has a place {{.Y}}`},
		{"no Cyrillic", "ru", "а {{.X}}", "a! {{.X}}", "", `ru: a: the form "other" has no letter of the language's script`},
		{"space", "es", "{{.X}}", "{{.X}} ", "", "es: a: it begins or ends with a space"},
	} {
		f := faults(c.lang, c.old, c.new, c.same)
		if len(f) == 0 || !strings.Contains(strings.Join(f, "\n"), c.want) {
			t.Errorf("%s: faults %q, want %q", c.name, f, c.want)
		}
	}
}

func TestBadCataloguesAreRefused(t *testing.T) {
	for name, files := range map[string]fs.FS{
		"no English":       fstest.MapFS{"x.fr.toml": {Data: []byte(`a = "b"`)}},
		"unknown language": fstest.MapFS{"x.en.toml": {Data: []byte(`a = "b"`)}, "x.de.toml": {Data: []byte(`a = "b"`)}},
		"not TOML":         fstest.MapFS{"x.en.toml": {Data: []byte(`a = `)}},
		"given twice":      fstest.MapFS{"x.en.toml": {Data: []byte(`a = "b"`)}, "y.en.toml": {Data: []byte(`a = "b"`)}},
		"bad same":         fstest.MapFS{"x.en.toml": {Data: []byte(`a = "b"`)}, "same.toml": {Data: []byte(`fr = 1`)}},
	} {
		if _, err := Read(files); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}

func TestNumbersTakeTheirPluralForms(t *testing.T) {
	c := load(t)
	for _, s := range []struct {
		lang string
		n    int
		want string
	}{
		{"en", 0, "0 results"}, {"en", 1, "1 result"}, {"en", 1234, "1,234 results"},
		{"fr", 0, "0 résultat"}, {"fr", 2, "2 résultats"}, {"fr", 1000000, "1\u202f000\u202f000 de résultats"},
		{"es", 1, "1 resultado"}, {"es", 2, "2 resultados"},
		{"ru", 1, "1 результат"}, {"ru", 3, "3 результата"}, {"ru", 5, "5 результатов"}, {"ru", 11, "11 результатов"}, {"ru", 21, "21 результат"}, {"ru", 112, "112 результатов"},
		{"ar", 0, "لا نتائج"}, {"ar", 1, "نتيجة واحدة"}, {"ar", 2, "نتيجتان"}, {"ar", 3, "3 نتائج"}, {"ar", 11, "11 نتيجة"}, {"ar", 100, "100 نتيجة"},
		{"zh", 1, "1个结果"}, {"zh", 7, "7个结果"},
	} {
		if got := plain(c.Localizer(s.lang).Count("count.results", s.n)); got != plain(s.want) {
			t.Errorf("%s, %d: %q, want %q", s.lang, s.n, got, s.want)
		}
	}
}

func TestSentencesAreTypesetAsTheirLanguageIs(t *testing.T) {
	for _, s := range []struct{ lang, written, want string }{
		{"fr", "l'acte : « {{.X}} » ; quoi ? Non !", "l’acte\u00a0: «\u00a0{{.X}}\u00a0»\u202f; quoi\u202f? Non\u202f!"},
		{"fr", "l’acte\u00a0: à 09:30", "l’acte\u00a0: à 09:30"},
		{"ru", "Ёмкость учётной записи", "Емкость учетной записи"},
		{"en", "the party's : 'x'", "the party's : 'x'"},
		{"es", "¿qué? : x", "¿qué? : x"},
	} {
		c, err := Read(fstest.MapFS{"x.en.toml": {Data: []byte("[a]\none = \"a {{.X}}\"\nother = \"a {{.X}}\"\n")},
			"y." + s.lang + ".toml": {Data: fmt.Appendf(nil, "[b]\nmany = %q\nother = %q\n", s.written, s.written)}})
		if err != nil {
			t.Fatal(err)
		}
		if m := c.in(s.lang)["b"]; m.Other != s.want || m.Many != s.want {
			t.Errorf("%s: %q is set as %q, want %q", s.lang, s.written, m.Other, s.want)
		}
	}
}

// plain makes all spaces one kind.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
}

func TestEveryCountHasItsFormInEveryLanguage(t *testing.T) {
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom(languages[:]).Draw(t, "lang")
		n := rapid.IntRange(0, 3_000_000).Draw(t, "n")
		text := c.Localizer(lang).Count("count.acts", n)
		if strings.ContainsAny(text, "{}⟦") || lang != "en" && strings.Contains(text, "act ") {
			t.Fatalf("%s, %d: %q", lang, n, text)
		}
		for _, r := range text {
			if unicode.IsDigit(r) && r > '9' {
				t.Fatalf("%s, %d: %q has other than Western digits", lang, n, text)
			}
		}
	})
}

func TestDaysAreWrittenAsTheLanguageWritesThem(t *testing.T) {
	c := load(t)
	for lang, want := range map[string][4]string{
		"en": {"18 December 2014", "1 May 2024", "December 2014", "18 December 2014, 09:05 UTC"},
		"fr": {"18 décembre 2014", "1er mai 2024", "décembre 2014", "18 décembre 2014, 09:05 UTC"},
		"es": {"18 de diciembre de 2014", "1 de mayo de 2024", "diciembre de 2014", "18 de diciembre de 2014, 09:05 UTC"},
		"ru": {"18 декабря 2014 года", "1 мая 2024 года", "декабрь 2014 года", "18 декабря 2014 года, 09:05 UTC"},
		"ar": {"18 كانون الأول/ديسمبر 2014", "1 أيار/مايو 2024", "كانون الأول/ديسمبر 2014", "18 كانون الأول/ديسمبر 2014، 09:05 UTC"},
		"zh": {"2014年12月18日", "2024年5月1日", "2014年12月", "2014年12月18日 09:05 UTC"},
	} {
		l := c.Localizer(lang)
		at := time.Date(2014, 12, 18, 10, 5, 7, 0, time.FixedZone("Vienna", 3600))
		if got := [4]string{l.Day("2014-12-18"), l.Day("2024-05-01"), l.Month("2014-12"), l.Instant(at)}; got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got := c.Localizer("en").Day("2014-13-01"); got != "2014-13-01" {
		t.Errorf("a day outside the calendar is written %q", got)
	}
}

func TestMoneyKeepsEveryMinorUnit(t *testing.T) {
	c := load(t)
	for _, s := range []struct {
		lang     string
		minor    int64
		exponent int
		want     string
	}{
		{"en", 123450, 2, "USD 1,234.50"}, {"en", -5, 2, "USD -0.05"}, {"en", 1234, 0, "USD 1,234"}, {"en", 1234567, 3, "USD 1,234.567"},
		{"en", math.MinInt64, 0, "USD -9,223,372,036,854,775,808"},
		{"fr", 123450, 2, "USD 1 234,50"}, {"ru", 123450, 2, "USD 1 234,50"}, {"zh", 123450, 2, "USD 1,234.50"},
	} {
		if got := plain(c.Localizer(s.lang).Money(s.minor, s.exponent, "USD")); got != s.want {
			t.Errorf("%s: %q, want %q", s.lang, got, s.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		minor, exponent := rapid.Int64().Draw(t, "minor"), rapid.IntRange(0, 4).Draw(t, "exponent")
		text := c.Localizer(rapid.SampledFrom(languages[:]).Draw(t, "lang")).Money(minor, exponent, "X")
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, text)
		want := strings.TrimLeft(strings.TrimPrefix(strconv.FormatInt(minor, 10), "-"), "0")
		if strings.TrimLeft(digits, "0") != want {
			t.Fatalf("%d with %d decimals is written %q", minor, exponent, text)
		}
	})
}

func TestListsAreJoinedAsTheLanguageDoes(t *testing.T) {
	c := load(t)
	for _, s := range []struct {
		lang  string
		items []string
		and   string
		or    string
	}{
		{"en", nil, "", ""}, {"en", []string{"A"}, "A", "A"}, {"en", []string{"A", "B"}, "A and B", "A or B"},
		{"en", []string{"A", "B", "C"}, "A, B and C", "A, B or C"},
		{"fr", []string{"A", "B", "C"}, "A, B et C", "A, B ou C"}, {"ru", []string{"А", "Б", "В"}, "А, Б и В", "А, Б или В"},
		{"es", []string{"Francia", "Italia"}, "Francia e Italia", "Francia o Italia"},
		{"es", []string{"Níger", "Omán"}, "Níger y Omán", "Níger u Omán"},
		{"es", []string{"agua", "hielo"}, "agua y hielo", "agua o hielo"},
		{"zh", []string{"甲", "乙", "丙"}, "甲、乙和丙", "甲、乙或丙"},
		{"ar", []string{"ألف", "باء", "جيم"}, "ألف وباء وجيم", "ألف أو باء أو جيم"},
	} {
		l := c.Localizer(s.lang)
		if and, or := l.And(s.items...), l.Or(s.items...); and != s.and || or != s.or {
			t.Errorf("%s: %q and %q, want %q and %q", s.lang, and, or, s.and, s.or)
		}
	}
}

func TestWordsStandTogetherAsTheLanguageWritesThem(t *testing.T) {
	for lang, want := range map[string][2]string{"ar": {"a، b", "a: b"}, "en": {"a, b", "a: b"}, "es": {"a, b", "a: b"}, "fr": {"a, b", "a\u00a0: b"}, "ru": {"a, b", "a: b"}, "zh": {"a，b", "a：b"}} {
		l := load(t).Localizer(lang)
		if comma, colon := l.Comma("a", "b"), l.Colon("a", "b"); comma != want[0] || colon != want[1] {
			t.Errorf("%s: %q and %q, want %q", lang, comma, colon, want)
		}
	}
}

func TestTheLanguageIsChosenAndNeverGuessed(t *testing.T) {
	for _, s := range []struct{ chosen, accept, want string }{
		{"", "", "en"}, {"fr", "ar", "fr"}, {"de", "ar", "ar"}, {"", "de, fr;q=0.5, es;q=0.8", "es"},
		{"", "zh-TW, en;q=0.5", "zh"}, {"", "pt-BR", "en"}, {"", "uk, ru;q=0.1", "ru"}, {"", "uk", "en"},
		{"", "fr;q=0, ru", "ru"}, {"", "*", "en"}, {"", "ar-EG;q=0.9, en;q=0.8", "ar"}, {"", ";;;", "en"},
		{Pseudo, "fr", Pseudo}, {"", Pseudo, "en"}, {"", strings.Repeat("fr,", 1000), "en"},
	} {
		if got := Negotiate(s.chosen, s.accept); got != s.want {
			t.Errorf("chosen %q, accepted %.40q: %q, want %q", s.chosen, s.accept, got, s.want)
		}
	}
}

func FuzzNegotiate(f *testing.F) {
	f.Add("fr", "de, fr;q=0.5")
	f.Add("", "zh-Hant-TW;q=1.000,*;q=0")
	f.Fuzz(func(t *testing.T, chosen, accept string) {
		if got := Negotiate(chosen, accept); names[got] == "" {
			t.Fatalf("%q and %q give %q", chosen, accept, got)
		}
	})
}

func TestPseudoShowsEverySentenceOfTheCatalogue(t *testing.T) {
	c := load(t)
	l := c.Localizer(Pseudo)
	if got := l.Text("do.save"); got != "⟦Sávé~⟧" {
		t.Errorf("save is %q", got)
	}
	if got := l.Text("word.as-of", Args{"Day": "X"}); !strings.HasPrefix(got, "⟦Ás óf X") {
		t.Errorf("a value does not survive: %q", got)
	}
	if got := l.Count("count.acts", 3); !strings.HasPrefix(got, "⟦3 áçts") {
		t.Errorf("a count is %q", got)
	}
	for id, m := range c.in(English) {
		if text := pseudo(m.Other); !strings.HasPrefix(text, "⟦") || len(places(text)) != len(places(m.Other)) {
			t.Errorf("%s: %q", id, text)
		}
	}
	if got := c.Localizer("en").Text("do.save"); got != "Save" {
		t.Errorf("English says %q", got)
	}
}

func TestARefusalIsSaidInTheReadersLanguage(t *testing.T) {
	c := load(t)
	_, err := act.ParseDay("2014-02-30")
	v := act.AllFaults(err)[0]
	if got := c.Localizer("en").Invalid(v); got != v.Why+"; "+v.Do {
		t.Errorf("English: %q", got)
	}
	if got := c.Localizer("es").Invalid(v); got != "no es un día del calendario entre los años 1 y 9999; escriba año, mes y día como 2014-12-18" {
		t.Errorf("Spanish: %q", got)
	}
	unheard := act.Invalid{Code: "rule.new", Why: "why", Do: "do"}
	if got := c.Localizer("zh").Invalid(unheard); got != "why；do" {
		t.Errorf("a rule without a sentence: %q", got)
	}
	if l := c.Localizer("ar"); l.Dir() != "rtl" || l.Text("word.due-on", Args{"Day": "A"}) != "يستحق في \u2068A\u2069" {
		t.Errorf("Arabic: %q", l.Text("word.due-on", Args{"Day": "A"}))
	}
	if got := c.Localizer("ru").Text("no.such"); got != "⟦no.such⟧" {
		t.Errorf("a missing sentence shows as %q", got)
	}
}

// TestALocalizerMayBeShared is for the race detector as well.
func TestALocalizerMayBeShared(t *testing.T) {
	l := load(t).Localizer("ru")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 50 {
				if text := l.Count("count.acts", 1000*i+n); !strings.Contains(text, "акт") {
					t.Errorf("%q", text)
				}
				l.Money(int64(n), 2, "USD")
				l.Text("word.as-of", Args{"Day": l.Day("2014-12-18")})
			}
		})
	}
	wg.Wait()
}

func BenchmarkText(b *testing.B) {
	l := load(b).Localizer("ru")
	for b.Loop() {
		l.Text("word.evidence")
	}
}

func BenchmarkCount(b *testing.B) {
	l := load(b).Localizer("ar")
	for b.Loop() {
		l.Count("count.acts", 1234)
	}
}

// The forms are those that the Unicode CLDR gives for whole numbers.
func TestThePluralFormsAreThoseOfTheCldr(t *testing.T) {
	for _, s := range []struct {
		lang, form string
		of         []int
	}{
		{"ar", "zero", []int{0}}, {"ar", "one", []int{1}}, {"ar", "two", []int{2}}, {"ar", "few", []int{3, 10, 103, 110, 1003}},
		{"ar", "many", []int{11, 26, 99, 111, 199, 1011}}, {"ar", "other", []int{100, 101, 102, 200, 1000, 1_000_000}},
		{"en", "one", []int{1}}, {"en", "other", []int{0, 2, 11, 21, 1_000_000}},
		{"es", "one", []int{1}}, {"es", "many", []int{1_000_000, 3_000_000}}, {"es", "other", []int{0, 2, 21, 1_000_001}},
		{"fr", "one", []int{0, 1}}, {"fr", "many", []int{1_000_000, 2_000_000}}, {"fr", "other", []int{2, 21, 1_000_001}},
		{"ru", "one", []int{1, 21, 101, 1001}}, {"ru", "few", []int{2, 4, 22, 104}}, {"ru", "many", []int{0, 5, 11, 14, 20, 112, 1_000_000}},
		{"zh", "other", []int{0, 1, 2, 1_000_000}}, {Pseudo, "one", []int{1}}, {Pseudo, "other", []int{0, 2}},
	} {
		for _, n := range s.of {
			for _, n := range []int{n, -n} {
				if got := plural(s.lang, n); got != s.form {
					t.Errorf("%s, %d: %s, want %s", s.lang, n, got, s.form)
				}
			}
		}
	}
}

// What a catalogue says in another way than it may is refused with its file.
func TestACatalogueIsRefusedThatSaysAnythingElse(t *testing.T) {
	for data, why := range map[string]string{
		"a = 1\n": "no text", "a = [\"x\"]\n": "no text", "[a]\none = \"x\"\nb = \"y\"\n": "plural forms beside other sentences",
		"a = \"{{ .X }}\"\n": "not written {{.Name}}", "a = \"{{.X\"\n": "not written", "a = \"{{if .X}}y{{end}}\"\n": "not written", "a = \"x\"\na = \"y\"\n": "x.en.toml",
	} {
		_, err := Read(fstest.MapFS{"x.en.toml": {Data: []byte(data)}})
		if err == nil || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "x.en.toml") {
			t.Errorf("%q: %v, want %q", data, err, why)
		}
	}
	if _, err := Read(fstest.MapFS{"x.en.toml": {Data: []byte("a = \"x\"\n")}, "y.en.toml": {Data: []byte("a = \"y\"\n")}}); err == nil || !strings.Contains(err.Error(), "given twice") {
		t.Errorf("one sentence in two files: %v", err)
	}
}

// A value that holds what looks like a place is said as it is.
func TestAValueIsNoPlace(t *testing.T) {
	c, err := Read(fstest.MapFS{"x.en.toml": {Data: []byte("a = \"{{.X}} and {{.Y}}, {{.Z}}\"\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Localizer(English).Text("a", Args{"X": "{{.Y}}", "Y": "1"}, Args{"Y": "2"}); got != "{{.Y}} and 2, ⟦Z⟧" {
		t.Errorf("it says %q", got)
	}
}

// Small numbers are written as the language's own printer writes them.
func TestSmallNumbersAreNotParted(t *testing.T) {
	c := load(t)
	for _, lang := range Languages() {
		l := c.Localizer(lang)
		for n := range int64(1000) {
			if want := l.printer.Sprint(number.Decimal(n)); l.Number(n) != want {
				t.Fatalf("%s: %d is written %q, want %q", lang, n, l.Number(n), want)
			}
		}
	}
}
