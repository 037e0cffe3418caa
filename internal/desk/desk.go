package desk

import (
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/module"
)

// Ordered are tasks as a desk shows them: overdue first, then by day, those
// without a day last; of one day by their words and key.
func Ordered(tasks []module.Task) []module.Task {
	out := slices.Clone(tasks)
	slices.SortStableFunc(out, func(a, b module.Task) int {
		if (a.Due == "") != (b.Due == "") {
			if a.Due == "" {
				return 1
			}
			return -1
		}
		for _, c := range []int{strings.Compare(string(a.Due), string(b.Due)), strings.Compare(a.Words, b.Words), strings.Compare(a.Key, b.Key)} {
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return out
}

// Split parts tasks into those that are due from the reader and those that the
// reader waits for.
func Split(tasks []module.Task) (mine, waiting []module.Task) {
	for _, t := range tasks {
		if t.Waits {
			waiting = append(waiting, t)
		} else {
			mine = append(mine, t)
		}
	}
	return mine, waiting
}

// Overdue says whether a task's day has passed.
func Overdue(t module.Task, today act.Day) bool { return t.Due != "" && t.Due < today }

// Days is how many days are left until a day, negative when it has passed.
func Days(today, due act.Day) int {
	return int(due.Time().Sub(today.Time()).Hours() / 24)
}
