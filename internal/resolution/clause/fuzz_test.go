package clause

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"comity/internal/resolution"
)

// sound fails where clauses break a law that holds for every text: spans lie
// inside it and say what the field says, indices run from 1.
func sound(t *testing.T, text string, clauses []resolution.Clause) {
	t.Helper()
	runes := []rune(text)
	at := func(s resolution.Span) string {
		if s[0] < 0 || s[1] < s[0] || s[1] > len(runes) {
			t.Fatalf("span %v lies outside of %d code points", s, len(runes))
		}
		return string(runes[s[0]:s[1]])
	}
	for i, c := range clauses {
		if c.Index != i+1 {
			t.Errorf("clause %d has the index %d", i+1, c.Index)
		}
		if s, ok := c.Spans["action"]; ok && at(s) != c.Action {
			t.Errorf("action %q, its span %q", c.Action, at(s))
		}
		if s, ok := c.Spans["phrase"]; ok && at(s) != c.Phrase {
			t.Errorf("phrase %q, its span %q", c.Phrase, at(s))
		}
		if s, ok := c.Spans["deadline"]; ok && at(s) != *c.Deadline {
			t.Errorf("deadline %q, its span %q", *c.Deadline, at(s))
		}
		for name, s := range c.Spans {
			if at(s) == "" {
				t.Errorf("the span of %s is empty", name)
			}
		}
		for k, v := range c.Rules {
			if v == "" {
				t.Errorf("no rule is named for %s", k)
			}
		}
		if c.Verb == "" || c.Force == "" {
			t.Errorf("clause %d has no verb or force: %+v", i+1, c)
		}
	}
}

var seeds = []string{
	"Requests the Office, within existing resources, to report to the Assembly at its ninetieth session on the matter;",
	"Welcomes and encourages the work of the Network, and in this regard invites all States, including donors, to join it:",
	"Decides that, should it be so, the Secretary-General is authorized to act;",
	"Calls upon “States (and others",
	"Expresses its deep concern about, and solidarity with, and",
	"To ensure, as appropriate, that",
	"Requests, furthermore,", "and and and requests requests", "“”()", "Да, requests", "in accordance with",
}

func FuzzParagraph(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	r := NewReader([]Body{{"SG", []string{"Secretary-General"}}, {"GA", []string{"General Assembly"}}}, knownInstruments())
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 1<<14 {
			t.Skip()
		}
		got, _ := r.Paragraph("1", text, []resolution.Cite{{Symbol: "A/RES/1/1", Span: resolution.Span{0, 1}}}, nil)
		sound(t, text, got)
		p := r.PreamblePhrase(text)
		if !strings.HasPrefix(text, p) && p != "" && !strings.Contains(text, p) {
			t.Errorf("phrase %q is not in the text", p)
		}
		doc := resolution.Document{Language: "en", Paragraphs: []resolution.Paragraph{
			{ID: "1", Number: "1", Part: resolution.Operative, Text: "Requests the Secretary-General:"},
			{ID: "1(a)", Number: "1(a)", Part: resolution.Operative, Text: text},
			{ID: "1(a)(i)", Number: "1(a)(i)", Part: resolution.Operative, Text: text},
		}}
		r.Annotate(&doc)
		for _, p := range doc.Paragraphs {
			sound(t, p.Text, p.Clauses)
		}
	})
}

// Reading is linear in the text, also for texts made to be slow: eight times
// the text may not take much more than eight times as long.
func TestReadsInLinearTime(t *testing.T) {
	r := NewReader(nil, knownInstruments())
	for _, unit := range []string{
		"requests ", "and requests the ", ", and also ", "to report to the Office on ", "also ", ", including ", "that which notes ",
		"in accordance with the law and ", "at the first second ", "(“", "States, ", ", to submit a report on the ", "is authorized to ", "continues to ",
		"United Nations Convention against Corruption and States parties ", "in this regard, ", "with deep ", "by the ",
	} {
		took := func(n int) time.Duration {
			text := "Requests the Office to report " + strings.Repeat(unit, n)
			best := time.Hour
			for range 3 {
				from := time.Now()
				r.Paragraph("1", text, nil, nil)
				best = min(best, time.Since(from))
			}
			return best
		}
		short, long := took(500), took(4000)
		if long > 30*short && long > 50*time.Millisecond {
			t.Errorf("%q: 500 times take %v, 4000 times %v", unit, short, long)
		}
	}
}
