package citation

import "strings"

// articleWords are what stands before an article's number.
var articleWords = map[string][]string{
	"en": {"rticle"},
	"fr": {"rticle"},
	"es": {"rtículo"},
}

// articles finds articles of treaties: "article 18, paragraph 15, of the United
// Nations Convention against Transnational Organized Crime". They are read from
// the last to the first, for "article 2 (b) and article 3 of" a treaty names it
// once.
func (s *scan) articles() {
	var starts []int
	for _, word := range articleWords[s.ctx.Language] {
		for i := 0; ; {
			p := strings.Index(s.text[i:], word)
			if p < 0 {
				break
			}
			at := i + p
			i = at + len(word)
			start := at - 1
			if start >= 0 && (s.text[start] == 'a' || s.text[start] == 'A') && !letterBefore(s.text, start) {
				starts = append(starts, start)
			}
		}
	}
	var next article
	for k := len(starts) - 1; k >= 0; k-- {
		p := starts[k] + len("article")
		if s.ctx.Language == "es" {
			p = starts[k] + len("artículo")
		}
		if p < len(s.text) && s.text[p] == 's' {
			p++
		}
		if p > len(s.text) || letterAt(s.text, p) {
			continue
		}
		next = s.articleAt(starts[k], skipSpace(s.text, p), next)
	}
}

// article is a reference that was read: where it begins, and its treaty.
type article struct {
	start int
	code  string
}

// articleAt reads an article whose word begins at byte start and whose number
// begins at byte p; next is the article after it.
func (s *scan) articleAt(start, p int, next article) article {
	text := s.text
	spots, end := readSpots(text, p, true)
	if len(spots) == 0 {
		return article{}
	}
	if lone := loneLetter(text, end); lone != "" { // Article 73 e
		spots[len(spots)-1].id += "(" + lone + ")"
		end += len(" e")
		spots[len(spots)-1].end = end
	}
	begins := start
	spots[0].start = start
	// "paragraph 15 of article 18": the paragraph stands before.
	if before, from, ok := paragraphBefore(text, start); ok && len(spots) == 1 {
		id := spots[0].id
		spots = before
		spots[0].start, begins = from, from
		for i := range spots {
			spots[i].id = id + "." + spots[i].id
		}
	} else if inner, e := paragraphAfter(text, end); len(inner) > 0 && len(spots) == 1 {
		id := spots[0].id
		for i := range inner {
			if inner[i].id[0] == '(' {
				inner[i].id = id + inner[i].id
			} else {
				inner[i].id = id + "." + inner[i].id
			}
		}
		inner[0].start = start
		spots, end = inner, e
	}
	for i := range spots {
		spots[i].id = articleID(spots[i].id)
	}
	code, e, rule := s.treatyAt(end)
	if code == "" && next.code != "" && joinsArticles(text, end, next.start) {
		code, e, rule = next.code, end, "treaty-named"
	}
	if code == "" {
		return article{}
	}
	spots[len(spots)-1].end = e
	for _, a := range spots {
		s.hits = append(s.hits, hit{start: a.start, end: a.end, symbol: code + "#" + a.id, rule: rule, group: -1, place: true})
	}
	return article{begins, code}
}

// loneLetter reads the letter of a paragraph that is printed without its
// parentheses: "Article 73 e of the Charter".
func loneLetter(text string, i int) string {
	if i+3 < len(text) && text[i] == ' ' && isLower(text[i+1]) && strings.HasPrefix(text[i+2:], " of") {
		return text[i+1 : i+2]
	}
	return ""
}

// joinsArticles tells whether only a joining word stands between byte end and
// the next article.
func joinsArticles(text string, end, next int) bool {
	if next < end {
		return false
	}
	switch text[end:next] {
	case " and ", ", and ", ", ", " or ", " et ", " y ", " et l’":
		return true
	}
	return false
}

// articleID writes "18(15)" as "18.15": a figure in parentheses is a paragraph.
func articleID(id string) string {
	open := strings.IndexByte(id, '(')
	if open < 0 || !isDigit(id[open+1]) {
		return id
	}
	closing := open + strings.IndexByte(id[open:], ')')
	return id[:open] + "." + id[open+1:closing] + id[closing+1:]
}

// paragraphBefore reads "paragraph 15 of " right before an article at byte start.
func paragraphBefore(text string, start int) ([]spot, int, bool) {
	least := max(0, start-60)
	p := strings.LastIndex(text[least:start], "aragraph")
	if p < 1 {
		return nil, 0, false
	}
	from := least + p - 1
	i := least + p + len("aragraph")
	if i < start && text[i] == 's' {
		i++
	}
	spots, end := readSpots(text, skipSpace(text, i), false)
	if len(spots) == 0 || end > start || text[end:start] != " of " {
		return nil, 0, false
	}
	return spots, from, true
}

// paragraphAfter reads ", paragraph 15," or ", paragraphs (b) and (c)," at byte
// i. Places that are only a letter keep their parenthesis first.
func paragraphAfter(text string, i int) ([]spot, int) {
	p := i
	for _, word := range [...]string{", paragraphs ", ", paragraph ", ", paragraphe ", ", paragraphes ", ", párrafo ", ", párrafos ", ", subparagraph "} {
		if strings.HasPrefix(text[i:], word) {
			p = i + len(word)
			break
		}
	}
	if p == i {
		return nil, i
	}
	if letter, e := readLetter(text, p); e > 0 {
		spots := moreLetters(text, []spot{{letter, p, e}})
		return spots, spots[len(spots)-1].end
	}
	spots, end := readSpots(text, p, false)
	if len(spots) == 0 {
		return nil, i
	}
	return spots, end
}

// treatyAt reads ", of the United Nations Convention against Corruption" at byte
// i: the instrument's code, where its name ends, and the rule.
func (s *scan) treatyAt(i int) (code string, end int, rule string) {
	text := s.text
	p := i
	if p < len(text) && text[p] == ',' {
		p++
	}
	for _, of := range [...]string{" of the ", " of ", " in the ", " thereof", " de la ", " du ", " de l’", " del "} {
		if strings.HasPrefix(text[p:], of) {
			if of == " thereof" {
				return "", 0, ""
			}
			p += len(of)
			break
		}
	}
	if p >= len(text) || p == i {
		return "", 0, ""
	}
	if n, ok := s.treaties[s.ctx.Language].at(text, p); ok {
		return n.code, p + len(n.name), "treaty-named"
	}
	for _, w := range [...]string{"same ", "said ", "above-mentioned "} {
		p += len(text[p:]) - len(strings.TrimPrefix(text[p:], w))
	}
	e := letters(text, p)
	noun := text[p:e]
	if !treatyNoun(noun) || goesOn(text, e) {
		return "", 0, ""
	}
	if code := s.onlyTreaty(noun, p); code != "" {
		return code, e, "treaty-named-earlier"
	}
	return "", 0, ""
}

// treatyNoun tells whether a word alone can stand for a treaty named before.
func treatyNoun(w string) bool {
	switch w {
	case "Convention", "Protocol", "Treaty", "Covenant", "Charter", "Statute", "Agreement",
		"Protocole", "Traité", "Pacte", "Charte", "Statut", "Accord",
		"Convención", "Convenio", "Protocolo", "Tratado", "Pacto", "Carta", "Estatuto", "Acuerdo":
		return true
	}
	return false
}

// goesOn tells whether a longer name follows, one that is not in the list.
func goesOn(text string, e int) bool {
	for _, w := range [...]string{" of ", " on ", " against ", " for ", " relating ", " concerning ", " between ", " contre ", " sur ", " relative ", " contra ", " sobre ", " internationa"} {
		if strings.HasPrefix(text[e:], w) {
			return true
		}
	}
	return e+1 < len(text) && text[e] == ' ' && isUpper(text[e+1])
}

// onlyTreaty is the one instrument named before byte p whose name has the noun;
// "" where there is none or more than one.
func (s *scan) onlyTreaty(noun string, p int) string {
	if !s.lookedForI {
		s.lookedForI = true
		s.instruments = s.treaties[s.ctx.Language].all(s.text)
	}
	code := ""
	for _, m := range s.instruments {
		if m.end > p || !strings.Contains(s.text[m.start:m.end], noun) {
			continue
		}
		if code != "" && code != m.code {
			return ""
		}
		code = m.code
	}
	if code == "" && noun == "Charter" && !otherCharter(s.text) {
		return "UN-CHARTER" // in a text of the United Nations no other is "the Charter"
	}
	return code
}

// otherCharter tells whether text names a charter that is not the United
// Nations'.
func otherCharter(text string) bool {
	for i := 0; ; {
		p := strings.Index(text[i:], " Charter")
		if p < 0 {
			return false
		}
		i += p + len(" Charter")
		from, to := wordBefore(text, i-len(" Charter"))
		if from < to && isUpper(text[from]) && text[from:to] != "The" && text[from:to] != "Nations" ||
			strings.HasPrefix(text[i:], " of ") && !strings.HasPrefix(text[i:], " of the United Nations") || strings.HasPrefix(text[i:], " on ") || strings.HasPrefix(text[i:], " for ") {
			return true
		}
	}
}
