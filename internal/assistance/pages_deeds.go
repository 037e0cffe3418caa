package assistance

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// deeds are the steps that one can take on a request, in the order in which they are
// offered.
var deeds = []string{"asked", "given", "checked", "appraised", "drafted", "cleared", "replied", "assigned", "assessed", "diligence-cleared", "delivered", "evaluated", "suspended", "resumed", "confirmed", "closed", "withdrawn", "published"}

// aside are the steps that stand apart.
var asideSteps = []string{"appraised", "drafted", "cleared", "assessed", "diligence-cleared"}

// audienceOf is the audience of a step on a request.
func audienceOf(kind string, q *Request) string {
	switch {
	case slices.Contains(asideSteps, kind):
		return Apart
	case kind == "published":
		return act.Public
	}
	return q.Audience
}

// acting is who takes a step: in whose name, and by which standing.
type acting struct {
	party    string
	standing act.Standing
}

// actor says as whom the reader may take a step; ok is false where they may not.
func (p *pages) actor(v *ui.Visit, kind string, q *Request) (a acting, ok bool) {
	if !slices.Contains(stateSteps, kind) {
		code, ok := p.office(v, kind, audienceOf(kind, q))
		return acting{code, act.Own}, ok
	}
	if slices.Contains(p.states(v, kind), q.Party) {
		return acting{q.Party, act.Own}, true
	}
	k := p.node.Book.Kind("assistance." + kind)
	if slices.Contains(k.Standings, act.Communicated) && p.records(v, kind, q.Party) {
		return acting{q.Party, act.Communicated}, true
	}
	return acting{}, false
}

// shown is a request as its page has it.
type shown struct {
	*Request
	Steps []*Entry
	Life  *Life
	// Mine: the reader acts for the State.
	Mine bool
	// Services are what other rooms do for it.
	Services []*module.Service
}

// find reads the request of the address as the reader sees it.
func (p *pages) find(v *ui.Visit) (*shown, error) {
	o := &shown{}
	err := p.read(v, func(r store.View) (err error) {
		if o.Request, err = Find(v.Context(), r, scopeOf(v), v.PathValue("id")); err != nil || o.Request == nil {
			return err
		}
		o.Steps, err = StepsOf(v.Context(), r, scopeOf(v), o.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	if o.Request == nil {
		return nil, ui.ErrNotFound
	}
	o.Life = LifeOf(o.Steps)
	o.Mine = slices.Contains(p.states(v, "given"), o.Party)
	o.Services, err = p.services(v, o.Request)
	return o, err
}

// may says whether a step could be taken today, as far as the reader sees.
func (o *shown) may(kind string, today act.Day) bool {
	steps := make([]Step, len(o.Steps))
	last := today
	for i, e := range o.Steps {
		steps[i] = e.Step
		last = max(last, e.Day)
	}
	probe := Step{Kind: kind, Act: "probe", Index: 1 << 60, Day: last, Reason: true, Outcome: Accepted, Final: true, Until: plus(last, 1)}
	if kind == "replied" || kind == "drafted" {
		probe.Outcome = Pending
	}
	if slices.Contains(asideSteps, kind) {
		probe.Audience = Apart
	}
	return May(steps, probe) == nil
}

// last is the last step of a kind that stands, nil for none.
func (o *shown) last(kind string) *Entry {
	for i := len(o.Steps) - 1; i >= 0; i-- {
		if e := o.Steps[i]; e.Kind == kind && !e.Corrected {
			return e
		}
	}
	return nil
}

// deedsOf are the steps that the reader can take now.
func (p *pages) deedsOf(v *ui.Visit, o *shown) (list []string) {
	for _, kind := range deeds {
		a, ok := p.actor(v, kind, o.Request)
		switch {
		case !ok || !o.may(kind, v.Today) || p.selfCleared(v, kind, o):
		case a.standing != act.Own && (kind == "published" && (!o.Life.Status.Ended() || o.Life.Published != "") || kind == "given" && !o.Life.Open): // letters that hardly come
		default:
			list = append(list, kind)
		}
	}
	return list
}

// selfCleared says whether a clearance would be of the reader's own work.
func (p *pages) selfCleared(v *ui.Visit, kind string, o *shown) bool {
	of := map[string]string{"cleared": "drafted", "diligence-cleared": "assessed"}[kind]
	last := o.last(of)
	return of != "" && last != nil && last.Person == v.Reader.Who.Person
}

// deed is a request with a step that the reader takes.
type deed struct {
	*shown
	acting
	kind *book.Kind
	name string
}

func (p *pages) deedOf(v *ui.Visit) (*deed, error) {
	d := &deed{name: v.PathValue("deed")}
	var err error
	if d.shown, err = p.find(v); err != nil {
		return nil, err
	}
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	if !slices.Contains(deeds, d.name) {
		return nil, ui.ErrNotFound
	}
	var ok bool
	if d.acting, ok = p.actor(v, d.name, d.Request); !ok {
		return nil, ui.ErrNotAllowed
	}
	d.kind = p.node.Book.Kind("assistance." + d.name)
	return d, nil
}

// deedFormOf is the form of a step: its fields are those that its kind declares.
func (p *pages) deedFormOf(v *ui.Visit, d *deed) *ui.Form {
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("do.record"), Cancel: requestPage(d.ID), Danger: d.name == "withdrawn" || d.name == "closed", Most: maxForm}
	if d.name == "published" {
		f.Send = v.Text("assistance.publish")
	}
	if d.standing != act.Own {
		f.Fields = append(f.Fields,
			ui.Field{Name: "act.channel", Label: v.Text("act-form.channel"), Kind: "code", Required: true, Options: p.node.Options(v, "channel")},
			ui.Field{Name: "act.reference", Label: v.Text("act-form.reference"), Required: true, Max: 200},
			ui.Field{Name: "act.received", Label: v.Label("act.received", "Received"), Kind: "day", Required: true, Value: string(v.Today)})
		if p.node.Blobs != nil {
			f.Upload = true
			f.Fields = append(f.Fields, ui.Field{Name: "act.document", Label: v.Label("act.document", "Document"), Kind: "file", Required: d.name == "withdrawn" || d.name == "published"})
		}
	}
	for _, in := range d.kind.Form().Inputs {
		p.input(v, f, d, &in)
	}
	if d.standing == act.Own {
		f.Fields = append(f.Fields, ui.Field{Name: "act.day", Label: v.Label("act.day", "Day"), Kind: "day", Required: true, Value: string(v.Today)})
	}
	p.prefill(v, f, d)
	return f
}

// input adds the fields of one declared input.
func (p *pages) input(v *ui.Visit, f *ui.Form, d *deed, in *act.Input) {
	field := ui.Field{Name: in.Name, Label: v.Label(in.Key, in.Label), Required: in.Required, Max: in.Max}
	switch {
	case in.Name == "findings":
		for i, c := range Criteria {
			at, label := "findings."+itoa(i)+".", p.node.CodeLabel(v, "assistance-criterion", c)
			f.Fields = append(f.Fields, ui.Field{Name: at + "criterion", Kind: "hidden", Value: c},
				ui.Field{Name: at + "finding", Label: sentenceCase(label), Kind: "choice", Required: true, Options: p.node.Options(v, "assistance-finding")},
				ui.Field{Name: at + "reason", Label: sentenceCase(label) + " · " + v.Text("word.reason"), Kind: "lines", Required: true, Max: 20_000})
		}
		return
	case in.Control == "file":
		if p.node.Blobs == nil {
			return
		}
		f.Upload = true
		if in.Repeat {
			f.Fields = append(f.Fields, fileFields(field.Label, nil)...)
			return
		}
		field.Name, field.Kind, field.Max = "file.0", "file", 0
	case in.Name == "topics" || in.Name == "help" && in.Repeat:
		field.Kind, field.Max = "choices", 0
		field.Options = p.asked(v, d, in.Name)
		for _, o := range field.Options {
			field.Values = append(field.Values, o.Value)
		}
	case in.Control == "code":
		field.Kind, field.Max, field.Options = "code", 0, p.node.Options(v, in.List)
		if in.List == "assistance-reply" && d.name == "drafted" || in.List == "need-met" && d.name == "evaluated" {
			field.Kind = "choice"
		}
	case in.Control == "yes-no":
		field.Kind, field.Options = "choice", yesNo(v)
		if in.Name == "forces" {
			field.Help = v.Text(map[bool]string{true: "assistance.forces-said-yes", false: "assistance.forces-said-no"}[d.Body.Forces])
		}
	case in.Control == "prose":
		f.Fields = append(f.Fields,
			ui.Field{Name: in.Name + ".text", Label: field.Label, Kind: map[bool]string{true: "lines"}[in.Name == "summary"], Required: in.Required},
			ui.Field{Name: in.Name + ".language", Label: field.Label + " · " + v.Text("word.language"), Kind: "code", Required: in.Required, Value: d.Language, Options: p.node.Options(v, "language")})
		return
	case in.Control == "party":
		field.Kind, field.Max = "code", 0
		for _, q := range p.parties.All() {
			if (q.Code == d.party || q.Parent == d.party && q.Type == "field-office") && q.Exists.Has(v.Today) {
				field.Options = append(field.Options, ui.Option{Value: q.Code, Words: p.node.PartyName(v, q.Code)})
			}
		}
		i18n.Sort(v.Localizer, field.Options, func(o ui.Option) string { return o.Words })
	case in.Control == "subject":
		given, there := p.chosen(v, d, field)
		if !there {
			return
		}
		field = given
	case in.Control == "line":
	default:
		field.Kind = in.Control
	}
	f.Fields = append(f.Fields, field)
}

// asked are the topics or kinds of help of a request, to choose from.
func (p *pages) asked(v *ui.Visit, d *deed, name string) (list []ui.Option) {
	if name == "help" {
		for _, c := range d.Body.Help {
			list = append(list, ui.Option{Value: c, Words: p.node.CodeLabel(v, "help", c)})
		}
		return list
	}
	for _, c := range append([]string{d.Body.Topic}, d.Body.Topics...) {
		list = append(list, ui.Option{Value: c, Words: p.node.TopicTitle(v, c)})
	}
	return list
}

// sentenceCase begins a label with a capital letter, where there are any.
func sentenceCase(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// prefill fills in what is known already: the letter by its template, the cleared
// letter as it is sent, what can be published as it was said.
func (p *pages) prefill(v *ui.Visit, f *ui.Form, d *deed) {
	set := func(name, value string) {
		if field := f.Field(name); field != nil && value != "" {
			field.Value = value
		}
	}
	switch d.name {
	case "appraised":
		if d.Body.Forces {
			set("forces", "true")
		}
	case "drafted":
		set("language", letterLanguage(d.Language))
		set("title", d.Title)
		if e := d.last("appraised"); e != nil {
			if b, err := Said[AppraisedBody](e); err == nil {
				set("outcome", string(b.Advice))
			}
		}
		set("letter", p.letter(d, Outcome(f.Field("outcome").Value)))
		f.Field("letter").Help = v.Text("assistance.letter-template-help")
		if e := d.last("drafted"); e != nil {
			if b, err := Said[ReplyBody](e); err == nil {
				p.fillReply(f, &b, false)
			}
		}
	case "replied":
		if e := d.last("drafted"); e != nil {
			if b, err := Said[ReplyBody](e); err == nil {
				p.fillReply(f, &b, true)
			}
		}
	case "assigned":
		set("office", d.party)
	case "evaluated":
		set("language", v.Lang)
	case "published":
		set("title.text", d.Title)
		set("received", string(d.Received))
		if d.Life.Outcome != "" {
			set("outcome", string(d.Life.Outcome))
		}
		if e := d.last("evaluated"); e != nil {
			if b, err := Said[EvaluatedBody](e); err == nil {
				set("met", b.Met)
			}
		}
	}
}

// fillReply sets the fields of a reply; those of a cleared one are not to be changed.
func (p *pages) fillReply(f *ui.Form, b *ReplyBody, cleared bool) {
	for name, value := range map[string]string{"outcome": string(b.Outcome), "reason": b.Reason, "referred": b.Referred, "language": b.Language, "title": b.Title, "letter": b.Letter} {
		if field := f.Field(name); field != nil {
			field.Value = value
			if cleared {
				field.Kind = "hidden"
			}
		}
	}
}

// letterLanguage is the language of the reply: that of the request where the Office
// writes it.
func letterLanguage(lang string) string {
	if slices.Contains(i18n.Languages(), lang) {
		return lang
	}
	return i18n.English
}

// letter is the template of a reply in the request's language.
func (p *pages) letter(d *deed, outcome Outcome) string {
	say := p.words.Localizer(letterLanguage(d.Language))
	said := string(cmp.Or(outcome, Accepted))
	if l := p.node.Lists["assistance-reply"]; l != nil {
		if e, ok := l.Find(said, ""); ok {
			said, _ = e.Label(say.Lang)
		}
	}
	state := d.Party
	if q := p.parties.ByCode(d.Party); q != nil {
		state, _ = q.Formal.In(say.Lang)
	}
	return say.Text("assistance.letter-template", i18n.Args{"State": state, "Title": d.Title, "Day": say.Day(d.Received), "Reply": said})
}

func (p *pages) deedPage(v *ui.Visit, d *deed, f *ui.Form) ui.Answer {
	page := formPage(v, v.Text("assistance.do-"+d.name), trail(v, d.Request), f)
	lead := "assistance.lead-" + d.name
	switch d.name {
	case "asked", "appraised", "published", "closed", "withdrawn", "suspended", "evaluated", "assessed", "replied":
		page.Lead = v.Text(lead)
	}
	if d.name == "replied" || d.name == "cleared" {
		if e := d.last("drafted"); e != nil {
			page.Body = p.letterView(v, p.moment(v, d.shown, e), f)
		}
	}
	return page
}

func (p *pages) deedForm(v *ui.Visit) (ui.Answer, error) {
	d, err := p.deedOf(v)
	if err != nil {
		return nil, err
	}
	f := p.deedFormOf(v, d)
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return p.deedPage(v, d, f), nil
}

func (p *pages) recordDeed(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	d, err := p.deedOf(v)
	if err != nil {
		return nil, err
	}
	f := p.deedFormOf(v, d)
	f.Fill(v.PostForm)
	one := book.Draft{Kind: d.kind.Name, Subject: d.Subject(), Party: d.party, Standing: d.standing, Day: act.Day(posted(v, "act.day")), Audience: audienceOf(d.name, d.Request)}
	values, err := p.gathered(v, f, one.Subject, one.Audience, nil)
	if err != nil {
		return nil, err
	}
	if d.standing != act.Own {
		one.Day, one.Source = v.Today, &act.Source{Channel: posted(v, "act.channel"), Reference: posted(v, "act.reference"), Received: act.Day(posted(v, "act.received")), Document: values.Get("act.document")}
	}
	if d.name != "checked" && d.name != "cleared" {
		one.Cites = d.Cites
	}
	if single := d.kind.Form(); slices.ContainsFunc(single.Inputs, func(in act.Input) bool { return in.Name == "file" }) {
		for _, part := range []string{".blob", ".name", ".type", ".size"} {
			values["file"+part] = values["files.0"+part]
		}
	}
	one.Body = json.RawMessage(d.kind.FormBody(values, nil))
	shown, err := p.record(v, f, one)
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.deedPage(v, d, f), nil
	}
	return ui.Redirect{To: requestPage(d.ID), Said: "said.recorded"}, nil
}
