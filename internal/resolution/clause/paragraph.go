package clause

import (
	"slices"
	"sort"
	"strconv"

	"comity/internal/resolution"
)

// Paragraph reads one operative paragraph that stands alone: its number as
// printed and its text. The context may be nil; then "the Office" is known only
// where the paragraph itself names a body so. Citations, where the caller has
// found them, are shared out to the clauses that they stand in.
func (r *Reader) Paragraph(number, text string, cites []resolution.Cite, ctx *Context) ([]resolution.Clause, []resolution.Uncertain) {
	l := r.line(text)
	defer r.done(l)
	if ctx == nil {
		ctx = &Context{}
	}
	w := work{line: l, number: number, cites: cites, ctx: ctx}
	clauses, _ := w.clauses(nil)
	return clauses, w.uncertain
}

// work is the reading of one paragraph.
type work struct {
	*line
	number    string
	cites     []resolution.Cite
	ctx       *Context
	uncertain []resolution.Uncertain
	latest    []string // entities of the clause before, for "them"
}

// inherited is what a chapeau gives to its sub-paragraphs.
type inherited struct {
	phrase, verb string
	force        resolution.Force
	addressees   []string
	entities     []string
	conditions   []string
	deadline     *string
	rule         string
	that         bool       // ends in "that", so that each sub-paragraph has a subject of its own
	beside       *inherited // the act before it that shares the list: "Calls upon States and invites donors:"
}

// clauses reads the acts of the paragraph. parent is what the chapeau gives,
// or nil. What it returns for its own sub-paragraphs, if its last act is open,
// is the second value.
func (w *work) clauses(parent *inherited) ([]resolution.Clause, *inherited) {
	l := w.line
	if len(l.tokens) == 0 {
		return nil, parent
	}
	segments := l.segments(make([]segment, 0, 3))
	var out []resolution.Clause
	var open, beside *inherited
	colon := l.tokens[len(l.tokens)-1].is(":", "—", "–")
	if len(segments) == 0 || segments[0].from > 0 && parent != nil {
		if parent == nil {
			return nil, nil
		}
		return w.under(parent, colon)
	}
	parsed := make([]asked, len(segments))
	for i := range segments {
		parsed[i] = l.ask(&segments[i])
	}
	for i := range segments {
		s, a := &segments[i], parsed[i]
		start, stop := s.from, s.end
		if s.lead > 0 {
			start = s.lead
		}
		if i+1 < len(segments) && (s.shares || a.action.empty() && s.asks && segments[i+1].asks) {
			k := i + 1
			for k+1 < len(segments) && segments[k+1].asks && (segments[k].shares || parsed[k].action.empty()) {
				k++
			}
			if s.shares && a.action.empty() && len(a.addressees) == 0 && s.asks == segments[k].asks {
				a.addressees = parsed[k].addressees
			}
			a.action, a.rule = parsed[k].action, "shared-action"
			if s.shares && !s.asks && segments[k].asks && !parsed[k].action.empty() {
				a.action.from = segments[k].to
			}
			stop = min(stop, segments[i+1].from)
		}
		last := i == len(segments)-1
		if a.action.empty() && s.asks && !colon && s.to < s.end {
			a = asked{action: tokens{s.to, s.end}, rule: "object"}
		}
		if last && colon {
			open, beside = w.chapeau(s, a), open
			if open.beside = beside; l.bare(a) {
				break
			}
		}
		if a.action.empty() && colon && s.asks && !last {
			in := w.chapeau(s, a)
			in.beside, open = open, in
			continue
		}
		if a.action.empty() && len(a.addressees) == 0 && !last {
			continue
		}
		c := w.build(s, a, start, stop)
		out = append(out, c)
	}
	w.numbered(out)
	return out, open
}

// bare reports whether a chapeau only introduces what follows: nothing is
// asked yet, or the sentence stops where its object should come.
func (l *line) bare(a asked) bool {
	to := l.trim(a.action.from, a.action.to)
	if to <= a.action.from {
		return true
	}
	if l.tok(a.action.from).is("that") && to-a.action.from < 16 && l.actor(a.action.from+1, to) && len(a.addressees) == 0 && l.onlyNamed(a.action.from+1, to) {
		return true // "Urges that all countries and organizations:"
	}
	t := l.tok(to - 1)
	if t.is("by", "through", "via", "alia", "following", "that", "including", "of") {
		if cut := l.beforeExamples(a.action.from, to); cut > a.action.from+4 {
			return false // the act stands whole before ", including by:"
		}
	}
	if t.has(isPreposition|isArticle|isRelative|isModal) || t.is("to", "that", "following", "follows", "including", "alia", "below", "the", "namely") {
		return true
	}
	n := to - a.action.from
	return n == 1 && t.has(isBase) || n == 2 && l.tok(a.action.from).is("to")
}

// onlyNamed reports whether [from, to) is a list of those who can act and
// nothing else, so that no verb has come yet.
func (l *line) onlyNamed(from, to int) bool {
	for n := from; n < to; n++ {
		if t := l.tok(n); t.has(isModal|isRelative) || t.has(isBase) && !t.has(isActor|isActorAdj) && !t.capital || t.is("to", "that") || t.kind == pauseToken && !t.is(",") {
			return false
		}
	}
	return true
}

// beforeExamples returns the comma before ", including by", ", inter alia" at
// the end of [from, to), or 0: what stands before it is an act by itself.
func (l *line) beforeExamples(from, to int) int {
	for n := to - 1; n > from && n > to-8; n-- {
		if l.tok(n).is(",") && (l.tok(n+1).is("including", "inter", "notably", "especially", "particularly") || l.tok(n+1).is("in") && l.tok(n+2).is("particular") || l.tok(n+1).is("such") && l.tok(n+2).is("as")) {
			if l.tok(n-1).has(isPreposition) || l.tok(n-1).is("to", "that") {
				return 0
			}
			return n
		}
	}
	return 0
}

// chapeau keeps what sub-paragraphs take from an act.
func (w *work) chapeau(s *segment, a asked) *inherited {
	l := w.line
	in := &inherited{phrase: l.slice(s.from, s.to), verb: s.verb, force: s.force, rule: s.rule}
	if a.rule == "that" && len(a.addressees) == 0 && s.force != resolution.State && l.bare(a) && l.tok(a.action.from).is("that") {
		if to := l.trim(a.action.from, a.action.to); to > a.action.from+1 && l.actor(a.action.from+1, to) && l.onlyNamed(a.action.from+1, to) {
			a.addressees = l.members(a.action.from+1, to)
		}
	}
	for _, m := range a.addressees {
		in.addressees = append(in.addressees, l.slice(m.from, m.to))
		codes, _ := l.entity(m, a.action, w.ctx)
		in.entities = append(in.entities, codes...)
	}
	stop := s.end
	in.that = s.force != resolution.State && len(in.addressees) == 0 && l.tok(l.trim(s.to, s.end)-1).is("that")
	for _, c := range l.conditions(nil, s.from, stop) {
		in.conditions = append(in.conditions, c.code)
	}
	if s.force != resolution.State {
		if d, _ := l.deadline(s.to, stop, w.ctx.Year); !d.empty() {
			text := l.slice(d.from, d.to)
			in.deadline = &text
		}
	}
	return in
}

// under reads a sub-paragraph: the verb and the addressees are its chapeau's,
// the action is its text, and further acts may begin inside it.
func (w *work) under(parent *inherited, colon bool) ([]resolution.Clause, *inherited) {
	l := w.line
	stop := l.trim(0, len(l.tokens))
	segments := l.further(nil, 0)
	if len(segments) > 0 && segments[0].from > 0 {
		stop = l.stopBefore(segments[0])
	} else {
		segments = nil
	}
	if parent.force == resolution.State && len(segments) > 0 && !segments[0].asks {
		segments, stop = nil, l.trim(0, len(l.tokens))
	}
	var out []resolution.Clause
	open := (*inherited)(nil)
	if parent.that {
		parent = w.withSubject(parent, stop)
	}
	if colon && len(segments) == 0 {
		open = parent
	}
	shared := []*inherited{}
	for in := parent; in != nil; in = in.beside {
		shared = append(shared, in)
	}
	slices.Reverse(shared)
	for _, parent := range shared {
		if stop <= 0 || colon && len(segments) == 0 && l.bare(asked{action: tokens{0, stop}}) {
			break
		}
		s := &segment{phrase: phrase{verb: parent.verb, force: parent.force, rule: "chapeau"}, end: stop}
		a := asked{action: tokens{0, stop}, rule: "sub-paragraph"}
		c := w.build(s, a, 0, stop)
		c.Phrase = parent.phrase
		c.Addressees = append(c.Addressees, parent.addressees...)
		c.Entities = append(c.Entities, parent.entities...)
		delete(c.Spans, "phrase")
		if len(parent.addressees) > 0 {
			c.Rules["addressees"], c.Rules["entities"] = "chapeau", "chapeau"
		}
		for _, code := range parent.conditions {
			if !contains(c.Conditions, code) {
				c.Conditions = append(c.Conditions, code)
			}
		}
		sort.Strings(c.Conditions)
		if c.Deadline == nil && parent.deadline != nil {
			c.Deadline = parent.deadline
			c.Rules["deadline"] = "chapeau"
		}
		out = append(out, c)
	}
	for i := range segments {
		s := &segments[i]
		a := l.ask(s)
		if i == len(segments)-1 && colon {
			open = w.chapeau(s, a)
			if l.bare(a) {
				break
			}
		}
		out = append(out, w.build(s, a, s.from, s.end))
	}
	w.numbered(out)
	return out, open
}

// withSubject gives "Decides that:" the addressees of a sub-paragraph that says
// who shall act: "The Secretariat shall prepare papers".
func (w *work) withSubject(parent *inherited, stop int) *inherited {
	l := w.line
	end, modal := l.subject(0, stop)
	if !modal || end == 0 || !l.actor(0, end) || l.undergoes(end, stop) {
		return parent
	}
	own := *parent
	own.that = false
	for _, m := range l.members(0, end) {
		own.addressees = append(own.addressees, l.slice(m.from, m.to))
		codes, _ := l.entity(m, tokens{end, stop}, w.ctx)
		own.entities = append(own.entities, codes...)
	}
	own.entities = unique(own.entities)
	return &own
}

// stopBefore returns where the text before a segment ends.
func (l *line) stopBefore(s segment) int {
	n := s.from
	if m := l.intro(n); m < n {
		n = m
	}
	return l.trim(0, n)
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// numbered gives the clauses their paragraph, index and ID.
func (w *work) numbered(out []resolution.Clause) {
	for i := range out {
		out[i].Paragraph, out[i].Index = w.number, i+1
		out[i].ID = w.number + ":" + strconv.Itoa(i+1)
	}
}

// build makes the clause of a segment that lies in tokens [start, stop).
func (w *work) build(s *segment, a asked, start, stop int) resolution.Clause {
	l := w.line
	c := resolution.Clause{
		Phrase: l.slice(s.from, s.to), Verb: s.verb, Force: s.force,
		Addressees: []string{}, Entities: []string{}, Conditions: []string{}, Cites: []string{}, Topics: []resolution.Topic{},
		Spans: make(map[string]resolution.Span, 4), Rules: make(map[string]string, 8),
	}
	c.Rules["phrase"], c.Rules["force"] = s.phrase.rule, s.phrase.rule
	if s.rule != "" {
		c.Rules["clause"] = s.rule
	}
	if s.from < s.to {
		c.Spans["phrase"] = l.span(s.from, s.to)
	}
	w.action(&c, &a)
	w.addressees(&c, &a)
	w.when(&c, s, a, start, stop)
	w.cited(&c, start, stop, a.action)
	return c
}

func (w *work) action(c *resolution.Clause, a *asked) {
	l := w.line
	a.action.to = l.trim(a.action.from, a.action.to)
	if a.action.empty() {
		c.Rules["action"] = "none"
		w.doubt("action", "the clause “"+c.Phrase+"” has no words that say what is asked")
		return
	}
	c.Action = l.slice(a.action.from, a.action.to)
	c.Spans["action"] = l.span(a.action.from, a.action.to)
	c.Rules["action"] = a.rule
}

func (w *work) addressees(c *resolution.Clause, a *asked) {
	l := w.line
	if len(a.addressees) == 0 {
		return
	}
	c.Rules["addressees"] = a.who
	rules := ""
	for i, m := range a.addressees {
		if len(a.addressees) == 1 && l.tok(m.from).has(isPronoun) && m.to == m.from+1 {
			w.pronoun(c, m)
			return
		}
		c.Addressees = append(c.Addressees, l.slice(m.from, m.to))
		c.Spans["addressees."+strconv.Itoa(i)] = l.span(m.from, m.to)
		codes, rule := l.entity(m, a.action, w.ctx)
		c.Entities = append(c.Entities, codes...)
		if rules == "" {
			rules = rule
		}
		switch rule {
		case "not-named-earlier":
			w.doubt("entities", "“"+l.slice(m.from, m.to)+"” is a body that the text has not named before")
		case "parties-to-unknown":
			w.doubt("entities", "to which instrument “"+l.slice(m.from, m.to)+"” are parties is not said before")
		}
	}
	c.Entities = unique(c.Entities)
	c.Rules["entities"] = rules
	w.latest = c.Entities
}

// pronoun gives "him", "them" the entities of the addressees before it in the
// paragraph, or those of the States, bodies and organizations named before it.
func (w *work) pronoun(c *resolution.Clause, m tokens) {
	l := w.line
	c.Addressees = append(c.Addressees, l.slice(m.from, m.to))
	c.Spans["addressees.0"] = l.span(m.from, m.to)
	if len(w.latest) > 0 {
		c.Entities = append(c.Entities, w.latest...)
		c.Rules["entities"] = "pronoun-of-addressees"
		return
	}
	if codes := w.namedBefore(m); codes != nil {
		c.Entities = append(c.Entities, codes...)
		c.Rules["entities"] = "pronoun-of-named"
		return
	}
	c.Entities = append(c.Entities, "other")
	c.Rules["entities"] = "pronoun-unknown"
	w.doubt("entities", "whom “"+c.Addressees[0]+"” means is not settled: nobody is addressed before it in the paragraph")
}

// namedBefore gives the codes of those named last before a pronoun, after a
// preposition: "made by Member States and donors, and encourages them".
func (w *work) namedBefore(m tokens) []string {
	l := w.line
	if !l.tok(m.from).is("them") {
		return nil
	}
	for n := m.from - 2; n >= 0 && n > m.from-80; n-- {
		if t := l.tok(n); t.depth > 0 || !t.is("by", "with", "of", "from", "to", "for", "among", "between", "commends", "congratulates", "thanks", "applauds") || !l.actorAt(n+1, m.from) {
			continue
		}
		end := n + 1
		for end < m.from && !(end > n+1 && (l.tok(end).has(isPreposition|isRelative) || l.tok(end).is("to", "that", ";", ":"))) {
			end++
		}
		var codes []string
		for _, a := range l.members(n+1, end) {
			c, _ := l.entity(a, tokens{}, w.ctx)
			codes = append(codes, c...)
		}
		return unique(codes)
	}
	return nil
}

func unique(list []string) []string {
	out := list[:0]
	for _, v := range list {
		if !contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// when reads conditions, deadline and report duty.
func (w *work) when(c *resolution.Clause, s *segment, a asked, start, stop int) {
	l := w.line
	found := l.conditions(nil, start, stop)
	if a.action.from >= stop { // the action is shared and stands later
		found = l.conditions(found, a.action.from, a.action.to)
	}
	sort.Slice(found, func(i, j int) bool { return found[i].code < found[j].code })
	for i, f := range found {
		c.Conditions = append(c.Conditions, f.code)
		c.Spans["conditions."+strconv.Itoa(i)] = l.span(f.at.from, f.at.to)
	}
	if len(found) > 0 {
		c.Rules["conditions"] = "words"
	}
	if s.force == resolution.State && a.rule != "infinitive" || a.action.empty() {
		return
	}
	if d, rule := l.deadline(min(s.to, a.action.from), a.action.to, w.ctx.Year); !d.empty() && (a.rule != "object" || rule == "by-date" || rule == "within-period" || l.ahead(d)) {
		text := l.slice(d.from, d.to)
		c.Deadline = &text
		c.Spans["deadline"], c.Rules["deadline"] = l.span(d.from, d.to), rule
	}
	if d, ok := l.report(a.action.from, a.action.to); ok {
		c.Report = &resolution.Report{To: w.part(c, "report.to", d.to), At: w.part(c, "report.at", d.at), On: w.part(c, "report.on", d.on)}
		if !d.on2.empty() && c.Report.On != nil {
			both := *c.Report.On + "; " + l.slice(d.on2.from, d.on2.to)
			c.Report.On = &both
		}
		c.Rules["report"] = d.rule
	}
}

func (w *work) part(c *resolution.Clause, field string, t tokens) *string {
	t.to = w.trim(t.from, t.to)
	if t.empty() {
		return nil
	}
	s := w.slice(t.from, t.to)
	c.Spans[field] = w.span(t.from, t.to)
	return &s
}

// cited gives a clause the citations that stand in it.
func (w *work) cited(c *resolution.Clause, start, stop int, action tokens) {
	l := w.line
	if start >= stop && action.empty() {
		return
	}
	own := l.span(start, stop)
	shared := l.span(action.from, action.to)
	n := 0
	for _, cite := range w.cites {
		if in(cite.Span, own) || in(cite.Span, shared) {
			if !contains(c.Cites, cite.Symbol) {
				c.Cites = append(c.Cites, cite.Symbol)
				c.Spans["cites."+strconv.Itoa(n)] = cite.Span
				n++
			}
		}
	}
	if n > 0 {
		c.Rules["cites"] = "in-clause"
	}
}

func in(a, b resolution.Span) bool { return a[0] >= b[0] && a[0] < b[1] }

func (w *work) doubt(field, why string) {
	w.uncertain = append(w.uncertain, resolution.Uncertain{Paragraph: w.number, Field: field, Why: why})
}
