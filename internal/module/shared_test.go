package module

import (
	"sync"
	"testing"
)

// All who ask a node for one type get the same, made once, and what makes one may
// ask for another.
func TestWhatRoomsShareIsMadeOnce(t *testing.T) {
	type inner struct{ n int }
	type outer struct{ in *inner }
	n := &Node{}
	made := 0
	var all sync.WaitGroup
	var got [8]*outer
	for i := range got {
		all.Go(func() {
			got[i] = Shared(n, func() *outer {
				made++
				return &outer{Shared(n, func() *inner { return &inner{7} })}
			})
		})
	}
	all.Wait()
	for _, o := range got {
		if o != got[0] || o.in.n != 7 {
			t.Errorf("%p, and %p", o, got[0])
		}
	}
	if made != 1 {
		t.Errorf("made %d times", made)
	}
	if other := Shared(&Node{}, func() *outer { return &outer{} }); other == got[0] {
		t.Error("two nodes share one")
	}
}
