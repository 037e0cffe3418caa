package act

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSubjectGrammar(t *testing.T) {
	for s, want := range map[string]bool{
		"treaty/untoc/FRA": true, "document/A_RES_69_197": true, "a/b~2Fc": true,
		"treaty": false, "treaty/": false, "treaty//x": false, "/x": false, "Treaty/x": false,
		"treaty/é": false, "treaty/a b": false, "treaty/x/": false, "treaty/..": false, "treaty/./x": false, "treaty/...": true,
		"t/" + strings.Repeat("x", 198): true, "t/" + strings.Repeat("x", 199): false,
	} {
		if _, err := ParseSubject(s); (err == nil) != want {
			t.Errorf("ParseSubject(%q): %v, want ok %v", s, err, want)
		}
	}
	s, err := NewSubject("document", "A/RES/69/197")
	if err != nil || s != "document/A_RES_69_197" {
		t.Errorf("a symbol as subject: %q, %v", s, err)
	}
	if s.Type() != "document" || !slices.Equal(s.Locals(), []string{"A_RES_69_197"}) {
		t.Errorf("parts of %q: %q %q", s, s.Type(), s.Locals())
	}
	names, err := s.Names()
	if err != nil || !slices.Equal(names, []string{"A/RES/69/197"}) {
		t.Errorf("names of %q: %q %v", s, names, err)
	}
}

func TestNamesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		part := EscapeName(name)
		if name != "" && !isSubject("t/"+part) {
			t.Fatalf("%q is written as %q, which is no part of a subject", name, part)
		}
		back, err := UnescapeName(part)
		if err != nil || back != name {
			t.Fatalf("%q came back as %q (%v)", name, back, err)
		}
	})
	for _, part := range []string{"~", "~2", "~2f", "~41", "a~ZZ", "é", "a/b", "."} {
		if name, err := UnescapeName(part); err == nil {
			t.Errorf("UnescapeName(%q) = %q, but nothing is written so", part, name)
		}
	}
}

func FuzzEscapeName(f *testing.F) {
	for _, s := range []string{"A/RES/69/197", "a_b~c", "..", "", "É ", "\x00\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if back, err := UnescapeName(EscapeName(s)); err != nil || back != s {
			t.Fatalf("%q came back as %q (%v)", s, back, err)
		}
		if name, err := UnescapeName(s); err == nil && EscapeName(name) != s {
			t.Fatalf("%q was read as %q, which is written %q", s, name, EscapeName(name))
		}
	})
}

func TestCiteGrammar(t *testing.T) {
	for s, want := range map[string]bool{
		"A/RES/69/197": true, "A/RES/69/197#4": true, "A/RES/69/197#12(a)(i)": true, "E/RES/2014/20#III.7": true,
		"A/RES/69/197#pp3": true, "A/RES/69/197#annex1.4": true, "A/RES/69/197#29:2": true, "UNTOC#18.15": true,
		"S/RES/1373 (2001)#2(a)": true,
		"":                       false, "#4": false, "A#": false, "A#1#2": false, "A#1:0": false, "A#1:02": false, "A#1:": false, "A#12(": false,
		"A#12()": false, "A#(a)": false, "A#1..2": false, "A#.": false, "A# 1": false, " A#1": false, "A ": false, "A\nB": false, "A\u0301#1": false,
		"Е/СН.15#1":             true,
		strings.Repeat("A", 80): true, strings.Repeat("A", 81): false,
		"A#" + strings.Repeat("1", 60): true, "A#" + strings.Repeat("1", 61): false,
	} {
		if _, err := ParseCite(s); (err == nil) != want {
			t.Errorf("ParseCite(%q): %v, want ok %v", s, err, want)
		}
	}
	c := Cite("A/RES/69/197#12(a):2")
	if c.Symbol() != "A/RES/69/197" || c.Place() != "12(a)" || c.Clause() != 2 {
		t.Errorf("parts: %q %q %d", c.Symbol(), c.Place(), c.Clause())
	}
	if Cite("UNTOC").Place() != "" || Cite("UNTOC#18.15").Clause() != 0 {
		t.Error("a cite without place or clause has none")
	}
}

func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	for s, want := range map[string]bool{
		"2014-12-18": true, "2000-02-29": true, "1900-02-29": false, "2023-02-29": false, "2024-02-29": true,
		"0001-01-01": true, "9999-12-31": true, "0000-01-01": false, "2014-13-01": false, "2014-00-01": false,
		"2014-04-31": false, "2014-4-3": false, "+014-04-03": false, "20140403": false, "2014-04-03Z": false, "２014-04-03": false,
	} {
		if _, err := ParseDay(s); (err == nil) != want {
			t.Errorf("ParseDay(%q): %v, want ok %v", s, err, want)
		}
	}
	// Against the standard library, day by day.
	for d := time.Date(1599, 12, 31, 0, 0, 0, 0, time.UTC); d.Year() < 2101; d = d.AddDate(0, 0, 1) {
		if day := DayOf(d); !isDay(string(day)) || !day.Time().Equal(d) {
			t.Fatalf("%v became %q", d, day)
		}
	}
}

func TestInstantsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := Instant(rapid.Int64Range(int64(firstInstant), int64(lastInstant)).Draw(t, "i"))
		s := i.String()
		if want := i.Time().Format("2006-01-02T15:04:05.000000Z"); s != want {
			t.Fatalf("%d prints as %s, want %s", i, s, want)
		}
		back, err := ParseInstant(s)
		if err != nil || back != i {
			t.Fatalf("%s came back as %d (%v), was %d", s, back, err, i)
		}
	})
	for _, s := range []string{"2026-11-23T24:00:00.000000Z", "2026-11-23T23:60:00.000000Z", "2026-11-23T23:59:60.000000Z",
		"2026-02-30T00:00:00.000000Z", "2026-11-23 00:00:00.000000Z", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00.-00001Z"} {
		if _, err := ParseInstant(s); err == nil {
			t.Errorf("ParseInstant(%q) was accepted", s)
		}
	}
}

func TestIdsRise(t *testing.T) {
	last := ""
	for range 10_000 {
		id, err := NewID()
		if err != nil || !isUUID(id, '7') || id <= last {
			t.Fatalf("%q after %q (%v)", id, last, err)
		}
		last = id
	}
	p, err := NewPersonID()
	if err != nil || !isUUID(p, '4') {
		t.Fatalf("person's id %q (%v)", p, err)
	}
}
