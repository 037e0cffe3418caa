package treaty

import "comity/internal/act"

// end is when a denunciation takes effect, "" where no rule tells.
type end struct {
	day     act.Day
	reasons []Reason
	doubts  []Doubt
}

// ends applies the treaty's rule to a denunciation. A later day that the
// denunciation itself names goes before.
func ends(r *record, d *Deposit, f *Force) end {
	if r.Rules == nil || r.Rules.Denunciation == nil {
		e := end{doubts: []Doubt{{Key: "no-rule-denunciation"}}}
		if d.Effective >= d.Day {
			e.day = d.Effective
			e.reasons = []Reason{{Key: "denunciation-names-day"}}
		}
		return e
	}
	rule := r.Rules.Denunciation
	cite := rule.Cite(r.Code)
	e := end{reasons: []Reason{{Key: "denunciation-months", Cite: cite, N: rule.Months, Unconfirmed: rule.Unconfirmed}}}
	switch {
	case rule.July:
		year := d.Day.Time().Year() + 1
		if d.Day[5:] > "07-01" {
			year++
		}
		e.day = yearDay(year)
		e.reasons[0] = Reason{Key: "denunciation-july", Cite: cite, Unconfirmed: rule.Unconfirmed}
	case rule.Days > 0:
		e.day = addDays(d.Day, rule.Days)
		e.reasons[0] = Reason{Key: "denunciation-days", Cite: cite, N: rule.Days, Unconfirmed: rule.Unconfirmed}
	default:
		e.day = addMonths(d.Day, rule.Months)
	}
	if rule.Unconfirmed {
		e.doubts = append(e.doubts, Doubt{Key: "rule-unconfirmed", Cite: cite})
	}
	if rule.NotBefore > 0 && (f.Day == "" || d.Day < addMonths(f.Day, 12*rule.NotBefore)) {
		e.doubts = append(e.doubts, Doubt{Key: "denounced-too-early", Cite: cite})
	}
	if d.Effective > e.day {
		e.day = d.Effective
		e.reasons = append(e.reasons, Reason{Key: "denunciation-names-day"})
	}
	return e
}

// yearDay is 1 January of a year.
func yearDay(year int) act.Day {
	return addMonths("0001-01-01", 12*(year-1))
}
