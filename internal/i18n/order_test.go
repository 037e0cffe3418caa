package i18n

import (
	"slices"
	"strings"
	"testing"
)

// Letters with marks stand where a reader looks for them, not behind all others.
func TestWordsStandInTheOrderOfTheLanguage(t *testing.T) {
	words := load(t)
	for lang, want := range map[string]string{
		"en": "Austria, Côte d'Ivoire, Croatia, Zambia",
		"fr": "Égypte, Équateur, Espagne, Zambie",
		"es": "España, Etiopía, Níger, Nigeria",
		"ru": "Азербайджан, Бельгия, Ямайка",
		"ar": "أذربيجان, البحرين, مصر",
	} {
		list := strings.Split(want, ", ")
		slices.Reverse(list)
		Sort(words.Localizer(lang), list, func(s string) string { return s })
		if got := strings.Join(list, ", "); got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
}
