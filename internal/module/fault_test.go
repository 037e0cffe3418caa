package module

import (
	"testing"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/ui"
)

func TestWhatTheBookRefusesStandsBesideItsField(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := &ui.Visit{Localizer: words.Localizer("en")}
	form := func() *ui.Form {
		return &ui.Form{Fields: []ui.Field{{Name: "act.cites"}, {Name: "act.day"}, {Name: "day"}, {Name: "reason.language", Kind: "code"}, {Name: "reason.text"}, {Name: "evidence.0.kind"}}}
	}
	header := map[string]string{"/cites": "act.cites", "/day": "act.day"}
	for where, field := range map[string]string{
		"/day": "act.day", "/cites/1": "act.cites", "/body/day": "day", "/body/reason": "reason.text",
		"/body/reason/language": "reason.language", "/body/evidence": "evidence.0.kind", "/body/evidence/0/act": "", "/bodyguard": "", "": "", "/body": "",
	} {
		f := form()
		if !Refused(v, f, act.Faults{{Code: "body.missing", Where: where, Why: "the field is required", Do: "fill it in"}}, header) {
			t.Fatalf("%s is no refusal", where)
		}
		if field == "" && len(f.Faults) != 1 || field != "" && len(f.Field(field).Faults) != 1 {
			t.Errorf("the fault at %q does not stand at %q: %+v", where, field, f)
		}
	}
}
