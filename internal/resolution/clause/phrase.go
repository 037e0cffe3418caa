package clause

import (
	"strings"

	"comity/internal/resolution"
)

// form is the form of the verb that a phrase is looked for in.
type form uint8

const (
	finite form = iota // "Requests": an operative paragraph
	gerund             // "Requesting": a preambular paragraph
	plain              // "Request": after "continues to", and where a text addresses itself
)

// phrase is an operative or preambular phrase: tokens of a line.
type phrase struct {
	from, core, to int // [from, core) as printed in italics, [from, to) with the preposition that leads to its object
	verb           string
	head           *verb
	force          resolution.Force
	asks           bool   // an addressee may follow
	passive        bool   // "the Secretary-General is authorized to": the addressee stands before
	rule           string // which pattern decided
}

// phraseAt reads the phrase that begins at token i, with its adverbs.
func (l *line) phraseAt(i int, f form, first bool) (phrase, bool) {
	p := phrase{from: i}
	j := l.adverbs(i)
	v := l.verbAt(j, f, first)
	if v == nil {
		if f == finite && l.tok(j).is("is", "are", "remains") {
			return l.predicate(p, j)
		}
		return p, false
	}
	return l.pattern(p, j, v, f), true
}

// adverbs skips "also", "once again", "strongly", and "in the strongest terms".
func (l *line) adverbs(i int) int {
	for {
		t := l.tok(i)
		switch {
		case t.is("once") && l.tok(i+1).is("again", "more"):
			i += 2
		case t.has(isAdverb) && !t.has(isOpVerb):
			i++
		case t.kind == wordToken && strings.HasSuffix(t.word, "ly") && len(t.word) > 4 && !t.is("supply", "reply", "assembly", "apply", "rely", "comply", "family", "italy", "early", "multiply", "timely", "orderly", "costly", "daily", "weekly", "monthly", "yearly", "quarterly", "friendly"):
			i++
		default:
			return i
		}
	}
}

// verbAt returns the operative verb in token i. At the opening of a paragraph
// any word in the third person will do, known or not.
func (l *line) verbAt(i int, f form, first bool) *verb {
	t := l.tok(i)
	if t.kind != wordToken {
		return nil
	}
	switch f {
	case finite:
		if t.has(isOpVerb) {
			return t.info.verb
		}
		if first && t.cp == 0 && len(t.word) > 3 && strings.HasSuffix(t.word, "s") && !strings.HasSuffix(t.word, "ss") &&
			!t.has(isDeterminer|isPreposition|isActor|isPronoun|isOrgHead) && l.afterVerb(i+1) {
			return &verb{base: singular(t.word), force: resolution.State, link: "unknown"}
		}
	case gerund:
		if t.has(isOpPart) {
			return t.info.verb
		}
	case plain:
		if t.has(isOpBase) {
			return t.info.verb
		}
	}
	return nil
}

// afterVerb reports whether token i can follow a verb: an object, "that",
// "with" or an adverb.
func (l *line) afterVerb(i int) bool {
	t := l.tok(i)
	return t.kind == wordToken && (t.has(isDeterminer|isAdverb) || t.is("that", "with", "to", "upon") || t.capital)
}

// singular undoes thirdPerson for words that the lexicon does not have.
func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "xes"):
		return w[:len(w)-2]
	}
	return w[:len(w)-1]
}

// pattern reads what belongs to the phrase after its verb at token j.
func (l *line) pattern(p phrase, j int, v *verb, f form) phrase {
	p.head, p.verb, p.force, p.asks, p.rule = v, v.base, v.force, v.asks, "verb"
	k := l.furthermore(l.after(j+1, f))
	p.core, p.to = k, k
	switch v.base {
	case "call":
		return l.call(p, k)
	case "take":
		return l.take(p, k)
	case "look":
		if l.tok(k).is("forward") {
			n := l.after(k+1, f)
			if m, ok := l.feeling(n); ok {
				n = m
			}
			return p.ending(n, l.skip(n, "to"), "look forward", "verb-forward")
		}
	case "draw":
		if n := l.skip(k, "the"); l.tok(n).is("attention") {
			return p.ending(n+1, l.skip(n+1, "to", "of"), "draw attention", "verb-attention")
		}
	case "bring":
		if l.tok(k).is("to") && l.tok(k+1).is("the") && l.tok(k+2).is("attention") {
			return p.ending(k+3, l.skip(k+3, "of"), "bring to the attention", "verb-attention")
		}
	case "pay":
		n := k
		for l.tok(n).kind == wordToken && n < k+3 && !l.tok(n).is("tribute", "homage", "attention") {
			n++
		}
		if l.tok(n).is("tribute", "homage", "attention") {
			return p.ending(n+1, l.skip(n+1, "to"), "pay "+l.tok(n).word, "verb-tribute")
		}
	case "bear":
		if l.tok(k).is("in") && l.tok(k+1).is("mind") {
			k = l.adverbs(k + 2)
			return p.ending(k, k, "bear in mind", "verb-mind")
		}
	case "give":
		if l.tok(k).is("thanks") {
			return p.ending(k+1, l.skip(k+1, "to", "for"), "give thanks", "verb-object")
		}
	case "remain":
		return l.remain(p, k)
	case "consider", "believe", "find", "deem":
		if l.tok(k).is("it") && l.tok(k+1).kind == wordToken {
			n := k + 1
			if l.adverbs(n) > n {
				n = l.adverbs(n)
			}
			return p.ending(n+1, n+1, v.base, "verb-it")
		}
	case "continue":
		if l.tok(k).is("to") {
			if q, ok := l.phraseAt(k+1, plain, false); ok {
				q.from, q.rule = p.from, "continues-to"
				return q
			}
		}
	}
	if n, ok := l.feeling(k); ok {
		p.core, p.to, p.rule = n, n, "verb-with-feeling"
		k = n
	} else if n, ok := l.strongest(k); ok {
		p.core, p.to, p.rule = n, n, "verb-in-terms"
		k = n
	} else if q, ok := l.attitude(p, k); ok {
		return q
	}
	if prep, ok := strings.CutPrefix(v.link, "weak "); ok || v.link != "" {
		if !ok {
			prep = v.link
		}
		if prep != "" && prep != "weak" && l.tok(k).is(prep) && !l.infinitive(k) {
			p.to, p.rule = k+1, "verb-preposition"
		}
	}
	return p
}

func (p phrase) ending(core, to int, verb, rule string) phrase {
	p.core, p.to, p.verb, p.rule = core, max(core, to), verb, rule
	return p
}

// skip returns i+1 if token i is one of the words, else i.
func (l *line) skip(i int, words ...string) int {
	if l.tok(i).is(words...) {
		return i + 1
	}
	return i
}

// after skips the adverbs after a verb that are the verb's: not in "encourages
// further progress", "requests more time".
func (l *line) after(j int, f form) int {
	k := l.adverbs(j)
	if f != gerund && k > j && l.tok(k-1).is("further", "more", "again", "most") && !l.tok(k-2).is("once") {
		t := l.tok(k)
		if t.kind == wordToken && !t.capital && !t.has(isArticle|isPreposition|isRelative) && !t.is("its", "all", "to", "note", "forward", "attention") {
			return l.adverbsTo(j, k-1)
		}
	}
	if l.tok(k).is("in") && l.tok(k+1).is("particular") && !l.tok(k+2).is(",") {
		k += 2
	}
	return k
}

// adverbsTo is adverbs up to token limit.
func (l *line) adverbsTo(j, limit int) int { return min(max(j, limit), l.adverbs(j)) }

// furthermore skips an adverb between commas that the phrase prints as its
// own: "Requests, furthermore, the Secretary-General".
func (l *line) furthermore(k int) int {
	if l.tok(k).is(",") && l.tok(k+1).is("furthermore", "moreover", "further", "also", "again", "finally", "lastly") && l.tok(k+2).is(",") {
		return k + 2
	}
	return k
}

// call reads "calls [once again] upon", "calls for", "calls attention to".
func (l *line) call(p phrase, k int) phrase {
	switch {
	case l.tok(k).is("upon", "on"):
		k = l.adverbs(k + 1)
		p.asks = true
		return p.ending(k, k, "call upon", "verb-particle")
	case l.tok(k).is("for"):
		p.force = resolution.Request
		return p.ending(k+1, k+1, "call for", "verb-particle")
	case l.tok(k).is("the") && l.tok(k+1).is("attention"), l.tok(k).is("attention"):
		n := l.after(l.skip(k, "the")+1, finite)
		p.force, p.asks = resolution.State, false
		return p.ending(n, l.skip(n, "to", "of"), "call attention", "verb-attention")
	}
	return p
}

// take reads "takes note [with appreciation] of", "takes into account".
func (l *line) take(p phrase, k int) phrase {
	switch {
	case l.tok(k).is("note", "cognizance"):
		verb := "take " + l.tok(k).word
		k = l.adverbs(k + 1)
		if n, ok := l.feeling(k); ok {
			k = l.adverbs(n)
		}
		rule := "verb-note"
		to := k
		if l.tok(k).is("of") {
			to = k + 1
		}
		return p.ending(k, to, verb, rule)
	case l.tok(k).is("into") && l.tok(k+1).is("account", "consideration"):
		n := l.adverbs(k + 2)
		return p.ending(n, n, "take into "+l.tok(k+1).word, "verb-into")
	}
	return p
}

// remain reads "remains deeply concerned about", "remains seized of".
func (l *line) remain(p phrase, k int) phrase {
	if !l.tok(k).has(isPreposition) && l.tok(k).kind == wordToken && l.tok(k).depth == 0 {
		return p.ending(k+1, l.skip(k+1, "about", "at", "by", "of", "to", "over", "with"), "remain "+l.tok(k).word, "verb-adjective")
	}
	return p
}

// predicate reads "is [deeply] concerned", "is encouraged" and the passive act
// "is [hereby] authorized to".
func (l *line) predicate(p phrase, j int) (phrase, bool) {
	k := l.adverbs(j + 1)
	t := l.tok(k)
	if t.kind != wordToken || !strings.HasSuffix(t.word, "ed") {
		return p, false
	}
	base := t.word[:len(t.word)-1]
	v := l.reader.look(base).verb
	if v == nil || l.reader.look(base).flags&isOpBase == 0 {
		base = t.word[:len(t.word)-2]
		v = l.reader.look(base).verb
	}
	p.head = &verb{base: "be " + t.word, force: resolution.State}
	p.verb, p.force, p.rule = p.head.base, resolution.State, "is-adjective"
	p.core, p.to = k+1, k+1
	if v != nil && v.asks && (l.infinitive(k+1) || l.tok(k+1).is("to") && l.verbLike(k+2)) {
		p.head, p.verb, p.force, p.passive, p.rule = v, v.base, v.force, true, "is-asked"
		return p, true
	}
	p.to = l.skip(k+1, "about", "at", "by", "of", "over", "with")
	return p, true
}

// feeling reads "with [deep] appreciation [and satisfaction]".
func (l *line) feeling(k int) (int, bool) {
	if !l.tok(k).is("with") {
		return k, false
	}
	last := 0
	for n := k + 1; n < k+8; n++ {
		t := l.tok(n)
		switch {
		case t.kind != wordToken || t.depth > 0 || t.has(isPreposition|isRelative):
			return last, last > 0
		case t.has(isFeeling):
			last = n + 1
			if !l.tok(n + 1).is("and") {
				return l.afterwards(last), true
			}
			n++
		case t.has(isArticle) && !t.is("a", "an") && last == 0, t.capital:
			return last, last > 0
		}
	}
	return last, last > 0
}

// afterwards takes adverbs that follow a feeling: "with concern also".
func (l *line) afterwards(k int) int {
	n := k
	for l.tok(n).is("also", "further", "once", "again", "more") && !(l.tok(n).is("more", "further") && !l.tok(n-1).is("once") && l.tok(n+1).kind == wordToken && !l.tok(n+1).has(isDeterminer) && !l.tok(n+1).is("that")) {
		n++
	}
	return n
}

// strongest reads "in the strongest [possible] terms", "without reservation".
func (l *line) strongest(k int) (int, bool) {
	if l.tok(k).is("in") {
		for n := k + 1; n < k+5; n++ {
			if l.tok(n).is("terms", "term", "manner") && n > k+1 {
				return n + 1, true
			}
		}
	}
	if l.tok(k).is("without") && l.tok(k+1).is("reservation", "reservations", "qualification") {
		return k + 2, true
	}
	return k, false
}

// attitude reads "its [deep] concern about", "concern regarding", "the hope":
// nouns that are a part of the phrase.
func (l *line) attitude(p phrase, k int) (phrase, bool) {
	bare := !l.tok(k).is("its", "the", "our", "their", "a", "an")
	express := p.verb == "express" || p.verb == "convey" || p.verb == "voice" || p.verb == "share"
	if l.tok(k).is("the", "a", "an") && !express || bare && !express && !(p.verb == "continue") {
		return p, false
	}
	n := k
	if !bare {
		n++
	}
	noun, paired := -1, 0
	for limit := n + 7; n < limit; n++ {
		t := l.tok(n)
		if t.is("and", "as", "well", ",") && noun < 0 && !t.is(",") {
			continue
		}
		if t.kind != wordToken || t.depth > 0 || t.capital && noun < 0 {
			break
		}
		if t.has(isAttitude) && !l.compound(n) {
			noun = n
			// "its concern and alarm", "solidarity with and compassion for"
			if m := n + 1; l.tok(m).is("and") {
				if q, ok := l.attitudeAfter(m + 1); ok {
					noun = q
				}
			} else if l.tok(m).has(isPreposition) && l.tok(m+1).is("and") {
				if q, ok := l.attitudeAfter(m + 2); ok && l.tok(q+1).has(isPreposition) {
					noun, paired = q, 1
				}
			}
			break
		}
		if t.has(isPreposition|isRelative|isArticle|isModal) || t.is("to", "that", "and") {
			break
		}
	}
	if noun < 0 || l.tok(noun).is("decision", "decisions", "agreement", "desire") && p.verb != "renew" ||
		p.verb == "recall" && !l.tok(noun).is("request", "requests", "invitation", "call", "appeal") {
		return p, false
	}
	p.rule = "verb-attitude"
	p.core = l.afterAttitude(noun + 1 + paired)
	if l.tok(noun).is("call", "calls") && p.core == noun+1 && l.tok(p.core).is("upon", "on", "for") {
		p.core++
	}
	p.to = p.core
	if l.tok(p.core).is("in") && l.asideOfRequest(p.core) {
		return l.forced(p, noun), true
	}
	if l.tok(p.core).is("of", "to", "about", "regarding", "at", "over", "for", "concerning", "with", "upon", "on", "in", "towards", "toward", "by") && !l.infinitive(p.core) {
		p.to++
	}
	return l.forced(p, noun), true
}

// forced gives an act that repeats another the force of the noun that names it.
func (l *line) forced(p phrase, noun int) phrase {
	if p.verb == "recall" {
		return p
	}
	if force, ok := nounForce[l.tok(noun).word]; ok && !l.tok(noun+1).is("of", "by") {
		p.force, p.asks, p.rule = force, true, "attitude-asks"
		if l.tok(p.core).is("for") || l.tok(p.core-1).is("for") {
			p.force, p.asks = resolution.Request, false
		}
	}
	return p
}

// asideOfRequest reports whether "in this regard", "in paragraph 3 of its
// resolution 95/2" at token i stands between a request and who is requested.
func (l *line) asideOfRequest(i int) bool {
	return l.tok(i).is("in") && (l.tok(i+1).is("this", "that") && l.tok(i+2).is("regard", "respect", "context", "connection") || l.tok(i+1).is("paragraph", "paragraphs", "resolution", "section") || l.tok(i+1).is("its") && l.tok(i+2).is("resolution", "decision"))
}

// afterAttitude takes adverbs of repetition that close the phrase: "its support once again".
func (l *line) afterAttitude(k int) int {
	for l.tok(k).is("once") && l.tok(k+1).is("again", "more") {
		k += 2
	}
	if l.tok(k).is("also", "further") && (l.tok(k+1).has(isPreposition) || l.tok(k+1).is("that", "to")) {
		k++
	}
	if n, ok := l.strongest(k); ok {
		k = n
	}
	if l.tok(k).is("in") && l.tok(k+1).is("particular") && l.tok(k+2).has(isPreposition) {
		k += 2
	}
	return k
}

// attitudeAfter finds the second noun of a pair within a few words of token n.
func (l *line) attitudeAfter(n int) (int, bool) {
	for limit := n + 4; n < limit; n++ {
		t := l.tok(n)
		if t.kind != wordToken || t.capital || t.has(isPreposition|isRelative) || t.has(isOpVerb) && !t.has(isAttitude) {
			return 0, false
		}
		if t.has(isAttitude) && !l.compound(n) {
			return n, true
		}
	}
	return 0, false
}

// compound reports whether the noun at n only qualifies another: "its support
// programme", "its decision-making". A preposition, "that", a mark, "and" or an
// adverb may follow a whole noun.
func (l *line) compound(n int) bool {
	t := l.tok(n + 1)
	return t.kind == wordToken && !t.has(isPreposition|isAdverb|isDeterminer|isRelative) && !t.is("to", "and", "or", "that", "once", "as", "expressed", "contained", "made") && !t.capital
}
