package citation_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"comity/internal/resolution"
	"comity/internal/resolution/citation"

	"pgregory.net/rapid"
)

// checkSpans holds what Find promises of any text.
func checkSpans(t interface{ Fatalf(string, ...any) }, text string, cites []resolution.Cite) {
	length := utf8.RuneCountInString(text)
	end := 0
	for _, c := range cites {
		if c.Span[0] < end || c.Span[1] < c.Span[0] || c.Span[1] > length {
			t.Fatalf("%q: cite %+v is out of order or outside 0..%d", text, c, length)
		}
		end = c.Span[1]
		if c.Symbol == "" || c.Rule == "" {
			t.Fatalf("%q: cite without symbol or rule: %+v", text, c)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		"its resolutions 46/152 of 18 December 1991, 60/1 A to C and 67/186",
		"Council resolutions 1325 (2000), S-9/1 and 2014/20; paragraphs 3 to 5 above",
		"paragraph 11 of General Assembly resolution 217 A (III), article 18, paragraph 15 (a), of the United Nations Convention against Corruption",
		"(A/70/95-S/2015/420 and Add.1–3), chap. I, resolution 5/3; Ibid., annex",
		"قراراتها ٤٦/١٥٢ المؤرخ ١٨ كانون الأول/ديسمبر ١٩٩١، و \u200f67/1",
		"经济及社会理事会2014年7月16日第2014/20号和第2014/23号决议，上文第52段",
		"резолюции 65/2 Комиссии по наркотическим средствам, в пункте 52 выше",
		"résolution 11/6 de la Conférence des Parties, paragraphe 4 ci-dessus", "\xff1/2\xc3 resolution 6\u00a01/1",
	} {
		f.Add(seed, "en")
		f.Add(seed, "ar")
		f.Add(seed, "zh")
		f.Add(seed, "ru")
	}
	r := reader(f)
	f.Fuzz(func(t *testing.T, text, language string) {
		ctx := citation.Context{Organ: "GA", Session: 69, Symbol: "A/RES/69/197", Language: language, Paragraph: "12"}
		cites, doubts := r.Read(text, ctx)
		checkSpans(t, text, cites)
		for _, d := range doubts {
			if d.Span[0] < 0 || d.Span[1] < d.Span[0] || d.Span[1] > utf8.RuneCountInString(text) || d.Why == "" {
				t.Fatalf("%q: doubt %+v", text, d)
			}
		}
	})
}

// Whatever is put before a sentence that ends, what the next one cites stays,
// further on by as many code points.
func TestASentenceBeforeMovesSpansOnly(t *testing.T) {
	r := reader(t)
	const sentence = "Recalling its resolutions 46/152 of 18 December 1991 and 60/1, and Security Council resolution 1373 (2001),"
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.StringOfN(rapid.RuneFrom([]rune("abc é中 ،“”’-–,;")), 0, 40, -1).Draw(t, "before") + ". "
		plain := r.Find(sentence, ga)
		moved := r.Find(before+sentence, ga)
		if len(plain) != len(moved) {
			t.Fatalf("%d cites, %d after %q", len(plain), len(moved), before)
		}
		by := utf8.RuneCountInString(before)
		for i := range plain {
			if plain[i].Symbol != moved[i].Symbol || plain[i].Span[0]+by != moved[i].Span[0] || plain[i].Span[1]+by != moved[i].Span[1] {
				t.Fatalf("after %q: %+v became %+v", before, plain[i], moved[i])
			}
		}
	})
}

// A text of any length takes time in proportion, and its spans stay true.
func TestALongTextIsReadInPieces(t *testing.T) {
	r := reader(t)
	const sentence = "Recalls General Assembly resolution 60/1, paragraph 3 of resolution 61/2 and — in its résolutions — 22/7. "
	const times = 20_000 // two megabytes
	text := strings.Repeat(sentence, times)
	started := time.Now()
	cites := r.Find(text, ga)
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	checkSpans(t, text, cites)
	per := len(r.Find(sentence, ga))
	if len(cites) != per*times {
		t.Errorf("%d cites of %d sentences with %d each", len(cites), times, per)
	}
	runes := []rune(text)
	for _, c := range cites[len(cites)-per:] {
		if printed := string(runes[c.Span[0]:c.Span[1]]); !strings.Contains(c.Symbol, printed) && !strings.Contains(printed, "61/2") {
			t.Errorf("%s stands at %q", c.Symbol, printed)
		}
	}
}

func TestSpansOfFoldedText(t *testing.T) {
	r := reader(t)
	for _, c := range []struct{ text, language, symbol, printed string }{
		{"its resolution 69/197,", "en", "A/RES/69/197", "69/197"},
		{"его резолюции\u00a066/177 от 19 декабря", "ru", "A/RES/66/177", "66/177"},
		{"قرارها ٦٨/١٨٨ المؤرخ", "ar", "A/RES/68/188", "٦٨/١٨٨"},
		{"قرارها \u200f68\u200f/188\u200f المؤرخ", "ar", "A/RES/68/188", "68\u200f/188"},
		{"resolution S\u201120/4 of", "en", "A/RES/S-20/4", "S\u201120/4"},
		{"resolution 1373\u00a0(2001) of", "en", "S/RES/1373 (2001)", "1373\u00a0(2001)"},
	} {
		cites := r.Find(c.text, citation.Context{Organ: "GA", Session: 69, Language: c.language})
		if len(cites) != 1 || cites[0].Symbol != c.symbol {
			t.Errorf("%q cites %+v, want %s", c.text, cites, c.symbol)
			continue
		}
		if got := string([]rune(c.text)[cites[0].Span[0]:cites[0].Span[1]]); got != c.printed {
			t.Errorf("%q: the span holds %q, want %q", c.text, got, c.printed)
		}
	}
}

// paragraph without a citation, 600 characters.
var uncited = strings.Repeat("Requests the Harbour Office to keep the lights burning in 2014 and from 3 to 5 May, and to report on boats. ", 6)[:600]

func BenchmarkFindUncited(b *testing.B) {
	r := reader(b)
	for b.Loop() {
		r.Find(uncited, ga)
	}
}

func BenchmarkFindCited(b *testing.B) {
	r := reader(b)
	text := "Recalling its resolutions 46/152 of 18 December 1991, 60/1 of 16 September 2005, 67/186 and 67/192 of 20 December 2012, and Economic and Social Council resolution 2014/20 of 16 July 2014, " + uncited[:400]
	for b.Loop() {
		r.Find(text, ga)
	}
}
