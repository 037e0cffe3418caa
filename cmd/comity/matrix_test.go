package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/internal/access/door"
	"comity/internal/access/password"
	"comity/internal/access/seclog"
	"comity/internal/act"
	"comity/internal/assistance"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/communication"
	"comity/internal/module"
	"comity/internal/search"
	"comity/internal/store"
	"comity/internal/store/sqlite"
	"comity/internal/web"
)

// What each role reads of what was written for each audience, through pages,
// data, search and API; what it does not read it does not learn of.

// audiences are those that notes are written for in the test.
var matrixAudiences = []string{"public", "secretariat", "people", "money", "appraisal", "oversight", "experts", "partners", "donors",
	"with-fra", "own-fra", "review-fra", "with-deu", "own-deu", "donor-nor", "partner-interpol", "sealed"}

// matrix is what the programme's policies mean, by role, written out by hand: a
// policy that opens more, or a page that forgets to ask, fails the test.
var matrix = []struct {
	name   string
	grant  string // body of a role.granted without person and day, "" for none
	state  string // that accredits the person to read
	reads  []string
	person string // set by the test
}{
	{name: "public", reads: []string{"public"}},
	{name: "signed in without a role", grant: "-", reads: []string{"public"}},
	{name: "officer", grant: `"role":"officer","party":"UNODC"`, reads: []string{"public", "secretariat", "appraisal", "experts", "partners", "donors", "money", "with-fra", "review-fra", "with-deu", "donor-nor", "partner-interpol"}},
	{name: "field officer for France", grant: `"role":"field-officer","party":"UNODC","states":["FRA"]`, reads: []string{"public", "secretariat", "experts", "partners", "donors", "with-fra"}},
	{name: "reviewer", grant: `"role":"reviewer","party":"UNODC"`, reads: []string{"public", "secretariat", "appraisal", "experts", "partners", "donors", "with-fra", "review-fra", "with-deu", "donor-nor", "partner-interpol"}},
	{name: "certifying", grant: `"role":"certifying","party":"UNODC"`, reads: []string{"public", "secretariat", "experts", "partners", "donors", "money"}},
	{name: "approving", grant: `"role":"approving","party":"UNODC"`, reads: []string{"public", "secretariat", "appraisal", "experts", "partners", "donors", "money"}},
	{name: "auditor", grant: `"role":"auditor","party":"UNODC"`, reads: []string{"public", "secretariat", "appraisal", "experts", "partners", "donors", "people", "money", "oversight", "with-fra", "with-deu", "donor-nor", "partner-interpol"}},
	{name: "administrator", grant: `"role":"administrator","party":"UNODC"`, reads: []string{"public", "secretariat", "experts", "partners", "donors", "people"}},
	{name: "expert on France", grant: `"role":"expert","states":["FRA"]`, reads: []string{"public", "experts", "review-fra"}},
	{name: "donor Norway", grant: `"role":"donor","party":"NOR"`, reads: []string{"public", "donors", "donor-nor"}},
	{name: "partner INTERPOL", grant: `"role":"partner","party":"INTERPOL"`, reads: []string{"public", "partners", "partner-interpol"}},
	{name: "accredited by France", state: "FRA", reads: []string{"public", "with-fra", "own-fra", "review-fra"}},
}

// root enters what the test needs; second and third are the officers who record
// and compare a State's note.
const (
	third  = "00000000-0000-4000-8000-999999999993"
	root   = "00000000-0000-4000-8000-999999999991"
	second = "00000000-0000-4000-8000-999999999992"
)

// matrixNow is the clock of a node that has no story.
func matrixNow() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// matrixNode is a node of both faces with a note for each audience, and people
// who are signed in.
type matrixNode struct {
	*testing.T
	now      func() time.Time
	program  *program
	handler  http.Handler
	options  web.Options
	book     *book.Book
	notes    map[string]string // audience → id of the act
	sessions map[string]string // role → cookie
}

func noteOf(audience string) act.Subject { return act.Subject("note/for-" + audience) }
func wordOf(audience string) string {
	return "zzq" + strings.NewReplacer("-", "").Replace(audience) + "zzq"
}

// change alters the program before it is opened; nil leaves it as it is.
func newMatrixNode(t *testing.T, now func() time.Time, change func(*program, *book.Options)) *matrixNode {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p, err := loadProgram("")
	must(err)
	notes := module.Module{Title: "Notes", Record: booktest.Notes(), Found: func(_ context.Context, a *act.Act) ([]module.Change, error) {
		var body struct{ Text string }
		if a.Kind != "note.write" || a.Decode(&body) != nil {
			return nil, nil //nolint:nilerr // a note that is sealed gives nothing to find
		}
		return []module.Change{{Put: &module.Document{ID: string(a.Subject) + "#" + a.ID, Subject: string(a.Subject), Audience: a.Audience, Type: "note", Parties: []string{a.Party}, Language: "en", Title: "Note", Text: body.Text}}}, nil
	}}
	p.Parts = append(p.Parts, notes)
	p.Modules = append(p.Modules, notes.Record)
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "book.sqlite"), sqlite.Options{})
	must(err)
	t.Cleanup(func() { _ = s.Close() })
	bo := booktest.Options(t)
	bo.Now, bo.Lists = now, p.Lists
	if change != nil {
		change(p, &bo)
	}
	n := &matrixNode{T: t, now: now, program: p, notes: map[string]string{}, sessions: map[string]string{}}
	n.book, err = book.Open(ctx, s, bo, p.Modules...)
	must(err)
	t.Cleanup(func() { _ = n.book.Close() })
	for _, steps := range [][]store.Migration{web.Steps(), communication.Steps(), assistance.Steps()} {
		must(s.Migrate(ctx, steps))
	}
	o := web.Options{Modules: p.Parts, Name: "matrix.example", Unlimited: true, Now: now,
		Node: &module.Node{Book: n.book, Programme: p.Programme, Parties: p.Parties, Lists: p.Lists, Policies: p.Policies}}
	o.Keys = bo.Keys
	o.Origin, err = url.Parse("http://matrix.example")
	must(err)
	o.Security, err = seclog.Open(ctx, s, nil, now)
	must(err)
	o.Door, err = door.Open(ctx, s, door.Options{Log: o.Security, Origin: "http://matrix.example", PasswordAlone: true, Password: password.Params{Memory: 64, Time: 1, Threads: 1}, Now: now})
	must(err)
	o.Index, err = search.Open(ctx, s)
	must(err)
	n.people(ctx, o.Door)
	n.write()
	follow, stop := context.WithCancel(ctx)
	following := make(chan error, 1)
	go func() {
		sources := module.SourcesIn(n.book, p.Parts...)
		err := o.Index.Follow(follow, n.book, func(ctx context.Context, a *act.Act) ([]module.Change, error) {
			changes, err := sources(ctx, a)
			if err != nil && change != nil { // an act that rules would have refused has nothing to find
				return nil, nil
			}
			return changes, err
		})
		if err != nil && follow.Err() == nil {
			n.Errorf("search no longer follows the book: %v", err)
		}
		following <- err
	}()
	t.Cleanup(func() { stop(); <-following })
	n.options = o
	n.handler, err = openFaces(o)
	must(err)
	for range 500 { // until search has read the book
		if strings.Contains(n.get("officer", "/search?q="+wordOf("secretariat")).Body.String(), "note/for-secretariat") {
			return n
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("search has not read the book")
	return nil
}

func (n *matrixNode) today() act.Day { return act.DayOf(n.now()) }

func (n *matrixNode) record(by string, d book.Draft) string {
	n.Helper()
	d.Day = n.today()
	if d.Standing == "" {
		d.Standing = act.Own
	}
	r, err := n.book.Record(n.Context(), book.Call{Person: by, Acts: []book.Draft{d}})
	if err != nil {
		n.Fatal(err)
	}
	return r.Acts[0].ID
}

// people records the roles' people and signs them in.
func (n *matrixNode) people(ctx context.Context, d *door.Door) {
	n.Helper()
	const document = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	from := door.From{}
	n.record("", book.Draft{Kind: "person.recorded", Subject: "person/" + root, Party: "UNODC", Audience: "people", Body: []byte(`{"name":"Root","language":"en"}`)})
	n.record("", book.Draft{Kind: "role.granted", Subject: "role/root", Party: "UNODC", Audience: "secretariat", Body: []byte(`{"person":"person/` + root + `","role":"administrator","party":"UNODC","from":"2026-01-01"}`)})
	for i, person := range []string{second, third} {
		n.record(root, book.Draft{Kind: "person.recorded", Subject: act.Subject("person/" + person), Party: "UNODC", Audience: "people", Body: []byte(`{"name":"Officer","language":"en"}`)})
		n.record(root, book.Draft{Kind: "role.granted", Subject: act.Subject(fmt.Sprintf("role/extra%d", i)), Party: "UNODC", Audience: "secretariat", Body: []byte(`{"person":"person/` + person + `","role":"officer","party":"UNODC","from":"2026-01-01"}`)})
	}
	for i := range matrix {
		m := &matrix[i]
		if m.grant == "" && m.state == "" {
			continue
		}
		m.person = fmt.Sprintf("00000000-0000-4000-9000-%012d", i) // none that a golden body names
		name := fmt.Sprintf("reader%d", i)
		n.record(root, book.Draft{Kind: "person.recorded", Subject: act.Subject("person/" + m.person), Party: "UNODC", Audience: "people", Body: fmt.Appendf(nil, `{"name":"Reader %d","language":"en"}`, i)})
		switch {
		case m.state != "":
			source := &act.Source{Channel: "note-verbale", Reference: "12/2026", Received: n.today(), Document: document}
			subject := act.Subject("accreditation/" + name)
			n.record(third, book.Draft{Kind: "accreditation.recorded", Subject: subject, Party: m.state, Standing: act.Communicated, Source: source, Audience: "with-" + strings.ToLower(m.state),
				Body: fmt.Appendf(nil, `{"person":"person/%s","authority":"The mission","mission":true,"function":"Counsellor","kinds":["*","read"],"instruments":["*"],"from":"2026-01-01","until":%q}`, m.person, act.DayOf(n.now().AddDate(1, 0, 0)))})
			n.record(second, book.Draft{Kind: "accreditation.confirmed", Subject: subject, Party: m.state, Standing: act.Communicated, Source: source, Audience: "with-" + strings.ToLower(m.state), Body: fmt.Appendf(nil, `{"document":%q}`, document)})
		case m.grant != "-":
			n.record(root, book.Draft{Kind: "role.granted", Subject: act.Subject("role/" + name), Party: "UNODC", Audience: "secretariat", Body: fmt.Appendf(nil, `{"person":"person/%s",%s,"from":"2026-01-01"}`, m.person, m.grant)})
		}
		const word = "a long enough word for 7 readers"
		if err := d.Add(ctx, m.person, []string{name}, word); err != nil {
			n.Fatal(err)
		}
		step, err := d.SignInPassword(ctx, name, word, from)
		if err != nil || step.Need != door.Nothing {
			n.Fatalf("sign %s in: %+v, %v", m.name, step, err)
		}
		n.sessions[m.name] = step.Cookie.Cookie()
	}
}

// write writes the notes, and corrects the public one for the secretariat alone.
func (n *matrixNode) write() {
	n.Helper()
	for _, audience := range matrixAudiences {
		d := book.Draft{Kind: "note.write", Subject: noteOf(audience), Party: "UNODC", Audience: audience, Body: fmt.Appendf(nil, `{"text":"About %s."}`, wordOf(audience))}
		if audience == act.Sealed {
			d.Kind, d.Body = "note.seal", booktest.Sealed("x")
		}
		n.notes[audience] = n.record(root, d)
	}
	n.notes["correction"] = n.record(root, book.Draft{Kind: "note.write", Subject: noteOf("public"), Party: "UNODC", Audience: "secretariat", Corrects: n.notes["public"], Body: []byte(`{"text":"It was otherwise."}`)})
}

func (n *matrixNode) get(role, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://matrix.example"+path, nil)
	if token := n.sessions[role]; token != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: token})
	}
	w := httptest.NewRecorder()
	n.handler.ServeHTTP(w, r)
	return w
}

// everywhere are the addresses where many acts are shown at once.
var everywhere = []string{"/", "/book", "/book?as=csv", "/book?as=json", "/api/v1/acts?limit=200", "/api/v1/subjects?limit=200", "/parties/UNODC", "/account"}

func TestEachRoleReadsWhatItMayAndLearnsOfNothingElse(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	for _, a := range n.program.Policies.AllAudiences() {
		if a.Party == "" && !slices.Contains(matrixAudiences, a.Code) {
			t.Errorf("the matrix lacks the audience %s; say by hand who reads it", a.Code)
		}
	}
	for _, m := range matrix {
		t.Run(m.name, func(t *testing.T) {
			n := *n
			n.T = t
			all := ""
			for _, path := range everywhere {
				all += n.get(m.name, path).Body.String()
			}
			for _, audience := range matrixAudiences {
				if slices.Contains(m.reads, audience) {
					n.shown(m.name, audience, all)
				} else {
					n.hidden(m.name, audience, all)
				}
			}
			corrected := n.get(m.name, "/book/acts/"+n.notes["public"]).Body.String() + n.get(m.name, "/api/v1/acts/"+n.notes["public"]).Body.String()
			if got, want := strings.Contains(corrected, n.notes["correction"]), slices.Contains(m.reads, "secretariat"); got != want {
				t.Errorf("the correction for the secretariat is named on what it corrects: %v, want %v", got, want)
			}
		})
	}
}

func (n *matrixNode) shown(role, audience, all string) {
	n.Helper()
	id, word := n.notes[audience], wordOf(audience)
	for _, path := range []string{"/book/acts/" + id, "/api/v1/acts/" + id} {
		if w := n.get(role, path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), word) {
			n.Errorf("%s for %s answers %d and has the text: %v", path, audience, w.Code, strings.Contains(w.Body.String(), word))
		}
	}
	for _, path := range []string{"/search?q=" + word, "/subjects/" + string(noteOf(audience)), "/api/v1/search?q=" + word, "/api/v1/acts?subject=" + string(noteOf(audience))} {
		if w := n.get(role, path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), string(noteOf(audience))) {
			n.Errorf("%s for %s answers %d", path, audience, w.Code)
		}
	}
	if !strings.Contains(all, id) {
		n.Errorf("the book does not list what is for %s", audience)
	}
}

// hidden holds that what is not open looks, to the byte, as what is not there.
func (n *matrixNode) hidden(role, audience, all string) {
	n.Helper()
	id, subject, word := n.notes[audience], string(noteOf(audience)), wordOf(audience)
	for _, s := range []string{id, subject, word} {
		if strings.Contains(all, s) {
			n.Errorf("%q, for %s, is shown where acts are listed", s, audience)
		}
	}
	const noID, noSubject, noWord = "019ab1c2-0000-7000-8000-000000000000", "note/for-nobody", "zzqnobodyzzq"
	for _, c := range []struct{ there, absent string }{
		{"/book/acts/" + id, "/book/acts/" + noID}, {"/book/acts/" + id + "/proof", "/book/acts/" + noID + "/proof"},
		{"/book/acts/" + id + "/files/" + act.HashOf(nil).String(), "/book/acts/" + noID + "/files/" + act.HashOf(nil).String()},
		{"/subjects/" + subject, "/subjects/" + noSubject}, {"/subjects/" + subject + "?as=csv", "/subjects/" + noSubject + "?as=csv"},
		{"/subjects/" + subject + "?as=json", "/subjects/" + noSubject + "?as=json"},
		{"/search?q=" + word, "/search?q=" + noWord}, {"/search?as=csv&q=" + word, "/search?as=csv&q=" + noWord},
		{"/search?q=type:note+" + word, "/search?q=type:note+" + noWord},
		{"/api/v1/acts/" + id, "/api/v1/acts/" + noID}, {"/api/v1/acts/" + id + "/proof", "/api/v1/acts/" + noID + "/proof"},
		{"/api/v1/subjects/" + subject, "/api/v1/subjects/" + noSubject}, {"/api/v1/acts?subject=" + subject, "/api/v1/acts?subject=" + noSubject},
		{"/api/v1/search?q=" + word, "/api/v1/search?q=" + noWord},
	} {
		a, b := n.get(role, c.there), n.get(role, c.absent)
		alike := strings.NewReplacer(id, "X", noID, "X", subject, "X", noSubject, "X", url.QueryEscape(subject), "X", url.QueryEscape(noSubject), "X", url.QueryEscape(url.QueryEscape(subject)), "X", url.QueryEscape(url.QueryEscape(noSubject)), "X", word, "X", noWord, "X")
		if a.Code != b.Code || alike.Replace(a.Body.String()) != alike.Replace(b.Body.String()) {
			n.Errorf("%s, for %s, answers %d in %d bytes; what is not there, %d in %d", c.there, audience, a.Code, a.Body.Len(), b.Code, b.Body.Len())
		}
		for _, h := range []string{"Content-Type", "Cache-Control", "Link", "Content-Disposition"} {
			if x, y := alike.Replace(a.Header().Get(h)), alike.Replace(b.Header().Get(h)); x != y {
				n.Errorf("%s, for %s, has %s %q; what is not there, %q", c.there, audience, h, x, y)
			}
		}
	}
}

// What is hidden takes no other time than what is absent: the medians of many
// askings lie within a millisecond, far less than a line's own unevenness.
func TestHiddenAndAbsentTakeTheSameTime(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	took := func(path string) time.Duration {
		began := time.Now()
		if w := n.get("public", path); w.Code != http.StatusNotFound {
			t.Fatalf("%s answers %d", path, w.Code)
		}
		return time.Since(began)
	}
	const audience = "with-fra"
	for _, c := range []struct{ hidden, absent string }{
		{"/book/acts/" + n.notes[audience], "/book/acts/" + nobody}, {"/api/v1/acts/" + n.notes[audience], "/api/v1/acts/" + nobody},
		{"/subjects/" + string(noteOf(audience)), "/subjects/note/for-nobody"}, {"/api/v1/subjects/" + string(noteOf(audience)), "/api/v1/subjects/note/for-nobody"},
	} {
		var hidden, absent []time.Duration
		for range 150 {
			hidden, absent = append(hidden, took(c.hidden)), append(absent, took(c.absent))
		}
		slices.Sort(hidden)
		slices.Sort(absent)
		h, a := hidden[len(hidden)/2], absent[len(absent)/2]
		t.Logf("%s: hidden %s, absent %s", c.absent, h, a)
		if d := h - a; d > time.Millisecond || d < -time.Millisecond {
			t.Errorf("%s takes %s, %s %s", c.hidden, h, c.absent, a)
		}
	}
}
