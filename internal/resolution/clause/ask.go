package clause

import "comity/internal/resolution"

// tokens is a run of tokens, half-open.
type tokens struct{ from, to int }

func (t tokens) empty() bool { return t.from >= t.to }

// asked is what stands in a segment after its phrase.
type asked struct {
	addressees []tokens
	action     tokens
	rule       string // how the action was found
	who        string // how the addressees were found
}

// ask reads a segment's addressees and action.
func (l *line) ask(s *segment) asked {
	from, to := l.skipAside(s.to, s.end, s.asks), s.end
	if s.asks && s.phrase.rule == "attitude-asks" && l.asideOfRequest(s.to) {
		from = l.afterRequest(s.to, to)
	}
	switch {
	case s.passive:
		return l.askPassive(s, to)
	case l.tok(from).is("that") && from < to && !(s.asks && l.tok(from+1).capital && l.tok(from+1).has(isOrgHead) && l.actionAt(from+2, min(to, from+30)) > 0):
		return l.askThat(s, from, to)
	case s.asks:
		return l.askSomeone(from, to)
	case s.force == resolution.Request && s.head.base == "call", s.force == resolution.Request && l.tok(s.to-1).is("for"):
		if at := l.actionAt(from, min(to, from+60)); at > from && l.tok(at).is("to") && !l.tok(at+1).is("be") && l.actor(from, at) && l.onlyActors(from, at) && !l.tok(from).has(isPronoun) {
			return asked{addressees: l.members(from, at), action: tokens{at, to}, rule: "infinitive", who: "list"} // "its call for States to sign"
		}
		a := asked{action: tokens{from, to}, rule: "object"}
		a.addressees, a.who = l.agent(from, to)
		return a
	}
	if l.infinitive(from) {
		return asked{action: tokens{from, to}, rule: "infinitive"}
	}
	return asked{action: tokens{from, to}, rule: "object"}
}

// afterRequest returns where, after an aside that begins at token i, it is said
// who is requested: behind "to", or at "that".
func (l *line) afterRequest(i, to int) int {
	for n := i + 1; n < min(to, i+24); n++ {
		switch t := l.tok(n); {
		case t.depth > 0:
		case t.is("that"):
			return n
		case t.is("to") && !l.infinitive(n):
			return n + 1
		}
	}
	return i
}

// skipAside skips ", in this regard," and "in this regard" between a phrase and
// what it is about.
func (l *line) skipAside(i, to int, asks bool) int {
	if l.tok(i).is("in") && l.tok(i+1).is("this", "that", "particular") {
		n := i + 2
		if !l.tok(i + 1).is("particular") {
			n++
		}
		if n < to && !l.tok(n).has(isPreposition) {
			i = n
		}
	}
	if l.tok(i).is(",") && l.tok(i-1).has(isAdverb) && l.tok(i-2).is(",") {
		return i + 1 // "Requests, furthermore, the Secretary-General"
	}
	if l.tok(i).is(",") && i < to {
		first, n := 0, i+1
		for ; n < to; n++ {
			if l.tokens[n].depth > 0 || !l.tokens[n].is(",") {
				continue
			}
			if first == 0 {
				first = n
			}
			r := l.tok(n + 1)
			if r.is("that", "to") || r.has(isArticle|isDeterminer) || asks && l.actorAt(n+1, to) || !asks && !r.is("and", "as", "including", "or") {
				return n + 1
			}
		}
		if first > 0 && first < i+9 {
			return first + 1
		}
		return i + 1
	}
	return i
}

// askPassive reads "the Secretary-General is authorized to enter": the subject
// stands before the verb.
func (l *line) askPassive(s *segment, to int) asked {
	n := s.from
	for n > 0 && !l.tok(n-1).is(",", ";", "and", ".", "that") {
		n--
	}
	return asked{addressees: l.members(n, s.from), action: tokens{s.to, to}, rule: "infinitive", who: "subject-of-passive"}
}

// askThat reads "that Member States adopt", "that the Secretary-General shall".
func (l *line) askThat(s *segment, from, to int) asked {
	a := asked{action: tokens{from, to}, rule: "that"}
	if s.force == resolution.State {
		return a
	}
	n := from + 1
	if l.tok(n).is(",") {
		if c := l.commaBefore(n+1, to); c > 0 {
			n = c + 1
		}
	}
	end, modal := l.subject(n, to)
	if end > n && l.actor(n, end) && (s.asks || modal) && !l.undergoes(end, to) {
		a.addressees, a.who = l.members(n, end), "subject-of-that"
	} else if s.force == resolution.Decide || s.asks {
		a.addressees, a.who = l.agentShall(from, to)
	}
	return a
}

// undergoes reports whether the verb of the subject that ends at token i is
// passive, so that something is done to the subject: "shall be credited". Who
// is authorized or requested, acts.
func (l *line) undergoes(i, to int) bool {
	for ; i < to && !l.tok(i).is("be"); i++ {
		if t := l.tok(i); !t.has(isModal|isAdverb) && !t.is(",", "not") {
			return false
		}
	}
	for i++; i < to && (l.tok(i).has(isAdverb) || hasEnding(l.tok(i).word, "ly")); i++ {
	}
	t := l.tok(i)
	if !hasEnding(t.word, "ed") && !t.is("given", "held", "paid", "made", "chosen", "kept", "set", "borne") {
		return false
	}
	return !t.is("authorized", "authorised", "requested", "mandated", "invited", "required", "obliged", "encouraged", "entrusted", "tasked", "urged", "called", "instructed", "charged", "guided", "prepared", "represented", "committed", "limited")
}

// commaBefore returns the comma that closes an aside begun at token i, or 0.
func (l *line) commaBefore(i, to int) int {
	for n := i; n < to; n++ {
		if l.tokens[n].depth == 0 && l.tokens[n].is(",") && (l.tok(n+1).has(isDeterminer) || l.actorAt(n+1, to)) {
			return n
		}
	}
	return 0
}

// subject returns the end of the subject that begins at token i, and whether a
// modal verb follows it.
func (l *line) subject(i, to int) (int, bool) {
	comma := 0 // first comma: an aside may stand between subject and verb
	for n := i; n < to && n < i+60; n++ {
		t := l.tok(n)
		if t.depth > 0 {
			continue
		}
		if t.is(",") && comma == 0 {
			comma = n
		}
		if n == i {
			continue
		}
		if t.has(isModal) && !t.is("be") && !t.capital {
			if comma > 0 && l.tok(comma+1).has(isAside) {
				return comma, true
			}
			return n, true
		}
		if (t.has(isBase) || t.has(isOpBase)) && !t.capital && !t.has(isActor) {
			b := l.tok(n - 1)
			if b.is(",") || b.has(isActor|isAdverb) || hasEnding(b.word, "ly") || b.capital && !b.has(isDeterminer) ||
				!b.has(isDeterminer|isPreposition|isActorAdj|isRelative) && !adjectival(b.word) && b.kind == wordToken && !b.is("and", "or", "to") && !l.tok(n+1).has(isModal) && !l.tok(n+1).is("be", "and", "or", "of") && !t.has(isRelative) && n > i+2 {
				if comma > 0 && l.tok(comma+1).has(isAside) {
					return comma, false
				}
				return l.trim(i, n), false
			}
		}
		if t.has(isRelative) && comma == 0 && n > i+1 {
			continue
		}
	}
	return i, false
}

// askSomeone reads "Member States, within ..., to strengthen ...".
func (l *line) askSomeone(from, to int) asked {
	at := l.actionAt(from, to)
	if at < 0 {
		if b := l.bodyName(from, to); l.tok(from-1).is("to") && b.to < to && l.tok(b.to).has(isArticle) && l.inMention(b.from) {
			return asked{addressees: []tokens{b}, action: tokens{b.to, to}, rule: "object", who: "list"} // "Recommends to the Council the approval of"
		}
		if l.actor(from, to) {
			if f := l.forAt(from, to); f > 0 {
				return asked{addressees: l.members(from, f), action: tokens{f, to}, rule: "for", who: "list"}
			}
			if list := l.members(from, to); len(list) > 0 && l.onlyActors(from, to) {
				return asked{addressees: list, action: tokens{to, to}, rule: "none", who: "list"}
			}
		}
		a := asked{action: tokens{from, to}, rule: "object"}
		a.addressees, a.who = l.agent(from, to)
		return a
	}
	if !l.actor(from, at) {
		a := asked{action: tokens{from, to}, rule: "object"}
		a.addressees, a.who = l.agent(from, to)
		return a
	}
	a := asked{addressees: l.members(from, at), action: tokens{at, to}, rule: "infinitive", who: "list"}
	if l.tok(at).is("that") {
		a.rule = "that"
	}
	// "to consider ratifying, and for States parties to implement, the Protocol"
	enabled, seen := false, at // whether a verb before token `seen` takes somebody of its own
	for n := at + 1; n < to; n++ {
		if l.tokens[n].depth > 0 || !l.tok(n-1).is("and") && !l.tokens[n].is("and") {
			continue
		}
		if l.tokens[n].is("and") && l.tok(n-1).is(",") && !l.tok(n-2).has(isActor) && l.actorAt(n+1, to) {
			for ; seen < n && !enabled; seen++ {
				enabled = l.enables(seen)
			}
			if m := l.actionAt(n+1, min(to, n+10)); m > 0 && !enabled && l.tok(m).is("to") && !l.hasComma(n, m) && !l.verbBetween(n+1, m) {
				a.addressees = append(a.addressees, l.members(n+1, m)...) // ", and States parties to implement"
				break
			}
		}
		if l.tokens[n].is("for") && l.tok(n-1).is("and") {
			if m := l.actionAt(n+1, min(to, n+10)); m > 0 && l.actorAt(n+1, m) && l.tok(m).is("to") && !l.hasComma(n, m) {
				a.addressees = append(a.addressees, l.members(n+1, m)...)
			}
		}
	}
	return a
}

// enables reports whether token n takes somebody and an infinitive of its own:
// "to help States to sign, and ports to".
func (l *line) enables(n int) bool {
	if l.tok(n).is("for") {
		return !(l.tok(n+1).is("a") && l.tok(n+2).is("period", "term"))
	}
	return l.tok(n).is("enable", "enabling", "assist", "assisting", "help", "helping", "allow", "allowing", "encourage", "encouraging", "support", "supporting", "invite", "inviting", "urge", "urging", "request", "requesting", "permit", "permitting", "empower", "empowering", "ask", "asking", "require", "requiring")
}

// verbBetween reports whether a preposition or a relative parts the words in
// [from, to), so that they are not somebody and nothing else.
func (l *line) verbBetween(from, to int) bool {
	for n := from; n < to; n++ {
		if t := l.tok(n); t.has(isRelative) || t.has(isPreposition) && !t.is("of") || t.is("that") {
			return true
		}
	}
	return false
}

func (l *line) hasComma(from, to int) bool {
	for n := from; n < to; n++ {
		if l.tokens[n].is(",") {
			return true
		}
	}
	return false
}

// actionAt returns the token where the action begins after a list of
// addressees: the "to" of an infinitive that is not theirs, or -1.
func (l *line) actionAt(from, to int) int {
	blocked, inside := -1, false // inside a relative clause or a participle of the addressees
	for n := from; n < to; n++ {
		t := l.tok(n)
		if t.depth > 0 || !t.is("to", "that") {
			inside = inside || t.has(isRelative) || t.is("with") && n > from && !l.tok(n-1).is(",") || hasEnding(t.word, "ing") && !t.capital && !t.has(isActorAdj)
			continue
		}
		b := l.tok(n - 1)
		inside = inside || t.is("that")
		if t.is("that") {
			if l.tok(n+1).has(isPronoun|isArticle) && b.is(",") && l.tok(n-2).kind == wordToken || l.tok(n+1).is("he", "she", "it", "they") && l.baseVerb(n+2) {
				return n
			}
			continue
		}
		if n == from || !l.infinitive(n) && !(l.verbLike(n+1) && (b.has(isActor|isOrgHead) || b.is("so", "not") || b.is(",") && n > from+1)) {
			continue
		}
		switch {
		case b.is("not") && n > from+1 && !l.tok(n-2).is("or", "and", "whether"):
			return n - 1
		case b.is("has", "have", "had", "is", "are", "including", "as", "how", "whether", "than", "or", "not", "when", "where"), b.is("and") && !l.tok(n-2).is(","):
		case b.has(isBlock) && !b.capital && (inside || !b.is("action", "actions", "mechanism", "mechanisms", "measures", "mandate", "interest", "role", "opportunity", "capacity", "effort", "efforts", "competence", "competences", "expertise", "jurisdiction")):
			if blocked < 0 && !b.is("order", "yet", "so") {
				blocked = n
			}
		default:
			return n
		}
	}
	return blocked
}

// forAt returns the "for" that parts an addressee from what is asked of it.
func (l *line) forAt(from, to int) int {
	for n := from + 1; n < to; n++ {
		t := l.tok(n)
		if t.depth == 0 && t.is("for") && (l.tok(n-1).has(isActor) && !l.tok(n-1).capital || l.tok(n-1).capital && !l.tok(n+1).capital && !l.tok(n+2).capital && !l.inMention(n)) {
			return n
		}
		if t.has(isPreposition) && !t.is("for", "of", "in") {
			return 0
		}
	}
	return 0
}

// onlyActors reports whether nothing but addressees and asides stands in
// [from, to): the act is asked in what follows.
func (l *line) onlyActors(from, to int) bool {
	_, head := l.headOf(from, to)
	if head < 0 {
		return false
	}
	return head+1 >= to || l.tok(head+1).is(",", "and", "as", "of", "in", "to", "on", "for", "within", "with", "from", "that", "which", "concerned", "parties")
}

// agent reads who is to act where the phrase has an object and no addressee:
// "practical steps to be taken by all nuclear-weapon States", "full funding by
// donors", "a briefing from the Secretary-General".
func (l *line) agent(from, to int) ([]tokens, string) {
	near := true // within the object itself, before any mark
	for n := from; n < to; n++ {
		t := l.tok(n)
		if t.depth > 0 {
			continue
		}
		if t.kind == pauseToken || n > from+9 {
			near = false
		}
		passive := t.is("by") && (l.tok(n-2).is("be") || l.tok(n-3).is("be"))
		if !passive && !(near && n > from && t.is("by") && !hasEnding(l.tok(n-1).word, "ed")) && !(near && t.is("from") && l.tok(n-1).has(isReportNoun)) {
			continue
		}
		end := n + 1
		for end < to && !(l.tok(end).depth == 0 && (l.tok(end).is(",", ";", ":") || l.tok(end).has(isRelative) || end > n+1 && l.tok(end).has(isPreposition) && !l.inMention(end) && !l.tok(end+1).capital && !l.tok(end+2).capital || l.tok(end).is("that", "to"))) {
			end++
		}
		if l.actor(n+1, end) && l.namesActor(n+1, end) {
			if passive {
				return l.members(n+1, end), "agent-of-passive"
			}
			return l.members(n+1, end), "agent-of-object"
		}
	}
	return nil, ""
}

// agentShall reads "shall be convened by the Secretary-General".
func (l *line) agentShall(from, to int) ([]tokens, string) {
	for n := from; n < to; n++ {
		if l.tok(n).is("shall", "should") && l.tok(n+1).is("be") {
			if l.tok(n+3).is("by") || l.tok(n+4).is("by") {
				by := n + 3
				if !l.tok(by).is("by") {
					by++
				}
				_, head := l.headOf(by+1, to)
				if head >= 0 && l.actor(by+1, head+1) {
					return []tokens{l.article(by+1, l.nameEnd(head+1))}, "agent-of-passive"
				}
			}
		}
	}
	return nil, ""
}
