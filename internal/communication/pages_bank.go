package communication

import (
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/ui"
)

// bank lists the cleared answers of the States for whom the reader acts.
func (p *pages) bank(v *ui.Visit) (ui.Answer, error) {
	states := p.states(v, "banked")
	if len(states) == 0 {
		if !v.Reader.Signed() {
			return nil, ui.ErrSignIn
		}
		return nil, ui.ErrNotAllowed
	}
	s := &ui.Sheet{Name: "bank", Caption: v.Text("communication.bank"), Empty: v.Text("communication.bank-empty"), Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "party", Label: v.Text("word.state"), Minor: true}, {Name: "provisions", Label: v.Text("communication.provisions")},
		{Name: "language", Label: v.Text("word.language"), Minor: true}, {Name: "until", Label: v.Text("communication.valid-until")}, {Name: "text", Label: v.Text("communication.text"), Hidden: true}}}
	page := ui.Page{Title: v.Text("communication.bank"), Lead: v.Text("communication.bank-lead"), Section: "/communications", Trail: trail(v, nil), Sheet: s}
	err := p.read(v, func(r store.View) error {
		s.Rows = nil
		for _, state := range states {
			list, err := Bank(v.Context(), r, scopeOf(v), state)
			if err != nil {
				return err
			}
			for _, b := range list {
				until := dayCell(v, b.Until)
				if !b.Valid(v.Today) {
					until.Marks = []ui.Mark{{Tone: ui.Bad, Words: v.Text("communication.expired")}}
				}
				s.Rows = append(s.Rows, ui.Row{{Text: b.Title, Link: bankPage(state, b.Name), Lang: b.Language}, {Text: p.node.PartyName(v, state), Value: state}, {Text: strings.Join(lines(joined(b.Provisions)), " ")}, {Text: p.node.CodeLabel(v, "language", b.Language), Value: b.Language}, until, {Text: b.Text}})
			}
		}
		return nil
	})
	for _, state := range states {
		page.Actions = append(page.Actions, ui.Link{To: bankPage(state, "new"), Words: v.Text("do.add") + " · " + p.node.PartyName(v, state), Main: len(states) == 1})
	}
	s.Total = len(s.Rows)
	page.Body = ui.SheetView(v, s)
	return page, err
}

// banking is an entry that is being written.
type banking struct {
	party, name string
	entry       Banked
	fresh       bool
}

// bankingOf reads the entry of the address, or makes a new one, filled from an
// answer that ?from= and ?q= name.
func (p *pages) bankingOf(v *ui.Visit) (*banking, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	b := &banking{party: v.PathValue("party"), name: v.PathValue("name")}
	if !slices.Contains(p.states(v, "banked"), b.party) {
		return nil, ui.ErrNotFound
	}
	if b.name == "new" {
		b.fresh = true
		b.entry = Banked{Party: b.party, BankedBody: BankedBody{Language: v.Lang}}
		return b, p.fromReply(v, b)
	}
	var found *Banked
	err := p.read(v, func(r store.View) (err error) {
		found, err = FindBanked(v.Context(), r, scopeOf(v), b.party, b.name)
		return err
	})
	if err == nil && found == nil {
		err = ui.ErrNotFound
	}
	if found != nil {
		b.entry = *found
	}
	return b, err
}

// fromReply fills a new entry from an answer that the State gave.
func (p *pages) fromReply(v *ui.Visit, b *banking) error {
	code, n, q := v.Query("call"), v.Number("reply", 0), v.Query("q")
	if code == "" {
		return nil
	}
	return p.read(v, func(r store.View) error {
		c, err := FindCall(v.Context(), r, scopeOf(v), code)
		if err != nil || c == nil {
			return err
		}
		reply, err := FindReply(v.Context(), r, scopeOf(v), code, b.party, n)
		if err != nil || reply == nil {
			return err
		}
		list, err := AnswersOf(v.Context(), r, scopeOf(v), reply)
		for _, a := range list {
			if asked := c.Question(a.Question); a.Question == q && asked != nil {
				b.entry.BankedBody = BankedBody{Title: clipped(c.In(v.Lang).Questions[q].Text), Provisions: asked.Provisions, Language: a.Language, Text: a.Text, Value: a.Value, Laws: a.Laws, Figures: a.Figures, ClearedBy: reply.Authority, Source: c.Reference}
			}
		}
		return err
	})
}

func (p *pages) bankFormOf(v *ui.Visit, b *banking) *ui.Form {
	e := &b.entry
	return &ui.Form{Key: ui.NewKey(), Send: v.Text("do.save"), Cancel: "/answer-bank", Fields: []ui.Field{
		{Name: "title", Label: v.Text("word.title"), Value: e.Title, Required: true, Max: 200},
		{Name: "provisions", Label: v.Text("communication.provisions"), Help: v.Text("communication.bank-provisions-help"), Kind: "lines", Value: joined(e.Provisions), Required: true},
		{Name: "language", Label: v.Text("word.language"), Kind: "code", Value: e.Language, Options: p.languages(v, true), Required: true},
		{Name: "text", Label: v.Text("communication.text"), Kind: "lines", Value: e.Text, Lang: e.Language, Max: 20_000},
		{Name: "value", Label: v.Text("communication.value"), Help: v.Text("communication.value-help"), Kind: "code-line", Value: e.Value, Max: 200},
		{Name: "laws", Label: v.Text("communication.laws"), Help: v.Text("communication.laws-help"), Kind: "lines", Value: strings.Join(lawLines(e.Laws), "\n")},
		{Name: "figures", Label: v.Text("communication.figures"), Help: v.Text("communication.figures-help"), Kind: "lines", Value: strings.Join(figureLines(e.Figures), "\n")},
		{Name: "source", Label: v.Text("word.source"), Value: e.Source, Max: 200},
		{Name: "cleared_by", Label: v.Text("communication.cleared-by"), Value: e.ClearedBy, Required: true, Max: 200},
		{Name: "until", Label: v.Text("communication.valid-until"), Kind: "day", Value: string(e.Until)},
	}}
}

func (p *pages) bankEntryPage(v *ui.Visit, b *banking, f *ui.Form) ui.Answer {
	page := formPage(v, v.Text("communication.bank"), append(trail(v, nil), ui.Link{To: "/answer-bank", Words: v.Text("communication.bank")}), f)
	page.Body = bankEntryView(v, b, f)
	return page
}

func (p *pages) bankForm(v *ui.Visit) (ui.Answer, error) {
	b, err := p.bankingOf(v)
	if err != nil {
		return nil, err
	}
	f := p.bankFormOf(v, b)
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return p.bankEntryPage(v, b, f), nil
}

func (p *pages) recordBanked(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	b, err := p.bankingOf(v)
	if err != nil {
		return nil, err
	}
	f := p.bankFormOf(v, b)
	f.Fill(v.PostForm)
	e := BankedBody{Title: posted(v, "title"), Language: posted(v, "language"), Text: posted(v, "text"), Value: posted(v, "value"), Source: posted(v, "source"), ClearedBy: posted(v, "cleared_by"), Until: act.Day(posted(v, "until"))}
	e.Provisions = act.TypedCites(posted(v, "provisions"))
	if e.Laws, err = readLaws(postedLines(v, "laws")); err != nil {
		f.Fault("laws", sentence(v, err))
	}
	if e.Figures, err = readFigures(postedLines(v, "figures")); err != nil {
		f.Fault("figures", sentence(v, err))
	}
	if b.fresh {
		b.name = strings.ToLower(rand.Text()[:12])
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	shown, err := p.record(v, f, book.Draft{Kind: "communication.banked", Subject: BankSubject(b.party, b.name), Party: b.party, Standing: act.Own, Day: v.Today, Cites: e.Provisions[:min(len(e.Provisions), act.MaxCites)], Audience: access.AudienceFor("own", b.party), Body: raw})
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.bankEntryPage(v, b, f), nil
	}
	return ui.Redirect{To: "/answer-bank", Said: "said.recorded"}, nil
}

func (p *pages) endBanked(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	b, err := p.bankingOf(v)
	if err != nil {
		return nil, err
	}
	if _, err := p.node.Record(v.Context(), v, v.PostFormValue(ui.KeyName), book.Draft{Kind: "communication.bank-ended", Subject: BankSubject(b.party, b.name), Party: b.party, Standing: act.Own, Day: v.Today, Audience: access.AudienceFor("own", b.party), Body: []byte(`{}`)}); err != nil {
		return nil, err
	}
	return ui.Redirect{To: "/answer-bank", Said: "said.recorded"}, nil
}
