package clause

import "sync"

// Reader reads clauses. It holds the lexicon and the names of bodies and
// instruments; it is made once, never changes, and may be used by many
// goroutines at a time.
type Reader struct {
	words map[string]info
	names names
	full  map[string]string // by body's code: its name in full
	lines sync.Pool
}

// NewReader makes a Reader that knows the given bodies and instruments.
func NewReader(bodies []Body, instruments []Instrument) *Reader {
	r := &Reader{words: lexicon(), names: names{words: map[string]int32{}, next: map[edge]int32{}, ends: map[int32]name{}}, full: map[string]string{}}
	bare := &Reader{}
	for _, i := range instruments {
		for _, n := range i.Names {
			r.names.add(bare.split(n), name{i.Code, true})
		}
	}
	for _, b := range bodies {
		if len(b.Names) > 0 {
			r.full[b.Code] = b.Names[0]
		}
		for _, n := range b.Names {
			r.names.add(bare.split(n), name{b.Code, false})
		}
	}
	for w, id := range r.names.words {
		i := r.words[w]
		i.name = id
		r.words[w] = i
	}
	r.lines.New = func() any { return &line{reader: r} }
	return r
}

// split gives the words of a name as tokens are looked up.
func (r *Reader) split(name string) []string {
	l := line{reader: r}
	l.read(name)
	words := make([]string, len(l.tokens))
	for i, t := range l.tokens {
		words[i] = t.word
	}
	return words
}

// look returns what is known about a lower-case word.
func (r *Reader) look(word string) info { return r.words[word] }

// line returns a line that has read the text. Give it back with done.
func (r *Reader) line(text string) *line {
	l := r.lines.Get().(*line)
	l.read(text)
	r.names.find(l)
	return l
}

// done gives a line back for use by others. Nothing of it may be kept.
func (r *Reader) done(l *line) { r.lines.Put(l) }

// OperativePhrase returns the phrase that opens an operative paragraph, as
// printed and without the preposition that leads to its object: "Also
// requests", "Takes note", "Expresses its concern", or "".
func (r *Reader) OperativePhrase(text string) string {
	l := r.line(text)
	defer r.done(l)
	p, ok := l.opening()
	if !ok {
		return ""
	}
	return l.slice(p.from, p.printed)
}
