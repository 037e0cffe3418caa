package pages

import (
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/treaty"
	"comity/internal/treaty/list"
	"comity/internal/ui"
)

// pages are the register's pages on a node.
type pages struct {
	node    *module.Node
	moments *treaty.Moments
	words   *i18n.Catalogue // for letters in languages that are not the reader's
}

// Of makes the pages on a node.
func Of(n *module.Node) module.Pages {
	words, err := i18n.Load()
	if err != nil {
		panic(err) // embedded, and held by a test
	}
	p := &pages{node: n, words: words, moments: treaty.MomentsOf(n)}
	return module.Pages{
		Section: module.Section{To: "/treaties", Key: "nav.treaties"},
		Deeds:   []module.Section{{To: "/law", Key: "nav.law"}},
		Routes: []ui.Route{
			{Pattern: "GET /treaties", Handle: p.list},
			{Pattern: "GET /treaties/matrix", Handle: p.matrix},
			{Pattern: "GET /treaties/changes", Handle: p.changes},
			{Pattern: "GET /treaties/of/{party}", Handle: p.of},
			{Pattern: "GET /treaties/{code}", Handle: p.instrument},
			{Pattern: "GET /treaties/{code}/{party}", Handle: p.party},
			{Pattern: "GET /treaties/{code}/{party}/deposit", Handle: p.prepare},
			{Pattern: "GET /treaties/calendar", Handle: p.calendarPage},
			{Pattern: "GET /treaties/calendar.ics", Handle: p.calendarFile},
			{Pattern: "GET /treaties/import", Handle: p.takeForm},
			{Pattern: "POST /treaties/import", Handle: p.take},
			{Pattern: "GET /treaties/template.csv", Handle: template("deposits.csv", list.Columns)},
			{Pattern: "GET /agreements", Handle: p.agreementList},
			{Pattern: "GET /agreements/template.csv", Handle: template("agreements.csv", list.AgreementColumns)},
			{Pattern: "GET /agreements/{name}", Handle: p.agreement},
			{Pattern: "GET /law", Handle: p.legal},
		},
		Cards:       []module.Card{p.card},
		Subject:     p.subject,
		Given:       []string{"treaty"},
		Cite:        p.cite,
		Party:       p.partyPart,
		LetterWords: p.letterWords,
		Take:        p.offered,
	}
}

// subject is the page of a treaty, or of what a party did about it.
func (p *pages) subject(s string) string {
	locals := act.Subject(s).Locals()
	if act.Subject(s).Type() == "agreement" && len(locals) == 1 {
		return agreementPage(locals[0])
	}
	if act.Subject(s).Type() != "treaty" || len(locals) == 0 {
		return ""
	}
	i, ok := p.find(locals[0])
	switch {
	case !ok:
		return ""
	case len(locals) > 1:
		return page(i.Code, locals[1])
	}
	return page(i.Code, "")
}

// cite is where a provision of a treaty is told of.
func (p *pages) cite(c string) string {
	i, ok := p.find(act.Cite(c).Symbol())
	if !ok {
		return ""
	}
	to := page(i.Code, "")
	if a := article(act.Cite(c)); a != "" {
		to += "#article-" + a
	}
	return to
}

// article is the number of the article alone: 18 of UNTOC#18.15.
func article(c act.Cite) string {
	place := c.Place()
	if i := strings.IndexAny(place, ".("); i >= 0 {
		place = place[:i]
	}
	return place
}

// page is the address of a treaty, or of a party to it.
func page(code, party string) string {
	to := "/treaties/" + strings.ToLower(code)
	if party != "" {
		to += "/" + party
	}
	return to
}

// find is the treaty of a code in either case; groups of treaties are none.
func (p *pages) find(code string) (programme.Instrument, bool) {
	for _, i := range p.node.Programme.Instruments {
		if !i.Group() && strings.EqualFold(i.Code, code) {
			return i, true
		}
	}
	return programme.Instrument{}, false
}

// title is a treaty's title in the reader's language, or the English one; lang is
// "" for the reader's.
func title(v *ui.Visit, i *programme.Instrument) (name, lang string) {
	name, lang = i.TitleIn(v.Lang)
	return name, foreign(v, lang)
}

// short is the shortest name that a treaty has in the reader's language.
func short(v *ui.Visit, i *programme.Instrument) (name, lang string) {
	name, lang = i.ShortIn(v.Lang)
	return name, foreign(v, lang)
}

// foreign is a language where it is not the reader's, else "".
func foreign(v *ui.Visit, lang string) string {
	if lang == v.Lang {
		return ""
	}
	return lang
}

// name is what a party is called.
func (p *pages) name(v *ui.Visit, code string) (name, lang string) {
	if party := p.node.Parties.ByCode(code); party != nil {
		name, lang = party.Short.In(v.Lang)
		return v.Named(name), foreign(v, lang)
	}
	return code, ""
}

// partyCell names a party and leads to what it did about a treaty.
func (p *pages) partyCell(v *ui.Visit, code, party string) ui.Cell {
	name, lang := p.name(v, party)
	return ui.Cell{Text: name, Lang: lang, Link: page(code, party)}
}

func treatyCell(v *ui.Visit, i *programme.Instrument) ui.Cell {
	name, lang := title(v, i)
	return ui.Cell{Text: name, Lang: lang, Link: page(i.Code, "")}
}

// states are the codes of the States that there are on a day, in the order of
// their names.
func (p *pages) states(v *ui.Visit, day act.Day, group string) (codes []string) {
	for _, s := range p.node.Parties.All(party.State) {
		if s.Exists.Has(day) && (group == "" || s.GroupOn(day) == group) {
			codes = append(codes, s.Code)
		}
	}
	p.sort(v, codes)
	return codes
}

// sort puts codes in the order of what they stand for.
func (p *pages) sort(v *ui.Visit, codes []string) {
	names := map[string]string{}
	for _, c := range codes {
		names[c] = p.node.PartyName(v, c)
	}
	i18n.Sort(v.Localizer, codes, func(c string) string { return names[c] })
}

func (p *pages) dayCell(v *ui.Visit, day act.Day) ui.Cell {
	c := ui.Cell{Value: string(day)}
	if day != "" {
		c.Text = v.Localizer.Day(day)
	}
	return c
}

func numberCell(v *ui.Visit, n int) ui.Cell {
	return ui.Cell{Text: v.Localizer.Number(int64(n)), Value: n}
}

// tone colours a state; its word stands beside the colour.
func tone(s treaty.State) ui.Tone {
	switch s {
	case treaty.Bound:
		return ui.Good
	case treaty.Signatory, treaty.Consented, treaty.Provisional:
		return ui.Open
	case treaty.Left, treaty.Ceased:
		return ui.Bad
	}
	return ui.Plain
}

func stateMark(v *ui.Visit, s treaty.State) ui.Mark {
	return ui.Mark{Tone: tone(s), Words: v.Text("treaty.state." + string(s))}
}

// rule says a rule in words.
func rule(v *ui.Visit, r treaty.Reason) string {
	words := v.Text("treaty.rule."+r.Key, i18n.Args{"N": v.Localizer.Number(int64(r.N)), "Cite": string(r.Cite)})
	if r.Unconfirmed {
		words += " [" + v.Text("word.unconfirmed") + "]"
	}
	return words
}

func rules(v *ui.Visit, list []treaty.Reason) (words []string) {
	for _, r := range list {
		words = append(words, rule(v, r))
	}
	return words
}

// doubts says doubts in words, each once.
func doubts(v *ui.Visit, list []treaty.Doubt) (words []string) {
	for _, d := range list {
		if w := v.Text("treaty.doubt."+d.Key, i18n.Args{"Cite": string(d.Cite)}); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// semicolon joins what stands side by side.
func semicolon(v *ui.Visit, words []string) string {
	switch v.Lang {
	case "ar":
		return strings.Join(words, "؛ ")
	case "zh":
		return strings.Join(words, "；")
	case "fr":
		return strings.Join(words, "\u202f; ")
	}
	return strings.Join(words, "; ")
}

func actPage(id string) string { return "/book/acts/" + id }
