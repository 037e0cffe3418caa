package communication

import (
	"comity/internal/act"
	"comity/internal/book"
)

// MostAddressees and MostQuestions bound a call.
const (
	MostAddressees = 400
	MostQuestions  = 300
)

var (
	staff = []string{"secretariat"}
	named = []string{act.AnyNamed}
	own   = []act.Standing{act.Own}
	both  = []act.Standing{act.Own, act.Communicated}
)

// kinds are what can be done here.
func (ru rules) kinds() []book.Kind {
	shape := func(name, title, subject string, audiences []string, standings []act.Standing, fields ...act.Field) act.Shape {
		return act.Shape{Name: "communication." + name, Version: 1, Title: title, Subjects: []string{subject}, Audiences: audiences, Standings: standings, Fields: fields}
	}
	return []book.Kind{
		{Shape: draftedShape(shape), Decide: ru.drafted, Project: draftCall, Erased: eraseCall},
		{Shape: shape("worded", "Words of a call in a language", callType, staff, own, wordedFields()...), Decide: ru.worded, Project: wordCall, Erased: eraseCall},
		{Shape: shape("cleared", "Clearance of a call", callType, staff, own, note()), Decide: ru.cleared, Project: clearCall, Erased: eraseCall},
		{Shape: shape("circulated", "Circulation to an addressee", callType, named, own, sentFields()...), Decide: ru.circulated, Project: circulate, Erased: eraseCirculated},
		{Shape: shape("reminded", "Reminder", callType, named, own, sentFields()...), Decide: ru.reminded, Project: remind, Erased: eraseReminded},
		{Shape: shape("extended", "Extension of the time to answer", callType, []string{"secretariat", act.AnyNamed}, own,
			required(act.Field{Name: "until", Label: "Until", Type: act.DayOn}), long("reason", "Reason")), Decide: ru.extended, Project: extend, Erased: eraseExtended},
		{Shape: shape("closed", "Close of a call", callType, staff, own, note()), Decide: ru.closed, Project: closeCall, Erased: eraseCall},

		ru.announcing(),

		{Shape: shape("replied", "Reply", replyType, named, both,
			required(line("authority", "Authority that replies")),
			required(act.Field{Name: "language", Label: "Language of the original", Type: act.Code, List: "language"}),
			long("note", "Note"), act.Field{Name: "scan", Label: "Scan of the reply", Type: act.File}), Decide: ru.replied, Project: reply, Erased: eraseReply},
		{Shape: shape("answered", "Answers", replyType, named, both, answerFields()...), Decide: ru.answered, Project: answer, Erased: eraseAnswers},
		{Shape: shape("confirmed", "Confirmation of a reply by the State", replyType, named, own, note()), Decide: ru.confirmed, Project: confirm, Erased: confirm},
		{Shape: shape("translated", "Translation of answers", replyType, named, both,
			required(act.Field{Name: "language", Label: "Language", Type: act.Code, List: "language"}),
			required(act.Field{Name: "official", Label: "The translation is the State’s own", Type: act.YesNo}),
			required(line("author", "Translated by")),
			required(group("answers", "Answers", MostQuestions, required(question()), required(long("text", "Text"))))), Decide: ru.translated, Project: translate, Erased: eraseAnswers},
		{Shape: releasedShape(shape), Decide: ru.released, Project: release, Erased: eraseRelease},
		{Shape: shape("withdrawn", "Withdrawal of a release", replyType, named, both, long("reason", "Reason")), Decide: ru.withdrawn, Project: withdraw, Erased: withdraw},

		{Shape: shape("settled", "What became of an offer", replyType, named, own,
			required(question()),
			required(act.Field{Name: "type", Label: "Offered as", Type: act.Code, List: "offer"}),
			required(act.Field{Name: "outcome", Label: "Outcome", Type: act.Code, List: "offer-outcome"}),
			act.Field{Name: "act", Label: "Act that took it into a register", Type: act.Text, Max: 36, Required: true, When: &act.When{Field: "outcome", Is: []string{string(Taken)}}},
			note()), Decide: ru.settled, Project: settle, Erased: eraseSettled},

		{Shape: shape("banked", "Cleared answer for the bank", bankType, named, own, bankedFields()...), Decide: ru.banked, Project: bank, Erased: eraseBanked},
		{Shape: shape("bank-ended", "Removal from the bank", bankType, named, own, long("reason", "Reason")), Decide: ru.bankEnded, Project: endBanked, Erased: eraseBanked},

		{Shape: shape("summarized", "Summary of the answers to a question", summaryType, staff, own,
			required(act.Field{Name: "language", Label: "Language", Type: act.Code, List: "language"}),
			required(group("sentences", "Sentences", 100,
				required(act.Field{Name: "text", Label: "Sentence", Type: act.Text, Lines: true, Max: 2000}),
				act.Field{Name: "rests", Label: "Rests on the replies", Type: act.About, Subjects: []string{replyType}, Repeat: true, Most: 300, Required: true}))), Decide: ru.summarized, Project: summarize, Erased: eraseSummary},
		{Shape: shape("summary-cleared", "Clearance of a summary", summaryType, staff, own,
			required(act.Field{Name: "language", Label: "Language", Type: act.Code, List: "language"}), note()), Decide: ru.summaryCleared, Project: clearSummary, Erased: eraseSummary},
	}
}

// draftedShape: version 2 says what answers are offered as; what version 1 said
// stands.
func draftedShape(shape func(name, title, subject string, audiences []string, standings []act.Standing, fields ...act.Field) act.Shape) act.Shape {
	s := shape("drafted", "Draft of a call", callType, staff, own, draftedFields()...)
	s.Version, s.Upcasts = 2, []act.Upcaster{func(o act.Object) (act.Object, error) { return o, nil }}
	return s
}

// releasedShape: version 2 knows leave to quote alone; what version 1 said stands.
func releasedShape(shape func(name, title, subject string, audiences []string, standings []act.Standing, fields ...act.Field) act.Shape) act.Shape {
	s := shape("released", "Release of a reply", replyType, named, both,
		required(act.Field{Name: "extent", Label: "How far", Type: act.Code, List: "release-extent"}),
		act.Field{Name: "questions", Label: "Questions", Type: act.Text, Max: 12, Repeat: true, Most: MostQuestions, Required: true, When: &act.When{Field: "extent", Is: []string{string(Part), string(Quoted)}}},
		required(act.Field{Name: "quote", Label: "Leave to quote", Type: act.YesNo}))
	s.Version, s.Upcasts = 2, []act.Upcaster{func(o act.Object) (act.Object, error) { return o, nil }}
	return s
}

func required(f act.Field) act.Field {
	f.Required = true
	return f
}

func line(name, label string) act.Field { return act.Field{Name: name, Label: label, Type: act.Text} }

func long(name, label string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Text, Lines: true, Max: 20_000}
}

func note() act.Field { return long("note", "Note") }

func question() act.Field {
	return act.Field{Name: "question", Label: "Question", Type: act.Text, Max: 12}
}

func group(name, label string, most int, fields ...act.Field) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Group, Repeat: true, Most: most, Fields: fields}
}

func provisions() act.Field {
	return act.Field{Name: "provisions", Label: "Provisions", Type: act.Citing, Repeat: true, Most: 40}
}

func laws() act.Field {
	return group("laws", "Laws", 60, required(line("title", "Title")), line("place", "Article"), act.Field{Name: "day", Label: "Day", Type: act.DayOn})
}

func figures() act.Field {
	return group("figures", "Figures", 60, required(line("name", "Name")), required(act.Field{Name: "value", Label: "Number", Type: act.Decimal}),
		line("unit", "Unit"), line("period", "Period"), line("source", "Source"))
}

func draftedFields() []act.Field {
	return []act.Field{
		required(line("reference", "Reference number")),
		required(act.Field{Name: "channel", Label: "Channel", Type: act.Code, List: "channel"}),
		required(act.Field{Name: "original", Label: "Language of the original", Type: act.Code, List: "language"}),
		required(act.Field{Name: "languages", Label: "Languages", Type: act.Code, List: "language", Repeat: true, Most: 10}),
		required(act.Field{Name: "asked", Label: "Who is asked", Type: act.Code, List: "asked"}),
		{Name: "group", Label: "Regional group", Type: act.Code, List: "group", Required: true, When: &act.When{Field: "asked", Is: []string{string(OneGroup)}}},
		{Name: "instrument", Label: "Instrument", Type: act.Text, Max: 64, Required: true, When: &act.When{Field: "asked", Is: []string{string(PartiesTo)}}},
		required(act.Field{Name: "addressees", Label: "Addressees", Type: act.PartyOf, Repeat: true, Most: MostAddressees}),
		required(act.Field{Name: "deadline", Label: "To be answered by", Type: act.DayOn}),
		{Name: "open", Label: "Everybody may read the call once it is circulated", Type: act.YesNo},
		group("questions", "Questions", MostQuestions,
			required(act.Field{Name: "id", Label: "Name", Type: act.Text, Max: 12}),
			required(act.Field{Name: "type", Label: "Type of answer", Type: act.Code, List: "answer-type"}),
			act.Field{Name: "required", Label: "Is to be answered", Type: act.YesNo},
			provisions(),
			act.Field{Name: "options", Label: "Options", Type: act.Text, Max: 12, Repeat: true, Most: 60},
			act.Field{Name: "several", Label: "Several may be chosen", Type: act.YesNo},
			act.Field{Name: "offer", Label: "Offered to registers as", Type: act.Code, List: "offer"}),
	}
}

func wordedFields() []act.Field {
	return []act.Field{
		required(act.Field{Name: "language", Label: "Language", Type: act.Code, List: "language"}),
		required(line("title", "Title")),
		required(long("letter", "Letter")),
		group("questions", "Questions", MostQuestions,
			required(act.Field{Name: "id", Label: "Name", Type: act.Text, Max: 12}),
			required(act.Field{Name: "text", Label: "Question", Type: act.Text, Lines: true, Max: 2000}),
			act.Field{Name: "help", Label: "Explanation", Type: act.Text, Lines: true, Max: 2000},
			act.Field{Name: "choices", Label: "Words of the options", Type: act.Text, Repeat: true, Most: 60}),
	}
}

func sentFields() []act.Field {
	return []act.Field{
		required(act.Field{Name: "channel", Label: "Channel", Type: act.Code, List: "channel"}),
		line("reference", "Reference number"),
		{Name: "group", Label: "Regional group", Type: act.Code, List: "group"},
		{Name: "proof", Label: "Proof", Type: act.File},
		note(),
	}
}

func answerFields() []act.Field {
	return []act.Field{required(group("answers", "Answers", MostQuestions,
		required(question()), long("text", "Text"),
		act.Field{Name: "value", Label: "Value", Type: act.Text, Lines: true, Max: 1000},
		laws(), figures(),
		act.Field{Name: "files", Label: "Files", Type: act.File, Repeat: true, Most: 20},
		act.Field{Name: "bank", Label: "From the bank", Type: act.About, Subjects: []string{bankType}}))}
}

func bankedFields() []act.Field {
	return []act.Field{
		required(line("title", "Title")), required(provisions()),
		required(act.Field{Name: "language", Label: "Language", Type: act.Code, List: "language"}),
		long("text", "Text"), {Name: "value", Label: "Value", Type: act.Text, Lines: true, Max: 1000},
		laws(), figures(), line("source", "Source"), required(line("cleared_by", "Cleared by")),
		{Name: "until", Label: "Valid until", Type: act.DayOn},
	}
}
