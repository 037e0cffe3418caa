package module_test

import (
	"errors"
	"slices"
	"testing"

	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/ui"
)

// What a rule refuses stands above the form in the reader's language, and does not
// count the one act of the form.
func TestARefusalStandsAboveTheForm(t *testing.T) {
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := &ui.Visit{Localizer: c.Localizer("fr")}
	unproposed := &book.Refusal{Code: book.Conflict, Rule: "custody.unproposed", Act: 0, Acts: 1, What: "nobody proposed this erasure", Do: "propose it first"}
	for _, x := range []struct {
		name string
		err  error
		want []string
	}{
		{"a rule's", unproposed, []string{
			"personne n’a proposé cet effacement\u202f; proposez-le d’abord, puis faites-le confirmer par une autre personne"}},
		{"a policy's, which speaks English", book.Deny("only the mission may", "ask it"), []string{v.Text("page.denied"), "only the mission may; ask it"}},
	} {
		var f ui.Form
		if !module.Refused(v, &f, x.err, nil) || !slices.Equal(f.Faults, x.want) {
			t.Errorf("%s: %q, want %q", x.name, f.Faults, x.want)
		}
	}
	for _, err := range []error{errors.New("no refusal"), &book.Refusal{Code: book.Unavailable, What: "the disk is full"}} {
		var f ui.Form
		if module.Refused(v, &f, err, nil) || f.Faulty() {
			t.Errorf("%v was shown: %q", err, f.Faults)
		}
	}
}
