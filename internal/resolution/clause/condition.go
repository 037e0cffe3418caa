package clause

// condition is one condition found: its code and its tokens.
type condition struct {
	code string
	at   tokens
}

// conditions finds the conditions in [from, to), in reading order, each code once.
func (l *line) conditions(out []condition, from, to int) []condition {
	add := func(code string, a, b int) {
		for _, c := range out {
			if c.code == code {
				return
			}
		}
		out = append(out, condition{code, tokens{a, b}})
	}
	for n := from; n < to; n++ {
		t := &l.tokens[n]
		if t.depth > 0 || !t.has(isLegal) {
			continue
		}
		switch t.word {
		case "upon", "on", "at":
			if e := l.request(n, to); e > 0 {
				add("upon-request", n, e)
			}
		case "as", "where", "when", "wherever", "whenever", "if":
			if !t.is("as") && l.tok(n+1).is("requested") && n+1 < to || t.is("if", "when", "where") && l.tok(n+1).is("so") && l.tok(n+2).is("requested") {
				add("upon-request", n, n+2)
			}
			if e := l.appropriate(n, to); e > 0 {
				add("as-appropriate", n, e)
			}
			if e := l.priority(n, to); e > 0 {
				add("priority", n, e)
			}
		case "subject", "extrabudgetary", "extra-budgetary", "voluntary":
			if a, e := l.extrabudgetary(n, from, to); e > 0 {
				add("extrabudgetary", a, e)
			}
		}
		if t.is("within", "from", "through", "under", "by", "using", "utilizing", "respecting") {
			l.within(n, to, add)
		}
		switch t.word {
		case "in", "consistent", "consistently", "pursuant", "subject", "under", "by", "respecting", "with", "accordance", "conformity", "per", "to", "contrary":
			l.legal(n, to, add)
		}
		if t.is("requesting") && l.tok(n+1).has(isActor) || t.is("so") && l.tok(n+1).is("request", "requesting") && l.relativeBefore(n) {
			add("upon-request", n, n+2)
		}
		if t.word == "in" || t.word == "through" {
			if e := l.consultation(n, to); e > 0 && !l.describes(n) {
				add("in-consultation", n, e)
			}
		}
	}
	return out
}

// request reads "upon [their] request", "at the request of".
func (l *line) request(n, to int) int {
	k := n + 1
	for k < to && k < n+6 && (l.tok(k).has(isDeterminer) || l.tok(k).is("written", "specific", "respective", "explicit", "formal", "official", "prior", "express", "member", "states", "states'", "government's", "country's", "state's", "countries'")) {
		k++
	}
	if k < to && l.tok(k).is("request", "requests") && (l.tok(n).is("upon") || k > n+1 || l.tok(n).is("on") && !l.tok(k+1).is("to")) {
		return k + 1
	}
	return 0
}

// appropriate reads "as appropriate", "where necessary", "as and when required".
func (l *line) appropriate(n, to int) int {
	k := n + 1
	for k < to && (l.tok(k).has(isAdverb) || l.tok(k).is("and", "when", "where", "deemed", "may", "be", "is", "considered", "applicable") && !l.tok(k).is("applicable") || l.tok(k).is("it", "they") || l.tok(k).is("deem") || l.tok(k).is(",") && k < n+2) && k < n+5 {
		k++
	}
	if k >= to || !l.tok(k).is("appropriate", "applicable", "necessary", "relevant") {
		return 0
	}
	// "as relevant actors", "as necessary conditions" are no conditions
	if r := l.tok(k + 1); l.tok(n).is("as") && r.kind == wordToken && !r.has(isPreposition|isDeterminer|isAdverb|isRelative|isOpVerb|isBase) && !r.is("and", "or", "to", "that") && k+1 < to {
		return 0
	}
	if l.tok(n).is("as") && k > n+1 && !l.tok(n+1).is("may") && l.tok(n+1).has(isAdverb) && !l.tok(n+1).is("also") {
		return 0 // "as more relevant"
	}
	return k + 1
}

// priority reads "as a [matter of] [high] priority".
func (l *line) priority(n, to int) int {
	if !l.tok(n).is("as") {
		return 0
	}
	for k := n + 1; k < to && k < n+8; k++ {
		t := l.tok(k)
		if t.is("priority") {
			return k + 1
		}
		if t.kind != wordToken || t.has(isRelative) || t.has(isPreposition) && !t.is("of") {
			return 0
		}
	}
	return 0
}

// extrabudgetary reads "subject to the availability of resources", "from
// extrabudgetary resources", "through voluntary contributions". Asking for
// contributions is no condition.
func (l *line) extrabudgetary(n, from, to int) (int, int) {
	if l.tok(n).is("subject") {
		if !l.tok(n + 1).is("to") {
			return 0, 0
		}
		for k := n + 2; k < to && k < n+12; k++ {
			if l.tok(k).is("resources", "funds", "funding", "contributions") {
				return n, k + 1
			}
			if l.tok(k).kind == pauseToken && !l.tok(k).is(",") {
				break
			}
		}
		return 0, 0
	}
	k := n + 1
	for k < to && k < n+5 && !l.tok(k).is("resources", "contributions", "funding", "funds", "contribution", "sources", "financing") {
		k++
	}
	if k >= to || k >= n+5 {
		return 0, 0
	}
	if l.tok(n).is("voluntary") && l.tok(k).is("contribution", "contributions") && l.tok(k+1).is("to") && !l.infinitive(k+1) {
		return 0, 0 // "through voluntary contributions to the fund": they are asked for
	}
	for b := n - 1; b >= from && b > n-6; b-- {
		t := l.tok(b)
		if t.is("through", "from", "using", "within", "via", "with", "availability", "utilizing", "on") {
			if t.is("from", "with") && l.tok(n).is("voluntary") && (l.tok(b-1).is("support", "benefit", "benefited", "together", "along")) {
				return 0, 0
			}
			return b, k + 1
		}
		if t.kind != wordToken || t.has(isBase|isRelative) || t.is("to", "making", "increasing", "providing", "contributing") {
			return 0, 0
		}
	}
	return 0, 0
}

// within reads "within its [existing] mandate and [existing] resources".
func (l *line) within(n, to int, add func(string, int, int)) {
	t := l.tok(n)
	existing, mandate := false, false
	for k := n + 1; k < to && k < n+16; k++ {
		w := l.tok(k)
		switch {
		case w.is("existing", "available", "approved", "current", "regular", "overall"):
			existing = true
		case w.is("resources", "resource", "appropriation", "appropriations") && existing && (t.is("within", "using", "utilizing", "from", "through")):
			add("within-existing-resources", n, k+1)
			existing = false
		case w.is("resources", "means", "budget") && t.is("within") && mandate:
			add("within-existing-resources", n, k+1)
			existing = false
		case w.is("resources") && t.is("within") && k <= n+3:
			add("within-existing-resources", n, k+1)
		case w.is("mandate", "mandates") && t.is("within", "under", "respecting"):
			if l.tok(k+1).is("of") && l.tok(n-1).is("issues", "matters", "questions", "topics", "subjects", "items", "areas") {
				return // "the issues within the mandate of the group": which issues
			}
			add("within-mandate", n, k+1)
			mandate = true
		case w.kind != wordToken, w.has(isRelative), w.is("to"):
			return
		}
	}
}

// legal reads "in accordance with domestic law", "consistent with their
// obligations under international law", "in line with the Convention".
func (l *line) legal(n, to int, add func(string, int, int)) {
	if l.tok(n-1).is("not") && !l.tok(n).is("contrary") {
		return
	}
	var k int
	switch t := l.tok(n); {
	case t.is("in") && l.tok(n+1).is("accordance", "conformity", "compliance", "line", "keeping", "consistency", "consonance", "accord", "full", "strict", "observance"):
		k = n + 2
		for k < n+9 && !l.tok(k-1).is("with", "of") {
			k++ // "in accordance, as appropriate, with"
		}
	case t.is("consistent", "consistently") && (l.tok(n+1).is("with", ",")):
		k = n + 2
	case t.is("pursuant", "subject", "according") && l.tok(n+1).is("to"):
		k = n + 2
	case t.is("contrary") && l.tok(n+1).is("to") && l.notBefore(n):
		k = n + 2 // "provided that it is not contrary to national laws"
	case t.is("under"):
		k = n + 1
	case t.is("by") && l.tok(n-1).is("permitted", "allowed", "provided", "prescribed"):
		k = n + 1
	default:
		return
	}
	under := l.tok(n).is("under", "subject") || l.tok(n).is("pursuant")
	alive := true
	for e := k; e < to && e < k+45; e++ {
		w := l.tok(e)
		if w.depth > 0 {
			continue
		}
		switch {
		case w.is(",") && l.tok(e+1).is("as", "where", "when", "if", "inter") && l.closing(e+1) > 0 && l.closing(e+1) < e+6:
			e = l.closing(e + 1)
			alive = true
		case w.is(",") && l.tok(e+1).is("paragraph", "paragraphs", "of"):
		case w.is(",") && l.lawListed(e+1, to) > 0:
			e += l.lawListed(e+1, to) // ", as well as applicable domestic law", ", including international law"
			alive = true
		case w.is(","):
			if r := l.tok(e + 1); r.is("to", "which", "including", "in", "by", "with", "while", "through", "taking", "on", "for", "at", "of", "within", "upon", "that", "who", "so") || r.has(isRelative) && !r.is("where", "when") ||
				r.is("and") && (l.tok(e+2).is("to", "in", "by") || l.tok(e+2).has(isOpVerb)) || r.is("as") && l.tok(e+2).is("well") && !l.tok(e+4).has(isDeterminer|isActorAdj) ||
				r.kind == wordToken && len(r.word) > 4 && r.word[len(r.word)-3:] == "ing" && !r.is("supplementing") {
				return
			}
			alive = true
			continue
		case w.kind == pauseToken, w.is("to") && l.infinitive(e):
			return
		case w.is("and", "or", "with"):
			alive = true
			continue
		case !alive:
			continue
		case w.is("national", "domestic", "internal", "municipal", "constitutional") || w.is("their", "its") && l.tok(e+1).is("laws", "legislation", "legal", "constitution", "constitutional"):
			for f := e + 1; f < to && f < e+9; f++ {
				if l.tok(f).is("law", "laws", "legislation", "legislations", "legal", "regulations", "constitutions", "constitution", "systems") && !l.tok(f).is("systems") {
					if !under || l.tok(n).is("subject") {
						add("national-law", n, f+1)
					}
					break
				}
				if l.tok(f).kind != wordToken || l.tok(f).has(isPreposition) {
					break
				}
			}
		case w.is("international", "humanitarian", "refugee", "treaty") && !w.capital:
			for f := e + 1; f < to && f < e+9; f++ {
				if l.tok(f).is("law", "obligations", "instruments", "conventions", "treaties", "legal", "norms", "agreements", "standards", "covenants") {
					if !under || l.tok(n).is("pursuant") {
						add("international-law", n, f+1)
					}
					break
				}
				if l.tok(f).kind != wordToken && !l.tok(f).is(",") || l.tok(f).has(isPreposition) {
					break
				}
			}
		case w.capital && w.is("charter", "convention", "conventions", "protocol", "protocols", "covenant", "covenants", "treaty", "treaties", "statute"):
			if !under && !l.tok(e+1).is("on") || !under && l.instrumentAt(e) {
				add("international-law", n, e+1)
			}
		case w.is("conventions", "treaties", "protocols", "covenants") && !under:
			add("international-law", n, e+1)
		case l.instrumentAt(e) && !under:
			add("international-law", n, e+1)
		case w.is("legal") && l.tok(e+1).is("obligations", "commitments"):
			add("international-law", n, e+2)
		case w.is("law") && e <= k+2 && l.tok(n).is("by", "in") && l.tok(e-1).is("with", "by", "the", "applicable", "relevant"):
			add("national-law", n, e+1)
		case w.has(isPreposition) || w.is("to", "contained"):
			if !l.tok(e-1).is(",", "provisions", "provision", "article", "articles", "obligations", "requirements", "principles", "rules", "terms", "norms", "commitments", "chapter", "standards", "purposes", "spirit", "letter", "object", "parts", "part", "paragraph") && !w.is("under") && !numeral(l.tok(e-1).word) && len(l.tok(e-1).word) > 1 {
				alive = false
			}
		case w.is("mandate", "mandates") && e < k+6 && !under:
			add("within-mandate", n, e+1)
		case w.has(isRelative), w.is("that"):
			alive = false
		}
	}
}

// lawListed returns how many words at token i go on with a list of laws: "as
// well as", "including" or "in particular" with law or obligations; or 0.
func (l *line) lawListed(i, to int) int {
	from := i
	switch {
	case l.tok(i).is("as") && l.tok(i+1).is("well") && l.tok(i+2).is("as"):
		i += 3
	case l.tok(i).is("in") && l.tok(i+1).is("particular"):
		i += 2
	case l.tok(i).is("including", "especially", "particularly", "notably"):
		i++
	default:
		return 0
	}
	for n := i; n < to && n < i+8; n++ {
		t := l.tok(n)
		if t.is("law", "laws", "legislation", "obligations") {
			return i - from
		}
		if t.kind != wordToken || t.has(isPreposition|isRelative) || t.is("to", "that") {
			return 0
		}
	}
	return 0
}

// instrumentAt reports whether an instrument's name begins at token i.
func (l *line) instrumentAt(i int) bool {
	m, ok := l.mentionAt(i)
	return ok && m.instrument
}

// relativeBefore reports whether "that", "which" or "who" opens the words at n:
// "States that so request".
func (l *line) relativeBefore(n int) bool {
	return l.tok(n-1).has(isRelative) || l.tok(n-1).is("that")
}

// notBefore reports whether "not" stands within a few words before token n.
func (l *line) notBefore(n int) bool {
	for b := n - 1; b > n-4; b-- {
		if l.tok(b).is("not") {
			return true
		}
	}
	return false
}

func numeral(w string) bool {
	for i := 0; i < len(w); i++ {
		if (w[i] < '0' || w[i] > '9') && w[i] != 'i' && w[i] != 'v' && w[i] != 'x' {
			return false
		}
	}
	return w != ""
}

// consultation reads "in [close] consultation [and cooperation] with".
func (l *line) consultation(n, to int) int {
	found := false
	if l.tok(n+1).is("a") && l.tok(n+2).is("coordinated", "collaborative", "cooperative") && l.tok(n+3).is("manner", "way", "fashion") && l.tok(n+4).is("with") {
		return n + 5
	}
	for k := n + 1; k < to && k < n+9; k++ {
		t := l.tok(k)
		switch {
		case t.is("consultation", "consultations", "cooperation", "collaboration", "coordination", "co-operation"):
			found = true
		case t.is("with"):
			if !found {
				return 0
			}
			return k + 1
		case t.is(","):
			// "in consultation, as appropriate, with"
			if found {
				if c := l.closing(k + 1); c > 0 && l.tok(c+1).is("with") && c < to {
					return c + 2
				}
			}
			return 0
		case t.kind != wordToken, found && !t.is("and", "or", "close", "full"), !found && (t.has(isArticle|isPreposition|isRelative) || t.is("their", "its", "this", "that")):
			return 0
		}
	}
	return 0
}

// describes reports whether "in cooperation with" at token n belongs to a
// participle that describes something past: "developed in cooperation with".
func (l *line) describes(n int) bool {
	b := l.tok(n - 1)
	if !hasEnding(b.word, "ed") && !b.is("held", "done", "undertaken", "made", "taken") {
		return false
	}
	return !l.tok(n-2).is("be") && !l.tok(n-2).has(isModal)
}

func hasEnding(w, s string) bool { return len(w) > len(s)+1 && w[len(w)-len(s):] == s }
