package party

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// silent are the words that lists leave in or out as they please: articles and
// small words of English, French, Spanish and Russian.
var silent = map[string]bool{
	"the": true, "of": true, "and": true, "to": true, "a": true, "in": true,
	"la": true, "le": true, "les": true, "l": true, "de": true, "du": true, "des": true, "d": true, "et": true,
	"el": true, "los": true, "las": true, "del": true, "y": true, "e": true,
	"и": true,
}

// written are short forms of words, in the form that fold gives them.
var written = map[string]string{"st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic", "fed": "federal", "is": "islands", "isl": "islands"}

var (
	apostrophes = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'", "&", " and ")
	possessives = strings.NewReplacer("'s ", "s ", "'S ", "s ")
)

// fold brings the ways to write one name to one key: case, accents, brackets,
// commas, hyphens, apostrophes, articles and the order of the words count for
// nothing, so that "Iran (Islamic Republic of)", "Islamic Republic of Iran" and
// "IRAN, Islamic Rep. of the" are one. Folding a key again gives the key.
func fold(name string) string {
	words := strings.Fields(spell(name))
	for i, w := range words {
		if full, ok := written[w]; ok {
			words[i] = full
		}
	}
	// A name of small words only ("LAS") keeps them.
	if kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return silent[w] }); len(kept) > 0 {
		words = kept
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// spell lowers the letters, takes their marks off and puts a space wherever
// something is no letter or digit.
func spell(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	// An apostrophe before a final s belongs to the word: "People's".
	name = possessives.Replace(apostrophes.Replace(name) + " ")
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == 'ـ': // marks, and the Arabic stretcher
		case r == 'ʼ': // a letter of itself, which "ŉ" comes apart into
			b.WriteByte(' ')
		case r == 'ı':
			b.WriteByte('i')
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'ة': // written with and without its dots
			b.WriteRune('ه')
		case r == 'ى':
			b.WriteRune('ي')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	// Lowering can bring new marks ("İ" gives i and a dot).
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, b.String())
}
