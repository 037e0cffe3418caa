package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/ui"
)

// kinds lists the kinds of act that the reader may enter.
func (s *Site) kinds(v *ui.Visit) (ui.Answer, error) {
	sheet := &ui.Sheet{Name: "kinds", Caption: v.Text("book.kinds"), Total: -1, Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "kind", Label: v.Text("word.code"), Data: true},
		{Name: "version", Label: v.Text("book.version"), Number: true}, {Name: "open", Label: v.Text("book.may-enter")},
	}}
	for _, k := range s.Node.Book.Kinds() {
		if k.Command != "" {
			continue // recorded by the command that does the work
		}
		open := v.Reader.Signed() && s.mayEnter(v, k)
		row := ui.Row{{Text: v.Label(k.Key(), k.Title)}, {Text: k.Name}, {Text: strconv.Itoa(k.Version), Value: k.Version}, {Text: v.Text("word.no"), Value: open}}
		if open {
			row[0].Link, row[3].Text = "/acts/new/"+k.Name, v.Text("word.yes")
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	// What the reader may enter comes first.
	slices.SortStableFunc(sheet.Rows, func(a, b ui.Row) int { return cmp.Compare(min(len(b[0].Link), 1), min(len(a[0].Link), 1)) })
	return ui.Page{Title: v.Text("book.kinds"), Lead: v.Text("book.kinds-lead"), Section: "/book", Trail: []ui.Link{{To: "/book", Words: v.Text("nav.book")}}, Sheet: sheet, Body: ui.SheetView(v, sheet)}, nil
}

// mayEnter says whether the reader may enter acts of a kind for any of the
// parties they act for. The book asks again when the act is recorded.
func (s *Site) mayEnter(v *ui.Visit, k *book.Kind) bool {
	form := k.Form()
	audiences := s.audiences(v, k)
	for _, party := range module.ActingFor(v) {
		for _, audience := range audiences {
			audience = audienceOf(audience, party)
			for _, st := range form.Standings {
				for _, typ := range form.Subjects {
					what := access.What{Subject: act.Subject(typ + "/x"), Party: party, Standing: st, Audience: audience, Sourced: st != act.Own}
					if v.May(k.PolicyAction(), what) {
						return true
					}
				}
			}
		}
	}
	return false
}

// actForm builds the form of a kind from its declaration.
func (s *Site) actForm(v *ui.Visit, k *book.Kind) *ui.Form {
	d := k.Form()
	f := &ui.Form{Key: ui.NewKey(), Most: MaxUpload, Send: v.Text("do.record"), Cancel: "/kinds"}
	subject := ui.Field{Name: "act.subject", Label: v.Label("act.subject", "Subject"), Help: v.Text("act-form.subject-help", map[string]string{"Types": strings.Join(d.Subjects, ", ")}), Required: true, Max: act.MaxSubject, Kind: "code-line", Value: v.Query("subject")}
	if about, err := act.ParseSubject(subject.Value); err == nil && slices.Contains(d.Subjects, about.Type()) {
		subject.Kind, f.Cancel = "hidden", cmp.Or(s.actsOn(v, subject.Value), f.Cancel) // the page that led here has said what it is about
	}
	if subject.Value == "" && len(d.Subjects) == 1 {
		subject.Value = d.Subjects[0] + "/"
	}
	party := ui.Field{Name: "act.party", Label: v.Label("act.party", "On behalf of"), Kind: "code", Required: true}
	party.Options, party.Value = s.speakers(v, k, &d, subject.Value)
	alone(&party)
	standing := ui.Field{Name: "act.standing", Label: v.Label("act.standing", "Standing"), Kind: "choice", Required: true, Value: string(d.Standings[0])}
	for _, st := range d.Standings {
		standing.Options = append(standing.Options, ui.Option{Value: string(st), Words: s.Node.CodeLabel(v, "standing", string(st)), Help: v.Text("act-form.standing-" + string(st))})
	}
	if len(d.Standings) > 1 && party.Value != "" && !slices.Contains(module.ActingFor(v), party.Value) {
		standing.Value = string(act.Communicated) // they speak by a letter
	}
	if given := act.Standing(v.Query("standing")); slices.Contains(d.Standings, given) {
		standing.Value = string(given)
	}
	alone(&standing)
	f.Fields = append(f.Fields, subject, party, standing,
		ui.Field{Name: "act.day", Label: v.Label("act.day", "Day"), Help: v.Text("act-form.day-help"), Kind: "day", Required: true, Value: string(v.Today)})
	if len(d.Standings) > 1 || d.Standings[0] != act.Own {
		f.Upload = s.Node.Blobs != nil
		channel := ui.Field{Name: "act.channel", Label: v.Text("act-form.channel"), Kind: "code", Help: v.Text("act-form.source-help"), Options: s.Node.Options(v, "channel"), Value: v.Query("channel")}
		f.Fields = append(f.Fields, channel,
			ui.Field{Name: "act.reference", Label: v.Text("act-form.reference"), Max: 200, Value: v.Query("reference")},
			ui.Field{Name: "act.received", Label: v.Label("act.received", "Received"), Kind: "day", Value: v.Query("received")})
		if f.Upload {
			f.Fields = append(f.Fields, ui.Field{Name: "act.document", Label: v.Label("act.document", "Document"), Kind: "file"})
		}
	}
	f.Fields = append(f.Fields, ui.Field{Name: "act.cites", Label: v.Label("act.cite", "Cites"), Help: v.Text("act-form.cites-help"), Kind: "lines", Value: v.Query("cites")})
	f.Fields = s.inputs(v, f, f.Fields, d.Inputs, "")
	audience := ui.Field{Name: "act.audience", Label: v.Label("act.audience", "Audience"), Help: v.Text("act-form.audience-help"), Kind: "code", Required: true}
	for _, code := range s.audiences(v, k) {
		audience.Options = append(audience.Options, ui.Option{Value: code, Words: s.audienceName(v, code)})
	}
	audience.Value = usual(v, d.Standings, audience.Options)
	alone(&audience)
	f.Fields = append(f.Fields, audience)
	if d.Correction || v.Query("corrects") != "" {
		f.Fields = append(f.Fields, ui.Field{Name: "act.corrects", Label: v.Label("act.corrects", "Corrects"), Kind: "code-line", Value: v.Query("corrects"), Required: d.Correction})
	}
	return f
}

// alone hides a field that leaves no choice.
func alone(f *ui.Field) {
	if len(f.Options) == 1 {
		f.Kind, f.Value, f.Options = "hidden", f.Options[0].Value, nil
	}
}

// audienceName is what people call an audience: "with-fra" is named by its party.
func (s *Site) audienceName(v *ui.Visit, code string) string {
	if code == act.Sealed {
		return v.Text("word.sealed")
	}
	if group, is := strings.CutSuffix(code, ofTheParty); is {
		return v.Text("audience."+group, map[string]string{"Party": v.Text("act-form.named-party")})
	}
	a, ok := s.Node.Policies.Audience(code)
	if !ok {
		return code
	}
	id := "audience." + a.Group
	if a.Party == "" {
		return v.Text(id)
	}
	return v.Text(id, map[string]string{"Party": s.Node.PartyName(v, a.Party)})
}

// repeated is how many places a repetition of groups offers at first.
const repeated = 3

// inputs turns declared inputs into fields. Values repeated of a simple type
// stand one a line; groups repeat in places.
func (s *Site) inputs(v *ui.Visit, form *ui.Form, fields []ui.Field, inputs []act.Input, before string) []ui.Field {
	for _, in := range inputs {
		label := before + v.Label(in.Key, in.Label)
		switch {
		case in.Control == "file":
			form.Upload = true
			fields = append(fields, ui.Field{Name: in.Name, Label: label, Kind: "file", Required: in.Required})
		case len(in.Inputs) > 0 && in.Repeat:
			for i := range min(repeated, in.Most) {
				place := strconv.Itoa(i)
				parts := moved(in.Inputs, in.Name+".", in.Name+"."+place+".")
				if i > 0 || !in.Required || in.When != nil {
					parts = eased(parts)
				}
				fields = s.inputs(v, form, fields, parts, label+" "+strconv.Itoa(i+1)+" · ")
			}
		case len(in.Inputs) > 0:
			parts := in.Inputs
			if !in.Required || in.When != nil {
				parts = eased(parts)
			}
			fields = s.inputs(v, form, fields, parts, label+" · ")
		default:
			fields = append(fields, s.input(v, &in, label))
		}
	}
	return fields
}

// eased are the parts of a value that may be left out: none of them is asked for
// as long as all are blank.
func eased(inputs []act.Input) []act.Input {
	out := slices.Clone(inputs)
	for i := range out {
		out[i].Required = false
		out[i].Inputs = eased(out[i].Inputs)
	}
	return out
}

// moved gives inputs another place: those of the second step of a repetition.
func moved(inputs []act.Input, from, to string) []act.Input {
	out := slices.Clone(inputs)
	for i := range out {
		out[i].Name = to + strings.TrimPrefix(out[i].Name, from)
		out[i].Inputs = moved(out[i].Inputs, from, to)
	}
	return out
}

func (s *Site) input(v *ui.Visit, in *act.Input, label string) ui.Field {
	f := ui.Field{Name: in.Name, Label: label, Required: in.Required && in.When == nil, Min: in.Min, Max: in.Max, Value: v.Query(in.Name)}
	switch in.Control {
	case "line", "":
	case "code":
		f.Kind, f.Options, f.Max = "code", s.Node.Options(v, in.List), 0
		if in.Repeat {
			f.Kind = "choices"
		}
	case "party":
		f.Kind, f.Max = "code", 0
		for _, p := range s.Node.Parties.All() {
			f.Options = append(f.Options, ui.Option{Value: p.Code, Words: s.Node.PartyName(v, p.Code)})
		}
		slices.SortFunc(f.Options, func(a, b ui.Option) int { return strings.Compare(a.Words, b.Words) })
	case "yes-no":
		f.Kind = "yes-no"
		if in.Required { // a box left open says nothing: no is an answer of its own
			f.Kind, f.Options = "choice", []ui.Option{{Value: "true", Words: v.Text("word.yes")}, {Value: "false", Words: v.Text("word.no")}}
		}
	case "language":
		f.Kind, f.Options, f.Value = "code", s.Node.Options(v, "language"), v.Lang
	case "subject", "cite":
		f.Kind = "code-line"
		if slices.Equal(in.Subjects, []string{"person"}) {
			f.Help = v.Text("act-form.person-help")
		}
	default:
		f.Kind = in.Control
	}
	if in.Repeat && f.Kind != "choices" {
		f.Kind, f.Help, f.Options, f.Max = "lines", v.Text("act-form.one-a-line"), nil, 0
	}
	return f
}

func (s *Site) findKind(v *ui.Visit) (*book.Kind, error) {
	k := s.Node.Book.Kind(v.PathValue("kind"))
	if k == nil || k.Command != "" {
		return nil, ui.ErrNotFound
	}
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	if !s.mayEnter(v, k) {
		return nil, ui.ErrNotAllowed
	}
	return k, nil
}

func (s *Site) actPage(v *ui.Visit, k *book.Kind, f *ui.Form) ui.Answer {
	status := 0
	if f.Faulty() {
		status = http.StatusUnprocessableEntity
	}
	page := ui.Page{Title: v.Label(k.Key(), k.Title), Status: status, Section: "/book", Trail: []ui.Link{{To: "/book", Words: v.Text("nav.book")}, {To: "/kinds", Words: v.Text("book.kinds")}}, Body: ui.FormView(v, f)}
	if about := f.Field("act.subject"); about.Kind == "hidden" {
		page.Lead, page.LeadData = subjectWords(v, act.Subject(about.Value)), true
	}
	return page
}

// newAct shows the form of a kind, with what was typed before the session ended.
func (s *Site) newAct(v *ui.Visit) (ui.Answer, error) {
	k, err := s.findKind(v)
	if err != nil {
		return nil, err
	}
	f := s.actForm(v, k)
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return s.actPage(v, k, f), nil
}

// MaxUpload is the length of a form with its files at most, in bytes.
const MaxUpload = 64 << 20

// recordAct records the act of a form, or shows the form again with what is
// wrong beside each field.
func (s *Site) recordAct(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxUpload); err != nil {
		return nil, err
	}
	k, err := s.findKind(v)
	if err != nil {
		return nil, err
	}
	f := s.actForm(v, k)
	f.Fill(v.PostForm)
	draft, err := s.draft(v, k)
	if err == nil {
		var receipt book.Receipt
		if receipt, err = s.Node.Record(v.Context(), v, f.Key, draft); err == nil {
			return ui.Redirect{To: s.after(f, &receipt), Said: "said.recorded"}, nil
		}
	}
	if !module.Refused(v, f, err, headerFields) {
		return nil, err
	}
	return s.actPage(v, k, f), nil
}

// after is where one is once an act is recorded: on the page of what it is about, if
// that has one and the reader came from there, else at the act.
func (s *Site) after(f *ui.Form, receipt *book.Receipt) string {
	if about := f.Field("act.subject"); about != nil && about.Kind == "hidden" {
		for _, p := range s.pages {
			if p.Subject == nil {
				continue
			}
			if to := p.Subject(about.Value); to != "" {
				return to
			}
		}
	}
	return "/book/acts/" + receipt.Acts[0].ID
}

// headerFields are the fields that hold members of the header, by pointer.
var headerFields = map[string]string{
	"/subject": "act.subject", "/party": "act.party", "/standing": "act.standing", "/day": "act.day",
	"/source": "act.channel", "/source/channel": "act.channel", "/source/reference": "act.reference", "/source/received": "act.received", "/source/document": "act.document",
	"/audience": "act.audience", "/corrects": "act.corrects", "/cites": "act.cites",
}

// draft reads the posted form.
func (s *Site) draft(v *ui.Visit, k *book.Kind) (book.Draft, error) {
	get := func(name string) string { return strings.TrimSpace(v.PostForm.Get(name)) }
	d := book.Draft{Kind: k.Name, Subject: act.Subject(get("act.subject")), Party: get("act.party"), Standing: act.Standing(get("act.standing")),
		Day: act.Day(get("act.day")), Audience: audienceOf(get("act.audience"), get("act.party")), Corrects: get("act.corrects")}
	d.Cites = act.TypedCites(v.PostForm.Get("act.cites"))
	if get("act.channel") != "" || d.Standing == act.Communicated {
		d.Source = &act.Source{Channel: get("act.channel"), Reference: get("act.reference"), Received: act.Day(get("act.received"))}
		hash, _, err := s.Node.Upload(v, d.Subject, d.Audience, "act.document")
		if err != nil {
			return d, err
		}
		d.Source.Document = hash
	}
	values := map[string][]string{}
	for name, given := range v.PostForm {
		values[name] = given
	}
	if err := s.fill(v, &d, k.Form().Inputs, values); err != nil {
		return d, err
	}
	d.Body = k.FormBody(values, nil)
	return d, nil
}

// fill turns what a page posts into what FormBody reads: lines into repeated
// values, files into their hashes.
func (s *Site) fill(v *ui.Visit, d *book.Draft, inputs []act.Input, values map[string][]string) error {
	for _, in := range inputs {
		switch {
		case in.Control == "file":
			hash, header, err := s.Node.Upload(v, d.Subject, d.Audience, in.Name)
			if err != nil {
				return err
			}
			if hash != "" {
				module.FileValues(values, in.Name, hash, header)
			}
		case in.Control == "subject" && slices.Equal(in.Subjects, []string{"person"}):
			if err := s.persons(v, values[in.Name]); err != nil {
				return err
			}
		case in.Repeat && len(in.Inputs) == 0 && in.Control != "code":
			var list []string
			for line := range strings.Lines(strings.Join(values[in.Name], "\n")) {
				if line = strings.TrimSpace(line); line != "" {
					list = append(list, line)
				}
			}
			values[in.Name] = list
		}
	}
	return nil
}
