package renewal

import "comity/internal/resolution"

// Since says of one paragraph of the last resolution of a chain where its duty
// comes from.
type Since struct {
	Place Place           `json:"place"`
	Part  resolution.Part `json:"part"`
	First Step            `json:"first"` // the first resolution of the chain that it stands in
	// Trail goes back from the last resolution but one to the first that has the
	// paragraph; a merged paragraph follows the most similar of those before it.
	Trail []Step `json:"trail"`
	// Unchanged is the first resolution since which the text has been the same.
	Unchanged Step `json:"unchanged"`
}

// Step is a paragraph in one resolution of the chain.
type Step struct {
	Symbol string `json:"symbol"`
	ID     string `json:"id"`
	Number string `json:"number"`
	Class  Class  `json:"class"` // what became of it in the next resolution; "" in the last
}

// Chain is a resolution and its renewals, oldest first.
type Chain struct {
	Comparisons []Comparison `json:"comparisons"` // each with the one before
	Since       []Since      `json:"since"`       // by paragraph of the last
}

// Follow compares each document with the next and says of each paragraph of the
// last since when it stands. With fewer than two documents nothing is compared.
func Follow(docs []resolution.Document) Chain {
	c := Chain{Comparisons: []Comparison{}, Since: []Since{}}
	for i := 1; i < len(docs); i++ {
		c.Comparisons = append(c.Comparisons, Compare(docs[i-1], docs[i]))
	}
	if len(docs) == 0 {
		return c
	}
	origins := make([]map[string]*Change, len(c.Comparisons)) // by id in the newer
	for i := range c.Comparisons {
		origins[i] = map[string]*Change{}
		for k := range c.Comparisons[i].Changes {
			ch := &c.Comparisons[i].Changes[k]
			for _, p := range ch.New {
				origins[i][p.ID] = ch
			}
		}
	}
	last := docs[len(docs)-1]
	for _, p := range last.Paragraphs {
		here := Step{Symbol: last.Symbol, ID: p.ID, Number: p.Number}
		s := Since{Place: Place{p.ID, p.Number, p.Text}, Part: p.Part, First: here, Unchanged: here, Trail: []Step{}}
		same := true
		text := p.Text
		for i := len(c.Comparisons) - 1; i >= 0; i-- {
			ch := origins[i][s.First.ID]
			if ch == nil || len(ch.Old) == 0 {
				break
			}
			from := nearest(ch.Old, text)
			step := Step{Symbol: c.Comparisons[i].Old, ID: from.ID, Number: from.Number, Class: ch.Class}
			same = same && ch.Class == Kept
			s.Trail, s.First, text = append(s.Trail, step), step, from.Text
			if same {
				s.Unchanged = step
			}
		}
		c.Since = append(c.Since, s)
	}
	return c
}

// nearest is the paragraph that shares most words with a text.
func nearest(places []Place, text string) Place {
	if len(places) == 1 {
		return places[0]
	}
	all := [][]string{terms(text)}
	for _, p := range places {
		all = append(all, terms(p.Text))
	}
	c := newCorpus(all)
	vectors := make([]vector, len(places))
	for i := range places {
		vectors[i] = c.vector(all[i+1])
	}
	best, most := 0, -1.0
	for i, like := range newIndex(vectors).likeness(c.vector(all[0]), len(places)) {
		if like > most+1e-9 {
			best, most = i, like
		}
	}
	return places[best]
}
