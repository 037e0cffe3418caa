package i18n

import (
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collators put words in the order of a language. One serves one caller at a
// time, so each language has a pool.
var collators sync.Map // language → *sync.Pool

// Sort puts a list in the order in which lists in the reader's language have its
// words; what has the same words keeps its order.
func Sort[T any](l *Localizer, list []T, words func(T) string) {
	got, _ := collators.LoadOrStore(l.Lang, &sync.Pool{New: func() any { return collate.New(language.Make(l.Lang)) }})
	pool := got.(*sync.Pool)
	c := pool.Get().(*collate.Collator)
	defer pool.Put(c)
	slices.SortStableFunc(list, func(a, b T) int { return c.CompareString(words(a), words(b)) })
}
