package project

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// maxDeed is the length of a form with its files at most, in bytes.
const maxDeed = 64 << 20

// deedRoutes are the pages of steps, by what they are about.
func (p *pages) deedRoutes() (list []ui.Route) {
	for path, of := range map[string]string{"/projects/{code}/do/{kind}": projectType, "/programmes/{code}/do/{kind}": programmeType, "/projects/-/offices/{code}/do/{kind}": officeType, "/projects/-/new/{kind}": ""} {
		find := func(v *ui.Visit) (*deed, error) {
			if of == "" {
				return p.beginning(v, v.PathValue("kind"))
			}
			return p.findDeed(v, of, v.PathValue("kind"))
		}
		list = append(list, ui.Route{Pattern: "GET " + path, Handle: func(v *ui.Visit) (ui.Answer, error) { return p.askDeed(v, find) }},
			ui.Route{Pattern: "POST " + path, Handle: func(v *ui.Visit) (ui.Answer, error) { return p.takeDeed(v, find) }})
	}
	slices.SortFunc(list, func(a, b ui.Route) int { return strings.Compare(a.Pattern, b.Pattern) })
	return list
}

// beginning is a step about what is not there yet.
func (p *pages) beginning(v *ui.Visit, kind string) (*deed, error) {
	about := map[string]act.Subject{"concept": Subject("x0"), "programme": ProgrammeSubject("x0"), "office-file": OfficeSubject("x0", 1)}[kind]
	if about == "" {
		return nil, ui.ErrNotFound
	}
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	d := &deed{kind: kind, subject: about, fresh: true, standing: act.Own, back: map[string]string{"concept": "/projects", "programme": "/projects/-/programmes", "office-file": "/projects/-/offices"}[kind], life: &Life{}}
	if err := p.read(v, func(r store.View) (err error) { d.programmes, err = Programmes(v.Context(), r, scopeOf(v)); return err }); err != nil {
		return nil, err
	}
	if err := p.deedActor(v, d); err != nil {
		return nil, err
	}
	return d, p.deedRequests(v, d)
}

// named puts what was typed as the name into the subject, and says why it can't be
// that.
func (p *pages) named(v *ui.Visit, d *deed, typed string) (fault error) {
	if !d.fresh {
		return nil
	}
	name := strings.TrimSpace(typed)
	switch d.kind {
	case "indicator":
		d.subject = IndicatorSubject(localOf(d.subject, 0), name)
	case "office-file":
		name = p.partyCode(name, v.Today)
		n := 1
		err := p.read(v, func(r store.View) error {
			list, err := loadOffices(v.Context(), r, `WHERE office = ? ORDER BY n`, name)
			if n = 1; len(list) > 0 { // a further one, after what was decided
				last := list[len(list)-1]
				if n = localNumber(last.Subject); last.Agreed != "" {
					n++
				}
			}
			return err
		})
		if err != nil {
			return err
		}
		d.subject = OfficeSubject(name, n)
	default:
		d.subject = act.Subject(d.subject.Type() + "/" + name)
	}
	if _, ok := nameOf(d.subject); !ok {
		return says.Refuse("project.name-wrong", "name", name)
	}
	return nil
}

// recordDeed records the act of a form once, however often it is sent. What is begun
// is not there yet: it never replaces what somebody else wrote.
// Nor does what was filled with what stood, where that changed meanwhile.
func (p *pages) recordDeed(v *ui.Visit, d *deed, f *ui.Form, drafts ...book.Draft) error {
	call := book.Call{Key: f.Key, Person: v.Reader.Who.Person, Acts: drafts}
	switch seen := v.PostForm.Get("act.seen"); {
	case d.fresh && d.kind != "office-file":
		call.Seen = map[act.Subject]string{d.subject: ""}
	case seen != "" && d.stands != nil:
		call.Seen = map[act.Subject]string{d.subject: seen}
	}
	_, err := p.node.Book.Record(v.Context(), call)
	var r *book.Refusal
	if d.fresh && errors.As(err, &r) && r.Code == book.Stale {
		return says.Refuse("project.code-taken", "code", d.subject.Locals()[len(d.subject.Locals())-1])
	}
	return err
}

func (p *pages) deedTitle(v *ui.Visit, d *deed) string {
	k := p.node.Book.Kind("project." + d.kind)
	return v.Label(k.Key(), k.Title)
}

func (p *pages) deedAnswer(v *ui.Visit, d *deed, f *ui.Form) ui.Page {
	page := ui.Page{Title: p.deedTitle(v, d), Section: "/projects", Trail: trail(v), Body: ui.FormView(v, f)}
	if d.backTitle != "" {
		page.Trail = append(page.Trail, ui.Link{To: d.back, Words: d.backTitle, Data: true})
	}
	switch i := d.indicator; {
	case i != nil:
		page.Lead, page.LeadLang = i.Title, i.Language
	case d.kind == "concept" && d.request != nil:
		page.Lead = v.Text("project.open-lead", map[string]string{"State": p.node.PartyName(v, d.request.State)})
	case p.words.Has("project-help." + d.kind):
		page.Lead = v.Text("project-help." + d.kind)
	}
	if f.Faulty() {
		page.Status = http.StatusUnprocessableEntity
	}
	return page
}

// askDeed shows the form of a step, with what stands, or with what was typed before
// the session ended.
func (p *pages) askDeed(v *ui.Visit, find func(*ui.Visit) (*deed, error)) (ui.Answer, error) {
	d, err := find(v)
	if err != nil {
		return nil, err
	}
	x := d.stands
	if x == nil {
		x = url.Values{}
	}
	if by, ok := chosenBy[d.kind]; ok && d.stands == nil && v.Kept == nil {
		if x.Set(by[0], v.Query(by[0])); x.Get(by[0]) == "" {
			return p.chooseDeed(v, d, by[0], by[1]), nil
		}
	}
	if err := p.prefilled(v, d, x); err != nil {
		return nil, err
	}
	if x.Get("act.cites") == "" {
		x.Set("act.cites", joined(d.cites()))
	}
	if d.kind == "closed" {
		x.Set("closure", map[Status]string{Running: "operational", Ended: "financial"}[d.project.Status])
	}
	if v.Kept != nil {
		x = v.Kept
	}
	f := p.deedForm(v, d, p.tidied(d, x), "")
	if v.Kept != nil {
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return p.deedAnswer(v, d, f), nil
}

// chosenBy are the fields, and their lists, by which the form of a kind differs: what
// is asked for follows from them.
var chosenBy = map[string][2]string{"delivered": {"kind", "delivery"}, "indicator": {"measure", "measure"}}

// chooseDeed asks for that field first.
func (p *pages) chooseDeed(v *ui.Visit, d *deed, field, list string) ui.Answer {
	var links []ui.Link
	for _, o := range p.node.Options(v, list) {
		links = append(links, ui.Link{To: v.With(field, o.Value), Words: o.Words})
	}
	page := p.deedAnswer(v, d, &ui.Form{})
	page.Lead, page.LeadLang, page.Body = v.Text("project.choose-"+field), "", chooseView(links)
	return page
}

// tidied are values with their rows one after the other.
func (p *pages) tidied(d *deed, x url.Values) url.Values {
	return tidy(x, p.node.Book.Kind("project."+d.kind).Form().Inputs, p.ticked)
}

// cites are what the programme or project carries out.
func (d *deed) cites() []act.Cite {
	switch {
	case d.project != nil:
		return d.project.Cites
	case d.programme != nil:
		return d.programme.Cites
	}
	return nil
}

// takeDeed records a step, or shows the form again: with what is wrong, or with
// further rows. Nothing that was typed is lost.
func (p *pages) takeDeed(v *ui.Visit, find func(*ui.Visit) (*deed, error)) (ui.Answer, error) {
	err := v.Posted(maxDeed)
	var long *ui.TooLong
	if err != nil && !errors.As(err, &long) {
		return nil, err
	}
	d, err := find(v)
	if err != nil {
		return nil, err
	}
	d.key = v.PostForm.Get(ui.KeyName)
	x := v.PostForm
	if x == nil {
		x = url.Values{}
	}
	misnamed := p.named(v, d, x.Get("act.name"))
	p.understood(v, d, x)
	if long != nil {
		f := p.deedForm(v, d, p.tidied(d, x), "")
		f.Fault(long.Field, long.Says(v))
		page := p.deedAnswer(v, d, f)
		page.Status = http.StatusRequestEntityTooLarge
		return page, nil //nolint:nilerr // the page says it
	}
	draft := p.deedDraft(d, x)
	var faults [][2]string
	if misnamed == nil {
		faults = p.keepFiles(v, d, x, &draft) // before rows take other places
	}
	x = p.tidied(d, x)
	more := v.PostForm.Get(ui.MoreName)
	f := p.deedForm(v, d, x, more)
	for _, fault := range faults {
		f.Fault(fault[0], fault[1])
	}
	if misnamed != nil && more == "" {
		f.Fault("act.name", v.Refusal(refusalOf(misnamed)))
	}
	tie, err := p.deedTie(v, d, f, x)
	if err != nil {
		return nil, err
	}
	if more != "" || f.Faulty() {
		return p.deedAnswer(v, d, f), nil
	}
	draft = p.deedDraft(d, x)
	if err := p.recordDeed(v, d, f, append([]book.Draft{draft}, tie...)...); err != nil {
		if module.Refused(v, f, err, deedHeader) {
			return p.deedAnswer(v, d, f), nil
		}
		return nil, err
	}
	return ui.Redirect{To: p.after(d), Said: "said.recorded"}, nil
}

// deedHeader are the fields that hold members of the header.
var deedHeader = map[string]string{"/subject": "act.name", "/party": "act.party", "/day": "act.day", "/source": "act.channel", "/source/channel": "act.channel", "/source/reference": "act.reference",
	"/source/received": "act.received", "/source/document": "act.document", "/audience": "act.audience", "/cites": "act.cites"}

// after is where a step leads.
func (p *pages) after(d *deed) string {
	switch to := subjectPage(string(d.subject)); {
	case to == "":
		return d.back
	case d.programme != nil && d.subject.Type() != programmeType:
		return d.back + "#" + d.subject.Type() + "-" + localOf(d.subject, 1)
	default:
		return to
	}
}

// understood turns names of parties into their codes, and takes blank parts out.
func (p *pages) understood(v *ui.Visit, d *deed, x url.Values) {
	var walk func(inputs []act.Input)
	party := map[string]bool{}
	walk = func(inputs []act.Input) {
		for i := range inputs {
			if inputs[i].Control == "party" || strings.HasSuffix(inputs[i].Name, "place") && d.kind != "delivered" {
				party[inputs[i].Name] = true
			}
			walk(inputs[i].Inputs)
		}
	}
	walk(p.node.Book.Kind("project." + d.kind).Form().Inputs)
	for key, given := range x {
		if !party[unplaced(key)] {
			continue
		}
		for i, s := range given {
			given[i] = p.partyCode(s, v.Today)
		}
	}
	if d.kind == "reported" && len(d.indicator.Dimensions) > 0 {
		readParts(x)
	}
}

// unplaced is a field's name without the places of rows.
func unplaced(name string) string {
	var path []string
	for part := range strings.SplitSeq(name, ".") {
		if strings.Trim(part, "0123456789") != "" {
			path = append(path, part)
		}
	}
	return strings.Join(path, ".")
}

// readParts takes out the parts of which nothing was typed; one of which it is typed
// that it is not known stays without a number.
func readParts(x url.Values) {
	const most = 1000
	for i := range most {
		at := "parts." + itoa(i) + "."
		value := ""
		for _, n := range []string{"number", "numerator", "denominator"} {
			s := strings.TrimSpace(x.Get(at + n))
			value += s
			if s == notKnown || s == "？" || s == "؟" {
				x.Del(at + n)
			}
		}
		if value == "" {
			for _, n := range []string{"sex", "age", "disability", "other"} {
				x.Del(at + n)
			}
		}
	}
}

// citingSteps are the steps of which the form asks what they carry out.
var citingSteps = []string{"concept", "programme", "delivered", "evaluated", "steering", "announced"}

// deedDraft is the act that the values come to.
func (p *pages) deedDraft(d *deed, x url.Values) book.Draft {
	get := func(name string) string { return strings.TrimSpace(x.Get(name)) }
	k := p.node.Book.Kind("project." + d.kind)
	out := book.Draft{Kind: k.Name, Subject: d.subject, Party: d.party, Standing: d.standing, Day: act.Day(get("act.day"))}
	switch {
	case d.kind == "reported", d.kind == "approved": // what the project carries out, its results do
		out.Cites = d.cites()
	case slices.Contains(citingSteps, d.kind):
		out.Cites = act.TypedCites(x.Get("act.cites"))
	}
	if open := d.audiences(p); len(open) > 0 {
		out.Audience = open[0]
		if a := get("act.audience"); slices.Contains(open, a) {
			out.Audience = a
		}
	}
	if d.states != nil {
		if state := get("act.party"); slices.Contains(d.states, state) {
			out.Party, out.Audience = state, withParty(state)
		}
		if d.standing != act.Own {
			out.Source = &act.Source{Channel: get("act.channel"), Reference: get("act.reference"), Received: act.Day(get("act.received")), Document: get("act.document.blob")}
		}
	}
	out.Body = k.FormBody(x, decimals)
	return out
}
