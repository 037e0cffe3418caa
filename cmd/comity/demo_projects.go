package main

import (
	"comity/internal/act"
	"comity/internal/project"
	"comity/internal/project/result"
)

// projects records an invented programme with a project that runs, its results and
// deliveries, a concept note that waits, and a lesson.
func (t *teller) projects() {
	first, second := t.mission(0), t.mission(1)
	rests := citing("A/RES/69/197#8", "A/RES/95/12#4(b)")
	programme, s := project.ProgrammeSubject("LIGHTS"), project.Subject("LIGHTS-KEEPERS")
	tell := func(who, kind string, about act.Subject, audience string, day int, body any) {
		t.tell(who, "project."+kind, about, "UNODC", audience, day, body, rests)
	}
	tell("officer", "programme", programme, act.Public, -400, project.ProgrammeBody{Title: "Programme of lights (invented)", Language: "en", Level: "regional", Summary: "States keep their lights, and know a false one. (invented)", Office: "UNODC",
		States: []string{first.state, second.state}, Topics: []string{"maritime-crime"}, From: inDays(-400), Until: inDays(700)})
	tell("officer", "steering", programme, act.Public, -380, project.SteeringBody{Title: "First meeting of the steering committee (invented)", Participants: []string{first.state, second.state, "UNODC"},
		Decisions: []project.Decision{{Text: "To begin with the keepers. (invented)"}}, Plans: []project.Plan{{Title: "Work plan of the first two years (invented)", From: inDays(-380), Until: inDays(350), Endorsed: true}}})
	note := project.ConceptBody{Title: "Keepers of lights (invented)", Language: "en", Summary: "Keepers learn to know a false light and to write down what they saw. (invented)", Above: []act.Subject{programme}, Office: "UNODC",
		States: []string{first.state, second.state}, Signatories: []string{first.state, second.state}, Topics: []string{"maritime-crime", "corruption"}, Targets: []string{"16.4"}, Purposes: []string{"15132"}, Markers: []project.Marker{{Marker: "1", Weight: "1"}},
		Locations: []project.Location{{State: first.state, Name: "Eastern port (invented)", Latitude: "12.5", Longitude: "-38.25"}, {State: second.state, Name: "Watch house (invented)", Latitude: "6", Longitude: "-31.5"}},
		From:      inDays(-340), Until: inDays(400), Budget: &project.Amount{Amount: 1_250_000_00, Currency: "USD"}}
	tell("officer", "concept", s, "secretariat", -360, note)
	tell("reviewer", "reviewed", s, "secretariat", -356, project.ReviewedBody{Outcome: "recommended"})
	for i, who := range []string{"reviewer", "certifier", "approver"} {
		tell(who, "cleared", s, "secretariat", -350+i, project.ClearedBody{Clearance: []string{"legal", "financial", "evaluation"}[i], Passed: true})
	}
	t.tell(first.user, "project.countersigned", s, first.state, first.audience, -345, project.CountersignedBody{Authority: first.authority})
	t.tell("officer", "project.countersigned", s, second.state, second.audience, -342, project.CountersignedBody{Authority: second.authority}, byNote("NV 3 (invented)", -343))
	tell("officer", "announced", s, act.Public, -340, project.NoteBody{})
	tell("officer", "framework", s, act.Public, -335, project.FrameworkBody{Language: "en", Results: []project.Result{{ID: "1", Level: "outcome", Text: "Lights are kept, and false ones are known. (invented)"}, {ID: "1.1", Level: "output", Under: "1", Text: "Keepers know how. (invented)"}, {ID: "1.2", Level: "output", Under: "1", Text: "A law punishes false lights. (invented)"}},
		Activities: []project.Activity{{ID: "a", Output: "1.1", Title: "Courses of keepers (invented)", From: inDays(-300), Until: inDays(60)}, {ID: "b", Output: "1.1", Title: "Lamps for two ports (invented)", From: inDays(-200), Until: inDays(-60)}, {ID: "c", Output: "1.2", Title: "Drafting (invented)", From: inDays(-100), Until: inDays(300)}}})
	t.results(tell, programme, s)
	tell("officer", "risk", s, "secretariat", -100, project.RiskBody{ID: "r1", Text: "Storms close the ports. (invented)", Likelihood: "medium", Impact: "low", Mitigation: "Courses are held inland. (invented)", Owner: "Field office (invented)", Review: inDays(30)})
	tell("officer", "document", s, act.Public, -90, project.DocumentBody{Kind: "progress-report", Title: "Report on the first year (invented)", Language: "en"})
	tell("officer", "evaluated", project.FindingSubject("LIGHTS-KEEPERS", 1), act.Public, -30, project.EvaluatedBody{Kind: "lesson", Evaluation: "Mid-term evaluation (invented)", Language: "en", Text: "Courses at sea taught more than courses on land. (invented)", Topics: []string{"maritime-crime"}, Response: "The next course is at sea. (invented)"})
	office := project.OfficeFileBody{Purpose: "opening", Language: "en", States: []string{first.state, second.state}, Vulnerability: "Three wrecks in a year, each at a false light. (invented)", Projects: "Keepers of lights. (invented)", Impact: "Courses within a day’s sail. (invented)",
		HostAgreement: "Signed, not yet in force. (invented)", Cost: &project.Amount{Amount: 240_000_00, Currency: "USD"}, CostNote: "Two posts and a boat. (invented)", Consultation: "Both States were asked and agree. (invented)"}
	opening := project.OfficeSubject("LIGHTS-OFFICE", 1)
	tell("officer", "office-file", opening, "secretariat", -70, office)
	tell("approver", "office-decided", opening, act.Public, -60, project.OfficeDecidedBody{Agreed: true, From: inDays(-50), Reason: "The cost is small against what one wreck costs. (invented)"})
	tell("officer", "office-file", project.OfficeSubject("LIGHTS-OFFICE-EAST", 1), "secretariat", -4, project.OfficeFileBody{Purpose: "opening", Language: "en", States: []string{second.state}, Vulnerability: "The eastern port has no watch. (invented)"})
	next := note
	next.Title, next.Summary, next.Signatories = "A register of lights (invented)", "A register that keepers and captains read. (invented)", nil
	tell("officer", "concept", project.Subject("LIGHTS-REGISTER"), "secretariat", -6, next)
}

// results: what was declared, reported, approved, and delivered.
func (t *teller) results(tell func(who, kind string, about act.Subject, audience string, day int, body any), programme, s act.Subject) {
	owner := s.Locals()[0]
	top, trained := project.IndicatorSubject(programme.Locals()[0], "trained"), project.IndicatorSubject(owner, "trained")
	year, next := result.Period{From: inDays(-340), Until: inDays(-160)}, result.Period{From: inDays(-159), Until: inDays(-10)}
	b := project.IndicatorBody{Title: "Keepers trained (invented)", Language: "en", Measure: "number", Unit: "persons", Periods: "sum", Places: "sum", Projects: "sum", Dimensions: []string{"sex", "age"}}
	tell("officer", "indicator", top, act.Public, -336, b)
	b.Result, b.Serves = "1.1", []act.Subject{top}
	b.Baseline = &project.Baseline{Day: inDays(-340), Measured: project.Measured{Number: "3"}}
	b.Targets = []project.Target{{Period: year, Measured: project.Measured{Number: "40"}}, {Period: next, Measured: project.Measured{Number: "40"}}}
	tell("officer", "indicator", trained, act.Public, -334, b)
	report := func(p result.Period, all, women, men string, day int) {
		tell("officer", "reported", trained, "secretariat", day, project.ReportedBody{From: p.From, Until: p.Until, Measured: project.Measured{Number: all}, Parts: []project.PartBody{{Sex: "female", Number: women}, {Sex: "male", Number: men}}})
	}
	report(year, "38", "17", "21", -150)
	tell("reviewer", "approved", trained, act.Public, -145, project.PeriodBody{From: year.From, Until: year.Until})
	report(next, "29", "15", "14", -5)
	known := project.IndicatorSubject(owner, "known")
	tell("officer", "indicator", known, act.Public, -334, project.IndicatorBody{Title: "False lights that keepers told from true ones (invented)", Language: "en", Measure: "percentage", Periods: "ratio", Places: "ratio", Projects: "ratio", Result: "1"})
	tell("officer", "reported", known, "secretariat", -150, project.ReportedBody{From: year.From, Until: year.Until, Measured: project.Measured{Numerator: "91", Denominator: "102"}})
	tell("reviewer", "approved", known, act.Public, -145, project.PeriodBody{From: year.From, Until: year.Until})
	tell("officer", "delivered", project.DeliverySubject(owner, 1), act.Public, -200, project.DeliveredBody{Kind: "training", Title: "Course of keepers in two ports (invented)", Language: "en", Output: "1.1", From: inDays(-220), Until: inDays(-214), States: []string{t.of[0]}, Topics: []string{"maritime-crime"},
		Participants: []project.Participant{{Institution: "Watch of lights (invented)", Women: 12, Men: 16}, {Institution: "Coast guard (invented)", Women: 5, Men: 5}}, Tests: &project.Tests{Out: "10", BeforeTaken: 38, BeforeMean: "4.5", AfterTaken: 36, AfterMean: "8.25"}})
	tell("officer", "delivered", project.DeliverySubject(owner, 2), act.Public, -80, project.DeliveredBody{Kind: "equipment", Title: "Lamps for two ports (invented)", Language: "en", Output: "1.1", From: inDays(-90), Until: inDays(-88), States: []string{t.of[1]},
		Items: []project.Item{{Title: "Lamp with shutters (invented)", Number: 6, Receiver: "Watch of lights (invented)", Day: inDays(-88), Value: &project.Amount{Amount: 48_000_00, Currency: "USD"}}}})
	t.tell("officer", "project.tied", project.DeliverySubject(owner, 1), "UNODC", t.mission(0).audience, -119, project.TiedBody{Request: act.Subject("assistance/" + requestID("keepers"))})
}
