package main

import (
	"regexp"
	"strings"
	"testing"

	"comity/internal/book"
	"comity/internal/i18n"
)

// TestEveryRefusalIsSaidInSixLanguages holds that what a rule says when it
// refuses an act stands in the catalogues, in English as the rule says it.
func TestEveryRefusalIsSaidInSixLanguages(t *testing.T) {
	p, err := loadProgram("")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	place := regexp.MustCompile(`{{\.([A-Za-z]+)}}`)
	said := 0
	check := func(module string, sentences book.Sentences) {
		for code, s := range sentences {
			said++
			if !strings.HasPrefix(code, module+".") {
				t.Errorf("the code %s of the module %s does not begin with its name", code, module)
			}
			args := i18n.Args{}
			for _, m := range place.FindAllStringSubmatch(s[0]+s[1], -1) {
				args[m[1]] = m[0]
			}
			for _, lang := range i18n.Languages() {
				in := catalogue.Localizer(lang)
				for i, id := range []string{"refusal." + code + ".why", "refusal." + code + ".do"} {
					switch text := in.Text(id, args); {
					case !catalogue.Has(id):
						t.Errorf("the catalogues have no %s", id)
					case lang == i18n.English && text != s[i]:
						t.Errorf("%s is %q in the English catalogue, and the rule says %q", id, text, s[i])
					case lang != i18n.English && text == s[i]:
						t.Errorf("%s is left in English in %s", id, lang)
					}
				}
			}
		}
	}
	check("book", book.Says())
	for _, m := range p.Modules {
		check(m.Name, m.Sentences)
	}
	if said < 30 {
		t.Errorf("only %d refusals were looked at", said)
	}
}
