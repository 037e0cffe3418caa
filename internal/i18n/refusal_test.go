package i18n

import (
	"strings"
	"testing"

	"comity/internal/book"
)

// A refusal is said in the reader's language: its values in theirs, its place only
// where the call has several acts; without a code, as the rule says it.
func TestABooksRefusalIsSaidInTheReadersLanguage(t *testing.T) {
	c := load(t)
	held := &book.Refusal{Code: book.Conflict, Rule: "custody.kept-until", Args: map[string]string{"rule": "mail", "day": "2031-03-01"}, Acts: 1,
		What: "by the retention rule mail these bodies are kept until 2031-03-01", Do: "wait until then"}
	for lang, want := range map[string]string{
		"en": "by the retention rule mail these bodies are kept until 1 March 2031; wait until then",
		"fr": "selon la règle de conservation mail, ces corps sont conservés jusqu’au 1er mars 2031\u202f; attendez cette date",
		"zh": "根据保留期规则 mail，这些正文保留至 2031年3月1日；请等到该日",
	} {
		if got := c.Localizer(lang).Refusal(held); got != want {
			t.Errorf("%s: %q, wanted %q", lang, got, want)
		}
	}
	several := *held
	several.Act, several.Acts = 1, 3
	if got := c.Localizer("es").Refusal(&several); !strings.HasPrefix(got, "acto 2 de la llamada: según") {
		t.Errorf("the second of three acts: %q", got)
	}
	if got := c.Localizer("ru").Refusal(&book.Refusal{Rule: "of.nobody", Act: -1, What: "it is so", Do: "leave it"}); got != "it is so; leave it" {
		t.Errorf("a rule without translation: %q", got)
	}
}

func TestValuesOfARefusalAreNamed(t *testing.T) {
	for _, x := range []struct{ lang, name, value, want string }{
		{"fr", "role", "reviewer", "examinateur"},
		{"ru", "action", "accession", "присоединение"},
		{"zh", "action", "no-such", "no-such"},
		{"fr", "held", "nobody-knows", "nobody-knows"},
		{"fr", "subject", "reviewer", "reviewer"},
		{"es", "kind", "hold.place", "Retención por motivos jurídicos"},
		{"es", "kind", "treaty.*", "treaty.*"},
		{"en", "day", "2014-12-18", "18 December 2014"},
	} {
		if got := load(t).Localizer(x.lang).written(x.name, x.value); got != x.want {
			t.Errorf("%s of %q in %s: %q, wanted %q", x.name, x.value, x.lang, got, x.want)
		}
	}
}
