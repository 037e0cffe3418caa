package programme

import (
	"maps"
	"slices"
	"strings"
)

func (l loader) topics(p *Programme) error {
	const file = "topics.toml"
	var list struct {
		Topic []Topic `toml:"topic"`
	}
	if err := l.optional(file, &list); err != nil {
		return err
	}
	codes, words := names{what: "code"}, names{what: "word"}
	for i, t := range list.Topic {
		line := l.line(file, "topic", i)
		switch {
		case !isCode(t.Code):
			return l.at(file, line, "code %q: a code is letters, digits and hyphens", t.Code)
		case t.Title == "":
			return l.at(file, line, "topic %s has no title", t.Code)
		case len(t.Words) == 0:
			return l.at(file, line, "topic %s has no words that mark it", t.Code)
		}
		if err := l.titles(file, line, "topic "+t.Code, t.Titles); err != nil {
			return err
		}
		if err := codes.take(t.Code, file, line); err != nil {
			return err
		}
		for _, w := range append(append([]string{}, t.Words...), t.Except...) {
			if strings.TrimSpace(strings.TrimSuffix(w, "*")) == "" || w != strings.ToLower(w) || w != strings.TrimSpace(w) {
				return l.at(file, line, "topic %s: word %q: words are written in lower case, without outer spaces", t.Code, w)
			}
			if err := words.take(t.Code+" "+w, file, line); err != nil {
				return err
			}
		}
	}
	p.Topics = list.Topic
	return nil
}

// titles finds what has no title in one of the official languages beside
// English, or one in another. line is where it begins.
func (l loader) titles(file string, line int, what string, titles map[string]string) error {
	for _, lang := range slices.Sorted(maps.Keys(titles)) {
		switch {
		case !isLanguage(lang):
			return l.at(file, l.keyLineFrom(file, line, lang), "%s: %q is no official language beside English; it is one of ar, es, fr, ru, zh", what, lang)
		case titles[lang] == "" || titles[lang] != strings.TrimSpace(titles[lang]):
			return l.at(file, l.keyLineFrom(file, line, lang), "%s: the title in %s is empty or has outer spaces", what, lang)
		}
	}
	for _, lang := range [...]string{"ar", "es", "fr", "ru", "zh"} {
		if titles[lang] == "" {
			return l.at(file, line, "%s has no title in %s; write titles.%s beside its title", what, lang, lang)
		}
	}
	return nil
}

func (l loader) bodies(p *Programme) error {
	const file = "bodies.toml"
	var list struct {
		Body []Body `toml:"body"`
	}
	if err := l.optional(file, &list); err != nil {
		return err
	}
	codes, called := names{what: "code"}, names{what: "name"}
	for i, b := range list.Body {
		line := l.line(file, "body", i)
		if b.Code == "" || len(b.Names) == 0 {
			return l.at(file, line, "a body needs a code and at least one name")
		}
		if err := codes.take(b.Code, file, line); err != nil {
			return err
		}
		for _, name := range b.Names {
			if strings.TrimSpace(name) == "" {
				return l.at(file, line, "body %s has an empty name", b.Code)
			}
			if err := called.take(name, file, line); err != nil {
				return err
			}
		}
	}
	p.Bodies = list.Body
	return nil
}

func (l loader) organs(p *Programme) error {
	const file = "organs.toml"
	var list struct {
		Organ []Organ `toml:"organ"`
	}
	if err := l.optional(file, &list); err != nil {
		return err
	}
	codes, called, prefixes := names{what: "code"}, names{what: "name"}, names{what: "prefix"}
	for i, o := range list.Organ {
		line := l.line(file, "organ", i)
		switch {
		case !isCode(o.Code):
			return l.at(file, line, "code %q: a code is letters, digits and hyphens", o.Code)
		case len(o.Names["en"]) == 0:
			return l.at(file, line, "organ %s has no English name", o.Code)
		case o.Numbering != NumberSession && o.Numbering != NumberYear && o.Numbering != NumberSerial:
			return l.at(file, line, "organ %s: numbering is %q; it is one of session, year, serial", o.Code, o.Numbering)
		}
		for _, form := range []string{o.Resolution, o.Decision} {
			whole := strings.Contains(form, "{n}") || strings.Contains(form, "{s}") && strings.Contains(form, "{i}")
			if form != "" && !whole {
				return l.at(file, line, "organ %s: the form %q says neither {n} nor {s} and {i}, so all its symbols would be one", o.Code, form)
			}
		}
		if err := codes.take(o.Code, file, line); err != nil {
			return err
		}
		for _, lang := range sortedKeys(o.Names) {
			if lang != "en" && !isLanguage(lang) {
				return l.at(file, line, "organ %s: %q is no official language; it is one of ar, en, es, fr, ru, zh", o.Code, lang)
			}
			for _, name := range o.Names[lang] {
				if err := called.take(lang+" "+name, file, line); err != nil {
					return err
				}
			}
		}
		for _, prefix := range o.Prefixes {
			if err := prefixes.take(prefix, file, line); err != nil {
				return err
			}
		}
	}
	p.Organs = list.Organ
	return nil
}
