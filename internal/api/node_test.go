package api_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/access"
	"comity/internal/access/door"
	"comity/internal/access/session"
	"comity/internal/act"
	"comity/internal/api"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/codelist"
	"comity/internal/guard"
	"comity/internal/mandate"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/search"
	"comity/internal/store"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/subject"
	"comity/internal/treaty"
	"comity/internal/treaty/operations"
	"comity/programmes"
)

var ctx = context.Background()

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// The people of the tests, who are also the tokens that they send.
const (
	admin   = "00000000-0000-4000-8000-000000000001"
	officer = "00000000-0000-4000-8000-000000000002"
	second  = "00000000-0000-4000-8000-000000000003" // another officer
	mission = "00000000-0000-4000-8000-000000000004" // of France
	donor   = "00000000-0000-4000-8000-000000000005" // reads for Norway
	auditor = "00000000-0000-4000-8000-000000000006"
	expert  = "00000000-0000-4000-8000-000000000007" // reviews France
	public  = ""

	letter = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

var everybody = []string{public, admin, officer, mission, donor, auditor, expert}

// world is what every node of the tests has alike.
var world = sync.OnceValue(func() (w struct {
	programme *programme.Programme
	parties   *party.Registry
	lists     codelist.Lists
	policies  *access.Policies
},
) {
	files, err := fs.Sub(programmes.Files, "crime-prevention")
	for _, step := range []func() error{
		func() (err error) { w.programme, err = programme.Load(files); return },
		func() (err error) { w.parties, err = party.Load(files); return },
		func() (err error) { w.lists, err = codelist.Load(files); return },
		func() (err error) { w.policies, err = access.Load(files, w.parties); return },
	} {
		if err == nil {
			err = step()
		}
	}
	if err != nil {
		panic(err)
	}
	return w
})

// node is an API over a book of its own. No policy is asked while free is set.
type node struct {
	testing.TB
	api      *api.API
	book     *book.Book
	policies *access.Policies
	verifier note.Verifier
	modules  []module.Module
	index    *search.Index
	blobs    *blob.Store
	free     bool
	held     bool // acts name only files that were handed in
	now      time.Time
}

func onEachStore(t *testing.T, f func(t *testing.T, n *node)) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) { f(t, newNode(t, s)) })
}

// things enters subjects.
func things() book.Module {
	return book.Module{Name: "things", Kinds: []book.Kind{
		{Shape: act.Shape{Name: "thing.named", Version: 1, Title: "Name", Subjects: []string{"thing"}, Audiences: []string{act.Public}},
			Project: func(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
				e := subject.Entry{ID: a.Subject, Title: "A thing", Language: "en", Owner: "UNODC", States: []string{"FRA"}}
				return append(subject.Put(e), subject.Link(subject.Edge{From: a.Subject, Relation: "beside", To: "thing/other"})), nil
			}},
		{Shape: act.Shape{Name: "thing.shown", Version: 1, Title: "Pictures", Subjects: []string{"thing"}, Audiences: []string{act.Public},
			Fields: []act.Field{{Name: "files", Label: "Files", Type: act.File, Repeat: true, Most: 5}}},
			Project: func(context.Context, store.Reader, *act.Act) ([]store.Write, error) { return nil, nil }},
	}}
}

// said gives what notes say to search.
func said(_ context.Context, a *act.Act) ([]module.Change, error) {
	if a.Kind != "note.write" || a.Clear == nil {
		return nil, nil
	}
	var b struct{ Text string }
	err := a.Decode(&b)
	return []module.Change{{Put: &module.Document{ID: string(a.Subject), Subject: string(a.Subject), Audience: a.Audience, Type: "note", Language: "en", Title: "A note", Text: b.Text}}}, err
}

func newNode(t testing.TB, s store.Store) *node {
	t.Helper()
	w := world()
	n := &node{TB: t, policies: w.policies, free: true, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	o := booktest.Options(t)
	mandates := mandate.Module(w.programme, w.parties, w.lists)
	treaties := treaty.Module(w.programme.Instruments, w.parties)
	treaties.API = operations.Register
	modules := []book.Module{access.Module(w.parties), subject.Module(), booktest.Notes(), things(), mandates.Record, treaties.Record}
	may := w.policies.Guard(modules, nil)
	o.Lists, o.Now = w.lists, func() time.Time { return n.now }
	o.Authorise = func(ctx context.Context, r store.Reader, a *act.Act) error {
		if n.free {
			return nil
		}
		return may(ctx, r, a)
	}
	keys, ok := o.Keys.(*booktest.Keys)
	if !ok {
		t.Fatal("the node's keys are not those of tests")
	}
	var err error
	n.blobs, err = blob.Open(ctx, t.TempDir(), blobKeys{keys}, blob.Options{})
	n.must(err)
	o.Files = n
	n.book, err = book.Open(ctx, s, o, modules...)
	n.must(err)
	n.verifier = o.Verifier
	index, err := search.Open(ctx, s)
	n.must(err)
	following, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); _ = index.Follow(following, n.book, said) }()
	t.Cleanup(func() { stop(); <-done; n.book.Close() })
	n.modules, n.index = []module.Module{mandates, treaties}, index
	n.serve(true)
	return n
}

// Hold implements book.Files.
func (n *node) Hold(ctx context.Context, s act.Subject, audience string, name act.Hash) bool {
	return !n.held || n.blobs.Hold(ctx, s, audience, name)
}

// blobKeys are keys of tests that can also name files.
type blobKeys struct{ *booktest.Keys }

func (blobKeys) Mac(context.Context, string) (func([]byte) [32]byte, error) {
	return sha256.Sum256, nil
}

// serve puts the API before the node, with limits on requests or without.
func (n *node) serve(unlimited bool) {
	n.Helper()
	w := world()
	g, err := guard.New(guard.Options{Policies: w.policies, Door: n, Origin: &url.URL{Scheme: "https", Host: "node.example"}, Unlimited: unlimited, Now: func() time.Time { return n.now }})
	n.must(err)
	n.api, err = api.New(api.Options{Node: &module.Node{Book: n.book, Blobs: n.blobs, Programme: w.programme, Parties: w.parties, Lists: w.lists, Policies: w.policies}, Modules: n.modules,
		Name: "node.example", Verifier: "the verifier's key", Guard: g, Index: n.index})
	n.must(err)
}

// Bearer takes a person's id for their token; "read:" before it is its scope.
func (n *node) Bearer(_ context.Context, token string) (door.Signed, error) {
	person, readOnly := strings.CutPrefix(token, "read:")
	for _, known := range append([]string{second}, everybody...) {
		if known == person && known != "" {
			return n.signed(person, readOnly)
		}
	}
	return door.Signed{}, &door.Refusal{Invalid: act.Invalid{Code: "sign-in.token"}}
}

// Session takes every session for the officer's.
func (n *node) Session(context.Context, session.Token) (door.Signed, error) {
	return n.signed(officer, false)
}

func (n *node) signed(person string, readOnly bool) (s door.Signed, err error) {
	s.ReadOnly = readOnly
	err = n.book.Read(ctx, 0, func(v store.View) error {
		s.Who, err = access.LoadWho(ctx, v, person)
		return err
	})
	return s, err
}

func (n *node) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

// do records an act by the Office, whoever may.
func (n *node) do(person, kind, subject, audience, body string, change ...func(*book.Draft)) string {
	n.Helper()
	d := book.Draft{Kind: kind, Subject: act.Subject(subject), Party: "UNODC", Standing: act.Own, Day: act.DayOf(n.now), Audience: audience, Body: []byte(body)}
	for _, c := range change {
		c(&d)
	}
	was := n.free
	n.free = true
	defer func() { n.free = was }()
	r, err := n.book.Record(ctx, book.Call{Person: person, Acts: []book.Draft{d}})
	n.must(err)
	return r.Acts[0].ID
}

func france(d *book.Draft) { d.Party = "FRA" }

func communicated(d *book.Draft) {
	d.Party, d.Standing = "FRA", act.Communicated
	d.Source = &act.Source{Channel: "note-verbale", Reference: "12/2026", Received: "2026-02-27", Document: letter}
}

func (n *node) note(name, audience, text string, change ...func(*book.Draft)) string {
	n.Helper()
	return n.do(officer, "note.write", "note/"+name, audience, fmt.Sprintf(`{"text":%q}`, text), change...)
}

// peopled gives the people their roles; from then on policies are asked.
func (n *node) peopled() *node {
	n.Helper()
	for _, id := range append([]string{second}, everybody...) {
		if id != "" {
			n.do("", "person.recorded", "person/"+id, "people", `{"name":"Somebody invented","mail":"x@example.org","language":"fr"}`)
		}
	}
	grant := func(person string, r access.Role, more string) {
		n.do(admin, "role.granted", "role/"+person, "secretariat", fmt.Sprintf(`{"person":"person/%s","role":%q,"from":"2026-01-01"%s}`, person, r, more))
	}
	n.do("", "role.granted", "role/"+admin, "secretariat", fmt.Sprintf(`{"person":"person/%s","role":"administrator","party":"UNODC","from":"2026-01-01"}`, admin))
	grant(officer, access.Officer, `,"party":"UNODC"`)
	grant(second, access.Officer, `,"party":"UNODC"`)
	grant(auditor, access.Auditor, `,"party":"UNODC"`)
	grant(donor, access.Donor, `,"party":"NOR"`)
	grant(expert, access.Expert, `,"states":["FRA"]`)
	n.do(officer, "accreditation.recorded", "accreditation/mission", "with-fra",
		`{"person":"person/`+mission+`","authority":"The mission","mission":true,"function":"Its head","kinds":["*","read"],"instruments":["*"],"from":"2026-01-01","until":"2027-01-01"}`, communicated)
	n.do(second, "accreditation.confirmed", "accreditation/mission", "with-fra", `{"document":"`+letter+`"}`, communicated)
	n.free = false
	return n
}

// who is a person with all that they hold.
func (n *node) who(person string) access.Who {
	n.Helper()
	s, err := n.signed(person, false)
	n.must(err)
	return s.Who
}

// answer is what the API answered.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// as sends a request with a person's token.
func (n *node) as(person, method, address, body string, headers ...string) answer {
	n.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(body))
	if person != "" {
		r.Header.Set("Authorization", "Bearer "+person)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	n.api.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.Bytes()}
}

func (n *node) get(person, address string, headers ...string) answer {
	n.Helper()
	return n.as(person, http.MethodGet, "/api/v1"+address, "", headers...)
}

// read reads an answer that must be of the status.
func (n *node) read(a answer, status int, into any) {
	n.Helper()
	if a.Status != status {
		n.Fatalf("answered %d, want %d: %s", a.Status, status, a.Body)
	}
	if err := json.Unmarshal(a.Body, into); err != nil {
		n.Fatalf("%v: %s", err, a.Body)
	}
}

type problem struct {
	Type, Title, Detail, Code, Reason string
	Status                            int
	Later                             *struct{ ID string }
	Errors                            []fault
}

type fault struct{ Code, Where, Detail string }

// problem reads an answer that must be a problem of the code.
func (n *node) problem(a answer, status int, code string) (p problem) {
	n.Helper()
	n.read(a, status, &p)
	if p.Code != code || p.Status != status || p.Type != "urn:comity:problem:"+code || p.Title == "" || p.Detail == "" || strings.Contains(p.Title+p.Detail, "⟦") {
		n.Errorf("the problem is %+v, want %s", p, code)
	}
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
		n.Errorf("the problem is of the type %s", got)
	}
	if a.Header.Get("ETag") != "" {
		n.Error("a problem has an entity tag")
	}
	return p
}

type list[T any] struct {
	Rows  []T
	Next  string
	Notes []string
}

type row struct {
	Index                             int64
	ID, Kind, Subject, Audience, Code string
	Body                              json.RawMessage
}

// all walks a list to its end, a few rows at a time.
func (n *node) all(person, address string) (rows []row) {
	n.Helper()
	for next := "/api/v1" + address; next != ""; {
		a := n.as(person, http.MethodGet, next, "")
		var l list[row]
		n.read(a, http.StatusOK, &l)
		if want := ""; l.Next != "" {
			if want = "<" + l.Next + `>; rel="next"`; a.Header.Get("Link") != want {
				n.Errorf("the header Link is %q, want %q", a.Header.Get("Link"), want)
			}
		} else if a.Header.Get("Link") != want {
			n.Errorf("the last page has the header Link %q", a.Header.Get("Link"))
		}
		rows = append(rows, l.Rows...)
		if len(rows) > 10_000 {
			n.Fatalf("%s does not end", address)
		}
		next = l.Next
	}
	return rows
}
