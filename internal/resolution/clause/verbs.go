package clause

import "strings"

// infinitive reports whether token i is a "to" that a verb follows.
func (l *line) infinitive(i int) bool {
	if !l.tok(i).is("to") {
		return false
	}
	return l.baseVerb(i + 1)
}

// baseVerb reports whether a base form stands at token i, after adverbs and
// asides such as ", as appropriate,".
func (l *line) baseVerb(i int) bool {
	for steps := 0; steps < 6; steps++ {
		t := l.tok(i)
		if t.is("(", "[") { // "to (a) assist"
			if !l.tok(i+2).is(")", "]") {
				return false
			}
			i += 3
			continue
		}
		if t.is(",") { // "to, as appropriate, strengthen"
			n := l.closing(i + 1)
			if n < 0 {
				return false
			}
			i = n + 1
			continue
		}
		if t.kind != wordToken || t.capital {
			return false
		}
		if t.is("at") && l.tok(i+1).is("least", "most") {
			i += 2
			continue
		}
		if t.is("more") && strings.HasSuffix(l.tok(i+1).word, "ly") {
			i++
			continue
		}
		if t.is("further") && l.tok(i+1).has(isDeterminer) {
			return true // "to further their engagement"
		}
		if t.is("not", "also", "further", "fully", "better", "jointly", "swiftly", "once", "again", "always") {
			i = l.andAdverb(i + 1)
			continue
		}
		if t.has(isBase) {
			return !l.nounUse(i)
		}
		if t.has(isDeterminer | isPreposition | isPronoun | isRelative | isArticle | isOrdinal | isMonth) {
			return false
		}
		if strings.HasSuffix(t.word, "ly") || t.has(isAdverb) {
			i = l.andAdverb(i + 1)
			continue
		}
		// An unknown word: a verb if its object begins at once, else a noun.
		n := l.tok(i + 1)
		return n.has(isDeterminer) && !adjectival(t.word) && !strings.HasSuffix(t.word, "s")
	}
	return false
}

// andAdverb skips "and" before a further adverb: "promptly and thoroughly".
func (l *line) andAdverb(i int) int {
	if l.tok(i).is("and", "or", ",") && strings.HasSuffix(l.tok(i+1).word, "ly") {
		return i + 1
	}
	return i
}

// verbLike reports whether the word at token i, which the lexicon does not
// have, can be a verb: no ending of a noun or an adjective.
func (l *line) verbLike(i int) bool {
	t := l.tok(i)
	if t.kind != wordToken || t.capital || t.info.flags != 0 || len(t.word) < 3 || adjectival(t.word) || l.tok(i+1).kind != wordToken || t.is("conflict", "war", "dispute") {
		return false
	}
	for _, s := range nounEndings {
		if hasEnding(t.word, s) {
			return false
		}
	}
	return true
}

var nounEndings = []string{"s", "tion", "ment", "ity", "ness", "ship", "ance", "ence", "ism", "ure", "cy", "ly"}

// closing returns the next comma at the depth of token i within a dozen tokens,
// or -1.
func (l *line) closing(i int) int {
	depth := l.tok(i).depth
	for n := i; n < i+14 && n < len(l.tokens); n++ {
		if l.tokens[n].depth == depth && l.tokens[n].is(",") {
			return n
		}
	}
	return -1
}

// nounUse reports whether a word that can be a verb is a noun where it stands:
// "access to work", "contributions to research and".
func (l *line) nounUse(i int) bool {
	t, n := l.tok(i), l.tok(i+1)
	if !t.is("work", "research", "act", "trade", "play", "state", "peace", "process", "action", "market", "harm", "force", "place", "study", "present", "order", "change", "progress", "support", "transport", "control", "finance", "access", "post", "review") {
		return false
	}
	before := l.tok(i - 2)
	if !before.is("access", "relating", "related", "regard", "respect", "contribution", "contributions", "approach", "approaches", "right", "obstacles", "barriers", "attention", "return", "commitment") {
		return false
	}
	return n.kind == pauseToken || n.is("and", "or", "of", "in") || !n.has(isDeterminer) && n.kind == wordToken
}

// adjectival guesses from its ending that a lower-case word is an adjective.
func adjectival(w string) bool {
	for _, s := range adjectiveEndings {
		if len(w) > len(s)+1 && strings.HasSuffix(w, s) {
			return true
		}
	}
	return false
}

var adjectiveEndings = []string{"al", "ive", "ic", "ary", "ed", "ing", "ous", "ful", "less", "able", "ible", "ant", "ent", "ory", "like", "wide", "based", "led", "owned"}
