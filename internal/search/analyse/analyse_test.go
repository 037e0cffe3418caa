package analyse_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"comity/internal/search/analyse"
)

func forms(tokens []analyse.Token) string {
	var out []string
	for _, t := range tokens {
		out = append(out, t.Form)
	}
	return strings.Join(out, " ")
}

func TestForms(t *testing.T) {
	for _, c := range []struct{ name, language, text, want string }{
		{"case and marks", "fr", "Société CIVILE, Côte d'Ivoire", "societe civile cote d ivoire"},
		{"elision, both apostrophes", "fr", "l’État qu'il aujourd'hui", "l etat qu il aujourdhui"},
		{"possessive", "en", "the State's report, O'Brien", "the state report obrien"},
		{"Spanish", "es", "Corrupción en Ñuñoa", "corrupcion en nunoa"},
		{"ligatures and widths", "en", "ﬁnance ＡＢＣ １２ Straße œuvre", "finance abc 12 strasse oeuvre"},
		{"a soft hyphen", "en", "co\u00adoperation", "cooperation"},
		{"Russian ё, й, stress", "ru", "Отчёт краЙний до\u0301клад", "отчет крайний доклад"},
		{"Arabic marks, tatweel, alef, ya, ta marbuta", "ar", "مُكافَحَة الجريـــمة إلى أن", "مكافحه الجريمه الي ان"},
		{"Arabic digits", "ar", "القرار ٦٩/١٩٧ في ٢٠١٤", "القرار 69/197 في 2014"},
		{"Persian and Devanagari digits", "en", "۱۲ १२", "12 12"},
		{"pairs of characters", "zh", "打击腐败。", "打击 击腐 腐败 败"},
		{"one character", "zh", "税 a", "税 a"},
		{"scripts without a space between", "zh", "联合国UNODC毒罪办2014年", "联合 合国 国 unodc 毒罪 罪办 办 2014 年"},
		{"scripts in one text", "en", "UNTOC конвенция الاتفاقية", "untoc конвенция الاتفاقيه"},
		{"an article before Latin", "ar", "الـUNODC", "ال unodc"},
		{"symbols", "en", "A/RES/69/197, E/CN.15/2014/19; S/RES/1373 (2001).", "a/res/69/197 e/cn.15/2014/19 s/res/1373 2001"},
		{"a subject's name", "en", "document/A_RES_69_197", "document/a/res/69/197"},
		{"strokes without numbers", "en", "and/or CTOC/COP", "and or ctoc cop"},
		{"numbers", "en", "3,000 and 1.500.000 and 2.5 and 2,75 and 12.", "3000 and 1500000 and 2.5 and 2.75 and 12"},
		{"initials", "en", "the U.N. Office, U.N.O.D.C", "the un office unodc"},
		{"a sentence's end without a space", "en", "ended.Then", "ended then"},
		{"hyphens", "en", "anti-corruption -", "anti corruption"},
		{"a word of spaces within", "ar", "ﷺ", "صليالله" + "عليه" + "وسلم"},
		{"not UTF-8", "en", "a\xffb \xc3", "a b"},
		{"nothing", "en", " \x00 … —", ""},
	} {
		if got := forms(analyse.Text(c.text, c.language)); got != c.want {
			t.Errorf("%s: %q → %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

// Words of one row have one stem; words of different rows have not.
func TestStems(t *testing.T) {
	for language, rows := range map[string][]string{
		"en": {"trafficking trafficked", "recovery", "convention conventions Conventions"},
		"es": {"investigación investigaciones", "corrupción", "víctima víctimas"},
		"fr": {"enquête enquêtes", "sécurité", "criminalité"},
		"ru": {"преступность преступности преступностью", "договор договора договором", "отчёт отчета отчётом"},
		"ar": {"فساد الفساد والفساد بالفساد للفساد", "جريمة الجريمة", "مكافحة المكافحة ومكافحة"},
	} {
		seen := map[string]string{}
		for _, row := range rows {
			stem := ""
			for _, tok := range analyse.Text(row, language) {
				if stem == "" {
					stem = tok.Stem
				}
				if tok.Stem == "" || tok.Stem != stem {
					t.Errorf("%s: %q of %q has the stem %q, its neighbours %q", language, tok.Form, row, tok.Stem, stem)
				}
			}
			if was := seen[stem]; was != "" {
				t.Errorf("%s: %q and %q have one stem, %q", language, was, row, stem)
			}
			seen[stem] = row
		}
	}
}

func TestFurtherTerms(t *testing.T) {
	for _, c := range []struct {
		language, text string
		want           []string
	}{
		{"en", "A/RES/69/197", []string{"res/69/197", "69/197", "197", "a", "res", "69"}},
		{"en", "E/CN.15/2014/19", []string{"2014/19", "cn.15/2014/19", "cn", "15"}},
		{"en", "anti-corruption", []string{"anticorruption"}},
		{"en", "1.500", []string{"1.500"}},
		{"es", "investigación", []string{"~investigacion"}},
		{"ar", "لمكافحة", []string{"~مكافح"}},
	} {
		tokens := analyse.Text(c.text, c.language)
		for _, w := range c.want {
			found := false
			for _, e := range tokens[0].Extra {
				found = found || e == w
			}
			if !found {
				t.Errorf("%s lacks %q among %q", c.text, w, tokens[0].Extra)
			}
		}
	}
	if got := analyse.Text("anti-money-laundering law", "en")[0].Parts; got != 3 {
		t.Errorf("a compound of three has %d parts", got)
	}
}

func TestStopWordsAreKept(t *testing.T) {
	for _, c := range []struct{ language, text, stops string }{
		{"en", "the law of the sea", "the of the"},
		{"fr", "l'entraide dans la région", "l dans la"},
		{"es", "la ley de los mares", "la de los"},
		{"ru", "борьба с преступностью и с ней", "с и с"},
		{"ar", "من أجل العدالة في العالم", "من في"},
	} {
		var stops []string
		for _, tok := range analyse.Text(c.text, c.language) {
			if tok.Stop {
				stops = append(stops, tok.Form)
			}
		}
		if got := strings.Join(stops, " "); got != c.stops {
			t.Errorf("%s: %q has the stop words %q, want %q", c.language, c.text, got, c.stops)
		}
	}
}

// check holds what is true of every text.
func check(t interface {
	Fatalf(string, ...any)
}, text, language string) {
	tokens := analyse.Text(text, language)
	if again := analyse.Text(text, language); !reflect.DeepEqual(tokens, again) {
		t.Fatalf("%q gives other tokens the second time", text)
	}
	for i, tok := range tokens {
		if tok.Start < 0 || tok.End > len(text) || tok.Start >= tok.End {
			t.Fatalf("%q: token %d, %q, lies at %d to %d", text, i, tok.Form, tok.Start, tok.End)
		}
		if i > 0 && tok.Start < tokens[i-1].Start {
			t.Fatalf("%q: token %d begins before the one before it", text, i)
		}
		if i > 0 && !tok.Han && tok.Start < tokens[i-1].End {
			t.Fatalf("%q: token %d overlaps the one before it", text, i)
		}
		for _, term := range append([]string{tok.Form, tok.Stem}, tok.Extra...) {
			if term == "" && term != tok.Form {
				continue
			}
			if term == "" || len(term) > 240 || !utf8.ValidString(term) || strings.ContainsAny(term, " \t\n\x00\"'\\:+*") {
				t.Fatalf("%q: the term %q can't be stored", text, term)
			}
		}
		if tok.Parts > len(tokens)-i {
			t.Fatalf("%q: %q begins a compound of %d, %d are left", text, tok.Form, tok.Parts, len(tokens)-i)
		}
	}
	words, options := analyse.Query(text, language)
	if len(words) != len(tokens) || len(options) != len(words) {
		t.Fatalf("%q has %d tokens as a text and %d as a query", text, len(tokens), len(words))
	}
	for i := range words {
		if len(options[i]) == 0 {
			t.Fatalf("%q: %q can't be found as anything", text, words[i].Form)
		}
	}
}

func TestEveryTextHolds(t *testing.T) {
	alphabet := []rune("aZé'’-/_.,09 \u0301\u0640ال وّةЁйʼ中文ー。ﬁﷺ٣½\u00adΣß\x00\u200fあ한ไทय")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.OneOf(rapid.SampledFrom(alphabet), rapid.Rune()), 0, 40, -1).Draw(t, "text")
		check(t, text, rapid.SampledFrom([]string{"ar", "en", "es", "fr", "ru", "zh", "", "pt-BR"}).Draw(t, "language"))
	})
}

// A folded form, analysed again, is itself: so a query can be what a page shows.
func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Za-zÀ-ÿА-яЁёء-ي中文字]{1,12}`).Draw(t, "text")
		once := forms(analyse.Text(text, "en"))
		for _, w := range strings.Fields(once) {
			if again := analyse.Text(w, "en"); again[0].Form != w {
				t.Fatalf("%q → %q → %q", text, w, again[0].Form)
			}
		}
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"A/RES/69/197#12(a)", "l’État", "والفساد", "打击腐败", "d'", "'s", "a's's", "1.,2", "U.N.", "\xff/1", "x_y-z/1.a,2'b", "ﷺ1/ﷺ"} {
		f.Add(s, "fr")
	}
	f.Fuzz(func(t *testing.T, text, language string) { check(t, text, language) })
}

func BenchmarkText(b *testing.B) {
	text := strings.Repeat("Requests the Office, within its mandate, to assist Member States upon request in preventing trafficking in persons. ", 10)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		analyse.Text(text, "en")
	}
}
