package communication

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
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
	"comity/internal/store"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/subject"
	"comity/programmes"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	if f := flag.Lookup("rapid.checks"); f != nil {
		_ = f.Value.Set("30")
	}
	os.Exit(pgtest.Main(m))
}

// people who enter acts.
const (
	ana   = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01" // officer
	bo    = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e02" // reviewer
	chloe = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e03" // of France
	dina  = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e04" // of Egypt
)

// the invented programme's day.
const today act.Day = "2042-06-01"

// node is a book with the room.
type node struct {
	testing.TB
	book    *book.Book
	keys    *booktest.Keys
	parties *party.Registry
	module  module.Module
	now     time.Time
}

func folder(t testing.TB) fs.FS {
	t.Helper()
	f, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func newNode(t testing.TB, s store.Store) *node {
	t.Helper()
	parties, err := party.Load(folder(t))
	if err != nil {
		t.Fatal(err)
	}
	lists, err := codelist.Load(folder(t))
	if err != nil {
		t.Fatal(err)
	}
	n := &node{TB: t, keys: booktest.NewKeys(), parties: parties, now: today.Time().Add(12 * time.Hour)}
	signer, verifier := booktest.NodeKey(t)
	o := book.Options{Signer: signer, Verifier: verifier, Keys: n.keys, Lists: lists, Now: func() time.Time { return n.now }}
	n.module = Module(parties, nil)
	b, err := book.Open(ctx, s, o, n.module.Record, subject.Module(), access.Module(parties), booktest.Erasing())
	n.must(err)
	n.book = b
	t.Cleanup(func() { b.Close() })
	return n
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

// do records one act; body is marshalled. The party is the Office, unless changed.
func (n *node) do(person, kind string, s act.Subject, body any, change ...func(*book.Draft)) error {
	n.Helper()
	raw, err := json.Marshal(body)
	n.must(err)
	d := book.Draft{Kind: "communication." + kind, Subject: s, Party: "UNODC", Standing: act.Own, Day: act.DayOf(n.now), Audience: "secretariat", Body: raw}
	for _, c := range change {
		c(&d)
	}
	_, err = n.book.Record(ctx, book.Call{Person: person, Acts: []book.Draft{d}})
	return err
}

func on(day act.Day) func(*book.Draft)       { return func(d *book.Draft) { d.Day = day } }
func citing(c ...act.Cite) func(*book.Draft) { return func(d *book.Draft) { d.Cites = c } }
func to(party string) func(*book.Draft)      { return func(d *book.Draft) { d.Audience = withParty(party) } }
func forParty(party string) func(*book.Draft) {
	return func(d *book.Draft) { d.Party, d.Audience = party, withParty(party) }
}
func ownBank(party string) func(*book.Draft) {
	return func(d *book.Draft) { d.Party, d.Audience = party, access.AudienceFor("own", party) }
}
func byLetter(day act.Day, ref string) func(*book.Draft) {
	return func(d *book.Draft) {
		d.Standing, d.Source = act.Communicated, &act.Source{Channel: "note-verbale", Reference: ref, Received: day, Document: act.HashOf([]byte(ref)).String()}
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

// scopes of readers.
func public() Scope { return NewScope([]string{act.Public}) }
func officer() Scope {
	return NewScope([]string{act.Public, "secretariat", "with-fra", "with-per", "with-egy"})
}
func france() Scope { return NewScope([]string{act.Public, "with-fra", "own-fra"}) }
func egypt() Scope  { return NewScope([]string{act.Public, "with-egy", "own-egy"}) }

// lamps is an invented questionnaire on the keeping of lamps.
func lamps() []Question {
	return []Question{
		{ID: "1", Type: act.Text, Required: true, Provisions: []act.Cite{"UNCAC#9.1", "A/RES/95/7#1"}},
		{ID: "2", Type: act.YesNo, Provisions: []act.Cite{"UNCAC#12.2"}},
		{ID: "3", Type: act.Integer},
		{ID: "4", Type: act.Code, Options: []string{"oil", "gas", "wax"}, Several: true},
	}
}

func lampWords(lang, title string) WordedBody {
	w := WordedBody{Language: lang, Title: title, Letter: title + ".\nPlease answer."}
	for _, q := range lamps() {
		item := WordedItem{ID: q.ID, QuestionWords: QuestionWords{Text: "Question " + q.ID + "?"}}
		item.Choices = append(item.Choices, q.Options...)
		w.Questions = append(w.Questions, item)
	}
	return w
}

func lampCall(parties ...string) DraftedBody {
	return DraftedBody{Reference: "CU 2042/17", Channel: "note-verbale", Original: "en", Languages: []string{"en", "fr"}, Asked: NamedParties, Addressees: parties,
		Deadline: "2042-09-01", Open: true, Questions: lamps()}
}

const lampCode = "CU-2042-17"

// drafted drafts, words and clears a call on lamps.
func (n *node) drafted(parties ...string) {
	n.Helper()
	n.must(n.do(ana, "drafted", CallSubject(lampCode), lampCall(parties...), citing("A/RES/95/7#1")))
	n.must(n.do(ana, "worded", CallSubject(lampCode), lampWords("en", "Keeping of lamps")))
	n.must(n.do(ana, "worded", CallSubject(lampCode), lampWords("fr", "Garde des lampes")))
	n.must(n.do(bo, "cleared", CallSubject(lampCode), NoteBody{}))
}

func (n *node) sent(party string) SentBody {
	return SentBody{Channel: "note-verbale", Reference: "CU 2042/17/" + party, Group: n.parties.ByCode(party).GroupOn(act.DayOf(n.now))}
}

// circulated sends the call to parties.
func (n *node) circulated(parties ...string) {
	n.Helper()
	n.drafted(parties...)
	for _, p := range parties {
		n.must(n.do(ana, "circulated", AddresseeSubject(lampCode, p), n.sent(p), to(p)))
	}
}

// answers is a reply's answers in French or another language.
func answers(text string, value ...string) AnsweredBody {
	b := AnsweredBody{Answers: []Answer{{Question: "1", Text: text, Laws: []Law{{Title: "Law on lamps", Place: "3"}}, Figures: []Figure{{Name: "Lamps", Value: "12.5", Period: "2041"}}}}}
	if len(value) > 0 {
		b.Answers = append(b.Answers, Answer{Question: "2", Value: value[0]})
	}
	return b
}

func (n *node) replied(person, party, lang string, number int, b AnsweredBody, change ...func(*book.Draft)) {
	n.Helper()
	s := ReplySubject(lampCode, party, number)
	change = append([]func(*book.Draft){forParty(party)}, change...)
	n.must(n.do(person, "replied", s, RepliedBody{Authority: "Ministry of Lamps", Language: lang}, change...))
	n.must(n.do(person, "answered", s, b, change...))
}

func (n *node) call(s Scope) *Call {
	n.Helper()
	var c *Call
	n.read(func(v store.View) (err error) { c, err = FindCall(ctx, v, s, lampCode); return err })
	return c
}

func (n *node) texts(s Scope, question string) string {
	n.Helper()
	var list []string
	n.read(func(v store.View) error {
		answers, err := AnswersTo(ctx, v, s, lampCode, question)
		for _, w := range answers {
			list = append(list, fmt.Sprintf("%s/%d %s%s", w.Party, w.Number, w.Text, w.Value))
		}
		return err
	})
	return strings.Join(list, "; ")
}
