package topic_test

import (
	"testing"

	"comity/internal/resolution"
	"comity/internal/resolution/topic"
)

func TestAClauseHasTheTopicsOfItsOwnWords(t *testing.T) {
	m := topic.NewMatcher(crimePrevention(t).Topics)
	const text = "Welcomes the work against bribery and bribery in sport, and invites States to protect witnesses."
	at := func(from, to int) map[string]resolution.Span {
		return map[string]resolution.Span{"phrase": {from, from + 1}, "action": {from + 2, to}}
	}
	doc := resolution.Document{Language: "en", Paragraphs: []resolution.Paragraph{{Text: text, Clauses: []resolution.Clause{
		{Spans: at(0, 54)}, {Spans: at(60, len(text))}, {},
	}}}}
	m.Annotate(&doc)
	for i, want := range []string{"corruption:bribery; sport:sport", "victims-witnesses:witnesses", ""} {
		if got := places(text, doc.Paragraphs[0].Clauses[i].Topics); got != want {
			t.Errorf("clause %d has %q, want %q", i+1, got, want)
		}
	}
	doc.Language = "fr"
	doc.Paragraphs[0].Clauses[0].Topics = nil
	m.Annotate(&doc)
	if doc.Paragraphs[0].Clauses[0].Topics != nil {
		t.Error("a French document was given topics by English words")
	}
}
