package ui

import (
	"net/url"
	"slices"
	"testing"
)

// Boxes that were all unticked stay so when a form comes back.
func TestNoBoxThatIsTickedIsNoneThatIsChosen(t *testing.T) {
	form := func() *Form {
		return &Form{Fields: []Field{{Name: "help", Kind: "choices", Values: []string{"training"}}, {Name: "title", Value: "Lamps"}}}
	}
	f := form()
	f.Fill(url.Values{"title": {"Lights"}})
	if len(f.Fields[0].Values) != 0 || f.Fields[1].Value != "Lights" {
		t.Errorf("%+v", f.Fields)
	}
	f = form()
	f.Fill(url.Values{"help": {"advice", "equipment"}})
	if !slices.Equal(f.Fields[0].Values, []string{"advice", "equipment"}) || f.Fields[1].Value != "Lamps" {
		t.Errorf("%+v", f.Fields)
	}
}
