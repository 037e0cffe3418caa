package reading_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"comity/internal/act"
	"comity/internal/resolution/reading"
	"comity/internal/testshared"
)

// Every document that a real text cites is one that people may cite too: the rule by
// which cites are refused that can name nothing refuses none of them.
func TestWhatTextsCiteCanBeCited(t *testing.T) {
	path := testshared.Dir(t, "resolutions", "unxml-ga-74-78.zip")
	cites := map[string]bool{}
	err := newReader(t).Files(context.Background(), []string{path, testshared.Dir(t, "resolutions", "A_RES_69_197.txt")}, reading.Options{}, func(res reading.Result) error {
		if res.Err != nil {
			return res.Err
		}
		for _, d := range res.Documents {
			if d.Symbol != "" {
				cites[d.Symbol] = true
			}
			raw, err := json.Marshal(d)
			if err != nil {
				return err
			}
			var tree any
			if err := json.Unmarshal(raw, &tree); err != nil {
				return err
			}
			gather(tree, "", cites)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for c := range cites {
		if !act.Names(act.Cite(c)) {
			t.Errorf("%q is cited by a text, and could not be by a person", c)
		}
	}
	if len(cites) < 5000 {
		t.Errorf("only %d documents are cited", len(cites))
	}
	t.Log(fmt.Sprint(len(cites), " cites"))
}

// gather takes the lists of cites out of a document's JSON.
func gather(n any, under string, cites map[string]bool) {
	switch n := n.(type) {
	case map[string]any:
		for name, x := range n {
			gather(x, name, cites)
		}
	case []any:
		for _, x := range n {
			if c, is := x.(string); is && under == "cites" {
				cites[c] = true
			}
			gather(x, under, cites)
		}
	}
}
