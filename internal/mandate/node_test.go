package mandate

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	signed "golang.org/x/mod/sumdb/note"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/codelist"
	"comity/internal/programme"
	"comity/internal/resolution/reading"
	"comity/internal/store"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/subject"
)

var ctx = context.Background()

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// fewer makes a property be checked n times, each of which opens a store, unless
// -rapid.checks asks for more.
func fewer(t *testing.T, n int) {
	f := flag.Lookup("rapid.checks")
	if f == nil || f.Value.String() != f.DefValue {
		return
	}
	if err := f.Value.Set(fmt.Sprint(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Value.Set(f.DefValue) })
}

// people who enter acts.
const (
	ana = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01"
	bo  = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e02"
)

// node is a book with the register, and what takes texts into it.
type node struct {
	testing.TB
	book     *book.Book
	keys     *booktest.Keys
	importer *Importer
	p        *programme.Programme
	now      time.Time
}

func ourLists(t testing.TB) codelist.Lists {
	t.Helper()
	folder, _ := ourProgramme(t)
	lists, err := codelist.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return lists
}

func newNode(t testing.TB, s store.Store) *node {
	t.Helper()
	signer, verifier := booktest.NodeKey(t)
	return nodeOf(t, s, signer, verifier)
}

// newNodeWithKey is a node whose signing key is kept in a folder.
func newNodeWithKey(t testing.TB, s store.Store, folder string) *node {
	t.Helper()
	file := filepath.Join(folder, "key")
	lines, err := os.ReadFile(file)
	if err != nil {
		secret, public, err := signed.GenerateKey(rand.Reader, "node.example")
		if err != nil {
			t.Fatal(err)
		}
		lines = []byte(secret + "\n" + public)
		if err := os.WriteFile(file, lines, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	secret, public, _ := strings.Cut(string(lines), "\n")
	return nodeOf(t, s, booktest.Signer(t, secret), booktest.Verifier(t, public))
}

func nodeOf(t testing.TB, s store.Store, signer signed.Signer, verifier signed.Verifier) *node {
	t.Helper()
	_, p := ourProgramme(t)
	parties, lists := ourParties(t), ourLists(t)
	n := &node{TB: t, keys: booktest.NewKeys(), p: p, now: time.Date(2042, 6, 1, 12, 0, 0, 0, time.UTC)}
	o := book.Options{Signer: signer, Verifier: verifier, Keys: n.keys, Lists: lists, Now: func() time.Time { return n.now }}
	b, err := book.Open(ctx, s, o, Module(p, parties, lists).Record, subject.Module(), access.Module(parties), booktest.Erasing(), working())
	n.must(err)
	n.book = b
	reader := reading.New(p)
	n.importer = &Importer{Book: b, Reader: reader, Programme: p, Parties: parties, Lists: lists, Version: "comity test", Party: "UNODC", Today: "2042-06-01"}
	t.Cleanup(func() { b.Close(); reader.Close() })
	return n
}

// working is a kind of acts that carry paragraphs out.
func working() book.Module {
	return book.Module{Name: "working", Kinds: []book.Kind{
		{Shape: act.Shape{Name: "work.done", Version: 1, Title: "Work", Subjects: []string{"work"}, Audiences: []string{act.Public, act.AnyNamed}}},
	}}
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

// imports takes a text in and returns the outcomes.
func (n *node) imports(text string, o ImportOptions) (outcomes []Outcome, err error) {
	n.Helper()
	plans, err := n.importer.Import(ctx, "text.txt", []byte(text), o)
	n.must(err)
	for _, p := range plans {
		outcomes = append(outcomes, p.Outcome)
		if _, e := n.importer.Record(ctx, ana, "", p); e != nil && !errors.Is(e, ErrNothing) {
			err = errors.Join(err, e)
		}
	}
	return outcomes, err
}

// taken takes a text in, and fails the test where it isn't.
func (n *node) taken(text string) {
	n.Helper()
	if o, err := n.imports(text, ImportOptions{}); err != nil || len(o) != 1 || o[0] != Fresh {
		n.Fatalf("%v, %v", o, err)
	}
}

// do records one act for the Office.
func (n *node) do(person, kind string, s act.Subject, body string, change ...func(*book.Draft)) (string, error) {
	d := book.Draft{Kind: "mandate." + kind, Subject: s, Party: "UNODC", Standing: act.Own, Day: act.DayOf(n.now), Audience: act.Public, Body: []byte(body)}
	if kind == "proposed" || kind == "approved" {
		d.Audience = "secretariat"
	}
	for _, c := range change {
		c(&d)
	}
	r, err := n.book.Record(ctx, book.Call{Person: person, Acts: []book.Draft{d}})
	if err != nil {
		return "", err
	}
	return r.Acts[0].ID, nil
}

func on(day act.Day) func(*book.Draft)            { return func(d *book.Draft) { d.Day = day } }
func citing(cites ...act.Cite) func(*book.Draft)  { return func(d *book.Draft) { d.Cites = cites } }
func correctingAct(id string) func(*book.Draft)   { return func(d *book.Draft) { d.Corrects = id } }
func clause(place string, number int) act.Subject { return Ref{"A/RES/95/7", place, number}.Subject() }
func paragraph(symbol, place string) act.Subject  { return Ref{Symbol: symbol, Place: place}.Subject() }

// read asks a question of the register.
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

// lamps is an invented resolution of the General Assembly's ninety-fifth session.
const lamps = `Resolution adopted by the General Assembly on 4 May 2041

[on the report of the Third Committee (A/95/400)]

95/7. Keeping of lamps

The General Assembly,

Recalling its resolution 94/3 of 2 May 2040,

1. Notes with appreciation the report on lamps, and urges Member States to keep a register of lamps, in accordance with their national law;

2. Requests the United Nations Office on Drugs and Crime, within its existing mandate, to help Member States, upon request, in preventing corruption in the keeping of lamps, in accordance with paragraph 1 above;

3. Invites Member States to contribute to the work of the United Nations Office on Drugs and Crime;

4. Requests the Secretary-General to report to the General Assembly at its ninety-seventh session on the implementation of the present resolution.
`

// lampsBefore is the resolution that lamps renews.
const lampsBefore = `Resolution adopted by the General Assembly on 2 May 2040

94/3. Keeping of lamps

The General Assembly,

1. Urges Member States to keep a register of lamps, in accordance with their national law;

2. Requests the United Nations Office on Drugs and Crime to help Member States, upon request, in preventing corruption in the keeping of lamps;

3. Decides to count the stars.
`

func TestLampsAreReadAsTheTestsExpect(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	docs, err := n.importer.Reader.Read(ctx, "lamps", []byte(lamps))
	n.must(err)
	var got []string
	for _, p := range docs[0].Paragraphs {
		for _, c := range p.Clauses {
			got = append(got, fmt.Sprintf("%s %s %s", c.ID, c.Force, strings.Join(c.Entities, ",")))
		}
	}
	want := "1:1 state , 1:2 call member-states, 2:1 request UNODC, 3:1 recommend member-states, 4:1 request secretary-general"
	if s := strings.Join(got, ", "); s != want || docs[0].Symbol != "A/RES/95/7" || docs[0].Adopted != "2041-05-04" {
		t.Errorf("%s %s: %s, want %s", docs[0].Symbol, docs[0].Adopted, s, want)
	}
}
