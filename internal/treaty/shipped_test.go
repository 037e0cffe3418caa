package treaty_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"comity/internal/act"
	"comity/internal/book/booktest"
	"comity/internal/codelist"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/treaty"
	"comity/internal/treaty/list"
	"comity/programmes"
)

// world is the programme that Comity carries.
type world struct {
	files   fs.FS
	p       *programme.Programme
	parties *party.Registry
	lists   codelist.Lists
}

var carried = func() world {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	var w world
	var err error
	w.files, err = fs.Sub(programmes.Files, "crime-prevention")
	must(err)
	w.p, err = programme.Load(w.files)
	must(err)
	w.parties, err = party.Load(w.files)
	must(err)
	w.lists, err = codelist.Load(w.files)
	must(err)
	return w
}()

func (w world) resolve(name string, day act.Day) (string, error) {
	p, err := w.parties.ByName(name, day)
	if err != nil {
		return "", err
	}
	return p.Code, nil
}

// shipped are the deposits in the programme's folder; with says whether those
// of predecessor States are among them.
func shipped(t testing.TB, with bool) []treaty.Deposit {
	t.Helper()
	files, err := fs.Glob(carried.files, "treaties/*.csv")
	if err != nil || len(files) < 16 {
		t.Fatalf("%d files of deposits, %v", len(files), err)
	}
	var out []treaty.Deposit
	for _, file := range files {
		data, err := fs.ReadFile(carried.files, file)
		if err != nil {
			t.Fatal(err)
		}
		if list.IsTemplate(data) {
			if !with {
				continue
			}
			f, err := list.ReadTemplate(file, data)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range f.Entries {
				out = append(out, treaty.Deposit{Instrument: e.Values["instrument"], Party: e.Values["party"], Action: treaty.Action(e.Values["action"]), Day: act.Day(e.Values["day"]), Unconfirmed: true})
			}
			continue
		}
		l, err := list.ReadCompact(file, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range l.Rows {
			for _, f := range r.Facts {
				out = append(out, treaty.Deposit{Instrument: strings.ToUpper(strings.TrimSuffix(path.Base(file), ".csv")), Party: r.Name, Action: treaty.Action(f.Action), Day: f.Day, List: l.Number})
			}
		}
	}
	for i := range out {
		out[i].ID = out[i].Instrument + "/" + out[i].Party + "/" + string(out[i].Action) + "/" + string(out[i].Day)
		out[i].Replaced = 1 << 62
	}
	return out
}

func TestEntryIntoForceIsTheOfficialDate(t *testing.T) {
	g := treaty.NewRegister(carried.p.Instruments, carried.parties, shipped(t, true))
	for _, c := range []struct {
		code string
		want act.Day
	}{
		{"UNTOC", "2003-09-29"}, {"TRAFFICKING-PROTOCOL", "2003-12-25"}, {"SMUGGLING-PROTOCOL", "2004-01-28"}, {"FIREARMS-PROTOCOL", "2005-07-03"},
		{"UNCAC", "2005-12-14"}, {"TERRORIST-FINANCING-1999", "2002-04-10"}, {"TERRORIST-BOMBINGS-1997", "2001-05-23"},
		{"NUCLEAR-TERRORISM-2005", "2007-07-07"}, {"HOSTAGES-1979", "1983-06-03"},
		// These wait for deposits of States that have ended.
		{"SINGLE-CONVENTION-1961", "1964-12-13"}, {"PSYCHOTROPICS-1971", "1976-08-16"}, {"ILLICIT-TRAFFIC-1988", "1990-11-11"}, {"PROTECTED-PERSONS-1973", "1977-02-20"},
		// And these two go by the Protocol of 1972.
		{"NARCOTICS-PROTOCOL-1972", "1975-08-08"}, {"SINGLE-CONVENTION-1961-AMENDED", "1975-08-08"},
	} {
		if f := g.Force(c.code); f.Day != c.want {
			t.Errorf("%s entered into force on %s by our rule (instrument %d of %d on %s), officially on %s", c.code, f.Day, f.Counted, f.Needed, f.Nth, c.want)
		}
	}
	without := treaty.NewRegister(carried.p.Instruments, carried.parties, shipped(t, false))
	for code, late := range map[string]act.Day{"SINGLE-CONVENTION-1961": "1965-01-14", "PSYCHOTROPICS-1971": "1977-05-17", "ILLICIT-TRAFFIC-1988": "1990-11-18", "PROTECTED-PERSONS-1973": "1977-04-13"} {
		if f := without.Force(code); f.Day != late {
			t.Errorf("without predecessor States %s entered into force on %s, want %s, which is late", code, f.Day, late)
		}
	}
	if f := g.Force("PROTECTED-PERSONS-1973"); len(f.Doubts) == 0 || f.Doubts[0].Key != "force-unconfirmed" {
		t.Errorf("the date rests on unconfirmed deposits and does not say so: %+v", f.Doubts)
	}
}

// What was corrected stays so, however often the programme's folder is taken in.
func TestTheProgrammeUndoesNoCorrection(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	files := fstest.MapFS{}
	n.must(fs.WalkDir(carried.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "treaties/") && name != "treaties/predecessor-states.csv" {
			return err
		}
		data, err := fs.ReadFile(carried.files, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	}))
	take := func() treaty.Shipped {
		in := &treaty.Intake{Book: n.book, Current: treaty.NewCurrent(carried.p.Instruments, carried.parties), Resolve: carried.resolve, Today: act.DayOf(n.now)}
		done, err := in.TakeProgramme(ctx, files, carried.lists)
		n.must(err)
		return done
	}
	if done := take(); done.Deposits < 8 {
		t.Fatalf("%+v", done)
	}
	var struck treaty.Deposit
	for _, code := range n.register().Instruments() {
		for _, d := range n.register().Deposits(code, "") {
			struck = d
		}
	}
	_, err := n.do("treaty.correction", struck.Instrument, struck.Party, struck.Day, `{"reason":"no source","struck":true}`, corrects(struck.ID))
	n.must(err)
	if done := take(); done != (treaty.Shipped{}) {
		t.Errorf("the second time records %+v", done)
	}
	if left := n.register().Deposits(struck.Instrument, struck.Party); len(left) != 0 {
		t.Errorf("what was struck is there again: %+v", left)
	}
}
