package treaty_test

import (
	"fmt"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/programme"
	"comity/internal/treaty"
)

// endsBelowThree: the treaty ends when denunciations leave fewer than three.
func endsBelowThree(m, _ *programme.Instrument) {
	m.Rules.Denunciation = &programme.Denunciation{July: true, EndsBelow: 3, EndsIn: "46.3", Rule: programme.Rule{Article: "46.2"}}
}

// Article 46(3) of the Single Convention, 29(3) of the Convention of 1971: the
// treaty ends for all when denunciations leave fewer parties than it needs.
func TestATreatyThatLosesItsPartiesEnds(t *testing.T) {
	for _, c := range []struct{ name, acts, party, on, ended string }{
		{"one of three leaves", three + "FRA denunciation 2004-07-01", "PER", "2004-12-31 party, 2005-01-01 withdrawn", "2005-01-01"},
		{"who leaves last leaves with the treaty", three + "FRA denunciation 2004-07-01", "FRA", "2004-12-31 party, 2005-01-01 withdrawn", "2005-01-01"},
		{"one of four leaves", three + "NOR accession 2002-01-01\nFRA denunciation 2004-07-01", "PER", "2006-01-01 party", ""},
		{"two of four leave on one day", three + "NOR accession 2002-01-01\nFRA denunciation 2004-07-01\nPER denunciation 2004-06-01", "NOR", "2004-12-31 party, 2005-01-01 withdrawn", "2005-01-01"},
		{"one comes as one leaves", three + "NOR accession 2004-12-02\nFRA denunciation 2004-07-01", "PER", "2006-01-01 party", ""},
		{"one comes too late", three + "NOR accession 2004-12-03\nFRA denunciation 2004-07-01", "NOR", "2004-12-31 consented, 2005-01-01 consented, 2006-01-01 consented", "2005-01-01"},
		{"an organization does not keep it", three + "EU approval 2002-01-01\nFRA denunciation 2004-07-01", "EU", "2004-12-31 party, 2005-01-01 withdrawn", "2005-01-01"},
		{"the denunciation is withdrawn in time", three + "FRA denunciation 2004-07-01\nFRA withdrawal 2004-12-01 withdraws=denunciation@2004-07-01", "PER", "2006-01-01 party", ""},
		{"who signed only stays one who signed", three + "NOR signature 2000-02-01\nFRA denunciation 2004-07-01", "NOR", "2004-12-31 signatory, 2006-01-01 signatory", "2005-01-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := of(c.acts, endsBelowThree)
			if got := g.Force("ROPE").Ended; string(got) != c.ended {
				t.Errorf("it ends on %q, want %q", got, c.ended)
			}
			for _, x := range strings.Split(c.on, ", ") {
				day, want, _ := strings.Cut(x, " ")
				if got := g.StatusOn("ROPE", c.party, act.Day(day)); string(got.State) != want || got.State != g.StateOn("ROPE", c.party, act.Day(day)) {
					t.Errorf("on %s it is %s, want %s", day, got.State, want)
				}
			}
			if c.ended != "" {
				s := g.StatusOn("ROPE", "KEN", act.Day(c.ended))
				if len(s.Reasons) != 1 || s.Reasons[0].Key != "treaty-ended" || s.Reasons[0].Cite != "ROPE#46.3" {
					t.Errorf("the reason is %+v", s.Reasons)
				}
				if n := g.Count("ROPE", treaty.Bound, act.Day(c.ended), treaty.States).N; n != 0 {
					t.Errorf("%d are still counted", n)
				}
			}
			// Known piece by piece it comes to the same, whatever became known last.
			ds := acts(c.acts)
			for last := range ds {
				p := treaty.NewRegister(few(endsBelowThree), carried.parties, nil)
				var known []treaty.Deposit
				for i := range ds {
					if i != last {
						known = append(known, ds[i])
						p = p.With(map[string][]treaty.Deposit{"ROPE": known})
					}
				}
				p = p.With(map[string][]treaty.Deposit{"ROPE": append(known, ds[last])})
				for _, who := range []string{"FRA", "PER", "KEN", "NOR", "EU"} {
					if a, b := fmt.Sprint(p.Timeline("ROPE", who)), fmt.Sprint(g.Timeline("ROPE", who)); strip(a) != strip(b) || p.StateOn("ROPE", who, "2006-01-01") != g.StateOn("ROPE", who, "2006-01-01") {
						t.Errorf("%s, %d known last:\n%s\nat once:\n%s", who, last, a, b)
					}
				}
			}
		})
	}
	if g := of(three + "FRA denunciation 2004-07-01"); g.Force("ROPE").Ended != "" {
		t.Error("a treaty without the rule ends")
	}
}
