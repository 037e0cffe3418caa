package project

import (
	"slices"
	"strconv"

	"comity/internal/store"
	"comity/internal/ui"
)

// people says who took part in deliveries, by sex; those of unknown sex are named.
func people(v *ui.Visit, list []*Delivery) string {
	var women, men, other, unknown int64
	for _, d := range list {
		for _, x := range d.DeliveryBody.Participants {
			women, men, other, unknown = women+x.Women, men+x.Men, other+x.Other, unknown+x.Unknown
		}
	}
	if women+men+other+unknown == 0 {
		return ""
	}
	n := v.Localizer.Number
	return v.Text("project.people", map[string]string{"All": n(women + men + other + unknown), "Women": n(women), "Men": n(men), "Other": n(other), "Unknown": n(unknown)})
}

func (p *pages) deliverySheet(v *ui.Visit, o *overview) *ui.Sheet {
	s := &ui.Sheet{Name: o.Code, Caption: v.Text("project.deliveries"), Total: len(o.Deliveries), Empty: v.Text("project.no-deliveries"), Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "kind", Label: label(v, "delivered.kind", "Kind")}, {Name: "number", Label: label(v, "revised.number", "Number"), Hidden: true},
		{Name: "from", Label: label(v, "delivered.from", "From")}, {Name: "until", Label: label(v, "delivered.until", "Until"), Minor: true}, {Name: "states", Label: label(v, "delivered.states", "States"), Minor: true},
		{Name: "output", Label: label(v, "delivered.output", "For the output"), Minor: true, Data: true}, {Name: "participants", Label: label(v, "delivered.participants", "Participants"), Number: true},
		{Name: "women", Hidden: true}, {Name: "men", Hidden: true}, {Name: "other", Hidden: true}, {Name: "sex_unknown", Hidden: true}, {Name: "standing", Label: v.Text("word.standing"), Minor: true}, {Name: "act", Hidden: true}}}
	for _, d := range o.Deliveries {
		b := &d.DeliveryBody
		var all, women, men, other, unknown int64
		for i := range b.Participants {
			x := &b.Participants[i]
			all, women, men, other, unknown = all+x.All(), women+x.Women, men+x.Men, other+x.Other, unknown+x.Unknown
		}
		many := ui.Cell{}
		if all > 0 {
			many = ui.Cell{Text: v.Localizer.Number(all), Value: all}
		}
		s.Rows = append(s.Rows, ui.Row{{Text: b.Title, Lang: b.Language, Link: subjectPage(string(d.Subject))}, {Text: p.node.CodeLabel(v, "delivery", b.Kind), Value: b.Kind}, {Value: d.Number()},
			dayCell(v, b.From), dayCell(v, b.Until), {Text: p.shortStates(v, b.States), Value: b.States}, {Text: outputWords(o.Framework, b.Output), Value: b.Output}, many, {Value: women}, {Value: men}, {Value: other}, {Value: unknown},
			{Text: p.node.CodeLabel(v, "standing", string(d.Standing)), Value: string(d.Standing)}, {Text: d.Act}})
	}
	return s
}

// delivery shows one.
func (p *pages) delivery(v *ui.Visit) (ui.Answer, error) {
	n, err := strconv.Atoi(v.PathValue("number"))
	if err != nil {
		return nil, ui.ErrNotFound
	}
	var d *Delivery
	var x *Project
	var ties []Tied
	var framework *FrameworkBody
	s := scopeOf(v)
	err = p.read(v, func(r store.View) (err error) {
		if x, err = Find(v.Context(), r, s, v.PathValue("code")); err != nil || x == nil {
			return err
		}
		if d, err = FindDelivery(v.Context(), r, s, x.Code, n); err != nil || d == nil {
			return err
		}
		if framework, err = frameworkOf(v.Context(), r, x.Code, &s); err != nil {
			return err
		}
		all, err := TiesOf(v.Context(), r, s, x)
		ties = slices.DeleteFunc(all, func(t Tied) bool { return t.Subject != d.Subject })
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case d == nil:
		return nil, ui.ErrNotFound
	}
	b := &d.DeliveryBody
	var facts []ui.Fact
	fact(&facts, v.Text("project.when"), days(v, b.From, b.Until), "")
	fact(&facts, label(v, "delivered.states", "States"), p.node.PartyNames(v, b.States), "")
	fact(&facts, label(v, "delivered.place", "Place"), b.Place, "")
	fact(&facts, label(v, "delivered.topics", "Topics"), p.node.TopicTitles(v, b.Topics), "")
	if b.Output != "" {
		output := ui.Fact{Name: label(v, "delivered.output", "For the output"), Value: outputWords(framework, b.Output), Data: true}
		if framework != nil {
			output.Lang = framework.Language
		}
		facts = append(facts, output)
	}
	for _, c := range d.Cites {
		fact(&facts, v.Text("project.asked"), string(c), p.node.PageOf(c))
	}
	known, err := p.answers(v, ties)
	if err != nil {
		return nil, err
	}
	for _, q := range answeredBy(ties, known) {
		facts = append(facts, ui.Fact{Name: v.Text("project.tied-to"), Value: q.Title, Lang: q.Language, Link: q.Link, Data: true})
	}
	if t := b.Tests; t != nil {
		fact(&facts, label(v, "delivered.tests.before_mean", "Mean before"), v.Text("project.mark", map[string]string{"Mark": t.BeforeMean, "Out": t.Out, "Taken": v.Localizer.Number(t.BeforeTaken)}), "")
		if t.AfterMean != "" {
			fact(&facts, label(v, "delivered.tests.after_mean", "Mean after"), v.Text("project.mark", map[string]string{"Mark": t.AfterMean, "Out": t.Out, "Taken": v.Localizer.Number(t.AfterTaken)}), "")
		}
	}
	var bars []ui.Bar
	for i := range b.Participants {
		q := &b.Participants[i]
		words := v.Localizer.Number(q.All())
		for _, k := range []struct {
			key, english string
			n            int64
		}{{"women", "Women", q.Women}, {"men", "Men", q.Men}, {"other", "Others", q.Other}, {"unknown", "Sex unknown", q.Unknown}} {
			if k.n > 0 {
				words += " · " + label(v, "delivered.participants."+k.key, k.english) + " " + v.Localizer.Number(k.n)
			}
		}
		bars = append(bars, ui.Bar{Words: q.Institution, Lang: b.Language, N: q.All(), Shown: words})
	}
	page := ui.Page{Title: b.Title, TitleLang: b.Language, Lead: p.node.CodeLabel(v, "delivery", b.Kind), Section: "/projects", Trail: trail(v, ui.Link{To: projectPage(x.Code), Words: x.Title, Data: true}),
		Body: p.deliveryView(v, d, facts, bars)}
	if _, ok := p.may(v, "delivered", d.Subject, staff[0]); ok {
		page.Actions = append(page.Actions, ui.Link{To: deedPage("delivered", d.Subject), Words: v.Text("project.change-delivery")})
	}
	if len(ties) == 0 {
		page.Actions = append(page.Actions, p.tieLink(v, x, d.Subject)...)
	}
	return page, nil
}
