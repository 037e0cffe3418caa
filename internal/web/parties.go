package web

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/party"
	"comity/internal/ui"
)

func (s *Site) short(v *ui.Visit, p *party.Party) ui.Cell {
	name, is := p.Short.In(v.Lang)
	c := ui.Cell{Text: v.Named(name), Link: partyPage(p)}
	if is != v.Lang {
		c.Lang = is
	}
	return c
}

func partyPage(p *party.Party) string {
	if p.Type == party.State || p.Type == party.FormerState {
		return "/states/" + p.Code
	}
	return "/parties/" + p.Code
}

// states lists Member States, observers and others that make treaties, by group.
func (s *Site) states(v *ui.Visit) (ui.Answer, error) {
	types := []party.Type{party.State}
	if v.Query("former") != "" {
		types = append(types, party.FormerState)
	}
	sheet := &ui.Sheet{Name: "states", Caption: v.Text("nav.states"), Columns: []ui.Column{
		{Name: "name", Label: v.Text("word.name")}, {Name: "code", Label: v.Text("word.code"), Data: true}, {Name: "m49", Label: v.Text("party.m49"), Minor: true},
		{Name: "status", Label: v.Text("word.status")}, {Name: "group", Label: v.Text("word.regional-group")}, {Name: "region", Label: v.Text("word.region"), Minor: true},
		{Name: "from", Label: v.Text("word.from"), Hidden: true}, {Name: "until", Label: v.Text("word.until"), Hidden: true},
	}}
	group := v.Query("group")
	counts := map[string]int64{}
	for _, p := range s.Node.Parties.All(types...) {
		g := p.GroupOn(v.Today)
		if p.StatusOn(v.Today) == "member" {
			counts[g]++
		}
		if group != "" && g != group {
			continue
		}
		status := p.StatusOn(v.Today)
		if p.Type == party.FormerState {
			status = "former"
		}
		sheet.Rows = append(sheet.Rows, ui.Row{s.short(v, p), {Text: p.Code}, {Text: p.M49}, {Text: stateWord(v, status), Value: status},
			{Text: s.Node.CodeLabel(v, "group", g), Value: g}, {Text: s.Node.CodeLabel(v, "region", p.Region), Value: p.Region}, {Text: string(p.Exists.From)}, {Text: string(p.Exists.Until)}})
	}
	i18n.Sort(v.Localizer, sheet.Rows, func(r ui.Row) string { return r[0].Text })
	sheet.Total = len(sheet.Rows)
	sheet.Notes = []string{v.Text("app.boundary-note"), v.Text("state.source")}
	var bars []ui.Bar
	f := &ui.Form{Get: true, Send: v.Text("do.filter"), Fields: []ui.Field{{Name: "group", Label: v.Text("word.regional-group"), Kind: "code", Value: group}, {Name: "former", Label: v.Text("state.with-former"), Kind: "yes-no", Value: v.Query("former")}}}
	for _, o := range s.Node.Options(v, "group") {
		f.Fields[0].Options = append(f.Fields[0].Options, o)
		if n := counts[o.Value]; n > 0 {
			bars = append(bars, ui.Bar{Words: o.Words, Link: v.With("group", o.Value), N: n, Shown: v.Localizer.Number(n)})
		}
	}
	return ui.Page{Title: v.Text("nav.states"), Section: "/states", Wide: true, Sheet: sheet, Actions: []ui.Link{{To: "/parties", Words: v.Text("nav.parties")}},
		Body: statesView(v, bars, f, sheet)}, nil
}

func stateWord(v *ui.Visit, status string) string {
	if status == "" {
		return ""
	}
	return v.Text("state." + status)
}

// parties lists organs, offices, organizations and other bodies.
func (s *Site) parties(v *ui.Visit) (ui.Answer, error) {
	sheet := &ui.Sheet{Name: "parties", Caption: v.Text("nav.parties"), Columns: []ui.Column{
		{Name: "name", Label: v.Text("word.name")}, {Name: "code", Label: v.Text("word.code"), Data: true}, {Name: "type", Label: v.Text("party.type")},
		{Name: "parent", Label: v.Text("party.parent"), Minor: true}, {Name: "seat", Label: v.Text("party.seat"), Minor: true, Data: true},
	}}
	var types []string
	for _, p := range s.Node.Parties.All() {
		if p.Type == party.State || p.Type == party.FormerState || !p.Exists.Has(v.Today) {
			continue
		}
		types = append(types, string(p.Type))
		if t := v.Query("type"); t != "" && t != string(p.Type) {
			continue
		}
		row := ui.Row{s.short(v, p), {Text: p.Code}, {Text: v.Text("party.type-" + string(p.Type)), Value: string(p.Type)}, {Text: p.Parent}, {Text: p.Seat}}
		if parent := s.Node.Parties.ByCode(p.Parent); parent != nil {
			row[3] = s.short(v, parent)
			row[3].Value = p.Parent
		}
		if p.Note == "unconfirmed" {
			row[4].Marks = []ui.Mark{{Tone: ui.Open, Words: v.Text("word.unconfirmed")}}
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	i18n.Sort(v.Localizer, sheet.Rows, func(r ui.Row) string { return r[0].Text })
	sheet.Total = len(sheet.Rows)
	slices.Sort(types)
	f := &ui.Form{Get: true, Send: v.Text("do.filter"), Fields: []ui.Field{{Name: "type", Label: v.Text("party.type"), Kind: "code", Value: v.Query("type")}}}
	for _, t := range slices.Compact(types) {
		f.Fields[0].Options = append(f.Fields[0].Options, ui.Option{Value: t, Words: v.Text("party.type-" + t)})
	}
	return ui.Page{Title: v.Text("nav.parties"), Section: "/states", Trail: []ui.Link{{To: "/states", Words: v.Text("nav.states")}}, Wide: true, Sheet: sheet, Body: statesView(v, nil, f, sheet)}, nil
}

// party shows one party: what it is called and was, what it is to the United
// Nations, and what came of it.
func (s *Site) party(v *ui.Visit) (ui.Answer, error) {
	p := s.Node.Parties.ByCode(v.PathValue("code"))
	if p == nil {
		return nil, ui.ErrNotFound
	}
	name, _ := p.Short.In(v.Lang)
	formal, is := p.Formal.In(v.Lang)
	facts := []ui.Fact{{Name: v.Text("party.formal"), Value: formal, Lang: is}, {Name: v.Text("word.code"), Value: p.Code, Code: true}}
	add := func(id, value, link string) {
		if value != "" {
			facts = append(facts, ui.Fact{Name: v.Text(id), Value: value, Link: link})
		}
	}
	data := func(id, value string) {
		if value != "" {
			facts = append(facts, ui.Fact{Name: v.Text(id), Value: value, Data: true})
		}
	}
	data("party.iso2", p.ISO2)
	add("party.m49", p.M49, "")
	add("word.region", s.Node.CodeLabel(v, "region", p.Region), "")
	for _, st := range p.Status {
		add("state."+st.Kind, span(v, string(st.Span.From), string(st.Span.Until)), "")
	}
	for _, g := range p.Groups {
		add("word.regional-group", strings.TrimSpace(s.Node.CodeLabel(v, "group", g.Group)+" "+span(v, string(g.Span.From), string(g.Span.Until))), "")
	}
	if parent := s.Node.Parties.ByCode(p.Parent); parent != nil {
		c := s.short(v, parent)
		add("party.parent", c.Text, c.Link)
	}
	data("party.seat", p.Seat)
	for _, o := range p.Others {
		// The days stand beside the label: the name is in a language of its own.
		facts = append(facts, ui.Fact{Name: strings.TrimSpace(v.Text("party.name-"+string(o.Kind)) + " " + span(v, string(o.Span.From), string(o.Span.Until))), Value: o.Name, Lang: o.Lang})
	}
	for _, sc := range s.Node.Parties.Successions(p.Code) {
		other, id := sc.Successor, "party.succeeded-by"
		if other == p.Code {
			other, id = sc.Predecessor, "party.succeeds"
		}
		if q := s.Node.Parties.ByCode(other); q != nil {
			c := s.short(v, q)
			add(id, c.Text+" · "+v.Localizer.Day(sc.Day), c.Link)
		}
	}
	page := ui.Page{Title: v.Named(name), Section: "/states", Trail: []ui.Link{{To: "/states", Words: v.Text("nav.states")}}, Body: ui.Facts(facts)}
	parts, err := s.partyParts(v, p.Code)
	if err != nil {
		return nil, err
	}
	if len(parts) > 0 {
		page.Wide, page.Body = true, partyView(facts, parts)
	}
	if p.Note == "unconfirmed" {
		page.Marks = []ui.Mark{{Tone: ui.Open, Words: v.Text("word.unconfirmed")}}
	}
	return page, nil
}

// partyParts are the modules' parts of a party's page.
func (s *Site) partyParts(v *ui.Visit, code string) (parts []templ.Component, err error) {
	for _, p := range s.pages {
		if p.Party == nil {
			continue
		}
		part, err := p.Party(v, code)
		if err != nil {
			return nil, err
		}
		if part != nil {
			parts = append(parts, part)
		}
	}
	return parts, nil
}

func span(v *ui.Visit, from, until string) string {
	switch {
	case from == "" && until == "":
		return ""
	case until == "":
		return v.Text("party.since", map[string]string{"Day": v.Localizer.Day(act.Day(from))})
	case from == "":
		return v.Text("party.before", map[string]string{"Day": v.Localizer.Day(act.Day(until))})
	}
	return v.Localizer.Day(act.Day(from)) + " – " + v.Localizer.Day(act.Day(until))
}

// lists lists the code lists; list shows one.
func (s *Site) lists(v *ui.Visit) (ui.Answer, error) {
	sheet := &ui.Sheet{Name: "lists", Caption: v.Text("list.title"), Columns: []ui.Column{{Name: "list", Label: v.Text("word.name")}, {Name: "version", Label: v.Text("book.version"), Number: true}, {Name: "codes", Label: v.Text("list.codes"), Number: true}, {Name: "as_of", Label: v.Text("list.as-of")}, {Name: "source", Label: v.Text("word.source"), Minor: true}}}
	for _, name := range s.Node.Lists.Names() {
		l := s.Node.Lists[name]
		sheet.Rows = append(sheet.Rows, ui.Row{{Text: v.Text("code-list." + name), Value: name, Link: "/lists/" + name}, {Text: v.Localizer.Number(int64(l.Version)), Value: l.Version}, {Text: v.Localizer.Number(int64(len(l.Entries))), Value: len(l.Entries)}, {Text: v.Localizer.Day(l.AsOf), Value: string(l.AsOf)}, {Text: l.Source, Lang: "en"}})
	}
	sheet.Total = len(sheet.Rows)
	return ui.Page{Title: v.Text("list.title"), Lead: v.Text("list.lead"), Sheet: sheet, Body: ui.SheetView(v, sheet)}, nil
}

func (s *Site) list(v *ui.Visit) (ui.Answer, error) {
	l := s.Node.Lists[v.PathValue("list")]
	if l == nil {
		return nil, ui.ErrNotFound
	}
	sheet := &ui.Sheet{Name: l.Name, Caption: v.Text("code-list." + l.Name), Columns: []ui.Column{{Name: "code", Label: v.Text("word.code"), Data: true}, {Name: "label", Label: v.Text("word.name")}, {Name: "parent", Label: v.Text("list.parent"), Minor: true, Data: true}, {Name: "from", Label: v.Text("word.from")}, {Name: "until", Label: v.Text("word.until")}}}
	for _, e := range l.Entries {
		label, is := e.Label(v.Lang)
		c := ui.Cell{Text: v.Named(label)}
		if is != v.Lang {
			c.Lang = is
		}
		sheet.Rows = append(sheet.Rows, ui.Row{{Text: e.Code}, c, {Text: e.Parent}, {Text: string(e.Span.From)}, {Text: string(e.Span.Until)}})
	}
	sheet.Total = len(sheet.Rows)
	sheet.Notes = []string{v.Text("list.version", map[string]string{"Version": v.Localizer.Number(int64(l.Version)), "Day": v.Localizer.Day(l.AsOf), "Source": l.Source})}
	return ui.Page{Title: v.Text("code-list." + l.Name), Trail: []ui.Link{{To: "/lists", Words: v.Text("list.title")}}, Sheet: sheet, Body: ui.SheetView(v, sheet)}, nil
}
