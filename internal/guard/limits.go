package guard

import (
	"net/http"
	"strconv"
	"time"

	"comity/internal/access/limit"
	"comity/internal/access/seclog"
	"comity/internal/endpoint"
	"comity/internal/ui"
)

// limits are how often one may ask: for each person, since many sit behind one
// address, and for each network where nobody is known.
type limits struct{ reads, writes, strangers, loud *limit.Limiter }

func newLimits(now func() time.Time) limits {
	return limits{
		reads:     &limit.Limiter{Every: time.Second / 20, Burst: 200, Now: now},
		writes:    &limit.Limiter{Every: time.Second / 5, Burst: 50, Now: now},
		strangers: &limit.Limiter{Every: 2 * time.Second, Burst: 30, Now: now}, // who write: sign-ins, checks of proofs
		loud:      &limit.Limiter{Every: time.Minute, Burst: 1, Now: now},
	}
}

// Often says that too many requests came; it is an [endpoint.ErrOften].
type Often struct {
	// Wait is after how long the next is taken.
	Wait time.Duration
}

func (o *Often) Error() string { return endpoint.ErrOften.Error() }

// Unwrap gives [endpoint.ErrOften].
func (o *Often) Unwrap() error { return endpoint.ErrOften }

// Say tells the caller when to come again.
func (o *Often) Say(h http.Header) { h.Set("Retry-After", strconv.Itoa(int(o.Wait/time.Second)+1)) }

// count counts the request; the error is an [Often] where there were too many.
func (g *Guard) count(v *ui.Visit) error {
	if g.Unlimited {
		return nil
	}
	l := g.limits.reads
	if !Reading(v.Request) {
		if l = g.limits.writes; !v.Reader.Signed() {
			l = g.limits.strangers
		}
	}
	key := g.key(v)
	wait, ok := l.Allow(key)
	if ok {
		return nil
	}
	if _, tell := g.limits.loud.Allow(key); tell && g.Security != nil { // one a minute is told
		e := seclog.Entry{Event: seclog.TooOften, Person: v.Reader.Who.Person, Address: g.Address(v.Request), Action: "request"}
		if err := g.Security.Append(v.Context(), e); err != nil {
			g.Logger.Error("entering into the security log", "error", err)
		}
	}
	return &Often{wait}
}
