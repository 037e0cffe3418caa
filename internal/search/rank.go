package search

import (
	"context"
	"math"
	"strings"

	"comity/internal/search/query"
	"comity/internal/store"
)

// The weights of BM25 with fields: a word in the title counts as titleBoost
// in the text; k1 says how fast further occurrences count less, lengthShare how
// much a long text counts less.
const (
	k1          = 1.2
	titleBoost  = 3.0
	titleShare  = 0.3
	lengthShare = 0.6
	stopWeight  = 0.1
	phraseBoost = 1.5
	besideBoost = 0.4 // for each two words of the query that stand side by side
)

// scored is a document with its rank.
type scored struct {
	row   *row
	id    string
	score int64
	own   int64 // the document's, where score is that of its thing
}

// found is what one document has of the query.
type found struct {
	tf     [2][]float64 // by field (title, text) and concept
	length [2]float64
	beside float64
}

// score ranks documents by BM25, their IDs left out. Frequencies and lengths are
// those of the documents given, so that nothing that the reader may not see has a
// say.
func (s *search) score(ctx context.Context, rows []row, loose bool) ([]scored, error) {
	c := newCounter(s.q)
	at := make(map[int64]int, len(rows))
	all := make([]found, len(rows))
	numbers := make([]int64, len(rows))
	for i := range rows {
		numbers[i] = rows[i].number
		at[rows[i].number] = i
	}
	err := s.each(ctx, `SELECT number, title, title_stem, title_extra, body, body_stem, body_extra FROM search_term WHERE number IN `, numbers, func(r store.Rows) error {
		var number int64
		var t terms
		if err := r.Scan(&number, &t.title, &t.titleStem, &t.titleExtra, &t.body, &t.bodyStem, &t.bodyExtra); err != nil {
			return err
		}
		all[at[number]] = c.count(&t)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return bm25(s.q, rows, all, loose), nil
}

func bm25(q *query.Query, rows []row, all []found, loose bool) []scored {
	concepts := len(q.Concepts)
	n := float64(len(all))
	var average [2]float64
	idf := make([]float64, concepts)
	for i := range all {
		for f := range average {
			average[f] += all[i].length[f] / n
		}
		for c := range idf {
			if all[i].tf[0][c] > 0 || all[i].tf[1][c] > 0 {
				idf[c]++
			}
		}
	}
	required := 0
	for c := range idf {
		idf[c] = 1 + math.Log(1+(n-idf[c]+0.5)/(idf[c]+0.5))
		if q.Concepts[c].Stop {
			idf[c] *= stopWeight
		} else {
			required++
		}
	}
	out := make([]scored, len(rows))
	for i := range rows {
		score, has := 0.0, 0
		for c := range idf {
			tf := titleBoost * all[i].tf[0][c] / norm(titleShare, all[i].length[0], average[0])
			tf += all[i].tf[1][c] / norm(lengthShare, all[i].length[1], average[1])
			score += idf[c] * tf * (k1 + 1) / (tf + k1)
			if tf > 0 && !q.Concepts[c].Stop {
				has++
			}
		}
		score += besideBoost * all[i].beside
		if loose && required > 0 {
			score *= float64(has) / float64(required)
		}
		out[i] = scored{row: &rows[i], score: int64(math.Round(score * 1e6))}
	}
	return out
}

func norm(share, length, average float64) float64 {
	if average == 0 {
		return 1
	}
	return 1 - share + share*length/average
}

// weight is what a term counts for a concept.
type weight struct {
	concept int
	weight  float64
}

type phrase struct {
	concept int
	terms   []string
	weight  float64
}

// counter finds the concepts of a query in a document's terms.
type counter struct {
	concepts int
	terms    map[string][]weight
	prefixes []struct {
		weight
		text string
	}
	phrases []phrase
	words   []string // scratch
	last    []int    // scratch: the concept at each place, -1 for none
}

func newCounter(q *query.Query) *counter {
	c := &counter{concepts: len(q.Concepts), terms: map[string][]weight{}}
	for i := range q.Concepts {
		k := &q.Concepts[i]
		for _, o := range k.Options {
			if o.Prefix {
				c.prefixes = append(c.prefixes, struct {
					weight
					text string
				}{weight{i, o.Weight}, o.Term})
				continue
			}
			c.terms[o.Term] = append(c.terms[o.Term], weight{i, o.Weight})
		}
		for _, t := range k.Together {
			c.terms[t] = append(c.terms[t], weight{i, 0.5 / float64(len(k.Together))})
		}
		for _, p := range k.Phrases {
			c.phrases = append(c.phrases, phrase{i, p, phraseBoost / float64(len(k.Phrases))})
		}
	}
	return c
}

func (c *counter) count(t *terms) found {
	tf := make([]float64, 2*c.concepts)
	f := found{tf: [2][]float64{tf[:c.concepts], tf[c.concepts:]}}
	for i, field := range [2][3]string{{t.title, t.titleStem, t.titleExtra}, {t.body, t.bodyStem, t.bodyExtra}} {
		c.last = c.last[:0]
		f.length[i] = float64(c.stream(field[0], f.tf[i], true))
		c.stream(field[1], f.tf[i], true)
		for k := 1; k < len(c.last); k++ {
			if c.last[k] > 0 && c.last[k-1] == c.last[k]-1 {
				f.beside++
			}
		}
		c.stream(field[2], f.tf[i], false)
	}
	f.beside = min(f.beside, 4)
	return f
}

// stream counts a row of terms and returns how many there are. With places, it
// notes which concept stands where.
func (c *counter) stream(row string, tf []float64, places bool) int {
	c.words = c.words[:0]
	for len(row) > 0 {
		w := row
		if i := strings.IndexByte(row, ' '); i >= 0 {
			w, row = row[:i], row[i+1:]
		} else {
			row = ""
		}
		c.words = append(c.words, w)
	}
	for at, w := range c.words {
		here := -1
		if w != emptyPlace {
			for _, x := range c.terms[w] {
				tf[x.concept] += x.weight
				here = x.concept
			}
			for _, p := range c.prefixes {
				if here != p.concept && strings.HasPrefix(w, p.text) {
					tf[p.concept] += p.weight.weight
					here = p.concept
				}
			}
		}
		if places {
			if at == len(c.last) {
				c.last = append(c.last, here)
			} else if here >= 0 {
				c.last[at] = here
			}
		}
	}
	for _, p := range c.phrases {
		for at := range c.words {
			if phraseAt(c.words, at, p.terms) {
				tf[p.concept] += p.weight
			}
		}
	}
	return len(c.words)
}

func phraseAt(words []string, at int, terms []string) bool {
	if words[at] != terms[0] || at+len(terms) > len(words) {
		return false
	}
	for i := 1; i < len(terms); i++ {
		if words[at+i] != terms[i] {
			return false
		}
	}
	return true
}
