package web

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"comity/internal/act"
)

// collators put names in the order of a language. One serves one caller at a
// time, so each language has a pool.
var collators sync.Map // language → *sync.Pool

// collate compares two names as lists in the language have them.
func (s *Site) collate(lang, a, b string) int {
	p, _ := collators.LoadOrStore(lang, &sync.Pool{New: func() any { return collate.New(language.Make(lang)) }})
	pool := p.(*sync.Pool)
	c := pool.Get().(*collate.Collator)
	defer pool.Put(c)
	return c.CompareString(a, b)
}

func actDay(s string) act.Day { return act.Day(s) }
