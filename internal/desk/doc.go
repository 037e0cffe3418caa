// Package desk is what waits for a reader: what is due from them, and what they
// wait for, overdue first, on a page and as a calendar.
//
// Tasks come from the modules ([module.Task]); the desk knows none of their kinds.
// desk.go orders them, ical.go writes a calendar, pages.go shows them.
package desk
