package act

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCitesAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{
		"A/RES/69/197#25":                    "A/RES/69/197#25",
		"A/RES/69/197 para 25":               "A/RES/69/197#25",
		"A/RES/69/197, para. 25 (a)":         "A/RES/69/197#25(a)",
		"resolution 69/197, paragraph 4 (b)": "A/RES/69/197#4(b)",
		"69/197":                             "A/RES/69/197",
		"69/197#29:2":                        "A/RES/69/197#29:2",
		"A/RES/69/197#4 (a)":                 "A/RES/69/197#4(a)",
		"résolution 69/197, paragraphe 25":   "A/RES/69/197#25",
		"A/RES/69/197, párr. 25":             "A/RES/69/197#25",
		"A/RES/69/197, пункт 25":             "A/RES/69/197#25",
		"A/RES/69/197 الفقرة 25":             "A/RES/69/197#25",
		"A/RES/69/197第25段":                   "A/RES/69/197#25",
		"UNTOC article 18.15":                "UNTOC#18.15",
		"UNTOC art. 18":                      "UNTOC#18",
		"UNTOC#18.15, UNCAC#46":              "UNTOC#18.15 UNCAC#46",
		"UNTOC#18 UNCAC#46\nA/RES/69/197#4":  "UNTOC#18 UNCAC#46 A/RES/69/197#4",
		"A/RES/69/197#4; A/RES/69/197#4":     "A/RES/69/197#4",
		"E/CN.15/2014/18":                    "E/CN.15/2014/18",
		"S/RES/1373 (2001)":                  "S/RES/1373 (2001)",
		"A/RES/67/234 B":                     "A/RES/67/234 B",
		"A/RES/2200 A (XXI)":                 "A/RES/2200 A (XXI)",
		"S/RES/1373 (2001)#5":                "S/RES/1373 (2001)#5",
		"":                                   "",
		"\r\n":                               "",
	} {
		var got []string
		for _, c := range TypedCites(typed) {
			if !Names(c) {
				t.Errorf("%q gives %q, which names nothing", typed, c)
			}
			got = append(got, string(c))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
	for _, typed := range []string{"nonsense 5", "blah blah", "5", "the convention", "A/RES/69/197 paragraph", "A/RES/69/197 and so on", "untoc", "#4"} {
		list := TypedCites(typed)
		if len(list) != 1 || string(list[0]) != typed || Names(list[0]) {
			t.Errorf("%q is read as %q, want it as it was typed, naming nothing", typed, list)
		}
	}
}

// What is written by the grammar and can name something is read as it stands, however
// many are in a line.
func TestCitesOfTheGrammarAreReadAsTheyStand(t *testing.T) {
	one := rapid.Custom(func(t *rapid.T) Cite {
		symbol := rapid.StringMatching(`(A/RES/[1-9][0-9]/[1-9][0-9]{0,2}|E/CN\.15/20[0-9]{2}/[1-9]|[A-Z]{3,8}(-[A-Z]{2,4})?)`).Draw(t, "symbol")
		return Cite(symbol + rapid.StringMatching(`(#[1-9][0-9]?(\([a-z]\))?(:[1-9])?)?`).Draw(t, "place"))
	})
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfNDistinct(one, 0, 6, rapid.ID[Cite]).Draw(t, "cites")
		var b strings.Builder
		for _, c := range list {
			b.WriteString(string(c))
			b.WriteString(rapid.SampledFrom([]string{"\n", ", ", " ", "; ", "\r\n"}).Draw(t, "part"))
		}
		if got := TypedCites(b.String()); !slices.Equal(got, list) {
			t.Fatalf("%q is read as %q, want %q", b.String(), got, list)
		}
	})
}

func FuzzTypedCites(f *testing.F) {
	for _, s := range []string{"A/RES/69/197, para. 25 (a)", "69/197; UNTOC#18", "第", "#"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range TypedCites(s) {
			if Names(c) {
				if _, err := ParseCite(string(c)); err != nil {
					t.Errorf("%q of %q names something and is no cite: %v", c, s, err)
				}
			}
		}
	})
}
