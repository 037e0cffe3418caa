package project

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/project/result"
	"comity/internal/store"
)

// The life of a project, from the concept note to its closure, in each store.
func TestTheLifeOfAProject(t *testing.T) {
	onEachStore(t, func(n *node) {
		s := Subject(harbourCode)
		n.refused("there is no", n.do(bo, "reviewed", s, ReviewedBody{Outcome: "recommended"}))
		n.refused("there is no programme/LAMPS", n.do(ana, "concept", s, harbour()))
		n.must(n.do(ana, "programme", ProgrammeSubject("LAMPS"), lampsProgramme()))
		n.must(n.do(ana, "concept", s, harbour(), citing("A/RES/95/7#1")))
		n.refused("is taken", n.do(ana, "programme", ProgrammeSubject(harbourCode), lampsProgramme()))
		n.refused("themselves", n.do(ana, "reviewed", s, ReviewedBody{Outcome: "recommended"}))
		n.refused("a reason is due", n.do(bo, "reviewed", s, ReviewedBody{Outcome: "returned"}))
		n.must(n.do(bo, "reviewed", s, ReviewedBody{Outcome: "returned", Reason: "Name the keepers."}))
		n.refused("does not take the step", n.do(bo, "cleared", s, ClearedBody{Clearance: "legal", Passed: true}))
		n.must(n.do(ana, "concept", s, harbour(), citing("A/RES/95/7#1")))
		n.must(n.do(bo, "reviewed", s, ReviewedBody{Outcome: "recommended"}))
		n.must(n.do(bo, "cleared", s, ClearedBody{Clearance: "legal", Passed: true}))
		n.refused("given already", n.do(carl, "cleared", s, ClearedBody{Clearance: "legal", Passed: true}))
		n.refused("by another person", n.do(bo, "cleared", s, ClearedBody{Clearance: "financial", Passed: true}))
		n.must(n.do(carl, "cleared", s, ClearedBody{Clearance: "financial", Passed: true}))
		n.refused("there is no", n.do(chloe, "countersigned", s, CountersignedBody{Authority: "x"}, by("FRA")))
		n.must(n.do(dora, "cleared", s, ClearedBody{Clearance: "evaluation", Passed: true}))
		n.refused("none of the Governments", n.do(ana, "countersigned", s, CountersignedBody{Authority: "x"}, byLetter("KEN")))
		n.refused("for the audience with-fra", n.do(chloe, "countersigned", s, CountersignedBody{Authority: "x"}, by("FRA"), forAudience("with-per")))
		n.must(n.do(chloe, "countersigned", s, CountersignedBody{Authority: "Ministry of Lamps"}, by("FRA")))
		n.refused("countersigned already", n.do(chloe, "countersigned", s, CountersignedBody{Authority: "x"}, by("FRA")))
		n.refused("does not take the step", n.do(ana, "announced", s, NoteBody{}))
		n.must(n.do(ana, "countersigned", s, CountersignedBody{Authority: "Ministry of Lamps"}, byLetter("PER")))
		if p := n.project(officer()); p.Status != Running || p.Everybody() {
			t.Fatalf("the project is %+v", p)
		}
		if n.project(public()) != nil {
			t.Error("everybody reads a project that was not announced")
		}
		n.must(n.do(ana, "announced", s, NoteBody{}, citing("A/RES/95/7#1")))
		n.refused("announced already", n.do(ana, "announced", s, NoteBody{}))
		if p := n.project(public()); p == nil || p.Title != "Lamps of the harbour" || *p.Money.Required != 1_250_000_00 {
			t.Errorf("everybody reads %+v", p)
		}

		n.refused("changes nothing", n.do(ana, "revised", s, RevisedBody{Number: 1, Reason: "More lamps."}))
		n.refused("before it begins", n.do(ana, "revised", s, RevisedBody{Number: 1, Reason: "Less.", Until: "2041-01-01"}))
		n.refused("is number 1", n.do(ana, "revised", s, RevisedBody{Number: 2, Reason: "More.", Until: "2045-12-31"}))
		n.must(n.do(ana, "revised", s, RevisedBody{Number: 1, Reason: "More lamps.", Until: "2045-12-31", Budget: &Amount{2_000_000_00, "USD"}}))
		n.refused("waits for its decision", n.do(ana, "closed", s, ClosedBody{Closure: "operational"}))
		n.refused("themselves", n.do(ana, "revision-approved", s, RevisionApprovedBody{Number: 1, Approved: true}))
		n.must(n.do(dora, "revision-approved", s, RevisionApprovedBody{Number: 1, Approved: true}))
		if p := n.project(public()); p.Ends != "2045-12-31" || *p.Money.Required != 2_000_000_00 {
			t.Errorf("after its revision it is %+v", p)
		}
		n.refused("does not take the step", n.do(ana, "closed", s, ClosedBody{Closure: "financial"}))
		n.must(n.do(ana, "closed", s, ClosedBody{Closure: "operational"}))
		n.refused("not financially before", n.do(ana, "closed", s, ClosedBody{Closure: "financial"}, on("2043-05-01")))
		n.must(n.do(ana, "closed", s, ClosedBody{Closure: "financial"}))
		n.refused("does not take the step", n.do(ana, "cancelled", s, ReasonBody{Reason: "Too late."}))
		if p := n.project(public()); p.Status != Closed {
			t.Errorf("it is %s", p.Status)
		}
		n.verified()
	})
}

func lampsKept(s ...act.Subject) IndicatorBody {
	return IndicatorBody{Title: "Keepers trained", Language: "en", Measure: "number", Unit: "persons", Periods: "sum", Places: "sum", Projects: "sum", Serves: s,
		Baseline: &Baseline{Day: "2042-01-01", Measured: Measured{Number: "0"}},
		Targets:  []Target{{Period: result.Period{From: "2042-01-01", Until: "2042-12-31"}, Measured: Measured{Number: "100"}}}}
}

func y42(number string) ReportedBody {
	return ReportedBody{From: "2042-01-01", Until: "2042-12-31", Measured: Measured{Number: number}}
}

// Results: declared, reported, approved by another, locked, reopened; counted once
// by programmes above, whatever the ways.
func TestResults(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.running()
		for _, g := range []string{"NORTH", "SOUTH"} {
			b := lampsProgramme()
			b.Above = []act.Subject{ProgrammeSubject("LAMPS")}
			n.must(n.do(ana, "programme", ProgrammeSubject(g), b))
		}
		b := lampsProgramme()
		b.Above = []act.Subject{ProgrammeSubject("NORTH")}
		n.refused("lies under this itself", n.do(ana, "programme", ProgrammeSubject("LAMPS"), b))
		top, north, south, i := IndicatorSubject("LAMPS", "trained"), IndicatorSubject("NORTH", "trained"), IndicatorSubject("SOUTH", "trained"), IndicatorSubject(harbourCode, "trained")
		n.must(n.do(ana, "indicator", top, lampsKept()))
		n.must(n.do(ana, "indicator", north, lampsKept(top)))
		n.must(n.do(ana, "indicator", south, lampsKept(top)))
		n.refused("lies under this itself", n.do(ana, "indicator", top, lampsKept(north)))
		wrong := lampsKept(north)
		wrong.Unit = "lamps"
		n.refused("measures something else", n.do(ana, "indicator", i, wrong))
		wrong = lampsKept()
		wrong.Projects = "ratio"
		n.refused("does not suit", n.do(ana, "indicator", i, wrong))
		wrong.Projects, wrong.Cumulative = "sum", true
		n.refused("count twice", n.do(ana, "indicator", i, wrong))
		n.must(n.do(ana, "indicator", i, lampsKept(north, south)))

		n.refused("after the day of the act", n.do(ana, "reported", i, ReportedBody{From: "2043-01-01", Until: "2043-12-31", Measured: Measured{Number: "3"}}))
		n.refused("no value of the measure", n.do(ana, "reported", i, ReportedBody{From: "2042-01-01", Until: "2042-12-31", Measured: Measured{Text: "many"}}))
		split := y42("30")
		split.Parts = []PartBody{{Sex: "female", Number: "20"}, {Sex: "male", Number: "9"}}
		n.refused("come to 29, and the total is 30", n.do(ana, "reported", i, split))
		split.Parts[1].Number = ""
		n.must(n.do(ana, "reported", i, split))
		n.refused("days in common", n.do(ana, "reported", i, ReportedBody{From: "2042-06-01", Until: "2043-05-31", Measured: Measured{Number: "1"}}))
		n.refused("would count twice", n.do(ana, "reported", i, ReportedBody{From: "2041-01-01", Until: "2041-12-31", Place: "PER", Measured: Measured{Number: "1"}}))
		if m := n.measured(public(), "LAMPS")[0]; m.Actual.Value.Known() || m.Counted != 4 {
			t.Errorf("what nobody approved counts: %+v", m.Actual)
		}
		n.refused("approval is due", n.do(ana, "closed", Subject(harbourCode), ClosedBody{Closure: "operational"}))
		period := PeriodBody{From: "2042-01-01", Until: "2042-12-31"}
		n.refused("entered themselves", n.do(ana, "approved", i, period))
		n.must(n.do(bo, "approved", i, period, citing("A/RES/95/7#1")))
		n.refused("approved and locked", n.do(ana, "reported", i, y42("31")))
		for _, owner := range []string{"LAMPS", "NORTH", "SOUTH", harbourCode} {
			m := n.measured(public(), owner)[0]
			if v := m.Actual.Value; v.Number == nil || v.Number.String() != "30" || len(m.Actual.Pieces) != 2 {
				t.Errorf("%s comes to %+v", owner, m.Actual)
			}
		}
		n.refused("its measure and rules stay", n.do(ana, "indicator", i, func() IndicatorBody { b := lampsKept(); b.Projects = "none"; return b }()))
		n.refused("nothing that this could be done with", n.do(bo, "reopened", i, PeriodBody{From: "2041-01-01", Until: "2041-12-31", Reason: "x"}))
		n.must(n.do(bo, "reopened", i, PeriodBody{From: "2042-01-01", Until: "2042-12-31", Reason: "A list was found."}))
		n.must(n.do(ana, "reported", i, y42("31")))
		n.must(n.do(bo, "approved", i, period))
		if v := n.measured(public(), "LAMPS")[0].Actual.Value; v.Number.String() != "31" {
			t.Errorf("after reopening it comes to %s", v.Number)
		}
		n.verified()
	})
}

func (n *node) measured(s Scope, owner string) (list []*Measuring) {
	n.Helper()
	n.read(func(v store.View) (err error) { list, err = MeasuredOf(ctx, v, s, owner); return err })
	if len(list) == 0 {
		n.Fatalf("%s measures nothing", owner)
	}
	return list
}

func training() DeliveredBody {
	return DeliveredBody{Kind: "training", Title: "Course of lamp keepers", Language: "en", From: "2042-03-01", Until: "2042-03-05", States: []string{"FRA"}, Topics: []string{"corruption"},
		Participants: []Participant{{Institution: "Ministry of Lamps", Women: 12, Men: 7, Unknown: 1}}, Tests: &Tests{Out: "10", BeforeTaken: 20, BeforeMean: "4.5", AfterTaken: 18, AfterMean: "8.25"}}
}

// Deliveries say what they are about; which request they answer is for the State.
func TestDeliveries(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.running()
		s := DeliverySubject(harbourCode, 1)
		for why, change := range map[string]func(*DeliveredBody){
			"names who took part":    func(b *DeliveredBody) { b.Participants = nil },
			"nobody came":            func(b *DeliveredBody) { b.Participants = []Participant{{Institution: "x"}} },
			"took the test":          func(b *DeliveredBody) { b.Tests.BeforeTaken = 21 },
			"are not right together": func(b *DeliveredBody) { b.Tests.AfterMean = "10.5" },
			"is no output":           func(b *DeliveredBody) { b.Output = "1.1" },
			"before it begins":       func(b *DeliveredBody) { b.Until = "2042-02-01" },
			"handed over is named":   func(b *DeliveredBody) { b.Kind = "equipment" },
			"draft law":              func(b *DeliveredBody) { b.Kind = "draft-law" },
		} {
			b := training()
			tests := *b.Tests
			b.Tests = &tests
			change(&b)
			n.refused(why, n.do(ana, "delivered", s, b))
		}
		n.must(n.do(ana, "framework", Subject(harbourCode), FrameworkBody{Language: "en", Results: []Result{{ID: "1", Level: "outcome", Text: "Lamps are kept."}, {ID: "1.1", Level: "output", Under: "1", Text: "Keepers know how."}},
			Activities: []Activity{{ID: "a", Output: "1.1", Title: "Courses", From: "2042-01-01", Until: "2042-12-31"}}}))
		b := training()
		b.Output = "1.1"
		n.must(n.do(ana, "delivered", s, b, citing("A/RES/95/7#1")))
		n.requested("assistance/x1", "FRA")
		n.requested("assistance/x3", "PER")
		n.must(n.do(ana, "tied", s, TiedBody{Request: "assistance/x1"}, forAudience("with-fra")))
		n.refused("there is no request", n.do(ana, "tied", s, TiedBody{Request: "assistance/x3"}, forAudience("with-fra")))
		n.refused("the State is one of the project", n.do(ana, "tied", s, TiedBody{Request: "assistance/x2"}, forAudience("with-ken")))
		n.refused("there is no", n.do(ana, "tied", DeliverySubject(harbourCode, 2), TiedBody{Request: "assistance/x1"}, forAudience("with-fra")))
		for name, c := range map[string]struct {
			s    Scope
			ties int
		}{"the public": {public(), 0}, "France": {france(), 1}, "an officer": {officer(), 1}, "Peru": {NewScope([]string{act.Public, "with-per"}), 0}} {
			n.read(func(v store.View) error {
				p, err := Find(ctx, v, c.s, harbourCode)
				n.must(err)
				ties, err := TiesOf(ctx, v, c.s, p)
				n.must(err)
				list, err := Deliveries(ctx, v, c.s, harbourCode)
				if len(ties) != c.ties || len(list) != 1 || list[0].DeliveryBody.Participants[0].All() != 20 {
					t.Errorf("%s reads %d ties and %+v", name, len(ties), list)
				}
				return err
			})
		}
		n.must(n.do(dora, "evaluated", FindingSubject(harbourCode, 1), EvaluatedBody{Kind: "lesson", Evaluation: "Mid-term", Language: "en", Text: "Keep oil dry.", Topics: []string{"corruption"}}))
		n.read(func(v store.View) error {
			list, _, err := Findings(ctx, v, public(), "", "corruption", "lesson", 0, 10)
			if len(list) != 1 || list[0].Body.Text != "Keep oil dry." {
				t.Errorf("lessons: %+v", list)
			}
			return err
		})
		n.verified()
	})
}

func TestOffices(t *testing.T) {
	onEachStore(t, func(n *node) {
		s := OfficeSubject("UNODC-LO-NEW-YORK", 1)
		f := OfficeFileBody{Purpose: "closing", Language: "en", Vulnerability: "Low.", Projects: "One.", Impact: "Little.", HostAgreement: "Of 2040.", Cost: &Amount{1, "USD"}}
		n.must(n.do(ana, "office-file", s, f))
		n.refused("lacks that on which", n.do(dora, "office-decided", s, OfficeDecidedBody{Agreed: true, From: "2044-01-01", Reason: "x"}))
		f.Consultation = "With all."
		n.must(n.do(ana, "office-file", s, f))
		n.refused("entered themselves", n.do(ana, "office-decided", s, OfficeDecidedBody{Agreed: true, From: "2044-01-01", Reason: "x"}))
		n.refused("has no day", n.do(dora, "office-decided", s, OfficeDecidedBody{Agreed: true, Reason: "x"}))
		n.must(n.do(dora, "office-decided", s, OfficeDecidedBody{Agreed: true, From: "2044-01-01", Reason: "Consulted."}, forAudience(act.Public)))
		n.refused("was decided", n.do(ana, "office-file", s, f))
		n.read(func(v store.View) error {
			list, err := Offices(ctx, v, public(), "")
			if len(list) != 1 || list[0].Agreed != "yes" || list[0].Body.Impact != "" {
				t.Errorf("everybody reads %+v", list)
			}
			return err
		})
		n.verified()
	})
}

// What is erased is gone, and the tables are those of a replay whatever was done
// before and after.
func TestErasure(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.running()
		n.must(n.do(ana, "risk", Subject(harbourCode), RiskBody{ID: "r1", Text: "Storm.", Likelihood: "high", Impact: "low", Mitigation: "Nets."}))
		i := IndicatorSubject(harbourCode, "trained")
		n.must(n.do(ana, "indicator", i, lampsKept(), forAudience("secretariat")))
		n.must(n.do(ana, "reported", i, y42("30")))
		n.must(n.do(bo, "approved", i, PeriodBody{From: "2042-01-01", Until: "2042-12-31"}))
		n.must(n.do(ana, "delivered", DeliverySubject(harbourCode, 1), training(), forAudience("secretariat")))
		n.requested("assistance/x1", "FRA")
		n.must(n.do(ana, "tied", DeliverySubject(harbourCode, 1), TiedBody{Request: "assistance/x1"}, forAudience("with-fra")))
		n.must(n.do(ana, "office-file", OfficeSubject("UNODC", 1), OfficeFileBody{Purpose: "opening", Language: "en"}))
		n.must(n.do(dora, "office-decided", OfficeSubject("UNODC", 1), OfficeDecidedBody{Reason: "No."}))
		n.must(n.do(dora, "evaluated", FindingSubject(harbourCode, 1), EvaluatedBody{Kind: "lesson", Evaluation: "x", Language: "en", Text: "y"}, forAudience("secretariat")))
		n.must(n.do(ana, "programme", ProgrammeSubject("DARK"), lampsProgramme(), forAudience("secretariat")))
		n.verified()
		erase := func(s act.Subject, audience string) {
			n.Helper()
			_, err := n.book.Record(ctx, book.Call{Acts: []book.Draft{{Kind: "erasure.test", Subject: "erasure/x", Party: "UNODC", Standing: act.Own, Day: today, Audience: act.Public,
				Body: fmt.Appendf(nil, `{"about":%q,"audience":%q}`, s, audience)}}})
			n.must(err)
			n.verified()
		}
		erase(Subject(harbourCode), "with-fra")
		if p := n.project(public()); p == nil || p.Status != Running {
			t.Errorf("that France's words are gone made of the project %+v", p)
		}
		for _, s := range []act.Subject{i, DeliverySubject(harbourCode, 1), FindingSubject(harbourCode, 1), OfficeSubject("UNODC", 1), ProgrammeSubject("DARK"), Subject(harbourCode)} {
			erase(s, "secretariat")
		}
		erase(DeliverySubject(harbourCode, 1), "with-fra")
		if p := n.project(officer()); p != nil {
			t.Errorf("an erased project is read: %+v", p)
		}
		n.refused("", n.do(ana, "framework", Subject(harbourCode), FrameworkBody{Language: "en", Results: []Result{{ID: "1", Level: "outcome", Text: "x"}}}))
		n.verified()
	})
}

// The Governments of a project's States countersign unless a reason says why one does
// not; nobody is left out by leaving a field blank.
func TestEveryStateOfAProjectCountersignsUnlessAReasonSaysWhyNot(t *testing.T) {
	onEachStore(t, func(n *node) {
		note := harbour()
		note.Above = nil
		waits := func(code string) string {
			n.Helper()
			s := Subject(code)
			n.must(n.do(ana, "concept", s, note))
			n.must(n.do(bo, "reviewed", s, ReviewedBody{Outcome: "recommended"}))
			for i, who := range []string{bo, carl, dora} {
				n.must(n.do(who, "cleared", s, ClearedBody{Clearance: clearances[i], Passed: true}))
			}
			var p *Project
			n.read(func(v store.View) (err error) { p, err = loadProject(ctx, v, code); return err })
			return string(p.Status) + " " + strings.Join(p.Signatories, " ")
		}
		note.Signatories = nil
		if got := waits("LAMPS-1"); got != "cleared FRA PER" {
			t.Errorf("without a name it waits: %s", got)
		}
		note.Signatories = []string{"FRA"}
		n.refused("no reason is given", n.do(ana, "concept", Subject("LAMPS-2"), note))
		note.Unsigned = "Peru only reads the lamps’ register."
		if got := waits("LAMPS-2"); got != "cleared FRA" {
			t.Errorf("with a reason it waits: %s", got)
		}
		note.Signatories = nil
		if got := waits("LAMPS-3"); got != "running " {
			t.Errorf("with a reason for all it is: %s", got)
		}
		n.verified()
	})
}

// A note of the first version asked nobody: who was not named did not countersign, and
// still does not.
func TestAnOldConceptNoteKeepsItsSignatories(t *testing.T) {
	var shape *act.Shape
	for _, k := range (rules{}).kinds() {
		if k.Name == "project.concept" {
			shape = &k.Shape
		}
	}
	for signatories, want := range map[string]string{"": "", "PER": "PER", "FRA PER": "FRA PER"} {
		old := harbour()
		old.Signatories = strings.Fields(signatories)
		body, err := json.Marshal(old)
		if err != nil {
			t.Fatal(err)
		}
		now, err := shape.Upcast(1, body)
		if err != nil {
			t.Fatal(err)
		}
		var b ConceptBody
		if err := json.Unmarshal(now, &b); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(b.Countersigning(), " "); got != want {
			t.Errorf("%q countersigns, want %q", got, want)
		}
	}
}

// A programme's page says what its committee decided, and which work plans are in
// force, ended, to come, or not endorsed.
func TestAProgrammeSaysWhatItsCommitteeDecided(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	w.must(w.do(ana, "programme", ProgrammeSubject("LAMPS"), lampsProgramme()))
	w.as("").shows("/programmes/LAMPS", "!Steering committee")
	w.must(w.do(ana, "steering", ProgrammeSubject("LAMPS"), SteeringBody{Title: "First meeting", Participants: []string{"FRA"}, Decisions: []Decision{{"To light the harbour first."}, {"To meet again."}},
		Plans: []Plan{{Title: "Old plan", From: "2040-01-01", Until: "2040-12-31", Endorsed: true}, {Title: "Draft plan", From: "2043-01-01", Until: "2043-12-31"}, {Title: "Plan in force", From: "2043-01-01", Until: "2043-12-31", Endorsed: true},
			{Title: "Next plan", From: "2050-01-01", Until: "2050-12-31", Endorsed: true}}}, forAudience(act.Public)))
	text := w.as("").get("/programmes/LAMPS")
	w.shows("/programmes/LAMPS", "First meeting", "To light the harbour first.", "To meet again.", "France", "Plan in force")
	plain := tag.ReplaceAllString(text, " ")
	at := -1
	for _, want := range []string{"Plan in force", "Next plan", "Draft plan", "Old plan"} {
		i := strings.Index(plain, want)
		if i < at {
			t.Errorf("%s stands before what is more in force:\n%s", want, plain)
		}
		at = i
	}
	for title, mark := range map[string]string{"Plan in force": "In force", "Next plan": "Endorsed", "Draft plan": "Not endorsed", "Old plan": "Ended"} {
		i := strings.Index(plain, title)
		if i < 0 || !strings.Contains(plain[i:min(len(plain), i+120)], mark) {
			t.Errorf("%s is not said to be %s:\n%s", title, mark, plain)
		}
	}
}
