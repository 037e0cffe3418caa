// Package topic finds the programme's topics in a text, each by the words that
// mark it. The words are the programme's data (topics.toml); the package knows
// none of its own.
//
// Words are compared without case and number ("Migrants" is "migrant"); a
// hyphen is a space. A phrase matches whole words in a row; where it has a comma
// the text must have one. Of two phrases of one topic that begin at the same
// place the longer counts. English only: other languages have no words yet.
package topic

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"comity/internal/programme"
	"comity/internal/resolution"
)

// Matcher finds the topics of one programme. It is read-only and may be shared.
type Matcher struct {
	codes    []string
	words    map[string]int32 // stem of a word of a phrase → its number, from 1
	endings  map[string]int32 // beginning of a word that ends in "*" → its number
	shortest int              // bytes of the shortest such beginning
	longest  int
	nodes    []node      // a tree of words; nodes[0] is its root
	first    []int32     // the root's children by the number of their word, 0 for none
	begins   [512]uint64 // a bit for each beginning of a phrase; see beginning
}

// node is a place in the tree of phrases.
type node struct {
	next map[step]int32
	ends []ending
}

// step is one word of a phrase and whether a comma stands before it.
type step struct {
	word  int32
	comma bool
}

// ending says that a phrase of a topic ends here; not one of its exceptions.
type ending struct {
	topic  int32
	except bool
}

// NewMatcher makes a Matcher of the topics. It takes a few milliseconds; keep it.
func NewMatcher(topics []programme.Topic) *Matcher {
	m := &Matcher{words: map[string]int32{}, endings: map[string]int32{}, nodes: []node{{}}}
	for i, t := range topics {
		m.codes = append(m.codes, t.Code)
		for _, w := range t.Words {
			m.add(w, ending{int32(i), false})
		}
		for _, w := range t.Except {
			m.add(w, ending{int32(i), true})
		}
	}
	m.first = make([]int32, len(m.words)+len(m.endings)+1)
	for s, child := range m.nodes[0].next {
		m.first[s.word] = child
	}
	for beginning := range m.endings {
		if m.shortest == 0 || len(beginning) < m.shortest {
			m.shortest = len(beginning)
		}
		m.longest = max(m.longest, len(beginning))
	}
	return m
}

func (m *Matcher) add(phrase string, e ending) {
	at := int32(0)
	open := strings.HasSuffix(phrase, "*")
	var tokens []token
	tokens = tokenise(strings.TrimSuffix(phrase, "*"), tokens)
	if len(tokens) > 0 {
		b := beginning(tokens[0].text)
		m.begins[b>>6] |= 1 << (b & 63)
	}
	for i, t := range tokens {
		word := string(t.stem(nil))
		table := m.words
		if open && i == len(tokens)-1 {
			table, word = m.endings, strings.ToLower(t.text)
		}
		number := table[word]
		if number == 0 {
			number = int32(len(m.words) + len(m.endings) + 1)
			table[word] = number
		}
		s := step{number, t.comma}
		child, ok := m.nodes[at].next[s]
		if !ok {
			child = int32(len(m.nodes))
			m.nodes = append(m.nodes, node{})
			if m.nodes[at].next == nil {
				m.nodes[at].next = map[step]int32{}
			}
			m.nodes[at].next[s] = child
		}
		at = child
	}
	if at != 0 {
		m.nodes[at].ends = append(m.nodes[at].ends, e)
	}
}

// beginning is a number of 15 bits made of a word's first three bytes, the same
// in either case: most words of a text are put aside by it.
func beginning(word string) int {
	n := 0
	for i := range 3 {
		n <<= 5
		if i < len(word) {
			n |= int(word[i] & 31)
		}
	}
	return n
}

// found is a phrase in a text: bytes.
type found struct {
	start, end int
	topic      int32
	except     bool
}

// Find returns each topic of a text once, with the first words that mark it, in
// the order of their places. Spans are code points.
func (m *Matcher) Find(text string) []resolution.Topic {
	all := m.All(text)
	out := all[:0]
	seen := make(map[string]bool, len(all))
	for _, t := range all {
		if !seen[t.Code] {
			seen[t.Code] = true
			out = append(out, t)
		}
	}
	return out
}

// All returns every place that marks a topic, in order; places of one topic do
// not overlap.
func (m *Matcher) All(text string) []resolution.Topic {
	var room [160]token
	tokens := tokenise(text, room[:0])
	var hits []found
	for i := range tokens {
		if b := beginning(tokens[i].text); m.begins[b>>6]&(1<<(b&63)) != 0 {
			hits = m.walk(tokens, i, hits)
		}
	}
	hits = m.sift(hits)
	if len(hits) == 0 {
		return nil
	}
	out := make([]resolution.Topic, len(hits))
	at, n := 0, 0
	for i, h := range hits {
		n += utf8.RuneCountInString(text[at:h.start])
		at = h.start
		out[i] = resolution.Topic{Code: m.codes[h.topic], Span: resolution.Span{n, n + utf8.RuneCountInString(text[h.start:h.end])}}
	}
	return out
}

// walk adds the phrases that begin at token i: of each topic the longest.
func (m *Matcher) walk(tokens []token, i int, hits []found) []found {
	var room [48]byte
	at, first := int32(0), len(hits)
	for j := i; j < len(tokens); j++ {
		t := tokens[j]
		if j > i && t.broken {
			return hits
		}
		comma := t.comma && j > i
		stem := t.stem(room[:0])
		child, ok := int32(0), false
		if number := m.words[string(stem)]; number != 0 && j == i {
			child, ok = m.first[number], m.first[number] != 0
		} else if number != 0 {
			child, ok = m.nodes[at].next[step{number, comma}]
		}
		// Words with an open end close a phrase, so they lead nowhere further.
		if number := m.open(t.text); number != 0 {
			if last, ends := m.nodes[at].next[step{number, comma}]; ends {
				hits = m.note(hits, first, last, tokens[i].start, t.end())
			}
		}
		if !ok {
			return hits
		}
		at = child
		hits = m.note(hits, first, at, tokens[i].start, t.end())
	}
	return hits
}

// note adds the phrases that end at a node, or lengthens those of the same
// topic that began at the same token.
func (m *Matcher) note(hits []found, first int, at int32, start, end int) []found {
	for _, e := range m.nodes[at].ends {
		longer := false
		for k := first; k < len(hits); k++ {
			if hits[k].topic == e.topic && hits[k].except == e.except {
				hits[k].end, longer = end, true
			}
		}
		if !longer {
			hits = append(hits, found{start, end, e.topic, e.except})
		}
	}
	return hits
}

// open is the number of the word with an open end that text begins with, or 0.
func (m *Matcher) open(text string) int32 {
	if m.longest == 0 {
		return 0
	}
	for n := min(m.longest, len(text)); n >= m.shortest && n > 0; n-- {
		var room [48]byte
		if number := m.endings[string(lower(text[:n], room[:0]))]; number != 0 {
			return number
		}
	}
	return 0
}

// sift drops exceptions, what they cover, and what overlaps an earlier place of
// its topic; what is left is in order.
func (m *Matcher) sift(hits []found) []found {
	if len(hits) == 0 {
		return nil
	}
	sort.SliceStable(hits, func(i, j int) bool {
		if hits[i].start != hits[j].start {
			return hits[i].start < hits[j].start
		}
		return hits[i].except && !hits[j].except
	})
	reach := make([]struct{ excepted, kept int }, len(m.codes)) // how far each topic's places reach
	kept := hits[:0]
	for _, h := range hits {
		r := &reach[h.topic]
		switch {
		case h.except:
			r.excepted = max(r.excepted, h.end)
		case h.end > r.excepted && h.start >= r.kept:
			r.kept = h.end
			kept = append(kept, h)
		}
	}
	return kept
}

// token is one word of a text.
type token struct {
	text   string
	start  int  // byte
	comma  bool // a comma stands before it
	broken bool // another mark stands before it, that no phrase reaches over
}

func (t token) end() int { return t.start + len(t.text) }

// tokenise cuts text into words and appends them to tokens. The possessive 's is
// no word and no part of one.
func tokenise(text string, tokens []token) []token {
	comma, broken := false, false
	for i := 0; i < len(text); {
		if text[i] == ' ' {
			i++
			continue
		}
		c, size, inWord := wordRune(text, i)
		if !inWord {
			switch {
			case c == ',':
				comma = true
			case c == '-' || c == '\u2010' || c == '\u2011' || c == '\u00a0' || c == '\u00ad':
			case (c == '\'' || c == '’') && possessive(text[i+size:]):
				i++ // the s; what is left of the mark's bytes follows
			default:
				broken = true
			}
			i += size
			continue
		}
		start := i
		for i < len(text) {
			_, n, in := wordRune(text, i)
			if !in {
				break
			}
			i += n
		}
		tokens = append(tokens, token{text: text[start:i], start: start, comma: comma, broken: broken})
		comma, broken = false, false
	}
	return tokens
}

// wordRune is the character at byte i, its length, and whether words are made
// of it.
func wordRune(text string, i int) (r rune, size int, inWord bool) {
	c := text[i]
	if c < utf8.RuneSelf {
		return rune(c), 1, (c|0x20)-'a' <= 'z'-'a' || c-'0' <= 9
	}
	r, size = utf8.DecodeRuneInString(text[i:])
	return r, size, unicode.IsLetter(r) || unicode.IsDigit(r)
}

// possessive tells whether rest is the s of a possessive.
func possessive(rest string) bool {
	if rest == "" || rest[0] != 's' {
		return false
	}
	if len(rest) == 1 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest[1:])
	return !unicode.IsLetter(r)
}

// lower appends text in lower case to room.
func lower(text string, room []byte) []byte {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf:
			return append(room, strings.ToLower(text[i:])...)
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		room = append(room, c)
	}
	return room
}

// stem is the word in lower case and in the singular, written in room.
func (t token) stem(room []byte) []byte {
	w := lower(t.text, room)
	n := len(w)
	if n < 3 || w[n-1] != 's' {
		switch string(w) {
		case "children", "women", "men":
			return irregular(w)
		}
		return w
	}
	if n < 4 {
		return w
	}
	switch {
	case ends(w, "ies") && n > 4:
		return append(w[:n-3], 'y')
	case ends(w, "sses") || ends(w, "shes") || ends(w, "ches") || ends(w, "xes") || ends(w, "zes"):
		return w[:n-2]
	case ends(w, "ss") || ends(w, "us") || ends(w, "is"):
		return w
	}
	return w[:n-1]
}

func ends(w []byte, suffix string) bool {
	return len(w) >= len(suffix) && string(w[len(w)-len(suffix):]) == suffix
}

// irregular is the singular of a plural in -en.
func irregular(w []byte) []byte {
	if w[0] == 'c' {
		return w[:len("child")]
	}
	w[len(w)-2] = 'a'
	return w
}
