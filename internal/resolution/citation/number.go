package citation

import "strings"

// shape is how a number of a resolution is printed.
type shape int

const (
	bySession shape = iota // 69/197
	byYear                 // 2014/20
	bySpecial              // S-20/4, ES-10/20
	bySerial               // 1373 (2001)
	byRoman                // 194 (III), 3202 (S-VI)
)

// number is the number of a resolution or decision, without the organ.
type number struct {
	shape   shape
	session int    // its session, or the year before the stroke or in parentheses; 0 for Roman
	serial  string // after the stroke
	printed string // "69/197", "1373 (2001)", "217 A (III)": one space, plain hyphen
	letter  string // "B", where it stands after the number
	kind    kind   // of the noun that governs it
	year    int    // of the date printed with it; 0 where there is none
}

// full is the number as it enters a symbol.
func (n number) full() string {
	if n.letter == "" {
		return n.printed
	}
	return n.printed + " " + n.letter
}

// digits returns the end of the run of digits at i.
func digits(text string, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	return i
}

func atoi(digits string) int {
	n := 0
	for i := 0; i < len(digits) && n < 1_000_000; i++ {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

// readNumber reads a resolution's number that begins at byte i, where a digit
// or the S or E of a special session stands. Nothing is said about what it is.
func readNumber(text string, i int) (n number, end int, ok bool) {
	start := i
	if special, prefix := specialPrefix(text[i:]); special > 0 {
		e := digits(text, i+special)
		if e == i+special || e-i-special > 2 {
			return n, 0, false
		}
		f, ok := strokeNumber(text, e)
		if !ok {
			return n, 0, false
		}
		n = number{shape: bySpecial, session: atoi(text[i+special : e]), serial: text[e+1 : f], printed: prefix + text[i+special:f]}
		return n, f, true
	}
	e := digits(text, i)
	if e == i || e-i > 4 {
		return n, 0, false
	}
	if f, ok := strokeNumber(text, e); ok {
		n = number{shape: bySession, session: atoi(text[i:e]), serial: text[e+1 : f], printed: text[start:f]}
		if n.session >= 1900 {
			n.shape = byYear
		}
		return n, f, n.session > 0 && n.session < 2200
	}
	return parenNumber(text, i, e)
}

// specials are the marks of special and emergency special sessions, in Latin
// and in Arabic letters. A longer one stands before its end.
var specials = [...]struct{ printed, plain string }{{"ES-", "ES-"}, {"S-", "S-"}, {"دإط-", "ES-"}, {"دإ-", "S-"}, {"د إ-", "S-"}}

// specialPrefix is the length of the mark of a special session at the start of
// text and the mark in Latin letters, else 0.
func specialPrefix(text string) (length int, plain string) {
	for _, s := range specials {
		if strings.HasPrefix(text, s.printed) {
			return len(s.printed), s.plain
		}
	}
	return 0, ""
}

// strokeNumber reads "/197" at byte e and returns its end. What goes on as a
// date, a path or a fraction of more parts is none.
func strokeNumber(text string, e int) (int, bool) {
	if e+1 >= len(text) || text[e] != '/' || !isDigit(text[e+1]) || text[e+1] == '0' {
		return 0, false
	}
	f := digits(text, e+1)
	if f-e-1 > 3 { // more is a number with a footnote's mark at its end, or none
		return 0, false
	}
	if f < len(text) {
		next := text[f]
		if next == '/' || next == '%' || isLower(next) || next == '-' && f+1 < len(text) && isDigit(text[f+1]) ||
			next == '.' && f+1 < len(text) && isDigit(text[f+1]) {
			return 0, false
		}
		if isUpper(next) && f+1 < len(text) && isAlnum(text[f+1]) {
			return 0, false
		}
	}
	return f, true
}

// parenNumber reads " (2001)", " (III)" or " A (III)" after the digits
// text[i:e].
func parenNumber(text string, i, e int) (n number, end int, ok bool) {
	p := skipSpace(text, e)
	letter := ""
	if p > e && p+1 < len(text) && isUpper(text[p]) && (text[p+1] == ' ' || text[p+1] == '(') {
		letter = text[p : p+1]
		p = skipSpace(text, p+1)
	}
	if p-e > 3 || p >= len(text) || text[p] != '(' {
		return n, 0, false
	}
	closing := strings.IndexByte(text[p:min(len(text), p+16)], ')')
	if closing < 2 {
		return n, 0, false
	}
	inside := text[p+1 : p+closing]
	printed := text[i:e]
	if letter != "" {
		printed += " " + letter
	}
	printed += " (" + inside + ")"
	end = p + closing + 1
	if len(inside) == 4 && digits(inside, 0) == 4 && letter == "" {
		year := atoi(inside)
		return number{shape: bySerial, session: year, printed: printed}, end, year >= 1946 && year < 2200
	}
	roman := inside
	if special, _ := specialPrefix(inside); special > 0 {
		roman = inside[special:]
	}
	return number{shape: byRoman, printed: printed}, end, isRoman(roman)
}

// isRoman tells whether s is a Roman number as it is written today.
func isRoman(s string) bool {
	if s == "" || len(s) > 9 {
		return false
	}
	rest := s
	for _, place := range [...][]string{
		{"XC", "LXXX", "LXX", "LX", "XL", "XXX", "XX", "L", "X"},
		{"VIII", "VII", "III", "IX", "IV", "VI", "II", "V", "I"},
	} {
		for _, numeral := range place {
			if strings.HasPrefix(rest, numeral) {
				rest = rest[len(numeral):]
				break
			}
		}
	}
	return rest == ""
}

// partLetters reads the letters of a composite resolution after its number
// ending at byte e: " B", " A and B", " A to C". Each has its own bounds; one
// that is only implied by a range has empty ones.
func partLetters(text string, e int) []letterAtPlace {
	p := e
	if p < len(text) && text[p] == ' ' {
		p++
	}
	if !partLetter(text, p) {
		return nil
	}
	out := []letterAtPlace{{text[p], p, p + 1}}
	for {
		last := out[len(out)-1]
		q, joined := joiner(text, last.end)
		if joined == joinNone || !partLetter(text, q) || text[q] <= last.letter {
			return out
		}
		if joined == joinRange {
			for c := last.letter + 1; c < text[q]; c++ {
				out = append(out, letterAtPlace{c, last.end, last.end})
			}
		}
		out = append(out, letterAtPlace{text[q], q, q + 1})
	}
}

type letterAtPlace struct {
	letter     byte
	start, end int
}

// partLetter tells whether a part's letter stands at byte p: a capital alone.
// "A" and "I" are also words and names of annexes, so they need a mark or a
// small word of reference after them.
func partLetter(text string, p int) bool {
	if p >= len(text) || !isUpper(text[p]) {
		return false
	}
	if p+1 == len(text) {
		return true
	}
	next := text[p+1]
	if isAlnum(next) || next >= 0x80 && !strings.HasPrefix(text[p+1:], "–") && letterAt(text, p+1) || next == '-' || next == '/' || next == '\'' {
		return false
	}
	if next == '.' && p+2 < len(text) && text[p+2] != ' ' {
		return false
	}
	if next != ' ' || text[p] != 'A' && text[p] != 'I' {
		return true
	}
	rest := text[p+2:]
	for _, word := range [...]string{"of ", "and ", "to ", "or ", "on ", "in ", "by ", "as ", "entitled ", "adopted ", "concerning ", "du ", "de ", "del ", "et ", "y ", "a ", "à ", "от ", "и ", "(", "–", "و"} {
		if strings.HasPrefix(rest, word) {
			return true
		}
	}
	return false
}

// join is how two members of a list are joined.
type join int

const (
	joinNone join = iota
	joinList
	joinRange
)

// joiner reads what joins two members of a list at byte e (", ", " and ", " to
// ", "–" in six languages) and returns where the next member begins.
func joiner(text string, e int) (int, join) {
	rest := text[e:]
	for _, j := range joiners {
		if strings.HasPrefix(rest, j.text) {
			return e + len(j.text), j.join
		}
	}
	return e, joinNone
}

// joiners in the order in which they are tried: a longer before its beginning.
var joiners = [...]struct {
	text string
	join join
}{
	{", and ", joinList}, {", or ", joinList}, {" and ", joinList}, {" or ", joinList}, {" to ", joinRange}, {", ", joinList}, {"–", joinRange}, {" – ", joinRange},
	{" et ", joinList}, {" ou ", joinList}, {" à ", joinRange},
	{" y ", joinList}, {" e ", joinList}, {" o ", joinList}, {" a ", joinRange},
	{" и ", joinList}, {" или ", joinList}, {" - ", joinRange}, {"-", joinRange},
	{" و ", joinList}, {" و", joinList}, {" إلى ", joinRange}, {"، و", joinList}, {"، ", joinList},
	{"、", joinList}, {"和", joinList}, {"及", joinList}, {"至", joinRange}, {"，", joinList},
}
