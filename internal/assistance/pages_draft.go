package assistance

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/ui"
)

// asking is who may ask, and for whom.
type asking struct {
	states   []string
	standing act.Standing
}

// asks says for whom the reader may ask: in the States' own names, or by letters.
func (p *pages) asks(v *ui.Visit) (*asking, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	a := &asking{p.states(v, "requested"), act.Own}
	if len(a.states) == 0 {
		a.states, a.standing = p.recorded(v, "requested"), act.Communicated
	}
	if len(a.states) == 0 {
		return nil, ui.ErrNotAllowed
	}
	return a, nil
}

// stateOptions are States to choose from, by their names.
func (p *pages) stateOptions(v *ui.Visit, codes []string) (list []ui.Option) {
	for _, c := range codes {
		list = append(list, ui.Option{Value: c, Words: p.node.PartyName(v, c)})
	}
	i18n.Sort(v.Localizer, list, func(o ui.Option) string { return o.Words })
	return list
}

// requestForm is the form of a request: the answers a State has anyway first.
func (p *pages) requestForm(v *ui.Visit, a *asking, t *typed) *ui.Form {
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("assistance.send"), Cancel: "/assistance", Upload: p.node.Blobs != nil, Most: maxForm}
	label := func(name string) string {
		k := p.node.Book.Kind("assistance.requested")
		return v.Label(k.Key(name), name)
	}
	state := ui.Field{Name: "act.party", Label: v.Text("word.state"), Kind: "code", Required: true, Options: p.stateOptions(v, a.states)}
	if len(a.states) == 1 {
		state.Kind, state.Value = "hidden", a.states[0]
	}
	if t != nil {
		state.Kind, state.Value = "hidden", t.Party
	}
	f.Fields = append(f.Fields, state)
	if a.standing != act.Own {
		f.Fields = append(f.Fields,
			ui.Field{Name: "act.channel", Label: v.Text("act-form.channel"), Help: v.Text("assistance.letter-help"), Kind: "code", Required: true, Options: p.node.Options(v, "channel")},
			ui.Field{Name: "act.reference", Label: v.Text("act-form.reference"), Required: true, Max: 200},
			ui.Field{Name: "act.received", Label: v.Label("act.received", "Received"), Kind: "day", Required: true, Value: string(v.Today)})
		if f.Upload {
			f.Fields = append(f.Fields, ui.Field{Name: "act.document", Label: v.Label("act.document", "Document"), Kind: "file"})
		}
	}
	topics := p.topicOptions(v)
	f.Fields = append(f.Fields,
		ui.Field{Name: "title", Label: label("title"), Help: v.Text("assistance.title-help"), Required: true, Max: 200},
		ui.Field{Name: "help", Label: label("help"), Kind: "choices", Required: true, Options: p.node.Options(v, "help")},
		ui.Field{Name: "topic", Label: label("topic"), Help: v.Text("assistance.topic-help"), Kind: "code", Required: true, Options: topics},
		ui.Field{Name: "topics.0", Label: label("topics") + " 1", Kind: "code", Options: topics},
		ui.Field{Name: "topics.1", Label: label("topics") + " 2", Kind: "code", Options: topics},
		ui.Field{Name: "reason", Label: label("reason"), Help: v.Text("assistance.reason-help"), Kind: "lines", Required: true, Max: 20_000},
		ui.Field{Name: "baseline", Label: label("baseline"), Kind: "lines", Max: 20_000},
		ui.Field{Name: "beneficiaries", Label: label("beneficiaries"), Kind: "lines", Max: 20_000},
		ui.Field{Name: "plan", Label: label("plan"), Max: 200},
		ui.Field{Name: "forces", Label: label("forces"), Help: v.Text("assistance.forces-help"), Kind: "choice", Required: true, Options: yesNo(v)},
		ui.Field{Name: "urgency", Label: label("urgency"), Kind: "choice", Required: true, Value: "routine", Options: p.node.Options(v, "urgency")},
		ui.Field{Name: "funding", Label: label("funding"), Kind: "code", Options: p.node.Options(v, "funding-source")},
		ui.Field{Name: "act.cites", Label: v.Text("assistance.rests-on"), Help: v.Text("assistance.cites-help"), Kind: "lines"},
		ui.Field{Name: "origin", Label: label("origin"), Kind: "code", Options: p.node.Options(v, "assistance-origin")},
		p.originField(v, label("origin_about"), state, t),
		ui.Field{Name: "origin_words", Label: label("origin_words"), Help: v.Text("assistance.origin-words-help"), Max: 500},
		ui.Field{Name: "language", Label: label("language"), Help: v.Text("assistance.language-help"), Kind: "code", Required: true, Value: v.Lang, Options: p.node.Options(v, "language")},
		ui.Field{Name: "authority", Label: label("authority"), Required: true, Max: 200, Value: p.authority(v)},
		ui.Field{Name: "contact", Label: label("contact"), Kind: "lines", Max: 1000},
		ui.Field{Name: "reference", Label: label("reference"), Max: 200})
	if f.Upload {
		f.Fields = append(f.Fields, fileFields(label("files"), t)...)
	}
	if t != nil {
		f.Fill(t.Fields)
	}
	return f
}

func yesNo(v *ui.Visit) []ui.Option {
	return []ui.Option{{Value: "true", Words: v.Text("word.yes")}, {Value: "false", Words: v.Text("word.no")}}
}

// authority is that of the reader's accreditation, where there is one alone.
func (p *pages) authority(v *ui.Visit) string {
	var found []string
	for _, a := range v.Reader.Who.Accreditations {
		if a.InForce(v.Today) {
			found = append(found, a.Authority)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

func (p *pages) newForm(v *ui.Visit) (ui.Answer, error) {
	a, err := p.asks(v)
	if err != nil {
		return nil, err
	}
	return p.draftAnswer(v, p.keptForm(v, a, nil), nil), nil
}

// keptForm is the form of a request, with what was typed before the session ended.
func (p *pages) keptForm(v *ui.Visit, a *asking, t *typed) *ui.Form {
	f := p.requestForm(v, a, t)
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return f
}

func (p *pages) draftAnswer(v *ui.Visit, f *ui.Form, t *typed) ui.Answer {
	title := v.Text("assistance.new")
	if t != nil && t.Corrects != "" {
		title = v.Text("assistance.do-correct")
	}
	page := formPage(v, title, trail(v, nil), f)
	page.Lead, page.Body = v.Text("assistance.new-lead"), p.draftView(v, f, t)
	return page
}

// begin keeps a new request as a draft, and sends it where that is asked for. The
// form's key is the request's name, so that a form posted twice is one request.
func (p *pages) begin(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	a, err := p.asks(v)
	if err != nil {
		return nil, err
	}
	id, state := strings.ToLower(posted(v, ui.KeyName)), posted(v, "act.party")
	f := p.requestForm(v, a, nil)
	f.Fill(v.PostForm)
	if !slices.Contains(a.states, state) {
		f.Fault("act.party", v.Text("assistance.choose-state"))
		return p.draftAnswer(v, f, nil), nil
	}
	if !idForm.MatchString(id) {
		id = NewID()
	}
	t := &typed{ID: id, Party: state, Standing: a.standing, Person: v.Reader.Who.Person, Fields: url.Values{}}
	before, err := p.drafts.find(v.Context(), id)
	switch {
	case err != nil:
		return nil, err
	case before != nil && !t.resumes(before):
		return ui.Redirect{To: draftPage(id)}, nil
	case before == nil:
		if before, err = p.refusedBefore(v, t); err != nil {
			return nil, err
		}
	}
	if before != nil {
		t = before
	}
	var q *Request
	if err := p.read(v, func(r store.View) (err error) { q, err = loadRequest(v.Context(), r, id); return err }); err != nil {
		return nil, err
	}
	if q != nil {
		return ui.Redirect{To: requestPage(id)}, nil
	}
	return p.keepAndSend(v, a, t)
}

// refusedMark marks a draft that nobody wished to keep: it was kept as the book refused
// what was sent.
const refusedMark = "act.refused"

// resumes says whether what is typed goes on with a draft: of the same person, for the
// same State, and no correction.
func (t *typed) resumes(before *typed) bool {
	return before.Person == t.Person && before.Party == t.Party && before.Standing == t.Standing && before.Corrects == ""
}

// refusedBefore is the draft that an earlier try of the same request left when it was
// refused, nil for none: a further try takes its place, so that they do not pile up.
func (p *pages) refusedBefore(v *ui.Visit, t *typed) (*typed, error) {
	list, err := p.drafts.of(v.Context(), []string{t.Party}, t.Person)
	if err != nil {
		return nil, err
	}
	title := posted(v, "title")
	for _, d := range list {
		if t.resumes(d) && d.Fields.Get(refusedMark) != "" && strings.TrimSpace(d.Fields.Get("title")) == title {
			return d, nil
		}
	}
	return nil, nil
}

// draftOf reads the draft of an address, for those who may go on with it.
func (p *pages) draftOf(v *ui.Visit) (*typed, *asking, error) {
	if !v.Reader.Signed() {
		return nil, nil, ui.ErrSignIn
	}
	t, err := p.drafts.find(v.Context(), v.PathValue("draft"))
	if err != nil {
		return nil, nil, err
	}
	if t == nil || t.Standing == act.Own && !slices.Contains(p.states(v, "requested"), t.Party) || t.Standing != act.Own && !p.records(v, "requested", t.Party) {
		return nil, nil, ui.ErrNotFound
	}
	return t, &asking{[]string{t.Party}, t.Standing}, nil
}

func (p *pages) draftForm(v *ui.Visit) (ui.Answer, error) {
	t, a, err := p.draftOf(v)
	if err != nil {
		return nil, err
	}
	return p.draftAnswer(v, p.keptForm(v, a, t), t), nil
}

func (p *pages) keepDraft(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	t, a, err := p.draftOf(v)
	if err != nil {
		return nil, err
	}
	if posted(v, "keep") == "no" {
		return ui.Redirect{To: "/assistance/mine"}, p.drafts.forget(v.Context(), t.ID)
	}
	return p.keepAndSend(v, a, t)
}

// keepAndSend keeps what was typed before anything else; then it sends it, unless it
// was only to be kept.
func (p *pages) keepAndSend(v *ui.Visit, a *asking, t *typed) (ui.Answer, error) {
	wrong := &ui.Form{Fields: []ui.Field{{Name: "file.0"}, {Name: "file.1"}, {Name: "file.2"}, {Name: "act.document"}}}
	fields, err := p.gathered(v, wrong, Subject(t.request()), withParty(t.Party), t.Fields)
	if err != nil {
		return nil, err
	}
	delete(fields, refusedMark)
	if posted(v, "keep") == "" {
		fields.Set(refusedMark, "yes") // it is forgotten when it is recorded
	}
	t.Fields, t.Updated = fields, time.Now()
	if err := p.drafts.keep(v.Context(), t); err != nil {
		return nil, err
	}
	if posted(v, "keep") != "" && !wrong.Faulty() {
		return ui.Redirect{To: draftPage(t.ID), Said: "said.kept"}, nil
	}
	f := p.requestForm(v, a, t)
	f.Action = draftPage(t.ID)
	for i := range wrong.Fields {
		for _, words := range wrong.Fields[i].Faults {
			f.Fault(wrong.Fields[i].Name, words)
		}
	}
	if f.Faulty() {
		return p.draftAnswer(v, f, t), nil
	}
	f.Key = "request-" + t.ID
	if t.Corrects != "" {
		f.Key = ui.NewKey()
	}
	shown, err := p.record(v, f, p.requestDraft(v, t))
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.draftAnswer(v, f, t), nil
	}
	return ui.Redirect{To: requestPage(t.request()), Said: "said.recorded"}, p.drafts.forget(v.Context(), t.ID)
}

// request is the name of the request that a draft becomes or corrects.
func (t *typed) request() string {
	if of := t.Fields.Get("act.of"); of != "" {
		return of
	}
	return t.ID
}

// requestDraft is the act of a draft.
func (p *pages) requestDraft(v *ui.Visit, t *typed) book.Draft {
	k := p.node.Book.Kind("assistance.requested")
	values := map[string][]string(t.Fields)
	d := book.Draft{Kind: k.Name, Subject: Subject(t.request()), Party: t.Party, Standing: t.Standing, Day: v.Today, Audience: withParty(t.Party), Corrects: t.Corrects, Cites: act.TypedCites(t.Fields.Get("act.cites"))}
	on := v.Today
	if t.Standing != act.Own {
		d.Source = &act.Source{Channel: t.Fields.Get("act.channel"), Reference: t.Fields.Get("act.reference"), Received: act.Day(t.Fields.Get("act.received")), Document: t.Fields.Get("act.document")}
		on = d.Source.Received
	}
	if q := p.parties.ByCode(t.Party); q != nil {
		values["group"] = nil
		if g := q.GroupOn(on); g != "" {
			values["group"] = []string{g}
		}
	}
	d.Body = json.RawMessage(k.FormBody(values, nil))
	return d
}
