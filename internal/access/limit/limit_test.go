package limit

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var start = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// clocked is a limiter whose clock is set by hand.
func clocked(every time.Duration, burst, most int) (*Limiter, *time.Time) {
	now := start
	return &Limiter{Every: every, Burst: burst, Most: most, Now: func() time.Time { return now }}, &now
}

func TestAllow(t *testing.T) {
	l, now := clocked(time.Minute, 3, 0)
	for i := range 3 {
		if wait, ok := l.Allow("a"); !ok || wait != 0 {
			t.Fatalf("%d: %v, %v", i, wait, ok)
		}
	}
	if wait, ok := l.Allow("a"); ok || wait != time.Minute {
		t.Errorf("the fourth: %v, %v", wait, ok)
	}
	if _, ok := l.Allow("b"); !ok {
		t.Error("another key pays for it")
	}
	*now = start.Add(time.Minute - 1)
	if wait, ok := l.Allow("a"); ok || wait != 1 {
		t.Errorf("just before: %v, %v", wait, ok)
	}
	*now = start.Add(time.Minute)
	if _, ok := l.Allow("a"); !ok {
		t.Error("after the wait it is refused")
	}
	if _, ok := l.Allow("a"); ok {
		t.Error("one wait bought two")
	}
	l.Forget("a")
	if _, ok := l.Allow("a"); !ok {
		t.Error("a forgotten key is refused")
	}
	*now = start.Add(-time.Hour) // the clock is set back: it waits, and does not let in more
	if _, ok := l.Allow("b"); ok {
		t.Error("a clock set back lets in more")
	}
}

// In any run no window of time sees more than the burst and one for each Every.
func TestNoWindowSeesMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		burst := rapid.IntRange(1, 5).Draw(t, "burst")
		l, now := clocked(time.Second, burst, 0)
		var allowed []time.Time
		for range rapid.IntRange(1, 80).Draw(t, "asked") {
			*now = now.Add(time.Duration(rapid.IntRange(0, 1500).Draw(t, "after")) * time.Millisecond)
			wait, ok := l.Allow("k")
			if ok {
				allowed = append(allowed, *now)
				continue
			}
			// Waiting so long would do, and a moment less would not.
			saved := *now
			*now = saved.Add(wait - 1)
			if _, early := l.Allow("k"); early {
				t.Fatalf("the wait of %v is too long", wait)
			}
			*now = saved
		}
		for i := range allowed {
			for j := i; j < len(allowed); j++ {
				most := burst + int(allowed[j].Sub(allowed[i])/time.Second)
				if j-i+1 > most {
					t.Fatalf("%d within %v, burst %d", j-i+1, allowed[j].Sub(allowed[i]), burst)
				}
			}
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	l, now := clocked(time.Minute, 2, 100)
	l.Allow("known")
	for i := range 10_000 {
		l.Allow(fmt.Sprint(i))
	}
	if l.Len() > 100 {
		t.Errorf("%d keys are held", l.Len())
	}
	if _, ok := l.Allow("stranger"); ok {
		t.Error("in a flood a stranger is let in without limit")
	}
	if _, ok := l.Allow("known"); !ok {
		t.Error("who was known before the flood pays for it")
	}
	*now = start.Add(time.Hour)
	if _, ok := l.Allow("stranger"); !ok || l.Len() > 2 {
		t.Errorf("after the flood: %v, %d keys", ok, l.Len())
	}
}

func BenchmarkAllow(b *testing.B) {
	l := &Limiter{Every: time.Millisecond, Burst: 10, Now: time.Now}
	keys := make([]string, 1000)
	for i := range keys {
		keys[i] = fmt.Sprint("address ", i)
	}
	i := 0
	for b.Loop() {
		l.Allow(keys[i%1000])
		i++
	}
}
