package web

import (
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/ui"
)

// An act holds minor units; its page says them as people write money.
func TestAnActsPageWritesMoneyAsPeopleDo(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"en": "90,000.00", "fr": "90\u00a0000,00", "zh": "90,000.00"} {
		f := ui.Fact{}
		(&Site{}).value(&ui.Visit{Localizer: words.Localizer(lang)}, &f, &act.Line{Type: act.Money, Value: "USD 9000000 in minor units"})
		if got := strings.ReplaceAll(f.Value, "\u202f", "\u00a0"); !strings.Contains(got, want) || strings.Contains(got, "minor") {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}
