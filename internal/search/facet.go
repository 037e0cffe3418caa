package search

import (
	"slices"
	"strings"

	"comity/internal/search/analyse"
	"comity/internal/search/query"
)

// faceOf writes what is counted of a document in one column, since it is read
// for thousands: type, topics, parties, language between tabs, several codes
// between spaces, each once.
func faceOf(d *Document) string {
	codes := func(list []string) string {
		list = slices.Clone(list)
		slices.Sort(list)
		return strings.Join(slices.Compact(list), " ")
	}
	return strings.Join([]string{d.Type, codes(d.Topics), codes(d.Parties), analyse.Base(d.Language)}, "\t")
}

func unface(face string) (typ, topics, parties, language string) {
	typ, face, _ = strings.Cut(face, "\t")
	topics, face, _ = strings.Cut(face, "\t")
	parties, language, _ = strings.Cut(face, "\t")
	return typ, topics, parties, language
}

// facets counts the values of the fields, of each thing once: as many as are found
// when the question has the value as a filter too.
func facets(things []thing) []Facet {
	faces := map[string]int{} // of things that have one
	counts := map[string]map[string]int{}
	for _, f := range query.Fields() {
		counts[f] = map[string]int{}
	}
	for _, t := range things {
		if len(t) == 1 {
			faces[t[0].face]++
			continue
		}
		seen := map[[2]string]bool{}
		for i, r := range t {
			if i > 0 && r.face == t[i-1].face {
				continue
			}
			values(r.face, func(field, value string) {
				if at := [2]string{field, value}; !seen[at] {
					seen[at] = true
					counts[field][value]++
				}
			})
		}
	}
	for face, n := range faces {
		values(face, func(field, value string) { counts[field][value] += n })
	}
	var out []Facet
	for _, f := range query.Fields() {
		if len(counts[f]) == 0 {
			continue
		}
		facet := Facet{Field: f}
		for v, n := range counts[f] {
			facet.Values = append(facet.Values, Count{v, n})
		}
		slices.SortFunc(facet.Values, func(a, b Count) int {
			if a.Count != b.Count {
				return b.Count - a.Count
			}
			return strings.Compare(a.Value, b.Value)
		})
		facet.Values = facet.Values[:min(len(facet.Values), maxValues)]
		out = append(out, facet)
	}
	return out
}

// values tells the values of a face.
func values(face string, f func(field, value string)) {
	typ, topics, parties, language := unface(face)
	f(query.Type, typ)
	for v := range strings.FieldsSeq(topics) {
		f(query.Topic, v)
	}
	for v := range strings.FieldsSeq(parties) {
		f(query.Party, v)
	}
	if language != "" {
		f(query.Language, language)
	}
}
