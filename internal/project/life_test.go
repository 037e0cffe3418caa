package project

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/act/acttest"
	"comity/internal/project/result"
)

// whatever steps are tried in whatever order, a project comes to run only by its
// review, three clearances by three persons other than the author, and every
// Government; ends only while it runs; and takes no step whose reason is missing.
func TestNoWayRoundTheLife(t *testing.T) {
	kinds := []string{"concept", "reviewed", "cleared", "countersigned", "revised", "revision-approved", "closed", "cancelled"}
	persons := []string{"a", "b", "c", "d", ""}
	rapid.Check(t, func(t *rapid.T) {
		l := LifeOf(nil)
		var taken []Step
		for range rapid.IntRange(1, 60).Draw(t, "tries") {
			s := Step{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Person: rapid.SampledFrom(persons).Draw(t, "person"), Party: rapid.SampledFrom([]string{"FRA", "PER", "KEN"}).Draw(t, "party"),
				Day: act.Day(fmt.Sprintf("2042-01-%02d", rapid.IntRange(1, 28).Draw(t, "day"))), Passed: rapid.IntRange(0, 3).Draw(t, "passed") > 0, Reasoned: rapid.Bool().Draw(t, "reason"),
				Signatories: []string{"FRA", "PER"}, Number: rapid.IntRange(1, 3).Draw(t, "number")}
			switch s.Kind {
			case "reviewed":
				s.Which = rapid.SampledFrom([]string{"recommended", "recommended", "returned", "declined"}).Draw(t, "outcome")
			case "cleared":
				s.Which = rapid.SampledFrom(clearances).Draw(t, "clearance")
			case "closed":
				s.Which = rapid.SampledFrom([]string{"operational", "financial"}).Draw(t, "closure")
			}
			before := l.Status
			if l.Refuse(&s) != nil {
				if after := LifeOf(taken); after.Status != before {
					t.Fatalf("a refusal changed %s into %s", before, after.Status)
				}
				continue
			}
			if (s.Kind == "cancelled" || s.Kind == "revised" || s.Kind == "cleared" && !s.Passed || s.Kind == "reviewed" && s.Which != "recommended") && !s.Reasoned {
				t.Fatalf("%+v was taken without a reason", s)
			}
			l.Take(&s)
			taken = append(taken, s)
			if l.Status == Running && before != Running {
				checkRunning(t, taken)
			}
			if l.Status == Ended && before != Running || l.Status == Closed && before != Ended {
				t.Fatalf("from %s it came to %s", before, l.Status)
			}
		}
		if again := LifeOf(taken); again.Status != l.Status || again.Pending != l.Pending {
			t.Fatalf("the same steps make %+v and %+v", l, again)
		}
	})
}

// checkRunning holds what stands before a project that runs, since its last concept
// note.
func checkRunning(t *rapid.T, taken []Step) {
	from := 0
	for i, s := range taken {
		if s.Kind == "concept" {
			from = i
		}
	}
	author, reviewed := taken[from].Person, false
	cleared, signed := map[string]string{}, map[string]bool{}
	for _, s := range taken[from:] {
		switch s.Kind {
		case "reviewed":
			reviewed = s.Which == "recommended" && s.Person != author && s.Person != ""
		case "cleared":
			cleared[s.Which] = s.Person
		case "countersigned":
			signed[s.Party] = true
		}
	}
	var who []string
	for _, p := range cleared {
		if p == author || p == "" || slices.Contains(who, p) {
			t.Fatalf("%q cleared, after %q wrote and %v cleared", p, author, who)
		}
		who = append(who, p)
	}
	if !reviewed || len(cleared) != 3 || !signed["FRA"] || !signed["PER"] || len(signed) != 2 {
		t.Fatalf("it runs after %+v", taken)
	}
}

func TestKindsAreReadForEver(t *testing.T) {
	yes := true
	i := lampsKept("indicator/LAMPS/trained")
	i.Targets = append(i.Targets, Target{Period: result.Period{From: "2043-01-01", Until: "2043-12-31"}, Place: "PER", Measured: Measured{Numerator: "1", Denominator: "2"}}, Target{Period: result.Period{From: "2044-01-01", Until: "2044-12-31"}, Measured: Measured{Yes: &yes}})
	i.Dimensions, i.Others = []string{"sex", "other"}, []string{"institution: police"}
	report := y42("30.5")
	report.Parts = []PartBody{{Sex: "female", Age: "0-17", Disability: "with", Other: "institution: police", Number: "30.5"}}
	delivered := training()
	delivered.Items = []Item{{Title: "Lamp", Number: 2, Receiver: "Ministry", Day: "2042-03-01", Value: &Amount{100, "USD"}}}
	delivered.Laws = []Law{{Title: "Law on lamps", To: "Ministry", Day: "2042-03-01"}}
	examples := map[string]any{
		"programme": lampsProgramme(), "concept": unsigned(), "reviewed": ReviewedBody{"returned", "x"}, "cleared": ClearedBody{"legal", true, "x"}, "countersigned": CountersignedBody{Authority: "x"},
		"steering": SteeringBody{Title: "First", Participants: []string{"FRA"}, Decisions: []Decision{{"To go on."}}, Plans: []Plan{{Title: "Plan", From: "2042-01-01", Until: "2042-12-31", Endorsed: true}}},
		"revised":  RevisedBody{Number: 1, Reason: "x", Title: "y", From: "2042-01-01", Until: "2042-12-31", Budget: &Amount{1, "USD"}}, "revision-approved": RevisionApprovedBody{1, true, "x"},
		"announced": NoteBody{"x"}, "framework": FrameworkBody{Language: "en", Results: []Result{{"1", "outcome", "", "x"}, {"1.1", "output", "1", "y"}}, Activities: []Activity{{"a", "1.1", "z", "2042-01-01", "2042-12-31"}}},
		"risk": RiskBody{"r1", "x", "high", "low", "y", "o", "2042-06-01", true}, "document": DocumentBody{Kind: "budget", Title: "x", Language: "en", Note: "y"}, "closed": ClosedBody{"financial", "x"}, "cancelled": ReasonBody{"x"},
		"indicator": i, "reported": report, "approved": PeriodBody{"2042-01-01", "2042-12-31", ""}, "reopened": PeriodBody{"2042-01-01", "2042-12-31", "x"},
		"delivered": delivered, "tied": TiedBody{"assistance/x", "y"}, "evaluated": EvaluatedBody{"lesson", "x", "en", "y", []string{"corruption"}, "z"},
		"office-file":    OfficeFileBody{Purpose: "opening", Language: "en", States: []string{"FRA"}, Vulnerability: "v", Projects: "p", Impact: "i", HostAgreement: "h", Cost: &Amount{1, "USD"}, CostNote: "n", Consultation: "c"},
		"office-decided": OfficeDecidedBody{true, "2042-01-01", "x"},
		"taken-in": TakenInBody{Source: "s", ID: "1", File: "sha256:0", Title: "t", Language: "en", Summary: "x", Outcome: "o", Office: "UNODC", States: []string{"FRA"}, From: "2042-01-01", Until: "2042-12-31",
			Required: &Amount{1, "USD"}, Available: &Amount{0, "USD"}, Spent: &Amount{2, "USD"}},
	}
	for _, k := range (rules{}).kinds() {
		example, there := examples[strings.TrimPrefix(k.Name, "project.")]
		if !there {
			t.Errorf("%s has no example", k.Name)
			continue
		}
		body, err := json.Marshal(example)
		if err != nil {
			t.Fatal(err)
		}
		acttest.Golden(t, filepath.Join("testdata", "kinds"), &k.Shape, string(body))
	}
}

// unsigned is a concept note with a reason for whoever does not countersign.
func unsigned() ConceptBody {
	b := harbour()
	b.Unsigned = "x"
	return b
}
