package clause

// segment is one operative act of a line before it is read: its phrase, and
// the tokens [phrase.to, end) that its addressees and action lie in.
type segment struct {
	phrase
	end    int
	lead   int    // where an aside before the phrase begins, or 0
	shares bool   // the action stands in the next segment
	rule   string // which rule began it
}

// segments finds the operative acts of a paragraph, in reading order.
func (l *line) segments(out []segment) []segment {
	o, ok := l.opening()
	if !ok {
		return out
	}
	out = append(out, segment{phrase: o.phrase, rule: "opens"})
	if o.second.to > 0 {
		last := &out[0]
		last.end, last.shares = o.second.from-1, true
		out = append(out, segment{phrase: o.second, rule: "verb-and-verb"})
	}
	return l.further(out, out[len(out)-1].to)
}

// further appends the acts that begin after token i, and closes each.
func (l *line) further(out []segment, i int) []segment {
	relative := -1 // token of a "which", "that" whose clause is still open
	for ; i < len(l.tokens); i++ {
		t := &l.tokens[i]
		if t.depth > 0 {
			continue
		}
		if t.has(isRelative) || t.is("that") {
			relative = i
			continue
		}
		if !t.has(isOpVerb) && !(t.is("is", "are") && l.tok(i+1).kind == wordToken) {
			continue
		}
		s, stop, ok := l.startsAct(i, relative)
		if !ok {
			continue
		}
		if len(out) > 0 {
			prev := &out[len(out)-1]
			prev.end = max(stop, prev.to)
		}
		out = append(out, s)
		if o, ok := l.pair(s.phrase); ok {
			last := &out[len(out)-1]
			last.end, last.shares = o.from-1, true
			out = append(out, segment{phrase: o, rule: "verb-and-verb"})
			s.phrase = o
		}
		relative = -1
		i = max(i, s.to-1)
	}
	if len(out) > 0 {
		last := &out[len(out)-1]
		last.end = max(l.trim(last.to, len(l.tokens)), last.to)
	}
	return out
}

// pair reads a second verb joined to the phrase: "invites and encourages".
func (l *line) pair(p phrase) (phrase, bool) {
	if !l.tok(p.core).is("and") {
		return phrase{}, false
	}
	q, ok := l.phraseAt(p.core+1, finite, false)
	return q, ok && l.objectFollows(q)
}

// startsAct decides whether the operative verb at token i begins a clause, and
// where what stands before it stops.
func (l *line) startsAct(i, relative int) (segment, int, bool) {
	if l.tok(i).is("is", "are") {
		return l.startsPassive(i)
	}
	from := l.backAdverbs(i)
	p, ok := l.phraseAt(from, finite, false)
	if !ok || !l.objectFollows(p) {
		return segment{}, 0, false
	}
	s := segment{phrase: p}
	stop := from
	adverbial := from < i // "also requests" is never a noun
	intro := false
	// ", and in that regard, requests"
	if n := l.intro(stop); n < stop {
		stop, intro = n, true
	}
	and, comma := false, false
	if n := l.andAside(stop); n < stop {
		s.lead, stop, intro = n, n, true
	}
	if l.tok(stop-1).is("and", "but", "or", "while") && stop > 0 {
		stop--
		and = true
	}
	if l.tok(stop-1).is(",", ";", ":") {
		stop--
		comma = true
	}
	if !and && !comma {
		return segment{}, 0, false
	}
	if l.tok(i).capital || !l.clauseVerb(p, adverbial || intro, comma, and) {
		return segment{}, 0, false
	}
	inside := relative >= 0 && l.relativeVerb(relative, i)
	direct := inside && l.tok(l.adverbs(relative+1)).has(isOpVerb)
	switch {
	case intro:
		s.rule = "intro-verb"
	case adverbial:
		s.rule = "adverb-verb"
		if inside && !comma && !p.asks {
			return segment{}, 0, false
		}
	case comma && and:
		s.rule = "comma-and-verb"
	case and:
		s.rule = "and-verb"
		if inside || l.nounBefore(stop) || !p.asks && l.verbBefore(stop) {
			return segment{}, 0, false
		}
	default:
		s.rule = "comma-verb"
		if direct && !(p.asks && l.asksSomeone(p)) || l.nounLike(i) && !l.asksSomeone(p) {
			return segment{}, 0, false
		}
	}
	return s, l.trim(0, stop), true
}

// clauseVerb reports whether a phrase can begin a clause where it stands. A
// verb that is common in subordinate clauses ("remains", "supports") needs more
// than a comma: an adverb, "and", or what only an operative act says.
func (l *line) clauseVerb(p phrase, marked, comma, and bool) bool {
	if p.head == nil || p.verb == "continue" || p.verb == "call" && !l.asksSomeone(p) {
		return false
	}
	if len(p.head.link) < 4 || p.head.link[:4] != "weak" {
		return true
	}
	if p.head.base == "remain" {
		t := l.tok(p.core - 1)
		return comma && (t.has(isFeeling) || t.is("concerned", "alarmed", "convinced", "committed", "seized", "determined", "ready", "appalled", "mindful", "confident"))
	}
	that := l.tok(p.to).is("that")
	its := p.core > l.adverbs(p.from)+1
	if p.head.base == "support" {
		return comma || marked
	}
	return marked && (comma || and) && (that || its || l.tok(p.to).has(isDeterminer)) || comma && and && (that || its) || comma && its || and && that
}

// verbBefore reports whether the word before "and" at token i is a verb in the
// third person: "attracts and supports".
func (l *line) verbBefore(i int) bool {
	t := l.tok(i - 1)
	return t.kind == wordToken && !t.capital && len(t.word) > 3 && hasEnding(t.word, "s") && l.reader.look(singular(t.word)).flags&isBase != 0 &&
		!t.has(isActor) && !l.tok(i-2).has(isPreposition|isDeterminer|isActorAdj) && !adjectival(l.tok(i-2).word)
}

// nounLike reports whether the verb at token i is as often a plural noun.
func (l *line) nounLike(i int) bool {
	return l.tok(i).is("requests", "calls", "appeals", "demands", "notes", "supports", "commends", "approaches", "promises", "values", "draws", "views")
}

// startsPassive reads ", and the Secretary-General is authorized to": the act
// of a passive verb begins with its subject.
func (l *line) startsPassive(i int) (segment, int, bool) {
	p, ok := l.predicate(phrase{from: i}, i)
	if ok && !p.passive && l.tok(i-1).is(",") && l.tok(i).is("is") && l.tok(p.core-1).is("encouraged", "concerned", "alarmed", "appalled", "disturbed", "dismayed", "gratified", "shocked", "outraged", "convinced") && p.to > p.core {
		return segment{phrase: p, rule: "comma-verb"}, l.trim(0, i), true // ", is encouraged by"
	}
	if !ok || !p.passive {
		return segment{}, 0, false
	}
	n := i
	for n > 0 && n > i-16 && !l.tok(n-1).is(",", ";", "and", "which", "that") {
		n--
	}
	if n == i || l.tok(n-1).is("which", "that") || !l.actor(n, i) {
		return segment{}, 0, false
	}
	if n > 0 && l.tok(n-1).is("and") && !l.tok(n-2).is(",") {
		return segment{}, 0, false
	}
	return segment{phrase: p, rule: "passive-verb"}, l.trim(0, n), true
}

// backAdverbs returns the first of the adverbs that stand before token i.
func (l *line) backAdverbs(i int) int {
	from := i
	for from > 0 && from > i-8 {
		t := l.tok(from - 1)
		switch {
		case t.is("again", "more") && l.tok(from-2).is("once"):
			from -= 2
		case t.kind == wordToken && t.depth == 0 && !t.capital && l.adverbs(from-1) == i:
			from--
		default:
			return from
		}
	}
	return from
}

// intro skips back over "in this regard", "to that end" and the like before
// token i; it returns i if there is none.
func (l *line) intro(i int) int {
	n := l.introAt(i)
	if n < i && n > 0 && !l.tok(n-1).is(",", ";", "and", "but", ":") {
		return i
	}
	return n
}

func (l *line) introAt(i int) int {
	n := i
	if l.tok(n - 1).is(",") {
		n--
	}
	for n > 0 && l.tok(n-1).has(isAdverb) {
		n--
	}
	t := l.tok(n - 1)
	switch {
	case t.is("regard", "respect", "context", "connection", "end", "purpose", "effect", "ends", "purposes", "vein", "spirit", "sense", "basis", "reason", "light", "note", "regards", "manner", "framework", "aim", "objective", "matter", "capacity", "way"):
		this := false
		for m := n - 2; m > n-7 && m >= 0; m-- {
			this = this || l.tok(m).is("this", "that", "these", "those", "such", "same")
			if this && l.tok(m-1).is(",", "and", ";", "but") && l.tok(m).is("in", "to", "for", "on", "with", "as", "towards") && !l.tok(m-1).is("with", "subject") {
				return l.beforeIntro(m)
			}
			if l.tok(m).kind != wordToken {
				break
			}
		}
	case t.is("alia") && l.tok(n-2).is("inter"), t.is("particular") && l.tok(n-2).is("in"), t.is("such") && l.tok(n-2).is("as"), t.is("doing") && l.tok(n-2).is("so"):
		m := n - 2
		if t.is("doing") {
			m--
		}
		return l.beforeIntro(m)
	case n < i && l.tok(n).has(isAdverb) && l.tok(n-1).is(","): // ", therefore, requests"
		return l.beforeIntro(n)
	}
	return i
}

// beforeIntro drops the comma between "and" and an intro: ", and, in this regard,".
func (l *line) beforeIntro(m int) int {
	if l.tok(m-1).is(",") && l.tok(m-2).is("and", "but") {
		return m - 1
	}
	return m
}

// andAside skips back over an aside between "and," and a verb at token i: ",
// and, with a view to peace, decides". It returns i if there is none.
func (l *line) andAside(i int) int {
	if !l.tok(i - 1).is(",") {
		return i
	}
	single := true
	for n := i - 2; n > 0 && n > i-48; n-- {
		t := l.tok(n)
		switch {
		case t.depth > 0 || t.has(isOpVerb) || t.is(";"):
			return i
		case t.is(",") && l.tok(n-1).is("and") && l.tok(n-2).is(",", ";"):
			if o := l.tok(n + 1); o.has(isAside|isPreposition) && (single || !o.is("where", "when", "as", "if", "inter", "including")) {
				return n
			}
			return i
		case t.is(","):
			single = false // "and, where appropriate, training, invites" goes on with a list
		}
	}
	return i
}

// relativeVerb reports whether the clause opened by token r ("which", "that")
// has a finite verb in the third person that an "and <verb>" at i could go on
// with: "which recognizes X and encourages Y".
func (l *line) relativeVerb(r, i int) bool {
	for n := r + 1; n < i && n < r+80; n++ {
		t := l.tok(n)
		if t.depth > 0 {
			continue
		}
		if t.has(isOpVerb) && n == l.adverbs(r+1) {
			return true
		}
		if t.kind == pauseToken && n > r+1 {
			return l.singularVerb(r+1, n)
		}
	}
	return false
}

// singularVerb reports whether the first words of a subordinate clause hold a
// verb in the third person singular that is no auxiliary.
func (l *line) singularVerb(from, to int) bool {
	for n := from; n < to && n < from+8; n++ {
		t := l.tok(n)
		if t.has(isModal) || t.is("is", "are", "was", "were", "has", "have", "had") {
			return false
		}
		if n > from && t.kind == wordToken && !t.capital && len(t.word) > 3 && t.word[len(t.word)-1] == 's' && l.reader.look(singular(t.word)).flags&isBase != 0 && !t.has(isActor) && !l.tok(n-1).has(isDeterminer|isActorAdj) {
			return true
		}
	}
	return false
}

// nounBefore reports whether the word before "and" at token i makes the verb
// after it look like a second noun of a pair: "its needs and requests".
func (l *line) nounBefore(i int) bool {
	t := l.tok(i - 1)
	return t.has(isOpVerb) && t.is("calls", "appeals", "requests", "demands")
}

// asksSomeone reports whether after an asking phrase an addressee or "that"
// stands, as it must where only a comma parts it from what precedes.
func (l *line) asksSomeone(p phrase) bool {
	t := l.tok(p.to)
	return t.has(isDeterminer|isActor|isActorAdj|isPronoun) || t.capital || p.to > p.core || p.core > l.adverbs(p.from)+1 || t.is("that", ",", "the") || t.has(isPreposition)
}

// trim moves the end of [from, to) back over commas, "and" and closing marks.
func (l *line) trim(from, to int) int {
	for to > from {
		t := l.tok(to - 1)
		if t.kind == pauseToken || t.depth == 0 && t.is("and", "but", "or", "while") {
			to--
			continue
		}
		break
	}
	return to
}
