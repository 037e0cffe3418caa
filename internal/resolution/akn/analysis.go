package akn

import (
	"strconv"

	"comity/internal/resolution"
)

// analysis writes the clauses: who is asked what, with how much force, and where
// in the text each field stands.
func (w *writer) analysis() {
	any := false
	for i := range w.doc.Paragraphs {
		for _, c := range w.doc.Paragraphs[i].Clauses {
			if !any {
				w.newline(2)
				w.tag("analysis", "source", "#comity")
				w.tag("otherAnalysis", "source", "#comity")
				any = true
			}
			w.newline(3)
			w.clause(i, c)
		}
	}
	if any {
		w.newline(2)
		w.end("otherAnalysis")
		w.end("analysis")
	}
}

func (w *writer) clause(paragraph int, c resolution.Clause) {
	w.tag("comity:clause", "id", c.ID, "paragraph", "#"+w.eIDs[paragraph], "index", strconv.Itoa(c.Index), "verb", c.Verb, "force", string(c.Force))
	field := func(name, value, key string, more ...string) {
		if value == "" {
			return
		}
		more = append(more, "rule", c.Rules[key])
		w.element("comity:"+name, value, append(more, w.place(paragraph, c, key)...)...)
	}
	field("phrase", c.Phrase, "phrase")
	for i, a := range c.Addressees {
		entity := ""
		if i < len(c.Entities) {
			entity = c.Entities[i]
		}
		field("addressee", a, "addressees."+strconv.Itoa(i), "entity", entity)
	}
	field("action", c.Action, "action")
	for i, code := range c.Conditions {
		field("condition", code, "conditions."+strconv.Itoa(i))
	}
	if c.Deadline != nil {
		field("deadline", *c.Deadline, "deadline")
	}
	if c.Report != nil {
		var pairs []string
		for _, f := range []struct {
			name  string
			value *string
		}{{"to", c.Report.To}, {"at", c.Report.At}, {"on", c.Report.On}} {
			if f.value != nil {
				pairs = append(pairs, f.name, *f.value)
			}
		}
		w.tag("comity:report/", pairs...)
	}
	for _, s := range c.Cites {
		w.tag("comity:cite/", "symbol", s)
	}
	for _, t := range c.Topics {
		w.tag("comity:topic/", "code", t.Code, "start", strconv.Itoa(t.Span[0]), "end", strconv.Itoa(t.Span[1]))
	}
	w.end("comity:clause")
}

// place points to the inline element of a field, or to its code points.
func (w *writer) place(paragraph int, c resolution.Clause, key string) []string {
	span, ok := c.Spans[key]
	if !ok {
		return nil
	}
	for _, m := range w.prose[paragraph].marks {
		if m.eID != "" && m.Span == span && m.name == inlineName(key) {
			return []string{"href", "#" + m.eID}
		}
	}
	return []string{"start", strconv.Itoa(span[0]), "end", strconv.Itoa(span[1])}
}
