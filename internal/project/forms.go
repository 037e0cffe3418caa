package project

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/sheetform"
	"comity/internal/store"
	"comity/internal/ui"
)

// The form on which an office with a poor line reports what was measured and what
// was delivered: one row each, the indicators of the project to choose from.

const (
	formMark    = "comity-project-report"
	formVersion = 2
	formRoom    = 200  // rows that are made ready
	mostForm    = 5000 // rows that are read
	maxForm     = 32 << 20
)

// choices are the codes of a list in the languages in which forms go out.
func (p *pages) choices(v *ui.Visit, say *i18n.Localizer, list string) (out []sheetform.Choice) {
	l := p.node.Lists[list]
	if l == nil {
		return nil
	}
	for _, e := range l.On(v.Today) {
		words := []string{}
		for _, lang := range append([]string{say.Lang}, i18n.Languages()...) {
			w, _ := e.Label(lang)
			words = append(words, w)
		}
		out = append(out, sheetform.Choice{Code: e.Code, Words: words})
	}
	return out
}

// reportingOn is a project with what its form is made of.
type reportingOn struct {
	x          *Project
	form       *sheetform.Form
	indicators []*Indicator
	parts      []wordedPart
	before     map[act.Subject][]*Report
	deliveries []*Delivery
	party      string
}

func (p *pages) reportingOn(v *ui.Visit) (*reportingOn, error) {
	o := &reportingOn{before: map[act.Subject][]*Report{}}
	s := scopeOf(v)
	var outputs []Result
	err := p.read(v, func(r store.View) (err error) {
		if o.x, err = Find(v.Context(), r, s, v.PathValue("code")); err != nil || o.x == nil {
			return err
		}
		if o.indicators, err = loadIndicators(v.Context(), r, `WHERE i.owner = ? ORDER BY i.subject`, o.x.Code); err != nil {
			return err
		}
		for _, i := range o.indicators {
			if o.before[i.Subject], err = loadReports(v.Context(), r, `WHERE indicator = ? ORDER BY starts, ends, place`, string(i.Subject)); err != nil {
				return err
			}
		}
		if o.deliveries, err = loadDeliveries(v.Context(), r, `WHERE d.project = ? ORDER BY d.n`, o.x.Code); err != nil {
			return err
		}
		f, err := frameworkOf(v.Context(), r, o.x.Code, nil)
		if f != nil {
			outputs = f.Results
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case o.x == nil:
		return nil, ui.ErrNotFound
	case !v.Reader.Signed():
		return nil, ui.ErrSignIn
	}
	var ok bool
	if o.party, ok = p.may(v, "reported", IndicatorSubject(o.x.Code, "x"), staff[0]); !ok {
		return nil, ui.ErrNotAllowed
	}
	say := p.words.Localizer(v.Lang)
	if in := v.Query("in"); slices.Contains(i18n.Languages(), in) {
		say = p.words.Localizer(in)
	}
	o.parts = p.wordedParts(&ui.Visit{Localizer: say, Today: v.Today}, o.indicators)
	o.form = form(o.x, o.indicators, o.parts, outputs, say, func(list string) []sheetform.Choice { return p.choices(v, say, list) })
	for i := range o.form.Columns { // yes and no in every language
		if c := &o.form.Columns[i]; c.Name == "yes" {
			for _, lang := range i18n.Languages() {
				other := p.words.Localizer(lang)
				c.Choices[0].Words, c.Choices[1].Words = append(c.Choices[0].Words, other.Text("word.yes")), append(c.Choices[1].Words, other.Text("word.no"))
			}
		}
	}
	return o, nil
}

// formFile gives the form as a spreadsheet.
func (p *pages) formFile(v *ui.Visit) (ui.Answer, error) {
	o, err := p.reportingOn(v)
	if err != nil {
		return nil, err
	}
	say := p.words.Localizer(v.Lang)
	if in := v.Query("in"); slices.Contains(i18n.Languages(), in) {
		say = p.words.Localizer(in)
	}
	return ui.File{Name: o.x.Code + "-" + say.Lang + ".xlsx", Type: sheetform.Type, Write: func(w io.Writer) error {
		return o.form.Write(w, say, formRoom, p.ahead(&ui.Visit{Localizer: say, Today: v.Today}, o))
	}}, nil
}

func (p *pages) formFormOf(v *ui.Visit) *ui.Form {
	return &ui.Form{Key: ui.NewKey(), Send: v.Text("do.upload"), Upload: true, Most: maxForm, Cancel: projectPage(v.PathValue("code")), Fields: []ui.Field{
		{Name: "form", Label: v.Text("project.form"), Help: v.Text("project.form-upload-help"), Kind: "file", Required: true, Accept: sheetform.Type}}}
}

func (p *pages) formPage(v *ui.Visit, o *reportingOn, f *ui.Form) ui.Page {
	page := ui.Page{Title: v.Text("project.form"), Section: "/projects", Trail: trail(v, ui.Link{To: projectPage(o.x.Code), Words: o.x.Title, Data: true})}
	var links []ui.Link
	for _, lang := range i18n.Languages() {
		links = append(links, ui.Link{To: projectPage(o.x.Code) + "/form.xlsx?in=" + lang, Words: "XLSX · " + p.node.CodeLabel(v, "language", lang)})
	}
	page.Body = formView(v, links, f)
	if f.Faulty() {
		page.Status = http.StatusUnprocessableEntity
	}
	return page
}

func (p *pages) formForm(v *ui.Visit) (ui.Answer, error) {
	o, err := p.reportingOn(v)
	if err != nil {
		return nil, err
	}
	return p.formPage(v, o, p.formFormOf(v)), nil
}

// takeForm records what a form says, or says all that is wrong with it.
func (p *pages) takeForm(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	o, err := p.reportingOn(v)
	if err != nil {
		return nil, err
	}
	f := p.formFormOf(v)
	f.Fill(v.PostForm)
	file, _, err := v.FormFile("form")
	if err != nil {
		f.Fault("form", v.Text("project.form-none"))
		return p.formPage(v, o, f), nil
	}
	defer func() { _ = file.Close() }() // it was only read
	content, err := io.ReadAll(io.LimitReader(file, sheetform.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read the form: %w", err)
	}
	reported, faults, said := readForm(content, o.form, o.x, o.indicators, o.parts, func(i *Indicator) []part { return p.partsOf(i, v.Today) }, o.before, v.Lang, v.Today)
	p.sayFaults(v, f, &faults, said)
	if f.Faulty() {
		return p.formPage(v, o, f), nil
	}
	drafts, err := o.drafts(&reported, v.Today)
	if err != nil {
		return nil, err
	}
	if len(drafts) == 0 {
		return ui.Redirect{To: projectPage(o.x.Code), Said: "project.nothing-new"}, nil
	}
	if _, err = p.node.Record(v.Context(), v, f.Key, drafts...); err != nil {
		if module.Refused(v, f, err, nil) {
			return p.formPage(v, o, f), nil
		}
		return nil, err
	}
	return ui.Redirect{To: projectPage(o.x.Code), Said: "said.recorded"}, nil
}

func (p *pages) sayFaults(v *ui.Visit, f *ui.Form, faults *sheetform.Faults, said []string) {
	for i := range faults.List {
		f.Faults = append(f.Faults, faults.List[i].Say(v.Localizer))
	}
	for _, s := range said {
		where, packed, _ := strings.Cut(s, "\x00")
		var r book.Refusal
		if json.Unmarshal([]byte(packed), &r) == nil {
			f.Faults = append(f.Faults, where+": "+v.Refusal(&r))
		}
	}
	if more := faults.N - len(f.Faults); more > 0 {
		f.Faults = append(f.Faults, v.Text("project.form-more", map[string]string{"Number": v.Localizer.Number(int64(more))}))
	}
}

// drafts are the acts that a form comes to; a delivery that the book has as it is
// stands once.
func (o *reportingOn) drafts(r *Reported, day act.Day) (drafts []book.Draft, err error) {
	add := func(kind string, s act.Subject, audience string, body any) {
		raw, e := json.Marshal(body)
		if err == nil {
			err = e
		}
		drafts = append(drafts, book.Draft{Kind: "project." + kind, Subject: s, Party: o.party, Standing: act.Own, Day: day, Cites: o.x.Cites, Audience: audience, Body: raw})
	}
	for _, x := range r.Reports {
		add("reported", x.About, staff[0], x.Body)
	}
	next := 0
	have := map[string]bool{}
	for _, d := range o.deliveries {
		next = max(next, d.Number())
		have[pack(d.DeliveryBody)] = true
	}
	audience := staff[0]
	if o.x.Everybody() {
		audience = act.Public
	}
	for i := range r.Deliveries {
		if have[pack(r.Deliveries[i])] {
			continue
		}
		have[pack(r.Deliveries[i])] = true
		next++
		add("delivered", DeliverySubject(o.x.Code, next), audience, r.Deliveries[i])
	}
	return drafts, err
}
