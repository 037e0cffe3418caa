// Package analyse cuts text of six languages into the terms that are searched
// for: one analyser for what is indexed and for what is asked, so that both
// meet whatever the store.
//
// A text becomes a row of tokens. Each token has a form (folded: width, case,
// diacritics, Arabic marks and variants of letters, Russian ё), mostly a stem,
// and sometimes further terms: the parts of a symbol, a compound written as one
// word, a stem without clitics. Chinese has no spaces: its tokens are pairs of
// neighbouring characters, and the last character of a run alone.
//
// The script of a word decides its language where it can (Arabic, Cyrillic,
// Chinese); only Latin words need to be told. docs/search.md has the rules.
package analyse

import (
	"strings"
	"unicode/utf8"
)

// Token is one place in a text. Its index in the row of tokens is its position.
type Token struct {
	// Form is the folded word, symbol, number or pair of characters.
	Form string
	// Stem is the folded stem, "" where there is none (symbols, numbers,
	// Chinese).
	Stem string
	// Extra are further terms found at this place, each a form or, after
	// [StemMark], a stem.
	Extra []string
	// Start and End are byte offsets in the text: text[Start:End] is the
	// token as written.
	Start, End int
	// Stop says that the word only holds a sentence together ("the", "de",
	// "в"): it is kept, and weighs less.
	Stop bool
	// Han says that the token is a pair of characters of a script without
	// spaces; Tail that it is the last character of such a run.
	Han, Tail bool
	// Parts counts, on the first word of a compound ("anti-corruption"), the
	// words that it is made of; 0 elsewhere.
	Parts int
	// Kind says what else the token is.
	Kind Kind
}

// Kind sorts tokens.
type Kind uint8

// The kinds of token.
const (
	Word Kind = iota
	Number
	Symbol // "A/RES/69/197", "2014/15"
)

// StemMark stands before a stem where forms and stems are kept together.
const StemMark = "~"

// maxTerm bounds a term, in bytes: longer ones are cut.
const maxTerm = 120

// languages are those whose words are stemmed.
var languages = [...]string{"ar", "en", "es", "fr", "ru", "zh"}

// Base returns the language of a tag ("fr-CH" → "fr"), "" when it is none of
// the six.
func Base(tag string) string {
	tag = strings.ToLower(tag)
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	for _, l := range languages {
		if l == tag {
			return l
		}
	}
	return ""
}

// Text cuts a text into tokens. language is a tag such as "fr"; words in Latin
// script are stemmed as English where it names no language written so. Any
// bytes are taken: those that are not UTF-8 part words.
func Text(text, language string) []Token {
	s := scanner{text: text, stem: newStemmer(), latin: latinOf(language)}
	s.run()
	return s.out
}

// latinOf is the language by which Latin words of a text are stemmed.
func latinOf(language string) string {
	switch l := Base(language); l {
	case "es", "fr":
		return l
	default:
		return "en"
	}
}

// cut shortens a term to maxTerm bytes at a rune.
func cut(s string) string {
	if len(s) <= maxTerm {
		return s
	}
	n := maxTerm
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
