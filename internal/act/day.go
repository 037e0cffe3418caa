package act

import (
	"fmt"
	"time"
)

// Day is a calendar day as ISO text, "2014-12-18", year 1 to 9999 of the
// proleptic Gregorian calendar. Text order is the order of days.
type Day string

// ParseDay checks a day. The error is an Invalid.
func ParseDay(s string) (Day, error) {
	if !isDay(s) {
		return "", Invalid{Code: "day.calendar", What: s,
			Why: "this is no day of the calendar between the years 1 and 9999",
			Do:  "write year, month and day as 2014-12-18"}
	}
	return Day(s), nil
}

// DayOf is the day of an instant in UTC.
func DayOf(t time.Time) Day {
	y, m, d := t.UTC().Date()
	return Day(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
}

// Time is midnight UTC of the day; the zero time for a day outside the calendar.
func (d Day) Time() time.Time {
	if !isDay(string(d)) {
		return time.Time{}
	}
	return time.Date(digits(string(d[:4])), time.Month(digits(string(d[5:7]))), digits(string(d[8:])), 0, 0, 0, 0, time.UTC)
}

func isDay(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	y, m, d := digits(s[:4]), digits(s[5:7]), digits(s[8:])
	return y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m)
}

func isMonth(s string) bool {
	if len(s) != 7 || s[4] != '-' {
		return false
	}
	y, m := digits(s[:4]), digits(s[5:])
	return y >= 1 && m >= 1 && m <= 12
}

func daysIn(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	default:
		return 31
	}
}

// digits reads a number of ASCII digits only; -1 for anything else.
func digits(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// Instant is a moment in microseconds since 1970, UTC. It prints with exactly
// six decimals: "2026-11-23T09:30:00.000001Z".
type Instant int64

// The first and last instant that a header can carry: years 1 to 9999.
const (
	firstInstant Instant = -62135596800_000000
	lastInstant  Instant = 253402300799_999999
)

// InstantOf cuts a time to microseconds.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMicro()) }

// Time is the instant as a time in UTC.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

func (i Instant) String() string { return string(i.append(nil)) }

func (i Instant) append(b []byte) []byte {
	t := i.Time()
	y, m, d := t.Date()
	h, mi, s := t.Clock()
	b = append4(b, y)
	b = append2(append(b, '-'), int(m))
	b = append2(append(b, '-'), d)
	b = append2(append(b, 'T'), h)
	b = append2(append(b, ':'), mi)
	b = append2(append(b, ':'), s)
	us := t.Nanosecond() / 1000
	b = append(b, '.')
	b = append2(b, us/10000)
	b = append2(b, us/100%100)
	b = append2(b, us%100)
	return append(b, 'Z')
}

// ParseInstant reads what String prints, and nothing else. The error is an
// Invalid.
func ParseInstant(s string) (Instant, error) {
	bad := func() (Instant, error) {
		return 0, Invalid{Code: "instant.form", What: s,
			Why: "this is no instant in UTC with six decimals",
			Do:  "write it as 2026-11-23T09:30:00.000001Z"}
	}
	if len(s) != 27 || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != '.' || s[26] != 'Z' || !isDay(s[:10]) {
		return bad()
	}
	h, m, sec, us := digits(s[11:13]), digits(s[14:16]), digits(s[17:19]), digits(s[20:26])
	if h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59 || us < 0 {
		return bad()
	}
	t := Day(s[:10]).Time()
	return Instant(t.UnixMicro() + int64((h*60+m)*60+sec)*1_000_000 + int64(us)), nil
}

func append4(b []byte, n int) []byte { return append2(append2(b, n/100), n%100) }

func append2(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }
