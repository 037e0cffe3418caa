package search

import (
	"context"
	"slices"

	"comity/internal/access"
	"comity/internal/store"
)

// thing is what was found: its documents that answer the question, the newest first.
type thing []*row

// thingsOf gathers the documents of each thing, in the order of the first of them.
func thingsOf(rows []row) []thing {
	at := make(map[string]int, len(rows))
	things := make([]thing, 0, len(rows))
	ones := make([]*row, len(rows)) // of things that have one document, as most have
	for i := range rows {
		r := &rows[i]
		k, known := at[r.whole]
		if known {
			things[k] = append(things[k], r)
			continue
		}
		at[r.whole] = len(things)
		ones[i] = r
		things = append(things, ones[i:i+1:i+1])
	}
	return things
}

// in is the newest document of a thing in a language or, where there is none, of all.
func (t thing) in(language string) *row {
	for _, r := range t {
		if r.language() == language {
			return r
		}
	}
	return t[0]
}

func (r *row) language() string {
	_, _, _, language := unface(r.face)
	return language
}

// once leaves of ranked documents one of each thing, with the best rank that any of
// them has: the best one in the language or, where there is none, the best of all; of
// equals the newest.
func once(all []scored, language string) []scored {
	at := make(map[string]int, len(all))
	out := all[:0:0]
	for _, d := range all {
		k, known := at[d.row.whole]
		if !known {
			at[d.row.whole] = len(out)
			d.own = d.score
			out = append(out, d)
			continue
		}
		have := &out[k]
		score := max(have.score, d.score)
		mine, theirs := d.row.language() == language, have.row.language() == language
		if better := d.score > have.own || d.score == have.own && d.row.number > have.row.number; mine && !theirs || mine == theirs && better {
			have.row, have.own = d.row, d.score
		}
		have.score = score
	}
	return out
}

// also fills in the languages in which the reader can have what is shown.
func (s *search) also(ctx context.Context, page []scored, hits []Hit) error {
	languages := map[string][]string{}
	may, audiences := access.Among("d.audience", s.audiences)
	wholes := make([]any, len(page))
	for i, p := range page {
		wholes[i] = p.row.whole
	}
	marks, n := list(len(wholes))
	for len(wholes) < n {
		wholes = append(wholes, wholes[len(wholes)-1])
	}
	err := store.Each(ctx, s.v, `SELECT d.whole, d.face FROM search_doc AS d WHERE d.whole IN `+marks+` AND `+may, append(wholes, audiences...), func(r store.Rows) error {
		var d row
		err := r.Scan(&d.whole, &d.face)
		if l := d.language(); l != "" && !slices.Contains(languages[d.whole], l) {
			languages[d.whole] = append(languages[d.whole], l)
		}
		return err
	})
	for i := range hits {
		also := slices.DeleteFunc(slices.Clone(languages[page[i].row.whole]), func(l string) bool { return l == hits[i].Language })
		if slices.Sort(also); len(also) > 0 {
			hits[i].Also = also
		}
	}
	return err
}
