package communication

import (
	"comity/internal/act"
	"comity/internal/ui"
)

// mayEnter says whether the reader enters what came by letter or mail.
func (p *pages) mayEnter(v *ui.Visit) bool {
	_, ok := p.office(v, "closed", CallSubject("x"), staff[0])
	return ok
}

// waitingLetters are the replies that came by letter or mail and that the reader
// may go on with.
func (p *pages) waitingLetters(v *ui.Visit) (list []*typedReply, err error) {
	all, err := p.drafts.letters(v.Context())
	for _, t := range all {
		if p.records(v, "answered", t.Party) {
			list = append(list, t)
		}
	}
	return list, err
}

// letters shows what came by letter or mail and waits to be looked at, what was set
// aside, and how the mailbox was read.
func (p *pages) letters(v *ui.Visit) (ui.Answer, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	if !p.mayEnter(v) {
		return nil, ui.ErrNotAllowed
	}
	waiting, err := p.waitingLetters(v)
	if err != nil {
		return nil, err
	}
	aside, err := p.drafts.aside(v.Context(), "")
	if err != nil {
		return nil, err
	}
	boxes, err := p.drafts.mailboxes(v.Context())
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "letters", Caption: v.Text("communication.letters"), Empty: v.Text("communication.no-letters"), Total: len(waiting), Columns: []ui.Column{
		{Name: "party", Label: v.Text("word.state")}, {Name: "call", Label: v.Text("word.code")}, {Name: "authority", Label: v.Text("account.authority"), Minor: true},
		{Name: "channel", Label: v.Text("communication.channel")}, {Name: "received", Label: v.Text("communication.came")}}}
	for _, t := range waiting {
		row := ui.Row{{Text: p.node.PartyName(v, t.Party), Value: t.Party, Link: typedPage(t.ID)}, {Text: t.Code, Link: callPage(t.Code)}, {Text: t.Authority, Lang: t.Language}, {}, {}}
		if t.Source != nil {
			row[3], row[4] = ui.Cell{Text: p.node.CodeLabel(v, "channel", t.Source.Channel), Value: t.Source.Channel}, dayCell(v, t.Source.Received)
		}
		s.Rows = append(s.Rows, row)
	}
	return ui.Page{Title: v.Text("communication.letters"), Lead: v.Text("communication.letters-lead"), Section: "/communications", Trail: trail(v, nil), Sheet: s,
		Body: lettersView(v, s, p.asideSheet(v, "set-aside", aside, true), p.mailboxFacts(v, boxes))}, nil
}

// mailboxFacts say how the mailbox was read. What went wrong is said in the log in
// full; here, that it did and since when.
func (p *pages) mailboxFacts(v *ui.Visit, boxes []mailboxState) (facts []ui.Fact) {
	for _, b := range boxes {
		id := "communication.mailbox-read"
		if b.fault != "" {
			id = "communication.mailbox-fault"
		}
		facts = append(facts, ui.Fact{Name: b.name, Value: v.Text(id, map[string]string{"When": v.Localizer.Instant(b.looked)})})
	}
	return facts
}

// asideSheet lists mails that were set aside; calls says that they are of several.
func (p *pages) asideSheet(v *ui.Visit, name string, aside []letterAside, calls bool) *ui.Sheet {
	s := &ui.Sheet{Name: name, Caption: v.Text("communication.set-aside"), Empty: v.Text("communication.none-aside"), Total: len(aside), Columns: []ui.Column{
		{Name: "day", Label: v.Text("word.date")}, {Name: "sender", Label: v.Text("communication.sender")}, {Name: "subject", Label: v.Text("word.title")}, {Name: "reason", Label: v.Text("word.reason")}, {Name: "call", Label: v.Text("word.code"), Hidden: !calls}}}
	for _, a := range aside {
		call := ui.Cell{Text: a.code}
		if a.code != "" && calls {
			call.Link = callPage(a.code)
		}
		s.Rows = append(s.Rows, ui.Row{dayCell(v, act.DayOf(a.at)), {Text: a.sender}, {Text: a.subject}, {Text: v.Text("communication." + a.reason), Value: a.reason}, call})
	}
	return s
}
