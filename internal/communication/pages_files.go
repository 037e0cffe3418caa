package communication

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/ui"
	"comity/internal/ui/docx"
)

const (
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	docxType = docx.Type
)

// inLanguage is the localizer of ?in=, one of the call's languages.
func (p *pages) inLanguage(v *ui.Visit, c *Call) *i18n.Localizer {
	lang := v.Query("in")
	if !slices.Contains(c.Languages, lang) {
		lang = v.Lang
	}
	return p.words.Localizer(lang)
}

// questionnaire gives the form of a call as a spreadsheet.
func (p *pages) questionnaire(v *ui.Visit) (ui.Answer, error) {
	c, err := p.findCall(v)
	if err != nil {
		return nil, err
	}
	say := p.inLanguage(v, c)
	return ui.File{Name: c.Code + "-" + say.Lang + ".xlsx", Type: xlsxType, Write: func(w io.Writer) error { return WriteForm(w, c, say) }}, nil
}

// outgoing is the letter that the address names: in a language with ?in=, to one
// of the addressees with ?to=, the reminder with ?reminder=.
func (p *pages) outgoing(v *ui.Visit) (l *outgoing, name string, err error) {
	c, err := p.findCall(v)
	if err != nil {
		return nil, "", err
	}
	say := p.inLanguage(v, c)
	to := ""
	name = c.Code + "-" + say.Lang
	if q := p.parties.ByCode(v.Query("to")); q != nil && slices.Contains(c.Parties, q.Code) {
		to, _ = q.Formal.In(say.Lang)
		name += "-" + q.Code
	}
	reminder := v.Query("reminder") != ""
	if reminder && c.Sent == "" {
		return nil, "", ui.ErrNotFound
	}
	return outgoingOf(c, to, reminder, say), name, nil
}

// letterFile gives a letter of a call as DOCX.
func (p *pages) letterFile(v *ui.Visit) (ui.Answer, error) {
	l, name, err := p.outgoing(v)
	if err != nil {
		return nil, err
	}
	return ui.File{Name: name + ".docx", Type: docxType, Write: l.WriteLetter}, nil
}

// letterPaper gives a letter of a call as PDF, where the node prints.
func (p *pages) letterPaper(v *ui.Visit) (ui.Answer, error) {
	l, name, err := p.outgoing(v)
	switch {
	case err != nil:
		return nil, err
	case p.node.Paper == nil:
		return nil, ui.ErrNotFound
	}
	sheet, err := l.sheet(v.Context())
	if err != nil {
		return nil, err
	}
	pdf, err := p.node.Paper.Print(v.Context(), sheet)
	if err != nil {
		return nil, err
	}
	return ui.File{Name: name + ".pdf", Type: "application/pdf", Write: func(w io.Writer) error {
		_, err := w.Write(pdf)
		return err
	}}, nil
}

// addressedTo is the query that addresses a letter to the State for which the
// reader speaks, "" where it is none or several.
func (p *pages) addressedTo(v *ui.Visit, o *overview) string {
	to := ""
	for _, a := range o.Addressees {
		if p.speaks(v, "replied", a.Party) {
			if to != "" {
				return ""
			}
			to = "&to=" + a.Party
		}
	}
	return to
}

// repliesFile gives the answers to a call that the reader may read, as a
// spreadsheet.
func (p *pages) repliesFile(v *ui.Visit) (ui.Answer, error) {
	c, err := p.findCall(v)
	if err != nil {
		return nil, err
	}
	return ui.File{Name: c.Code + ".xlsx", Type: xlsxType, Write: func(w io.Writer) error {
		return p.read(v, func(r store.View) error {
			return WriteReplies(v.Context(), r, scopeOf(v), c.Code, w, v.Localizer, func(code string) string { return p.node.PartyName(v, code) })
		})
	}}, nil
}

// words6 are the localizers of all languages.
func (p *pages) words6() (list []*i18n.Localizer) {
	for _, l := range i18n.Languages() {
		list = append(list, p.words.Localizer(l))
	}
	return list
}

// said puts faults of a form into the reader's language.
func said(v *ui.Visit, f *ui.Form, faults []FormFault) {
	for _, fault := range faults {
		if fault.Err != nil {
			fault.Args["Why"] = sentence(v, fault.Err)
		}
		words := v.Text(fault.ID, fault.Args)
		if fault.Where != "" {
			words = fault.Where + ": " + words
		}
		f.Faults = append(f.Faults, words)
	}
}

// postedFile reads a posted file whole, at most most bytes; nil where there is
// none.
func postedFile(v *ui.Visit, name string, most int64) (content []byte, err error) {
	f, _, err := v.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, most+1))
}

// takeForm reads a spreadsheet that came back, and lets the reader look at it
// before it is sent.
func (p *pages) takeForm(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxScan); err != nil {
		return nil, err
	}
	o, err := p.replyingTo(v)
	if err != nil {
		return nil, err
	}
	f := p.formFormOf(v, o)
	f.Fill(v.PostForm)
	content, err := postedFile(v, "form", maxForm20)
	if err != nil {
		return nil, err
	}
	party := posted(v, "for")
	if !slices.Contains(o.states, party) {
		f.Fault("for", v.Text("page.denied"))
	}
	form, faults := ReadForm(content, o.call, p.words6())
	said(v, f, faults)
	if f.Faulty() {
		return p.beginPage(v, o, f), nil
	}
	t := &typedReply{Code: o.call.Code, Party: party, Standing: o.standing, Person: v.Reader.Who.Person, Authority: form.Authority, Language: form.Language, Updated: time.Now()}
	if t.Number, err = p.nextReply(v, t.Code, t.Party); err != nil {
		return nil, err
	}
	if o.standing != act.Own {
		if t.Source = letterOf(v, f); f.Faulty() {
			return p.beginPage(v, o, f), nil
		}
		if t.Scan, err = p.upload(v, ReplySubject(t.Code, t.Party, t.Number), withParty(t.Party), "form"); err != nil {
			return nil, err
		}
		if t.Scan != nil {
			t.Source.Document = t.Scan.Blob
		}
	}
	if err := p.drafts.begin(v.Context(), t, form.Answers); err != nil {
		return nil, err
	}
	return ui.Redirect{To: typedPage(t.ID)}, nil
}

// formFormOf is the form by which a spreadsheet is handed in.
func (p *pages) formFormOf(v *ui.Visit, o *replying) *ui.Form {
	f := p.beginFormOf(v, o)
	f.Fields = slices.DeleteFunc(f.Fields, func(x ui.Field) bool {
		return slices.Contains([]string{"authority", "language", "note", "scan", "change"}, x.Name)
	})
	f.Upload, f.Most, f.Action = true, maxScan, callPage(o.call.Code)+"/form"
	f.Fields = append(f.Fields, ui.Field{Name: "form", Label: v.Text("communication.form-file"), Kind: "file", Required: true, Accept: ".xlsx"})
	return f
}

func (p *pages) formForm(v *ui.Visit) (ui.Answer, error) {
	o, err := p.replyingTo(v)
	if err != nil {
		return nil, err
	}
	return p.beginPage(v, o, p.formFormOf(v, o)), nil
}

// mailing is the page on which an officer hands in a mail's file.
func (p *pages) mailing(v *ui.Visit) (*Call, error) {
	c, err := p.findCall(v)
	if err != nil {
		return nil, err
	}
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	if _, ok := p.office(v, "closed", CallSubject(c.Code), staff[0]); !ok {
		return nil, ui.ErrNotAllowed
	}
	return c, nil
}

func (p *pages) mailFormOf(v *ui.Visit, c *Call) *ui.Form {
	return &ui.Form{Send: v.Text("do.import"), Cancel: callPage(c.Code), Upload: true, Most: maxScan, Fields: []ui.Field{{Name: "mail", Label: v.Text("communication.mail-file"), Help: v.Text("communication.mail-help"), Kind: "file", Required: true, Accept: ".eml"}}}
}

func (p *pages) mailPage(v *ui.Visit, c *Call, f *ui.Form) (ui.Answer, error) {
	aside, err := p.drafts.aside(v.Context(), c.Code)
	if err != nil {
		return nil, err
	}
	s := p.asideSheet(v, c.Code+"-set-aside", aside, false)
	page := formPage(v, v.Text("communication.do-mail"), trail(v, c), f)
	page.Sheet, page.Body = s, mailView(v, f, s)
	return page, nil
}

func (p *pages) mailForm(v *ui.Visit) (ui.Answer, error) {
	c, err := p.mailing(v)
	if err != nil {
		return nil, err
	}
	return p.mailPage(v, c, p.mailFormOf(v, c))
}

// takeMail reads a mail's file: from an accredited person of an addressee it
// becomes a reply to look at; any other is set aside with the reason.
func (p *pages) takeMail(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxScan); err != nil {
		return nil, err
	}
	c, err := p.mailing(v)
	if err != nil {
		return nil, err
	}
	f := p.mailFormOf(v, c)
	content, err := postedFile(v, "mail", maxMail)
	if err != nil {
		return nil, err
	}
	letter, err := ReadLetter(content)
	if err != nil {
		f.Fault("mail", sentence(v, err))
		return p.mailPage(v, c, f)
	}
	took, err := p.take(v.Context(), c, letter, content, v.Reader.Who.Person, v.Today)
	switch {
	case err != nil:
		return nil, err
	case took.aside != "":
		f.Fault("mail", v.Text("communication."+took.aside))
	case len(took.faults) > 0:
		said(v, f, took.faults)
	default:
		return ui.Redirect{To: typedPage(took.draft)}, nil
	}
	return p.mailPage(v, c, f)
}
