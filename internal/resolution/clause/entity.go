package clause

import "strings"

// entity gives the code of one addressee, and the rule that found it. "" is
// an addressee that was named by a short form and not found earlier.
func (l *line) entity(m tokens, action tokens, ctx *Context) ([]string, string) {
	from := m.from
	for from < m.to && l.tok(from).has(isDeterminer|isArticle) {
		from++
	}
	first, head := l.headOf(m.from, m.to)
	if head < 0 {
		if l.tok(m.from).is("those", "all") && l.stateLike(m) {
			return []string{"member-states"}, "head-noun"
		}
		return []string{"other"}, "none-fits"
	}
	head = l.joined(head, m.to)
	h := l.tok(head)
	if h.is("parties", "party") || h.has(isActor) && l.tok(head+1).is("parties") || h.is("signatories") {
		if codes, rule := l.parties(m, head, action, ctx); codes != nil {
			return codes, rule
		}
	}
	if b, ok := l.bodyAt(head); ok && b.from >= m.from && b.from <= head {
		if b.to >= m.to || !l.tok(b.to).has(isActor|isOrgHead) {
			return []string{b.code}, "name"
		}
	}
	if l.bothKinds(m.from, head) {
		return []string{"intergovernmental-organizations", "civil-society"}, "head-noun"
	}
	if codes := l.byNoun(m, head); codes != "" {
		return []string{codes}, "head-noun"
	}
	if h.capital && h.has(isOrgHead) && head+1 >= m.to && ctx != nil && head-first < 2 {
		key := h.word
		if head > first {
			key = l.tok(head-1).word + " " + h.word
		}
		if code := l.earlier(key, m.from); code != "" {
			return []string{code}, "named-in-paragraph"
		}
		if code := ctx.heads[key]; code != "" {
			return []string{code}, "named-earlier"
		}
		if head == first {
			return []string{"other"}, "not-named-earlier"
		}
	}
	// "Executive Director of the United Nations Office on Drugs and Crime"
	for _, b := range l.found {
		if b.from > head && b.to <= m.to && !b.instrument && l.officer(head) {
			return []string{b.code}, "officer-of"
		}
	}
	return []string{"other"}, "none-fits"
}

// joined moves the head of "international and regional organizations" from the
// first adjective to the noun.
func (l *line) joined(head, to int) int {
	if l.tok(head).has(isActor|isOrgHead) || l.tok(head).capital || !l.tok(head+1).is("and", "or", ",") {
		return head
	}
	for n := head + 1; n < to && n < head+9; n++ {
		t := l.tok(n)
		if t.has(isActor) {
			return n
		}
		if t.has(isPreposition|isRelative) || t.capital {
			break
		}
	}
	return head
}

// bothKinds reports whether the words up to the head speak of organizations of
// States and of others: "intergovernmental and non-governmental organizations".
func (l *line) bothKinds(from, head int) bool {
	if !l.tok(head).is("organizations", "organisations") || l.tok(head).capital {
		return false
	}
	states, others := false, false
	for n := from; n < head; n++ {
		states = states || l.tok(n).is("intergovernmental", "governmental", "international", "regional") && l.tok(n+1).is("and", "or", ",", "governmental", "intergovernmental")
		others = others || l.tok(n).is("non-governmental")
	}
	return states && others
}

// joinedActor reports whether adjectives joined by "and" lead to an actor at
// token i: "by national and international actors".
func (l *line) joinedActor(i, to int) bool {
	_, head := l.headOf(i, to)
	if head < 0 || hasEnding(l.tok(i).word, "ing") {
		return false // "when planning, carrying out and closing programmes"
	}
	t := l.tok(l.joined(head, to))
	return t.has(isActor) && l.pluralActor(t.word)
}

// namesActor is actorAt or joinedActor.
func (l *line) namesActor(i, to int) bool { return l.actorAt(i, to) || l.joinedActor(i, to) }

// officer reports whether the noun at token i is someone who acts for a body.
func (l *line) officer(i int) bool {
	return l.tok(i).is("director", "director-general", "head", "chair", "president", "secretary", "secretariat", "bureau", "administrator", "chairperson", "chairman", "executive")
}

// earlier finds a body in the same paragraph, before token `before`, by its short form.
func (l *line) earlier(key string, before int) string {
	code := ""
	for _, m := range l.found {
		if m.from >= before {
			break
		}
		if m.instrument {
			continue
		}
		for _, h := range l.heads(m) {
			if h == key {
				code = m.code
			}
		}
	}
	return code
}

// stateLike reports whether a member speaks of States: "those in a position to do so".
func (l *line) stateLike(m tokens) bool {
	for n := m.from; n < m.to; n++ {
		if l.tok(n).is("states", "state", "countries", "governments") {
			return true
		}
	}
	return false
}

// byNoun gives the code that the head noun and its adjectives stand for.
func (l *line) byNoun(m tokens, head int) string {
	has := func(words ...string) bool {
		for n := m.from; n <= head; n++ {
			if l.tok(n).is(words...) {
				return true
			}
		}
		return false
	}
	h := l.tok(head)
	switch {
	case h.is("members") && head > m.from && l.tok(head-1).is("states"):
		return "member-states"
	case h.is("states", "state", "governments", "government", "countries", "country", "nations"):
		if has("united") {
			return "UN"
		}
		if h.is("state", "government", "country") && h.capital && l.tok(head-1).word != "member" && !has("each", "every", "any", "no") {
			return "other"
		}
		return "member-states"
	case h.is("powers", "power"):
		if has("administering", "occupying") {
			return "other"
		}
		return "member-states"
	case h.is("members") && head+1 == m.to && l.tok(m.from).is("all", "members"):
		return "member-states"
	case h.is("donors", "donor"), h.is("community") && has("donor"):
		return "donors"
	case h.is("society") && has("civil"), has("non-governmental") && !has("intergovernmental"), has("civil") && has("society"):
		return "civil-society"
	case h.is("sector") && has("private"), h.is("business", "businesses", "companies", "enterprises", "industry", "corporations"), has("private") && has("sector"):
		return "private-sector"
	case has("united") && has("nations"), has("un"):
		if h.has(isOrgHead) && h.capital && !h.is("nations", "system", "organization") {
			return ""
		}
		return "UN"
	case h.is("agencies") && has("specialized"):
		return "intergovernmental-organizations"
	case h.is("organizations", "organisations") && !h.capital && l.unSystem(head, m.to):
		return "intergovernmental-organizations"
	case !h.capital && h.is("entities", "bodies", "agencies", "funds", "programmes", "parts", "organs") && l.unSystem(head, m.to):
		return "UN"
	case has("intergovernmental") && !h.capital && !h.is("group", "committee", "body", "process", "panel"):
		return "intergovernmental-organizations"
	case h.is("organizations", "organisations", "organization") && !h.capital && has("international", "regional", "subregional", "interregional", "multilateral"):
		return "intergovernmental-organizations"
	case h.is("institutions") && has("financial") && has("international", "multilateral", "regional"):
		return "intergovernmental-organizations"
	}
	return ""
}

// unSystem reports whether "of the United Nations" follows the head.
func (l *line) unSystem(head, to int) bool {
	return l.tok(head+1).is("of") && head+4 < to && (l.tok(head+3).is("united") || l.tok(head+2).is("united"))
}

// parties gives "states-parties:UNTOC" for "States parties [to X]". Where the
// member does not say to what, the instruments that the action names count,
// then the paragraph's, then the one named last before.
func (l *line) parties(m tokens, head int, action tokens, ctx *Context) ([]string, string) {
	if !l.tok(head).is("parties", "party", "signatories") && !l.tok(head+1).is("parties") {
		return nil, ""
	}
	if head > m.from && l.tok(head-1).is("interested", "relevant", "warring", "concerned", "other", "third") && !l.instrumentIn(m) {
		return nil, ""
	}
	if !l.tok(head-1).has(isActor) && !l.tok(head-1).is("contracting") && !l.tok(head).has(isActor) {
		return nil, ""
	}
	if !l.tok(head).capital && l.tok(head).is("parties", "party") && !l.tok(head-1).is("states", "state") && !l.instrumentIn(m) && !l.tok(head+1).is("to") {
		return nil, ""
	}
	if l.tok(head-1).is("not", "non") {
		return []string{"other"}, "not-parties" // the others, to whom the treaty does not apply
	}
	if codes := l.treaties(m.from, m.to, true); codes != nil {
		return codes, "parties-to"
	}
	if head+1 < m.to && l.tok(head+1).is("to", "in", "involved", "concerned") && !l.toTreaty(head, m.to) {
		return nil, "" // "parties to the conflict"
	}
	if l.tok(m.to-1).is("thereto") || l.pointsBack(head, m.to) {
		if codes := l.treaties(0, len(l.tokens), true); codes != nil {
			return codes, "parties-by-paragraph"
		}
	}
	if head+1 < m.to && l.tok(head+1).is("to") && ctx != nil { // "States parties to the Convention"
		if code := l.shortTreaty(m, ctx); code != "" {
			return []string{"states-parties:" + code}, "parties-to-named-earlier"
		}
		return []string{"other"}, "parties-to-unknown"
	}
	if l.bareParties(head) && (l.lawOnly() || l.tok(head-1).is("all", "both")) {
		return nil, "" // "the parties ... in line with the Charter", "all parties ...": of a conflict
	}
	if !action.empty() {
		if codes := l.treaties(action.from, action.to, false); codes != nil {
			return codes, "parties-by-action"
		}
	}
	if l.bareParties(head) || l.tok(head-1).is("contracting") {
		// "all parties" may be those of a conflict, a dispute or an agreement, and
		// "High Contracting Parties" those of a treaty that no list knows: what
		// was named elsewhere is no evidence.
		return []string{"other"}, "parties-to-unknown"
	}
	if codes := l.treaties(0, len(l.tokens), false); codes != nil {
		return codes, "parties-by-paragraph"
	}
	if ctx != nil && len(ctx.instruments) > 0 {
		return []string{"states-parties:" + ctx.instruments[len(ctx.instruments)-1]}, "parties-named-earlier"
	}
	return []string{"other"}, "parties-to-unknown"
}

// bareParties reports whether "parties" stands without "States" and a capital, so that
// it may be parties to a conflict.
func (l *line) bareParties(head int) bool {
	return l.tok(head).is("parties") && !l.tok(head).capital && !l.tok(head-1).is("states", "state", "contracting", "country")
}

// lawOnly reports whether a line names no instrument but as a law that is to be
// kept: "in accordance with the Charter", "obligations under the Convention".
func (l *line) lawOnly() bool {
	for _, m := range l.found {
		if !m.instrument {
			continue
		}
		law := m.code == "UN-CHARTER"
		for b := m.from - 1; b >= 0 && b > m.from-9 && !law; b-- {
			law = l.tok(b).is("accordance", "line", "conformity", "compliance", "consistent", "accord", "respect", "obligations")
		}
		if !law {
			return false
		}
	}
	return len(l.found) > 0
}

// toTreaty reports whether a member speaks of a treaty of some kind.
func (l *line) toTreaty(head, to int) bool {
	for n := head + 1; n < to; n++ {
		t := l.tok(n)
		if t.is("convention", "conventions", "protocol", "protocols", "treaty", "treaties", "covenant", "covenants", "instrument", "instruments", "statute", "charter", "agreement", "agreements", "thereto", "it", "them") {
			return true
		}
	}
	return false
}

// pointsBack reports whether "to those instruments", "to these conventions"
// stands between the head and the end of a member.
func (l *line) pointsBack(head, to int) bool {
	for n := head + 1; n < to; n++ {
		if l.tok(n).is("to") {
			return l.tok(n+1).is("those", "these", "them", "both")
		}
	}
	return false
}

func (l *line) instrumentIn(m tokens) bool { return l.treaties(m.from, m.to, true) != nil }

// treaties lists the instruments named in [from, to), as "states-parties:…",
// but those that another one only supplements.
func (l *line) treaties(from, to int, supplements bool) []string {
	var out []string
	for _, m := range l.found {
		if !m.instrument || m.from < from || m.to > to {
			continue
		}
		if !supplements && m.from > 1 && l.tok(m.from-1).is("the") && l.tok(m.from-2).is("and") && l.tok(m.to-1).is("thereto") {
			continue // "the Convention and the Protocols thereto": the Convention is meant
		}
		if l.tok(m.from-1).is("supplementing") || l.tok(m.from-1).is("the") && l.tok(m.from-2).is("supplementing") {
			continue
		}
		code := "states-parties:" + m.code
		known := false
		for _, o := range out {
			known = known || o == code
		}
		if !known {
			out = append(out, code)
		}
	}
	return out
}

// shortTreaty resolves "the Convention", "the Protocol" among the instruments
// named earlier: the latest whose code or kind agrees.
func (l *line) shortTreaty(m tokens, ctx *Context) string {
	word := ""
	for n := m.from; n < m.to; n++ {
		if l.tok(n).is("convention", "protocol", "protocols", "treaty", "covenant", "agreement", "statute") && l.tok(n).capital {
			word = l.tok(n).word
		}
	}
	if word == "" {
		return ""
	}
	// The paragraph itself first: the last instrument named before the member.
	last := ""
	for _, f := range l.found {
		if f.instrument && f.from < m.from {
			last = f.code
		}
	}
	if last != "" && strings.Contains(strings.ToLower(last), "protocol") == strings.HasPrefix(word, "protocol") {
		return last
	}
	for i := len(ctx.instruments) - 1; i >= 0; i-- {
		code := ctx.instruments[i]
		if strings.Contains(strings.ToLower(code), "protocol") == strings.HasPrefix(word, "protocol") {
			return code
		}
	}
	return ""
}
