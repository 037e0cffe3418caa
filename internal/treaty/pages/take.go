package pages

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/treaty"
	"comity/internal/treaty/list"
	"comity/internal/ui"
)

// How long an upload, and a file that a form carries from the plan to the record,
// may be, in bytes.
const (
	maxUpload  = list.MaxBytes + 1<<20
	maxCarried = 4 << 20
)

// mostShown is how many lines of a plan a page shows.
const mostShown = 500

// takePage is what a file would change, or what is wrong with it.
type takePage struct {
	form   *ui.Form
	plan   *treaty.Plan
	facts  []ui.Fact
	sheet  *ui.Sheet
	faults []faultLine
	// record is the form that records just this plan; nil where there is nothing to
	// record. again: the file is too long for a form to carry, and is chosen again.
	record *ui.Form
	again  bool
}

type faultLine struct{ line, says string }

func (p *pages) takeForm(v *ui.Visit) (ui.Answer, error) {
	if err := treaty.MayTakeIn(v); err != nil {
		return nil, err
	}
	return p.taking(v, &takePage{form: p.takeFields(v)}), nil
}

func (p *pages) takeFields(v *ui.Visit) *ui.Form {
	which := ui.Field{Name: "treaty", Label: v.Text("word.treaty"), Help: v.Text("take.treaty-help"), Kind: "code"}
	for _, i := range p.node.Programme.Instruments {
		if !i.Group() {
			name, lang := short(v, &i)
			which.Options = append(which.Options, ui.Option{Value: i.Code, Words: name, Lang: lang})
		}
	}
	return &ui.Form{Action: "/treaties/import", Send: v.Text("take.look"), Cancel: "/treaties", Upload: true, Most: list.MaxBytes, Fields: []ui.Field{
		{Name: "file", Label: v.Text("take.file"), Help: v.Text("take.file-help"), Kind: "file", Required: true, Accept: ".csv,.xml,.xlsx"},
		which,
		{Name: "list_day", Label: v.Text("take.list-day"), Help: v.Text("take.list-day-help"), Kind: "day"},
		{Name: "source", Label: v.Text("word.source"), Help: v.Text("take.source-help"), Max: 200},
		{Name: "headings", Label: v.Text("take.headings"), Help: v.Text("take.headings-help"), Kind: "lines", Max: 2000},
	}}
}

func (p *pages) taking(v *ui.Visit, x *takePage) ui.Answer {
	page := ui.Page{Title: v.Text("take.title"), Lead: v.Text("take.lead"), Section: "/treaties", Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}}, Wide: true, Body: takeView(v, x),
		Actions: []ui.Link{{To: "/treaties/template.csv", Words: v.Text("take.template")}, {To: "/agreements/template.csv", Words: v.Text("take.agreements-template")}}}
	if x.form.Faulty() || len(x.faults) > 0 {
		page.Status = http.StatusUnprocessableEntity
	}
	return page
}

// take reads a file and shows what it would change, or records that where the reader
// looked at it before.
func (p *pages) take(v *ui.Visit) (ui.Answer, error) {
	if err := treaty.MayTakeIn(v); err != nil { // before the file is read
		return nil, err
	}
	if err := v.Posted(maxUpload); err != nil {
		return nil, err
	}
	f := p.takeFields(v)
	f.Fill(v.PostForm)
	x := &takePage{form: f}
	in, data, err := p.posted(v, f)
	if err != nil {
		return nil, err
	}
	if f.Faulty() {
		return p.taking(v, x), nil
	}
	it := treaty.IntakeOf(p.node, v.Reader.Who.Person, v.Today)
	it.Key = v.PostFormValue(ui.KeyName)
	plan, err := it.PlanFile(v.Context(), in, p.node.Lists)
	var faults list.Faults
	var refused *book.Refusal
	switch {
	case errors.As(err, &faults):
		for _, x2 := range faults {
			x.faults = append(x.faults, faultLine{v.Localizer.Number(int64(x2.Line)), x2.Says(v.Localizer)})
		}
		return p.taking(v, x), nil
	case errors.As(err, &refused):
		f.Fault("file", v.Refusal(refused))
		return p.taking(v, x), nil
	case err != nil:
		return nil, err
	}
	confirmed := v.PostFormValue("mark")
	if confirmed == plan.Mark() && len(plan.Drafts) > 0 {
		r, err := it.Record(v.Context(), plan)
		if err == nil {
			return ui.Redirect{To: takenPage(plan, r), Said: "said.recorded"}, nil
		}
		if !module.Refused(v, f, err, nil) {
			return nil, err
		}
	} else if confirmed != "" && len(plan.Drafts) > 0 {
		f.Faults = append(f.Faults, v.Text("take.changed"))
	}
	x.plan, x.facts, x.sheet = plan, p.planFacts(v, plan), p.planSheet(v, plan)
	if len(plan.Drafts) > 0 {
		x.record = p.recordForm(v, f, in, data, plan)
		x.again = x.record.Upload
	}
	return p.taking(v, x), nil
}

// takenPage is where what was recorded is seen.
func takenPage(p *treaty.Plan, r book.Receipt) string {
	switch {
	case p.Kind == list.Agreements:
		return "/agreements"
	case p.List != nil:
		return page(p.Instrument.Code, "")
	case len(r.Acts) > 0:
		return actPage(r.Acts[0].ID)
	}
	return "/treaties"
}

// posted is the file that was chosen, or that the form carries from the plan.
func (p *pages) posted(v *ui.Visit, f *ui.Form) (*treaty.File, []byte, error) {
	in := &treaty.File{Treaty: strings.TrimSpace(v.PostFormValue("treaty")), Source: strings.TrimSpace(v.PostFormValue("source"))}
	if day := v.PostFormValue("list_day"); day != "" {
		in.AsOf = p.read(v, f, "list_day")
	}
	for line := range strings.Lines(v.PostFormValue("headings")) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		words, action, is := strings.Cut(line, "=")
		action = strings.TrimSpace(action)
		if !is || !p.node.Lists.Has("treaty-action", action, v.Today) {
			f.Fault("headings", v.Text("take.no-action", map[string]string{"Line": line}))
			continue
		}
		if in.Headings == nil {
			in.Headings = map[string]string{}
		}
		in.Headings[strings.ToLower(strings.TrimSpace(words))] = action
	}
	file, header, err := v.FormFile("file")
	if err == nil && header.Size > 0 {
		defer func() { _ = file.Close() }()
		in.Name = header.Filename
		in.Data, err = io.ReadAll(io.LimitReader(file, list.MaxBytes+1))
		return in, in.Data, err
	}
	if carried := v.PostFormValue("carried"); carried != "" {
		data, err := unpack(carried)
		if err != nil {
			f.Fault("file", v.Text("take.no-file"))
			return in, nil, nil
		}
		in.Name, in.Data = v.PostFormValue("carried-name"), data
		return in, data, nil
	}
	f.Fault("file", v.Text("take.no-file"))
	return in, nil, nil
}

// recordForm records the plan: it carries the file and the plan's mark, so that just
// what was looked at is recorded.
func (p *pages) recordForm(v *ui.Visit, asked *ui.Form, in *treaty.File, data []byte, plan *treaty.Plan) *ui.Form {
	f := &ui.Form{Action: "/treaties/import", Key: ui.NewKey(), Upload: true, Most: list.MaxBytes, Cancel: "/treaties",
		Send:   v.Text("take.record", map[string]string{"N": v.Localizer.Number(int64(len(plan.Drafts)))}),
		Fields: []ui.Field{{Name: "mark", Kind: "hidden", Value: plan.Mark()}}}
	for _, name := range []string{"treaty", "list_day", "source", "headings"} {
		if value := asked.Field(name).Value; value != "" {
			f.Fields = append(f.Fields, ui.Field{Name: name, Kind: "hidden", Value: value})
		}
	}
	if carried := pack(data); len(carried) <= maxCarried {
		f.Upload = false
		f.Fields = append(f.Fields, ui.Field{Name: "carried", Kind: "hidden", Value: carried}, ui.Field{Name: "carried-name", Kind: "hidden", Value: in.Name})
		return f
	}
	f.Fields = append(f.Fields, *asked.Field("file"))
	return f
}

// pack makes a file short enough for a form.
func pack(data []byte) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data) // a buffer takes all
	_ = z.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func unpack(carried string) ([]byte, error) {
	z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(carried)))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(z, list.MaxBytes+1))
}

func (p *pages) planFacts(v *ui.Visit, plan *treaty.Plan) (facts []ui.Fact) {
	add := func(id, value string) { facts = append(facts, ui.Fact{Name: v.Text(id), Value: value}) }
	n := func(n int) string { return v.Localizer.Number(int64(n)) }
	add("take.kind", v.Text("take.kind-"+string(plan.Kind)))
	if l := plan.List; l != nil {
		name, lang := title(v, &plan.Instrument)
		facts = append(facts, ui.Fact{Name: v.Text("word.treaty"), Value: name, Lang: lang, Link: page(plan.Instrument.Code, "")})
		add("take.list-day", v.Localizer.Day(l.AsOf))
		add("take.participants", n(len(l.Rows)))
		if l.Unread > 0 {
			facts = append(facts, ui.Fact{Name: v.Text("take.unread"), Value: n(l.Unread), Marks: []ui.Mark{{Tone: ui.Open, Words: v.Text("take.unread-note")}}})
		}
	} else {
		add("take.lines", n(len(plan.Drafts)+plan.Standing))
		add("take.standing", n(plan.Standing))
	}
	add("take.acts", n(len(plan.Drafts)))
	return facts
}

// planSheet shows what would be recorded: of a list the differences, of a form the
// acts.
func (p *pages) planSheet(v *ui.Visit, plan *treaty.Plan) *ui.Sheet {
	s := &ui.Sheet{Caption: v.Text("take.changes"), Empty: v.Text("take.nothing"), Columns: []ui.Column{
		{Name: "kind", Label: v.Text("take.change")}, {Name: "party", Label: v.Text("word.name")}, {Name: "was", Label: v.Text("treaties.was")}, {Name: "is", Label: v.Text("take.now")}, {Name: "line", Label: v.Text("take.line"), Number: true, Minor: true}}}
	add := func(row ui.Row) {
		if s.Total++; len(s.Rows) < mostShown {
			s.Rows = append(s.Rows, row)
		}
	}
	for k := range plan.Changes {
		c := &plan.Changes[k]
		was, is := ui.Cell{}, ui.Cell{}
		if c.Was != nil {
			was.Text = p.done(v, c.Was.Action, c.Was.Day)
		}
		switch {
		case c.Withdraws != nil:
			is.Text = p.done(v, c.Action, "") + ": " + p.done(v, c.Withdraws.Action, c.Withdraws.Day)
		case c.Action != "":
			is.Text = p.done(v, c.Action, c.Day)
		}
		line := ui.Cell{}
		if c.Line > 0 {
			line.Text = v.Localizer.Number(int64(c.Line))
		}
		add(ui.Row{changeCell(v, c.Kind()), p.partyCell(v, plan.Instrument.Code, c.Party), was, is, line})
	}
	if plan.List != nil {
		return s
	}
	for k := range plan.Drafts {
		d := &plan.Drafts[k]
		row := ui.Row{changeCell(v, "added"), {Text: p.node.PartyName(v, d.Party)}, {}, {Text: v.Localizer.Day(d.Day)}, {}}
		if plan.Kind == list.Agreements {
			row[1] = ui.Cell{Text: strings.TrimPrefix(string(d.Subject), "agreement/")}
		} else if i, ok := p.find(d.Subject.Locals()[0]); ok {
			name, lang := short(v, &i)
			row[2], row[3] = ui.Cell{}, ui.Cell{Text: p.done(v, treaty.ActionOf(d.Body), d.Day) + " · " + name, Lang: lang}
		}
		add(row)
	}
	return s
}

func changeCell(v *ui.Visit, kind string) ui.Cell {
	tone := map[string]ui.Tone{"added": ui.Good, "corrected": ui.Open, "struck": ui.Bad}[kind]
	return ui.Cell{Marks: []ui.Mark{{Tone: tone, Words: v.Text("take.change-" + kind)}}}
}

// done is what was done, and when.
func (p *pages) done(v *ui.Visit, a treaty.Action, day act.Day) string {
	words := p.node.CodeLabel(v, "treaty-action", string(a))
	if day != "" {
		words += ", " + v.Localizer.Day(day)
	}
	return words
}

// template gives the columns of a form as a file.
func template(name string, columns []string) func(*ui.Visit) (ui.Answer, error) {
	return func(v *ui.Visit) (ui.Answer, error) {
		return ui.File{Name: name, Type: "text/csv; charset=utf-8", Write: func(w io.Writer) error {
			_, err := io.WriteString(w, "# source: \n# as-of: "+string(v.Today)+"\n"+strings.Join(columns, ",")+"\n")
			return err
		}}, nil
	}
}
