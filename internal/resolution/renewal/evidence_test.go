package renewal

import "testing"

func TestLeftoversArePairedByMoreThanLikeness(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		want                Class
	}{
		{"a formula with other references", "Takes note of the report of the Harbour Master prepared pursuant to resolutions 4/293, 8/187, 8/188, 8/192, 8/193 and 8/195;", "Takes note with appreciation of the report of the Harbour Master prepared pursuant to resolution 13/186;", Amended},
		{"other duties that open alike", "Calls upon coastal States to strengthen the moles, quays and sluices of their northern ports against the spring tides that follow heavy rain in the hills;", "Calls upon coastal States to strengthen the training of whalers, cooks, carpenters and bell founders who seek work abroad when herring stay away from home waters;", New},
	} {
		comparison := Compare(document("1", c.before, buoys, thanks), document("2", c.after, storage, pilots))
		if got := comparison.Changes[0].Class; got != c.want && !(c.want == New && got == Dropped) {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

func TestARepeatedFormulaIsNoSplit(t *testing.T) {
	initiative := func(name, aim string) string {
		return "Takes note of the launch of the " + name + " by the Harbour Council, and requests the Council to continue, within its means and in consultation with coastal States, its efforts to " + aim + ";"
	}
	old := initiative("school of lamps", "teach keepers the use of lenses and of whale oil in long nights")
	c := Compare(document("1", old, buoys), document("2", initiative("games of rowers", "win the young for the boats"), old[:len(old)-1]+" and of storms;", buoys))
	if c.Count[Split] != 0 || c.Count[New] != 1 {
		t.Errorf("%v", c.Count)
	}
}

func TestOpeningsAreCountedToTheFirstReference(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"Also invites donors to give", "Invites donors to take", 3},
		{"Recalling its resolution 1/2", "Recalling further its resolution 3/4", 2},
		{"", "Recalls", 0},
	} {
		if got := sameOpening(terms(c.a), terms(c.b)); got != c.want {
			t.Errorf("%q, %q: %d", c.a, c.b, got)
		}
	}
}
