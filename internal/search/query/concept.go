package query

import "comity/internal/search/analyse"

// phrase takes what stands between quotation marks: the forms, in order.
func (p *parser) phrase(text string, not bool) {
	tokens, options := analyse.Query(text, p.language)
	if n := len(tokens); n > 1 && tokens[n-1].Tail && !tokens[n-2].Tail && tokens[n-2].Han {
		// The last character is in the pair before it; in a text it may
		// begin another pair.
		tokens = tokens[:n-1]
	}
	switch len(tokens) {
	case 0:
		return
	case 1:
		if tokens[0].Han {
			p.add(Concept{Text: text, Options: han(tokens[0]), Quoted: true}, not)
			return
		}
		var exact []analyse.Option
		for _, o := range options[0] {
			if o.Term == tokens[0].Form || o.Term == analyse.ExtraMark+tokens[0].Form {
				exact = append(exact, o)
			}
		}
		exact[0].Weight = 1 // no stem is counted beside it
		p.add(Concept{Text: text, Options: exact, Quoted: true}, not)
		return
	}
	row := make([]string, len(tokens))
	for i, t := range tokens {
		row[i] = t.Form
	}
	p.add(Concept{Text: text, Phrases: [][]string{row}, Quoted: true}, not)
}

// joined is a compound: its words one after another, in their forms or their
// stems, or written as one.
func joined(text string, tokens []analyse.Token) Concept {
	c := Concept{Text: text[tokens[0].Start:tokens[len(tokens)-1].End]}
	var formed, stemmed []string
	one := ""
	for _, t := range tokens {
		formed = append(formed, t.Form)
		one += t.Form
		if t.Stem != "" {
			stemmed = append(stemmed, analyse.StemMark+t.Stem)
		}
	}
	c.Phrases = [][]string{formed}
	if len(stemmed) == len(tokens) {
		c.Phrases = append(c.Phrases, stemmed)
	}
	// The whole as one word, with its stems.
	_, whole := analyse.Query(one, "")
	if len(whole) == 1 {
		c.Options = whole[0]
	}
	return c
}

// hanRun is a run of characters without spaces: all its pairs in order, or
// its words apart, taken two characters at a time.
func hanRun(text string, tokens []analyse.Token) Concept {
	c := Concept{Text: text[tokens[0].Start:tokens[len(tokens)-1].End]}
	if n := len(tokens); n > 1 && tokens[n-1].Tail {
		tokens = tokens[:n-1]
	}
	if len(tokens) == 1 {
		c.Options = han(tokens[0])
		return c
	}
	row := make([]string, len(tokens))
	for i, t := range tokens {
		row[i] = t.Form
		if i%2 == 0 {
			c.Together = append(c.Together, t.Form)
		}
	}
	if len(row)%2 == 0 { // an odd number of characters: the last pair overlaps
		c.Together = append(c.Together, row[len(row)-1])
	}
	c.Phrases = [][]string{row}
	return c
}

// han is a pair of characters; one character alone is found wherever it begins
// a pair or ends a run.
func han(t analyse.Token) []analyse.Option {
	return []analyse.Option{{Term: t.Form, Weight: 1, Prefix: t.Tail}}
}
