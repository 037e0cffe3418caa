package analyse

// ExtraMark stands before a term that is found at a place beside the token's
// own form and stem, where all terms are kept together.
const ExtraMark = "+"

// Option is one of the terms that a word of a query may be found as.
type Option struct {
	// Term is a form; a stem after [StemMark]; one of the extras after
	// [ExtraMark].
	Term string
	// Weight is what one occurrence counts, above 0. A word's form and stem,
	// found at the same place, count 1 together.
	Weight float64
	// Prefix says that every form that begins with Term is meant.
	Prefix bool
}

// Query cuts the words of a query as [Text] does and says for each token as
// what it may be found. Latin words are stemmed in each of the languages
// written so, since a reader of one may ask for texts in another; language is
// the reader's, whose stems count more. Stop is true for function words of any
// of them.
func Query(text, language string) ([]Token, [][]Option) {
	own := latinOf(language)
	tokens := Text(text, own)
	options := make([][]Option, len(tokens))
	for i, t := range tokens {
		o := optionList{}
		o.both(t.Form, 0.5)
		if t.Kind == Symbol {
			o.symbol(t)
		}
		if t.Stem != "" {
			o.both(StemMark+t.Stem, 0.5)
		}
		for _, e := range t.Extra {
			if e[0] == StemMark[0] {
				o.both(e, 0.3)
			}
		}
		options[i] = o.list
	}
	for _, l := range [...]string{"en", "es", "fr"} {
		if l == own {
			continue
		}
		for i, t := range Text(text, l) { // the same places: only stems differ
			if isStop(t.Form, latin, "") && t.Kind == Word {
				tokens[i].Stop = true
			}
			o := optionList{list: options[i]}
			if t.Stem != "" {
				o.both(StemMark+t.Stem, 0.3)
			}
			for _, e := range t.Extra {
				if e[0] == StemMark[0] {
					o.both(e, 0.3)
				}
			}
			options[i] = o.list
		}
	}
	return tokens, options
}

type optionList struct{ list []Option }

// both adds a term as a token's own and as an extra.
func (o *optionList) both(term string, weight float64) {
	o.add(term, weight)
	o.add(ExtraMark+term, weight*0.6)
}

func (o *optionList) add(term string, weight float64) {
	for _, have := range o.list {
		if have.Term == term {
			return
		}
	}
	o.list = append(o.list, Option{Term: term, Weight: weight})
}

// symbol adds the number at a symbol's end, when it has two parts or more:
// texts write "resolution 69/197" for A/RES/69/197.
func (o *optionList) symbol(t Token) {
	end := ""
	for _, e := range t.Extra { // endings come first, the longest first
		if numbers(e) {
			end = e
			break
		}
	}
	if end != "" {
		o.add(end, 0.3)
	}
}

// numbers says that a term is "69/197": numbers joined by strokes.
func numbers(s string) bool {
	strokes := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '/':
			strokes++
		case c < '0' || c > '9':
			return false
		}
	}
	return strokes > 0
}

// Prefixed adds, to the options of a word that is still being typed, all forms
// that begin with it.
func Prefixed(t Token, options []Option) []Option {
	return append(options[:len(options):len(options)],
		Option{Term: t.Form, Weight: 0.3, Prefix: true}, Option{Term: ExtraMark + t.Form, Weight: 0.2, Prefix: true})
}
