package treaty

import (
	"time"

	"comity/internal/act"
)

// Reason is a rule that was applied: a key of the message that says it,
// "treaty.rule." before it, and the article.
type Reason struct {
	Key  string
	Cite act.Cite
	// N is the number that the rule turns on: of instruments, days, months.
	N int
	// Unconfirmed: the rule was written without the text at hand.
	Unconfirmed bool
}

// Doubt is what stands in the way of a plain answer: a key of the message that
// says it, "treaty.doubt." before it, and the ids of the acts that raise it.
type Doubt struct {
	Key  string
	Acts []string
	Cite act.Cite // of the rule in question, "" for none
}

func addDays(d act.Day, n int) act.Day { return act.DayOf(d.Time().AddDate(0, 0, n)) }

// addMonths is the same day of a later month, or that month's last day where it
// has no such day.
func addMonths(d act.Day, n int) act.Day {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return act.DayOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}

// firstOfMonth is the first day of the n-th month following the day's.
func firstOfMonth(d act.Day, n int) act.Day {
	t := d.Time()
	return act.DayOf(time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
}

// after is days, or the first of a month, after a day.
func after(d act.Day, days, month int) act.Day {
	if month > 0 {
		return firstOfMonth(d, month)
	}
	return addDays(d, days)
}
