package communication

import (
	"slices"

	"github.com/a-h/templ"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// list lists calls.
func (p *pages) list(v *ui.Visit) (ui.Answer, error) {
	var calls []*CallLine
	var next int64
	err := p.read(v, func(r store.View) (err error) {
		f := CallFilter{Status: Status(v.Query("status")), Rests: v.Query("rests"), Party: v.Query("party")}
		calls, next, err = Calls(v.Context(), r, scopeOf(v), f, v.Lang, int64(v.Number("before", 0)), v.PageSize())
		return err
	})
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "communications", Caption: v.Text("nav.communications"), Total: -1, Empty: v.Text("communication.no-calls"), Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "code", Label: v.Text("word.code"), Hidden: true}, {Name: "reference", Label: v.Text("communication.reference"), Minor: true, Data: true},
		{Name: "status", Label: v.Text("word.status")}, {Name: "sent", Label: v.Text("communication.sent"), Minor: true}, {Name: "due", Label: v.Text("word.due")},
		{Name: "asked", Label: v.Text("communication.asked"), Number: true}, {Name: "replied", Label: v.Text("communication.replied"), Number: true}}}
	for _, c := range calls {
		title := ui.Cell{Text: c.Title, Link: callPage(c.Code)}
		if title.Text == "" {
			title.Text = c.Reference
		} else if c.TitleLanguage != v.Lang {
			title.Lang = c.TitleLanguage
		}
		s.Rows = append(s.Rows, ui.Row{title, {Text: c.Code}, {Text: c.Reference}, {Value: string(c.Status), Marks: []ui.Mark{statusMark(v, c.Status)}}, dayCell(v, c.Sent), dayCell(v, c.Deadline),
			count(v, c.SentTo), count(v, c.Replied)})
	}
	if next > 0 {
		s.Next = v.With("before", itoa(int(next)))
	}
	page := ui.Page{Title: v.Text("nav.communications"), Lead: v.Text("communication.lead"), Section: "/communications", Wide: true, Sheet: s}
	if len(p.states(v, "replied")) > 0 {
		page.Actions = append(page.Actions, ui.Link{To: "/communications/mine", Words: v.Text("communication.mine"), Main: true})
	}
	if len(p.states(v, "banked")) > 0 {
		page.Actions = append(page.Actions, ui.Link{To: "/answer-bank", Words: v.Text("communication.bank")})
	}
	if p.mayEnter(v) {
		page.Actions = append(page.Actions, ui.Link{To: "/communications/letters", Words: v.Text("communication.letters")})
	}
	if _, ok := p.office(v, "drafted", CallSubject("x"), staff[0]); ok {
		page.Actions = append(page.Actions, ui.Link{To: "/communications/new", Words: v.Text("communication.new"), Main: true})
	}
	f := &ui.Form{Get: true, Send: v.Text("do.filter"), Fields: []ui.Field{{Name: "status", Label: v.Text("word.status"), Kind: "code", Value: v.Query("status")}}}
	for _, st := range []Status{Draft, Cleared, Circulated, Closed} {
		f.Fields[0].Options = append(f.Fields[0].Options, ui.Option{Value: string(st), Words: v.Text("communication.status-" + string(st))})
	}
	page.Body = listView(v, f, s)
	return page, nil
}

func dayCell(v *ui.Visit, d act.Day) ui.Cell {
	if d == "" {
		return ui.Cell{}
	}
	return ui.Cell{Text: v.Localizer.Day(d), Value: string(d)}
}

func count(v *ui.Visit, n int) ui.Cell {
	return ui.Cell{Text: v.Localizer.Number(int64(n)), Value: n}
}

// overview is what a call's page shows.
type overview struct {
	*Call
	Words      Words
	Groups     []GroupCount
	Addressees []*Addressee
	Replies    []*Reply
	Summaries  map[string]*Summary
}

// call shows a call: what it asks, who was asked and who replied.
func (p *pages) call(v *ui.Visit) (ui.Answer, error) {
	o := overview{}
	s := scopeOf(v)
	err := p.read(v, func(r store.View) (err error) {
		if o.Call, err = FindCall(v.Context(), r, s, v.PathValue("code")); err != nil || o.Call == nil {
			return err
		}
		counted, err := tallies(v.Context(), r, `code = ?`, o.Code)
		if err != nil {
			return err
		}
		if o.Groups, err = byGroup(v.Context(), r, o.Code, counted); err != nil {
			return err
		}
		if o.Addressees, err = addressees(v.Context(), r, s, o.Code, counted); err != nil {
			return err
		}
		o.Replies, err = Replies(v.Context(), r, s, o.Code)
		return err
	})
	if err != nil {
		return nil, err
	}
	if o.Call == nil {
		return nil, ui.ErrNotFound
	}
	o.Words = o.In(v.Lang)
	title, lang := o.Words.Title, o.Words.Language
	if title == "" {
		title, lang = o.Reference, ""
	}
	sheet := p.repliesSheet(v, &o)
	return ui.Page{Title: title, TitleLang: lang, Data: lang == "", Lead: o.Reference, LeadData: true, Section: "/communications", Trail: trail(v, nil), Marks: []ui.Mark{statusMark(v, o.Status)}, Wide: true,
		Actions: p.callActions(v, &o), Sheet: sheet, Body: p.callView(v, &o, p.callFacts(v, o.Call), p.bars(v, &o), sheet)}, nil
}

func (p *pages) callFacts(v *ui.Visit, c *Call) []ui.Fact {
	facts := []ui.Fact{
		{Name: v.Text("communication.channel"), Value: p.node.CodeLabel(v, "channel", c.Channel)},
		{Name: v.Text("communication.who"), Value: p.node.CodeLabel(v, "asked", string(c.Asked)) + p.whom(v, c)},
		{Name: v.Text("word.due"), Value: v.Localizer.Day(c.Deadline)},
	}
	if c.Sent != "" {
		facts = append(facts, ui.Fact{Name: v.Text("communication.sent"), Value: v.Localizer.Day(c.Sent)})
	}
	if c.ClosedOn != "" {
		facts = append(facts, ui.Fact{Name: v.Text("communication.closed"), Value: v.Localizer.Day(c.ClosedOn)})
	}
	for _, cite := range c.Cites {
		facts = append(facts, ui.Fact{Name: v.Text("communication.rests-on"), Value: string(cite), Link: p.node.PageOf(cite)})
	}
	return facts
}

func (p *pages) whom(v *ui.Visit, c *Call) string {
	switch c.Asked {
	case OneGroup:
		return ": " + p.node.CodeLabel(v, "group", c.Group)
	case PartiesTo:
		return ": " + c.Instrument
	}
	return ""
}

// bars are who was asked and who replied by regional group, in the groups' order.
func (p *pages) bars(v *ui.Visit, o *overview) (list []ui.Bar) {
	for _, g := range o.Groups {
		name := v.Text("communication.no-group")
		if g.Group != "" {
			name = p.node.CodeLabel(v, "group", g.Group)
		}
		list = append(list, ui.Bar{Words: name, N: int64(g.Replied), Shown: v.Text("communication.of", map[string]string{"Replied": v.Localizer.Number(int64(g.Replied)), "Asked": v.Localizer.Number(int64(g.Asked))})})
	}
	return list
}

// repliesSheet has a row for every addressee or reply whose name is open to the
// reader.
func (p *pages) repliesSheet(v *ui.Visit, o *overview) *ui.Sheet {
	s := &ui.Sheet{Name: o.Code, Caption: v.Text("communication.replies"), Empty: v.Text("communication.no-names"), Notes: []string{v.Text("app.boundary-note")}, Columns: []ui.Column{
		{Name: "party", Label: v.Text("word.party")}, {Name: "code", Label: v.Text("word.code"), Hidden: true}, {Name: "sent", Label: v.Text("communication.sent"), Minor: true},
		{Name: "due", Label: v.Text("word.due"), Minor: true}, {Name: "reminders", Label: v.Text("communication.reminders"), Number: true, Minor: true},
		{Name: "reply", Label: v.Text("communication.reply")}, {Name: "authority", Label: v.Text("account.authority"), Minor: true}, {Name: "standing", Label: v.Text("word.standing")}}}
	replies := map[string][]*Reply{}
	for _, r := range o.Replies {
		replies[r.Party] = append(replies[r.Party], r)
	}
	seen := map[string]bool{}
	add := func(a *Addressee, r *Reply, party string) {
		row := ui.Row{{Text: p.node.PartyName(v, party), Link: "/states/" + party}, {Text: party}, {}, {}, {}, {Text: "–", Value: ""}, {}, {}}
		if a != nil {
			row[2], row[3], row[4] = dayCell(v, a.Sent), dayCell(v, o.Due(a)), count(v, a.Reminders)
		}
		if r != nil {
			row[5] = ui.Cell{Text: v.Localizer.Day(r.Day), Value: string(r.Day), Link: replyPage(r), Marks: p.replyMarks(v, o.Call, a, r, len(replies[party]))}
			row[6] = ui.Cell{Text: r.Authority, Lang: r.Language}
			row[7] = ui.Cell{Text: p.standing(v, r), Value: string(r.Standing)}
		} else if a != nil && v.Today > o.Due(a) && o.Status == Circulated {
			row[5].Marks = []ui.Mark{{Tone: ui.Bad, Words: v.Text("word.overdue")}}
		}
		s.Rows = append(s.Rows, row)
	}
	for _, a := range o.Addressees {
		seen[a.Party] = true
		if len(replies[a.Party]) == 0 {
			add(a, nil, a.Party)
		}
		for _, r := range replies[a.Party] {
			add(a, r, a.Party)
		}
	}
	for _, r := range o.Replies {
		if !seen[r.Party] {
			add(nil, r, r.Party)
		}
	}
	slices.SortStableFunc(s.Rows, func(a, b ui.Row) int { return compareStrings(a[0].Text, b[0].Text) })
	s.Total = len(s.Rows)
	return s
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// standing is on whose word a reply stands.
func (p *pages) standing(v *ui.Visit, r *Reply) string {
	s := p.node.CodeLabel(v, "standing", string(r.Standing))
	if r.Confirmed != "" {
		s += " · " + v.Text("communication.confirmed-on", map[string]string{"Day": v.Localizer.Day(r.Confirmed)})
	}
	return s
}

// replyMarks say of a reply what an officer must not overlook.
func (p *pages) replyMarks(v *ui.Visit, c *Call, a *Addressee, r *Reply, of int) (marks []ui.Mark) {
	if a != nil && c.Late(a, r.Day) {
		marks = append(marks, ui.Mark{Tone: ui.Open, Words: v.Text("communication.late")})
	}
	if of > 1 {
		marks = append(marks, ui.Mark{Tone: ui.Note, Words: v.Text("communication.one-of", map[string]string{"Number": v.Localizer.Number(int64(r.Number)), "Of": v.Localizer.Number(int64(of))})})
	}
	if !r.Own() {
		marks = append(marks, ui.Mark{Tone: ui.Open, Words: v.Text("communication.unconfirmed")})
	}
	switch {
	case r.Extent == Quoted:
		marks = append(marks, ui.Mark{Tone: ui.Note, Words: v.Text("communication.released-quoted")})
	case r.Extent == Full || r.Extent == Part:
		marks = append(marks, ui.Mark{Tone: ui.Good, Words: v.Text("communication.released-" + string(r.Extent))})
	case r.Withdrawn != "":
		marks = append(marks, ui.Mark{Tone: ui.Plain, Words: v.Text("communication.no-longer-released")})
	}
	return marks
}

func (p *pages) callActions(v *ui.Visit, o *overview) (list []ui.Link) {
	c := o.Call
	at := callPage(c.Code)
	may := func(deed string) bool { _, ok := p.office(v, deed, CallSubject(c.Code), staff[0]); return ok }
	add := func(to, id string, main bool) { list = append(list, ui.Link{To: to, Words: v.Text(id), Main: main}) }
	switch c.Status {
	case Draft:
		if may("drafted") {
			add(at+"/draft", "do.edit", false)
		}
		if may("cleared") && c.MayClear(v.Reader.Who.Person) == nil {
			add(at+"/do/clear", "communication.do-clear", true)
		}
	case Cleared, Circulated:
		if may("closed") {
			if len(o.Addressees) < len(c.Parties) {
				add(at+"/do/circulate", "communication.do-circulate", c.Status == Cleared)
			}
			if c.Status == Circulated {
				add(at+"/do/remind", "communication.do-remind", false)
				add(at+"/do/extend", "communication.do-extend", false)
				add(at+"/do/close", "do.close", false)
			}
		}
	}
	if c.Sent != "" {
		for _, a := range o.Addressees {
			if p.speaks(v, "replied", a.Party) {
				add(at+"/reply?for="+a.Party, "communication.do-answer", a.Replies == 0)
			}
		}
		if len(list) > 0 && list[len(list)-1].Words == v.Text("communication.do-answer") {
			add(at+"/form", "communication.do-form", false)
		}
		if may("closed") {
			add(at+"/mail", "communication.do-mail", false)
			add(at+"/form", "communication.do-form", false)
			add(at+"/reply", "communication.do-enter", false)
		}
	}
	return list
}

// mine are the communications sent to the States for whom the reader acts.
func (p *pages) mine(v *ui.Visit) (ui.Answer, error) {
	states := p.states(v, "replied")
	if len(states) == 0 {
		if !v.Reader.Signed() {
			return nil, ui.ErrSignIn
		}
		return nil, ui.ErrNotAllowed
	}
	s := &ui.Sheet{Name: "my-communications", Caption: v.Text("communication.mine"), Empty: v.Text("communication.nothing-asked"), Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "party", Label: v.Text("word.state"), Minor: true}, {Name: "reference", Label: v.Text("communication.reference"), Minor: true, Data: true},
		{Name: "due", Label: v.Text("word.due")}, {Name: "replies", Label: v.Text("communication.replies"), Number: true}}}
	err := p.read(v, func(r store.View) error {
		s.Rows = nil
		for _, state := range states {
			list, err := AskedOf(v.Context(), r, scopeOf(v), state, v.Lang)
			if err != nil {
				return err
			}
			for _, l := range list {
				due := dayCell(v, l.Due)
				if l.To.Replies == 0 && v.Today > l.Due {
					due.Marks = []ui.Mark{{Tone: ui.Bad, Words: v.Text("word.overdue")}}
				}
				s.Rows = append(s.Rows, ui.Row{{Text: l.Title, Link: callPage(l.Code), Lang: l.TitleLanguage}, {Text: p.node.PartyName(v, state), Value: state}, {Text: l.Reference}, due, count(v, l.To.Replies)})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.Total = len(s.Rows)
	typed, err := p.drafts.of(v.Context(), states)
	if err != nil {
		return nil, err
	}
	return ui.Page{Title: v.Text("communication.mine"), Section: "/communications", Trail: trail(v, nil), Sheet: s, Actions: []ui.Link{{To: "/answer-bank", Words: v.Text("communication.bank")}},
		Body: mineView(v, p, typed, s)}, nil
}

// card is the room's part of the home page: calls that are open.
func (p *pages) card(v *ui.Visit) (templ.Component, error) {
	var calls []*CallLine
	err := p.read(v, func(r store.View) (err error) {
		calls, _, err = Calls(v.Context(), r, scopeOf(v), CallFilter{Status: Circulated}, v.Lang, 0, 5)
		return err
	})
	if err != nil || len(calls) == 0 {
		return nil, err
	}
	return cardView(v, calls), nil
}
