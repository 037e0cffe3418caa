package clause

// deadline finds by when a clause is to be done, in [from, to): the tokens as
// printed. Sessions come before dates, for a date is more often one of the
// past. Nothing where the text is empty of it.
func (l *line) deadline(from, to, year int) (tokens, string) {
	var date tokens
	rule := ""
	for n := from; n < to; n++ {
		t := &l.tokens[n]
		if t.depth > 0 || t.kind != wordToken || !t.has(isPreposition|isOpPart) && t.word != "no" && t.word != "not" && t.word != "to" {
			continue
		}
		if l.tok(n-1).is(",") && t.is("recalling", "noting", "recognizing", "reaffirming", "acknowledging", "bearing", "stressing", "emphasizing", "underlining", "welcoming") { // ", recalling that some are to be met by 2020"
			break
		}
		if d, ok := l.session(n, to); ok && !l.past(d.from, from, t) {
			return d, "session"
		}
		if date.empty() {
			if d, r := l.date(n, to, year); !d.empty() && !l.past(d.from, from, t) && !l.goal(n, from) {
				date, rule = d, r
			}
		}
	}
	return date, rule
}

// past reports whether what stands before token n tells of something done:
// "adopted at its tenth session", "which it held in 2015".
func (l *line) past(n, from int, lead *token) bool {
	window := 12
	if lead.is("by", "no", "not", "before", "until", "till", "within") {
		window = 2
	}
	for b := n - 1; b >= from && b >= n-window; b-- {
		t := l.tok(b)
		if t.kind == pauseToken && (b < n-7 || l.tok(b-1).kind == wordToken && b < n-1 && !l.tok(b-1).capital) || t.is("to") && l.infinitive(b) {
			return false
		}
		if hasEnding(t.word, "ed") && !t.capital && !t.is("seized", "need") && (b == n-1 || l.tok(b+1).has(isPreposition) || l.tok(b+1).is("to")) || t.is("held", "took", "met", "taken", "made", "undertaken", "done") {
			return !l.tok(b-1).is("be") && !l.tok(b-1).has(isModal) && !l.tok(b-2).is("be")
		}
	}
	return false
}

// ofBody returns the end of "of the <body>" at token k, or k: whose session it is.
func (l *line) ofBody(k, to int) int {
	if !l.tok(k).is("of") || !l.tok(k+1).is("the") {
		return k
	}
	if m, ok := l.bodyAt(k + 2); ok && m.from <= k+2 {
		return min(m.to, to)
	}
	return k
}

// goal reports whether the date at token n is that of a goal named before it,
// not of the act: "towards the commitment of ending hunger by 2030".
func (l *line) goal(n, from int) bool {
	for b := n - 1; b >= from && b > n-14; b-- {
		t := l.tok(b)
		if t.kind == pauseToken {
			return false
		}
		if t.is("goal", "goals", "target", "targets", "objective", "objectives", "aim", "commitment", "commitments", "ambition", "vision", "aspiration", "pledge") {
			return l.tok(b+1).is("of", "to", "that")
		}
	}
	return false
}

// session reads "at its seventieth session", "during the eightieth session",
// and of "the provisional agenda of its eightieth session" what follows "of".
func (l *line) session(n, to int) (tokens, bool) {
	t := l.tok(n)
	from := n
	switch {
	case t.is("at", "during", "before", "by", "until", "throughout"), t.is("to") && l.tok(n+1).is("its"):
	case t.is("no", "not") && l.tok(n+1).is("later") && l.tok(n+2).is("than"):
		n += 2
	case t.is("of", "for") && l.agendaBefore(n):
		from = n + 1
	default:
		return tokens{}, false
	}
	ordinal := false
	by := t.is("by", "before", "until") // "by the Commission at its session" says who
	for k := n + 1; k < to && k < n+22; k++ {
		w := l.tok(k)
		switch {
		case w.has(isOrdinal), w.is("next", "forthcoming", "upcoming", "following", "subsequent", "coming"):
			ordinal = true
		case w.is("session", "sessions"):
			if !ordinal {
				return tokens{}, false
			}
			if from == n && l.tok(n).is("of", "for") {
				from++
			}
			return tokens{from, l.ofBody(k+1, to)}, true
		case yearOf(w.word) > 0 && t.is("at", "during"): // "during its 2032 session"
			ordinal = true
		case w.is("meeting", "congress", "forum", "segment") && ordinal && t.is("at") && k > n+2 && w.is("meeting", "segment"):
			return tokens{from, k + 1}, true
		case by && w.is("at", "assembly", "commission", "conference"):
			return tokens{}, false
		case w.is("its", "the", "their", "part", "parts", "main", "resumed", "regular", "special", "first", "second", "of", "and", "to", "annual", "substantive", "emergency", "plenary", "end", "beginning", "reconvened", "intersessional", "organizational", "both", "a", "spring", "autumn", "each", "every", "general", "assembly", "conference", "commission", "high-level", "ministerial", "at", "latest"):
		case w.is(",") && ordinal:
		case w.is("assembly's", "commission's", "council's", "conference's", "committee's"):
		default:
			return tokens{}, false
		}
	}
	return tokens{}, false
}

// agendaBefore reports whether "provisional agenda" stands before "of" at n.
func (l *line) agendaBefore(n int) bool {
	return l.tok(n - 1).is("agenda")
}

// date reads "by 2030", "by the end of 2025", "no later than 1 March 2026",
// "in 2026", "on 3 May 2025", "within six months".
func (l *line) date(n, to, year int) (tokens, string) {
	t := l.tok(n)
	k := n + 1
	rule := "by-date"
	switch {
	case t.is("no", "not") && l.tok(k).is("later") && l.tok(k+1).is("than"):
		k = n + 3
		if p := l.period(k, to); p > 0 {
			return tokens{n, p}, "within-period"
		}
	case t.is("by", "before", "until", "till"):
	case t.is("in", "on", "during"):
		rule = "in-year"
	case t.is("within") && l.period(n+1, to) > 0:
		return tokens{n, l.period(n+1, to)}, "within-period"
	default:
		return tokens{}, ""
	}
	start := k
	for k < to && k < start+8 && (l.tok(k).has(isArticle) || l.tok(k).is("end", "middle", "beginning", "of", "early", "late", "mid", "first", "second", "third", "fourth", "last", "half", "quarter", "year", "january", "week", "at", "latest", "month", "later", "than") || l.tok(k).has(isMonth) || day(l.tok(k).word)) {
		k++
	}
	y := yearOf(l.tok(k).word)
	if k >= to || y == 0 {
		// "by 30 April", "by the end of the decade" without a year
		if rule == "by-date" && k > start && l.tok(k-1).has(isMonth) {
			return tokens{n, k}, rule
		}
		return tokens{}, ""
	}
	if l.tok(k+1).capital && l.tok(k+1).kind == wordToken {
		return tokens{}, "" // "by the 2030 Agenda"
	}
	if rule == "in-year" && (year > 0 && y < year || t.is("in", "during") && l.tok(k+1).is("and") && yearOf(l.tok(k+2).word) > 0 && year == 0) {
		return tokens{}, ""
	}
	if rule == "by-date" && year > 0 && y < year {
		return tokens{}, ""
	}
	if l.tok(n).is("on", "in") && l.tok(n-1).kind == wordToken && hasEnding(l.tok(n-1).word, "ed") && !l.tok(n-2).is("be") {
		return tokens{}, ""
	}
	return tokens{n, k + 1}, rule
}

// period reads "six months", "three years of": the token after it, or 0.
func (l *line) period(k, to int) int {
	start := k
	for k < to && k < start+6 {
		if l.tok(k).is("months", "month", "days", "weeks", "years", "year", "week") {
			return k + 1
		}
		if !l.tok(k).has(isDeterminer) && !day(l.tok(k).word) && !l.tok(k).is("next", "coming", "maximum", "minimum", "period", "of", "following", "ninety", "sixty", "thirty", "working", "calendar", "hundred", "twenty", "fifteen", "forty-five", "eighteen", "twelve", "seven", "eight", "nine", "first") {
			return 0
		}
		k++
	}
	return 0
}

func day(w string) bool {
	return len(w) > 0 && len(w) <= 3 && w[0] >= '0' && w[0] <= '9'
}

// yearOf reads a year of four figures, 1945 to 2199, or 0.
func yearOf(w string) int {
	if len(w) != 4 {
		return 0
	}
	y := 0
	for i := 0; i < 4; i++ {
		if w[i] < '0' || w[i] > '9' {
			return 0
		}
		y = y*10 + int(w[i]-'0')
	}
	if y < 1945 || y > 2199 {
		return 0
	}
	return y
}

// ahead reports whether a session is said to come: "its next session". Where
// an act has only an object ("Approves the report ..."), a session or a year
// is mostly one of the past.
func (l *line) ahead(d tokens) bool {
	for n := d.from; n < d.to; n++ {
		if l.tok(n).is("next", "forthcoming", "upcoming", "coming") {
			return true
		}
	}
	return false
}
