package mandate

import (
	"io/fs"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/programme"
	"comity/programmes"
)

func ourProgramme(t testing.TB) (fs.FS, *programme.Programme) {
	t.Helper()
	folder, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	p, err := programme.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return folder, p
}

func TestWhenADutyFallsDue(t *testing.T) {
	_, p := ourProgramme(t)
	c := NewCalendar(p)
	for _, x := range []struct {
		when, to, organ string
		adopted         act.Day
		want            Due
	}{
		{"at its seventy-fifth session", "", "GA", "2019-12-18", Due{"GA", 75, "2020-09-15", ToSession}},
		{"its seventieth session", "the General Assembly", "GA", "2014-12-18", Due{"GA", 70, "2015-09-15", ToSession}},
		{"at its eightieth session", "General Assembly", "ECOSOC", "2024-07-20", Due{"GA", 80, "2025-09-09", ToSession}},
		{"its thirty-fourth session", "Commission on Crime Prevention and Criminal Justice", "GA", "2024-12-17", Due{"CCPCJ", 34, "2025-12-31", ToYear}},
		{"at its next session", "", "GA", "2019-12-18", Due{"GA", 75, "2020-09-15", ToSession}},
		{"at its next session", "", "GA", "2020-06-30", Due{"GA", 75, "2020-09-15", ToSession}},
		{"its seventy-sixth and seventy-seventh sessions", "", "GA", "2020-12-18", Due{"GA", 76, "2021-09-14", ToSession}},
		{"the seventy-eighth session of the General Assembly", "Human Rights Council", "GA", "2022-12-18", Due{"GA", 78, "2023-09-05", ToSession}},
		{"the first part of its resumed seventy-ninth session", "", "GA", "2023-12-18", Due{"GA", 79, "2024-09-10", ToSession}},
		{"at its tenth session", "Conference of the Parties to the United Nations Convention against Transnational Organized Crime", "GA", "2019-12-18", Due{Body: "CTOC-COP", Session: 10}},
		{"at its forty-third session", "Committee on Information", "GA", "2020-12-18", Due{Body: "COI", Session: 43}},
		{"by the forty-third session of the Committee on Nothing", "", "GA", "2020-12-18", Due{Session: 43}},
		{"its upcoming sessions", "", "GA", "2020-12-18", Due{}},
		{"the thirtieth special session", "", "GA", "2020-12-18", Due{}},
		{"no later than 1 September 2021", "", "GA", "2020-12-18", Due{Day: "2021-09-01", Exact: ToDay}},
		{"no later than 31 June 2021", "", "GA", "2020-12-18", Due{Day: "2021-06-30", Exact: ToMonth}},
		{"no later than January 2022", "", "GA", "2020-12-18", Due{Day: "2022-01-31", Exact: ToMonth}},
		{"before February 2024", "", "GA", "2020-12-18", Due{Day: "2024-02-29", Exact: ToMonth}},
		{"by 2030", "", "GA", "2020-12-18", Due{Day: "2030-12-31", Exact: ToYear}},
		{"in the first quarter of 2021", "", "GA", "2020-12-18", Due{Day: "2021-12-31", Exact: ToYear}},
		{"no later than three months", "", "GA", "2020-12-18", Due{}},
		{"", "", "GA", "", Due{}},
	} {
		if got := c.Resolve(x.when, x.to, x.organ, x.adopted); got != x.want {
			t.Errorf("%q to %q by %s on %s: %+v, want %+v", x.when, x.to, x.organ, x.adopted, got, x.want)
		}
	}
}

// The days on which sessions did open, as known generally.
func TestWhenTheAssemblyOpens(t *testing.T) {
	for year, want := range map[int]act.Day{2014: "2014-09-16", 2015: "2015-09-15", 2016: "2016-09-13", 2017: "2017-09-12", 2018: "2018-09-18",
		2019: "2019-09-17", 2020: "2020-09-15", 2021: "2021-09-14", 2022: "2022-09-13", 2023: "2023-09-05", 2024: "2024-09-10", 2025: "2025-09-09"} {
		if got := assemblyOpens(year); got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		day := assemblyOpens(rapid.IntRange(1946, 2200).Draw(t, "year")).Time()
		if day.Weekday() != time.Tuesday || day.Month() != time.September {
			t.Fatalf("it opens on %s", day)
		}
	})
}

func TestOrdinals(t *testing.T) {
	for word, want := range map[string]int{"first": 1, "twelfth": 12, "twentieth": 20, "seventy-fifth": 75, "ninety-ninth": 99, "hundredth": 100,
		"seventy": 0, "special": 0, "twenty-tenth": 0, "fifth-fifth": 0, "": 0} {
		if got := ordinal(word); got != want {
			t.Errorf("%q: %d, want %d", word, got, want)
		}
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("at its seventy-fifth session", "General Assembly", "GA", "2019-12-18")
	f.Add("no later than 31 June 2021", "", "ECOSOC", "")
	f.Add("next sessions of the of the ", "the", "", "x")
	_, p := ourProgramme(f)
	c := NewCalendar(p)
	f.Fuzz(func(t *testing.T, when, to, organ, adopted string) {
		d := c.Resolve(when, to, organ, act.Day(adopted))
		if d.Day != "" {
			if _, err := act.ParseDay(string(d.Day)); err != nil {
				t.Errorf("%q gives the day %q", when, d.Day)
			}
		}
		if (d.Day == "") != (d.Exact == "") || d.Session < 0 {
			t.Errorf("%q gives %+v", when, d)
		}
	})
}
