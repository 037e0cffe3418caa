package analyse

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	snowarabic "github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
)

// stemmer holds the state that the stemmers write to; it has one user.
type stemmer struct{ env *snowballstem.Env }

func newStemmer() *stemmer { return &stemmer{snowballstem.NewEnv("")} }

// of stems a lower-case word and folds the result.
func (s *stemmer) of(word, language string) string {
	s.env.SetCurrent(word)
	switch language {
	case "ar":
		snowarabic.Stem(s.env)
	case "en":
		english.Stem(s.env)
	case "es":
		spanish.Stem(s.env)
	case "fr":
		french.Stem(s.env)
	case "ru":
		russian.Stem(s.env)
	}
	return unmark(s.env.Current())
}

// word makes the token of one word.
func (s *scanner) word(p piece) {
	low := lower(s.text[p.start:p.end])
	if p.script == latin && strings.ContainsAny(low, ".'’‘ʼ′") {
		low = strings.NewReplacer(".", "", "'", "", "’", "", "‘", "", "ʼ", "", "′", "").Replace(low)
	}
	form := unmark(low)
	t := Token{Form: cut(form), Start: p.start, End: p.end}
	if form == "" {
		return
	}
	switch {
	case p.script == digit:
		t.Kind = Number
	case len(form) > maxTerm: // no word
	case p.script == latin:
		t.Stem = s.stem.of(low, s.latin)
		if form != low { // for those who type without accents
			t.add(StemMark + s.stem.of(form, s.latin))
		}
	case p.script == cyrillic:
		t.Stem = s.stem.of(form, "ru")
	case p.script == arabic:
		t.Stem = lightArabic(form)
		for _, e := range furtherArabic(form, t.Stem, s.stem) {
			t.add(StemMark + e)
		}
	}
	t.Stop = isStop(form, p.script, s.latin)
	s.put(t)
}

// lightArabic takes the article, alone or after و ب ك ف ل, and the common
// endings off a folded word, as long as three letters (two before an ending)
// remain. The stem of a word is the same with the article and without.
func lightArabic(form string) string {
	w := form
	if rest, ok := strings.CutPrefix(w, "و"); ok && letters(rest) >= 3 {
		w = rest
	}
	for _, p := range [...]string{"بال", "كال", "فال", "لل", "ال"} {
		if rest, ok := strings.CutPrefix(w, p); ok && letters(rest) >= 3 {
			w = rest
			break
		}
	}
	for _, e := range [...]string{"ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"} {
		if rest, ok := strings.CutSuffix(w, e); ok && letters(rest) >= 3 {
			w = rest
		}
	}
	return w
}

// furtherArabic are stems that a reader may mean as well: without a clitic of
// one letter, which light stemming can't tell from a letter of the root, and
// the deeper stem of Snowball.
func furtherArabic(form, stem string, s *stemmer) []string {
	var out []string
	for _, p := range [...]string{"ب", "ل", "ك", "ف", "س", "و"} {
		if rest, ok := strings.CutPrefix(form, p); ok && letters(rest) >= 4 {
			out = append(out, lightArabic(rest))
		}
	}
	if deep := s.of(stem, "ar"); letters(deep) >= 3 {
		out = append(out, deep)
	}
	return out
}

func letters(s string) int { return utf8.RuneCountInString(s) }
