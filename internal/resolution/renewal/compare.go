package renewal

import (
	"slices"
	"strings"

	"comity/internal/resolution"
)

// Class says what became of paragraphs.
type Class string

// The classes. Each paragraph is in exactly one Change.
const (
	Kept    Class = "kept"
	Amended Class = "amended"
	Merged  Class = "merged"
	Split   Class = "split"
	Dropped Class = "dropped"
	New     Class = "new"
)

// Place is a paragraph of one of the documents.
type Place struct {
	ID     string `json:"id"`     // "12(a)", "pp3"
	Number string `json:"number"` // as printed, "" where none is
	Text   string `json:"text"`
}

// Change is what became of one paragraph, or of several that were merged or of
// one that was split.
type Change struct {
	Class Class           `json:"class"`
	Part  resolution.Part `json:"part"`
	Old   []Place         `json:"old"`
	New   []Place         `json:"new"`
	// Diff leads from the old text to the new one, word by word; the texts of
	// several paragraphs are put together with a space. Only where both are.
	Diff []Piece `json:"diff,omitempty"`
	// Likeness of the texts, from 0 to 1, where both are.
	Likeness float64 `json:"likeness"`
	// Moved: the paragraph stands elsewhere among those that are in both.
	Moved bool `json:"moved"`
}

// Comparison is one resolution against the one that it renews.
type Comparison struct {
	Old     string        `json:"old"` // symbols
	New     string        `json:"new"`
	Count   map[Class]int `json:"count"` // changes of each class
	Changes []Change      `json:"changes"`
}

// text is a paragraph made ready for comparing.
type text struct {
	place  Place
	folded string
	words  []string // its terms
	vector vector
}

// Compare compares the paragraphs of two documents. Changes come in the order of
// the new document; what was dropped stands after what stood before it in the
// old one.
func Compare(before, after resolution.Document) Comparison {
	c := Comparison{Old: before.Symbol, New: after.Symbol, Count: map[Class]int{}, Changes: []Change{}}
	for _, part := range []resolution.Part{resolution.Preamble, resolution.Operative, resolution.Annex} {
		a, b := texts(before, part), texts(after, part)
		var all [][]string
		for _, t := range slices.Concat(a, b) {
			all = append(all, terms(t.folded))
		}
		corpus := newCorpus(all)
		for i := range a {
			a[i].words, a[i].vector = all[i], corpus.vector(all[i])
		}
		for j := range b {
			b[j].words, b[j].vector = all[len(a)+j], corpus.vector(all[len(a)+j])
		}
		c.Changes = append(c.Changes, changes(part, a, b)...)
	}
	for _, ch := range c.Changes {
		c.Count[ch.Class]++
	}
	return c
}

func texts(d resolution.Document, part resolution.Part) []text {
	var out []text
	for _, p := range d.Paragraphs {
		if p.Part == part {
			out = append(out, text{place: Place{p.ID, p.Number, p.Text}, folded: strings.Join(strings.Fields(p.Text), " ")})
		}
	}
	return out
}

// changes classes the paragraphs of one part.
func changes(part resolution.Part, a, b []text) []Change {
	p := pairUp(a, b)
	into, from := groups(p, a, b)
	moved := movedPairs(p)
	var out []Change
	done := make([]bool, len(a))
	dropUpTo := func(i int) {
		for k := 0; k < i; k++ {
			if !done[k] && p.toNew[k] < 0 && into[k] < 0 {
				done[k] = true
				out = append(out, Change{Class: Dropped, Part: part, Old: []Place{a[k].place}, New: []Place{}})
			}
		}
	}
	for j := range b {
		i := p.toOld[j]
		if i < 0 && from[j] >= 0 {
			continue // it came out of a split, which stands at its first part
		}
		if i < 0 {
			out = append(out, Change{Class: New, Part: part, Old: []Place{}, New: []Place{b[j].place}})
			continue
		}
		dropUpTo(i)
		olds, news := []int{i}, []int{j}
		for k, target := range into {
			if target == j {
				olds = append(olds, k)
			}
		}
		for k, source := range from {
			if source == i {
				news = append(news, k)
			}
		}
		slices.Sort(olds)
		slices.Sort(news)
		out = append(out, change(part, a, b, olds, news, p.like[i][j], moved[i]))
		for _, k := range olds {
			done[k] = true
		}
	}
	dropUpTo(len(a))
	return out
}

// groups finds the old paragraphs without a partner that a paired new one holds
// (into: merged), and the new ones without a partner that a paired old one held
// (from: split). A pair takes part in one or the other.
func groups(p pairing, a, b []text) (into, from []int) {
	into, from = filled(len(a)), filled(len(b))
	merged := make([]bool, len(b))
	for i := range a {
		if p.toNew[i] >= 0 {
			continue
		}
		best, most := -1, 0.0
		for j := range b {
			if p.toOld[j] < 0 || a[p.toOld[j]].folded == b[j].folded {
				continue
			}
			if e := wentInto(a[i], b[j], a[p.toOld[j]], p.like[i][j]); e > most {
				best, most = j, e
			}
		}
		if best >= 0 {
			into[i], merged[best] = best, true
		}
	}
	for j := range b {
		if p.toOld[j] >= 0 {
			continue
		}
		best, most := -1, 0.0
		for i := range a {
			if p.toNew[i] < 0 || merged[p.toNew[i]] || a[i].folded == b[p.toNew[i]].folded {
				continue
			}
			if e := wentInto(b[j], a[i], b[p.toNew[i]], p.like[i][j]); e > most {
				best, most = i, e
			}
		}
		from[j] = best
	}
	return into, from
}

func change(part resolution.Part, a, b []text, olds, news []int, like float64, moved bool) Change {
	c := Change{Part: part, Moved: moved, Likeness: min(1, like), Old: []Place{}, New: []Place{}}
	for _, i := range olds {
		c.Old = append(c.Old, a[i].place)
	}
	for _, j := range news {
		c.New = append(c.New, b[j].place)
	}
	switch {
	case len(olds) > 1:
		c.Class = Merged
	case len(news) > 1:
		c.Class = Split
	case a[olds[0]].folded == b[news[0]].folded:
		c.Class, c.Likeness = Kept, 1
		return c
	default:
		c.Class = Amended
	}
	c.Diff = Diff(c.OldText(), c.NewText())
	return c
}

// OldText is the text that Diff leads from.
func (c Change) OldText() string { return joined(c.Old) }

// NewText is the text that Diff leads to.
func (c Change) NewText() string { return joined(c.New) }

func joined(places []Place) string {
	var all []string
	for _, p := range places {
		all = append(all, strings.Fields(p.Text)...)
	}
	return strings.Join(all, " ")
}

// movedPairs says of each old paragraph whether its partner stands outside the
// longest row of pairs that keeps the order.
func movedPairs(p pairing) []bool {
	var row []int // indices of old paragraphs that have a partner
	for i, j := range p.toNew {
		if j >= 0 {
			row = append(row, i)
		}
	}
	// The longest increasing row of partners, by patience sorting.
	var tails []int
	before := make([]int, len(p.toNew))
	for _, i := range row {
		k, _ := slices.BinarySearchFunc(tails, p.toNew[i], func(t, j int) int { return p.toNew[t] - j })
		before[i] = -1
		if k > 0 {
			before[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	moved := make([]bool, len(p.toNew))
	for _, i := range row {
		moved[i] = true
	}
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			moved[i] = false
		}
	}
	return moved
}
