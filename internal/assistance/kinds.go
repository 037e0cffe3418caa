package assistance

import (
	"comity/internal/act"
	"comity/internal/book"
)

var (
	named = []string{act.AnyNamed}
	apart = []string{Apart}
	own   = []act.Standing{act.Own}
	both  = []act.Standing{act.Own, act.Communicated}
)

// kinds are what can be done here.
func (ru rules) kinds() []book.Kind {
	on := func(subject, name, title string, audiences []string, standings []act.Standing, fields ...act.Field) act.Shape {
		return act.Shape{Name: "assistance." + name, Version: 1, Title: title, Subjects: []string{subject}, Audiences: audiences, Standings: standings, Fields: fields}
	}
	step := func(name, title string, audiences []string, standings []act.Standing, fields ...act.Field) book.Kind {
		return book.Kind{Shape: on(requestType, name, title, audiences, standings, fields...), Decide: ru.decide, Project: projectStep, Erased: eraseStep}
	}
	part := func(subject, name, title string, audiences []string, fields ...act.Field) book.Kind {
		return book.Kind{Shape: on(subject, name, title, audiences, own, fields...), Decide: ru.decidePart, Project: projectPart, Erased: erasePart}
	}
	return []book.Kind{
		second(step("requested", "Request for assistance", named, both, requestedFields()...)),
		step("confirmed", "Confirmation of a request by the State", named, own, reason()),
		step("asked", "Question to the State", named, own, required(long("text", "Text")), day("until", "Until"), files()),
		step("given", "Information given by the State", named, both, required(long("text", "Text")), files()),
		step("checked", "Request found complete", named, own, reason()),
		step("appraised", "Appraisal of a request", apart, own,
			required(act.Field{Name: "findings", Label: "Findings", Type: act.Group, Repeat: true, Most: 20, Fields: []act.Field{
				required(code("criterion", "Criterion", "assistance-criterion")), required(code("finding", "Finding", "assistance-finding")), required(reason())}}),
			required(forces()), required(code("advice", "Proposed reply", "assistance-reply")), required(reason())),
		step("drafted", "Draft of a reply to a request", apart, own, replyFields()...),
		step("cleared", "Clearance of a reply to a request", apart, own, reason()),
		step("replied", "Reply to a request", named, own, append(replyFields(),
			required(code("channel", "Channel", "channel")), line("reference", "Reference number"), act.Field{Name: "file", Label: "File", Type: act.File})...),
		step("assigned", "Assignment of help", named, own, required(act.Field{Name: "office", Label: "Office", Type: act.PartyOf}), line("unit", "Unit"), project(), reason()),
		step("assessed", "Assessment of risks of help to security forces", apart, own,
			required(code("level", "Risk", "risk")), required(long("risks", "Risks")), required(long("mitigation", "Mitigation"))),
		step("diligence-cleared", "Approval of due diligence", apart, own, required(day("review", "To be reviewed on")), reason()),
		step("suspended", "Suspension of help", named, own, required(reason())),
		step("resumed", "Resumption of help", named, own, required(reason())),
		second(step("delivered", "Delivery of help", named, own, required(code("help", "Kind of help", "help")), required(long("text", "Text")), project(),
			act.Field{Name: "deliveries", Label: "Deliveries that it rests on", Type: act.About, Subjects: []string{"delivery"}, Repeat: true, Most: 100},
			required(act.Field{Name: "final", Label: "Nothing more is to come", Type: act.YesNo}), files())),
		step("evaluated", "Evaluation of help by the State", named, both, required(code("met", "Need met", "need-met")), required(long("text", "Text")), long("further", "Further needs"), required(language()), files()),
		step("withdrawn", "Withdrawal of a request", named, both, reason()),
		step("closed", "Close of a request", named, own, reason()),
		ru.publishing(on),

		part(networkType, "network", "Network or partnership", []string{act.Public}, networkFields()...),
		part(networkType, "contact", "Contact point of a network", []string{"partners", "secretariat"},
			required(act.Field{Name: "party", Label: "Party", Type: act.PartyOf}), required(line("authority", "Authority")), required(line("reached", "How it is reached")),
			required(act.Field{Name: "always", Label: "At all hours", Type: act.YesNo}), languages(), day("until", "Until")),
		part(networkType, "joint", "Agreement or joint activity of a network", []string{act.Public},
			required(code("what", "Kind", "joint-work")), required(prose("title", "Title", 300)), parties("parties", "Parties"), day("from", "From"), day("until", "Until"), act.Field{Name: "file", Label: "File", Type: act.File}),
		part(expertType, "expert", "Expert of the roster", []string{"secretariat"},
			required(line("name", "Name")), line("function", "Function"), line("reached", "How it is reached"), required(topics()), required(helps()), required(languages()), day("until", "Until")),
	}
}

// publishing is the one step that everybody reads, and that only the State takes.
func (ru rules) publishing(on func(subject, name, title string, audiences []string, standings []act.Standing, fields ...act.Field) act.Shape) book.Kind {
	return book.Kind{Shape: on(requestType, "published", "Publication of a request by the State", []string{act.Public}, both,
		required(prose("title", "Title", 300)), required(prose("summary", "Summary", 10_000)), required(topics()), required(helps()),
		day("received", "Day of the request"), code("outcome", "Reply", "assistance-reply"), code("met", "Need met", "need-met")), Decide: ru.published, Project: projectPublished}
}

// second is a kind in its second version, which has a further field that need not be
// filled in.
func second(k book.Kind) book.Kind {
	k.Version, k.Upcasts = 2, []act.Upcaster{func(o act.Object) (act.Object, error) { return o, nil }}
	return k
}

func required(f act.Field) act.Field {
	f.Required = true
	return f
}

func line(name, label string) act.Field { return act.Field{Name: name, Label: label, Type: act.Text} }

func long(name, label string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Text, Lines: true, Max: 20_000}
}

func prose(name, label string, most int64) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Prose, Max: most}
}

func reason() act.Field { return long("reason", "Reason") }

func day(name, label string) act.Field { return act.Field{Name: name, Label: label, Type: act.DayOn} }

func code(name, label, list string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Code, List: list}
}

func files() act.Field {
	return act.Field{Name: "files", Label: "Files", Type: act.File, Repeat: true, Most: 20}
}

func language() act.Field { return code("language", "Language", "language") }

func languages() act.Field {
	f := code("languages", "Languages", "language")
	f.Repeat, f.Most = true, 20
	return f
}

func helps() act.Field {
	f := code("help", "Kinds of help", "help")
	f.Repeat, f.Most = true, 20
	return f
}

func topics() act.Field {
	return act.Field{Name: "topics", Label: "Topics", Type: act.Text, Max: 64, Repeat: true, Most: 20}
}

func parties(name, label string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.PartyOf, Repeat: true, Most: 250}
}

func project() act.Field {
	return act.Field{Name: "project", Label: "Project", Type: act.About, Subjects: []string{"project", "programme"}}
}

func forces() act.Field {
	return act.Field{Name: "forces", Label: "Help goes to security forces outside the United Nations", Type: act.YesNo}
}

func requestedFields() []act.Field {
	return []act.Field{
		line("reference", "The State’s reference"), required(line("title", "Title")), required(language()),
		required(line("authority", "Authority")), {Name: "contact", Label: "Contact", Type: act.Text, Lines: true, Max: 1000},
		code("group", "Regional group", "group"),
		required(act.Field{Name: "topic", Label: "Main topic", Type: act.Text, Max: 64}), topics(), required(helps()),
		required(reason()), long("baseline", "What there is today"), line("plan", "National strategy or plan"), long("beneficiaries", "Beneficiaries"),
		required(forces()), required(code("urgency", "Urgency", "urgency")), code("funding", "Funding source", "funding-source"),
		code("origin", "Origin", "assistance-origin"), {Name: "origin_about", Label: "Review, request or reply that it comes from", Type: act.About},
		{Name: "origin_words", Label: "What it comes from, in your own words", Type: act.Text, Max: 500}, files(),
	}
}

func replyFields() []act.Field {
	return []act.Field{
		required(code("outcome", "Reply", "assistance-reply")), reason(), line("referred", "Partner or network"),
		required(language()), required(line("title", "Title")), required(long("letter", "Letter")),
	}
}

func networkFields() []act.Field {
	return []act.Field{
		required(prose("title", "Title", 300)), prose("about", "What it does", 5000), required(act.Field{Name: "coordinator", Label: "Coordinator", Type: act.PartyOf}),
		parties("members", "Members"), required(topics()), {Name: "help", Label: "Kinds of help", Type: act.Code, List: "help", Repeat: true, Most: 20}, languages(),
		line("site", "Site"), day("until", "Until"),
	}
}
