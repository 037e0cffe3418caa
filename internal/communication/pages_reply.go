package communication

import (
	"encoding/json"
	"io"
	"mime"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/ui"
)

func mediaType(s string) string {
	if t, _, err := mime.ParseMediaType(s); err == nil {
		return t
	}
	return "application/octet-stream"
}

// shownReply is a reply as its page shows it.
type shownReply struct {
	*Reply
	Call    *Call
	To      *Addressee
	Answers []*Answered
	Of      int
}

// findReply reads the reply of the address with all that the reader may read.
func (p *pages) findReply(v *ui.Visit) (*shownReply, error) {
	s := scopeOf(v)
	n, err := strconv.Atoi(v.PathValue("number"))
	if err != nil {
		return nil, ui.ErrNotFound
	}
	o := &shownReply{}
	err = p.read(v, func(r store.View) (err error) {
		if o.Call, err = FindCall(v.Context(), r, s, v.PathValue("code")); err != nil || o.Call == nil {
			return err
		}
		if o.Reply, err = FindReply(v.Context(), r, s, o.Call.Code, v.PathValue("party"), n); err != nil || o.Reply == nil {
			return err
		}
		if o.To, err = loadAddressee(v.Context(), r, o.Call.Code, o.Party); err != nil {
			return err
		}
		all, err := Replies(v.Context(), r, s, o.Call.Code)
		if err != nil {
			return err
		}
		o.Of = 0
		for _, x := range all {
			if x.Party == o.Party {
				o.Of++
			}
		}
		o.Answers, err = AnswersOf(v.Context(), r, s, o.Reply)
		return err
	})
	if err == nil && (o.Call == nil || o.Reply == nil) {
		err = ui.ErrNotFound
	}
	return o, err
}

// reply shows one reply with its answers.
func (p *pages) reply(v *ui.Visit) (ui.Answer, error) {
	o, err := p.findReply(v)
	if err != nil {
		return nil, err
	}
	s := scopeOf(v)
	facts := []ui.Fact{
		{Name: v.Text("account.authority"), Value: o.Authority, Lang: o.Language},
		{Name: v.Text("communication.came"), Value: v.Localizer.Day(o.Day)},
		{Name: v.Text("word.standing"), Value: p.standing(v, o.Reply)},
		{Name: v.Text("communication.original"), Value: p.node.CodeLabel(v, "language", o.Language)},
		{Name: v.Text("communication.release"), Value: p.releaseWords(v, o.Reply)},
	}
	if o.Source != nil {
		facts = append(facts, ui.Fact{Name: v.Text("word.source"), Value: p.node.CodeLabel(v, "channel", o.Source.Channel) + " · " + o.Source.Reference + " · " + v.Localizer.Day(o.Source.Received), Data: true})
	}
	if o.Scan != nil && s.Reads(o.Audience) {
		facts = append(facts, ui.Fact{Name: v.Text("communication.scan"), Value: o.Scan.Name, Link: replyPage(o.Reply) + "/files/" + o.Scan.Blob})
	}
	if o.Note != "" {
		facts = append(facts, ui.Fact{Name: v.Text("word.note"), Value: o.Note, Lang: o.Language})
	}
	page := ui.Page{Title: p.node.PartyName(v, o.Party), Lead: o.Call.In(v.Lang).Title, LeadLang: o.Call.In(v.Lang).Language, Section: "/communications", Trail: trail(v, o.Call), Marks: p.replyMarks(v, o.Call, o.To, o.Reply, o.Of),
		Actions: p.replyActions(v, o), Sheet: p.answersSheet(v, o.Call, o.Answers), Body: p.replyView(v, o, facts)}
	return page, nil
}

func (p *pages) releaseWords(v *ui.Visit, r *Reply) string {
	switch {
	case r.Extent != "":
		w := p.node.CodeLabel(v, "release-extent", string(r.Extent))
		if r.Quote {
			w += " · " + v.Text("communication.may-quote")
		}
		return w
	case r.Withdrawn != "":
		return v.Text("communication.no-longer-released")
	}
	return v.Text("communication.not-released")
}

func (p *pages) replyActions(v *ui.Visit, o *shownReply) (list []ui.Link) {
	at := replyPage(o.Reply) + "/do/"
	add := func(name string, main bool) {
		list = append(list, ui.Link{To: at + name, Words: v.Text("communication.do-" + name), Main: main})
	}
	if p.speaks(v, "confirmed", o.Party) && o.MayConfirm() == nil {
		add("confirm", true)
	}
	if p.speaks(v, "answered", o.Party) || !o.Own() && p.records(v, "answered", o.Party) {
		list = append(list, ui.Link{To: callPage(o.Code) + "/reply?for=" + o.Party + "&change=" + itoa(o.Number), Words: v.Text("communication.do-change")})
	}
	if p.speaks(v, "released", o.Party) || p.node.Blobs != nil && p.records(v, "released", o.Party) {
		add("release", false)
		if o.MayWithdraw() == nil {
			add("withdraw", false)
		}
	}
	if _, ok := p.office(v, "translated", o.Subject(), o.Audience); ok || p.speaks(v, "translated", o.Party) {
		add("translate", false)
	}
	return list
}

// value is an answer's value in the reader's language.
func (p *pages) value(v *ui.Visit, q *Question, w Words, value string) string {
	switch {
	case value == "" || q == nil:
		return value
	case q.Type == act.YesNo && value == "true":
		return v.Text("word.yes")
	case q.Type == act.YesNo:
		return v.Text("word.no")
	case q.Type == act.DayOn:
		return v.Localizer.Day(act.Day(value))
	case q.Type == act.Month:
		return v.Localizer.Month(value)
	case q.Type == act.Code:
		var said []string
		for _, code := range lines(value) {
			if i := slices.Index(q.Options, code); i >= 0 && i < len(w.Questions[q.ID].Choices) {
				code = w.Questions[q.ID].Choices[i]
			}
			said = append(said, code)
		}
		return strings.Join(said, "; ")
	}
	return value
}

// answersSheet is answers as a table: one row an answer.
func (p *pages) answersSheet(v *ui.Visit, c *Call, list []*Answered) *ui.Sheet {
	s := &ui.Sheet{Name: c.Code + "-answers", Caption: v.Text("communication.answers"), Empty: v.Text("communication.no-answers"), Total: len(list), Notes: []string{v.Text("app.boundary-note")}, Columns: []ui.Column{
		{Name: "question", Label: v.Text("communication.question-name")}, {Name: "party", Label: v.Text("word.party")}, {Name: "reply", Label: v.Text("communication.reply"), Number: true, Minor: true},
		{Name: "value", Label: v.Text("communication.value")}, {Name: "text", Label: v.Text("communication.text")}, {Name: "language", Label: v.Text("word.language"), Minor: true},
		{Name: "laws", Label: v.Text("communication.laws"), Hidden: true}, {Name: "figures", Label: v.Text("communication.figures"), Hidden: true}, {Name: "released", Label: v.Text("communication.release"), Minor: true}}}
	w := c.In(v.Lang)
	for _, a := range list {
		released := v.Text("word.no")
		if a.Open {
			released = v.Text("word.yes")
		}
		r := &Reply{Code: a.Code, Party: a.Party, Number: a.Number}
		s.Rows = append(s.Rows, ui.Row{{Text: a.Question, Link: callPage(c.Code) + "/questions/" + a.Question}, {Text: p.node.PartyName(v, a.Party), Value: a.Party, Link: replyPage(r)}, count(v, a.Number),
			{Text: p.value(v, c.Question(a.Question), w, a.Value), Value: a.Value}, {Text: a.Text, Lang: a.Language}, {Text: p.node.CodeLabel(v, "language", a.Language), Value: a.Language}, {Value: lawLines(a.Laws)}, {Value: figureLines(a.Figures)}, {Text: released, Value: a.Open}})
	}
	return s
}

func lawLines(list []Law) (out []string) {
	for _, l := range list {
		out = append(out, strings.TrimRight(strings.Join([]string{l.Title, l.Place, l.Day}, " | "), " |"))
	}
	return out
}

func figureLines(list []Figure) (out []string) {
	for _, f := range list {
		out = append(out, strings.TrimRight(strings.Join([]string{f.Name, f.Value, f.Unit, f.Period, f.Source}, " | "), " |"))
	}
	return out
}

// file gives a file that a readable answer names, or the scan.
func (p *pages) file(v *ui.Visit) (ui.Answer, error) {
	o, err := p.findReply(v)
	if err != nil {
		return nil, err
	}
	s := scopeOf(v)
	var files []File
	if o.Scan != nil && s.Reads(o.Audience) {
		files = append(files, *o.Scan)
	}
	for _, a := range o.Answers {
		files = append(files, a.Files...)
	}
	i := slices.IndexFunc(files, func(f File) bool { return f.Blob == v.PathValue("blob") })
	hash, err := act.ParseHash(v.PathValue("blob"))
	if i < 0 || err != nil || p.node.Blobs == nil {
		return nil, ui.ErrNotFound
	}
	content, err := p.node.Blobs.Open(v.Context(), o.Subject(), withParty(o.Party), hash)
	if err != nil {
		return nil, err
	}
	return ui.File{Name: files[i].Name, Type: files[i].Type, Write: func(w io.Writer) error {
		_, err := io.Copy(w, content)
		if e := content.Close(); err == nil {
			err = e
		}
		return err
	}}, nil
}

// replyDeeds are what may be done to a reply, with the kind of act of each.
var replyDeeds = map[string]string{"confirm": "confirmed", "release": "released", "withdraw": "withdrawn", "translate": "translated"}

func (p *pages) replyDeedOf(v *ui.Visit) (o *shownReply, kind string, err error) {
	kind = replyDeeds[v.PathValue("deed")]
	if kind == "" {
		return nil, "", ui.ErrNotFound
	}
	if o, err = p.findReply(v); err != nil {
		return nil, "", err
	}
	if !v.Reader.Signed() {
		return nil, "", ui.ErrSignIn
	}
	_, office := p.office(v, kind, o.Subject(), o.Audience)
	if !p.speaks(v, kind, o.Party) && !(kind == "translated" && office) && !p.byLetter(v, kind, o.Party) {
		return nil, "", ui.ErrNotAllowed
	}
	return o, kind, nil
}

// byLetter says whether the reader records a State's word on its reply, which they
// do not speak for: on the letter that says it, whose file is kept with it.
func (p *pages) byLetter(v *ui.Visit, kind, party string) bool {
	return (kind == "released" || kind == "withdrawn") && p.node.Blobs != nil && !p.speaks(v, kind, party) && p.records(v, kind, party)
}

func (p *pages) replyDeedFormOf(v *ui.Visit, o *shownReply, kind string) *ui.Form {
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("do.record"), Cancel: replyPage(o.Reply)}
	switch kind {
	case "released":
		answered := ui.Field{Name: "questions", Label: v.Text("communication.questions"), Help: v.Text("communication.part-help"), Kind: "choices"}
		w := o.Call.In(v.Lang)
		for _, a := range o.Answers {
			answered.Options = append(answered.Options, ui.Option{Value: a.Question, Words: a.Question + " " + w.Questions[a.Question].Text, Lang: w.Language})
			if a.Open {
				answered.Values = append(answered.Values, a.Question)
			}
		}
		f.Fields = []ui.Field{{Name: "extent", Label: v.Text("communication.release"), Kind: "choice", Required: true, Value: string(o.Extent), Options: p.node.Options(v, "release-extent")}, answered,
			{Name: "quote", Label: v.Text("communication.may-quote"), Help: v.Text("communication.quote-help"), Kind: "yes-no", Value: map[bool]string{true: "true"}[o.Quote]}}
	case "withdrawn":
		f.Danger = true
		f.Fields = []ui.Field{{Name: "reason", Label: v.Text("word.reason"), Help: v.Text("communication.withdraw-help"), Kind: "lines"}}
	case "translated":
		f.Fields = []ui.Field{{Name: "language", Label: v.Text("word.language"), Kind: "code", Required: true, Value: v.Lang, Options: p.languages(v, true)},
			{Name: "author", Label: v.Text("communication.author"), Required: true, Max: 200}}
		if p.speaks(v, "translated", o.Party) {
			f.Fields = append(f.Fields, ui.Field{Name: "official", Label: v.Text("communication.official"), Kind: "yes-no"})
		}
		for _, a := range o.Answers {
			if a.Text != "" {
				f.Fields = append(f.Fields, ui.Field{Name: "t." + a.Question, Label: v.Text("communication.question", map[string]string{"Number": a.Question}), Help: a.Text, HelpLang: a.Language, Kind: "lines"})
			}
		}
	default:
		f.Fields = []ui.Field{{Name: "note", Label: v.Text("word.note"), Kind: "lines"}}
	}
	if p.byLetter(v, kind, o.Party) {
		f.Upload, f.Most = true, maxScan
		f.Fields = append(f.Fields, p.letterFields(v, v.Text("communication.word-by-letter"))...)
		f.Fields = append(f.Fields, ui.Field{Name: "scan", Label: v.Text("communication.scan-of-letter"), Kind: "file", Required: true})
	}
	return f
}

// letterFields ask for the letter on which a State's word rests.
func (p *pages) letterFields(v *ui.Visit, help string) []ui.Field {
	return []ui.Field{
		{Name: "channel", Label: v.Text("act-form.channel"), Kind: "code", Required: true, Options: p.node.Options(v, "channel"), Help: help},
		{Name: "source", Label: v.Text("act-form.reference"), Required: true, Max: 200},
		{Name: "received", Label: v.Text("communication.came"), Kind: "day", Required: true, Value: string(v.Today)}}
}

// letterOf reads the posted letter; a fault stands beside what is missing.
func letterOf(v *ui.Visit, f *ui.Form) *act.Source {
	for _, name := range []string{"channel", "source", "received"} {
		if posted(v, name) == "" {
			f.Fault(name, v.Text("refusal.body.missing.why"))
		}
	}
	return &act.Source{Channel: posted(v, "channel"), Reference: posted(v, "source"), Received: act.Day(posted(v, "received"))}
}

func (p *pages) replyDeedForm(v *ui.Visit) (ui.Answer, error) {
	o, kind, err := p.replyDeedOf(v)
	if err != nil {
		return nil, err
	}
	return p.replyDeedPage(v, o, p.replyDeedFormOf(v, o, kind)), nil
}

func (p *pages) replyDeedPage(v *ui.Visit, o *shownReply, f *ui.Form) ui.Answer {
	return formPage(v, v.Text("communication.do-"+v.PathValue("deed")), append(trail(v, o.Call), ui.Link{To: replyPage(o.Reply), Words: p.node.PartyName(v, o.Party)}), f)
}

func (p *pages) recordReplyDeed(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxScan); err != nil {
		return nil, err
	}
	o, kind, err := p.replyDeedOf(v)
	if err != nil {
		return nil, err
	}
	f := p.replyDeedFormOf(v, o, kind)
	f.Fill(v.PostForm)
	yesNos(v, f)
	d := book.Draft{Kind: "communication." + kind, Subject: o.Subject(), Party: o.Party, Standing: act.Own, Day: v.Today, Cites: o.Call.Cites, Audience: o.Audience}
	var body any
	switch kind {
	case "released":
		b := ReleasedBody{Extent: Extent(posted(v, "extent")), Quote: posted(v, "quote") == "true"}
		if b.Extent == Part {
			b.Questions = v.PostForm["questions"]
		}
		body = b
	case "withdrawn":
		body = ReasonBody{posted(v, "reason")}
	case "translated":
		b := TranslatedBody{Language: posted(v, "language"), Author: posted(v, "author"), Official: posted(v, "official") == "true"}
		if !p.speaks(v, "translated", o.Party) {
			d.Party, _ = p.office(v, kind, o.Subject(), o.Audience)
		}
		for _, a := range o.Answers {
			if text := posted(v, "t."+a.Question); text != "" {
				b.Answers = append(b.Answers, Translated{a.Question, text})
			}
		}
		body = b
	default:
		body = NoteBody{posted(v, "note")}
	}
	if d.Body, err = json.Marshal(body); err != nil {
		return nil, err
	}
	if p.byLetter(v, kind, o.Party) {
		d.Standing, d.Source = act.Communicated, letterOf(v, f)
		scan, err := p.upload(v, o.Subject(), o.Audience, "scan")
		switch {
		case err != nil:
			return nil, err
		case scan == nil:
			f.Fault("scan", v.Text("refusal.body.missing.why"))
		default:
			d.Source.Document = scan.Blob
		}
	}
	shown, err := p.record(v, f, d)
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.replyDeedPage(v, o, f), nil
	}
	return ui.Redirect{To: replyPage(o.Reply), Said: "said.recorded"}, nil
}
