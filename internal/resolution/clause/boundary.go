package clause

// segment is one operative act of a line before it is read: its phrase, and
// the tokens [phrase.to, end) that its addressees and action lie in.
type segment struct {
	phrase
	end    int
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
		s, stop, ok := l.startsAct(i, out, relative)
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
func (l *line) startsAct(i int, before []segment, relative int) (segment, int, bool) {
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
	strong := p.asks && !l.weakVerb(p) || p.to-p.core > 0 || p.core > i+1
	inside := relative >= 0 && l.relativeVerb(relative, i)
	switch {
	case l.weakVerb(p) && !adverbial && !intro && !(comma && and && !inside && p.core > i+1):
		return segment{}, 0, false
	case intro:
		s.rule = "intro-verb"
	case adverbial:
		s.rule = "adverb-verb"
		if inside && !comma {
			return segment{}, 0, false
		}
	case comma && and:
		s.rule = "comma-and-verb"
		if inside && !strong {
			return segment{}, 0, false
		}
	case and:
		s.rule = "and-verb"
		if inside || l.nounBefore(stop-1) {
			return segment{}, 0, false
		}
	default:
		s.rule = "comma-verb"
		if inside && !strong || p.asks && !l.asksSomeone(p) {
			return segment{}, 0, false
		}
	}
	return s, l.trim(0, stop), true
}

// weakVerb reports whether the verb of a phrase is too common a word to begin
// a clause alone.
func (l *line) weakVerb(p phrase) bool {
	return p.head != nil && len(p.head.link) >= 4 && p.head.link[:4] == "weak"
}

// startsPassive reads ", and the Secretary-General is authorized to": the act
// of a passive verb begins with its subject.
func (l *line) startsPassive(i int) (segment, int, bool) {
	p, ok := l.predicate(phrase{from: i}, i)
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
		for m := n - 2; m > n-7 && m >= 0; m-- {
			if l.tok(m).is("in", "to", "for", "on", "with", "as", "towards") && !l.tok(m-1).is("with", "subject") {
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
	return t.has(isOpVerb) && !l.tok(i-2).has(isDeterminer) && t.is("calls", "appeals", "requests", "demands")
}

// asksSomeone reports whether after an asking phrase an addressee or "that"
// stands, as it must where only a comma parts it from what precedes.
func (l *line) asksSomeone(p phrase) bool {
	t := l.tok(p.to)
	return t.has(isDeterminer|isActor|isActorAdj) || t.capital || t.is("that", ",", "the") || t.has(isPreposition)
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
