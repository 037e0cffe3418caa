package i18n

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"comity/internal/act"
	"comity/internal/book"
)

// Refusal says why the book refused, and what to do, as one sentence. A rule that
// no catalogue knows yet is said in English, as the rule says it.
func (l *Localizer) Refusal(r *book.Refusal) string {
	s, do := l.Reason(r)
	if do != "" {
		s += l.semicolon() + do
	}
	if n := r.Place(); n > 0 {
		return l.Text("refusal-in-call", Args{"Number": strconv.Itoa(n), "Why": s})
	}
	return s
}

// Reason is the two halves of a refusal: what is wrong, and what to do.
func (l *Localizer) Reason(r *book.Refusal) (why, do string) {
	id := "refusal." + r.Rule
	if r.Rule == "" || !l.has(id+".why") {
		return r.What, r.Do
	}
	args := make(Args, len(r.Args))
	for name, value := range r.Args {
		args[name] = l.value(name, value)
	}
	why = l.Text(id+".why", args)
	if l.has(id + ".do") {
		do = l.Text(id+".do", args)
	}
	return why, do
}

// value says a value of a rule's sentence: a day as days are written, the name of
// a role, of what is done about a treaty or of a kind of act, all else as it is.
func (l *Localizer) value(name, value string) string {
	switch name {
	case "role", "held":
		return l.term("role."+value, value)
	case "action":
		return l.term("word."+value, value)
	case "kind":
		return l.Label(value, value)
	}
	if day, err := act.ParseDay(value); err == nil {
		return l.Day(day)
	}
	return value
}

// term is a word of the catalogues as it stands within a sentence.
func (l *Localizer) term(id, value string) string {
	if !l.has(id) {
		return value
	}
	word := l.Text(id)
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToLower(r)) + word[size:]
}
