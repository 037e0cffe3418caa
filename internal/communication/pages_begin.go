package communication

import (
	"context"
	"errors"
	"slices"
	"time"

	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/store"
	"comity/internal/ui"
)

// replying is what the first page of a reply needs: the call, and for whom.
type replying struct {
	call *Call
	// states are those in whose name the reader may reply; for an officer those
	// whose letters they may record.
	states   []string
	standing act.Standing
	change   *shownReply // the reply to be changed, nil for a new one
}

func (p *pages) replyingTo(v *ui.Visit) (*replying, error) {
	c, err := p.findCall(v)
	if err != nil {
		return nil, err
	}
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	o := &replying{call: c, standing: act.Own}
	var sent []*Addressee
	err = p.read(v, func(r store.View) (err error) {
		sent, err = Addressees(v.Context(), r, scopeOf(v), c.Code)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, a := range sent {
		if p.speaks(v, "replied", a.Party) {
			o.states = append(o.states, a.Party)
		}
	}
	if len(o.states) == 0 {
		o.standing = act.Communicated
		for _, a := range sent {
			if p.records(v, "replied", a.Party) {
				o.states = append(o.states, a.Party)
			}
		}
	}
	if len(o.states) == 0 {
		return nil, ui.ErrNotAllowed
	}
	if n := v.FormValue("change"); n != "" {
		v.SetPathValue("party", v.FormValue("for"))
		v.SetPathValue("number", n)
		if o.change, err = p.findReply(v); err != nil {
			return nil, err
		}
		if !slices.Contains(o.states, o.change.Party) {
			return nil, ui.ErrNotAllowed
		}
	}
	return o, nil
}

func (p *pages) beginFormOf(v *ui.Visit, o *replying) *ui.Form {
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("nav.next"), Cancel: callPage(o.call.Code)}
	to := ui.Field{Name: "for", Label: v.Text("word.state"), Kind: "code", Required: true, Value: v.Query("for")}
	for _, s := range o.states {
		to.Options = append(to.Options, ui.Option{Value: s, Words: p.node.PartyName(v, s)})
	}
	if len(o.states) == 1 {
		to.Value = o.states[0]
	}
	authority := ui.Field{Name: "authority", Label: v.Text("account.authority"), Help: v.Text("communication.authority-help"), Required: true, Max: 200}
	for _, a := range v.Reader.Who.Accreditations {
		if a.Party == to.Value && a.InForce(v.Today) {
			authority.Value = a.Authority
		}
	}
	language := ui.Field{Name: "language", Label: v.Text("communication.original"), Kind: "code", Required: true, Value: v.Lang, Options: p.languages(v, true)}
	if o.change != nil {
		to.Kind, to.Value, authority.Value, language.Value = "hidden", o.change.Party, o.change.Authority, o.change.Language
		authority.Kind, language.Kind = "hidden", "hidden"
		f.Fields = append(f.Fields, ui.Field{Name: "change", Kind: "hidden", Value: itoa(o.change.Number)})
	}
	f.Fields = append(f.Fields, to, authority, language)
	if o.standing != act.Own {
		f.Upload, f.Most = p.node.Blobs != nil, maxScan
		f.Fields = append(f.Fields, p.letterFields(v, v.Text("communication.letter-help"))...)
		if f.Upload {
			f.Fields = append(f.Fields, ui.Field{Name: "scan", Label: v.Text("communication.scan"), Kind: "file"})
		}
	}
	if o.change == nil {
		f.Fields = append(f.Fields, ui.Field{Name: "note", Label: v.Text("word.note"), Kind: "lines"})
	}
	return f
}

func (p *pages) beginPage(v *ui.Visit, o *replying, f *ui.Form) ui.Answer {
	page := formPage(v, v.Text("communication.do-answer"), trail(v, o.call), f)
	w := o.call.In(v.Lang)
	page.Lead, page.LeadLang = w.Title, w.Language
	return page
}

func (p *pages) beginForm(v *ui.Visit) (ui.Answer, error) {
	o, err := p.replyingTo(v)
	if err != nil {
		return nil, err
	}
	return p.beginPage(v, o, p.beginFormOf(v, o)), nil
}

// begin begins a reply that is typed question by question.
func (p *pages) begin(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxScan); err != nil {
		return nil, err
	}
	o, err := p.replyingTo(v)
	if err != nil {
		return nil, err
	}
	f := p.beginFormOf(v, o)
	f.Fill(v.PostForm)
	t := &typedReply{Code: o.call.Code, Party: posted(v, "for"), Standing: o.standing, Person: v.Reader.Who.Person, Authority: posted(v, "authority"), Language: posted(v, "language"), Note: posted(v, "note"), Updated: time.Now()}
	for _, name := range []string{"authority", "language", "for"} {
		if posted(v, name) == "" {
			f.Fault(name, v.Text("refusal.body.missing.why"))
		}
	}
	if !slices.Contains(o.states, t.Party) {
		f.Fault("for", v.Text("page.denied"))
	}
	if f.Faulty() {
		return p.beginPage(v, o, f), nil
	}
	var answers []Answer
	if o.change != nil {
		t.Changes, t.Number = true, o.change.Number
		for _, a := range o.change.Answers {
			answers = append(answers, a.Answer)
		}
	} else if t.Number, err = p.nextReply(v, t.Code, t.Party); err != nil {
		return nil, err
	}
	if o.standing != act.Own {
		if t.Source = letterOf(v, f); f.Faulty() {
			return p.beginPage(v, o, f), nil
		}
		if t.Scan, err = p.upload(v, ReplySubject(t.Code, t.Party, t.Number), withParty(t.Party), "scan"); err != nil {
			var long blob.TooLarge
			if errors.As(err, &long) {
				f.Fault("scan", (&ui.TooLong{Limit: maxScan, Field: "scan"}).Says(v))
				return p.beginPage(v, o, f), nil
			}
			return nil, err
		}
		if t.Scan != nil {
			t.Source.Document = t.Scan.Blob
		}
	}
	if err := p.drafts.begin(v.Context(), t, answers); err != nil {
		return nil, err
	}
	return ui.Redirect{To: typedPage(t.ID)}, nil
}

// maxScan is the length of a form with a scan at most, in bytes. What is longer is
// split, or scanned with less colour.
const maxScan = 128 << 20

func (p *pages) nextReply(v *ui.Visit, code, party string) (n int, err error) {
	return p.nextReplyOf(v.Context(), code, party)
}

func (p *pages) nextReplyOf(ctx context.Context, code, party string) (n int, err error) {
	err = p.node.Book.Read(ctx, 0, func(r store.View) error {
		a, err := loadAddressee(ctx, r, code, party)
		n = 1
		if a != nil {
			n = a.Replies + 1
		}
		return err
	})
	return n, err
}
