package i18n

import "strings"

// typeset gives the sentences of a language the marks that its typography asks
// for, so that a catalogue may be written on any keyboard:
//   - French has no-break spaces inside guillemets and before a colon, narrow
//     ones before ; ! ?, and a curved apostrophe;
//   - Russian is printed without ё, as United Nations documents are.
//
// It changes nothing a second time.
func typeset(lang string, m *Message) {
	r := typography[lang]
	if r == nil {
		return
	}
	for _, form := range []*string{&m.Zero, &m.One, &m.Two, &m.Few, &m.Many, &m.Other} {
		*form = r.Replace(*form)
	}
}

var typography = map[string]*strings.Replacer{
	"fr": strings.NewReplacer(" :", "\u00a0:", " ;", "\u202f;", " !", "\u202f!", " ?", "\u202f?", "« ", "«\u00a0", " »", "\u00a0»", "'", "’"),
	"ru": strings.NewReplacer("ё", "е", "Ё", "Е"),
}
