package assistance

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/ui"
)

// request shows a request as far as the reader may read it: to the State and the
// Office its way, to everybody what the State published.
func (p *pages) request(v *ui.Visit) (ui.Answer, error) {
	var public *Public
	var offers []Offer
	err := p.read(v, func(r store.View) (err error) {
		public, err = FindPublic(v.Context(), r, v.PathValue("id"))
		return err
	})
	if err != nil {
		return nil, err
	}
	o, err := p.find(v)
	if err == ui.ErrNotFound && public != nil { //nolint:errorlint // it is returned as it is
		return p.publicPage(v, public), nil
	}
	if err != nil {
		return nil, err
	}
	need := Need{State: o.Party, Group: o.Region, Topics: append([]string{o.Body.Topic}, o.Body.Topics...), Help: o.Body.Help, Language: o.Language}
	suggests := p.staff(v) && scopeOf(v).Apart && !o.Status.Ended()
	if suggests {
		err = p.read(v, func(r store.View) (err error) { offers, err = Offers(v.Context(), r, scopeOf(v), need); return err })
		if err != nil {
			return nil, err
		}
	}
	page := ui.Page{Title: o.Title, Data: true, TitleLang: o.Language, Lead: p.node.PartyName(v, o.Party), Section: "/assistance", Trail: p.trailTo(v), Marks: p.marks(v, o.Request), Actions: p.actions(v, o)}
	moments, err := p.moments(v, o)
	if err != nil {
		return nil, err
	}
	page.Body = p.requestView(v, o, p.wayOf(v, o), p.clockOf(v, o), p.needFacts(v, o), moments, Suggest(need, offers, v.Today), suggests, public)
	return page, nil
}

func (p *pages) trailTo(v *ui.Visit) []ui.Link {
	t := trail(v, nil)
	if p.staff(v) {
		return append(t, ui.Link{To: "/assistance/queue", Words: v.Text("assistance.queue")})
	}
	return append(t, ui.Link{To: "/assistance/mine", Words: v.Text("assistance.mine")})
}

// actions are the steps that the reader can take; the first that goes on is the main
// one.
func (p *pages) actions(v *ui.Visit, o *shown) (list []ui.Link) {
	main := false
	for _, kind := range p.deedsOf(v, o) {
		if kind == "withdrawn" && p.byLetter(v, kind, o) {
			continue // it stands apart, below
		}
		onwards := slices.Contains([]string{"given", "checked", "appraised", "drafted", "cleared", "replied", "assigned", "evaluated"}, kind) || kind == "closed" && o.Life.Status == Evaluated || kind == "diligence-cleared"
		if kind == "given" && !o.Life.Open || kind == "drafted" && o.Life.Status != Appraised || kind == "appraised" && o.Life.Status != Checked || kind == "assigned" && o.Life.Status != Replied {
			onwards = false
		}
		list = append(list, ui.Link{To: requestPage(o.ID) + "/do/" + kind, Words: v.Text("assistance.do-" + kind), Main: onwards && !main})
		main = main || onwards
	}
	if a, ok := p.actor(v, "requested", o.Request); ok && slices.Contains([]Status{Submitted, Checked, Appraised}, o.Status) && (a.standing == act.Own || !o.Own) {
		list = append(list, ui.Link{To: requestPage(o.ID) + "/do/correct", Words: v.Text("assistance.do-correct")})
	}
	slices.SortStableFunc(list, func(a, b ui.Link) int {
		switch {
		case a.Main == b.Main:
			return 0
		case a.Main:
			return -1
		}
		return 1
	})
	return list
}

// byLetter says whether the reader takes a step on the State's letter alone.
func (p *pages) byLetter(v *ui.Visit, kind string, o *shown) bool {
	a, ok := p.actor(v, kind, o.Request)
	return ok && a.standing == act.Communicated
}

// withdraws says whether the reader may record now that the State withdrew.
func (p *pages) withdraws(v *ui.Visit, o *shown) bool {
	return p.byLetter(v, "withdrawn", o) && slices.Contains(p.deedsOf(v, o), "withdrawn")
}

// mile is one place on the way of a request.
type mile struct {
	Words     string
	Day       act.Day
	Done, Now bool
}

// wayOf is the way of a request with the days on which it came by.
func (p *pages) wayOf(v *ui.Visit, o *shown) (way []mile) {
	passed := map[Status]act.Day{}
	for _, e := range o.Steps {
		if s, moves := to[e.Kind]; moves && !e.Corrected && passed[s] == "" {
			passed[s] = e.Day
		}
		if e.Kind == "delivered" && e.Final && !e.Corrected {
			passed[Delivered] = e.Day
		}
	}
	stages := []Status{Submitted, Checked, Appraised, Replied, Assigned, Delivered, Evaluated, Closed}
	if o.Life.Status == Withdrawn {
		stages = []Status{Submitted, Withdrawn}
	}
	if !scopeOf(v).Apart {
		stages = slices.DeleteFunc(stages, func(s Status) bool { return s == Appraised })
	}
	at := o.Status
	if at == Drafted || at == Cleared {
		at = Appraised
	}
	for _, s := range stages {
		if passed[s] == "" && o.Status.Ended() {
			continue // it ended without coming by
		}
		way = append(way, mile{statusWords(v, s), passed[s], passed[s] != "", s == at})
	}
	return way
}

// clockOf says what the request waits for, since when, and how long it may.
func (p *pages) clockOf(v *ui.Visit, o *shown) (facts []ui.Fact) {
	if o.Target == "" || o.Status.Ended() {
		return nil
	}
	l := o.Life
	facts = append(facts, ui.Fact{Name: v.Text("assistance.waits-for"), Value: v.Text("assistance.target-" + o.WaitsFor(v.Today))})
	if o.Suspended != "" {
		facts = append(facts, ui.Fact{Name: v.Text("assistance.suspended-since"), Value: v.Localizer.Day(o.Suspended)})
	}
	if e := o.stopped(); e != nil {
		if b, err := Said[NoteBody](e); err == nil && b.Reason != "" {
			facts = append(facts, ui.Fact{Name: v.Text("word.reason"), Show: proseView(b.Reason, "")})
		}
	}
	if d := o.DiligenceOn(v.Today); d != "" && (o.Suspended != "" || o.Status != Assigned) {
		facts = append(facts, ui.Fact{Name: v.Text("assistance.diligence"), Value: v.Text("assistance.diligence-" + d)})
	}
	if o.Open != "" {
		facts = append(facts, ui.Fact{Name: v.Text("assistance.clock"), Value: v.Text("assistance.clock-stands", map[string]string{"Day": v.Localizer.Day(o.Open)}), Marks: []ui.Mark{{Tone: ui.Note, Words: v.Text("assistance.state-asked")}}})
	}
	if l.Target == o.Target {
		used := ui.Fact{Name: v.Text("assistance.days-used"), Value: v.Localizer.Number(int64(l.Used(v.Today)))}
		if n := p.settings.Target[o.Target]; n > 0 {
			used.Value = v.Text("assistance.days-of", map[string]string{"Used": used.Value, "Of": v.Localizer.Number(int64(n))})
		}
		facts = append(facts, used)
		if l.Stopped > 0 {
			facts = append(facts, ui.Fact{Name: v.Text("assistance.days-asked"), Value: v.Localizer.Number(int64(l.Stopped))})
		}
	}
	if due := o.Due(p.settings); due != "" {
		fact := ui.Fact{Name: v.Text("word.due"), Value: v.Localizer.Day(due)}
		if v.Today > due {
			fact.Marks = []ui.Mark{{Tone: ui.Bad, Words: v.Text("word.overdue")}}
		}
		facts = append(facts, fact)
	}
	return facts
}

// needFacts are what the request says, in the order of its form.
func (p *pages) needFacts(v *ui.Visit, o *shown) []ui.Fact {
	e := o.last("requested")
	if e == nil {
		return nil
	}
	facts := p.bodyFacts(v, o, e, o.Language)
	var cites []act.Cite
	cites = append(cites, o.Cites...)
	if len(cites) > 0 {
		facts = append(facts, ui.Fact{Name: v.Text("assistance.rests-on"), Show: p.citesView(v, cites)})
	}
	return facts
}

// moment is a step on the page of a request.
type moment struct {
	Entry *Entry
	Title string
	Who   string
	Day   string
	Marks []ui.Mark
	Facts []ui.Fact
}

func (p *pages) moments(v *ui.Visit, o *shown) (list []*moment, err error) {
	names, err := p.namesIn(v, o)
	for i := len(o.Steps) - 1; i >= 0; i-- {
		m := p.moment(v, o, o.Steps[i])
		if name := names[m.Entry.Person]; name != "" {
			m.Facts = append(m.Facts, ui.Fact{Name: v.Text("assistance.entered-by"), Value: name, Data: true})
		}
		list = append(list, m)
	}
	return list, err
}

// namesIn are the names of those who took the steps of a request, by person, for a
// reader who may know who people are.
func (p *pages) namesIn(v *ui.Visit, o *shown) (map[string]string, error) {
	s := scopeOf(v)
	if !s.Reads("people") {
		return nil, nil
	}
	names := map[string]string{}
	err := p.read(v, func(r store.View) error {
		for _, e := range o.Steps {
			if _, known := names[e.Person]; known || e.Person == "" {
				continue
			}
			name, err := access.NameOf(v.Context(), r, e.Person)
			if err != nil {
				return err
			}
			names[e.Person] = name
		}
		return nil
	})
	return names, err
}

func (p *pages) moment(v *ui.Visit, o *shown, e *Entry) *moment {
	k := p.node.Book.Kind("assistance." + e.Kind)
	m := &moment{Entry: e, Title: v.Label(k.Key(), k.Title), Day: v.Localizer.Day(e.Day), Who: v.Text("word.office")}
	if slices.Contains(stateSteps, e.Kind) {
		m.Who = p.node.PartyName(v, o.Party)
	}
	if e.Standing != act.Own {
		m.Marks = append(m.Marks, ui.Mark{Tone: ui.Open, Words: p.node.CodeLabel(v, "standing", string(e.Standing))})
	}
	if e.Corrected {
		m.Marks = append(m.Marks, ui.Mark{Tone: ui.Plain, Words: v.Text("assistance.corrected")})
	}
	if e.Audience == Apart {
		m.Marks = append(m.Marks, ui.Mark{Tone: ui.Note, Words: v.Text("assistance.apart")})
	}
	if e.Kind != "requested" || e.Corrected { // what the request says stands above
		lang := ""
		if slices.Contains(stateSteps, e.Kind) {
			lang = o.Language
		}
		m.Facts = p.bodyFacts(v, o, e, lang)
	}
	if e.Source != nil {
		m.Facts = append(m.Facts, ui.Fact{Name: v.Text("word.source"), Value: p.node.CodeLabel(v, "channel", e.Source.Channel) + " · " + e.Source.Reference, Data: true})
		if to := p.node.FilePage(e.Act, e.Source.Document); to != "" {
			m.Facts = append(m.Facts, ui.Fact{Name: v.Label("act.document", "Document"), Value: v.Text("do.download"), Link: to})
		}
	}
	return m
}

// bodyFacts are what a step says, by the declaration of its kind. lang is the language
// of its words, "" where nobody said it.
func (p *pages) bodyFacts(v *ui.Visit, o *shown, e *Entry, lang string) (facts []ui.Fact) {
	var b map[string]any
	if json.Unmarshal([]byte(e.Body), &b) != nil {
		return nil
	}
	if l, ok := b["language"].(string); ok {
		lang = l
	}
	k := p.node.Book.Kind("assistance." + e.Kind)
	for _, in := range k.Form().Inputs {
		if x, there := b[in.Name]; there {
			facts = append(facts, p.valueFacts(v, o, e, &in, x, lang)...)
		}
	}
	return facts
}

func (p *pages) valueFacts(v *ui.Visit, o *shown, e *Entry, in *act.Input, x any, lang string) []ui.Fact {
	fact := ui.Fact{Name: v.Label(in.Key, in.Label)}
	if list, many := x.([]any); many && in.Control == "subject" {
		var facts []ui.Fact
		for _, one := range list {
			facts = append(facts, p.servingFact(o, fact.Name, act.Subject(p.valueWords(v, in, one))))
		}
		return facts
	} else if many && in.Control != "group" && in.Control != "file" {
		var words []string
		for _, one := range list {
			words = append(words, p.valueWords(v, in, one))
		}
		fact.Value = joinedWords(words)
		return []ui.Fact{fact}
	}
	switch in.Control {
	case "group": // findings
		var list []ui.Fact
		for _, one := range x.([]any) {
			f, _ := one.(map[string]any)
			text := func(name string) string { s, _ := f[name].(string); return s }
			list = append(list, ui.Fact{Name: sentenceCase(p.node.CodeLabel(v, "assistance-criterion", text("criterion"))), Show: proseView(text("reason"), ""),
				Marks: []ui.Mark{{Tone: findingTones[text("finding")], Words: p.node.CodeLabel(v, "assistance-finding", text("finding"))}}})
		}
		return list
	case "file":
		list, many := x.([]any)
		if !many {
			list = []any{x}
		}
		var facts []ui.Fact
		for _, one := range list {
			f, _ := one.(map[string]any)
			name, _ := f["name"].(string)
			blob, _ := f["blob"].(string)
			facts = append(facts, ui.Fact{Name: fact.Name, Value: name, Link: p.node.FilePage(e.Act, blob), Data: true})
		}
		return facts
	case "lines":
		text, _ := x.(string)
		fact.Show = proseView(text, lang)
	case "prose":
		f, _ := x.(map[string]any)
		text, _ := f["text"].(string)
		language, _ := f["language"].(string)
		fact.Show = proseView(text, language)
	case "line":
		fact.Value, fact.Lang = p.valueWords(v, in, x), lang
		if in.Name == "reference" || in.Name == "unit" {
			fact.Data = true
		}
	case "subject":
		if s := act.Subject(p.valueWords(v, in, x)); s.Type() == requestType {
			return []ui.Fact{p.requestFact(v, fact.Name, s)}
		}
		fact = p.servingFact(o, fact.Name, act.Subject(p.valueWords(v, in, x)))
	default:
		fact.Value, fact.Data = p.valueWords(v, in, x), in.Control == "line" || in.Control == "" // what a person typed
	}
	return []ui.Fact{fact}
}

var findingTones = map[string]ui.Tone{"favourable": ui.Good, "conditions": ui.Open, "unfavourable": ui.Bad, "not-applicable": ui.Plain}

// valueWords is one value in words.
func (p *pages) valueWords(v *ui.Visit, in *act.Input, x any) string {
	if yes, is := x.(bool); is {
		if yes {
			return v.Text("word.yes")
		}
		return v.Text("word.no")
	}
	s, _ := x.(string)
	switch {
	case in.Name == "topic" || in.Name == "topics":
		return p.node.TopicTitle(v, s)
	case in.Control == "code":
		return p.node.CodeLabel(v, in.List, s)
	case in.Control == "party":
		return p.node.PartyName(v, s)
	case in.Control == "day":
		return v.Localizer.Day(act.Day(s))
	}
	return s
}

// publicPage shows what a State published, and nothing else.
func (p *pages) publicPage(v *ui.Visit, q *Public) ui.Answer {
	var topics, help []string
	for _, c := range q.Topics {
		topics = append(topics, p.node.TopicTitle(v, c))
	}
	for _, c := range q.Help {
		help = append(help, p.node.CodeLabel(v, "help", c))
	}
	facts := []ui.Fact{
		{Name: v.Text("word.state"), Value: p.node.PartyName(v, q.Party), Link: "/states/" + q.Party},
		{Name: v.Text("word.topic"), Value: v.Localizer.And(topics...)},
		{Name: v.Text("assistance.help"), Value: v.Localizer.And(help...)},
	}
	if q.Received != "" {
		facts = append(facts, ui.Fact{Name: v.Text("assistance.received"), Value: v.Localizer.Day(q.Received)})
	}
	if q.Outcome != "" {
		facts = append(facts, ui.Fact{Name: v.Text("assistance.reply"), Value: p.node.CodeLabel(v, "assistance-reply", string(q.Outcome))})
	}
	if q.Met != "" {
		facts = append(facts, ui.Fact{Name: v.Text("assistance.met"), Value: p.node.CodeLabel(v, "need-met", q.Met)})
	}
	facts = append(facts, ui.Fact{Name: v.Text("assistance.published-on"), Value: v.Localizer.Day(q.Day), Link: "/book/acts/" + q.Act})
	return ui.Page{Title: q.Title.Text, TitleLang: q.Title.Language, Data: true, Lead: v.Text("assistance.published-lead"), Section: "/assistance", Trail: trail(v, nil), Body: publicView(v, q, facts)}
}

// replyOf is the reply of the address, sent or drafted, as far as the reader reads it:
// with its day, the State's formal name and the words of its language.
func (p *pages) replyOf(v *ui.Visit) (b ReplyBody, day act.Day, state string, say *i18n.Localizer, err error) {
	o, err := p.find(v)
	if err != nil {
		return b, "", "", nil, err
	}
	e := o.last("replied")
	if e == nil {
		e = o.last("drafted")
	}
	if e == nil {
		return b, "", "", nil, ui.ErrNotFound
	}
	if b, err = Said[ReplyBody](e); err != nil {
		return b, "", "", nil, err
	}
	say = p.words.Localizer(letterLanguage(b.Language))
	if q := p.parties.ByCode(o.Party); q != nil {
		state, _ = q.Formal.In(say.Lang)
	}
	return b, e.Day, state, say, nil
}

// replyFile gives the reply as DOCX.
func (p *pages) replyFile(v *ui.Visit) (ui.Answer, error) {
	b, day, state, say, err := p.replyOf(v)
	if err != nil {
		return nil, err
	}
	return ui.File{Name: "reply.docx", Type: docxType, Write: func(w io.Writer) error { return writeReply(w, &b, day, state, say) }}, nil
}

// replyPaper gives the reply as PDF, where the node prints.
func (p *pages) replyPaper(v *ui.Visit) (ui.Answer, error) {
	if p.node.Paper == nil {
		return nil, ui.ErrNotFound
	}
	b, day, state, say, err := p.replyOf(v)
	if err != nil {
		return nil, err
	}
	sheet, err := printed(v.Context(), &b, day, state, say)
	if err != nil {
		return nil, err
	}
	pdf, err := p.node.Paper.Print(v.Context(), sheet)
	if err != nil {
		return nil, err
	}
	return ui.File{Name: "reply.pdf", Type: "application/pdf", Write: func(w io.Writer) error {
		_, err := w.Write(pdf)
		return err
	}}, nil
}

// paragraphs are the lines of a text that hold something.
func paragraphs(text string) (list []string) {
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			list = append(list, l)
		}
	}
	return list
}
