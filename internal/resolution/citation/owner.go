package citation

import "strings"

// owner is what the words around a group say about its organ.
type owner struct {
	code    string // the organ, where they name one
	rule    string
	unknown bool // they name a body, and it is none of the organs
	council bool // they say "the Council", and no more
	back    bool // they point back ("in its resolution"), and the organ is to be found
	same    bool // they join it to the group before: "its decision 60/1 and resolutions 60/2 ..."
	start   int  // where the noun phrase begins
}

// ownerBefore reads the words before a group's noun.
func (s *scan) ownerBefore(g *group) owner {
	text, start := s.text, g.noun[0]
	o := owner{start: start}
	for _, m := range s.organsNamed() {
		if m.end <= start && start-m.end <= 6 && isPossessive(text[m.end:start]) {
			return owner{code: m.code, rule: "organ-named-before", start: m.start}
		}
		// Between the noun and its first number, as Arabic has it.
		if first := s.hits[g.hits[0]].start; m.start >= g.noun[1] && m.end <= first {
			return owner{code: m.code, rule: "organ-named-before", start: start}
		}
	}
	at := start
	for range 3 {
		from, to := wordBefore(text, at)
		if from == to {
			return o
		}
		w := text[from:to]
		switch {
		case w == "its" || w == "Its" || w == "their":
			o.start, o.back = from, s.pointsBack(from)
			o.rule = "its"
			return o
		case w == "the" || w == "The":
			o.start = from
			return o
		case strings.HasSuffix(w, ","):
			if s.ctx.Language == "en" {
				return s.ownerReport(o, from, to)
			}
			return o
		case strings.HasSuffix(w, ";") || strings.HasSuffix(w, "."):
			return o
		case s.ctx.Language == "en" && isUpper(w[0]):
			return s.ownerWord(o, w, from)
		case s.ctx.Language != "en":
			if isOwn(w) {
				o.start, o.rule = from, "its"
			}
			return o
		case w == "and":
			o.same = true
			return o
		case !isQualifier(w):
			return o
		}
		at = from
	}
	return o
}

// isPossessive tells whether between is what may stand between an organ's name
// and "resolution".
func isPossessive(between string) bool {
	switch strings.TrimSpace(between) {
	case "", "’s", "'s":
		return true
	}
	return false
}

// isQualifier tells whether w may stand between an organ or "its" and
// "resolution".
func isQualifier(w string) bool {
	switch w {
	case "relevant", "previous", "subsequent", "own", "earlier", "recent", "landmark", "annual", "latest", "other", "all",
		"aforementioned", "above-mentioned", "first", "most", "last", "pertinent", "applicable", "consensus", "two", "three", "four":
		return true
	}
	return false
}

// ownerReport reads a resolution that a footnote finds in a report: "(E/2015/27),
// chap. I, sect. C, resolution 59/1". The report's symbol tells whose it is.
func (s *scan) ownerReport(o owner, from, to int) owner {
	least := max(0, from-60)
	before := s.text[least:to]
	if !strings.Contains(before, "chap. ") && !strings.Contains(before, "sect. ") && !strings.Contains(before, "annex") {
		return o
	}
	report := ""
	for _, h := range s.hits {
		if h.group < 0 && h.end <= to && to-h.end <= 60 {
			report = h.symbol
		}
	}
	if report == "" {
		return o
	}
	for _, organ := range s.inOrder {
		for _, prefix := range organ.Prefixes {
			if base, _, ok := strings.Cut(prefix, "RES/"); ok && base != "A/" && base != "E/" && strings.HasPrefix(report, base) {
				return owner{code: organ.Code, rule: "report-named-before", start: o.start}
			}
		}
		for _, form := range organ.Reports {
			if isForm(report, form) {
				return owner{code: organ.Code, rule: "report-named-before", start: o.start}
			}
		}
	}
	return owner{unknown: true, start: o.start}
}

// isForm tells whether symbol has the form, whose {} stands for figures.
func isForm(symbol, form string) bool {
	head, tail, _ := strings.Cut(form, "{}")
	rest, ok := strings.CutPrefix(symbol, head)
	if !ok {
		return false
	}
	rest, ok = strings.CutPrefix(rest[digits(rest, 0):], tail)
	return ok && (rest == "" || rest[0] == '/')
}

// isOwn reads a possessive of the speaking organ.
func isOwn(w string) bool {
	switch w {
	case "sa", "ses", "su", "sus":
		return true
	}
	return strings.HasPrefix(w, "сво")
}

// ownerWord reads a capitalised word before "resolution": the short name of an
// organ, a verb that opens the sentence, or a body that is not known.
func (s *scan) ownerWord(o owner, w string, from int) owner {
	prevFrom, prevTo := wordBefore(s.text, from)
	prev := s.text[prevFrom:prevTo]
	alone := prev == "" || isLower(prev[0]) || strings.HasSuffix(prev, ",") || strings.HasSuffix(prev, ".") || strings.HasSuffix(prev, ";")
	switch w = strings.TrimSuffix(strings.TrimSuffix(w, "’s"), "'s"); {
	case isOtherBody(prev):
		return owner{unknown: true, start: prevFrom}
	case !alone && prev != "" && isUpper(prev[0]) && !opensSentence(s.text, prevFrom):
		return owner{unknown: true, start: prevFrom}
	case w == "Assembly":
		return owner{code: s.assembly(from), rule: "organ-named-before", start: from}
	case w == "Council":
		return owner{council: true, rule: "council", start: from}
	case w == "Commission" || w == "Conference":
		if code := s.lastNamed(w, from); code != "" {
			return owner{code: code, rule: "organ-named-earlier", start: from}
		}
		return owner{unknown: true, start: from}
	case opensSentence(s.text, from):
		return o
	}
	return owner{unknown: true, start: from}
}

// isOtherBody tells whether w before "Council", "Assembly" or "Board" makes it
// another body, though it looks like a verb that opens a sentence.
func isOtherBody(w string) bool {
	switch w {
	case "Governing", "Executive", "Health", "European", "Coordinating", "Standing":
		return true
	}
	return false
}

// opensSentence tells whether byte at begins the text or a sentence of it.
func opensSentence(text string, at int) bool {
	if at == 0 {
		return true
	}
	c := text[at-1]
	if c == '(' || c == '"' || c == '[' {
		return true
	}
	e := trimSpace(text, at)
	return e == 0 || text[e-1] == '.' || text[e-1] == ';' || text[e-1] == ':' || text[e-1] == ')'
}

// assembly is the organ that "the Assembly" stands for: the last named whose
// name ends so, else the General Assembly.
func (s *scan) assembly(before int) string {
	if code := s.lastNamed("Assembly", before); code != "" {
		return code
	}
	return "GA"
}

// lastNamed is the organ last named before a place whose name has the word.
func (s *scan) lastNamed(word string, before int) string {
	code := ""
	for _, m := range s.organsNamed() {
		if m.end <= before && strings.Contains(s.text[m.start:m.end], word) {
			code = m.code
		}
	}
	if code == "" && strings.Contains(s.organs[s.ctx.Organ].Name(), word) {
		code = s.ctx.Organ
	}
	return code
}

// pointsBack tells whether the "its" at byte at belongs to an organ named before
// in the sentence, not to the one that speaks: a preposition stands before it.
func (s *scan) pointsBack(at int) bool {
	from, to := wordBefore(s.text, at)
	switch s.text[from:to] {
	case "in", "In", "by", "under", "through", "via", "with", "to", "of", "and":
		return true
	}
	return false
}

// ownerAfter reads the body named behind a number and its date: " of 21 October
// 2022 of the Conference of the Parties to ...".
func (s *scan) ownerAfter(end int) (owner, bool) {
	text := s.text
	p := skipDate(text, end)
	from := p
	for _, of := range [...]string{", adopted by the ", " adopted by the ", ", of the ", " of the ", " of ",
		" de l’", " de la ", " du ", " de l'", " des ", ", de la ", ", del ", " del ",
		" الصادر عن ", " الصادرة عن ", " الصادرين عن ", " الذي اتخذته ", " الذي اتخذه ", " ل", " "} {
		if strings.HasPrefix(text[p:], of) {
			from = p + len(of)
			break
		}
	}
	if from == p || from >= len(text) {
		return owner{}, false
	}
	if n, ok := s.names[s.ctx.Language].at(text, from); ok {
		return owner{code: n.code, rule: "organ-named-after", start: end}, true
	}
	if s.ctx.Language != "en" {
		return s.ownerShort(from, end)
	}
	if !isUpper(text[from]) || from-p < len(" of ") {
		return owner{}, false
	}
	word := text[from:]
	if e := strings.IndexAny(word, " ,;."); e >= 0 {
		word = word[:e]
	}
	rest := text[from+len(word):]
	plain := !strings.HasPrefix(rest, " of ") && !strings.HasPrefix(rest, " for ") && !strings.HasPrefix(rest, " on ") && (len(rest) < 2 || !isUpper(rest[1]))
	switch {
	case plain && word == "Assembly":
		return owner{code: s.assembly(from), rule: "organ-named-after", start: end}, true
	case plain && word == "Council":
		return owner{council: true, rule: "council", start: end}, true
	case plain && (word == "Commission" || word == "Conference"):
		if code := s.lastNamed(word, from); code != "" {
			return owner{code: code, rule: "organ-named-earlier", start: end}, true
		}
	}
	if isBodyWord(text[from:]) {
		return owner{unknown: true, start: end}, true
	}
	return owner{}, false
}

// shortNames are what organs are called once they have been named, in the other
// languages, by the beginning that all endings share.
var shortNames = map[string][]string{
	"fr": {"Commission", "Conférence", "Assemblée", "Conseil"},
	"es": {"Comisión", "Conferencia", "Asamblea", "Consejo"},
	"ru": {"Комисси", "Конференци", "Ассамбле", "Совет"},
	"ar": {"لجنة", "مؤتمر", "جمعية", "مجلس"},
	"zh": {"委员会", "会议", "大会", "理事会"},
}

// ownerShort reads the short name of an organ at byte from: the organ last
// named whose name has the word.
func (s *scan) ownerShort(from, end int) (owner, bool) {
	rest := strings.TrimPrefix(s.text[from:], "ال")
	for k, word := range shortNames[s.ctx.Language] {
		if !strings.HasPrefix(rest, word) {
			continue
		}
		after := rest[len(word):]
		for i, r := range after { // the ending
			if r == ' ' || r == ',' || r == '.' || r == ';' {
				after = after[i:]
				break
			}
		}
		for _, of := range [...]string{" de ", " des ", " du ", " pour ", " por "} {
			if strings.HasPrefix(after, of) {
				return owner{}, false // a longer name, of another body
			}
		}
		code := ""
		for _, m := range s.organsNamed() {
			if m.end <= from && strings.Contains(s.text[m.start:m.end], word) {
				code = m.code
			}
		}
		switch {
		case code != "":
			return owner{code: code, rule: "organ-named-earlier", start: end}, true
		case k == 3:
			return owner{council: true, rule: "council", start: end}, true
		case k == 2:
			return owner{code: "GA", rule: "organ-named-after", start: end}, true
		}
		return owner{unknown: true, start: end}, true
	}
	return owner{}, false
}

// isBodyWord tells whether a capitalised phrase begins with what bodies that
// adopt resolutions are called.
func isBodyWord(text string) bool {
	end := strings.IndexAny(text, ",;.")
	if end < 0 {
		end = len(text)
	}
	for _, word := range strings.Fields(text[:min(end, 80)]) {
		switch word {
		case "Conference", "Council", "Commission", "Committee", "Board", "Assembly", "Congress", "Union", "Organization", "Meeting", "Forum", "Parties":
			return true
		}
		if !isUpper(word[0]) && word != "of" && word != "the" {
			return false
		}
	}
	return false
}

// skipDate passes over a date and what separates it.
func skipDate(text string, i int) int {
	for _, of := range [...]string{" of ", " dated ", " du ", " de ", ", de ", ", en date du ", " от ", " المؤرخ "} {
		if !strings.HasPrefix(text[i:], of) {
			continue
		}
		p := i + len(of)
		if p >= len(text) || !isDigit(text[p]) {
			continue
		}
		limit := min(len(text), p+48)
		for j := p; j < limit; {
			if !isDigit(text[j]) {
				if c := text[j]; c == ';' || c == ',' {
					break
				}
				j++
				continue
			}
			e := digits(text, j)
			if e-j == 4 {
				if strings.HasPrefix(text[e:], " года") {
					e += len(" года")
				}
				return e
			}
			j = e
		}
	}
	return i
}

// ownerChinese reads the organ of numbers whose noun follows: the one named last
// before the first of them, in the sentence.
func (s *scan) ownerChinese(g *group) owner {
	first := s.hits[g.hits[0]].start
	o := owner{start: first}
	for _, m := range s.organsNamed() {
		if m.end <= first && isChineseLead(s.text[m.end:first]) {
			o = owner{code: m.code, rule: "organ-named-before", start: m.start}
		}
	}
	if o.code == "" {
		before := strings.TrimSuffix(s.text[:first], "第")
		for _, word := range shortNames["zh"][:2] {
			if strings.HasSuffix(before, word) {
				if short, ok := s.ownerShort(len(before)-len(word), first); ok {
					short.start = first
					return short
				}
			}
		}
	}
	return o
}

// isChineseLead tells whether between is what may stand between an organ and
// the number of its resolution: a date, a title in quotation marks, a particle.
func isChineseLead(between string) bool {
	if len(between) > 400 || strings.ContainsAny(between, "。；") {
		return false
	}
	for {
		open := strings.Index(between, "题为“")
		if open < 0 {
			break
		}
		closing := strings.Index(between[open:], "”")
		if closing < 0 {
			return false
		}
		between = between[:open] + between[open+closing:]
	}
	for _, r := range between {
		switch {
		case r >= '0' && r <= '9' || strings.ContainsRune("年月日第的题为“” ", r):
		default:
			return false
		}
	}
	return true
}
