package i18n

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"comity/internal/act"
	"comity/internal/book"
)

// Refusal says why the book refused, and what to do, as one sentence. A rule that
// no catalogue knows yet, and a policy, are said in English, as they say it.
func (l *Localizer) Refusal(r *book.Refusal) string {
	s, do := l.Reason(r)
	between := "; "
	if l.knows(r) {
		between = l.semicolon()
	}
	if do != "" {
		s += between + do
	}
	if !l.knows(r) && Rtl(l.Lang) {
		s = isolate + s + endIsolate
	}
	if n := r.Place(); n > 0 {
		return l.Text("refusal-in-call", Args{"Number": strconv.Itoa(n), "Why": s})
	}
	return s
}

// knows says whether the catalogues have the sentences of a refusal's rule.
func (l *Localizer) knows(r *book.Refusal) bool {
	return r.Rule != "" && l.has("refusal."+r.Rule+".why")
}

// Reason is the two halves of a refusal: what is wrong, and what to do.
func (l *Localizer) Reason(r *book.Refusal) (why, do string) {
	if !l.knows(r) {
		return r.What, r.Do
	}
	args := make(Args, len(r.Args))
	for name, value := range r.Args {
		args[name] = l.written(name, value)
	}
	id := "refusal." + r.Rule
	return l.Text(id+".why", args), l.Text(id+".do", args)
}

// written says a value of a rule's sentence: a day as days are written, the name of
// a role, of what is done about a treaty or of a kind of act, all else as it is.
func (l *Localizer) written(name, value string) string {
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
