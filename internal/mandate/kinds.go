package mandate

import (
	"comity/internal/act"
	"comity/internal/book"
)

// longText is the length of a paragraph at most, in characters.
const longText = 20_000

// longestText is how many paragraphs a document has at most: one call to the book
// holds them all.
const longestText = book.MostActs - 1

var (
	public = []string{act.Public}
	staff  = []string{"secretariat"}
	own    = []act.Standing{act.Own}
)

// kinds are what can be done here.
func (ru rules) kinds() []book.Kind {
	shape := func(name, title, subject string, audiences []string, fields ...act.Field) act.Shape {
		return act.Shape{Name: "mandate." + name, Version: 1, Title: title, Subjects: []string{subject}, Audiences: audiences, Standings: own, Fields: fields}
	}
	return []book.Kind{
		{Shape: shape("imported", "Text taken in", documentType, public, importedFields()...), Decide: ru.imported, Project: importText},
		{Shape: second(shape("paragraph", "Paragraph of a text", paragraphType, public, paragraphFields()...)), Decide: ru.paragraph, Project: paragraphText},
		{Shape: shape("outlined", "Paragraph in the programme's own words", paragraphType, public, outlinedFields()...), Decide: ru.outlined, Project: outlineParagraph},
		{Shape: shape("status", "Status of a clause", clauseType, public, statusFields()...), Decide: ru.status,
			Project: onClause(func(b *StatusBody) string { return b.Of }, func(b *StatusBody) string { return b.Status }, setStatus)},
		{Shape: shape("assigned", "Responsibility for a clause", clauseType, public,
			act.Field{Name: "office", Label: "Office responsible", Type: act.PartyOf},
			act.Field{Name: "unit", Label: "Unit", Type: act.Text},
			note("note", "Note")), Decide: ru.assigned,
			Project: onClause(func(b *AssignedBody) string { return b.Office }, func(*AssignedBody) string { return "" }, assign)},
		{Shape: shape("proposed", "Proposal on a clause", clauseType, staff,
			act.Field{Name: "proposal", Label: "Proposal", Type: act.Code, List: "mandate-proposal", Required: true},
			act.Field{Name: "words", Label: "Proposed words", Type: act.Prose, When: &act.When{Field: "proposal", Is: []string{"update"}}},
			required(note("reason", "Reason"))), Decide: ru.onClause, Project: propose, Erased: eraseEntry},
		{Shape: shape("approved", "Decision on a proposal", clauseType, staff,
			act.Field{Name: "proposal", Label: "Act of the proposal", Type: act.Text, Max: 36, Required: true},
			act.Field{Name: "approved", Label: "Approved", Type: act.YesNo, Required: true},
			note("reason", "Reason")), Decide: ru.approved, Project: approve, Erased: eraseEntry},
		{Shape: shape("changed", "Change of a mandate", clauseType, public,
			act.Field{Name: "effect", Label: "Effect", Type: act.Code, List: "mandate-effect", Required: true},
			act.Field{Name: "by", Label: "By the decision", Type: act.Citing, Required: true},
			act.Field{Name: "since", Label: "Since", Type: act.DayOn, Required: true},
			note("note", "Note")), Decide: ru.changed,
			Project: onClause(func(b *ChangedBody) string { return string(b.By) }, func(b *ChangedBody) string { return string(b.Effect) }, changeMandate)},
		{Shape: shape("shared", "Shared mandate", clauseType, public,
			act.Field{Name: "bodies", Label: "Bodies", Type: act.PartyOf, Repeat: true, Most: 40, Required: true},
			act.Field{Name: "coordinator", Label: "Coordinated by", Type: act.PartyOf},
			note("note", "Note")), Decide: ru.shared,
			Project: onClause(func(b *SharedBody) string { return b.Coordinator }, func(*SharedBody) string { return "" }, share)},
		{Shape: shape("reading-corrected", "Correction of a reading", clauseType, public, correctedBodyFields()...), Decide: ru.corrected, Project: keepCorrection},
		{Shape: shape("renewed", "Paragraph that carries on an earlier one", paragraphType, public,
			act.Field{Name: "from", Label: "Earlier paragraph", Type: act.Citing},
			act.Field{Name: "class", Label: "What became of it", Type: act.Text, Max: 20},
			act.Field{Name: "likeness", Label: "Likeness of the texts, in thousandths", Type: act.Integer, Min: 0, Max: 1000},
			act.Field{Name: "state", Label: "State", Type: act.Text, Max: 20, Required: true}), Decide: ru.renewed, Project: renew},
	}
}

func note(name, label string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Prose, Max: 4000}
}

func required(f act.Field) act.Field {
	f.Required = true
	return f
}

func count(name, label string) act.Field {
	return act.Field{Name: name, Label: label, Type: act.Integer, Min: 0, Max: act.MaxInteger, Required: true}
}

func importedFields() []act.Field {
	cites := act.Field{Name: "cites", Label: "Cites", Type: act.Citing, Repeat: true, Most: 500}
	return []act.Field{
		{Name: "symbol", Label: "Symbol", Type: act.Text, Max: 80, Required: true},
		{Name: "named", Label: "The symbol was named by who took it in", Type: act.YesNo},
		{Name: "title", Label: "Title", Type: act.Text, Max: 2000},
		{Name: "organ", Label: "Organ", Type: act.Text, Max: 64},
		{Name: "session", Label: "Session", Type: act.Integer, Min: 1, Max: 9999},
		{Name: "adopted", Label: "Adopted", Type: act.DayOn},
		{Name: "meeting", Label: "Meeting", Type: act.Text},
		{Name: "agenda_item", Label: "Agenda item", Type: act.Text},
		{Name: "report", Label: "Report on which it was adopted", Type: act.Text},
		{Name: "language", Label: "Language", Type: act.Code, List: "language", Required: true},
		{Name: "counts", Label: "Counts", Type: act.Group, Required: true, Fields: []act.Field{
			count("preamble", "Preambular paragraphs"), count("operative", "Operative paragraphs"), count("annex", "Paragraphs of annexes"),
			count("clauses", "Clauses"), count("uncertain", "Uncertain points")}},
		{Name: "places", Label: "Paragraphs", Type: act.Text, Max: 60, Repeat: true, Most: longestText, Required: true},
		{Name: "gone", Label: "Paragraphs of the reading before that are no more", Type: act.Text, Max: 60, Repeat: true, Most: longestText},
		{Name: "content", Label: "Hash of the file", Type: act.Text, Max: 80, Required: true},
		{Name: "file", Label: "File", Type: act.File},
		{Name: "reader", Label: "Read by", Type: act.Text, Max: 100, Required: true},
		{Name: "replaces", Label: "Why it replaces what another file said", Type: act.Text, Lines: true, Max: 2000},
		{Name: "footnotes", Label: "Footnotes", Type: act.Group, Repeat: true, Most: 1000, Fields: []act.Field{
			{Name: "marker", Label: "Marker", Type: act.Text, Max: 20, Required: true},
			{Name: "text", Label: "Text", Type: act.Text, Max: longText},
			cites}},
		{Name: "uncertain", Label: "Uncertain", Type: act.Group, Repeat: true, Most: 1000, Fields: []act.Field{
			{Name: "place", Label: "Paragraph", Type: act.Text, Max: 60},
			{Name: "field", Label: "Field", Type: act.Text, Max: 60, Required: true},
			{Name: "why", Label: "Why", Type: act.Text, Max: 2000, Required: true}}},
		{Name: "left", Label: "Footnotes and uncertain points that found no room", Type: act.Integer, Min: 1, Max: act.MaxInteger},
	}
}

// second is a kind whose second version may say more than its first: bodies of the
// first are bodies of the second.
func second(s act.Shape) act.Shape {
	s.Version, s.Upcasts = 2, []act.Upcaster{func(o act.Object) (act.Object, error) { return o, nil }}
	return s
}

func paragraphFields() []act.Field {
	words := func(name, label string, max int64) act.Field {
		return act.Field{Name: name, Label: label, Type: act.Text, Lines: true, Max: max}
	}
	codes := func(name, label string, max int64, most int) act.Field {
		return act.Field{Name: name, Label: label, Type: act.Text, Max: max, Repeat: true, Most: most}
	}
	return []act.Field{
		{Name: "language", Label: "Language", Type: act.Code, List: "language", Required: true},
		{Name: "part", Label: "Part", Type: act.Text, Max: 20, Required: true},
		{Name: "number", Label: "Number", Type: act.Text, Max: 60},
		required(words("text", "Text", longText)),
		words("phrase", "Phrase", 1000),
		{Name: "cites", Label: "Cites", Type: act.Citing, Repeat: true, Most: 500},
		codes("footnotes", "Footnotes", 20, 500),
		{Name: "footnote_places", Label: "Where their markers stand", Type: act.Integer, Max: act.MaxInteger, Repeat: true, Most: 500},
		{Name: "clauses", Label: "Clauses", Type: act.Group, Repeat: true, Most: 200, Fields: []act.Field{
			{Name: "number", Label: "Number", Type: act.Integer, Min: 1, Max: 9999, Required: true},
			words("phrase", "Phrase", 1000),
			{Name: "verb", Label: "Verb", Type: act.Text},
			{Name: "force", Label: "Force", Type: act.Code, List: "force", Required: true},
			codes("addressees", "Addressees as printed", 2000, 200),
			codes("entities", "Addressees", 80, 200),
			codes("bodies", "Bodies whose status is kept", 80, 200),
			words("action", "Action", longText),
			{Name: "conditions", Label: "Conditions", Type: act.Code, List: "condition", Repeat: true, Most: 20},
			words("deadline", "Deadline as printed", 1000),
			{Name: "report", Label: "Report", Type: act.Group, Fields: []act.Field{
				{Name: "asked", Label: "A report is asked for", Type: act.YesNo, Required: true},
				words("to", "To", 2000), words("at", "At", 1000), words("on", "On", longText)}},
			dueField(),
			{Name: "cites", Label: "Cites", Type: act.Citing, Repeat: true, Most: 500},
			{Name: "topics", Label: "Topics", Type: act.Group, Repeat: true, Most: 200, Fields: []act.Field{
				{Name: "code", Label: "Topic", Type: act.Text, Max: 64, Required: true},
				count("from", "From character"), count("to", "To character")}},
			{Name: "read", Label: "Where it stands", Type: act.Group, Repeat: true, Most: 2000, Fields: []act.Field{
				{Name: "field", Label: "Field", Type: act.Text, Max: 60, Required: true},
				count("from", "From character"), count("to", "To character"),
				{Name: "rule", Label: "Rule", Type: act.Text, Max: 100}}},
		}},
	}
}

func dueField() act.Field {
	return act.Field{Name: "due", Label: "Due", Type: act.Group, Fields: []act.Field{
		{Name: "body", Label: "Body", Type: act.Text, Max: 64},
		{Name: "session", Label: "Session", Type: act.Integer, Min: 1, Max: 9999},
		{Name: "day", Label: "Day", Type: act.DayOn},
		{Name: "exact", Label: "How exactly", Type: act.Text, Max: 20}}}
}

func outlinedFields() []act.Field {
	return []act.Field{
		{Name: "number", Label: "Number", Type: act.Text, Max: 60, Required: true},
		{Name: "organ", Label: "Organ", Type: act.Text, Max: 64},
		{Name: "session", Label: "Session", Type: act.Integer, Min: 1, Max: 9999},
		{Name: "order", Label: "Place", Type: act.Integer, Min: 1, Max: 9999, Required: true},
		{Name: "topics", Label: "Topics", Type: act.Text, Max: 64, Repeat: true},
		{Name: "asks", Label: "Asks", Type: act.Group, Repeat: true, Required: true, Fields: []act.Field{
			{Name: "force", Label: "Force", Type: act.Code, List: "force", Required: true},
			{Name: "to", Label: "Of whom", Type: act.Text, Max: 80, Repeat: true}}},
		{Name: "evidence", Label: "What could show that it was done", Type: act.Code, List: "evidence", Repeat: true},
		{Name: "summary", Label: "Summary", Type: act.Group, Repeat: true, Required: true, Fields: []act.Field{
			{Name: "language", Label: "Language", Type: act.Code, List: "language", Required: true},
			{Name: "text", Label: "Text", Type: act.Text, Max: 2000, Required: true},
			{Name: "made", Label: "How it was made", Type: act.Text, Required: true}}},
		{Name: "folder", Label: "Hash of the programme's outlines", Type: act.Text, Max: 80, Required: true},
	}
}

func statusFields() []act.Field {
	return []act.Field{
		{Name: "of", Label: "Of the body", Type: act.Text, Max: 64, Required: true},
		{Name: "status", Label: "Status", Type: act.Code, List: "mandate-status", Required: true},
		{Name: "by", Label: "Superseded by", Type: act.Citing, Required: true, When: &act.When{Field: "status", Is: []string{"superseded"}}},
		{Name: "means", Label: "Means", Type: act.Code, List: "means", Repeat: true, Most: 10},
		{Name: "evidence", Label: "Evidence", Type: act.Group, Repeat: true, Fields: []act.Field{
			{Name: "kind", Label: "Kind", Type: act.Code, List: "evidence", Required: true},
			{Name: "act", Label: "Act", Type: act.Text, Max: 36},
			{Name: "document", Label: "Document", Type: act.Text, Max: 80},
			{Name: "file", Label: "File", Type: act.File}}},
		note("note", "Note"),
	}
}

func correctedBodyFields() []act.Field {
	values := func(name, label string) act.Field {
		return act.Field{Name: name, Label: label, Type: act.Text, Lines: true, Max: longText, Repeat: true, Most: 200}
	}
	return []act.Field{
		{Name: "field", Label: "Field", Type: act.Text, Max: 60, Required: true},
		values("old", "As the program reads it"), values("new", "As it should be read"),
		{Name: "bodies", Label: "Bodies whose status is kept", Type: act.Text, Max: 80, Repeat: true, Most: 200},
		dueField(),
		required(note("reason", "Reason")),
	}
}
