package mandate

import (
	"net/url"
	"strings"
	"sync"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/codelist"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/resolution/reading"
	"comity/internal/store"
	"comity/internal/ui"
)

// pages are the register's pages on a node.
type pages struct {
	node      *module.Node
	programme *programme.Programme
	parties   *party.Registry
	lists     codelist.Lists
	reader    func() *reading.Reader // made when a text is first taken in
}

func (ru rules) pages(n *module.Node) module.Pages {
	p := &pages{node: n, programme: ru.programme, parties: ru.parties, lists: ru.lists,
		reader: sync.OnceValue(func() *reading.Reader { return reading.New(ru.programme) })}
	return module.Pages{
		Section: module.Section{To: "/mandates", Key: "nav.mandates"},
		Routes: []ui.Route{
			{Pattern: "GET /mandates", Handle: p.documents},
			{Pattern: "GET /mandates/import", Handle: p.importForm},
			{Pattern: "POST /mandates/import", Handle: p.importText},
			{Pattern: "GET /mandates/{symbol...}", Handle: p.document},
			{Pattern: "GET /paragraphs/{cite...}", Handle: p.paragraph},
			{Pattern: "GET /clauses", Handle: p.clauses},
			{Pattern: "GET /clauses/status", Handle: p.statusForm},
			{Pattern: "POST /clauses/status", Handle: p.setStatus},
			{Pattern: "GET /reports-due", Handle: p.reportsDue},
			{Pattern: "GET /proposals", Handle: p.proposals},
		},
		Cards:   []module.Card{p.card},
		Subject: subjectPage,
		Texts:   "text",
		Given:   []string{clauseType, documentType, paragraphType},
		Cite:    p.cite,
	}
}

// read runs f on one snapshot.
func (p *pages) read(v *ui.Visit, f func(store.View) error) error {
	return p.node.Book.Read(v.Context(), 0, f)
}

// who is the reader, as the register's queries take them.
func who(v *ui.Visit) Reader { return Reader{Audiences: v.Reader.Audiences, Day: v.Today} }

// upcast brings a stored body to its kind's present version.
func (p *pages) upcast(kind string, version int, body []byte) ([]byte, error) {
	return p.node.Book.Kind(kind).Upcast(version, body)
}

func subjectPage(subject string) string {
	ref, err := RefOf(act.Subject(subject))
	if err != nil {
		return ""
	}
	return refPage(ref)
}

// cite is the page of a cited paragraph; a treaty's provision has none here.
func (p *pages) cite(cite string) string {
	ref := RefOfCite(act.Cite(cite))
	if _, is := p.programme.Instrument(ref.Symbol); is {
		return ""
	}
	return refPage(ref)
}

// refPage is the page of a document, of a paragraph, or of a clause in its
// paragraph.
func refPage(r Ref) string {
	if r.Place == "" {
		return documentPage(r.Symbol)
	}
	to := "/paragraphs/" + escapePath(r.Symbol) + "/" + url.PathEscape(r.Place)
	if r.Clause > 0 {
		to += "#c" + number(r.Clause)
	}
	return to
}

func documentPage(symbol string) string { return "/mandates/" + escapePath(symbol) }

// escapePath keeps a symbol's strokes.
func escapePath(symbol string) string { return strings.ReplaceAll(url.PathEscape(symbol), "%2F", "/") }

// anchor is a paragraph's place in its document's page: "p52", "p12(a)", "pp3".
func anchor(place string) string {
	if place != "" && place[0] >= '0' && place[0] <= '9' {
		return "p" + place
	}
	return place
}

// entity says who is addressed: a party, a group of addressees, or the parties to
// a treaty.
func (p *pages) entity(v *ui.Visit, code string) string {
	if instrument, ok := strings.CutPrefix(code, "states-parties:"); ok {
		if i, known := p.programme.Instrument(instrument); known {
			short, _ := i.ShortIn(v.Lang)
			return v.Text("register.states-parties", map[string]string{"Treaty": v.Named(short)})
		}
		return v.Text("register.states-parties", map[string]string{"Treaty": instrument})
	}
	if e, ok := p.lists["addressee"].Find(code, v.Today); ok {
		label, _ := e.Label(v.Lang)
		return v.Named(label)
	}
	return p.node.PartyName(v, code)
}

// forceTone colours the force of a clause; its word stands beside the colour.
func forceTone(force string) ui.Tone {
	switch force {
	case "decide":
		return ui.Note
	case "request":
		return ui.Open
	case "call", "recommend":
		return ui.Good
	}
	return ui.Plain
}

func statusTone(code string) ui.Tone {
	switch code {
	case "completed":
		return ui.Good
	case "in-progress":
		return ui.Open
	case "not-implemented":
		return ui.Bad
	}
	return ui.Plain
}

func (p *pages) statusMarks(v *ui.Visit, c *Clause) (marks []ui.Mark) {
	for _, s := range c.Statuses {
		words := p.node.CodeLabel(v, "mandate-status", s.Code)
		if len(c.Bodies) > 1 {
			words = v.Localizer.Colon(p.entity(v, s.Body), words)
		}
		marks = append(marks, ui.Mark{Tone: statusTone(s.Code), Words: words})
	}
	if c.Effect != "" {
		marks = append(marks, ui.Mark{Tone: ui.Note, Words: p.node.CodeLabel(v, "mandate-effect", string(c.Effect))})
	}
	return marks
}

// may says whether the reader may enter acts of a kind on a clause for the office
// in whose name they hold a role.
func (p *pages) may(v *ui.Visit, kind, audience string) (office string, ok bool) {
	for _, g := range v.Reader.Who.Grants {
		if g.Ended == "" && g.Span.Has(v.Today) && v.May(kind, access.What{Subject: clauseType + "/x/1/1", Party: g.Party, Standing: act.Own, Audience: audience}) {
			return g.Party, true
		}
	}
	return "", false
}
