package clause

import (
	"strings"

	"comity/internal/resolution"
)

// opened is the phrase that opens a paragraph. Where two verbs share the
// object ("Welcomes and encourages"), it is the first, and printed ends after
// the second.
type opened struct {
	phrase
	printed int
	second  phrase // to > 0 where there is one
}

// opening reads the phrase at the head of an operative paragraph. Where the
// paragraph opens otherwise ("Acting under Chapter VII ..., decides", "The
// Commission requests"), the phrase is the first operative verb after that.
func (l *line) opening() (opened, bool) {
	start := 0
	if !l.tok(0).has(isOpVerb) {
		start = l.head()
	}
	p, ok := l.phraseAt(start, finite, start == 0)
	if !ok {
		p, ok = l.told()
	}
	if !ok {
		p, ok = l.openingPassive()
	}
	if !ok {
		return opened{}, false
	}
	o := opened{phrase: p, printed: p.core}
	if l.tok(p.core).is("and", "or") || l.tok(p.to).is("and") {
		n := p.core
		if !l.tok(n).is("and", "or") {
			n = p.to
		}
		if q, ok := l.phraseAt(n+1, finite, false); ok && l.objectFollows(q) {
			o.second, o.printed = q, q.core
		}
	}
	return o, true
}

// objectFollows reports whether an object or an addressee stands after a
// phrase, so that its verb is no noun ("the needs and requests of States").
func (l *line) objectFollows(p phrase) bool {
	if p.to > p.core || p.core > l.adverbs(p.from)+1 {
		return true
	}
	t := l.tok(p.to)
	if t.is("and") && !l.tok(p.to+1).capital {
		q, ok := l.phraseAt(p.to+1, finite, false)
		return ok && !l.tok(q.to).is("and") && l.objectFollows(q)
	}
	if t.kind != wordToken {
		return t.is("“", "\"", ",") && p.to+1 < len(l.tokens)
	}
	if hasEnding(t.word, "ed") && l.tok(p.to+1).is("in", "by", "to", "from", "under", "at") {
		return false // "recommendations and requests contained in"
	}
	if t.is("to") && p.force == resolution.Decide {
		return l.infinitive(p.to) // "and decides to include"
	}
	return !t.is("of", "from", "by", "as", "are", "is", "were", "was", "and", "or", "at", "which", "made", "submitted", "received") &&
		(!t.is("for", "to", "in", "with") || p.head.force == resolution.State && t.is("in", "with", "to"))
}

// head finds where the operative phrase of a paragraph begins that does not
// begin with it, or 0.
func (l *line) head() int {
	first := l.tok(0)
	if first.kind != wordToken || l.tok(l.adverbs(0)).has(isOpVerb) {
		return 0
	}
	aside := first.has(isPreposition) || first.is("acting", "pursuant", "having", "recalling", "noting", "taking", "as", "while", "on") || len(first.word) > 4 && first.has(isOpPart)
	for i := 1; i < len(l.tokens) && i < 160; i++ {
		t := l.tok(i)
		if t.depth > 0 || !t.has(isOpVerb) {
			continue
		}
		from := i
		for from > 1 && l.adverbs(from-1) >= i && !l.tok(from-1).has(isOpVerb) && l.tok(from-1).kind == wordToken && l.adverbs(from-1) == i {
			from--
		}
		before := l.tok(from - 1)
		p, ok := l.phraseAt(from, finite, false)
		if !ok || !l.objectFollows(p) {
			continue
		}
		if aside && before.is(",") {
			return from
		}
		// "The Security Council requests", "The Conference of the Parties also decides"
		if !aside && first.has(isDeterminer|isOrgHead) && first.capital && i < 14 && before.capital {
			return from
		}
		if !aside {
			return 0
		}
	}
	return 0
}

// told reads a decision as it is told: "At its 2nd plenary meeting, on 3 May
// 2041, the General Assembly, on the proposal of its President, decided to".
func (l *line) told() (phrase, bool) {
	if !l.tok(0).is("at") || !l.tok(1).is("its") {
		return phrase{}, false
	}
	spoken := false // whether the organ was named
	for i := 2; i < len(l.tokens) && i < 100; i++ {
		t := l.tok(i)
		if t.depth > 0 || t.kind != wordToken {
			continue
		}
		spoken = spoken || t.capital && t.has(isOrgHead) && !l.tok(i-1).is("to", "of")
		b := l.tok(l.adverbsBefore(i) - 1)
		v := l.pastVerb(t.word)
		if v == nil || !spoken || !b.is(",") && !b.capital {
			continue
		}
		p := l.pattern(phrase{from: l.adverbsBefore(i)}, i, v, finite)
		p.rule = "told"
		return p, true
	}
	return phrase{}, false
}

// adverbsBefore returns the first of the adverbs right before token i.
func (l *line) adverbsBefore(i int) int {
	for i > 1 && l.tok(i-1).has(isAdverb) && l.tok(i-1).kind == wordToken {
		i--
	}
	return i
}

// pastVerb returns the operative verb of which w is the past tense, or nil.
func (l *line) pastVerb(w string) *verb {
	if w == "took" {
		return l.reader.look("take").verb
	}
	base, ok := strings.CutSuffix(w, "ed")
	if !ok {
		return nil
	}
	for _, base := range [...]string{base + "e", base} {
		if i := l.reader.look(base); i.flags&isOpBase != 0 && i.verb != nil {
			return i.verb
		}
	}
	return nil
}

// openingPassive reads "Should ..., the Secretary-General is authorized to".
func (l *line) openingPassive() (phrase, bool) {
	for i := 1; i < len(l.tokens) && i < 100; i++ {
		if l.tokens[i].depth > 0 || !l.tokens[i].is("is", "are") {
			continue
		}
		if s, _, ok := l.startsPassive(i); ok {
			return s.phrase, true
		}
	}
	return phrase{}, false
}
