package communication

import (
	"net/url"
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/ui"
)

// mostTo bounds the addressees that an address names.
const mostTo = 400

// draftPage is where a letter is drafted that another room would have written: the
// form of a new call with the provisions and the addressees filled in.
func draftPage(l module.Letter) string {
	q := url.Values{}
	for _, c := range l.Cites {
		q.Add("cites", string(c))
	}
	q["to"] = l.To
	return "/communications/new?" + q.Encode()
}

// asked fills a new draft with what the address asks for.
func (p *pages) asked(v *ui.Visit, c *Call) {
	q := v.URL.Query()
	for _, s := range q["cites"] {
		if cite, err := act.ParseCite(s); err == nil {
			c.Cites = append(c.Cites, cite)
		}
	}
	for _, code := range q["to"] {
		if p.parties.ByCode(code) != nil && len(c.Parties) < mostTo {
			c.Asked, c.Parties = NamedParties, append(c.Parties, code)
		}
	}
}

// proposed is a letter in our own words: with what other rooms have to say of the
// provisions that it rests on, where they have, and else one that brings the
// questionnaire.
func (p *pages) proposed(c *Call, lang string) string {
	l := p.words.Localizer(lang)
	rests := make([]string, len(c.Cites))
	for i, s := range c.Cites {
		rests[i] = provisionWords(l, s)
	}
	args := map[string]string{"Reference": c.Reference, "Deadline": l.Day(c.Deadline), "Rests": l.And(rests...)}
	if p.node.LetterWords == nil || len(c.Questions) > 0 {
		return l.Text("communication.template", args)
	}
	words := p.node.LetterWords(lang, c.Cites)
	if words == "" {
		return l.Text("communication.template", args)
	}
	args["Words"] = strings.TrimSpace(words)
	return l.Text("communication.template-words", args)
}

// provisionWords are a provision as a letter names it: a paragraph of a resolution
// by its number, anything else as it is cited.
func provisionWords(l *i18n.Localizer, c act.Cite) string {
	place := c.Place()
	if !strings.Contains(c.Symbol(), "/RES/") || place == "" || place[0] < '0' || place[0] > '9' {
		return string(c)
	}
	return l.Text("communication.template-provision", map[string]string{"Symbol": c.Symbol(), "Place": place})
}
