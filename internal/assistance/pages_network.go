package assistance

import (
	"net/url"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// mayRecord says whether the reader records what is said of networks and experts.
func (p *pages) mayRecord(v *ui.Visit, kind, audience string) bool {
	for _, g := range v.Reader.Who.Grants {
		if v.May("assistance."+kind, access.What{Subject: NetworkSubject("x"), Party: g.Party, Standing: act.Own, Audience: audience}) {
			return true
		}
	}
	return false
}

// enter is the form of an act on a subject.
func enter(kind, subject string) string {
	return "/acts/new/assistance." + kind + "?subject=" + url.QueryEscape(subject)
}

func (p *pages) networks(v *ui.Visit) (ui.Answer, error) {
	var list []*Network
	err := p.read(v, func(r store.View) (err error) { list, err = Networks(v.Context(), r, scopeOf(v), ""); return err })
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "networks", Caption: v.Text("assistance.networks"), Total: len(list), Columns: []ui.Column{{Name: "code"}, {Name: "title"}, {Name: "coordinator"}, {Name: "members"}, {Name: "topics"}}}
	for _, n := range list {
		s.Rows = append(s.Rows, ui.Row{{Text: n.Code}, {Text: n.Title.Text}, {Text: n.Coordinator}, {Value: n.Members}, {Value: n.Topics}})
	}
	page := ui.Page{Title: v.Text("assistance.networks"), Lead: v.Text("assistance.networks-lead"), Section: "/assistance", Trail: trail(v, nil), Sheet: s, Body: p.networksView(v, list)}
	if p.mayRecord(v, "network", act.Public) {
		page.Actions = append(page.Actions, ui.Link{To: enter("network", ""), Words: v.Text("assistance.add-network"), Main: true})
	}
	return page, nil
}

func (p *pages) network(v *ui.Visit) (ui.Answer, error) {
	code := v.PathValue("code")
	var list []*Network
	if !networkForm.MatchString(code) {
		return nil, ui.ErrNotFound
	}
	s := scopeOf(v)
	err := p.read(v, func(r store.View) (err error) { list, err = Networks(v.Context(), r, s, code); return err })
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || list[0].Act == "" {
		return nil, ui.ErrNotFound
	}
	n := list[0]
	var members []string
	for _, m := range n.Members {
		members = append(members, p.node.PartyName(v, m))
	}
	facts := []ui.Fact{{Name: v.Text("assistance.coordinator"), Value: p.node.PartyName(v, n.Coordinator)}, {Name: v.Text("word.topic"), Value: p.node.TopicTitles(v, n.Topics)}}
	if len(members) > 0 {
		facts = append(facts, ui.Fact{Name: v.Count("count.assistance-members", len(members)), Value: v.Localizer.And(members...)})
	}
	if n.Site != "" {
		facts = append(facts, ui.Fact{Name: v.Text("assistance.site"), Value: n.Site, Data: true})
	}
	facts = append(facts, ui.Fact{Name: v.Text("word.source"), Value: v.Text("word.act"), Link: "/book/acts/" + n.Act})
	var contacts *ui.Sheet
	if s.Reads("partners") || s.Reads("secretariat") {
		contacts = p.contactSheet(v, n)
	}
	page := ui.Page{Title: n.Title.Text, TitleLang: n.Title.Language, Data: true, Section: "/assistance", Sheet: contacts,
		Trail: append(trail(v, nil), ui.Link{To: "/assistance/networks", Words: v.Text("assistance.networks")}), Body: p.networkView(v, n, facts, contacts, p.jointSheet(v, n))}
	for _, k := range []string{"contact", "joint", "network"} {
		if p.mayRecord(v, k, map[string]string{"contact": "partners", "joint": act.Public, "network": act.Public}[k]) {
			page.Actions = append(page.Actions, ui.Link{To: enter(k, string(NetworkSubject(code))), Words: v.Text("assistance.add-" + k)})
		}
	}
	return page, nil
}

func (p *pages) contactSheet(v *ui.Visit, n *Network) *ui.Sheet {
	s := &ui.Sheet{Name: "contacts", Caption: v.Text("assistance.contacts"), Total: len(n.Contacts), Empty: v.Text("assistance.no-contacts"), Columns: []ui.Column{
		{Name: "party", Label: v.Text("word.party")}, {Name: "authority", Label: v.Text("account.authority"), Data: true}, {Name: "reached", Label: v.Text("assistance.reached"), Data: true}, {Name: "always", Label: v.Text("assistance.always")}, {Name: "languages", Label: v.Text("assistance.languages")}}}
	for _, c := range n.Contacts {
		if c.Until != "" && c.Until <= v.Today {
			continue
		}
		always := ui.Cell{Value: c.Always}
		if c.Always {
			always.Marks = []ui.Mark{{Tone: ui.Good, Words: v.Text("assistance.at-all-hours")}}
		}
		var languages []string
		for _, l := range c.Languages {
			languages = append(languages, p.node.CodeLabel(v, "language", l))
		}
		s.Rows = append(s.Rows, ui.Row{{Text: p.node.PartyName(v, c.Party), Value: c.Party, Link: "/book/acts/" + c.Act}, {Text: c.Authority}, {Text: c.Reached}, always, {Text: joinedWords(languages), Value: c.Languages}})
	}
	s.Total = len(s.Rows)
	return s
}

func (p *pages) jointSheet(v *ui.Visit, n *Network) *ui.Sheet {
	s := &ui.Sheet{Name: "joint", Caption: v.Text("assistance.joint"), Columns: []ui.Column{{Label: v.Text("word.title")}, {Label: v.Text("assistance.kind")}, {Label: v.Text("assistance.parties")}, {Label: v.Text("word.from")}, {Label: v.Text("word.until")}}}
	for _, j := range n.Joint {
		var names []string
		for _, c := range j.Parties {
			names = append(names, p.node.PartyName(v, c))
		}
		s.Rows = append(s.Rows, ui.Row{{Text: j.Title.Text, Lang: j.Title.Language, Link: "/book/acts/" + j.Act}, {Text: p.node.CodeLabel(v, "joint-work", j.What)}, {Text: joinedWords(names)}, dayCell(v, j.From), dayCell(v, j.Until)})
	}
	return s
}

// experts are the roster, for the secretariat.
func (p *pages) experts(v *ui.Visit) (ui.Answer, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	if !p.staff(v) {
		return nil, ui.ErrNotAllowed
	}
	var list []*Expert
	err := p.read(v, func(r store.View) (err error) { list, err = Experts(v.Context(), r, scopeOf(v)); return err })
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "experts", Caption: v.Text("assistance.experts"), Empty: v.Text("assistance.no-experts"), Columns: []ui.Column{
		{Name: "name", Label: v.Text("word.name"), Data: true}, {Name: "function", Label: v.Text("account.function"), Data: true}, {Name: "topics", Label: v.Text("word.topic")}, {Name: "help", Label: v.Text("assistance.help")}, {Name: "languages", Label: v.Text("assistance.languages")}, {Name: "reached", Label: v.Text("assistance.reached"), Data: true, Minor: true}}}
	for _, e := range list {
		if e.Until != "" && e.Until <= v.Today {
			continue
		}
		labels := func(list string, codes []string) ui.Cell {
			var words []string
			for _, c := range codes {
				words = append(words, p.node.CodeLabel(v, list, c))
			}
			return ui.Cell{Text: joinedWords(words), Value: codes}
		}
		s.Rows = append(s.Rows, ui.Row{{Text: e.Name, Link: "/book/acts/" + e.Act}, {Text: e.Function}, {Text: p.node.TopicTitles(v, e.Topics), Value: e.Topics}, labels("help", e.Help), labels("language", e.Languages), {Text: e.Reached}})
	}
	s.Total = len(s.Rows)
	page := ui.Page{Title: v.Text("assistance.experts"), Lead: v.Text("assistance.experts-lead"), Section: "/assistance", Trail: trail(v, nil), Sheet: s, Wide: true, Body: ui.SheetView(v, s)}
	if p.mayRecord(v, "expert", "secretariat") {
		page.Actions = append(page.Actions, ui.Link{To: enter("expert", ""), Words: v.Text("assistance.add-expert"), Main: true})
	}
	return page, nil
}
