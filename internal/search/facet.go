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

// facets counts the values of the fields.
func facets(rows []row) []Facet {
	faces := map[string]int{}
	for i := range rows {
		faces[rows[i].face]++
	}
	counts := map[string]map[string]int{}
	for _, f := range query.Fields() {
		counts[f] = map[string]int{}
	}
	for face, n := range faces {
		typ, topics, parties, language := unface(face)
		counts[query.Type][typ] += n
		for v := range strings.FieldsSeq(topics) {
			counts[query.Topic][v] += n
		}
		for v := range strings.FieldsSeq(parties) {
			counts[query.Party][v] += n
		}
		if language != "" {
			counts[query.Language][language] += n
		}
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
