package citation

import "strings"

// kind says whether a number is a resolution's or a decision's.
type kind int

const (
	noNoun kind = iota
	aResolution
	aDecision
)

// group is a run of numbers under one noun: "resolutions 67/186 and 67/189 of
// 20 December 2012".
type group struct {
	kind   kind
	plural bool
	noun   [2]int // bytes of the noun
	after  bool   // the noun follows its numbers, as in Chinese
	hits   []int  // indices into scan.hits
}

// numbers finds every resolution's number and document's symbol.
func (s *scan) numbers() {
	text := s.text
	floor := 0 // nothing before is looked at again
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			i++
			continue
		}
		start := i
		if i > floor && inToken(text[i-1]) {
			token := tokenStart(text, i, floor)
			end := s.symbols(token)
			if open := strings.LastIndexByte(text[token:i], '('); end <= i && open >= 0 {
				end = s.symbols(token + open + 1) // "10(E/2021/30)", a space lost
			}
			if end > i {
				i, floor = end, end
				continue
			}
			special := specialStart(text, i, token)
			if special < 0 && text[i-1] != '(' {
				i = digits(text, i)
				continue
			}
			if special >= 0 {
				start = special
			}
		}
		n, end, ok := readNumber(text, start)
		if !ok || !s.number(start, end, n) {
			i = digits(text, i)
			continue
		}
		i = s.hits[len(s.hits)-1].end
		floor = i
	}
}

// inToken tells whether a digit after c goes on a token, so that it begins no
// number of its own.
func inToken(c byte) bool {
	return isAlnum(c) || c == '/' || c == '.' || c == '-' || c == '('
}

// specialStart finds the S- or ES- of a special session right before byte i.
func specialStart(text string, i, token int) int {
	for _, special := range specials {
		p := i - len(special.printed)
		if p >= token && strings.HasPrefix(text[p:], special.printed) && (p == 0 || !isAlnum(text[p-1]) && text[p-1] != '/') {
			return p
		}
		// The Arabic letters are no part of a token of Western ones.
		if p >= 0 && special.printed[0] >= 0x80 && strings.HasPrefix(text[p:], special.printed) {
			return p
		}
	}
	return -1
}

// number files a number under its noun, or under the noun of the list that it
// continues; false where no noun governs it.
func (s *scan) number(start, end int, n number) bool {
	var g int
	kind, plural, from, to := nounBefore(s.text, start)
	switch {
	case kind != noNoun:
		s.groups = append(s.groups, group{kind: kind, plural: plural, noun: [2]int{from, to}})
		g = len(s.groups) - 1
	case strings.HasSuffix(s.text[:start], "第") || strings.HasPrefix(s.text[end:], "号"):
		g = s.nounAfter(start, end)
	default:
		g = s.nounBeforeOrgan(start)
	}
	if g < 0 {
		n.year = yearAfter(s.text, end)
		g = s.continues(start, n)
	}
	if g < 0 {
		g = s.dated(start, n)
	}
	if g < 0 {
		return false
	}
	n.kind = s.groups[g].kind
	phrase := start
	if len(s.groups[g].hits) == 0 && !s.groups[g].after {
		phrase = s.groups[g].noun[0]
	}
	var parts []letterAtPlace
	if n.shape == bySession || n.shape == bySpecial || n.shape == byYear {
		parts = partLetters(s.text, end)
	}
	h := hit{start: start, end: end, number: n, group: g, phrase: phrase}
	if len(parts) > 0 {
		h.end, h.number.letter = parts[0].end, string(parts[0].letter)
	}
	last := h.end
	if len(parts) > 1 {
		last = parts[len(parts)-1].end
	}
	h.number.year = yearAfter(s.text, last)
	s.add(h)
	for _, l := range parts[min(1, len(parts)):] {
		more := h
		more.start, more.end, more.phrase, more.number.letter = l.start, l.end, l.start, string(l.letter)
		s.add(more)
	}
	return true
}

func (s *scan) add(h hit) {
	s.hits = append(s.hits, h)
	s.groups[h.group].hits = append(s.groups[h.group].hits, len(s.hits)-1)
}

// nounBefore reads the word right before byte i as "resolution" or "decision",
// in any of the official languages but Chinese.
func nounBefore(text string, i int) (k kind, plural bool, start, end int) {
	start, end = wordBefore(text, i)
	if start > 0 && end < i && strings.IndexByte("([", text[i-1]) >= 0 {
		return noNoun, false, 0, 0
	}
	k, plural = nounWord(text[start:end])
	return k, plural, start, end
}

// nounWord reads one word as a noun of reference.
func nounWord(w string) (k kind, plural bool) {
	if len(w) < 8 || len(w) > 40 {
		return noNoun, false
	}
	switch w {
	case "resolution", "Resolution", "RESOLUTION", "résolution", "Résolution", "resolución", "Resolución":
		return aResolution, false
	case "resolutions", "Resolutions", "RESOLUTIONS", "résolutions", "Résolutions", "resoluciones", "Resoluciones":
		return aResolution, true
	case "decision", "Decision", "décision", "Décision", "decisión", "Decisión":
		return aDecision, false
	case "decisions", "Decisions", "décisions", "Décisions", "decisiones", "Decisiones":
		return aDecision, true
	}
	if w[0] < 0x80 {
		return noNoun, false
	}
	for _, stem := range [...]struct {
		text string
		kind kind
	}{{"резолюци", aResolution}, {"Резолюци", aResolution}, {"решени", aDecision}, {"Решени", aDecision}} {
		if tail, ok := strings.CutPrefix(w, stem.text); ok {
			switch tail {
			case "я", "ю", "ей", "е": // singular; "и" and "й" can be either
				return stem.kind, false
			}
			return stem.kind, true
		}
	}
	return arabicNounWord(w)
}

// arabicNounWord reads قرار or مقرر with its article, particles and endings.
func arabicNounWord(w string) (k kind, plural bool) {
	for {
		shorter := w
		for _, particle := range [...]string{"و", "ف", "ب", "ك", "لل", "ل", "ال"} {
			if tail, ok := strings.CutPrefix(w, particle); ok && len(tail) >= len("قرار") {
				shorter = tail
				break
			}
		}
		if tail, ok := strings.CutPrefix(w, "قرار"); ok {
			return aResolution, !singularTail(tail)
		}
		if tail, ok := strings.CutPrefix(w, "مقرر"); ok {
			return aDecision, !singularTail(tail)
		}
		if shorter == w {
			return noNoun, false
		}
		w = shorter
	}
}

func singularTail(tail string) bool {
	return tail == "" || tail == "ها" || tail == "ه"
}

// nounBeforeOrgan finds the noun where an organ's name stands between it and the
// number: "قرار ... 65/2", "las resoluciones de la Asamblea General 68/186".
func (s *scan) nounBeforeOrgan(start int) int {
	if s.ctx.Language == "en" || s.ctx.Language == "zh" {
		return -1
	}
	for _, m := range s.organsNamed() {
		if m.end > start || start-m.end > 3 || trimSpace(s.text, start) != m.end {
			continue
		}
		at := m.start
		for _, of := range [...]string{"de la ", "de l’", "de l'", "du ", "del "} {
			if strings.HasSuffix(s.text[:at], of) {
				at -= len(of)
				break
			}
		}
		kind, plural, from, to := nounBefore(s.text, at)
		if kind == noNoun {
			continue
		}
		s.groups = append(s.groups, group{kind: kind, plural: plural, noun: [2]int{from, to}})
		return len(s.groups) - 1
	}
	// The short name of an assembly or a council, whose form tells the rest.
	short := shortNames[s.ctx.Language]
	from, to := wordBefore(s.text, start)
	word := strings.TrimPrefix(strings.TrimPrefix(s.text[from:to], "l’"), "ال")
	if len(short) < 4 || !strings.HasPrefix(word, short[2]) && !strings.HasPrefix(word, short[3]) {
		return -1
	}
	if of, end := wordBefore(s.text, from); s.text[of:end] == "la" || s.text[of:end] == "de" || s.text[of:end] == "del" || s.text[of:end] == "du" {
		from = of
		if de, e := wordBefore(s.text, of); s.text[de:e] == "de" {
			from = de
		}
	}
	kind, plural, noun, end := nounBefore(s.text, from)
	if kind == noNoun {
		return -1
	}
	s.groups = append(s.groups, group{kind: kind, plural: plural, noun: [2]int{noun, end}})
	return len(s.groups) - 1
}

// nounAfter finds the noun of a Chinese number: 第67/186号、第67/189号决议.
func (s *scan) nounAfter(start, end int) int {
	rest := s.text[end:min(len(s.text), end+1200)]
	if stop := strings.IndexAny(rest, "。；"); stop >= 0 {
		rest = rest[:stop]
	}
	res, dec := strings.Index(rest, "决议"), strings.Index(rest, "决定")
	at, k := res, aResolution
	if res < 0 || dec >= 0 && dec < res {
		at, k = dec, aDecision
	}
	if at < 0 || !isChineseList(rest[:at]) {
		// A number that goes on a list whose noun is still to come, or none.
		if g := len(s.groups) - 1; g >= 0 && s.groups[g].after && start < s.groups[g].noun[0] {
			return g
		}
		return -1
	}
	noun := [2]int{end + at, end + at + len("决议")}
	if g := len(s.groups) - 1; g >= 0 && s.groups[g].noun == noun {
		return g
	}
	s.groups = append(s.groups, group{kind: k, plural: true, noun: noun, after: true})
	return len(s.groups) - 1
}

// isChineseList tells whether t is only what stands between a number and its
// noun: further numbers, dates, joining words, the names of what they are about.
func isChineseList(t string) bool {
	before, _, _ := strings.Cut(t, "第")
	return strings.HasPrefix(before, "号") || before == "" || strings.HasPrefix(before, "和") || strings.HasPrefix(before, "、") || strings.HasPrefix(before, " ")
}

// continues finds the group whose list the number goes on, or -1. A plural noun
// reaches to the end of the sentence; a singular one over joining words only.
func (s *scan) continues(start int, n number) int {
	g := len(s.groups) - 1
	if g < 0 || len(s.groups[g].hits) == 0 {
		return -1
	}
	last := s.hits[s.groups[g].hits[len(s.groups[g].hits)-1]]
	gap := s.text[last.end:start]
	if endsSentence(gap) {
		return -1
	}
	if s.groups[g].after {
		return g
	}
	alike := n.shape == last.number.shape || n.shape == bySpecial && last.number.shape == bySession || n.shape == bySession && last.number.shape == bySpecial
	switch {
	case joins(gap):
		return g
	case s.groups[g].plural && alike:
		return g
	case alike && (n.shape == bySerial || n.shape == byRoman): // nothing else looks like them
		return g
	case alike && n.year > 0 && (strings.HasSuffix(gap, " and ") || strings.HasSuffix(gap, ", ")):
		return g
	}
	return -1
}

// dated files a number without a noun of its own under the last noun of the
// sentence, where its date shows it to be a resolution: "its relevant
// resolutions, including 78/177 of 19 December 2023".
func (s *scan) dated(start int, n number) int {
	if n.year == 0 || n.shape != bySession || !s.fits("GA", n) {
		return -1
	}
	before := s.text[:start]
	noun, k := strings.LastIndex(before, "resolution"), aResolution
	if d := strings.LastIndex(before, "decision"); d > noun {
		noun, k = d, aDecision
	}
	if noun < 0 || endsSentence(before[noun:]) {
		return -1
	}
	s.groups = append(s.groups, group{kind: k, plural: true, noun: [2]int{start, start}})
	return len(s.groups) - 1
}

// joins tells whether gap is joining words and dates only.
func joins(gap string) bool {
	gap = strings.TrimRight(gap, " ")
	for _, end := range [...]string{" and", ",", ";", " or", " et", " y", " e", " и", "و", "،"} {
		if strings.HasSuffix(gap, end) {
			return len(gap) <= len(end)+2 || skipDate(gap, 0) >= len(gap)-len(end)-1 && len(gap) > len(end)+8
		}
	}
	return false
}

// endsSentence tells whether a sentence ends inside gap.
func endsSentence(gap string) bool {
	if strings.Contains(gap, "。") {
		return true
	}
	for i := 0; ; {
		p := strings.Index(gap[i:], ". ")
		if p < 0 {
			return false
		}
		i += p + 2
		if i < len(gap) && (isUpper(gap[i]) || gap[i] >= 0xC0) && !abbreviated(gap[:i-2]) {
			return true
		}
	}
}

// abbreviated tells whether before ends in a word that keeps its stop inside a
// sentence.
func abbreviated(before string) bool {
	w := before[strings.LastIndexByte(before, ' ')+1:]
	switch w {
	case "No", "Nos", "vol", "vols", "para", "paras", "chap", "sect", "art", "Corr", "Add", "Rev", "St", "p", "pp", "Mr", "Ms":
		return true
	}
	return len(w) == 1
}

// yearAfter reads the year of the date right behind a number that ends at byte
// i: " of 18 December 1991", ", de 18 de diciembre de 1991". Numbers of a list that
// share one date give it to the last only, so 0 is common.
func yearAfter(text string, i int) int {
	if e := skipDate(text, i); e >= i+4 {
		for e > i && !isDigit(text[e-1]) {
			e--
		}
		return atoi(text[e-4 : e])
	}
	return 0
}
