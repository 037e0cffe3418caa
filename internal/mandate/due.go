package mandate

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/programme"
)

// Exact says how exactly a day on which something is due is known.
type Exact string

// How exactly a day is known.
const (
	ToDay     Exact = "day"     // the text names the day
	ToMonth   Exact = "month"   // it names the month: the day is its last
	ToYear    Exact = "year"    // it names the year, or a session of which only that is known: 31 December
	ToSession Exact = "session" // it names a session of the General Assembly: the day on which that opens
)

// Due is when a duty falls due, as far as the text's words settle it.
type Due struct {
	Body    string  // code of the body whose session is named, "" for none
	Session int     // its number, 0 for none
	Day     act.Day // "" where it is not settled
	Exact   Exact   // "" where Day is
}

// Calendar knows the sessions and the names of the programme's bodies.
type Calendar struct {
	first map[string]int // year of session 1, of bodies that meet once a year
	names []named        // longest first
}

type named struct{ name, code string }

// NewCalendar takes the bodies and sessions of a programme.
func NewCalendar(p *programme.Programme) *Calendar {
	c := &Calendar{first: map[string]int{}}
	add := func(name, code string) { c.names = append(c.names, named{strings.ToLower(name), code}) }
	for _, o := range p.Organs {
		if o.First > 0 && o.PerYear == 1 {
			c.first[o.Code] = o.First
		}
		for _, name := range o.Names["en"] {
			add(name, o.Code)
		}
	}
	for _, b := range p.Bodies {
		for _, name := range b.Names {
			add(name, b.Code)
		}
	}
	return c
}

// BodyOf is the body that a text of an organ calls so, "" where the words don't
// settle it: the one named first, "the Assembly" and "the Council" in the organ's
// own text.
func (c *Calendar) BodyOf(printed, organ string) string {
	s := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(printed), "the "))
	code, at, length := "", len(s)+1, 0
	for _, n := range c.names {
		if i := wordIndex(s, n.name); i >= 0 && (i < at || i == at && len(n.name) > length) {
			code, at, length = n.code, i, len(n.name)
		}
	}
	switch {
	case code != "":
	case s == "assembly" && organ == "GA":
		code = organ
	case s == "council" && (organ == "ECOSOC" || organ == "HRC" || organ == "SC"):
		code = organ
	case s == "conference" && (organ == "CTOC-COP" || organ == "CAC-COSP"):
		code = organ
	case s == "commission" && (organ == "CCPCJ" || organ == "CND"):
		code = organ
	}
	return code
}

// wordIndex is where a name stands in a text as whole words, -1 for nowhere.
func wordIndex(s, name string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], name)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(name)
		if (i == 0 || !letter(s[i-1])) && (end == len(s) || !letter(s[end])) {
			return i
		}
		from = i + 1
	}
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80 }

var (
	monthNames = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	aDay       = regexp.MustCompile(`\b([0-9]{1,2}) (` + strings.Join(monthNames, "|") + `) ((?:19|20)[0-9]{2})\b`)
	aMonth     = regexp.MustCompile(`\b(` + strings.Join(monthNames, "|") + `) ((?:19|20)[0-9]{2})\b`)
	aYear      = regexp.MustCompile(`\b((?:19|20)[0-9]{2})\b`)
	aSession   = regexp.MustCompile(`\b([a-z]+(?:-[a-z]+)?)(?: (?:and|to|or) [a-z]+(?:-[a-z]+)?)? (?:regular |annual |substantive |reconvened |resumed )*sessions?\b`)
	special    = regexp.MustCompile(`\b(?:special|emergency)\b`)
)

// Resolve settles the words by which a text of an organ, adopted on a day, says
// when something is due: "at its seventy-fifth session", "by 2030", "no later
// than 1 September 2021". to is the body to which it is due, as printed, or "":
// whose "its" session it is. Of several sessions it is the first.
func (c *Calendar) Resolve(when, to, organ string, adopted act.Day) (d Due) {
	s := strings.ToLower(when)
	if m := aDay.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		if day, err := act.ParseDay(dayText(m[3], monthOf(m[2]), n)); err == nil {
			return Due{Day: day, Exact: ToDay}
		}
	}
	if m := aMonth.FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[2])
		last := time.Date(year, time.Month(monthOf(m[1])+1), 0, 0, 0, 0, 0, time.UTC)
		return Due{Day: act.DayOf(last), Exact: ToMonth}
	}
	if strings.Contains(s, "session") && !special.MatchString(s) {
		body := c.sessionOf(s, to, organ)
		if n := c.session(s, body, adopted); n > 0 {
			d.Body, d.Session = body, n
			d.Day, d.Exact = c.opens(body, n)
			return d
		}
	}
	if m := aYear.FindStringSubmatch(s); m != nil {
		return Due{Day: act.Day(m[1] + "-12-31"), Exact: ToYear}
	}
	return Due{}
}

// sessionOf is whose session the words name.
func (c *Calendar) sessionOf(s, to, organ string) string {
	if _, of, ok := strings.Cut(s, " of the "); ok && !strings.HasPrefix(of, "resumed") {
		if code := c.BodyOf(of, organ); code != "" {
			return code
		}
		if _, whole, ok := strings.Cut(s, "session of the "); ok && whole != "" {
			return "" // of a body that the programme does not know
		}
	}
	if strings.Contains(s, "its ") && to != "" {
		return c.BodyOf(to, organ)
	}
	return organ
}

// session is the number that the words give, 0 for none.
func (c *Calendar) session(s, body string, adopted act.Day) int {
	for _, m := range aSession.FindAllStringSubmatch(s, -1) {
		if m[1] == "next" || m[1] == "following" {
			return c.next(body, adopted)
		}
		if n := ordinal(m[1]); n > 0 {
			return n
		}
	}
	return 0
}

// next is the session after the one that goes on on a day. That of the General
// Assembly lasts until the next opens.
func (c *Calendar) next(body string, day act.Day) int {
	first := c.first[body]
	if first == 0 || len(day) < 4 {
		return 0
	}
	year, _ := strconv.Atoi(string(day[:4]))
	n := year - first + 1
	if body == "GA" && day < assemblyOpens(year) {
		n--
	}
	return n + 1
}

// opens is the day by which a body's session begins, and how exactly it is known.
func (c *Calendar) opens(body string, session int) (act.Day, Exact) {
	first := c.first[body]
	year := first + session - 1
	switch {
	case first == 0 || year > 2200:
		return "", ""
	case body == "GA":
		return assemblyOpens(year), ToSession
	}
	return act.Day(strconv.Itoa(year) + "-12-31"), ToYear
}

// assemblyOpens is the day on which the General Assembly's regular session of a
// year opens: the Tuesday of the third week of September, counted from the first
// week that has at least one working day (rule 1 of its rules of procedure), and
// since 2023 a week earlier, as the sessions held since then did. A working day is
// Monday to Friday: a holiday moves nothing, since its week has others.
func assemblyOpens(year int) act.Day {
	first := time.Date(year, time.September, 1, 0, 0, 0, 0, time.UTC)
	back := int(first.Weekday()+6) % 7 // days since Monday
	monday := first.AddDate(0, 0, -back)
	if back >= 5 { // the month begins on a Saturday or Sunday
		monday = monday.AddDate(0, 0, 7)
	}
	weeks := 2
	if year >= 2023 {
		weeks = 1
	}
	return act.DayOf(monday.AddDate(0, 0, 7*weeks+1))
}

func dayText(year string, month, day int) string {
	return year + "-" + two(month) + "-" + two(day)
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func monthOf(name string) int {
	for i, m := range monthNames {
		if m == name {
			return i + 1
		}
	}
	return 0
}

var (
	ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
		"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
		"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100}
	tens = map[string]int{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
)

// ordinal reads "seventy-fifth"; 0 is none.
func ordinal(word string) int {
	if n := ordinals[word]; n > 0 {
		return n
	}
	ten, one, ok := strings.Cut(word, "-")
	if n := ordinals[one]; ok && tens[ten] > 0 && n > 0 && n < 10 {
		return tens[ten] + n
	}
	return 0
}
