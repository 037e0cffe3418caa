package assistance

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/BurntSushi/toml"

	"comity/internal/act"
)

// targets names what a request waits for, by where it stands; the State evaluates,
// the Office does the rest. After a reply that accepts nothing the file is closed.
var targets = map[Status]string{Submitted: "check", Checked: "appraise", Appraised: "reply", Drafted: "reply", Cleared: "reply", Assigned: "deliver", Delivered: "evaluate", Evaluated: "close"}

func (l *Life) target() string {
	if l.Status != Replied {
		return targets[l.Status]
	}
	switch l.Outcome {
	case Accepted, InPart:
		return "assign"
	case Pending:
		return "resources"
	}
	return "close"
}

// answered lets the clock run on from a day.
func (l *Life) answered(day act.Day) {
	if !l.Open {
		return
	}
	l.Open = false
	n := days(l.OpenSince, day)
	if l.RepliedOn == "" {
		l.AskedDays += n
	}
	// Only what was asked since the present waiting began stops its clock.
	if l.OpenSince < l.Since {
		n = days(l.Since, day)
	}
	l.Stopped += n
}

// wind begins to wait for what is due next, from a day.
func (l *Life) wind(day act.Day) {
	if t := l.target(); t != l.Target {
		l.Target, l.Since, l.Stopped = t, day, 0
	}
}

// days from one day to another; 0 where that is not later.
func days(from, to act.Day) int {
	if from == "" || to <= from {
		return 0
	}
	return int(to.Time().Sub(from.Time()) / (24 * time.Hour))
}

// plus is the day n days later.
func plus(day act.Day, n int) act.Day { return act.DayOf(day.Time().AddDate(0, 0, n)) }

// Adjusted is the day from which a target's days are counted: that of its beginning,
// later by the days in which the State was asked.
func (l *Life) Adjusted() act.Day {
	if l.Since == "" {
		return ""
	}
	return plus(l.Since, l.Stopped)
}

// Used are the days that the present waiting has taken by a day, without those in
// which the State was asked.
func (l *Life) Used(today act.Day) int {
	if l.Open {
		stop := max(l.OpenSince, l.Since)
		return max(0, days(l.Since, min(stop, today))-l.Stopped)
	}
	return max(0, days(l.Since, today)-l.Stopped)
}

// Settings are what a programme says of requests: its target times and how its
// counts are shown.
type Settings struct {
	// Target are days by what is waited for; none for what has no target.
	Target map[string]int `toml:"target"`
	// Smallest is the smallest number of requests that a cell of the public counts
	// shows.
	Smallest int `toml:"smallest"`
}

// Due is the day by which what is waited for is to be done; "" where there is no
// target, or while the State is asked.
func (s *Settings) Due(l *Life) act.Day {
	n := s.Target[l.Target]
	if n == 0 || l.Since == "" || l.Open {
		return ""
	}
	return plus(l.Adjusted(), n)
}

const settingsFile = "assistance/targets.toml"

// LoadSettings reads a programme's assistance/targets.toml; a programme without one has
// no targets, and shows counts from 5. The error names the file.
func LoadSettings(fsys fs.FS) (*Settings, error) {
	data, err := fs.ReadFile(fsys, settingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return &Settings{Smallest: 5}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the target times of assistance: %w", err)
	}
	s := &Settings{}
	meta, err := toml.Decode(string(data), s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", settingsFile, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%s: unknown key %q; take it out or mend its spelling", settingsFile, unknown[0].String())
	}
	known := map[string]bool{"assign": true, "resources": true}
	for _, t := range targets {
		known[t] = true
	}
	for name, n := range s.Target {
		if !known[name] || n < 1 || n > 3660 {
			return nil, fmt.Errorf("%s: target %s = %d: name check, appraise, reply, assign, resources, deliver, evaluate or close, and 1 to 3660 days", settingsFile, name, n)
		}
	}
	if s.Smallest < 2 || s.Smallest > 100 {
		return nil, fmt.Errorf("%s: smallest = %d: give the smallest count that is shown, 2 to 100", settingsFile, s.Smallest)
	}
	return s, nil
}
