package codelist

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/programmes"
)

const head = "# source: ourselves\n# as-of: 2026-11-23\n# version: 2\ncode,parent,from,until,ar,en,es,fr,ru,zh\n"

func folder(rows string) fs.FS {
	return fstest.MapFS{"codelists/colour.csv": {Data: []byte(head + rows)}}
}

func TestACodeIsJudgedByTheListOfItsDay(t *testing.T) {
	lists, err := Load(folder("red,,,2020-01-01,أ,red,r,r,к,红\nred,,2021-01-01,,أ,scarlet,r,r,к,红\npink,red,,,و,pink,r,r,р,粉\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		list, code string
		day        act.Day
		want       bool
	}{
		{"colour", "red", "2019-12-31", true}, {"colour", "red", "2020-01-01", false}, {"colour", "red", "2021-01-01", true},
		{"colour", "red", "", true}, {"colour", "blue", "2019-12-31", false}, {"shape", "red", "2019-12-31", false},
	} {
		if got := lists.Has(c.list, c.code, c.day); got != c.want {
			t.Errorf("Has(%s, %s, %s) = %v", c.list, c.code, c.day, got)
		}
	}
	l := lists["colour"]
	if l.Version != 2 || len(l.On("2020-06-01")) != 1 || len(l.On("2022-01-01")) != 2 {
		t.Errorf("list %+v", l)
	}
	if !l.Within("pink", "red", "2022-01-01") || l.Within("red", "pink", "2022-01-01") || l.Within("pink", "red", "2020-06-01") {
		t.Error("a pink is a red, where there is red, and not the other way round")
	}
	e, _ := l.Find("red", "2022-01-01")
	if label, is := e.Label("ru"); label != "к" || is != "ru" {
		t.Errorf("Russian label %q in %q", label, is)
	}
	if label, is := e.Label("pt"); label != "scarlet" || is != "en" {
		t.Errorf("a missing language gives %q in %q", label, is)
	}
}

func TestFaultsInListsNameTheirLine(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"overlap", "red,,,,أ,r,r,r,к,红\nred,,2020-01-01,,أ,r,r,r,к,红\n", "colour.csv:6: code \"red\" is given twice"},
		{"no label", "red,,,,أ,r,,r,к,红\n", "colour.csv:5: code \"red\" has no label in \"es\""},
		{"form", "dark red,,,,أ,r,r,r,к,红\n", "colour.csv:5: code \"dark red\""},
		{"orphan", "pink,red,,,أ,r,r,r,к,红\n", "colour.csv:5: code \"pink\" lies in \"red\""},
		{"loop", "pink,red,,,أ,r,r,r,к,红\nred,pink,,,أ,r,r,r,к,红\n", "lies in itself"},
		{"span", "red,,2020-01-01,2019-01-01,أ,r,r,r,к,红\n", "colour.csv:5: it ends on"},
	} {
		if _, err := Load(folder(c.rows)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
	unversioned := fstest.MapFS{"codelists/x.csv": {Data: []byte(strings.Replace(head, "# version: 2\n", "", 1))}}
	if _, err := Load(unversioned); err == nil {
		t.Error("a list without a version was loaded")
	}
}

// TestOneEntryADay: whatever a list says, a code has one entry on any day.
func TestOneEntryADay(t *testing.T) {
	days := []string{"", "2001-01-01", "2002-01-01", "2003-01-01"}
	rapid.Check(t, func(t *rapid.T) {
		var rows strings.Builder
		for range rapid.IntRange(1, 4).Draw(t, "rows") {
			rows.WriteString("a,," + rapid.SampledFrom(days).Draw(t, "from") + "," + rapid.SampledFrom(days).Draw(t, "until") + ",أ,r,r,r,к,红\n")
		}
		lists, err := Load(folder(rows.String()))
		if err != nil {
			return
		}
		for _, day := range []act.Day{"1999-01-01", "2001-01-01", "2002-06-01", "2009-01-01"} {
			if n := len(lists["colour"].On(day)); n > 1 {
				t.Fatalf("%d entries of one code on %s:\n%s", n, day, &rows)
			} else if lists.Has("colour", "a", day) != (n == 1) {
				t.Fatalf("Has and On differ on %s:\n%s", day, &rows)
			}
		}
	})
}

func TestTheProgrammesLists(t *testing.T) {
	fsys, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	lists, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for list, code := range map[string]string{
		"channel": "note-verbale", "help": "legislative", "language": "ar", "standing": "communicated", "classification": "confidential",
		"evidence": "report", "mandate-status": "superseded", "means": "regular-budget", "region": "202", "group": "WEOG",
		"sdg": "16.4", "force": "request", "addressee": "member-states",
	} {
		if !lists.Has(list, code, "2026-11-23") {
			t.Errorf("list %s has no code %s", list, code)
		}
	}
	// The standings are those that the book knows.
	for _, s := range []act.Standing{act.Own, act.Communicated, act.Observed} {
		if !lists.Has("standing", string(s), "") {
			t.Errorf("the book's standing %q is in no list", s)
		}
	}
	if !lists["region"].Within("011", "002", "") {
		t.Error("Western Africa does not lie in Africa")
	}
	for _, name := range lists.Names() {
		labels := map[string]string{}
		for _, e := range lists[name].Entries {
			for _, lang := range languages {
				label, _ := e.Label(lang)
				if other, twice := labels[lang+label]; twice {
					t.Errorf("list %s: %s and %s are both called %q", name, other, e.Code, label)
				}
				labels[lang+label] = e.Code
			}
		}
	}
}
