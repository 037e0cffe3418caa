package project

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/testshared"
)

func uninfo(t testing.TB) *Mapping {
	t.Helper()
	m, err := LoadMapping(folder(t), "uninfo")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// intake plans and records a list, and says how many acts were recorded.
func (n *node) intake(in *Intake) (recorded int) {
	n.Helper()
	n.read(func(v store.View) error { return in.Compare(ctx, v) })
	calls, err := in.Drafts("UNODC", today)
	n.must(err)
	for _, c := range calls {
		r, err := n.book.Record(ctx, book.Call{Person: ana, Acts: c})
		n.must(err)
		recorded += len(r.Acts)
	}
	return recorded
}

// The real list: 729 rows of 625 sub-outputs. A sub-output of nine States stands in
// nine rows with all its money in each, so that rows summed as they stand count it
// nine times.
func TestEachSubOutputOnce(t *testing.T) {
	data, err := os.ReadFile(testshared.Dir(t, "iati", "un-finance", "uninfo_unodc_suboutputs.json"))
	if err != nil {
		t.Fatal(err)
	}
	onEachStore(t, func(n *node) {
		in, err := ReadIntake(data, uninfo(n), n.parties)
		n.must(err)
		millions := func(minor int64) string { return fmt.Sprintf("%.1f", float64(minor)/1e8) }
		if in.Rows != 729 || len(in.Projects) != 625 {
			t.Errorf("%d rows, %d projects", in.Rows, len(in.Projects))
		}
		if s := in.Once; millions(s.Required) != "385.1" || millions(s.Available) != "288.3" || millions(s.Spent) != "187.7" {
			t.Errorf("each once they come to %+v", s)
		}
		if s := in.AsRows; millions(s.Required) != "396.4" || millions(s.Available) != "292.6" || millions(s.Spent) != "189.6" {
			t.Errorf("as they stand the rows come to %+v", s)
		}
		for _, u := range in.Unplaced {
			if u.Value != "TKL" || u.Whole || u.Why == "" {
				t.Errorf("not placed: %+v", u)
			}
		}
		if len(in.Unplaced) == 0 {
			t.Error("a territory passes for a State")
		}
		if got := n.intake(in); got != 625 {
			t.Errorf("%d acts were recorded", got)
		}
		if got := n.intake(in); got != 0 {
			t.Errorf("a second time %d acts were recorded", got)
		}
		n.read(func(v store.View) error {
			sums, err := SumsOf(ctx, v, public())
			if len(sums) != 1 || sums[0].Projects != 625 || millions(*sums[0].Required.Sum) != "385.1" || millions(*sums[0].Spent.Sum) != "187.7" || sums[0].Required.Missing != 0 {
				t.Errorf("the register comes to %+v", sums)
			}
			return err
		})
		n.verified()
	})
}

const small = `[
 {"id":1,"iso3":"FRA","name":" Lamps ","start":"2042-01-01","end":"2042-12-31","outcome":"Light","required":10,"available":5,"spent":0},
 {"id":1,"iso3":"PER","name":"Lamps","start":"2042-01-01","end":"2042-12-31","outcome":"Light","required":10,"available":5,"spent":0},
 {"id":2,"iso3":"FRA","name":"Oil","start":"2042-01-01","end":"2042-12-31","outcome":"Light","required":null,"available":1,"spent":1},
 {"id":3,"iso3":"FRA","name":"Wicks","start":"2042-01-01","end":"2042-12-31","outcome":"Light","required":1,"available":1,"spent":1},
 {"id":3,"iso3":"PER","name":"Wicks","start":"2042-01-01","end":"2042-12-31","outcome":"Light","required":2,"available":1,"spent":1},
 {"id":4,"iso3":"FRA","name":"Wax","start":"31/12/2042","end":"2042-12-31","outcome":"Light","required":1,"available":1,"spent":1},
 {"id":5,"iso3":"FRA","name":"Glass","start":"2042-01-01","end":"2042-12-31","outcome":"Light","required":"a lot","available":1,"spent":1},
 {"id":6,"iso3":"XXX","name":"Poles","start":"2042-01-01","end":"2042-12-31","outcome":"Light","required":-1,"available":1,"spent":1},
 {"id":7,"iso3":"XXX","name":"Ropes","start":"2042-01-01","end":"2042-12-31","outcome":"Light","required":1,"available":1,"spent":1},
 {"iso3":"FRA","name":"Nothing"}]`

func TestRowsThatCannotBePlacedAreNamed(t *testing.T) {
	onEachStore(t, func(n *node) {
		in, err := ReadIntake([]byte(small), uninfo(n), n.parties)
		n.must(err)
		want := map[int]string{5: "another amount required", 6: "is no day", 7: "no amount of money", 8: "no amount of money", 9: "no State", 10: "no number or no title"}
		for _, u := range in.Unplaced {
			if !strings.Contains(u.Why, want[u.Row]) || want[u.Row] == "" {
				t.Errorf("row %d is not placed: %s; want %q", u.Row, u.Why, want[u.Row])
			}
			delete(want, u.Row)
		}
		if len(want) > 0 {
			t.Errorf("not named: %v", want)
		}
		if got := n.intake(in); got != 3 {
			t.Errorf("%d projects were recorded, want 1, 2 and 7", got)
		}
		n.read(func(v store.View) error {
			p, err := Find(ctx, v, public(), "UNINFO-1")
			if err != nil || p == nil || strings.Join(p.States, " ") != "FRA PER" || p.Title != "Lamps" || *p.Money.Spent != 0 {
				t.Errorf("%+v, %v", p, err)
			}
			oil, err := Find(ctx, v, public(), "UNINFO-2")
			if err != nil || oil == nil || oil.Money.Required != nil || *oil.Money.Available != 100 {
				t.Errorf("what is not known is %+v, %v", oil, err)
			}
			sums, err := SumsOf(ctx, v, public())
			if err != nil || len(sums) != 1 || *sums[0].Required.Sum != 11_00 || sums[0].Required.Missing != 1 {
				t.Errorf("with one that is not known they come to %+v, %v", sums, err)
			}
			return err
		})
		changed, err := ReadIntake([]byte(strings.ReplaceAll(small, `"available":5`, `"available":6`)), uninfo(n), n.parties)
		n.must(err)
		if got := n.intake(changed); got != 1 {
			t.Errorf("of a changed list %d projects were recorded, want 1", got)
		}
		n.refused("is taken", n.do(ana, "taken-in", Subject("UNINFO-1"), TakenInBody{Source: "other", ID: "1", File: "x", Title: "x", Language: "en"}, func(d *book.Draft) { d.Standing = act.Observed }))
		n.verified()
	})
}

func FuzzReadIntake(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`[{"id":"` + strings.Repeat("x", 100) + `"}]`))
	f.Add([]byte(`{"rows":[]}`))
	n := newNode(f, booktest.InSQLite(f))
	m := uninfo(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := ReadIntake(data, m, n.parties)
		if err != nil {
			return
		}
		calls, err := in.Drafts("UNODC", today)
		if err != nil || len(calls) > 0 {
			t.Fatalf("drafts of what was not compared: %v, %v", calls, err)
		}
		for _, p := range in.Projects {
			if _, ok := nameOf(Subject(p.Code)); !ok || p.Body.Title == "" || len(p.Rows) == 0 {
				t.Fatalf("%+v was read", p)
			}
		}
	})
}

func FuzzReadMapping(f *testing.F) {
	f.Add([]byte("source = \"x\"\nprefix = \"X-\"\nlanguage = \"en\"\n[members]\nid = \"id\"\ntitle = \"t\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := ReadMapping(data); err == nil && (m.Source == "" || m.Members.ID == "") {
			t.Fatalf("%+v was read", m)
		}
	})
}
