package structure

import (
	"strings"
	"unicode/utf8"

	"comity/internal/resolution"
	"comity/internal/resolution/source"
)

// symbolMarks are the parts by which the symbol of a resolution or decision is
// known.
var symbolMarks = []string{"/RES/", "/DEC/", "/Res.", "/Dec."}

// resolutionSymbol finds the symbol of a resolution or decision in s:
// "A/RES/69/197", "S/RES/2467 (2019)".
func resolutionSymbol(s string) string {
	at := -1
	for _, m := range symbolMarks {
		if i := strings.Index(s, m); i > 0 {
			at = i
			break
		}
	}
	if at < 0 {
		return ""
	}
	from := at
	for from > 0 && symbolByte(s[from-1]) {
		from--
	}
	to := at + 1
	for to < len(s) && symbolByte(s[to]) {
		to++
	}
	symbol := strings.TrimRight(s[from:to], ".-,")
	if !isUpper(symbol[0]) || digits(strings.TrimLeft(symbol[at-from:], "/.-ABCDEFGHIJKLMNOPQRSTUVWXYZces")) == 0 {
		return ""
	}
	if rest := s[from+len(symbol):]; len(rest) >= 7 && rest[:2] == " (" && digits(rest[2:]) == 4 && rest[6] == ')' {
		symbol += rest[:7]
	}
	return symbol
}

func symbolByte(c byte) bool {
	return isDigit(c) || isUpper(c) || c >= 'a' && c <= 'z' || c == '/' || c == '.' || c == '-'
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// organOf tells the organ by a symbol.
func organOf(symbol string) string {
	for _, p := range [...]struct{ prefix, organ string }{
		{"A/HRC/", "HRC"}, {"A/RES/", "GA"}, {"A/DEC/", "GA"}, {"E/RES/", "ECOSOC"}, {"E/DEC/", "ECOSOC"}, {"S/RES/", "SC"},
		{"E/CN.15/", "CCPCJ"}, {"E/CN.7/", "CND"}, {"CTOC/COP/", "CTOC-COP"}, {"CAC/COSP/", "CAC-COSP"},
	} {
		if strings.HasPrefix(symbol, p.prefix) {
			return p.organ
		}
	}
	return ""
}

// seriesOf is how the symbols of an organ's resolutions begin, to which the
// number is added.
func seriesOf(organ string, decision bool) string {
	kind := "RES/"
	if decision {
		kind = "DEC/"
	}
	switch organ {
	case "GA":
		return "A/" + kind
	case "ECOSOC":
		return "E/" + kind
	case "SC":
		return "S/" + kind
	case "HRC":
		return "A/HRC/" + kind
	case "CCPCJ":
		return "E/CN.15/" + kind
	case "CND":
		return "E/CN.7/" + kind
	case "CTOC-COP":
		return "CTOC/COP/" + kind
	case "CAC-COSP":
		return "CAC/COSP/" + kind
	}
	return ""
}

// readHead reads what stands before the enacting formula into doc. before is
// the document before in the same source, nil for the first.
func readHead(doc *resolution.Document, head []piece, hints source.Head, before *resolution.Document, t *tongue) (titles []piece) {
	var number, letter string
	decision := false
	titleFrom := -1
	for i := range head {
		p := &head[i]
		s := strings.Trim(p.text, "*_ ")
		if doc.Symbol == "" {
			if sym := resolutionSymbol(s); sym != "" && (before == nil || len(s) < 80) {
				doc.Symbol = sym
			}
		}
		if p.number != "" && p.text != "" && strings.Contains(p.number, "/") {
			s = p.number + " " + s
		}
		if n, _, d, ok := docTitle(s); ok && !headOnly(s) {
			number, decision, titleFrom = n, d, i
			letter = ""
		}
		if len(s) == 1 && isUpper(s[0]) && s[0] <= 'M' {
			letter, titleFrom = s, i
		} else if partTitle(s) && (before != nil && s[0] > 'A' || before == nil && number != "" && strings.Contains(doc.Symbol, " A")) {
			letter, titleFrom = s[:1], i
		}
		readHeadLine(doc, adoptedLine(head, i, s, t), t)
	}
	if letter == "" && doc.Title == "" && titleFrom >= 0 {
		letter = partLetter(number)
	}
	if titleFrom >= 0 {
		titles = head[titleFrom:]
		doc.Title = titleText(titles, letter != "", t)
	} else {
		for i := len(head) - 1; i >= 0; i-- {
			if !headMark(head[i].text) && !strings.HasPrefix(head[i].text, "[") && utf8.RuneCountInString(head[i].text) > 3 && !dateLine(head[i].text, t) && !hasPrefixOf(head[i].text, t.adopted) {
				titles = head[i : i+1]
				doc.Title = strings.Trim(head[i].text, " *_")
				break
			}
		}
	}
	settleSymbol(doc, number, letter, decision, hints, before)
	if doc.Title == "" && before == nil {
		doc.Title = hints.Title
	}
	if doc.Adopted == "" && before != nil {
		doc.Adopted = before.Adopted
	}
	if before != nil {
		inherit(&doc.AgendaItem, before.AgendaItem)
		inherit(&doc.Report, before.Report)
	}
	return titles
}

// adoptedLine adds the next line of the head to the one that says who adopted
// the document and breaks before the day: "… at its 8514th meeting, on".
func adoptedLine(head []piece, i int, s string, t *tongue) string {
	if i+1 >= len(head) || !hasPrefixOf(s, t.adopted) {
		return s
	}
	if _, _, _, dated := findDate(s, t); dated {
		return s
	}
	return s + " " + strings.Trim(head[i+1].text, "*_ ")
}

func inherit(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// partLetter reads the letter of a composite resolution's part from its number,
// "74/198 B".
func partLetter(number string) string {
	if len(number) > 2 && number[len(number)-2] == ' ' && isUpper(number[len(number)-1]) {
		return number[len(number)-1:]
	}
	return ""
}

// partTitle says whether a text is the letter of a composite resolution's part
// with its title: "B Income estimates".
func partTitle(s string) bool {
	return len(s) > 4 && isUpper(s[0]) && s[0] <= 'M' && s[1] == ' ' && isUpper(s[2]) && !terminal(s)
}

// headOnly says whether a text that looks like a number and a title is the
// session's or the report's.
func headOnly(s string) bool { return strings.HasPrefix(s, "[") }

func titleText(titles []piece, part bool, t *tongue) string {
	var parts []string
	for i, p := range titles {
		s := strings.Trim(p.text, " *_")
		if i == 0 {
			if _, title, _, ok := docTitle(s); ok {
				s = title
			} else if len(s) == 1 && isUpper(s[0]) {
				continue
			} else if part && partTitle(s) {
				s = s[2:]
			}
		}
		if s == "" || dateLine(s, t) || i > 0 && headMark(s) || strings.HasPrefix(s, "[") || len(s) == 1 || hasPrefixOf(s, t.adopted) {
			continue
		}
		parts = append(parts, s)
		if len(parts) == 3 {
			break
		}
	}
	return strings.TrimRight(strings.Join(parts, " "), "*_ ")
}

// settleSymbol completes the symbol from number, organ and the document before.
func settleSymbol(doc *resolution.Document, number, letter string, decision bool, hints source.Head, before *resolution.Document) {
	if doc.Symbol == "" && before == nil {
		doc.Symbol = hints.Symbol
	}
	if doc.Organ == "" {
		doc.Organ = organOf(doc.Symbol)
	}
	if doc.Symbol == "" && number != "" {
		decision = decision || decisionNumber(doc.Organ, number)
		if series := seriesOf(doc.Organ, decision); series != "" {
			doc.Symbol = series + number
		}
	}
	if doc.Symbol == "" && letter != "" && before != nil {
		doc.Symbol = before.Symbol
	}
	base, parts, _ := strings.Cut(doc.Symbol, " ")
	if strings.HasPrefix(parts, "(") { // "S/RES/2467 (2019)"
		base = doc.Symbol
	}
	if letter != "" && base != "" {
		doc.Symbol = base + " " + letter
	}
	if doc.Session == 0 {
		doc.Session = sessionOf(doc.Symbol)
	}
}

// decisionNumber says whether an organ gives a number to decisions: the General
// Assembly from 401 on, the Economic and Social Council from 201.
func decisionNumber(organ, of string) bool {
	_, n, ok := strings.Cut(of, "/")
	return ok && (organ == "GA" && number(n) > 400 || organ == "ECOSOC" && number(n) > 200)
}

// sessionOf reads the session's number from a symbol: A/RES/69/197 → 69,
// A/RES/ES-11/1 → 11. A symbol of the Security Council has none.
func sessionOf(symbol string) int {
	for _, m := range symbolMarks {
		if i := strings.Index(symbol, m); i >= 0 {
			rest := strings.TrimLeft(symbol[i+len(m):], "ESR-")
			if n := digits(rest); n > 0 && n < len(rest) && rest[n] == '/' {
				return number(rest[:n])
			}
		}
	}
	return 0
}

// readHeadLine reads one line of the first page.
func readHeadLine(doc *resolution.Document, s string, t *tongue) {
	if doc.AgendaItem == "" {
		for _, w := range t.agenda {
			i := strings.Index(s, w)
			if i < 0 {
				continue
			}
			if item := agendaItem(s[i+len(w):]); item != "" {
				doc.AgendaItem = item
				break
			}
		}
	}
	if doc.Report == "" {
		if i := strings.IndexByte(s, '['); i >= 0 {
			for rest := s[i:]; rest != "" && doc.Report == ""; {
				open := strings.IndexAny(rest, "(（")
				if open < 0 {
					break
				}
				rest = strings.TrimLeft(rest[open:], "(（ ")
				doc.Report = documentSymbol(rest)
			}
		}
	}
	for _, w := range t.adopted {
		i := strings.Index(s, w)
		if i < 0 {
			continue
		}
		from := i
		if t == &chinese {
			from = 0
		}
		if iso, _, _, ok := findDate(s[from:], t); ok && doc.Adopted == "" {
			doc.Adopted = iso
		}
		if doc.Meeting == "" && t == &english {
			doc.Meeting = meetingAt(s[i:])
		}
	}
}

// meetingAt reads "at its 8514th meeting" as "8514th meeting".
func meetingAt(s string) string {
	_, rest, ok := strings.Cut(s, "t its ") // "at its", "At its"
	if !ok || rest == "" || !isDigit(rest[0]) {
		return ""
	}
	i := strings.Index(rest, "meeting")
	if i < 0 || i > 40 {
		return ""
	}
	return rest[:i+len("meeting")]
}

// agendaItem reads the numbers behind "Agenda item": "105", "72 (b)", "133 and
// 144".
func agendaItem(s string) string {
	end := 0
	for end < len(s) {
		c := s[end]
		switch {
		case isDigit(c) || c == ' ' || c == '(' || c == ')' || c == ',':
			end++
			continue
		case c >= 'a' && c <= 'z' && end > 0 && s[end-1] == '(' && end+1 < len(s) && s[end+1] == ')':
			end++
			continue
		}
		joined := false
		for _, and := range [...]string{"and ", "et ", "y ", "и ", "و "} {
			if strings.HasPrefix(s[end:], and) && end > 0 && end+len(and) < len(s) && (isDigit(s[end+len(and)]) || s[end+len(and)] == '(') {
				end += len(and)
				joined = true
				break
			}
		}
		if !joined {
			break
		}
	}
	item := strings.Trim(s[:end], " ,(")
	if item == "" || !isDigit(item[0]) {
		return ""
	}
	return item
}

// documentSymbol reads a document's symbol at the beginning of s.
func documentSymbol(s string) string {
	n := 0
	for n < len(s) && symbolByte(s[n]) {
		n++
	}
	symbol := strings.TrimRight(s[:n], ".-/")
	if !strings.Contains(symbol, "/") || !isUpper(symbol[0]) {
		return ""
	}
	return symbol
}
