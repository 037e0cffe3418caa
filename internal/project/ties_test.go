package project

import (
	"testing"

	"comity/internal/act"
	"comity/internal/store"
)

// Who asks what serves a request is told what they may enter: its State of a project
// that is not open yet that there is one, others nothing.
func TestWhatServesARequest(t *testing.T) {
	onEachStore(t, func(n *node) {
		const asked = act.Subject("assistance/x1")
		check := func(when, who string, s Scope, projects, deliveries, results, hidden int) {
			n.Helper()
			n.read(func(v store.View) error {
				list, h, err := ServesRequest(ctx, v, s, asked, "with-fra")
				d, r := 0, 0
				for _, x := range list {
					d, r = d+len(x.Deliveries), r+len(x.Results)
				}
				if len(list) != projects || d != deliveries || r != results || h != hidden {
					n.Errorf("%s, %s is told of %d projects with %d deliveries and %d results, and that there are %d more", when, who, len(list), d, r, h)
				}
				return err
			})
		}
		peru := NewScope([]string{act.Public, "with-per"})
		n.requested(asked, "FRA")
		n.must(n.do(ana, "programme", ProgrammeSubject("LAMPS"), lampsProgramme()))
		n.must(n.do(ana, "concept", Subject(harbourCode), harbour()))
		n.must(n.do(ana, "tied", Subject(harbourCode), TiedBody{Request: asked}, forAudience("with-fra")))
		check("before its turn", "France", france(), 0, 0, 0, 1)
		check("before its turn", "an officer", officer(), 1, 0, 0, 0)
		check("before its turn", "Peru", peru, 0, 0, 0, 0)
		check("before its turn", "the public", public(), 0, 0, 0, 0)
		n.must(n.do(bo, "reviewed", Subject(harbourCode), ReviewedBody{Outcome: "recommended"}))
		for person, which := range map[string]string{bo: "legal", carl: "financial", dora: "evaluation"} {
			n.must(n.do(person, "cleared", Subject(harbourCode), ClearedBody{Clearance: which, Passed: true}))
		}
		check("when its turn has come", "France", france(), 1, 0, 0, 0)
		n.must(n.do(chloe, "countersigned", Subject(harbourCode), CountersignedBody{Authority: "Ministry of Lamps"}, by("FRA")))
		n.must(n.do(ana, "countersigned", Subject(harbourCode), CountersignedBody{Authority: "Ministry"}, byLetter("PER")))
		n.must(n.do(ana, "announced", Subject(harbourCode), NoteBody{}))
		i := IndicatorSubject(harbourCode, "trained")
		n.must(n.do(ana, "indicator", i, lampsKept()))
		n.must(n.do(ana, "reported", i, y42("30")))
		for k, audience := range []string{act.Public, "secretariat"} {
			d := DeliverySubject(harbourCode, k+1)
			n.must(n.do(ana, "delivered", d, training(), forAudience(audience)))
			n.must(n.do(ana, "tied", d, TiedBody{Request: asked}, forAudience("with-fra")))
		}
		check("before approval", "France", france(), 1, 1, 0, 0)
		n.must(n.do(bo, "approved", i, PeriodBody{From: "2042-01-01", Until: "2042-12-31"}))
		check("at last", "France", france(), 1, 1, 1, 0)
		check("at last", "an officer", officer(), 1, 2, 1, 0)
		check("at last", "Peru", peru, 0, 0, 0, 0)
		check("at last", "the public", public(), 0, 0, 0, 0)
	})
}

// A code is proposed that nobody has.
func TestAFreeCodeIsProposed(t *testing.T) {
	had := map[string]bool{"FRA-2043-01": true, "FRA-2043-02": true}
	got, err := freeCode(func(code string) (bool, error) { return had[code], nil }, "FRA", today)
	if err != nil || got != "FRA-2043-03" || !codeForm.MatchString(got) {
		t.Errorf("%q is proposed: %v", got, err)
	}
}
