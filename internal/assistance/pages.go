package assistance

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// pages are the room's pages on a node.
type pages struct {
	rules
	node   *module.Node
	words  *i18n.Catalogue // for letters in languages that are not the reader's
	drafts drafts
	counts *counted
}

func (ru rules) on(n *module.Node) *pages {
	words, err := i18n.Load()
	if err != nil {
		panic(err) // embedded, and held by a test
	}
	return &pages{rules: ru, node: n, words: words, drafts: drafts{n.Book.Store()}, counts: &counted{}}
}

func (ru rules) pages(n *module.Node) module.Pages {
	p := ru.on(n)
	return module.Pages{
		Section: module.Section{To: "/assistance", Key: "nav.assistance"},
		Routes: []ui.Route{
			{Pattern: "GET /assistance", Handle: p.open},
			{Pattern: "GET /assistance/mine", Handle: p.mine},
			{Pattern: "GET /assistance/queue", Handle: p.queue},
			{Pattern: "GET /assistance/new", Handle: p.newForm},
			{Pattern: "POST /assistance/new", Handle: p.begin},
			{Pattern: "GET /assistance/drafts/{draft}", Handle: p.draftForm},
			{Pattern: "POST /assistance/drafts/{draft}", Handle: p.keepDraft},
			{Pattern: "GET /assistance/form.xlsx", Handle: p.blankForm},
			{Pattern: "GET /assistance/upload", Handle: p.uploadForm},
			{Pattern: "POST /assistance/upload", Handle: p.takeForm},
			{Pattern: "GET /assistance/networks", Handle: p.networks},
			{Pattern: "GET /assistance/networks/{code}", Handle: p.network},
			{Pattern: "GET /assistance/experts", Handle: p.experts},
			{Pattern: "GET /assistance/requests/{id}", Handle: p.request},
			{Pattern: "GET /assistance/requests/{id}/reply.docx", Handle: p.replyFile},
			{Pattern: "GET /assistance/requests/{id}/reply.pdf", Handle: p.replyPaper},
			{Pattern: "GET /assistance/requests/{id}/do/correct", Handle: p.correctForm},
			{Pattern: "POST /assistance/requests/{id}/do/correct", Handle: p.correct},
			{Pattern: "GET /assistance/requests/{id}/do/{deed}", Handle: p.deedForm},
			{Pattern: "POST /assistance/requests/{id}/do/{deed}", Handle: p.recordDeed},
		},
		Cards:    []module.Card{p.card},
		Subject:  subjectPage,
		Tasks:    p.tasks,
		Requests: p.requests,
	}
}

// subjectPage is the page of a subject of the room, "" for another's.
func subjectPage(subject string) string {
	s := act.Subject(subject)
	l := s.Locals()
	switch {
	case len(l) != 1:
		return ""
	case s.Type() == requestType:
		return requestPage(l[0])
	case s.Type() == networkType:
		return networkPage(l[0])
	case s.Type() == expertType:
		return "/assistance/experts#" + url.PathEscape(l[0])
	}
	return ""
}

func requestPage(id string) string { return "/assistance/requests/" + url.PathEscape(id) }

func draftPage(id string) string { return "/assistance/drafts/" + url.PathEscape(id) }

// read runs f on one snapshot.
func (p *pages) read(v *ui.Visit, f func(store.View) error) error {
	return p.node.Book.Read(v.Context(), 0, f)
}

func scopeOf(v *ui.Visit) Scope { return NewScope(v.Reader.Audiences) }

// office is in whose name the reader may take a step of the Office for an audience;
// ok is false where they may not.
func (p *pages) office(v *ui.Visit, deed, audience string) (code string, ok bool) {
	may := func(party string) bool {
		return party != "" && v.May("assistance."+deed, access.What{Subject: Subject("x"), Party: party, Standing: act.Own, Audience: audience})
	}
	for _, g := range v.Reader.Who.Grants {
		if may(g.Party) {
			return g.Party, true
		}
	}
	for _, d := range v.Reader.Who.Received {
		if d.Grant != nil && may(d.Grant.Party) {
			return d.Grant.Party, true
		}
	}
	return "", false
}

// staff says whether the reader works on requests of all States.
func (p *pages) staff(v *ui.Visit) bool { s := scopeOf(v); return s.Apart || s.Reads("secretariat") }

// states are the States in whose own name the reader may take a step.
func (p *pages) states(v *ui.Visit, deed string) (codes []string) {
	add := func(code string) {
		audience := withParty(code)
		if deed == "published" {
			audience = act.Public
		}
		if !slices.Contains(codes, code) && v.May("assistance."+deed, access.What{Subject: Subject("x"), Party: code, Standing: act.Own, Audience: audience}) {
			codes = append(codes, code)
		}
	}
	for _, a := range v.Reader.Who.Accreditations {
		add(a.Party)
	}
	for _, d := range v.Reader.Who.Received {
		if d.Accreditation != nil {
			add(d.Accreditation.Party)
		}
	}
	slices.Sort(codes)
	return codes
}

// records says whether the reader may record what a State communicated.
func (p *pages) records(v *ui.Visit, deed, party string) bool {
	audience := withParty(party)
	if deed == "published" {
		audience = act.Public
	}
	return v.May("assistance."+deed, access.What{Subject: Subject("x"), Party: party, Standing: act.Communicated, Audience: audience, Sourced: true})
}

// enters says whether the reader may record any State's letters.
func (p *pages) enters(v *ui.Visit) bool {
	for _, a := range v.Reader.Audiences {
		if code, with := strings.CutPrefix(a, "with-"); with {
			if q := p.parties.ByCode(strings.ToUpper(code)); q != nil && q.Type == "state" {
				return p.records(v, "requested", q.Code) // what holds for one that is read holds for all
			}
		}
	}
	return false
}

// recorded are the States whose letters the reader may record.
func (p *pages) recorded(v *ui.Visit, deed string) (codes []string) {
	for _, a := range v.Reader.Audiences {
		if code, with := strings.CutPrefix(a, "with-"); with {
			if q := p.parties.ByCode(strings.ToUpper(code)); q != nil && q.Type == "state" && p.records(v, deed, q.Code) {
				codes = append(codes, q.Code)
			}
		}
	}
	return codes
}

// topicOptions are the programme's topics.
func (p *pages) topicOptions(v *ui.Visit) (list []ui.Option) {
	for i := range p.topics {
		list = append(list, ui.Option{Value: p.topics[i].Code, Words: v.Named(p.topics[i].In(v.Lang))})
	}
	return list
}

var statusTones = map[Status]ui.Tone{Submitted: ui.Open, Checked: ui.Open, Appraised: ui.Open, Drafted: ui.Open, Cleared: ui.Open, Replied: ui.Note, Assigned: ui.Note, Delivered: ui.Good, Evaluated: ui.Good, Closed: ui.Plain, Withdrawn: ui.Plain}

func statusWords(v *ui.Visit, s Status) string { return v.Text("assistance.status-" + string(s)) }

func statusMark(v *ui.Visit, s Status) ui.Mark {
	return ui.Mark{Tone: statusTones[s], Words: statusWords(v, s)}
}

// marks are what is to be seen of a request at a glance.
func (p *pages) marks(v *ui.Visit, q *Request) []ui.Mark {
	marks := []ui.Mark{statusMark(v, q.Status)}
	if q.Open != "" {
		marks = append(marks, ui.Mark{Tone: ui.Note, Words: v.Text("assistance.state-asked")})
	}
	if due := q.Due(p.settings); due != "" && v.Today > due {
		marks = append(marks, ui.Mark{Tone: ui.Bad, Words: v.Text("word.overdue")})
	}
	if q.Suspended != "" {
		marks = append(marks, ui.Mark{Tone: ui.Bad, Words: v.Text("assistance.suspended")})
	}
	if !q.Own {
		marks = append(marks, ui.Mark{Tone: ui.Open, Words: v.Text("assistance.unconfirmed")})
	}
	if q.Urgency != "routine" {
		marks = append(marks, ui.Mark{Tone: ui.Bad, Words: sentenceCase(p.node.CodeLabel(v, "urgency", q.Urgency))})
	}
	return marks
}

// trail leads to a page of a request.
func trail(v *ui.Visit, q *Request) []ui.Link {
	t := []ui.Link{{To: "/assistance", Words: v.Text("nav.assistance")}}
	if q != nil {
		t = append(t, ui.Link{To: requestPage(q.ID), Words: q.Title, Data: true})
	}
	return t
}

// formPage shows a form, with 422 where something is wrong with it.
func formPage(v *ui.Visit, title string, t []ui.Link, f *ui.Form) ui.Page {
	page := ui.Page{Title: title, Section: "/assistance", Trail: t, Body: ui.FormView(v, f)}
	if f.Faulty() {
		page.Status = 422
	}
	return page
}

// record records drafts for a form; shown is false when it was recorded, and true
// when the form now says what is wrong.
func (p *pages) record(v *ui.Visit, f *ui.Form, list ...book.Draft) (shown bool, err error) {
	if f.Faulty() {
		return true, nil
	}
	_, err = p.node.Record(v.Context(), v, f.Key, list...)
	if err == nil {
		return false, nil
	}
	if module.Refused(v, f, err, map[string]string{"/source": "act.channel", "/source/reference": "act.reference", "/source/received": "act.received", "/source/document": "act.document", "/day": "act.day", "/cites": "act.cites"}) {
		return true, nil
	}
	return false, err
}

// posted is one posted value, trimmed, its lines ended by a line feed.
func posted(v *ui.Visit, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(v.PostFormValue(name), "\r\n", "\n"))
}

func itoa(n int) string { return strconv.Itoa(n) }

func dayCell(v *ui.Visit, d act.Day) ui.Cell {
	if d == "" {
		return ui.Cell{}
	}
	return ui.Cell{Text: v.Localizer.Day(d), Value: string(d)}
}
