package citation

import "strings"

// series are the first parts of United Nations document symbols, of its
// principal organs, of treaty bodies and conferences, and of programmes.
var series = map[string]bool{
	"A": true, "E": true, "S": true, "T": true, "ST": true, "CD": true, "SG": true,
	"AG": true, "APLC": true, "BWC": true, "CAC": true, "CAT": true, "CBD": true, "CCM": true, "CCPR": true, "CCW": true,
	"CEB": true, "CLCS": true, "JIU": true, "CED": true, "CEDAW": true, "CERD": true, "CMW": true, "CRC": true, "CRPD": true, "CTOC": true,
	"DC": true, "DP": true, "ECE": true, "FCCC": true, "GC": true, "HRI": true, "HS": true, "HSP": true, "ICC": true, "ICCD": true,
	"IDB": true, "INFCIRC": true, "ISBA": true, "ITPGRFA": true, "LC": true, "NPT": true, "OPCAT": true, "PBC": true,
	"SAICM": true, "SPLOS": true, "SSC": true, "TD": true, "TPNW": true, "UNEP": true, "UNFF": true, "UNW": true, "WG": true,
}

// symbolByte tells whether c can stand in a symbol.
func symbolByte(c byte) bool {
	return isAlnum(c) || c == '/' || c == '.' || c == '-' || c == '(' || c == ')'
}

// tokenStart walks back from byte i to where a symbol could begin, not before
// floor and at most 60 bytes.
func tokenStart(text string, i, floor int) int {
	least := max(floor, i-60)
	for i > least && symbolByte(text[i-1]) {
		i--
	}
	for i < len(text) && (text[i] == '(' || text[i] == ')' || text[i] == '.' || text[i] == '-') {
		i++
	}
	return i
}

// symbols reads a document symbol at byte i with what is joined to it ("and
// Corr.1", "-S/2015/420") and adds the hits. It returns the end, or i where no
// symbol stands.
func (s *scan) symbols(i int) int {
	text := s.text
	if i > 0 && isAlnum(text[i-1]) {
		return i
	}
	base, end := readSymbol(text, i)
	if base == "" {
		return i
	}
	s.symbol(i, end, base)
	for {
		next := end
		if strings.HasPrefix(text[end:], "-") {
			next += len("-")
		} else if strings.HasPrefix(text[end:], "–") {
			next += len("–")
		}
		if next > end {
			if other, e := readSymbol(text, next); other != "" {
				s.symbol(next, e, other)
				base, end = other, e
				continue
			}
		}
		e := s.supplements(base, end)
		if e == end {
			return end
		}
		end = e
	}
}

func (s *scan) symbol(start, end int, symbol string) {
	s.hits = append(s.hits, hit{start: start, end: end, symbol: symbol, rule: "symbol", group: -1, phrase: start})
}

// supplements reads " and Corr.1", ", Add.1", " and Add.1 and 2", " and Corr.1–3".
func (s *scan) supplements(base string, end int) int {
	for _, join := range [...]string{" and ", ", ", " et ", " y ", " и ", " و ", " و", "和", "及", "、"} {
		if !strings.HasPrefix(s.text[end:], join) {
			continue
		}
		p := end + len(join)
		for _, word := range [...]string{"Corr.", "Add.", "Rev."} {
			if !strings.HasPrefix(s.text[p:], word) {
				continue
			}
			e := digits(s.text, p+len(word))
			if e == p+len(word) || e < len(s.text) && s.text[e] == '/' {
				continue
			}
			s.symbol(p, e, base+"/"+s.text[p:e])
			return s.supplementNumbers(base+"/"+word, atoi(s.text[p+len(word):e]), e)
		}
	}
	return end
}

// supplementNumbers reads further numbers of the same kind of supplement.
func (s *scan) supplementNumbers(form string, last, end int) int {
	for {
		p, joined := joiner(s.text, end)
		e := digits(s.text, p)
		if joined == joinNone || e == p || e-p > 2 || e < len(s.text) && (s.text[e] == '/' || isAlnum(s.text[e])) {
			return end
		}
		n := atoi(s.text[p:e])
		if n <= last || n-last > 40 {
			return end
		}
		if joined == joinRange {
			for k := last + 1; k < n; k++ {
				s.symbol(end, end, form+itoa(k))
			}
		}
		s.symbol(p, e, form+itoa(n))
		last, end = n, e
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// readSymbol reads one symbol at byte i: "A/C.3/69/L.5", "FCCC/CP/2015/10/Add.1",
// "ICCD/COP(11)/23/Add.1", "A/75/6 (Sect. 9)", "S/RES/1373 (2001)".
func readSymbol(text string, i int) (symbol string, end int) {
	p := i
	for p < len(text) && isUpper(text[p]) {
		p++
	}
	first := text[i:p]
	if p > i && p < len(text) && text[p] == '.' { // GC.18/INF/4
		if e := digits(text, p+1); e > p+1 {
			p = e
		}
	}
	switch {
	case p < len(text) && text[p] == '(' && (first == "GC" || first == "WHA"):
		// GC(58)/RES/16: the session in parentheses
		if e := parenEnd(text, p); e > 0 {
			p = e
		}
	case p == i || p >= len(text) || text[p] != '/':
		return "", i
	}
	if p >= len(text) || text[p] != '/' || !series[first] {
		return "", i
	}
	hasDigits, parts := false, 0
	spaced := false
	for p < len(text) {
		if q := strayPart(text, p); q > p {
			p, spaced = q-1, true
		} else if text[p] != '/' {
			break
		}
		e := symbolPart(text, p+1)
		if e == p+1 {
			break
		}
		for _, c := range []byte(text[p+1 : e]) {
			if isDigit(c) {
				hasDigits = true
			}
		}
		p = e
		parts++
	}
	if !hasDigits || parts == 0 {
		return "", i
	}
	symbol = text[i:p]
	if spaced {
		return strings.ReplaceAll(symbol, " ", ""), p
	}
	if !strings.HasPrefix(symbol, "A/RES/") && !strings.HasPrefix(symbol, "S/RES/") {
		e := section(text, p)
		return strings.TrimSpace(text[i:e]), e
	}
	// A resolution's symbol: its number may go on after a space.
	if n, e, ok := readNumber(text, i+len("A/RES/")); ok && e >= p {
		if letters := partLetters(text, e); len(letters) > 0 && n.shape == bySession {
			e, n.letter = letters[0].end, string(letters[0].letter)
		}
		return symbol[:len("A/RES/")] + n.full(), e
	}
	return symbol, p
}

// strayPart returns where a supplement begins whose stroke has a space beside
// it ("A/69/53/Add.1/ Corr.1"), or p.
func strayPart(text string, p int) int {
	for _, gap := range [...]string{"/ ", " /"} {
		if rest, ok := strings.CutPrefix(text[p:], gap); ok {
			for _, word := range [...]string{"Corr.", "Add.", "Rev."} {
				if strings.HasPrefix(rest, word) {
					return p + len(gap)
				}
			}
		}
	}
	return p
}

// symbolPart returns the end of one part of a symbol that begins at byte p.
func symbolPart(text string, p int) int {
	e := p
	for e < len(text) {
		c := text[e]
		switch {
		case isAlnum(c):
			e++
		case (c == '.' || c == '-') && e > p && e+1 < len(text) && isAlnum(text[e+1]):
			if c == '-' {
				if other, _ := readSymbolStart(text, e+1); other {
					return e
				}
			}
			e++
		case c == '(' && e > p:
			f := parenEnd(text, e)
			if f < 0 {
				return e
			}
			e = f
		default:
			return e
		}
	}
	return e
}

// readSymbolStart tells whether a further symbol begins at byte i, so that the
// hyphen before it joins two symbols.
func readSymbolStart(text string, i int) (bool, int) {
	p := i
	for p < len(text) && isUpper(text[p]) {
		p++
	}
	return p > i && p < len(text) && text[p] == '/' && series[text[i:p]], p
}

// parenEnd returns the end of a short parenthesis that opens at byte p and
// holds only what symbols have there, or -1.
func parenEnd(text string, p int) int {
	closing := strings.IndexByte(text[p:min(len(text), p+24)], ')')
	if closing < 2 {
		return -1
	}
	for _, c := range []byte(text[p+1 : p+closing]) {
		if !isAlnum(c) && c != ' ' && c != '.' && c != '-' {
			return -1
		}
	}
	return p + closing + 1
}

// section reads " (Sect. 9)", " (Part I)/Corr.1" and the like after a symbol
// that ends at byte p.
func section(text string, p int) int {
	q := skipSpace(text, p)
	if q-p > 1 || q >= len(text) || text[q] != '(' {
		return p
	}
	inside := text[q+1:]
	for _, word := range [...]string{"Sect.", "sect.", "Part ", "part ", "Sect ", "Vol.", "Vols.", "vol.", "Parts ", "Sects.", "SUPP", "Introduction", "Income"} {
		if !strings.HasPrefix(inside, word) {
			continue
		}
		e := parenEnd(text, q)
		if e < 0 {
			return p
		}
		for e < len(text) && text[e] == '/' {
			f := symbolPart(text, e+1)
			if f == e+1 {
				break
			}
			e = f
		}
		return e
	}
	return p
}
