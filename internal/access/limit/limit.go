// Package limit slows those who ask too often: a generic cell rate algorithm,
// one instant a key. It guards signing in by person and by address, and the
// faces by whoever asks.
package limit

import (
	"sync"
	"time"
)

// Limiter lets a key do Burst things at once, and one more each Every. It may
// be shared. Now, Every, Burst and Most are set before the first use.
type Limiter struct {
	// Every is the time after which one more is allowed.
	Every time.Duration
	// Burst is how many are allowed at once, at least 1.
	Burst int
	// Most is how many keys are held; 0 means 100,000. When so many keys are
	// busy, all further ones share one: the memory stays bounded, and a flood
	// of keys slows strangers, not those who are known already.
	Most int
	// Now is the clock.
	Now func() time.Time

	mu   sync.Mutex
	next map[string]time.Time // until when the key's burst is used up in part
	rest time.Time            // of the key that the rest share
	due  time.Time            // before which sweeping again is in vain
}

// Allow counts one for the key and says whether it is allowed; where it is not,
// wait is how long to wait before it would be, and nothing is counted.
func (l *Limiter) Allow(key string) (wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.Now()
	if l.next == nil {
		l.next = map[string]time.Time{}
	}
	at, known := l.next[key]
	shared := false
	if !known && len(l.next) >= l.most() {
		// Not at every request of a flood: a sweep looks at all keys.
		if !now.Before(l.due) {
			l.sweep(now)
			l.due = now.Add(l.Every)
		}
		if len(l.next) >= l.most() {
			at, shared = l.rest, true
		}
	}
	at = later(at, now)
	if wait = at.Sub(now) - time.Duration(max(l.Burst, 1)-1)*l.Every; wait > 0 {
		return wait, false
	}
	if at = at.Add(l.Every); shared {
		l.rest = at
	} else {
		l.next[key] = at
	}
	return 0, true
}

// Forget lets a key begin anew: after a sign-in that succeeded.
func (l *Limiter) Forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.next, key)
}

// Len is the number of keys held.
func (l *Limiter) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.next)
}

func (l *Limiter) most() int {
	if l.Most <= 0 {
		return 100_000
	}
	return l.Most
}

// sweep forgets the keys that have all their burst again.
func (l *Limiter) sweep(now time.Time) {
	for k, at := range l.next {
		if !at.After(now) {
			delete(l.next, k)
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
