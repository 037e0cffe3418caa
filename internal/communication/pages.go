package communication

import (
	"errors"
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
}

func newPages(ru rules, n *module.Node) (*pages, error) {
	words, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	return &pages{rules: ru, node: n, words: words, drafts: drafts{n.Book.Store()}}, nil
}

func (ru rules) pages(n *module.Node) module.Pages {
	p, err := newPages(ru, n)
	if err != nil {
		panic(err) // the catalogues are embedded, and held by a test
	}
	return module.Pages{
		Section: module.Section{To: "/communications", Key: "nav.communications"},
		Routes: []ui.Route{
			{Pattern: "GET /communications", Handle: p.list},
			{Pattern: "GET /communications/mine", Handle: p.mine},
			{Pattern: "GET /communications/letters", Handle: p.letters},
			{Pattern: "GET /communications/new", Handle: p.draftForm},
			{Pattern: "POST /communications/new", Handle: p.recordDraft},
			{Pattern: "GET /communications/{code}", Handle: p.call},
			{Pattern: "GET /communications/{code}/draft", Handle: p.draftForm},
			{Pattern: "POST /communications/{code}/draft", Handle: p.recordDraft},
			{Pattern: "GET /communications/{code}/words/{lang}", Handle: p.wordsForm},
			{Pattern: "POST /communications/{code}/words/{lang}", Handle: p.recordWords},
			{Pattern: "GET /communications/{code}/do/{deed}", Handle: p.deedForm},
			{Pattern: "POST /communications/{code}/do/{deed}", Handle: p.recordDeed},
			{Pattern: "GET /communications/{code}/answers", Handle: p.answers},
			{Pattern: "GET /communications/{code}/offers", Handle: p.offers},
			{Pattern: "GET /communications/{code}/replies/{party}/{number}/settle/{question}/{type}", Handle: p.settleForm},
			{Pattern: "POST /communications/{code}/replies/{party}/{number}/settle/{question}/{type}", Handle: p.recordSettled},
			{Pattern: "GET /communications/{code}/questions/{question}", Handle: p.question},
			{Pattern: "GET /communications/{code}/questions/{question}/summary/{lang}", Handle: p.summaryForm},
			{Pattern: "POST /communications/{code}/questions/{question}/summary/{lang}", Handle: p.recordSummary},
			{Pattern: "POST /communications/{code}/questions/{question}/clear/{lang}", Handle: p.clearSummary},
			{Pattern: "GET /communications/{code}/replies/{party}/{number}", Handle: p.reply},
			{Pattern: "GET /communications/{code}/replies/{party}/{number}/files/{blob}", Handle: p.file},
			{Pattern: "GET /communications/{code}/replies/{party}/{number}/do/{deed}", Handle: p.replyDeedForm},
			{Pattern: "POST /communications/{code}/replies/{party}/{number}/do/{deed}", Handle: p.recordReplyDeed},
			{Pattern: "GET /communications/{code}/questionnaire.xlsx", Handle: p.questionnaire},
			{Pattern: "GET /communications/{code}/letter.docx", Handle: p.letterFile},
			{Pattern: "GET /communications/{code}/letter.pdf", Handle: p.letterPaper},
			{Pattern: "GET /communications/{code}/replies.xlsx", Handle: p.repliesFile},
			{Pattern: "GET /communications/{code}/form", Handle: p.formForm},
			{Pattern: "POST /communications/{code}/form", Handle: p.takeForm},
			{Pattern: "GET /communications/{code}/mail", Handle: p.mailForm},
			{Pattern: "POST /communications/{code}/mail", Handle: p.takeMail},
			{Pattern: "GET /communications/{code}/reply", Handle: p.beginForm},
			{Pattern: "POST /communications/{code}/reply", Handle: p.begin},
			{Pattern: "GET /answering/{draft}", Handle: p.typed},
			{Pattern: "POST /answering/{draft}", Handle: p.send},
			{Pattern: "GET /answering/{draft}/{question}", Handle: p.answerForm},
			{Pattern: "POST /answering/{draft}/{question}", Handle: p.keepAnswer},
			{Pattern: "GET /answer-bank", Handle: p.bank},
			{Pattern: "GET /answer-bank/{party}/{name}", Handle: p.bankForm},
			{Pattern: "POST /answer-bank/{party}/{name}", Handle: p.recordBanked},
			{Pattern: "POST /answer-bank/{party}/{name}/end", Handle: p.endBanked},
		},
		Cards:   []module.Card{p.card},
		Subject: subjectPage,
		Tasks:   p.tasks,
		Letter:  draftPage,
	}
}

// subjectPage is the page of a subject of the room, "" for another's.
func subjectPage(subject string) string {
	s := act.Subject(subject)
	l := s.Locals()
	switch {
	case s.Type() == callType && len(l) <= 2 && len(l) > 0:
		return callPage(l[0])
	case s.Type() == replyType && len(l) == 3:
		return callPage(l[0]) + "/replies/" + url.PathEscape(l[1]) + "/" + url.PathEscape(l[2])
	case s.Type() == summaryType && len(l) == 2:
		return callPage(l[0]) + "/questions/" + url.PathEscape(l[1])
	case s.Type() == bankType && len(l) == 2:
		return bankPage(l[0], l[1])
	}
	return ""
}

func callPage(code string) string { return "/communications/" + url.PathEscape(code) }

func replyPage(r *Reply) string { return subjectPage(string(r.Subject())) }

func bankPage(party, name string) string {
	return "/answer-bank/" + url.PathEscape(party) + "/" + url.PathEscape(name)
}

// read runs f on one snapshot.
func (p *pages) read(v *ui.Visit, f func(store.View) error) error {
	return p.node.Book.Read(v.Context(), 0, f)
}

func scopeOf(v *ui.Visit) Scope { return NewScope(v.Reader.Audiences) }

// office is in whose name the reader may do a deed of the secretariat on a
// subject; ok is false where they may not.
func (p *pages) office(v *ui.Visit, deed string, subject act.Subject, audience string) (code string, ok bool) {
	for _, g := range v.Reader.Who.Grants {
		if g.Party != "" && v.May("communication."+deed, access.What{Subject: subject, Party: g.Party, Standing: act.Own, Audience: audience}) {
			return g.Party, true
		}
	}
	for _, d := range v.Reader.Who.Received {
		if d.Grant != nil && v.May("communication."+deed, access.What{Subject: subject, Party: d.Grant.Party, Standing: act.Own, Audience: audience}) {
			return d.Grant.Party, true
		}
	}
	return "", false
}

// states are the parties in whose own name the reader may do a deed.
func (p *pages) states(v *ui.Visit, deed string) (codes []string) {
	add := func(code string) {
		audience := withParty(code)
		if deed == "banked" || deed == "bank-ended" {
			audience = access.AudienceFor("own", code)
		}
		if !slices.Contains(codes, code) && v.May("communication."+deed, access.What{Subject: ReplySubject("x", code, 1), Party: code, Standing: act.Own, Audience: audience}) {
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

// speaks says whether the reader may do a deed in a State's own name.
func (p *pages) speaks(v *ui.Visit, deed, party string) bool {
	return slices.Contains(p.states(v, deed), party)
}

// records says whether the reader may record what a State communicated.
func (p *pages) records(v *ui.Visit, deed, party string) bool {
	return v.May("communication."+deed, access.What{Subject: ReplySubject("x", party, 1), Party: party, Standing: act.Communicated, Audience: withParty(party), Sourced: true})
}

// reads says whether the reader reads what a party and the secretariat share.
func (p *pages) reads(v *ui.Visit, party string) bool {
	return slices.Contains(v.Reader.Audiences, withParty(party))
}

// languages are the options for the six languages of pages, or others where other
// is set.
func (p *pages) languages(v *ui.Visit, other bool) (options []ui.Option) {
	for _, o := range p.node.Options(v, "language") {
		if other || slices.Contains(i18n.Languages(), o.Value) {
			options = append(options, o)
		}
	}
	return options
}

var callMarks = map[Status]ui.Tone{Draft: ui.Plain, Cleared: ui.Note, Circulated: ui.Open, Closed: ui.Good}

func statusMark(v *ui.Visit, s Status) ui.Mark {
	return ui.Mark{Tone: callMarks[s], Words: v.Text("communication.status-" + string(s))}
}

// trail leads to a page of a call.
func trail(v *ui.Visit, c *Call) []ui.Link {
	t := []ui.Link{{To: "/communications", Words: v.Text("nav.communications")}}
	if c != nil {
		t = append(t, ui.Link{To: callPage(c.Code), Words: c.Reference, Data: true})
	}
	return t
}

// findCall reads the call of the address.
func (p *pages) findCall(v *ui.Visit) (c *Call, err error) {
	err = p.read(v, func(r store.View) (err error) {
		c, err = FindCall(v.Context(), r, scopeOf(v), v.PathValue("code"))
		return err
	})
	if err == nil && c == nil {
		err = ui.ErrNotFound
	}
	return c, err
}

// formPage shows a form, with 422 where something is wrong with it.
func formPage(v *ui.Visit, title string, t []ui.Link, f *ui.Form) ui.Page {
	page := ui.Page{Title: title, Section: "/communications", Trail: t, Body: ui.FormView(v, f)}
	if f.Faulty() {
		page.Status = 422
	}
	return page
}

// record records drafts for a form; shown is false when it was recorded, and true
// when the form now says what is wrong.
func (p *pages) record(v *ui.Visit, f *ui.Form, drafts ...book.Draft) (shown bool, err error) {
	if f.Faulty() {
		return true, nil
	}
	_, err = p.node.Record(v.Context(), v, f.Key, drafts...)
	if err == nil {
		return false, nil
	}
	if module.Refused(v, f, err, nil) {
		return true, nil
	}
	return false, err
}

// sentence is what a rule says when it refuses, in the reader's language.
func sentence(v *ui.Visit, err error) string {
	var refusal *book.Refusal
	if errors.As(err, &refusal) {
		return v.Refusal(refusal)
	}
	return err.Error()
}

// posted is one posted value, trimmed, its lines ended by a line feed.
func posted(v *ui.Visit, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(v.PostFormValue(name), "\r\n", "\n"))
}

// postedLines are the lines of a posted value that hold something.
func postedLines(v *ui.Visit, name string) (list []string) {
	for l := range strings.Lines(posted(v, name)) {
		if l = strings.TrimSpace(l); l != "" {
			list = append(list, l)
		}
	}
	return list
}

func itoa(n int) string { return strconv.Itoa(n) }

// columns are the parts of a line, cut at its strokes: "Law on lamps | 3 |
// 2041-01-01".
func columns(line string, n int) ([]string, error) {
	cut := strings.Split(line, "|")
	if len(cut) > n {
		return nil, says.Refuse("communication.columns", "line", clipped(line), "have", len(cut), "most", n)
	}
	out := make([]string, n)
	for i := range cut {
		out[i] = strings.TrimSpace(cut[i])
	}
	return out, nil
}
