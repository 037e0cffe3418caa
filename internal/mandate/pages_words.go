package mandate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"comity/internal/ui"
)

// most is how many characters of an action a table shows.
const most = 180

// shortened cuts a text at a word.
func shortened(s string) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	cut := string(runes[:most])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + " …"
}

func escapeQuery(s string) string { return url.QueryEscape(s) }

// shortPlace is a paragraph's number as it stands beside its text.
func shortPlace(l *Line) string {
	switch {
	case l.Number == "":
		return "¶"
	case strings.HasSuffix(l.Number, ")"):
		return l.Number[strings.LastIndexByte(l.Number, '('):]
	}
	return l.Number
}

func spanWords(r ReadBody) string {
	if r.To == 0 {
		return ""
	}
	return fmt.Sprintf("%d–%d", r.From, r.To)
}

// askedWords are the words of what is asked, as they follow the phrase: the
// addressees between the two, who are named beside them, are left out and marked
// so, and the first word of a subparagraph does not begin a sentence.
func askedWords(c *Clause) string {
	if len(c.Addressees) == 0 {
		return c.Action
	}
	if after, ok := strings.CutPrefix(c.Action, "To "); ok {
		return "… to " + after
	}
	return "… " + c.Action
}

// whoWords says who is addressed.
func (p *pages) whoWords(v *ui.Visit, c *Clause) string {
	names := make([]string, len(c.Entities))
	for i, e := range c.Entities {
		names[i] = p.entity(v, e)
	}
	return v.And(names...)
}

// made says how a summary in a language was made.
func (p *pages) made(v *ui.Visit, how string) string {
	if strings.Contains(how, "unreviewed") {
		return v.Text("register.own-words") + " · " + v.Text("page.own-translation")
	}
	return v.Text("register.own-words")
}

func (p *pages) documentFacts(v *ui.Visit, e *edition) (facts []ui.Fact) {
	add := func(id, value string) {
		if value != "" {
			facts = append(facts, ui.Fact{Name: v.Text(id), Value: value})
		}
	}
	add("register.organ", p.node.PartyName(v, e.Organ))
	if e.Session > 0 {
		add("register.session", v.Localizer.Number(int64(e.Session)))
	}
	if e.Adopted != "" {
		add("register.adopted", v.Localizer.Day(e.Adopted))
	}
	for _, f := range []ui.Fact{{Name: v.Text("register.agenda-item"), Value: e.AgendaItem, Data: true}, {Name: v.Text("register.report"), Value: e.Report, Data: true}} {
		if f.Value != "" {
			facts = append(facts, f)
		}
	}
	if e.Clauses > 0 {
		facts = append(facts, ui.Fact{Name: v.Text("register.clauses"), Value: v.Count("count.clauses", e.Clauses), Link: "/clauses?document=" + escapeQuery(e.Symbol)})
	}
	if r := e.lead(); r != nil {
		facts = append(facts, ui.Fact{Name: v.Text("word.source"), Value: cmp.Or(r.File, v.Text("word.act")), Data: r.File != "", Link: "/book/acts/" + r.Act})
		if len(r.Doubts) > 0 {
			facts = append(facts, ui.Fact{Name: v.Text("word.uncertain"), Show: doubtsView(r.Doubts)})
		}
	}
	return facts
}

func (p *pages) clauseFacts(v *ui.Visit, c *Clause) (facts []ui.Fact) {
	add := func(id, value string, marks ...ui.Mark) {
		if value != "" || len(marks) > 0 {
			facts = append(facts, ui.Fact{Name: v.Text(id), Value: value, Marks: marks})
		}
	}
	add("word.status", "", p.statusMarks(v, c)...)
	if c.Office != "" {
		add("word.responsible", strings.TrimSuffix(p.node.PartyName(v, c.Office)+" · "+c.Unit, " · "))
	}
	var conditions []string
	for _, code := range c.Conditions {
		conditions = append(conditions, p.node.CodeLabel(v, "condition", code))
	}
	add("register.condition", strings.Join(conditions, " · "))
	if c.Deadline != "" {
		facts = append(facts, ui.Fact{Name: v.Text("register.deadline"), Value: c.Deadline, Lang: "en"})
	}
	if c.Due.Day != "" {
		day := v.Localizer.Day(c.Due.Day)
		if c.Due.Exact == ToSession {
			day = v.Text("register.opens", map[string]string{"Day": day})
		}
		add("word.due", day)
	}
	if c.Reports {
		facts = append(facts, ui.Fact{Name: v.Text("word.report"), Value: strings.TrimSpace(c.Report.To + " " + c.Report.At), Lang: "en"})
	}
	if len(c.Shared) > 0 {
		var names []string
		for _, b := range c.Shared {
			names = append(names, p.node.PartyName(v, b))
		}
		add("register.shared", v.And(names...))
	}
	if c.EffectBy != "" {
		facts = append(facts, ui.Fact{Name: p.node.CodeLabel(v, "mandate-effect", string(c.Effect)), Value: string(c.EffectBy), Link: refPage(RefOfCite(c.EffectBy))})
	}
	add("word.topic", p.node.TopicTitles(v, c.Topics))
	return facts
}

// entryTitle says what a person recorded, in a few words.
func (p *pages) entryTitle(v *ui.Visit, e Entry) string {
	k := p.node.Book.Kind(e.Kind)
	title := v.Label(k.Key(), k.Title)
	switch e.Kind {
	case "mandate.status":
		return v.Localizer.Colon(p.entity(v, e.About), p.node.CodeLabel(v, "mandate-status", e.Code))
	case "mandate.proposed":
		return v.Localizer.Colon(title, p.node.CodeLabel(v, "mandate-proposal", e.Code))
	case "mandate.approved":
		return v.Localizer.Colon(title, v.Text("register.decided-"+e.Code))
	case "mandate.assigned":
		return v.Localizer.Colon(title, p.node.PartyName(v, e.About))
	}
	return title
}

// notesOf are the sentences that a person wrote with an entry.
func notesOf(e Entry) (notes []Prose) {
	var b struct{ Note, Reason, Words *Prose }
	if len(e.Body) == 0 || json.Unmarshal(e.Body, &b) != nil {
		return nil // erased
	}
	for _, n := range []*Prose{b.Words, b.Reason, b.Note} {
		if n != nil {
			notes = append(notes, *n)
		}
	}
	return notes
}

func outcomeTone(o Outcome) ui.Tone {
	switch o {
	case Fresh, Reread:
		return ui.Good
	case Differs:
		return ui.Open
	case Refused:
		return ui.Bad
	}
	return ui.Plain
}

// figures are the register's numbers, each with the list that it counts.
func (p *pages) figures(v *ui.Visit, f Figures) []ui.Figure {
	n := func(i int) string { return v.Localizer.Number(int64(i)) }
	return []ui.Figure{
		{Number: n(f.Documents), Words: v.Text("register.documents"), Link: "/mandates"},
		{Number: n(f.Paragraphs["operative"]), Words: v.Text("register.operative"), Note: v.Text("register.taken-in")},
		{Number: n(f.Clauses), Words: v.Text("register.clauses"), Link: "/clauses"},
		{Number: n(f.Asked), Words: v.Text("register.asks")},
	}
}

// bars are counts as a chart, the greatest first.
func (p *pages) bars(v *ui.Visit, f Field, counts []Count, n int) (bars []ui.Bar) {
	for _, c := range counts {
		if len(bars) < n && c.Value != NoStatus {
			bars = append(bars, ui.Bar{Words: p.value(v, f, c.Value), N: int64(c.N), Shown: v.Localizer.Number(int64(c.N)), Link: "/clauses?" + string(f) + "=" + escapeQuery(c.Value)})
		}
	}
	return bars
}
