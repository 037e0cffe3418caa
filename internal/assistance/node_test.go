package assistance

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
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
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == "100" {
		_ = f.Value.Set("40") // each draws a whole book in some tests
	}
	os.Exit(pgtest.Main(m))
}

// people who enter acts.
const (
	ana   = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01" // officer
	bo    = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e02" // reviewer
	chloe = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e03" // of France
	dina  = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e04" // of Egypt
	admin = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e10"
	emil  = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e11" // officer
)

// the invented programme's day.
const today act.Day = "2042-06-01"

// node is a book with the room.
type node struct {
	testing.TB
	book      *book.Book
	keys      *booktest.Keys
	parties   *party.Registry
	programme *programme.Programme
	lists     codelist.Lists
	policies  *access.Policies
	rules     rules
	module    module.Module
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

// newNode opens a book; where it is guarded the programme's policies hold.
func newNode(t testing.TB, s store.Store, guarded bool) *node {
	t.Helper()
	n := &node{TB: t, keys: booktest.NewKeys(), now: today.Time().Add(12 * time.Hour)}
	var err error
	n.parties, err = party.Load(folder(t))
	n.must(err)
	n.lists, err = codelist.Load(folder(t))
	n.must(err)
	n.programme, err = programme.Load(folder(t))
	n.must(err)
	n.policies, err = access.Load(folder(t), n.parties)
	n.must(err)
	set, err := LoadSettings(folder(t))
	n.must(err)
	n.rules = newRules(set, n.parties, n.programme)
	n.module = Module(set, n.parties, n.programme)
	signer, verifier := booktest.NodeKey(t)
	modules := []book.Module{n.module.Record, subject.Module(), access.Module(n.parties), booktest.Erasing()}
	o := book.Options{Signer: signer, Verifier: verifier, Keys: n.keys, Lists: n.lists, Now: func() time.Time { return n.now }}
	if guarded {
		o.Authorise = n.policies.Guard(modules, About)
	}
	n.book, err = book.Open(ctx, s, o, modules...)
	n.must(err)
	t.Cleanup(func() { n.book.Close() })
	return n
}

// onEachStore runs f on a node in each store.
func onEachStore(t *testing.T, f func(n *node)) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) { f(newNode(t, s, false)) })
}

func (n *node) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

// refused wants an act to be refused by a rule.
func (n *node) refused(rule string, err error) {
	n.Helper()
	var r *book.Refusal
	if !errors.As(err, &r) || r.Rule != rule {
		n.Errorf("%v, want %s", err, rule)
	}
}

// id is a request's name, the same for the same words.
func id(words string) string {
	sum := sha256.Sum256([]byte(words))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:26]
}

// do records one act; body is marshalled. The party is the Office, unless changed.
func (n *node) do(person, kind, request string, body any, change ...func(*book.Draft)) error {
	n.Helper()
	raw, err := json.Marshal(body)
	n.must(err)
	d := book.Draft{Kind: "assistance." + kind, Subject: Subject(request), Party: "UNODC", Standing: act.Own, Day: act.DayOf(n.now), Audience: "with-fra", Body: raw}
	for _, c := range change {
		c(&d)
	}
	_, err = n.book.Record(ctx, book.Call{Person: person, Acts: []book.Draft{d}})
	return err
}

func on(day act.Day) func(*book.Draft)       { return func(d *book.Draft) { d.Day = day } }
func citing(c ...act.Cite) func(*book.Draft) { return func(d *book.Draft) { d.Cites = c } }
func aside(d *book.Draft)                    { d.Audience = Apart }
func everybody(d *book.Draft)                { d.Audience = act.Public }
func by(party string) func(*book.Draft) {
	return func(d *book.Draft) { d.Party, d.Audience = party, withParty(party) }
}
func correcting(id string) func(*book.Draft) { return func(d *book.Draft) { d.Corrects = id } }
func byLetter(day act.Day, ref string) func(*book.Draft) {
	return func(d *book.Draft) {
		d.Standing, d.Source = act.Communicated, &act.Source{Channel: "note-verbale", Reference: ref, Received: day, Document: act.HashOf([]byte(ref)).String()}
	}
}

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

// scopes of readers.
func public() Scope { return NewScope([]string{act.Public}) }
func officer() Scope {
	return NewScope([]string{act.Public, "secretariat", Apart, "with-fra", "with-per", "with-egy"})
}
func france() Scope { return NewScope([]string{act.Public, "with-fra", "own-fra"}) }
func egypt() Scope  { return NewScope([]string{act.Public, "with-egy", "own-egy"}) }

// lamps is an invented request.
func lamps() RequestedBody {
	return RequestedBody{Title: "Gardiens de phare", Language: "fr", Authority: "Ministère des phares", Group: "WEOG", Topic: "corruption", Topics: []string{"maritime-crime"}, Help: []string{"training", "legislative"},
		Reason: "Nos gardiens manquent de formation.", Baseline: "Trois gardiens formés.", Urgency: "routine"}
}

func findings() (list []Finding) {
	for _, c := range Criteria {
		list = append(list, Finding{c, "favourable", "Weighed."})
	}
	return list
}

func (n *node) find(s Scope, id string) (q *Request) {
	n.Helper()
	n.read(func(v store.View) (err error) { q, err = Find(ctx, v, s, id); return err })
	return q
}

func (n *node) steps(s Scope, id string) (list []*Entry) {
	n.Helper()
	n.read(func(v store.View) (err error) { list, err = StepsOf(ctx, v, s, id); return err })
	return list
}

func kindsOf(list []*Entry) string {
	var kinds []string
	for _, e := range list {
		kinds = append(kinds, e.Kind)
	}
	return strings.Join(kinds, " ")
}
