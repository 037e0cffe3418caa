package communication

import (
	"encoding/json"
	"slices"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/ui"
)

// deeds of the secretariat on a call, by the last part of their address, with the
// kind of act that each records.
var deeds = map[string]string{"clear": "cleared", "circulate": "circulated", "remind": "reminded", "extend": "extended", "close": "closed"}

// deed is a call with what one may do to it.
type deed struct {
	name, kind, office string
	call               *Call
	sent               []*Addressee
}

func (p *pages) deedOf(v *ui.Visit) (*deed, error) {
	d := &deed{name: v.PathValue("deed"), kind: deeds[v.PathValue("deed")]}
	if d.kind == "" {
		return nil, ui.ErrNotFound
	}
	var err error
	if d.call, err = p.findCall(v); err != nil {
		return nil, err
	}
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	var ok bool
	if d.office, ok = p.office(v, d.kind, CallSubject(d.call.Code), staff[0]); !ok {
		return nil, ui.ErrNotAllowed
	}
	return d, p.read(v, func(r store.View) (err error) {
		d.sent, err = Addressees(v.Context(), r, scopeOf(v), d.call.Code)
		return err
	})
}

// to are the addressees that a deed can reach: not sent to yet, or sent to and
// without a reply.
func (d *deed) to() (codes []string) {
	if d.name == "circulate" {
		for _, c := range d.call.Parties {
			if !slices.ContainsFunc(d.sent, func(a *Addressee) bool { return a.Party == c }) {
				codes = append(codes, c)
			}
		}
		return codes
	}
	for _, a := range d.sent {
		if a.Replies == 0 {
			codes = append(codes, a.Party)
		}
	}
	return codes
}

func (p *pages) deedFormOf(v *ui.Visit, d *deed) *ui.Form {
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("do.record"), Cancel: callPage(d.call.Code), Danger: d.name == "close", Most: maxProof}
	switch d.name {
	case "circulate", "remind":
		to := ui.Field{Name: "to", Label: v.Text("communication.addressees"), Help: v.Text("communication.all-remaining", map[string]string{"Number": v.Localizer.Number(int64(len(d.to())))}), Kind: "lines"}
		f.Upload = p.node.Blobs != nil
		f.Fields = append(f.Fields, to,
			ui.Field{Name: "channel", Label: v.Text("communication.channel"), Kind: "code", Value: d.call.Channel, Options: p.node.Options(v, "channel"), Required: true},
			ui.Field{Name: "reference", Label: v.Text("communication.reference"), Value: d.call.Reference, Max: 200},
			ui.Field{Name: "day", Label: v.Text("communication.sent"), Kind: "day", Value: string(v.Today), Required: true})
		if f.Upload {
			f.Fields = append(f.Fields, ui.Field{Name: "proof", Label: v.Text("word.proof"), Help: v.Text("communication.proof-help"), Kind: "file"})
		}
		f.Fields = append(f.Fields, ui.Field{Name: "note", Label: v.Text("word.note"), Kind: "lines"})
	case "extend":
		to := ui.Field{Name: "to", Label: v.Text("word.addressee"), Help: v.Text("communication.extend-help"), Kind: "code"}
		for _, a := range d.sent {
			to.Options = append(to.Options, ui.Option{Value: a.Party, Words: p.node.PartyName(v, a.Party)})
		}
		f.Fields = append(f.Fields, to, ui.Field{Name: "until", Label: v.Text("word.until"), Kind: "day", Required: true}, ui.Field{Name: "reason", Label: v.Text("word.reason"), Kind: "lines"})
	default:
		f.Fields = append(f.Fields, ui.Field{Name: "note", Label: v.Text("word.note"), Kind: "lines"})
	}
	return f
}

func (p *pages) deedPage(v *ui.Visit, d *deed, f *ui.Form) ui.Answer {
	return formPage(v, v.Text("communication.do-"+d.name), trail(v, d.call), f)
}

func (p *pages) deedForm(v *ui.Visit) (ui.Answer, error) {
	d, err := p.deedOf(v)
	if err != nil {
		return nil, err
	}
	return p.deedPage(v, d, p.deedFormOf(v, d)), nil
}

// maxProof is the length of a form with a file at most, in bytes.
const maxProof = 64 << 20

func (p *pages) recordDeed(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxProof); err != nil {
		return nil, err
	}
	d, err := p.deedOf(v)
	if err != nil {
		return nil, err
	}
	f := p.deedFormOf(v, d)
	f.Fill(v.PostForm)
	var drafts []book.Draft
	switch d.name {
	case "circulate", "remind":
		drafts, err = p.sending(v, d, f)
	case "extend":
		drafts, err = p.extending(v, d)
	default:
		drafts, err = p.noting(v, d)
	}
	if err != nil {
		return nil, err
	}
	shown, err := p.record(v, f, drafts...)
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.deedPage(v, d, f), nil
	}
	return ui.Redirect{To: callPage(d.call.Code), Said: "said.recorded"}, nil
}

func (d *deed) draft(kind string, subject act.Subject, audience string, day act.Day, body any) (book.Draft, error) {
	raw, err := json.Marshal(body)
	return book.Draft{Kind: "communication." + kind, Subject: subject, Party: d.office, Standing: act.Own, Day: day, Cites: d.call.Cites, Audience: audience, Body: raw}, err
}

// sending makes an act for each addressee, and for a call that everybody may read
// the one that says publicly that it was made.
func (p *pages) sending(v *ui.Visit, d *deed, f *ui.Form) (drafts []book.Draft, err error) {
	to := d.to()
	if posted(v, "to") != "" {
		to = p.namedParties(v, f, "to")
	}
	if len(to) == 0 {
		f.Fault("to", v.Text("communication.nobody-left"))
		return nil, nil
	}
	day := act.Day(posted(v, "day"))
	for _, code := range to {
		b := SentBody{Channel: posted(v, "channel"), Reference: posted(v, "reference"), Note: posted(v, "note")}
		if q := p.parties.ByCode(code); q != nil && d.name == "circulate" {
			b.Group = q.GroupOn(day)
		}
		subject := AddresseeSubject(d.call.Code, code)
		if b.Proof, err = p.upload(v, subject, withParty(code), "proof"); err != nil {
			return nil, err
		}
		one, err := d.draft(d.kind, subject, withParty(code), day, b)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, one)
	}
	if d.name == "circulate" && d.call.Open && d.call.Sent == "" {
		b := AnnouncedBody{Reference: d.call.Reference, Asked: d.call.Asked, Addressees: len(d.call.Parties), Deadline: d.call.Deadline}
		for _, lang := range d.call.Languages {
			b.Titles = append(b.Titles, Prose{lang, d.call.Words[lang].Title})
		}
		one, err := d.draft("announced", CallSubject(d.call.Code), act.Public, day, b)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, one)
	}
	return drafts, nil
}

// upload keeps a posted file under its act's subject and audience; nil where none
// was posted.
func (p *pages) upload(v *ui.Visit, subject act.Subject, audience, name string) (*File, error) {
	hash, header, err := p.node.Upload(v, subject, audience, name)
	if err != nil || hash == "" {
		return nil, err
	}
	return &File{Blob: hash, Name: ui.FileName(header.Filename), Type: mediaType(header.Header.Get("Content-Type")), Size: header.Size}, nil
}

func (p *pages) extending(v *ui.Visit, d *deed) ([]book.Draft, error) {
	subject, audience := CallSubject(d.call.Code), staff[0]
	if to := posted(v, "to"); to != "" {
		subject, audience = AddresseeSubject(d.call.Code, to), withParty(to)
	}
	one, err := d.draft("extended", subject, audience, v.Today, ExtendedBody{act.Day(posted(v, "until")), posted(v, "reason")})
	return []book.Draft{one}, err
}

func (p *pages) noting(v *ui.Visit, d *deed) ([]book.Draft, error) {
	one, err := d.draft(d.kind, CallSubject(d.call.Code), staff[0], v.Today, NoteBody{posted(v, "note")})
	return []book.Draft{one}, err
}
