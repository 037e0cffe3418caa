package module

import (
	"reflect"
	"sync"
)

// shared is what the rooms of a node keep in memory, one of each type.
type shared struct {
	mu   sync.Mutex
	kept map[reflect.Type]any // func() T, by T
}

// Shared is what all rooms and faces of a node keep in memory of one type: made
// by the first who asks, and the same for everybody after. What it keeps has to
// be safe for many goroutines, and says itself of which state of the book it is.
func Shared[T any](n *Node, first func() T) T {
	key := reflect.TypeFor[T]()
	n.shared.mu.Lock()
	once, have := n.shared.kept[key].(func() T)
	if !have {
		if n.shared.kept == nil {
			n.shared.kept = map[reflect.Type]any{}
		}
		once = sync.OnceValue(first)
		n.shared.kept[key] = once
	}
	n.shared.mu.Unlock()
	return once()
}
