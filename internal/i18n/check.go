package i18n

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// forms are the plural forms of each language, as the Unicode CLDR has them.
var forms = map[string][]string{
	"ar": {"zero", "one", "two", "few", "many", "other"},
	"en": {"one", "other"},
	"es": {"one", "many", "other"},
	"fr": {"one", "many", "other"},
	"ru": {"one", "few", "many", "other"},
	"zh": {"other"},
}

// scripts are those that a sentence of the language is bound to have a letter of.
var scripts = map[string]*unicode.RangeTable{"ar": unicode.Arabic, "ru": unicode.Cyrillic, "zh": unicode.Han}

var place = regexp.MustCompile(`{{[^}]*}}`)

// spelled returns the plural forms of a sentence that are not empty, by name.
func spelled(m *Message) map[string]string {
	all := map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

// Faults are what is wrong with the catalogues, a sentence each, in order; none
// when every sentence is there in every language, translated, with its plural
// forms and places for values.
func (c *Catalogue) Faults() []string {
	var faults []string
	same, err := c.same()
	if err = errors.Join(err, c.ReadAll()); err != nil {
		return []string{err.Error()}
	}
	bad := func(lang, id, format string, args ...any) {
		faults = append(faults, fmt.Sprintf("%s: %s: %s", lang, id, fmt.Sprintf(format, args...)))
	}
	for lang := range forms {
		for id, english := range c.in(English) {
			m := c.in(lang)[id]
			if m == nil {
				bad(lang, id, "the sentence is missing (it stands in %s)", c.tongue(English).places[id])
				continue
			}
			c.checkForms(bad, lang, english, m)
			c.checkPlaces(bad, lang, english, m)
			if lang != English {
				c.checkTranslated(bad, lang, english, m, same[lang][id])
			}
		}
		for id := range c.in(lang) {
			if c.in(English)[id] == nil {
				bad(lang, id, "there is no such sentence in English")
			}
		}
		for id := range same[lang] {
			if c.in(English)[id] == nil {
				bad(lang, id, "same.toml names a sentence that there is not")
			}
		}
	}
	slices.Sort(faults)
	return faults
}

type complain func(lang, id, format string, args ...any)

func (c *Catalogue) checkForms(bad complain, lang string, english, m *Message) {
	want := []string{"other"}
	if english.One != "" {
		want = forms[lang]
	}
	have := spelled(m)
	for _, form := range want {
		if have[form] == "" {
			bad(lang, m.ID, "the plural form %q is missing", form)
		}
	}
	for form, text := range have {
		if !slices.Contains(want, form) {
			bad(lang, m.ID, "the plural form %q is not used here", form)
		}
		if strings.TrimSpace(text) != text {
			bad(lang, m.ID, "it begins or ends with a space")
		}
	}
}

// checkPlaces: each form has the places of the English sentence; a form for one
// certain number may say the number in words.
func (c *Catalogue) checkPlaces(bad complain, lang string, english, m *Message) {
	want := places(english.Other)
	for form, text := range spelled(m) {
		have := places(text)
		for _, p := range want {
			certain := form == "zero" || form == "one" || form == "two"
			if !slices.Contains(have, p) && (p != "{{.Count}}" || !certain) {
				bad(lang, m.ID, "the form %q has lost the place %s", form, p)
			}
		}
		for _, p := range have {
			if !slices.Contains(want, p) {
				bad(lang, m.ID, "the form %q has a place %s that English has not", form, p)
			}
		}
	}
}

func places(text string) []string {
	return slices.Compact(slices.Sorted(slices.Values(place.FindAllString(text, -1))))
}

func (c *Catalogue) checkTranslated(bad complain, lang string, english, m *Message, same bool) {
	switch {
	case m.Other == english.Other && !same:
		bad(lang, m.ID, "it is left in English; translate it, or name it in same.toml")
	case m.Other != english.Other && same:
		bad(lang, m.ID, "same.toml says that it equals the English, and it does not")
	}
	script := scripts[lang]
	for form, text := range spelled(m) {
		if script != nil && !same && !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(script, r) }) {
			bad(lang, m.ID, "the form %q has no letter of the language's script", form)
		}
	}
}
