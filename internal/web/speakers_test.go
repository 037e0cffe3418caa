package web

import (
	"testing"

	"comity/internal/act"
	"comity/internal/ui"
)

func TestTheAudienceOfTheParty(t *testing.T) {
	for chosen, want := range map[string]string{"with-*": "with-fra", "donor-*": "donor-fra", "secretariat": "secretariat", "with-xaa": "with-xaa"} {
		if got := audienceOf(chosen, "FRA"); got != want {
			t.Errorf("%s in the name of France is %s, want %s", chosen, got, want)
		}
	}
}

// What a State says begins for it and the secretariat, what the secretariat says of
// itself for the secretariat, and a field that leaves no choice is not shown.
func TestAFormBeginsWithTheUsualAudience(t *testing.T) {
	options := []ui.Option{{Value: "appraisal"}, {Value: "donor-xaa"}, {Value: "secretariat"}, {Value: "with-*"}}
	staff, state := visitIn(t, "en"), visitIn(t, "en")
	staff.Reader.Audiences = []string{"public", "secretariat"}
	if got := usual(staff, []act.Standing{act.Own, act.Communicated}, options); got != "with-*" {
		t.Errorf("on a letter: %s", got)
	}
	if got := usual(staff, []act.Standing{act.Own}, options); got != "secretariat" {
		t.Errorf("the Office's own: %s", got)
	}
	if got := usual(state, []act.Standing{act.Own}, []ui.Option{{Value: "donor-xaa"}, {Value: "with-xaa"}}); got != "with-xaa" {
		t.Errorf("a State's own: %s", got)
	}
	f := ui.Field{Kind: "code", Options: options[:1]}
	if alone(&f); f.Kind != "hidden" || f.Value != "appraisal" {
		t.Errorf("%+v", f)
	}
	f = ui.Field{Kind: "code", Options: options}
	if alone(&f); f.Kind != "code" {
		t.Errorf("%+v", f)
	}
}
