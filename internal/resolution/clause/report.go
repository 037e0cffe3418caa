package clause

// reach is how many tokens on a part of a duty to report is looked for, so that
// reading stays linear in the text whatever it is.
const reach = 160

// duty is a duty to report: tokens of each part, empty where not stated.
type duty struct {
	to, at, on tokens
	on2        tokens // a second subject: "thereon ... and on the implementation"
	thereon    bool   // "thereon": the subject is the object of what stands before
	rule       string
}

// report finds in the action [from, to) a duty to submit a report, a briefing
// or an update.
func (l *line) report(from, to int) (duty, bool) {
	for n := from; n < to; n++ {
		t := &l.tokens[n]
		if t.depth > 0 || t.kind != wordToken {
			continue
		}
		if !t.has(isReporting) || !l.verbPlace(n, from) {
			continue
		}
		end := l.conjunctEnd(n+1, to)
		switch t.word {
		case "report":
			if d, ok := l.reportVerb(n, from, end); ok {
				return d, true
			}
		case "submit", "present", "provide", "prepare", "transmit", "deliver", "issue", "circulate", "make", "give", "produce", "compile", "convey", "publish", "elaborate", "update", "develop", "continue", "undertake", "forward", "communicate", "furnish", "send":
			if d, ok := l.submitReport(n, from, end); ok {
				return d, true
			}
		case "brief", "inform", "apprise", "keep", "advise":
			if d, ok := l.inform(n, end); ok {
				return d, true
			}
		case "include", "incorporate", "reflect":
			if d, ok := l.includeInReport(n, end); ok {
				return d, true
			}
		}
		if t.is("brief", "update") {
			if d, ok := l.inform(n, end); ok {
				return d, true
			}
		}
	}
	return duty{}, false
}

// verbPlace reports whether a base form at token n is a verb of the action:
// after "to", after "and" in a series, or after a modal.
func (l *line) verbPlace(n, from int) bool {
	if !l.tok(n).has(isBase) {
		return false
	}
	b := n - 1
	for b >= from && (l.tok(b).has(isAdverb) || hasEnding(l.tok(b).word, "ly") || l.tok(b).is("not")) {
		b--
	}
	if b >= from && l.tok(b).is(",") { // "to, as appropriate, report"
		for k := b - 1; k >= from && k > b-12; k-- {
			if l.tok(k).is(",") {
				b = k - 1
				break
			}
		}
	}
	if b < 0 {
		return false
	}
	p := l.tok(b)
	if p.is("to") || p.has(isModal) {
		return !l.nounUse(n) && !(p.is("may") && p.capital)
	}
	if p.is("and", "or") {
		// "to review the matter and report thereon": a verb if no article or
		// adjective makes it a noun, and an object or "to", "on" follows
		r := l.tok(n + 1)
		return r.has(isDeterminer|isAdverb) || r.is("to", "on", "thereon", "back", "it", "regularly", "annually", "orally", ",")
	}
	return false
}

// conjunctEnd returns where the infinitive that contains token n ends: at
// "and to <verb>", ", and to", or at a mark.
func (l *line) conjunctEnd(n, to int) int {
	to = min(to, n+reach)
	for ; n < to; n++ {
		t := l.tok(n)
		if t.depth > 0 {
			continue
		}
		if t.is(";", ":") {
			return n
		}
		if t.is("and") && (l.tok(n+1).is("to") && l.infinitive(n+1) || l.tok(n+1).is("requests", "invites", "in") && l.tok(n+2).is("this", "that")) {
			return n
		}
	}
	return to
}

// reportVerb reads "report [thereon] to the General Assembly at its ... on ...".
func (l *line) reportVerb(n, from, to int) (duty, bool) {
	d := duty{rule: "report-verb"}
	k := n + 1
	if l.tok(k).is("on", "to", "thereon", "back", ",", "at", "annually", "regularly", "periodically", "orally", "in", "through", "every", "as", "within", "biennially", "by", "directly", "thereto") || l.tok(k).has(isAdverb) || hasEnding(l.tok(k).word, "ly") || k >= to {
		l.parts(&d, k, to, from, n)
		if t := l.tok(d.to.to); d.on.empty() && !d.to.empty() && (t.has(isArticle) || t.is("all", "any", "their", "its", "relevant", "required", "information", "data", "findings")) {
			d.on = tokens{d.to.to, l.subjectEnd(d.to.to, to)} // "report to the Commission their findings"
		}
		return d, !d.to.empty() || !d.on.empty() || !d.at.empty()
	}
	if e := l.reported(k, to); e > 0 { // "report that information to the Commission"
		d.on = tokens{k, e}
		l.parts(&d, e, to, from, n)
		return d, !d.to.empty()
	}
	return d, false
}

// reported returns the end of an object of "report" that stands at token k, or
// 0: a short noun phrase and "to BODY".
func (l *line) reported(k, to int) int {
	if !l.tok(k).has(isDeterminer) && !l.tok(k).is("findings", "results", "progress", "information", "data") {
		return 0
	}
	for n := k + 1; n < to && n < k+24; n++ {
		t := l.tok(n)
		if t.is("to") && l.tok(n-1).is("relating", "related", "respect", "regard", "pertaining") {
			continue
		}
		if t.is("to") {
			if l.infinitive(n) || !l.bodyFollows(n+1, to) {
				return 0
			}
			return n
		}
		if t.kind != wordToken || t.has(isRelative|isModal) || t.is("that") {
			return 0
		}
	}
	return 0
}

// parts reads "to BODY", "at SESSION" and "on SUBJECT" in [k, to).
func (l *line) parts(d *duty, k, to, from, verb int) {
	for n := k; n < to; n++ {
		t := l.tok(n)
		if t.depth > 0 {
			continue
		}
		switch {
		case t.is("thereon"):
			if d.on.empty() {
				d.on, d.thereon = l.objectBefore(from, verb), true
			}
		case t.is("to") && d.to.empty() && !l.infinitive(n) && l.bodyFollows(n+1, to):
			d.to = l.bodyPair(n+1, to)
			n = d.to.to - 1
		case t.is("to") && l.tok(n+1).is(",") && d.to.empty() && l.mentioned(n+2): // "consult with, and report to, Member States"
			d.to = l.bodyPair(n+2, to)
			n = d.to.to - 1
		case t.is("on", "regarding", "concerning", "about") && !l.inMention(n) && (d.on.empty() || l.tok(n-1).is("and")) && !l.tok(n+1).is("a", "an") || t.is("of") && d.on.empty() && n == k && l.tok(n-1).has(isReportNoun):
			s := l.subjectEnd(n+1, to)
			if l.tok(n+1).is("the") && l.tok(n+2).is("basis", "understanding", "occasion") || l.tok(n+1).is("which") {
				continue
			}
			if d.on.empty() {
				d.on = tokens{n + 1, s}
			} else if d.thereon {
				d.on2 = tokens{n + 1, s}
			}
			n = max(n, s-1)
		case d.at.empty():
			if s, ok := l.session(n, to); ok {
				d.at = s
				if l.tok(s.from).is("at") {
					d.at.from++
				}
				n = s.to - 1
			} else if a, rule := l.date(n, to, 0); !a.empty() && (rule != "in-year" || l.tok(n).is("in") && n == d.to.to && !d.to.empty()) {
				d.at = a
				n = a.to - 1
			}
		}
	}
}

// bodyFollows reports whether a body stands at token i: "the General
// Assembly", "it", "Member States".
func (l *line) bodyFollows(i, to int) bool {
	if l.tok(i).is("it") {
		return true
	}
	return l.actorAt(i, to) || l.inMention(i) || l.inMention(i+1)
}

// bodyName returns the name of the body at token i, without its article: the
// noun phrase with its "of the ..." where a name needs it.
func (l *line) bodyName(i, to int) tokens {
	for l.tok(i).has(isArticle) {
		i++
	}
	if m, ok := l.bodyAt(i); ok && m.from == i {
		return tokens{i, min(m.to, to)}
	}
	_, head := l.headOf(i, to)
	if head < 0 {
		return tokens{i, min(i+1, to)}
	}
	e := head + 1
	// A name goes on over "on Crime Prevention and Criminal Justice"
	for l.tok(e-1).capital && e+1 < to && (l.tok(e).is("on", "of", "for", "against") && (l.tok(e+1).capital || l.tok(e+1).is("the") && l.tok(e+2).capital)) {
		e++
		for e < to && (l.tok(e).capital || l.tok(e).is("the", "and", ",") && l.tok(e+1).capital && !l.actorAt(e+1, to)) {
			e++
		}
	}
	return tokens{i, min(e, to)}
}

// bodyPair is bodyName for two bodies joined by "and": "to the Council and the
// General Assembly".
func (l *line) bodyPair(i, to int) tokens {
	b := l.bodyName(i, to)
	k := b.to
	if k > i && l.tok(k).is("and") && l.tok(k+1).has(isArticle) && l.mentioned(k+1) {
		second := l.bodyName(k+1, to)
		if !l.infinitive(second.to) {
			b.to = second.to
		}
	}
	return b
}

// subjectEnd returns where the subject that begins at token n ends: at a comma
// that another part follows, at "to BODY", at "at its ... session", at
// "including", or at the end.
func (l *line) subjectEnd(n, to int) int {
	to = min(to, n+reach)
	for k := n; k < to; k++ {
		t := l.tok(k)
		if t.depth > 0 {
			continue
		}
		if t.is("to") && k > n && !l.infinitive(k) && l.mentioned(k+1) && !l.tok(k-1).is("related", "relating", "contribution", "contributions", "respect", "assistance", "support", "parties", "regard", "access", "addressed", "submitted", "assigned", "given", "referred", "due", "available", "thereto", "relation") {
			return k
		}
		if _, ok := l.session(k, to); ok && k > n {
			return l.trim(n, k)
		}
		if t.is(",") {
			r := l.tok(k + 1)
			if hasEnding(r.word, "ing") && !l.tok(k+2).is("and", ",") || r.is("subject", "including", "for", "with", "as", "in", "to", "at", "no", "by", "taking", "within", "through", "under", "and", "which", "while", "on", "using", "not", "based", "drawing", "containing", "pursuant", "so", "inter") {
				if r.is("and") && !l.tok(k+2).is("to", "on", "in") {
					continue
				}
				if r.is("as") && l.tok(k+2).is("well") && !l.tok(k+4).has(isReportNoun) {
					continue
				}
				return k
			}
		}
		if t.is("and") && l.tok(k+1).is("to") || k > n && l.inReport(k, to) {
			return k
		}
		if t.is("for") && l.tok(k+1).is("consideration", "its", "transmission", "submission") {
			return k
		}
		if a, rule := l.date(k, to, 0); !a.empty() && rule == "by-date" && l.tok(k).is("by", "no", "not", "before") && k > n {
			return k
		}
	}
	return to
}

// inReport reports whether "in his next report", "in the context of" and the
// like begin at token i: where a thing is to be reported, not the thing.
func (l *line) inReport(i, to int) bool {
	if !l.tok(i).is("in", "within", "as") {
		return false
	}
	if l.tok(i+1).is("the") && l.tok(i+2).is("context", "framework") && !l.tok(i).is("as") {
		i += 3
	} else if l.tok(i).is("as") {
		return l.tok(i+1).is("part") && l.tok(i+2).is("of") && l.reportAfter(i+2, to)
	}
	return l.reportAfter(i, to)
}

// reportAfter reports whether "his [next] report" follows token i.
func (l *line) reportAfter(i, to int) bool {
	for k := i + 1; k < i+7 && k < to; k++ {
		t := l.tok(k)
		if t.is("report", "reports") {
			return l.tok(i+1).is("his", "her", "its", "their", "future", "the", "subsequent", "an", "a")
		}
		if t.kind != wordToken || t.has(isPreposition|isRelative) {
			return false
		}
	}
	return false
}

func (l *line) mentioned(i int) bool {
	for l.tok(i).has(isArticle) {
		i++
	}
	m, ok := l.bodyAt(i)
	return ok && m.from == i || l.tok(i).is("it") || l.tok(i).has(isOrgHead) && l.tok(i).capital || l.tok(i).capital && l.actorAt(i, len(l.tokens))
}

// objectBefore returns the object of the infinitive before the one at token
// verb: "to continue to examine the question and to report thereon".
func (l *line) objectBefore(from, verb int) tokens {
	e := verb
	for e > from && !l.tok(e).is("and") {
		e--
	}
	e = l.trim(from, e)
	// the last infinitive before e, its verb skipped
	for s := e - 1; s >= from; s-- {
		if l.tok(s).is("to") && l.infinitive(s) {
			k := s + 1
			if l.tok(s-1).is("order", "measures", "efforts") || l.tok(s+1).is("be", "have") {
				continue
			}
			for k < e && (l.tok(k).has(isBase|isAdverb) || hasEnding(l.tok(k).word, "ly") || l.tok(k).is("and", "into", "on")) && !l.tok(k).has(isDeterminer) {
				k++
			}
			for c := k; c < e; c++ {
				if l.tok(c).depth == 0 && l.tok(c).is(",") {
					e = c
				}
				if l.tok(c).is("when", "if", "that") && c < e {
					return tokens{} // not a thing but a state of things
				}
			}
			if l.tok(k).has(isPreposition) || e > k+40 {
				return tokens{}
			}
			return tokens{k, e}
		}
	}
	return tokens{}
}

// submitReport reads "submit to the Commission, at its ..., a report on ...".
func (l *line) submitReport(n, from, to int) (duty, bool) {
	d := duty{rule: "submit-report"}
	noun := -1
	if l.otherObject(n + 1) {
		return d, false
	}
	for k := n + 1; k < to && k < n+60; k++ {
		t := l.tok(k)
		if t.depth > 0 {
			continue
		}
		if t.has(isReportNoun) && l.isReport(n, k) {
			noun = k
			break
		}
		if t.is("in", "through") && k == n+1 {
			return d, false
		}
		if t.is("to") && l.infinitive(k) || t.is("that", "which") || t.is(";") {
			return d, false
		}
		if (t.is("for", "on", "with", "of", "from") && k < n+6 || t.is("assistance", "support", "services")) && !l.inMention(k) && d.to.empty() {
			return d, false
		}
		if t.is("to") && l.bodyFollows(k+1, to) && d.to.empty() {
			d.to = l.bodyPair(k+1, to)
			k = d.to.to - 1
		} else if s, ok := l.session(k, to); ok && d.at.empty() {
			d.at = s
			if l.tok(s.from).is("at") {
				d.at.from++
			}
			k = s.to - 1
		} else if l.mentioned(k) && k < n+3 && d.to.empty() && l.tok(n).is("provide", "give", "send", "furnish") { // "provide the Assembly with a report"
			d.to = l.bodyName(k, to)
			k = d.to.to - 1
			if l.tok(k + 1).is("with") {
				k++
			}
		}
	}
	if noun < 0 {
		return d, false
	}
	if l.tok(noun).is("outcome", "outcomes", "findings", "results", "recommendations", "proposals", "views", "proposal") {
		if d.to.empty() && !l.toBody(noun, to) && !l.intoReport(noun) {
			return d, false
		}
		k := noun
		for k > n && !l.tok(k-1).has(isArticle) && l.tok(k-1).kind == wordToken && k > noun-4 {
			k--
		}
		if l.tok(k - 1).has(isArticle) {
			k--
		}
		if k <= n {
			k = n + 1
		}
		d.on = tokens{k, l.subjectEnd(k, to)}
		l.parts(&d, d.on.to, to, from, n)
		return d, !d.to.empty() || l.intoReport(noun)
	}
	l.parts(&d, noun+1, to, from, n)
	if l.tok(n).is("continue", "update", "develop", "make", "give", "undertake", "publish", "address", "issue", "compile", "circulate") && d.to.empty() {
		return d, false
	}
	return d, true
}

// otherObject reports whether the object at token i is a bare noun that is no
// report: "provide input to", "give support for".
func (l *line) otherObject(i int) bool {
	t := l.tok(i)
	return t.kind == wordToken && !t.capital && !t.has(isDeterminer|isArticle|isPreposition|isAdverb|isReportNoun|isPronoun|isBase) && !adjectival(t.word) && !hasEnding(t.word, "ly") &&
		!l.inMention(i) && l.tok(i+1).is("to", "for", "of", "in", "with")
}

// intoReport reports whether what is handed in goes into a report: "provide the
// results in the context of his next report".
func (l *line) intoReport(n int) bool {
	for to := min(len(l.tokens), n+30); n < to && !l.tok(n).is(";"); n++ {
		if l.inReport(n, to) && !l.tok(n-1).is("inclusion", "included", "contained", "mentioned", "outlined", "recommended") {
			return true
		}
	}
	return false
}

// toBody reports whether "to BODY" follows before the end.
func (l *line) toBody(n, to int) bool {
	for ; n < to; n++ {
		if l.tok(n).is("to") && l.mentioned(n+1) {
			return true
		}
	}
	return false
}

// isReport reports whether the noun at token k is the thing handed in, not an
// adjective ("report form") or somebody's ("the report of the Office").
func (l *line) isReport(verb, k int) bool {
	t := l.tok(k)
	if t.is("report", "reports") && l.tok(k+1).is("of") && l.somebodys(k) {
		return false // "the debate on the report of the Committee"
	}
	if t.is("information", "updates", "update", "briefing", "briefings", "summary", "report", "reports", "analysis") {
		r := l.tok(k + 1)
		if r.kind == wordToken && !r.has(isPreposition|isRelative|isAdverb|isModal) && !r.is("to", "and", "that", "containing", "outlining", "as", "summarizing", "or", "detailing", "covering", "describing", "setting", "thereon", "every", "each", "no", "not") && !hasEnding(r.word, "ing") && !hasEnding(r.word, "ly") {
			return false
		}
	}
	if t.is("information") {
		return l.tok(verb).is("provide", "submit", "present") && (l.mentionedBetween(verb, k) || l.intoReport(k) || l.tok(verb-1).is("to") && l.tok(verb-2).is("report", "reports"))
	}
	return true
}

// somebodys reports whether "the report" at token k hangs on a noun before it:
// "the debate on the report".
func (l *line) somebodys(k int) bool {
	for b := k - 1; b > k-4 && b > 0; b-- {
		if l.tok(b).is("the") {
			return l.tok(b-1).is("on", "of", "in", "by", "from", "under")
		}
		if l.tok(b).kind != wordToken || l.tok(b).has(isPreposition) {
			return false
		}
	}
	return false
}

func (l *line) mentionedBetween(a, b int) bool {
	for k := a + 1; k < b; k++ {
		if m, ok := l.bodyAt(k); ok && m.code != "member-states" {
			return true
		}
	}
	return false
}
