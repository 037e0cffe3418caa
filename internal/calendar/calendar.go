// Package calendar writes days with their words as a calendar (RFC 5545), which
// every calendar program takes in: tasks that fall due, treaties that enter into
// force. It knows neither.
package calendar

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"comity/internal/act"
)

// Type is the media type of what [Calendar.Write] writes.
const Type = "text/calendar; charset=utf-8"

// Calendar is a name and the whole days in it.
type Calendar struct {
	Name string
	// Part of the program that made it, in one English word: "Desk".
	Part string
	// Host makes ids of events unique in the world; where it is "" they are unique
	// among those of one node.
	Host string
	// Stamp is when it was made.
	Stamp time.Time
	// Events stand in the order in which they are written.
	Events []Event
}

// Event is one whole day. One without a day is left out.
type Event struct {
	// Key stays the same when the event is written again: a program that has it
	// moves it to its new day.
	Key   string
	Day   act.Day
	Words string
	// More is what a calendar shows when the event is opened, "" for nothing.
	More string
	// URL is the whole address of its page, "" for none.
	URL string
}

// Write writes the calendar.
func (c *Calendar) Write(w io.Writer) error {
	var b strings.Builder
	line := func(key, value string) { fold(&b, key+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Comity//"+text(c.Part)+"//EN")
	line("CALSCALE", "GREGORIAN")
	line("X-WR-CALNAME", text(c.Name))
	for _, e := range c.Events {
		if e.Day == "" {
			continue
		}
		day := e.Day.Time()
		line("BEGIN", "VEVENT")
		line("UID", text(strings.TrimSuffix(e.Key+"@"+c.Host, "@")))
		line("DTSTAMP", c.Stamp.UTC().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE", day.Format("20060102"))
		line("DTEND;VALUE=DATE", day.AddDate(0, 0, 1).Format("20060102"))
		line("SUMMARY", text(e.Words))
		if e.More != "" {
			line("DESCRIPTION", text(e.More))
		}
		if e.URL != "" {
			line("URL", oneLine(e.URL))
		}
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	_, err := io.WriteString(w, b.String())
	return err
}

// oneLine takes control characters out of an address.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// text escapes a text value (RFC 5545, 3.3.11); control characters fall away.
func text(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// fold writes a line in pieces of at most 75 octets, never inside a character
// (RFC 5545, 3.1).
func fold(b *strings.Builder, s string) {
	most := 75
	for len(s) > most {
		n := most
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		b.WriteString(s[:n] + "\r\n ")
		s, most = s[n:], 74 // the space counts
	}
	b.WriteString(s + "\r\n")
}
