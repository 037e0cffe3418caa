package score

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// hyphens and what else typography varies without a difference in meaning.
var typography = strings.NewReplacer("\u2011", "-", "\u2010", "-", "\u00AD", "", "\u200B", "", "\uFEFF", "", "\u200E", "", "\u200F", "")

// fold brings a text to what is compared: form C, one space for white space,
// plain hyphens.
func fold(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(typography.Replace(s))), " ")
}

// words are the words of a text for overlaps: lower case, without punctuation.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(fold(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// overlap is the F1 of the words of two texts, counted with repetition; 1 where
// neither has any.
func overlap(a, b string) float64 {
	x, y := words(a), words(b)
	return Rate{common(x, y), len(x), len(y)}.F1()
}

// common counts the values that two lists share, with repetition.
func common(a, b []string) int {
	left := make(map[string]int, len(a))
	for _, w := range a {
		left[w]++
	}
	n := 0
	for _, w := range b {
		if left[w] > 0 {
			left[w]--
			n++
		}
	}
	return n
}
