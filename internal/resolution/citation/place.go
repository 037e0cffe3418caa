package citation

import "strings"

// spot is one place inside an act: "12(a)", with the bytes that print it.
type spot struct {
	id         string
	start, end int
}

// maxRange is the longest range of paragraphs that is written out; of a longer
// one the two ends are cited.
const maxRange = 60

// readSpots reads a list of paragraph or article numbers at byte i: "3", "3 and
// 5 (a)", "9 to 12", "18, 19 and 22". Members that a range implies have empty
// bounds.
func readSpots(text string, i int, roman bool) ([]spot, int) {
	var out []spot
	p := i
	for {
		one, ok := readSpot(text, p, roman)
		if !ok {
			return out, trimList(out, i)
		}
		out = append(out, one)
		// Further letters of the same number: "12 (a) and (c)".
		out = moreLetters(text, out)
		last := out[len(out)-1]
		q, joined := joiner(text, last.end)
		if joined == joinNone {
			return out, last.end
		}
		next, ok := readSpot(text, q, roman)
		if !ok {
			return out, last.end
		}
		// The number of a resolution, a date or an amount is no further paragraph.
		if strings.HasPrefix(text[next.end:], "/") || strings.HasPrefix(text[next.end:], " (19") || strings.HasPrefix(text[next.end:], " (20") || !plausibleNext(last.id, next.id) {
			return out, last.end
		}
		if joined == joinRange {
			from, to := atoi(last.id[:digits(last.id, 0)]), atoi(next.id[:digits(next.id, 0)])
			if to <= from {
				return out, last.end
			}
			for k := from + 1; k < to && to-from <= maxRange; k++ {
				out = append(out, spot{itoa(k), last.end, last.end})
			}
		}
		p = q
	}
}

func trimList(out []spot, i int) int {
	if len(out) == 0 {
		return i
	}
	return out[len(out)-1].end
}

// plausibleNext tells whether next can follow last in a list of paragraphs.
func plausibleNext(last, next string) bool {
	if !isDigit(last[0]) || !isDigit(next[0]) {
		return isDigit(last[0]) == isDigit(next[0])
	}
	return atoi(next[:digits(next, 0)]) >= atoi(last[:digits(last, 0)])
}

// readSpot reads "12", "12 (a)", "1 (b) (ii)", "3 bis", "(a)" is none.
func readSpot(text string, i int, roman bool) (spot, bool) {
	e := digits(text, i)
	if e == i && roman {
		for e < len(text) && isUpper(text[e]) {
			e++
		}
		if !isRoman(text[i:e]) {
			return spot{}, false
		}
	}
	if e == i || e-i > 4 || e < len(text) && (letterAt(text, e) && text[e] < 0x80 || text[e] == '/') {
		return spot{}, false
	}
	id := text[i:e]
	for _, latin := range [...]string{" bis", " ter"} {
		if strings.HasPrefix(text[e:], latin) && !letterAt(text, e+len(latin)) {
			id, e = id+latin[1:], e+len(latin)
		}
	}
	for {
		letter, f := readLetter(text, skipSpace(text, e))
		if f == 0 || skipSpace(text, e)-e > 1 {
			return spot{id, i, e}, true
		}
		id, e = id+letter, f
	}
}

// readLetter reads "(a)", "(ii)", "(3)" at byte p; end 0 where none stands.
func readLetter(text string, p int) (string, int) {
	if p >= len(text) || text[p] != '(' {
		return "", 0
	}
	e := p + 1
	for e < len(text) && e-p <= 6 && (isLower(text[e]) || isDigit(text[e])) {
		e++
	}
	if e == p+1 || e >= len(text) || text[e] != ')' || e-p > 5 {
		return "", 0
	}
	return text[p : e+1], e + 1
}

// moreLetters reads further letters of the last number in out: "12 (a), (b) and
// (d)", "12 (a) to (c)".
func moreLetters(text string, out []spot) []spot {
	last := out[len(out)-1]
	open := strings.IndexByte(last.id, '(')
	if open < 0 {
		return out
	}
	base := last.id[:open]
	for {
		q, joined := joiner(text, last.end)
		letter, e := readLetter(text, q)
		if joined == joinNone || e == 0 {
			return out
		}
		from, to := last.id[open:], letter
		if joined == joinRange && len(from) == 3 && len(to) == 3 && from[1] < to[1] {
			for c := from[1] + 1; c < to[1]; c++ {
				out = append(out, spot{base + "(" + string(c) + ")", last.end, last.end})
			}
		}
		last = spot{base + letter, q, e}
		out = append(out, last)
	}
}

// places finds "paragraph 52 above" and "paragraph 11 of its resolution 194
// (III)".
func (s *scan) places() {
	for _, word := range placeWords[s.ctx.Language] {
		for i := 0; ; {
			p := strings.Index(s.text[i:], word)
			if p < 0 {
				break
			}
			at := i + p
			i = at + len(word)
			s.placeAt(at, i)
		}
	}
}

// placeWords are what stands before a paragraph's number, without the first
// letter where it can be a capital, and with all endings that take no number.
var placeWords = map[string][]string{
	"en": {"aragraph"},
	"fr": {"aragraphe"},
	"es": {"árrafo"},
	"ru": {"ункт"},
	"ar": {"الفقرة", "الفقرات", "الفقرتين", "للفقرة", "للفقرات"},
	"zh": {"第"},
}

// placeAt reads a place whose word stands at bytes at to i.
func (s *scan) placeAt(at, i int) {
	text := s.text
	i = letters(text, i) // the word's ending
	start := at
	for start > 0 && text[start-1] != ' ' && text[start-1] != '(' && s.ctx.Language != "zh" {
		start--
	}
	if s.ctx.Language == "zh" {
		i = at + len("第")
	}
	p := skipSpace(text, i)
	if strings.HasPrefix(text[p:], "(") {
		s.subparagraph(start, p)
		return
	}
	spots, end := readSpots(text, p, false)
	if len(spots) == 0 {
		return
	}
	spots[0].start = start
	if s.ctx.Language == "zh" {
		s.placeChinese(spots, end)
		return
	}
	q := end
	if q < len(text) && text[q] == ',' {
		q++
	}
	section, rest := sectionBefore(text, start)
	if section != "" {
		spots[0].start = rest
	}
	if n := selfWord(text[q:]); n > 0 {
		prefix := s.within()
		if section != "" {
			prefix = section + "."
		}
		for i := range spots {
			spots[i].id = prefix + spots[i].id
		}
		s.placeSelf(spots, q+n)
		return
	}
	s.placeOf(spots, section, q)
}

// selfWord is the length of what points into the text itself: " above", " of the
// present resolution".
func selfWord(rest string) int {
	for _, w := range [...]string{
		" above", " below", " of the present resolution", " of this resolution", " of the present decision", " hereof",
		" ci-dessus", " ci-après", " ci-dessous", " de la présente résolution",
		" supra", " infra", " anterior", " anteriores", " precedente", " precedentes", " de la presente resolución",
		" выше", " ниже", " настоящей резолюции",
		" أعلاه", " أدناه", " من هذا القرار",
	} {
		if strings.HasPrefix(rest, w) && !letterAt(rest, len(w)) {
			return len(w)
		}
	}
	return 0
}

// within is what stands before the numbers of the section or annex that is read:
// "III.", "annex1.", or "".
func (s *scan) within() string {
	id, _, _ := strings.Cut(s.ctx.Paragraph, "(")
	return id[:strings.LastIndexByte(id, '.')+1]
}

// placeSelf cites places of the text's own act. A place "12 (a) above" whose
// list goes on after "above" is not read further.
func (s *scan) placeSelf(spots []spot, end int) {
	if s.ctx.Symbol == "" {
		return
	}
	spots[len(spots)-1].end = end
	for _, p := range spots {
		s.hits = append(s.hits, hit{start: p.start, end: p.end, symbol: s.ctx.Symbol + "#" + p.id, rule: "own-paragraph", group: -1, place: true})
	}
}

// subparagraph reads "subparagraph (a) above" by the paragraph that is read.
func (s *scan) subparagraph(start, p int) {
	if s.ctx.Symbol == "" || s.ctx.Paragraph == "" || !strings.HasPrefix(strings.ToLower(s.text[start:p]), "subparagraph") {
		return
	}
	base := s.ctx.Paragraph
	if open := strings.IndexByte(base, '('); open >= 0 {
		base = base[:open]
	}
	letter, e := readLetter(s.text, p)
	if e == 0 {
		return
	}
	spots := moreLetters(s.text, []spot{{base + letter, start, e}})
	last := spots[len(spots)-1].end
	if n := selfWord(s.text[last:]); n > 0 {
		s.placeSelf(spots, last+n)
	}
}

// sectionBefore reads "section VIII, " right before a paragraph.
func sectionBefore(text string, start int) (section string, from int) {
	e := trimSpace(text, start)
	if e == 0 || text[e-1] != ',' {
		return "", start
	}
	p, q := wordBefore(text, e-1)
	if !isRoman(text[p:q]) {
		return "", start
	}
	from, to := wordBefore(text, p)
	switch text[from:to] {
	case "section", "Section", "sect.", "part", "Part":
		return text[p:q], from
	}
	return "", start
}

// placeOf joins places to the act that follows: " of its resolution 194 (III)",
// " of section II of resolution 60/1", " of the annex to resolution 60/1".
func (s *scan) placeOf(spots []spot, section string, q int) {
	text := s.text
	h := s.hitAfter(q)
	if h < 0 {
		return
	}
	between := text[q:s.hits[h].phrase]
	words := strings.Fields(between)
	prefix := ""
	if section != "" {
		prefix = section + "."
	}
	switch annex, k := sectionOf(words); {
	case k < 0:
		return
	default:
		prefix += annex
		words = words[k:]
	}
	if len(words) == 0 || len(words) > 5 || !isOf(words[0]) {
		return
	}
	for _, w := range words[1:] {
		if strings.ContainsAny(w, ",;()0123456789") || isUpper(w[0]) || isOf(w) && w != "de" && w != "la" {
			return
		}
	}
	act := s.hits[h]
	s.hits[h].symbol = "" // the places stand for it
	spots[len(spots)-1].end = act.end
	for _, p := range spots {
		s.hits = append(s.hits, hit{start: p.start, end: p.end, symbol: act.symbol + "#" + prefix + p.id, rule: act.rule + ", paragraph", group: -1, place: true})
	}
}

// sectionOf reads "of section VIII" or "of the annex" at the front of words and
// returns the prefix that it gives and how many words it took. -1 where what is
// named is a part that has no place of its own here.
func sectionOf(words []string) (prefix string, k int) {
	if len(words) < 2 || words[0] != "of" {
		return "", 0
	}
	rest := words[1:]
	taken := 1
	if rest[0] == "the" && len(rest) > 1 {
		rest, taken = rest[1:], 2
	}
	switch rest[0] {
	case "section", "part":
		if len(rest) < 2 {
			return "", -1
		}
		numeral := strings.TrimSuffix(rest[1], ",")
		if !isRoman(numeral) {
			return "", -1
		}
		return numeral + ".", taken + 2
	case "annex":
		number := 1
		taken++
		if len(rest) > 1 && isRoman(rest[1]) {
			number = romanValue(rest[1])
			taken++
		}
		return "annex" + itoa(number) + ".", taken
	}
	return "", 0
}

func romanValue(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		v := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50}[s[i]]
		if i+1 < len(s) && v < map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50}[s[i+1]] {
			v = -v
		}
		n += v
	}
	return n
}

// isOf tells whether w is a preposition that joins a place to its act.
func isOf(w string) bool {
	switch w {
	case "of", "in", "to", "de", "du", "del", "la", "من", "في":
		return true
	}
	return strings.HasPrefix(w, "резолюц") || strings.HasPrefix(w, "сво")
}

// hitAfter is the first settled resolution or symbol whose phrase begins within
// 60 bytes after byte q, and that is the first of its list; -1 if none.
func (s *scan) hitAfter(q int) int {
	best := -1
	for i, h := range s.hits {
		if h.symbol == "" || h.place || h.phrase < q || h.phrase-q > 60 {
			continue
		}
		if best < 0 || h.phrase < s.hits[best].phrase {
			best = i
		}
	}
	if best >= 0 {
		if g := s.hits[best].group; g >= 0 && len(s.groups[g].hits) > 1 && s.groups[g].plural {
			// "paragraphs 3 and 5 of resolutions A and B" does not say which of which.
			return -1
		}
	}
	return best
}

// placeChinese reads 上文第52段 and 本决议第52段, and 第194(III)号决议第11段.
func (s *scan) placeChinese(spots []spot, end int) {
	text := s.text
	if !strings.HasPrefix(text[end:], "段") {
		return
	}
	at := spots[0].start
	for _, w := range [...]string{"上文", "下文", "上述", "本决议"} {
		if strings.HasSuffix(text[:at], w) {
			spots[0].start = at - len(w)
			for i := range spots {
				spots[i].id = s.within() + spots[i].id
			}
			s.placeSelf(spots, end+len("段"))
			return
		}
	}
	for i, h := range s.hits {
		if h.group < 0 || h.symbol == "" || h.place || !s.groups[h.group].after || s.groups[h.group].noun[1] != at || len(s.groups[h.group].hits) != 1 {
			continue
		}
		s.hits[i].symbol = ""
		spots[0].start = h.start
		spots[len(spots)-1].end = end + len("段")
		for _, p := range spots {
			s.hits = append(s.hits, hit{start: p.start, end: p.end, symbol: h.symbol + "#" + p.id, rule: h.rule + ", paragraph", group: -1, place: true})
		}
		return
	}
}
