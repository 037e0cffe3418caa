package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/store"
	"comity/internal/ui"
)

// accreditForm is the form in which a party's note is recorded that accredits a
// person.
func (s *Site) accreditForm(v *ui.Visit) *ui.Form {
	word := func(part string) string { return v.Label("act."+part, part) }
	field := func(part string) string { return v.Label("accreditation.recorded."+part, part) }
	f := &ui.Form{Key: ui.NewKey(), Most: MaxUpload, Upload: true, Send: v.Text("do.record"), Cancel: "/accreditations"}
	from := ui.Field{Name: "party", Label: v.Text("accredit.party"), Kind: "code", Required: true, Value: v.Query("party"), Options: s.accrediting(v)}
	alone(&from)
	f.Fields = []ui.Field{from, s.personField(v, "person", field("person"), v.Text("accredit.person-help")),
		{Name: "authority", Label: field("authority"), Required: true, Max: 200},
		{Name: "mission", Label: field("mission"), Kind: "choice", Required: true, Options: []ui.Option{{Value: "true", Words: v.Text("word.yes")}, {Value: "false", Words: v.Text("word.no"), Help: v.Text("accredit.mission-help")}}},
		{Name: "function", Label: field("function"), Required: true, Max: 200},
		{Name: "kinds", Label: field("kinds"), Kind: "choices", Required: true, Options: s.kindPatterns(v), Help: v.Text("accredit.kinds-help")},
		{Name: "instruments", Label: field("instruments"), Help: v.Text("accredit.instruments-help"), Kind: "lines", Value: "*", Required: true},
		{Name: "from", Label: field("from"), Kind: "day", Required: true, Value: string(v.Today)},
		{Name: "until", Label: field("until"), Kind: "day"},
		{Name: "channel", Label: v.Text("act-form.channel"), Kind: "code", Required: true, Options: s.Node.Options(v, "channel"), Value: "note-verbale"},
		{Name: "reference", Label: v.Text("act-form.reference"), Required: true, Max: 200},
		{Name: "received", Label: word("received"), Kind: "day", Required: true, Value: string(v.Today)},
		{Name: "document", Label: v.Text("accredit.note"), Kind: "file", Required: true}}
	return f
}

// accrediting are the parties whose note the reader may record.
func (s *Site) accrediting(v *ui.Visit) (options []ui.Option) {
	mine := module.ActingFor(v)
	for _, p := range s.Node.Parties.All(party.State, party.Organization) {
		if _, ok := s.Node.Policies.Audience(access.AudienceFor("with", p.Code)); !ok {
			continue
		}
		if s.mayAccredit(v, "accreditation.recorded", p.Code, mine) != "" {
			options = append(options, ui.Option{Value: p.Code, Words: s.Node.PartyName(v, p.Code)})
		}
	}
	i18n.Sort(v.Localizer, options, func(o ui.Option) string { return o.Words })
	return options
}

// mayAccredit is the standing in which the reader may enter an act about
// accreditations by a party, "" where they may not.
func (s *Site) mayAccredit(v *ui.Visit, kind, code string, mine []string) act.Standing {
	st := act.Communicated
	if slices.Contains(mine, code) {
		st = act.Own
	}
	if v.May(s.Node.Book.Kind(kind).PolicyAction(), access.What{Subject: "accreditation/x", Party: code, Standing: st, Audience: access.AudienceFor("with", code), Sourced: true}) {
		return st
	}
	return ""
}

// kindPatterns are the kinds of act that a note can grant: all, reading, or those
// of a module.
func (s *Site) kindPatterns(v *ui.Visit) []ui.Option {
	options := []ui.Option{{Value: "read", Words: v.Text("accredit.read")}, {Value: "*", Words: v.Text("accredit.all")}}
	for _, m := range [...]struct{ name, words string }{
		{"treaty", "nav.treaties"}, {"communication", "nav.communications"}, {"assistance", "nav.assistance"}, {"project", "nav.projects"},
		{"accreditation", "account.accreditations"}, {"delegation", "account.delegation"},
	} {
		if slices.ContainsFunc(s.Node.Book.Kinds(), func(k *book.Kind) bool { return strings.HasPrefix(k.Name, m.name+".") }) {
			options = append(options, ui.Option{Value: m.name + ".*", Words: v.Text(m.words)})
		}
	}
	return options
}

// readsPeople says whether the policies let the reader know what people are called.
func readsPeople(v *ui.Visit) bool { return slices.Contains(v.Reader.Audiences, "people") }

// personField asks for a person: by a list for who may read it, else by the name or
// mail address that the note gives.
func (s *Site) personField(v *ui.Visit, name, label, help string) ui.Field {
	f := ui.Field{Name: name, Label: label, Help: help, Required: true, Max: 254, Value: v.Query(name)}
	if readsPeople(v) && s.Door != nil {
		if list, err := s.Door.Accounts(v.Context()); err == nil {
			for _, l := range list {
				f.Listed = append(f.Listed, ui.Option{Value: first(l.Names), Words: l.Name})
			}
		}
	}
	return f
}

// personCalled is the person with an account of this name, mail address or id; ""
// where there is none, or more than one.
func (s *Site) personCalled(ctx context.Context, typed string) (string, error) {
	typed = strings.TrimPrefix(strings.TrimSpace(typed), "person/")
	list, err := s.Door.Accounts(ctx)
	if err != nil || typed == "" {
		return "", err
	}
	found := ""
	for _, l := range list {
		if l.Closed.IsZero() && (l.Person == typed || strings.EqualFold(l.Name, typed) || slices.ContainsFunc(l.Names, func(n string) bool { return strings.EqualFold(n, typed) })) {
			if found != "" && found != l.Person {
				return "", nil
			}
			found = l.Person
		}
	}
	return found, nil
}

func (s *Site) mayRecordAccreditations(v *ui.Visit) error {
	switch {
	case !v.Reader.Signed():
		return ui.ErrSignIn
	case s.Door == nil:
		return ui.ErrNotFound
	case len(s.accrediting(v)) == 0:
		return ui.ErrNotAllowed
	}
	return nil
}

func (s *Site) newAccreditation(v *ui.Visit) (ui.Answer, error) {
	if err := s.mayRecordAccreditations(v); err != nil {
		return nil, err
	}
	f := s.accreditForm(v)
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return s.accreditPage(v, v.Text("account.record-accreditation"), f, nil), nil
}

// accreditPage shows a form, and for an accreditation that there is what it says.
func (s *Site) accreditPage(v *ui.Visit, title string, f *ui.Form, facts []ui.Fact) ui.Answer {
	status := 0
	if f != nil && f.Faulty() {
		status = http.StatusUnprocessableEntity
	}
	return ui.Page{Title: title, Data: facts != nil, Lead: v.Text("account.accreditations-lead"), Status: status, Trail: []ui.Link{{To: "/accreditations", Words: v.Text("account.accreditations")}}, Body: factsAndForm(v, facts, f)}
}

// accreditFields are the fields of the form by the places of the draft.
var accreditFields = map[string]string{"/party": "party", "/source": "channel", "/source/channel": "channel", "/source/reference": "reference", "/source/received": "received", "/source/document": "document"}

// recordAccreditation records an accreditation with its note; a second person then
// compares the note.
func (s *Site) recordAccreditation(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxUpload); err != nil {
		return nil, err
	}
	if err := s.mayRecordAccreditations(v); err != nil {
		return nil, err
	}
	f := s.accreditForm(v)
	f.Fill(v.PostForm)
	get := func(name string) string { return strings.TrimSpace(v.PostFormValue(name)) }
	again := s.accreditPage
	title := v.Text("account.record-accreditation")
	person, err := s.personCalled(v.Context(), get("person"))
	if err != nil {
		return nil, err
	}
	if person == "" {
		f.Fault("person", v.Text("accredit.person-none"))
		return again(v, title, f, nil), nil
	}
	st := s.mayAccredit(v, "accreditation.recorded", get("party"), module.ActingFor(v))
	if st == "" {
		f.Fault("party", v.Text("accredit.party-none"))
		return again(v, title, f, nil), nil
	}
	subject, audience := act.Subject("accreditation/"+newLocal()), access.AudienceFor("with", get("party"))
	hash, _, err := s.Node.Upload(v, subject, audience, "document")
	if err == nil && hash == "" {
		f.Fault("document", v.Text("accredit.note-none"))
		return again(v, title, f, nil), nil
	}
	if err == nil {
		kind := s.Node.Book.Kind("accreditation.recorded")
		values := map[string][]string{"person": {"person/" + person}, "authority": {get("authority")}, "mission": {get("mission")}, "function": {get("function")}, "kinds": v.PostForm["kinds"], "instruments": strings.Fields(get("instruments")), "from": {get("from")}, "until": {get("until")}}
		_, err = s.Node.Record(v.Context(), v, f.Key, book.Draft{Kind: kind.Name, Subject: subject, Party: get("party"), Standing: st, Day: v.Today, Audience: audience,
			Source: &act.Source{Channel: get("channel"), Reference: get("reference"), Received: act.Day(get("received")), Document: hash}, Body: kind.FormBody(values, nil)})
	}
	if err == nil {
		return ui.Redirect{To: "/accreditations", Said: "said.recorded"}, nil
	}
	if !module.Refused(v, f, err, accreditFields) {
		return nil, err
	}
	return again(v, title, f, nil), nil
}

// waiting is an accreditation that the reader may read, with the act that recorded
// it; [ui.ErrNotFound] where there is none.
func (s *Site) waiting(v *ui.Visit) (*access.Accreditation, *act.Act, error) {
	id := v.PathValue("id")
	var list []access.Accreditation
	err := s.Node.Book.Read(v.Context(), 0, func(r store.View) (err error) {
		list, err = access.AccreditationOf(v.Context(), r, v.Reader.Audiences, v.Today, id)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if len(list) == 0 || list[0].Person == "" {
		return nil, nil, ui.ErrNotFound
	}
	acts, err := s.Node.Book.OnSubject(v.Context(), act.Subject("accreditation/"+id), book.Page{})
	if err != nil {
		return nil, nil, err
	}
	for _, a := range acts {
		if a.Kind == "accreditation.recorded" {
			return &list[0], a, nil
		}
	}
	return nil, nil, ui.ErrNotFound
}

// accreditation shows one accreditation with its note; whoever may be the second
// person confirms it with one button, whoever may end it ends it.
func (s *Site) accreditation(v *ui.Visit) (ui.Answer, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	c, recorded, err := s.waiting(v)
	if err != nil {
		return nil, err
	}
	facts, err := s.accreditationFacts(v, c, recorded)
	if err != nil {
		return nil, err
	}
	return s.accreditPage(v, s.Node.PartyName(v, c.Party)+" · "+c.Function, s.stepForm(v, c), facts), nil
}

// stepForm is the step that the reader can take about an accreditation, nil for none.
func (s *Site) stepForm(v *ui.Visit, c *access.Accreditation) *ui.Form {
	mine := module.ActingFor(v)
	me := v.Reader.Who.Person
	switch {
	case c.Ended != "":
		return nil
	case c.Confirmed == "" && me != c.Recorder && me != c.Person && s.mayAccredit(v, "accreditation.confirmed", c.Party, mine) != "":
		f := &ui.Form{Key: ui.NewKey(), Send: v.Text("accredit.confirm"), Cancel: "/accreditations", Fields: []ui.Field{{Name: "deed", Kind: "hidden", Value: "confirm"}, {Name: "document", Kind: "hidden", Value: c.Document}}}
		if !readsPeople(v) {
			f.Fields = append(f.Fields, s.personField(v, "person", v.Text("accredit.person-on-note"), v.Text("accredit.person-compare")))
		}
		return f
	case c.Confirmed != "" && s.mayAccredit(v, "accreditation.ended", c.Party, mine) != "":
		f := &ui.Form{Key: ui.NewKey(), Send: v.Text("accredit.end"), Danger: true, Cancel: "/accreditations", Fields: []ui.Field{{Name: "deed", Kind: "hidden", Value: "end"},
			{Name: "reason", Label: v.Label("accreditation.ended.reason", "Reason"), Kind: "lines", Required: true, Max: 4000}}}
		if s.mayAccredit(v, "accreditation.ended", c.Party, mine) == act.Communicated {
			f.Fields = append(f.Fields, ui.Field{Name: "channel", Label: v.Text("act-form.channel"), Kind: "code", Required: true, Options: s.Node.Options(v, "channel"), Value: "note-verbale"},
				ui.Field{Name: "reference", Label: v.Text("act-form.reference"), Required: true, Max: 200},
				ui.Field{Name: "received", Label: v.Label("act.received", "Received"), Kind: "day", Required: true, Value: string(v.Today)})
		}
		return f
	}
	return nil
}

func (s *Site) accreditationFacts(v *ui.Visit, c *access.Accreditation, recorded *act.Act) ([]ui.Fact, error) {
	name := func(part string) string { return v.Label("accreditation.recorded."+part, part) }
	person := ui.Fact{Name: name("person"), Value: c.Person, Data: true}
	err := s.Node.Book.Read(v.Context(), 0, func(r store.View) (err error) {
		person.Value, err = s.nameFor(v, r, c.Person)
		return err
	})
	if err != nil {
		return nil, err
	}
	until := ""
	if c.Span.Until != "" {
		until = v.Localizer.Day(c.Span.Until)
	}
	yes := v.Text("word.no")
	if c.Mission {
		yes = v.Text("word.yes")
	}
	facts := []ui.Fact{person, {Name: name("authority"), Value: c.Authority, Data: true}, {Name: name("mission"), Value: yes}, {Name: name("function"), Value: c.Function, Data: true},
		{Name: name("kinds"), Value: strings.Join(c.Scope.Kinds, " · "), Data: true}, {Name: name("instruments"), Value: strings.Join(c.Scope.Instruments, " · "), Data: true},
		{Name: name("from"), Value: v.Localizer.Day(c.Span.From)}}
	if until != "" {
		facts = append(facts, ui.Fact{Name: name("until"), Value: until})
	}
	if recorded.Source != nil {
		facts = append(facts, ui.Fact{Name: v.Text("act-form.reference"), Value: recorded.Source.Reference, Data: true})
	}
	facts = append(facts, ui.Fact{Name: v.Text("accredit.note"), Value: v.Text("accredit.read-note"), Link: s.Node.FilePage(recorded.ID, c.Document)},
		ui.Fact{Name: v.Text("accredit.digest"), Value: c.Document, Code: true},
		ui.Fact{Name: v.Text("account.waits"), Value: v.Text("accredit.trail"), Link: "/subjects/accreditation/" + c.ID})
	if facts[len(facts)-2].Value == "" || facts[len(facts)-3].Link == "" {
		facts[len(facts)-3].Value = v.Text("accredit.note-gone")
	}
	facts[len(facts)-1].Name = v.Text("word.status")
	state := ui.Mark{Tone: ui.Good, Words: v.Text("account.in-force")}
	switch {
	case c.Ended != "" || c.Confirmed != "" && !c.Span.Has(v.Today):
		state = ui.Mark{Tone: ui.Plain, Words: v.Text("account.ended")}
	case c.Confirmed == "":
		state = ui.Mark{Tone: ui.Open, Words: v.Text("account.waits")}
	}
	facts[len(facts)-1].Marks = []ui.Mark{state}
	return facts, nil
}

// changeAccreditation confirms an accreditation or ends it.
func (s *Site) changeAccreditation(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	c, recorded, err := s.waiting(v)
	if err != nil {
		return nil, err
	}
	f := s.stepForm(v, c)
	if f == nil || f.Fields[0].Value != v.PostFormValue("deed") {
		return nil, ui.ErrNotAllowed
	}
	deed, document := f.Fields[0].Value, v.PostFormValue("document")
	f.Fill(v.PostForm)
	facts, err := s.accreditationFacts(v, c, recorded)
	if err != nil {
		return nil, err
	}
	title := s.Node.PartyName(v, c.Party) + " · " + c.Function
	d := book.Draft{Subject: act.Subject("accreditation/" + c.ID), Party: c.Party, Day: v.Today, Audience: access.AudienceFor("with", c.Party)}
	if deed == "confirm" {
		if !readsPeople(v) {
			person, err := s.personCalled(v.Context(), v.PostFormValue("person"))
			if err != nil {
				return nil, err
			}
			if person != c.Person {
				f.Fault("person", v.Text("accredit.person-other"))
				return s.accreditPage(v, title, f, facts), nil
			}
		}
		d.Kind, d.Source = "accreditation.confirmed", recorded.Source
		d.Body = s.Node.Book.Kind(d.Kind).FormBody(map[string][]string{"document": {document}}, nil)
	} else {
		d.Kind = "accreditation.ended"
		d.Body = s.Node.Book.Kind(d.Kind).FormBody(map[string][]string{"reason": v.PostForm["reason"]}, nil)
	}
	d.Standing = s.mayAccredit(v, d.Kind, c.Party, module.ActingFor(v))
	if deed == "end" && d.Standing == act.Communicated {
		d.Source = &act.Source{Channel: v.PostFormValue("channel"), Reference: v.PostFormValue("reference"), Received: act.Day(v.PostFormValue("received"))}
	}
	if _, err := s.Node.Record(v.Context(), v, f.Key, d); err != nil {
		if !module.Refused(v, f, err, accreditFields) {
			return nil, err
		}
		return s.accreditPage(v, title, f, facts), nil
	}
	return ui.Redirect{To: "/accreditations", Said: "said.recorded"}, nil
}

// accreditationTasks are the accreditations that wait for the reader as the second
// person.
func (s *Site) accreditationTasks(v *ui.Visit) (tasks []module.Task, err error) {
	if !v.Reader.Signed() || s.Door == nil {
		return nil, nil
	}
	var list []access.Accreditation
	err = s.Node.Book.Read(v.Context(), 0, func(r store.View) (err error) {
		list, err = access.Waiting(v.Context(), r, v.Reader.Audiences, v.Today, 100)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		if f := s.stepForm(v, c); f != nil && f.Fields[0].Value == "confirm" {
			tasks = append(tasks, module.Task{Key: "accreditation/" + c.ID, Words: v.Text("accredit.task", i18n.Args{"Party": s.Node.PartyName(v, c.Party)}), Link: "/accreditations/" + c.ID})
		}
	}
	return tasks, nil
}
