package project

import (
	"slices"

	"comity/internal/act"
	"comity/internal/book"
)

var (
	staff  = []string{"secretariat"}
	open   = []string{act.Public, "secretariat"}
	closed = []string{"secretariat", act.Public}
	named  = []string{act.AnyNamed}
	own    = []act.Standing{act.Own}
	both   = []act.Standing{act.Own, act.Communicated}
)

// kinds are what can be done here.
func (ru rules) kinds() []book.Kind {
	shape := func(name, title string, subjects, audiences []string, standings []act.Standing, fields ...act.Field) act.Shape {
		return act.Shape{Name: "project." + name, Version: 1, Title: title, Subjects: subjects, Audiences: audiences, Standings: standings, Fields: fields}
	}
	of := func(types ...string) []string { return types }
	return []book.Kind{
		{Shape: shape("programme", "Programme", of(programmeType), open, own, programmeFields()...), Decide: ru.programmeStated, Project: putProgramme, Erased: eraseProgramme},
		{Shape: shape("steering", "Meeting of a steering committee", of(programmeType, projectType), open, own, steeringFields()...), Decide: ru.entered, Project: putEntry, Erased: eraseEntry},
		{Shape: reasoned(shape("concept", "Concept note", of(projectType), closed, own, conceptFields()...)), Decide: ru.concept, Project: putConcept, Erased: eraseProject},
		{Shape: shape("reviewed", "Review of a concept note", of(projectType), staff, own,
			required(code("outcome", "Outcome", "project-review")), long("reason", "Reason")), Decide: ru.step, Project: putStep, Erased: eraseStep},
		{Shape: shape("cleared", "Clearance of a project", of(projectType), staff, own,
			required(code("clearance", "Clearance", "clearance")), required(yesNo("passed", "The clearance is given")), long("reason", "Reason")), Decide: ru.step, Project: putStep, Erased: eraseStep},
		{Shape: shape("countersigned", "Countersignature of a Government", of(projectType), named, both,
			required(line("authority", "Authority")), file("document", "Document")), Decide: ru.countersigned, Project: putStep, Erased: eraseCountersigned},
		{Shape: shape("revised", "Revision of a project", of(projectType), staff, own, revisedFields()...), Decide: ru.revised, Project: putStep, Erased: eraseStep},
		{Shape: shape("revision-approved", "Decision on a revision", of(projectType), staff, own,
			required(act.Field{Name: "number", Label: "Number", Type: act.Integer, Min: 1, Max: 999}), required(yesNo("approved", "The revision is approved")), long("reason", "Reason")), Decide: ru.step, Project: decideRevision, Erased: eraseStep},
		{Shape: shape("announced", "Announcement of a project", of(projectType), []string{act.Public}, own, long("note", "Note")), Decide: ru.announced, Project: announce},
		{Shape: shape("framework", "Outcomes, outputs and activities", of(projectType, programmeType), open, own, frameworkFields()...), Decide: ru.framework, Project: putEntry, Erased: eraseEntry},
		{Shape: second(shape("risk", "Risk", of(projectType, programmeType), closed, own, riskFields()...)), Decide: ru.entered, Project: putEntry, Erased: eraseEntry},
		{Shape: second(shape("document", "Document of a project", of(projectType, programmeType), closed, own,
			required(code("kind", "Kind", "project-document")), required(line("title", "Title")), code("language", "Language", "language"), file("file", "File"), long("note", "Note"))), Decide: ru.entered, Project: putEntry, Erased: eraseEntry},
		{Shape: shape("closed", "Closure of a project", of(projectType), open, own,
			required(code("closure", "Closure", "closure")), long("note", "Note")), Decide: ru.closed, Project: putStep, Erased: eraseStep},
		{Shape: shape("cancelled", "Cancellation of a project", of(projectType), closed, own, required(long("reason", "Reason"))), Decide: ru.step, Project: putStep, Erased: eraseStep},

		{Shape: second(shape("indicator", "Indicator", of(indicatorType), open, own, indicatorFields()...)), Decide: ru.indicator, Project: putIndicator, Erased: eraseIndicator},
		{Shape: shape("reported", "Report on an indicator", of(indicatorType), []string{"secretariat", act.AnyNamed}, both, reportedFields()...), Decide: ru.reported, Project: putReport, Erased: eraseReport},
		{Shape: shape("approved", "Approval of what was reported", of(indicatorType), []string{act.Public}, own, periodFields(long("reason", "Note"))...), Decide: ru.approved, Project: approve},
		{Shape: shape("reopened", "Reopening of an approved period", of(indicatorType), []string{act.Public}, own, periodFields(required(long("reason", "Reason")))...), Decide: ru.reopened, Project: reopen},

		{Shape: shape("delivered", "Delivery", of(deliveryType), open, []act.Standing{act.Own, act.Communicated, act.Observed}, deliveredFields()...), Decide: ru.delivered, Project: putDelivery, Erased: eraseDelivery},
		{Shape: shape("tied", "Tie to a State’s request", of(deliveryType, projectType), named, own,
			required(act.Field{Name: "request", Label: "Request", Type: act.About, Subjects: []string{requestType}}), long("note", "Note")), Decide: ru.tied, Project: tie, Erased: eraseTie},
		{Shape: shape("evaluated", "Finding of an evaluation", of(findingType), open, own, evaluatedFields()...), Decide: ru.evaluated, Project: putFinding, Erased: eraseFinding},

		{Shape: shape("office-file", "File on opening or closing an office", of(officeType), staff, own, officeFields()...), Decide: ru.officeFile, Project: putOffice, Erased: eraseOffice},
		{Shape: shape("office-decided", "Decision on an office", of(officeType), closed, own,
			required(yesNo("agreed", "It is agreed")), day("from", "From"), required(long("reason", "Reason"))), Decide: ru.officeDecided, Project: decideOffice, Erased: eraseOfficeDecided},

		{Shape: shape("taken-in", "Project as another system has it", of(projectType), open, []act.Standing{act.Observed}, takenInFields()...), Decide: ru.takenIn, Project: putTakenIn, Erased: eraseProject},
	}
}

// second is a shape in its second version, which has fields more that need not be
// filled in.
func second(s act.Shape) act.Shape {
	s.Version, s.Upcasts = 2, []act.Upcaster{func(o act.Object) (act.Object, error) { return o, nil }}
	return s
}

// reasoned is the concept note in its second version, which is due a reason where a
// Government of one of its States does not countersign. In the first those that were
// not named did not, and nobody was asked why.
func reasoned(s act.Shape) act.Shape {
	s.Version, s.Upcasts = 2, []act.Upcaster{func(o act.Object) (act.Object, error) {
		states, _ := o["states"].([]any)
		signatories, _ := o["signatories"].([]any)
		for _, code := range states {
			if !slices.Contains(signatories, code) {
				o["unsigned"] = "Recorded before a reason was asked for."
			}
		}
		return o, nil
	}}
	return s
}

func required(f act.Field) act.Field { f.Required = true; return f }

func several(f act.Field, most int) act.Field { f.Repeat, f.Most = true, most; return f }

func line(name, label string) act.Field { return act.Field{Name: name, Label: label, Type: act.Text} }

func short(name, label string, most int64) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Text, Max: most}
}

func long(name, label string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Text, Lines: true, Max: 20_000}
}

func code(name, label, list string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Code, List: list}
}

func yesNo(name, label string) act.Field { return act.Field{Name: name, Label: label, Type: act.YesNo} }

func day(name, label string) act.Field { return act.Field{Name: name, Label: label, Type: act.DayOn} }

func file(name, label string) act.Field { return act.Field{Name: name, Label: label, Type: act.File} }

func decimal(name, label string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Decimal}
}

func money(name, label string) act.Field { return act.Field{Name: name, Label: label, Type: act.Money} }

func count(name, label string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Integer, Min: 0, Max: 10_000_000}
}

func partyOf(name, label string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.PartyOf}
}

func about(name, label string, types ...string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.About, Subjects: types}
}

func group(name, label string, most int, fields ...act.Field) act.Field {
	return several(act.Field{Name: name, Label: label, Type: act.Group, Fields: fields}, most)
}

func language() act.Field { return required(code("language", "Language", "language")) }

func states() act.Field { return several(partyOf("states", "States"), 200) }

func topics() act.Field { return several(short("topics", "Topics", 64), 20) }

func programmeFields() []act.Field {
	return []act.Field{required(line("title", "Title")), language(), required(code("level", "Level", "programme-level")), long("summary", "Summary"),
		code("region", "Region", "region"), required(partyOf("office", "Office")), states(), topics(), required(day("from", "From")), day("until", "Until"),
		several(about("above", "Part of the programmes", programmeType), 10), file("terms", "Terms of reference")}
}

func steeringFields() []act.Field {
	return []act.Field{required(line("title", "Title")), several(partyOf("participants", "Participants"), 200),
		group("decisions", "Decisions", 60, required(act.Field{Name: "text", Label: "Decision", Type: act.Text, Lines: true, Max: 2000})),
		group("plans", "Work plans", 10, required(line("title", "Title")), required(day("from", "From")), required(day("until", "Until")),
			required(yesNo("endorsed", "The committee endorsed it")), file("file", "File")),
		file("minutes", "Minutes")}
}

func conceptFields() []act.Field {
	return []act.Field{required(line("title", "Title")), language(), required(long("summary", "Summary")),
		several(about("above", "Part of the programmes", programmeType), 10), required(partyOf("office", "Office")), states(),
		several(partyOf("signatories", "Governments that countersign"), 60), long("unsigned", "Why other Governments do not countersign"),
		several(partyOf("partners", "Partners"), 60), required(topics()),
		several(code("targets", "Targets of the Sustainable Development Goals", "sdg"), 20), several(code("purposes", "Purposes of aid", "purpose"), 10),
		group("markers", "Policy markers", 12, required(code("marker", "Policy marker", "policy-marker")), required(code("weight", "Weight", "marker-weight"))),
		group("locations", "Locations", 60, required(partyOf("state", "State")), line("name", "Name"), decimal("latitude", "Latitude"), decimal("longitude", "Longitude")),
		required(day("from", "From")), required(day("until", "Until")), money("budget", "Budget")}
}

func revisedFields() []act.Field {
	return []act.Field{required(act.Field{Name: "number", Label: "Number", Type: act.Integer, Min: 1, Max: 999}), required(long("reason", "Reason")),
		line("title", "Title"), day("from", "From"), day("until", "Until"), money("budget", "Budget")}
}

func frameworkFields() []act.Field {
	return []act.Field{language(),
		required(group("results", "Outcomes and outputs", 60, required(short("id", "Name", 20)), required(code("level", "Level", "result-level")), short("under", "Under the outcome", 20),
			required(act.Field{Name: "text", Label: "Text", Type: act.Text, Lines: true, Max: 1000}))),
		group("activities", "Activities", 120, required(short("id", "Name", 20)), required(short("output", "For the output", 20)), required(line("title", "Title")),
			required(day("from", "From")), required(day("until", "Until")))}
}

func riskFields() []act.Field {
	return []act.Field{required(short("id", "Name", 20)), required(act.Field{Name: "text", Label: "Risk", Type: act.Text, Lines: true, Max: 2000}),
		required(code("likelihood", "Likelihood", "risk-level")), required(code("impact", "Effect", "risk-level")),
		required(act.Field{Name: "mitigation", Label: "What is done about it", Type: act.Text, Lines: true, Max: 2000}), line("owner", "Who answers for it"), day("review", "To be looked at again"), yesNo("over", "The risk is over")}
}

// measured are the parts of a value, of which one is given or none.
func measured() []act.Field {
	return []act.Field{decimal("number", "Number"), decimal("numerator", "Numerator"), decimal("denominator", "Denominator"), yesNo("yes", "It is so"),
		{Name: "text", Label: "In words", Type: act.Text, Lines: true, Max: 2000}}
}

func indicatorFields() []act.Field {
	place := short("place", "Place", 64)
	return []act.Field{required(line("title", "Title")), language(), required(code("measure", "Measure", "measure")), line("unit", "Unit"),
		required(code("periods", "Taken together over periods", "aggregation")), required(code("places", "Taken together over places", "aggregation")),
		required(code("projects", "Taken together over projects", "aggregation")), yesNo("cumulative", "What is reported counts from the beginning"),
		several(code("dimensions", "Parted by", "dimension"), 4), several(short("others", "Parts otherwise", 60), 40),
		short("result", "Outcome or output", 20),
		{Name: "baseline", Label: "Baseline", Type: act.Group, Fields: append([]act.Field{required(day("day", "Day"))}, measured()...)},
		group("targets", "Targets", 60, append([]act.Field{required(day("from", "From")), required(day("until", "Until")), place}, measured()...)...),
		several(about("serves", "Counts towards the indicators", indicatorType), 10)}
}

func reportedFields() []act.Field {
	fields := append([]act.Field{required(day("from", "From")), required(day("until", "Until")), short("place", "Place", 64)}, measured()...)
	return append(fields, group("parts", "Parts", 200, code("sex", "Sex", "sex"), code("age", "Age", "age-group"), code("disability", "Disability", "disability"), short("other", "Otherwise", 60),
		decimal("number", "Number"), decimal("numerator", "Numerator"), decimal("denominator", "Denominator")), long("note", "Note"))
}

func periodFields(last act.Field) []act.Field {
	return []act.Field{required(day("from", "From")), required(day("until", "Until")), last}
}

func deliveredFields() []act.Field {
	return []act.Field{required(code("kind", "Kind", "delivery")), required(line("title", "Title")), language(), short("output", "For the output", 20),
		required(day("from", "From")), required(day("until", "Until")), states(), line("place", "Place"), long("text", "What was done"), topics(),
		group("participants", "Participants", 200, required(line("institution", "Institution")), count("women", "Women"), count("men", "Men"), count("other", "Others"), count("unknown", "Sex unknown")),
		{Name: "tests", Label: "Tests before and after", Type: act.Group, Fields: []act.Field{required(decimal("out_of", "Highest mark")),
			required(count("before_taken", "Took the test before")), required(decimal("before_mean", "Mean before")), count("after_taken", "Took the test after"), decimal("after_mean", "Mean after")}},
		group("items", "Equipment", 200, required(line("title", "Title")), required(act.Field{Name: "number", Label: "Number", Type: act.Integer, Min: 1, Max: 10_000_000}),
			required(line("receiver", "Handed over to")), required(day("day", "Day")), money("value", "Value")),
		group("laws", "Draft laws", 60, required(line("title", "Title")), required(line("to", "Delivered to")), required(day("day", "Day"))),
		several(file("files", "Files"), 20)}
}

func evaluatedFields() []act.Field {
	return []act.Field{required(code("kind", "Kind", "finding")), required(line("evaluation", "Evaluation")), language(), required(long("text", "Text")), topics(), long("response", "Response of the management")}
}

func officeFields() []act.Field {
	return []act.Field{required(code("purpose", "Opening or closing", "office-file")), language(), states(), long("vulnerability", "Vulnerability of the region"), long("projects", "Projects there"),
		long("impact", "Effect on the work"), long("host_agreement", "Host agreement"), money("cost", "Cost in a year"), long("cost_note", "What the cost is made of"),
		long("consultation", "Consultation with Member States"), several(file("files", "Files"), 20)}
}

func takenInFields() []act.Field {
	return []act.Field{required(line("source", "System")), required(line("id", "Number there")), required(short("file", "Hash of the file", 71)),
		required(act.Field{Name: "title", Label: "Title", Type: act.Text, Max: 500}), language(), long("summary", "Summary"), {Name: "outcome", Label: "Outcome", Type: act.Text, Lines: true, Max: 2000},
		partyOf("office", "Office"), states(), day("from", "From"), day("until", "Until"), money("required", "Required"), money("available", "Available"), money("spent", "Spent")}
}
