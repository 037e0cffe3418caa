package project

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/project/result"
	"comity/internal/sheetform"
	"comity/internal/store"
	"comity/internal/ui"
)

// The form on which an office with a poor line reports what was measured and what
// was delivered: one row each, the indicators of the project to choose from.

const (
	formMark    = "comity-project-report"
	formVersion = 1
	formRoom    = 200  // rows that are made ready
	mostForm    = 5000 // rows that are read
	maxForm     = 32 << 20
)

// form is the form of a project in a language.
func form(x *Project, indicators []*Indicator, outputs []Result, say *i18n.Localizer, pick func(list string) []sheetform.Choice) *sheetform.Form {
	f := &sheetform.Form{Mark: formMark, Version: formVersion, Sheet: "Report", Title: x.Code + " · " + x.Title, Help: say.Text("project.form-help"), About: []string{x.Code}}
	name := func(key, english string) string { return say.Label("project."+key, english) }
	var what []sheetform.Choice
	for _, i := range indicators {
		what = append(what, sheetform.Choice{Code: string(i.Subject), Words: []string{i.ID() + " " + i.Title, i.ID()}})
	}
	for _, c := range pick("delivery") {
		what = append(what, sheetform.Choice{Code: deliveryType + ":" + c.Code, Words: c.Words})
	}
	var under []sheetform.Choice
	for _, o := range outputs {
		if o.Level == "output" {
			under = append(under, sheetform.Choice{Code: o.ID, Words: []string{o.ID}})
		}
	}
	f.Columns = []sheetform.Column{
		{Name: "what", Label: say.Text("project.form-what"), Kind: sheetform.OfList, Required: true, Width: 34, Choices: what},
		{Name: "from", Label: name("reported.from", "From"), Kind: sheetform.Day, Required: true, Width: 12},
		{Name: "until", Label: name("reported.until", "Until"), Kind: sheetform.Day, Required: true, Width: 12},
		{Name: "place", Label: name("reported.place", "Place"), Width: 14},
		{Name: "number", Label: name("reported.number", "Number"), Kind: sheetform.Decimal, Width: 10},
		{Name: "numerator", Label: name("reported.numerator", "Numerator"), Kind: sheetform.Decimal, Width: 10},
		{Name: "denominator", Label: name("reported.denominator", "Denominator"), Kind: sheetform.Decimal, Width: 10},
		{Name: "yes", Label: name("reported.yes", "It is so"), Kind: sheetform.OfList, Width: 8, Choices: []sheetform.Choice{{Code: "true", Words: []string{say.Text("word.yes")}}, {Code: "false", Words: []string{say.Text("word.no")}}}},
		{Name: "women", Label: name("delivered.participants.women", "Women"), Kind: sheetform.Decimal, Width: 9},
		{Name: "men", Label: name("delivered.participants.men", "Men"), Kind: sheetform.Decimal, Width: 9},
		{Name: "sex_other", Label: name("delivered.participants.other", "Others"), Kind: sheetform.Decimal, Width: 9},
		{Name: "sex_unknown", Label: name("delivered.participants.unknown", "Sex unknown"), Kind: sheetform.Decimal, Width: 9},
		{Name: "title", Label: name("delivered.title", "Title"), Width: 30},
		{Name: "institution", Label: name("delivered.participants.institution", "Institution"), Width: 30},
		{Name: "output", Label: name("delivered.output", "For the output"), Kind: sheetform.OfList, Width: 12, Choices: under},
		{Name: "words", Label: name("reported.text", "In words"), Width: 50},
	}
	return f
}

// Reported is what a form that came back says.
type Reported struct {
	Reports    []reportRow
	Deliveries []DeliveredBody
}

type reportRow struct {
	About act.Subject
	Body  ReportedBody
}

// readForm reads a form that came back: every fault in its cell, and nothing where
// there is any. day is that of the upload.
func readForm(content []byte, f *sheetform.Form, x *Project, indicators []*Indicator, before map[act.Subject][]*Report, lang string, day act.Day) (out Reported, faults sheetform.Faults, said []string) {
	rows, faults := f.Read(content, mostForm)
	if faults.N > 0 {
		return Reported{}, faults, nil
	}
	refuse := func(r *sheetform.Row, column string, err error) {
		if err == nil {
			return
		}
		if faults.N++; len(said) < sheetform.MaxFaults {
			said = append(said, r.Where(column)+"\x00"+pack(refusalOf(err)))
		}
	}
	seen := map[string]int{}
	for _, r := range rows {
		what := r.Get("what")
		if kind, is := strings.CutPrefix(what, deliveryType+":"); is {
			b, err := deliveryRow(r, kind, lang, x)
			if err == nil {
				err = CheckDelivery(&b, day)
			}
			refuse(r, "what", err)
			out.Deliveries = append(out.Deliveries, b)
			continue
		}
		i := slices.IndexFunc(indicators, func(i *Indicator) bool { return string(i.Subject) == what })
		if i < 0 {
			continue // the form itself named it
		}
		b := rowReport(r)
		key := what + "\n" + string(b.From) + "\n" + string(b.Until) + "\n" + b.Place
		if at, twice := seen[key]; twice {
			refuse(r, "what", says.Refuse("project.row-twice", "row", at))
			continue
		}
		seen[key] = r.Number
		others := before[indicators[i].Subject]
		if sameReport(others, &b) {
			continue // uploading twice changes nothing
		}
		refuse(r, "number", CheckReport(indicators[i], others, &b, &act.Header{Day: day, Audience: staff[0]}))
		out.Reports = append(out.Reports, reportRow{indicators[i].Subject, b})
		before[indicators[i].Subject] = append(others, &Report{Indicator: indicators[i].Subject, Period: result.Period{From: b.From, Until: b.Until}, Place: b.Place, Audience: staff[0], Value: b.Value()})
	}
	if faults.N > 0 {
		return Reported{}, faults, said
	}
	return out, faults, nil
}

func refusalOf(err error) *book.Refusal {
	var r *book.Refusal
	if errors.As(err, &r) {
		return &book.Refusal{Code: r.Code, Rule: r.Rule, Args: r.Args, What: r.What, Do: r.Do, Act: -1}
	}
	return &book.Refusal{Act: -1, What: err.Error()}
}

func rowReport(r *sheetform.Row) ReportedBody {
	b := ReportedBody{From: act.Day(r.Get("from")), Until: act.Day(r.Get("until")), Place: r.Get("place"),
		Measured: Measured{Number: r.Get("number"), Numerator: r.Get("numerator"), Denominator: r.Get("denominator"), Text: r.Get("words")}}
	if s := r.Get("yes"); s != "" {
		yes := s == "true"
		b.Yes = &yes
	}
	if b.Number != "" || b.Numerator != "" || b.Yes != nil {
		b.Text, b.Note = "", b.Text // words beside a value are a note
	}
	for column, sex := range map[string]string{"women": "female", "men": "male", "sex_other": "other", "sex_unknown": "unknown"} {
		if n := r.Get(column); n != "" {
			b.Parts = append(b.Parts, PartBody{Sex: sex, Number: n})
		}
	}
	slices.SortFunc(b.Parts, func(a, c PartBody) int { return strings.Compare(a.Sex, c.Sex) })
	return b
}

// sameReport says whether the book has it already as it is.
func sameReport(before []*Report, b *ReportedBody) bool {
	v := b.Value()
	pieces, err := b.Pieces()
	if err != nil {
		return false
	}
	return slices.ContainsFunc(before, func(o *Report) bool {
		return o.From == b.From && o.Until == b.Until && o.Place == b.Place && o.Value.Same(&v) && pack(o.Pieces) == pack(pieces)
	})
}

func deliveryRow(r *sheetform.Row, kind, lang string, x *Project) (DeliveredBody, error) {
	b := DeliveredBody{Kind: kind, Title: r.Get("title"), Language: lang, Output: r.Get("output"), From: act.Day(r.Get("from")), Until: act.Day(r.Get("until")), Place: r.Get("place"), Text: r.Get("words")}
	if slices.Contains(x.States, b.Place) {
		b.States, b.Place = []string{b.Place}, ""
	}
	p := Participant{Institution: r.Get("institution")}
	for column, to := range map[string]*int64{"women": &p.Women, "men": &p.Men, "sex_other": &p.Other, "sex_unknown": &p.Unknown} {
		s := r.Get(column)
		if s == "" {
			continue
		}
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil || n < 0 {
			return b, says.Refuse("project.persons", "number", s)
		}
		*to = n
	}
	if p.All() > 0 {
		if p.Institution == "" {
			p.Institution = b.Title
		}
		b.Participants = []Participant{p}
	}
	switch {
	case b.Title == "":
		return b, says.Refuse("project.title-none")
	case kind == "equipment":
		n := int64(1)
		if s := r.Get("number"); s != "" {
			var err error
			if n, err = strconv.ParseInt(s, 10, 32); err != nil || n < 1 {
				return b, says.Refuse("project.persons", "number", s)
			}
		}
		b.Items = []Item{{Title: b.Title, Number: n, Receiver: p.Institution, Day: b.Until}}
		if p.Institution == "" {
			return b, says.Refuse("project.equipment")
		}
	case kind == "draft-law":
		if p.Institution == "" {
			return b, says.Refuse("project.law")
		}
		b.Laws = []Law{{Title: b.Title, To: p.Institution, Day: b.Until}}
	}
	return b, nil
}

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
	o.form = form(o.x, o.indicators, outputs, say, func(list string) []sheetform.Choice { return p.choices(v, say, list) })
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
	return ui.File{Name: o.x.Code + "-" + say.Lang + ".xlsx", Type: sheetform.Type, Write: func(w io.Writer) error { return o.form.Write(w, say, formRoom, nil) }}, nil
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
	reported, faults, said := readForm(content, o.form, o.x, o.indicators, o.before, v.Lang, v.Today)
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
