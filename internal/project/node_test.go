package project

import (
	"context"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/codelist"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/store"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/subject"
	"comity/programmes"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	if f := flag.Lookup("rapid.checks"); f != nil {
		_ = f.Value.Set("50")
	}
	os.Exit(pgtest.Main(m))
}

// people who enter acts.
const (
	ana   = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01" // officer
	bo    = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e02" // reviewer
	carl  = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e05" // certifying
	dora  = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e06" // approving
	chloe = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e03" // of France
	ines  = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e07" // of a partner
)

// the invented programme's day.
const today act.Day = "2043-06-01"

// node is a book with the room.
type node struct {
	testing.TB
	book      *book.Book
	keys      *booktest.Keys
	parties   *party.Registry
	lists     codelist.Lists
	programme *programme.Programme
	module    module.Module
	modules   []book.Module
	now       time.Time
}

func folder(t testing.TB) fs.FS {
	t.Helper()
	f, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// newNode opens a book in a store; where policies are given, they hold.
func newNode(t testing.TB, s store.Store, policies ...*access.Policies) *node {
	t.Helper()
	n := &node{TB: t, keys: booktest.NewKeys(), now: today.Time().Add(12 * time.Hour)}
	var err error
	n.parties, err = party.Load(folder(t))
	n.must(err)
	n.lists, err = codelist.Load(folder(t))
	n.must(err)
	n.programme, err = programme.Load(folder(t))
	n.must(err)
	signer, verifier := booktest.NodeKey(t)
	o := book.Options{Signer: signer, Verifier: verifier, Keys: n.keys, Lists: n.lists, Now: func() time.Time { return n.now }}
	n.module = Module(n.programme, n.parties)
	n.modules = []book.Module{n.module.Record, subject.Module(), access.Module(n.parties), booktest.Erasing(), requesting()}
	if len(policies) > 0 {
		o.Authorise = policies[0].Guard(n.modules, About)
	}
	n.book, err = book.Open(ctx, s, o, n.modules...)
	n.must(err)
	t.Cleanup(func() { n.book.Close() })
	return n
}

// requesting has requests for assistance as far as this room looks at them in the book:
// that there are.
func requesting() book.Module {
	return book.Module{Name: "assistance", Kinds: []book.Kind{{Shape: act.Shape{Name: "assistance.requested", Version: 1, Title: "Request", Subjects: []string{"assistance"}, Audiences: named, Standings: own},
		Project: nothing, Erased: nothing}}}
}

func nothing(context.Context, store.Reader, *act.Act) ([]store.Write, error) { return nil, nil }

// requested records a request of a State.
func (n *node) requested(s act.Subject, state string) {
	n.Helper()
	_, err := n.book.Record(ctx, book.Call{Person: ana, Acts: []book.Draft{{Kind: "assistance.requested", Subject: s, Party: state, Standing: act.Own, Day: act.DayOf(n.now), Audience: withParty(state), Body: []byte("{}")}}})
	n.must(err)
}

// onEachStore runs f on a node in each store.
func onEachStore(t *testing.T, f func(n *node)) {
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

// do records one act; body is marshalled. The party is the Office, the audience the
// first that the kind allows, unless changed.
func (n *node) do(person, kind string, s act.Subject, body any, change ...func(*book.Draft)) error {
	n.Helper()
	raw, err := json.Marshal(body)
	n.must(err)
	d := book.Draft{Kind: "project." + kind, Subject: s, Party: "UNODC", Standing: act.Own, Day: act.DayOf(n.now), Audience: "secretariat", Body: raw}
	if k := n.book.Kind(d.Kind); k != nil && k.Audiences[0] != act.AnyNamed {
		d.Audience = k.Audiences[0]
	}
	for _, c := range change {
		c(&d)
	}
	_, err = n.book.Record(ctx, book.Call{Person: person, Acts: []book.Draft{d}})
	return err
}

func on(day act.Day) func(*book.Draft)       { return func(d *book.Draft) { d.Day = day } }
func citing(c ...act.Cite) func(*book.Draft) { return func(d *book.Draft) { d.Cites = c } }
func forAudience(a string) func(*book.Draft) { return func(d *book.Draft) { d.Audience = a } }
func by(party string) func(*book.Draft) {
	return func(d *book.Draft) { d.Party, d.Audience = party, withParty(party) }
}
func byLetter(party string) func(*book.Draft) {
	return func(d *book.Draft) {
		d.Party, d.Audience, d.Standing = party, withParty(party), act.Communicated
		d.Source = &act.Source{Channel: "note-verbale", Reference: party, Received: d.Day, Document: act.HashOf([]byte(party)).String()}
	}
}

// read asks a question of the tables.
func (n *node) read(f func(v store.View) error) {
	n.Helper()
	n.must(n.book.Read(ctx, 0, f))
}

// verified fails the test where the tables are not those of a replay.
func (n *node) verified() {
	n.Helper()
	_, err := n.book.Verify(ctx, book.Checks()[1:], func(f book.Finding) {
		if f.Check != book.CheckWitness {
			n.Error(f)
		}
	}, nil)
	n.must(err)
}

func public() Scope { return NewScope([]string{act.Public}) }
func officer() Scope {
	return NewScope([]string{act.Public, "secretariat", "partners", "with-fra", "with-per", "partner-interpol"})
}
func france() Scope { return NewScope([]string{act.Public, "with-fra"}) }

// harbour is an invented project of France and Peru.
func harbour() ConceptBody {
	return ConceptBody{Title: "Lamps of the harbour", Language: "en", Summary: "Keepers learn to keep lamps.", Office: "UNODC", States: []string{"FRA", "PER"}, Signatories: []string{"FRA", "PER"},
		Partners: []string{"INTERPOL"}, Topics: []string{"corruption"}, Targets: []string{"5.2"}, Purposes: []string{"15113"}, Markers: []Marker{{"1", "2"}},
		Locations: []Location{{State: "PER", Name: "Callao", Latitude: "-12.05", Longitude: "-77.13"}},
		Above:     []act.Subject{"programme/LAMPS"}, From: "2042-01-01", Until: "2044-12-31", Budget: &Amount{1_250_000_00, "USD"}}
}

func lampsProgramme() ProgrammeBody {
	return ProgrammeBody{Title: "Programme of lamps", Language: "en", Level: "global", Summary: "Lamps everywhere.", Office: "UNODC", States: []string{"FRA", "PER"}, Topics: []string{"corruption"}, From: "2041-01-01"}
}

const harbourCode = "HARBOUR-1"

// running takes the project through its life until it runs, and announces it.
func (n *node) running() {
	n.Helper()
	n.must(n.do(ana, "programme", ProgrammeSubject("LAMPS"), lampsProgramme()))
	n.must(n.do(ana, "concept", Subject(harbourCode), harbour(), citing("A/RES/95/7#1")))
	n.must(n.do(bo, "reviewed", Subject(harbourCode), ReviewedBody{Outcome: "recommended"}))
	for person, which := range map[string]string{bo: "legal", carl: "financial", dora: "evaluation"} {
		n.must(n.do(person, "cleared", Subject(harbourCode), ClearedBody{Clearance: which, Passed: true}))
	}
	n.must(n.do(chloe, "countersigned", Subject(harbourCode), CountersignedBody{Authority: "Ministry of Lamps"}, by("FRA")))
	n.must(n.do(ana, "countersigned", Subject(harbourCode), CountersignedBody{Authority: "Ministry of Lamps"}, byLetter("PER")))
	n.must(n.do(ana, "announced", Subject(harbourCode), NoteBody{}, citing("A/RES/95/7#1")))
}

func (n *node) project(s Scope) (p *Project) {
	n.Helper()
	n.read(func(v store.View) (err error) { p, err = Find(ctx, v, s, harbourCode); return err })
	return p
}
