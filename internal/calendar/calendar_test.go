package calendar_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/internal/calendar"
)

// unfolded reads a calendar's lines as RFC 5545 tells: a line that begins with a
// space goes on from the one before.
func unfolded(t interface{ Fatalf(string, ...any) }, s string) []string {
	var lines []string
	for _, l := range strings.Split(strings.TrimSuffix(s, "\r\n"), "\r\n") {
		if len(l) > 75 {
			t.Fatalf("a line has %d octets: %q", len(l), l)
		}
		if strings.ContainsAny(l, "\r\n") {
			t.Fatalf("a line is broken inside: %q", l)
		}
		if rest, goes := strings.CutPrefix(l, " "); goes && len(lines) > 0 {
			lines[len(lines)-1] += rest
			continue
		}
		lines = append(lines, l)
	}
	return lines
}

// TestWordsComeBack: whatever the words, a reader of the calendar has them again,
// and no word makes a line of its own.
func TestWordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.String().Draw(t, "words")
		c := calendar.Calendar{Name: "N", Part: "Test", Host: "example.org", Stamp: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
			Events: []calendar.Event{{Key: "k", Day: "2026-12-31", Words: words, URL: "https://example.org/x\r\nEND:VCALENDAR"}, {Key: "none"}}}
		var b strings.Builder
		if err := c.Write(&b); err != nil {
			t.Fatal(err)
		}
		lines := unfolded(t, b.String())
		events, ends, got := 0, 0, ""
		for _, l := range lines {
			if l == "BEGIN:VEVENT" {
				events++
			}
			if l == "END:VCALENDAR" {
				ends++
			}
			if s, is := strings.CutPrefix(l, "SUMMARY:"); is {
				got = strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(s)
			}
		}
		want := strings.Map(func(r rune) rune {
			if r < 0x20 && r != '\n' || r == 0x7f {
				return -1
			}
			return r
		}, strings.ToValidUTF8(words, ""))
		if events != 1 || got != want || ends != 1 {
			t.Fatalf("%d events, words %q, want %q in\n%s", events, got, want, strings.Join(lines, "\n"))
		}
	})
}

func TestADayIsWhole(t *testing.T) {
	c := calendar.Calendar{Name: "Treaties", Part: "Test", Host: "example.org", Events: []calendar.Event{{Key: "a", Day: "2026-12-31", Words: "w", More: "a, b"}}}
	var b strings.Builder
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"DTSTART;VALUE=DATE:20261231\r\n", "DTEND;VALUE=DATE:20270101\r\n", "UID:a@example.org\r\n", `DESCRIPTION:a\, b`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}
