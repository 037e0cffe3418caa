package search

import (
	"fmt"
	"testing"
)

// A reading that began before a change answers by what it sees, and leaves
// nothing behind for those after it.
func TestAnOlderReadingKeepsNothing(t *testing.T) {
	k := newAnswers()
	key, _ := (&Request{Query: "x", Audiences: []string{"public"}}).kept()
	k.put(5, key, Result{Total: 5})
	k.put(4, key, Result{Total: 4})
	if r, ok := k.get(5, key); !ok || r.Total != 5 {
		t.Errorf("kept is %+v, %v", r, ok)
	}
	if _, ok := k.get(4, key); ok {
		t.Error("an answer of now was given to a reading of before")
	}
	if _, keep := (&Request{Query: "x", Audiences: []string{"public", "secretariat"}}).kept(); keep {
		t.Error("an answer is kept that is not the public's")
	}
}

// The last answers are kept, and not all.
func TestTheLastAnswersAreKept(t *testing.T) {
	k := newAnswers()
	key := func(i int) asked { return asked{query: fmt.Sprint(i)} }
	for i := range mostAnswers {
		k.put(1, key(i), Result{Total: i})
	}
	k.get(1, key(0)) // asked for again
	k.put(1, key(mostAnswers), Result{})
	if _, ok := k.get(1, key(0)); !ok {
		t.Error("what was asked for just now is gone")
	}
	if _, ok := k.get(1, key(1)); ok || k.order.Len() != mostAnswers || len(k.by) != mostAnswers {
		t.Errorf("%d answers are kept, at most %d are", k.order.Len(), mostAnswers)
	}
	k.put(2, key(0), Result{})
	if k.order.Len() != 1 || len(k.by) != 1 {
		t.Errorf("%d answers outlive a change of the index", k.order.Len()-1)
	}
}
