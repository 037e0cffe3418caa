package reading_test

import (
	"context"
	"errors"
	"testing"
	"unicode/utf8"

	"comity/internal/resolution/source"
)

// FuzzRead gives the bytes of a file of any kind. The corpus in testdata/fuzz
// holds one small file of each kind and the traps that are known.
func FuzzRead(f *testing.F) {
	r := newReader(f)
	f.Add([]byte(lamps(1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, err := r.Read(context.Background(), "x", data)
		if err != nil {
			var refused *source.Refused
			if !errors.As(err, &refused) || refused.Why == "" || len(docs) > 0 {
				t.Fatalf("%d documents and an error that is no refusal: %v", len(docs), err)
			}
			return
		}
		if len(docs) == 0 {
			t.Fatal("no documents and no error")
		}
		for _, d := range docs {
			ids := map[string]bool{}
			for _, p := range d.Paragraphs {
				if ids[p.ID] {
					t.Fatalf("%q stands twice", p.ID)
				}
				ids[p.ID] = true
				n := utf8.RuneCountInString(p.Text)
				for _, c := range p.Clauses {
					for field, s := range c.Spans {
						if s[0] < 0 || s[0] > s[1] || s[1] > n {
							t.Fatalf("clause %s: span of %s is %v of %d characters", c.ID, field, s, n)
						}
					}
				}
			}
		}
	})
}
