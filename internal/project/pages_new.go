package project

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// opening is a project that is opened for a request.
type opening struct {
	request    *module.AssistanceRequest
	party      string // in whose name
	programmes []*Programme
	code       string // a free one that is proposed
}

// opens reads what the form of a new project is about.
func (p *pages) opens(v *ui.Visit) (*opening, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	o := &opening{}
	var err error
	if o.request, err = p.requestOf(v); err != nil {
		return nil, err
	}
	if o.request == nil {
		return nil, ui.ErrNotFound
	}
	var ok bool
	if o.party, ok = p.may(v, "concept", Subject("x"), staff[0]); !ok {
		return nil, ui.ErrNotAllowed
	}
	if _, ok = p.may(v, "tied", Subject("x"), o.request.Audience); !ok {
		return nil, ui.ErrNotAllowed
	}
	return o, p.read(v, func(r store.View) (err error) {
		if o.programmes, err = Programmes(v.Context(), r, scopeOf(v)); err != nil {
			return err
		}
		o.code, err = freeCode(func(code string) (bool, error) {
			return codeTaken(v, r, code)
		}, o.request.State, v.Today)
		return err
	})
}

// freeCode proposes a code: the State's, the year, and the first number that is free.
func freeCode(taken func(string) (bool, error), state string, today act.Day) (string, error) {
	for n := 1; n < 1000; n++ {
		code := fmt.Sprintf("%s-%s-%02d", state, string(today)[:4], n)
		is, err := taken(code)
		if err != nil || !is {
			return code, err
		}
	}
	return "", nil
}

func codeTaken(v *ui.Visit, r store.Reader, code string) (bool, error) {
	return store.One(v.Context(), r, `SELECT code FROM {project_project} WHERE code = ? UNION ALL SELECT code FROM {project_programme} WHERE code = ?`, []any{code, code}, new(string))
}

// newFormOf asks for what a concept note can't do without; what the request says
// already is filled in. Its words are not: the project will be open to everybody one
// day, and the request need not be.
func (p *pages) newFormOf(v *ui.Visit, o *opening) *ui.Form {
	q := o.request
	name := func(key, english string) string { return label(v, "concept."+key, english) }
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("project.open-and-tie"), Cancel: q.Link}
	f.Fields = []ui.Field{
		{Name: "title", Label: name("title", "Title"), Help: v.Text("project.open-title-help"), Required: true, Max: 300},
		{Name: "language", Label: name("language", "Language"), Kind: "code", Required: true, Value: v.Lang, Options: p.node.Options(v, "language")},
		{Name: "summary", Label: name("summary", "Summary"), Kind: "lines", Required: true, Max: 20_000},
		{Name: "code", Label: v.Text("word.code"), Help: v.Text("project.code-help"), Kind: "code-line", Required: true, Max: 40, Value: o.code},
		{Name: "above", Label: name("above", "Part of the programmes"), Kind: "choices"},
		{Name: "office", Label: name("office", "Office"), Kind: "code", Required: true, Value: o.party},
		{Name: "signs", Label: v.Text("project.government-signs", map[string]string{"State": p.node.PartyName(v, q.State)}), Kind: "choice", Required: true, Value: "true",
			Options: []ui.Option{{Value: "true", Words: v.Text("word.yes")}, {Value: "false", Words: v.Text("word.no")}}},
		{Name: "topics", Label: name("topics", "Topics"), Kind: "choices", Required: true, Values: q.Topics},
		{Name: "from", Label: name("from", "From"), Kind: "day", Required: true, Value: string(v.Today)},
		{Name: "until", Label: name("until", "Until"), Kind: "day", Required: true},
		{Name: "budget.amount", Label: name("budget", "Budget"), Help: v.Text("project.amount-help"), Max: 20},
		{Name: "budget.currency", Label: name("budget", "Budget") + " · " + v.Text("project.currency"), Kind: "code-line", Max: 3, Value: "USD"},
		{Name: "act.cites", Label: v.Label("act.cite", "Cites"), Help: v.Text("act-form.cites-help"), Kind: "lines", Value: joined(q.Cites)},
	}
	above, topics, office := f.Field("above"), f.Field("topics"), f.Field("office")
	for _, g := range o.programmes {
		above.Options = append(above.Options, ui.Option{Value: string(ProgrammeSubject(g.Code)), Words: g.Title, Lang: g.Language})
	}
	for _, t := range q.Topics {
		topics.Options = append(topics.Options, ui.Option{Value: t, Words: p.node.TopicTitle(v, t)})
	}
	for _, x := range p.parties.All() {
		if x.Type != "state" && x.Type != "former-state" {
			office.Options = append(office.Options, ui.Option{Value: x.Code, Words: p.node.PartyName(v, x.Code)})
		}
	}
	i18n.Sort(v.Localizer, office.Options, func(o ui.Option) string { return o.Words })
	if len(above.Options) == 0 {
		f.Fields = slices.DeleteFunc(f.Fields, func(x ui.Field) bool { return x.Name == "above" })
	}
	return f
}

func (p *pages) newPage(v *ui.Visit, o *opening, f *ui.Form) ui.Page {
	page := formPage(v, v.Text("project.open-for-request"), trail(v, ui.Link{To: o.request.Link, Words: o.request.Title, Data: true}), f)
	page.Lead = v.Text("project.open-lead", map[string]string{"State": p.node.PartyName(v, o.request.State)})
	return page
}

func (p *pages) newForm(v *ui.Visit) (ui.Answer, error) {
	o, err := p.opens(v)
	if err != nil {
		return nil, err
	}
	f := p.newFormOf(v, o)
	asKept(v, f)
	return p.newPage(v, o, f), nil
}

// decimals of a currency's minor unit.
func decimals(currency string) (int, bool) {
	if e, other := exponents[currency]; other {
		return e, true
	}
	return 2, true
}

// openNew records the concept note and its tie to the request, both or neither.
func (p *pages) openNew(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxPosted); err != nil {
		return nil, err
	}
	o, err := p.opens(v)
	if err != nil {
		return nil, err
	}
	f := p.newFormOf(v, o)
	f.Fill(v.PostForm)
	for _, name := range []string{"above", "topics"} {
		if field := f.Field(name); field != nil {
			field.Values = v.PostForm[name]
		}
	}
	code := posted(v, "code")
	if !codeForm.MatchString(code) {
		f.Fault("code", v.Text("project.code-help"))
		return p.newPage(v, o, f), nil
	}
	taken := false
	if err := p.read(v, func(r store.View) (err error) { taken, err = codeTaken(v, r, code); return err }); err != nil {
		return nil, err
	}
	if taken { // the note would take the place of another's
		f.Fault("code", v.Text("project.code-is-taken", map[string]string{"Code": code}))
		return p.newPage(v, o, f), nil
	}
	note, err := p.noteOf(v, o, code)
	if err != nil {
		return nil, err
	}
	tie, err := p.tieDraft(v, Subject(code), o.request, "")
	if err != nil {
		return nil, err
	}
	shown, err := p.record(v, f, note, tie)
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.newPage(v, o, f), nil
	}
	return ui.Redirect{To: projectPage(code), Said: "said.recorded"}, nil
}

// noteOf is the concept note as it was posted.
func (p *pages) noteOf(v *ui.Visit, o *opening, code string) (book.Draft, error) {
	values := map[string][]string{}
	for name, given := range v.PostForm {
		if name != "signs" && name != "code" && !strings.HasPrefix(name, "act.") {
			values[name] = given
		}
	}
	values["states"] = []string{o.request.State}
	if posted(v, "signs") == "true" {
		values["signatories"] = values["states"]
	}
	if posted(v, "budget.amount") == "" {
		delete(values, "budget.currency")
	}
	k := p.node.Book.Kind("project.concept")
	d := book.Draft{Kind: k.Name, Subject: Subject(code), Party: o.party, Standing: act.Own, Day: v.Today, Audience: staff[0], Body: json.RawMessage(k.FormBody(values, decimals))}
	for l := range strings.Lines(posted(v, "act.cites")) {
		if l = strings.TrimSpace(l); l != "" {
			d.Cites = append(d.Cites, act.Cite(l))
		}
	}
	return d, nil
}

// newDelivery is where a delivery of a project is recorded.
func newDelivery(code string) string { return projectPage(code) + "/deliveries/new" }
