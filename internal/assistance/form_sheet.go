package assistance

import (
	"encoding/json"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/party"
	"comity/internal/sheetform"
)

// MostRows is how many requests one form holds: as many acts as one call of the book.
const MostRows = 5000

// formVersion rises when the columns of the form change.
const formVersion = 1

// choicesOf are the codes of a list on a day with their words: first those of say's
// language, then those of all.
func choicesOf(say *i18n.Localizer, codes []string, label func(code, lang string) string) (list []sheetform.Choice) {
	for _, c := range codes {
		choice := sheetform.Choice{Code: c, Words: []string{label(c, say.Lang)}}
		for _, lang := range i18n.Languages() {
			choice.Words = append(choice.Words, label(c, lang))
		}
		list = append(list, choice)
	}
	return list
}

// sheet is the form of requests, in the language of say.
func (p *pages) sheet(say *i18n.Localizer, today act.Day) *sheetform.Form {
	ofList := func(name string) []sheetform.Choice {
		l := p.node.Lists[name]
		if l == nil {
			return nil
		}
		var codes []string
		for _, e := range l.On(today) {
			codes = append(codes, e.Code)
		}
		return choicesOf(say, codes, func(code, lang string) string {
			e, _ := l.Find(code, today)
			label, _ := e.Label(lang)
			return label
		})
	}
	var codes []string
	titles := map[string]*Topic{}
	for i := range p.topics {
		codes = append(codes, p.topics[i].Code)
		titles[p.topics[i].Code] = &p.topics[i]
	}
	topics := choicesOf(say, codes, func(code, lang string) string { return titles[code].In(lang) })
	k := p.node.Book.Kind("assistance.requested")
	label := func(name string) string { return say.Label(k.Key(name), name) }
	var yesNo []sheetform.Choice
	for code, id := range map[string]string{"true": "word.yes", "false": "word.no"} {
		c := sheetform.Choice{Code: code, Words: []string{say.Text(id)}}
		for _, lang := range i18n.Languages() {
			c.Words = append(c.Words, p.words.Localizer(lang).Text(id))
		}
		yesNo = append(yesNo, c)
	}
	return &sheetform.Form{Mark: "comity-assistance-request", Version: formVersion, Sheet: "Requests", Title: say.Text("assistance.form-title"), Help: say.Text("assistance.form-help"), Columns: []sheetform.Column{
		{Name: "reference", Label: label("reference"), Required: true},
		{Name: "title", Label: label("title"), Required: true, Width: 40},
		{Name: "language", Label: label("language"), Kind: sheetform.OfList, Required: true, Choices: ofList("language")},
		{Name: "authority", Label: label("authority"), Required: true, Width: 30},
		{Name: "contact", Label: label("contact"), Width: 24},
		{Name: "topic", Label: label("topic"), Kind: sheetform.OfList, Required: true, Choices: topics, Width: 30},
		{Name: "topics", Label: label("topics"), Kind: sheetform.SomeOf, Choices: topics, Width: 30},
		{Name: "help", Label: label("help"), Kind: sheetform.SomeOf, Required: true, Choices: ofList("help"), Width: 30},
		{Name: "reason", Label: label("reason"), Required: true, Width: 60},
		{Name: "baseline", Label: label("baseline"), Width: 40},
		{Name: "beneficiaries", Label: label("beneficiaries"), Width: 40},
		{Name: "plan", Label: label("plan"), Width: 30},
		{Name: "forces", Label: label("forces"), Kind: sheetform.OfList, Required: true, Choices: yesNo, Width: 24},
		{Name: "urgency", Label: label("urgency"), Kind: sheetform.OfList, Required: true, Choices: ofList("urgency")},
		{Name: "funding", Label: label("funding"), Kind: sheetform.OfList, Choices: ofList("funding-source")},
		{Name: "day", Label: say.Text("assistance.received"), Kind: sheetform.Day},
		{Name: "cites", Label: say.Text("assistance.rests-on"), Width: 30},
	}}
}

// sent is what a form that came back asks for: bodies with their cites and days, each
// held to what a body may be.
type sent struct {
	Reference string
	Where     string // the cell of the reference
	Day       act.Day
	// Dated: the form says the day; else it is that of taking the form in, or of
	// the letter that came with it.
	Dated bool
	Cites []act.Cite
	Body  []byte
}

// readRequests reads the requests of a form that came back. A day that is left blank is
// today, and on, where that is given, is the day of all: that of the letter with which
// the form came. The faults are all there are, each in its cell.
func readRequests(f *sheetform.Form, shape *act.Shape, lists act.Lists, q *party.Party, content []byte, today, on act.Day) (list []sent, faults sheetform.Faults) {
	rows, faults := f.Read(content, MostRows)
	seen := map[string]bool{}
	for _, r := range rows {
		s := sent{Reference: r.Get("reference"), Where: r.Where("reference"), Day: act.Day(r.Get("day")), Dated: r.Get("day") != "" && on == ""}
		if s.Day == "" {
			s.Day = today
		}
		if on != "" {
			s.Day = on
		}
		if s.Reference != "" && seen[s.Reference] {
			faults.Add(s.Where, "assistance.upload-twice", i18n.Args{"Value": s.Reference})
		}
		seen[s.Reference] = true
		for _, c := range act.TypedCites(r.Get("cites")) {
			if !act.Names(c) {
				faults.Add(r.Where("cites"), "assistance.upload-cite", i18n.Args{"Value": string(c)})
				continue
			}
			s.Cites = append(s.Cites, c)
		}
		if s.Day > today {
			faults.Add(r.Where("day"), "refusal.assistance.ahead.why", i18n.Args{"day": string(s.Day)})
		}
		values := map[string][]string{}
		for _, name := range []string{"reference", "title", "language", "authority", "contact", "topic", "reason", "baseline", "beneficiaries", "plan", "forces", "urgency", "funding"} {
			if x := r.Get(name); x != "" {
				values[name] = []string{x}
			}
		}
		values["help"] = lines(r.Get("help"))
		for _, t := range lines(r.Get("topics")) {
			if t != r.Get("topic") {
				values["topics"] = append(values["topics"], t)
			}
		}
		if g := q.GroupOn(s.Day); g != "" {
			values["group"] = []string{g}
		}
		s.Body = shape.FormBody(values, nil)
		if faults.N == 0 { // what a cell says is right: does all of it make a body?
			body, err := shape.ReadBody(s.Body, s.Day, lists)
			for _, fault := range act.AllFaults(err) {
				name, _, _ := strings.Cut(strings.TrimPrefix(fault.Where, "/"), "/")
				faults.AddInvalid(r.Where(name), fault)
			}
			if err == nil {
				s.Body = body
			}
		}
		list = append(list, s)
	}
	return list, faults
}

// drafts are the acts of a form for a State.
func sentDrafts(list []sent, state string, standing act.Standing, source *act.Source) (drafts []book.Draft) {
	for _, s := range list {
		drafts = append(drafts, book.Draft{Kind: "assistance.requested", Subject: Subject(NewID()), Party: state, Standing: standing, Source: source, Day: s.Day, Cites: s.Cites, Audience: withParty(state), Body: json.RawMessage(s.Body)})
	}
	return drafts
}
