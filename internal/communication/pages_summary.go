package communication

import (
	"encoding/json"
	"slices"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/ui"
)

// asked is a question with its answers and summaries.
type asked struct {
	Call      *Call
	Question  *Question
	Answers   []*Answered
	Summaries []*Summary
}

func (p *pages) findQuestion(v *ui.Visit) (*asked, error) {
	o := &asked{}
	s := scopeOf(v)
	err := p.read(v, func(r store.View) (err error) {
		if o.Call, err = FindCall(v.Context(), r, s, v.PathValue("code")); err != nil || o.Call == nil {
			return err
		}
		if o.Question = o.Call.Question(v.PathValue("question")); o.Question == nil {
			return nil
		}
		if o.Answers, err = AnswersTo(v.Context(), r, s, o.Call.Code, o.Question.ID); err != nil {
			return err
		}
		o.Summaries = nil
		for _, lang := range o.Call.Languages {
			sum, err := FindSummary(v.Context(), r, s, o.Call.Code, o.Question.ID, lang)
			if err != nil {
				return err
			}
			if sum != nil {
				o.Summaries = append(o.Summaries, sum)
			}
		}
		return nil
	})
	if err == nil && (o.Call == nil || o.Question == nil) {
		err = ui.ErrNotFound
	}
	return o, err
}

// question shows the answers to one question, and its summary.
func (p *pages) question(v *ui.Visit) (ui.Answer, error) {
	o, err := p.findQuestion(v)
	if err != nil {
		return nil, err
	}
	w := o.Call.In(v.Lang).Questions[o.Question.ID]
	page := ui.Page{Title: v.Text("communication.question", map[string]string{"Number": o.Question.ID}), Lead: w.Text, LeadLang: o.Call.In(v.Lang).Language, Section: "/communications", Trail: trail(v, o.Call), Sheet: p.answersSheet(v, o.Call, o.Answers), Body: p.questionView(v, o)}
	if _, ok := p.office(v, "summarized", SummarySubject(o.Call.Code, o.Question.ID), staff[0]); ok {
		for _, lang := range o.Call.Languages {
			page.Actions = append(page.Actions, ui.Link{To: p.questionPage(o) + "/summary/" + lang, Words: v.Text("communication.summary") + " · " + p.node.CodeLabel(v, "language", lang)})
		}
	}
	return page, nil
}

func (p *pages) questionPage(o *asked) string {
	return callPage(o.Call.Code) + "/questions/" + o.Question.ID
}

// answers are all answers to a call that the reader may read, as a table.
func (p *pages) answers(v *ui.Visit) (ui.Answer, error) {
	c, err := p.findCall(v)
	if err != nil {
		return nil, err
	}
	var list []*Answered
	err = p.read(v, func(r store.View) error {
		list = nil
		return EachAnswer(v.Context(), r, scopeOf(v), c.Code, func(a *Answered) error {
			if len(list) < 20_000 {
				list = append(list, a)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	s := p.answersSheet(v, c, list)
	if most := v.PageSize(); len(s.Rows) > most && v.As() == ui.HTML {
		s.Rows = s.Rows[:most]
	}
	return ui.Page{Title: v.Text("communication.answers"), Lead: c.In(v.Lang).Title, LeadLang: c.In(v.Lang).Language, Section: "/communications", Trail: trail(v, c), Wide: true, Sheet: s, Body: ui.SheetView(v, s)}, nil
}

// usable are the replies on which a sentence may rest.
func usable(list []*Answered) (out []*Answered) {
	for _, a := range list {
		if a.Open || a.Quoted {
			out = append(out, a)
		}
	}
	return out
}

// moreSentences is how many blank sentences a form offers.
const moreSentences = 4

// summarizing is the question of the address, for one who may summarize it.
func (p *pages) summarizing(v *ui.Visit) (o *asked, lang, office string, err error) {
	if o, err = p.findQuestion(v); err != nil {
		return nil, "", "", err
	}
	lang = v.PathValue("lang")
	if !slices.Contains(o.Call.Languages, lang) {
		return nil, "", "", ui.ErrNotFound
	}
	if !v.Reader.Signed() {
		return nil, "", "", ui.ErrSignIn
	}
	office, ok := p.office(v, "summarized", SummarySubject(o.Call.Code, o.Question.ID), staff[0])
	if !ok {
		return nil, "", "", ui.ErrNotAllowed
	}
	return o, lang, office, nil
}

func (p *pages) summaryOf(v *ui.Visit, o *asked, lang string) *ui.Form {
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("do.save"), Cancel: p.questionPage(o)}
	var told []Told
	for _, s := range o.Summaries {
		if s.Language == lang {
			told = s.Sentences
		}
	}
	for i := range min(len(told)+moreSentences, 100) {
		t := Told{}
		if i < len(told) {
			t = told[i]
		}
		label := v.Text("communication.sentence", map[string]string{"Number": v.Localizer.Number(int64(i + 1))})
		text := ui.Field{Name: "s." + itoa(i), Label: label, Kind: "lines", Value: t.Text, Max: 2000, Lang: lang}
		if t.Gone > 0 {
			text.Help = v.Text("communication.source-gone")
		}
		rests := ui.Field{Name: "r." + itoa(i), Label: label + " · " + v.Text("communication.rests-on"), Kind: "choices"}
		for _, a := range usable(o.Answers) {
			subject := string(ReplySubject(a.Code, a.Party, a.Number))
			rests.Options = append(rests.Options, ui.Option{Value: subject, Words: p.node.PartyName(v, a.Party) + " · " + itoa(a.Number), Help: clipped(a.Text), HelpLang: a.Language})
			if slices.ContainsFunc(t.Sources, func(s Source) bool { return s.Party == a.Party && s.Number == a.Number }) {
				rests.Values = append(rests.Values, subject)
			}
		}
		f.Fields = append(f.Fields, text, rests)
	}
	if len(usable(o.Answers)) == 0 {
		f.Faults = append(f.Faults, v.Text("communication.nothing-usable"))
	}
	return f
}

func (p *pages) summaryPage(v *ui.Visit, o *asked, lang string, f *ui.Form) ui.Answer {
	page := formPage(v, v.Text("communication.summary")+" · "+p.node.CodeLabel(v, "language", lang), append(trail(v, o.Call), ui.Link{To: p.questionPage(o), Words: o.Question.ID}), f)
	page.Body = p.summarizeView(v, o, f)
	return page
}

func (p *pages) summaryForm(v *ui.Visit) (ui.Answer, error) {
	o, lang, _, err := p.summarizing(v)
	if err != nil {
		return nil, err
	}
	f := p.summaryOf(v, o, lang)
	f.Faults = nil
	if v.Kept != nil {
		f.Fill(v.Kept)
	}
	return p.summaryPage(v, o, lang, f), nil
}

func (p *pages) recordSummary(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	o, lang, office, err := p.summarizing(v)
	if err != nil {
		return nil, err
	}
	f := p.summaryOf(v, o, lang)
	f.Fill(v.PostForm)
	yesNos(v, f)
	b := SummarizedBody{Language: lang}
	for i := range 100 {
		text := posted(v, "s."+itoa(i))
		if text == "" {
			continue
		}
		s := Sentence{Text: text}
		for _, r := range v.PostForm["r."+itoa(i)] {
			s.Rests = append(s.Rests, act.Subject(r))
		}
		if len(s.Rests) == 0 {
			f.Fault("r."+itoa(i), v.Text("communication.tie-it"))
		}
		b.Sentences = append(b.Sentences, s)
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	shown, err := p.record(v, f, book.Draft{Kind: "communication.summarized", Subject: SummarySubject(o.Call.Code, o.Question.ID), Party: office, Standing: act.Own, Day: v.Today, Cites: o.Call.Cites, Audience: staff[0], Body: raw})
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.summaryPage(v, o, lang, f), nil
	}
	return ui.Redirect{To: p.questionPage(o), Said: "said.recorded"}, nil
}

// mayClear says whether the reader may clear a summary.
func (p *pages) mayClear(v *ui.Visit, s *Summary) bool {
	_, ok := p.office(v, "summary-cleared", SummarySubject(s.Code, s.Question), staff[0])
	return ok && s.Cleared == "" && s.Person != v.Reader.Who.Person && !s.Gone()
}

func (p *pages) clearSummary(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	o, err := p.findQuestion(v)
	if err != nil {
		return nil, err
	}
	subject := SummarySubject(o.Call.Code, o.Question.ID)
	office, ok := p.office(v, "summary-cleared", subject, staff[0])
	if !ok {
		return nil, ui.ErrNotAllowed
	}
	raw, err := json.Marshal(SummaryClearedBody{Language: v.PathValue("lang")})
	if err != nil {
		return nil, err
	}
	if _, err := p.node.Record(v.Context(), v, v.PostFormValue(ui.KeyName), book.Draft{Kind: "communication.summary-cleared", Subject: subject, Party: office, Standing: act.Own, Day: v.Today, Cites: o.Call.Cites, Audience: staff[0], Body: raw}); err != nil {
		return nil, err
	}
	return ui.Redirect{To: p.questionPage(o), Said: "said.recorded"}, nil
}

// goneWords say that a source was withdrawn, and to the secretariat what the book
// keeps of it.
func goneWords(v *ui.Visit) string {
	s := scopeOf(v)
	words := v.Text("communication.source-gone")
	if s.Staff() {
		words += " " + v.Text("communication.book-keeps")
	}
	return words
}
