package structure

import (
	"strings"
	"unicode"
)

// sampleLength is how many bytes of a text are looked at to tell its language.
const sampleLength = 8 << 10

var functionWords = map[string]string{
	"the": "en", "of": "en", "and": "en", "its": "en", "that": "en", "with": "en", "by": "en",
	"les": "fr", "des": "fr", "du": "fr", "et": "fr", "aux": "fr", "dans": "fr", "une": "fr", "est": "fr",
	"los": "es", "del": "es", "y": "es", "las": "es", "el": "es", "por": "es", "con": "es",
}

// language tells the language of a text by its script and, for the Latin
// script, by its function words. It returns "" where there is nothing to go by.
func language(texts func(yield func(string) bool)) string {
	var arabic, cyrillic, han, latin, seen int
	words := map[string]int{}
	for text := range texts {
		start := -1
		for i, c := range text {
			switch {
			case c < 0x250 && unicode.IsLetter(c):
				latin++
				if start < 0 {
					start = i
				}
				continue
			case c >= 0x400 && c < 0x530:
				cyrillic++
			case c >= 0x600 && c < 0x780:
				arabic++
			case c >= 0x4E00 && c < 0xA000:
				han++
			}
			if start >= 0 {
				if i-start < 5 {
					if lang, ok := functionWords[strings.ToLower(text[start:i])]; ok {
						words[lang]++
					}
				}
				start = -1
			}
		}
		if seen += len(text); seen > sampleLength {
			break
		}
	}
	switch {
	case 3*han > latin && han > 0:
		return "zh"
	case cyrillic > latin:
		return "ru"
	case arabic > latin:
		return "ar"
	}
	best, top := "", 0
	for _, lang := range [...]string{"en", "fr", "es"} {
		if words[lang] > top {
			best, top = lang, words[lang]
		}
	}
	return best
}

// tongue holds what a language's drafting manner gives to go by.
type tongue struct {
	cased       bool // sentences and paragraphs begin with a capital letter
	opener      func(text string) int
	operative   func(text string) bool
	months      []string
	noteOpeners []string
	adopted     []string // words that mark the line with the date of adoption
	annex       []string
	agenda      []string
	meeting     []string
}

func tongueOf(lang string) *tongue {
	switch lang {
	case "fr":
		return &french
	case "es":
		return &spanish
	case "ru":
		return &russian
	case "ar":
		return &arabic
	case "zh":
		return &chinese
	}
	return &english
}

func hasPrefixOf(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// set makes a set of words separated by white space.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
