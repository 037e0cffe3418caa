package desk

import (
	"io"
	"time"

	"comity/internal/calendar"
	"comity/internal/module"
)

// WriteCalendar writes tasks that have a day as a calendar: each an event of a
// whole day, which every calendar shows. node makes their ids, origin the
// addresses of their pages; stamp is when it was made.
func WriteCalendar(w io.Writer, node, origin, name string, tasks []module.Task, stamp time.Time) error {
	c := calendar.Calendar{Name: name, Part: "Desk", Host: node, Stamp: stamp}
	for _, t := range tasks {
		e := calendar.Event{Key: t.Key, Day: t.Due, Words: t.Words}
		if origin != "" && t.Link != "" {
			e.URL = origin + t.Link
		}
		c.Events = append(c.Events, e)
	}
	return c.Write(w)
}
