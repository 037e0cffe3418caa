package sheet

import (
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"comity/internal/act"
)

const head = "# source: ourselves\n# as-of: 2026-11-23\n"

func TestATableSaysWhereItsFactsComeFrom(t *testing.T) {
	s, err := Parse("t.csv", []byte(head+"# a remark\ncode,from,until\nA,2001-01-01,\n\nB,,\"2002-01-01\"\n"), "code", "from", "until")
	if err != nil {
		t.Fatal(err)
	}
	if s.Source != "ourselves" || s.AsOf != "2026-11-23" || len(s.Rows) != 2 {
		t.Fatalf("read %+v", s)
	}
	if r := s.Rows[1]; r.Line != 7 || r.Get("code") != "B" || r.Get("until") != "2002-01-01" {
		t.Errorf("second row: %+v", r)
	}
}

func TestFaultsAreNamedWithTheirLine(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"no source", "# as-of: 2026-11-23\ncode\n", "t.csv:1: a table begins"},
		{"no day", "# source: x\ncode\n", "t.csv:1: a table begins"},
		{"bad day", "# source: x\n# as-of: 2026-02-30\ncode\n", "t.csv:2:"},
		{"bad version", head + "# version: 0\ncode\n", "t.csv:3: a version is a number"},
		{"no columns", head, "no line of column names"},
		{"other columns", head + "code,till\n", "t.csv:3: the columns are code,till"},
		{"too few cells", head + "code,from\nA\n", "t.csv:4: the line has 1 cells"},
		{"open quotation", head + "code,from\n\"A,\n", "t.csv:4:"},
		{"space", head + "code,from\nA ,\n", "t.csv:4: column \"code\" begins or ends"},
		{"not NFC", head + "code,from\nCo\u0302te,\n", "t.csv:4: column \"code\" is not in normal form"},
		{"not UTF-8", head + "code,from\n\xff,\n", "t.csv:4: column \"code\" is not UTF-8"},
		{"control", head + "code,from\nA\x01B,\n", "t.csv:4: column \"code\" holds a control"},
	} {
		_, err := Parse("t.csv", []byte(c.data), "code", "from")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %v, want one with %q", c.name, err, c.want)
		}
	}
	if _, err := Read(fstest.MapFS{}, "absent.csv", "code"); err == nil {
		t.Error("an absent table was read")
	}
}

func TestASpanEndsTheDayBeforeUntil(t *testing.T) {
	read := func(from, until string) (Span, error) {
		s, err := Parse("t.csv", []byte(head+"from,until\n"+from+","+until+"\n"), "from", "until")
		if err != nil {
			t.Fatal(err)
		}
		return s.Rows[0].Span()
	}
	s, err := read("1958-02-22", "1961-10-13")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[act.Day]bool{"1958-02-21": false, "1958-02-22": true, "1961-10-12": true, "1961-10-13": false, "": false} {
		if s.Has(day) != want {
			t.Errorf("%v has %q: %v", s, day, !want)
		}
	}
	if !(Span{}).Has("0001-01-01") || !(Span{}).Has("") {
		t.Error("a span without ends has every day")
	}
	for _, bad := range [][2]string{{"1961-10-13", "1961-10-13"}, {"1961-10-13", "1958-02-22"}, {"1961-13-01", ""}} {
		if _, err := read(bad[0], bad[1]); err == nil {
			t.Errorf("from %s until %s was accepted", bad[0], bad[1])
		}
	}
}

// TestSpansMeetWhereTheyShareADay holds Meets against Has, day by day.
func TestSpansMeetWhereTheyShareADay(t *testing.T) {
	days := []act.Day{"2000-01-01", "2000-01-02", "2000-01-03", "2000-01-04", "2000-01-05"}
	draw := func(t *rapid.T) Span {
		i := rapid.IntRange(-1, len(days)-2).Draw(t, "from")
		j := rapid.IntRange(max(i, 0)+1, len(days)).Draw(t, "until")
		var s Span
		if i >= 0 {
			s.From = days[i]
		}
		if j < len(days) {
			s.Until = days[j]
		}
		return s
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t), draw(t)
		shared := false
		for _, d := range append([]act.Day{"1999-12-31"}, days...) {
			shared = shared || a.Has(d) && b.Has(d)
		}
		if a.Meets(b) != shared || b.Meets(a) != shared {
			t.Fatalf("%v meets %v: %v, but shared day: %v", a, b, a.Meets(b), shared)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(head + "code,from\nA,2001-01-01\n"))
	f.Add([]byte("#\n#source:\n\"\n"))
	f.Add([]byte(head + "code,from\n\"A\n\",\r\n#x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse("t.csv", data, "code", "from")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "t.csv:") {
				t.Fatalf("error without a place: %v", err)
			}
			return
		}
		for _, r := range s.Rows {
			if r.Line < 4 || strings.ContainsAny(r.Get("code"), "\n\r\x00") {
				t.Fatalf("row %+v", r)
			}
		}
	})
}
