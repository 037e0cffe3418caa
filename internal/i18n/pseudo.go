package i18n

import "strings"

var accented = strings.NewReplacer(
	"a", "á", "e", "é", "i", "í", "o", "ó", "u", "ú", "n", "ñ", "c", "ç",
	"A", "Á", "E", "É", "I", "Í", "O", "Ó", "U", "Ú", "N", "Ñ", "C", "Ç",
)

// pseudo makes a sentence of the language for tests: letters get accents, the
// whole gets brackets and a third more length; places for values stay.
func pseudo(text string) string {
	var b strings.Builder
	b.WriteString("⟦")
	letters := 0
	for text != "" {
		words, rest, found := strings.Cut(text, "{{")
		b.WriteString(accented.Replace(words))
		letters += len(words)
		if !found {
			break
		}
		value, after, _ := strings.Cut(rest, "}}")
		b.WriteString("{{" + value + "}}")
		text = after
	}
	for range letters / 3 {
		b.WriteByte('~')
	}
	b.WriteString("⟧")
	return b.String()
}

// makePseudo makes the language for tests of the English sentences.
func (t *tongue) makePseudo(english map[string]*Message) {
	for id, m := range english {
		p := &Message{ID: id, Other: pseudo(m.Other)}
		if m.One != "" {
			p.One = pseudo(m.One)
		}
		t.messages[id] = p
	}
}
