package mandate

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/party"
)

func ourParties(t testing.TB) *party.Registry {
	t.Helper()
	folder, _ := ourProgramme(t)
	r, err := party.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhoseStatusIsKept(t *testing.T) {
	parties := ourParties(t)
	for _, x := range []struct{ entities, bodies string }{
		{"UNODC", "UNODC"},
		{"secretary-general", "secretary-general"},
		{"member-states UNODC", "UNODC"},
		{"UNODC UNODC CCPCJ", "UNODC CCPCJ"},
		{"UN", "UN"},
		{"UNDP OHCHR UNICRI UNCCT", "UNDP OHCHR UNICRI UNCCT"},
		{"CTOC-COP", "CTOC-COP"},
		{"member-states", ""}, {"states-parties:UNTOC", ""}, {"donors civil-society private-sector", ""},
		{"WHO INTERPOL EU Europol", ""}, {"FRA", ""}, {"other", ""}, {"World Bank", ""}, {"", ""},
	} {
		if got := strings.Join(Bodies(parties, strings.Fields(x.entities)), " "); got != x.bodies {
			t.Errorf("%q: %q, want %q", x.entities, got, x.bodies)
		}
	}
}

func TestAStatusIsNeverKeptOfStates(t *testing.T) {
	parties := ourParties(t)
	for _, x := range []struct{ entities, of, says string }{
		{"UNODC", "UNODC", ""},
		{"member-states UNODC", "UNODC", ""},
		{"member-states", "UNODC", "only what they communicated"},
		{"member-states UNODC", "member-states", "one of these: UNODC"},
		{"states-parties:UNCAC", "states-parties:UNCAC", "only what they communicated"},
		{"UNODC CCPCJ", "CND", "record the status of one of these: UNODC, CCPCJ"},
		{"", "UNODC", "asks nobody"},
	} {
		err := CheckStatus(parties, strings.Fields(x.entities), x.of)
		if (err == nil) != (x.says == "") || err != nil && !strings.Contains(err.Error(), x.says) {
			t.Errorf("%q of %s: %v, want %q", x.entities, x.of, err, x.says)
		}
	}
	// Whoever is named together, no State ever has a status.
	states := parties.All(party.State, party.FormerState, party.Organization)
	rapid.Check(t, func(t *rapid.T) {
		state := rapid.SampledFrom(states).Draw(t, "state").Code
		if CheckStatus(parties, []string{"UNODC", state, "member-states"}, state) == nil {
			t.Fatalf("a status of %s is kept", state)
		}
	})
}

func TestOnlyTheCompetentOrganChangesAMandate(t *testing.T) {
	parties := ourParties(t)
	for _, x := range []struct {
		deciding, of string
		want         bool
	}{
		{"GA", "GA", true}, {"GA", "ECOSOC", false}, {"ECOSOC", "GA", false}, {"ECOSOC", "CCPCJ", true}, {"CCPCJ", "ECOSOC", false},
		{"GA", "HRC", true}, {"CTOC-COP", "CTOC-COP", true}, {"GA", "CTOC-COP", false}, {"", "GA", false}, {"GA", "", false}, {"SC", "CTC", true},
	} {
		if got := Competent(parties, x.deciding, x.of); got != x.want {
			t.Errorf("%s on a decision of %s: %v", x.deciding, x.of, got)
		}
	}
}

func TestTheStatusOfADay(t *testing.T) {
	entries := []Status{
		{Index: 4, Body: "UNODC", Code: "in-progress", Day: "2026-03-01"},
		{Index: 7, Body: "UNODC", Code: "completed", Day: "2026-05-01", Corrected: true},
		{Index: 9, Body: "UNODC", Code: "no-indication", Day: "2026-01-01"},
		{Index: 10, Body: "CCPCJ", Code: "completed", Day: "2026-01-01"},
		{Index: 11, Body: "UNODC", Code: "completed", Day: "2026-03-01"},
	}
	for day, want := range map[act.Day]string{"2025-12-31": "", "2026-01-01": "no-indication", "2026-02-28": "no-indication", "2026-03-01": "completed", "2026-12-31": "completed"} {
		if got, ok := StatusOn(entries, "UNODC", day); got.Code != want || ok != (want != "") {
			t.Errorf("%s: %q, want %q", day, got.Code, want)
		}
	}
	// The order in which entries come does not matter.
	rapid.Check(t, func(t *rapid.T) {
		shuffled := slices.Clone(entries)
		for i := range shuffled {
			j := rapid.IntRange(0, i).Draw(t, "swap")
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		}
		if got, _ := StatusOn(shuffled, "UNODC", "2026-06-01"); got.Index != 11 {
			t.Fatalf("%v", got)
		}
	})
}
