package communication

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/ui"
)

func typedPage(id string) string { return "/answering/" + id }

// typedOf reads what is being typed, for those who may go on with it: the people
// of the State, or officers where it is a letter.
func (p *pages) typedOf(v *ui.Visit) (*typedReply, *Call, error) {
	if !v.Reader.Signed() {
		return nil, nil, ui.ErrSignIn
	}
	t, err := p.drafts.find(v.Context(), v.PathValue("draft"))
	if err != nil {
		return nil, nil, err
	}
	if t == nil || t.Standing == act.Own && !p.speaks(v, "answered", t.Party) || t.Standing != act.Own && !p.records(v, "answered", t.Party) {
		return nil, nil, ui.ErrNotFound
	}
	v.SetPathValue("code", t.Code)
	c, err := p.findCall(v)
	return t, c, err
}

// offered are the entries of the State's bank that may answer a question.
func (p *pages) offered(v *ui.Visit, t *typedReply) (bank []*Banked, err error) {
	if t.Standing != act.Own {
		return nil, nil
	}
	err = p.read(v, func(r store.View) (err error) {
		bank, err = Bank(v.Context(), r, scopeOf(v), t.Party)
		return err
	})
	return bank, err
}

// typed shows what was typed so far, and sends it.
func (p *pages) typed(v *ui.Visit) (ui.Answer, error) {
	t, c, err := p.typedOf(v)
	if err != nil {
		return nil, err
	}
	return p.typedAnswer(v, t, c, &ui.Form{Key: ui.NewKey(), Send: v.Text("communication.send-reply")})
}

func (p *pages) typedAnswer(v *ui.Visit, t *typedReply, c *Call, f *ui.Form) (ui.Answer, error) {
	bank, err := p.offered(v, t)
	if err != nil {
		return nil, err
	}
	s := &ui.Sheet{Name: "typed", Caption: v.Text("communication.questions"), Total: len(c.Questions), Columns: []ui.Column{{Name: "question", Label: v.Text("communication.question-name")}, {Name: "text", Label: v.Text("communication.text")}, {Name: "state", Label: v.Text("word.status")}}}
	w := c.In(v.Lang)
	for i := range c.Questions {
		q := &c.Questions[i]
		a, there := t.Answers[q.ID]
		mark := ui.Mark{Tone: ui.Plain, Words: v.Text("communication.not-answered")}
		switch {
		case there && !a.Empty():
			mark = ui.Mark{Tone: ui.Good, Words: v.Text("communication.answered")}
		case !there && len(Offers(bank, q, v.Today)) > 0:
			mark = ui.Mark{Tone: ui.Note, Words: v.Text("communication.bank-offers")}
		case q.Required:
			mark = ui.Mark{Tone: ui.Open, Words: v.Text("word.required")}
		}
		s.Rows = append(s.Rows, ui.Row{{Text: q.ID, Link: typedPage(t.ID) + "/" + q.ID}, {Text: w.Questions[q.ID].Text, Lang: w.Language}, {Value: mark.Words, Marks: []ui.Mark{mark}}})
	}
	page := ui.Page{Title: p.node.PartyName(v, t.Party) + " · " + v.Named(t.Authority), Lead: w.Title, LeadLang: w.Language, Section: "/communications", Trail: trail(v, c), Body: typedView(v, s, f)}
	if f.Faulty() {
		page.Status = 422
	}
	return page, nil
}

// answerForm is the page of one question.
func (p *pages) answerForm(v *ui.Visit) (ui.Answer, error) {
	t, c, q, err := p.typedQuestion(v)
	if err != nil {
		return nil, err
	}
	bank, err := p.offered(v, t)
	if err != nil {
		return nil, err
	}
	a, there := t.Answers[q.ID]
	offers := Offers(bank, q, v.Today)
	var from *Banked
	if name := v.Query("use"); name != "" {
		for _, b := range offers {
			if b.Name == name {
				from = b
			}
		}
	} else if !there && len(offers) > 0 {
		from = offers[0]
	}
	if from != nil {
		a = Answer{Question: q.ID, Text: from.Text, Laws: from.Laws, Figures: from.Figures, Bank: from.Subject()}
		if q.Type != act.Text {
			a.Value = from.Value
		}
	}
	f := p.answerOf(v, t, c, q, &a)
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return p.answerPage(v, t, c, q, f, offers, from), nil
}

func (p *pages) typedQuestion(v *ui.Visit) (*typedReply, *Call, *Question, error) {
	t, c, err := p.typedOf(v)
	if err != nil {
		return nil, nil, nil, err
	}
	q := c.Question(v.PathValue("question"))
	if q == nil {
		return nil, nil, nil, ui.ErrNotFound
	}
	return t, c, q, nil
}

func (p *pages) answerPage(v *ui.Visit, t *typedReply, c *Call, q *Question, f *ui.Form, offers []*Banked, from *Banked) ui.Answer {
	page := formPage(v, v.Text("communication.question", map[string]string{"Number": q.ID}), append(trail(v, c), ui.Link{To: typedPage(t.ID), Words: p.node.PartyName(v, t.Party)}), f)
	page.Body = p.answerFormView(v, t, c, q, f, offers, from)
	return page
}

// answerOf is the form of an answer.
func (p *pages) answerOf(v *ui.Visit, t *typedReply, c *Call, q *Question, a *Answer) *ui.Form {
	w := c.In(v.Lang).Questions[q.ID]
	f := &ui.Form{Send: v.Text("communication.save-next"), Cancel: typedPage(t.ID), Upload: p.node.Blobs != nil, Most: maxScan}
	value := ui.Field{Name: "value", Label: v.Text("communication.value"), Required: q.Required, Value: a.Value, Values: a.Values()}
	switch q.Type {
	case act.YesNo:
		value.Kind, value.Options = "choice", []ui.Option{{Value: "true", Words: v.Text("word.yes")}, {Value: "false", Words: v.Text("word.no")}}
	case act.Code:
		value.Kind = "choice"
		if q.Several {
			value.Kind = "choices"
		}
		for i, o := range q.Options {
			words := o
			if i < len(w.Choices) {
				words = w.Choices[i]
			}
			value.Options = append(value.Options, ui.Option{Value: o, Words: words})
		}
	case act.DayOn, act.Month, act.Integer:
		value.Kind = string(q.Type)
	}
	if q.Type != act.Text {
		f.Fields = append(f.Fields, value)
	}
	f.Fields = append(f.Fields,
		ui.Field{Name: "text", Label: v.Text("communication.text"), Kind: "lines", Value: a.Text, Required: q.Required && q.Type == act.Text, Lang: t.Language, Max: 20_000},
		ui.Field{Name: "laws", Label: v.Text("communication.laws"), Help: v.Text("communication.laws-help"), Kind: "lines", Value: strings.Join(lawLines(a.Laws), "\n")},
		ui.Field{Name: "figures", Label: v.Text("communication.figures"), Help: v.Text("communication.figures-help"), Kind: "lines", Value: strings.Join(figureLines(a.Figures), "\n")})
	if f.Upload {
		for _, file := range a.Files {
			f.Fields = append(f.Fields, ui.Field{Name: "kept." + file.Blob, Label: v.Text("communication.keep-file", map[string]string{"Name": file.Name}), Kind: "yes-no", Value: "true"})
		}
		f.Fields = append(f.Fields, ui.Field{Name: "file", Label: v.Text("communication.file"), Kind: "file"})
	}
	f.Fields = append(f.Fields, ui.Field{Name: "bank", Kind: "hidden", Value: string(a.Bank)})
	return f
}

// keepAnswer keeps an answer as it was typed, and goes on to the next question.
func (p *pages) keepAnswer(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxScan); err != nil {
		return nil, err
	}
	t, c, q, err := p.typedQuestion(v)
	if err != nil {
		return nil, err
	}
	before := t.Answers[q.ID]
	f := p.answerOf(v, t, c, q, &before)
	f.Fill(v.PostForm)
	yesNos(v, f)
	a := Answer{Question: q.ID, Text: posted(v, "text"), Value: strings.Join(v.PostForm["value"], "\n"), Bank: act.Subject(posted(v, "bank"))}
	a.Value = strings.TrimSpace(a.Value)
	if a.Laws, err = readLaws(postedLines(v, "laws")); err != nil {
		f.Fault("laws", sentence(v, err))
	}
	if a.Figures, err = readFigures(postedLines(v, "figures")); err != nil {
		f.Fault("figures", sentence(v, err))
	}
	for _, file := range before.Files {
		if v.PostFormValue("kept."+file.Blob) == "true" {
			a.Files = append(a.Files, file)
		}
	}
	if file, err := p.upload(v, ReplySubject(t.Code, t.Party, t.Number), withParty(t.Party), "file"); err != nil {
		return nil, err
	} else if file != nil {
		a.Files = append(a.Files, *file)
	}
	if !a.Empty() {
		if err := q.CheckAnswer(&a); err != nil {
			f.Fault("value", sentence(v, err))
		}
	}
	if f.Faulty() {
		return p.answerPage(v, t, c, q, f, nil, nil), nil
	}
	if err := p.drafts.keep(v.Context(), t, &a, time.Now()); err != nil {
		return nil, err
	}
	to := typedPage(t.ID)
	if i := slices.IndexFunc(c.Questions, func(o Question) bool { return o.ID == q.ID }); i+1 < len(c.Questions) {
		to += "/" + c.Questions[i+1].ID
	}
	return ui.Redirect{To: to}, nil
}

// readLaws reads laws, one a line: title | article | day.
func readLaws(list []string) (out []Law, err error) {
	for _, l := range list {
		c, err := columns(l, 3)
		if err != nil {
			return nil, err
		}
		out = append(out, Law{c[0], c[1], c[2]})
	}
	return out, nil
}

// readFigures reads figures, one a line: name | number | unit | period | source.
func readFigures(list []string) (out []Figure, err error) {
	for _, l := range list {
		c, err := columns(l, 5)
		if err != nil {
			return nil, err
		}
		out = append(out, Figure{c[0], strings.ReplaceAll(c[1], ",", "."), c[2], c[3], c[4]})
	}
	return out, nil
}

// send records what was typed.
func (p *pages) send(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	t, c, err := p.typedOf(v)
	if err != nil {
		return nil, err
	}
	f := &ui.Form{Key: v.PostFormValue(ui.KeyName), Send: v.Text("communication.send-reply")}
	var answers []Answer
	for i := range c.Questions {
		q := &c.Questions[i]
		a, there := t.Answers[q.ID]
		if !there {
			a = Answer{Question: q.ID}
		}
		if err := q.CheckAnswer(&a); err != nil {
			f.Faults = append(f.Faults, sentence(v, err))
		}
		if there && (t.Changes || !a.Empty()) {
			answers = append(answers, a)
		}
	}
	if !f.Faulty() {
		if err := p.renumber(v, t, answers); err != nil {
			return nil, err
		}
	}
	drafts, err := replyDrafts(t, c, answers, v.Today)
	if err != nil {
		return nil, err
	}
	shown, err := p.record(v, f, drafts...)
	if err != nil {
		return nil, err
	}
	if shown {
		return p.typedAnswer(v, t, c, f)
	}
	if err := p.drafts.forget(v.Context(), t.ID); err != nil {
		return nil, err
	}
	return ui.Redirect{To: subjectPage(string(ReplySubject(t.Code, t.Party, t.Number))), Said: "said.recorded"}, nil
}

// renumber gives a reply the next number of its State, where another authority of
// the same State sent one since this was begun. Its files go with it: they are
// kept under the subject of their act.
func (p *pages) renumber(v *ui.Visit, t *typedReply, answers []Answer) error {
	if t.Changes {
		return nil
	}
	from := ReplySubject(t.Code, t.Party, t.Number)
	next, err := p.nextReply(v, t.Code, t.Party)
	if err != nil || next == t.Number {
		return err
	}
	t.Number = next
	if p.node.Blobs == nil {
		return nil
	}
	move := func(f *File) error {
		hash, err := act.ParseHash(f.Blob)
		if err != nil {
			return err
		}
		content, err := p.node.Blobs.Open(v.Context(), from, withParty(t.Party), hash)
		if err != nil {
			return err
		}
		moved, _, err := p.node.Blobs.Put(v.Context(), ReplySubject(t.Code, t.Party, next), withParty(t.Party), content)
		if t.Source != nil && t.Source.Document == f.Blob {
			t.Source.Document = moved.String()
		}
		f.Blob = moved.String()
		return errors.Join(err, content.Close())
	}
	if t.Scan != nil {
		if err := move(t.Scan); err != nil {
			return err
		}
	}
	for _, a := range answers {
		for i := range a.Files {
			if err := move(&a.Files[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// mostOfBody is how many bytes of answers one act takes; a body holds 64 KiB.
const mostOfBody = 48 << 10

// replyDrafts are the acts of a reply: its beginning, and its answers in as many
// acts as they need.
func replyDrafts(t *typedReply, c *Call, answers []Answer, day act.Day) ([]book.Draft, error) {
	base := book.Draft{Subject: ReplySubject(t.Code, t.Party, t.Number), Party: t.Party, Standing: t.Standing, Source: t.Source, Day: day, Cites: c.Cites, Audience: withParty(t.Party)}
	var out []book.Draft
	add := func(kind string, body any) error {
		raw, err := json.Marshal(body)
		d := base
		d.Kind, d.Body = "communication."+kind, raw
		out = append(out, d)
		return err
	}
	if !t.Changes {
		if err := add("replied", RepliedBody{t.Authority, t.Language, t.Note, t.Scan}); err != nil {
			return nil, err
		}
	}
	var part []Answer
	size := 0
	for _, a := range answers {
		n := len(pack(a))
		if len(part) > 0 && size+n > mostOfBody {
			if err := add("answered", AnsweredBody{part}); err != nil {
				return nil, err
			}
			part, size = nil, 0
		}
		part, size = append(part, a), size+n
	}
	if len(part) > 0 {
		if err := add("answered", AnsweredBody{part}); err != nil {
			return nil, err
		}
	}
	return out, nil
}
