package desk

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"comity/internal/module"
)

// WriteCalendar writes tasks that have a day as a calendar (RFC 5545): each an
// event of a whole day, which every calendar shows. node makes their ids, origin
// the addresses of their pages; stamp is when it was made.
func WriteCalendar(w io.Writer, node, origin, name string, tasks []module.Task, stamp time.Time) error {
	var b strings.Builder
	line := func(key, value string) { fold(&b, key+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Comity//Desk//EN")
	line("CALSCALE", "GREGORIAN")
	line("X-WR-CALNAME", text(name))
	for _, t := range tasks {
		if t.Due == "" {
			continue
		}
		day := t.Due.Time()
		line("BEGIN", "VEVENT")
		line("UID", text(t.Key+"@"+node))
		line("DTSTAMP", stamp.UTC().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE", day.Format("20060102"))
		line("DTEND;VALUE=DATE", day.AddDate(0, 0, 1).Format("20060102"))
		line("SUMMARY", text(t.Words))
		if origin != "" && t.Link != "" {
			line("URL", origin+t.Link)
		}
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	_, err := io.WriteString(w, b.String())
	return err
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
