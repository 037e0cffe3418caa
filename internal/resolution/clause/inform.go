package clause

// inform reads "brief the Security Council on", "keep the Commission informed of".
func (l *line) inform(n, to int) (duty, bool) {
	d := duty{rule: "inform-body"}
	k := n + 1
	if !l.mentioned(k) && !(l.bodyFollows(k, to) && l.tok(k).has(isArticle|isDeterminer)) && !l.tok(k).is("member") {
		return d, false
	}
	if l.tok(k).has(isArticle) && l.tok(k+1).is("public", "general", "media", "victims", "families", "victim", "press") && !l.tok(k+1).capital {
		return d, false // nobody that a report is submitted to
	}
	d.to = l.bodyName(k, to)
	k = d.to.to
	if t := l.tok(k); t.capital && t.kind == wordToken || !l.tok(n).is("keep") && t.kind == wordToken && !t.has(isPreposition|isAdverb) && !t.is("and") && !hasEnding(t.word, "ly") {
		return d, false // "update the United Nations Procurement Manual"
	}
	if l.tok(n).is("keep") {
		ok := false
		for e := k; e < k+8 && e < to; e++ {
			if l.tok(e).is("informed", "updated", "apprised", "abreast", "briefed") {
				k, ok = e+1, true
				break
			}
		}
		if !ok {
			return d, false
		}
	}
	for e := k; e < k+10 && e < to; e++ {
		if l.tok(e).is("of", "on", "about", "regarding") && !(l.tok(e).is("on") && l.tok(e+1).is("a", "an")) {
			d.on = tokens{e + 1, l.subjectEnd(e+1, to)}
			k = d.on.to
			break
		}
		if s, ok := l.session(e, to); ok {
			e = s.to - 1
		} else if a, _ := l.date(e, to, 0); !a.empty() {
			e = a.to - 1
		}
	}
	to2 := d.to
	l.parts(&d, min(to2.to, k), to, n, n)
	d.to = to2
	return d, !l.tok(n).is("advise") || !d.on.empty() && l.inMention(to2.from)
}

// includeInReport reads "include in [his next] report [to ...] information on X".
func (l *line) includeInReport(n, to int) (duty, bool) {
	d := duty{rule: "include-in-report"}
	// "include in the report X" and "include X in the report"
	in := -1
	for k := n + 1; k < to && k < n+50; k++ {
		if l.tok(k).depth > 0 {
			continue
		}
		if l.tok(k).is("in", "within") && in < 0 {
			for e := k + 1; e < k+9 && e < to; e++ {
				if l.tok(e).is("report", "reports", "reporting", "briefing", "briefings") && !l.tok(e-1).is("the") || l.tok(e).is("report", "reports") {
					if l.tok(e).capital {
						break // "in the Harbour Report": a publication
					}
					in = e
					break
				}
				if l.tok(e).is("of") && l.tok(e-1).is("context", "framework", "body") {
					continue
				}
				if l.tok(e).kind != wordToken && !l.tok(e).is(",") || l.tok(e).has(isPreposition) {
					break
				}
			}
			if in >= 0 {
				break
			}
		}
		if l.tok(k).is("to") && l.infinitive(k) {
			return d, false
		}
	}
	if in < 0 {
		return d, false
	}
	for k := n + 1; k < to; k++ {
		if l.tok(k).depth == 0 && l.tok(k).is("information", "details", "data", "recommendations", "analysis", "update", "assessment", "section", "proposals", "findings") {
			if l.tok(k+1).is("on", "about", "regarding", "concerning", "of") {
				stop := to
				if k < in {
					stop = in
					for stop > k+2 && !l.tok(stop).is("in", "within") {
						stop--
					}
					if l.tok(stop - 1).is("of") { // "in the context of his report"
						for stop > k+2 && !l.tok(stop).is("in") {
							stop--
						}
					}
				}
				d.on = tokens{k + 2, l.subjectEnd(k+2, stop)}
				break
			}
		}
	}
	for k := in + 1; k < to && k < in+16; k++ {
		if l.tok(k).is("to") && l.mentioned(k+1) && d.to.empty() {
			d.to = l.bodyName(k+1, to)
			break
		}
	}
	for k := in; k < to; k++ {
		if s, ok := l.session(k, to); ok {
			d.at = s
			if l.tok(s.from).is("at") {
				d.at.from++
			}
			break
		}
	}
	return d, true
}
