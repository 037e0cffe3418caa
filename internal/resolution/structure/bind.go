package structure

import (
	"sort"
	"strconv"

	"comity/internal/resolution"
)

// binder binds markers to the footnotes of one source.
type binder struct {
	notes    []note
	byMarker map[string][]int
	index    map[int]int // note → place in the Document's Footnotes
	doc      *resolution.Document
}

func newBinder(notes []note, doc *resolution.Document) *binder {
	b := &binder{notes: notes, byMarker: map[string][]int{}, index: map[int]int{}, doc: doc}
	for i, n := range notes {
		b.byMarker[n.marker] = append(b.byMarker[n.marker], i)
	}
	return b
}

// bind finds the footnote that a marker at the place at of the reading order
// means: of several with the same marker the nearest, sooner one that follows
// than one that went before. It returns its place in the Document's Footnotes.
func (b *binder) bind(marker string, at int) (int, bool) {
	best, cost := -1, 0
	for _, i := range b.byMarker[marker] {
		d := b.notes[i].at - at
		if d < 0 {
			d = -3 * d
		}
		if best < 0 || d < cost {
			best, cost = i, d
		}
	}
	if best < 0 {
		return 0, false
	}
	k, ok := b.index[best]
	if !ok {
		k = len(b.doc.Footnotes)
		b.index[best] = k
		b.doc.Footnotes = append(b.doc.Footnotes, resolution.Footnote{Marker: marker, Text: b.notes[best].text})
	}
	return k, true
}

// rest adds the footnotes that no marker leads to, each behind the one that its
// number follows, and reports them.
func (b *binder) rest() {
	var left []int
	for i := range b.notes {
		if _, ok := b.index[i]; !ok {
			left = append(left, i)
		}
	}
	if len(left) == 0 {
		return
	}
	old := b.doc.Footnotes
	type placed struct {
		note resolution.Footnote
		from int // old index, −1 for a new one
		rank float64
	}
	row := make([]placed, 0, len(old)+len(left))
	numbered := map[string]int{}
	for i, f := range old {
		row = append(row, placed{f, i, float64(i)})
		numbered[f.Marker] = i
	}
	for k, i := range left {
		n := b.notes[i]
		rank := float64(len(old)) + float64(k)/1e6
		if v, err := strconv.Atoi(n.marker); err == nil {
			if p, ok := numbered[strconv.Itoa(v-1)]; ok {
				rank = float64(p) + 0.5
			}
		}
		row = append(row, placed{resolution.Footnote{Marker: n.marker, Text: n.text}, -1, rank})
		b.doc.Uncertain = append(b.doc.Uncertain, resolution.Uncertain{Field: "footnotes",
			Why: "footnote " + n.marker + where(n.no) + " has a text, but its marker was not found in the document"})
	}
	sort.SliceStable(row, func(i, j int) bool { return row[i].rank < row[j].rank })
	moved := make([]int, len(old))
	b.doc.Footnotes = b.doc.Footnotes[:0:0]
	for i, p := range row {
		if p.from >= 0 {
			moved[p.from] = i
		}
		b.doc.Footnotes = append(b.doc.Footnotes, p.note)
	}
	for i := range b.doc.Paragraphs {
		for k := range b.doc.Paragraphs[i].NoteSpans {
			s := &b.doc.Paragraphs[i].NoteSpans[k]
			s.Footnote = moved[s.Footnote]
		}
	}
}
