package citation_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"comity/internal/resolution/citation"
	"comity/internal/testshared"
)

// The labels of clauses name acts, whole or by paragraph; articles of treaties
// they leave out. All the acts of a paragraph's clauses, letters and paragraphs
// included, must be what is found in its text.
func TestCitesOfTheLabelledClauses(t *testing.T) {
	data, err := os.ReadFile(testshared.Dir(t, "resolutions", "clauses-dev.json"))
	if err != nil {
		t.Fatal(err)
	}
	var labelled []struct {
		Doc, Num, Text string
		Clauses        []struct{ Cites []string }
	}
	if err := json.Unmarshal(data, &labelled); err != nil {
		t.Fatal(err)
	}
	r := reader(t)
	var c tally
	for _, p := range labelled {
		want := map[string]bool{}
		for _, clause := range p.Clauses {
			for _, cite := range clause.Cites {
				want[cite] = true
			}
		}
		ctx := citation.Context{Organ: "GA", Session: session(p.Doc), Symbol: p.Doc, Language: "en", Paragraph: strings.TrimSuffix(p.Num, ".")}
		if p.Doc == "A/RES/69/197" {
			ctx.Session = 69
		}
		var found []string
		for _, cite := range r.Find(p.Text, ctx) {
			if !strings.HasPrefix(cite.Rule, "treaty") && !slices.Contains(found, cite.Symbol) {
				found = append(found, cite.Symbol)
			}
		}
		for _, f := range found {
			if want[f] {
				c.right++
			} else {
				c.wrong++
				t.Logf("%s %s: found %s", p.Doc, p.Num, f)
			}
		}
		for w := range want {
			if !slices.Contains(found, w) {
				c.missed++
				t.Logf("%s %s: missed %s; found %v", p.Doc, p.Num, w, found)
			}
		}
	}
	t.Log(c)
	if c.f1() < 0.97 {
		t.Errorf("F1 %.4f is below 0.97", c.f1())
	}
}
