package pages

import (
	"cmp"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/programme"
	"comity/internal/ui"
)

// articleLine is one provision that the programme knows of a treaty.
type articleLine struct {
	cite act.Cite // "" for a rule that rests on no article
	// own: it is of this treaty, not of another that supplies the rule.
	own         bool
	what        string // what it is about
	says        string // in our own words
	unconfirmed bool
}

// anchor is the element's id of the first line of an article.
func (l *articleLine) anchor() string { return "article-" + article(l.cite) }

// articles are the provisions that the programme knows of a treaty, by article;
// those of other treaties come last.
func (p *pages) articles(v *ui.Visit, i *programme.Instrument) (lines []articleLine) {
	add := func(r programme.Rule, what, says string) {
		c := r.Cite(i.Code)
		lines = append(lines, articleLine{cite: c, own: c.Symbol() == i.Code, what: what, says: says, unconfirmed: r.Unconfirmed})
	}
	if i.Rules != nil {
		p.ruleLines(v, i, add)
	}
	if l := i.Law; l != nil {
		for _, o := range l.Offences {
			says := p.node.CodeLabel(v, "offence", o.Code)
			if o.Optional {
				says += "; " + v.Text("legal.optional")
			}
			if o.Condition != "" {
				says += "; " + p.node.CodeLabel(v, "offence-condition", o.Condition)
			}
			add(o.Rule, v.Text("legal.offence"), says)
		}
		if l.Scope != "" {
			add(programme.Rule{Article: l.ScopeIn}, v.Text("treaties.scope"), p.node.CodeLabel(v, "offence-condition", l.Scope))
		}
		if l.Parent != "" {
			add(programme.Rule{Article: l.Parent}, v.Text("legal.cooperation"), v.Text("legal.through", i18n.Args{"Treaty": i.Parent}))
		}
		for k := range l.Cooperation {
			p.cooperationLines(v, &l.Cooperation[k], add)
		}
	}
	slices.SortStableFunc(lines, func(a, b articleLine) int {
		return cmp.Or(cmp.Compare(other(a.own), other(b.own)), cmp.Compare(natural(a.cite.Place()), natural(b.cite.Place())))
	})
	return lines
}

func other(own bool) int {
	if own {
		return 0
	}
	return 1
}

// natural is a place with its numbers padded, so that 9 comes before 18.
func natural(place string) string {
	var b strings.Builder
	for rest := place; rest != ""; {
		digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
		if digits == "" {
			b.WriteByte(rest[0])
			rest = rest[1:]
			continue
		}
		b.WriteString(strings.Repeat("0", max(0, 6-len(digits))) + digits)
		rest = rest[len(digits):]
	}
	return b.String()
}

// ruleLines are the rules of becoming and ceasing to be a party.
func (p *pages) ruleLines(v *ui.Visit, i *programme.Instrument, add func(programme.Rule, string, string)) {
	r := i.Rules
	say := func(key string, n int) string {
		return v.Text("treaties.says-"+key, i18n.Args{"N": v.Localizer.Number(int64(n))})
	}
	if x := r.Signature; x != nil {
		add(x.Rule, v.Text("treaties.open-for-signature"), span(v, x.From, x.Until))
	}
	if x := r.Joining; x != nil {
		says := v.Text("treaties.says-states")
		if x.Organizations == programme.RegionalOrganizations {
			says = v.Text("treaties.says-regional")
		}
		if x.ParentNeeded {
			says += "; " + v.Text("treaties.says-parent-needed")
		}
		add(x.Rule, v.Text("treaties.who-may-join"), says)
	}
	if x := r.Entry; x != nil {
		var says []string
		switch {
		case x.With != "":
			says = append(says, v.Text("treaties.says-with", i18n.Args{"Treaty": x.With}))
		case x.FirstOfMonth > 0:
			says = append(says, v.Text("treaties.says-entry-month", i18n.Args{"N": v.Localizer.Number(int64(x.Instruments)), "Months": v.Localizer.Number(int64(x.FirstOfMonth))}))
		default:
			says = append(says, v.Text("treaties.says-entry-days", i18n.Args{"N": v.Localizer.Number(int64(x.Instruments)), "Days": v.Localizer.Number(int64(x.Days))}))
		}
		if x.Organizations {
			says = append(says, v.Text("treaties.says-organizations-count"))
		}
		if x.ParentFirst {
			says = append(says, v.Text("treaties.says-parent-first"))
		}
		if x.Further != "" {
			says = append(says, v.Text("treaty.doubt.entry-further"))
		}
		add(x.Rule, v.Text("word.entry-into-force"), semicolon(v, says))
	}
	if x := r.Later; x != nil {
		if x.FirstOfMonth > 0 {
			add(x.Rule, v.Text("treaties.later"), say("month", x.FirstOfMonth))
		} else {
			add(x.Rule, v.Text("treaties.later"), say("days", x.Days))
		}
	}
	if x := r.Denunciation; x != nil {
		says := v.Text("treaties.says-july")
		switch {
		case x.Months > 0:
			says = say("months", x.Months)
		case x.Days > 0:
			says = say("days-received", x.Days)
		}
		if x.NotBefore > 0 {
			says += "; " + say("not-before", x.NotBefore)
		}
		add(x.Rule, v.Text("treaties.denunciation"), says)
	}
	if x := r.Denunciation; x != nil {
		if x.EndsBelow > 0 {
			add(programme.Rule{Article: x.EndsIn, Unconfirmed: x.Unconfirmed}, v.Text("treaties.denunciation"), say("ends-below", x.EndsBelow))
		}
		if x.Organization != "" {
			add(programme.Rule{Article: x.Organization, Unconfirmed: x.Unconfirmed}, v.Text("treaties.denunciation"), v.Text("treaties.says-organization-leaves"))
		}
	}
	if x := r.ParentDenounced; x != nil {
		add(*x, v.Text("treaties.denunciation"), v.Text("treaties.says-ends-with-parent"))
	}
	if x := r.Reservations; x != nil {
		add(x.Rule, v.Text("treaties.reservations"), v.Text("treaties.says-reservation-"+x.Kind))
	}
	for _, x := range r.Authorized {
		says := v.Text("treaties.says-authorized", i18n.Args{"Provision": x.Provision})
		if x.Settlement {
			says += "; " + v.Text("treaties.says-settlement")
		}
		add(x.Rule, v.Text("treaties.reservations"), says)
	}
	if x := r.Territories; x != nil {
		add(x.Rule, v.Text("word.territorial-application"), v.Text("treaties.says-territory-"+x.Kind))
	}
}

// cooperationLines are what a treaty says of one kind of help.
func (p *pages) cooperationLines(v *ui.Visit, c *programme.Cooperation, add func(programme.Rule, string, string)) {
	help := p.node.CodeLabel(v, "legal-help", c.Help)
	add(c.Rule, v.Text("legal.cooperation"), help)
	for _, x := range []struct{ key, at string }{
		{"deemed", c.Deemed}, {"basis", c.Basis}, {"informs", c.Informs}, {"untreatied", c.Untreatied}, {"prosecute", c.Prosecute}, {"authority", c.Authority}, {"language", c.Language},
		{"channel", c.Channel}, {"form", c.Form}, {"others", c.Others}, {"no-political", c.NoPolitical}, {"no-fiscal", c.NoFiscal}, {"bank-secrecy", c.BankSecrecy},
	} {
		if x.at != "" {
			add(programme.Rule{Article: x.at, Unconfirmed: c.Unconfirmed}, help, v.Text("law.article."+x.key))
		}
	}
	if len(c.Displaced) == 2 {
		add(programme.Rule{Article: c.DisplacedBy, Unconfirmed: c.Unconfirmed}, help, v.Text("legal.may-give-way", i18n.Args{"From": c.Displaced[0], "To": c.Displaced[1]}))
	}
}

// first says whether a line is the first of its article, where a reader who
// follows a cite lands.
func first(lines []articleLine, k int) bool {
	return lines[k].own && article(lines[k].cite) != "" && (k == 0 || article(lines[k-1].cite) != article(lines[k].cite))
}
