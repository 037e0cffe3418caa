package ui

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/i18n"
)

func visit(t *testing.T, target string) *Visit {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &Visit{Request: httptest.NewRequest(http.MethodGet, target, nil), Localizer: words.Localizer("en"), Today: "2026-11-25"}
}

func rendered(t *testing.T, v *Visit, f *Form) string {
	t.Helper()
	var b strings.Builder
	if err := FormView(v, f).Render(v.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatWasTypedStaysAndFaultsStandBesideTheirField(t *testing.T) {
	v := visit(t, "/")
	f := Form{Send: "Record", Fields: []Field{{Name: "budget.amount", Label: "Amount"}, {Name: "secret", Kind: "password", Label: "Password"}, {Name: "steps.0.name", Label: "Step"}}}
	f.Fill(url.Values{"budget.amount": {"12,5<"}, "secret": {"hunter2"}, KeyName: {"k1"}})
	f.Invalid(v, act.Faults{
		{Code: "body.integer", Where: "/budget/amount", Why: "this is no whole number", Do: "write digits"},
		{Code: "x", Where: "/steps/0/name/text", Why: "the step has no name", Do: "name it"},
		{Code: "y", Where: "/elsewhere", Why: "something else is wrong", Do: "look"},
	})
	html := rendered(t, v, &f)
	for _, want := range []string{
		`value="12,5&lt;"`, `value="k1"`,
		`aria-describedby="f-budget-amount-fault"`, `aria-invalid="true"`, `id="f-budget-amount-fault"`,
		`href="#f-budget-amount"`, "this is no whole number; write digits", "the step has no name", "something else is wrong",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the form has no %s:\n%s", want, html)
		}
	}
	if strings.Contains(html, "hunter2") {
		t.Error("a password came back in the page")
	}
	if len(f.Fields[2].Faults) != 1 || len(f.Faults) != 1 {
		t.Errorf("faults stand elsewhere: %+v", f)
	}
}

func TestEveryInputHasItsLabel(t *testing.T) {
	v := visit(t, "/")
	f := Form{Send: "Go"}
	for _, kind := range []string{"", "lines", "day", "month", "integer", "password", "mail", "code", "search", "file", "yes-no", "choice", "choices", "code-line"} {
		f.Fields = append(f.Fields, Field{Name: "x." + kind, Label: "Label of " + kind, Kind: kind, Options: []Option{{Value: "a", Words: "A"}}})
	}
	html := rendered(t, v, &f)
	for i := range f.Fields {
		field := &f.Fields[i]
		switch field.Kind {
		case "choice", "choices":
			if !strings.Contains(html, `<fieldset`) || !strings.Contains(html, "<legend>") {
				t.Errorf("%q has no legend", field.Kind)
			}
		case "yes-no":
			if !strings.Contains(html, `<span>`+field.Label) {
				t.Errorf("%q has no words", field.Kind)
			}
		default:
			if !strings.Contains(html, `for="`+field.ID()+`"`) || !strings.Contains(html, `id="`+field.ID()+`"`) {
				t.Errorf("%q is not joined to its label", field.Kind)
			}
		}
	}
}

func TestAnAddressWithOtherValues(t *testing.T) {
	v := visit(t, "/states?group=AG&after=x")
	if got := v.With("after", ""); got != "/states?group=AG" {
		t.Error(got)
	}
	if got := v.With("group", "", "after", ""); got != "/states" {
		t.Error(got)
	}
	for address, want := range map[string]string{"/%5Cevil.example": "/%5Cevil.example", "/%2F%2Fevil.example": "/%2F%2Fevil.example", "/paragraphs/A/RES/69/197%234": "/paragraphs/A/RES/69/197%234"} {
		if got := visit(t, address).With("after", ""); got != want {
			t.Errorf("%s became %s", address, got)
		}
	}
	if got := v.With("as", "csv"); got != "/states?after=x&as=csv&group=AG" {
		t.Error(got)
	}
}

func TestTheStyleSheetIsLight(t *testing.T) {
	a, err := NewAssets()
	if err != nil {
		t.Fatal(err)
	}
	const most = 15 << 10 // compressed, so that a first page comes over a slow line
	if n := len(a.byAddress[AssetPath("comity.css")].small); n == 0 || n > most {
		t.Errorf("the style sheet has %d bytes compressed; %d are the most", n, most)
	}
}
