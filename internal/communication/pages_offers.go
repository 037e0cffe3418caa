package communication

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// settles says whether the reader says what became of a party's offers.
func (p *pages) settles(v *ui.Visit, party string) bool {
	_, ok := p.office(v, "settled", ReplySubject("x", party, 1), withParty(party))
	return ok
}

func settlePage(o *Offer) string {
	return replyPage(&Reply{Code: o.Code, Party: o.Party, Number: o.Number}) + "/settle/" + o.Question + "/" + o.Type
}

// offers lists what the answers to a call offer to registers: for the secretariat
// what waits, for everybody what States released.
func (p *pages) offers(v *ui.Visit) (ui.Answer, error) {
	c, err := p.findCall(v)
	if err != nil {
		return nil, err
	}
	var list []*Offer
	err = p.read(v, func(r store.View) (err error) {
		list, err = offersOf(v.Context(), r, scopeOf(v), c.Code)
		return err
	})
	if err != nil {
		return nil, err
	}
	if t := v.Query("type"); t != "" {
		list = slices.DeleteFunc(list, func(o *Offer) bool { return o.Type != t })
	}
	s := &ui.Sheet{Name: c.Code + "-offers", Caption: v.Text("communication.offers"), Empty: v.Text("communication.no-offers"), Total: len(list), Notes: []string{v.Text("app.boundary-note")}, Columns: []ui.Column{
		{Name: "type", Label: v.Text("communication.offered-as")}, {Name: "party", Label: v.Text("word.party")}, {Name: "text", Label: v.Text("communication.text")},
		{Name: "provisions", Label: v.Text("communication.provisions"), Minor: true}, {Name: "standing", Label: v.Text("word.standing"), Minor: true}, {Name: "source", Label: v.Text("word.source"), Minor: true},
		{Name: "outcome", Label: v.Text("word.status")}, {Name: "act", Label: v.Text("word.act"), Hidden: true}}}
	for _, o := range list {
		r := &Reply{Code: o.Code, Party: o.Party, Number: o.Number, Standing: o.Standing, Confirmed: o.Confirmed}
		text := o.Text
		if o.Type == OfferedLaw || text == "" {
			text = strings.Join(lawLines(o.Laws), "\n")
		}
		source := ui.Cell{Text: v.Text("communication.reply"), Link: replyPage(r)}
		if o.Source != nil {
			source.Text = o.Source.Reference
		}
		outcome := ui.Cell{Value: string(o.Outcome)}
		switch {
		case o.Outcome == Taken:
			outcome.Marks, outcome.Link = []ui.Mark{{Tone: ui.Good, Words: p.node.CodeLabel(v, "offer-outcome", string(o.Outcome))}}, "/book/acts/"+o.Act
		case o.Outcome != "":
			outcome.Marks = []ui.Mark{{Tone: ui.Plain, Words: p.node.CodeLabel(v, "offer-outcome", string(o.Outcome))}}
		case p.settles(v, o.Party):
			outcome.Text, outcome.Link = v.Text("communication.do-settle"), settlePage(o)
		default:
			outcome.Marks = []ui.Mark{{Tone: ui.Open, Words: v.Text("communication.offer-waits")}}
		}
		s.Rows = append(s.Rows, ui.Row{{Text: p.node.CodeLabel(v, "offer", o.Type), Value: o.Type}, {Text: p.node.PartyName(v, o.Party), Value: o.Party, Link: replyPage(r)}, {Text: text, Lang: o.Language},
			{Text: strings.Join(lines(joined(o.Provisions)), " ")}, {Text: p.standing(v, r), Value: string(r.Standing)}, source, outcome, {Text: o.Act}})
	}
	return ui.Page{Title: v.Text("communication.offers"), Lead: v.Text("communication.offers-lead"), Section: "/communications", Trail: trail(v, c), Wide: true, Sheet: s, Body: ui.SheetView(v, s)}, nil
}

// findOffer reads the offer of the address, with in whose name the reader settles
// it.
func (p *pages) findOffer(v *ui.Visit) (c *Call, o *Offer, office string, err error) {
	if c, err = p.findCall(v); err != nil {
		return nil, nil, "", err
	}
	if !v.Reader.Signed() {
		return nil, nil, "", ui.ErrSignIn
	}
	n, _ := strconv.Atoi(v.PathValue("number"))
	err = p.read(v, func(r store.View) error {
		list, err := offersOf(v.Context(), r, scopeOf(v), c.Code)
		for _, x := range list {
			if x.Party == v.PathValue("party") && x.Number == n && x.Question == v.PathValue("question") && x.Type == v.PathValue("type") {
				o = x
			}
		}
		return err
	})
	if err == nil && o == nil {
		err = ui.ErrNotFound
	}
	if err != nil {
		return nil, nil, "", err
	}
	office, ok := p.office(v, "settled", ReplySubject(o.Code, o.Party, o.Number), withParty(o.Party))
	if !ok {
		return nil, nil, "", ui.ErrNotAllowed
	}
	return c, o, office, nil
}

func (p *pages) settleFormOf(v *ui.Visit, c *Call) *ui.Form {
	return &ui.Form{Key: ui.NewKey(), Send: v.Text("do.record"), Cancel: callPage(c.Code) + "/offers", Fields: []ui.Field{
		{Name: "outcome", Label: v.Text("communication.offer-outcome"), Kind: "choice", Required: true, Options: p.node.Options(v, "offer-outcome")},
		{Name: "act", Label: v.Text("communication.offer-act"), Help: v.Text("communication.offer-act-help"), Kind: "code-line", Max: 36},
		{Name: "note", Label: v.Text("word.note"), Kind: "lines"}}}
}

func (p *pages) settleAnswer(v *ui.Visit, c *Call, o *Offer, f *ui.Form) ui.Answer {
	page := formPage(v, v.Text("communication.do-settle"), append(trail(v, c), ui.Link{To: callPage(c.Code) + "/offers", Words: v.Text("communication.offers")}), f)
	page.Lead = p.node.PartyName(v, o.Party) + " · " + p.node.CodeLabel(v, "offer", o.Type)
	page.Body = settleView(v, p, c, o, p.takePages(v, o), f)
	return page
}

// takePages are where registers take an offer in, filled as far as they can.
func (p *pages) takePages(v *ui.Visit, o *Offer) []ui.Link {
	if p.node.TakePages == nil {
		return nil
	}
	return p.node.TakePages(v, module.Offer{Type: o.Type, Party: o.Party, Provisions: o.Provisions, Reply: ReplySubject(o.Code, o.Party, o.Number)})
}

func (p *pages) settleForm(v *ui.Visit) (ui.Answer, error) {
	c, o, _, err := p.findOffer(v)
	if err != nil {
		return nil, err
	}
	return p.settleAnswer(v, c, o, p.settleFormOf(v, c)), nil
}

func (p *pages) recordSettled(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	c, o, office, err := p.findOffer(v)
	if err != nil {
		return nil, err
	}
	f := p.settleFormOf(v, c)
	f.Fill(v.PostForm)
	b := SettledBody{Question: o.Question, Type: o.Type, Outcome: Outcome(posted(v, "outcome")), Note: posted(v, "note")}
	if b.Outcome == Taken {
		b.Act = posted(v, "act")
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	shown, err := p.record(v, f, book.Draft{Kind: "communication.settled", Subject: ReplySubject(o.Code, o.Party, o.Number), Party: office, Standing: act.Own, Day: v.Today, Cites: c.Cites, Audience: withParty(o.Party), Body: raw})
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.settleAnswer(v, c, o, f), nil
	}
	return ui.Redirect{To: callPage(c.Code) + "/offers", Said: "said.recorded"}, nil
}
