package topic

import "comity/internal/resolution"

// Annotate gives each clause of an English document the topics whose words stand
// inside it: between the first and the last place that the reading of the clause
// rests on (Clause.Spans). A clause that names none has none; it does not take
// those of its neighbours.
func (m *Matcher) Annotate(doc *resolution.Document) {
	if doc.Language != "" && doc.Language != "en" {
		return
	}
	for i := range doc.Paragraphs {
		p := &doc.Paragraphs[i]
		if len(p.Clauses) == 0 {
			continue
		}
		all := m.All(p.Text)
		for k := range p.Clauses {
			p.Clauses[k].Topics = Within(all, extent(p.Clauses[k].Spans))
		}
	}
}

// Within returns the topics that stand inside span, each once with its first
// place.
func Within(topics []resolution.Topic, span resolution.Span) []resolution.Topic {
	out := []resolution.Topic{}
next:
	for _, t := range topics {
		if t.Span[0] < span[0] || t.Span[1] > span[1] {
			continue
		}
		for _, o := range out {
			if o.Code == t.Code {
				continue next
			}
		}
		out = append(out, t)
	}
	return out
}

// extent is the least span that holds all of spans.
func extent(spans map[string]resolution.Span) resolution.Span {
	var all resolution.Span
	first := true
	for _, s := range spans {
		if first || s[0] < all[0] {
			all[0] = s[0]
		}
		if first || s[1] > all[1] {
			all[1] = s[1]
		}
		first = false
	}
	return all
}
