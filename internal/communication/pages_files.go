package communication

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/ui"
)

const (
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
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

// letterFile gives the letter of a call, to one of its addressees with ?to=.
func (p *pages) letterFile(v *ui.Visit) (ui.Answer, error) {
	c, err := p.findCall(v)
	if err != nil {
		return nil, err
	}
	say := p.inLanguage(v, c)
	to := ""
	if q := p.parties.ByCode(v.Query("to")); q != nil && slices.Contains(c.Parties, q.Code) {
		to, _ = q.Formal.In(say.Lang)
	}
	return ui.File{Name: c.Code + "-" + say.Lang + ".docx", Type: docxType, Write: func(w io.Writer) error { return WriteLetter(w, c, say.Lang, to, say) }}, nil
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
			return WriteReplies(v.Context(), r, scopeOf(v), c.Code, w, v.Localizer, func(code string) string { return p.partyName(v, code) })
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
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			return p.tooLong(v)
		}
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
		t.Source = &act.Source{Channel: posted(v, "channel"), Reference: posted(v, "source"), Received: act.Day(posted(v, "received"))}
		if t.Source.Channel == "" || t.Source.Reference == "" || t.Source.Received == "" {
			f.Fault("channel", v.Text("communication.letter-help"))
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
	f.Upload, f.Action = true, callPage(o.call.Code)+"/form"
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
	return &ui.Form{Send: v.Text("do.import"), Cancel: callPage(c.Code), Upload: true, Fields: []ui.Field{{Name: "mail", Label: v.Text("communication.mail-file"), Help: v.Text("communication.mail-help"), Kind: "file", Required: true, Accept: ".eml"}}}
}

func (p *pages) mailPage(v *ui.Visit, c *Call, f *ui.Form) (ui.Answer, error) {
	aside, err := p.drafts.aside(v.Context(), c.Code)
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: c.Code + "-set-aside", Caption: v.Text("communication.sender"), Total: len(aside), Columns: []ui.Column{{Name: "day", Label: v.Text("word.date")}, {Name: "sender", Label: v.Text("communication.sender")}, {Name: "subject", Label: v.Text("word.title")}, {Name: "reason", Label: v.Text("word.reason")}}}
	for _, a := range aside {
		s.Rows = append(s.Rows, ui.Row{dayCell(v, act.DayOf(a.at)), {Text: a.sender}, {Text: a.subject}, {Text: v.Text("communication." + a.reason), Value: a.reason}})
	}
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
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			return p.tooLong(v)
		}
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
	known, err := p.senders(v.Context(), c, v.Today)
	if err != nil {
		return nil, err
	}
	var addresses []string
	for a := range known {
		addresses = append(addresses, a)
	}
	if reason := letter.CheckSender(p.node.MailAuthority, addresses); reason != "" {
		if err := p.drafts.setAside(v.Context(), c.Code, letter, reason, time.Now()); err != nil {
			return nil, err
		}
		f.Fault("mail", v.Text("communication."+reason))
		return p.mailPage(v, c, f)
	}
	return p.fromLetter(v, c, f, letter, known[letter.From], content)
}

// fromLetter makes a reply to look at of a letter whose sender is known.
func (p *pages) fromLetter(v *ui.Visit, c *Call, f *ui.Form, l *Letter, who sender, content []byte) (ui.Answer, error) {
	if l.ID == "" {
		l.ID = l.Subject
	}
	t := &typedReply{Code: c.Code, Party: who.party, Standing: act.Communicated, Person: v.Reader.Who.Person, Authority: who.authority, Language: c.Original, Note: l.Text, Updated: time.Now(),
		Source: &act.Source{Channel: "email", Reference: clipped(l.ID), Received: v.Today}}
	var err error
	if t.Number, err = p.nextReply(v, t.Code, t.Party); err != nil {
		return nil, err
	}
	var answers []Answer
	for _, a := range l.Files {
		if !strings.HasSuffix(strings.ToLower(a.Name), ".xlsx") && !strings.HasSuffix(strings.ToLower(a.Name), ".xlsm") {
			continue
		}
		form, faults := ReadForm(a.Content, c, p.words6())
		said(v, f, faults)
		if len(faults) == 0 {
			answers, t.Language, t.Authority = form.Answers, form.Language, form.Authority
		}
	}
	if f.Faulty() {
		return p.mailPage(v, c, f)
	}
	if p.node.Blobs != nil {
		hash, size, err := p.node.Blobs.Put(v.Context(), ReplySubject(t.Code, t.Party, t.Number), withParty(t.Party), strings.NewReader(string(content)))
		if err != nil {
			return nil, err
		}
		t.Scan = &File{Blob: hash.String(), Name: "reply.eml", Type: "message/rfc822", Size: size}
		t.Source.Document = hash.String()
	}
	if err := p.drafts.begin(v.Context(), t, answers); err != nil {
		return nil, err
	}
	return ui.Redirect{To: typedPage(t.ID)}, nil
}

// sender is for whom an address speaks.
type sender struct{ party, authority string }

// senders are the mail addresses of people whom the call's addressees accredited,
// in force on a day. They are compared, and shown to nobody.
func (p *pages) senders(ctx context.Context, c *Call, day act.Day) (map[string]sender, error) {
	out := map[string]sender{}
	err := p.node.Book.Read(ctx, 0, func(r store.View) error {
		clear(out)
		return store.Each(ctx, r, `SELECT p.mail, a.party, a.authority FROM {communication_addressee} AS t JOIN {accreditation} AS a ON a.party = t.party JOIN {person} AS p ON p.person = a.person
			WHERE t.code = ? AND p.mail <> '' AND a.confirmed <> '' AND a.confirmed <= ? AND (a.ended = '' OR a.ended > ?) AND a.first_day <= ? AND (a.end_day = '' OR a.end_day > ?) ORDER BY a.accreditation_id`,
			[]any{c.Code, string(day), string(day), string(day), string(day)}, func(rows store.Rows) error {
				var address string
				var s sender
				err := rows.Scan(&address, &s.party, &s.authority)
				out[strings.ToLower(address)] = s
				return err
			})
	})
	return out, err
}
