package i18n

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"comity/internal/act"
)

// Args are the values that a sentence has places for, by name. Text is shown as
// it is; days, numbers and lists are written with the Localizer first.
type Args map[string]string

// Localizer says things in one language. It may be shared.
type Localizer struct {
	// Lang is the language, BCP 47.
	Lang    string
	words   *Catalogue
	printer *message.Printer
}

// Localizer returns the one for a language, one of the six or Pseudo; any other
// is English.
func (c *Catalogue) Localizer(lang string) *Localizer {
	if names[lang] == "" {
		lang = English
	}
	return &Localizer{Lang: lang, words: c, printer: message.NewPrinter(language.Make(lang + "-u-nu-latn"))}
}

// has says whether there is a sentence of this id.
func (l *Localizer) has(id string) bool { return l.words.Has(id) }

// Dir is "rtl" or "ltr", for the attribute dir.
func (l *Localizer) Dir() string {
	if Rtl(l.Lang) {
		return "rtl"
	}
	return "ltr"
}

// Text says the sentence of an id. A sentence missing in the language is said in
// English; one missing there too shows its id in brackets, so that it is seen.
func (l *Localizer) Text(id string, args ...Args) string {
	return l.say(id, func(string) string { return "other" }, "", args)
}

// Label is the name of a kind of act, or of a field of one, by its key
// ("treaty.deposit", "treaty.deposit.amount"), and english where no catalogue
// has it. Catalogues keep them in the table kind, under quoted keys.
func (l *Localizer) Label(key, english string) string {
	if id := "kind." + key; l.has(id) {
		return l.Text(id)
	}
	return english
}

// Count says the sentence of an id in the plural form that a number takes; the
// number is there as {{.Count}}.
func (l *Localizer) Count(id string, n int, args ...Args) string {
	return l.say(id, func(lang string) string { return plural(lang, n) }, l.Number(int64(n)), args)
}

// say says a sentence in the form that its language takes; count is the number
// that it counts, "" for none.
func (l *Localizer) say(id string, form func(lang string) string, count string, args []Args) string {
	for _, lang := range [...]string{l.Lang, English} {
		m := l.words.in(lang)[id]
		if m == nil {
			continue
		}
		if text := cmp.Or(*m.form(form(lang)), m.Other); text != "" {
			return fill(text, func(name string) (string, bool) {
				if name == "Count" && count != "" {
					return count, true
				}
				return l.value(args, name)
			})
		}
	}
	return "⟦" + id + "⟧"
}

// value is that of a name, the last one given. In a language written from right
// to left it is kept in its own direction, so that a symbol or a name does not run
// backwards.
func (l *Localizer) value(args []Args, name string) (string, bool) {
	for _, a := range slices.Backward(args) {
		value, ok := a[name]
		if ok && value != "" && Rtl(l.Lang) {
			value = isolate + value + endIsolate
		}
		if ok {
			return value, true
		}
	}
	return "", false
}

// First-strong isolate and its end (Unicode, annex 9).
const (
	isolate    = "\u2068"
	endIsolate = "\u2069"
)

// Invalid says what is wrong with something handed in, and what to do, as one
// sentence. A rule that no catalogue knows yet is said as the rule says it.
func (l *Localizer) Invalid(v act.Invalid) string {
	why, do := v.Why, v.Do
	id := "refusal." + v.Code
	if l.has(id+".why") && l.Lang != English {
		why, do = l.Text(id+".why", v.Args), ""
		if l.has(id + ".do") {
			do = l.Text(id+".do", v.Args)
		}
	}
	if do == "" {
		return why
	}
	return why + l.semicolon() + do
}

func (l *Localizer) semicolon() string {
	switch l.Lang {
	case "ar":
		return "؛ "
	case "zh":
		return "；"
	case "fr":
		return "\u202f; "
	}
	return "; "
}

// Comma puts words one after the other: "21 August 2002, ratification".
func (l *Localizer) Comma(words ...string) string {
	switch l.Lang {
	case "ar":
		return strings.Join(words, "، ")
	case "zh":
		return strings.Join(words, "，")
	}
	return strings.Join(words, ", ")
}

// Colon puts what is said of something after it: "France: party".
func (l *Localizer) Colon(about, words string) string {
	switch l.Lang {
	case "zh":
		return about + "：" + words
	case "fr":
		return about + "\u00a0: " + words
	}
	return about + ": " + words
}

// Or joins alternatives: "A, B or C".
func (l *Localizer) Or(items ...string) string { return l.join(items, conjunctions[l.Lang].or) }

// And joins what belongs together: "A, B and C".
func (l *Localizer) And(items ...string) string { return l.join(items, conjunctions[l.Lang].and) }

// conjunction is how a language joins the last item to those before it.
type conjunction struct {
	and, comma string
	all        bool // the conjunction stands before every item but the first
}

// conjunctions by language; English without a comma before the last, as the
// United Nations writes it where nothing is unclear.
var conjunctions = map[string]struct{ and, or conjunction }{
	"ar":   {conjunction{and: " و", all: true}, conjunction{and: " أو ", all: true}},
	"en":   {conjunction{and: " and ", comma: ", "}, conjunction{and: " or ", comma: ", "}},
	"es":   {conjunction{and: " y ", comma: ", "}, conjunction{and: " o ", comma: ", "}},
	"fr":   {conjunction{and: " et ", comma: ", "}, conjunction{and: " ou ", comma: ", "}},
	"ru":   {conjunction{and: " и ", comma: ", "}, conjunction{and: " или ", comma: ", "}},
	"zh":   {conjunction{and: "和", comma: "、"}, conjunction{and: "或", comma: "、"}},
	Pseudo: {conjunction{and: " ⟦áñd⟧ ", comma: ", "}, conjunction{and: " ⟦ór⟧ ", comma: ", "}},
}

func (l *Localizer) join(items []string, c conjunction) string {
	var b strings.Builder
	for i, item := range items {
		switch {
		case i == 0:
		case c.all || i == len(items)-1:
			b.WriteString(l.euphony(c.and, item))
		default:
			b.WriteString(c.comma)
		}
		b.WriteString(item)
	}
	return b.String()
}

// euphony is the Spanish change of y to e before the sound i, and of o to u
// before the sound o.
func (l *Localizer) euphony(conjunction, next string) string {
	if l.Lang != "es" {
		return conjunction
	}
	next = strings.ToLower(next)
	starts := func(with ...string) bool {
		for _, w := range with {
			if strings.HasPrefix(next, w) {
				return true
			}
		}
		return false
	}
	switch {
	case conjunction == " y " && starts("i", "í", "hi", "hí") && !starts("hia", "hie", "hio", "ia", "ie", "io"):
		return " e "
	case conjunction == " o " && starts("o", "ó", "ho", "hó"):
		return " u "
	}
	return conjunction
}
