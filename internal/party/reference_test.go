package party

import (
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"

	"comity/internal/codelist"
	"comity/internal/programme"
	"comity/internal/testshared"
	"comity/programmes"
)

func readJSON(t *testing.T, v any, elem ...string) {
	data, err := os.ReadFile(testshared.Dir(t, elem...))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatal(err)
	}
}

// TestMembersAgreeWithAnotherList holds Members and their groups against a list
// made by others, whose known faults are named here.
func TestMembersAgreeWithAnotherList(t *testing.T) {
	r := load(t)
	var countries []struct {
		CCA3, CCA2, CCN3 string
		UNMember         bool   `json:"unMember"`
		Group            string `json:"unRegionalGroup"`
	}
	readJSON(t, &countries, "reference", "world-countries-5.1.0.subset.json")
	groups := map[string]string{
		"African Group": "AG", "Asia and the Pacific Group": "APG", "Eastern European Group": "EEG",
		"Latin American and Caribbean Group": "GRULAC", "Western European and Others Group": "WEOG",
	}
	members := 0
	for _, c := range countries {
		if !c.UNMember || c.CCA3 == "VAT" { // the Holy See is an observer
			continue
		}
		members++
		p := r.ByCode(c.CCA3)
		if p == nil || p.StatusOn(today) != "member" {
			t.Errorf("%s is a Member in the other list, and not here", c.CCA3)
			continue
		}
		if p.ISO2 != c.CCA2 || p.M49 != c.CCN3 {
			t.Errorf("%s: codes %s and %s, in the other list %s and %s", p.Code, p.ISO2, p.M49, c.CCA2, c.CCN3)
		}
		if got := p.GroupOn(today); got != groups[c.Group] {
			t.Errorf("%s is counted with %s, in the other list with %s", p.Code, got, c.Group)
		}
	}
	if members != 193 {
		t.Errorf("the other list has %d Members", members)
	}
}

func TestFormerStatesHaveTheirWithdrawnCodes(t *testing.T) {
	r := load(t)
	var iso struct {
		Withdrawn []struct {
			Alpha3  string `json:"alpha_3"`
			Numeric string `json:"numeric"`
		} `json:"3166-3"`
	}
	readJSON(t, &iso, "reference", "iso_3166-3.json")
	found := 0
	for _, w := range iso.Withdrawn {
		if p := r.ByCode(w.Alpha3); p != nil && p.Type == FormerState {
			found++
			if w.Numeric != "" && p.M49 != w.Numeric && p.Code != "YUG" { // 891 there is that of 1993 to 2003
				t.Errorf("%s has M49 code %s, in ISO 3166-3 %s", p.Code, p.M49, w.Numeric)
			}
		}
	}
	if found != 6 {
		t.Errorf("%d former States with a withdrawn code, want 6", found)
	}
}

// TestBodiesOfTheProgrammeAreParties: a code to which a text's addressees are
// normalised is a party's or names a kind of addressee, so that what a paragraph
// asks of a body leads to that body.
func TestBodiesOfTheProgrammeAreParties(t *testing.T) {
	fsys, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	prog, err := programme.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	lists, err := codelist.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	r := load(t)
	for _, b := range prog.Bodies {
		code := strings.ReplaceAll(b.Code, " ", "-")
		if r.ByCode(code) == nil && r.ByCode(strings.ToUpper(code)) == nil && !lists.Has("addressee", code, today) {
			t.Errorf("bodies.toml normalises %q to %q; parties/bodies.csv has no such party", b.Names[0], b.Code)
		}
	}
}
