package treaty

import (
	"slices"

	"comity/internal/act"
	"comity/internal/party"
)

// Force is when a treaty entered into force, and why.
type Force struct {
	// Day is the first on which it is in force, "" while that is not known.
	Day act.Day
	// Nth is the day of the deposit that it waited for, "" while there is none.
	Nth act.Day
	// Counted are the instruments counted up to that deposit, or so far; Needed
	// is how many it waits for.
	Counted, Needed int
	Reasons         []Reason
	Doubts          []Doubt
	// Ended is the first day on which the treaty is no more, "" while it lasts.
	Ended   act.Day
	EndedBy []Reason
}

// Parties is what the rules ask of the programme's parties.
type Parties interface {
	// ByCode is nil for a code that is no party's.
	ByCode(code string) *party.Party
	// Successions are those in which the party stands on either side.
	Successions(code string) []party.Succession
}

// organization says whether a party is no State.
func organization(ps Parties, code string) bool {
	p := ps.ByCode(code)
	return p != nil && p.Type != party.State && p.Type != party.FormerState
}

// sameState is the code under which a State is counted: of who continues it.
func sameState(ps Parties, code string) string {
	for range 5 {
		next := ""
		for _, s := range ps.Successions(code) {
			if s.Predecessor == code && s.Manner == party.Continuation {
				next = s.Successor
			}
		}
		if next == "" {
			break
		}
		code = next
	}
	return code
}

// enter applies the rule of entry into force to the deposits of a treaty.
// parent is when the parent entered into force, other when the treaty did that
// this one enters into force with.
func (r *record) enter(ps Parties, parent, other *Force) Force {
	var f Force
	rules := r.Rules
	if rules == nil || rules.Entry == nil {
		f.Doubts = append(f.Doubts, Doubt{Key: "no-rule-entry"})
		return f
	}
	e := rules.Entry
	cite := e.Cite(r.Code)
	if e.Unconfirmed {
		f.Doubts = append(f.Doubts, Doubt{Key: "rule-unconfirmed", Cite: cite})
	}
	if e.With != "" {
		if other != nil {
			f.Day, f.Nth, f.Doubts = other.Day, other.Nth, append(f.Doubts, other.Doubts...)
		}
		f.Reasons = []Reason{{Key: "entry-with", Cite: cite, Unconfirmed: e.Unconfirmed}}
		return f
	}
	f.Needed = e.Instruments
	f.Nth, f.Counted = r.nth(ps, e.Instruments, e.Organizations)
	if e.Further != "" {
		f.Doubts = append(f.Doubts, Doubt{Key: "entry-further", Cite: cite})
	}
	if f.Nth == "" {
		return f
	}
	f.Day = after(f.Nth, e.Days, e.FirstOfMonth)
	key, n := "entry-days", e.Days
	if e.FirstOfMonth > 0 {
		key, n = "entry-month", e.FirstOfMonth
	}
	f.Reasons = []Reason{{Key: key, Cite: cite, N: n, Unconfirmed: e.Unconfirmed}}
	if e.ParentFirst {
		switch {
		case parent == nil || parent.Day == "":
			f.Day = ""
			f.Doubts = append(f.Doubts, Doubt{Key: "parent-not-in-force", Cite: cite})
		case parent.Day > f.Day:
			f.Day = parent.Day
			f.Reasons = append(f.Reasons, Reason{Key: "entry-parent", Cite: cite})
		}
	}
	var unconfirmed []string
	for i := range r.deposits {
		if d := &r.deposits[i]; d.Unconfirmed && d.Action.Consents() && d.Day <= f.Nth {
			unconfirmed = append(unconfirmed, d.ID)
		}
	}
	if unconfirmed != nil {
		f.Doubts = append(f.Doubts, Doubt{Key: "force-unconfirmed", Acts: unconfirmed})
	}
	return f
}

// nth finds the day of the n-th instrument that counts: the first of each
// State, not of who succeeds to one that was counted, and of organizations only
// where they count. An instrument withdrawn by then does not count.
func (r *record) nth(ps Parties, n int, organizations bool) (day act.Day, counted int) {
	type change struct {
		day  act.Day
		plus int
	}
	var steps []change
	first := map[string]*Deposit{}
	for i := range r.deposits {
		d := &r.deposits[i]
		if !d.Action.Consents() || d.Action == Succession || !organizations && organization(ps, d.Party) {
			continue
		}
		state := sameState(ps, d.Party)
		if before := first[state]; before == nil || d.List != "" && before.List == "" && before.Depositary == d.Depositary {
			first[state] = d
		}
	}
	for _, d := range first {
		steps = append(steps, change{d.Day, 1})
		if w := r.withdrawn(d); w != nil {
			steps = append(steps, change{w.Day, -1})
		}
	}
	slices.SortFunc(steps, func(a, b change) int {
		if a.day != b.day {
			if a.day < b.day {
				return -1
			}
			return 1
		}
		return a.plus - b.plus
	})
	for _, s := range steps {
		if counted += s.plus; counted == n && s.plus > 0 {
			return s.day, counted
		}
	}
	return "", counted
}

// withdrawn finds the earliest withdrawal of a deposit, nil where there is none.
// What is dated before the deposit withdraws nothing.
func (r *record) withdrawn(d *Deposit) *Deposit {
	for i := range r.by[d.Party] {
		if w := r.by[d.Party][i]; w.Action == Withdrawal && w.Withdraws == d.ref() && w.Day >= d.Day {
			return w
		}
	}
	return nil
}
