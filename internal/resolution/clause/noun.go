package clause

import "strings"

// headOf finds the head of the noun phrase at token `from`: the last word
// before a preposition, a relative or a mark. It returns the first word after
// the determiners and the head, or head -1.
func (l *line) headOf(from, to int) (int, int) {
	n := from
	for n < to && l.tok(n).kind == wordToken && l.tok(n).has(isDeterminer|isArticle) {
		n++
	}
	first, head := n, -1
	for ; n < to; n++ {
		t := l.tok(n)
		if t.depth > 0 || t.kind != wordToken || t.has(isPreposition|isRelative|isPronoun) && !t.capital || t.is("that", "to", "and", "or", "as") {
			break
		}
		if n > first && (t.has(isPreposition) || t.has(isDeterminer) && !t.capital) {
			break // "the Council every ninety days"
		}
		if head >= 0 && t.is("informed", "apprised", "abreast", "thereof", "thereon") {
			break // "the Council informed thereof"
		}
		if head >= 0 && !t.capital && (strings.HasSuffix(t.word, "ly") || t.is("also", "further", "again")) && l.tok(n+1).is("to") {
			break // "all parties concerned seriously to consider"
		}
		if head >= 0 && !t.capital && strings.HasSuffix(t.word, "ing") && (!t.has(isActorAdj) || l.tok(head).has(isActor) && l.pluralActor(l.tok(head).word) && !l.tok(n+1).is("and", "or", ",") && !l.tok(n+1).has(isActorAdj)) && !l.tok(n+1).has(isActor) {
			break // "countries contributing troops"
		}
		head = n
	}
	// "States concerned", "countries affected": the noun is before
	if head > first && !l.tok(head).has(isActor) && (strings.HasSuffix(l.tok(head).word, "ed") || l.tok(head).is("parties", "alike", "worldwide", "themselves")) {
		b := head - 1
		if b > first && hasEnding(l.tok(b).word, "ly") {
			b-- // "parties directly concerned"
		}
		if l.tok(b).has(isActor) {
			head = b
		}
	}
	return first, head
}

// actor reports whether a noun phrase that begins at token `from` names
// someone who can act.
func (l *line) actor(from, to int) bool {
	first, head := l.headOf(from, to)
	if first == from && l.tok(from).has(isPronoun) && (!l.tok(from).is("it", "itself") || l.infinitive(from+1)) {
		return true // "requests him to", "urges them to"
	}
	if l.tok(from).is("her") && l.infinitive(from+1) || l.tok(from).is("those", "others") && l.tok(from+1).is("that", "who", "which", "not", "with", "in") {
		return true // "requests her to", "those that have not yet done so"
	}
	if head < 0 { // "all", "those in a position to do so"
		return first > from && l.tok(first-1).is("those", "all", "both", "each")
	}
	for i := first; i <= head; i++ {
		if l.tok(i).upper {
			return true
		}
	}
	if l.inMention(head) {
		return true
	}
	h := l.tok(head)
	if h.has(isActor) && (l.pluralActor(h.word) || h.capital || h.has(isCollective) || first > from) || h.has(isOrgHead) && h.capital {
		return true
	}
	if l.tok(head+1).is("and", "or", ",") && !h.capital {
		// "international and regional organizations", "humanitarian and development actors"
		for n := head + 1; n < to && n < head+9; n++ {
			t := l.tok(n)
			if t.has(isActor) && !t.capital && l.pluralActor(t.word) {
				return true
			}
			if !t.is("and", "or", ",") && (t.kind != wordToken || t.has(isPreposition|isArticle|isDeterminer|isRelative) && !t.is("other", "additional") || t.capital || t.is("to", "that")) {
				break
			}
		}
		return false
	}
	return h.capital && l.nameLike(head)
}

// nameLike reports whether the words are a name of someone (a State, a person)
// and not of a text or an event.
func (l *line) nameLike(head int) bool {
	if l.tok(head).is("convention", "protocol", "declaration", "agenda", "plan", "strategy", "charter", "treaty", "agreement", "day", "year", "decade", "week", "congress", "principles", "rules", "guidelines", "code", "report", "pact", "outcome", "goals", "framework", "decision", "resolution", "covenant") {
		return false
	}
	c := l.tok(head).word[0]
	return c < '0' || c > '9'
}

func (l *line) pluralActor(w string) bool {
	return strings.HasSuffix(w, "s") || w == "women" || w == "people" || w == "children"
}

// actorAt reports whether someone who can act is named at token i for certain.
func (l *line) actorAt(i, to int) bool {
	first, head := l.headOf(i, to)
	if head < 0 {
		return first > i && l.tok(i).is("those", "all", "others")
	}
	h := l.tok(head)
	return l.inMention(head) || h.has(isActor) && (l.pluralActor(h.word) || h.has(isCollective) || h.capital || first > i) || h.has(isOrgHead) && h.capital || h.upper
}

// inMention reports whether token i lies in the name of a body.
func (l *line) inMention(i int) bool {
	_, ok := l.bodyAt(i)
	return ok
}

// bodyAt returns the body's name that token i lies in.
func (l *line) bodyAt(i int) (mention, bool) {
	// A body's name may hold names of instruments, which begin after it.
	n := l.lastMention(i)
	for back := 0; n >= 0 && back < 4; n, back = n-1, back+1 {
		if m := l.found[n]; !m.instrument {
			return m, i < m.to
		}
	}
	return mention{}, false
}

// members splits a list of addressees into its members, each without its
// article. Asides ("within existing resources", "in cooperation with ...") are
// no members.
func (l *line) members(from, to int) []tokens {
	to = l.trim(from, to)
	out := make([]tokens, 0, 2)
	start := from
	n := from
	add := func(end int) {
		if m := l.article(start, l.trim(start, end)); !m.empty() {
			out = append(out, m)
		}
	}
	for n < to {
		t := &l.tokens[n]
		if t.depth > 0 {
			n++
			continue
		}
		if m, ok := l.mentionAt(n); ok && m.to <= to {
			n = m.to
			continue
		}
		sep := l.separator(n)
		if sep == 0 {
			n++
			continue
		}
		r := n + sep
		right := l.tok(r)
		switch {
		case t.is(",") && l.examples(r) > 0 && l.namesActor(r+l.examples(r), to) && l.actor(start, n):
			add(n)
			start = r + l.examples(r)
			n = start
		case t.is(",") && (right.has(isAside) && !right.capital || right.is("to", "inter", "as", "in") || strings.HasSuffix(right.word, "ly") && !right.capital) && !l.actorAdjAt(r, to):
			add(n)
			start = l.resume(r, to)
			if start >= to {
				return out
			}
			n = start
		case l.apposition(start, n, r, to):
			n = r
		case n > start && l.actor(start, n) && l.newMember(start, n, r, to):
			add(n)
			start, n = r, r
		case sep == 1 && t.is(",") && l.actor(start, n) && (!adjectival(right.word) || hasEnding(right.word, "ed") && l.tok(r+1).has(isPreposition)) && !right.has(isActorAdj|isDeterminer) && !right.capital && right.kind == wordToken && !l.series(r, to):
			add(n) // an aside of some other kind: ", pending the end of", ", led by"
			start = l.resume(r, to)
			if start >= to {
				return out
			}
			n = start
		default:
			n = r
		}
	}
	add(to)
	return out
}

// examples returns how many words at token r name some of a group: "including",
// "in particular", or 0.
func (l *line) examples(r int) int {
	switch {
	case l.tok(r).is("including", "particularly", "especially", "notably"):
		return 1
	case l.tok(r).is("in") && l.tok(r+1).is("particular"), l.tok(r).is("such") && l.tok(r+1).is("as"):
		return 2
	}
	return 0
}

// apposition reports whether what follows the comma at n says who was named
// before it: "Israel, the occupying Power".
func (l *line) apposition(start, n, r, to int) bool {
	if !l.tok(n).is(",") || r != n+1 || !l.tok(r).is("the") || !l.tok(n-1).capital || n-start > 6 {
		return false
	}
	_, head := l.headOf(r, to)
	return head >= 0 && l.tok(head).is("power", "depositary")
}

// series reports whether the words at token i go on with a list whose last
// member is an actor: "transit, donor and partner countries".
func (l *line) series(i, to int) bool {
	for n := i; n < to && n < i+8; n++ {
		t := l.tok(n)
		if t.has(isActor) && l.pluralActor(t.word) {
			return true
		}
		if t.has(isPreposition|isRelative|isDeterminer) || t.is("to", "that") {
			return false
		}
	}
	return false
}

// actorAdjAt reports whether a word that can open an aside opens a member
// here: "participating States".
func (l *line) actorAdjAt(i, to int) bool {
	return l.tok(i).has(isActorAdj) && l.actorAt(i, to)
}

// separator returns how many tokens part two members at token n, or 0.
func (l *line) separator(n int) int {
	k := n
	if l.tok(k).is(",") {
		k++
	}
	switch {
	case l.tok(k).is("and", "or", "and/or"):
		k++
		if l.tok(k).is("also") {
			k++
		}
	case l.tok(k).is("as") && l.tok(k+1).is("well") && l.tok(k+2).is("as"):
		k += 3
	case l.tok(k).is("along") && l.tok(k+1).is("with"):
		k += 2
	case l.tok(k).is("together") && l.tok(k+1).is("with"):
		return k - n
	}
	return k - n
}

// newMember reports whether what stands at token r, after a separator at n, is
// a further addressee and not a part of the one that began at start.
func (l *line) newMember(start, n, r, to int) bool {
	first, head := l.headOf(r, to)
	if head < 0 {
		return l.tok(r).is("those", "others", "all")
	}
	h := l.tok(head)
	if l.tok(n-1).is("nations") && n == start+2 && !h.capital && first == r {
		return false // "United Nations and humanitarian organizations"
	}
	if l.relativeIn(start, n) && !l.inMention(head) && !(first > r && !l.tok(r).is("more", "one", "two", "three")) && !l.tok(r).has(isActorAdj) {
		return false // "States that import and export parts"
	}
	plural := h.has(isActor) && (l.pluralActor(h.word) || h.has(isCollective))
	switch {
	case l.inMention(head), h.upper:
		return true
	case plural:
		return true
	case first > r && hasEnding(h.word, "s") && !h.capital && !l.prepositionIn(start, n):
		return true
	case first > r && (h.has(isActor) || h.capital && (h.has(isOrgHead) || head > first && l.tok(head-1).capital && l.tok(head-1).has(isOrgHead))):
		return true
	case h.capital && h.has(isOrgHead) && !l.prepositionIn(start, n):
		return true
	case h.capital && !l.prepositionIn(start, n) && l.tok(n-1).capital && l.nameLike(head):
		return true
	case !h.capital && adjectival(h.word) && l.actor(r, to) && first >= r:
		return true // "and international and regional organizations"
	}
	return false
}

// relativeIn reports whether a relative clause is open in [from, to).
func (l *line) relativeIn(from, to int) bool {
	for i := from; i < to; i++ {
		if l.tok(i).is("that", "which", "who", "whose", "where") {
			return true
		}
	}
	return false
}

func (l *line) prepositionIn(from, to int) bool {
	for i := from; i < to; i++ {
		if l.tok(i).has(isPreposition) && !l.tok(i).capital {
			return true
		}
	}
	return false
}

// resume returns where the list goes on after an aside that begins at token i:
// ", as well as the Office", ", and other stakeholders".
func (l *line) resume(i, to int) int {
	with, who := false, false // whether the aside names somebody
	through := false          // "including through their missions", which is over at ", and"
	for n := i; n < to; n++ {
		t := l.tok(n)
		if t.depth > 0 {
			continue
		}
		who = who || t.has(isActor)
		if t.is("with") || t.is("including", "such") {
			with, through = true, n == i && l.tok(n+1).is("through", "by")
		}
		if !t.is(",") {
			continue
		}
		k := n + 1
		switch {
		case l.tok(k).is("and") && !l.tok(k+1).has(isAside) && l.namesActor(k+1, to) && (!with || through && l.actorAt(k+1, to)):
			return k + 1
		case l.tok(k).is("as") && l.tok(k+1).is("well") && l.tok(k+2).is("as") && l.namesActor(k+3, to):
			return k + 3
		case !with && !who && l.examples(k) > 0 && l.namesActor(k+l.examples(k), to):
			return k + l.examples(k)
		case l.tok(k).has(isAside) && !l.actorAdjAt(k, to):
			with = false
		case !with && !l.tok(k).is("and", "to") && l.namesActor(k, to) && !l.tok(i).is("in"):
			return k
		}
	}
	return to
}

// article drops the article and adverbs that open a member.
func (l *line) article(from, to int) tokens {
	for from < to && (l.tok(from).has(isArticle) || l.tok(from).is("also", "both", "in", "particularly", "especially") && from+1 < to) {
		if l.tok(from).is("both") && !l.tok(to).is("and", ",") {
			break // "both parties", but "both States and organizations"
		}
		if l.tok(from).is("in") {
			if !l.tok(from + 1).is("particular") {
				break
			}
			from++
		}
		from++
	}
	for n := from + 1; n < to; n++ {
		t := l.tok(n)
		if t.depth == 0 && (t.is("when", "while", "if", "upon") || t.is("to") && l.tok(n+1).is("the") && l.tok(n+2).is("extent") || t.is("in") && (l.inReport(n, to) && !l.tok(n-1).is("to", "contained", "listed", "mentioned", "named") || l.tok(n+1).is("this", "that") && l.tok(n+2).is("regard", "respect", "context", "connection"))) {
			to = n // "the Secretary-General when doing so", "in his next report"
		}
	}
	for to > from+1 && !l.tok(to-1).capital && (hasEnding(l.tok(to-1).word, "ly") && !l.tok(to-1).is("assembly", "family") || l.tok(to-1).is("also", "further", "therefore", "again")) {
		to--
	}
	return tokens{from, to}
}

// nameEnd extends a name that ends before token to over "of the ..." where a body is named.
func (l *line) nameEnd(to int) int {
	if m, ok := l.bodyAt(to - 1); ok {
		return max(to, m.to)
	}
	return to
}
