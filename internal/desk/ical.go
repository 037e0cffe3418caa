package desk

import (
	"io"
	"net/url"
	"time"

	"comity/internal/calendar"
	"comity/internal/module"
)

// WriteCalendar writes tasks that have a day as a calendar: each an event of a
// whole day, which every calendar shows. home makes their ids and the addresses of
// their pages, of which there are none where it is blank; stamp is when it was made.
func WriteCalendar(w io.Writer, home url.URL, name string, tasks []module.Task, stamp time.Time) error {
	c := calendar.Calendar{Name: name, Part: "Desk", Host: home.Host, Stamp: stamp}
	for _, t := range tasks {
		e := calendar.Event{Key: t.Key, Day: t.Due, Words: t.Words}
		if home.Host != "" && t.Link != "" {
			e.URL = home.String() + t.Link
		}
		c.Events = append(c.Events, e)
	}
	return c.Write(w)
}
