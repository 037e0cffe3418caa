package door

import (
	"context"
	"runtime"
	"time"

	"comity/internal/access/limit"
	"comity/internal/access/seclog"
)

// hashesAtOnce bounds the passwords hashed at the same time, each of which
// takes 64 MiB.
var hashesAtOnce = max(2, min(runtime.NumCPU(), 8))

// throttle slows guessing: by the name as it was folded, whether or not there
// is such a person; by the person, whichever of their names is used; and by the
// network that asks. It lies in memory: each process has its own.
type throttle struct {
	name, person, network, second, loud *limit.Limiter
}

func newThrottle(now func() time.Time) throttle {
	of := func(burst int, every time.Duration) *limit.Limiter {
		return &limit.Limiter{Burst: burst, Every: every, Now: now}
	}
	return throttle{
		name:    of(10, time.Minute),
		person:  of(20, time.Minute),
		network: of(60, 2*time.Second),
		second:  of(10, 3*time.Minute),
		loud:    of(1, time.Minute),
	}
}

// network refuses a network that asks too often. One refusal a minute is
// entered in the log.
func (d *Door) network(ctx context.Context, from From, how string) error {
	key := limit.Network(from.Address)
	wait, ok := d.throttle.network.Allow(key)
	if ok {
		return nil
	}
	return d.tooOften(ctx, wait, "network "+key, "", how, from)
}

func (d *Door) tooOften(ctx context.Context, wait time.Duration, key, person, how string, from From) error {
	if _, ok := d.throttle.loud.Allow(key); ok {
		if err := d.log.Append(ctx, d.entry(seclog.TooOften, person, how, from)); err != nil {
			return err
		}
	}
	return d.often(wait)
}

// turn waits for a place to hash a password in.
func (d *Door) turn(ctx context.Context) (done func(), err error) {
	patience := time.NewTimer(5 * time.Second)
	defer patience.Stop()
	select {
	case d.hashing <- struct{}{}:
		return func() { <-d.hashing }, nil
	case <-patience.C:
		return nil, refuse("sign-in.busy")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
