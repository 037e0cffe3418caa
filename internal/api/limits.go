package api

import (
	"strconv"
	"time"

	"comity/internal/access/limit"
	"comity/internal/ui"
)

// often counts the request for its person or, where nobody is known, for its
// address, and says how long to wait where that is too often. Whoever tries
// tokens that open nothing is nobody.
func (a *API) often(v *ui.Visit) (wait time.Duration, often bool) {
	if a.Unlimited {
		return 0, false
	}
	key := v.Reader.Who.Person
	if key == "" {
		key = limit.Network(a.Address(v.Request))
	}
	l := a.reads
	if !reading(v.Request) {
		l = a.writes
	}
	wait, ok := l.Allow(key)
	return wait, !ok
}

func seconds(d time.Duration) string { return strconv.Itoa(int(d/time.Second) + 1) }
