package query_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"comity/internal/search/query"
)

// show writes a query shortly: words, "phrases", (all together), ^ a stop word,
// * a prefix.
func show(q query.Query) string {
	var out []string
	one := func(c query.Concept) string {
		s := ""
		if len(c.Options) > 0 {
			s = c.Options[0].Term
		}
		for _, p := range c.Phrases {
			s += "\"" + strings.Join(p, " ") + "\""
		}
		if c.Together != nil {
			s += "(" + strings.Join(c.Together, " ") + ")"
		}
		for _, o := range c.Options {
			if o.Prefix {
				s += "*"
				break
			}
		}
		if c.Stop {
			s += "^"
		}
		return s
	}
	for _, c := range q.Concepts {
		out = append(out, one(c))
	}
	for _, c := range q.Without {
		out = append(out, "-"+one(c))
	}
	for _, f := range q.Filters {
		s := f.Field + ":" + strings.Join(f.Values, ",")
		if f.Not {
			s = "-" + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " | ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"en", "asset recovery ", "asset | recovery"},
		{"en", "asset recov", "asset | recov*"},
		{"en", "the law ", "the^ | law"},
		{"en", `"the law" of`, `"the law" | of^`},
		{"en", `«mutual assistance» “legal aid”`, `"mutual assistance" | "legal aid"`},
		{"en", `"Law"`, "law"},
		{"en", "drugs -cannabis -\"legal use\" ", `drugs | -cannabis | -"legal use"`},
		{"en", "type:mandate,Project -party:FRA lang:fr x", "x | type:mandate,project | -party:fra | lang:fr"},
		{"en", "language:es", "lang:es"},
		{"en", "A/RES/69/197", "a/res/69/197"},
		{"en", "anti-corruption ", `anticorruption"anti corruption""~anti ~corrupt"`},
		{"en", "a - b ", "a^ | b"},
		{"fr", "l'entraide ", "l^ | entraide"},
		{"zh", "腐败", "腐败"},
		{"zh", "税", "税*"},
		{"zh", "跨国犯罪", `"跨国 国犯 犯罪"(跨国 犯罪)`},
		{"zh", "反腐败", `"反腐 腐败"(反腐 腐败)`},
		{"zh", "「反腐败」", `"反腐 腐败"`},
		{"ar", "مكافحة الفساد ", "مكافحه | الفساد"},
		{"en", "https://example.org/a1 ", "https | example | org/a1"},
		{"en", `x"y z"`, `x | "y z"`},
	} {
		q, err := query.Parse(c.text, c.language)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
		} else if got := show(q); got != c.want {
			t.Errorf("%q → %s, want %s", c.text, got, c.want)
		}
	}
}

func TestFaultsAreSaidInWords(t *testing.T) {
	for _, c := range []struct {
		text, code string
		at         int
	}{
		{"", "empty", 0}, {" … ", "empty", 0}, {`""`, "empty", 0},
		{`ab "cd`, "quote", 4}, {"«å", "quote", 1},
		{"é resolution:69", "field", 3}, {"type:a/b", "value", 1}, {"type:,", "value", 1},
		{"-crime", "alone", 0}, {"-type:mandate", "alone", 0},
		{strings.Repeat("a", 401), "long", 0}, {strings.Repeat("a ", 40), "long", 0},
	} {
		_, err := query.Parse(c.text, "en")
		var e *query.Error
		if !errors.As(err, &e) || e.Code != c.code || e.At != c.at {
			t.Errorf("%q gave %v", c.text, err)
		} else if !strings.Contains(e.Error(), "; ") {
			t.Errorf("%q: %v does not say what to do", c.text, e)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`a "b c" -d type:x,y`, "-", "--a", "-\"", "−\xff", "a:", ":a", "A/RES/1-b:c", "反腐败a-b", "l'a-b'c"} {
		f.Add(s, "en")
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		q, err := query.Parse(text, language)
		var e *query.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("%q gave %v", text, err)
		}
		if again, _ := query.Parse(text, language); fmt.Sprint(q) != fmt.Sprint(again) {
			t.Fatalf("%q is read otherwise the second time", text)
		}
		for _, c := range append(q.Concepts, q.Without...) {
			if len(c.Options)+len(c.Phrases)+len(c.Together) == 0 {
				t.Fatalf("%q: %q asks for nothing", text, c.Text)
			}
			for _, p := range c.Phrases {
				if len(p) < 2 {
					t.Fatalf("%q has a phrase of %d", text, len(p))
				}
			}
		}
	})
}
