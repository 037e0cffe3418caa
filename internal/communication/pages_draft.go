package communication

import (
	"encoding/json"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/ui"
)

// moreQuestions is how many blank questions a form offers.
const moreQuestions = 5

// mayDraft reads the call of the address, nil on the page of a new one, and says
// in whose name the reader drafts.
func (p *pages) mayDraft(v *ui.Visit) (c *Call, office string, err error) {
	if v.PathValue("code") != "" {
		if c, err = p.findCall(v); err != nil {
			return nil, "", err
		}
	}
	if !v.Reader.Signed() {
		return nil, "", ui.ErrSignIn
	}
	office, ok := p.office(v, "drafted", CallSubject("x"), staff[0])
	if !ok {
		return nil, "", ui.ErrNotAllowed
	}
	return c, office, nil
}

// draftOf is the form of a call's draft.
func (p *pages) draftOf(v *ui.Visit, c *Call) *ui.Form {
	fresh := c == nil
	if fresh {
		c = &Call{Channel: "note-verbale", Original: v.Lang, Languages: []string{"en"}, Asked: AllStates, Open: true}
		p.asked(v, c)
	}
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("do.save"), Cancel: "/communications"}
	if fresh {
		f.Fields = append(f.Fields, ui.Field{Name: "code", Label: v.Text("word.code"), Help: v.Text("communication.code-help"), Kind: "code-line", Max: 40, Required: true})
	} else {
		f.Cancel = callPage(c.Code)
	}
	asked := ui.Field{Name: "asked", Label: v.Text("communication.who"), Kind: "choice", Required: true, Value: string(c.Asked), Options: p.node.Options(v, "asked")}
	listed := ""
	if c.Asked == NamedParties || c.Asked == PartiesTo {
		listed = strings.Join(c.Parties, "\n")
	}
	f.Fields = append(f.Fields,
		ui.Field{Name: "reference", Label: v.Text("communication.reference"), Value: c.Reference, Max: 200, Required: true},
		ui.Field{Name: "channel", Label: v.Text("communication.channel"), Kind: "code", Value: c.Channel, Options: p.node.Options(v, "channel"), Required: true},
		ui.Field{Name: "cites", Label: v.Text("communication.rests-on"), Help: v.Text("act-form.cites-help"), Kind: "lines", Value: strings.Join(strings.Fields(joined(c.Cites)), "\n")},
		asked,
		ui.Field{Name: "group", Label: v.Text("word.regional-group"), Help: v.Text("communication.group-help"), Kind: "code", Value: c.Group, Options: p.node.Options(v, "group")},
		ui.Field{Name: "instrument", Label: v.Text("word.instrument"), Help: v.Text("communication.instrument-help"), Kind: "code-line", Value: c.Instrument, Max: 64},
		ui.Field{Name: "named", Label: v.Text("communication.addressees"), Help: v.Text("communication.named-help"), Kind: "lines", Value: listed},
		ui.Field{Name: "deadline", Label: v.Text("communication.deadline"), Kind: "day", Value: string(c.Deadline), Required: true},
		ui.Field{Name: "original", Label: v.Text("communication.original"), Kind: "code", Value: c.Original, Options: p.languages(v, true), Required: true},
		ui.Field{Name: "languages", Label: v.Text("communication.languages"), Kind: "choices", Values: c.Languages, Options: p.languages(v, false)},
		ui.Field{Name: "open", Label: v.Text("communication.open"), Kind: "yes-no", Value: map[bool]string{true: "true"}[c.Open]})
	if fresh {
		for _, o := range p.languages(v, false) {
			f.Field("languages").Values = append(f.Field("languages").Values, o.Value)
		}
	}
	for i := range min(len(c.Questions)+moreQuestions, MostQuestions) {
		q := Question{}
		if i < len(c.Questions) {
			q = c.Questions[i]
		}
		at, label := "q."+itoa(i)+".", v.Text("communication.question", map[string]string{"Number": v.Localizer.Number(int64(i + 1))})+" · "
		f.Fields = append(f.Fields,
			ui.Field{Name: at + "id", Label: label + v.Text("word.name"), Help: v.Text("communication.question-id-help"), Kind: "code-line", Value: q.ID, Max: 12},
			ui.Field{Name: at + "type", Label: label + v.Text("communication.answer-type"), Kind: "code", Value: string(q.Type), Options: p.node.Options(v, "answer-type")},
			ui.Field{Name: at + "provisions", Label: label + v.Text("communication.provisions"), Kind: "code-line", Value: strings.Join(strings.Fields(joined(q.Provisions)), " "), Max: 400},
			ui.Field{Name: at + "options", Label: label + v.Text("communication.options"), Help: v.Text("communication.options-help"), Kind: "code-line", Value: strings.Join(q.Options, " "), Max: 400},
			ui.Field{Name: at + "offer", Label: label + v.Text("communication.offered-as"), Help: v.Text("communication.offer-help"), Kind: "code", Value: q.Offer, Options: p.node.Options(v, "offer")},
			ui.Field{Name: at + "required", Label: label + v.Text("communication.is-required"), Kind: "yes-no", Value: map[bool]string{true: "true"}[q.Required]},
			ui.Field{Name: at + "several", Label: label + v.Text("communication.several"), Kind: "yes-no", Value: map[bool]string{true: "true"}[q.Several]})
	}
	return f
}

func (p *pages) draftForm(v *ui.Visit) (ui.Answer, error) {
	c, _, err := p.mayDraft(v)
	if err != nil {
		return nil, err
	}
	f := p.draftOf(v, c)
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return formPage(v, v.Text("communication.new"), trail(v, c), f), nil
}

// maxForm is the length of a form without files at most, in bytes.
const maxForm = 1 << 20

// yesNos keeps what was unticked: a browser posts nothing for it.
func yesNos(v *ui.Visit, f *ui.Form) {
	for i := range f.Fields {
		switch field := &f.Fields[i]; field.Kind {
		case "yes-no":
			field.Value = v.PostFormValue(field.Name)
		case "choices":
			field.Values = v.PostForm[field.Name]
		}
	}
}

func (p *pages) recordDraft(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	c, office, err := p.mayDraft(v)
	if err != nil {
		return nil, err
	}
	f := p.draftOf(v, c)
	f.Fill(v.PostForm)
	yesNos(v, f)
	code := posted(v, "code")
	if c != nil {
		code = c.Code
	} else if err := CheckCode(code); err != nil {
		f.Fault("code", sentence(v, err))
	} else if err := p.read(v, func(r store.View) error {
		before, err := loadCall(v.Context(), r, code)
		if before != nil {
			f.Fault("code", v.Text("communication.code-taken"))
		}
		return err
	}); err != nil {
		return nil, err
	}
	b, err := p.draftBody(v, f)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	cites := act.TypedCites(posted(v, "cites"))
	shown, err := p.record(v, f, book.Draft{Kind: "communication.drafted", Subject: CallSubject(code), Party: office, Standing: act.Own, Day: v.Today, Cites: cites, Audience: staff[0], Body: raw})
	switch {
	case err != nil:
		return nil, err
	case shown:
		return formPage(v, v.Text("communication.new"), trail(v, c), f), nil
	}
	return ui.Redirect{To: callPage(code), Said: "said.recorded"}, nil
}

// draftBody reads the posted draft; faults go beside their fields.
func (p *pages) draftBody(v *ui.Visit, f *ui.Form) (DraftedBody, error) {
	b := DraftedBody{Reference: posted(v, "reference"), Channel: posted(v, "channel"), Original: posted(v, "original"), Languages: v.PostForm["languages"],
		Asked: Asked(posted(v, "asked")), Deadline: act.Day(posted(v, "deadline")), Open: posted(v, "open") == "true"}
	if !slices.Contains(b.Languages, b.Original) && b.Original != "" {
		b.Languages = append(b.Languages, b.Original)
	}
	switch b.Asked {
	case OneGroup:
		b.Group = posted(v, "group")
	case PartiesTo:
		b.Instrument = posted(v, "instrument")
	}
	var known bool
	if b.Addressees, known = AddresseesOf(p.parties, b.Asked, b.Group, v.Today); !known {
		if b.Asked == PartiesTo && p.treaties != nil {
			err := p.read(v, func(r store.View) (err error) {
				b.Addressees, known, err = p.treaties.PartiesTo(v.Context(), r, b.Instrument, v.Today)
				return err
			})
			if err != nil {
				return b, err
			}
		}
		if !known {
			b.Addressees = p.namedParties(v, f, "named")
		}
	}
	for i := range MostQuestions {
		at := "q." + itoa(i) + "."
		if _, there := v.PostForm[at+"id"]; !there {
			break
		}
		q := Question{ID: posted(v, at+"id"), Type: act.Type(posted(v, at+"type")), Required: posted(v, at+"required") == "true", Several: posted(v, at+"several") == "true", Options: strings.Fields(posted(v, at+"options")), Offer: posted(v, at+"offer")}
		q.Provisions = act.TypedCites(posted(v, at+"provisions"))
		if q.ID == "" && q.Type == "" {
			continue
		}
		if err := q.CheckDeclared(); err != nil {
			f.Fault(at+"id", sentence(v, err))
		}
		b.Questions = append(b.Questions, q)
	}
	return b, nil
}

// namedParties reads codes or names of parties, one a line.
func (p *pages) namedParties(v *ui.Visit, f *ui.Form, field string) (codes []string) {
	for _, l := range postedLines(v, field) {
		q := p.parties.ByCode(l)
		if q == nil {
			var err error
			if q, err = p.parties.ByName(l, v.Today); err != nil {
				f.Fault(field, v.Text("communication.unknown-party", map[string]string{"Name": clipped(l)}))
				continue
			}
		}
		if !slices.Contains(codes, q.Code) {
			codes = append(codes, q.Code)
		}
	}
	if len(codes) == 0 && !f.Faulty() {
		f.Fault(field, v.Text("communication.name-some"))
	}
	return codes
}

// wordsOf is the form of a call's words in a language. What is not written yet is
// proposed: a letter in our own words, in that language.
func (p *pages) wordsOf(v *ui.Visit, c *Call, lang string) *ui.Form {
	w, there := c.Words[lang]
	if !there {
		w = Words{Language: lang, Letter: p.proposed(c, lang), Questions: map[string]QuestionWords{}}
	}
	original := c.In(c.Original)
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("do.save"), Cancel: callPage(c.Code), Fields: []ui.Field{
		{Name: "title", Label: v.Text("word.title"), Value: w.Title, Max: 200, Required: true, Lang: lang},
		{Name: "letter", Label: v.Text("communication.letter"), Kind: "lines", Value: w.Letter, Required: true, Lang: lang, Max: 20_000}}}
	for _, q := range c.Questions {
		qw, label := w.Questions[q.ID], v.Text("communication.question", map[string]string{"Number": q.ID})
		f.Fields = append(f.Fields,
			ui.Field{Name: "q." + q.ID + ".text", Label: label, Help: original.Questions[q.ID].Text, Kind: "lines", Value: qw.Text, Required: true, Lang: lang, Max: 2000},
			ui.Field{Name: "q." + q.ID + ".help", Label: label + " · " + v.Text("communication.explanation"), Kind: "lines", Value: qw.Help, Lang: lang, Max: 2000})
		if q.Type == act.Code {
			f.Fields = append(f.Fields, ui.Field{Name: "q." + q.ID + ".choices", Label: label + " · " + v.Text("communication.options"), Help: strings.Join(q.Options, ", ") + ". " + v.Text("act-form.one-a-line"), Kind: "lines", Value: strings.Join(qw.Choices, "\n"), Required: true, Lang: lang})
		}
	}
	return f
}

func (p *pages) wordsForm(v *ui.Visit) (ui.Answer, error) {
	c, _, err := p.mayDraft(v)
	if err != nil {
		return nil, err
	}
	lang := v.PathValue("lang")
	if !slices.Contains(c.Languages, lang) {
		return nil, ui.ErrNotFound
	}
	f := p.wordsOf(v, c, lang)
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return formPage(v, p.node.CodeLabel(v, "language", lang), trail(v, c), f), nil
}

func (p *pages) recordWords(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	c, office, err := p.mayDraft(v)
	if err != nil {
		return nil, err
	}
	lang := v.PathValue("lang")
	if !slices.Contains(c.Languages, lang) {
		return nil, ui.ErrNotFound
	}
	f := p.wordsOf(v, c, lang)
	f.Fill(v.PostForm)
	b := WordedBody{Language: lang, Title: posted(v, "title"), Letter: posted(v, "letter")}
	for _, q := range c.Questions {
		item := WordedItem{ID: q.ID, QuestionWords: QuestionWords{Text: posted(v, "q."+q.ID+".text"), Help: posted(v, "q."+q.ID+".help"), Choices: postedLines(v, "q."+q.ID+".choices")}}
		if item.Text == "" {
			f.Fault("q."+q.ID+".text", v.Text("communication.word-it"))
		}
		b.Questions = append(b.Questions, item)
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	shown, err := p.record(v, f, book.Draft{Kind: "communication.worded", Subject: CallSubject(c.Code), Party: office, Standing: act.Own, Day: v.Today, Audience: staff[0], Cites: c.Cites, Body: raw})
	switch {
	case err != nil:
		return nil, err
	case shown:
		return formPage(v, p.node.CodeLabel(v, "language", lang), trail(v, c), f), nil
	}
	return ui.Redirect{To: callPage(c.Code), Said: "said.recorded"}, nil
}
