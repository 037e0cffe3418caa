package treaty_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/act/acttest"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/subject"
	"comity/internal/treaty"
	"comity/internal/treaty/list"
)

var ctx = context.Background()

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// node is a book with the treaty register; now can be set.
type node struct {
	testing.TB
	book    *book.Book
	current *treaty.Current
	now     time.Time
}

func newNode(t testing.TB, s store.Store) *node {
	t.Helper()
	n := &node{TB: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), current: treaty.NewCurrent(carried.p.Instruments, carried.parties)}
	t.Cleanup(func() { s.Close() })
	records, err := module.Records(treaty.Module(carried.p.Instruments, carried.parties))
	n.must(err)
	o := booktest.Options(t)
	o.Now, o.Lists = func() time.Time { return n.now }, carried.lists
	n.book, err = book.Open(ctx, s, o, append(records, subject.Module())...)
	n.must(err)
	t.Cleanup(func() { n.book.Close() })
	return n
}

func onBoth(t *testing.T, f func(n *node)) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) { f(newNode(t, s)) })
}

func (n *node) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

func (n *node) refused(why string, err error) {
	n.Helper()
	if err == nil || !strings.Contains(err.Error(), why) {
		n.Errorf("%v, want %q", err, why)
	}
}

// do records one act about a treaty and gives its id.
func (n *node) do(kind, code, party string, day act.Day, body string, change ...func(*book.Draft)) (string, error) {
	d := book.Draft{Kind: kind, Subject: treaty.Subject(code, party), Party: party, Standing: act.Own, Day: day, Audience: act.Public, Body: []byte(body)}
	for _, c := range change {
		c(&d)
	}
	r, err := n.book.Record(ctx, book.Call{Acts: []book.Draft{d}})
	if err != nil {
		return "", err
	}
	return r.Acts[0].ID, nil
}

func corrects(id string) func(*book.Draft) { return func(d *book.Draft) { d.Corrects = id } }

// register is what the record says now.
func (n *node) register() *treaty.Register {
	n.Helper()
	var g *treaty.Register
	n.must(n.book.Read(ctx, 0, func(v store.View) (err error) {
		g, err = n.current.Register(ctx, v)
		return err
	}))
	return g
}

// knownAt is what it said at an instant.
func (n *node) knownAt(at time.Time) *treaty.Register {
	n.Helper()
	var g *treaty.Register
	n.must(n.book.Read(ctx, 0, func(v store.View) (err error) {
		g, err = treaty.KnownAt(ctx, v, carried.p.Instruments, carried.parties, act.InstantOf(at))
		return err
	}))
	return g
}

func (n *node) intake() *treaty.Intake {
	return &treaty.Intake{Book: n.book, Current: n.current, Resolve: carried.resolve, Today: act.DayOf(n.now)}
}

// replayed checks the book, and that its tables are what a replay makes.
func (n *node) replayed() {
	n.Helper()
	_, err := n.book.Verify(ctx, book.Checks(), func(f book.Finding) { n.Error(f) }, nil)
	n.must(err)
	before := n.rows()
	_, err = n.book.Rebuild(ctx, nil)
	n.must(err)
	if after := n.rows(); before != after {
		n.Errorf("after a replay the tables are not what they were")
	}
}

func (n *node) rows() string {
	n.Helper()
	var b strings.Builder
	n.must(n.book.Read(ctx, 0, func(v store.View) error {
		b.Reset()
		for _, table := range []string{"treaty_deposit", "treaty_list", "treaty_instrument", "treaty_agreement", "subject"} {
			err := store.Each(ctx, v, `SELECT * FROM {`+table+`} ORDER BY 1`, nil, func(r store.Rows) error {
				cells := make([]any, len(r.Columns()))
				dest := make([]any, len(cells))
				for i := range cells {
					dest[i] = &cells[i]
				}
				err := r.Scan(dest...)
				fmt.Fprintln(&b, table, cells)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return b.String()
}

func TestKindsKeepTheirForm(t *testing.T) {
	r := treaty.Record(carried.p.Instruments, carried.parties)
	for i := range r.Kinds {
		acttest.Golden(t, "testdata/kinds", &r.Kinds[i].Shape, bodies[r.Kinds[i].Name]...)
	}
}

// bodies are examples of each kind.
var bodies = map[string][]string{
	"treaty.deposit": {
		`{"action":"ratification"}`,
		`{"action":"succession","effective":"1993-01-01","predecessor":"CSK","list":"XVIII-7"}`,
		`{"action":"objection","provisions":["UNTOC#16.5"],"against":"PER","no_relation":true,"text":{"language":"fr","text":"Un texte inventé."}}`,
		`{"action":"notification","matter":"central-authority","provisions":["UNTOC#18.13"],"authority":"An authority, invented","languages":["fr","en"],"channel":"central-authority"}`,
		`{"action":"withdrawal","latest":true,"withdraws":{"action":"reservation","day":"2002-01-23","item":"35.2"}}`,
	},
	"treaty.correction": {
		`{"reason":"The day was misread.","struck":false,"deposit":{"action":"accession"}}`,
		`{"reason":"It was another State.","struck":true}`,
	},
	"treaty.list":       {`{"list":"XVIII-12","as_of":"2014-01-27","hash":"sha256:00","rows":185,"added":2,"corrected":1,"struck":0}`},
	"treaty.instrument": {`{"title":{"language":"en","text":"Treaty of Rope"},"hash":"sha256:00"}`},
	"treaty.agreement":  {`{"title":{"language":"en","text":"Invented treaty"},"parties":["FRA","PER"],"help":["extradition"],"from":"1990-01-01","in_lieu":["UNTOC#18"]}`},
}

func TestADepositBindsAndIsCorrected(t *testing.T) {
	onBoth(t, func(n *node) {
		_, err := n.do("treaty.deposit", "UNTOC", "FRA", "2000-12-12", `{"action":"signature"}`)
		n.must(err)
		id, err := n.do("treaty.deposit", "UNTOC", "FRA", "2002-10-30", `{"action":"ratification"}`)
		n.must(err)
		early := n.now
		if s := n.register().StatusOn("UNTOC", "FRA", "2003-09-29"); s.State != treaty.Consented || s.Consent == nil || s.Consent.ID != id {
			t.Errorf("one State of forty: %+v", s)
		}
		n.now = n.now.Add(time.Hour)
		_, err = n.do("treaty.correction", "UNTOC", "FRA", "2002-10-29", `{"reason":"The day was misread.","struck":false,"deposit":{"action":"ratification"}}`, corrects(id))
		n.must(err)
		if s := n.register().StatusOn("UNTOC", "FRA", "2003-01-01"); s.Consent.Day != "2002-10-29" {
			t.Errorf("after the correction: %+v", s.Consent)
		}
		if s := n.knownAt(early).StatusOn("UNTOC", "FRA", "2003-01-01"); s.Consent.Day != "2002-10-30" {
			t.Errorf("as known before the correction: %+v", s.Consent)
		}
		_, err = n.do("treaty.correction", "UNTOC", "FRA", "2002-10-29", `{"reason":"x","struck":true}`, corrects(id))
		n.refused("no deposit that stands", err)
		n.replayed()
	})
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	for _, c := range []struct {
		code, party string
		day         act.Day
		body, why   string
	}{
		{"UNTOC", "FRA", "2000-12-11", `{"action":"signature"}`, "was opened for signature on 2000-12-12"},
		{"UNTOC", "FRA", "1999-01-01", `{"action":"accession"}`, "was adopted on 2000-11-15"},
		{"UNTOC", "FRA", "2026-03-02", `{"action":"accession"}`, "has not come yet"},
		{"UNTOC", "XXX", "2002-01-01", `{"action":"accession"}`, `there is no party "XXX"`},
		{"UNTOC", "UNODC", "2002-01-01", `{"action":"accession"}`, "none of those who join treaties"},
		{"ROPE", "FRA", "2002-01-01", `{"action":"accession"}`, `no treaty "rope"`},
		{"TERRORISM-CONVENTIONS", "FRA", "2002-01-01", `{"action":"accession"}`, "no treaty"},
		{"PROTECTED-PERSONS-1973", "CSK", "1993-01-01", `{"action":"accession"}`, "CSK ended on 1993-01-01"},
		{"UNTOC", "FRA", "2002-01-01", `{"action":"marriage"}`, "marriage"},
		{"UNTOC", "FRA", "2002-01-01", `{"action":"objection","against":"FRA"}`, "no other party"},
		{"UNTOC", "FRA", "2002-01-01", `{"action":"reservation","provisions":["UNCAC#66.2"]}`, "no provision of UNTOC"},
		{"UNTOC", "FRA", "2002-01-01", `{"action":"accession","depositary":"ICAO"}`, "no depositary of UNTOC"},
		{"UNTOC", "FRA", "2002-01-01", `{"action":"succession","effective":"2003-01-01"}`, "after its notification"},
		{"UNTOC", "FRA", "2002-01-01", `{"action":"withdrawal","withdraws":{"action":"signature","day":"2003-01-01"}}`, "what was done on 2003-01-01"},
		{"UNTOC", "FRA", "2002-01-01", `{"action":"withdrawal"}`, "withdraws"},
	} {
		_, err := n.do("treaty.deposit", c.code, c.party, c.day, c.body)
		n.refused(c.why, err)
	}
	_, err := n.do("treaty.deposit", "UNTOC", "FRA", "2002-01-01", `{"action":"accession"}`, func(d *book.Draft) { d.Party = "PER" })
	n.refused("on behalf of PER", err)
	if n.book.Size() != 0 {
		t.Errorf("%d acts were recorded", n.book.Size())
	}
	_, err = n.do("treaty.deposit", "UNTOC", "FRA", "2002-01-01", `{"action":"accession"}`)
	n.must(err)
	_, err = n.do("treaty.deposit", "UNTOC", "FRA", "2002-01-01", `{"action":"accession"}`)
	n.refused("has the accession of 2002-01-01 already", err)
	// What contradicts is no impossibility: it is recorded, and shown.
	_, err = n.do("treaty.deposit", "UNTOC", "FRA", "2002-02-01", `{"action":"accession"}`)
	n.must(err)
	s := n.register().StatusOn("UNTOC", "FRA", "2002-03-01")
	if s.Consent.Day != "2002-01-01" || len(s.Doubts) == 0 || s.Doubts[len(s.Doubts)-1].Key != "two-consents" {
		t.Errorf("two accessions: %+v", s)
	}
}

func TestTheProgrammesRecordIsTakenInOnce(t *testing.T) {
	onBoth(t, func(n *node) {
		done, err := n.intake().TakeProgramme(ctx, carried.files, carried.lists)
		n.must(err)
		if done.Instruments < 100 || done.Lists != 16 || done.Deposits < 3000 {
			t.Errorf("taken in: %+v", done)
		}
		size := n.book.Size()
		again, err := n.intake().TakeProgramme(ctx, carried.files, carried.lists)
		n.must(err)
		if again != (treaty.Shipped{}) || n.book.Size() != size {
			t.Errorf("the second time: %+v, %d acts more", again, n.book.Size()-size)
		}
		g := n.register()
		if f := g.Force("PROTECTED-PERSONS-1973"); f.Day != "1977-02-20" {
			t.Errorf("entry into force %s", f.Day)
		}
		if c := g.Count("UNTOC", treaty.Bound, "2014-01-01", treaty.States); c.N != 178 || len(c.Acts) != 178 {
			t.Errorf("%d States with %d proofs", c.N, len(c.Acts))
		}
		if c := g.Count("UNTOC", treaty.Bound, "2014-01-01", treaty.AllParties); c.N != 179 {
			t.Errorf("%d parties", c.N)
		}
		acts, err := n.book.OnSubject(ctx, treaty.Subject("UNTOC", "FRA"), book.Page{})
		n.must(err)
		if len(acts) != 2 || acts[0].Source == nil || acts[0].Standing != act.Observed || acts[0].Source.Document == "" {
			t.Errorf("acts of France: %+v", acts)
		}
		n.replayed()
	})
}

func TestAgreementsStandAsLastSaid(t *testing.T) {
	onBoth(t, func(n *node) {
		say := func(body string) error {
			_, err := n.do("treaty.agreement", "", "FRA", "1990-01-01", body, func(d *book.Draft) { d.Subject = "agreement/fra-per" })
			return err
		}
		n.must(say(bodies["treaty.agreement"][0]))
		n.now = n.now.Add(time.Hour)
		n.must(say(strings.Replace(bodies["treaty.agreement"][0], `"from":"1990-01-01"`, `"from":"1990-01-01","until":"2020-01-01"`, 1)))
		var now, before []treaty.Agreement
		n.must(n.book.Read(ctx, 0, func(v store.View) (err error) {
			if now, err = treaty.Agreements(ctx, v, 0); err != nil {
				return err
			}
			before, err = treaty.Agreements(ctx, v, act.InstantOf(n.now.Add(-time.Minute)))
			return err
		}))
		if len(now) != 1 || now[0].Until != "2020-01-01" || len(before) != 1 || before[0].Until != "" || now[0].InLieu[0] != "UNTOC#18" {
			t.Errorf("now %+v, before %+v", now, before)
		}
		n.refused("no party", say(`{"title":{"language":"en","text":"x"},"parties":["FRA","XXX"],"help":["extradition"],"from":"1990-01-01"}`))
		n.refused("on no day", say(`{"title":{"language":"en","text":"x"},"parties":["FRA","PER"],"help":["extradition"],"from":"1990-01-01","until":"1990-01-01"}`))
		n.replayed()
	})
}

// takeList takes a list in and gives what changed.
func (n *node) takeList(l *list.List, code string, data []byte) []treaty.Change {
	n.Helper()
	in := n.intake()
	p, err := in.PlanList(ctx, l, code, data)
	n.must(err)
	_, err = in.Record(ctx, p)
	n.must(err)
	return p.Changes
}
