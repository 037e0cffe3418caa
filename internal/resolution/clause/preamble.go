package clause

import "strings"

// PreamblePhrase returns the phrase that opens a preambular paragraph, as
// printed: "Recalling also", "Deeply concerned", "Bearing in mind", or "".
func (r *Reader) PreamblePhrase(text string) string {
	l := r.line(text)
	defer r.done(l)
	return l.slice(0, l.preamble())
}

// preamble returns the token after the preambular phrase.
func (l *line) preamble() int {
	j := l.adverbs(0)
	t := l.tok(j)
	if t.kind != wordToken {
		return 0
	}
	if t.is("having") {
		return l.having(j + 1)
	}
	if p, ok := l.phraseAt(0, gerund, true); ok {
		n := p.core
		// "Recognizing and appreciating"
		if l.tok(n).is("and") && n == l.adverbs(j+1) {
			if q, ok := l.phraseAt(n+1, gerund, false); ok && !l.tok(n+1).is("the") {
				return q.core
			}
		}
		return n
	}
	if t.is("being") {
		if n := l.adverbs(j + 1); strings.HasSuffix(l.tok(n).word, "ed") || l.tok(n).is("aware", "mindful", "conscious") {
			return l.afterAttitude(n + 1)
		}
	}
	adj := strings.HasSuffix(t.word, "ed") || strings.HasSuffix(t.word, "ing") || t.is("aware", "mindful", "conscious", "cognizant", "confident", "desirous", "anxious", "hopeful", "grateful", "intent", "certain", "proud", "appreciative", "apprehensive", "alert", "wary", "sure")
	if !adj {
		return 0
	}
	n := l.adverbs(j + 1)
	if n > j+1 && l.tok(n-1).is("more", "particularly", "especially") {
		n = j + 1
	}
	if t.is("acting") {
		return n
	}
	if l.tok(n).is("and") {
		m := l.adverbs(n + 1)
		if a := l.tok(m); a.kind == wordToken && (strings.HasSuffix(a.word, "ed") || a.is("aware", "mindful", "conscious")) && (l.tok(m+1).has(isPreposition) || l.tok(m+1).is("that", "to")) {
			return m + 1
		}
	}
	return n
}

// having reads "Having considered [also]", "Having met", "Having heard".
func (l *line) having(i int) int {
	i = l.adverbs(i)
	if l.tok(i).kind != wordToken {
		return i
	}
	i = l.adverbs(i + 1)
	if l.tok(i).is("in") && l.tok(i+1).is("mind") {
		i = l.adverbs(i + 2)
	}
	return i
}
