package treaty

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/programme"
	"comity/internal/store"
	"comity/internal/treaty/list"
)

// PlanAgreements turns the lines of our form for bilateral and regional treaties into
// acts. What stands in the record as the line says it is passed over; what stands
// otherwise is told anew. What is wrong is told with its line, and then nothing is
// recorded; the error is list.Faults.
func (in *Intake) PlanAgreements(ctx context.Context, t *list.Template, data []byte, lists act.Lists) (*Plan, error) {
	p := &Plan{}
	known := map[string]programme.Instrument{}
	for _, i := range in.Current.instruments {
		if !i.Group() {
			known[strings.ToLower(i.Code)] = i
		}
	}
	err := in.Book.Read(ctx, 0, func(v store.View) error {
		have, err := agreementsAt(ctx, v, v.At().Size)
		if err != nil {
			return err
		}
		p.Drafts, p.Standing = nil, 0
		var faults list.Faults
		source := &act.Source{Channel: "public-source", Reference: cut(t.Source, 200), Received: in.Today, Document: act.HashOf(data).String()}
		shape := act.Shape{Name: "treaty.agreement", Version: 1, Fields: agreementFields()}
		seen := map[string]int{}
		for _, e := range t.Entries {
			d, b, err := in.agreement(e, &shape, lists, known)
			if err != nil {
				faults.Add(t.File, e.Line, e.Values["name"], err)
				continue
			}
			name := e.Values["name"]
			if before := seen[name]; before > 0 {
				faults.Add(t.File, e.Line, "", says.Refuse("treaty.line-agreement-twice", "name", name, "line", before))
				continue
			}
			seen[name] = e.Line
			if k := slices.IndexFunc(have, func(a Agreement) bool { return a.Name == name }); k >= 0 && have[k].says(b) {
				p.Standing++
				continue
			}
			d.Source = source
			p.Drafts = append(p.Drafts, d)
		}
		if faults != nil {
			return faults
		}
		slices.SortStableFunc(p.Drafts, func(a, b book.Draft) int { return strings.Compare(string(a.Day), string(b.Day)) })
		return nil
	})
	return p, err
}

// says says whether the record has of the agreement what a body says.
func (a *Agreement) says(b *agreementBody) bool {
	return a.Title == b.Title.Text && a.Language == b.Title.Language && slices.Equal(a.Parties, b.Parties) && slices.Equal(a.Help, b.Help) &&
		a.From == b.From && a.Until == b.Until && slices.Equal(a.InLieu, b.InLieu)
}

// agreement makes the act of one line.
func (in *Intake) agreement(e list.Entry, shape *act.Shape, lists act.Lists, known map[string]programme.Instrument) (d book.Draft, b *agreementBody, err error) {
	v := e.Values
	subject := act.Subject("agreement/" + v["name"])
	if _, err := act.ParseSubject(string(subject)); err != nil || strings.Contains(v["name"], "/") {
		return d, nil, says.Refuse("treaty.line-agreement-name", "name", v["name"])
	}
	from, err := act.ParseDay(v["from"])
	if err != nil {
		return d, nil, err
	}
	b = &agreementBody{Title: prose{v["language"], v["title"]}, Help: several(v["help"]), From: from, Until: act.Day(v["until"])}
	for _, name := range several(v["parties"]) {
		code := name
		if in.Current.parties.ByCode(code) == nil {
			if code, err = in.Resolve(name, from); err != nil {
				return d, nil, unresolved(err)
			}
		}
		b.Parties = append(b.Parties, code)
	}
	for _, s := range several(v["in_lieu"]) {
		b.InLieu = append(b.InLieu, act.Cite(s))
	}
	text, err := json.Marshal(b)
	if err != nil {
		return d, nil, err
	}
	if text, err = shape.ReadBody(text, from, lists); err != nil {
		return d, nil, err
	}
	if err := checkAgreement(in.Current.parties, known, b); err != nil {
		return d, nil, err
	}
	return book.Draft{Kind: "treaty.agreement", Subject: subject, Party: b.Parties[0], Standing: act.Observed, Day: min(from, in.Today), Audience: act.Public, Body: text}, b, nil
}
