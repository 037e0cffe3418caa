package structure

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainMarker weighs the plain digits s[from:to] as a marker: from 4, glued to
// a mark of punctuation, down to −9, impossible. It also returns the bytes to be
// taken out with it.
func plainMarker(s string, from, to int, t *tongue) (own, start, end int) {
	before, after := s[:from], s[to:]
	start, end = from, to
	bracket := false
	if b := lastByte(before); b == '^' || (b == '[' || b == '(') && after != "" {
		closing := map[byte]string{'[': "]", '^': "^", '(': ")"}[b]
		bracket = true
		start--
		switch {
		case strings.HasPrefix(after, closing) && (b != '(' || t == &arabic):
			end += len(closing)
		case b != '^':
			return -9, 0, 0
		}
		before, after = s[:start], s[end:]
	}
	if bracket {
		if strings.HasSuffix(before, "^") {
			start--
		}
		if strings.HasSuffix(before, " ") && t != &arabic {
			start--
		}
		return 4, start, end
	}
	b, n := utf8.DecodeLastRuneInString(before)
	a := firstRune(after)
	switch {
	case before == "" || unicode.IsDigit(a) && after != "" || after != "" && unicode.IsLetter(a) && a < 0x600:
		return -9, 0, 0
	case a == '/' || a == '-' || a == '‑' || a == '–' || a == '%' || a == '°' || a == '(':
		return -9, 0, 0
	case (a == '.' || a == ',') && len(after) > 1 && isDigit(after[1]):
		if a == ',' && b == ',' && digits(after[1:]) < 3 && !unicode.IsDigit(firstRuneBefore(before, n)) { // ",7,8"
			return 4, start, end + 1
		}
		return -9, 0, 0
	}
	if b != ' ' { // glued
		earlier := firstRuneBefore(before, n)
		switch {
		case b == ',' || b == '.':
			if unicode.IsDigit(earlier) && (to-from == 3 || b == '.') {
				return -9, 0, 0
			}
			if b == '.' {
				if !sentenceEnds(before[:len(before)-1]) {
					return -9, 0, 0
				}
			}
			return 4, start, end
		case b == ')' && strings.LastIndexByte(before, '(') == len(before)-6 && digits(before[len(before)-5:]) == 4: // perhaps "CM/Rec(2010)5"
			return 0, start, end
		case b == ';' || b == ':' || b == ')' || b == '”' || b == '"' || b == '’' || b == '»' || b == '،' || b == '，' || b == '；' || b == '。' || b == '》' || b == '）' || b == '؛':
			return 4, start, end
		case unicode.IsLower(b) && len(tailWord(before)) >= 3, b > 0x600 && unicode.IsLetter(b):
			return 3, start, end
		}
		return -9, 0, 0
	}
	// set apart by a space
	held := before[:len(before)-1]
	if held == "" {
		return -9, 0, 0
	}
	start--
	mark := lastRune(held)
	word := strings.ToLower(tailWord(held))
	next := strings.TrimLeft(after, " ")
	isCounted := counted[word] && !(plurals[word] && !goesOn(after)) || word == "agenda" && s[from:to] == "21"
	if isMonth(next, t) || quantities[strings.ToLower(firstWord(next))] || listed(held, next) {
		return -9, 0, 0
	}
	switch {
	case strings.ContainsRune(",;:.”\"’)»", mark):
		if mark == '.' && !sentenceEnds(held[:len(held)-1]) {
			return -9, 0, 0
		}
		switch {
		case after == "":
			return 3, start, end
		case a == ' ' && unicode.IsLower(firstRune(next)):
			return 2, start, end
		}
		return 0, start, end
	case after != "" && strings.ContainsRune(",;:.”)", a) || after == "":
		if word == "" && !numberless(held) || isCounted {
			return -9, 0, 0
		}
		return 0, start, end
	case word == "" && !numberless(held) || isCounted:
		return -9, 0, 0
	case unicode.IsUpper(firstRune(next)):
		return -4, start, end
	}
	return -1, start, end
}

// sentenceEnds says whether a full stop behind text ends a sentence and not an
// abbreviation or the first part of a symbol, "Corr.1", "DEC.3", "para. 4".
func sentenceEnds(text string) bool {
	w := tailWord(text)
	if w == "" {
		return strings.ContainsRune(")”\"’»", lastRune(text))
	}
	return len(w) >= 3 && !abbreviations[w] && !unicode.IsUpper(lastRune(w))
}

// endsWithYear says whether text ends with a year, behind which a footnote's
// marker can stand: "of 16 July 2014 9 and".
func endsWithYear(text string) bool {
	n := len(text)
	return n > 5 && digits(text[n-4:]) == 4 && yearStart(text, n-4) && (text[n-4] == '1' || text[n-4] == '2')
}

// endsWithSymbol says whether text ends with the symbol or number of a document
// that a slash parts, behind which a footnote's marker can stand: "decision
// 1/CP.21 9 of".
func endsWithSymbol(text string) bool {
	w := text[strings.LastIndexByte(text, ' ')+1:]
	return len(w) > 3 && len(w) < 40 && strings.IndexByte(w, '/') > 0 && isDigit(w[len(w)-1])
}

// goesOn says whether a number ahead of the text after is the first of several:
// "6 and 9", "6, 9", "6 to 9".
func goesOn(after string) bool {
	next := strings.TrimLeft(after, ", ")
	if conjunctions[firstWord(next)] {
		_, next, _ = strings.Cut(next, " ")
	}
	return next != "" && (isDigit(next[0]) || next[0] == '(')
}

// numberless says whether no number of things can follow held, which ends in
// digits: a year, a symbol, a name.
func numberless(held string) bool {
	if endsWithYear(held) || endsWithSymbol(held) {
		return true
	}
	w := held[strings.LastIndexByte(held, ' ')+1:] // "COVID-19"
	return len(w) > 4 && isUpper(w[0]) && isUpper(w[1]) && isDigit(w[len(w)-1])
}

// listed says whether a number between held and next is one of several: "6, 9
// and 12", "articles 6, 9".
func listed(held, next string) bool {
	if _, rest, ok := strings.Cut(next, " "); ok && !numberless(strings.TrimRight(held, ",")) && !strings.HasSuffix(strings.TrimRight(held, ","), "”") && conjunctions[firstWord(next)] && rest != "" && (isDigit(rest[0]) || rest[0] == '(') {
		return true
	}
	held = strings.TrimRight(held, ", ")
	if held == "" || !isDigit(held[len(held)-1]) {
		return false
	}
	i := len(held)
	for i > 0 && isDigit(held[i-1]) {
		i--
	}
	return len(held)-i < 3 && (i == 0 || held[i-1] == ' ') && counted[strings.ToLower(tailWord(strings.TrimRight(held[:i], " ")))]
}

func firstRuneBefore(s string, n int) rune { return lastRune(s[:len(s)-n]) }

func lastByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

var (
	abbreviations = set("Decl Vol Vols Para Paras Chap Sect Cor Ibid Corr Add Rev Amend No no Nos vol vols para paras chap sect art arts cap núm párr párrs párrafo Res Sales Suppl seq pp fig Dr Mr Ms St cf see")
	// counted are the words behind which a number is a number of things.
	counted = set(`article articles paragraph paragraphs para paras section sections chapter rule rules regulation
		no nos number numbers vol vols volume item items goal goals target targets resolution resolutions decision decisions
		supplement part parts annex annexes of to the from and or in by than about at least most on for
		with between over under until since within january february march april may june july august september
		october november december part phase category table figure page pages version level all some other only its their
		nearly almost approximately than first last next past point schedule form grade draft class day
		artículo artículos párrafo párrafos sección resolución objetivo meta regla de la el los las y a en del al por entre
		paragraphe paragraphes section objectif cible règle résolution le les des du et à au aux en par sur entre
		статья статьи статье пункт пункта пункты пунктах пункте цель цели цели задача и в на с от до по из`)
	// plurals are those of them behind which one number alone is none of theirs.
	plurals      = set(`articles paragraphs paras sections goals targets regulations rules resolutions decisions annexes`)
	conjunctions = set("and or et ou y o и или to")
	quantities   = set(`per years year months month days day weeks hours states countries members million billion thousand
		dollars euros percent a.m p.m times persons people posts post years' kilograms tons tonnes
		años meses días ans mois jours лет года`)
)
