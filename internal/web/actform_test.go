package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"comity/internal/access/password"
	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/ui"
)

func visitIn(t *testing.T, lang string) *ui.Visit {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &ui.Visit{Request: httptest.NewRequest(http.MethodGet, "/", nil), Localizer: words.Localizer(lang), Today: "2026-11-25"}
}

// A box that is not ticked posts nothing: where an answer is asked for, no must be
// one that can be given.
func TestNoCanBeAnsweredWhereAnAnswerIsAskedFor(t *testing.T) {
	v := visitIn(t, "en")
	f := (&Site{}).input(v, &act.Input{Name: "approved", Control: "yes-no", Required: true}, "Approved")
	if f.Kind != "choice" || len(f.Options) != 2 || f.Options[1].Value != "false" || f.Value != "" {
		t.Errorf("%+v", f)
	}
	if f = (&Site{}).input(v, &act.Input{Name: "final", Control: "yes-no"}, "Final"); f.Kind != "yes-no" {
		t.Errorf("%+v", f)
	}
}

func TestPartsOfWhatMayBeLeftOutAreNotRequired(t *testing.T) {
	prose := func(name string) act.Input {
		return act.Input{Name: name, Control: "prose", Required: true, Inputs: []act.Input{{Name: name + ".text", Control: "lines", Required: true}}}
	}
	words := prose("words")
	words.When = &act.When{Field: "proposal", Is: []string{"update"}}
	note := prose("note")
	note.Required = false
	fields := (&Site{}).inputs(visitIn(t, "en"), &ui.Form{}, nil, []act.Input{words, note, prose("reason")}, "")
	var required []string
	for _, f := range fields {
		if f.Required {
			required = append(required, f.Name)
		}
	}
	if fmt.Sprint(required) != "[reason.text]" {
		t.Errorf("required are %q", required)
	}
}

func TestAPasswordThatWillNotDoIsNamedBesideItsField(t *testing.T) {
	v := visitIn(t, "fr")
	f := &ui.Form{Fields: []ui.Field{{Name: "password", Kind: "password"}}}
	err := fmt.Errorf("setting a password: %w", password.Check("short"))
	if !(&Site{}).refused(v, f, "password", err) || len(f.Fields[0].Faults) != 1 || strings.Contains(f.Fields[0].Faults[0], "too short") {
		t.Errorf("%+v", f)
	}
	if (&Site{}).refused(v, f, "password", fmt.Errorf("the disk is full")) {
		t.Error("a fault of the store was taken for a refusal")
	}
	if (&Site{}).refused(v, f, "password", act.Faults{{Code: "body.missing", Where: "/body/name"}}) {
		t.Error("a fault of an act was put beside the password")
	}
}

func TestSubjectsAndFacetsAreNamed(t *testing.T) {
	v := visitIn(t, "en")
	for subject, want := range map[act.Subject]string{"clause/A_RES_95_12/4~28a~29/1": "Clause A/RES/95/12, 4(a), 1", "book/demo": "Book demo"} {
		if got := subjectWords(v, subject); got != want {
			t.Errorf("%s is shown as %q, want %q", subject, got, want)
		}
	}
	for _, kind := range []string{"document", "paragraph", "outline"} {
		if words := (&Site{}).facetLabel(v, "type", kind); strings.ContainsAny(words, "⟦.") {
			t.Errorf("what is found of type %s is called %q", kind, words)
		}
	}
}
